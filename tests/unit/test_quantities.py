"""Numbers as written: what is read, what is refused, and how it is said."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perfmetrics.errors import InputError
from perfmetrics.quantities import (
    COUNT_WORDS,
    MAX_DIGITS,
    MONEY_UNITS,
    UNITS,
    WAN_YUAN,
    YUAN,
    Approximation,
    Dimension,
    Interval,
    Rounding,
    plain_number,
    point,
    quantity,
    rounded,
    shown,
    to_decimal,
    unrounded,
)


def test_every_rounding_mode_has_a_name_in_both_languages() -> None:
    """Style 5: the rounding mode is always named."""
    labels = [mode.label for mode in Rounding]
    assert [label.zh for label in labels] == ["四舍五入", "四舍六入五成双", "截断"]
    assert all(label.en for label in labels)
    assert len(set(labels)) == len(Rounding)


def test_units_are_told_apart_by_what_they_measure() -> None:
    """Style 4, a type per meaning: an amount, a percentage, points and a count are not the same to a reader."""
    kinds = {text: unit.dimension for text, unit in UNITS.items()}
    assert {kinds[text] for text in MONEY_UNITS} == {Dimension.MONEY}
    assert {kinds[text] for text in COUNT_WORDS} == {Dimension.COUNT}
    assert (kinds["%"], kinds["分"], kinds["平方米"], kinds["天"]) == (
        Dimension.PERCENT,
        Dimension.POINTS,
        Dimension.AREA,
        Dimension.TIME,
    )
    assert {kinds[text] for text in ("亩", "公顷", "平方公里", "平方米", "㎡")} == {Dimension.AREA}
    assert {kinds[text] for text in ("公里", "吨")} == {Dimension.MEASURE}
    assert all(unit.text == text and unit.scale >= 1 for text, unit in UNITS.items())
    assert len(COUNT_WORDS) == len(set(COUNT_WORDS))


@pytest.mark.parametrize(
    ("given", "value", "decimals", "unit"),
    [
        ("161.65", "161.65", 2, None),
        ("84.390", "84.390", 3, None),
        ("83", "83", 0, None),
        ("1,521.390万元", "1521.390", 3, "万元"),
        ("1440元", "1440", 0, "元"),
        ("96.14%", "96.14", 2, "%"),
        ("９６．１４％", "96.14", 2, "%"),
        ("72 人", "72", 0, "人"),
        ("3批次", "3", 0, "批次"),
        ("120亩", "120", 0, "亩"),
        ("3.5公顷", "3.5", 1, "公顷"),
        ("7平方公里", "7", 0, "平方公里"),
        ("12.30公里", "12.30", 2, "公里"),
        ("4吨", "4", 0, "吨"),
        ("-5.0", "-5.0", 1, None),
        ("−5.0", "-5.0", 1, None),
        ("+5", "5", 0, None),
        ("007", "7", 0, None),
        (83, "83", 0, None),
        (-83, "-83", 0, None),
        (0, "0", 0, None),
        (0.1, "0.1", 1, None),
        (1e3, "1000.0", 1, None),
        (1.5e-7, "1.5E-7", 8, None),
        (Decimal("84.390"), "84.390", 3, None),
        (Decimal("1.2E+3"), "1200", 0, None),
        (Decimal("1E-3"), "0.001", 3, None),
        ("1" * MAX_DIGITS, "1" * MAX_DIGITS, 0, None),
        (10**99, "1" + "0" * 99, 0, None),
    ],
)
def test_numbers_as_written(given: object, value: str, decimals: int, unit: str | None) -> None:
    """Design 3, numbers as written: digits, decimals and unit are kept; floats are taken by their repr."""
    read = quantity(given)
    assert read.value == Decimal(value)
    assert str(read.value) == value
    assert read.decimals == decimals
    assert read.unit == (None if unit is None else UNITS[unit])
    assert quantity(read) is read


class Reprless(float):
    """A float such as numpy's, whose repr is no number."""

    def __repr__(self) -> str:
        return f"np.float64({float(self)!r})"


def test_floats_of_a_notebook_are_floats() -> None:
    """Design 3, floats are taken by repr: by the float's own, whatever a subclass such as numpy's prints."""
    assert quantity(Reprless(0.1)).value == Decimal("0.1")
    with pytest.raises(InputError):
        quantity(Reprless("nan"))


