"""Printed arithmetic reads back to its value, a tree is what it computes, and no text is hostile enough."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import FrameType
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfmetrics.errors import InputError
from perfmetrics.quantities import MAX_DIGITS, Interval, point, round_half_up, shown
from perfmetrics.working import (
    Absolute,
    Binary,
    Box,
    Constant,
    Expr,
    Linear,
    NoDenominatorError,
    Ratio,
    Symbol,
    as_ratio,
    bounds,
    equals,
    evaluate,
    parse_arithmetic,
    ratio_bounds,
    substitute,
    symbols,
    to_text,
)
from strategies import examples, fractions, intervals, members, numerals

# ---------------------------------------------------------------------------------------------------------------------
# Reading arithmetic. The oracle computes while it writes: atoms, then products of them, then sums of those.

Text = tuple[str, Fraction]


def signed_number(number: Decimal, form: int) -> Text:
    plain, value = format(number, "f"), Fraction(number)
    if form == 1:
        return f"{plain}%", value / 100
    if form == 2:
        return f"{number:,f}", value
    if form == 3:
        return f"−{plain}", -value
    if form == 4:
        return f" +{plain}％ ", value / 100
    return plain, value


ATOMS = st.builds(signed_number, numerals(0, 10**6), st.integers(0, 5))


@st.composite
def sums(draw: st.DrawFn, inner: st.SearchStrategy[Text]) -> Text:
    """A sum of products, bracketed or between bars."""
    text, total = "", Fraction(0)
    for i in range(draw(st.integers(1, 3))):
        minus = draw(st.booleans())
        term, value = draw(inner)
        for _ in range(draw(st.integers(0, 2))):
            operator = draw(st.sampled_from("×*÷/"))
            factor, other = draw(inner)
            assume(operator in "×*" or other != 0)
            term, value = f"{term} {operator} {factor}", value * other if operator in "×*" else value / other
        text += (draw(st.sampled_from([" − ", "-"])) if minus else " + ") * (i > 0) + term
        total += -value if minus and i else value
    if draw(st.booleans()):
        return f"|{text}|", abs(total)
    return f"({text})", total


@given(arithmetic=sums(st.one_of(ATOMS, sums(st.one_of(ATOMS, sums(ATOMS))))))
@examples(100)
def test_arithmetic_reads_to_its_value(arithmetic: Text) -> None:
    """Design 3: products before sums, from left to right; brackets, bars, signs and percent; exact."""
    text, value = arithmetic
    assert parse_arithmetic(text) == value
    if text[0] == "(":
        assert parse_arithmetic(text[1:-1]) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 × 4", Fraction(14)),
        ("2 - 3 - 4", Fraction(-5)),
        ("2 ÷ 4 ÷ 5", Fraction(1, 10)),
        ("2 ÷ 4 × 5", Fraction(5, 2)),
        ("−2 × −3", Fraction(6)),
        ("2 − −3", Fraction(5)),
        ("−(2 + 3) × 2", Fraction(-10)),
        ("||2 − 5| − 4|", Fraction(1)),
        ("|2 − 5| × |−2|", Fraction(6)),
        ("3 × 100%", Fraction(3)),
        ("1,521.39 * .5 / 5.", Fraction("152.139")),
        ("(84.39 + 1521.39 + 9.16 − 62.29) ÷ (84.39 + 1521.39 + 9.16) × 100%", Fraction(155265, 161494)),
    ],
)
def test_arithmetic_by_hand(text: str, value: Fraction) -> None:
    """Design 4, inline formulas: the same values as computed by hand."""
    assert parse_arithmetic(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "(", ")", "()", "|", "||", "1 +", "1 2", "2(3)", "(1", "1)", "|1", "1|", "(1|", "|1)", "(|1)|"),
        *("× 2", "1 × ÷ 2", "1 ÷ 0", "1 ÷ (2 − 2)", "0 ÷ 0", "1.2.3", ".", ",", "1..2", "%", "5%%", "1 % 2"),
        *("1e5", "0x10", "1_000", "inf", "nan", "a", "abs(1)", "__import__('os')", "().__class__", "1 ** 2", "1 // 2"),
        *(
            "3 > 2",
            "3 == 3",
            "[1]",
            "{1}",
            "1;1",
            "1\x00",
            "١",
            "１",
            "²",
            "½",
            "万",
            "1万元",
            "约5",
            "1 = 1",
            "lambda: 1",
        ),
        *("9" * (MAX_DIGITS + 1), "9" * 100_000, "1 + " + "0" * 100_000, "0." + "0" * 100_000 + "1", "," * 100_000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_arithmetic_is_refused(text: str) -> None:
    """Style 9: nothing is evaluated as code; what is no arithmetic is refused in a few words, in two languages."""
    with pytest.raises(InputError) as caught:
        parse_arithmetic(text)
    (found,) = caught.value.problems
    assert found.reason.zh
    assert found.mend.en
    assert len(str(caught.value)) < 200


@given(text=st.text(alphabet="0123456789.,+-−×*÷/()|% eEjx_'\n\t　", max_size=25))
@examples(500)
def test_any_text_is_a_value_or_refused(text: str) -> None:
    """Style 7, exceptions mean misuse: any text at all either has an exact value or is an InputError."""
    try:
        value = parse_arithmetic(text)
    except InputError:
        return
    assert isinstance(value, Fraction)
    assert parse_arithmetic(f"({text})") == value


# ---------------------------------------------------------------------------------------------------------------------
# Hostile texts: the work is counted, not timed.

N = 100_000
HOSTILE: Mapping[str, Callable[[int], str]] = {
    "open brackets": lambda n: "(" * n,
    "closed brackets": lambda n: "1" + ")" * n,
    "nested brackets": lambda n: "(" * n + "1" + ")" * n,
    "open bars": lambda n: "|" * n,
    "nested bars": lambda n: "|" * n + "1" + "|" * n,
    "mixed brackets": lambda n: "(|" * n + "1" + "|)" * n,
    "signs": lambda n: "−" * n + "1",
    "a long sum": lambda n: "1" + "+1" * n,
    "a long product": lambda n: "1" + "×1" * n,
    "sums in brackets": lambda n: "(1+" * (n // 3) + "1" + ")" * (n // 3),
    "products waiting": lambda n: "1−1×(" * (n // 5) + "1" + ")" * (n // 5),
    "spaces": lambda n: "1" + " " * n,
    "numbers": lambda n: "1 " * n,
    "digits": lambda n: "1" * n,
    "points": lambda n: "." * n,
    "commas": lambda n: "1" + "," * n,
    "percent signs": lambda n: "1" + "%" * n,
    "letters": lambda n: "a" * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_do_not_recurse(kind: str) -> None:
    """Design 4, linear in the text: 100 000 of anything gives a value or an InputError, never a RecursionError."""
    text = HOSTILE[kind](N)
    try:
        value = parse_arithmetic(text)
    except InputError as error:
        assert len(str(error)) < 200  # noqa: PT017 - either outcome is right
    else:
        assert abs(value).denominator == 1


def calls(function: Callable[[], object]) -> int:
    """Count the calls, of Python functions and of built-in ones, that a function makes."""
    count = 0

    def note(frame: FrameType, event: str, arg: Any) -> None:
        del frame, arg
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        function()
    except InputError:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_take_linear_work(kind: str) -> None:
    """Design 4, linear in the text: twice the text takes at most about twice the calls."""
    short, long = (calls(lambda n=n: parse_arithmetic(HOSTILE[kind](n))) for n in (1500, 3000))  # type: ignore[misc]
    assert long <= 2.1 * short + 200


GROWING: Mapping[str, Callable[[int], str]] = {
    "a product": lambda n: "×".join(["99"] * n),
    "a quotient": lambda n: "÷".join(["97"] * n),
    "products waiting": lambda n: "1−97×(" * n + "1" + ")" * n,
    "fractions without a common denominator": lambda n: "+".join(f"1÷{2 * i + 3}" for i in range(n)),
}


@pytest.mark.parametrize("kind", GROWING)
def test_growing_values_take_linear_work(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`parse_arithmetic`, time is linear in the text: a value that grows with the text must not cost its square."""
    bits = 0

    def counted(operation: Callable[[Fraction, Fraction], Fraction]) -> Callable[[Fraction, Fraction], Fraction]:
        def count(left: Fraction, right: Fraction) -> Fraction:
            nonlocal bits
            bits += sum(part.bit_length() for each in (left, right) for part in (each.numerator, each.denominator))
            return operation(left, right)

        return count

    for name in ("__add__", "__sub__", "__mul__", "__truediv__"):
        monkeypatch.setattr(Fraction, name, counted(getattr(Fraction, name)))
    work = []
    for length in (2000, 4000):
        bits = 0
        try:
            parse_arithmetic(GROWING[kind](length))
        except InputError as error:
            assert len(str(error)) < 200  # noqa: PT017 - a value that grows too long may be refused
        work.append(bits)
    assert work[1] <= 2.2 * work[0]


