"""One relation between stated figures: a figure, and the arithmetic over other figures that it should equal.

A total and its parts, a rate and what it is computed from, last year's closing and this year's opening balance: all of
them are a stated quantity beside an expression, judged by the same verdicts, and solved for any of their figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import lcm
from typing import Literal

from perfmetrics.inputs import Operand, Piece, finest_of
from perfmetrics.quantities import (
    Ends,
    Interval,
    Quantity,
    Rounding,
    Unit,
    round_half_up,
    same_scale,
    unrounded,
)
from perfmetrics.verdicts import (
    CLOSES,
    Judgement,
    Reason,
    Verdict,
    is_half_up,
    judge,
    undefined,
    verdict_on,
)
from perfmetrics.working import (
    Box,
    Expr,
    Linear,
    NoDenominatorError,
    NotARatioError,
    Ratio,
    Symbol,
    as_ratio,
    bounds_over,
    evaluate_over,
    ratio_bounds,
    signed_sum,
    substitute,
    to_text,
)

Comparison = Literal["equal", "at_most"]


def member_key(piece: Piece) -> str:
    """Return the key of a number: the path of its figure, and which of its parts it is."""
    terms = piece.located.terms
    if len(terms) == 1:
        return piece.located.path
    place = next(i for i, term in enumerate(terms) if term is piece.quantity)  # two parts may have the same number
    return f"{piece.located.path}[{place}]"


Precise = Sequence[tuple[str, Piece, int]]


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated figure and the expression that it should equal, or not exceed.

    Attributes:
        where: The path of the stated figure.
        stated: The figure as written, with its unit.
        stated_key: Its key, or the path of a claim.
        expression: The arithmetic, over keys.
        pieces: The numbers behind the keys.
        unit: The unit of the stated figure, in which amounts are put in.
        comparison: Whether the figure should equal the expression, or be at most it.
        may_fall_short: Whether the parts may be incomplete, so that the figure may lie above what they come to.
        is_constant: Whether the figure is exact by definition, such as the 100% that shares add up to.
    """

    where: str
    stated: Quantity
    stated_key: str
    expression: Expr
    pieces: Mapping[str, Piece]
    unit: Unit | None
    comparison: Comparison = "equal"
    may_fall_short: bool = False
    is_constant: bool = False

    def members(self) -> tuple[str, ...]:
        """Return the keys of every figure that takes part, the stated one first."""
        return (self.stated_key, *self.pieces)

    def with_quantity(self, key: str, quantity: Quantity) -> Relation:
        """Return the relation with another number in one place; every other place of the figure changes too."""
        pieces = self.pieces
        if key in pieces:
            piece = pieces[key]
            pieces = {**pieces, key: Piece(piece.sign, piece.located, quantity)}
        elif key != self.stated_key:
            return self
        return Relation(
            self.where,
            quantity if key == self.stated_key else self.stated,
            self.stated_key,
            self.expression,
            pieces,
            self.unit,
            self.comparison,
            self.may_fall_short,
            self.is_constant,
        )

    def exact(self) -> Fraction:
        """Return what the expression comes to with the figures as written.

        Raises:
            NoDenominatorError: If it divides by zero.
        """
        return Fraction(*self._worth())

    def _worth(self) -> tuple[int, int]:
        """Return the same as a numerator over a positive denominator."""
        values = {
            key: in_whole_numbers(piece.quantity.value.as_integer_ratio(), piece.unit, self.unit)
            for key, piece in self.pieces.items()
        }
        return evaluate_over(self.expression, values)

    def box(self, mode: Rounding, precise: Precise | None = None) -> Box:
        """Return the true values behind each number when all were rounded in a mode.

        Args:
            mode: The mode.
            precise: The numbers as `precise` tells them, where it was asked before.
        """
        return Box.of(
            {
                key: in_unit(piece.unit, self.unit, piece.quantity.ends(mode, decimals, piece.unit))
                for key, piece, decimals in precise or self.precise()
            }
        )

    def boxes(self, modes: Iterable[Rounding]) -> dict[Rounding, Box]:
        """Return the same for several modes."""
        precise = self.precise()
        return {mode: self.box(mode, precise) for mode in modes}

    def precise(self) -> Precise:
        """Return the numbers by their keys, and how many digits after the point each is precise to."""
        finest = self._finest()
        return [(key, piece, _decimals(piece, finest)) for key, piece in self.pieces.items()]

    def _finest(self) -> dict[str, int]:
        return finest_of(self.pieces.values())

    def bounds(self, mode: Rounding) -> Interval:
        """Return the range of the expression when every number was rounded in a mode."""
        return bounds_over(self.expression, self.box(mode))

    def judge(self) -> Judgement:
        """Return the verdict on the stated figure."""
        try:
            exact = self.exact()
        except NoDenominatorError:
            return undefined(Reason.ZERO_DENOMINATOR)
        ranges = _Ranges(self)
        judged = judge(
            self.stated,
            exact,
            ranges.bounds,
            is_constant=self.is_constant,
            is_beyond=ranges.are_beyond,
            told=partial(Relation.bounds, self),  # without a method that would have to be kept
        )
        if self.comparison == "at_most":
            return self._judge_at_most(judged, exact)
        if judged.is_wrong and self.may_fall_short and exact < self.stated.exact():
            return replace(judged, verdict=Verdict.UNDEFINED, reason=Reason.OPEN_LIST)
        return judged

    def verdict(self, ratio: Ratio | None = None, *, is_near: bool = False) -> Verdict:
        """Return the verdict alone: `judge()` for the many relations that are only tried.

        Args:
            ratio: The expression as a ratio, where it is known already.
            is_near: Whether it is known that the stated figure is not beyond all rounding.
        """
        try:
            over, under = self._worth()
        except NoDenominatorError:
            return Verdict.UNDEFINED
        own, one = self.stated.value.as_integer_ratio()
        bound, is_below = self.comparison == "at_most", own * under <= over * one
        if (bound and is_below) or (not self.is_constant and is_half_up(over, under, self.stated)):
            return Verdict.EXACT
        ranges = _Ranges(self, ratio)
        found = verdict_on(
            self.stated,
            Fraction(over, under),
            ranges.bounds,
            is_constant=self.is_constant,
            is_beyond=(lambda: False) if is_near else ranges.are_beyond,
        )
        if found is Verdict.INCONSISTENT and self.may_fall_short and not is_below:
            return Verdict.UNDEFINED
        return found

    def closes(self, ratio: Ratio | None = None) -> bool:
        """Return whether the stated figure is confirmed, to its digits or within rounding."""
        return self.verdict(ratio) in CLOSES

    def ratio(self) -> Ratio | None:
        """Return the expression as a ratio of weighted sums; None where it is none."""
        try:
            return as_ratio(self.expression)
        except NotARatioError:
            return None

    def holds(self) -> bool:
        """Return whether nothing speaks against the stated figure."""
        return self.verdict() is not Verdict.INCONSISTENT

    def numbers(self) -> str:
        """Return the arithmetic with the numbers put in."""
        alone = {key: piece if piece.sign > 0 else replace(piece, sign=1) for key, piece in self.pieces.items()}
        texts = {key: Operand((piece,)).text(self.unit) for key, piece in alone.items()}
        return to_text(self.expression, texts.__getitem__)

    def _judge_at_most(self, judged: Judgement, whole: Fraction) -> Judgement:
        if self.stated.exact() <= whole:
            return Judgement(Verdict.EXACT, judged.expected, judged.difference, judged.within)
        if judged.is_wrong and self.may_fall_short:
            return replace(judged, verdict=Verdict.UNDEFINED, reason=Reason.OPEN_LIST)
        return judged

    # --- solving for one figure ---

    def closing(self, key: str) -> Interval | None:
        """Return values of one figure that close the relation, in the figure's own unit.

        It holds every value that closes it when written to as many digits as the figure is precise to (`decimals`), and
        may be wider: a candidate still has to be judged. What is written to fewer digits may stand for more.

        Returns:
            None where no value of the figure closes it; unbounded where the figure hardly counts.
        """
        return Solver(self).closing(key)

    def decimals(self, key: str) -> int:
        """Return how many digits after the point a figure is precise to: as many as the finest of its table."""
        finest = self._finest()
        if key not in self.pieces:
            own = self.stated.unit.text if self.stated.unit else ""
            return max(self.stated.decimals, finest.get(own, 0))
        return _decimals(self.pieces[key], finest)


