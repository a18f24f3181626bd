"""score(): the points of the inner loop are those of the lines that say why, for any report and any table."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import perfmetrics as pm
from perfmetrics.awarding import award_line
from perfmetrics.compiled import award_points, total_of
from perfmetrics.rubrics import Indicator, Rubric
from perfmetrics.scoring import prepare
from perfmetrics.statements import parse_report
from strategies import examples

Data = dict[str, Any]

TABLES = pm.list_rubrics()
COLUMNS = ("initial_budget", "full_year_budget", "final_accounts", "prior_budget", "prior_accounts")
LINES = (
    "current_income",
    "current_expenditure",
    "total_income",
    "opening_carryover",
    "closing_carryover",
    "basic_expenditure",
    "operating_expenses",
    "project_expenditure",
    "three_public_expenses",
    "procurement",
)


def written(places: int) -> st.SearchStrategy[str]:
    return st.integers(0, 10**4).map(lambda n: f"{n / 10**places:.{places}f}")


def amounts() -> st.SearchStrategy[Any]:
    """An amount as a report may write it: bare, with a unit of its own, approximate, twice, in parts, zero."""
    bare = st.one_of(st.just("0"), written(0), written(2), written(4), written(2).map(lambda text: f"-{text}"))
    own = st.builds("{}{}".format, written(2), st.sampled_from(["元", "万元", "亿元"]))
    odd = st.one_of(st.just("0元"), own, written(2).map("约{}".format), st.tuples(bare, own).map(list))
    parts = st.lists(bare, min_size=1, max_size=3).map(
        lambda values: [{"name": f"其中{i}", "value": value} for i, value in enumerate(values)]
    )
    return st.one_of(bare, bare, bare, odd, parts)


def some(names: tuple[str, ...], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, values))


# What does not depend on what is drawn is built once: building strategies takes longer than drawing from them.
AMOUNTS = amounts()
COLUMN = some(LINES, AMOUNTS)
COUNTS = st.one_of(st.integers(0, 120), st.integers(0, 120).map("{}人".format))
PERCENTS = st.integers(0, 2000).map(lambda n: f"{n / 10}%")
POINTS: st.SearchStrategy[Any] = st.one_of(
    st.integers(-1, 12), written(1), written(1).map("{}分".format), st.just(["3", "4"])
)
EVIDENCE: dict[str, st.SearchStrategy[Any]] = {
    "occurrences": st.integers(0, 5),
    "hits": st.integers(0, 5),
    "out_of": st.integers(0, 5),
    "score": st.integers(0, 100),
    "score_full": st.just(100),
    "items": st.just({"甲": True}),
}


def claims() -> st.SearchStrategy[Data]:
    plain = st.fixed_dictionaries({}, optional={"points": POINTS, "value": PERCENTS})
    aside = st.fixed_dictionaries({"not_applicable": st.just("本年无此事项")}, optional={"points": POINTS})
    return st.one_of(plain, plain, aside, st.fixed_dictionaries({}, optional={"points": POINTS, **EVIDENCE}))


CLAIMS = claims()
SECTIONS = {
    **dict.fromkeys(COLUMNS, COLUMN),
    "adjustment": some(("supplement", "cut", "reallocation"), AMOUNTS),
    "staff": some(("establishment", "in_post", "counted_elsewhere", "supported_staff"), COUNTS),
    "work": some(("planned", "completed", "on_time", "qualified", "key_assigned", "key_completed"), COUNTS),
    "progress": some(("actual", "planned"), PERCENTS),
    "assets": some(("fixed_assets", "fixed_assets_in_use"), AMOUNTS),
}


@st.composite
def reports(draw: st.DrawFn, table: Rubric) -> Data:
    """A report that states some of the figures that tables read, and claims some of the points of one."""
    data: Data = {"unit": "万元"} | {name: draw(values) for name, values in SECTIONS.items()}
    names = tuple(line.id for line in table.indicators)
    data["indicators"] = draw(some(names, CLAIMS))
    if draw(st.booleans()):
        data["rubric"] = draw(st.sampled_from([table.id, "another-table"]))
    if draw(st.integers(0, 3)) == 0:
        target = {"name": "产出", "group": draw(st.sampled_from(names)), "planned": 2, "actual": 1, "full_marks": 5}
        data["targets"] = [target]
    return data


POLICIES = st.sampled_from(["full", "zero", "leave_out", "undefined"])
DECIMALS_OF_RATE = st.sampled_from([None, 0, 2])
DECIMALS_OF_POINTS = st.sampled_from([None, 0, 1])


@st.composite
def tables(draw: st.DrawFn) -> Rubric:
    """A shipped table, or one whose lines have other policies and roundings."""
    table = draw(st.sampled_from(TABLES))
    if draw(st.booleans()):
        return table

    def changed(line: Indicator) -> Indicator:
        return line.model_copy(
            update={
                "not_applicable": draw(POLICIES),
                "zero_over_zero": draw(POLICIES),
                "zero_denominator": draw(POLICIES),
                "round_rate_to": draw(DECIMALS_OF_RATE),
                "round_points_to": draw(DECIMALS_OF_POINTS),
            }
        )

    dimensions = tuple(
        dim.model_copy(
            update={
                "categories": tuple(
                    cat.model_copy(update={"indicators": tuple(map(changed, cat.indicators))}) for cat in dim.categories
                )
            }
        )
        for dim in table.dimensions
    )
    return table.model_copy(update={"dimensions": dimensions})


CASES = tables().flatmap(lambda table: st.tuples(st.just(table), reports(table)))


@given(case=CASES)
@examples(120)
def test_points_alone_are_those_of_the_lines(case: tuple[Rubric, Data]) -> None:
    """Issue 6: the points alone. One meaning, two ways: a step of the inner loop and the line with its words."""
    table, data = case
    report = pm.load_report(data)
    claims_points = report.rubric in {None, table.id}
    lines = [award_line(report, line, claims_points=claims_points) for line in table.indicators]
    found = award_points(report, table)
    assert found.points == tuple(line.points for line in lines)
    assert prepare(report, table).points() == found.points
    left_out = {line.indicator.id for line in lines if line.is_left_out}
    assert left_out == {line.indicator.id for line in found.lines.values() if line.is_left_out}
    card = pm.score(report, table)
    assert [line.points for line in card.lines] == list(found.points)
    assert total_of(found, table) == card.exact_total == card.whole.points


@given(case=CASES)
@examples(30)
def test_total_is_the_sum_scaled_up_for_what_is_left_out(case: tuple[Rubric, Data]) -> None:
    """不考核的指标，用适用指标得分折算: total = points × full marks ÷ (full marks − marks left out)."""
    table, data = case
    card = pm.score(data, table)
    counted = [line for line in card.lines if not line.is_left_out]
    gone = sum((line.full_marks or Fraction(0) for line in card.lines if line.is_left_out), Fraction(0))
    full = Fraction(table.full_marks)
    if not table.is_complete or any(line.points is None for line in counted) or gone == full:
        assert card.total is None
        return
    assert card.exact_total == sum((line.points or Fraction(0) for line in counted), Fraction(0)) * full / (full - gone)


@given(case=CASES)
@examples(40)
def test_a_card_is_the_same_however_it_is_asked(case: tuple[Rubric, Data]) -> None:
    """Issue 6: working, words and bounds are made when asked for; neither order nor journey matters."""
    table, data = case
    report = pm.load_report(data)
    first, second = pm.score(report, table), pm.score(report, table)
    assert first.findings == second.with_findings(second.findings).findings
    assert first.total == second.total
    assert first.to_dict() == second.to_dict()
    assert first == second
    again = pickle.loads(pickle.dumps(second))  # noqa: S301 - what was just written
    assert again == first
    assert (again.total, again.grade, again.to_dict()) == (first.total, first.grade, first.to_dict())
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - as above


@given(case=CASES)
@examples(60)
def test_a_report_read_back_is_the_same(case: tuple[Rubric, Data]) -> None:
    """Issue 7, round trip: report → JSON → report, every figure as it was written."""
    report = pm.load_report(case[1])
    assert pm.load_report(report.to_dict()) == report
    raw = json.dumps(report.to_dict(), ensure_ascii=False).encode()
    assert parse_report(raw, "json", "") == report


@given(table=tables())
@examples(30)
def test_a_table_read_back_is_the_same(table: Rubric) -> None:
    """Issue 7, round trip: scoring table → plain data → scoring table."""
    plain = json.loads(table.model_dump_json(exclude_none=True))
    assert pm.load_rubric(plain) == table
