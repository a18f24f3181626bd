"""Totals and what they consist of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

from perfmetrics.auditing import wording
from perfmetrics.auditing.balances import balances
from perfmetrics.auditing.candidates import (
    FAR,
    Candidate,
    Sureness,
    adding,
    at_least,
    comparable,
    has_digits,
    is_slip,
    levelled,
    on_one_scale,
    signs_of,
)
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.listed import listed
from perfmetrics.auditing.reading import Statement, budget_of
from perfmetrics.auditing.wording import Way
from perfmetrics.quantities import Dimension


@dataclass(frozen=True, slots=True)
class Parts:
    """A total and the statements of its parts.

    Attributes:
        whole: The total.
        level: Its amount.
        parts: Its parts.
        closes: Whether they add up to it.
        clean: Whether no list within the list blurs which they are.
        said: Whether the text says how many they are.
    """

    whole: Statement
    level: Number
    parts: tuple[Statement, ...]
    closes: bool
    clean: bool = True
    said: bool = False


_MOST_PARTS = 60
_WILD = 2  # times its total that parts may come to, before it is rather the reading that is wrong
_WILDEST = 12  # the same where the names of the parts tell that they are all: a point in the wrong place is 10 times
_MOST_STARTS = 6
_OWN_PARTS = 2 * _MOST_STARTS  # statements behind a part in which the parts of its own are looked for
_AHEAD = 3 * _MOST_PARTS  # statements ahead of a total that its parts, and theirs, are among
_BEHIND = _MOST_PARTS + 1  # those behind it
_AT_ONCE = 500
_MOST_PARAGRAPHS = 8
_FEW_DIGITS = 3
_LONG_COUNT = 10 ** (_FEW_DIGITS - 1)  # the least number of so many digits
_MOST_KNOWN = 3  # parts whose names alone tell that they are all
_SEVERAL = 3  # parts of a number of people or things that is not said to consist of them


class _Amount(NamedTuple):
    """The amount of a statement as a whole number of one small unit, so that many sums are quick.

    Attributes:
        number: The amount as written.
        size: Its size in that unit.
        kind: What may be added to it.
        ulp: Its last digit in that unit; 0 for counts, which are exact.
        unit: Its unit as written.
        is_added: Whether its words say that it was got by adding up or taking off.
        is_per_head: Whether it is of one of many, and so no part of a sum.
        is_telling: Whether it is no coincidence that amounts nobody calls parts add up to this: money, of some digits.
        is_long_count: Whether it is a number of people or things with digits enough for several that come to it to be
            its parts.
    """

    number: Number
    size: int
    kind: str
    ulp: int
    unit: str
    is_added: bool
    is_per_head: bool
    is_telling: bool
    is_long_count: bool


class _Members:
    """What may be parts of a total, in columns: of numbers alone, which cost Python's collector nothing.

    Attributes:
        places: The places of their statements.
        signed: Their amounts as they count in sums.
        ulps: One of the last digit of each.
        after: The place after each and the parts of its own.
        blurs: Whether each blurs a list with one of its own.
    """

    __slots__ = ("after", "blurs", "places", "signed", "ulps")

    def __init__(self) -> None:
        self.places: list[int] = []
        self.signed: list[int] = []
        self.ulps: list[int] = []
        self.after: list[int] = []
        self.blurs: list[bool] = []

    def add(self, place: int, signed: int, ulp: int, after: int, *, blurs: bool) -> None:
        self.places.append(place)
        self.signed.append(signed)
        self.ulps.append(ulp)
        self.after.append(after)
        self.blurs.append(blurs)


class _Book:
    """The statements of a text and their amounts, which are read on as the text is gone through.

    Those far behind are let go again, so that of a long text few are held. What else is kept is numbers in columns.

    Attributes:
        statements: The statements.
        amounts: Their amounts, as far as they are read.
        signs: How each counts in sums.
        members: What may be parts of a total, by what may be added to what.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.amounts: list[_Amount | None] = []
        self.signs: list[int] = []
        self.members: dict[str, _Members] = {}
        self._one = 10 ** max((each.level.decimals for each in statements if each.level), default=0)
        self._places: dict[str, list[int]] = {}
        self._added: dict[str, list[int]] = {}
        self._nothing = [0]
        self._takes_off: list[int] = []
        self._acts: dict[int, bool] = {}
        self._joined = 0
        self._behind = 0

    def amount_at(self, place: int) -> _Amount | None:
        """Return an amount, with all that may be its parts read."""
        if place + _AHEAD > len(self.amounts) < len(self.statements):
            for each in self.statements[len(self.amounts) : place + _AHEAD + _AT_ONCE]:
                self._read(each)
            known = len(self.amounts) if len(self.amounts) == len(self.statements) else len(self.amounts) - _OWN_PARTS
            for joined in range(self._joined, known):
                self._join(joined)
            self._joined = known
            for behind in range(self._behind, place - _BEHIND):
                self.amounts[behind] = None
            self._behind = max(self._behind, place - _BEHIND)
        return self.amounts[place]

    def _read(self, statement: Statement) -> None:
        place, amount = len(self.amounts), _amount(statement, self._one)
        sign = wording.sign_of(statement.label)
        self.amounts.append(amount)
        self.signs.append(sign)
        self._nothing.append(self._nothing[-1] + (amount.ulp if amount is not None and not amount.size else 0))
        if amount is not None:
            if amount.kind not in self._places:
                self._places[amount.kind], self._added[amount.kind] = [], []
                self.members[amount.kind] = _Members()
            self._places[amount.kind].append(place)
            if amount.is_added:
                self._added[amount.kind].append(place)
            if sign * amount.size < 0:
                self._takes_off.append(place)

    def _join(self, place: int) -> None:
        each, amount = self.statements[place], self.amounts[place]
        if amount is not None and not amount.is_per_head:
            after = _after_own_parts(self, place, amount) if each.opens else place + 1
            blurs = after == place + 1 and bool(each.opens)
            self.members[amount.kind].add(place, self.signs[place] * amount.size, amount.ulp, after, blurs=blurs)

    def acts(self, place: int) -> bool:
        """Return whether the words before an amount say what was done: 已支付."""
        if place not in self._acts:
            self._acts[place] = _ACT.search(self.statements[place].lead) is not None
        return self._acts[place]

    def takes_off(self, first: int, last: int) -> bool:
        """Return whether an amount counts as less, from a place on and before another."""
        if not self._takes_off:
            return False
        following = bisect_left(self._takes_off, first)
        return following < len(self._takes_off) and self._takes_off[following] < last

    def adds_up(self, whole: _Amount, first: int, last: int) -> bool:
        """Return whether words say of an amount in between that it was got by adding up."""
        added = self._added[whole.kind]
        if not added:
            return False
        following = bisect_left(added, first)
        return following < len(added) and added[following] < last

    def spare(self, first: int) -> int | None:
        """Return how far amounts of nothing from a place on loosen a sum, twice; None where some are taken off.

        Any other amount adds more to the sum than it loosens it.
        """
        last = first + 2 * _MOST_PARTS
        if self.takes_off(first, last):
            return None
        return self._nothing[min(last, len(self.statements))] - self._nothing[first]

    def slack(self, whole: _Amount, parts: Sequence[Statement]) -> int:
        """Return how far rounding alone may take the sum of parts from their total, twice."""
        return _slack([whole, *(amount for each in parts if (amount := self.amounts[each.place]) is not None)])

    def comparable(self, place: int, whole: _Amount) -> _Amount | None:
        """Return the amount of a statement, if it may be a part of another."""
        amount = self.amounts[place]
        return amount if amount is not None and amount.kind == whole.kind else None

    def places(self, whole: _Amount) -> Sequence[int]:
        """Return the places of all amounts that may be parts of one."""
        return self._places[whole.kind]

    def window(self, whole: _Amount, first: int, last: int) -> tuple[int, int]:
        """Return which of the amounts of its kind these are."""
        places = self._places[whole.kind]
        begin = bisect_left(places, first)
        return begin, bisect_left(places, last, begin)


