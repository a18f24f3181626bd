"""Verdicts against what they claim: that some true inputs explain a figure, or that none do."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfmetrics import formulas
from perfmetrics.formulas import Formula
from perfmetrics.quantities import Interval, Quantity, Rounding, point, quantity, rounded, to_decimal, unrounded
from perfmetrics.verdicts import Fit, Judgement, Reason, Verdict, judge, undefined, verdict_on
from strategies import contexts, examples, intervals, modes, numerals

RATES = [formula for formula in formulas.ALL if formula.id != "difference"]


def judged(formula: Formula[Any], inputs: list[Quantity], stated: Quantity) -> Judgement:
    """Judge a stated result of a formula; each input is as precise as it is written."""
    names = [each.name for each in formula.parameters]

    def bounds(mode: Rounding) -> Interval:
        return formula.bounds({name: each.interval(mode) for name, each in zip(names, inputs, strict=True)})

    exact = formula.exact({name: each.exact() for name, each in zip(names, inputs, strict=True)})
    return judge(stated, exact, bounds)


def figure(value: Decimal) -> Quantity:
    return quantity(format(value, "f"))


# ---------------------------------------------------------------------------------------------------------------------
# No false alarm.


@st.composite
def true_numbers(draw: st.DrawFn) -> tuple[Fraction, int]:
    """A number nobody ever sees in full, and the decimals that it will be written with."""
    whole = draw(st.integers(1, 2000))
    return whole + Fraction(draw(st.integers(0, 10**6 - 1)), 10**6), draw(st.integers(0, 2))


@given(
    formula=st.sampled_from(RATES),
    numbers=st.tuples(true_numbers(), true_numbers(), true_numbers(), true_numbers()),
    decimals=st.integers(0, 3),
    mode=modes(),
    inputs_too=st.booleans(),
)
@examples(400)
def test_a_true_rounding_is_never_inconsistent(
    formula: Formula[Any],
    numbers: tuple[tuple[Fraction, int], ...],
    decimals: int,
    mode: Rounding,
    inputs_too: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    """Design 3, verdicts: inputs and result, or the result alone, rounded in one mode contradict nothing."""
    chosen = numbers[: len(formula.parameters)]
    written = [rounded(value, places, mode) for value, places in chosen]
    true = [value if inputs_too else Fraction(cut) for (value, _), cut in zip(chosen, written, strict=True)]
    result = formula.exact({each.name: value for each, value in zip(formula.parameters, true, strict=True)})
    verdict = judged(formula, [figure(each) for each in written], figure(rounded(result, decimals, mode))).verdict
    assert verdict in {Verdict.EXACT, Verdict.ROUNDING}
    if not inputs_too and mode is Rounding.HALF_UP:
        assert verdict is Verdict.EXACT


@given(
    numbers=st.tuples(numerals(1, 10**6), numerals(1, 10**6)),
    decimals=st.integers(0, 3),
    off=st.integers(-3, 3),
)
@examples(150)
def test_exact_if_and_only_if_half_up_equals(numbers: tuple[Decimal, Decimal], decimals: int, off: int) -> None:
    """Design 3, `exact`: the result rounded half-up to the stated digits is the stated figure, and nothing else is."""
    exact = Fraction(numbers[0]) / Fraction(numbers[1]) * 100
    half_up = rounded(exact, decimals, Rounding.HALF_UP)
    stated = half_up + off * Decimal(1).scaleb(-decimals)
    found = judged(formulas.share, [figure(each) for each in numbers], figure(stated))
    assert (found.verdict is Verdict.EXACT) is (off == 0)
    assert found.expected == half_up
    assert found.difference == stated - half_up
    assert found.is_wrong is (found.verdict is Verdict.INCONSISTENT)
    assert found.reason is None


# ---------------------------------------------------------------------------------------------------------------------
# No miss, and no fit that does not fit: on a small grid every claim is checked against witnesses.


def behind(written: int, mode: Rounding) -> tuple[Fraction, bool, Fraction, bool]:
    """What a positive whole number may stand for: low end, whether it counts, high end, whether it counts."""
    half = Fraction(1, 2)
    if mode is Rounding.TRUNCATE:
        return Fraction(written), True, Fraction(written + 1), False
    even = written % 2 == 0
    return written - half, mode is Rounding.HALF_UP or even, written + half, mode is Rounding.HALF_EVEN and even


def some_true_inputs_give(over: int, under: int, stated: Decimal, decimals: int, mode: Rounding) -> bool:
    """Whether a share of some true numbers is written so: walk from the smallest share of the box to the largest."""
    low, low_counts, high, high_counts = behind(over, mode)
    below, below_counts, above, above_counts = behind(under, mode)

    def share(t: Fraction) -> Decimal:
        return rounded(100 * (low + t * (high - low)) / (above - t * (above - below)), decimals, mode)

    ends = [Fraction(0)] * (low_counts and above_counts) + [Fraction(1)] * (high_counts and below_counts)
    if any(share(t) == stated for t in ends):
        return True
    left, right = Fraction(0), Fraction(1)
    for _ in range(40):
        middle = (left + right) / 2
        found = share(middle)
        if found == stated:
            return True
        left, right = (middle, right) if found < stated else (left, middle)
    return False


def small_grid() -> Iterator[tuple[int, int, Decimal, int]]:
    for over, under, decimals in itertools.product((1, 2, 3, 5, 8), (3, 4, 7, 8), (0, 1)):
        exact = Fraction(100 * over, under)
        unit = Decimal(1).scaleb(-decimals)
        spread = 14 if decimals == 0 else 40
        for off in (-spread, -spread // 2, -3, -1, 0, 1, 2, spread // 2, spread, 2 * spread):
            yield over, under, rounded(exact, decimals, Rounding.HALF_UP) + off * unit, decimals


def test_each_fit_has_a_witness_and_each_misfit_has_none() -> None:
    """Design 3, `rounding`: under one single mode some true inputs give it; `inconsistent`: no mode does."""
    seen = set()
    for over, under, stated, decimals in small_grid():
        found = judged(formulas.share, [quantity(over), quantity(under)], figure(stated))
        exact = Fraction(100 * over, under)
        cut = {mode for mode in Rounding if rounded(exact, decimals, mode) == stated}
        with_inputs = {mode for mode in Rounding if some_true_inputs_give(over, under, stated, decimals, mode)}
        seen.add(found.verdict)
        assert {fit.mode for fit in found.fits if not fit.inputs_too} == cut
        if Rounding.HALF_UP in cut:
            assert found.verdict is Verdict.EXACT
            continue
        assert {fit.mode for fit in found.fits if fit.inputs_too} == with_inputs
        assert found.verdict is (Verdict.ROUNDING if cut or with_inputs else Verdict.INCONSISTENT)
    assert seen == {Verdict.EXACT, Verdict.ROUNDING, Verdict.INCONSISTENT}


@pytest.mark.parametrize("mode", list(Rounding))
def test_no_figure_that_brute_force_reaches_is_inconsistent(mode: Rounding) -> None:
    """Design 3, a false alarm costs more than a miss: all true inputs on a fine grid, rounded, contradict nothing."""
    for a, b in itertools.product(range(8, 60, 5), range(24, 70, 3)):
        over, under = Fraction(a, 16), Fraction(b, 16)
        written = rounded(over, 0, mode), rounded(under, 0, mode)
        if 0 in written:
            continue  # a zero is exact: nothing is behind it
        stated = rounded(100 * over / under, 1, mode)
        assert not judged(formulas.share, [figure(each) for each in written], figure(stated)).is_wrong


# ---------------------------------------------------------------------------------------------------------------------
# What a judgement says of itself.


@given(stated=numerals(-(10**6), 10**6), exact=st.fractions(-1000, 1000, max_denominator=97), box=intervals())
@examples(200)
def test_interval_and_fits_of_a_judgement(stated: Decimal, exact: Fraction, box: Interval) -> None:
    """Design 3, the interval and the mode are shown: of the simplest mode that explains it, else of half-up."""
    ranges = {Rounding.HALF_UP: box, Rounding.HALF_EVEN: -box, Rounding.TRUNCATE: box.scaled(Fraction(2))}
    read = figure(stated)
    found = judge(read, exact, ranges.__getitem__)
    alone = [Rounding.HALF_UP, Rounding.TRUNCATE, Rounding.HALF_EVEN]
    expected = [Fit(mode, False) for mode in alone if rounded(exact, read.decimals, mode) == stated]
    if Fit(Rounding.HALF_UP, False) not in expected:
        expected += [
            Fit(mode, True)
            for mode in (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATE)
            if any(each in ranges[mode] for each in witnesses(ranges[mode], unrounded(stated, read.decimals, mode)))
        ]
    assert list(found.fits) == expected
    assert verdict_on(read, exact, ranges.__getitem__) is found.verdict
    assert found.interval == ranges[expected[0].mode if expected else Rounding.HALF_UP]


def witnesses(first: Interval, second: Interval) -> list[Fraction]:
    """Numbers of the second range, one of which lies in the first range wherever any does."""
    ends = sorted({end for each in (first, second) for end in (each.low, each.high) if end is not None})
    between = [(low + high) / 2 for low, high in itertools.pairwise(ends)]
    return [each for each in (*ends, *between) if each in second]


@given(
    words=st.sampled_from(["约{}", "近{}", "{}余", "{}多"]),
    digits=st.integers(1, 400),
    exact=st.fractions(0, 400, max_denominator=12),
    reach=st.fractions(0, 20, max_denominator=4),
)
@examples(200)
def test_approximate_figures_are_judged_by_their_widened_range(
    words: str, digits: int, exact: Fraction, reach: Fraction
) -> None:
    """Design 3, 约, 近 and 余 widen: inside the widened range nothing is wrong, and outside it something is."""
    stated = quantity(words.format(digits) + "%")
    found = judge(stated, exact, lambda _: Interval(exact - reach, exact + reach, False, False))
    unit = Fraction(10 ** (len(str(digits)) - len(str(digits).rstrip("0"))))
    low, high = (digits - unit if words[0] in "约近" else digits), (digits + unit if "近" not in words else digits)
    inside = low < exact < high or (exact == digits)
    touches = exact - reach < high and exact + reach > low and reach > 0
    expected = Verdict.EXACT if inside else Verdict.ROUNDING if touches else Verdict.INCONSISTENT
    assert found.verdict is expected
    assert found.fits == ()
    assert found.expected == rounded(exact, 0, Rounding.HALF_UP)


@given(
    stated=numerals(0, 10**6),
    exact=st.fractions(0, 1000, max_denominator=97),
    word=st.sampled_from(["{}", "约{}", "{}余"]),
    context=contexts(),
)
@examples(100)
def test_any_decimal_context_of_the_caller(stated: Decimal, exact: Fraction, word: str, context: Context) -> None:
    """Design 3: comparisons that decide a verdict are exact rationals, whatever the caller's decimal context."""
    read = quantity(word.format(format(stated, "f")))
    expected = judge(read, exact, lambda _: point(exact))
    with localcontext(context) as caller:
        before = repr(caller)
        found = judge(read, exact, lambda _: point(exact))
        same, after = getcontext() is caller, repr(caller)
    assert (found, same, after) == (expected, True, before)


