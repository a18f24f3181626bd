"""Claims of totals in tables: of rows down the columns, and of columns along the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from perfmetrics.auditing.candidates import Candidate, Sureness, adding
from perfmetrics.auditing.columns import Column, Role
from perfmetrics.auditing.grids import Row, Table, amount_of, are_alike
from perfmetrics.auditing.layouts import DASHES
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.rows import MOST_ROWS, Composition, Hierarchy, core_of, known_compositions
from perfmetrics.auditing.voting import decided, fits
from perfmetrics.working import Symbol

_MOST_TOTALS = 3  # of a table that are compared with all its rows


@dataclass(frozen=True, slots=True)
class _Sum:
    """A column that is the sum of others of its row."""

    parts: tuple[int, ...]
    is_said: bool = False
    is_doubtful: bool = False

    def claim(self, row: Row, column: int) -> Candidate | None:
        found = _sum(row.cells[column], [(row.cells[i], row.texts[i]) for i in self.parts])
        return found and found[0]

    def is_evidence(self, claim: Candidate) -> bool:
        return _is_telling(claim)


def _is_telling(claim: Candidate) -> bool:
    """Return whether a total has at least two parts that are not zero: else it fits whatever it is of."""
    return sum(number.digits != 0 for number in claim.numbers) > 1


def _sum(stated: Number | None, cells: Sequence[tuple[Number | None, str]]) -> tuple[Candidate, bool] | None:
    """Return the claim of a total, and whether every part has a number or a dash."""
    numbers = tuple(number for number, _ in cells if number is not None)
    if stated is None or not numbers or not are_alike(stated, *numbers):
        return None
    is_full = all(number is not None or text in DASHES for number, text in cells)
    if len(numbers) < 2 and not is_full:
        return None
    return Candidate("sum_of_parts", stated, adding(numbers), numbers, Sureness.LIKELY), is_full


def down_columns(table: Table, columns: Sequence[Column], hierarchy: Hierarchy) -> Iterator[Candidate]:
    """Yield the claims of totals of rows."""
    roles = {Role.AMOUNT, Role.UNKNOWN, Role.CHANGE, Role.LEFT}
    added = tuple(i for i in range(len(columns)) if columns[i].role in roles)
    sums = Sums(added, surely_added(table, columns, added), any(column.role is Role.SHARE for column in columns))
    for each in hierarchy.compositions:
        if each.is_closed:
            for column in added:
                yield from _closed(table, each, sums, column)
        else:
            yield from voted(table, [each], sums)
            yield from _rests(table, each, added)
    for total in hierarchy.totals[:_MOST_TOTALS]:
        yield from voted(table, _totals(table, hierarchy, total), sums)
    last = -1
    for place in sorted((*hierarchy.subtotals, *hierarchy.totals)):
        yield from voted(table, [Composition(place, tuple(range(last + 1, place)), is_open=True)], sums)
        last = place


def _rests(table: Table, each: Composition, added: Sequence[int]) -> Iterator[Candidate]:
    """Yield the claims of a row of other things, where it is what one part leaves of the total."""
    first, last = table.rows[each.parts[0]], table.rows[each.parts[-1]]
    if len(each.parts) != 2 or not core_of(last.label).startswith(("其他", "其它", "其余")):
        return
    for column in added:
        stated, part, whole = last.cells[column], first.cells[column], table.rows[each.whole].cells[column]
        if stated is not None and part is not None and whole is not None and are_alike(stated, part, whole):
            expression = Symbol(whole.key) - Symbol(part.key)
            yield Candidate("difference", stated, expression, (whole, part), Sureness.LIKELY)


@dataclass(frozen=True, slots=True)
class Sums:
    """The columns of a table whose numbers may add up.

    Attributes:
        added: The columns.
        surely: Those of them whose numbers surely do.
        is_divided: Whether another column tells the shares of the whole.
    """

    added: tuple[int, ...]
    surely: frozenset[int]
    is_divided: bool = False


def surely_added(table: Table, columns: Sequence[Column], places: Iterable[int]) -> frozenset[int]:
    """Return the columns whose numbers add up: changes only if their signs are written."""
    return frozenset(
        place
        for place in places
        if (
            any(_is_negative(row.cells[place]) for row in table.rows)
            if columns[place].role is Role.CHANGE
            else columns[place].is_added
        )
    )


def _is_negative(number: Number | None) -> bool:
    return number is not None and number.digits < 0


def _claim(table: Table, each: Composition, column: int) -> tuple[Candidate, bool] | None:
    rows = [table.rows[i] for i in each.parts]
    found = _sum(table.rows[each.whole].cells[column], [(row.cells[column], row.texts[column]) for row in rows])
    if found is None:
        return None
    return found[0], found[1] and all(row.is_whole for row in (*rows, table.rows[each.whole]))


def _closed(table: Table, each: Composition, sums: Sums, column: int) -> Iterator[Candidate]:
    found = _claim(table, each, column)
    if found is not None:
        claim, is_full = found
        is_added = column in sums.surely
        if is_added or fits(claim):
            yield replace(claim, sureness=Sureness.SAID) if is_full and is_added else claim


def _totals(table: Table, hierarchy: Hierarchy, total: int) -> list[Composition]:
    """Return what a total may be of: the rows after or before it, the main ones or all, or the subtotals."""
    after = range(total + 1, len(table.rows))
    before = range(total)
    found: list[Composition] = []
    rest = sorted({*range(len(table.rows))} - {*hierarchy.totals})
    for block in (before, after):
        for rows in (hierarchy.top, hierarchy.subtotals, rest):
            parts = tuple(i for i in rows if i in block)
            if len(parts) > 1 and Composition(total, parts) not in found:
                found.append(Composition(total, parts))
    return found


def voted(table: Table, ways: Sequence[Composition], sums: Sums) -> Iterator[Candidate]:
    """Yield the claims of a total by the parts that most columns agree on; others have to confirm each of them."""
    best: Composition | None = None
    claims: list[tuple[int, Candidate, bool]] = []
    agreed: set[int] = set()
    for each in ways:
        if not 1 < len(each.parts) <= MOST_ROWS:
            continue
        tried = [(column, *found) for column in sums.added if (found := _claim(table, each, column)) is not None]
        fitting = {column for column, claim, _ in tried if _is_telling(claim) and fits(claim)}
        # A small part that is none is lost in the rounding: what fits to the digit tells more.
        fitting = {column for column, claim, _ in tried if column in fitting and _is_exact(claim)} or fitting
        if best is None or len(fitting) > len(agreed):
            best, claims, agreed = each, tried, fitting
    for column, claim, is_full in claims:
        confirmed = best is not None and _is_confirmed(table, best, column, agreed - {column})
        is_open = best is None or best.is_open
        is_added = column in sums.surely
        sure = confirmed and not is_open and is_full and is_added
        # A part that is not in the list may be a round amount, and looks like a slip of the pen: where neither other
        # columns nor shares confirm that the parts are all, only what fits is told.
        if (is_added and (confirmed or (sums.is_divided and not is_open))) or fits(claim):
            yield replace(claim, sureness=Sureness.SAID) if sure else claim


def _is_exact(claim: Candidate) -> bool:
    return sum(map(amount_of, claim.numbers)) == amount_of(claim.stated)


def _is_confirmed(table: Table, each: Composition, column: int, others: set[int]) -> bool:
    """Return whether columns in which a total fits have a number in each of its parts that this one has."""
    rows = [table.rows[i].cells for i in each.parts]
    return bool(others) and all(_is_some(row[column]) <= any(_is_some(row[i]) for i in others) for row in rows)


def _is_some(number: Number | None) -> bool:
    return number is not None and number.digits != 0


_WHOLE_COLUMN = re.compile("(?:合计|总计|小计|季度|全年|累计)$")


def across(table: Table, columns: Sequence[Column]) -> Iterator[Candidate]:
    """Yield the claims of totals of columns: of those named, and of a column called total."""
    for each in known_compositions(table.header):
        if each.is_closed:
            yield from decided(table.rows, each.whole, [_Sum(each.parts, is_said=True)])
    for place, column in enumerate(columns):
        if _WHOLE_COLUMN.search(core_of(column.name)) and column.role in {Role.AMOUNT, Role.UNKNOWN}:
            runs = (
                _alike_columns(columns, range(place + 1, len(columns))),
                _alike_columns(columns, range(place)[::-1]),
            )
            # A column 其中 may stand at the end of a run, so that shorter runs are tried as well.
            readings = [_Sum(tuple(sorted(run[:count]))) for run in runs for count in range(len(run), 1, -1)]
            yield from decided(table.rows, place, readings)


def _alike_columns(columns: Sequence[Column], places: Iterable[int]) -> list[int]:
    """Return the columns beside a total up to one that is another total, or of another year or stage."""
    found: list[int] = []
    for i in places:
        column, first = columns[i], columns[found[0] if found else i]
        stage = (column.is_budget, column.is_final, column.is_earlier, column.year)
        if (
            column.role not in {Role.AMOUNT, Role.UNKNOWN}
            or _WHOLE_COLUMN.search(core_of(column.name))
            or stage != (first.is_budget, first.is_final, first.is_earlier, first.year)
        ):
            break
        found.append(i)
    return found
