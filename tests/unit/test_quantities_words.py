"""What a user reads of a figure that is refused, and ranges of figures to their ends."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from perfmetrics.errors import InputError
from perfmetrics.quantities import (
    UNITS,
    Ends,
    Interval,
    Rounding,
    difference_of,
    is_shown_exactly,
    modes_that_write,
    plain_number,
    plain_number_of,
    point,
    quantity,
    read_quantity,
    result_text,
    rounded,
    same_scale,
    shown,
)

WRITE_DIGITS = ('请写成数字，如 1521.39 或 "1440元"', 'write digits, such as 1521.39 or "1440元"')


def beyond(what: tuple[str, str], count: int, variable: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """What is said of a number beyond a limit of 100: how much it has, and what to do."""
    zh, en = what
    reason = (f"{zh} 至少 {count}，超过上限 100", f"{en}: at least {count}, of at most 100")
    asks = f"check whether it was typed by mistake; if it is meant, set the environment variable {variable}"
    return reason, (f"请核对是否误录；确需更多，设环境变量 {variable}", asks)


def digits(count: int) -> tuple[tuple[str, str], tuple[str, str]]:
    return beyond(("数字位数", "digits of a number"), count, "PERFMETRICS_MOST_DIGITS")


@pytest.mark.parametrize(
    ("value", "reason", "mend"),
    [
        (True, ("布尔值不是数字", "a boolean is not a number"), WRITE_DIGITS),
        (float("nan"), ("NaN 不是有限的数", "NaN is not a finite number"), WRITE_DIGITS),
        (None, ("NoneType 类型不是数字", "a value of type NoneType is no number"), WRITE_DIGITS),
        ([1], ("list 类型不是数字", "a value of type list is no number"), WRITE_DIGITS),
        ("二十", ("“二十”不是数字", "'二十' is not a number"), WRITE_DIGITS),
        ("1,00", ("“1,00”不是数字", "'1,00' is not a number"), WRITE_DIGITS),
        ("1" * 101, *digits(101)),
        ("1" * 200, *digits(180)),
        (10**100, *digits(101)),
        (10**5000, *digits(4983)),
        (-(10**5000), *digits(4983)),
        (Decimal("1E-101"), *beyond(("数字的指数", "exponent of a number"), 101, "PERFMETRICS_MOST_EXPONENT")),
    ],
    ids=[f"case {number}" for number in range(1, 13)],
)
def test_why_a_figure_is_refused(value: object, reason: tuple[str, str], mend: tuple[str, str]) -> None:
    """Style 9: the reason and how to mend it, in both languages, with the path that was given."""
    with pytest.raises(InputError) as caught:
        quantity(value, "staff.in_post")
    (problem,) = caught.value.problems
    assert (problem.path, problem.reason, problem.mend) == ("staff.in_post", reason, mend)


def test_the_nearest_unit_is_offered() -> None:
    with pytest.raises(InputError) as caught:
        quantity("5 万员", "a.b")
    (problem,) = caught.value.problems
    assert problem.reason == ("“5 万员”的单位“万员”不认识", "the unit '万员' of '5 万员' is not known")
    assert problem.mend.zh.startswith("可用的单位如：")
    assert problem.mend.en.startswith("units such as: ")
    assert "万元" in problem.mend.en


@pytest.mark.parametrize("value", ["5万元", "约5", "约5万元", "50%"])
def test_a_plain_number_has_neither_unit_nor_approximation(value: str) -> None:
    with pytest.raises(InputError) as caught:
        plain_number(value, "share.part")
    (problem,) = caught.value.problems
    assert problem.path == "share.part"
    assert problem.reason == (f"“{value}”带有单位或约数", f"{value!r} carries a unit or is approximate")
    assert problem.mend == ("此处请只写数字", "write digits only here")


@pytest.mark.parametrize("value", [0, 5, -7, 10**18 - 1, 10**18, -(10**18), 10**99, "1,521.390", " 12 ", "0.50"])
def test_a_figure_is_kept_as_it_is_written(value: object) -> None:
    """The number, its digits and nothing beside them: no unit, no approximation."""
    read = read_quantity(value)
    text = str(value).strip()
    assert (read.text, read.value) == (text, Decimal(text.replace(",", "")))
    assert read.decimals == len(text.partition(".")[2])
    assert read.unit is None
    assert read.approximation is None


@pytest.mark.parametrize(
    ("value", "most", "text"),
    [
        ("0.125", 2, "0.13"),
        ("0.1254", 3, "0.125"),
        ("0", 2, "0"),
        ("-0.001", 2, "0"),
        ("-0.005", 2, "-0.01"),
        ("100", 0, "100"),
        ("1200", 2, "1200"),
        ("2.50", 2, "2.5"),
        ("1/3", 4, "0.3333"),
        (f"1{'0' * 40}", 2, f"1{'0' * 40}"),
    ],
)
def test_numbers_in_print(value: str, most: int, text: str) -> None:
    assert shown(Fraction(value), most) == text
    assert shown(Fraction("0.12345")) == "0.12"
    assert result_text(Fraction("0.5")) == "0.5"
    assert result_text(Fraction(3, 5) + Fraction(1, 1000)) == "0.60"


def test_differences_are_exact_before_they_are_rounded() -> None:
    assert difference_of(Decimal("17.05"), Decimal("17.06"), 2) == Decimal("-0.01")
    assert difference_of(Decimal(40), Decimal(26), 0) == Decimal(14)
    assert difference_of(Decimal("0.125"), Decimal(0), 2) == Decimal("0.13")
    assert difference_of(Decimal(1), Decimal("1E-90"), 2) == Decimal("1.00")


@pytest.mark.parametrize(
    ("own", "other", "same"),
    [
        ("元", "万元", True),
        ("天", "小时", True),
        ("元", "天", False),
        ("万元", "平方米", False),
        ("人", "人", False),
        ("元", None, False),
        (None, "元", False),
        (None, None, False),
    ],
)
def test_units_of_one_scale(own: str | None, other: str | None, same: bool) -> None:  # noqa: FBT001
    """Money is put in money and time in time; counts of people and of things are not each other."""
    assert same_scale(own and UNITS[own], other and UNITS[other]) is same  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------------------------------
# Ranges.

CLOSED = list(product([True, False], repeat=2))


@pytest.mark.parametrize(("low_closed", "high_closed"), CLOSED)
@pytest.mark.parametrize(("low", "high"), [(-3, 5), (None, 5), (-3, None), (None, None), (0, 0)])
def test_ends_in_whole_numbers(low: int | None, high: int | None, low_closed: bool, high_closed: bool) -> None:  # noqa: FBT001
    """Each end keeps its place and whether it belongs to the range: negated, in a smaller unit, and as numbers."""
    ends = Ends(low, high, low_closed, high_closed)
    times = [None if each is None else each * 10 for each in (low, high)]
    assert ends.times(10) == (*times, low_closed, high_closed)
    back = [None if each is None else -each for each in (high, low)]
    assert -ends == (*back, high_closed, low_closed)
    over = [None if each is None else Fraction(each, 4) for each in (low, high)]
    assert ends.over(4) == Interval(over[0], over[1], low_closed, high_closed)


@pytest.mark.parametrize(
    ("text", "low", "high", "closed"),
    [
        ("约2800", "2700", "2900", (False, False)),
        ("近2800", "2700", "2800", (False, True)),
        ("2800余", "2800", "2900", (True, False)),
        ("约0.5", "0.4", "0.6", (False, False)),
        ("近-2800", "-2800", "-2700", (True, False)),
        ("-2800余", "-2900", "-2800", (False, True)),
    ],
)
def test_what_an_approximate_figure_may_be(text: str, low: str, high: str, closed: tuple[bool, bool]) -> None:
    """One unit of its last digit that is not zero: to both sides, up to it, or from it; in every mode of rounding."""
    figure = quantity(text)
    expected = Interval(Fraction(low), Fraction(high), *closed)
    assert {figure.interval(mode) for mode in Rounding} == {expected}
    ends, one = figure.reach()
    assert ends.over(one) == expected


@pytest.mark.parametrize("text", ["12.5", "-12.5", "0", "0.00%", "7", "-7", "1,521.390万元", "5人"])
def test_the_reach_of_a_figure_holds_its_range_in_every_mode(text: str) -> None:
    """One unit of the last digit written to each side, both ends with it."""
    figure = quantity(text)
    ends, one = figure.reach()
    reach = ends.over(one)
    unit = Fraction(1, 10**figure.decimals)
    assert reach == Interval(figure.exact() - unit, figure.exact() + unit)
    for mode in Rounding:
        inside = figure.interval(mode)
        assert inside.low is not None
        assert inside.high is not None
        assert inside.low in reach
        assert inside.high in reach


ZERO, ONE, TWO = (Fraction(each) for each in range(3))


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        (Interval(ZERO, ONE), Interval(ONE, TWO), True),
        (Interval(ZERO, ONE, True, False), Interval(ONE, TWO), False),
        (Interval(ZERO, ONE), Interval(ONE, TWO, False, True), False),
        (Interval(ZERO, ONE), Interval(TWO, None), False),
        (Interval(None, TWO), Interval(ONE, None), True),
        (Interval(None, ONE), point(TWO), False),
        (Interval(None, None), point(TWO), True),
    ],
)
def test_ranges_that_meet(first: Interval, second: Interval, meet: bool) -> None:  # noqa: FBT001
    assert first.meets(second) is second.meets(first) is meet


@pytest.mark.parametrize(
    "given",
    [
        0,
        5,
        -7,
        "0",
        "9",
        "10",
        "-1.50",
        "3%",
        "0.5%",
        "-2.5万元",
        "12.50亿元",
        "7件",
        "90公顷",
        "1,234.50元",
        "约5万元",
        "20余人",
    ],
)
def test_a_number_is_read_alike_on_the_short_way_and_on_the_long_one(given: int | str) -> None:
    """Its digits, how many of them are decimals, and its unit."""
    read = read_quantity(given)
    assert plain_number_of(given) == (read.digits(), read.decimals, read.unit)


def test_the_modes_that_write_a_figure_are_those_that_round_to_it() -> None:
    """Ties, what lies between them and what is too far, on either side of zero."""
    for n, decimals in product(range(-62, 63), (0, 1)):
        value = Fraction(n, 20)
        for stated in range(-35, 36):
            written = Decimal(stated).scaleb(-1) if decimals else Decimal(stated)
            expected = tuple(mode for mode in Rounding if rounded(value, decimals, mode) == written)
            assert modes_that_write(value, written, decimals) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("-3", "0", ("0", "3")),
        ("-3", "-1", ("1", "3")),
        ("0", "3", ("0", "3")),
        ("1", "3", ("1", "3")),
        ("-3", "0.5", ("0", "3")),
        ("-0.5", "3", ("0", "3")),
        ("-3", "1", ("0", "3")),
    ],
)
def test_the_size_of_what_lies_in_a_range(low: str, high: str, expected: tuple[str, str]) -> None:
    for closed in (True, False):
        found = abs(Interval(Fraction(low), Fraction(high), closed, closed))
        assert (found.low, found.high) == tuple(map(Fraction, expected))
        assert found.high_closed is closed


def test_a_number_is_shown_with_two_decimals_unless_more_are_asked_for() -> None:
    assert is_shown_exactly(Fraction(1, 100))
    assert not is_shown_exactly(Fraction(1, 1000))
    assert is_shown_exactly(Fraction(1, 1000), 3)


def test_the_digits_of_a_long_number_are_whole() -> None:
    assert quantity("123456789012345678901.5").digits() == 1234567890123456789015
    assert quantity("-0.000000000000000000012").digits() == -12


def test_a_power_of_ten_is_written_out() -> None:
    for text, value in (("1E+1", "10"), ("1E+3", "1000"), ("5", "5"), ("1.50", "1.50")):
        read = quantity(Decimal(text))
        assert (str(read.value), read.decimals) == (value, len(value.partition(".")[2]))


def test_what_no_number_can_be_made_of_is_named_by_its_type() -> None:
    for value, kind in (((1, 2), "tuple"), ({"a": 1}, "dict"), ([1], "list"), (None, "NoneType"), (object(), "object")):
        with pytest.raises(ValueError, match=f"a value of type {kind} is no number") as caught:
            read_quantity(value)
        assert str(caught.value) == f"a value of type {kind} is no number"


def test_units_that_are_known_are_told_one_by_one() -> None:
    with pytest.raises(InputError) as caught:
        quantity("5X")
    [problem] = caught.value.problems
    assert problem.reason.en == "the unit 'X' of '5X' is not known"
    assert problem.mend is not None
    names = problem.mend.en.removeprefix("units such as: ").split(", ")
    assert len(names) > 1
    assert all(name in UNITS for name in names)
    assert problem.mend.zh == f"可用的单位如：{'、'.join(names)}"


def test_a_number_with_a_unit_is_refused_where_digits_are_asked_for() -> None:
    for path in ("", "a.b"):
        for value in ("5元", "五"):
            with pytest.raises(InputError) as caught:
                plain_number(value, path) if path else plain_number(value)
            assert [each.path for each in caught.value.problems] == [path]


@pytest.mark.parametrize("open_end", [True, False])
def test_the_size_of_what_ends_at_zero_keeps_its_ends(open_end: bool) -> None:  # noqa: FBT001
    """Zero belongs to the sizes only where it belongs to the range: of what is below zero the size is above it."""
    for far_end in (True, False):
        below = Interval(Fraction(-3), Fraction(0), far_end, open_end)
        above = Interval(Fraction(0), Fraction(3), open_end, far_end)
        assert abs(below) == abs(above) == above


@pytest.mark.parametrize(("factor", "ends"), [(2, (None, 10)), (-2, (-10, None)), (0, (0, 0))])
def test_a_range_without_an_end_has_none_in_another_unit(factor: int, ends: tuple[int | None, int | None]) -> None:
    expected = tuple(None if each is None else Fraction(each) for each in ends)
    found = Interval(None, Fraction(5)).scaled(Fraction(factor))
    assert (found.low, found.high) == expected
    turned = Interval(Fraction(-5), None).scaled(Fraction(-factor))
    assert (turned.low, turned.high) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "closed"),
    [("约0", -1, 1, (False, False)), ("0余", 0, 1, (True, False)), ("近0", -1, 0, (False, True))],
)
def test_an_approximate_zero_is_widened_by_one(text: str, low: int, high: int, closed: tuple[bool, bool]) -> None:
    """Zero has no other digit: one unit to both sides, above it, or below it."""
    figure = quantity(text)
    assert {figure.interval(mode) for mode in Rounding} == {Interval(Fraction(low), Fraction(high), *closed)}


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("0.00000012"), "0.00000012"), (1e-7, "0.0000001"), (Decimal("1.0E-9"), "0.0000000010")]
)
def test_a_small_number_is_written_out(value: object, text: str) -> None:
    """Without a power of ten, which no report writes."""
    assert read_quantity(value).text == text


@pytest.mark.parametrize("text", ["20余万元", "20余 万元", "20多 万元", "20 余 万元 "])
def test_spaces_between_a_number_its_approximation_and_its_unit_do_not_count(text: str) -> None:
    read = read_quantity(text)
    assert (read.value, read.unit, read.approximation) == (Decimal(20), UNITS["万元"], "余")


def test_a_number_that_stands_nowhere_is_refused_without_a_path() -> None:
    with pytest.raises(InputError) as caught:
        quantity("五")
    assert [each.path for each in caught.value.problems] == [""]
