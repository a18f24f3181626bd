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
