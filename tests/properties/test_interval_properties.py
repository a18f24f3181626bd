"""Ranges, rounding and what lies behind a rounded figure: proven against sampling and against the decimal module."""

from __future__ import annotations

import itertools
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, getcontext, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfmetrics.quantities import (
    WAN_YUAN,
    YI_YUAN,
    YUAN,
    Approximation,
    Interval,
    Rounding,
    is_shown_exactly,
    modes_that_write,
    point,
    quantity,
    result_text,
    round_half_up,
    rounded,
    shown,
    to_decimal,
    unrounded,
)
from strategies import TINY, contexts, examples, fractions, intervals, members, modes, numerals

DECIMALS = st.integers(0, 4)
BY_THE_DECIMAL_MODULE = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.TRUNCATE: ROUND_DOWN,
}


@st.composite
def figures(draw: st.DrawFn) -> tuple[Decimal, int]:
    """A figure on the grid of its decimals, and the decimals."""
    decimals = draw(DECIMALS)
    return Decimal(draw(st.one_of(st.integers(-30, 30), st.integers(-(10**8), 10**8)))).scaleb(-decimals), decimals


# ---------------------------------------------------------------------------------------------------------------------
# Rounding.

GB_T_8170 = [  # the examples of the standard: value, decimals, rounded
    ("10.5002", 0, "11"),
    ("1.050", 1, "1.0"),
    ("0.35", 1, "0.4"),
    ("8.53459", 2, "8.53"),
    ("28.175", 2, "28.18"),
    ("28.165", 2, "28.16"),
]


@pytest.mark.parametrize(("value", "decimals", "expected"), GB_T_8170)
@pytest.mark.parametrize("sign", ["", "-"])
def test_half_even_is_the_national_standard(value: str, decimals: int, expected: str, sign: str) -> None:
    """GB/T 8170-2008: 5 then nothing: half to even; 5 then non-zero up; negatives by absolute value; round once."""
    result = rounded(Fraction(sign + value), decimals, Rounding.HALF_EVEN)
    assert str(result) == sign + expected


@pytest.mark.parametrize(
    ("value", "decimals", "half_up", "truncated"),
    [
        ("10.5002", 0, "11", "10"),
        ("1.050", 1, "1.1", "1.0"),
        ("28.165", 2, "28.17", "28.16"),
        ("0.005", 2, "0.01", "0.00"),
        ("0.004999", 2, "0.00", "0.00"),
        ("99.995", 2, "100.00", "99.99"),
    ],
)
def test_finance_rounds_half_up(value: str, decimals: int, half_up: str, truncated: str) -> None:
    """Regulations 6: finance uses 四舍五入; ties go away from zero, and truncation goes towards it, on both sides."""
    for sign in ("", "-"):
        exact = Fraction(sign + value)
        assert round_half_up(exact, decimals) == rounded(exact, decimals, Rounding.HALF_UP) == Decimal(sign + half_up)
        assert rounded(exact, decimals, Rounding.TRUNCATE) == Decimal(sign + truncated)


@given(digits=st.integers(-(10**12), 10**12), places=st.integers(0, 12), decimals=DECIMALS, mode=modes())
@examples(300)
def test_rounding_agrees_with_the_decimal_module(digits: int, places: int, decimals: int, mode: Rounding) -> None:
    """Style 5, the rounding mode is always named: each mode is the decimal module's of that name."""
    value = Decimal(f"{digits}E-{places}")
    expected = value.quantize(Decimal(1).scaleb(-decimals), BY_THE_DECIMAL_MODULE[mode])
    result = rounded(Fraction(value), decimals, mode)
    assert result == expected
    assert result.as_tuple().exponent == -decimals


