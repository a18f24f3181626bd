"""What the rows of a table are of: those that are known by name, and which are totals of which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from perfmetrics.auditing.grids import Table, amount_of, are_alike
from perfmetrics.auditing.lexer import Number

MOST_ROWS = 60  # that one total is compared with, and that vote on what a column means

_ENUMERATED = re.compile(
    r"^(?:其中|[一二三四五六七八九十]{1,3}[、.]|\([0-9一二三四五六七八九十]{1,3}\)|\d{1,2}[.、)]|[:：、*※△▲#·\-—])+"
)
_STYLES = (
    re.compile("[一二三四五六七八九十]{1,3}[、.]"),
    re.compile("\\([一二三四五六七八九十]{1,3}\\)"),
    re.compile(r"\d{1,2}[.、]"),
    re.compile(r"\(?\d{1,2}\)"),
)
_CODED = re.compile(r"(\d{3}(?:\d\d){0,2})(?!\d)")
_ASIDE = re.compile(r"\([^()]*\)|[\s“”\"]")
_TOTAL = re.compile("(?:合计|总计|共计|总额|总和)")
_SUBTOTAL = re.compile(".*(?:小计|合计|总计)")
_COUNTED = re.compile("批次|人次|人数|数量|次数|保有|[率%]|(?<!车)辆|个数")


class Item(StrEnum):
    """Rows that are known by name, and whose sums are laid down."""

    TOTAL = "total"
    SUBTOTAL = "subtotal"
    THREE = "three_public"
    ABROAD = "abroad"
    VEHICLES = "vehicles"
    PURCHASE = "purchase"
    RUNNING = "running"
    RECEPTION = "reception"
    SPENT = "spent"
    BASIC = "basic"
    PROJECT = "project"
    OTHER_SPENT = "other_spent"
    PERSONNEL = "personnel"
    PUBLIC = "public"
    CARRIED = "carried"
    AIDED = "aided"
    INCOME_TOTAL = "income_total"
    SPENT_TOTAL = "spent_total"


_END = "(?:费用?|支出|经费|金额|数|额|维护|及|预算|决算)*"
_ITEMS = (
    (Item.TOTAL, re.compile("(?:合计|总计|共计|总额|总和)$")),
    (Item.SUBTOTAL, re.compile("小计$")),
    (Item.INCOME_TOTAL, re.compile("收入总计$")),
    (Item.SPENT_TOTAL, re.compile("支出总计$")),
    (Item.CARRIED, re.compile(".*(?:结转|结余)")),
    (Item.OTHER_SPENT, re.compile("上缴上级|.*附属单位补助|(?:事业单位)?经营支出")),
    (Item.AIDED, re.compile("对个人和?家庭")),
    (Item.THREE, re.compile("(?:财政拨款)?三公经?费?.{0,8}$")),
    (Item.ABROAD, re.compile("(?:因公)?出国.{0,8}$|(?:因公)?出境.{0,8}$")),
    (Item.RECEPTION, re.compile(f"公?务?接待{_END}$")),
    (Item.PURCHASE, re.compile(f"(?:公务用车|公务车|公车|用车|车辆)?购置{_END}$")),
    (Item.RUNNING, re.compile(f"(?:公务用车|公务车|公车|用车|车辆)?(?:运行|运维){_END}$")),
    (Item.VEHICLES, re.compile(f"(?:公务用车|公务车|公车|用车|车辆){_END}(?:购置{_END}(?:[和与、]?运行){_END})?$")),
    (Item.SPENT, re.compile("(?:本年|部门|年度|财政拨款|全年)*支出(?:合计|总额|小计)?$")),
    (Item.BASIC, re.compile(f"(?:财政拨款)?基本支出{_END}$")),
    (Item.PROJECT, re.compile(f"(?:财政拨款)?项目支出{_END}$")),
    (Item.PERSONNEL, re.compile("人员(?:经费|支出)$")),
    (Item.PUBLIC, re.compile("(?:日常)?公用(?:经费|支出)$")),
)


def item_of(label: str) -> Item | None:
    """Return which known row or column a label names.

    Example:
        >>> item_of("2.公务用车购置及运行维护费"), item_of("其中：公务用车购置费"), item_of("会议费")
        (<Item.VEHICLES: 'vehicles'>, <Item.PURCHASE: 'purchase'>, None)
    """
    core = core_of(label)
    if _COUNTED.search(core) or len(core) > 30:
        return None
    return next((item for item, pattern in _ITEMS if pattern.match(core)), None)


def core_of(label: str) -> str:
    """Return a label without its number, its quotes and what stands in brackets.

    Example:
        >>> core_of("(一)其他支出(含结转)")
        '其他支出'
    """
    return _ASIDE.sub("", _ENUMERATED.sub("", label[:80]))


@dataclass(frozen=True, slots=True)
class Composition:
    """A total and its parts, by their places.

    Attributes:
        whole: The total.
        parts: Its parts.
        is_closed: Whether it is laid down that these parts are all.
        is_open: Whether there may be others, so that no total can be told wrong.
    """

    whole: int
    parts: tuple[int, ...]
    is_closed: bool = False
    is_open: bool = False


def known_compositions(labels: Sequence[str]) -> list[Composition]:
    """Return the totals whose parts are laid down. What is named again starts another list.

    Example:
        >>> known_compositions(["三公经费", "出国", "公车", "接待"])
        [Composition(whole=0, parts=(1, 3, 2), is_closed=True, is_open=False)]
    """
    found: list[Composition] = []
    places: dict[Item, int] = {}
    others: list[int] = []
    for i, label in enumerate(labels):
        item = item_of(label)
        if item is None:
            others.append(i)
        elif item in places and item not in {Item.CARRIED, Item.OTHER_SPENT}:
            found += _laid_down(places, others)
            places, others = {item: i}, []
        else:
            places[item] = i
    return [*found, *_laid_down(places, others)]


_THREE_ITEMS = frozenset(
    {Item.TOTAL, Item.SUBTOTAL, Item.ABROAD, Item.RECEPTION, Item.VEHICLES, Item.PURCHASE, Item.RUNNING}
)
_SPENT_ITEMS = frozenset({Item.TOTAL, Item.BASIC, Item.PROJECT, Item.PERSONNEL, Item.PUBLIC})


def _laid_down(places: dict[Item, int], others: Sequence[int]) -> Iterator[Composition]:
    at = places.get
    vehicles = at(Item.VEHICLES, at(Item.SUBTOTAL))
    both = (at(Item.PURCHASE), at(Item.RUNNING))
    kinds: tuple[int | None, ...]
    if vehicles is not None:
        yield from _composed(vehicles, both, is_closed=None not in both)
        kinds = (at(Item.ABROAD), at(Item.RECEPTION), vehicles)
    else:
        kinds = (at(Item.ABROAD), at(Item.RECEPTION), *both)
    total = at(Item.TOTAL)
    only = not others and total is not None
    three = total if only and places.keys() <= _THREE_ITEMS else at(Item.THREE)
    if three is not None:
        yield from _composed(three, kinds, is_closed=None not in kinds)
    spent = total if only and places.keys() <= _SPENT_ITEMS else at(Item.SPENT)
    kinds = (at(Item.BASIC), at(Item.PROJECT), *((at(Item.OTHER_SPENT),) if Item.OTHER_SPENT in places else ()))
    if spent is not None:
        # Rows of another name between the total and its parts may be parts as well.
        is_closed = None not in kinds and Item.CARRIED not in places and len(kinds) == 2
        between = range(spent, max((each for each in kinds if each is not None), default=spent))
        yield from _composed(spent, kinds, is_closed=is_closed and not any(i in between for i in others))
    basic, kinds = at(Item.BASIC), (at(Item.PERSONNEL), at(Item.PUBLIC))
    if basic is not None:
        yield from _composed(basic, kinds, is_closed=None not in kinds and Item.AIDED not in places)
    income, spent = at(Item.INCOME_TOTAL), at(Item.SPENT_TOTAL)
    if income is not None and spent is not None:
        yield Composition(spent, (income,), is_closed=True)


def _composed(whole: int, parts: Iterable[int | None], *, is_closed: bool) -> Iterator[Composition]:
    known = tuple(part for part in parts if part is not None)
    if len(known) > 1:
        yield Composition(whole, known, is_closed, is_open=not is_closed)


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Which rows of a table are totals, and which are part of another row, by their places.

    Attributes:
        totals: The rows that are called nothing but total.
        subtotals: The other totals.
        nested: The parts of another row.
        top: The rows that are none of these.
        compositions: The totals whose parts are known.
    """

    totals: tuple[int, ...]
    subtotals: tuple[int, ...]
    nested: frozenset[int]
    top: tuple[int, ...]
    compositions: tuple[Composition, ...]

    @classmethod
    def of(cls, table: Table) -> Hierarchy:
        """Return which rows of a table are of which.

        Example:
            >>> from perfmetrics.auditing.lexer import lex
            >>> from perfmetrics.auditing.grids import find_tables
            >>> [table] = find_tables(lex("三公经费|9；出国|2；公车|4；接待|3；合计|9"))
            >>> found = Hierarchy.of(table)
            >>> found.totals, found.top, [(each.whole, each.parts) for each in found.compositions]
            ((4,), (0,), [(0, (1, 3, 2))])
        """
        labels = [row.label for row in table.rows]
        cores = [core_of(label) for label in labels]
        totals = tuple(i for i, core in enumerate(cores) if _TOTAL.fullmatch(core))
        ends = tuple(i for i, core in enumerate(cores) if _SUBTOTAL.fullmatch(core) and not _TOTAL.fullmatch(core))
        found = (*known_compositions(labels), *_listed(table, labels), *_coded(labels))
        all_totals = {*totals}
        nested = {part for each in found if each.whole not in all_totals for part in each.parts}
        nested |= {i for i, label in enumerate(labels) if label.startswith("其中")} | _deeper(labels)
        aside = {*totals, *ends, *nested}
        return cls(totals, ends, frozenset(nested), tuple(i for i in range(len(labels)) if i not in aside), found)


