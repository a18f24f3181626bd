"""Four verdicts on a stated figure, and how one is reached.

A statement is judged to the digits it is written with. It is inconsistent only if no single rounding mode explains
it; there is no fixed tolerance anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial

from perfmetrics.quantities import (
    Interval,
    Quantity,
    Rounding,
    difference_of,
    modes_that_write,
    point,
    rounded,
    unrounded,
)
from perfmetrics.texts import Phrase


class Verdict(StrEnum):
    """What can be said of a stated figure."""

    EXACT = "exact"
    ROUNDING = "rounding"
    INCONSISTENT = "inconsistent"
    UNDEFINED = "undefined"

    @property
    def label(self) -> Phrase:
        """The word that a card prints."""
        return _LABELS[self]


CLOSES = (Verdict.EXACT, Verdict.ROUNDING)  # nothing speaks against the figure: the better first

_LABELS: Mapping[Verdict, Phrase] = {
    Verdict.EXACT: Phrase("一致", "exact"),
    Verdict.ROUNDING: Phrase("取整差", "rounding"),
    Verdict.INCONSISTENT: Phrase("不符", "inconsistent"),
    Verdict.UNDEFINED: Phrase("不判定", "undefined"),
}


class Reason(StrEnum):
    """Why a figure is not judged."""

    ZERO_DENOMINATOR = "zero_denominator"
    MISSING_INPUT = "missing_input"
    AMBIGUOUS_READING = "ambiguous_reading"
    OPEN_LIST = "open_list"

    @property
    def label(self) -> Phrase:
        """The words that a card prints."""
        return _REASON_LABELS[self]


_REASON_LABELS: Mapping[Reason, Phrase] = {
    Reason.ZERO_DENOMINATOR: Phrase("分母为零", "zero denominator"),
    Reason.MISSING_INPUT: Phrase("数据不全", "a figure is missing"),
    Reason.AMBIGUOUS_READING: Phrase("读法不一", "the rule has several readings"),
    Reason.OPEN_LIST: Phrase("清单未必完整", "the list may be incomplete"),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """One way of rounding that explains a stated figure.

    Attributes:
        mode: The rounding mode.
        inputs_too: Whether the inputs have to be rounded figures as well; otherwise cutting the result is enough.
    """

    mode: Rounding
    inputs_too: bool

    @property
    def label(self) -> Phrase:
        """What was rounded, and how."""
        mode = self.mode.label
        if self.inputs_too:
            return Phrase(f"各项与结果均{mode.zh}", f"{mode.en} of inputs and result")
        return Phrase(f"结果{mode.zh}", f"{mode.en} of the result")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one stated figure, and what it rests on.

    Attributes:
        verdict: One of the four.
        expected: The recomputed result, half-up to the stated digits; None where undefined.
        difference: Stated minus expected.
        within: What `interval` is, or what tells it.
        fits: Every way of rounding that explains the figure, the simplest first.
        reason: Why it is undefined.
    """

    verdict: Verdict
    expected: Decimal | None = None
    difference: Decimal | None = None
    within: Interval | Callable[[], Interval] | None = field(default=None, repr=False, compare=False)
    fits: tuple[Fit, ...] = ()
    reason: Reason | None = None

    @property
    def interval(self) -> Interval | None:
        """The range of the true result when each input may be anything that rounds to what is written.

        It is that under the mode that explains the figure, or half-up where none does; computed when it is asked for.
        """
        return self.within() if callable(self.within) else self.within

    def __reduce__(self) -> tuple[type[Judgement], tuple[object, ...]]:
        """Travel between processes with the range itself, and not with what tells it."""
        return Judgement, (self.verdict, self.expected, self.difference, self.interval, self.fits, self.reason)

    @property
    def is_wrong(self) -> bool:
        """Whether the stated figure contradicts what it is computed from."""
        return self.verdict is Verdict.INCONSISTENT


# Cutting the result alone is the simplest story, and half-even differs from half-up on ties only, so it comes last.
_OF_RESULT = tuple(Fit(mode, False) for mode in (Rounding.HALF_UP, Rounding.TRUNCATE, Rounding.HALF_EVEN))
_INPUT_ORDER = (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATE)


def undefined(reason: Reason) -> Judgement:
    """Return the judgement that does not judge, with its reason."""
    return Judgement(Verdict.UNDEFINED, reason=reason)


