"""The points of a table alone: in whole numbers where a line is plain, the same as the line with its words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics.awarding import award_line
from perfmetrics.compiled import award_points, total_of
from rubric_tables import table_of

Data = dict[str, Any]
STEP = {"kind": "step_deduct", "standard": 100, "direction": "over", "step": 1, "per_step": 2}
FINE = STEP | {"per_step": "0.4"}
JUDGED = {"kind": "judgement"}


def table(rule: Data, **more: Any) -> Data:
    known = {"full_marks": "published", "rule": "published"}
    own = {"id": "own", "name": "本项", "name_en": "own", "full_marks": 40, "rule": rule, "provenance": known, **more}
    rest = {"id": "rest", "name": "他项", "name_en": "rest", "full_marks": 60, "rule": JUDGED, "provenance": known}
    category = {"id": "c", "name": "类", "name_en": "class", "full_marks": 100, "indicators": [own, rest]}
    return table_of([{"id": "d", "name": "维", "name_en": "part", "full_marks": 100, "categories": [category]}], [])


def points(by: Data, *, plain: bool = True, rest: object = 60, own: Data | None = None, **data: Any) -> Fraction | None:
    """Return the points of the first line: found in whole numbers or, where it is not that plain, in full."""
    given = {"unit": "万元", "indicators": {"rest": {"points": rest}, "own": own or {}}, **data}
    report, rubric = pm.load_report(given), pm.load_rubric(by)
    found = award_points(report, rubric)
    lines = [award_line(report, line, claims_points=True) for line in rubric.indicators]
    assert found.points == tuple(line.points for line in lines)
    assert sorted(found.lines) == ([] if plain else [0])
    return found.points[0]


STAFF = {"formula": "supported_staff_ratio"}
SPENT = {"formula": "operating_expense_control_ratio"}


def staff(supported: int, establishment: int) -> Data:
    return {"staff": {"supported_staff": supported, "establishment": establishment}}


def spent(actual: str, budget: str) -> Data:
    return {"final_accounts": {"operating_expenses": actual}, "initial_budget": {"operating_expenses": budget}}


# --- points that are claimed, and rates that are stated ---


@pytest.mark.parametrize(("claimed", "expected"), [(0, 0), ("12.5", "12.5"), ("0.125", "0.125"), (40, 40)])
def test_points_are_carried_as_claimed(claimed: object, expected: Any) -> None:
    assert points(table(JUDGED), own={"points": claimed}) == Fraction(expected)


@pytest.mark.parametrize("claimed", [-1, 41, "40.01", "-0.5"])
def test_points_below_nothing_or_above_full_marks_are_not_carried(claimed: object) -> None:
    assert points(table(JUDGED), own={"points": claimed}) is None


def test_a_total_of_fractions_is_exact() -> None:
    given = {"indicators": {"own": {"points": "12.5"}, "rest": {"points": "33.33"}}}
    rubric = pm.load_rubric(table(JUDGED))
    assert total_of(award_points(pm.load_report(given), rubric), rubric) == Fraction("45.83")
    assert pm.score(given, table(JUDGED)).exact_total == Fraction("45.83")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"value": "103%"}, 34),
        ({"value": "103.5%"}, 34),
        ({"value": "97%"}, 40),
        ({"points": "31.5"}, "31.5"),
        ({"value": "103%", "points": 40}, 34),
        ({}, None),
        ({"value": "103%", "not_applicable": "无"}, None),
    ],
)
def test_a_line_without_a_formula_scores_the_stated_rate_or_the_claim(own: Data, expected: Any) -> None:
    assert points(table(STEP), own=own) == (None if expected is None else Fraction(expected))


@pytest.mark.parametrize(("policy", "expected"), [("full", 40), ("zero", 0), ("undefined", None)])
def test_a_line_that_does_not_apply_earns_what_the_table_says(policy: str, expected: int | None) -> None:
    for rule, more in ((STEP, STAFF), (STEP, {}), (JUDGED, {})):
        by = table(rule, not_applicable=policy, **more)
        assert points(by, own={"not_applicable": "无"}, **staff(107, 100)) == expected


# --- rates of figures ---


@pytest.mark.parametrize(
    ("supported", "establishment", "expected"),
    [(100, 100, 40), (101, 100, 38), (1015, 1000, 38), (119, 100, 2), (1, 1, 40)],
)
def test_a_rate_of_two_figures(supported: int, establishment: int, expected: int) -> None:
    assert points(table(STEP, **STAFF), **staff(supported, establishment)) == expected


@pytest.mark.parametrize(
    ("actual", "budget", "expected"),
    [
        ("51.0", "50.0", 36),
        ("510000元", "50.0", 36),
        ("51.0", "0.005亿元", 36),
        ("-51.0", "-50.0", 36),
        ("51.0", "-50.0", 40),  # −102% is below the standard
        ("-51.0", "50.0", 40),
        ("0.00000051", "0.0000005", 36),
        ("0", "50.0", 40),
    ],
)
def test_a_rate_of_amounts_in_any_unit_and_of_either_sign(actual: str, budget: str, expected: int) -> None:
    plain = "0.00000051" not in actual
    assert points(table(STEP, **SPENT), plain=plain or len(actual) <= 10, **spent(actual, budget)) == expected


def test_a_rate_over_nothing_is_scored_in_full() -> None:
    assert points(table(STEP, **SPENT), plain=False, **spent("5", "0")) is None
    assert points(table(STEP, zero_over_zero="full", **SPENT), plain=False, **spent("0", "0")) == 40


def test_a_figure_of_many_decimals_is_scored_in_full() -> None:
    assert points(table(STEP, **SPENT), plain=False, **spent("0.0000000051", "0.0000000050")) == 36


def test_a_rate_without_one_of_its_figures_is_not_known() -> None:
    assert points(table(STEP, **STAFF), staff={"supported_staff": 5}) is None
    assert points(table(STEP, **STAFF), staff={"establishment": 5}) is None
    assert points(table(STEP, **STAFF)) is None


def test_a_figure_that_may_be_absent_counts_as_nothing() -> None:
    inputs = {"supported_staff": "staff.supported_staff?", "establishment": "staff.establishment"}
    by = table(STEP | {"direction": "both"}, **STAFF, inputs=inputs)
    assert points(by, staff={"establishment": 100}) == 0
    assert points(by, **staff(99, 100)) == 38
    assert points(by, staff={"supported_staff": 100}) is None


def test_a_rate_of_more_figures() -> None:
    by = table(STEP, formula="staffing_control_ratio")
    assert points(by, staff={"in_post": 109, "counted_elsewhere": 2, "establishment": 100}) == 26
    assert points(by, staff={"in_post": 107, "establishment": 100}) == 26
    assert points(by, staff={"in_post": 107, "counted_elsewhere": 2}) is None
    assert points(by, staff={"counted_elsewhere": 2, "establishment": 100}) is None


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "38.8"),
        ({"round_points_to": 0}, 39),
        ({"round_points_to": 1}, "38.8"),
        ({"round_rate_to": 0}, "38.4"),
        ({"round_rate_to": 1}, "38.8"),
        ({"round_rate_to": 0, "round_points_to": 0}, 38),
    ],
)
def test_rates_and_points_are_rounded_as_the_table_says(more: Data, expected: Any) -> None:
    """3.56 points above the standard are three whole steps, and four where the rate is rounded to 104% first."""
    assert points(table(FINE, **STAFF, **more), **staff(10356, 10000)) == Fraction(expected)


# --- claims whose table says what zero over zero earns ---


def test_a_claim_is_set_aside_only_where_nothing_is_over_nothing() -> None:
    by = table({"kind": "not_known"}, zero_over_zero="full", **SPENT)
    assert points(by, own={"points": 5}, **spent("1", "2")) == 5
    assert points(by, own={"points": 5}, **spent("0", "2")) == 5
    assert points(by, own={"points": 5}, **spent("2", "0")) == 5
    assert points(by, own={"points": 5}) == 5
    assert points(by, plain=False, own={"points": 5}, **spent("0", "0")) == 40


def test_points_of_another_table_are_not_carried() -> None:
    given = {"rubric": "u", "indicators": {"own": {"points": 12, "value": "103%"}, "rest": {"points": 60}}}
    for rule, expected in ((JUDGED, (None, None)), (STEP, (34, None))):
        assert award_points(pm.load_report(given), pm.load_rubric(table(rule))).points == expected


def test_a_figure_that_is_written_as_a_sum_is_the_sum() -> None:
    """In whole numbers as in full, though its parts are in other units; what is stated twice is one number."""
    parts = [{"name": "a", "value": "30.0"}, {"name": "b", "value": "210000元"}]
    by = table(STEP, **SPENT)
    assert points(by, **spent(parts, "50.0")) == 36  # type: ignore[arg-type]
    assert points(by, **spent("51.0", [{"name": "a", "value": "25.0"}, {"name": "b", "value": "25.0"}])) == 36  # type: ignore[arg-type]


def test_evidence_is_counted_in_full() -> None:
    """What the report counts goes before the claim; without it the claim is carried."""
    by = table({"kind": "hit_rate"})
    assert points(by, plain=False, own={"hits": 3, "out_of": 4, "points": 5}) == 30
    assert points(by, own={"points": 5}) == 5
    target = {"name": "甲", "group": "output", "planned": 10, "actual": 9, "full_marks": 40}
    assert points(by, plain=False, own={"points": 5}, targets=[target]) is not None
    assert points(table(JUDGED), own={"points": 5}, targets=[target]) == 5
    assert points(table(STEP), own={"points": 5, "hits": 3, "out_of": 4}) == 5


def test_a_count_is_the_same_with_its_unit_and_without() -> None:
    """The unit of a report is that of its amounts, and not of its heads."""
    by = table(STEP, **STAFF)
    assert points(by, staff={"supported_staff": "101人", "establishment": 100}) == 38
    assert points(by, staff={"supported_staff": 101, "establishment": "100人"}) == 38


def test_of_a_figure_that_is_stated_twice_the_finer_statement_counts() -> None:
    """509999元 is finer than 51.0万元, and a little less than two whole steps over."""
    by = table(STEP, **SPENT)
    assert points(by, **spent(["51.0", "509999元"], "50.0")) == 38  # type: ignore[arg-type]
    assert points(by, **spent("51.0", ["50.0", "500001元"])) == 38  # type: ignore[arg-type]


def test_what_is_stated_in_parts_is_no_one_number() -> None:
    """Neither a claim nor a rate is carried that the report gives as a sum."""
    parts = [{"name": "甲", "value": 5}, {"name": "乙", "value": 3}]
    assert points(table(JUDGED), own={"points": parts}) is None
    assert points(table(STEP), own={"value": parts}) is None
    assert points(table(STEP), own={"value": parts, "points": 7}) == 7


@pytest.mark.parametrize(("claimed", "expected"), [("39.5", "39.5"), ("39.4", "39.4"), ("39.6", None), (40, None)])
def test_a_claim_is_held_against_full_marks_with_decimals(claimed: object, expected: str | None) -> None:
    by = table(JUDGED, full_marks="39.5")
    by["dimensions"][0]["categories"][0]["indicators"][1]["full_marks"] = "60.5"
    assert points(by, own={"points": claimed}) == (None if expected is None else Fraction(expected))


@pytest.mark.parametrize(
    ("more", "expected"), [({"round_points_to": 0}, 20), ({"round_rate_to": 0}, "19.5"), ({}, "19.5")]
)
def test_a_rate_that_no_band_holds_earns_no_points_to_be_rounded(more: Data, expected: Any) -> None:
    bands = [{"range": "[90, 100]", "points": 40}, {"range": "[80, 90)", "points": "19.5"}]
    by = table({"kind": "bands", "bands": bands}, **STAFF, **more)
    assert points(by, **staff(85, 100)) == Fraction(expected)
    assert points(by, **staff(50, 100)) is None


def test_a_line_of_unknown_full_marks_has_no_points_but_those_of_a_policy() -> None:
    """Nothing of it is worked out unless the table says what a line without a rate earns."""
    for rule in (JUDGED, STEP):
        assert points(table(rule, full_marks="unknown"), own={"points": 5, "value": "103%"}) is None
        zero = table(rule, full_marks="unknown", not_applicable="zero")
        assert points(zero, plain=False, own={"not_applicable": "无"}) == 0
    by = table(STEP, full_marks="unknown", zero_over_zero="zero", **SPENT)
    assert points(by, plain=False, **spent("0", "0")) == 0
    assert points(by, plain=False, **spent("1", "2")) is None


def test_a_claim_stands_where_the_table_does_not_say_what_nothing_over_nothing_earns() -> None:
    assert points(table({"kind": "not_known"}, **SPENT), own={"points": 5}, **spent("0", "0")) == 5


def test_a_figure_of_two_operands_counts_in_both() -> None:
    """(年初 60 + 追加 40 − 取消) ÷ (年初 + 追加), where what is cancelled is all that was added: 60%."""
    inputs = {"cancelled_midterm": "adjustment.supplement"}
    by = table({"kind": "proportional"}, formula="budgeting_accuracy", inputs=inputs)
    adjustment = {"supplement": "40.0", "surplus_written_off": 0}
    assert points(by, initial_budget={"current_expenditure": "60.0"}, adjustment=adjustment) == 24


def test_figures_of_any_kind_take_the_unit_beside_them() -> None:
    """Nine of ten days are 90%, for the days of one number are those of the other: that is found out in full."""
    by = table({"kind": "proportional"}, formula="output_completion_rate")
    assert points(by, plain=False, project={"planned_output": "10天", "actual_output": 9}) == 36
    assert points(by, plain=False, project={"planned_output": 10, "actual_output": "9天"}) == 36


def test_a_difference_is_no_ratio_of_figures() -> None:
    paths = {"current": "final_accounts.operating_expenses", "prior": "initial_budget.operating_expenses"}
    by = table({"kind": "not_known"}, formula="difference", inputs=paths, zero_over_zero="full")
    for actual in ("1", "2"):
        assert points(by, plain=False, own={"points": 5}, **spent(actual, "2")) == 5


def test_points_of_another_table_are_not_carried_in_full_either() -> None:
    """Each of these lines is scored in full: a rate of any kind of figures, and evidence of which a half is missing."""
    given = {"rubric": "u", "indicators": {"own": {"points": 12, "hits": 3}, "rest": {"points": 60}}}
    of_any_kind = table({"kind": "not_known"}, formula="output_completion_rate", zero_over_zero="full")
    for by in (of_any_kind, table({"kind": "hit_rate"})):
        found = award_points(pm.load_report(given), pm.load_rubric(by))
        assert (found.points, sorted(found.lines)) == ((None, None), [0])
        found = award_points(pm.load_report(given | {"rubric": "t"}), pm.load_rubric(by))
        assert (found.points, sorted(found.lines)) == ((12, 60), [0])
