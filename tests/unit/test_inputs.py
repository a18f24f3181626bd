"""From a path expression to the numbers behind it: nothing missing is taken as zero, nothing is converted silently."""

from __future__ import annotations

import re
from decimal import Context, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmetrics.errors import ReportError
from perfmetrics.inputs import (
    Missing,
    Operand,
    Term,
    common_unit,
    finest_decimals,
    parse_inputs,
    resolve,
)
from perfmetrics.quantities import UNITS, WAN_YUAN, YI_YUAN, YUAN, Interval, Rounding, Unit, point
from perfmetrics.statements import Report, load_report
from perfmetrics.working import parse_arithmetic
from strategies import contexts, examples

PARTS = [{"name": "办公费", "value": "1.5"}, {"name": "水费", "value": "-0.25"}]
REPORT = load_report(
    {
        "unit": "万元",
        "initial_budget": {"current_expenditure": "1521.39", "operating_expenses": "141.6", "procurement": "0"},
        "full_year_budget": {"current_expenditure": "0.15亿元"},
        "final_accounts": {"current_expenditure": ["1594.1万元", "15940999元"], "operating_expenses": PARTS},
        "adjustment": {"supplement": "91600元", "cut": "-2.5"},
        "staff": {"in_post": 72, "counted_elsewhere": "14人", "establishment": "约70人"},
        "new_buildings": {"actual_area": "4200平方米", "approved_area": "4000"},
        "progress": {"actual": "48.5%"},
        "facts": [{"id": "cases", "name": "案件", "value": "1200件"}],
    }
)


def operand(text: str, report: Report = REPORT) -> Operand:
    found = resolve(report, parse_inputs(text))
    assert isinstance(found, Operand)
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Path expressions.


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a.b", [Term(1, ("a.b",))]),
        ("+a.b", [Term(1, ("a.b",))]),
        ("-a.b", [Term(-1, ("a.b",))]),
        (" a.b - c.d? ", [Term(1, ("a.b",)), Term(-1, ("c.d",), True)]),
        ("a.b+c.d-e.f", [Term(1, ("a.b",)), Term(1, ("c.d",)), Term(-1, ("e.f",))]),
        ("a.b | c.d + e.f? ", [Term(1, ("a.b", "c.d")), Term(1, ("e.f",), True)]),
        ("facts.案件数|a.b?", [Term(1, ("facts.案件数", "a.b"), True)]),
    ],
)
def test_path_expressions(text: str, terms: list[Term]) -> None:
    """Inputs: terms joined by + and −, alternatives by |, and a ? after what may be absent."""
    assert parse_inputs(text) == tuple(terms)


@pytest.mark.parametrize(
    "text", ["", " ", "+", "-", "a.b +", "a.b + ", "a.b - -c.d", "+ + a.b", "?", "a.b?c.d", "a.b??", "a.b - ?"]
)
def test_what_is_no_path_expression(text: str) -> None:
    """Inputs: an expression that ends in the middle, or has two signs, is refused."""
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        parse_inputs(text)


@given(
    terms=st.lists(
        st.tuples(st.sampled_from([1, -1]), st.sampled_from(["a.b", "c.d | e.f", "g"]), st.booleans()), min_size=1
    )
)
@examples(60)
def test_written_terms_are_read_back(terms: list[tuple[int, str, bool]]) -> None:
    """Inputs: any list of terms, written down, is read back as it was."""
    text = " ".join(f"{'+' if sign > 0 else '-'} {path}{'?' if optional else ''}" for sign, path, optional in terms)
    expected = tuple(Term(sign, tuple(path.split(" | ")), optional) for sign, path, optional in terms)
    assert parse_inputs(text) == expected
    assert parse_inputs(text.removeprefix("+ ")) == expected


# ---------------------------------------------------------------------------------------------------------------------
# The numbers behind one.


