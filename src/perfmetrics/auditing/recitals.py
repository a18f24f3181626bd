"""Tables that are told in sentences: items that state the same columns one after another, and their totals.

In `共2个项目，预算8万元，执行7万元。甲项目预算5万元，执行4万元；乙项目预算3万元，执行3万元。` a total is not followed
by its parts, since figures of the other column stand between them. Where one column adds up to the digit, the parts are
known, and the other columns are judged by the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import Candidate
from perfmetrics.auditing.columns import columns_of
from perfmetrics.auditing.grids import Row, Table, amount_of
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.rows import MOST_ROWS, Composition
from perfmetrics.auditing.totals import Sums, surely_added, voted
from perfmetrics.quantities import Dimension

_LONGEST_NAME = 24  # characters before a figure in which its column is named
_FAR = 600  # characters between the figures of two items of one list
_FEW = 3  # items that are a list even where nobody says how many they are

_CLAUSE = re.compile("[，,。；：、()]")
_ENDS = "。；|"  # of an item
_FILLERS = "数总额金资经费为是共计约达到了："  # between a name and its figure
_SAID = f"[{_FILLERS}]*$"
_LAST = frozenset("算划复下排位行成出付用支")  # characters that names of columns end in; 达 of 下达 is a filler
# What was spent is called 预算 as well: 执行预算数, but 支出预算 is a plan.
_FINAL = re.compile("(?:(?:执行|完成)(?:预算)?|决算(?:支出)?|(?:实际|实|已|累计)(?:支出|支付|使用|列支|开支))" + _SAID)
_PLANNED = re.compile("(?:预算|计划|批复|下达|安排|到位)" + _SAID)
_OTHER = re.compile("上年|去年|上期|结转|结余|[比较]|追加|[调追压核]减|调增|增加|减少|节约")
_PLANS = (("initial", "年初"), ("adjusted", "调整"), ("arrived", "到位"))
_NAMES = {
    "initial": "年初预算数",
    "adjusted": "调整预算数",
    "arrived": "到位资金",
    "budget": "预算数",
    "final": "执行数",
}

_COUNT = r"(?<![\d十])(\d{1,2}|[两二三四五六七八九十])个"
_COUNTED = re.compile(f"{_COUNT}[^，。；]{{0,8}}?项目|项目[^，。；\\d]{{0,4}}{_COUNT}")
_WHOLE = re.compile("合计|总计|共计|总共|共有|共安排|总额|总预算|各项目|所有项目|(?<!%)以上|上述")
_BEFORE = re.compile("合计|总计|共计|总共|(?<!%)以上|上述")
_OPEN = re.compile("其中|包括|主要")
_OPENS = re.compile("其中|包括|主要|分别|具体")


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of a sentence that states an amount for each of several columns, from the first amount to the last."""

    words: str
    begin: int
    end: int
    cells: dict[str, Number]

    @property
    def count(self) -> int:
        """How many projects it says that there are, or 0."""
        found = _COUNTED.search(self.words)
        if found is None:
            return 0
        return wording.numeral(found[1] or found[2])

    @property
    def is_total(self) -> bool:
        """Whether its words say that it is the total of others."""
        return self.count > 0 or _WHOLE.search(self.words) is not None


def recitals(lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims of totals in lists whose items state the same columns.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> text = "共2个项目，预算8万元，执行7万元。甲预算5万元，执行4万元；乙预算3万元，执行3万元。"
        >>> [each.stated.quantity.text for each in recitals(lex(text))]
        ['8万元', '7万元']
    """
    items = _items(lexed)
    for i, item in enumerate(items):
        following = items[i + 1 : i + MOST_ROWS]
        if following and (item.is_total or _OPENS.match(following[0].words)):
            yield from _totals(item, _run(item, following))
        if _BEFORE.search(item.words):
            yield from _totals(item, _run(item, items[max(0, i - MOST_ROWS) : i][::-1]))


def _items(lexed: Lexed) -> list[_Item]:
    """Return the items that state several columns. A column that is named again starts another item."""
    found: list[_Item] = []
    cells: dict[str, Number] = {}
    begin = last = 0
    money = Dimension.MONEY
    for number in lexed.numbers:
        if not number.is_amount or number.dimension is not money:
            continue
        between = lexed.words[last : number.begin]
        name = _column(between[-_LONGEST_NAME:])
        ends = max(map(between.rfind, _ENDS)) + 1
        ends = ends and last + ends
        if ends or name in cells:
            found += _item(lexed, begin, cells)
            begin, cells = ends or last, {}
        if name:
            cells[name] = number
        last = number.end
    return [*found, *_item(lexed, begin, cells)]


def _column(words: str) -> str:
    """Return the column that the words before a figure name, or nothing."""
    if words.rstrip(_FILLERS)[-1:] not in _LAST:
        return ""  # nearly no name ends so
    name = _CLAUSE.split(words.rstrip("："))[-1]
    if _OTHER.search(name):
        return ""
    if _FINAL.search(name):
        return "final"
    if _PLANNED.search(name):
        return next((column for column, word in _PLANS if word in name), "budget")
    return ""


def _item(lexed: Lexed, begin: int, cells: Mapping[str, Number]) -> Iterator[_Item]:
    if len(cells) > 1:
        plans = [name for name in cells if name != "final"]
        # A single plan has many names, and need not have the same one in the total and in its parts.
        own = {"budget" if [name] == plans else name: cell for name, cell in cells.items()}
        first, last = min(cell.begin for cell in cells.values()), max(cell.end for cell in cells.values())
        yield _Item(lexed.words[begin:last][:_FAR].lstrip("，,、：\n "), first, last, own)


def _run(whole: _Item, items: Iterable[_Item]) -> list[_Item]:
    """Return the items beside a total that state the same columns, up to one that begins or ends another list."""
    run: list[_Item] = []
    last = whole
    for item in items:
        is_other = item.cells.keys() != whole.cells.keys() or item.is_total
        if is_other or (run and _OPENS.match(item.words)) or max(item.begin - last.end, last.begin - item.end) > _FAR:
            break
        run.append(item)
        last = item
    return run


def _totals(whole: _Item, run: Sequence[_Item]) -> Iterator[Candidate]:
    """Yield the claims of a total by as many of the items as most columns agree on."""
    names = list(whole.cells)
    rows = [Row(item.words, tuple(item.cells[name] for name in names), ("",) * len(names)) for item in (whole, *run)]
    table = Table(tuple(_NAMES[name] for name in names), tuple(rows), whole.begin, whole.end)
    closings = [_closing([item.cells[name] for item in (whole, *run)]) for name in names]
    counts = {min(whole.count, len(run)): None, **dict.fromkeys(closings), len(run): None}
    ways = [
        Composition(0, tuple(range(1, count + 1)), is_open=_is_open(whole, run[0], count))
        for count in counts
        if count > 1
    ]
    columns, every = columns_of(table.header, [row.cells for row in rows]), tuple(range(len(names)))
    yield from voted(table, ways, Sums(every, surely_added(table, columns, every)))


def _closing(cells: Sequence[Number]) -> int:
    """Return after how many parts a column comes to its total, to the last digit; 0 for never."""
    whole, *parts = map(amount_of, cells)
    sums = accumulate(parts)
    return next((count for count, total in enumerate(sums, 1) if whole and total == whole), 0)


def _is_open(whole: _Item, first: _Item, count: int) -> bool:
    """Return whether there may be other parts than the first items, as many as given."""
    return count != whole.count if whole.count else count < _FEW or _OPEN.match(first.words) is not None