_MONEY, _COUNT = Dimension.MONEY, Dimension.COUNT  # looked up once: an enumeration takes long to tell its members


def _amount(statement: Statement, one: int) -> _Amount | None:
    number = statement.level
    if number is None or number.unit is None:
        return None
    unit = number.unit
    digits, decimals = number.plain()
    is_money = unit.dimension is _MONEY
    ulp = one * (unit.scale if is_money else 1) // 10**decimals
    is_exact = decimals == 0 and unit.dimension is _COUNT
    lead, text = statement.lead, unit.text
    is_added = is_per_head = False
    if wording.MAY_BE_NO_PART.search(lead) is not None:
        is_added, is_per_head = wording.is_added_up(lead), wording.PER_HEAD.search(lead) is not None
    is_telling = is_money and abs(digits) >= _LONG_COUNT and len(str(digits).strip("-0")) >= _FEW_DIGITS
    is_long_count = is_exact and digits >= _LONG_COUNT
    own, kind = 0 if is_exact else ulp, "" if is_money else text
    # By position: what is named costs as much again.
    return _Amount(number, digits * ulp, kind, own, text, is_added, is_per_head, is_telling, is_long_count)


_ACT = re.compile("已|实际|累计|支付|到位|结余(?<!结转结余)(?<!结转和结余)(?<!结转及结余)|剩余|节约|拨付")


