"""One slip, one finding: a figure that is right but for another one, which is told wrong itself.

In `完成40%，较规定的5%少1个百分点` the rate may be wrong, and the points beside it follow from what it should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfmetrics.auditing.candidates import in_whole_numbers
from perfmetrics.auditing.judging import Judged, exact_of, unit_of
from perfmetrics.auditing.lexer import Number
from perfmetrics.quantities import same_scale
from perfmetrics.verdicts import Verdict
from perfmetrics.working import NoDenominatorError, evaluate_over

_FEW = 4  # wrong figures that one claim starts from; with more of them nothing is an echo of one


def without_echoes(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Yield claims without those that would hold if a figure that they start from were what it should be."""
    wrong = {each.candidate.stated.begin: each for each in judged if each.verdict is Verdict.INCONSISTENT}
    for each in judged:
        if each.verdict is not Verdict.INCONSISTENT or not any(
            _explains(wrong[number.begin], number, each)
            for number in [number for number in each.candidate.numbers if number.begin in wrong][:_FEW]
        ):
            yield each


def _explains(cause: Judged, number: Number, each: Judged) -> bool:
    """Return whether a claim holds where one of its figures is what another claim makes of it."""
    claim = each.candidate
    if any(other.begin == claim.stated.begin for other in cause.candidate.numbers):
        return False  # either of the two may be the slip
    unit = unit_of(claim)
    values = {other.key: in_whole_numbers(other, unit) for other in claim.numbers}
    try:
        meant = exact_of(cause.candidate)
        if unit is not None and number.unit is not None and same_scale(number.unit, unit):
            meant = meant * number.unit.scale / unit.scale
        values[number.key] = meant.as_integer_ratio()
        expected = Fraction(*evaluate_over(claim.expression, values))
    except NoDenominatorError:
        return False
    return abs(expected - claim.stated.exact()) <= Fraction(1, 10**claim.stated.decimals)
