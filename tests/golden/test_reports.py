"""The five published reports of examples/reports/: they load, and what they are known to say is in them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import perfmetrics as pm
from perfmetrics import formulas
from perfmetrics.awarding import evaluate_formula
from perfmetrics.inputs import Missing, Operand, common_unit, parse_inputs, resolve
from perfmetrics.quantities import UNITS, YUAN, round_half_up
from perfmetrics.statements import Report
from perfmetrics.working import NoDenominatorError

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
NAMES = ("baojing-2019", "kaijiang-2019", "qidong-2021", "nanjiang-2021", "panzhihua-xiqu-2022")


def _report(name: str) -> Report:
    return pm.load_report(REPORTS / f"{name}.toml")


def _text(report: Report, path: str) -> list[str]:
    located = report.find(path)
    assert located is not None, path
    return [each.text for each in located.figure.stated]


def _sum(report: Report, expression: str, unit: str = "万元") -> Fraction:
    operand = resolve(report, parse_inputs(expression))
    assert isinstance(operand, Operand), operand
    return operand.value(UNITS[unit])


def test_all_five_are_there() -> None:
    assert sorted(path.stem for path in REPORTS.glob("*.toml")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_names_its_source_and_unit(name: str) -> None:
    report = _report(name)
    assert report.source is not None
    assert report.source.title or report.source.url
    assert report.unit == "万元"


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_can_be_recomputed_or_is_a_zero_denominator(name: str) -> None:
    """Each claimed rate names a formula and figures that the report states."""
    report = _report(name)
    for claim in report.claims:
        found = evaluate_formula(report, formulas.get(claim.formula), claim.inputs)
        assert not isinstance(found, Missing), claim


@pytest.mark.parametrize("name", NAMES)
def test_every_list_breaks_down_a_figure_that_is_stated(name: str) -> None:
    report = _report(name)
    for each in report.lists:
        assert each.of is None or report.find(each.of) is not None, each.id


def _wrong_claims(name: str) -> list[tuple[str, str]]:
    """Return stated and recomputed value of the claims that half-up rounding does not give."""
    report = _report(name)
    wrong = []
    for claim in report.claims:
        found = evaluate_formula(report, formulas.get(claim.formula), claim.inputs)
        if isinstance(found, NoDenominatorError | Missing):
            continue
        stated = claim.value.terms[0]
        expected = round_half_up(found.exact, stated.decimals)
        if expected != stated.value:
            wrong.append((stated.text, str(expected)))
    return wrong


def test_kaijiang_states_80_57_twice_for_90_57() -> None:
    """差异率 80.57% for income and for expenditure, progress 100% against 90.57%; two rates are truncated."""
    assert sorted(_wrong_claims("kaijiang-2019")) == [
        ("100%", "91"),
        ("100.56%", "100.57"),
        ("80.57%", "90.57"),
        ("80.57%", "90.57"),
        ("98.92%", "98.93"),
    ]


def test_kaijiang_states_the_hospitality_in_yuan() -> None:
    report = _report("kaijiang-2019")
    assert _text(report, "final_accounts.domestic_hospitality") == ["1440元"]
    assert _sum(report, "final_accounts.domestic_hospitality") == Fraction("0.144")


def test_qidong_states_basic_expenditure_as_100_percent() -> None:
    """基本支出 940.12 of 947.59 is 99.21%; growth from a zero base has no value."""
    assert _wrong_claims("qidong-2021") == [("100%", "99")]
    report = _report("qidong-2021")
    functions = next(each for each in report.lists if each.id == "functions")
    assert sum(item.value.terms[0].value for item in functions.items) == Decimal("940.12")
    assert functions.closed == "unknown"


def test_nanjiang_holds_throughout() -> None:
    assert _wrong_claims("nanjiang-2021") == []
    report = _report("nanjiang-2021")
    assert report.stated.total is not None
    assert report.stated.total.terms[0].value == 91


def test_panzhihua_agrees_in_yuan_and_in_ten_thousand_yuan() -> None:
    """8185589.95 元 is 698.16 + 120.4 万元 to the digits of the latter."""
    report = _report("panzhihua-xiqu-2022")
    in_yuan = _sum(report, "initial_budget.current_expenditure", "元")
    parts = _sum(report, "initial_budget.basic_expenditure + initial_budget.project_expenditure", "元")
    assert in_yuan == Fraction("8185589.95")
    assert abs(in_yuan - parts) <= 2 * YUAN.scale * 50
    assert _wrong_claims("panzhihua-xiqu-2022") == []


def test_a_report_in_two_units_is_computed_in_the_larger() -> None:
    report = _report("panzhihua-xiqu-2022")
    found = resolve(report, parse_inputs("initial_budget.current_expenditure - initial_budget.basic_expenditure"))
    assert isinstance(found, Operand)
    unit = common_unit([found])
    assert unit is not None
    assert (unit.text, found.text(unit)) == ("万元", "818.558995 − 698.16")


def test_a_report_that_names_no_table_needs_one() -> None:
    with pytest.raises(pm.ReportError, match="未指明评分标准"):
        pm.score(REPORTS / "nanjiang-2021.toml")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rubric", pm.list_rubrics(), ids=lambda each: each.id)
def test_any_report_scores_by_any_table_without_a_guess(name: str, rubric: pm.Rubric) -> None:
    """Missing figures make a line incomplete, never zero; a card with such a line has neither total nor grade."""
    card = pm.score(REPORTS / f"{name}.toml", rubric)
    for line in card.lines:
        if line.missing:
            assert line.points is None
    if card.left_out:
        assert (card.total, card.grade) == (None, None)