class _Running:
    """A sum as its parts are added to it, and how far rounding may take it from its total.

    Attributes:
        total: What its parts come to.
        present: How many of them are more than nothing.
        off: How far the sum is from its total.
    """

    __slots__ = ("_amounts", "_coarsest", "_size", "off", "present", "total")

    def __init__(self, whole: _Amount) -> None:
        self.total = 0
        self.present = 0
        self.off = abs(whole.size)
        self._size = whole.size
        self._amounts = [whole]
        self._coarsest = whole.ulp

    def add(self, amount: _Amount, sign: int = 1) -> None:
        """Add a part."""
        if amount.size:
            self.present += 1
            self.total += sign * amount.size
            self.off = abs(self.total - self._size)
        self._amounts.append(amount)
        self._coarsest = max(self._coarsest, amount.ulp)

    def closes(self) -> bool:
        """Return whether rounding alone may part the sum from its total."""
        twice = 2 * self.off
        return twice <= self._coarsest * len(self._amounts) and (not twice or twice <= self.slack())

    def slack(self) -> int:
        """Return how far rounding alone may take the sum from its total, twice."""
        return _slack(self._amounts)


def _slack(amounts: Sequence[_Amount]) -> int:
    # Amounts in one unit have the digits of the finest of them: 5万元 beside 3.25万元 is 5.00万元.
    finest: dict[str, int] = {}
    for each in amounts:
        finest[each.unit] = min(finest.get(each.unit, each.ulp), each.ulp)
    return sum(finest[each.unit] for each in amounts)


def of_parts(statements: Sequence[Statement]) -> list[Parts]:
    """Return the totals whose parts stand after them, or before."""
    book = _Book(statements)
    found: list[Parts] = []
    for whole in statements:
        amount = book.amount_at(whole.place)
        if amount is not None and amount.size:
            parts = _parts_of(book, whole, amount)
            if parts is not None:
                found.append(parts)
    return found


def _parts_of(book: _Book, whole: Statement, amount: _Amount) -> Parts | None:
    first = whole.parts_from if whole.parts_from is not None else whole.place + 1
    may_close = bool(whole.opens) or whole.parts_from is not None or amount.is_telling or amount.is_long_count
    sought = _Sought(book, whole, amount)
    best = (_run if may_close else _by_names)(sought, first)
    if best is not None and best.closes:
        is_led = bool(whole.opens) or whole.parts_from is not None or best.parts[0].sentence == whole.sentence
        before = None if is_led else _run_back(book, whole, amount)
        return before if before is not None and before.closes else best  # 加上…，收入总量9万元。支出…，支出总量9万元
    for start in _starts(sought, first) if may_close else ():
        later = _run(sought, start, is_later=True) if _comes_near(sought, start) else None
        if later is not None:
            return later
    if whole.counted > 1:
        return _counted_back(book, whole, amount) or best
    before = _run_back(book, whole, amount)
    return before if before is not None else best


