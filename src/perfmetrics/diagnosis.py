"""Why a figure is wrong: ranked causes, each with the value that closes the relation and what else it would do.

The order of the causes is that of experience: scale before sign, sign before order, order before digits, then how the
figure was cut or computed. A figure that stands in relations that hold is not blamed before one that stands in none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import combinations, islice, pairwise
from typing import Protocol

from perfmetrics import limits
from perfmetrics.causes import Cause, Diagnosis, told_place
from perfmetrics.identities import COLUMNS, Instance
from perfmetrics.inputs import Piece
from perfmetrics.quantities import Dimension, Interval, Quantity, Rounding, rounded
from perfmetrics.relations import Relation, Solver, converted, member_key, renumbered, rewritten
from perfmetrics.statements import Located
from perfmetrics.texts import Phrase
from perfmetrics.verdicts import CLOSES, Verdict, verdict_on
from perfmetrics.working import Box, Linear, NoDenominatorError, Ratio, ratio_bounds

MOST_DIAGNOSES = 12  # explanations kept of one finding; those equal to the best are all kept
SEARCH_BOUND = 3  # figures that a smallest set of culprits may have
MOST_CULPRIT_SETS = 50
MOST_MEMBERS = 300  # figures of one relation that are each tried; of a longer sum only the stated one is
MOST_TOUCHED = 16  # relations of one figure that are looked at when it is changed: those nearest in the report


_USUAL_DECIMALS = 2  # of a rate in percent
_NO_NOTE = Phrase("", "")


@dataclass(frozen=True, slots=True)
class _Change:
    """Other numbers for some figures."""

    cause: Cause
    numbers: Mapping[str, Quantity]
    blamed: str
    note: Phrase = _NO_NOTE
    mends_by_itself: bool = True


class Figures(Protocol):
    """What figures are found in: a report, or the numbers of a text."""

    def figures(self) -> Iterable[Located]:
        """Return every figure, in the order of the page."""

    def find(self, path: str) -> Located | None:
        """Return the figure at a path."""


class Network:
    """All relations of a report or a text, by the figures that stand in them. It is built once and not changed."""

    def __init__(
        self,
        report: Figures,
        instances: Sequence[Instance],
        verdicts: Sequence[Verdict] | None = None,
        beside: Callable[[str], Iterable[tuple[str, str]]] | None = None,
    ) -> None:
        """Build a network.

        Args:
            report: The figures.
            instances: The relations; of those without a common figure any may be left out that are not asked for.
            verdicts: Those on them, where they are known.
            beside: What tells the pairs of a figure and its neighbours, where the report does not.
        """
        self.report = report
        self.instances = tuple(instances)
        self.relations: tuple[Relation, ...] = tuple(each.relation for each in instances)
        if verdicts is None:
            verdicts = [each.verdict() for each in self.relations]
        self.broken: frozenset[int] = frozenset(i for i, each in enumerate(verdicts) if each is Verdict.INCONSISTENT)
        self.closed: frozenset[int] = frozenset(i for i, each in enumerate(verdicts) if each in CLOSES)
        self.unclosed: frozenset[int] = frozenset(range(len(verdicts))) - self.closed
        by_key: dict[str, list[int]] = {}
        quantities: dict[str, Quantity] = {}
        for i, relation in enumerate(self.relations):
            for key in dict.fromkeys(relation.members()):
                by_key.setdefault(key, []).append(i)
            quantities.setdefault(relation.stated_key, relation.stated)
            for key, piece in relation.pieces.items():
                if key not in quantities:
                    own = piece.quantity
                    quantities[key] = own if own.unit is piece.unit else replace(own, unit=piece.unit)
        self._ratios: dict[int, Ratio | None] = {}  # of relations that are tried, and mostly more than once
        self._solvers: dict[int, Solver] = {}
        self._hulls: dict[tuple[int, str], Interval | None] = {}
        self.by_key = by_key
        self.quantities = quantities
        self.beside = beside or self._neighbours()

    def _figure_order(self) -> tuple[str, ...]:
        """Return the keys in the order of the report: neighbours there are neighbours on the page."""
        keys = [key for key in dict.fromkeys(self._stated()) if key in self.by_key]
        placed = set(keys)
        rest = [key for key in self.by_key if key not in placed]
        return (*keys, *rest)

    def _stated(self) -> Iterator[str]:
        for located in self.report.figures():
            if located.figure.stated:  # no sum of parts
                yield located.path
            else:
                yield from (member_key(Piece(1, located, quantity)) for quantity in located.terms)

    def name(self, index: int) -> str:
        """Return what a relation is called in a diagnosis."""
        each = self.instances[index]
        return f"{each.identity.code}:{each.relation.where}"

    def decimals(self, key: str) -> int:
        """Return how many digits after the point a figure may have: as many as its table, a rate at least two."""
        unit = self.quantities[key].unit
        rate = unit is not None and unit.dimension is Dimension.PERCENT
        return max(_USUAL_DECIMALS if rate else 0, *(self.relations[i].decimals(key) for i in self.by_key[key]))

    def touching(self, key: str, near: int | None) -> Sequence[int]:
        """Return the relations of a figure; of very many, as a text may repeat a total, those around one."""
        touched = self.by_key.get(key, [])
        if near is None or len(touched) <= MOST_TOUCHED:
            return touched
        first = max(0, min(bisect_left(touched, near) - MOST_TOUCHED // 2, len(touched) - MOST_TOUCHED))
        return touched[first : first + MOST_TOUCHED]

    def effect(self, numbers: Mapping[str, Quantity], near: int | None = None) -> tuple[frozenset[int], frozenset[int]]:
        """Return the relations that other numbers would mend, and those that they would break.

        A sum that closes is evidence even where its list is not known to be complete, so doubtful ones count too.

        Args:
            numbers: The other numbers, by the figures that they are of.
            near: The relation in question, where only those around it are to be looked at.
        """
        touched = {i for key in numbers for i in self.touching(key, near)}
        mended, broken = set(), set()
        for i in touched:
            relation = self.relations[i]
            for key, quantity in numbers.items():
                relation = relation.with_quantity(key, quantity)
            closes = relation.closes(self._ratio(i))
            if closes and i not in self.closed:
                mended.add(i)
            elif not closes and i in self.closed:
                broken.add(i)
        return frozenset(mended), frozenset(broken)

    def _ratio(self, index: int) -> Ratio | None:
        if index not in self._ratios:
            self._ratios[index] = self.relations[index].ratio()
        return self._ratios[index]

    def closing(self, index: int, key: str, numbers: Mapping[str, Quantity]) -> Interval | None:
        """Return values of one figure that close a relation in which others have other numbers."""
        own = self.relations[index]
        relation = own
        for other, quantity in numbers.items():
            relation = relation.with_quantity(other, quantity)
        if relation is not own:
            return Solver(relation, self._ratio(index)).closing(key)
        if (index, key) not in self._hulls:
            if index not in self._solvers:
                self._solvers[index] = Solver(own, self._ratio(index))
            self._hulls[index, key] = self._solvers[index].closing(key)
        return self._hulls[index, key]

    def _neighbours(self) -> Callable[[str], Iterable[tuple[str, str]]]:
        """Return, for each figure, the pairs of it and one that stands next to it in the same table or list."""
        found: dict[str, list[tuple[str, str]]] = {}
        for first, second in pairwise(self._figure_order()):
            if first.rpartition(".")[0] == second.rpartition(".")[0]:
                found.setdefault(first, []).append((first, second))
                found.setdefault(second, []).append((first, second))
        return lambda key: found.get(key, ())


def diagnose(network: Network, index: int) -> tuple[Diagnosis, ...]:
    """Explain one broken relation.

    Args:
        network: All relations of the report.
        index: The broken one.

    Returns:
        Explanations, the best first: those that leave the fewest relations broken, then by cause. All that are as good
        as the best are given.
    """
    ranked = []
    for order, change in enumerate(_changes(network, index)):
        mended, broken = network.effect(change.numbers, index)
        if change.mends_by_itself and index not in mended:
            continue
        others = sorted(network.name(i) for i in mended if i != index)
        breaks = sorted(network.name(i) for i in broken)
        stated, mended_to = network.quantities[change.blamed], change.numbers[change.blamed]
        found = Diagnosis(
            change.cause,
            change.blamed,
            stated.text,
            mended_to.text,
            change.note,
            tuple(others),
            tuple(breaks),
            tuple((key, number.text) for key, number in change.numbers.items() if key != change.blamed),
            _is_doubtful(network.relations[index], change, stated, mended_to),
        )
        ranked.append((found.standing, order, mended_to.value, found))
    ranked.sort(key=lambda each: each[:2])
    best: list[Diagnosis] = []
    seen: set[tuple[str, Decimal]] = set()
    for standing, _, value, found in ranked:
        if (found.where, value) in seen:
            continue  # a value has one cause: the first that explains it
        if len(best) >= MOST_DIAGNOSES and standing != ranked[0][0]:
            break
        seen.add((found.where, value))
        best.append(found)
    return tuple(best)


def _changes(network: Network, index: int) -> Iterator[_Change]:
    relation = network.relations[index]
    solver = Solver(relation)
    members = tuple(dict.fromkeys(relation.members()))
    is_long = len(members) > MOST_MEMBERS
    for key in (relation.stated_key,) if is_long else members:
        hull = solver.closing(key)
        if hull is None:
            continue
        stated, decimals = network.quantities[key], network.decimals(key)
        solved = [*_siblings(network, index, key), (relation, hull)]
        for cause, quantity in retyped(stated, decimals, [each for _, each in solved]):
            yield _Change(cause, {key: quantity}, key)
        for other, each in solved:
            middle = _middle(other, key, each)
            if middle is not None and (middle >= 0 or stated.value < 0 or key == relation.stated_key):
                yield _Change(Cause.UNEXPLAINED, {key: rewritten(stated, middle, decimals)}, key)
    if is_long:
        yield from _cut(relation)
        return
    yield from _swaps(network, index)
    yield from _cut(relation)
    yield from _wrong_denominators(network, index, solver)
    yield from _stale_totals(relation, solver.ratio)


def _is_doubtful(relation: Relation, change: _Change, stated: Quantity, mended: Quantity) -> bool:
    kind = None if stated.unit is None else stated.unit.dimension
    if change.cause in _DIGIT_CAUSES:
        of_rate = relation.stated.unit is not None and relation.stated.unit.dimension is Dimension.PERCENT
        short = _SHORT if kind is Dimension.COUNT else _SHORT - 1 if of_rate else 0
        if kind is Dimension.PERCENT and change.blamed == relation.stated_key:  # not only somewhere in the range
            exact = rounded(relation.exact(), mended.decimals, Rounding.HALF_UP)
            return mended.decimals < stated.decimals or exact != mended.value
        if len(stated.value.as_tuple().digits) <= short:
            return True
    may_be_negative = kind is Dimension.PERCENT or change.blamed.startswith("claims")  # growth, a difference
    return not may_be_negative and mended.value < 0 <= stated.value


_DIGIT_CAUSES = {Cause.DIGIT_REPLACED, Cause.DIGIT_OMITTED, Cause.DIGIT_ADDED, Cause.DIGITS_SWAPPED}
_SHORT = 3  # digits of a count such that one wrong digit explains a good part of everything; one less under a rate


def _siblings(network: Network, index: int, key: str) -> Iterator[tuple[Relation, Interval]]:
    """Yield the other relations that do not close and what closes them, for a part above its whole.

    Any number of values make a part no larger than its whole; one that closes a sum as well explains both.
    """
    if network.relations[index].comparison == "at_most":
        for i in network.touching(key, index):
            other = network.relations[i]
            may_tell = i in network.unclosed and other.comparison == "equal"
            if may_tell and (hull := network.closing(i, key, {})) is not None:
                yield other, hull


def _middle(relation: Relation, key: str, hull: Interval) -> Fraction | None:
    """Return the value that closes the relation with all other figures as written."""
    if key == relation.stated_key and key not in relation.pieces:
        return relation.exact()  # it divides by nothing that is zero, or there would be no hull
    if hull.low is None or hull.high is None:
        return None
    return (hull.low + hull.high) / 2


# --- how a number may have been mistyped ---


def retyped(
    stated: Quantity, decimals: int = _USUAL_DECIMALS, hulls: Sequence[Interval] = (Interval(None, None),)
) -> Iterator[tuple[Cause, Quantity]]:
    """Yield what a number may have been before it was mistyped: each as it would be written.

    Args:
        stated: The number as written.
        decimals: How many digits after the point numbers of its table have; a left-out digit stands within them.
        hulls: Closed ranges in one of which it must lie: of some hundred slips nearly none does.
    """
    within: dict[int, list[range]] = {}

    def envelope(places: int) -> tuple[int, int]:
        if places not in within:
            within[places] = [_whole_numbers_in(hull, places) for hull in hulls]
        ranges = within[places]
        return min((each.start for each in ranges), default=0), max((each.stop - 1 for each in ranges), default=-1)

    for cause, number, places in _slips(stated, max(decimals, stated.decimals), envelope):
        if places not in within:
            envelope(places)
        # In another unit a number has fewer digits, and may then stand for more than the range has room for.
        beside = cause in _SCALES and places < stated.decimals and _is_beside(number, within[places])
        if beside or _is_among(number, within[places]):
            value = Decimal((int(number < 0), tuple(map(int, str(abs(number)))), -places))
            if value != stated.value:
                yield cause, renumbered(stated, value, places)


def _is_among(number: int, ranges: Iterable[range]) -> bool:
    for each in ranges:  # noqa: SIM110 - asked of every slip, and a generator takes twice as long
        if number in each:
            return True
    return False


def _is_beside(number: int, ranges: Iterable[range]) -> bool:
    """Return whether a number is in a range once that is longer by one at both ends."""
    return any(each.start - 1 <= number <= each.stop for each in ranges)


def _whole_numbers_in(hull: Interval, places: int) -> range:
    """Return the whole numbers in a closed range once its point is moved to the right."""
    one = 10**places
    low = -_ENDLESS if hull.low is None else -(-hull.low.numerator * one // hull.low.denominator)
    return range(low, _ENDLESS if hull.high is None else hull.high.numerator * one // hull.high.denominator + 1)


_SCALES = {Cause.PERCENT_SCALE, Cause.UNIT_SCALE}
_ENDLESS = 10 ** (4 * limits.DIGITS.ceiling)  # above any number that is read
_Slip = tuple[Cause, int, int]  # the number without its point, and its digits after the point
_Envelope = Callable[[int], tuple[int, int]]  # where numbers of so many digits after the point may lie at all


def _slips(stated: Quantity, most: int, envelope: _Envelope) -> Iterator[_Slip]:
    """Yield the slips of a number; where a digit may be any of ten, only about those that lie in an envelope."""
    sign, figures, _ = stated.value.as_tuple()
    size, way = int("".join(map(str, figures))), -1 if sign else 1
    if size == 0:
        return
    for cause, number, places in _scaled(stated, size):
        yield cause, way * number, places
    yield Cause.SIGN, -way * size, stated.decimals
    if size < 10:
        return  # one digit of one digit explains everything and so nothing
    length = max(len(figures), stated.decimals + 1)

    def sizes(places: int) -> tuple[int, int]:
        low, high = envelope(places)
        return (low, high) if way > 0 else (-high, -low)

    for edits in (_replaced, _omitted, _added, _swapped):
        for cause, number, places, digits in edits(size, length, stated.decimals, sizes):
            starts_with_zero = number < 10 ** (digits - 1)
            if places <= most and number >= 10 and not (starts_with_zero and digits - places > 1):
                yield cause, way * number, places


def _scaled(stated: Quantity, size: int) -> Iterator[_Slip]:
    if stated.unit is None:
        return
    shifts: tuple[int, ...] = ()
    cause = Cause.UNIT_SCALE
    if stated.unit.dimension is Dimension.PERCENT:
        cause, shifts = Cause.PERCENT_SCALE, (2, -2)
    elif stated.unit.dimension is Dimension.MONEY:
        shifts = (4, -4, 8, -8)
    for shift in shifts:
        places = stated.decimals - shift
        number, places = (size * 10**-places, 0) if places < 0 else (size, places)
        while places > 0 and number >= 10 and number % 10 == 0:  # 1521390.0000 元 is 152.139 万元
            number, places = number // 10, places - 1
        yield cause, number, places


_Edit = tuple[Cause, int, int, int]  # a slip, and how many digits were written, zeros in front among them


def _replaced(number: int, length: int, decimals: int, envelope: _Envelope) -> Iterator[_Edit]:
    low, high = envelope(decimals)
    for behind in range(length - 1, -1, -1):
        one = 10**behind
        old = number // one % 10
        rest = number - old * one
        if rest > high or rest + 9 * one < low:
            continue
        for new in range(10):
            if new != old:
                yield Cause.DIGIT_REPLACED, rest + new * one, decimals, length


def _omitted(number: int, length: int, decimals: int, envelope: _Envelope) -> Iterator[_Edit]:
    """Put one digit back: before the point, after it, or, at the point itself, on either side of it."""
    before, after = envelope(decimals), envelope(decimals + 1)
    for behind in range(length, -1, -1):
        one = 10**behind
        ahead, rest = divmod(number, one)
        least = ahead * 10 * one + rest
        most = least + 9 * one
        is_before = behind >= decimals and least <= before[1] and most >= before[0]
        is_after = behind <= decimals and least <= after[1] and most >= after[0]
        for new in range(10) if is_before or is_after else ():
            put_back = least + new * one
            if is_before:
                yield Cause.DIGIT_OMITTED, put_back, decimals, length + 1
            if is_after:
                yield Cause.DIGIT_OMITTED, put_back, decimals + 1, length + 1


def _added(number: int, length: int, decimals: int, _: _Envelope) -> Iterator[_Edit]:
    for behind in range(length - 1, -1, -1):
        one = 10**behind
        yield Cause.DIGIT_ADDED, number // (10 * one) * one + number % one, decimals - (behind < decimals), length - 1


def _swapped(number: int, length: int, decimals: int, _: _Envelope) -> Iterator[_Edit]:
    for behind in range(length - 2, -1, -1):
        one = 10**behind
        first, second = number // (10 * one) % 10, number // one % 10
        if first != second:
            yield Cause.DIGITS_SWAPPED, number + (second - first) * 9 * one, decimals, length


# --- causes that refer to other figures ---


def _swaps(network: Network, index: int) -> Iterator[_Change]:
    pairs = [pair for key in network.relations[index].members() for pair in network.beside(key)]
    for first, second in dict.fromkeys(pairs):
        a, b = network.quantities[first], network.quantities[second]
        same_kind = (a.unit.dimension if a.unit else None) == (b.unit.dimension if b.unit else None)
        if same_kind and a.value != b.value:
            other = f"{told_place(second)}{b.text}"
            zh, en = f"与 {other} 互换", f"swapped with {other}"
            yield _Change(Cause.SWAPPED_NEIGHBOURS, {first: b, second: a}, first, Phrase(zh, en))


def _cut(relation: Relation) -> Iterator[_Change]:
    """A result that was cut off, or rounded to more digits first and then again."""
    try:
        exact = relation.exact()
    except NoDenominatorError:
        return
    stated, decimals = relation.stated, relation.stated.decimals
    mended = rewritten(stated, exact)
    if rounded(exact, decimals, Rounding.TRUNCATE) == stated.value:
        yield _Change(Cause.TRUNCATION, {relation.stated_key: mended}, relation.stated_key)
    for more in (1, 2):
        first = Fraction(rounded(exact, decimals + more, Rounding.HALF_UP))
        if rounded(first, decimals, Rounding.HALF_UP) == stated.value != mended.value:
            words = format(rounded(exact, decimals + more, Rounding.HALF_UP), "f")
            note = Phrase(f"先取 {words}", f"first to {words}")
            yield _Change(Cause.DOUBLE_ROUNDING, {relation.stated_key: mended}, relation.stated_key, note)


def _wrong_denominators(network: Network, index: int, solver: Solver) -> Iterator[_Change]:
    relation, ratio = network.relations[index], solver.ratio
    if ratio is None or not ratio.under.weights:
        return
    try:
        exact = relation.exact()
    except NoDenominatorError:
        return
    yield from _own_denominators(relation, ratio, exact, solver.boxes)
    for key in ratio.under.weights:
        for path in _alternatives(network, index, key):
            if path in ratio.over.weights:
                continue  # a figure over itself is 100% of anything
            located = network.report.find(path)
            if located is None or len(located.terms) != 1:
                continue
            piece = Piece(relation.pieces[key].sign, located, located.terms[0])
            other = replace(relation, pieces={**relation.pieces, key: piece})
            if other.closes():
                note = Phrase(
                    f"分母取了 {path} {piece.quantity.text}", f"the denominator was {path} {piece.quantity.text}"
                )
                mended = rewritten(relation.stated, exact)
                yield _Change(Cause.WRONG_DENOMINATOR, {relation.stated_key: mended}, relation.stated_key, note)


def _own_denominators(
    relation: Relation, ratio: Ratio, exact: Fraction, boxes: Mapping[Rounding, Box]
) -> Iterator[_Change]:
    """Yield a figure of the relation that was taken for the denominator: this year's instead of last year's."""
    values = {name: converted(each, relation.unit) for name, each in relation.pieces.items()}
    for key, piece in relation.pieces.items():
        swapped = Ratio(ratio.over, Linear({key: 1}))
        same = swapped.under == ratio.under or set(ratio.over.weights) == {key}
        if same or values[key] == 0:
            continue
        taken = ratio.over.at(values) / values[key]
        if verdict_on(relation.stated, taken, partial(_range_of, swapped, boxes)) is not Verdict.INCONSISTENT:
            note = Phrase(f"分母取了 {piece.quantity.text}", f"the denominator was {piece.quantity.text}")
            mended = rewritten(relation.stated, exact)
            yield _Change(Cause.WRONG_DENOMINATOR, {relation.stated_key: mended}, relation.stated_key, note)


def _range_of(ratio: Ratio, boxes: Mapping[Rounding, Box], mode: Rounding) -> Interval:
    return ratio_bounds(ratio, boxes[mode])


def _alternatives(network: Network, index: int, key: str) -> Iterator[str]:
    """Yield figures that may have been taken for a denominator: the same line of another column, or its whole."""
    column, _, line = key.partition(".")
    if column in COLUMNS and "[" not in line:
        yield from (f"{other}.{line}" for other in COLUMNS if other != column)
    for i in network.touching(key, index):
        other = network.relations[i]
        if key in other.pieces and other.stated_key in network.quantities and i != index:
            where = other.stated_key
            if where.partition(".")[0] in COLUMNS and "[" not in where:
                yield where


def _stale_totals(relation: Relation, ratio: Ratio | None) -> Iterator[_Change]:
    """A total to which one item was not added, or in which one was counted twice."""
    if ratio is None or ratio.under.weights or len(relation.pieces) < 2:
        return
    exact = relation.exact()  # it divides by no figure
    for key, piece in relation.pieces.items():
        if piece.quantity.value == 0:
            continue
        for factor, zh, en in ((0, "漏加", "left out"), (2, "重复加", "added twice")):
            number = rewritten(replace(piece.quantity, unit=piece.unit), piece.quantity.exact() * factor)
            if relation.with_quantity(key, number).closes():
                mended = rewritten(relation.stated, exact)
                words = f"{key} {piece.quantity.text}"
                note = Phrase(f"{zh} {words}", f"{words} {en}")
                yield _Change(Cause.STALE_TOTAL, {relation.stated_key: mended}, relation.stated_key, note)


# --- the smallest set of figures whose change mends everything ---


def culprits(
    network: Network,
    *,
    weights: Mapping[str, int] | None = None,
    fixed: Sequence[str] = (),
    bound: int = SEARCH_BOUND,
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the smallest sets of figures whose change can mend every broken relation and break none.

    Broken relations that share no figure are mended apart, so that many errors far from one another are found as well.

    Args:
        network: All relations of the report.
        weights: How firmly a figure is believed; 1 by default. Sets of least total weight come first.
        fixed: Figures that may not be changed.
        bound: How many figures a set may have at most.

    Returns:
        For each group of broken relations every set of least weight, in a fixed order; no set where none within the
        bound mends the group.

    Raises:
        InputError: If a group is larger, or more sets are to be tried, than `limits` allows.
    """
    return tuple(_least_sets(network, group, weights or {}, frozenset(fixed), bound) for group in _groups(network))


