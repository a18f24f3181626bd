"""Claims of tables: changes, rates and shares along their rows, and totals both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfmetrics.auditing.candidates import (
    DECLINE,
    GROWTH,
    RATE,
    SWAPPED,
    Candidate,
    Sureness,
    exact,
    symbol,
    total_of,
)
from perfmetrics.auditing.columns import Column, Role, columns_of
from perfmetrics.auditing.grids import Row, Table, amount_of, are_alike
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.rows import MOST_ROWS, Hierarchy, Item, item_of
from perfmetrics.auditing.totals import across, down_columns
from perfmetrics.auditing.voting import decided
from perfmetrics.working import Expr

_MOST_AMOUNTS = 6  # columns that a rate may have been computed from: the nearest

_Pair = tuple[int, int]


def tables(found: Sequence[Table]) -> Iterator[Candidate]:
    """Yield the claims of tables: changes and rates along the rows, totals along rows and columns.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> from perfmetrics.auditing.grids import find_tables
        >>> found = find_tables(lex("项目|上年|本年|增减额；接待|4|2|-2；出国|3|4|1"))
        >>> [(each.kind, each.stated.quantity.text) for each in tables(found)]
        [('difference', '-2'), ('difference', '1')]
    """
    for left, right in pairwise(found):
        if left.begin == right.begin:
            yield from _balances(left, right)
    for table in found:
        columns = columns_of(table.header, [row.cells for row in table.rows])
        hierarchy = Hierarchy.of(table)
        yield from _along_rows(table, columns, hierarchy)
        yield from down_columns(table, columns, hierarchy)
        yield from across(table, columns)


def _balances(left: Table, right: Table) -> Iterator[Candidate]:
    """Yield the claim that income and expenditure, side by side, come to the same."""
    for income, spent in zip(left.rows, right.rows, strict=True):
        if item_of(income.label) is Item.INCOME_TOTAL and item_of(spent.label) is Item.SPENT_TOTAL:
            for name, stated, other in zip(right.header, spent.cells, income.cells, strict=False):
                if stated is not None and other is not None and name in left.header and are_alike(stated, other):
                    sureness = Sureness.SAID if len(left.header) == len(right.header) == 1 else Sureness.LIKELY
                    yield Candidate("sum_of_parts", stated, "+", (other,), sureness)


def _along_rows(table: Table, columns: Sequence[Column], hierarchy: Hierarchy) -> Iterator[Candidate]:
    for place, column in enumerate(columns):
        if column.role is Role.SHARE:
            readings = _shares(table, columns, hierarchy, place)
            yield from decided(table.rows, place, readings, hierarchy.nested)
        else:
            yield from decided(table.rows, place, _readings(table, columns, place))


@dataclass(frozen=True, slots=True)
class _Pairing:
    """A way to compute a column from two others, and whether the header says so without a doubt."""

    kind: str
    form: str
    base: int
    current: int
    times: int = 100
    is_said: bool = False
    is_counted: bool = False  # of people and points, which nobody rounds
    is_doubtful: bool = False

    def is_evidence(self, claim: Candidate) -> bool:
        return claim.kind == self.kind

    def claim(self, row: Row, column: int) -> Candidate | None:
        stated, base, current = (row.cells[i] for i in (column, self.base, self.current))
        if stated is None or base is None or current is None or not are_alike(base, current):
            return None
        if self.kind == "difference" and not are_alike(stated, current):
            return None
        if self.is_counted:
            base, current = exact(base), exact(current)
        return Candidate(self.kind, stated, self._arithmetic(base, current), (current, base), Sureness.LIKELY)

    def _arithmetic(self, base: Number, current: Number) -> Expr | str:
        falls = self.form == "unsigned" and amount_of(current) < amount_of(base)
        backwards = self.form == "backwards" or falls
        if self.kind == "difference":
            return SWAPPED if backwards else "+-"
        if self.times == 100:
            return RATE if self.form == "ratio" else DECLINE if backwards else GROWTH
        now, then = symbol(current), symbol(base)
        return (now if self.form == "ratio" else then - now if backwards else now - then) / then * self.times


def _readings(table: Table, columns: Sequence[Column], place: int) -> list[_Pairing]:
    """Return the ways in which a column may have been computed, the likeliest first."""
    column = columns[place]
    forms = _forms(table, column, place)
    if not forms:
        return []
    if column.role is Role.CHANGE and _is_rolled(columns):
        return []
    amounts = [
        i
        for i, each in enumerate(columns)
        if each.role is Role.AMOUNT and i != place and not _OF_POINTS.search(each.name)
    ]
    amounts = sorted(sorted(amounts, key=lambda i: abs(i - place))[:_MOST_AMOUNTS])
    pairs = [(a, b) for a in amounts for b in amounts if a != b and columns[a].has_unit_of(columns[b])]
    priors = [(a, b) for a, b in pairs if columns[a].is_before(columns[b])]
    plans = [(a, b) for a, b in pairs if columns[a].is_plan_of(columns[b])]
    meant = _meant(columns, place, priors, plans)
    meant.sort(key=lambda pair: abs(pair[0] - place) + abs(pair[1] - place))
    is_one = len(meant) == 1
    if not meant:
        # 比上年增减 beside a budget and an outturn alone is of a figure that the table does not state.
        unmeant = plans if column.names_earlier else []
        meant = [pair for pair in pairs if pair[0] < pair[1] and pair not in unmeant]
    is_doubtful = column.role is Role.RATIO and not any(_is_plain_rate(columns, column, pair) for pair in meant)
    is_said = is_one and not is_doubtful
    times = _times(table, column, place)
    is_counted = meant == _named(columns, column.name)
    return [
        _Pairing(kind, form, base, current, each, is_said and may_be_said and len(times) == 1, is_counted, is_doubtful)
        for base, current in meant
        for kind, form, may_be_said in forms
        for each in (times if kind != "difference" else (1,))
    ]


_OF_POINTS = re.compile("分值|得分|权重|满分")


def _is_rolled(columns: Sequence[Column]) -> bool:
    """Return whether a table tells what came and what went: 期初数, 本期增加, 本期减少, 期末数."""
    names = [each.name for each in columns if each.role is Role.CHANGE]
    return any("增" in name and "减" not in name for name in names) and any(
        "减" in name and "增" not in name for name in names
    )


_NAMED_RATES = (
    ("得分率", re.compile("分值|满分|权重"), re.compile("得分(?!率)|自评分")),
    ("控制率", re.compile("编制"), re.compile("(?:在职|实有|在岗)(?!.*率)")),
)


# A rate of the budget by name; 产出完成率 beside a budget is of something else.
_PLAIN_RATE = re.compile(
    "(?:预算|资金|支出|经费|项目|全年|年度|本年|累计)*(?:执行|完成|支出|支付|使用|到位)(?:率|进度|比例)?(?:情况)?"
    "(?:[(（].*|%|B/A.*)?|.*(?:占|为|完成).*|.*B/A.*"
)


_REVISED = re.compile("(?:全年|调整后?)预算")


def _is_plain_rate(columns: Sequence[Column], column: Column, pair: _Pair) -> bool:
    """Return whether a rate is surely of the pair: no other amount may be the budget, and it is called so."""
    if pair in _named(columns, column.name) or _is_b_of_a(columns, column, pair):
        return True
    others = [
        each
        for i, each in enumerate(columns)
        if i not in pair and each.role is Role.AMOUNT and not each.is_earlier and not _OF_POINTS.search(each.name)
        if not ("年初" in each.name and _REVISED.search(columns[pair[0]].name))  # 年初预算, 全年预算, 执行, 执行率
    ]
    plain = [each for each in columns if each.role is Role.RATIO and _PLAIN_RATE.fullmatch(each.name)]
    return not others and bool(plain) and plain[0] is column  # the first of several: the others are of other things


def _named(columns: Sequence[Column], name: str) -> list[_Pair]:
    """Return the pairs of columns that a rate of some name is of: points of full marks, staff of posts."""
    for rate, whole, part in _NAMED_RATES if "率" in name else ():
        wholes = [i for i, each in enumerate(columns) if rate in name and whole.search(each.name)]
        parts = [i for i, each in enumerate(columns) if part.search(each.name)]
        if wholes and parts:
            return [(a, b) for a in wholes for b in parts if a != b]
    return []


def _meant(columns: Sequence[Column], place: int, priors: list[_Pair], plans: list[_Pair]) -> list[_Pair]:
    """Return the pairs of columns that a header speaks of."""
    column = columns[place]
    named = _named(columns, column.name) or [pair for pair in plans if _is_b_of_a(columns, column, pair)]
    if named:
        return named
    if "预算" in column.name and plans and not column.names_earlier:
        return list(plans)
    if column.names_earlier or "同比" in column.name:
        return list(priors)
    if column.role in {Role.RATIO, Role.LEFT}:
        return list(plans)
    if column.role is Role.DEVIATION:
        return [*plans, *priors]
    return list(priors or plans)


def _is_b_of_a(columns: Sequence[Column], column: Column, pair: _Pair) -> bool:
    return "B/A" in column.name and "(A)" in columns[pair[0]].name and "(B)" in columns[pair[1]].name


def _forms(table: Table, column: Column, place: int) -> list[tuple[str, str, bool]]:
    """Return kind and form of what a column may be, and whether that needs no confirmation by other rows."""
    cells = [row.cells[place] for row in table.rows]
    # Some tables write a fall without its sign; one minus tells that this one does not.
    is_unsigned = not any(cell is not None and cell.digits < 0 for cell in cells)
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


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage of the total of a column."""

    current: int
    wholes: tuple[Number, ...]
    times: int
    is_said: bool
    is_doubtful: bool = False

    def claim(self, row: Row, column: int) -> Candidate | None:
        stated, current = row.cells[column], row.cells[self.current]
        if stated is None or current is None or not are_alike(current, *self.wholes):
            return None
        numbers = tuple({number.begin: number for number in (current, *self.wholes)}.values())
        if len(self.wholes) == 1 < len(numbers) and self.times == 100:
            return Candidate("share", stated, RATE, numbers, Sureness.LIKELY)
        expression = symbol(current) / total_of([(1, whole) for whole in self.wholes]) * self.times
        return Candidate("share", stated, expression, numbers, Sureness.LIKELY)

    def is_evidence(self, claim: Candidate) -> bool:
        return claim.numbers != self.wholes


def _shares(table: Table, columns: Sequence[Column], hierarchy: Hierarchy, place: int) -> list[_Share]:
    """Return what a column may be shares of: a total where there is one, else all rows together."""
    amounts = [i for i in range(place - 1, -1, -1) if columns[i].role is Role.AMOUNT]
    times = _times(table, columns[place], place)
    is_said = len(hierarchy.totals) == 1 and len(amounts) == 1 and len(times) == 1
    whole = hierarchy.totals if len(hierarchy.totals) == 1 else hierarchy.top[: MOST_ROWS + 1]
    found: list[_Share] = []
    for current in amounts[:_MOST_AMOUNTS]:
        cells = tuple(cell for i in whole if (cell := table.rows[i].cells[current]) is not None)
        if 0 < len(cells) <= MOST_ROWS:
            found += [_Share(current, cells, each, is_said) for each in times]
    return found