@given(value=fractions(), decimals=DECIMALS, mode=modes())
@examples(200)
def test_rounding_is_odd_and_near(value: Fraction, decimals: int, mode: Rounding) -> None:
    """GB/T 8170-2008: negatives by absolute value; rounding moves by half a unit at most, a cut by less than one."""
    result = Fraction(rounded(value, decimals, mode))
    assert Fraction(rounded(-value, decimals, mode)) == -result
    ulp = Fraction(1, 10**decimals)
    assert abs(result - value) < ulp if mode is Rounding.TRUNCATE else abs(result - value) <= ulp / 2
    assert rounded(result, decimals, mode) == result


@given(figure=figures(), steps=st.integers(-30, 30), free=st.fractions(-2, 2, max_denominator=60))
@examples(200)
def test_the_modes_that_write_a_figure(figure: tuple[Decimal, int], steps: int, free: Fraction) -> None:
    """GB/T 8170-2008, ties included: a mode writes a figure if and only if it rounds the value to it."""
    stated, decimals = figure
    ulp = Fraction(1, 10**decimals)
    for value in (Fraction(stated) + steps * ulp / 20, Fraction(stated) + free * ulp, -Fraction(stated)):
        writing = tuple(mode for mode in Rounding if rounded(value, decimals, mode) == stated)
        assert modes_that_write(value, stated, decimals) == writing
    assert modes_that_write(Fraction(stated), stated + Decimal("1e-9"), decimals) == ()


@given(digits=st.integers(10**99, 10**100 - 1), decimals=st.integers(0, 100), mode=modes())
@examples(60)
def test_rounding_of_long_numbers_is_exact(digits: int, decimals: int, mode: Rounding) -> None:
    """Design 3, numbers as written: a number of a hundred digits keeps all of them."""
    value = Fraction(digits, 10**decimals)
    assert Fraction(rounded(value, decimals, mode)) == value


# ---------------------------------------------------------------------------------------------------------------------
# What lies behind a rounded figure.


@given(figure=figures(), mode=modes(), steps=st.integers(-30, 30), free=st.fractions(-2, 2, max_denominator=60))
@examples(300)
def test_unrounded_is_the_dual_of_rounded(
    figure: tuple[Decimal, int], mode: Rounding, steps: int, free: Fraction
) -> None:
    """Design 3: a true value may stand behind a figure if and only if it rounds to it, ties included, in every mode."""
    value, decimals = figure
    ulp = Fraction(1, 10**decimals)
    behind = unrounded(value, decimals, mode)
    halves = Fraction(value) + steps * ulp / 20  # each tenth of half a unit, so that every tie is met
    for true in (halves, halves - TINY * ulp, halves + TINY * ulp, Fraction(value) + free * ulp):
        assert (true in behind) is (rounded(true, decimals, mode) == value)


@given(figure=figures(), mode=modes())
@examples(200)
def test_ends_of_what_lies_behind(figure: tuple[Decimal, int], mode: Rounding) -> None:
    """Design 3: the range is the widest one, and an end is closed if and only if the tie itself is written so."""
    value, decimals = figure
    behind = unrounded(value, decimals, mode)
    assert behind.low is not None
    assert behind.high is not None
    assert behind.low <= Fraction(value) <= behind.high
    step = TINY / 10**decimals
    for end, outwards, closed in ((behind.low, -step, behind.low_closed), (behind.high, step, behind.high_closed)):
        assert (rounded(end, decimals, mode) == value) is closed
        assert rounded(end - outwards, decimals, mode) == value
        assert rounded(end + outwards, decimals, mode) != value


@given(figure=figures(), mode=modes())
@examples(100)
def test_negative_figures_mirror_positive_ones(figure: tuple[Decimal, int], mode: Rounding) -> None:
    """Style 5, ties with positive and negative examples: what lies behind −x is the mirror of what lies behind x."""
    value, decimals = figure
    assert unrounded(-value, decimals, mode) == -unrounded(value, decimals, mode)


# ---------------------------------------------------------------------------------------------------------------------
# Ranges.