def _groups(network: Network) -> Iterator[frozenset[int]]:
    """Yield the broken relations in groups that share figures, in the order of the report."""
    left = sorted(network.broken)
    while left:
        group = {left[0]}
        keys = set(network.relations[left[0]].members())
        grown = True
        while grown:
            more = {i for i in left if i not in group and keys & set(network.relations[i].members())}
            group |= more
            keys |= {key for i in more for key in network.relations[i].members()}
            grown = bool(more)
        left = [i for i in left if i not in group]
        yield frozenset(group)


def _least_sets(
    network: Network, group: frozenset[int], weights: Mapping[str, int], fixed: frozenset[str], bound: int
) -> tuple[tuple[str, ...], ...]:
    limits.IDENTITIES.require(len(group), or_more=True)
    candidates = sorted({key for i in group for key in network.relations[i].members()} - fixed)
    found: list[tuple[int, tuple[str, ...]]] = []
    for size in range(1, bound + 1):
        mending = (
            (sum(weights.get(key, 1) for key in chosen), chosen)
            for chosen in _covering(network, candidates, size, group)
            if _can_mend(network, chosen, group)
        )
        # Where none is believed more than another, sets of one size are found in the order in which they are given.
        found += mending if weights else islice(mending, MOST_CULPRIT_SETS)
        if found and not weights:
            break
    least = min((weight for weight, _ in found), default=0)
    return tuple(sorted(chosen for weight, chosen in found if weight == least))[:MOST_CULPRIT_SETS]