# ---------------------------------------------------------------------------------------------------------------------
# Trees.

NAMES = ("a", "b", "c", "d")
LEAVES: st.SearchStrategy[Expr] = st.one_of(
    st.sampled_from(NAMES).map(Symbol), st.integers(0, 120).map(Constant), st.just(Constant(100))
)
TREES: st.SearchStrategy[Expr] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "×", "÷"]), inner, inner), st.builds(Absolute, inner)
    ),
    max_leaves=10,
)
POINTS = st.fixed_dictionaries(dict.fromkeys(NAMES, numerals(-(10**4), 10**4)))


def by_python(tree: Expr, values: Mapping[str, Fraction]) -> Fraction:
    """The value of a tree, by Python's own operators."""
    if isinstance(tree, Symbol):
        return values[tree.name]
    if isinstance(tree, Absolute):
        return abs(by_python(tree.inner, values))
    if isinstance(tree, Binary):
        left, right = by_python(tree.left, values), by_python(tree.right, values)
        return {
            "+": Fraction.__add__,
            "-": Fraction.__sub__,
            "×": Fraction.__mul__,
            "÷": Fraction.__truediv__,
        }[tree.operator](left, right)
    assert isinstance(tree, Constant)
    return Fraction(tree.value)


def minus(number: Decimal) -> str:
    return format(number, "f").replace("-", "−")