@given(interval=intervals(), data=st.data())
@examples(200)
def test_interval_holds_what_lies_between_its_ends(interval: Interval, data: st.DataObject) -> None:
    """Design 3, interval with open or closed ends: an end belongs to it if and only if it is closed."""
    inner = data.draw(members(interval))
    assert inner in interval
    if interval.low is not None:
        assert (interval.low in interval) is interval.low_closed
        assert interval.low - TINY not in interval
        assert inner >= interval.low
    if interval.high is not None:
        assert (interval.high in interval) is interval.high_closed
        assert interval.high + TINY not in interval
        assert inner <= interval.high
    assert inner in Interval(None, None, False, False)


@given(first=intervals(), second=intervals(), data=st.data())
@examples(200)
def test_sum_of_intervals(first: Interval, second: Interval, data: st.DataObject) -> None:
    """Design 3, long sums are added as intervals: the sum holds every sum, and meets an end only if both ranges do."""
    total = first + second
    assert data.draw(members(first)) + data.draw(members(second)) in total
    for low, others, closed, both in (
        (total.low, (first.low, second.low), total.low_closed, first.low_closed and second.low_closed),
        (total.high, (first.high, second.high), total.high_closed, first.high_closed and second.high_closed),
    ):
        if None in others:
            assert low is None
        else:
            assert low == sum(end for end in others if end is not None)
            assert closed is both


@given(interval=intervals(), value=fractions(-30, 30))
@examples(200)
def test_negation_swaps_the_flags(interval: Interval, value: Fraction) -> None:
    """Design 3, open or closed ends: negation mirrors the range, its flags with it, and undoes itself."""
    assert (value in interval) is (-value in -interval)
    mirrored = -interval
    assert -mirrored == interval
    assert (-interval).low_closed is interval.high_closed
    assert (-interval).high_closed is interval.low_closed


@given(interval=intervals(), factor=fractions(-6, 6), value=fractions(-30, 30))
@examples(200)
def test_scaled_interval(interval: Interval, factor: Fraction, value: Fraction) -> None:
    """Design 3: a range times a factor holds x·f if and only if the range holds x; times zero it is zero."""
    scaled = interval.scaled(factor)
    if factor == 0:
        assert scaled == point(Fraction(0))
    else:
        assert (value * factor in scaled) is (value in interval)


@given(interval=intervals(), value=fractions(-30, 30))
@examples(300)
def test_magnitude_of_an_interval(interval: Interval, value: Fraction) -> None:
    """Regulations 9.5, |adjustment|: the magnitude of a range holds v if and only if the range holds v or −v."""
    magnitude = abs(interval)
    assert (value in magnitude) is (value >= 0 and (value in interval or -value in interval))
    for end in (interval.low, interval.high):
        if end is not None:
            assert (abs(end) in magnitude) is (end in interval or -end in interval)


@given(first=intervals(), second=intervals())
@examples(250)
def test_intervals_meet_if_a_number_lies_in_both(first: Interval, second: Interval) -> None:
    """Design 3, verdicts: two ranges meet if and only if some number lies in both; and each meets itself."""
    ends = [end for each in (first, second) for end in (each.low, each.high) if end is not None]
    known = sorted({*ends, Fraction(0)})
    between = [(low + high) / 2 for low, high in itertools.pairwise(known)]
    witnesses = [*known, *between, known[0] - 1, known[-1] + 1]
    assert first.meets(second) is any(each in first and each in second for each in witnesses)
    assert first.meets(second) is second.meets(first)
    assert first.meets(first)


@given(at=fractions(), flags=st.tuples(st.booleans(), st.booleans()))
@examples(60)
def test_touching_intervals_meet_only_if_both_ends_are_closed(at: Fraction, flags: tuple[bool, bool]) -> None:
    """Design 3, cross-multiplication with the ends' flags: ranges that touch share a number only if both hold it."""
    left, right = Interval(at - 1, at, True, flags[0]), Interval(at, at + 1, flags[1], True)
    assert left.meets(right) is all(flags)
    assert right.meets(left) is all(flags)


