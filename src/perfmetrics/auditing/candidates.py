"""A claim as it is read: a figure of the text, and the arithmetic over other figures that it may come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from perfmetrics import relations
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Statement
from perfmetrics.quantities import Dimension, Unit, same_scale
from perfmetrics.working import Expr, NoDenominatorError, Ratio, Symbol, as_ratio, evaluate_over, signed_sum

FAR = 40  # statements back, or ahead, in which a figure of some name is looked for
NEAR = 8


class Sureness(StrEnum):
    """How sure it is that a figure is meant to follow from the others."""

    SAID = "said"  # the sentence says so: a figure that does not follow is wrong
    LIKELY = "likely"  # the words fit; it is judged where it follows, and left alone where it does not


RATE = "÷"
GROWTH = "−÷"  # (first − second) ÷ second
DECLINE = "÷−"  # (second − first) ÷ second
RISE = "÷(−)"  # first ÷ (second − first): what was added, of what there was before
FALL = "÷(+)"  # first ÷ (second + first): what was taken off, of the same
SWAPPED = "−+"  # second − first
# Of what comes to percent: how often the first and the second number stand above, and below.
_PERCENT = {
    RATE: ((1, 0), (0, 1)),
    GROWTH: ((1, -1), (0, 1)),
    DECLINE: ((-1, 1), (0, 1)),
    RISE: ((1, 0), (-1, 1)),
    FALL: ((1, 0), (1, 1)),
}


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """A figure, and what it may have been computed from.

    Attributes:
        kind: The family.
        stated: The figure.
        arithmetic: Over the keys of numbers; short for what nearly all are: the signs of the numbers where they add up,
            `RATE` for what the first is of the second in percent, `GROWTH` and `DECLINE` for how it differs from that,
            `RISE` and `FALL` for what it is of the second before it was added or taken off.
        numbers: The numbers.
        sureness: How sure it is that the figure is meant to follow from them.
        may_fall_short: Whether the figure may lawfully be more: parts that are not said to be all.
        is_bound: Whether the figure is to be at most that, and not to equal it.
        is_only: Whether other figures of the text leave no other reading, whatever else may fit.
    """

    kind: str
    stated: Number
    arithmetic: Expr | str
    numbers: tuple[Number, ...]
    sureness: Sureness = Sureness.SAID
    may_fall_short: bool = False
    is_bound: bool = False
    is_only: bool = False

    def __repr__(self) -> str:
        told = ("kind", "stated", "expression", "numbers", "sureness", "may_fall_short", "is_bound", "is_only")
        return f"Candidate({', '.join(f'{name}={getattr(self, name)!r}' for name in told)})"

    @property
    def figures(self) -> tuple[Number, ...]:
        """The figure and the numbers."""
        return self.stated, *self.numbers

    @property
    def expression(self) -> Expr:
        """The arithmetic in full."""
        if not isinstance(self.arithmetic, str):
            return self.arithmetic
        if self.arithmetic in _PERCENT:
            over, under = (_in_full(weights, self.numbers) for weights in _PERCENT[self.arithmetic])
            return over / under * 100
        if self.arithmetic == SWAPPED:
            less, more = map(symbol, self.numbers)
            return more - less
        return total_of([(int(f"{sign}1"), number) for sign, number in zip(self.arithmetic, self.numbers, strict=True)])

    def worth(self, unit: Unit | None) -> tuple[int, int]:
        """Return what the arithmetic comes to, with amounts in a unit, as a numerator over a positive denominator.

        Raises:
            NoDenominatorError: If it divides by zero.
        """
        percent = _PERCENT.get(self.arithmetic) if isinstance(self.arithmetic, str) else None
        if isinstance(self.arithmetic, str) and percent is None:
            values, common = on_one_scale(self.numbers, unit)
            if not self.arithmetic.strip("+"):
                return sum(values), common
            signed = zip(self.arithmetic, values, strict=True)
            return sum([each if sign == "+" else -each for sign, each in signed]), common
        if percent is not None:
            (first, second), _ = on_one_scale(self.numbers, unit)
            (one, other), (under, beneath) = percent
            above, below = one * first + other * second, under * first + beneath * second
            if below == 0:
                raise NoDenominatorError(_in_full(percent[1], self.numbers), over_zero=above == 0)
            return (above * 100, below) if below > 0 else (-above * 100, -below)
        return evaluate_over(self.expression, {each.key: in_whole_numbers(each, unit) for each in self.numbers})

    def weights(self) -> tuple[Sequence[tuple[Number, tuple[int, int]]], int] | None:
        """Return each number, with how often it counts above and below, and what is added below.

        None for arithmetic that is not short, and where a number stands twice: its roundings are one.
        """
        if not isinstance(self.arithmetic, str) or len({number.begin for number in self.numbers}) < len(self.numbers):
            return None
        if self.arithmetic in _PERCENT:
            (one, other), (under, beneath) = _PERCENT[self.arithmetic]
            first, second = self.numbers
            return ((first, (100 * one, under)), (second, (100 * other, beneath))), 0
        signed = zip(self.arithmetic, self.numbers, strict=True)
        return [(number, (1 if sign == "+" else -1, 0)) for sign, number in signed], 1

    def ratio(self) -> Ratio:
        """Return the arithmetic as one weighted sum over another.

        Raises:
            NotARatioError: If it is none.
        """
        return as_ratio(self.expression)


def _in_full(weights: tuple[int, int], numbers: Sequence[Number]) -> Expr:
    """Return a sum or a difference of two numbers, or one of them; the second comes first unless it is taken off."""
    chosen = [(weight, number) for weight, number in zip(weights, numbers, strict=True) if weight]
    return total_of(chosen[::-1] if weights[1] > 0 else chosen)


def symbol(number: Number) -> Expr:
    """Return a number as it stands in expressions."""
    return Symbol(number.key)


def in_whole_numbers(number: Number, unit: Unit | None) -> tuple[int, int]:
    """Return a number as a numerator over a denominator: an amount or a time in a unit, anything else in its own."""
    digits, decimals = number.plain()
    own = number.unit
    ratio = digits, 10**decimals
    return ratio if own is unit else relations.in_whole_numbers(ratio, own, unit)


def on_one_scale(numbers: Iterable[Number], unit: Unit | None) -> tuple[list[int], int]:
    """Return numbers as numerators over one denominator, and this one: amounts and times in a unit."""
    overs: list[int] = []
    unders: list[int] = []
    for number in numbers:
        over, under = in_whole_numbers(number, unit)
        overs.append(over)
        unders.append(under)
    common = lcm(*unders)
    if unders.count(common) == len(unders):
        return overs, common
    return [over * (common // under) for over, under in zip(overs, unders, strict=True)], common


def levelled(statements: Iterable[Statement]) -> list[tuple[Statement, Number]]:
    """Return the statements that state an amount, with it."""
    return [(each, each.level) for each in statements if each.level is not None]


def pair_before(statement: Statement, statements: Sequence[Statement]) -> tuple[Number, Number] | None:
    """Return the amount of a statement and the only one before it in its part of the sentence, outside of brackets."""
    if statement.level is None or statement.depth:
        return None
    before = [
        stated
        for each, stated in levelled(statements[max(0, statement.place - NEAR) : statement.place])
        if each.segment == statement.segment and not each.depth and comparable(stated, statement.level)
    ]
    return (before[0], statement.level) if len(before) == 1 else None


def total_of(numbers: Sequence[tuple[int, Number]]) -> Expr:
    """Return the sum of signed numbers.

    Raises:
        ValueError: If there are none.
    """
    tree = signed_sum([(sign, symbol(number)) for sign, number in numbers])
    if tree is None:
        raise ValueError("no numbers")
    return tree


def signs_of(numbers: Iterable[tuple[int, Number]]) -> str:
    """Return the arithmetic of a claim that signed numbers add up, these being its numbers."""
    return "".join(["+" if sign > 0 else "-" for sign, _ in numbers])


def adding(numbers: Sized) -> str:
    """Return the same of numbers that are all added."""
    return "+" * len(numbers)


def exact(number: Number) -> Number:
    """Return a number that nobody rounded: points are awarded as they are written, and there is no half employee."""
    return number.measuring(Unit(number.unit.text if number.unit else "", Dimension.COUNT, 1))


def comparable(first: Number, second: Number) -> bool:
    """Return whether two numbers are of one kind and may be compared."""
    own, other = first.unit, second.unit
    return own is other or own == other or same_scale(own, other)


def at_least(first: Number, second: Number) -> bool:
    """Return whether a number is as large as another one that it may be compared with, or larger."""
    (own, other), _ = on_one_scale((first, second), second.unit)
    return own >= other


def size_of(number: Number) -> float:
    """Return about how large a number is, whatever its unit: for a quick look at many of them."""
    return number.about() * (number.unit.scale if number.unit else 1)


def looseness(number: Number) -> Fraction:
    """Return how far rounding may have moved a number, against its size; counts and whole factors are exact."""
    digits, decimals = number.plain()
    is_exact = number.dimension in {None, Dimension.COUNT} and not decimals
    return Fraction(0) if is_exact or not digits else Fraction(1, abs(digits))


def value(number: Number, like: Number) -> Fraction:
    """Return a number in the unit of another."""
    return Fraction(*in_whole_numbers(number, like.unit))


def difference_of(
    stated: Number, level: Number, base: Number, sureness: Sureness = Sureness.SAID, *, falls: bool = False
) -> Candidate:
    """Return the claim that a figure is how much an amount differs from another: above it, or below it."""
    return Candidate("difference", stated, SWAPPED if falls else "+-", (level, base), sureness)


def growth_of(
    rate: Number, level: Number, base: Number, sureness: Sureness = Sureness.SAID, *, falls: bool = False
) -> Candidate:
    """Return the same of a percentage of the other one."""
    return Candidate("growth", rate, DECLINE if falls else GROWTH, (level, base), sureness)


def growth_by(
    rate: Number, change: Number, level: Number, sureness: Sureness = Sureness.SAID, *, falls: bool = False
) -> Candidate:
    """Return the claim that a percentage is what a change is of what an amount was before it."""
    return Candidate("growth", rate, FALL if falls else RISE, (change, level), sureness)


def rate_of(kind: str, rate: Number, over: Number, under: Number, sureness: Sureness = Sureness.SAID) -> Candidate:
    """Return the claim that a percentage is one amount of another."""
    return Candidate(kind, rate, RATE, (over, under), sureness)


_TELLING = 4  # digits of a figure such that one wrong digit of it is no coincidence


def is_slip(stated: Number, expected: Fraction, slack: Fraction) -> bool:
    """Return whether one digit, or two neighbours swapped, part a long figure from what was expected of it.

    Parts that may be incomplete fall short by any amount, but hardly by one digit of a long figure and nothing else.
    """
    if not has_digits(stated):
        return False
    ulps, number = 10**stated.decimals, _digits(stated)
    off, loose = abs(stated.exact() - expected) * ulps, slack * ulps
    one = lcm(off.denominator, loose.denominator)
    far, near = int(off * one), int(loose * one)  # in whole numbers, for all the places that a digit may stand in
    places = [one * 10**m for m in range(1, len(str(number))) if one * 10**m > 10 * near]
    if any(abs(far - k * place) <= near for place in places for k in range(1, 10)):
        return True
    return off.denominator == 1 and _is_swapped(number, abs(expected * ulps))


def has_digits(number: Number) -> bool:
    """Return whether a figure is so long that one wrong digit of it is no coincidence."""
    return len(str(_digits(number)).rstrip("0")) >= _TELLING


def _digits(number: Number) -> int:
    return abs(number.digits)


def _is_swapped(stated: int, expected: Fraction) -> bool:
    text = str(stated)
    swapped = (f"{text[:i]}{text[i + 1]}{text[i]}{text[i + 2 :]}" for i in range(len(text) - 1))
    return expected != stated and str(expected) in swapped
