"""From a path expression to the numbers behind it: `staff.in_post - staff.counted_elsewhere?`.

Terms are paths joined by `+` and `-`. `a | b` takes the first that the report states. A term that ends in `?` may be
absent and then is left out: a deduction that nobody states was not made. Any other missing figure makes the whole
expression missing; it is never taken as zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from perfmetrics.errors import Problem, ReportError
from perfmetrics.quantities import SCALED, Dimension, Interval, Quantity, Rounding, Unit, point, same_scale, shown
from perfmetrics.statements import Located, Report
from perfmetrics.texts import Phrase


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a path expression.

    Attributes:
        sign: +1 or −1.
        paths: Where the figure may stand, the first choice first.
        optional: Whether it may be absent.
    """

    sign: int
    paths: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One number of an operand: its sign, the figure that it belongs to, and the quantity as written."""

    sign: int
    located: Located
    quantity: Quantity

    @property
    def unit(self) -> Unit | None:
        """The unit that it is in."""
        return self.quantity.unit or self.located.unit


@dataclass(frozen=True, slots=True)
class Operand:
    """The numbers that an operand of a formula is made of."""

    pieces: tuple[Piece, ...]

    def value(self, unit: Unit | None) -> Fraction:
        """Return the exact value in a unit."""
        return sum((piece.sign * _converted(piece, unit) for piece in self.pieces), Fraction(0))

    def interval(self, mode: Rounding, unit: Unit | None, finest: dict[str, int]) -> Interval:
        """Return the range of true values when every number was rounded in a mode."""
        total = point(Fraction(0))
        for piece in self.pieces:
            own = piece.unit.text if piece.unit else ""
            range_ = piece.located.interval(piece.quantity, mode, unit, finest.get(own, 0))
            total = total + range_.scaled(Fraction(piece.sign))
        return total

    def text(self, unit: Unit | None) -> str:
        """Return the numbers as they are put into a formula, all in one unit: `72 − 14 − 4`."""
        words = ""
        for piece in self.pieces:
            value = _converted(piece, unit)
            negative = (value < 0) != (piece.sign < 0)
            digits = _digits(piece, unit, abs(value))
            if words:
                words += f" − {digits}" if negative else f" + {digits}"
            else:
                words = f"−{digits}" if negative else digits
        return words or "0"


@dataclass(frozen=True, slots=True)
class Missing:
    """Figures that an expression needs and the report does not state."""

    paths: tuple[str, ...]


_TERM = re.compile(r"\s*([+-]?)\s*([^+?-]+?)\s*(\??)\s*(?=[+-]|$)")


@lru_cache(maxsize=1024)  # tables say the same few expressions for every report
def parse_inputs(text: str) -> tuple[Term, ...]:
    """Parse a path expression.

    Raises:
        ValueError: If it is none.

    Example:
        >>> parse_inputs("staff.in_post - staff.counted_elsewhere?")[1]
        Term(sign=-1, paths=('staff.counted_elsewhere',), optional=True)
    """
    terms: list[Term] = []
    at = 0
    while at < len(text):
        found = _TERM.match(text, at)
        if found is None or not found.group(2).strip() or (terms and not found.group(1)):
            raise ValueError(text)
        sign, paths, optional = found.groups()
        terms.append(Term(-1 if sign == "-" else 1, tuple(path.strip() for path in paths.split("|")), optional == "?"))
        at = found.end()
    if not terms:
        raise ValueError(text)
    return tuple(terms)


def resolve(report: Report, terms: Iterable[Term]) -> Operand | Missing:
    """Return the numbers behind an expression, or the paths of what is missing."""
    pieces: list[Piece] = []
    missing: list[str] = []
    for term in terms:
        located = next((found for path in term.paths if (found := report.find(path)) is not None), None)
        if located is not None:
            pieces.extend(Piece(term.sign, located, quantity) for quantity in located.terms)
        elif not term.optional:
            missing.append(term.paths[0])
    return Missing(tuple(missing)) if missing else Operand(tuple(pieces))


def common_unit(operands: Iterable[Operand]) -> Unit | None:
    """Return the unit in which all numbers of a formula are put in: the largest of its amounts or times.

    Raises:
        ReportError: If amounts of money meet other things in one operand.
    """
    largest: Unit | None = None
    for operand in operands:
        kinds = {piece.unit.dimension for piece in operand.pieces if piece.unit and piece.quantity.value != 0}
        if len(kinds) > 1:
            paths = "、".join(piece.located.path for piece in operand.pieces)
            reason = Phrase("不同种类的数不能相加减", "figures of different kinds cannot be added")
            raise ReportError([Problem(paths, reason, Phrase("请核对单位", "check the units"))])
        largest = largest_unit((piece.unit for piece in operand.pieces), largest)
    return largest


def largest_unit(units: Iterable[Unit | None], least: Unit | None = None) -> Unit | None:
    """Return the largest unit of amounts or times, or another one that is larger still."""
    largest = least
    for unit in units:
        if (
            unit is not largest
            and unit is not None
            and unit.dimension in SCALED
            and (largest is None or _size(unit) > _size(largest))
        ):
            largest = unit
    return largest


def _size(unit: Unit) -> tuple[bool, int]:
    return unit.dimension is Dimension.MONEY, unit.scale


def finest_decimals(operands: Iterable[Operand]) -> dict[str, int]:
    """Return, for each unit, the digits of the finest number of a statement: the precision of all its numbers."""
    return finest_of(piece for operand in operands for piece in operand.pieces)


def finest_of(pieces: Iterable[Piece]) -> dict[str, int]:
    """Return the same of numbers."""
    finest: dict[str, int] = {}
    for piece in pieces:
        unit, decimals = piece.unit, piece.quantity.decimals
        own = "" if unit is None else unit.text
        if decimals >= finest.get(own, 0):
            finest[own] = decimals
    return finest


def _converted(piece: Piece, unit: Unit | None) -> Fraction:
    own = piece.unit
    if own is None or unit is None or not same_scale(own, unit):
        return piece.quantity.exact()
    return piece.quantity.exact() * Fraction(own.scale, unit.scale)


def _digits(piece: Piece, unit: Unit | None, value: Fraction) -> str:
    own = piece.unit
    if own is None or unit is None or own == unit or not same_scale(own, unit):
        return format(piece.quantity.value.copy_abs(), "f")
    return shown(value, piece.quantity.decimals + 8)  # 元 to 亿元 moves the point by eight places
