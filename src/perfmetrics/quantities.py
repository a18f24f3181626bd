"""Numbers as a report writes them: digits kept, unit, precision, and the range of true values behind them.

Nothing here uses binary floating point or the caller's decimal context.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from perfmetrics import limits
from perfmetrics.errors import InputError, Problem
from perfmetrics.texts import Phrase, nearest

MAX_DIGITS = limits.DIGITS.usual
PRECISION = 60  # significant digits of results that no finite decimal can hold

TENS = tuple(10**i for i in range(2 * MAX_DIGITS))

CONTEXT = Context(prec=PRECISION, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999)
_EXACT = Context(prec=4 * limits.DIGITS.ceiling, Emin=-999_999, Emax=999_999)


class Rounding(StrEnum):
    """How a figure was cut to the digits it is written with. Negative figures mirror positive ones."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    TRUNCATE = "truncate"

    @property
    def label(self) -> Phrase:
        """The name that people use."""
        return _ROUNDING_LABELS[self]


_ROUNDING_LABELS = {
    Rounding.HALF_UP: Phrase("四舍五入", "rounding half up"),
    Rounding.HALF_EVEN: Phrase("四舍六入五成双", "rounding half to even"),
    Rounding.TRUNCATE: Phrase("截断", "truncation"),
}


