"""What check() knows at once, what it finds out when asked, and that a result stays a value all the while."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import consistency, limits
from perfmetrics.consistency import Statement
from perfmetrics.diagnosis import Network
from perfmetrics.identities import Identity, instances
from perfmetrics.relations import Relation
from perfmetrics.texts import Phrase

Data = dict[str, Any]
HERE = "final_accounts"
SETS = [(f"{HERE}.{name}_expenditure",) for name in ("basic", "current", "project")]


def spent(total: str = "100.38", basic: str = "99.76", project: str = "0.62", **more: object) -> Data:
    """Return a report of expenditure by kind: 99.76 + 0.62 = 100.38."""
    lines = {"current_expenditure": total, "basic_expenditure": basic, "project_expenditure": project}
    return {"title": "某报告", "unit": "万元", HERE: lines, **more}


def scored(total: str) -> Data:
    more: Data = {"initial_budget": {"operating_expenses": "10.00"}, "staff": {"establishment": 71, "in_post": 72}}
    return spent(total, rubric="baojing-2019", **more)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The places of the relations that are judged in full from now on."""
    places: list[str] = []
    judge = Relation.judge

    def look(relation: Relation) -> pm.Judgement:
        places.append(relation.where)
        return judge(relation)

    monkeypatch.setattr(Relation, "judge", look)
    return places


# ---------------------------------------------------------------------------------------------------------------------
# What is seen at a glance.

GLANCES: list[tuple[Data, int]] = [
    (spent(), 1),
    (spent("100.380", "997600元"), 1),
    (spent("0.01003800亿元", "99.7600"), 1),
    (spent(basic=[{"name": "a", "value": "99"}, {"name": "b", "value": "0.76"}]), 1),  # type: ignore[arg-type]
    (spent("约100.38"), 1),
    ({"unit": "万元", HERE: {"priority_projects": "5", "project_expenditure": "5"}}, 1),
    ({"unit": "万元", HERE: {"priority_projects": "4.99", "project_expenditure": "5"}}, 1),
    ({"staff": {"in_post": 5, "present": 7, "counted_elsewhere": 2}}, 2),
    (
        {
            "unit": "万元",
            HERE: {"closing_carryover": "3", "opening_carryover": "5", "current_income": 1, "current_expenditure": 3},
        },
        1,
    ),
]


@pytest.mark.parametrize(("data", "count"), GLANCES)
def test_what_adds_up_as_written_is_exact_without_more_ado(data: Data, count: int, judged: list[str]) -> None:
    """check() of figures that close as written: nothing is judged in full before a statement is asked for."""
    result = pm.check(data)
    assert result.verdicts == (pm.Verdict.EXACT,) * count
    assert (result.counts()["exact"], result.ok, result.findings, result.culprits) == (count, True, (), ())
    assert result.habit.evidence == ()
    assert judged == []
    assert [each.judgement.verdict for each in result.statements] == list(result.verdicts)
    assert len(judged) == count
    assert result.statements is result.statements


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        (spent("100.4"), pm.Verdict.EXACT),  # half-up to its digit
        (spent("100.39"), pm.Verdict.ROUNDING),
        (spent("100.37"), pm.Verdict.ROUNDING),
        (spent("100.93"), pm.Verdict.INCONSISTENT),
        (spent("-100.38"), pm.Verdict.INCONSISTENT),
        ({"unit": "万元", HERE: {"priority_projects": "5.01", "project_expenditure": "5"}}, pm.Verdict.INCONSISTENT),
    ],
)
def test_what_does_not_is_judged_in_full_at_once(data: Data, verdict: pm.Verdict, judged: list[str]) -> None:
    """A verdict is never put off, only its words."""
    result = pm.check(data)
    assert result.verdicts == (verdict,)
    assert len(judged) == 1
    (statement,) = result.statements
    assert statement.judgement.verdict is verdict
    assert len(judged) == 1


def test_a_figure_stated_twice_is_seen_by_its_finest_statement(judged: list[str]) -> None:
    """The sum is seen at a glance; whether both statements agree is another identity."""
    result = pm.check(spent(["100.4", "1003800元"]))  # type: ignore[arg-type]
    assert [each.value for each in result.verdicts] == ["exact", "exact"]
    assert judged == [f"{HERE}.current_expenditure[0]"]


def test_a_glance_and_a_full_judgement_stand_in_the_order_of_the_tables() -> None:
    """Issue 3: what is exact does not go before what is not."""
    lines = {**spent("100.93")[HERE], "personnel_expenses": "90.00", "operating_expenses": "9.76"}
    result = pm.check({"unit": "万元", HERE: lines})
    assert [each.instance.identity.code for each in result.statements] == ["expenditure_by_kind", "basic_by_kind"]
    assert [each.value for each in result.verdicts] == ["inconsistent", "exact"]
    assert [each.where for each in result.findings] == [f"{HERE}.current_expenditure"]


# ---------------------------------------------------------------------------------------------------------------------
# Misuse is told at once.

MINE = Phrase("我的", "mine")


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: pm.check(spent(identities=[{"name": "a", "whole": f"{HERE}.nothing", "parts": f"{HERE}.procurement"}])),
        lambda: pm.check(spent(identities=[{"name": "a", "whole": f"{HERE}.procurement", "parts": "a +"}])),
        lambda: pm.check(spent(claims=[{"formula": "nothing", "inputs": {}, "value": "1%"}])),
        lambda: pm.check(spent(), identities=[Identity("mine", MINE, "s", "nowhere.x", f"{HERE}.procurement")]),
        lambda: pm.check(spent(), fixed=["nowhere.x"]),
        lambda: pm.check(spent(), weights={f"{HERE}.procurement": 2}),
        lambda: pm.check(spent(), rubric="no-such-table"),
        lambda: pm.check(spent(), rubric={"id": "x"}),
    ],
)
def test_misuse_is_told_by_the_call_itself(misuse: Any) -> None:
    """Design: exceptions mean misuse; none waits until somebody looks at a result."""
    with pytest.raises(pm.PerfMetricsError):
        misuse()