class _Sought:
    """What may be the parts of a total: amounts of its kind, year and column behind it, and not the parts of parts.

    Attributes:
        book: The statements of the text.
        whole: The total.
        level: Its amount.
        inside: In how many brackets its parts stand.
        members: The amounts of its kind.
    """

    __slots__ = ("book", "inside", "level", "members", "whole")

    def __init__(self, book: _Book, whole: Statement, level: _Amount) -> None:
        self.book = book
        self.whole = whole
        self.level = level
        self.inside = whole.depth + (whole.opens == "(") if whole.parts_from is None else 0
        self.members = book.members[level.kind]

    def behind(self, first: int) -> Iterator[int]:
        """Yield which of the amounts they are from a place on."""
        whole, statements, inside = self.whole, self.book.statements, self.inside
        column, year, lead, lowest = whole.column, whole.year, whole.lead, whole.paragraph + _MOST_PARAGRAPHS
        places, after = self.members.places, self.members.after
        j, begin = first, bisect_left(places, first)
        for i in range(begin, bisect_left(places, first + 2 * _MOST_PARTS, begin)):
            place = places[i]
            if place < j:
                continue  # a part of a part
            each = statements[place]
            if each.paragraph > lowest or (inside and any(other.depth < inside for other in statements[j : place + 1])):
                return
            j = place + 1
            # Of the same year and column, and not the total again.
            if (column and each.column and each.column != column) or (year and each.year and each.year != year):
                continue
            if each.lead == lead and _is_same_number(each, whole):
                continue
            j = after[i]
            yield i


def _starts(sought: _Sought, first: int) -> Iterator[int]:
    """Yield the places behind the first one at which the parts of a total may start."""
    book, level, lowest = sought.book, sought.level, sought.whole.paragraph + 2
    places, statements = book.places(level), book.statements
    begin, tried = bisect_left(places, first + 1), (-1, -1)
    for start in range(first + 1, min(first + _MOST_STARTS, len(statements))):
        if begin < len(places) and places[begin] < start:
            begin += 1
        is_behind_one = begin and places[begin - 1] == start - 1
        if statements[start].paragraph > lowest or (is_behind_one and _is_again(book, start - 1, level)):
            return
        end = bisect_left(places, start + 2 * _MOST_PARTS, begin)
        if end - begin <= 1 or (begin, end) == tried:
            continue  # no two parts stand behind, or nothing that may be a part stands between
        yield start
        if not sought.inside:
            tried = begin, end


def _comes_near(sought: _Sought, first: int) -> bool:
    """Return whether the amounts from a place on come near a total anywhere: a quick look, since nearly none do."""
    signed, ulps = sought.members.signed, sought.members.ulps
    size = sought.level.size
    coarsest = loose = sought.level.ulp
    total, spare = 0, sought.book.spare(first)
    for count, i in enumerate(islice(sought.behind(first), _MOST_PARTS), 2):  # of amounts, with the total
        total += signed[i]
        ulp = ulps[i]
        loose += ulp
        twice = 2 * (total - size)
        if spare is not None and twice > loose + spare:
            return False  # amounts that only grow come no nearer
        coarsest = max(coarsest, ulp)
        if count > 2 and abs(twice) <= coarsest * count:
            return True
    return False


def _is_again(book: _Book, place: int, whole: _Amount) -> bool:
    """Return whether an amount is stated again: what follows are its parts (收入10万元。支出10万元，其中…)."""
    amount = book.comparable(place, whole)
    return amount is not None and amount.size == whole.size