class Dimension(StrEnum):
    """What kind of thing a unit measures."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    AREA = "area"
    MEASURE = "measure"
    TIME = "time"
    PLAIN = "plain"


class Unit(NamedTuple):
    """A unit: its text, what it measures, and how many of the smallest unit of its kind it is."""

    text: str
    dimension: Dimension
    scale: int


YUAN = Unit("元", Dimension.MONEY, 1)
WAN_YUAN = Unit("万元", Dimension.MONEY, 10**4)
YI_YUAN = Unit("亿元", Dimension.MONEY, 10**8)
PERCENT = Unit("%", Dimension.PERCENT, 1)
POINTS = Unit("分", Dimension.POINTS, 1)
COUNT_WORDS = (*"人名个位辆台件条项次批户家篇期场份座处所本册套只张根起株例", "批次", "个批次", "人次")

UNITS: dict[str, Unit] = {
    unit.text: unit
    for unit in (
        YUAN,
        WAN_YUAN,
        YI_YUAN,
        PERCENT,
        POINTS,
        *(Unit(word, Dimension.COUNT, 1) for word in COUNT_WORDS),
        Unit("平方米", Dimension.AREA, 1),
        Unit("㎡", Dimension.AREA, 1),
        *(Unit(word, Dimension.AREA, 1) for word in ("亩", "公顷", "平方公里")),
        *(Unit(word, Dimension.MEASURE, 1) for word in ("公里", "吨")),
        Unit("小时", Dimension.TIME, 1),
        Unit("天", Dimension.TIME, 24),
        Unit("日", Dimension.TIME, 24),
        Unit("周", Dimension.TIME, 7 * 24),
    )
}
MONEY_UNITS = ("元", "万元", "亿元")
SCALED = (Dimension.MONEY, Dimension.TIME)  # kinds whose units are multiples of one another


def same_scale(own: Unit | None, other: Unit | None) -> bool:
    """Return whether numbers in one unit can be put in the other: 元 in 万元, days in hours."""
    return own is not None and other is not None and own.dimension is other.dimension and own.dimension in SCALED


class Ends(NamedTuple):
    """A range whose ends are whole numbers of some small unit, so that many of them are added without fractions."""

    low: int | None
    high: int | None
    low_closed: bool = True
    high_closed: bool = True

    def __neg__(self) -> Ends:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Ends(low, high, self.high_closed, self.low_closed)

    def times(self, factor: int) -> Ends:
        """Return the ends in a unit that is so many times smaller."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Ends(low, high, self.low_closed, self.high_closed)

    def over(self, denominator: int) -> Interval:
        """Return the range of numbers, so many of the small units being one."""
        low = None if self.low is None else Fraction(self.low, denominator)
        high = None if self.high is None else Fraction(self.high, denominator)
        return Interval(low, high, self.low_closed, self.high_closed)


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of numbers whose ends are open or closed; an end that is None is unbounded.

    Example:
        >>> half_up = Interval(Fraction(1, 2), Fraction(3, 2), True, False)
        >>> Fraction(1, 2) in half_up, Fraction(3, 2) in half_up
        (True, False)
        >>> -half_up
        Interval(low=Fraction(-3, 2), high=Fraction(-1, 2), low_closed=False, high_closed=True)
    """

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    def __contains__(self, value: Fraction) -> bool:
        if self.low is not None and (value < self.low or (value == self.low and not self.low_closed)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_closed)

    def __neg__(self) -> Interval:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_closed, self.low_closed)

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_closed and other.low_closed, self.high_closed and other.high_closed)

    def __abs__(self) -> Interval:
        if self.low is not None and self.low >= 0:
            return self
        if self.high is not None and self.high <= 0:
            return -self
        mirrored = -self
        larger = _higher_end(self, mirrored)
        return Interval(Fraction(0), larger.high, True, larger.high_closed)

    def scaled(self, factor: Fraction) -> Interval:
        """Return the range of every value times a factor."""
        if factor == 0:
            return point(Fraction(0))
        if factor < 0:
            return -self.scaled(-factor)
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_closed, self.high_closed)

    def meets(self, other: Interval) -> bool:
        """Return whether some number lies in both ranges."""
        return not (_ends_before(self, other) or _ends_before(other, self))

    def to_text(self, digits: int = 4) -> str:
        """Return the range in the notation of intervals; ends are shown to some decimals, half up."""
        left = "(−∞" if self.low is None else ("[" if self.low_closed else "(") + shown(self.low, digits)
        right = "+∞)" if self.high is None else shown(self.high, digits) + ("]" if self.high_closed else ")")
        return f"{left}, {right}"


def point(value: Fraction) -> Interval:
    """Return the range that holds one number."""
    return Interval(value, value)


def _ends_before(first: Interval, second: Interval) -> bool:
    if first.high is None or second.low is None:
        return False
    if first.high == second.low:
        return not (first.high_closed and second.low_closed)
    return first.high < second.low


def _higher_end(first: Interval, second: Interval) -> Interval:
    if first.high is None or second.high is None:
        return first if first.high is None else second
    if first.high == second.high:
        return first if first.high_closed else second
    return first if first.high > second.high else second


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """Round to a number of decimals, ties away from zero (四舍五入).

    Example:
        >>> round_half_up(Fraction(28165, 1000), 2), round_half_up(Fraction(-5, 1000), 2)
        (Decimal('28.17'), Decimal('-0.01'))
    """
    return rounded(value, decimals, Rounding.HALF_UP)


def rounded(value: Fraction, decimals: int, mode: Rounding) -> Decimal:
    """Round an exact value once, to a number of decimals, in a named mode; the sign does not matter.

    Example:
        >>> rounded(Fraction(28165, 1000), 2, Rounding.HALF_EVEN)  # GB/T 8170-2008
        Decimal('28.16')
        >>> rounded(Fraction(-199, 100), 1, Rounding.TRUNCATE)
        Decimal('-1.9')
    """
    return _cut(*value.as_integer_ratio(), decimals, mode)


def _cut(numerator: int, denominator: int, decimals: int, mode: Rounding) -> Decimal:
    whole, rest = divmod(abs(numerator) * 10**decimals, denominator)
    if mode is not Rounding.TRUNCATE:
        twice = 2 * rest - denominator
        if twice > 0 or (twice == 0 and (mode is Rounding.HALF_UP or whole % 2 == 1)):
            whole += 1
    return _EXACT.create_decimal(-whole if numerator < 0 else whole).scaleb(-decimals, _EXACT)


def modes_that_write(value: Fraction, stated: Decimal, decimals: int) -> tuple[Rounding, ...]:
    """Return the modes under which an exact value is written as stated, in the order of their definition.

    Example:
        >>> [mode.value for mode in modes_that_write(Fraction(28165, 1000), Decimal("28.16"), 2)]
        ['half_even', 'truncate']
    """
    numerator, denominator = value.as_integer_ratio()
    over, under = stated.as_integer_ratio()
    size, finer = divmod(abs(over) * 10**decimals, under)
    if finer or numerator * over < 0:
        return ()
    whole, rest = divmod(abs(numerator) * 10**decimals, denominator)
    if not 0 <= size - whole <= 1:
        return ()
    up, even = 2 * rest >= denominator, 2 * rest > denominator - whole % 2
    cuts = ((Rounding.HALF_UP, whole + up), (Rounding.HALF_EVEN, whole + even), (Rounding.TRUNCATE, whole))
    return tuple([mode for mode, cut in cuts if cut == size])


def difference_of(stated: Decimal, expected: Decimal, decimals: int) -> Decimal:
    """Return what one number is more than another, half up to some decimals.

    Example:
        >>> difference_of(Decimal("17.05"), Decimal("17.06"), 2)
        Decimal('-0.01')
    """
    return _cut(*_EXACT.subtract(stated, expected).as_integer_ratio(), decimals, Rounding.HALF_UP)


def unrounded(value: Decimal, decimals: int, mode: Rounding) -> Interval:
    """Return every true value that is written as `value` when rounded to some decimals in a mode.

    Example:
        >>> unrounded(Decimal("0.6"), 1, Rounding.HALF_UP).to_text()
        '[0.55, 0.65)'
        >>> unrounded(Decimal("0.6"), 1, Rounding.HALF_EVEN).to_text()
        '[0.55, 0.65]'
        >>> unrounded(Decimal("-1.9"), 1, Rounding.TRUNCATE).to_text()
        '(-2, -1.9]'
    """
    numerator, denominator = value.as_integer_ratio()
    grain = 10**decimals
    return _around(2 * numerator * grain, denominator, mode).over(2 * denominator * grain)


def _around(centre: int, half: int, mode: Rounding) -> Ends:
    """Return what is written as a centre when it is cut to a digit of which a half is given."""
    if mode is Rounding.HALF_EVEN:
        even = centre % (4 * half) == 0
        return Ends(centre - half, centre + half, even, even)
    back, ahead = (0, 2 * half) if mode is Rounding.TRUNCATE else (half, half)
    if centre == 0:
        return Ends(-ahead, ahead, False, False)
    size = abs(centre)
    away = Ends(size - back, size + ahead, True, False)
    return away if centre > 0 else -away


def to_decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal: exact where a finite decimal exists, else to `PRECISION` digits.

    Example:
        >>> to_decimal(Fraction(1, 8))
        Decimal('0.125')
    """
    return CONTEXT.divide(_EXACT.create_decimal(value.numerator), _EXACT.create_decimal(value.denominator))