@pytest.mark.parametrize(
    ("bad", "zh"),
    [
        (True, "布尔值不是数字"),
        (float("nan"), "NaN 不是有限的数"),
        (float("-inf"), "-Infinity 不是有限的数"),
        (Decimal("sNaN"), "sNaN 不是有限的数"),
        (None, "NoneType 类型不是数字"),
        ([1], "list 类型不是数字"),
        ("", "“”不是数字"),
        ("约", "“约”不是数字"),
        ("约约5", "“约约5”不是数字"),
        ("二十", "“二十”不是数字"),
        ("1_000", "“1_000”不是数字"),
        ("1,00", "“1,00”不是数字"),
        ("1,0000", "“1,0000”不是数字"),
        ("1.2.3", "“1.2.3”不是数字"),
        ("5-3", "“5-3”不是数字"),
        ("5 3", "“5 3”不是数字"),
        (".5", "“.5”不是数字"),
        ("١٢", "“١٢”不是数字"),
        ("5 万", "“5 万”的单位“万”不认识"),
        ("1e5", "“1e5”的单位“e5”不认识"),
        ("5余余", "“5余余”的单位“余”不认识"),
        ("1" * (MAX_DIGITS + 1), "数字位数 至少 101，超过上限 100"),
        ("1" * 10**6, "数字位数 至少 999980，超过上限 100"),
        (10**100, "数字位数 至少 101，超过上限 100"),
        (10**100_000, "数字位数 至少 99657，超过上限 100"),
        (Decimal("1E+101"), "数字的指数 至少 101，超过上限 100"),
        (Decimal("1E+999999"), "数字的指数 至少 999999，超过上限 100"),
        (Decimal("1E-101"), "数字的指数 至少 101，超过上限 100"),
        (1e200, "数字的指数 至少 200，超过上限 100"),
    ],
    ids=[f"case {number}" for number in range(1, 30)],  # digits by the million are no name
)
def test_what_is_no_number_is_refused(bad: object, zh: str) -> None:
    """Design 3: NaN, infinities, booleans and `1_000` are refused, with path, reason and mend."""
    with pytest.raises(InputError) as caught:
        quantity(bad, "report.unit")
    (found,) = caught.value.problems
    assert (found.path, found.reason.zh) == ("report.unit", zh)
    assert found.reason.en
    assert found.mend.zh
    assert found.mend.en


def test_an_unknown_unit_names_the_nearest() -> None:
    """Style 9, how to mend it: a unit that is not known is answered with those that are."""
    with pytest.raises(InputError) as caught:
        quantity("5亿万元")
    assert "亿元" in caught.value.problems[0].mend.zh
    with pytest.raises(InputError) as caught:
        quantity("5 kilograms of something")
    assert all(unit in caught.value.problems[0].mend.en for unit in MONEY_UNITS)


def test_plain_numbers_carry_nothing() -> None:
    """Style 4: an operand of a formula is a bare number; a unit or 约 there is refused, not dropped."""
    assert plain_number("234.56") == Decimal("234.56")
    for text in ("234.56万元", "75%", "约5", "5余"):
        with pytest.raises(InputError) as caught:
            plain_number(text, "share.part")
        (found,) = caught.value.problems
        assert found.path == "share.part"
        assert text in found.reason.zh


def test_counts_and_zeros_are_exact_unless_approximate() -> None:
    """Design 3: counts of people, cars and cases, and zeros, are exact; 约, 近 and 余 widen them all the same."""
    assert quantity("72人").interval(Rounding.HALF_UP) == point(Fraction(72))
    assert quantity("72").interval(Rounding.HALF_UP) == unrounded(Decimal(72), 0, Rounding.HALF_UP)
    assert quantity("0.00万元").interval(Rounding.TRUNCATE) == point(Fraction(0))
    assert quantity("7.5人").interval(Rounding.HALF_UP) == unrounded(Decimal("7.5"), 1, Rounding.HALF_UP)
    # What is measured is rounded, unlike what is counted.
    assert quantity("5公里").interval(Rounding.HALF_UP) == unrounded(Decimal(5), 0, Rounding.HALF_UP)
    assert quantity("5亩").interval(Rounding.HALF_UP) == unrounded(Decimal(5), 0, Rounding.HALF_UP)
    about = quantity("约2800人")
    assert about.approximation is Approximation.ABOUT
    assert about.interval(Rounding.HALF_UP) == Interval(Fraction(2700), Fraction(2900), False, False)
    none = quantity("约0.0万元").interval(Rounding.HALF_UP, unit=YUAN)
    assert none == Interval(Fraction(-1000), Fraction(1000), False, False)