def _run(sought: _Sought, first: int, *, is_later: bool = False) -> Parts | None:
    """Return the parts that start at a place, up to where they close; else those of the sentence of a list.

    Args:
        sought: What may be parts of the total.
        first: The place of the first part.
        is_later: Whether statements stand between, so that only parts that close are meant.
    """
    book, whole, level, members = sought.book, sought.whole, sought.level, sought.members
    listed = bool(whole.opens) or whole.parts_from is not None
    telling = listed or level.is_telling
    counts = not telling and level.is_long_count
    chosen: list[Statement] = []
    size, wild, coarsest = level.size, _WILD * abs(level.size), level.ulp
    total = present = 0
    loose = level.ulp
    near: Parts | None = None
    end: int | None = None
    clean = True
    spare = None if listed else book.spare(first)
    for count, i in enumerate(islice(sought.behind(first), _MOST_PARTS)):
        each, signed, ulp = book.statements[members.places[i]], members.signed[i], members.ulps[i]
        if end is None and count and _is_beyond(book, each, chosen[0], whole):
            end = count
        # 四项合计: the total of what was listed is no part itself.
        if (end is not None and (near is not None or total > wild)) or 1 < each.counted <= count:
            break  # it closes no more
        chosen.append(each)
        total += signed
        present += signed != 0
        loose += ulp
        if spare is not None and 2 * (total - size) > loose + spare and (is_later or count + 1 >= _MOST_KNOWN):
            break  # it closes no more, as far as it is from its sentence's end
        coarsest = max(coarsest, ulp)
        off = abs(total - size)
        if counts and not off and present >= _SEVERAL and _is_whole_list(book, chosen):
            return Parts(whole, level.number, tuple(chosen), closes=True, clean=clean)
        # The quick look first: nearly no sum comes near its total.
        may_close = telling and count and 2 * off <= coarsest * (count + 2)
        if may_close and (listed or present > 1) and (not off or 2 * off <= book.slack(level, chosen)):
            if not off:
                return Parts(whole, level.number, tuple(chosen), closes=True, clean=clean)
            if near is None and (listed or _is_set(whole, chosen)):
                near = Parts(whole, level.number, tuple(chosen), closes=True, clean=clean)
        clean = clean and (end is not None or not members.blurs[i])
    if near is not None or is_later:
        return near
    return _open(whole, level, chosen, chosen[:end] if listed else (), clean=clean)


def _by_names(sought: _Sought, first: int) -> Parts | None:
    """Return the first amounts behind one that nothing else tells to be its parts, if their names tell it."""
    book, whole, level, members = sought.book, sought.whole, sought.level, sought.members
    chosen: list[Statement] = []
    total, wild = 0, _WILD * abs(level.size)
    for i in islice(sought.behind(first), _MOST_KNOWN):
        each = book.statements[members.places[i]]
        has_ended = total > wild and any(_is_beyond(book, other, chosen[0], whole) for other in (*chosen[1:], each))
        if has_ended or 1 < each.counted <= len(chosen):
            break
        chosen.append(each)
        total += members.signed[i]
    return _open(whole, level, chosen, (), clean=False)


def _open(
    whole: Statement, level: _Amount, chosen: Sequence[Statement], named: Sequence[Statement], *, clean: bool
) -> Parts | None:
    """Return parts that do not close: those of the sentence that lists them, or whose names tell that they are all."""
    if len(named) > 1:
        return Parts(whole, level.number, tuple(named), closes=False, clean=clean)
    few = wording.closed_set(whole.label, [each.label for each in chosen[:_MOST_KNOWN]])
    return Parts(whole, level.number, tuple(chosen[:few]), closes=False, clean=False) if few else None


def _is_same_number(first: Statement, second: Statement) -> bool:
    own, other = first.level, second.level
    return own is not None and other is not None and own.same_as(other)


def _is_beyond(book: _Book, each: Statement, first: Statement, whole: Statement) -> bool:
    """Return whether a list has ended: with its sentence, or where the text goes on to what was done: 已支付6万元."""
    if each.sentence > first.sentence or (book.acts(each.place) and not book.acts(first.place)):
        return True
    return wording.turns(each.label, whole.label)


def _is_set(whole: Statement, parts: Sequence[Statement]) -> bool:
    """Return whether the names of parts tell that they are all that there is."""
    return wording.is_closed_set(whole.label, [each.label for each in parts])


def _is_whole_list(book: _Book, parts: Sequence[Statement]) -> bool:
    """Return whether amounts are all that one sentence lists, from its start to its end."""
    first, last = parts[0].place, parts[-1].place
    ends = [each for each in (first - 1, last + 1) if 0 <= each < len(book.statements)]
    same = {each.sentence for each in parts}
    unit = book.amounts[first]
    alike = [place for place in ends if unit is not None and book.comparable(place, unit) is not None]
    return len(same) == 1 and not any(book.statements[place].segment == parts[0].segment for place in alike)