# ---------------------------------------------------------------------------------------------------------------------
# The four verdicts, on published figures.

Case = tuple[Callable[..., Decimal], tuple[str, ...], str, Verdict, str]
PUBLISHED: list[Case] = [
    (formulas.budget_completion_rate, ("84.39", "1521.39", "9.16", "62.29"), "96.14%", Verdict.EXACT, "96.14"),
    (formulas.three_public_control_ratio, ("15.35", "90"), "17.05%", Verdict.ROUNDING, "17.06"),
    (formulas.staffing_control_ratio, ("54", "71"), "76.06%", Verdict.EXACT, "76.06"),
    (formulas.staffing_control_ratio, ("54", "71"), "76.05%", Verdict.ROUNDING, "76.06"),
    (formulas.staffing_control_ratio, ("54", "71"), "75%", Verdict.INCONSISTENT, "76"),
    (formulas.three_public_change_rate, ("63.46", "32"), "98.31%", Verdict.EXACT, "98.31"),
    (formulas.three_public_change_rate_accounts, ("44.29", "29.08"), "52.30%", Verdict.EXACT, "52.30"),
    (formulas.operating_expense_control_ratio, ("234.56", "141.6"), "165.65%", Verdict.EXACT, "165.65"),
    (formulas.operating_expense_control_ratio, ("234.56", "141.6"), "156.65%", Verdict.INCONSISTENT, "165.65"),
    (formulas.budget_control_rate, ("9.16", "1521.39"), "0.6%", Verdict.EXACT, "0.6"),
    (formulas.share, ("142.69", "191.39"), "约75%", Verdict.EXACT, "75"),
    (formulas.share, ("142.69", "191.39"), "近80%", Verdict.EXACT, "75"),
    (formulas.share, ("142.69", "191.39"), "80余%", Verdict.INCONSISTENT, "75"),
]