def _covering(
    network: Network, candidates: Sequence[str], size: int, group: frozenset[int]
) -> Iterator[tuple[str, ...]]:
    """Yield the sets of some figures of which one at least stands in each relation of a group."""
    bits = {i: 1 << place for place, i in enumerate(group)}
    stands_in = {key: sum(bits[i] for i in network.by_key[key] if i in group) for key in candidates}
    whole = (1 << len(group)) - 1
    tried = 0
    for count, chosen in enumerate(combinations(candidates, size), 1):
        if count > limits.SETS.usual:
            limits.SETS.require(count, or_more=True)
        covered = 0
        for key in chosen:
            covered |= stands_in[key]
        if covered == whole:
            tried += len(candidates)
            limits.TRIED.require(tried, or_more=True)
            yield chosen


def _can_mend(network: Network, chosen: tuple[str, ...], group: frozenset[int]) -> bool:
    """Return whether the figures have values that mend the group and break nothing, solved for one after another.

    A figure is solved for from the relations in which no figure stands that is still to be solved for.
    """
    numbers: dict[str, Quantity] = {}
    waiting = list(chosen)
    while waiting:
        for key in waiting:
            others = set(waiting) - {key}
            alone = [i for i in network.by_key[key] if not others & set(network.relations[i].members())]
            value = _value_for(network, key, alone, numbers)
            if value is not None:
                numbers[key] = value
                waiting.remove(key)
                break
        else:
            return False
    mended, broken = network.effect(numbers)
    return mended >= group and not broken


def _value_for(network: Network, key: str, alone: Sequence[int], numbers: Mapping[str, Quantity]) -> Quantity | None:
    """Return a value of one figure inside what all its relations allow, or None where there is none."""
    low: Fraction | None = None
    high: Fraction | None = None
    sums = [i for i in alone if network.relations[i].comparison == "equal"]
    for i in sums or alone:  # a part above its whole fixes no value, so that it is looked at afterwards, if it can be
        if i not in network.broken and i in network.unclosed:
            continue  # a list that may fall short bounds the figure from one side at most
        hull = network.closing(i, key, numbers)
        if hull is None:
            return None
        if hull.low is None or hull.high is None:
            continue
        low = hull.low if low is None else max(low, hull.low)
        high = hull.high if high is None else min(high, hull.high)
    if low is None or high is None or low > high:
        return None
    return rewritten(network.quantities[key], (low + high) / 2, network.decimals(key))