def _run_back(book: _Book, whole: Statement, level: _Amount) -> Parts | None:
    """Return the parts that a total follows: 收入…，加上级补助…，收入总计…; what is taken off counts as less."""
    if level.is_added:
        return _added_back(book, whole, level, remains=wording.remains(whole.label))
    first = whole.place - _MOST_PARTS
    is_plain = not book.adds_up(level, first, whole.place)
    if is_plain and not level.is_telling:
        return None
    remains = wording.remains(whole.label)
    # Of amounts that only grow a sum that is above its total closes no more.
    grows = is_plain and not remains and not book.takes_off(first, whole.place)
    chosen: list[Statement] = []
    total = present = 0
    for each, amount in _before(book, whole, level):
        if amount.is_added:
            return _added_back(book, whole, level, remains=remains)
        chosen.append(each)
        total += amount.size * (wording.sign_of(each.label, whole.label) if remains else book.signs[each.place])
        present += amount.size != 0
        if present > 1 and total == level.size and level.is_telling:
            return _closed_back(book, whole, level, chosen)
        if grows and total > level.size:
            return None
    return None


def _before(book: _Book, whole: Statement, level: _Amount) -> Iterator[tuple[Statement, _Amount]]:
    """Yield what may be the parts of a total that follows them, the last first."""
    begin, end = book.window(level, whole.place - _MOST_PARTS, whole.place)
    places = book.places(level)
    for i in range(end - 1, begin - 1, -1):
        each, amount = book.statements[places[i]], book.amounts[places[i]]
        if amount is None or (each.paragraph < whole.paragraph - 1 and not each.numbered) or amount.size == level.size:
            return
        yield each, amount


def _closed_back(book: _Book, whole: Statement, level: _Amount, chosen: Sequence[Statement]) -> Parts | None:
    """Return the parts that a total follows, unless they are those of the same amount before them."""
    place = chosen[-1].place
    if place and _is_again(book, place - 1, level):
        return None
    return Parts(whole, level.number, tuple(reversed(chosen)), closes=True, clean=False)


def _added_back(book: _Book, whole: Statement, level: _Amount, *, remains: bool) -> Parts | None:
    """Return the same where words say of some amount that it was got by adding up."""
    telling, added = level.is_telling, level.is_added
    chosen: list[Statement] = []
    running = _Running(level)
    slipped: Parts | None = None
    for each, amount in _before(book, whole, level):
        chosen.append(each)
        running.add(amount, wording.sign_of(each.label, whole.label) if remains else book.signs[each.place])
        added = added or amount.is_added
        if len(chosen) == 1:
            continue
        here = level.is_added and not running.off and all(each.sentence == whole.sentence for each in chosen)
        if here or (telling and running.present > 1 and (running.closes() if added else not running.off)):
            return _closed_back(book, whole, level, chosen)
        if added and slipped is None and _has_slipped(level, running):
            slipped = Parts(whole, level.number, tuple(reversed(chosen)), closes=False, clean=False)
    return slipped


def _has_slipped(level: _Amount, running: _Running) -> bool:
    """Return whether one slip of the pen parts a total from a sum."""
    if running.off >= 10 * abs(level.size) or not has_digits(level.number):
        return False
    one = abs(level.number.exact()) / abs(level.size)
    return is_slip(level.number, running.total * one, running.slack() * one / 2)


def _counted_back(book: _Book, whole: Statement, level: _Amount) -> Parts | None:
    """Return the items before a total that says how many it is of: 四项合计."""
    places = range(max(0, whole.place - FAR), whole.place)
    comparable_before = [book.statements[place] for place in places if book.comparable(place, level) is not None]
    before = comparable_before[-whole.counted :]
    if len(before) < whole.counted or len({each.depth for each in before}) > 1:
        return None
    # 项目甲预算5万元，支出4万元；…。三个项目预算合计…: every other amount is meant.
    columns = {each.column for each in before}
    mixed = len(columns) > 1 or (bool(whole.column) and {whole.column} != columns)
    if mixed or (
        len(comparable_before) > whole.counted and comparable_before[-whole.counted - 1].sentence >= before[0].sentence
    ):
        return None
    return Parts(whole, level.number, tuple(before), closes=True, clean=False, said=True)


