"""Lists that are told twice, what was planned and what was spent of it, and the rates of their items.

In `安排9万元：大气治理5万元、水治理4万元。支出7万元，其中大气4万元，支出率80%；水3万元，支出率75%` the budget of an
item stands in the list before, by the same name or a longer one. `大气支出率80%` behind both lists is of the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from perfmetrics.auditing.candidates import Candidate, Sureness, comparable, exact, rate_of, value
from perfmetrics.auditing.grids import Table
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.reading import Statement

_RATE = re.compile("^(?P<name>.*?)(?:预算|资金)?(?:执行|支出|使用|支付|拨付|兑付|报账|完成|到位)(?:率|进度)$")
_AFFIX = re.compile("(?:资金|支出|经费|用款|使用|拨付|支付|到位|补助|项目|部分|类|费)+$")
_LEAD = re.compile("^.*(?:[为：]|其中|包括|来源)")
_PLAN = re.compile("预算|下达|安排|计划|批复|到位|来源|拨款|分配|筹集|核定|收到|投入|争取")
_SPENT = re.compile("支出|使用|执行|拨付|支付|完成|兑付|用款|决算|列支|报账")
_OTHER_YEAR = re.compile("上年|去年|前年|上期|同期")
_MOVED = re.compile("追加|调[增减整剂]|核减|压减|收回|另|结转|统筹")  # the budget since it was told
_WHOLES = frozenset({"总体", "整体", "合计", "总", "全部", "综合", "总的"})
_OPENS = re.compile("其中|包括|：|^\\((?!.*\\))")
_MOST = 24  # items of a list
_FEW = 6  # lists back in which a plan is looked for
_NEAR = 4  # statements behind a list whose rates may be of its items
_GAP = 40  # characters behind an amount that open a list
_ENDS = re.compile("[。；]")
_AT_ONCE = 12  # characters between an item and its rate


_Item = tuple[str, Statement, Number]


@dataclass(frozen=True)
class _List:
    """Amounts that follow one another in a sentence.

    Attributes:
        head: What they are parts of, if that is stated before them.
        run: The amounts, with what states them.
        words: The words that tell what they are of.
    """

    head: Statement | None
    run: Sequence[tuple[Statement, Number]]
    words: str

    @cached_property
    def items(self) -> tuple[_Item, ...]:
        """The amounts, with their names: few lists are looked at that closely."""
        return tuple((_plain(_LEAD.sub("", each.label)), each, level) for each, level in self.run)

    @property
    def year(self) -> str:
        """The year that it is said to be of, or empty."""
        return (self.run[0][0] if self.head is None else self.head).year

    @property
    def is_plan(self) -> bool:
        """Whether it tells what there is to be spent."""
        return _PLAN.search(self.words) is not None and _SPENT.search(self.words) is None and self.is_own

    @property
    def is_spent(self) -> bool:
        """Whether it tells what was spent."""
        return (_SPENT.search(self.words) is not None or "到位" in self.words) and self.is_own

    @property
    def is_own(self) -> bool:
        """Whether it is of the year that the text is about."""
        return _OTHER_YEAR.search(self.words) is None


def parallels(lexed: Lexed, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of the rates of items whose budget an earlier list tells.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> from perfmetrics.auditing.reading import read
        >>> text = "安排9万元：大气治理5万元、水治理4万元。支出7万元，其中大气4万元，支出率80%；水3万元，支出率75%。"
        >>> lexed = lex(text)
        >>> [each.stated.quantity.text for each in parallels(lexed, read(lexed).statements)]
        ['80%', '75%']
    """
    if not any(each.done for each in statements):
        return
    before: deque[_List] = deque(maxlen=_FEW)
    for found in _lists(lexed, statements):
        if found.is_spent:
            plans = [(plan, pairs) for plan in before if plan.is_plan and (pairs := _matched(found, plan))]
            if plans:
                between = lexed.words[plans[-1][0].run[-1][1].end : found.run[0][1].begin]
                is_sure = len(plans) == 1 and not _MOVED.search(between)
                sure = Sureness.SAID if is_sure else Sureness.LIKELY
                twice = _Twice(found, *plans[-1], sure)
                yield from _own_rates(lexed, twice)
                yield from _named_rates(statements, twice)
        before.append(found)


