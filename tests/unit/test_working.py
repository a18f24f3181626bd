"""The tree of a formula's arithmetic: built by operators, and refused where it makes no sense."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfmetrics.errors import InputError
from perfmetrics.quantities import Interval, point
from perfmetrics.working import (
    Absolute,
    Binary,
    Constant,
    Expr,
    Linear,
    NoDenominatorError,
    NotARatioError,
    Ratio,
    Symbol,
    as_ratio,
    bounds,
    equals,
    evaluate,
    parse_arithmetic,
    substitute,
    symbols,
    to_text,
)

A, B, C = Symbol("a"), Symbol("b"), Symbol("c")
VALUES = {"a": Fraction(7), "b": Fraction(-2), "c": Fraction(0)}


def words(name: str) -> str:
    return name


@pytest.mark.parametrize(
    ("tree", "same", "value", "text"),
    [
        (A + B, Binary("+", A, B), 5, "a + b"),
        (A + 1, Binary("+", A, Constant(1)), 8, "a + 1"),
        (1 + A, Binary("+", Constant(1), A), 8, "1 + a"),
        (A - B, Binary("-", A, B), 9, "a − b"),
        (A - 1, Binary("-", A, Constant(1)), 6, "a − 1"),
        (1 - A, Binary("-", Constant(1), A), -6, "1 − a"),
        (A * B, Binary("×", A, B), -14, "a × b"),
        (A * 100, Binary("×", A, Constant(100)), 700, "a × 100%"),
        (100 * A, Binary("×", Constant(100), A), 700, "100 × a"),
        (A / B, Binary("÷", A, B), Fraction(-7, 2), "a ÷ b"),
        (A / 4, Binary("÷", A, Constant(4)), Fraction(7, 4), "a ÷ 4"),
        (abs(B), Absolute(B), 2, "|b|"),
        (A - (B - 1), A - Binary("-", B, Constant(1)), 10, "a − (b − 1)"),
        (A / (A * B), A / Binary("×", A, B), Fraction(-1, 2), "a ÷ (a × b)"),
        ((A + B) * (A - B) * 100, (A + B) * (A - B) * 100, 4500, "(a + b) × (a − b) × 100%"),
        (abs(B - A) * 100, Absolute(B - A) * 100, 900, "|b − a| × 100%"),
    ],
)
def test_operators_build_the_tree(tree: Expr, same: Expr, value: Fraction, text: str) -> None:
    """Design 3: called with traced operands the same code yields its working; nothing is computed yet."""
    assert tree == same
    assert evaluate(tree, VALUES) == value
    assert to_text(tree, words) == text


def test_negative_operands_are_bracketed() -> None:
    """Design 3, what is shown: a negative number put in after a sign or beside a product stands in brackets."""
    put_in = {"a": "3", "b": "−5", "c": "7 − 2"}.__getitem__
    assert to_text(A - B, put_in) == "3 − (−5)"
    assert to_text(B / A * 100, put_in) == "(−5) ÷ 3 × 100%"
    assert to_text((A - C) / C * 100, put_in) == "(3 − (7 − 2)) ÷ (7 − 2) × 100%"
    assert to_text(C - A, put_in) == "7 − 2 − 3"


def test_operands_in_order_each_once() -> None:
    """Design 3, a figure that occurs twice moves together: it has one name."""
    assert symbols((B - A) / A + abs(C) + 5) == ("b", "a", "c")
    assert symbols(Constant(5)) == ()


def test_substitution_reaches_every_node() -> None:
    """Design 3: the working of a report's own figures replaces every operand by what it is made of."""
    tree = substitute(abs(A - B) / 100, {"a": B + C, "b": A})
    assert tree == Absolute(B + C - A) / 100


@pytest.mark.parametrize("over", [A, C])
def test_a_division_by_zero_carries_its_denominator(over: Symbol) -> None:
    """Regulations 9.7: 0 ÷ 0 and 5 ÷ 0 are told apart, and what is zero is known."""
    with pytest.raises(NoDenominatorError) as caught:
        evaluate(over / (C + C), VALUES)
    assert caught.value.denominator == C + C
    assert caught.value.over_zero is (over is C)


