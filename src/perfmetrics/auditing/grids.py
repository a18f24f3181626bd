"""Tables of a text: rows of cells under the names of their columns, however their lines are laid out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from perfmetrics.auditing.columns import Column
from perfmetrics.auditing.layouts import DASHES, MOST_COLUMNS, WORD, Layout, Source, Span, is_year, laid_out
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.quantities import Dimension, same_scale


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
        >>> from perfmetrics.auditing.lexer import lex
        >>> [table] = find_tables(lex("项目|预算数|决算数；接待|2|1；出国|3|3"))
        >>> table.header, [row.label for row in table.rows]
        (('预算数', '决算数'), ['接待', '出国'])
    """
    source = Source(lexed)
    found: list[Table] = []
    above: tuple[Span, ...] = ()
    for layout, rows in laid_out(source):
        if layout is Layout.LINES:
            found += _stacked(source, [row[0] for row in rows])
        elif layout is Layout.LOOSE:
            found += _loose(source, rows, above)
        else:
            found += _of_rows(source, rows, are_pairs=layout is Layout.PAIRS)
        above = rows[-1]
    return found


def are_alike(*cells: Number) -> bool:
    """Return whether cells can be compared: all of one scale and none a rate; a zero needs no unit.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [are_alike(*lex(text).numbers) for text in ("3元，2万元", "3元，0", "3元，2人", "3%，2%")]
        [True, True, False, False]
    """
    units = [cell.unit for cell in cells if cell.digits != 0]
    for unit in units:
        if unit is not None and unit.dimension is Dimension.PERCENT:
            return False
        if unit is not units[0] and unit != units[0] and not same_scale(unit, units[0]):
            return False
    return True


def amount_of(cell: Number) -> Fraction:
    """Return the amount of a cell in its smallest unit.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [int(amount_of(cell)) for cell in lex("3元，2万元，1").numbers]
        [3, 20000, 1]
    """
    digits, decimals = cell.plain()
    return Fraction(digits * (cell.unit.scale if cell.unit else 1), 10**decimals)


# --- rows whose cells are parted ---

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
        return any(self.numbers[1:]) or (bool(rest) and all(text in DASHES for text in rest))

    @property
    def names_columns(self) -> bool:
        """Whether most of its cells are what tables call their columns."""
        rest = [text for text in self.texts[1:] if text]
        return sum(Column.of(text).is_known or _LABELS.search(text) is not None for text in rest) * 2 > len(rest)

    @property
    def is_header(self) -> bool:
        """Whether its numbers may all be years."""
        return all(number is None or is_year(number) for number in self.numbers)


def _looked_up(source: Source, spans: Sequence[Span]) -> _Read:
    spans = tuple(spans[:MOST_COLUMNS])
    return _Read(spans, tuple(map(source.words, spans)), tuple(map(source.number, spans)))


def _of_rows(source: Source, rows: Iterable[Sequence[Span]], *, are_pairs: bool) -> list[Table]:
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


def _tables(source: Source, header: tuple[str, ...], rows: list[_Read]) -> Iterator[Table]:
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
    return sum(number is None and text not in DASHES for text, number in cells) * 2 > len(cells)


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


_COLUMN = re.compile("预算|决算|执行|金额|[数率]$")  # what names a column, and no row


def _mode(counts: Iterable[int]) -> int:
    return Counter(counts).most_common(1)[0][0]


def _loose(source: Source, rows: Sequence[tuple[Span, ...]], above: tuple[Span, ...]) -> list[Table]:
    """Return the table of rows with single spaces. A row that starts with a number goes on from the one before."""
    names = [found.span() for found in WORD.finditer(source.text, *above[0])] if len(above) == 1 else []
    joined: list[tuple[Span, ...]] = []
    for row in rows:
        corner = not joined and len(row) == len(names) - 1 and not _COLUMN.search(source.words(names[0]))
        if corner and source.is_value(row[0]):
            joined.append((names[0], *row))  # 年度资金总额 预算数 执行数: what stands in the corner names the first row
        elif not source.is_value(row[0]):
            joined.append(row)
        elif joined:
            joined[-1] = (*joined[-1], *row)[: MOST_COLUMNS + 1]
    if len(joined) < 2:
        return []
    width = _mode(len(row) for row in joined)
    if width < 3 or not all(source.is_short(row[0]) for row in joined):
        return []
    header: tuple[str, ...] = ()
    if names:
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


def _stacked(source: Source, lines: Sequence[Span]) -> Iterator[Table]:
    """Yield the tables whose cells stand on lines of their own."""
    run: list[_Group] = []
    floor = 0
    for group in _groups(source, lines):
        if run and (
            group.first - run[-1].stop > _MOST_BETWEEN
            or not all(source.is_short(line) for line in lines[run[-1].stop : group.first])
        ):
            yield from _of_groups(source, lines, run, floor)
            floor, run = run[-1].stop, []
        run.append(group)
    if run:
        yield from _of_groups(source, lines, run, floor)


def _groups(source: Source, lines: Sequence[Span]) -> Iterator[_Group]:
    first = 0  # behind the last line that is no value
    for i, line in enumerate([*lines, None]):
        if line is not None and source.is_value(line):
            continue
        if 0 < first < i and source.is_short(lines[first - 1]):
            yield _Group(first - 1, first, i)
        first = i + 1


def _of_groups(source: Source, lines: Sequence[Span], groups: Sequence[_Group], floor: int) -> Iterator[Table]:
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


def _form(source: Source, lines: Sequence[Span], groups: Sequence[_Group]) -> Iterator[Table]:
    """Yield the table of a form that names each number: budget and outturn of all funds, then of each source."""
    labels = [source.words(lines[group.label]).rstrip("：") for group in groups]
    if not (labels[0].endswith("预算数") and labels[1].endswith("执行数")):
        return
    pairs = [0, *(i for i in range(2, len(labels) - 1, 2) if labels[i] == labels[i + 1])]
    spans = [(lines[groups[i].label], lines[groups[i].first], lines[groups[i + 1].first]) for i in pairs]
    read = [_looked_up(source, row) for row in spans]
    yield from _tables(source, ("", labels[0], labels[1]), read)