def shown(value: Fraction | Decimal, most: int = 2) -> str:
    """Return a value with at most some decimals, half up, without trailing zeros.

    Example:
        >>> shown(Fraction(54, 71) * 100), shown(Decimal("4.00")), shown(Fraction(-1, 1000))
        ('76.06', '4', '0')
    """
    text = format(round_half_up(Fraction(value), most), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def is_shown_exactly(value: Fraction, most: int = 2) -> bool:
    """Return whether some decimals are enough to write a value down exactly."""
    return int(10**most) % value.denominator == 0


def result_text(value: Fraction, decimals: int = 2) -> str:
    """Return a computed result: without trailing zeros where it is exact, to all its decimals where it is rounded.

    Example:
        >>> result_text(Fraction(100)), result_text(Fraction(916, 1521))
        ('100', '0.60')
    """
    return shown(value, decimals) if is_shown_exactly(value, decimals) else format(round_half_up(value, decimals), "f")


class Approximation(StrEnum):
    """A word that widens a figure by one unit of its last digit that is not zero."""

    ABOUT = "约"
    NEARLY = "近"
    MORE_THAN = "余"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a report writes it.

    Attributes:
        text: The figure as written, unit included.
        value: The number, in its own unit.
        decimals: Digits written after the point.
        unit: Its unit, or None where it takes the report's.
        approximation: The word that widens it (约, 近, 余), if any.

    Example:
        >>> quantity("1,521.390万元").decimals, quantity("1440元").in_unit(WAN_YUAN)
        (3, Fraction(18, 125))
    """

    text: str
    value: Decimal
    decimals: int
    unit: Unit | None = None
    approximation: Approximation | None = None

    def exact(self) -> Fraction:
        """Return the number in its own unit."""
        return Fraction(*self.value.as_integer_ratio())

    def digits(self) -> int:
        """Return the number without its point, as a whole number."""
        numerator, denominator = self.value.as_integer_ratio()
        return int(numerator * (10**self.decimals // denominator))

    def in_unit(self, unit: Unit | None) -> Fraction:
        """Return the number in another unit of the same kind; a figure without a unit is taken to be in it."""
        return self.exact() * self._factor(unit)

    def interval(self, mode: Rounding, *, decimals: int | None = None, unit: Unit | None = None) -> Interval:
        """Return the true values that may stand behind the figure.

        Counts and zeros are exact (a department has no half employees, and nothing spent is nothing); only a share of
        0.00% may be a small one.

        Args:
            mode: How the figure was rounded.
            decimals: Its precision, where its neighbours show that it is finer than the digits written.
            unit: The unit of the result.
        """
        ends, denominator = self.ends(mode, self.decimals if decimals is None else decimals, self.unit)
        return ends.over(denominator).scaled(self._factor(unit))

    def ends(self, mode: Rounding, decimals: int, unit: Unit | None) -> tuple[Ends, int]:
        """Return the same true values in whole numbers, and how many of them are one.

        Args:
            mode: How the figure was rounded.
            decimals: Its precision.
            unit: The unit that it is in, where it carries none.
        """
        numerator, denominator = self.value.as_integer_ratio()
        if self.approximation is not None:
            return self._widened(numerator, denominator)
        kind = None if unit is None else unit.dimension
        if (numerator == 0 and kind is not Dimension.PERCENT) or (kind is Dimension.COUNT and self.decimals == 0):
            return Ends(numerator, numerator), denominator
        grain = 10**decimals
        return _around(2 * numerator * grain, denominator, mode), 2 * denominator * grain

    def reach(self) -> tuple[Ends, int]:
        """Return a range, as `ends` does, in which the true value lies however the figure was rounded."""
        numerator, denominator = self.value.as_integer_ratio()
        if self.approximation is not None:
            return self._widened(numerator, denominator)
        grain = 10**self.decimals
        return Ends(numerator * grain - denominator, numerator * grain + denominator), denominator * grain

    def _factor(self, unit: Unit | None) -> Fraction:
        if self.unit is None or unit is None:
            return Fraction(1)
        return Fraction(self.unit.scale, unit.scale)

    def _widened(self, numerator: int, denominator: int) -> tuple[Ends, int]:
        """Return what an approximate figure may be: one unit of its last digit that is not zero to a side, or both."""
        grain = 10**self.decimals
        size, ulp = abs(numerator) * grain, denominator * _last_digit(self.value, self.decimals)
        if self.approximation is Approximation.NEARLY:
            wide = Ends(size - ulp, size, False, True)
        elif self.approximation is Approximation.MORE_THAN:
            wide = Ends(size, size + ulp, True, False)
        else:
            wide = Ends(size - ulp, size + ulp, False, False)
        return -wide if numerator < 0 else wide, denominator * grain


def _last_digit(value: Decimal, decimals: int) -> int:
    """Return the worth of the last digit that is not a zero before the point, in units of the last one written."""
    if decimals or value == 0:
        return 1
    digits = str(abs(int(value)))
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))


_FOLD = str.maketrans(
    "０１２３４５６７８９．，％－＋　−﹒",
    "0123456789.,%-+ -.",
)
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?", re.ASCII)
MANY = 10**18  # far above the figures of a report, and far below what takes long to write
_PLAIN = re.compile(r"(-?[0-9]+(?:\.([0-9]+))?)([^0-9.,\s]*)", re.ASCII)


class BadNumberError(ValueError):
    """A value is no number; carries the reason and the mend until somebody adds the path."""

    def __init__(self, reason: Phrase, mend: Phrase) -> None:
        self.reason, self.mend = reason, mend
        super().__init__(reason.en)


_WRITE_DIGITS = Phrase('请写成数字，如 1521.39 或 "1440元"', 'write digits, such as 1521.39 or "1440元"')


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool):
        raise BadNumberError(Phrase("布尔值不是数字", "a boolean is not a number"), _WRITE_DIGITS)
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))  # the shortest decimal that reads back as this float
    if isinstance(value, int):
        _limit_digits(value.bit_length() * 3 // 10)
        value = Decimal(value)
    if not isinstance(value, Decimal):
        kind = next((each.__name__ for each in (dict, list) if isinstance(value, each)), type(value).__name__)
        reason = Phrase(f"{kind} 类型不是数字", f"a value of type {kind} is no number")
        raise BadNumberError(reason, _WRITE_DIGITS)
    if not value.is_finite():
        raise BadNumberError(Phrase(f"{value} 不是有限的数", f"{value} is not a finite number"), _WRITE_DIGITS)
    _, digits, power = value.as_tuple()
    exponent = int(power)
    _limit_digits(len(digits))
    size = max(abs(exponent), abs(value.adjusted()))
    if size > limits.EXPONENT.usual:
        _limit(limits.EXPONENT, size)
    return value if exponent <= 0 else _EXACT.quantize(value, Decimal(1))


def _limit_digits(count: int) -> None:
    if count > MAX_DIGITS:
        _limit(limits.DIGITS, count)


def _limit(limit: limits.Limit, given: int) -> None:
    if not limit.allows(given):
        raise BadNumberError(limit.reason(given, or_more=True), limit.mend)


def read_quantity(value: object) -> Quantity:
    """Read a number as written; raise a ValueError with `reason` and `mend` where it is none."""
    if isinstance(value, Quantity):
        return value
    if type(value) is int and -MANY < value < MANY:
        return Quantity(str(value), Decimal(value), 0)
    if not isinstance(value, str):
        number = _decimal(value)
        return Quantity(format(number, "f"), number, -int(number.as_tuple().exponent))
    plain = _plain_quantity(value)
    if plain is not None:
        return plain
    _limit_digits(len(value) - 20)
    folded = value.translate(_FOLD).strip()
    approximation: Approximation | None = None
    for word in (Approximation.ABOUT, Approximation.NEARLY):
        if folded.startswith(word):
            folded, approximation = folded.removeprefix(word).lstrip(), word
    found = _NUMBER.match(folded)
    if found is None:
        raise BadNumberError(Phrase(f"“{value}”不是数字", f"{value!r} is not a number"), _WRITE_DIGITS)
    rest = folded[found.end() :].strip()
    if rest.startswith((Approximation.MORE_THAN, "多")):
        rest, approximation = rest[1:].lstrip(), Approximation.MORE_THAN
    digits = found.group().replace(",", "")
    _limit_digits(len(digits))
    if rest and rest not in UNITS:
        raise _unknown_unit(value, rest)
    number = Decimal(digits)
    return Quantity(value.strip(), number, -int(number.as_tuple().exponent), UNITS.get(rest), approximation)


def _plain_quantity(value: str) -> Quantity | None:
    """Return the number of a text that is digits and perhaps a unit, as nearly all are."""
    found = _PLAIN.fullmatch(value) if len(value) <= MAX_DIGITS else None
    if found is None:
        return None
    digits, behind, unit = found.groups()
    if unit and unit not in UNITS:
        return None
    return Quantity(value, Decimal(digits), len(behind or ""), UNITS.get(unit))


def plain_number_of(given: int | str) -> tuple[int, int, Unit | None]:
    """Return a number or text that is known to state one as its digits, how many of them are decimals, and the unit.

    Example:
        >>> plain_number_of("-1.50"), plain_number_of("3%")[0]
        ((-150, 2, None), 3)
    """
    if isinstance(given, int):
        return given, 0, None
    text, unit = given, None
    if not "0" <= given[-1] <= "9":
        text = given.rstrip(_UNIT_LETTERS)
        unit = UNITS.get(given[len(text) :])
    before, _, behind = text.partition(".")
    try:
        return int(before + behind), len(behind), unit
    except ValueError:  # 约, 余 or commas
        read = read_quantity(given)
        return read.digits(), read.decimals, read.unit


_UNIT_LETTERS = "".join(UNITS)


def _unknown_unit(value: str, rest: str) -> BadNumberError:
    if rest[0] in "0123456789.,_+-":
        return BadNumberError(Phrase(f"“{value}”不是数字", f"{value!r} is not a number"), _WRITE_DIGITS)
    close = nearest(rest, UNITS) or MONEY_UNITS
    return BadNumberError(
        Phrase(f"“{value}”的单位“{rest}”不认识", f"the unit {rest!r} of {value!r} is not known"),
        Phrase(f"可用的单位如：{'、'.join(close)}", f"units such as: {', '.join(close)}"),
    )


def quantity(value: object, path: str = "") -> Quantity:
    """Read a number with its digits, unit and approximation kept.

    Args:
        value: A decimal, a whole number, a float (taken by its `repr`) or a text such as `"1440元"`.
        path: Where the value stands, for the error.

    Raises:
        InputError: If it is no finite number, or its unit is not known.

    Example:
        >>> quantity("约2800条").text, quantity(0.1).value
        ('约2800条', Decimal('0.1'))
    """
    try:
        return read_quantity(value)
    except BadNumberError as bad:
        raise InputError([Problem(path, bad.reason, bad.mend)]) from None


def plain_number(value: object, path: str = "") -> Decimal:
    """Read a number that has no unit, such as an operand of a formula.

    Raises:
        InputError: If it is no finite number, or carries a unit.

    Example:
        >>> plain_number("234.56")
        Decimal('234.56')
    """
    read = quantity(value, path)
    if read.unit is not None or read.approximation is not None:
        reason = Phrase(f"“{read.text}”带有单位或约数", f"{read.text!r} carries a unit or is approximate")
        raise InputError([Problem(path, reason, Phrase("此处请只写数字", "write digits only here"))])
    return read.value
