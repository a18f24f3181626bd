"""The amounts of sentences, and the people and posts that they count, each in its place of a report file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from perfmetrics.auditing import wording
from perfmetrics.auditing.classes import By, Class, class_of
from perfmetrics.auditing.grids import Table
from perfmetrics.auditing.labels import (
    ALL_FUNDS,
    BRACKETS,
    FAMILY,
    INCOME,
    LEADING,
    NO_FUND,
    OF_OTHERS,
    PART_OF_YEAR,
    WHOLE,
    YEAR,
    Label,
    Owner,
    label_of,
    without_fund,
    without_owner,
)
from perfmetrics.auditing.lexer import Kind, Lexed, Number
from perfmetrics.auditing.lists import Group, Item, chain_of, is_below
from perfmetrics.auditing.naming import QUOTES
from perfmetrics.auditing.outline import Outline, Spans
from perfmetrics.auditing.placing import COLUMNS, FACTS, NO_COLUMN, NO_LINE, OTHER_TIME, Found, Path
from perfmetrics.auditing.rates import Rates
from perfmetrics.auditing.reading import Statement
from perfmetrics.quantities import Dimension


class _Place(NamedTuple):
    """Where an amount belongs."""

    line: str
    fund: str
    kind: str
    prior: bool


class _Opener(NamedTuple):
    """An amount whose parts follow in its sentence; `closed` tells whether they are said to be all."""

    number: Number
    closed: bool
    place: _Place
    sentence: int
    depth: int
    in_brackets: bool
    has_fund: bool


_PEOPLE = frozenset({"人", "名", "个"})
_BEFORE = "(?:年末|年底|末|底|现有|实有|共有|共|：)*"
_BEHIND = "(?:总数|总人数|人数|数|共有|共|有|为|计|：)*"
_STAFF = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("in_post", f"{_BEFORE}在(?:职|岗)(?:职工+|人员|干部|员工)*{_BEHIND}"),
        ("establishment", f"(?:核定|核有|批准|现有|共有|共|机构|人员)*编制{_BEHIND}"),
        ("establishment", f"(?:机构)?(?:编制部门|编办|编委办?)(?:核定|批准)(?:编制)?{_BEHIND}"),
        ("present", f"(?:年末|年底|末|底)*实有(?:人员)?{_BEHIND}"),
        ("retired", f"{_BEFORE}离?退休(?:人员|职工|干部)*{_BEHIND}"),
        ("supported_staff", f"{_BEFORE}财政供养人员{_BEHIND}"),
    )
)
_FACT = re.compile("[\u4e00-\u9fff“”]{3,16}")
_NO_FACT = re.compile("[上去]年|年[末底初]|^(?:[等及和与或的并]|其余|其他)|(?:[添保到至于由]|新增)$")
_CLAUSE = re.compile("[，,。；：\n]")
_CLAUSE_ENDS = frozenset("，,。；、")
_COUNTED_ELSEWHERE = re.compile("，(?:占用?|使用)[^，。；)]{2,20}编制(?![^，。；)])|，编制(?:属|在|归|隶属)")
WINDOW = 80


_MOST_OPEN = 8  # amounts within one another whose parts follow; more are no sentence of a report
_LONGEST_CLASS = 120  # characters before an amount that may name its class


class Prose:
    """Places the amounts of sentences, one after another."""

    def __init__(  # noqa: PLR0913, PLR0917 - called in one place
        self,
        lexed: Lexed,
        statements: Sequence[Statement],
        tables: Sequence[Table],
        outline: Outline,
        rates: Rates,
        report: Owner,
        found: Found,
    ) -> None:
        self.lexed, self.outline, self.rates, self.found = lexed, outline, rates, found
        self.statements = statements
        self.inside = Spans(tables)
        self.report = report
        self.ends = [number.end for number in lexed.numbers if number.kind is Kind.FIGURE and number.unit is not None]
        self.after = frozenset(self.ends)
        self.places: dict[str, _Place] = {}
        self.openers: list[_Opener] = []
        self.family: dict[int, set[tuple[str, bool]]] = {}  # columns of the three public expenses, by heading
        self.last = (-1, "")  # the sentence and line of the amount before
        self.staff: Statement | None = None  # what states the staff in post
        self.listed: dict[str, Item] = {}  # amounts of classes of expenditure
        self.introduced: _Opener | None = None  # the last amount before a colon

    def read(self) -> list[Item]:
        """Place every amount, and return those of classes of expenditure."""
        seen: dict[str, tuple[Number, Statement, Number | None]] = {}
        for statement in self.statements:
            for number, above in _numbers(statement):
                seen.setdefault(number.key, (number, statement, above))
        for number, statement, above in sorted(seen.values(), key=lambda each: each[0].begin):
            if number.begin in self.inside:
                continue
            if number.dimension is Dimension.MONEY:
                self._money(number, statement, above)
            else:
                self._count(number, statement)
        return list(self.listed.values())

    def _words(self, number: Number) -> str:
        """Return the clause before a number, without the heading above it."""
        words = self._since(number, WINDOW)
        return wording.lead_of(words) or wording.lead_of(words.rstrip("："))

    def _since(self, number: Number, most: int) -> str:
        """Return the words since the number before, without the heading above."""
        before = bisect_right(self.ends, number.begin) - 1
        start = max(self.ends[before] if before >= 0 else 0, number.begin - most)
        node = next(self.outline.above(number.begin), -1)
        if node >= 0:
            above = self.outline.nodes[node]
            start = max(start, above.text if above.is_title else above.begin)
        return self.lexed.words[start : number.begin]

    def _sentence(self, number: Number) -> str:
        """Return the words of a sentence before a number."""
        return self.lexed.words[max(0, number.begin - WINDOW) : number.begin].rpartition("。")[2]

    def _money(self, number: Number, statement: Statement, above: Number | None) -> None:
        label = label_of(self._words(number), self.report)
        reason = label.reason or (OTHER_TIME if PART_OF_YEAR.search(self._sentence(number)) else None)
        if reason is not None:
            self.found.leave(number, reason)
            return
        named = class_of(self._since(number, _LONGEST_CLASS))
        if named is not None and not label.line:
            label = replace(label_of(named.rest, self.report), bare=False)
        path = _by_formula(label, self.rates.at(number.begin))
        if path is not None:
            self.found.take(path, number)
            return
        place = self._place(label, number, statement, above)
        if place.line:
            self.places[number.key] = place
        if named is not None:
            self._list(number, statement, named, label, place)
        elif above is not None and above.key in self.listed and label.bare:
            self._other_column(number, self.listed[above.key], place)
        self._open(number, statement, label, place)
        self._take(number, statement, label, place)

    def _take(self, number: Number, statement: Statement, label: Label, place: _Place) -> None:
        """Place an amount in its line and column, or leave it."""
        if place.line in FAMILY:
            self.family.setdefault(self._heading(number), set()).add((place.kind, place.prior))
        change = tuple(place.line.split(".")) if "." in place.line else ()
        sentence, line = self.last
        of_a_part = sentence == statement.sentence and line not in WHOLE
        self.last = (statement.sentence, place.line or "current_expenditure")
        if not place.line or place.fund == ALL_FUNDS or (place.fund and place.line in NO_FUND):
            self.found.leave(number, NO_LINE)
        elif change and (change in self.rates.at(number.begin) or (label.timed and not of_a_part and not label.fund)):
            self.found.take(change, number)
        elif change:
            self.found.leave(number, NO_LINE)  # of a part of the budget
        elif (place.kind, place.prior) in COLUMNS:
            column = COLUMNS[place.kind, place.prior]
            self.found.take(_path(column, place.fund, place.line), number, sure=label.sure)
        else:
            self.found.pending.append((_path(place.fund, place.line), number))

    def _place(self, label: Label, number: Number, statement: Statement, above: Number | None) -> _Place:
        """Return the line, fund and column of an amount: by its words, else by its sentence, else by its heading."""
        while self.openers and not _is_open(self.openers[-1], statement):
            self.openers.pop()
        opener = self.openers[-1] if self.openers else None
        beside = self.places.get(above.key) if above is not None else None
        line, fund, kind, prior = label.line, label.fund, label.kind, label.prior
        if label.bare and beside is not None and "carryover" not in beside.line and "." not in beside.line:
            line, fund = beside.line, beside.fund
        elif not fund:
            same_side = opener is not None and (opener.place.line in INCOME) == (line in INCOME)
            fund = self.outline.fund(number.begin)
            if opener is not None and opener.has_fund and same_side:
                fund = opener.place.fund
        heading = self.outline.kind(number.begin)
        if not kind and beside is not None:
            kind = beside.kind
        elif not kind and opener is not None:
            kind, prior = opener.place.kind, prior or opener.place.prior
        elif not kind and self._goes_on(number, line):
            kind = "final"
        if not kind:
            planned = any("预算" in without_fund(title)[1] for title in self.outline.titles(number.begin))
            spent = _OF_THE_YEAR.search(self._words(number)) is not None and not planned
            kind = heading or ("final" if spent and line in WHOLE else "")
        return _Place(line, fund, kind, prior)

    def _goes_on(self, number: Number, line: str) -> bool:
        """Return whether an amount is one of a list of the three public expenses, all of them spent."""
        return line in FAMILY and self.family.get(self._heading(number)) == {("final", False)}

    def _heading(self, number: Number) -> int:
        """Return the heading that a number stands under, or -1."""
        return next((i for i in self.outline.above(number.begin) if self.outline.nodes[i].is_title), -1)

    def _open(self, number: Number, statement: Statement, label: Label, place: _Place) -> None:
        """Note that the parts of an amount follow."""
        stated = statement.stated[-1][1] if statement.stated else statement.level
        if statement.opens and stated is not None and stated.key == number.key:
            in_brackets = statement.opens in {"(", "含"}
            above = self.openers[-1] if self.openers else None
            inherited = above is not None and above.has_fund and above.place.fund == place.fund
            has_fund = bool(place.fund) and (bool(label.fund) or label.bare or inherited)
            self.openers.append(
                _Opener(number, statement.closed, place, statement.sentence, statement.depth, in_brackets, has_fund)
            )
        elif self.lexed.words.startswith("：", number.end):
            self.introduced = _Opener(number, False, place, statement.sentence, statement.depth, False, False)

    def _list(self, number: Number, statement: Statement, named: Class, label: Label, place: _Place) -> None:
        """Note the amount of a class of expenditure, where it is known what it is a part of."""
        opener = self._whole_of(named, statement)
        upper = self.listed.get(opener.number.key) if opener is not None else None
        column = COLUMNS.get((place.kind, place.prior), "")
        above: tuple[str, ...] = ()
        if upper is not None:
            is_same = upper.group.where[:1] in {(), (column,)}
            group = upper.group if is_same and len(upper.chain) < _MOST_OPEN else None
            whole, above = upper.whole, upper.chain
        elif opener is not None:
            group, whole = _parts_of(opener, named.by, place)
        else:
            group, whole = self._under_heading(number, named, place, column), None
        if group is not None:
            self.listed[number.key] = Item(
                group=group,
                chain=chain_of(named, above),
                name=named.name,
                number=number,
                is_line=bool(label.line),
                is_lower=named.is_lower,
                whole=whole,
                is_open=self.lexed.words.startswith("等", number.end),
                is_said_all=opener is not None and opener.closed,
            )

    def _whole_of(self, named: Class, statement: Statement) -> _Opener | None:
        """Return the amount in the sentence that a class is a part of; 工资福利支出 is none of 商品和服务支出."""
        for opener in reversed(self.openers[-_MOST_OPEN:]):
            upper = self.listed.get(opener.number.key)
            if upper is None or is_below(named, upper):
                return opener
        introduced = self.introduced
        return introduced if introduced is not None and introduced.sentence == statement.sentence else None

    def _other_column(self, number: Number, beside: Item, place: _Place) -> None:
        """Note another column of a class: 年初预算8万元，支出决算9万元."""
        column = COLUMNS.get((place.kind, place.prior))
        if column is not None and beside.group.where:
            group = Group(beside.group.by, (column, *beside.group.where[1:]))
            self.listed[number.key] = beside._replace(group=group, number=number, whole=None)

    def _under_heading(self, number: Number, named: Class, place: _Place, column: str) -> Group | None:
        """Return what a class by function under a heading is a part of; an economic one may be of anything."""
        line = next(filter(None, map(_line_of_title, self.outline.titles(number.begin))), "")
        if not line or named.by == "economic" or named.is_part or place.fund == ALL_FUNDS:
            return None
        if not column:
            self.found.leave(number, NO_COLUMN)
            return None
        return Group(named.by, _path(column, place.fund, line))

    def _count(self, number: Number, statement: Statement) -> None:
        """Place a number of people or posts."""
        words = BRACKETS.sub("", self._words(number).translate(QUOTES))
        years = {int(each) for each in YEAR.findall(words)}
        words = without_owner(YEAR.sub("", LEADING.sub("", words)), self.report)
        is_count = number.digits >= 0 and number.exact().denominator == 1
        is_staff = is_count and number.unit is not None and number.unit.text in _PEOPLE and years <= {self.report.year}
        name = next((name for name, pattern in _STAFF if is_staff and pattern.fullmatch(words)), "")
        before = self._sentence(number)
        if name == "retired" and "离休" in self.lexed.words[max(0, number.begin - WINDOW) : number.end + WINDOW]:
            name = ""  # 离休 and 退休 apart
        if is_count and self._is_counted_elsewhere(number, statement):
            self.found.parts.append((wording.label_of(words), number))
        elif name and not OF_OTHERS.search(before):
            self.found.take(("staff", name), number)
            self.staff = statement if name == "in_post" else self.staff
        elif is_count and (fact := self._fact(number)):
            self.found.take((FACTS, fact), number)
        else:
            self.found.leave(number, NO_LINE)

    def _fact(self, number: Number) -> str:
        """Return what a number at the end of its clause counts, where the clause names it: 编印公报6期; or empty."""
        words = self._since(number, WINDOW)
        if number.begin - len(words) in self.after and words[:1] not in _CLAUSE_ENDS:
            return ""  # 到15个单位督查8次
        clause = _CLAUSE.split(words.removeprefix("、"))[-1]
        before, ends = self._sentence(number), number.end == len(self.lexed.words)
        is_counted = number.unit is not None and number.dimension is Dimension.COUNT and number.unit.text not in _PEOPLE
        if not is_counted or not (ends or self.lexed.words[number.end] in _CLAUSE_ENDS):
            return ""
        # What is a part of something else, or is of another time, is not named by its own words alone.
        if wording.OF_WHICH.search(before) or PART_OF_YEAR.search(before) or label_of(clause, self.report).reason:
            return ""
        name = wording.label_of(clause).removeprefix("目前").removeprefix("共")
        return name if _FACT.fullmatch(name) and not _NO_FACT.search(name) else ""

    def _is_counted_elsewhere(self, number: Number, statement: Statement) -> bool:
        """Return whether people in brackets behind the staff in post are said to hold posts of another unit."""
        staff = self.staff
        if staff is None or staff.sentence != statement.sentence or staff.depth >= statement.depth:
            return False
        return _COUNTED_ELSEWHERE.match(self.lexed.after(number).partition(")")[0]) is not None


_OF_THE_YEAR = re.compile("整体支出|全年(?:总)?(?:收入|支出)")


def _numbers(statement: Statement) -> Iterator[tuple[Number, Number | None]]:
    """Yield the amounts of a statement, each with the one beside it that names its line."""
    stated = [number for _, number in statement.stated[-2:]]
    yield from zip(stated, (None, *stated), strict=False)
    for number in (statement.level, statement.budget):
        if number is not None:
            yield number, None
    for comparison in statement.comparisons:
        if comparison.base is not None:
            yield comparison.base, statement.level


def _parts_of(opener: _Opener, by: By, place: _Place) -> tuple[Group | None, Number | None]:
    """Return what the parts that follow an amount are parts of: its line, or where that has no column, the amount."""
    whole = opener.place
    no_whole = not whole.line or whole.line in INCOME or "." in whole.line
    if no_whole or whole.fund != place.fund or whole.fund == ALL_FUNDS:
        return None, None
    own = (place.kind, place.prior) if place.kind else (whole.kind, whole.prior)
    column, is_same = COLUMNS.get(own), own == (whole.kind, whole.prior)
    if column is None:
        return (Group(by, (), opener.number.key), opener.number) if is_same else (None, None)
    return Group(by, _path(column, whole.fund, whole.line)), opener.number if is_same else None


def _path(*names: str) -> Path:
    return tuple(filter(None, names))


_TITLE = re.compile(
    "(?:[0-9]{4}年度?|本年度?|部门|单位)*(?P<kind>基本|项目|总)?支出"
    "(?:预算|决算|总体|结构|具体|功能|分类|按|安排|执行)*(?:情况)?(?:说明)?"
)
_KINDS = {"基本": "basic_expenditure", "项目": "project_expenditure"}


def _line_of_title(name: str) -> str:
    """Return the line that a heading says is broken down under it: not that of 机关运行经费支出情况."""
    title = _TITLE.fullmatch(without_fund(name)[1])
    return "" if title is None else _KINDS.get(title["kind"], "current_expenditure")


def _is_open(opener: _Opener, statement: Statement) -> bool:
    deeper = statement.depth > opener.depth or not opener.in_brackets
    return opener.sentence == statement.sentence and deeper and statement.depth >= opener.depth


def _by_formula(label: Label, paths: frozenset[Path]) -> Path | None:
    """Return the figure of an item's formula that words mean: of the line, or of the column, that they name."""
    if label.fund:
        return None
    kind = label.kind or ("final" if label.timed else "")
    column = COLUMNS.get((kind, label.prior), "")
    if label.bare:
        options = [path for path in paths if path[0] == column]
    else:
        options = [path for path in paths if path[-1] == label.line and label.kind in {"", kind}]
        if len(options) > 1 or label.kind:
            options = [path for path in options if path[0] == column]
    return options[0] if len(options) == 1 else None
