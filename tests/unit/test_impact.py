"""What a mended figure does to the points, the total and the grade, on a table that can be checked by hand."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics.findings import Impact
from perfmetrics.impact import impact_of
from rubric_tables import table_of

Data = dict[str, Any]
STEP = {"kind": "step_deduct", "standard": 100, "direction": "over", "step": 1, "per_step": 2}
GRADES = [
    {"id": "excellent", "name": "优", "range": "[90, 100]"},
    {"id": "good", "name": "良", "range": "[80, 90)"},
    {"id": "poor", "name": "差", "range": "[0, 80)"},
]


def line(identifier: str, marks: int, rule: Data, **more: Any) -> Data:
    known = {"full_marks": "published", "rule": "published"}
    names = {"id": identifier, "name": identifier, "name_en": identifier}
    return {**names, "full_marks": marks, "rule": rule, "provenance": known, **more}


def table(*lines: Data) -> Data:
    names = {"name": "n", "name_en": "n", "full_marks": 100}
    category = {"id": "c", **names, "indicators": list(lines)}
    return table_of([{"id": "d", **names, "categories": [category]}], GRADES)


STAFFING = line("staffing", 40, STEP, formula="staffing_control_ratio")
TABLE = table(STAFFING, line("other", 60, {"kind": "judgement"}))


def report(in_post: object = 103, other: int = 50, **more: Any) -> Data:
    """Return a report of 100 posts: two points off for each percent above 100%, and points of another line."""
    staff = {"in_post": in_post, "establishment": 100, "retired": 7}
    return {"staff": staff, "indicators": {"other": {"points": other}}, **more}


def impact(data: Data, path: str, mended: str, rubric: Data = TABLE) -> Impact | None:
    read = pm.load_report(data)
    return impact_of(read, pm.score(read, rubric), {path: mended})


def test_a_mended_figure_changes_points_total_and_grade() -> None:
    """Issue 3: what each mended figure does to the indicator, the total and the grade: 3% over is 6 points off."""
    found = impact(report(), "staff.in_post", "100")
    assert found == Impact((Decimal(34), Decimal(40)), (Decimal(84), Decimal(90)), ("良", "优"))
    assert (found.changes_points, found.changes_grade) == (True, True)
    assert impact(report(), "staff.in_post", "101人") == Impact(
        (Decimal(34), Decimal(38)), (Decimal(84), Decimal(88)), ("良", "良")
    )


def test_a_figure_that_no_line_reads_changes_nothing() -> None:
    """Issue 3: an error that changes no point is told apart from one that flips a grade."""
    found = impact(report(), "staff.retired", "70")
    assert found == Impact((None, None), (Decimal(84), Decimal(84)), ("良", "良"))
    assert (found.changes_points, found.changes_grade) == (False, False)


def test_a_figure_of_two_lines_has_no_points_of_one_line() -> None:
    """The points of the line are given where one line changes; the total says what two lines do."""
    two = table({**STAFFING, "full_marks": 40}, {**STAFFING, "id": "again", "full_marks": 60})
    found = impact(report(), "staff.in_post", "100", two)
    assert found == Impact((None, None), (Decimal(88), Decimal(100)), ("良", "优"))


def test_a_figure_stated_several_times_is_mended_as_a_whole() -> None:
    """A figure that is stated in two places is one figure."""
    assert impact(report(["103", "103人"]), "staff.in_post", "100") == impact(report(), "staff.in_post", "100")


@pytest.mark.parametrize(
    "path",
    [
        "claims[0]",
        "lists.l.甲",
        "facts.f",
        "staff",
        "staff.present",
        "assets.fixed_assets",
        "staff.in_post.x",
        "staff.in_post.x.y",
        "title.x",
    ],
)
def test_a_figure_that_no_table_scores_has_no_impact(path: str) -> None:
    """Issue 3: figures that no table scores have no impact."""
    more: Data = {
        "title": "某报告",
        "facts": [{"id": "f", "name": "f", "value": "1"}],
        "lists": [{"id": "l", "name": "l", "by": "kind", "items": [{"name": "甲", "value": "1"}]}],
    }
    assert impact(report(**more), path, "1") is None


def test_a_mend_that_no_report_may_state_has_no_impact() -> None:
    """A count cannot be negative, so that the mended report cannot be read."""
    assert impact(report(), "staff.in_post", "-103") is None


def test_the_report_itself_is_not_changed() -> None:
    """Design 1: no global state, no writing; same input, same output."""
    data = report()
    before = copy.deepcopy(data)
    read = pm.load_report(data)
    impact_of(read, pm.score(read, TABLE), {"staff.in_post": "100"})
    assert data == before
    assert read == pm.load_report(before)


def kinds(path: str, total: int) -> Data:
    items = [{"name": "甲", "value": f"{total - 7}"}, {"name": "乙", "value": "7"}]
    return {"id": path.rpartition(".")[2], "name": path, "by": "kind", "of": path, "closed": True, "items": items}


def test_check_says_what_a_mended_figure_changes() -> None:
    """Issue 3: with a rubric, what the best explanation does: 130 is 103 with two digits swapped."""
    result = pm.check(report(130, lists=[kinds("staff.in_post", 103)]), rubric=TABLE)
    (found,) = (each for each in result.findings if each.code == "list_adds_up")
    assert (found.diagnoses[0].where, found.diagnoses[0].mended) == ("staff.in_post", "103")
    assert found.impact == Impact((Decimal(0), Decimal(34)), (Decimal(50), Decimal(84)), ("差", "良"))


def test_the_impact_of_two_figures_that_were_swapped_is_that_of_both() -> None:
    """Issue 3: 103 posts for 100 people are 100 posts for 103 people: 3% over, and not 100 for 100."""
    data = report(100, lists=[kinds("staff.establishment", 100), kinds("staff.in_post", 103)])
    data["staff"]["establishment"] = 103
    result = pm.check(data, rubric=TABLE)
    first = next(each for each in result.findings if each.code == "list_adds_up")
    assert first.diagnoses[0].cause is pm.Cause.SWAPPED_NEIGHBOURS
    assert first.impact is not None
    assert first.impact.total == (Decimal(90), Decimal(84))