class _Ranges:
    """What a relation may come to, for the moment in which it is judged: its arithmetic is taken apart once."""

    __slots__ = ("_precise", "_ratio", "_relation")

    def __init__(self, relation: Relation, ratio: Ratio | None = None) -> None:
        self._relation = relation
        self._ratio = ratio
        self._precise: Precise = ()

    def bounds(self, mode: Rounding) -> Interval:
        """Return the range when every number was rounded in a mode."""
        self._precise = self._precise or self._relation.precise()
        return _bounds_of(self._relation, self._ratio, self._relation.box(mode, self._precise))

    def are_beyond(self) -> bool:
        """Return whether the stated figure lies farther from the result than roundings of all figures together reach.

        No mode takes a figure farther than a unit of its last digit, so that one look settles what is far from right.
        What is near may still be wrong: that is for `bounds`.
        """
        relation, ratio = self._relation, self._ratio or self._relation.ratio()
        self._ratio = ratio
        if ratio is None or relation.stated.approximation is not None:
            return False
        pieces = {name: relation.pieces[name] for name in {**ratio.over.weights, **ratio.under.weights}}
        reaches = {name: in_unit(each.unit, relation.unit, each.quantity.reach()) for name, each in pieces.items()}
        return is_beyond((relation.stated.digits(), relation.stated.decimals), ratio, reaches)