@given(interval=intervals(), digits=st.integers(2, 6))
@examples(60)
def test_interval_in_print(interval: Interval, digits: int) -> None:
    """Style 6, tolerance is shown in the result: a bracket for a closed end, else a parenthesis."""
    text = interval.to_text(digits)
    low, high = text[1:-1].split(", ")
    assert text[0] == ("[" if interval.low is not None and interval.low_closed else "(")
    assert text[-1] == ("]" if interval.high is not None and interval.high_closed else ")")
    assert low == ("−∞" if interval.low is None else shown(interval.low, digits))
    assert high == ("+∞" if interval.high is None else shown(interval.high, digits))


# ---------------------------------------------------------------------------------------------------------------------
# Numbers as written.


@given(number=numerals(-(10**10)), unit=st.sampled_from(["", "元", "万元", "亿元", "人", "%"]), mode=modes())
@examples(200)
def test_text_keeps_its_digits(number: Decimal, unit: str, mode: Rounding) -> None:
    """Design 3, numbers as written: `84.390` carries its digits; only counts and zeros are exact, save 0%."""
    plain = format(number, "f")
    read = quantity(plain + unit)
    assert (read.text, str(read.value), read.exact()) == (plain + unit, str(Decimal(plain)), Fraction(number))
    assert read.decimals == len(plain.partition(".")[2])
    assert (read.unit.text if read.unit else "") == unit
    behind = read.interval(mode)
    assert read.exact() in behind
    is_exact = (number == 0 and unit != "%") or (unit == "人" and read.decimals == 0)
    assert behind == (point(read.exact()) if is_exact else unrounded(read.value, read.decimals, mode))


@given(number=numerals(-(10**8)))
@examples(100)
def test_ways_of_writing_one_number(number: Decimal) -> None:
    """Design 3: full-width digits, thousands separators and the sign U+2212 are the same number."""
    plain = format(number, "f")
    wide = plain.translate(str.maketrans("0123456789.-", "０１２３４５６７８９．−"))
    for text in (plain, wide, f"{number:,f}", f"　{plain}万元 ", f" {wide} 万元", plain.replace("-", "－")):
        read = quantity(text)
        assert read.value == number
        assert read.decimals == quantity(plain).decimals
        assert read.text == text.strip()


@given(number=numerals(1), scale=st.sampled_from([(YUAN, 1), (WAN_YUAN, 10**4), (YI_YUAN, 10**8)]), mode=modes())
@examples(100)
def test_units_of_money(number: Decimal, scale: tuple[object, int], mode: Rounding) -> None:
    """Design 3: 元, 万元 and 亿元 are 1, 10^4 and 10^8; a bare number takes the report's unit."""
    unit, factor = scale
    text = format(number, "f")
    read = quantity(text + ("元", "万元", "亿元")[(1, 10**4, 10**8).index(factor)])
    assert read.unit == unit
    assert read.in_unit(YUAN) == Fraction(number) * factor
    assert read.in_unit(WAN_YUAN) == Fraction(number) * factor / 10**4
    assert read.interval(mode, unit=YUAN) == read.interval(mode).scaled(Fraction(factor))
    assert quantity(text).in_unit(YI_YUAN) == Fraction(number)
    finer = read.interval(mode, decimals=read.decimals + 1)
    assert finer == unrounded(read.value, read.decimals + 1, mode)