class Odd(Expr):
    """A node that is none of the four."""

    __slots__ = ()


def test_an_unknown_node_is_misuse() -> None:
    """Style 7, exceptions mean misuse: a node of a foreign class is refused where it would be computed or printed."""
    with pytest.raises(TypeError, match="Odd"):
        evaluate(Odd() + 1, {})
    with pytest.raises(TypeError, match="Odd"):
        to_text(Odd() + 1, words)
    assert substitute(Odd(), {}) != Odd() or symbols(Odd()) == ()


def test_what_is_no_ratio_of_sums_is_refused() -> None:
    """Design 3, most formulas are ratios of sums: a product of two figures, or an inner magnitude, is none."""
    for tree in (A * B, A / B / (B / C) * C, abs(A) + B, (A / B) + (B / C)):
        with pytest.raises(NotARatioError):
            as_ratio(tree)
    assert as_ratio(A / B * 2 / 3).over.weights == {"a": Fraction(2)}


def test_sums_of_ratios_have_one_denominator() -> None:
    """Design 3, cross-multiplication in rationals: a sum of ratios is one ratio, over the product of what is below."""
    for tree in (A / 2 + B / 3, A / B - 1, 1 - A / (B - 4), (A + B) / 5 - (A - B) / 7, A / B - (A + 3) / B):
        ratio = as_ratio(tree)
        assert ratio.over.at(VALUES) / ratio.under.at(VALUES) == evaluate(tree, VALUES)
    assert as_ratio(A / B - (A + 3) / B) == Ratio(Linear({}, -3), Linear({"b": 1}))


def test_arithmetic_as_written_is_read() -> None:
    """The operators of the field in their order, brackets, magnitudes and per cent; nothing is divided by zero."""
    assert parse_arithmetic("|3 − 5| × 2 ÷ (1 + 3)") == 1
    assert parse_arithmetic("-(1,000.50 − 0.5) / 50%") == -2000
    with pytest.raises(InputError, match="分母为零"):
        parse_arithmetic("3 ÷ (2 − 2)")
    for odd in ("(1", "1)", "|1", "1 2", "× 3", "", "1.2.3"):
        with pytest.raises(InputError):
            parse_arithmetic(odd)


def test_bounds_by_hand() -> None:
    """Design 3, bounds: each figure counted once, the ends' flags kept, a magnitude folded at zero."""
    near_ten = Interval(Fraction("9.5"), Fraction("10.5"), True, False)
    near_zero = Interval(Fraction("-0.5"), Fraction("0.5"), False, False)
    assert bounds(A / B * 100, {"a": near_ten, "b": point(Fraction(20))}) == Interval(
        Fraction("47.5"), Fraction("52.5"), True, False
    )
    assert bounds((A - B) / B * 100, {"a": point(Fraction(20)), "b": near_ten}) == Interval(
        Fraction(1900, 21), Fraction(2100, 19), False, True
    )
    assert bounds(abs(A) * 100, {"a": near_zero}) == Interval(Fraction(0), Fraction(50), True, False)
    assert bounds(abs(A) * 100, {"a": -near_ten}) == Interval(Fraction(950), Fraction(1050), True, False)
    assert bounds(A / B, {"a": near_ten, "b": near_zero}) == Interval(None, None, False, False)
    assert bounds(A / B, {"a": near_ten, "b": -near_ten}) == Interval(
        Fraction(-21, 19), Fraction(-19, 21), False, False
    )
    assert bounds((A + B) / (A + B), {"a": near_ten, "b": near_ten}) == point(Fraction(1))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(100), "%", "= 100%"),
        (Fraction(5400, 71), "%", "≈ 76.06%"),
        (Fraction(-1, 3), "", "≈ −0.33"),
        (Fraction(-25), "%", "= −25%"),
        (Fraction(1, 1000), "%", "≈ 0.00%"),
    ],
)
def test_results_with_their_sign(value: Fraction, unit: str, text: str) -> None:
    """Design 3, what is shown: `=` where the digits are exact, `≈` where they are rounded."""
    assert equals(value, unit) == text
