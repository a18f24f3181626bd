"""What a column was computed from is often not said: the reading that most of its rows satisfy is the column's.

A row is called wrong only by a reading that others confirm.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from perfmetrics.auditing.candidates import Candidate, Sureness
from perfmetrics.auditing.grids import Row, amount_of
from perfmetrics.auditing.judging import unit_of, verdict_of
from perfmetrics.auditing.rows import MOST_ROWS
from perfmetrics.verdicts import Verdict
from perfmetrics.working import NoDenominatorError


class Reading(Protocol):
    """A way to compute the cells of a column."""

    @property
    def is_said(self) -> bool:
        """Whether the header says so without a doubt."""

    @property
    def is_doubtful(self) -> bool:
        """Whether the column may be of figures that the table does not state, whatever its rows say."""

    def claim(self, row: Row, column: int) -> Candidate | None:
        """Return the claim of a row."""

    def is_evidence(self, claim: Candidate) -> bool:
        """Return whether a claim that fits tells that the column is meant so."""


def fits(candidate: Candidate) -> bool | None:
    """Return whether a figure is what it may have been computed from; None where that cannot be computed."""
    if candidate.kind == "sum_of_parts" and _is_far(candidate):
        return False  # no rounding explains it, and to find that out takes long
    verdict = verdict_of(candidate)
    return None if verdict is Verdict.UNDEFINED else verdict is not Verdict.INCONSISTENT


def _is_far(claim: Candidate) -> bool:
    """Return whether a total is further from its parts than all their last digits together."""
    slack = sum(Fraction(each.unit.scale if each.unit else 1, 10**each.decimals) for each in claim.figures)
    return abs(sum(map(amount_of, claim.numbers)) - amount_of(claim.stated)) > slack


def decided(
    rows: Sequence[Row], place: int, readings: Sequence[Reading], doubted: Container[int] = ()
) -> Iterator[Candidate]:
    """Yield the claims of a column by the reading that most rows satisfy, the first of equals.

    A row is told wrong where more of the other rows agree than not, and is not `doubted`.
    """
    if not readings:
        return
    reading = readings[0]
    if len(readings) > 1:
        reading = max(readings, key=lambda each: _votes(rows[:MOST_ROWS], place, each))
    claims = [(i, claim) for i, row in enumerate(rows) if (claim := reading.claim(row, place)) is not None]
    judged = {i: fits(claim) for i, claim in claims[:MOST_ROWS] if reading.is_evidence(claim)}
    known = sum(fit is not None for fit in judged.values())
    fitting = sum(fit is True for fit in judged.values())
    for i, claim in claims:
        fit = judged.get(i)
        others, agreed = known - (fit is not None), fitting - (fit is True)
        confirmed = (agreed * 2 > others or not others) and (agreed > 0 or reading.is_said)
        sure = confirmed and rows[i].is_whole and i not in doubted and not reading.is_doubtful
        if sure or agreed or fit or _is_near(claim):
            yield replace(claim, sureness=Sureness.SAID) if sure else claim


def _votes(rows: Sequence[Row], place: int, reading: Reading) -> int:
    """Return about how many rows satisfy a reading: judging them to the digit would take much longer."""
    claims = (claim for row in rows if (claim := reading.claim(row, place)) is not None)
    return sum(reading.is_evidence(claim) and _is_near(claim) for claim in claims)


def _is_near(claim: Candidate) -> bool:
    """Return whether a figure is what it may have been computed from but for its last digit, or a part in 2000."""
    try:
        over, under = claim.worth(unit_of(claim))
    except NoDenominatorError:
        return False
    own, decimals = claim.stated.plain()
    one: int = 10**decimals
    off = abs(over * one - own * under)
    return off <= under or 2000 * off <= abs(over) * one
