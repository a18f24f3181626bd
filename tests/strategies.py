"""Strategies that several property tests share, and the settings that keep them deterministic."""

from __future__ import annotations

import os
from decimal import (
    ROUND_05UP,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
    Subnormal,
    Underflow,
)
from fractions import Fraction

from hypothesis import Phase, settings
from hypothesis import strategies as st

from perfmetrics.quantities import Interval, Rounding

TINY = Fraction(1, 10**12)  # far below the grain of any number that the strategies draw

_ROUNDINGS = [
    ROUND_05UP,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
]
_SIGNALS = [
    Clamped,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
    Subnormal,
    Underflow,
]


# More than 1: that many times the examples, other ones in each run. Below 1: that share of them, for mutants.
TIMES = Fraction(os.environ.get("PROPERTY_TIMES", "1"))


def examples(count: int) -> settings:
    """Return settings for a number of examples: the same ones in every run, however slow the machine."""
    most = max(1, int(count * TIMES))
    phases = (Phase.explicit, Phase.generate) if TIMES < 1 else tuple(Phase)  # a mutant asks only whether any fails
    return settings(max_examples=most, derandomize=TIMES <= 1, deadline=None, database=None, phases=phases)


def contexts() -> st.SearchStrategy[Context]:
    """Any decimal context that a caller may have set, down to one digit and with every signal trapped."""
    return st.builds(
        Context,
        prec=st.integers(1, 200),
        rounding=st.sampled_from(_ROUNDINGS),
        Emin=st.sampled_from([0, -1, -999_999]),
        Emax=st.sampled_from([0, 1, 999_999]),
        capitals=st.integers(0, 1),
        clamp=st.integers(0, 1),
        flags=st.just([]),
        traps=st.one_of(st.just(list(_SIGNALS)), st.just([]), st.lists(st.sampled_from(_SIGNALS), unique=True)),
    )


def numerals(low: int = 0, high: int = 10**10) -> st.SearchStrategy[Decimal]:
    """Numbers as reports write them: up to four decimals, small and round ones often."""
    small = st.integers(max(low, -20), min(high, 20)).map(Decimal)
    return st.one_of(small, st.builds(_scaled, st.integers(low, high), st.integers(0, 4)))


def _scaled(digits: int, places: int) -> Decimal:
    return Decimal(f"{digits}e-{places}")


def fractions(low: int = -200, high: int = 200) -> st.SearchStrategy[Fraction]:
    """Rationals between two whole numbers, on the grids of twentieths and thousandths often, so that ties are met."""
    grids = [st.builds(Fraction, st.integers(low * n, high * n), st.just(n)) for n in (20, 1000, 997)]
    return st.one_of(grids)


def modes() -> st.SearchStrategy[Rounding]:
    """Every rounding mode."""
    return st.sampled_from(list(Rounding))


def intervals(*, low: int = -20, high: int = 20, bounded: bool = False) -> st.SearchStrategy[Interval]:
    """Ranges that hold at least one number, each end open or closed, and unbounded at times."""
    kinds = [(True, True), (True, False), (False, True), (False, False)]
    shapes = [(kind, (True, True)) for kind in kinds] * 3
    if not bounded:
        shapes += [(kind, known) for kind in kinds for known in ((True, False), (False, True), (False, False))]
    ends = fractions(low, high)
    return st.builds(_interval, ends, ends, st.sampled_from(shapes))


def _interval(one: Fraction, other: Fraction, shape: tuple[tuple[bool, bool], tuple[bool, bool]]) -> Interval:
    (low_closed, high_closed), (low_known, high_known) = shape
    low, high = min(one, other), max(one, other)
    if low == high:
        return Interval(low, high)
    return Interval(
        low if low_known else None, high if high_known else None, low_closed and low_known, high_closed and high_known
    )


@st.composite
def members(draw: st.DrawFn, interval: Interval) -> Fraction:
    """Numbers of a range: its closed ends, numbers beside its open ends, and numbers between."""
    if interval.low is not None and interval.low == interval.high:
        return interval.low
    low = interval.low if interval.low is not None else (interval.high or Fraction(0)) - 100
    high = interval.high if interval.high is not None else low + 200
    share = draw(
        st.one_of(
            st.sampled_from([Fraction(0), Fraction(1), TINY, 1 - TINY, Fraction(1, 2)]),
            st.integers(0, 60).map(lambda n: Fraction(n, 60)),
        )
    )
    if share == 0 and (interval.low is None or not interval.low_closed):
        share = TINY
    if share == 1 and (interval.high is None or not interval.high_closed):
        share = 1 - TINY
    return low + share * (high - low)
