"""Tables in the text: rows of cells, what their columns are of, and the claims of both.

A cell is read by itself, from the text as given: the lexer sees no sign in `16.95<tab>-1.47`. What a rate column was
computed from is often not said, so that the rows decide: the reading that most of them satisfy is the column's. A row
is called wrong only by a reading that others confirm.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Protocol

from perfmetrics.auditing.claims import Candidate, Sureness, total_of
from perfmetrics.auditing.judging import relation_of
from perfmetrics.auditing.lexer import Kind, Lexed, Number, lex
from perfmetrics.quantities import Dimension, same_scale
from perfmetrics.verdicts import Verdict
from perfmetrics.working import Expr, NoDenominatorError, Symbol

_MOST_COLUMNS = 24  # that are looked at; a wider row is no table of a report
_MOST_ROWS = 60  # that one total is compared with, and that vote on what a column means
_MOST_TOTALS = 3  # of a table that are compared with all its rows
_MOST_AMOUNTS = 6  # columns that a rate may have been computed from: the nearest
_LONGEST_CELL = 60
_LONGEST_HEADER = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        label: What it is called: the words of its first cells, folded and without spaces.
        cells: Its numbers, by column; None where a cell holds none.
        texts: The words of the same cells.
        is_whole: Whether it has as many cells as the table has columns; else they may stand under the wrong ones.
    """

    label: str
    cells: tuple[Number | None, ...]
    texts: tuple[str, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        header: The words above each column of numbers; all empty where the table has no header.
        rows: Its rows.
        begin: Where it starts in the text without spaces.
        end: Where it ends there.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    begin: int
    end: int


def find_tables(lexed: Lexed) -> list[Table]:
    """Return the tables of a text.

    Example:
        >>> [table] = find_tables(lex("项目|预算数|决算数；接待|2|1；出国|3|3"))
        >>> table.header, [row.label for row in table.rows]
        (('预算数', '决算数'), ['接待', '出国'])
    """
    source = _Source(lexed)
    found: list[Table] = []
    above: tuple[Span, ...] = ()
    for layout, lines in groupby(_laid_out(source), key=lambda line: line.layout):
        rows = [row for line in lines for row in line.rows]
        if layout is Layout.LINES:
            found += _stacked(source, [row[0] for row in rows])
        elif layout is Layout.LOOSE:
            found += _loose(source, rows, above)
        else:
            found += _of_rows(source, rows, are_pairs=layout is Layout.PAIRS)
        above = rows[-1]
    return found


def table_spans(lexed: Lexed) -> list[tuple[int, int]]:
    """Return where tables start and end in the text without spaces."""
    return [(table.begin, table.end) for table in find_tables(lexed)]


# --- from characters to cells ---

Span = tuple[int, int]

_BAR = re.compile(r"[|｜丨│┃]")
_GAP = re.compile(r"[ \u3000\xa0]{2,}")
_TAB = re.compile(r"\t")
_SEMICOLON = re.compile(r"[；;]")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\S+")
_RULE = re.compile(r"[\s|｜丨│┃:：+\-—=─┼├┤]{4,}")
_INVISIBLE = " \t\r\f\v\u3000\xa0\u200b\ufeff"
_DASHES = frozenset({"-", "--", "—", "——", "/"})


class Layout(StrEnum):
    """How the cells of a line are parted."""

    BARS = "bars"
    PAIRS = "pairs"
    SPACES = "spaces"
    LOOSE = "loose"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class _Laid:
    layout: Layout
    rows: tuple[tuple[Span, ...], ...]


class _Source:
    """A text whose cells are looked up by their offsets."""

    def __init__(self, lexed: Lexed) -> None:
        self.lexed = lexed
        self.text = lexed.text
        self.starts = [number.start for number in lexed.numbers]

    def place(self, offset: int) -> int:
        return bisect_left(self.lexed.at, offset)

    def words(self, span: Span) -> str:
        return self.lexed.words[self.place(span[0]) : self.place(span[1])].strip()

    def stripped(self, start: int, stop: int) -> Span:
        while start < stop and self.text[start] in _INVISIBLE:
            start += 1
        while start < stop and self.text[stop - 1] in _INVISIBLE:
            stop -= 1
        return start, stop

    def parted(self, span: Span, by: re.Pattern[str]) -> tuple[Span, ...]:
        start, stop = span
        cells: list[Span] = []
        for found in by.finditer(self.text, start, stop):
            cells.append(self.stripped(start, found.start()))
            start = found.end()
        return (*cells, self.stripped(start, stop))

    def number(self, span: Span) -> Number | None:
        """Return the number that a cell is, if it is one and nothing else."""
        start, stop = span
        if stop - start > _LONGEST_CELL or not any(char.isdigit() for char in self.text[start:stop]):
            return None
        cell = lex(self.text[start:stop])
        if len(cell.numbers) != 1:
            return None
        number = cell.numbers[0]
        # A year is an amount here: the cells of a header are not looked up as numbers unless they all are.
        is_figure = number.kind is Kind.FIGURE or is_year(number)
        if not is_figure or cell.words[: number.begin] not in {"", "+"} or number.end != len(cell.words):
            return None
        begin, end = start + number.start, start + number.stop
        return replace(
            number,
            index=bisect_left(self.starts, begin),
            begin=self.place(begin),
            end=self.place(end),
            start=begin,
            stop=end,
            kind=Kind.FIGURE,
        )


def is_year(number: Number) -> bool:
    """Return whether a number may be a year."""
    text = number.quantity.text
    return len(text) == 4 and text.isdigit() and text[:2] in {"19", "20"}


def _laid_out(source: _Source) -> Iterator[_Laid]:
    """Yield the lines that are not empty, and how their cells are parted."""
    wrapped: Span | None = None
    lines = [source.stripped(*found.span()) for found in _LINE.finditer(source.text)]
    lines = [line for line in lines if line[0] < line[1] and not _RULE.fullmatch(source.text, *line)]
    bars = [_BAR.search(source.text, *line) is not None for line in lines]
    for i, line in enumerate(lines):
        if not bars[i]:
            if 0 < i < len(lines) - 1 and bars[i - 1] and bars[i + 1] and _is_label(source, line):
                wrapped = line  # a label that goes on in the next line, up to its first bar
            else:
                yield _without_bars(source, line)
            continue
        if wrapped is not None:
            line, wrapped = (wrapped[0], line[1]), None  # noqa: PLW2901
        yield _with_bars(source, line)


def _is_label(source: _Source, span: Span) -> bool:
    return _is_short(source, span) and source.text[span[1] - 1] not in "。：:；;"


def _is_short(source: _Source, span: Span) -> bool:
    return len(source.words(span)) <= 40 and "。" not in source.text[span[0] : span[1] - 1]


def _with_bars(source: _Source, line: Span) -> _Laid:
    segments = source.parted(line, _SEMICOLON)
    segments = segments if segments[-1][0] < segments[-1][1] else segments[:-1]
    if len(segments) > 1 and all(_BAR.search(source.text, *segment) for segment in segments):
        return _Laid(Layout.PAIRS, tuple(source.parted(segment, _BAR) for segment in segments))
    cells = source.parted(line, _BAR)
    if len(cells) > 2 and cells[0][0] == cells[0][1] and cells[-1][0] == cells[-1][1]:
        cells = cells[1:-1]  # | a | b |
    return _Laid(Layout.BARS, (cells,))


def _without_bars(source: _Source, line: Span) -> _Laid:
    cells = source.parted(line, _TAB if _TAB.search(source.text, *line) else _GAP)
    if len(cells) > 1 and all(_is_short(source, cell) for cell in cells):
        return _Laid(Layout.SPACES, (cells,))
    rows = tuple(_words_and_values(source, segment) for segment in source.parted(line, _SEMICOLON))
    has_values = all(_is_value(source, row[-1]) for row in rows)
    if has_values and (len(rows) > 1 or len(rows[0]) - (not _is_value(source, rows[0][0])) > 1):
        return _Laid(Layout.LOOSE, rows)
    return _Laid(Layout.LINES, ((line,),))


def _words_and_values(source: _Source, span: Span) -> tuple[Span, ...]:
    """Return the cells of a row with single spaces: its words, and the numbers at its end."""
    words = [found.span() for found in _WORD.finditer(source.text, *span)] or [span]
    first = len(words)
    while first and len(words) - first < _MOST_COLUMNS and _is_value(source, words[first - 1]):
        first -= 1
    return ((words[0][0], words[first - 1][1]), *words[first:]) if first else tuple(words)


def _is_value(source: _Source, span: Span) -> bool:
    return source.words(span) in _DASHES or source.number(span) is not None


# --- from cells to tables ---

_LABELS = re.compile(
    r"序号|编号|编码|代码|行次|名称|科目|类别|^[类款项]$|项目(?!支出|经费|资金)|指标$|内容|^单位$|分类|^月份|^年[份度]$"
)

_SECOND = re.compile("(?:项目|科目|支出|收入|名称|指标)$")


@dataclass(frozen=True, slots=True)
class _Read:
    """A row whose cells were looked up."""

    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    numbers: tuple[Number | None, ...]

    @property
    def has_values(self) -> bool:
        """Whether it has numbers after its label, or nothing but dashes."""
        rest = [text for text in self.texts[1:] if text]
        return any(self.numbers[1:]) or (bool(rest) and all(text in _DASHES for text in rest))

    @property
    def names_columns(self) -> bool:
        """Whether most of its cells are what tables call their columns."""
        rest = [text for text in self.texts[1:] if text]
        return sum(Column.of(text).is_known or _LABELS.search(text) is not None for text in rest) * 2 > len(rest)

    @property
    def is_header(self) -> bool:
        """Whether its numbers may all be years."""
        return all(number is None or is_year(number) for number in self.numbers)


def _looked_up(source: _Source, spans: Sequence[Span]) -> _Read:
    spans = tuple(spans[:_MOST_COLUMNS])
    return _Read(spans, tuple(map(source.words, spans)), tuple(map(source.number, spans)))


def _of_rows(source: _Source, rows: Iterable[Sequence[Span]], *, are_pairs: bool) -> list[Table]:
    """Return the tables that rows with parted cells make: a line of column names starts another one.

    In `label|number；label|number` what follows the first number may be left out.
    """
    found: list[Table] = []
    header: tuple[str, ...] = ()
    above: _Read | None = None
    data: list[_Read] = []
    for spans in rows:
        read = _looked_up(source, spans)
        if read.has_values and not (read.is_header and not data and not header):
            data.append(read)
            above = None
            continue
        if sum(map(bool, read.texts)) < 2:
            continue
        if read.names_columns or not (data or header):
            found += _tables(source, header, data)
            data = []
            header = _joined(above, read)
            above = read
    found += _tables(source, header, data)
    return [_all_whole(table) for table in found] if are_pairs and not header else found


def _all_whole(table: Table) -> Table:
    return replace(table, rows=tuple(replace(row, is_whole=True) for row in table.rows))


def _joined(above: _Read | None, read: _Read) -> tuple[str, ...]:
    """Return a header; one of two lines is joined cell by cell."""
    if above is None or len(above.texts) != len(read.texts):
        return read.texts
    return tuple(a if a == b else a + b for a, b in zip(above.texts, read.texts, strict=True))


def _tables(source: _Source, header: tuple[str, ...], rows: list[_Read]) -> Iterator[Table]:
    """Yield the tables of rows under one header: two where they stand side by side."""
    if not rows or (not header and len(rows) < 2):
        return
    lengths = Counter(len(row.texts) for row in rows)
    width = len(header) or lengths.most_common(1)[0][0]
    if header and all(len(row.texts) == width + 1 for row in rows) and any(row.texts[-1] for row in rows):
        header, width = ("", *header), width + 1  # the corner is empty, and was not written
    header = header or ("",) * width
    begin, end = source.place(rows[0].spans[0][0]), source.place(rows[-1].spans[-1][1])
    cuts = [0, *_second_labels(header, rows), width]
    for left, right in pairwise(cuts):
        first = _first_column(header, rows, left, right)
        if first < right:
            own = tuple(_row(row, left, first, right, width) for row in rows)
            yield Table(header[first:right], own, begin, end)


def _row(read: _Read, left: int, first: int, right: int, width: int) -> Row:
    blanks = max(0, right - len(read.texts))
    label = "".join(read.texts[left:first]).rstrip("：")
    return Row(
        label.rpartition("：")[2] if "：" in label and not label.startswith("其中") else label,
        (*read.numbers[first:right], *[None] * min(blanks, right - first)),
        (*read.texts[first:right], *[""] * min(blanks, right - first)),
        is_whole=len(read.texts) >= width and not any(read.texts[width:]),
    )


def _is_text(rows: Sequence[_Read], column: int) -> bool:
    """Return whether most cells of a column are words."""
    cells = [(row.texts[column], row.numbers[column]) for row in rows if column < len(row.texts) and row.texts[column]]
    return sum(number is None and text not in _DASHES for text, number in cells) * 2 > len(cells)


def _second_labels(header: Sequence[str], rows: Sequence[_Read]) -> list[int]:
    """Return the columns at which another table starts beside: income on the left, expenditure on the right."""
    return [
        column
        for column in range(2, len(header) - 1)
        if _SECOND.search(header[column]) and _is_text(rows, column) and not _is_text(rows, column - 1)
    ]


def _first_column(header: Sequence[str], rows: Sequence[_Read], left: int, right: int) -> int:
    """Return the first column of numbers after the labels."""
    first = left + 1
    while first < right and (
        _LABELS.search(header[first]) or (_is_text(rows, first) and not Column.of(header[first]).is_known)
    ):
        first += 1
    return first


# --- rows with single spaces, and cells on lines of their own ---


def _mode(counts: Iterable[int]) -> int:
    return Counter(counts).most_common(1)[0][0]


def _loose(source: _Source, rows: Sequence[tuple[Span, ...]], above: tuple[Span, ...]) -> list[Table]:
    """Return the table of rows with single spaces. A row that starts with a number goes on from the one before."""
    joined: list[tuple[Span, ...]] = []
    for row in rows:
        if not _is_value(source, row[0]):
            joined.append(row)
        elif joined:
            joined[-1] = (*joined[-1], *row)
    if len(joined) < 2:
        return []
    width = _mode(len(row) for row in joined)
    if width < 3 or not all(_is_short(source, row[0]) for row in joined):
        return []
    header: tuple[str, ...] = ()
    if len(above) == 1:
        names = [found.span() for found in _WORD.finditer(source.text, *above[0])]
        header = tuple(map(source.words, names)) if len(names) == width else ()
    # A cell that is not written is one of the first: the older columns are those that are empty.
    padded = [(row[0], *[(row[0][1], row[0][1])] * (width - len(row)), *row[1:]) for row in joined]
    read = [_looked_up(source, row) for row in padded]
    found = list(_tables(source, header, read))
    short = {i for i, row in enumerate(joined) if len(row) != width}
    return [
        replace(table, rows=tuple(replace(row, is_whole=i not in short) for i, row in enumerate(table.rows)))
        for table in found
    ]


@dataclass(frozen=True, slots=True)
class _Group:
    """A label and the numbers on the lines below it."""

    label: int
    first: int
    stop: int


_MOST_BETWEEN = 3  # lines of words between two groups of numbers: reasons, and the next label
_MOST_HEADER = 12


def _stacked(source: _Source, lines: Sequence[Span]) -> Iterator[Table]:
    """Yield the tables whose cells stand on lines of their own."""
    run: list[_Group] = []
    floor = 0
    for group in _groups(source, lines):
        if run and (
            group.first - run[-1].stop > _MOST_BETWEEN
            or not all(_is_short(source, line) for line in lines[run[-1].stop : group.first])
        ):
            yield from _of_groups(source, lines, run, floor)
            floor, run = run[-1].stop, []
        run.append(group)
    if run:
        yield from _of_groups(source, lines, run, floor)


def _groups(source: _Source, lines: Sequence[Span]) -> Iterator[_Group]:
    first = 0
    for is_value, group in groupby(range(len(lines)), key=lambda i: _is_value(source, lines[i])):
        places = list(group)
        if not is_value:
            first = places[-1] + 1
        elif first and _is_short(source, lines[first - 1]):
            yield _Group(first - 1, first, places[-1] + 1)


def _of_groups(source: _Source, lines: Sequence[Span], groups: Sequence[_Group], floor: int) -> Iterator[Table]:
    count = _mode(group.stop - group.first for group in groups)
    above = [source.words(line) for line in lines[max(floor, groups[0].label - _MOST_HEADER) : groups[0].label]]
    header = _named_columns(above, count)
    if count == 1 and len(groups) > 3:
        yield from _form(source, lines, groups)
        return
    if not header and (count < 2 or len(groups) < 2):
        return
    rows = [_looked_up(source, (lines[group.label], *lines[group.first : group.stop])) for group in groups]
    yield from _tables(source, ("", *header) if header else (), rows)


def _named_columns(above: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the last lines in a row that all name columns; a column of reasons may follow them."""
    for last in range(len(above), count - 1, -1):
        names = tuple(above[last - count : last])
        if all(len(name) <= 20 and Column.of(name).is_numeric for name in names):
            return names
    return ()


def _form(source: _Source, lines: Sequence[Span], groups: Sequence[_Group]) -> Iterator[Table]:
    """Yield the table of a form that names each number: budget and outturn of all funds, then of each source."""
    labels = [source.words(lines[group.label]).rstrip("：") for group in groups]
    if not (labels[0].endswith("预算数") and labels[1].endswith("执行数")):
        return
    pairs = [0, *(i for i in range(2, len(labels) - 1, 2) if labels[i] == labels[i + 1])]
    spans = [(lines[groups[i].label], lines[groups[i].first], lines[groups[i + 1].first]) for i in pairs]
    read = [_looked_up(source, row) for row in spans]
    yield from _tables(source, ("", labels[0], labels[1]), read)


# --- what columns are of ---

_EARLIER = re.compile("上年|去年|上一年|上期|年初(?!预算|安排|批复|下达|计划)|期初")
_FINAL = re.compile(r"决算|执行|实际|完成|支出数|使用|\(B\)")
_BUDGET = re.compile(r"预算|计划|批复|下达|年初安排|到位|\(A\)")
_AMOUNT = re.compile(
    "金额|本年|今年|当年|本期|年末|期末|收入|支出|资金|拨款|经费|合计|小计|总计|分值|得分|权重|人数|数量|季度|累计"
)
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年|\D|$)")
_UNIT = re.compile("亿元|万元|元")
_SKIPPED = re.compile(
    "序号|行次|编码|代码|单价|人均|平均|指标值|目标值|完成值|标准|日期|时间|电话|备注|原因|说明|基本情况|依据"
)
_SHARE = re.compile("占比|比重|所占|占(?!年初|调整|全年|预算|上年|去年|计划)|构成比")
_RATIO = re.compile(
    "执行率|完成率|执行进度|支出进度|支付率|支付进度|完成进度|到位率|使用率|B/A|完成比例|执行比例"
    "|(?:[为占]|完成)(?:年初|调整|全年|本年)?(?:预算|计划|上年|去年).*(?:%|率|比例)"
)
_DEVIATION = re.compile("(?:差异|偏差|偏离)(?:率|度|%|比例)|(?:差异|偏差).*%")
_MOVES = "增减|增长|变动|变化|升降|增加|减少|下降|节约|压减|[增减升降]"
_GROWTH = re.compile(
    f"(?:{_MOVES})(?:[额数]|变化|情况)?(?:率|幅|速|比|百分比|\\(?%)|±%|(?:同比|[比较]上年|[比较]去年|[比较]预算).*%"
)
_CHANGE = re.compile(f"(?:{_MOVES})|差额|差异|同比|[比较](?:上年|去年|年初|预算|\\d)")
_LEFT = re.compile("结余|剩余|余额|未执行|未支付")
_ADDED = re.compile(
    r"预算|决算|执行|金额|支出|收入|拨款|资金|[上本去今当]年|\d{4}年?|分值|得分|合计|小计|经费|[万亿]?元"
)


class Role(StrEnum):
    """What a column holds."""

    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    AMOUNT = "amount"
    CHANGE = "change"
    LEFT = "left"
    GROWTH = "growth"
    RATIO = "ratio"
    DEVIATION = "deviation"
    SHARE = "share"


_ROLES = (
    (Role.SKIPPED, _SKIPPED),
    (Role.RATIO, _RATIO),
    (Role.SHARE, _SHARE),
    (Role.DEVIATION, _DEVIATION),
    (Role.GROWTH, _GROWTH),
    (Role.LEFT, _LEFT),
    (Role.CHANGE, _CHANGE),
)
RATES = frozenset({Role.GROWTH, Role.RATIO, Role.DEVIATION, Role.SHARE})


@dataclass(frozen=True, slots=True)
class Column:
    """What a header says of its column.

    Attributes:
        name: The header.
        role: What the column holds.
        is_budget: Whether it is planned.
        is_final: Whether it is spent.
        is_earlier: Whether it is of last year.
        year: The year it names, or 0.
    """

    name: str
    role: Role
    is_budget: bool = False
    is_final: bool = False
    is_earlier: bool = False
    year: int = 0

    @classmethod
    def of(cls, name: str) -> Column:
        """Return what a header says.

        Example:
            >>> Column.of("上年决算数").role, Column.of("增减率").role
            (<Role.AMOUNT: 'amount'>, <Role.GROWTH: 'growth'>)
        """
        if len(name) > _LONGEST_HEADER:
            return cls(name, Role.UNKNOWN)
        for role, pattern in _ROLES:
            if pattern.search(name):
                return cls(name, role)
        year = _YEAR.search(name)
        is_final = _FINAL.search(name) is not None
        is_budget = not is_final and _BUDGET.search(name) is not None
        is_earlier = _EARLIER.search(name) is not None
        known = bool(is_final or is_budget or is_earlier or year or _AMOUNT.search(name) or _UNIT.search(name))
        role = Role.AMOUNT if known else Role.UNKNOWN
        return cls(name, role, is_budget, is_final, is_earlier, int(year[1]) if year else 0)

    @property
    def is_known(self) -> bool:
        """Whether the header is a name that tables have for columns beside the labels."""
        return self.role is not Role.UNKNOWN

    @property
    def is_numeric(self) -> bool:
        """Whether the header is the name of a column of numbers."""
        return self.role not in {Role.UNKNOWN, Role.SKIPPED}


def _columns(table: Table) -> list[Column]:
    """Return what the columns are of; a change that is written in percent is a rate."""
    found = [Column.of(name) for name in table.header]
    for i, column in enumerate(found):
        cells = [cell for row in table.rows if (cell := row.cells[i]) is not None and cell.quantity.value != 0]
        if not cells or any(cell.dimension is not Dimension.PERCENT for cell in cells):
            continue
        if column.role is Role.CHANGE:
            found[i] = replace(column, role=Role.DEVIATION if "差异" in column.name else Role.GROWTH)
        elif column.role not in RATES:
            found[i] = replace(column, role=Role.SKIPPED)
    return found


def _is_before(first: Column, second: Column) -> bool:
    """Return whether a column is of an earlier year than another."""
    if first.year and second.year:
        return first.year < second.year
    return first.is_earlier and not second.is_earlier


def _is_plan_of(first: Column, second: Column) -> bool:
    """Return whether a column is the budget of what another says was spent."""
    same_year = not (first.year and second.year) or first.year == second.year
    return first.is_budget and second.is_final and same_year and first.is_earlier == second.is_earlier


# --- claims within a row ---


_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A way to compute a column from two others, and whether the header says so without a doubt."""

    kind: str
    form: str
    base: int
    current: int
    times: int = 100
    is_said: bool = False

    def is_evidence(self, claim: Candidate) -> bool:
        return claim.kind == self.kind

    def claim(self, row: Row, column: int) -> Candidate | None:
        stated, base, current = (row.cells[i] for i in (column, self.base, self.current))
        if stated is None or base is None or current is None or not _are_alike(base, current):
            return None
        if self.kind == "difference" and not _are_alike(stated, current):
            return None
        expression = self._expression(Symbol(base.key), Symbol(current.key), _amount(current) < _amount(base))
        return Candidate(self.kind, stated, expression, (current, base), Sureness.LIKELY)

    def _expression(self, base: Expr, current: Expr, falls: bool) -> Expr:  # noqa: FBT001
        if self.form == "ratio":
            return current / base * self.times
        backwards = self.form == "backwards" or (self.form == "unsigned" and falls)
        difference = base - current if backwards else current - base
        return difference if self.kind == "difference" else difference / base * self.times


def _are_alike(*numbers: Number) -> bool:
    """Return whether numbers can be compared: all of one scale and none a rate; a zero needs no unit."""
    units = [number.unit for number in numbers if number.quantity.value != 0]
    if any(unit is not None and unit.dimension is Dimension.PERCENT for unit in units):
        return False
    return all(unit == units[0] or same_scale(unit, units[0]) for unit in units)


def _amount(number: Number) -> Fraction:
    return number.quantity.exact() * (number.unit.scale if number.unit else 1)


def tables(lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims of tables: changes and rates along the rows, totals along rows and columns."""
    found = find_tables(lexed)
    for left, right in pairwise(found):
        if left.begin == right.begin:
            yield from _balances(left, right)
    for table in found:
        columns, outline = _columns(table), _Outline.of(table)
        yield from _along_rows(table, columns, outline)
        yield from _down_columns(table, columns, outline)
        yield from _across(table, columns)


def _balances(left: Table, right: Table) -> Iterator[Candidate]:
    """Yield the claim that income and expenditure, side by side, come to the same."""
    for income, spent in zip(left.rows, right.rows, strict=True):
        if item_of(income.label) is Item.INCOME_TOTAL and item_of(spent.label) is Item.SPENT_TOTAL:
            for name, stated, other in zip(right.header, spent.cells, income.cells, strict=False):
                if stated is not None and other is not None and name in left.header and _are_alike(stated, other):
                    sureness = Sureness.SAID if len(left.header) == len(right.header) == 1 else Sureness.LIKELY
                    yield Candidate("sum_of_parts", stated, Symbol(other.key), (other,), sureness)


def _along_rows(table: Table, columns: Sequence[Column], outline: _Outline) -> Iterator[Candidate]:
    for place, column in enumerate(columns):
        if column.role is Role.SHARE:
            readings = _shares(table, columns, outline, place)
            yield from _decided(table.rows, place, readings, outline.nested)
        else:
            yield from _decided(table.rows, place, _readings(table, columns, place))


def _readings(table: Table, columns: Sequence[Column], place: int) -> list[_Reading]:
    """Return the ways in which a column may have been computed, the likeliest first."""
    column = columns[place]
    forms = _forms(table, column, place)
    if not forms:
        return []
    amounts = [i for i, each in enumerate(columns) if each.role is Role.AMOUNT and i != place]
    amounts = sorted(sorted(amounts, key=lambda i: abs(i - place))[:_MOST_AMOUNTS])
    pairs = [(a, b) for a in amounts for b in amounts if a != b and _same_unit(columns[a], columns[b])]
    priors = [(a, b) for a, b in pairs if _is_before(columns[a], columns[b])]
    plans = [(a, b) for a, b in pairs if _is_plan_of(columns[a], columns[b])]
    meant = _meant(columns, place, priors, plans)
    meant.sort(key=lambda pair: abs(pair[0] - place) + abs(pair[1] - place))
    is_said = len(meant) == 1
    if not meant:
        meant = [(a, b) for a, b in pairs if a < b]
    times = _times(table, column, place)
    return [
        _Reading(kind, form, base, current, times=each, is_said=is_said and may_be_said and len(times) == 1)
        for base, current in meant
        for kind, form, may_be_said in forms
        for each in (times if kind != "difference" else (1,))
    ]


def _meant(columns: Sequence[Column], place: int, priors: list[_Pair], plans: list[_Pair]) -> list[_Pair]:
    """Return the pairs of columns that a header speaks of."""
    column = columns[place]
    if "B/A" in column.name and any(_is_b_of_a(columns, pair) for pair in plans):
        return [pair for pair in plans if _is_b_of_a(columns, pair)]
    if "预算" in column.name and plans and not _EARLIER.search(column.name):
        return list(plans)
    if _EARLIER.search(column.name) or "同比" in column.name:
        return list(priors)
    if column.role in {Role.RATIO, Role.LEFT}:
        return list(plans)
    if column.role is Role.DEVIATION:
        return [*plans, *priors]
    return list(priors or plans)


def _is_b_of_a(columns: Sequence[Column], pair: _Pair) -> bool:
    return "(A)" in columns[pair[0]].name and "(B)" in columns[pair[1]].name


def _same_unit(first: Column, second: Column) -> bool:
    one, other = _UNIT.search(first.name), _UNIT.search(second.name)
    return one is None or other is None or one.group() == other.group()


def _forms(table: Table, column: Column, place: int) -> list[tuple[str, str, bool]]:
    """Return kind and form of what a column may be, and whether that needs no confirmation by other rows."""
    cells = [row.cells[place] for row in table.rows]
    # Some tables write a fall without its sign; one minus tells that this one does not.
    is_unsigned = not any(cell is not None and cell.quantity.value < 0 for cell in cells)
    signed = "backwards" if re.search("减少|下降|节约|压减|降幅|减幅", column.name) else "signed"
    if "增" in column.name:
        signed = "signed"
    forms = {
        Role.CHANGE: [("difference", signed, True)],
        Role.LEFT: [("difference", "backwards", False)],
        Role.GROWTH: [("growth", signed, True)],
        Role.RATIO: [("completion_rate", "ratio", True)],
        Role.DEVIATION: [("completion_rate", "ratio", False), ("growth", "signed", False)],
    }.get(column.role, [])
    if "差异" in column.name and column.role is Role.CHANGE:
        forms = [("difference", "signed", False), ("difference", "backwards", False)]
    if is_unsigned:
        forms += [(kind, "unsigned", False) for kind, form, _ in forms if form != "ratio"][:1]
    return forms


def _times(table: Table, column: Column, place: int) -> tuple[int, ...]:
    """Return what a rate is multiplied by: where no sign of percent is written, it may be a fraction."""
    cells = [row.cells[place] for row in table.rows]
    has_percent = "%" in column.name or any(cell is not None and cell.unit is not None for cell in cells)
    return (100,) if has_percent else (100, 1)


def fits(candidate: Candidate) -> bool | None:
    """Return whether a figure is what it may have been computed from; None where that cannot be computed."""
    if candidate.kind == "sum_of_parts" and _is_far(candidate):
        return False  # no rounding explains it, and to find that out takes long
    verdict = relation_of(candidate).judge().verdict
    return None if verdict is Verdict.UNDEFINED else verdict is not Verdict.INCONSISTENT


def _is_far(claim: Candidate) -> bool:
    """Return whether a total is further from its parts than all their last digits together."""
    figures = (claim.stated, *claim.numbers)
    slack = sum(Fraction(each.unit.scale if each.unit else 1, 10**each.quantity.decimals) for each in figures)
    return abs(sum(map(_amount, claim.numbers)) - _amount(claim.stated)) > slack


def _decided(
    rows: Sequence[Row], place: int, readings: Sequence[_Way], doubted: Container[int] = ()
) -> Iterator[Candidate]:
    """Yield the claims of a column by the reading that most rows satisfy, the first of equals.

    A row is told wrong where at least as many other rows agree as not, and is not `doubted`.
    """
    if not readings:
        return
    reading = max(readings, key=lambda each: _votes(rows[:_MOST_ROWS], place, each))
    claims = [(i, claim) for i, row in enumerate(rows) if (claim := reading.claim(row, place)) is not None]
    judged = {i: fits(claim) for i, claim in claims[:_MOST_ROWS] if reading.is_evidence(claim)}
    known = sum(fit is not None for fit in judged.values())
    fitting = sum(fit is True for fit in judged.values())
    for i, claim in claims:
        fit = judged.get(i)
        others, agreed = known - (fit is not None), fitting - (fit is True)
        confirmed = agreed * 2 >= others and (agreed > 0 or reading.is_said)
        sure = confirmed and rows[i].is_whole and i not in doubted
        if sure or agreed or _is_near(claim) or fit:
            yield replace(claim, sureness=Sureness.SAID) if sure else claim


def _votes(rows: Sequence[Row], place: int, reading: _Way) -> int:
    """Return about how many rows satisfy a reading: judging them to the digit would take much longer."""
    claims = (claim for row in rows if (claim := reading.claim(row, place)) is not None)
    return sum(reading.is_evidence(claim) and _is_near(claim) for claim in claims)


def _is_near(claim: Candidate) -> bool:
    """Return whether a figure is what it may have been computed from but for its last digit, or a part in 2000."""
    stated = claim.stated.quantity
    try:
        expected = relation_of(claim).exact()
    except NoDenominatorError:
        return False
    return abs(expected - stated.exact()) <= max(Fraction(1, 10**stated.decimals), abs(expected) / 2000)


class _Way(Protocol):
    """A way to compute the cells of a column."""

    @property
    def is_said(self) -> bool:
        """Whether the header says so without a doubt."""

    def claim(self, row: Row, column: int) -> Candidate | None:
        """Return the claim of a row."""

    def is_evidence(self, claim: Candidate) -> bool:
        """Return whether a claim that fits tells that the column is meant so."""


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage of the total of a column."""

    current: int
    wholes: tuple[Number, ...]
    times: int
    is_said: bool

    def claim(self, row: Row, column: int) -> Candidate | None:
        stated, current = row.cells[column], row.cells[self.current]
        if stated is None or current is None or not _are_alike(current, *self.wholes):
            return None
        expression = Symbol(current.key) / total_of([(1, whole) for whole in self.wholes]) * self.times
        return Candidate(
            "share", stated, expression, tuple({n.key: n for n in (current, *self.wholes)}.values()), Sureness.LIKELY
        )

    def is_evidence(self, claim: Candidate) -> bool:
        return claim.numbers != self.wholes


def _shares(table: Table, columns: Sequence[Column], outline: _Outline, place: int) -> list[_Share]:
    """Return what a column may be shares of: a total where there is one, else all rows together."""
    amounts = [i for i in range(place - 1, -1, -1) if columns[i].role is Role.AMOUNT]
    times = _times(table, columns[place], place)
    is_said = len(outline.totals) == 1 and len(amounts) == 1 and len(times) == 1
    whole = outline.totals if len(outline.totals) == 1 else outline.top[: _MOST_ROWS + 1]
    found: list[_Share] = []
    for current in amounts[:_MOST_AMOUNTS]:
        cells = tuple(cell for i in whole if (cell := table.rows[i].cells[current]) is not None)
        if 0 < len(cells) <= _MOST_ROWS:
            found += [_Share(current, cells, each, is_said) for each in times]
    return found


# --- what rows are of ---

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
_COUNTED = re.compile("批次|人次|人数|数量|次数|保有|[率%辆]|个数")


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
    (Item.VEHICLES, re.compile(f"(?:公务用车|公务车|公车|用车){_END}(?:购置{_END}(?:[和与、]?运行){_END})?$")),
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
    core = _core(label)
    if _COUNTED.search(core) or len(core) > 30:
        return None
    return next((item for item, pattern in _ITEMS if pattern.match(core)), None)


def _core(label: str) -> str:
    """Return a label without its number, its quotes and what stands in brackets."""
    return _ASIDE.sub("", _ENUMERATED.sub("", label[:80]))


@dataclass(frozen=True, slots=True)
class _Set:
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


def _known_sets(labels: Sequence[str]) -> list[_Set]:
    """Return the totals whose parts are laid down. What is named again starts another list."""
    found: list[_Set] = []
    places: dict[Item, int] = {}
    others: list[int] = []
    for i, label in enumerate(labels):
        item = item_of(label)
        if item is None:
            others.append(i)
        elif item in places and item not in {Item.CARRIED, Item.OTHER_SPENT}:
            found += _sets_of(places, others)
            places, others = {item: i}, []
        else:
            places[item] = i
    return [*found, *_sets_of(places, others)]


_THREE_ITEMS = frozenset(
    {Item.TOTAL, Item.SUBTOTAL, Item.ABROAD, Item.RECEPTION, Item.VEHICLES, Item.PURCHASE, Item.RUNNING}
)
_SPENT_ITEMS = frozenset({Item.TOTAL, Item.BASIC, Item.PROJECT, Item.PERSONNEL, Item.PUBLIC})


def _sets_of(places: dict[Item, int], others: Sequence[int]) -> Iterator[_Set]:
    at = places.get
    vehicles = at(Item.VEHICLES, at(Item.SUBTOTAL))
    both = (at(Item.PURCHASE), at(Item.RUNNING))
    kinds: tuple[int | None, ...]
    if vehicles is not None:
        yield from _set(vehicles, both, is_closed=None not in both)
        kinds = (at(Item.ABROAD), at(Item.RECEPTION), vehicles)
    else:
        kinds = (at(Item.ABROAD), at(Item.RECEPTION), *both)
    total = at(Item.TOTAL)
    only = not others and total is not None
    three = total if only and places.keys() <= _THREE_ITEMS else at(Item.THREE)
    if three is not None:
        yield from _set(three, kinds, is_closed=None not in kinds)
    spent = total if only and places.keys() <= _SPENT_ITEMS else at(Item.SPENT)
    kinds = (at(Item.BASIC), at(Item.PROJECT), *((at(Item.OTHER_SPENT),) if Item.OTHER_SPENT in places else ()))
    if spent is not None:
        # Rows of another name between the total and its parts may be parts as well.
        is_closed = None not in kinds and Item.CARRIED not in places and len(kinds) == 2
        between = range(spent, max((each for each in kinds if each is not None), default=spent))
        yield from _set(spent, kinds, is_closed=is_closed and not any(i in between for i in others))
    basic, kinds = at(Item.BASIC), (at(Item.PERSONNEL), at(Item.PUBLIC))
    if basic is not None:
        yield from _set(basic, kinds, is_closed=None not in kinds and Item.AIDED not in places)
    income, spent = at(Item.INCOME_TOTAL), at(Item.SPENT_TOTAL)
    if income is not None and spent is not None:
        yield _Set(spent, (income,), is_closed=True)


def _set(whole: int, parts: Iterable[int | None], *, is_closed: bool) -> Iterator[_Set]:
    known = tuple(part for part in parts if part is not None)
    if len(known) > 1:
        yield _Set(whole, known, is_closed, is_open=not is_closed)


@dataclass(frozen=True, slots=True)
class _Outline:
    """Which rows of a table are totals, and which are part of another row."""

    totals: tuple[int, ...]
    subtotals: tuple[int, ...]
    nested: frozenset[int]
    top: tuple[int, ...]
    sets: tuple[_Set, ...]

    @classmethod
    def of(cls, table: Table) -> _Outline:
        labels = [row.label for row in table.rows]
        cores = [_core(label) for label in labels]
        totals = tuple(i for i, core in enumerate(cores) if _TOTAL.fullmatch(core))
        ends = tuple(i for i, core in enumerate(cores) if _SUBTOTAL.fullmatch(core) and not _TOTAL.fullmatch(core))
        known = _known_sets(labels)
        listed = _listed(table, labels)
        sets = (*known, *listed, *_coded(labels))
        all_totals = {*totals}
        nested = {part for each in sets if each.whole not in all_totals for part in each.parts}
        nested |= {i for i, label in enumerate(labels) if label.startswith("其中")} | _deeper(labels)
        aside = {*totals, *ends, *nested}
        return cls(totals, ends, frozenset(nested), tuple(i for i in range(len(labels)) if i not in aside), sets)


def _deeper(labels: Sequence[str]) -> set[int]:
    """Return the rows whose numbers are of a deeper kind than the first: (1) below 1."""
    styles = [next((k for k, style in enumerate(_STYLES) if style.match(label)), None) for label in labels]
    first = next((style for style in styles if style is not None), None)
    return {i for i, style in enumerate(styles) if style is not None and first is not None and style > first}


def _coded(labels: Sequence[str]) -> Iterator[_Set]:
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
        if own and len(own) <= _MOST_ROWS:
            yield _Set(place, tuple(own))


def _listed(table: Table, labels: Sequence[str]) -> Iterator[_Set]:
    """Yield a row and the rows from 其中 on that add up to it, in some column."""
    for i, label in enumerate(labels):
        if i and label.startswith("其中"):
            stop = i + 1
            while stop < min(len(labels), i + _MOST_ROWS) and not labels[stop].startswith("其中"):
                stop += 1
            for column in range(min(4, len(table.header))):
                count = _closing([row.cells[column] for row in table.rows[i - 1 : stop]])
                if count:
                    yield _Set(i - 1, tuple(range(i, i + count)), is_open=True)
                    break


def _closing(cells: Sequence[Number | None]) -> int:
    """Return after how many parts a sum comes to the total before them, to the last digit; 0 for never."""
    whole, *parts = cells
    if whole is None or not whole.quantity.value:
        return 0
    total, count = Fraction(0), 0
    for place, part in enumerate(parts, 1):
        if part is None or not _are_alike(whole, part):
            continue
        total, count = total + _amount(part), count + (part.quantity.value != 0)
        if (count > 1 or place == len(parts)) and total == _amount(whole):
            return place
    return 0


# --- totals ---


@dataclass(frozen=True, slots=True)
class _Sum:
    """A column that is the sum of others of its row."""

    parts: tuple[int, ...]
    is_said: bool = False

    def claim(self, row: Row, column: int) -> Candidate | None:
        found = _sum(row.cells[column], [(row.cells[i], row.texts[i]) for i in self.parts])
        return found and found[0]

    def is_evidence(self, claim: Candidate) -> bool:
        return _is_telling(claim)


def _is_telling(claim: Candidate) -> bool:
    """Return whether a total has at least two parts that are not zero: else it fits whatever it is of."""
    return sum(number.quantity.value != 0 for number in claim.numbers) > 1


def _sum(stated: Number | None, cells: Sequence[tuple[Number | None, str]]) -> tuple[Candidate, bool] | None:
    """Return the claim of a total, and whether every part has a number or a dash."""
    numbers = tuple(number for number, _ in cells if number is not None)
    if stated is None or not numbers or not _are_alike(stated, *numbers):
        return None
    is_full = all(number is not None or text in _DASHES for number, text in cells)
    if len(numbers) < 2 and not is_full:
        return None
    expression = total_of([(1, number) for number in numbers])
    return Candidate("sum_of_parts", stated, expression, numbers, Sureness.LIKELY), is_full


def _down_columns(table: Table, columns: Sequence[Column], outline: _Outline) -> Iterator[Candidate]:
    """Yield the claims of totals of rows."""
    added = [i for i in range(len(columns)) if columns[i].role in {Role.AMOUNT, Role.UNKNOWN, Role.CHANGE, Role.LEFT}]
    for each in outline.sets:
        if each.is_closed:
            for column in added:
                yield from _closed(table, each, columns, column)
        else:
            yield from _voted(table, [each], columns, added)
            yield from _rests(table, each, added)
    for total in outline.totals[:_MOST_TOTALS]:
        yield from _voted(table, _totals(table, outline, total), columns, added)
    last = -1
    for place in sorted((*outline.subtotals, *outline.totals)):
        yield from _voted(table, [_Set(place, tuple(range(last + 1, place)), is_open=True)], columns, added)
        last = place


def _rests(table: Table, each: _Set, added: Sequence[int]) -> Iterator[Candidate]:
    """Yield the claims of a row of other things, where it is what one part leaves of the total."""
    first, last = table.rows[each.parts[0]], table.rows[each.parts[-1]]
    if len(each.parts) != 2 or not _core(last.label).startswith(("其他", "其它", "其余")):
        return
    for column in added:
        stated, part, whole = last.cells[column], first.cells[column], table.rows[each.whole].cells[column]
        if stated is not None and part is not None and whole is not None and _are_alike(stated, part, whole):
            expression = Symbol(whole.key) - Symbol(part.key)
            yield Candidate("difference", stated, expression, (whole, part), Sureness.LIKELY)


def _is_surely_added(table: Table, columns: Sequence[Column], place: int) -> bool:
    """Return whether the numbers of a column add up: changes only if their signs are written."""
    column = columns[place]
    if column.role is Role.CHANGE:
        return any(cell is not None and cell.quantity.value < 0 for cell in (row.cells[place] for row in table.rows))
    return column.name == "" or (column.role is Role.AMOUNT and _ADDED.search(column.name) is not None)


def _claim(table: Table, each: _Set, column: int) -> tuple[Candidate, bool] | None:
    rows = [table.rows[i] for i in each.parts]
    found = _sum(table.rows[each.whole].cells[column], [(row.cells[column], row.texts[column]) for row in rows])
    if found is None:
        return None
    return found[0], found[1] and all(row.is_whole for row in (*rows, table.rows[each.whole]))


def _closed(table: Table, each: _Set, columns: Sequence[Column], column: int) -> Iterator[Candidate]:
    found = _claim(table, each, column)
    if found is not None:
        claim, is_full = found
        is_added = _is_surely_added(table, columns, column)
        if is_added or fits(claim):
            yield replace(claim, sureness=Sureness.SAID) if is_full and is_added else claim


def _totals(table: Table, outline: _Outline, total: int) -> list[_Set]:
    """Return what a total may be of: the rows after or before it, the main ones or all, or the subtotals."""
    after = range(total + 1, len(table.rows))
    before = range(total)
    found: list[_Set] = []
    rest = sorted({*range(len(table.rows))} - {*outline.totals})
    for block in (before, after):
        for rows in (outline.top, outline.subtotals, rest):
            parts = tuple(i for i in rows if i in block)
            if len(parts) > 1 and _Set(total, parts) not in found:
                found.append(_Set(total, parts))
    return found


def _voted(table: Table, sets: Sequence[_Set], columns: Sequence[Column], added: Sequence[int]) -> Iterator[Candidate]:
    """Yield the claims of a total by the parts that most columns agree on; others have to confirm each of them."""
    best: _Set | None = None
    claims: list[tuple[int, Candidate, bool]] = []
    agreed: set[int] = set()
    for each in sets:
        if not 1 < len(each.parts) <= _MOST_ROWS:
            continue
        tried = [(column, *found) for column in added if (found := _claim(table, each, column)) is not None]
        fitting = {column for column, claim, _ in tried if _is_telling(claim) and fits(claim)}
        # A small part that is none is lost in the rounding: what fits to the digit tells more.
        fitting = {column for column, claim, _ in tried if column in fitting and _is_exact(claim)} or fitting
        if best is None or len(fitting) > len(agreed):
            best, claims, agreed = each, tried, fitting
    is_divided = any(column.role is Role.SHARE for column in columns)
    for column, claim, is_full in claims:
        confirmed = best is not None and _is_confirmed(table, best, column, agreed - {column})
        is_open = best is None or best.is_open
        is_added = _is_surely_added(table, columns, column)
        sure = confirmed and not is_open and is_full and is_added
        # A part that is not in the list may be a round amount, and looks like a slip of the pen: where neither other
        # columns nor shares confirm that the parts are all, only what fits is told.
        if (is_added and (confirmed or (is_divided and not is_open))) or fits(claim):
            yield replace(claim, sureness=Sureness.SAID) if sure else claim


def _is_exact(claim: Candidate) -> bool:
    return sum(map(_amount, claim.numbers)) == _amount(claim.stated)


def _is_confirmed(table: Table, each: _Set, column: int, others: set[int]) -> bool:
    """Return whether columns in which a total fits have a number in each of its parts that this one has."""
    rows = [table.rows[i].cells for i in each.parts]
    return bool(others) and all(_is_some(row[column]) <= any(_is_some(row[i]) for i in others) for row in rows)


def _is_some(number: Number | None) -> bool:
    return number is not None and number.quantity.value != 0


_WHOLE_COLUMN = re.compile("(?:合计|总计|小计|季度|全年|累计)$")


def _across(table: Table, columns: Sequence[Column]) -> Iterator[Candidate]:
    """Yield the claims of totals of columns: of those named, and of a column called total."""
    for each in _known_sets(table.header):
        if each.is_closed:
            yield from _decided(table.rows, each.whole, [_Sum(each.parts, is_said=True)])
    for place, column in enumerate(columns):
        if _WHOLE_COLUMN.search(_core(column.name)) and column.role in {Role.AMOUNT, Role.UNKNOWN}:
            runs = (
                _alike_columns(columns, range(place + 1, len(columns))),
                _alike_columns(columns, range(place)[::-1]),
            )
            # A column 其中 may stand at the end of a run, so that shorter runs are tried as well.
            readings = [_Sum(tuple(sorted(run[:count]))) for run in runs for count in range(len(run), 1, -1)]
            yield from _decided(table.rows, place, readings)


def _alike_columns(columns: Sequence[Column], places: Iterable[int]) -> list[int]:
    """Return the columns beside a total up to one that is another total, or of another year or stage."""
    found: list[int] = []
    for i in places:
        column, first = columns[i], columns[found[0] if found else i]
        stage = (column.is_budget, column.is_final, column.is_earlier, column.year)
        if (
            column.role not in {Role.AMOUNT, Role.UNKNOWN}
            or _WHOLE_COLUMN.search(_core(column.name))
            or stage != (first.is_budget, first.is_final, first.is_earlier, first.year)
        ):
            break
        found.append(i)
    return found