@given(tree=TREES, numbers=POINTS)
@examples(300)
def test_trees_evaluate_and_print_alike(tree: Expr, numbers: dict[str, Decimal]) -> None:
    """Design 3: one tree gives the value and the text; the text, with numbers put in, reads back to the value."""
    values = {name: Fraction(number) for name, number in numbers.items()}
    text = to_text(tree, lambda name: minus(numbers[name]))
    try:
        expected = by_python(tree, values)
    except ZeroDivisionError:
        with pytest.raises(NoDenominatorError) as caught:
            evaluate(tree, values)
        assert evaluate(caught.value.denominator, values) == 0
        with pytest.raises(InputError):
            parse_arithmetic(text)
        return
    assert evaluate(tree, values) == expected
    top = tree.right if isinstance(tree, Binary) and tree.operator == "×" else None
    percent = text.endswith("× 100%")
    assert percent is (top == Constant(100))
    assert parse_arithmetic(text) * (100 if percent else 1) == expected


@given(tree=TREES, words=st.fixed_dictionaries(dict.fromkeys(NAMES, st.tuples(numerals(0, 999), numerals(0, 999)))))
@examples(150)
def test_operands_that_are_sums_are_bracketed(tree: Expr, words: dict[str, tuple[Decimal, Decimal]]) -> None:
    """Design 3: an operand that is itself `72 − 14` is bracketed wherever its value would change without."""
    values = {name: Fraction(first) - Fraction(second) for name, (first, second) in words.items()}
    text = to_text(tree, lambda name: " − ".join(format(each, "f") for each in words[name]))
    try:
        expected = by_python(tree, values)
    except ZeroDivisionError:
        return
    assert parse_arithmetic(text) * (100 if text.endswith("× 100%") else 1) == expected


@given(tree=TREES, numbers=POINTS)
@examples(150)
def test_substitution(tree: Expr, numbers: dict[str, Decimal]) -> None:
    """Design 3, a figure that occurs twice moves together: with symbols replaced by trees, the value is theirs."""
    values = {name: Fraction(number) for name, number in numbers.items()}
    replacement: dict[str, Expr] = {name: Symbol(name) - Symbol("b") + 3 for name in NAMES}
    moved = {name: value - values["b"] + 3 for name, value in values.items()}
    try:
        expected = by_python(tree, moved)
    except ZeroDivisionError:
        return
    replaced = substitute(tree, replacement)
    assert by_python(replaced, values) == expected
    assert set(symbols(replaced)) == set(symbols(tree)) | ({"b"} if symbols(tree) else set())
    assert substitute(tree, {name: Symbol(name) for name in NAMES}) == tree


# ---------------------------------------------------------------------------------------------------------------------
# Ranges of trees that no formula of the package has.


@st.composite
def linear(draw: st.DrawFn) -> Linear:
    """A weighted sum of some of the operands."""
    weights = draw(st.dictionaries(st.sampled_from(NAMES), st.integers(-3, 3).filter(bool), max_size=4))
    return Linear(weights, draw(st.integers(-5, 30)))