def _deeper(labels: Sequence[str]) -> set[int]:
    """Return the rows whose numbers are of a deeper kind than the first: (1) below 1."""
    styles = [next((k for k, style in enumerate(_STYLES) if style.match(label)), None) for label in labels]
    first = next((style for style in styles if style is not None), None)
    return {i for i, style in enumerate(styles) if style is not None and first is not None and style > first}


def _coded(labels: Sequence[str]) -> Iterator[Composition]:
    """Yield the totals of codes: 201 of 20103, that of 2010301."""
    places: dict[str, int] = {}
    parts: dict[str, list[int]] = {}
    for i, label in enumerate(labels):
        found = _CODED.match(label)
        if found is not None:
            places[found[1]] = i
            parts.setdefault(found[1][:-2], []).append(i)
    for code, place in places.items():
        own = parts.get(code, [])
        if own and len(own) <= MOST_ROWS:
            yield Composition(place, tuple(own))


def _listed(table: Table, labels: Sequence[str]) -> Iterator[Composition]:
    """Yield a row and the rows from 其中 on that add up to it, in some column."""
    for i, label in enumerate(labels):
        if i and label.startswith("其中"):
            stop = i + 1
            while stop < min(len(labels), i + MOST_ROWS) and not labels[stop].startswith("其中"):
                stop += 1
            for column in range(min(4, len(table.header))):
                count = _closing([row.cells[column] for row in table.rows[i - 1 : stop]])
                if count:
                    yield Composition(i - 1, tuple(range(i, i + count)), is_open=True)
                    break


def _closing(cells: Sequence[Number | None]) -> int:
    """Return after how many parts a sum comes to the total before them, to the last digit; 0 for never."""
    whole, *parts = cells
    if whole is None or not whole.digits:
        return 0
    total, count = Fraction(0), 0
    for place, part in enumerate(parts, 1):
        if part is None or not are_alike(whole, part):
            continue
        total, count = total + amount_of(part), count + (part.digits != 0)
        if (count > 1 or place == len(parts)) and total == amount_of(whole):
            return place
    return 0