def test_precision_of_the_neighbours() -> None:
    """Design 3: 120.4 stands beside 45.08, so it is 120.40; trailing zeros are dropped in practice."""
    figure = quantity("120.4万元")
    alone, beside = (figure.interval(Rounding.HALF_UP, decimals=decimals) for decimals in (None, 2))
    assert alone == Interval(Fraction("120.35"), Fraction("120.45"), True, False)
    assert beside == Interval(Fraction("120.395"), Fraction("120.405"), True, False)
    assert figure.interval(Rounding.HALF_UP, unit=YUAN) == alone.scaled(Fraction(10**4))
    assert figure.interval(Rounding.HALF_UP, unit=WAN_YUAN) == alone


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(None, None, False, False), "(−∞, +∞)"),
        (Interval(None, Fraction(5), False, True), "(−∞, 5]"),
        (Interval(Fraction(1, 3), None, True, False), "[0.3333, +∞)"),
        (Interval(Fraction(-1, 2), Fraction(0), False, False), "(-0.5, 0)"),
    ],
)
def test_ranges_in_print(interval: Interval, text: str) -> None:
    """Style 6: a tolerance is shown in the result, in the notation of intervals."""
    assert interval.to_text() == text


def test_magnitude_of_ranges_without_ends() -> None:
    """Regulations 9.5, |adjustment|: the magnitude of what is unbounded is unbounded, from zero on."""
    below, above = Interval(None, Fraction(3), False, True), Interval(Fraction(-3), None, True, False)
    for each in (below, above, Interval(None, None, False, False)):
        magnitude = abs(each)
        assert (magnitude.low, magnitude.high, magnitude.low_closed) == (Fraction(0), None, True)
    both = Interval(Fraction(-3), Fraction(3), False, True)
    assert abs(both) == abs(-both) == Interval(Fraction(0), Fraction(3), True, True)
    uneven = Interval(Fraction(-3), Fraction(5), True, False)
    assert abs(uneven) == abs(-uneven) == Interval(Fraction(0), Fraction(5), True, False)


def test_a_range_times_nothing_is_nothing_and_times_minus_one_is_turned() -> None:
    """Style 6: the ends change places with their flags."""
    assert Interval(Fraction(-3), None, True, False).scaled(Fraction(0)) == Interval(Fraction(0), Fraction(0))
    assert Interval(Fraction(2), Fraction(3), True, False).scaled(Fraction(-2)) == Interval(
        Fraction(-6), Fraction(-4), False, True
    )


def test_ranges_meet_in_their_ends_where_both_are_closed() -> None:
    below, above = Interval(None, Fraction(3), False, True), Interval(Fraction(3), Fraction(4), True, True)
    assert below.meets(above)
    assert above.meets(below)
    assert not Interval(Fraction(0), Fraction(3), True, False).meets(above)
    assert not Interval(Fraction(5), None, True, False).meets(above)


def test_decimals_of_fractions() -> None:
    """Design 3: decimals, not floats: exact where one exists, else to 60 significant digits."""
    assert to_decimal(Fraction(1, 8)) == Decimal("0.125")
    assert str(to_decimal(Fraction(2, 3))) == "0." + "6" * 59 + "7"
    assert to_decimal(Fraction(10**59 + 1)) == Decimal(10**59 + 1)


def test_long_products_are_rounded_exactly() -> None:
    """Design 3, exact: a result of two hundred digits is rounded by its digits, not by those of a decimal context."""
    value = Fraction(10**200 + 5, 10)
    assert int(rounded(value, 0, Rounding.HALF_UP)) == 10**199 + 1
    assert int(rounded(value, 0, Rounding.HALF_EVEN)) == 10**199
    assert shown(Fraction(10**199) + Fraction(1, 8), 3).endswith("0.125")
