"""check() on the five published reports: what their figures are known to say of one another, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfmetrics as pm

REPORTS = Path(__file__).parents[2] / "examples" / "reports"


def _check(name: str) -> pm.CheckResult:
    return pm.check(REPORTS / f"{name}.toml")


def _errors(result: pm.CheckResult) -> list[tuple[str, str, str | None]]:
    return [(each.code, each.where, each.stated) for each in result.findings if each.is_error]


def _verdict(result: pm.CheckResult, code: str, where: str) -> str:
    return next(
        each.judgement.verdict.value
        for each in result.statements
        if (each.instance.identity.code, each.instance.relation.where) == (code, where)
    )


@pytest.fixture(scope="module")
def kaijiang() -> pm.CheckResult:
    return _check("kaijiang-2019")


@pytest.fixture(scope="module")
def qidong() -> pm.CheckResult:
    return _check("qidong-2021")


def test_kaijiang_80_57_is_one_digit_from_90_57_twice(kaijiang: pm.CheckResult) -> None:
    """开江: 80.57% for income and for expenditure; one digit replaced, and that explanation comes first."""
    wrong = [each for each in kaijiang.findings if each.stated == "80.57%"]
    assert len(wrong) == 2
    for each in wrong:
        best = each.diagnoses[0]
        assert (best.cause, best.stated, best.mended) == (pm.Cause.DIGIT_REPLACED, "80.57%", "90.57%")
        assert (each.expected, best.breaks) == ("90.57", ())


def test_kaijiang_progress_of_100_percent_contradicts_90_57(kaijiang: pm.CheckResult) -> None:
    finding = next(each for each in kaijiang.findings if each.stated == "100%" and each.is_error)
    assert finding.working == "100.39 ÷ 110.84 × 100% ≈ 90.57%"


def test_kaijiang_expenditure_differs_by_rounding(kaijiang: pm.CheckResult) -> None:
    """100.39 against 99.76 + 0.62 = 100.38."""
    assert _verdict(kaijiang, "expenditure_by_kind", "final_accounts.current_expenditure") == "rounding"


def test_kaijiang_truncates(kaijiang: pm.CheckResult) -> None:
    """98.92% and 100.56% are truncations, and truncation is the report's habit."""
    assert [mode.value for mode in kaijiang.habit.modes] == ["truncate"]
    assert (len(kaijiang.habit.evidence), kaijiang.habit.departures) == (2, ())
    truncated = [each for each in kaijiang.findings if each.stated in {"98.92%", "100.56%"}]
    assert [each.code for each in truncated] == ["rounding_difference"] * 2
    assert all("截断" in each.message.zh for each in truncated)


def test_kaijiang_has_no_other_error(kaijiang: pm.CheckResult) -> None:
    """Besides the rates only the published items: 1812 + 1615 + 10742 against 10149, one item above the total."""
    assert sorted(_errors(kaijiang)) == [
        ("list_adds_up", "lists.published_information.total", "10149条"),
        ("part_above_whole", "lists.published_information.县级部门", "10742条"),
        ("rate_recomputed", "claims[0]", "100%"),
        ("rate_recomputed", "claims[1]", "80.57%"),
        ("rate_recomputed", "claims[7]", "80.57%"),
    ]


def test_kaijiang_income_falls_short_without_an_alarm(kaijiang: pm.CheckResult) -> None:
    short = [each for each in kaijiang.findings if each.code == "open_list"]
    assert {each.where for each in short} >= {"initial_budget.current_income", "final_accounts.current_income"}
    assert all(each.verdict is pm.Verdict.UNDEFINED for each in short)


def test_kaijiang_culprits_are_found_group_by_group(kaijiang: pm.CheckResult) -> None:
    assert (("claims[0]", "claims[7]"),) in kaijiang.culprits
    assert ("claims[1]",) in [chosen for group in kaijiang.culprits for chosen in group]


def test_qidong_100_percent_is_99_21(qidong: pm.CheckResult) -> None:
    """祁东: 基本支出 940.12 of 947.59 stated as 100% is the one error."""
    assert _errors(qidong) == [("rate_recomputed", "claims[1]", "100%")]
    assert "99.21%" in qidong.findings[0].message.zh


def test_qidong_functions_lack_the_project(qidong: pm.CheckResult) -> None:
    """940.12 of 947.59: a doubtful list whose shortfall is the project spending within rounding."""
    finding = next(each for each in qidong.findings if each.code == "open_list" and each.stated == "947.59")
    assert (finding.expected, finding.difference) == ("940.12", "+7.47")
    assert "项目支出 7.46" in finding.message.zh


def test_qidong_project_is_above_its_class(qidong: pm.CheckResult) -> None:
    """A project of 7.46 in class 城乡社区, which is stated as 5.9: part above whole, in a doubtful list."""
    finding = next(each for each in qidong.findings if each.stated == "7.46")
    assert (finding.code, finding.verdict) == ("open_list", pm.Verdict.UNDEFINED)
    assert "大于所属类的 5.9" in finding.message.zh


def test_qidong_total_is_rounding_and_growth_from_zero_is_undefined(qidong: pm.CheckResult) -> None:
    assert _verdict(qidong, "expenditure_by_kind", "final_accounts.total_expenditure") == "rounding"
    finding = next(each for each in qidong.findings if each.code == "zero_denominator")
    assert (finding.stated, finding.verdict) == ("100%", pm.Verdict.UNDEFINED)


def test_baojing_carry_over_rolls_forward_within_rounding() -> None:
    """保靖: 84.39 + 1545.97 − 1568.08 = 62.28 against 62.29; of fiscal appropriation 57.29 exactly."""
    result = _check("baojing-2019")
    code = "carryover_roll_forward"
    assert _verdict(result, code, "final_accounts.closing_carryover") == "rounding"
    assert _verdict(result, code, "final_accounts.fiscal_appropriation.closing_carryover") == "exact"
    assert sorted(_errors(result)) == [
        ("rate_recomputed", "claims[0]", "100%"),
        ("rate_recomputed", "claims[1]", "100%"),
        ("value_inconsistent", "indicators.operating_expense_control_ratio", "161.65%"),
    ]


def test_nanjiang_holds() -> None:
    result = _check("nanjiang-2021")
    assert _errors(result) == []
    assert result.counts()["inconsistent"] == result.counts()["rounding"] == 0
    assert result.counts()["exact"] >= 100
    result.raise_for_findings()


def test_panzhihua_agrees_in_two_units() -> None:
    """8185589.95 元 and 698.16 + 120.4 万元 agree."""
    result = _check("panzhihua-xiqu-2022")
    assert _errors(result) == []
    assert _verdict(result, "expenditure_by_kind", "initial_budget.current_expenditure") == "rounding"
    assert result.counts()["inconsistent"] == 0