def _bounds_of(relation: Relation, ratio: Ratio | None, box: Box) -> Interval:
    """Return the range of a relation, from its ratio where that is known."""
    if ratio is None or not ratio.over.weights:
        return bounds_over(relation.expression, box)
    return ratio_bounds(ratio, box)


def is_beyond(stated: tuple[int, int], ratio: Ratio, reaches: Mapping[str, tuple[Ends, int]]) -> bool:
    """Return whether a stated figure lies farther from a ratio than roundings of all figures together reach.

    Args:
        stated: The digits of the figure as a whole number, and how many of them are decimals.
        ratio: What it should equal.
        reaches: How far each figure of the ratio reaches, in a small unit, and how many of that unit are one.
    """
    over, under = ratio.over.weights, ratio.under.weights
    taking_part = [((over.get(name, 0), under.get(name, 0)), reaches[name]) for name in {**over, **under}]
    return is_out_of_reach(stated, taking_part, (ratio.over.constant, ratio.under.constant))


def is_out_of_reach(
    stated: tuple[int, int], weighted: Sequence[tuple[tuple[int, int], tuple[Ends, int]]], constants: tuple[int, int]
) -> bool:
    """Return the same of numbers by how often each counts above and below, and how far it reaches.

    Args:
        stated: The digits of the figure as a whole number, and how many of them are decimals.
        weighted: The numbers.
        constants: What is added to them above and below.
    """
    common = lcm(*[denominator for _, (_, denominator) in weighted])
    digits, decimals = stated
    own, up, down = 10**decimals, 1 - digits, -1 - digits  # of numerator and denominator
    below = constants[1] * common
    most = (own * constants[0] + up * constants[1]) * common
    least = (own * constants[0] + down * constants[1]) * common
    for (above, beneath), ((low, high, _, _), denominator) in weighted:
        size = common // denominator
        first, last = (low or 0) * size, (high or 0) * size  # of what is written there are both ends
        weight = own * above + up * beneath
        most += weight * (last if weight > 0 else first)
        weight = own * above + down * beneath
        least += weight * (first if weight > 0 else last)
        below += beneath * (first if beneath > 0 else last)
    return below > 0 and (most < 0 or least > 0)


class Solver:
    """A relation to be solved for several of its figures: what all of them need is computed once."""

    def __init__(self, relation: Relation, ratio: Ratio | None = None) -> None:
        """Prepare to solve.

        Args:
            relation: The relation.
            ratio: Its expression as a ratio, where it is known already.
        """
        self._relation = relation
        self.boxes = relation.boxes(Rounding)
        self.ratio = ratio or relation.ratio()
        self._slacks = {} if self.ratio is None else {mode: self._slacks_of(self.ratio, mode) for mode in Rounding}

    def closing(self, key: str) -> Interval | None:
        """Return values of one figure that close the relation: see `Relation.closing`."""
        relation = self._relation
        if key == relation.stated_key and key not in relation.pieces:
            return self._closing_stated()
        if self.ratio is None:
            return None
        hulls = [hull for mode in Rounding if (hull := self._closing_piece(key, mode)) is not None]
        if not hulls:
            return None
        lows = [hull.low for hull in hulls if hull.low is not None]
        highs = [hull.high for hull in hulls if hull.high is not None]
        if len(lows) < len(hulls) or len(highs) < len(hulls):
            return Interval(None, None)
        piece = relation.pieces[key]
        factor = Fraction(1)
        target = _target(piece, relation.unit)
        if piece.unit is not None and target is not None:
            factor = Fraction(target.scale, piece.unit.scale)
        ulp = Fraction(1, 10 ** relation.decimals(key))  # what is written lies that far from what is true, at most
        return Interval(min(lows) * factor - ulp, max(highs) * factor + ulp)

    def _closing_stated(self) -> Interval | None:
        relation = self._relation
        try:
            exact = relation.exact()
        except NoDenominatorError:
            return None
        ulp = Fraction(1, 10**relation.stated.decimals)
        ranges = [_bounds_of(relation, self.ratio, box) for box in self.boxes.values()]
        lows = [each.low for each in ranges if each.low is not None] or [exact]
        highs = [each.high for each in ranges if each.high is not None] or [exact]
        return Interval(min(lows) - ulp, max(highs) + ulp)

    def _slacks_of(self, ratio: Ratio, mode: Rounding) -> list[tuple[Linear, Ends]]:
        """Return numerator − t × denominator at both ends of what the stated figure may be, with its range."""
        target = unrounded(self._relation.stated.value, self._relation.stated.decimals, mode)
        slacks = [
            ratio.over.plus(ratio.under, -t.numerator, t.denominator)
            for t in (target.low, target.high)
            if t is not None
        ]
        return [(slack, slack.range(self.boxes[mode])) for slack in slacks]

    def _closing_piece(self, key: str, mode: Rounding) -> Interval | None:
        """Solve numerator − t × denominator = 0 for one figure, at both ends of what the stated figure may be."""
        box = self.boxes[mode]
        lows: list[Fraction] = []
        highs: list[Fraction] = []
        weights: list[int] = []
        for slack, (least, most, _, _) in self._slacks[mode]:
            weight = slack.weights.get(key, 0)
            weights.append(weight)
            if not weight or least is None or most is None:  # of what is written there are both ends
                continue
            # What the other figures come to is what all come to, without this one.
            own = Linear({key: weight}).range(box)
            under = weight * box.denominator
            ends = Fraction((own.high or 0) - most, under), Fraction((own.low or 0) - least, under)
            lows.append(min(ends) if weight < 0 else ends[0])
            highs.append(max(ends) if weight < 0 else ends[1])
        if not any(weights):
            return None
        if min(weights) <= 0 <= max(weights):
            return Interval(None, None)  # at a pole any value will do: growth of -100% hardly depends on its base
        return Interval(min(lows), max(highs))