def judge(  # noqa: PLR0913 - all that a verdict rests on
    stated: Quantity,
    exact: Fraction,
    bounds: Callable[[Rounding], Interval],
    *,
    is_constant: bool = False,
    is_beyond: Callable[[], bool] = lambda: False,
    told: Callable[[Rounding], Interval] | None = None,
) -> Judgement:
    """Judge a stated result.

    Args:
        stated: The figure as written, in the unit of the result.
        exact: The result computed from the inputs as written.
        bounds: The range of the result when the inputs were rounded in a mode.
        is_constant: Whether the figure is exact by definition and not the outcome of rounding.
        is_beyond: Tells quickly that no way of rounding explains the figure, where it can; asked before ranges are.
        told: What tells the range later on, where that is not what tells it now.

    Example:
        >>> from perfmetrics.quantities import point, quantity
        >>> result = Fraction(1535, 90)  # 15.35 of 90, in percent
        >>> judged = judge(quantity("17.05%"), result, lambda mode: point(result))
        >>> judged.verdict.value, str(judged.expected), judged.fits[0].label.en
        ('rounding', '17.06', 'truncation of the result')
    """
    expected = rounded(exact, stated.decimals, Rounding.HALF_UP)
    difference = difference_of(stated.value, expected, stated.decimals)
    if stated.approximation is not None:
        verdict = _verdict_on_approximate(stated, exact, bounds)
        return Judgement(verdict, expected, difference, partial(told or bounds, Rounding.HALF_UP))
    fits = _fits_of_result(stated, exact, is_constant=is_constant)
    if fits and fits[0].mode is Rounding.HALF_UP:
        return Judgement(Verdict.EXACT, expected, difference, partial(told or bounds, Rounding.HALF_UP), tuple(fits))
    if not is_beyond():
        fits += [Fit(mode, True) for mode in _INPUT_ORDER if _meets(stated, bounds, mode, is_constant=is_constant)]
    if not fits:
        return Judgement(Verdict.INCONSISTENT, expected, difference, partial(told or bounds, Rounding.HALF_UP))
    return Judgement(Verdict.ROUNDING, expected, difference, partial(told or bounds, fits[0].mode), tuple(fits))


def verdict_on(
    stated: Quantity,
    exact: Fraction,
    bounds: Callable[[Rounding], Interval],
    *,
    is_constant: bool = False,
    is_beyond: Callable[[], bool] = lambda: False,
) -> Verdict:
    """Return the verdict of `judge()` alone: ranges are asked for only where the result itself does not tell.

    Example:
        >>> from perfmetrics.quantities import quantity
        >>> verdict_on(quantity("17.05%"), Fraction(1535, 90), {}.__getitem__).value
        'rounding'
    """
    if stated.approximation is not None:
        return _verdict_on_approximate(stated, exact, bounds)
    fits = _fits_of_result(stated, exact, is_constant=is_constant)
    if fits:
        return Verdict.EXACT if fits[0].mode is Rounding.HALF_UP else Verdict.ROUNDING
    if is_beyond():
        return Verdict.INCONSISTENT
    met = any(_meets(stated, bounds, mode, is_constant=is_constant) for mode in _INPUT_ORDER)
    return Verdict.ROUNDING if met else Verdict.INCONSISTENT


def is_half_up(over: int, under: int, stated: Quantity) -> bool:
    """Return whether a figure is what a numerator over a positive denominator comes to, half up to its digits.

    Such a figure is exact, whatever its inputs were before they were rounded; one that is approximate is never told.

    Example:
        >>> from perfmetrics.quantities import quantity
        >>> is_half_up(1535, 90, quantity("17.06%")), is_half_up(1535, 90, quantity("17.05%"))
        (True, False)
    """
    return stated.approximation is None and comes_to(over, under, stated.digits(), stated.decimals)


def comes_to(over: int, under: int, digits: int, decimals: int) -> bool:
    """Return the same of a figure by its digits as a whole number, and how many of them are decimals.

    Example:
        >>> comes_to(1535, 90, 1706, 2), comes_to(-1535, 90, 1706, 2)
        (True, False)
    """
    return over * digits >= 0 and (2 * abs(over) * 10**decimals + under) // (2 * under) == abs(digits)


def _fits_of_result(stated: Quantity, exact: Fraction, *, is_constant: bool) -> list[Fit]:
    """Return the ways of cutting the result alone that explain a figure; of a constant none but being equal."""
    if is_constant:
        return list(_OF_RESULT) if exact == stated.exact() else []
    modes = modes_that_write(exact, stated.value, stated.decimals)
    return [fit for fit in _OF_RESULT if fit.mode in modes] if modes else []


def _meets(stated: Quantity, bounds: Callable[[Rounding], Interval], mode: Rounding, *, is_constant: bool) -> bool:
    true = point(stated.exact()) if is_constant else unrounded(stated.value, stated.decimals, mode)
    return bounds(mode).meets(true)


def _verdict_on_approximate(stated: Quantity, exact: Fraction, bounds: Callable[[Rounding], Interval]) -> Verdict:
    widened = stated.interval(Rounding.HALF_UP)
    if exact in widened:
        return Verdict.EXACT
    return Verdict.ROUNDING if bounds(Rounding.HALF_UP).meets(widened) else Verdict.INCONSISTENT