def test_what_a_caller_changes_afterwards_changes_no_result() -> None:
    """Design, a result is a value: the options are those of the call."""
    weights, fixed, lines = {SETS[1][0]: 2}, [SETS[0][0]], spent("200.93")
    result = pm.check(lines, weights=weights, fixed=fixed)
    weights[SETS[1][0]] = 0
    fixed.clear()
    lines[HERE].clear()
    assert result.culprits == ((SETS[2],),)


# ---------------------------------------------------------------------------------------------------------------------
# A result is a value.

RESULTS: list[Any] = [
    spent(),
    spent("100.39"),
    spent("100.93"),
    scored("100.93"),
    {},
    {
        "unit": "万元",
        "lists": [{"id": "l", "name": "n", "by": "other", "total": "5", "items": [{"name": "a", "value": 4}]}],
    },
]


@pytest.mark.parametrize("data", RESULTS)
def test_a_result_travels_with_everything_that_it_has_to_say(data: Data) -> None:
    """Design, many are one after another: a process sends what it found, whether it was looked at or not."""
    report = pm.load_report(data)
    whole = pm.check(report)
    seen = whole.to_json("zh"), whole.to_json("en"), whole.to_text(), whole.verdicts
    for other in (pickle.loads(pickle.dumps(pm.check(report))), copy.deepcopy(whole), copy.copy(whole)):  # noqa: S301
        assert other == whole
        assert (other.to_json("zh"), other.to_json("en"), other.to_text(), other.verdicts) == seen
        assert repr(other) == repr(whole)


def test_what_travelled_needs_no_report(judged: list[str]) -> None:
    """Nothing is judged again where a result has arrived."""
    sent = pickle.dumps(pm.check(spent("100.93")))
    judged.clear()
    result = pickle.loads(sent)  # noqa: S301 - written above
    assert result.culprits == (tuple(SETS),)
    assert result.findings[0].code == "expenditure_by_kind"
    assert isinstance(result.statements[0], Statement)
    assert judged == []


def test_results_are_equal_where_they_say_the_same() -> None:
    """Design, a result is a value."""
    assert pm.check(spent()) == pm.check(spent())
    assert pm.check(spent()) != pm.check(spent("100.93"))
    assert pm.check(spent()) != pm.check(spent("100.380"))
    assert pm.check(spent()) != pm.check({**spent(), "title": "另一报告"})
    assert pm.check(scored("100.38")) != pm.check({**scored("100.38"), "rubric": "hunan-13"})
    assert pm.check(spent()) != 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(pm.check(spent()))


def test_a_result_with_other_findings_is_the_same_in_all_else() -> None:
    """Findings that were accepted take the place of those that were found, and nothing else changes."""
    result = pm.check(scored("100.93"))
    other = result.with_findings(())
    assert other.findings == ()
    assert other.ok
    assert not result.ok
    assert (other.statements, other.habit, other.culprits) == (result.statements, result.habit, result.culprits)
    assert (other.report_title, other.verdicts, other.card) == (result.report_title, result.verdicts, result.card)
    assert other.with_findings(result.findings) == result
    with pytest.raises(AttributeError):
        result.findings = ()  # type: ignore[misc]


def test_no_network_is_made_of_what_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Explanations are looked for where something is broken, or where an option names a figure."""
    made: list[object] = []

    def make(*given: Any) -> Network:
        made.append(given)
        return Network(*given)

    monkeypatch.setattr(consistency, "Network", make)
    result = pm.check(spent("100.39"))
    assert (result.findings[0].code, result.culprits, made) == ("rounding_difference", (), [])
    pm.check(spent(), fixed=[SETS[0][0]])
    assert len(made) == 1
    broken = pm.check(spent("100.93"))
    assert len(made) == 1
    assert (len(broken.findings), len(broken.culprits)) == (1, 1)
    assert len(made) == 2


def test_instances_are_those_of_the_statements() -> None:
    """The identities of a check are those that `instances()` finds."""
    report = pm.load_report(spent("100.93", staff={"in_post": 5, "present": 7}))
    assert [each.instance for each in pm.check(report).statements] == list(instances(report))


def test_a_search_beyond_a_limit_takes_nothing_else_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts, findings and every output are there; the culprits alone are not known, and it is said why."""
    report = {
        "unit": "万元",
        "final_accounts": {"current_expenditure": "9", "basic_expenditure": "2", "project_expenditure": "3"},
    }
    whole = pm.check(report)
    assert len(whole.culprits[0]) == 3
    monkeypatch.setattr(limits, "SETS", replace(limits.SETS, usual=2))
    found = pm.check(report)
    with pytest.raises(pm.InputError, match="PERFMETRICS_MOST_SETS"):
        _ = found.culprits
    assert (found.findings, found.counts(), found.ok) == (whole.findings, whole.counts(), False)
    assert found.to_dict() == whole.to_dict() | {"culprits": None}
    assert found != whole
    for other in (pickle.loads(pickle.dumps(found)), found.with_findings(found.findings)):  # noqa: S301 - just made
        assert other == found
        assert other.to_dict()["culprits"] is None
    text = found.to_text()
    assert "未搜索完：一次定位搜索里数的组合数 至少 3，超过上限 2；" in text
    assert "not searched to the end: sets of figures in one search" in " ".join(found.to_text("en").split())
    assert "未搜索完" in found.to_html()
    assert "未搜索完" not in whole.to_text()