@given(digits=st.integers(1, 10**6), zeros=st.integers(0, 4), places=st.integers(0, 3), mode=modes())
@examples(150)
def test_approximate_figures_are_widened(digits: int, zeros: int, places: int, mode: Rounding) -> None:
    """Design 3, 约, 近 and 余 widen: by one unit of the last digit that is not a zero before the point."""
    assume(digits % 10)
    text = str(Decimal(digits * 10**zeros)) if not places else format(Decimal(digits).scaleb(-places), "f")
    value = Fraction(text)
    unit = Fraction(10**zeros) if not places else Fraction(1, 10**places)
    about, nearly = quantity(f"约{text}"), quantity(f"近 {text}条")
    more, many = quantity(f"{text}余人"), quantity(f"{text}多")
    assert about.interval(mode) == Interval(value - unit, value + unit, False, False)
    assert nearly.interval(mode) == Interval(value - unit, value, False, True)
    assert more.interval(mode) == many.interval(mode) == Interval(value, value + unit, True, False)
    assert [each.approximation for each in (about, nearly, more, many)] == [
        Approximation.ABOUT,
        Approximation.NEARLY,
        Approximation.MORE_THAN,
        Approximation.MORE_THAN,
    ]


@given(digits=st.integers(1, 9999), word=st.sampled_from(["约{}", "近{}", "{}余", "{}多"]))
@examples(60)
def test_approximate_negative_figures_mirror_positive_ones(digits: int, word: str) -> None:
    """Rounding, negative figures mirror positive ones: 近−5% is a little less of a fall than −5%, not a bigger one."""
    positive = quantity(word.format(digits)).interval(Rounding.HALF_UP)
    assert quantity(word.format(-digits)).interval(Rounding.HALF_UP) == -positive


# ---------------------------------------------------------------------------------------------------------------------
# Results in print, and the caller's context.


@given(value=fractions(), decimals=st.integers(0, 6))
@examples(200)
def test_results_in_print(value: Fraction, decimals: int) -> None:
    """Design 3: a result is shown half up, without trailing zeros where it is exact, and never as minus zero."""
    half_up = round_half_up(value, decimals)
    assert Fraction(shown(value, decimals)) == Fraction(half_up)
    assert shown(value, decimals) == shown(half_up, decimals)
    assert not shown(value, decimals).endswith("." if "." in shown(value, decimals) else "!")
    assert shown(value, decimals) != "-0"
    assert "." not in shown(value, decimals) or not shown(value, decimals).endswith("0")
    exact = Fraction(half_up) == value
    assert is_shown_exactly(value, decimals) is exact
    assert result_text(value, decimals) == (shown(value, decimals) if exact else format(half_up, "f"))


@given(value=st.one_of(fractions(), st.fractions(max_denominator=10**9)))
@examples(200)
def test_decimals_of_fractions(value: Fraction) -> None:
    """Design 3, decimals: exact where a finite decimal exists, else to 60 significant digits, half to even."""
    result = Fraction(to_decimal(value))
    if (value * 10**30).denominator == 1:
        assert result == value
    else:
        assert abs(result - value) <= abs(value) * Fraction(1, 2) / 10**59


@given(figure=figures(), value=fractions(), context=contexts())
@examples(150)
def test_any_decimal_context_of_the_caller(figure: tuple[Decimal, int], value: Fraction, context: Context) -> None:
    """Design 3: reading, rounding and printing never use the caller's decimal context, and leave it as it was."""
    number, decimals = figure
    written = (number, format(number, "f"), f"约{number.copy_abs():f}元", int(number), 1.25)

    def everything() -> list[object]:
        read = [quantity(each) for each in written]
        return [
            *read,
            *(each.interval(mode) for each in read for mode in Rounding),
            *(rounded(value, decimals, mode).as_tuple() for mode in Rounding),
            *(unrounded(number, decimals, mode).to_text() for mode in Rounding),
            to_decimal(value).as_tuple(),
            shown(value, decimals),
            shown(number),
            result_text(value, decimals),
        ]

    expected = everything()
    with localcontext(context) as caller:
        before = repr(caller)
        found = everything()
        same, after = getcontext() is caller, repr(caller)
    assert (found, same, after) == (expected, True, before)
