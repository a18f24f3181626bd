"""The scored cases that published tables and reports print: each figure below stands in a public document."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import formulas
from perfmetrics.quantities import round_half_up
from perfmetrics.rules import Award, Bands, HitRate, Proportional, Reading, StepDeduct


def _county_line(identifier: str) -> Any:
    """A line of the county table of FY2018 (投入 16)."""
    return next(line for line in pm.load_rubric("hunan-county-2018").indicators if line.id == identifier)


def _points(award: object) -> Fraction:
    assert isinstance(award, Award)
    return award.points


def test_case_1_staffing_below_the_standard_earns_full_marks() -> None:
    """136/143 = 95.10%, −0.5 per point over 100%: published 8 of 8."""
    line = _county_line("staffing_control_ratio")
    rate = Fraction(formulas.staffing_control_ratio(Decimal(136), Decimal(143)))
    assert round_half_up(rate, 2) == Decimal("95.10")
    assert _points(line.rule.award(rate, line.marks)) == 8


def test_case_2_three_public_growth_of_98_percent_earns_nothing() -> None:
    """(63.46−32)/32 = 98.31%, −0.8 per point over 0: published 0 of 8."""
    line = _county_line("three_public_change_rate")
    rate = Fraction(formulas.three_public_change_rate(Decimal("63.46"), Decimal(32)))
    assert round_half_up(rate, 2) == Decimal("98.31")
    assert _points(line.rule.award(rate, line.marks)) == 0


def test_case_3_completion_of_99_percent_earns_full_marks_by_whole_steps() -> None:
    """99.27% under “每低于5%扣2分” is published as 8 of 8: whole steps; in proportion 7.71, by ceiling 6."""
    line = _county_line("budget_completion_rate")
    rate = Fraction(
        formulas.budget_completion_rate(Decimal("19.8"), Decimal("1922.76"), Decimal("767.86"), Decimal("19.8"))
    )
    assert round_half_up(rate, 2) == Decimal("99.27")
    award = line.rule.award(rate, line.marks)
    assert _points(award) == 8
    readings = {reading: round_half_up(points, 2) for reading, points in award.readings}
    assert readings == {
        Reading.FLOOR: Decimal("8.00"),
        Reading.PROPORTIONAL: Decimal("7.71"),
        Reading.CEIL: Decimal("6.00"),
    }


def test_case_4_a_rate_below_the_standard_has_no_ambiguity() -> None:
    """88.66%, −0.5 per point over 100%: 5 of 5 under every reading."""
    rule = StepDeduct(standard=Decimal(100), direction="over", step=Decimal(1), per_step=Decimal("0.5"))
    award = rule.award(Fraction("88.66"), Fraction(5))
    assert (award.points, award.readings) == (5, ())


def test_case_5_a_supplement_of_40_percent_earns_nothing() -> None:
    """767.86/1922.76 = 39.94% by the bands 8/6/4/2/0: 0."""
    line = _county_line("budget_control_rate")
    rate = Fraction(formulas.budget_control_rate(Decimal("767.86"), Decimal("1922.76")))
    assert round_half_up(rate, 2) == Decimal("39.94")
    assert isinstance(line.rule, Bands)
    assert _points(line.rule.award(rate, line.marks)) == 0


@pytest.mark.parametrize(
    ("actual", "planned", "full", "published"),
    [("76", "100", 10, "7.6"), ("3.36", "3.36", 10, "10"), ("535.50", "535.50", 20, "20")],
    ids=["case 6", "case 7", "case 8"],
)
def test_cases_6_to_8_points_in_proportion_to_the_rate(actual: str, planned: str, full: int, published: str) -> None:
    """得分 = 执行率 × 分值: 76% of 10 is 7.6, exactly; full execution is full marks."""
    rate = Fraction(formulas.budget_execution_rate(Decimal(actual), Decimal(planned)))
    assert _points(Proportional().award(rate, Fraction(full))) == Fraction(published)


def test_case_9_eight_of_ten_targets() -> None:
    """达到预期值的数量指标个数/全部数量指标个数 × 分值: 8 of 10 is 8."""
    card = pm.score(
        {"indicators": {"objective_achievement": {"hits": 8, "out_of": 10, "points": 8}}}, rubric="sichuan-county-2020"
    )
    line = card.line("objective_achievement")
    assert isinstance(line.indicator.rule, HitRate)
    assert (line.points, line.points_judgement and line.points_judgement.verdict) == (8, pm.Verdict.EXACT)


def test_one_department_has_98_percent_on_budgets_and_52_percent_on_outturns() -> None:
    """Unit E: 三公经费变动率 98.31% by 预算, 52.30% by 决算: the variants are kept apart."""
    by_budget = formulas.three_public_change_rate(Decimal("63.46"), Decimal(32))
    by_accounts = formulas.three_public_change_rate_accounts(Decimal("44.29"), Decimal("29.08"))
    assert (round(by_budget, 2), round(by_accounts, 2)) == (Decimal("98.31"), Decimal("52.30"))


def test_county_finance_bureau_of_2019() -> None:
    """保靖县财政局 2019: 编制 172, 在职 159, published 92.44%."""
    assert round(formulas.staffing_control_ratio(Decimal(159), Decimal(172)), 2) == Decimal("92.44")


def test_audit_bureau_of_guiping_2019() -> None:
    """桂平市审计局 2019: 565.75 of 715.18 is an execution rate of 79.11%; the standards table prints the same."""
    rate = formulas.budget_execution_rate(Decimal("565.75"), Decimal("715.18"))
    assert round(rate, 2) == Decimal("79.11")