def _lists(lexed: Lexed, statements: Sequence[Statement]) -> Iterator[_List]:
    """Yield the lists of a text: one starts with a sentence, a bracket or another unit, and behind what opens it."""
    run: list[tuple[Statement, Number]] = []
    head: Statement | None = None
    for each in statements:
        level = each.level
        if level is None:
            continue
        last = run[-1] if run else None
        if last is not None:
            goes_on = each.sentence == last[0].sentence and comparable(level, last[1])
            opens = goes_on and _OPENS.search(lexed.words[last[1].end : level.begin][:_GAP]) is not None
            if not goes_on or opens or each.depth != last[0].depth:
                yield from _list(head, run[:-1] if opens else run)
                head = last[0] if opens else None
                run = []
        run.append((each, level))
    yield from _list(head, run)


def _list(head: Statement | None, run: Sequence[tuple[Statement, Number]]) -> Iterator[_List]:
    if 1 < len(run) <= _MOST:
        yield _List(head, run, run[0][0].lead if head is None else head.lead)


def _plain(name: str) -> str:
    """Return a name without what it may have or lack: 作业类, 作业支出."""
    return _AFFIX.sub("", name) or name


def _matched(spent: _List, plan: _List) -> list[tuple[_Item, _Item]]:
    """Return each item of a list with that of the same name in another one; nothing where one has none."""
    if spent.year and plan.year and spent.year != plan.year:
        return []
    pairs: list[tuple[_Item, _Item]] = []
    taken: set[int] = set()
    for item in spent.items:
        name, _, level = item
        alike = [other for other in plan.items if other[0] == name] or [
            other for other in plan.items if name and _is_short_for(name, other[0])
        ]
        if len(alike) != 1 or alike[0][1].place in taken or not comparable(level, alike[0][2]):
            return []
        if value(level, alike[0][2]) > 2 * alike[0][2].exact():
            return []  # nobody spends twice a budget: another one is meant
        taken.add(alike[0][1].place)
        pairs.append((item, alike[0]))
    return pairs


def _is_short_for(name: str, other: str) -> bool:
    """Return whether a name is the beginning of another one, or its end: 大气, 大气污染防治."""
    is_part = name.startswith(other) or other.startswith(name) or (len(name) > 1 and other.endswith(name))
    return bool(other) and is_part


@dataclass(frozen=True, slots=True)
class _Twice:
    """A list that is told twice, and how sure it is that the one is of the other."""

    spent: _List
    plan: _List
    pairs: Sequence[tuple[_Item, _Item]]
    sure: Sureness

    @property
    def first(self) -> Statement:
        """Where what was spent is told."""
        return self.spent.run[0][0] if self.spent.head is None else self.spent.head

    @property
    def whole(self) -> tuple[Number, Number] | None:
        """What was spent in all, and of what."""
        over = None if self.spent.head is None else self.spent.head.level
        under = None if self.plan.head is None else self.plan.head.level
        return None if over is None or under is None or not comparable(over, under) else (over, under)

    def claim(self, rate: Number, over: Number, under: Number) -> Candidate:
        """Return the claim of a rate."""
        return rate_of("completion_rate", rate, over, under, self.sure)


def _own_rates(lexed: Lexed, twice: _Twice) -> Iterator[Candidate]:
    """Yield the rates that stand behind the items, and behind their total."""
    for (name, statement, level), (other, _, planned) in twice.pairs:
        for rate, words, base in statement.done[:1]:
            named = _rate_name(words, base)
            at_once = rate.begin - level.end <= _AT_ONCE and not _ENDS.search(lexed.words, level.end, rate.begin)
            if at_once and named is not None and _plain(named) in {"", name, other}:
                yield twice.claim(rate, level, planned)
    if twice.whole is not None:
        for rate, words, base in twice.first.done[:1]:
            if _rate_name(words, base) == "":
                yield replace(twice.claim(rate, *twice.whole), sureness=Sureness.LIKELY)