@pytest.mark.parametrize(
    ("text", "unit", "value", "words"),
    [
        ("staff.in_post - staff.counted_elsewhere?", None, Fraction(58), "72 − 14"),
        ("staff.in_post - staff.retired?", None, Fraction(72), "72"),
        ("- staff.in_post", None, Fraction(-72), "−72"),
        ("initial_budget.current_expenditure + adjustment.supplement", WAN_YUAN, Fraction("1530.55"), "1521.39 + 9.16"),
        ("initial_budget.current_expenditure + adjustment.supplement", YUAN, Fraction(15305500), "15213900 + 91600"),
        ("initial_budget.current_expenditure", YI_YUAN, Fraction("0.152139"), "0.152139"),
        ("adjustment.cut", WAN_YUAN, Fraction("-2.5"), "−2.5"),
        ("adjustment.supplement - adjustment.cut", WAN_YUAN, Fraction("11.66"), "9.16 + 2.5"),
        ("final_accounts.operating_expenses", WAN_YUAN, Fraction("1.25"), "1.5 − 0.25"),
        ("- final_accounts.operating_expenses", WAN_YUAN, Fraction("-1.25"), "−1.5 + 0.25"),
        ("final_accounts.current_expenditure", WAN_YUAN, Fraction("1594.0999"), "1594.0999"),
        ("full_year_budget.current_expenditure", WAN_YUAN, Fraction(1500), "1500"),
        ("prior_budget.procurement | initial_budget.procurement", WAN_YUAN, Fraction(0), "0"),
        ("initial_budget.procurement | prior_budget.procurement", WAN_YUAN, Fraction(0), "0"),
        ("new_buildings.actual_area", WAN_YUAN, Fraction(4200), "4200"),
        ("progress.actual", None, Fraction("48.5"), "48.5"),
        ("staff.retired?", None, Fraction(0), "0"),
        ("facts.cases", WAN_YUAN, Fraction(1200), "1200"),
    ],
)
def test_numbers_behind_an_expression(text: str, unit: Unit | None, value: Fraction, words: str) -> None:
    """Design 3: amounts in one unit, people and areas in their own; the text put into a formula is that value."""
    found = operand(text)
    assert found.value(unit) == value
    assert found.text(unit) == words
    assert parse_arithmetic(found.text(unit)) == value


def test_missing_figures_are_never_zero() -> None:
    """Inputs: a figure that is not stated makes the expression missing, by its first path; an optional one does not."""
    found = resolve(REPORT, parse_inputs("staff.in_post + staff.retired + prior_budget.procurement | staff.present"))
    assert found == Missing(("staff.retired", "prior_budget.procurement"))
    found = resolve(REPORT, parse_inputs("staff.retired - staff.present?"))
    assert found == Missing(("staff.retired",))
    with pytest.raises(ReportError):
        resolve(REPORT, parse_inputs("staff.no_such_figure?"))


@given(context=contexts())
@examples(60)
def test_text_in_any_decimal_context(context: Context) -> None:
    """Design 3, never the caller's decimal context: the numbers put into a formula keep all their digits."""
    texts = (
        "initial_budget.current_expenditure - adjustment.cut",
        "final_accounts.current_expenditure",
        "staff.in_post",
    )
    expected = [operand(text).text(WAN_YUAN) for text in texts]
    with localcontext(context):
        found = [operand(text).text(WAN_YUAN) for text in texts]
    assert found == expected


# ---------------------------------------------------------------------------------------------------------------------
# The range of true values.


def test_range_of_a_sum_is_the_sum_of_ranges() -> None:
    """Design 3, long sums are added as intervals, each number as precise as the finest amount of its unit."""
    found = operand("initial_budget.current_expenditure - initial_budget.operating_expenses")
    assert found.interval(Rounding.HALF_UP, WAN_YUAN, {}) == Interval(
        Fraction("1521.385") - Fraction("141.605"), Fraction("1521.395") - Fraction("141.595"), False, False
    )
    coarse = operand("adjustment.cut")
    assert coarse.interval(Rounding.HALF_UP, WAN_YUAN, {}) == Interval(
        Fraction("-2.55"), Fraction("-2.45"), False, True
    )
    assert coarse.interval(Rounding.HALF_UP, WAN_YUAN, {"万元": 2}) == Interval(
        Fraction("-2.505"), Fraction("-2.495"), False, True
    )
    assert coarse.interval(Rounding.TRUNCATE, YUAN, {"元": 2}) == Interval(
        Fraction(-26000), Fraction(-25000), False, True
    )


