"""保靖县人民政府办公室 2019: stated 92 and 优, recomputed 91, and the grade rests on how a step is read."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import perfmetrics as pm
from perfmetrics.quantities import round_half_up
from perfmetrics.rules import Reading

REPORT = Path(__file__).parents[2] / "examples" / "reports" / "baojing-2019.toml"


@pytest.fixture(scope="module")
def card() -> pm.ScoreCard:
    return pm.score(REPORT, rubric="baojing-2019")


def _finding(card: pm.ScoreCard, code: str, where: str) -> pm.Finding:
    return next(each for each in card.findings if (each.code, each.where) == (code, where))


def test_the_total_is_91_and_not_92_and_the_grade_stays(card: pm.ScoreCard) -> None:
    assert (card.total, str(card.whole.stated and card.whole.stated.value)) == (91, "92")
    assert (card.grade, card.stated_grade, card.grade_verdict) == ("优", "优", pm.Verdict.EXACT)
    assert _finding(card, "total_changes", "stated.total").expected == "91"


def test_every_line_has_the_points_of_the_reference_table(card: pm.ScoreCard) -> None:
    points = [line.points for line in card.lines]
    assert points == [3, 3, 3, 4, 5, 4, 5, 5, 0, 8, 6, 8, 6, 5, 8, 6, 6, 6]
    assert [line.full_marks for line in card.lines] == [3, 3, 3, 4, 5, 5, 5, 5, 8, 8, 6, 8, 6, 5, 8, 6, 6, 6]
    assert [dim.sum.points for dim in card.dimensions] == [13, 52, 26]


def test_the_sections_are_judged_and_the_stated_ones_do_add_up(card: pm.ScoreCard) -> None:
    """13 + 53 + 26 = 92 is right as a sum; 53 changes only because a line changes."""
    verdicts = [dim.sum.judgement and dim.sum.judgement.verdict.value for dim in card.dimensions]
    assert verdicts == ["exact", "inconsistent", "exact"]
    assert all(dim.sum.of_stated and dim.sum.of_stated.verdict is pm.Verdict.EXACT for dim in card.dimensions)
    assert card.whole.of_stated is not None
    assert card.whole.of_stated.verdict is pm.Verdict.EXACT
    assert "subtotal_inconsistent" not in {each.code for each in card.findings}


def test_the_grade_depends_on_the_reading_of_one_rule(card: pm.ScoreCard) -> None:
    """“每低于5%扣2分” at 96.14%: 91 by whole steps, 89.46 in proportion, 89 if a part counts: 优, 良, 良."""
    seen = {
        each.reading: (round_half_up(each.points, 2), round_half_up(each.total, 2), each.grade and each.grade.name)
        for each in card.readings
    }
    assert seen == {
        Reading.FLOOR: (Decimal("5.00"), Decimal("91.00"), "优"),
        Reading.PROPORTIONAL: (Decimal("3.46"), Decimal("89.46"), "良"),
        Reading.CEIL: (Decimal("3.00"), Decimal("89.00"), "良"),
    }
    assert {each.line.indicator.id for each in card.readings} == {"budget_completion_rate"}
    assert card.grade_depends_on_reading
    low, high = card.total_range or (None, None)
    assert (low, high) == (89, 91)


def test_the_operating_expense_rate_is_wrong_and_costs_nothing(card: pm.ScoreCard) -> None:
    """公用经费控制率 stated 161.65%, recomputed 165.65%: inconsistent, no points change."""
    finding = _finding(card, "value_inconsistent", "indicators.operating_expense_control_ratio")
    assert (finding.stated, finding.expected, finding.difference) == ("161.65%", "165.65%", "-4.00")
    assert finding.working == "234.56 ÷ 141.6 × 100% ≈ 165.65%"
    assert finding.impact is not None
    assert not finding.impact.changes_points
    assert finding.impact.total == (91, 91)


def test_the_three_public_rate_is_truncated(card: pm.ScoreCard) -> None:
    """三公经费控制率 17.05% against 17.06%: truncation of the result."""
    judged = card.line("three_public_control_ratio").value_judgement
    assert judged is not None
    assert (judged.verdict, judged.expected) == (pm.Verdict.ROUNDING, Decimal("17.06"))
    assert judged.fits[0].label.en == "truncation of the result"


def test_the_staffing_rate_leaves_out_those_on_other_establishments(card: pm.ScoreCard) -> None:
    """在职人员控制率 = (72−14−4)/71 = 76.06%."""
    line = card.line("staffing_control_ratio")
    assert line.working() == "(72 − 14 − 4) ÷ 71 × 100% ≈ 76.06%"
    assert line.value == Fraction(5400, 71)
    assert line.value_judgement is not None
    assert line.value_judgement.verdict is pm.Verdict.EXACT


def test_the_control_rate_was_awarded_one_point_too_many(card: pm.ScoreCard) -> None:
    """预算控制率 0.6% was awarded 5, where the published band 0–10%(含) gives 4."""
    finding = _finding(card, "points_inconsistent", "indicators.budget_control_rate")
    assert (finding.stated, finding.expected) == ("5", "4")
    assert finding.impact is not None
    assert (finding.impact.points, finding.impact.total, finding.impact.grade) == ((5, 4), (92, 91), ("优", "优"))
    assert card.findings[0] is finding, "what changes points comes first"


def test_what_is_assumed_is_listed(card: pm.ScoreCard) -> None:
    """Every full mark is reconstructed, and nine rules are uncertain, reconstructed or not known."""
    assert card.conditional
    assert len(card.assumptions) == 18
    rules = [each.line.indicator.id for each in card.assumptions if "rule" in each.parts]
    assert rules == [
        "three_public_change_rate",
        "operating_expense_control_ratio",
        "three_public_control_ratio",
        "procurement_execution_rate",
        "management_rules_soundness",
        "budget_disclosure",
        "duty_performance",
        "duty_benefits",
        "administrative_efficiency",
        "public_satisfaction",
    ]


def test_the_procurement_line_is_held_at_its_claim(card: pm.ScoreCard) -> None:
    """政府采购执行率, 100.07% under a two-sided rule whose step is not known, keeps its claimed 6."""
    line = card.line("procurement_execution_rate")
    assert (line.status.value, line.points) == ("as_claimed", 6)
    assert line.value_judgement is not None
    assert line.value_judgement.verdict is pm.Verdict.EXACT


def test_only_two_findings_are_errors(card: pm.ScoreCard) -> None:
    errors = [(each.code, each.where) for each in card.findings if each.is_error]
    assert errors == [
        ("points_inconsistent", "indicators.budget_control_rate"),
        ("value_inconsistent", "indicators.operating_expense_control_ratio"),
    ]
    with pytest.raises(pm.FindingsError) as caught:
        card.raise_for_findings()
    assert [each.path for each in caught.value.problems] == [where for _, where in errors]


def test_the_json_has_what_is_promised(card: pm.ScoreCard) -> None:
    data = json.loads(card.to_json())
    assert (data["rubric"], data["total"], data["full_marks"], data["grade"], data["stated_total"]) == (
        "baojing-2019",
        "91",
        "100",
        "优",
        "92",
    )
    line = next(each for each in data["indicators"] if each["id"] == "operating_expense_control_ratio")
    assert {key: line[key] for key in ("stated_value", "verdict", "points", "full_marks", "stated_points")} == {
        "stated_value": "161.65%",
        "verdict": "inconsistent",
        "points": "0",
        "full_marks": "8",
        "stated_points": "0",
    }
    assert Decimal(line["value"]).quantize(Decimal("0.01")) == Decimal("165.65")
    assert line["working"] == "234.56 ÷ 141.6 × 100% ≈ 165.65%"


def test_the_terminal_card_says_it_in_words(card: pm.ScoreCard) -> None:
    text = card.to_text()
    for words in (
        "重算 91 / 100 优",
        "自报 92 优",
        "等级取决于规则读法",
        "(72 − 14 − 4) ÷ 71 × 100% ≈ 76.06%",
        "推定（总分与等级以此为条件）",
    ):
        assert words in text
