"""Lists whose items state the same amounts in the same order: what was planned for each project, and what was spent.

A total stands before such a list, or after it, and is of one column of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from perfmetrics.auditing.candidates import Candidate, Sureness, adding, comparable
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Statement

_FEWEST_ITEMS = 3
_MOST_ITEMS = 60
_MOST_COLUMNS = 4
_BESIDE = 12  # amounts before and after a list, one of which may be its total

_Item = list[Number]


def listed(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of totals of lists whose items state several amounts each."""
    items = [_amounts(group) for _, group in groupby(statements, key=lambda each: (each.paragraph, each.segment))]
    items = [item for item in items if item]
    start = 0
    while start < len(items):
        stop = start + 1
        while stop < len(items) and stop - start < _MOST_ITEMS and _are_alike(items[start], items[stop]):
            stop += 1
        if stop - start >= _FEWEST_ITEMS and 1 < len(items[start]) <= _MOST_COLUMNS:
            before = [number for item in items[max(0, start - 4) : start] for number in item][-_BESIDE:]
            after = [number for item in items[stop : stop + 1] for number in item][:_BESIDE]
            run = items[start:stop]
            yield from _totals([*before, *after], run)
            if len(run) > _FEWEST_ITEMS:  # the total may be told in the manner of the items
                yield from _totals(run[0], run[1:])
                yield from _totals(run[-1], run[:-1])
        start = stop


def _amounts(group: Iterator[Statement]) -> _Item:
    """Return the amounts of a part of a sentence, once each, in the order of the text."""
    found = {number.key: number for each in group for number in (each.level, each.budget) if number is not None}
    return sorted(found.values(), key=lambda number: number.begin)


def _are_alike(first: _Item, second: _Item) -> bool:
    return len(first) == len(second) and all(map(comparable, first, second))


def _whole(number: Number, grain: int) -> tuple[int, int]:
    """Return a number and one of its last digit, in so fine a grain of the smallest unit that both are whole."""
    numerator, denominator = number.quantity.value.as_integer_ratio()
    one = grain * (number.unit.scale if number.unit is not None else 1)
    return numerator * one // denominator, one // 10**number.quantity.decimals


def _totals(beside: Sequence[Number], items: Sequence[_Item]) -> Iterator[Candidate]:
    for column in zip(*items, strict=True):
        totals = [each for each in beside if comparable(each, column[0])]
        grain = 10 ** max(number.quantity.decimals for number in (*totals, *column))
        sizes = [_whole(number, grain) for number in column]
        together, slack = sum(size for size, _ in sizes), sum(ulp for _, ulp in sizes)
        for total in totals:
            size, ulp = _whole(total, grain)
            if 2 * abs(together - size) <= slack + ulp:
                yield Candidate("sum_of_parts", total, adding(column), column, Sureness.LIKELY)
