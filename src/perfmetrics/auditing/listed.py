"""Lists whose items state the same amounts in the same order: what was planned for each project, and what was spent.

A total stands before such a list, or after it, and is of one column of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from perfmetrics.auditing.candidates import Candidate, Sureness, adding, comparable
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Statement

_FEWEST_ITEMS = 3
_MOST_ITEMS = 60
_MOST_COLUMNS = 4
_BESIDE = 12  # amounts before and after a list, one of which may be its total
_BEFORE = 4  # items before a list that may hold its total

_Item = list[Number]
_END: _Item = []  # like no item


def listed(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of totals of lists whose items state several amounts each."""
    before: deque[_Item] = deque(maxlen=_BEFORE)
    run: list[_Item] = []
    for item in chain(_items(statements), [_END]):
        if run and len(run) < _MOST_ITEMS and _are_alike(run[0], item):
            run.append(item)
            continue
        if len(run) >= _FEWEST_ITEMS and 1 < len(run[0]) <= _MOST_COLUMNS:
            yield from _of_run(before, run, item)
        before.extend(run)
        run = [item]


def _of_run(before: Iterable[_Item], run: Sequence[_Item], after: _Item) -> Iterator[Candidate]:
    """Yield the claims of the totals of items that are alike: they stand beside them, or are told in their manner."""
    yield from _totals([*[number for item in before for number in item][-_BESIDE:], *after[:_BESIDE]], run)
    if len(run) > _FEWEST_ITEMS:
        yield from _totals(run[0], run[1:])
        yield from _totals(run[-1], run[:-1])


def _items(statements: Sequence[Statement]) -> Iterator[_Item]:
    """Yield the amounts of each part of a sentence, once each, in the order of the text."""
    part: tuple[int, int] | None = None
    found: dict[int, Number] = {}
    for each in statements:
        if part != (each.paragraph, each.segment):
            if found:
                yield [*map(found.__getitem__, sorted(found))]
            part, found = (each.paragraph, each.segment), {}
        if each.level is not None:
            found[each.level.begin] = each.level
        if each.budget is not None:
            found[each.budget.begin] = each.budget
    if found:
        yield [*map(found.__getitem__, sorted(found))]


def _are_alike(first: _Item, second: _Item) -> bool:
    return len(first) == len(second) and all(map(comparable, first, second))


def _whole(number: Number, grain: int) -> tuple[int, int]:
    """Return a number and one of its last digit, in so fine a grain of the smallest unit that both are whole."""
    digits, decimals = number.plain()
    ulp = grain * (number.unit.scale if number.unit is not None else 1) // 10**decimals
    return digits * ulp, ulp


def _totals(beside: Sequence[Number], items: Sequence[_Item]) -> Iterator[Candidate]:
    for column in zip(*items, strict=True):
        totals = [each for each in beside if comparable(each, column[0])]
        grain = 10 ** max(number.decimals for number in (*totals, *column))
        sizes = [_whole(number, grain) for number in column]
        together, slack = sum(size for size, _ in sizes), sum(ulp for _, ulp in sizes)
        for total in totals:
            size, ulp = _whole(total, grain)
            if 2 * abs(together - size) <= slack + ulp:
                yield Candidate("sum_of_parts", total, adding(column), column, Sureness.LIKELY)