def test_counts_and_zeros_have_nothing_behind_them() -> None:
    """Design 3: counts of people, cars and cases, and zeros, are exact."""
    for text in (
        "staff.in_post - staff.counted_elsewhere",
        "initial_budget.procurement",
        "facts.cases",
        "staff.retired?",
    ):
        found = operand(text)
        assert found.interval(Rounding.HALF_UP, None, {}) == point(found.value(None))


def test_an_approximate_count_is_widened() -> None:
    """Design 3, counts are exact; 约, 近, 余 widen: 约70人 is anything between 60 and 80."""
    found = operand("staff.establishment")
    assert found.interval(Rounding.HALF_UP, None, {}) == Interval(Fraction(60), Fraction(80), False, False)


EVERYTHING = [located.path for located in REPORT.figures()]


@pytest.mark.parametrize("path", EVERYTHING)
@pytest.mark.parametrize("unit", [None, YUAN, WAN_YUAN, YI_YUAN], ids=["no unit", "yuan", "wan", "yi"])
@pytest.mark.parametrize("mode", list(Rounding))
def test_a_value_is_in_its_own_range(path: str, unit: Unit | None, mode: Rounding) -> None:
    """Design 3: what is written may be what is true, in every unit and mode, whatever the figure measures."""
    found = operand(path)
    assert found.value(unit) in found.interval(mode, unit, finest_decimals([found]))


# ---------------------------------------------------------------------------------------------------------------------
# One unit and one precision for a formula.


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["initial_budget.current_expenditure", "adjustment.supplement"], "万元"),
        (["adjustment.supplement", "full_year_budget.current_expenditure"], "亿元"),
        (["adjustment.supplement"], "元"),
        (["final_accounts.current_expenditure"], "元"),
        (["staff.in_post", "staff.counted_elsewhere"], None),
        (["staff.in_post", "initial_budget.current_expenditure"], "万元"),
        ([], None),
    ],
)
def test_common_unit(texts: list[str], unit: str | None) -> None:
    """Design 3: all amounts of a formula are put in in the largest of their units; people have none."""
    assert common_unit([operand(text) for text in texts]) == (None if unit is None else UNITS[unit])


def test_money_and_people_are_not_added() -> None:
    """Style 4, a type per meaning: figures of different kinds in one operand are refused, with their paths."""
    with pytest.raises(ReportError) as caught:
        common_unit([operand("staff.in_post + initial_budget.current_expenditure")])
    (found,) = caught.value.problems
    assert found.path == "staff.in_post、initial_budget.current_expenditure"
    assert found.reason.en == "figures of different kinds cannot be added"
    assert common_unit([operand("staff.in_post + initial_budget.procurement")]) == WAN_YUAN  # zero of anything is zero


@pytest.mark.parametrize(
    ("texts", "finest"),
    [
        (["initial_budget.current_expenditure", "initial_budget.operating_expenses"], {"万元": 2}),
        (["initial_budget.operating_expenses", "adjustment.supplement"], {"万元": 1, "元": 0}),
        (["final_accounts.operating_expenses - progress.actual"], {"万元": 2, "%": 1}),
        (["new_buildings.approved_area"], {"": 0}),
        ([], {}),
    ],
)
def test_finest_decimals(texts: list[str], finest: dict[str, Any]) -> None:
    """Design 3, an input is as precise as the finest amount of its unit in the same statement."""
    assert finest_decimals([operand(text) for text in texts]) == finest
