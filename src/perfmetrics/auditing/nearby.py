"""Figures that no words connect: a rate or a difference that two amounts near it give to the last digit.

A text may say what a figure is, and not what it is of. Three digits that two amounts of the same passage give are no
coincidence; where none do, nothing is known, and nothing is called wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from itertools import combinations, permutations
from operator import attrgetter

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import (
    DECLINE,
    FALL,
    GROWTH,
    RATE,
    RISE,
    Candidate,
    Sureness,
    adding,
    comparable,
    difference_of,
    on_one_scale,
    size_of,
)
from perfmetrics.auditing.grids import Table
from perfmetrics.auditing.judging import verdict_of
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.wording import Way
from perfmetrics.verdicts import Verdict

_BEFORE = 16  # amounts before a figure that it may be of
_AFTER = 3  # and behind it
_REACH = 320  # characters before and after it
_FEWEST_DIGITS = 3
_TELLING = 10 ** (_FEWEST_DIGITS - 1)  # the least number of so many digits
_FULL = 100  # percent
_WORDS = 60  # characters before a figure that say what it is
_GROWN = re.compile(
    "(?:增幅|涨幅|增长率|增速|升幅|增减率|变动率|变动幅度|变化率|调整幅度|追加率|增减幅度?)(?:为|是|达|约|：)*$"
)
_SHRUNK = re.compile("(?:降幅|减幅|下降率|压减率|压缩率|减少率|节约率)(?:为|是|达|约|：)*$")
_SHARE = re.compile("占|比[例重]|份额")
_DONE = re.compile("率|进度|完成|达|[的为](?:比[例值率])?$")
_REST = re.compile(
    "(?:结余|剩余|余额|余下|沉淀|缺口|差额|相差|未[支使到执][付用位行]|节约|结转|审减|净(?:资产|值|额|收入|结余|增|减))[^，。；]{0,12}$"
)
_TOTAL = re.compile("(?:合计|共计|总计|小计|两项|二者|两者|累计|总额|总量|共)[^，。；]{0,12}$")
_SYMBOLS = re.compile(r"=[^=。；]*=$|=$")
_BOUND = re.compile("以[上下内]|左右")
_RULE = re.compile("每|不[低高]于|[不未]超过|不少于|≥|≤|目标|权重|标准|要求|如果|控制在")


def nearby(lexed: Lexed, known: Container[int], tables: Sequence[Table] = ()) -> Iterator[Candidate]:
    """Yield the claims of figures that the amounts around them give exactly.

    Args:
        lexed: The text.
        known: Where the figures begin that are claims already.
        tables: The tables of the text: their amounts stand without a unit.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> text = lex("收入1038.55万元，上年决算数992.45万元，各增加（减少）46.10万元，增幅4.65%。")
        >>> [claim.stated.quantity.text for claim in nearby(text, ())]
        ['46.10万元', '4.65%']
    """
    cells = {cell.begin: cell for table in tables for row in table.rows for cell in row.cells if cell is not None}
    pool = [number for number in lexed.numbers if number.is_amount]
    pool += [cell for cell in cells.values() if cell.unit is None]
    amounts = sorted(pool, key=attrgetter("begin"))
    begins = [number.begin for number in amounts]
    for number in lexed.numbers:
        if not (number.is_rate or number.is_amount) or number.begin in known or not _is_telling(number):
            continue
        before = lexed.words[max(0, number.begin - _WORDS) : number.begin]
        clause = lead = wording.lead_of(before)
        if not clause and before.endswith("="):
            clause = wording.lead_of(_SYMBOLS.sub("", before))  # 执行率=支出/预算×100%=…
        if _RULE.search(clause) or _BOUND.match(lexed.words, number.end):
            continue
        way = wording.way_of(before, lead)
        if number.is_rate:
            yield from _rate(number, way, clause, amounts, begins)
        else:
            yield from _difference(number, way, clause, amounts, begins)


def _window(begins: Sequence[int], number: Number) -> tuple[int, int]:
    """Return the places of the amounts around a figure."""
    place = bisect_left(begins, number.begin)
    first = max(place - _BEFORE, bisect_left(begins, number.begin - _REACH))
    return first, min(place + number.is_amount + _AFTER, bisect_right(begins, number.begin + _REACH))


def _is_telling(number: Number) -> bool:
    """Return whether a figure has digits enough to be no coincidence: 100% and 1.00万元, of many amounts, have not."""
    size = abs(number.digits)
    if size < _TELLING or number.approximation is not None:
        return False
    return len(str(size).rstrip("0")) >= _FEWEST_DIGITS if number.is_amount else not number.says(_FULL)


def _digits(number: Number) -> int:
    return len(str(abs(number.digits)))


def _are_telling(number: Number, *others: Number) -> bool:
    """Return whether a rate is no coincidence: it, or all that it is of, have digits enough."""
    return _digits(number) > _FEWEST_DIGITS or all(_digits(other) >= _FEWEST_DIGITS for other in others)


def _rate(
    number: Number, way: Way | None, clause: str, amounts: Sequence[Number], begins: Sequence[int]
) -> Iterator[Candidate]:
    """Yield the first pair of amounts, the nearest before others, that gives a rate."""
    falls = way is Way.DOWN or _SHRUNK.search(clause) is not None
    grown = falls or way is not None or _GROWN.search(clause) is not None
    kind = (
        "growth" if grown else "share" if _SHARE.search(clause) else "completion_rate" if _DONE.search(clause) else ""
    )
    if not kind:
        return
    stated = number.about()
    loose = 0.6 / 10**number.decimals
    first, last = _window(begins, number)
    around = [(each, size_of(each)) for each in reversed(amounts[first:last]) if each is not number]
    for (each, size), (other, base) in permutations(around, 2):
        if not base:
            continue
        rate = size / base * 100
        for form, about in _growth(rate, falls=falls, is_open=way is Way.OPEN) if grown else [(RATE, rate)]:
            near = abs(abs(about) - abs(stated)) <= loose and (about < 0) == (stated < 0)
            if near and _are_of_one_kind(each, other) and _are_telling(number, each, other):
                claim = Candidate(kind, number, form, (each, other), Sureness.LIKELY)
                if verdict_of(claim) is Verdict.EXACT:
                    yield claim
                    return


_PEOPLE = frozenset("人名个")


def _are_of_one_kind(first: Number, second: Number) -> bool:
    """Return whether one amount may be a share of the other: people are counted in 人 and posts in 名."""
    units = {number.unit.text for number in (first, second) if number.unit is not None}
    return comparable(first, second) or (len(units) == 2 and units <= _PEOPLE)


def _growth(rate: float, *, falls: bool, is_open: bool) -> Iterator[tuple[str, float]]:
    """Yield what growth two amounts give, of which one is so many percent of the other, with the sign that words have.

    Of 减少1万元，下降5% one may be the change.
    """
    if not falls:
        yield GROWTH, rate - 100
    if falls or is_open:
        yield DECLINE, 100 - rate
    if 0 < rate < 100 and not falls:
        yield RISE, 100 * rate / (100 - rate)
    if rate > 0 and falls:
        yield FALL, 100 * rate / (100 + rate)


def _difference(
    number: Number, way: Way | None, clause: str, amounts: Sequence[Number], begins: Sequence[int]
) -> Iterator[Candidate]:
    changes = way is not None or _REST.search(clause) is not None
    totals = _TOTAL.search(clause) is not None
    if not (changes or totals):
        return
    first, last = _window(begins, number)
    before = [each for each in amounts[first:last] if each.begin < number.begin]
    alike = [each for each in before if each.unit is None or comparable(each, number)]
    (own, *sizes), _ = on_one_scale((number, *alike), number.unit)
    stated = abs(own)
    for (each, one), (other, two) in combinations(reversed([*zip(alike, sizes, strict=True)]), 2):
        if changes and abs(one - two) == stated:
            more, less = (each, other) if one > two else (other, each)
            yield difference_of(number, more, less, Sureness.LIKELY)
            return
        if totals and one + two == stated and one and two:
            numbers = (other, each)
            yield Candidate("sum_of_parts", number, adding(numbers), numbers, Sureness.LIKELY)
            return