def range_of(total: Linear, box: dict[str, Interval]) -> Interval:
    """Return the range of a weighted sum, in the numbers of the box."""
    whole = Box.around(box)
    return total.range(whole).over(whole.denominator)


@given(first=linear(), second=linear(), factor=st.integers(-4, 4), own=st.integers(-4, 4).filter(bool), numbers=POINTS)
@examples(80)
def test_weighted_sums(first: Linear, second: Linear, factor: int, own: int, numbers: dict[str, Decimal]) -> None:
    """Design 3, exact rationals: sums and multiples of weighted sums are those of their values; none weighs zero."""
    values = {name: Fraction(number) for name, number in numbers.items()}
    total = first.plus(second, factor, own)
    assert total.at(values) == own * first.at(values) + factor * second.at(values)
    assert first.times(factor).at(values) == factor * first.at(values)
    assert all(total.weights.values())
    assert first.plus(first, -1).weights == {}
    box = {name: point(value) for name, value in values.items()}
    assert range_of(first, box) == point(first.at(values))


def less(over: Linear, under: Linear, times: Fraction) -> Linear:
    """Return over − times·under, in whole numbers: a multiple of it has zero in its range where it has."""
    return over.plus(under, -times.numerator, times.denominator)


@given(
    over=linear(),
    under=linear(),
    box=st.fixed_dictionaries(dict.fromkeys(NAMES, intervals(low=-3, high=6, bounded=True))),
    data=st.data(),
)
@examples(120)
def test_ratio_of_weighted_sums(over: Linear, under: Linear, box: dict[str, Interval], data: st.DataObject) -> None:
    """Design 3, decided exactly by cross-multiplication: t is reached if and only if 0 is a value of over − t·under."""
    found = ratio_bounds(Ratio(over, under), Box.around(box))
    below = range_of(under, box)
    assume(below.low is not None and below.high is not None)
    if Fraction(0) in Interval(below.low, below.high):
        assert found == Interval(None, None, False, False)
        return
    values = {name: data.draw(members(each)) for name, each in box.items()}
    assert over.at(values) / under.at(values) in found
    for end, closed, outwards in (
        (found.low, found.low_closed, Fraction(-1, 10**9)),
        (found.high, found.high_closed, Fraction(1, 10**9)),
    ):
        assert end is not None
        assert (Fraction(0) in range_of(less(over, under, end), box)) is closed
        assert Fraction(0) not in range_of(less(over, under, end + outwards), box)


@given(tree=TREES, box=st.fixed_dictionaries(dict.fromkeys(NAMES, intervals(low=1, high=6, bounded=True))))
@examples(120)
def test_bounds_of_any_tree_hold_its_value(tree: Expr, box: dict[str, Interval]) -> None:
    """Design 3, bounds: a ratio of weighted sums, or the magnitude of one, has its value in its range."""
    try:
        found = bounds(tree, box)
    except ValueError:
        return  # a product of two figures: refused, never bounded wrongly
    values = {}
    for name, each in box.items():
        assert each.low is not None
        assert each.high is not None
        values[name] = (each.low + each.high) / 2
    try:
        value = by_python(tree, values)
    except ZeroDivisionError:
        return
    assert value in found


@given(tree=TREES, numbers=POINTS)
@examples(150)
def test_a_tree_as_a_ratio(tree: Expr, numbers: dict[str, Decimal]) -> None:
    """Design 3, most formulas are ratios of sums: written as one, a tree keeps its value."""
    values = {name: Fraction(number) for name, number in numbers.items()}
    try:
        ratio, expected = as_ratio(tree), by_python(tree, values)
    except (ValueError, ZeroDivisionError):
        return
    assert ratio.over.at(values) == expected * ratio.under.at(values)


@given(value=fractions(), decimals=st.integers(0, 4), unit=st.sampled_from(["%", "", "万元"]))
@examples(100)
def test_sign_of_equality_is_true(value: Fraction, decimals: int, unit: str) -> None:
    """Design 3, what is shown: `=` only where the digits are the exact result, else `≈`; U+2212 for a minus."""
    text = equals(value, unit, decimals)
    sign, digits = text[0], text[2:].removesuffix(unit)
    assert text == f"{sign} {digits}{unit}"
    assert "-" not in text
    assert sign == ("=" if parse_arithmetic(digits) == value else "≈")
    assert parse_arithmetic(digits) == Fraction(round_half_up(value, decimals))
    if sign == "=":
        assert digits.replace("−", "-") == shown(value, decimals)