def _after_own_parts(book: _Book, j: int, level: _Amount) -> int:
    """Return the place after a part that opens a list, and the parts of its own that follow it."""
    part = book.statements[j]
    running = _Running(level)
    for k in range(j + 1, min(len(book.statements), j + 1 + _OWN_PARTS)):
        each, amount = book.statements[k], book.comparable(k, level)
        if part.opens == "(" and each.depth <= part.depth:
            return k
        if amount is None:
            continue
        running.add(amount)
        if running.closes():
            return k + 1
    return j + 1


def sums(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of totals and what they consist of, and those of their changes, bases and budgets."""
    everything = of_parts(statements)
    closed = {(each.whole.sentence, each.parts[0].place) for each in everything if each.closes and not each.said}
    for found in everything:
        if not found.closes and (found.whole.sentence, found.parts[0].place) in closed:
            continue  # 受理9件，办结8件，其中甲5件，乙4件: they are the parts of another one
        whole = found.whole
        ahead = whole.label if found.parts[-1].place < whole.place else ""
        signed = [(wording.sign_of(each.label, ahead), number) for each, number in levelled(found.parts)]
        numbers = tuple(number for _, number in signed)
        labels = [each.label for each in found.parts]
        known = _is_set(whole, found.parts)
        sureness = Sureness.SAID if _is_said(found, labels, numbers, known=known) else Sureness.LIKELY
        may_fall_short = not (found.closes or whole.closed or (known and not wording.may_lack_classes(labels)))
        yield Candidate("sum_of_parts", found.level, signs_of(signed), numbers, sureness, may_fall_short=may_fall_short)
        if found.closes:
            yield from _sums_beside(whole, found.parts, sureness, statements)
    yield from _above(statements)
    yield from _sums_of_changes(statements)
    yield from listed(statements)
    yield from balances(statements)


def _above(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the only part of a total that is above it: 支出5万元，其中公用经费6万元. One below says nothing."""
    for whole, part in pairwise(statements):
        level, stated = whole.level, part.level
        if not whole.opens.startswith("其中") or level is None or stated is None or not comparable(stated, level):
            continue
        same = part.year == whole.year and part.column == whole.column and part.sentence == whole.sentence
        if not same or part.depth < whole.depth or at_least(level, stated):
            continue
        near = levelled(statements[max(0, whole.place - FAR) : part.place + _MOST_STARTS])
        # 预算50万元，支出35万元，其中财政拨款45万元: it may be of the amount before. Of several parts the sum tells.
        others = (
            other
            for each, other in near
            if (each.place > part.place and each.sentence == part.sentence)
            or (each.place < whole.place and each.paragraph == whole.paragraph and at_least(other, stated))
            if comparable(other, level)
        )
        if next(others, None) is None:
            yield Candidate("part_above_whole", stated, "+", (level,), Sureness.SAID, is_bound=True)


def _is_said(found: Parts, labels: list[str], numbers: Sequence[Number], *, known: bool) -> bool:
    """Return whether a text says that parts are those of a total, and it is no accident of reading."""
    whole = found.whole
    (stated, first, *others), _ = on_one_scale((found.level, *numbers), found.level.unit)
    total = first + sum(others)
    if found.said or total > (_WILDEST if known else _WILD) * stated or not found.clean:
        return found.said
    if _overlap(found.parts):
        return False
    if total != stated and len(numbers) > 1 and first == stated:
        return False  # 支出5万元。从结构看，支出5万元里，…: the total itself was taken for a part
    # Two that come to more may be one part, and another thing: 会议费10万元，其中市级8万元，培训费5万元.
    pair = len(numbers) == 2 and first <= stated < total and not (known or whole.closed or found.closes)
    loose = whole.opens.startswith("分别") or (total > stated and wording.is_loose(whole.opens))
    opened = whole.parts_from is not None or (bool(whole.opens) and not loose)
    return not pair and ((known and not loose) or (opened and not wording.overlaps(labels)))


def _overlap(parts: Sequence[Statement]) -> bool:
    """Return whether the shares that parts are said to have come to far more than all: some are of one another."""
    told = [each.shares[0][0].exact() for each in parts if each.shares]
    return len(told) == len(parts) and sum(told) > _ALL_AND_MORE


_ALL_AND_MORE = 110  # percent


def _sums_of_changes(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of changes that consist of changes where no amounts are stated: a numbered list."""
    for whole in statements:
        if not whole.comparisons or not any(each.change for each in whole.comparisons):
            continue
        parts: list[Statement] = []
        for each in statements[whole.place + 1 : whole.place + 1 + _MOST_STARTS * 2]:
            listed = each.numbered or (whole.opens.startswith("其中") and each.sentence == whole.sentence)
            if each.level is not None or not listed or each.paragraph > whole.paragraph + _MOST_PARAGRAPHS:
                break
            parts.append(each)
        changed = _changes(whole, parts) if len(parts) > 1 else None
        if changed is not None:
            stated, numbers = changed
            closed = _is_set(whole, parts)
            sureness = Sureness.SAID if closed else Sureness.LIKELY
            yield Candidate("rollforward", stated, signs_of(numbers), tuple(n for _, n in numbers), sureness)


def _goes_on(last: Statement, statements: Sequence[Statement]) -> bool:
    """Return whether another change is told after those of the parts: 出国费未发生，减少3万元."""
    after = [
        each for each in statements[last.place : last.place + 1 + _MOST_STARTS] if each.paragraph == last.paragraph
    ]
    # 接待费减少6万元；运行费持平；购置费15万元: of the last one nobody says how it changed.
    if last.level is not None and any(
        each.level is not None and each.sentence == last.sentence and comparable(each.level, last.level)
        for each in after[1:2]
    ):
        return True
    told = [sum(own.change is not None and own.against == "prior" for own in each.comparisons) for each in after]
    return any(count > (each.level is not None) for each, count in zip(after, told, strict=True))


def _sums_beside(
    whole: Statement, parts: Sequence[Statement], sureness: Sureness, statements: Sequence[Statement]
) -> Iterator[Candidate]:
    """Yield what else must add up where amounts do: their changes, what they were, and their budgets."""
    changed = _changes(whole, parts)
    if changed is not None:
        stated, numbers = changed
        complete = all(_is_told(part, whole) for part in parts) and not _goes_on(parts[-1], statements)
        sure = sureness if complete else Sureness.LIKELY
        yield Candidate("rollforward", stated, signs_of(numbers), tuple(n for _, n in numbers), sure)
    for take in (_base, budget_of):
        stated_base = take(whole)
        if stated_base is None:
            continue
        known = tuple(base for base in map(take, parts) if base is not None)
        if len(known) == len(parts) and all(comparable(each, stated_base) for each in known):
            yield Candidate("sum_of_parts", stated_base, adding(known), known, sureness)


def _is_told(part: Statement, whole: Statement) -> bool:
    """Return whether a part says how it changed against what the whole is compared with, or is nothing."""
    against = {each.against for each in whole.comparisons if each.change is not None}
    nothing = part.level is not None and part.level.digits == 0
    return nothing or any(each.against in against and (each.change or each.flat) for each in part.comparisons)


def _base(statement: Statement) -> Number | None:
    for each in statement.comparisons:
        if each.base is not None and each.against == "prior":
            return each.base
    return None


def _changes(whole: Statement, parts: Sequence[Statement]) -> tuple[Number, list[tuple[int, Number]]] | None:
    """Return the change of a total and the signed changes of its parts, against the same figures."""
    for comparison in whole.comparisons:
        if comparison.change is None:
            continue
        turned = comparison.rate_way if comparison.change_way is Way.OPEN else comparison.change_way
        if turned not in {Way.UP, Way.DOWN}:
            continue
        sign = -1 if turned is Way.DOWN else 1
        numbers: list[tuple[int, Number]] = []
        for part in parts:
            own = next((each for each in part.comparisons if each.against == comparison.against and each.change), None)
            if own is not None and own.change is not None and comparable(own.change, comparison.change):
                numbers.append((sign * (-1 if own.change_way is Way.DOWN else 1), own.change))
        if numbers:
            return comparison.change, numbers
    return None
