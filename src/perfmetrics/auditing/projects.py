"""Projects of a department with their budget, outturn and rate of execution: of sentences and of tables.

Sentences must name the project and say what was spent of what; a table must call its rows 项目名称. A project that is
named by 该项目 alone is left.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from perfmetrics.auditing.cells import column_of, unit_of
from perfmetrics.auditing.classes import NOISE, class_of
from perfmetrics.auditing.columns import Column, Role
from perfmetrics.auditing.grids import Table
from perfmetrics.auditing.labels import Owner, label_of
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.lists import UNCLEAR_PARTS, is_above
from perfmetrics.auditing.outline import Outline
from perfmetrics.auditing.placing import NO_UNIT, SEVERAL, Candidate, Found, Path, agreed
from perfmetrics.quantities import Dimension
from perfmetrics.texts import Phrase

Field = Literal["budget", "executed", "rate"]


class Project(NamedTuple):
    """A figure of a project.

    Attributes:
        name: What it is called.
        field: What the figure is.
        number: The figure.
        unit: The unit of an amount that carries none.
    """

    name: str
    field: Field
    number: Number
    unit: str = ""


def projects_of(
    lexed: Lexed, tables: Sequence[Table], outline: Outline, report: Owner, found: Found
) -> Iterator[Project]:
    """Yield what a text states of projects.

    Args:
        lexed: The text.
        tables: Its tables.
        outline: Its headings.
        report: Whose report it is.
        found: Takes the amounts of tables without a unit.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> text = lex("档案整理项目预算数8万元，执行数6万元，执行率75%。")
        >>> found = projects_of(text, (), Outline(text, ()), Owner("", 0), Found())
        >>> [(each.name, each.field, each.number.quantity.text) for each in found]
        [('档案整理项目', 'budget', '8万元'), ('档案整理项目', 'executed', '6万元'), ('档案整理项目', 'rate', '75%')]
    """
    yield from _of_sentences(lexed, outline, report)
    end = 0
    for table in tables:
        above = lexed.words[max(end, table.begin - _ABOVE) : table.begin].rpartition(_ROWS)
        # Another column of words beside the names would have become a part of them.
        if above[1] and table.header[0] and above[2].lstrip("|\n").startswith(table.header[0]):
            yield from _of_table(lexed, table, report, found)
        end = table.end


# --- sentences ---

_PLAN = (
    "(?:(?:全年|年初|当年|本年|批复|安排|下达)*预算(?:安排|批复)?(?:数|金额|资金|额)?|(?:年初|全年)?安排(?:资金)?)"
    "(?:为|是|共|：)*"
)
_ACT = "(?:已|如期|按期|按时|按质|按量|全部|均|顺利|绩效目标|目标任务|目标|完成|实施|结束)*"
_NAMED = re.compile(
    rf"(?:^|(?<=[。；：，,\n])){NOISE}(?P<name>[^，,。；：、()|\n]{{2,30}}?(?P<is_project>项目|经费|费|资金|工程|专项))"
    rf"{_ACT}[，,：]?(?P<plan>{_PLAN})?$"
)
_SPENT = re.compile(
    "[，,、](?:全年|当年|本年|实际|目前|累计|已|共)*(?:执行|支出|使用|支付|完成)(?:预算|资金|金额)?(?:数|额)?(?:为|是|共|了|：)*"
)
_RATE = re.compile(
    "[，,、](?:全年|预算)*(?:(?:执行|完成|支出|支付)(?:率|进度)|完成(?:年初|全年|当年)?预算(?:数|金额)?的?)(?:为|是|达到?|：)*"
)
_LISTED = re.compile("项目(?:绩效|支出|资金)?(?:主要)?(?:有|包括|如下|分别为|为)：")
_NO_NAME = re.compile("^(?:该|本|此|各|全部|上述|共|有|其他|其它|以上|[0-9])|预算|[上去]年|个项目|[0-9]{4}年")
# All projects together are none: 全年项目, 专项资金.
_ALL = re.compile(
    "(?:全年|当年|本年度?|年度|年初|部门|单位|[省市区县]级|财政|重点|专项|整体|实施|安排|的|支出|资金|经费|费|项目|工程)*"
)
_OWN_YEAR = re.compile("^([0-9]{4})年度?")
_WINDOW = 100


def _of_sentences(lexed: Lexed, outline: Outline, report: Owner) -> Iterator[Project]:
    numbers = [number for number in lexed.figures() if number.unit is not None]
    listed = [each.end() for each in _LISTED.finditer(lexed.words)]
    end = 0
    for i, planned in enumerate(numbers[:-1]):
        spent = numbers[i + 1]
        start, end = max(end, planned.begin - _WINDOW), planned.end
        if not planned.dimension is spent.dimension is Dimension.MONEY:
            continue
        if not _SPENT.fullmatch(lexed.words[planned.end : spent.begin]):
            continue
        rate = numbers[i + 2] if i + 2 < len(numbers) else None
        if rate is None or not rate.is_rate or not _RATE.fullmatch(lexed.words[spent.end : rate.begin]):
            rate = None
        named = _NAMED.search(lexed.words, start, planned.begin)
        if named is None or _is_wrapped(lexed, *named.span("name")):
            continue
        is_listed = _is_listed(listed, outline, planned)
        is_plan = named["plan"] is not None or (is_listed and rate is not None)
        name = _project(named["name"], report)
        if name and is_plan and (is_listed or named["is_project"] == "项目"):
            yield Project(name, "budget", planned)
            yield Project(name, "executed", spent)
            if rate is not None:
                yield Project(name, "rate", rate)


def _is_listed(listed: Sequence[int], outline: Outline, number: Number) -> bool:
    """Return whether words that open a list of projects stand before a number, under the same heading."""
    i = bisect_right(listed, number.begin) - 1
    title = next((each for each in outline.above(number.begin) if outline.nodes[each].is_title), -1)
    return i >= 0 and (title < 0 or outline.nodes[title].begin < listed[i])


def _is_wrapped(lexed: Lexed, begin: int, end: int) -> bool:
    """Return whether a line ends within words: nobody knows whether they go on from it or start there."""
    return bisect_right(lexed.breaks, begin) < bisect_right(lexed.breaks, end - 1)


def _project(name: str, report: Owner) -> str:
    """Return the name of a project without the year of the report; or empty, where the words name none."""
    year = _OWN_YEAR.match(name)
    if year is not None and int(year[1]) == report.year:
        name = name[year.end() :]
    label = label_of(name, report)
    is_none = _NO_NAME.search(name) is not None or _ALL.fullmatch(name) is not None
    return "" if is_none or label.line or label.reason is not None else name


# --- tables ---

_ROWS = "项目名称"
_NUMBERED = "序号"
_ABOVE = 80  # characters above the first row of a table that may be its header
_NO_PROJECT = re.compile("合计|小计|总计|其中|^[一二三四五六七八九十]{1,2}、|^$")


def _of_table(lexed: Lexed, table: Table, report: Owner, found: Found) -> Iterator[Project]:
    columns = _fields(table, report)
    unit = unit_of(lexed, table, (), {})
    is_numbered = _NUMBERED in lexed.words[max(0, table.begin - _ABOVE) : table.begin]
    rows: list[tuple[str, dict[Field, Number]]] = []
    for i, row in enumerate(table.rows):
        name = row.label.removeprefix(str(i + 1)) if is_numbered else row.label
        if not row.is_whole or _NO_PROJECT.search(name) or label_of(name, report).line or class_of(name) is not None:
            continue
        cells = {field: number for field, j in columns.items() if (number := row.cells[j]) is not None}
        rows.append((name, cells))
    rates = _are_rates(rows)
    for name, cells in rows:
        for field, number in cells.items():
            if field == "rate":
                if rates and number.dimension in {None, Dimension.PERCENT}:
                    yield Project(name, field, number)
            elif number.dimension is Dimension.MONEY or (unit and number.unit is None):
                yield Project(name, field, number, unit)
            elif number.unit is None:
                found.leave(number, NO_UNIT, anew=True)


def _fields(table: Table, report: Owner) -> dict[Field, int]:
    """Return the columns of the budget, the outturn and the rate, where there is but one that each can be."""
    kinds: dict[str, list[int]] = {}
    for i, header in enumerate(table.header):
        column = column_of(header, report)
        if column is not None and not column.fund and not column.prior:
            kinds.setdefault(column.kind, []).append(i)
        elif Column.of(header).role is Role.RATIO:
            kinds.setdefault("rate", []).append(i)
    planned = kinds.get("budget", kinds.get("full", []))
    found: dict[Field, int] = {}
    if len(planned) == 1:
        found["budget"] = planned[0]
    if len(kinds.get("final", [])) == 1:
        found["executed"] = kinds["final"][0]
    # Of two budgets nobody knows which one the rate is of.
    if len(kinds.get("rate", [])) == 1 and len(found) > 1 and not {"budget", "full"} <= kinds.keys():
        found["rate"] = kinds["rate"][0]
    return found


def _are_rates(rows: Sequence[tuple[str, Mapping[Field, Number]]]) -> bool:
    """Return whether most rows confirm that a column is the outturn of the budget in percent."""
    whole = [cells for _, cells in rows if len(cells) == len(_FIELDS) and cells["budget"].digits]
    return sum(_confirms(cells) for cells in whole) * 2 > len(whole)


_FIELDS: tuple[Field, ...] = ("budget", "executed", "rate")


def _confirms(cells: Mapping[Field, Number]) -> bool:
    planned, spent, rate = (cells[field] for field in _FIELDS)
    return bool(abs(spent.exact() / planned.exact() * 100 - rate.exact()) * 10**rate.decimals <= 1)


# --- projects of a report file ---

_COLUMN_OF: Mapping[Field, Path] = {
    "budget": ("initial_budget", "project_expenditure"),
    "executed": ("final_accounts", "project_expenditure"),
}


def place_projects(
    stated: Sequence[Project], decided: Mapping[Path, Candidate], found: Found
) -> tuple[list[dict[str, str]], dict[str, Number]]:
    """Return the projects of a report file, and which number each of their figures came from.

    Args:
        stated: What is stated of projects.
        decided: The figures of columns that are placed.
        found: Takes what has no place.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> place_projects([Project("档案整理项目", "budget", lex("8万元").numbers[0])], {}, Found())[0]
        [{'name': '档案整理项目', 'budget': '8万元'}]
    """
    values = _values(stated, found)
    for field, path in _COLUMN_OF.items():
        own = [value for (_, other), value in values.items() if other == field]
        beside = [value for (_, other), value in values.items() if other != "rate"]
        if path in decided and own and is_above(decided[path], own, beside):
            _leave([each for each in stated if each.field in {field, "rate"}], UNCLEAR_PARTS, found)
            values = {key: value for key, value in values.items() if key[1] not in {field, "rate"}}
    projects: list[dict[str, str]] = []
    places: dict[str, Number] = {}
    for name in dict.fromkeys(each.name for each in stated):
        own_values = {field: values[name, field] for field in _FIELDS if (name, field) in values}
        if own_values.keys() - {"rate"}:
            projects.append({"name": name} | {field: value.to_text() for field, value in own_values.items()})
            places |= {f"projects.{name}.{field}": value.number for field, value in own_values.items()}
    return projects, places


def _values(stated: Sequence[Project], found: Found) -> dict[tuple[str, Field], Candidate]:
    """Return each figure of each project, where all that is stated of it agrees."""
    named: dict[tuple[str, Field], list[Project]] = {}
    for each in stated:
        named.setdefault((each.name, each.field), []).append(each)
    values: dict[tuple[str, Field], Candidate] = {}
    for key, same in named.items():
        one = agreed([Candidate(each.number, each.unit) for each in same])
        if one is None:
            _leave(same, SEVERAL, found)
            continue
        values[key] = one
        for each in same:
            found.settle(each.number)
    return values


def _leave(stated: Sequence[Project], reason: Phrase, found: Found) -> None:
    for each in stated:
        found.leave(each.number, reason, anew=True)
