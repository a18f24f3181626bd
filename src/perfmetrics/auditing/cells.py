"""The amounts of tables whose rows name a line and whose header names a column, each in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from perfmetrics.auditing.classes import class_of
from perfmetrics.auditing.columns import Column, Role
from perfmetrics.auditing.grids import Table
from perfmetrics.auditing.labels import ALL_FUNDS, NO_FUND, WHOLE, Label, Owner, label_of
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.lists import Group, Item
from perfmetrics.auditing.outline import Outline
from perfmetrics.auditing.placing import COLUMNS, NO_LINE, NO_UNIT, SHIFTED, Found, Path
from perfmetrics.quantities import Dimension

_UNIT = re.compile("单位：?(?:人民币)?(亿元|万元|元)|\\((亿元|万元|元)\\)")
_ABOVE = 80  # characters above a table in which its unit is looked for
_CODE = re.compile("^[0-9]{3,7}(?=[^0-9])")  # of a class: 201, 20101
_SUM = re.compile("合计|总计")


def of_tables(  # noqa: PLR0913, PLR0917 - called in one place
    lexed: Lexed, tables: Sequence[Table], outline: Outline, report: Owner, found: Found, items: list[Item]
) -> str:
    """Place the amounts of tables, and return the unit of those that are written without one.

    Args:
        lexed: The text.
        tables: Its tables.
        outline: Its headings.
        report: Whose report it is.
        found: Takes the figures of columns, and what has no place.
        items: Takes the amounts of classes.
    """
    unit = ""
    units = {
        (path, each.number.quantity.value): each.number.unit.text
        for path, candidates in found.candidates.items()
        for each in candidates
        if each.number.unit is not None and each.number.digits != 0
    }
    for table in tables:
        cells: list[tuple[Path, Number]] = []
        for path, number in _cells(table, report, outline, found):
            if number.unit is not None:
                found.take(path, number)
            else:
                cells.append((path, number))
        own = unit_of(lexed, table, cells, units)
        unit = unit or own
        for path, number in cells:
            if own and own == unit:
                found.take(path, number, unit=unit)
            else:
                found.leave(number, NO_UNIT)
        for item in _items(table, report, outline):
            if own or item.number.unit is not None:
                items.append(item._replace(unit=own))
            else:
                found.leave(item.number, NO_UNIT, anew=True)
    return unit


def unit_of(
    lexed: Lexed,
    table: Table,
    cells: Sequence[tuple[Path, Number]],
    units: Mapping[tuple[Path, Decimal], str],
) -> str:
    """Return the unit of a table: as stated above it, else that of sentences which state the same figures; or empty.

    Args:
        lexed: The text.
        table: The table.
        cells: Its amounts, with the places that they belong to.
        units: The units in which sentences state an amount of a place.
    """
    above = lexed.words[max(0, table.begin - _ABOVE) : table.begin] + "".join(table.header)
    stated = {one or other for one, other in _UNIT.findall(above)}
    restated = {units[path, number.quantity.value] for path, number in cells if (path, number.quantity.value) in units}
    found = stated or restated
    return next(iter(found)) if len(found) == 1 else ""


def _cells(table: Table, report: Owner, outline: Outline, found: Found) -> Iterator[tuple[Path, Number]]:
    """Yield the cells that stand in a row that names a line and under a header that names a column."""
    columns = [column_of(name, report) for name in table.header]
    above = outline.fund(table.begin)
    whole = ""  # the line that 其中 rows without a line of their own are parts of
    for row in table.rows:
        label = label_of(row.label, report)
        line = label.line or (whole if label.fund else "")
        whole = line if line in WHOLE else whole if label.fund else ""
        for column, number in zip(columns, row.cells, strict=False):
            if number is None or column is None or number.dimension not in {None, Dimension.MONEY}:
                continue
            fund = label.fund or column.fund or above
            impossible = not line or "." in line or label.kind or fund == ALL_FUNDS or (fund and line in NO_FUND)
            if impossible or not row.is_whole:
                found.leave(number, NO_LINE if impossible else SHIFTED)
                continue
            name = COLUMNS[column.kind, column.prior]
            yield ((name, fund, line) if fund else (name, line)), number


def column_of(header: str, report: Owner) -> Label | None:
    """Return what a header says, where it names a column of a report and nothing else.

    Example:
        >>> label = column_of("上年决算数", Owner("", 2021))
        >>> label.kind, label.prior, column_of("增减率", Owner("", 2021))
        ('final', True, None)
    """
    if Column.of(header).role not in {Role.AMOUNT, Role.UNKNOWN}:
        return None
    label = label_of(header, report)
    is_column = label.reason is None and not label.line and (label.kind, label.prior) in COLUMNS
    return label if is_column and (label.bare or label.fund) else None


def _items(table: Table, report: Owner, outline: Outline) -> Iterator[Item]:
    """Yield the amounts of rows that name a class of expenditure; the row of the total is what they are parts of."""
    above = outline.fund(table.begin)
    total = next((row for row in table.rows if row.is_whole and _SUM.fullmatch(row.label)), None)
    for row in table.rows:
        named = class_of(_CODE.sub("", row.label)) if row.is_whole else None
        if named is None or named.is_part or named.rest:
            continue
        is_line = bool(label_of(row.label, report).line)
        for i, (header, number) in enumerate(zip(table.header, row.cells, strict=False)):
            column = column_of(header, report)
            if number is None or column is None or number.dimension not in {None, Dimension.MONEY}:
                continue
            fund = column.fund or above
            if fund == ALL_FUNDS:
                continue
            name = COLUMNS[column.kind, column.prior]
            group = Group(named.by, (name, fund) if fund else (name,), f"table[{table.begin}:{table.end}]")
            whole = None if total is None else total.cells[i]
            yield Item(group, named.chain, named.name, number, is_line, named.is_lower, whole)
