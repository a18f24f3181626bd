"""Changes whose amount stands anywhere before: of a base, a change and a rate any two tell the third.

An amount that one of them confirms to its last digit is the one that is meant, and the other one is judged by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import (
    Candidate,
    Sureness,
    comparable,
    difference_of,
    growth_by,
    growth_of,
    on_one_scale,
    rate_of,
    size_of,
    symbol,
)
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.sketching import LONGEST_LEAD, REACH, Sketch, is_base, is_rate_of
from perfmetrics.auditing.wording import Way

_TELLING = 3  # digits of an amount that no coincidence gives
_TELLING_RATE = 2  # of a rate: few amounts of a passage are so near to one another

_BEHIND = re.compile(
    "[(，](?:上一?年|去年|前年|上期|\\d{4}年)(?:度|同期|末)?(?:为|数|决算|预算|：|的|实际|支出|收入)*Ｍ[)，。；]"
)
_COMPARED = re.compile("[)，]?(?:相比|比较|相较|对比|比)?[)，]?[^，。；Ｍ]{0,8}$")
_NO_NAME = re.compile("(?:同比|环比|同口径|按?可比口径)?")
_SHORT = 12


@dataclass(frozen=True, slots=True)
class _Change:
    """What is said of an amount that is to be found.

    Attributes:
        at: The place of its first mark.
        base: What it is compared with.
        change: The difference.
        rate: The rate.
        is_down: Whether it fell.
        last: The place of its last mark.
    """

    at: int
    base: Number | None
    change: Number | None
    rate: Number | None
    is_down: bool
    last: int


def changes(found: Sketch) -> Iterator[Candidate]:
    """Yield the claims of what an amount changed by that may stand anywhere before.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> from perfmetrics.auditing.sketching import sketch
        >>> text = "支出9.88万元，其中甲5.00万元，乙4.88万元。上年同期支出9.50万元，同比增加0.83万元，增长4.00%。"
        >>> [each.stated.quantity.text for each in changes(sketch(lex(text)))]
        ['0.83万元', '4.00%', '4.00%']
    """
    for i, number in enumerate(found.numbers):
        if found.ways[i] is None and not found.is_beside(i):
            continue  # nearly all of them
        if number.is_amount or number.is_rate:
            change = _beyond(found, i, number) or _change_at(found, i, number)
            if change is not None:
                yield from _change_of(found, change)


def _beyond(found: Sketch, i: int, number: Number) -> _Change | None:
    """Return the change of 低于限额9万元1万元: its verb stands before the base."""
    if not found.is_beside(i) or not (number.is_amount and found.numbers[i - 1].is_amount):
        return None
    beyond, base = _BEYOND.search(found.before(i - 1)), found.numbers[i - 1]
    if beyond is None or not comparable(number, base):
        return None
    return _Change(i - 1, base, number, None, beyond["down"] is not None, i)


def _change_at(found: Sketch, i: int, number: Number) -> _Change | None:
    """Return the change that starts with a mark: a difference and its rate, or either alone behind a base."""
    way = found.ways[i]
    if way is None or _belongs_before(found, i, number):
        return None
    base_at = _base_of(found, i)
    base = None if base_at is None else found.numbers[base_at]
    place = i + 2 if base_at == i + 1 else i + 1
    other = found.numbers[place] if place < len(found.numbers) and _goes_on(found, i, place) else None
    change, rate = (other, number) if number.is_rate else (number, other)
    if (change is None or rate is None) and base is None:
        return None
    if change is not None and base is not None and not comparable(change, base):
        return None
    last = max(i if other is None else place, i if base_at is None else base_at)
    return _Change(i if base_at is None else min(base_at, i), base, change, rate, way is Way.DOWN, last)


def _belongs_before(found: Sketch, i: int, number: Number) -> bool:
    """Return whether a change or a rate goes on from the one before: 减少1万元，下降5%."""
    if not i or found.numbers[i - 1].is_rate is number.is_rate:
        return False
    return found.ways[i - 1] is found.ways[i] and _is_beside(found, i)


def _base_of(found: Sketch, i: int) -> int | None:
    """Return the place of what a change is said to be against, before it, or in brackets behind it."""
    if i and found.numbers[i - 1].is_amount and _COMPARED.match(found.before(i)) and is_base(found, i - 1):
        return i - 1
    return i + 1 if _BEHIND.match(found.words, found.places[i] + 1) else None


def _goes_on(found: Sketch, i: int, place: int) -> bool:
    """Return whether another mark says the same: the rate of a change, or the change of a rate."""
    first, second = found.numbers[i], found.numbers[place]
    if first.is_rate is second.is_rate or not (second.is_rate or second.is_amount):
        return False
    return found.ways[place] is found.ways[i] and (place > i + 1 or _is_beside(found, place))


_BEYOND = re.compile("(?:(?P<down>低于|少于|不及)|高于|多于|超过|超出|高出)[^，。；ＭＲ]{1,16}$")


def _is_beside(found: Sketch, i: int) -> bool:
    """Return whether a figure stands right behind another, in one statement with it."""
    rest = found.before(i).lstrip(")，、")
    return len(rest) <= _SHORT and _NO_NAME.fullmatch(wording.without_verb(rest)) is not None


def _is_telling(number: Number) -> bool:
    """Return whether a figure has digits enough: noughts at the end of an amount may only fill it up."""
    digits = str(abs(number.digits)).lstrip("0")
    return len(digits) >= _TELLING_RATE if number.is_rate else len(digits.rstrip("0")) >= _TELLING


def _change_of(found: Sketch, change: _Change) -> Iterator[Candidate]:
    base, off, rate = change.base, change.change, change.rate
    if base is None:
        yield from _without_base(found, change)
        return
    amounts = _once(found, found.passage(change.at, base), base)
    told, sureness = _told_by(found, change, base, amounts)
    for other in told:
        if off is not None:
            yield difference_of(off, other, base, sureness, falls=change.is_down)
        if rate is not None:
            yield growth_of(rate, other, base, sureness, falls=change.is_down)
    if off is not None and rate is not None and not _is_between(off, base, amounts):
        yield rate_of("growth", rate, off, base, Sureness.LIKELY)


def _told_by(
    found: Sketch, change: _Change, base: Number, amounts: Sequence[Number]
) -> tuple[Sequence[Number], Sureness]:
    """Return the amounts that a change or its rate confirms, and how sure it is that they are meant."""
    off, rate = change.change, change.rate
    (worth, size, *sizes), _ = on_one_scale((base, base if off is None else off, *amounts), base.unit)
    sign = -1 if change.is_down else 1
    grown = [(other, sign * (each - worth)) for other, each in zip(amounts, sizes, strict=True)]
    by_change = [other for other, more in grown if off is not None and _is_as_much(off, more, abs(size))]
    by_rate = [other for other, more in grown if rate is not None and more > 0 and is_rate_of(rate, more, worth)]
    told = [*by_change, *(other for other in by_rate if other not in by_change)]
    if len(told) == 1:
        sure = bool(by_change) and off is not None and _is_telling(off)
        # A change and its rate that agree are of another amount.
        agree = off is not None and rate is not None and is_rate_of(rate, abs(size), worth)
        sure = sure or (bool(by_rate) and rate is not None and _is_telling(rate) and (bool(by_change) or not agree))
        return told, Sureness.SAID if sure else Sureness.LIKELY
    if told:
        return told, Sureness.LIKELY
    if off is None and rate is not None:
        turned = [other for other, more in grown if is_rate_of(rate, abs(more), worth)]
        told = [other for other in turned if _names_again(found, change, other)]
    elif rate is None:
        told = _subject(found, change, base)
    return told, Sureness.SAID if len(told) == 1 else Sureness.LIKELY


def _names_again(found: Sketch, change: _Change, other: Number) -> bool:
    """Return whether the words before a base name what an amount was called: 接待费5万元。接待费2018年为6万元."""
    name = _NAMED_YEAR.search(found.before(change.at))
    i = found.numbers.index(other, max(0, change.at - 2 * REACH))
    return name is not None and wording.lead_of(found.before(i)).endswith(name["name"])


def _subject(found: Sketch, change: _Change, base: Number) -> list[Number]:
    """Return the only amount of a sentence that goes on without another subject: 支出5万元，较上年的4万元增加1万元."""
    if _NO_SUBJECT.match(found.before(change.at)) is None:
        return []
    here: list[int] = []
    for j in range(change.at - 1, max(-1, change.at - REACH), -1):
        if found.numbers[j].is_amount and not _IS_BASE.match(found.words, found.places[j]):
            here.append(j)
        if "。" in found.before(j) or "；" in found.before(j):
            break
    if len(here) != 1 or not comparable(found.numbers[here[0]], base):
        return []
    before = found.before(here[0])
    told = found.ways[here[0]] is None and not is_base(found, here[0]) and not wording.PER_HEAD.search(before)
    return [found.numbers[here[0]]] if told else []


_NAMED_YEAR = re.compile("(?:^|[，。；、：])(?P<name>[\u4e00-\u9fff]{2,12})\\d{4}年[^，。；]{0,6}$")
_NO_SUBJECT = re.compile("，(?:比|较)[^，。；ＭＲ]{1,16}$")
_IS_BASE = re.compile("Ｍ的[ＲＴ]")


def _is_as_much(change: Number, off: int, size: int) -> bool:
    """Return whether a change of some size is so much, to its last digit."""
    return abs(off - size) * abs(change.digits) < size


def _is_between(change: Number, base: Number, amounts: Sequence[Number]) -> bool:
    """Return whether a change parts a base from an amount, one way or the other: so the rate is of these."""
    (size, worth, *others), _ = on_one_scale((change, base, *amounts), base.unit)
    return any(abs(each - worth) == abs(size) for each in others)


def _once(found: Sketch, places: Sequence[int], like: Number) -> list[Number]:
    """Return amounts, each size once, and without what they are compared with."""
    sizes = {size_of(found.numbers[i]): found.numbers[i] for i in reversed(places)}
    sizes.pop(size_of(like), None)
    return list(sizes.values())


def _without_base(found: Sketch, change: _Change) -> Iterator[Candidate]:
    """Yield what a change and its rate say where their base is told elsewhere, or follows from them."""
    off, rate = change.change, change.rate
    if off is None or rate is None or not off.digits:
        return
    sign = -1 if change.is_down else 1
    others = _once(found, found.passage(change.at, off), off)
    (own, *sizes), _ = on_one_scale((off, *others), off.unit)
    size = abs(own)
    for other, each in zip(others, sizes, strict=True):
        prior = each - sign * size
        if prior > 0 and is_rate_of(rate, size, prior, fine=2):
            yield growth_by(rate, off, other, Sureness.LIKELY, falls=change.is_down)
    whole = _opener(found, change)
    if whole is not None and comparable(whole, off):
        yield growth_by(rate, off, whole, falls=change.is_down)
    yield from _of_two_before(found, change, off, rate)
    if not _is_telling(off):
        return
    levels = _once(found, [j for j in found.passage(change.at, off) if found.ways[j] is None], off)
    (own, *sizes), _ = on_one_scale((off, *levels), off.unit)
    sized = [*zip(levels, sizes, strict=True)]
    pairs = [(more, less) for more, one in sized for less, two in sized if one - two == abs(own)]
    if len(pairs) == 1:  # no coincidence: the rate is of these two
        [(more, less)] = pairs
        base = more if sign < 0 else less
        yield Candidate("growth", rate, (symbol(more) - symbol(less)) / symbol(base) * 100, (more, less))


_NO_SUBJECT_AT_ALL = re.compile("[^。]*。(?:比|较|与|同比)[^，。；ＭＲ]{0,20}$")
_PARTS = re.compile("[，：]?(?:其中|包括)|：")


def _opener(found: Sketch, change: _Change) -> Number | None:
    """Return the total of the sentence before, where what is said of it is told of its parts as well.

    预算9万元，其中甲4万元，乙5万元。比上年减少1万元，下降10%，其中甲减少1万元.
    """
    last = found.places[change.last] + 1
    if not found.words.startswith("，其中", last) or _NO_SUBJECT_AT_ALL.fullmatch(found.before(change.at)) is None:
        return None
    for j in range(change.at - 1, max(-1, change.at - REACH), -1):
        if _PARTS.match(found.after(j)) and found.numbers[j].is_amount:
            return found.numbers[j]
        if "。" in found.before(j):
            break
    return None


_PLANNED = re.compile("(?:预算|计划|概算|控制价|批复|核定|上年|去年|原)[^，。；]{0,8}$")


def _of_two_before(found: Sketch, change: _Change, off: Number, rate: Number) -> Iterator[Candidate]:
    """Yield 预算9万元，实际8万元，节约1.5万元，节约率11.1%: what the two amounts of the clauses before give."""
    i = change.at
    if i < 2 or not all(found.numbers[j].is_amount and comparable(found.numbers[j], off) for j in (i - 1, i - 2)):
        return
    if "。" in found.before(i) or "。" in found.before(i - 1) or len(rate.quantity.text) <= _TELLING:
        return
    if _PLANNED.search(found.before(i - 2)[-LONGEST_LEAD:]) is None:
        return
    first, second = found.numbers[i - 2], found.numbers[i - 1]
    (one, two), _ = on_one_scale((first, second), off.unit)
    more, less = (first, second) if one > two else (second, first)
    base = more if change.is_down else less
    if is_rate_of(rate, abs(one - two), max(one, two) if change.is_down else min(one, two)):
        difference = symbol(more) - symbol(less)
        yield Candidate("growth", rate, difference / symbol(base) * 100, (more, less))
        yield Candidate("difference", off, "+-", (more, less))