def _target(piece: Piece, unit: Unit | None) -> Unit | None:
    """Return the unit that a number is put in: amounts and times in the relation's, anything else in its own."""
    return unit if same_scale(piece.unit, unit) else piece.unit


def _decimals(piece: Piece, finest: Mapping[str, int]) -> int:
    """Return how many digits after the point a number is precise to: as many as the finest of its unit beside it."""
    own = piece.unit.text if piece.unit else ""
    return max(piece.quantity.decimals, piece.located.finest.get(own, 0), finest.get(own, 0))


def converted(piece: Piece, unit: Unit | None) -> Fraction:
    """Return the exact number in the unit of a relation."""
    return Fraction(*in_whole_numbers(piece.quantity.value.as_integer_ratio(), piece.unit, unit))


def in_unit(own: Unit | None, unit: Unit | None, behind: tuple[Ends, int]) -> tuple[Ends, int]:
    """Return true values behind a number in another unit, where both are of amounts or of times."""
    if own is unit or own is None or unit is None or own.scale == unit.scale or not same_scale(own, unit):
        return behind
    ends, denominator = behind
    return ends.times(own.scale), denominator * unit.scale


def in_whole_numbers(ratio: tuple[int, int], own: Unit | None, unit: Unit | None) -> tuple[int, int]:
    """Return a number, as a numerator over a denominator, in a unit where it is an amount or a time; else as it is."""
    if own is unit or own is None or unit is None or own.scale == unit.scale or not same_scale(own, unit):
        return ratio
    return ratio[0] * own.scale, ratio[1] * unit.scale


def sum_of(operand: Operand) -> Expr:
    """Return the arithmetic of an operand: its numbers added and subtracted, over their keys."""
    tree = signed_sum([(piece.sign, Symbol(member_key(piece))) for piece in operand.pieces])
    if tree is None:
        raise ValueError("an operand without numbers")
    return tree


def pieces_of(operands: Iterator[Operand]) -> dict[str, Piece]:
    """Return the numbers of operands by their keys."""
    return {member_key(piece): piece for operand in operands for piece in operand.pieces}


def formula_over(expression: Expr, operands: Mapping[str, Operand]) -> tuple[Expr, dict[str, Piece]]:
    """Return a formula over the figures that feed it, instead of over its parameters."""
    tree = substitute(expression, {name: sum_of(operand) for name, operand in operands.items()})
    return tree, pieces_of(iter(operands.values()))


def rewritten(quantity: Quantity, value: Fraction, decimals: int = 0) -> Quantity:
    """Return a quantity with another number, written with the same unit and at least as many digits after the point."""
    decimals = max(decimals, quantity.decimals)
    return renumbered(quantity, round_half_up(value, decimals), decimals)


def renumbered(quantity: Quantity, number: Decimal, decimals: int) -> Quantity:
    """Return a quantity with another number; its unit is written where it was written before."""
    unit = quantity.unit.text if quantity.unit and quantity.text.endswith(quantity.unit.text) else ""
    return Quantity(f"{format(number, 'f')}{unit}", number, decimals, quantity.unit)