def _named_rates(statements: Sequence[Statement], twice: _Twice) -> Iterator[Candidate]:
    """Yield the rates of the sentence that name an item, or the whole: 作业类执行率94%，总体执行率98%."""
    named = {name: (item[2], other[2]) for item, other in twice.pairs for name in (item[0], other[0])}
    first = twice.first
    for statement in statements[first.place : twice.spent.run[-1][0].place + _NEAR]:
        for rate, words, base in statement.done if statement.sentence == first.sentence else ():
            name = _rate_name(words, base)
            pair = twice.whole if name in _WHOLES else named.get(_plain(name or "")) if name else None
            if pair is not None:
                yield twice.claim(rate, *pair)


def _rate_name(words: str, base: Number | None) -> str | None:
    """Return what a rate of spending is said to be of, or empty; None where it is another rate."""
    found = _RATE.match(words) if base is None else None
    return None if found is None else found["name"]


# ---------------------------------------------------------------------------------------------------------------------
# 在编率: a table of posts and people, and the rates of its rows behind it.

_POSTS = re.compile("^(?:核定)?编制(?:数|人数|总数)?(?:\\([人名个]\\))?$")
_PEOPLE = re.compile("^(?:实有|在职|在编|在岗|实际)(?:在职|在岗|在编)?(?:人员)?(?:数|人数)?(?:\\([人名个]\\))?$")
_STAFFED = re.compile("(?:在编率|满编率|编制使用率|(?:在职)?(?:人员)?控制率)(?:为|是|达|：|[|])*$")
_ROW = re.compile("^[，、；]?(?:其中[：，]?)?(?P<name>[\u4e00-\u9fff]{2,8}?)(?:人员|编制)?(?:为|是|达|：)?$")
_TOTAL = re.compile("^(?:合计|总计|共计|小计)")
_BEHIND = 40  # characters behind a table in which its rate is told


def staffed(lexed: Lexed, tables: Sequence[Table]) -> Iterator[Candidate]:
    r"""Yield the claims of staffing rates that are told behind a table of posts and people: of all, and of its rows.

    Example:
        >>> from perfmetrics.auditing.grids import find_tables
        >>> from perfmetrics.auditing.lexer import lex
        >>> text = lex("类别|编制数|在职人数\n行政|20|19\n事业|5|5\n合计|25|24\n在编率为96%，其中行政95%。")
        >>> [each.stated.quantity.text for each in staffed(text, find_tables(text))]
        ['96%', '95%']
    """
    for table in tables:
        posts, people = ([i for i, head in enumerate(table.header) if kind.match(head)] for kind in (_POSTS, _PEOPLE))
        if len(posts) == len(people) == 1:
            rows: dict[str, tuple[Number, Number] | None] = {}
            for row in table.rows:
                over, under = row.cells[people[0]], row.cells[posts[0]]
                name = "" if _TOTAL.match(row.label) else row.label
                rows[name] = None if name in rows or over is None or under is None else (exact(over), exact(under))
            yield from _staffed(lexed, table, rows)


def _staffed(lexed: Lexed, table: Table, rows: Mapping[str, tuple[Number, Number] | None]) -> Iterator[Candidate]:
    place, is_open = table.end, False
    first = bisect_left(lexed.numbers, table.end, key=_begin)
    for number in lexed.numbers[first : first + _MOST]:
        gap = lexed.words[place : number.begin]
        if not number.is_rate or len(gap) > _BEHIND or "。" in gap:
            return
        found = _ROW.match(gap) if is_open else None
        if found is None and not _STAFFED.search(gap):
            return
        pair = rows.get("" if found is None else found["name"])
        if pair is not None:
            yield rate_of("staff_ratio", number, *pair)
        place, is_open = number.end, True


def _begin(number: Number) -> int:
    return number.begin