@pytest.mark.parametrize(("formula", "inputs", "stated", "verdict", "expected"), PUBLISHED)
def test_verdicts_on_published_figures(
    formula: Formula[Any], inputs: tuple[str, ...], stated: str, verdict: Verdict, expected: str
) -> None:
    """Regulations 3.4 and 11: published figures recomputed, and the same figures with one digit changed."""
    unit = "人" if formula is formulas.staffing_control_ratio else "万元"
    found = judged(formula, [quantity(each + unit) for each in inputs], quantity(stated))
    assert (found.verdict, str(found.expected)) == (verdict, expected)


def test_double_rounding_and_zeros_are_not_excused() -> None:
    """GB/T 8170-2008, round once: a figure rounded twice fits no single mode; and zeros are exact."""
    people = [quantity("54646人"), quantity("100000人")]
    assert judged(formulas.share, people, quantity("55%")).verdict is Verdict.EXACT
    people = [quantity("54446人"), quantity("100000人")]  # 54.446 is 54.45, then 54.5, then 55
    assert judged(formulas.share, people, quantity("55%")).verdict is Verdict.INCONSISTENT
    nothing = [quantity("0万元"), quantity("12万元")]
    assert judged(formulas.share, nothing, quantity("0.1%")).verdict is Verdict.INCONSISTENT


@pytest.mark.parametrize("reason", list(Reason))
def test_undefined_never_judges(reason: Reason) -> None:
    """Design 3, `undefined`, with its reason: never judged, never guessed."""
    found = undefined(reason)
    assert found == Judgement(Verdict.UNDEFINED, None, None, None, (), reason)
    assert not found.is_wrong


@given(value=st.fractions(-(10**6), 10**6, max_denominator=10**4), decimals=st.integers(0, 4))
@examples(60)
def test_difference_is_stated_minus_expected(value: Fraction, decimals: int) -> None:
    """Design 3, results carry the difference: stated less expected, exactly."""
    assume(decimals)
    stated = figure(rounded(value, decimals - 1, Rounding.TRUNCATE))
    found = judge(stated, value, lambda _: point(value))
    assert found.expected is not None
    assert found.difference == to_decimal(stated.exact() - Fraction(found.expected))
    assert found.expected + found.difference == stated.value
