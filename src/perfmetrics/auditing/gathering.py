"""From what the audit understood to the data of a report file: columns, lines, indicators, points and sums.

A figure is placed only where its words name a line and where its words, its sentence or its heading name a column. Two
different values for one place leave it empty. What is not placed is listed with the reason; nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from perfmetrics import formulas as regulations
from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import Candidate
from perfmetrics.auditing.lexer import Kind, Lexed, Number
from perfmetrics.auditing.points import Points, Score
from perfmetrics.auditing.reading import Statement
from perfmetrics.auditing.tables import Column, Table
from perfmetrics.auditing.tables import Role as ColumnRole
from perfmetrics.quantities import Approximation, Dimension
from perfmetrics.rubrics import Rubric, list_rubrics, load_rubric
from perfmetrics.statements import Adjustment, Lines
from perfmetrics.texts import Phrase

NO_LINE = Phrase("报告文件没有这样的行", "no line of that name")
NO_COLUMN = Phrase("未说明属于哪一列", "the column is unclear")
NO_UNIT = Phrase("表格的单位不明", "the unit of the table is unclear")
SEVERAL = Phrase("同一位置有几个不同的值", "several values for one place")
OTHER_TIME = Phrase("属于其他年度或年内一段时间", "it is of another year or of a part of the year")
ELSEWHERE = Phrase("不是本部门的数", "it is not of this department")
SHIFTED = Phrase("表格的行缺少单元格", "the row of the table lacks cells")
UNSURE = Phrase("与结转对不上，可能含结转", "it may include the carry-over, with which it does not agree")
UNNAMED = Phrase("没有写明是哪一项的得分", "whose points they are is not said")
OF_A_PROJECT = Phrase("没有写明是整体支出的等级", "it is not said to be the grade of the whole department")


@dataclass(frozen=True, slots=True)
class Left:
    """A figure, or a grade, that was understood and not placed.

    Attributes:
        text: The words.
        start: Where they start in the text as given.
        stop: Where they end there.
        reason: Why it has no place.
    """

    text: str
    start: int
    stop: int
    reason: Phrase


@dataclass(frozen=True, slots=True)
class Gathered:
    """The data of a report file that a text states.

    Attributes:
        data: What `load_report` reads. Indicators and sections carry the names of the text: see `named_for`.
        places: Which number of the text each figure came from, by its path.
        left: What was understood and not placed.
    """

    data: dict[str, Any]
    places: dict[str, Number]
    left: tuple[Left, ...]


def gather(
    lexed: Lexed,
    statements: Sequence[Statement],
    tables: Sequence[Table],
    points: Points,
    formulas: Sequence[Candidate],
) -> Gathered:
    """Return the data of a report file that a text states.

    Args:
        lexed: The text.
        statements: What its sentences state.
        tables: Its tables.
        points: Its points, grades and headings.
        formulas: The arithmetic that it prints.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> from perfmetrics.auditing.points import read_points
        >>> from perfmetrics.auditing.reading import read
        >>> text = lex("2019年公用经费年初预算141.6万元，决算234.56万元。")
        >>> gather(text, read(text).statements, (), read_points(text), ()).data["initial_budget"]
        {'operating_expenses': '141.6万元'}
    """
    outline = _Outline(lexed, tables)
    rates = _Rates(lexed, outline, formulas)
    found = _Found()
    report = _report_of(lexed)
    _Prose(lexed, statements, tables, outline, rates, report, found).read()
    unit = _of_tables(lexed, tables, outline, report, found)
    _of_points(lexed, points, outline, rates, found)
    return _assembled(found, unit)


# ---------------------------------------------------------------------------------------------------------------------
# What was found, and what becomes of it.

_Path = tuple[str, ...]


class _Candidate(NamedTuple):
    """A number for a place; `scale` makes amounts of different units comparable."""

    number: Number
    scale: int
    sure: bool

    @property
    def value(self) -> Fraction:
        return self.number.quantity.exact() * self.scale

    @property
    def ulp(self) -> Fraction:
        return Fraction(self.scale, 10**self.number.quantity.decimals)


def _scale(number: Number) -> int:
    return 1 if number.unit is None else number.unit.scale


@dataclass(slots=True)
class _Found:
    """Candidates by path, words by path, and what has no place."""

    candidates: dict[_Path, list[_Candidate]] = field(default_factory=dict)
    words: dict[_Path, str] = field(default_factory=dict)
    parts: list[tuple[str, Number]] = field(default_factory=list)
    pending: list[tuple[_Path, Number]] = field(default_factory=list)  # lines whose column is unclear
    left: dict[tuple[int, int], Left] = field(default_factory=dict)

    def take(self, path: _Path, number: Number, *, unit_scale: int | None = None, sure: bool = True) -> None:
        self.candidates.setdefault(path, []).append(_Candidate(number, unit_scale or _scale(number), sure))

    def leave(self, number: Number, reason: Phrase) -> None:
        self.leave_words(number.quantity.text, number.start, number.stop, reason)

    def leave_words(self, text: str, start: int, stop: int, reason: Phrase) -> None:
        self.left.setdefault((start, stop), Left(text, start, stop, reason))


def _decided(found: _Found) -> dict[_Path, _Candidate]:
    """Return the value of each place, where all that is stated of it agrees; the finest statement of it."""
    decided: dict[_Path, _Candidate] = {}
    for path, candidates in found.candidates.items():
        sure = [each for each in candidates if each.sure] or candidates
        finest = min(sure, key=lambda each: each.ulp)
        if all(abs(each.value - finest.value) * 2 <= each.ulp or each.value == finest.value for each in sure):
            decided[path] = finest
        else:
            for each in candidates:
                found.leave(each.number, SEVERAL)
    return decided


_ROLLED = ("opening_carryover", "current_income", "current_expenditure", "closing_carryover")


def _without_unsure(decided: dict[_Path, _Candidate], found: _Found) -> None:
    """Leave out 总收入 and 总支出 where the carry-over shows that they are no income and spending of the year."""
    for table in {path[:-1]: None for path, each in decided.items() if not each.sure}:
        paths = [(*table, line) for line in _ROLLED]
        if not all(path in decided for path in paths):
            continue
        opening, income, spent, closing = (decided[path] for path in paths)
        slack = max(each.ulp for each in (opening, income, spent, closing)) * 2
        if abs(opening.value + income.value - spent.value - closing.value) > slack:
            for path in paths:
                if not decided[path].sure:
                    found.leave(decided.pop(path).number, UNSURE)


def _assembled(found: _Found, unit: str) -> Gathered:
    decided = _decided(found)
    _without_unsure(decided, found)
    data: dict[str, Any] = {}
    places: dict[str, Number] = {}
    bare = False
    for path, each in decided.items():
        _put(data, path, written(each.number))
        places[".".join(path)] = each.number
        bare = bare or (path[0] in _TABLES and each.number.unit is None)
    for path, words in found.words.items():
        _put(data, path, words)
    parts = found.parts if ("staff", "in_post") in decided else []
    if parts:
        data["staff"]["counted_elsewhere"] = [{"name": name, "value": written(number)} for name, number in parts]
    places |= {f"staff.counted_elsewhere[{i}]": number for i, (_, number) in enumerate(parts)}
    for _, number in [] if parts else found.parts:
        found.leave(number, NO_LINE)
    if bare:
        data = {"unit": unit} | data
    known = {(path[1:], each.value) for path, each in decided.items()}
    for tail, number in found.pending:
        if (tail, number.quantity.exact() * _scale(number)) not in known:
            found.leave(number, NO_COLUMN)
    taken = {(number.start, number.stop) for number in places.values()}
    left = sorted((each for key, each in found.left.items() if key not in taken), key=lambda each: each.start)
    return Gathered(data, places, tuple(left))


def _put(data: dict[str, Any], path: _Path, value: str) -> None:
    for name in path[:-1]:
        data = data.setdefault(name, {})
    data[path[-1]] = value


def written(number: Number) -> str:
    """Return a number as a report file writes it: digits and unit, and the word that makes it a rough one.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [written(each) for each in lex("约2800条，1440元左右，12余次").numbers]
        ['约2800条', '约1440元', '12余次']
    """
    rough = number.quantity.approximation
    before = rough.value if rough in {Approximation.ABOUT, Approximation.NEARLY} else ""
    # Points are points by their place, and cards print the word behind them.
    text = number.quantity.text.removesuffix("分") if number.dimension is Dimension.POINTS else number.quantity.text
    return before + text


# ---------------------------------------------------------------------------------------------------------------------
# The outline of the text: numbered headings and items, and what a heading says of the figures under it.

_MARKUP = re.compile(r"(?:\[[A-Za-z][^\]\n]{0,60}\]|[ \n])*")
_NUMBERED = (
    re.compile("第[一二三四五六七八九十]{1,3}部分"),
    re.compile("[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)、?"),
    re.compile(r"\d{1,2}(?:、|\.(?!\d))"),
    re.compile(r"\(\d{1,2}\)"),
    re.compile("[①-⑳]"),
)
_NAME = re.compile("[^，。；：！？|=]{0,60}")
_RUN_IN = re.compile(".{0,20}(?:情况|概况|说明)")
_AMOUNT = re.compile("[0-9](?:[万亿]?元|%|人|名|个|分)")
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class _Node:
    """A numbered heading or item.

    Attributes:
        begin: Where it starts in the text without spaces.
        text: Where what it says starts, behind its name.
        name: What it is called.
        is_title: Whether it is a heading, and not an item that goes on in a sentence.
        parent: The place of the node above it, or -1.
    """

    begin: int
    text: int
    name: str
    is_title: bool
    parent: int


class _Outline:
    """The headings and items of a text."""

    def __init__(self, lexed: Lexed, tables: Sequence[Table]) -> None:
        self.nodes: list[_Node] = []
        inside = _Spans(tables)
        above: list[tuple[int, int]] = []  # level and place of the nodes that are open
        for begin, stop in pairwise((0, *lexed.breaks, len(lexed.words))):
            read = None if begin in inside else _numbered(lexed.words, begin, stop)
            if read is None:
                continue
            level, name, text, is_title = read
            while above and above[-1][0] >= level:
                above.pop()
            self.nodes.append(_Node(begin, text, name, is_title, above[-1][1] if above else -1))
            above.append((level, len(self.nodes) - 1))
        self.begins = [node.begin for node in self.nodes]

    def above(self, place: int) -> Iterator[int]:
        """Yield the nodes that a place stands under, the innermost first."""
        i = bisect_right(self.begins, place) - 1
        while i >= 0:
            yield i
            i = self.nodes[i].parent

    def titles(self, place: int) -> Iterator[str]:
        """Yield the headings above a place, the innermost first."""
        return (self.nodes[i].name for i in self.above(place) if self.nodes[i].is_title)

    def kind(self, place: int) -> str:
        """Return the kind of column that the headings above a place name."""
        return next(filter(None, map(_kind_of_title, self.titles(place))), "")

    def fund(self, place: int) -> str:
        """Return the fund that the headings above a place name."""
        return next(filter(None, (_without_fund(name)[0] for name in self.titles(place))), "")


def _numbered(words: str, begin: int, stop: int) -> tuple[int, str, int, bool] | None:
    """Return the level and name of a numbered line, where its own text starts, and whether it is a title."""
    at = _behind(_MARKUP, words, begin, stop)
    for level, pattern in enumerate(_NUMBERED):
        mark = pattern.match(words, at, stop)
        if mark is None:
            continue
        at = _behind(_MARKUP, words, mark.end(), stop)
        text = _behind(_NAME, words, at, stop)
        name, rest = words[at:text], words[text:stop]
        alone = rest in {"", "："} and len(name) <= _LONGEST_TITLE and not _AMOUNT.search(name)
        return level, name, text, alone or (rest.startswith("。") and _RUN_IN.fullmatch(name) is not None)
    text = _behind(_NAME, words, at, stop)
    if words.startswith("：", text) and _name_of(words[at:text]):
        return len(_NUMBERED), words[at:text], text, False
    return None


def _behind(pattern: re.Pattern[str], words: str, begin: int, stop: int) -> int:
    found = pattern.match(words, begin, stop)
    return begin if found is None else found.end()


class _Spans:
    """The stretches of a text that are tables."""

    def __init__(self, tables: Sequence[Table]) -> None:
        spans = sorted((table.begin, table.end) for table in tables)
        self.begins = [begin for begin, _ in spans]
        self.ends = [end for _, end in spans]

    def __contains__(self, place: int) -> bool:
        i = bisect_right(self.begins, place) - 1
        return i >= 0 and place < self.ends[i]


_TITLE_OF_WORK = re.compile("执行|完成|管理|差异|绩效|控制|变动|调整|比较|对比")
_TITLE_OF_BUDGET = re.compile("预算(?:编制|安排|批复|总体|收支总体)*(?:情况)?(?:说明)?$")


def _kind_of_title(name: str) -> str:
    """Return the kind of column that a heading says its figures are of.

    预算执行情况, 预决算差异 speak of several columns, and 预算管理 of none.
    """
    name = _without_fund(name)[1]
    if _TITLE_OF_WORK.search(name):
        return ""
    if "决算" in name:
        return "" if "预算" in name or "预决算" in name else "final"
    return "budget" if _TITLE_OF_BUDGET.search(name) else ""


# ---------------------------------------------------------------------------------------------------------------------
# Words to columns, funds and lines.

_COLUMNS: Mapping[tuple[str, bool], str] = {
    ("budget", False): "initial_budget",
    ("full", False): "full_year_budget",
    ("final", False): "final_accounts",
    ("budget", True): "prior_budget",
    ("final", True): "prior_accounts",
}
_ADJUSTMENT = "adjustment"
_TABLES = {*_COLUMNS.values(), _ADJUSTMENT}

_FUNDS = (
    ("general_public", "(?:一般)?公共(?:财政)?预算(?:财政)?(?:拨款)?"),
    ("government_fund", "政府性基金(?:财政)?(?:预算)?(?:财政)?(?:拨款)?"),
    ("state_capital", "国有资本经营(?:财政)?(?:预算)?(?:财政)?(?:拨款)?"),
    ("fiscal_appropriation", "财政拨款"),
)
_FUND = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _FUNDS))
_ALL_FUNDS = "all"  # several funds at once


def _without_fund(words: str) -> tuple[str, str]:
    """Return the fund that words name, and the words without it."""
    named = {found.lastgroup or "" for found in _FUND.finditer(words)}
    rest = _FUND.sub("", words)
    return (next(iter(named)) if len(named) == 1 else _ALL_FUNDS if named else ""), rest


# Names of lines beside their titles; each also with 支出, 费 or 经费 where its title has such an ending.
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "current_income": ("收入",),
    "current_expenditure": ("支出", "整体支出", "支"),
    "superior_subsidies": ("上级补助",),
    "personnel_expenses": ("人员支出",),
    "operating_expenses": ("日常公用经费", "公用支出", "日常公用支出"),
    "three_public_expenses": ("三公",),
    "overseas_travel": ("出国费", "出境费", "因公出境费", "因公出国境费", "出国境费", "因公出国费用", "因公出境费用"),
    "official_vehicles": (
        "公务用车购置及运行费",
        "公务用车购置和运行维护费",
        "公务用车购置和运行费",
        "公务用车购置运行费",
        "公务用车购置运行维护费",
        "公务车购置及运行维护费",
        "公务车购置及运行费",
        "公车购置及运行维护费",
        "公车购置及运行费",
    ),
    "vehicle_purchase": ("公务用车购置", "公车购置费", "公务车购置费"),
    "vehicle_operation": ("公务用车运行费", "公车运行维护费", "公务车运行维护费", "公务用车运行"),
    "official_hospitality": ("公务接待", "接待费"),
    "domestic_hospitality": ("国内接待费", "国内公务接待", "国内接待"),
    "procurement": ("采购",),
}
_LONG_NAME = 6  # characters of a name that is clear without its ending
_UNSURE = {"总收入": "current_income", "总支出": "current_expenditure"}
_EXPENSE = re.compile("(?:费用|经费|费|支出)$")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_FAMILY = frozenset({"three_public_expenses", "overseas_travel", "official_vehicles", "vehicle_purchase"}) | {
    "vehicle_operation",
    "official_hospitality",
    "domestic_hospitality",
}
_INCOME = frozenset(
    {
        "total_income",
        "current_income",
        "superior_subsidies",
        "institutional_income",
        "business_income",
        "affiliate_payments",
        "other_income",
        "non_fiscal_surplus_used",
        "opening_carryover",
    }
)
# Lines that no fund of the public finances has.
_NO_FUND = _INCOME - {"total_income", "current_income", "opening_carryover"} | {
    "paid_to_superior",
    "business_expenditure",
    "affiliate_subsidies",
    "surplus_distribution",
}


@cache
def _lines() -> Mapping[str, str]:
    """Return the lines by what they are called."""
    named: dict[str, str] = {}
    for line, info in Lines.model_fields.items():
        for name in (_BRACKETS.sub("", info.title or ""), *_SYNONYMS.get(line, ())):
            named.setdefault(name, line)
    for name, line in tuple(named.items()):
        stem = _EXPENSE.sub("", name)
        is_expense = bool(stem) and line not in _INCOME and "carryover" not in line
        for ending in ("费", "费用", "经费", "支出", "费支出", "经费支出") if is_expense and stem != name else ():
            named.setdefault(stem + ending, line)
        if is_expense:
            named.setdefault(f"{name}支出", line)
        if is_expense and len(stem) >= _LONG_NAME:
            named.setdefault(stem, line)
    # 外事接待 beside 国内接待 is another part of 公务接待, and the line of that title is a part of 国内接待.
    return {name: line for name, line in named.items() if line != "foreign_guest_hospitality"} | _UNSURE


@cache
def _adjustments() -> Mapping[str, str]:
    """Return the changes of the budget by what they are called."""
    titled = {info.title or "": name for name, info in Adjustment.model_fields.items()}
    return titled | {"年中追加": "supplement", "追加预算": "supplement", "年中追减": "cut", "追减预算": "cut"}


@dataclass(frozen=True, slots=True)
class _Label:
    """What words before an amount, or beside a row, say of it.

    Attributes:
        line: The line that they name, or empty.
        fund: The fund that they name, or empty.
        kind: The kind of column that they name: `budget`, `full`, `final` or empty.
        prior: Whether they name last year.
        bare: Whether they name nothing but a column: 实际支出, 预算安排.
        timed: Whether they name this year.
        sure: Whether the line is certain: 总收入 may include the carry-over.
        reason: Why an amount of theirs can have no place, if it cannot.
    """

    line: str = ""
    fund: str = ""
    kind: str = ""
    prior: bool = False
    bare: bool = False
    timed: bool = False
    sure: bool = True
    reason: Phrase | None = None


_QUOTES = str.maketrans("", "", "“”\"'‘’「」《》*")
_NUMBER = re.compile(
    r"^(?:\(?[0-9一二三四五六七八九十]{1,2}[).、]+)+|^(?:其中|含)?[：，-]+|^其中|^(?:比|较|与|同)(?=上|去|年|[0-9])"
)
_YEAR = re.compile(r"([0-9]{4})年?度?")
_PART_OF_YEAR = re.compile("(?<!1)[1-9]月(?!份?[1-9至到-])|1[01]月|季度|[上下]半年|同期")
_ELSEWHERE = re.compile("全[县市区省国州镇乡]|下属|所属|二级|直属|财政收入|财政支出")
_SUBJECT = re.compile("^本?(?:部门|单位|[我本](?:局|办公室|办|委|中心|院))|(?<!编制)部门|本?级?单位")
_CARRIED = re.compile(
    "(?P<when>上年末?|年初|期初|年末|期末|年终|年底)?(?:累计)?"
    "(?:结转和?及?结余|结余和?及?结转|结转|结余)(?:资金|数|额)*(?:为|共|是|：)*"
)
_OPENING = frozenset({"上年", "上年末", "年初", "期初"})
_PRIOR = re.compile("上一?年度?|去年")
_NOW = re.compile("全年|本年度?|当年|今年")
_KINDS = (
    ("full", re.compile("全年预算|调整后|调整预算|预算调整")),
    ("final", re.compile("决算|实际|发生|执行|支出数|完成数|已支")),
    ("budget", re.compile("预算|年初(?!结)|批复|安排")),
)
_FILLER = re.compile(
    "全年|本年度?|当年|今年|上一?年度?|去年|年末|年底|年初|期末|预算|决算|安排|批复|下达|实际|实现|发生|执行|完成|累计|合计"
    "|共计|总额|金额|数额|调整后?|编制数?|(?<!总)计|共|数|额|为|是|达到?|约|的|有|已|：|,"
)
_SPENT = frozenset({"支出", "支", "使用"})
_CHANGES = {"追加": "supplement", "追减": "cut"}  # of the whole budget where the words name the year


class _Report(NamedTuple):
    """Whose report a text is, and of which year."""

    department: str
    year: int


_BODY = "局|办公室|办|委员会|委|中心|厅|院"
_BODIES = re.compile(f"[\u4e00-\u9fff]{{2,30}}(?:{_BODY})")
_BODY_END = re.compile(_BODY)
# A year of a date, or one that another is compared with, is not the year of the report.
_OWN_YEAR = re.compile("(?<![较比与由从])((?:19|20)[0-9]{2})年(?![0-9]{1,2}月)")
_ENDS = 12  # lines at either end of a text, one of which may be the name of the department


def _report_of(lexed: Lexed) -> _Report:
    """Return the department that stands on a line of its own, and the latest of the years that are named often."""
    years = Counter(map(int, _OWN_YEAR.findall(lexed.words)))
    most = max(years.values(), default=0)
    year = max((each for each in years if years[each] * 2 >= most), default=0)
    breaks = [0, *lexed.breaks, len(lexed.words)]
    lines = [lexed.words[begin:stop] for begin, stop in pairwise(breaks)]
    names = [line for line in (*lines[:_ENDS], *reversed(lines[-_ENDS:])) if _BODIES.fullmatch(line)]
    return _Report(names[0] if names else "", year)


def _without_owner(words: str, report: _Report) -> str:
    """Return words without the department that they start with: 本单位, 区政府办公室."""
    words = _SUBJECT.sub("", words)
    for end in reversed([found.end() for found in _BODY_END.finditer(words)]):
        if _is_within(words[:end], report.department):
            return words[end:]
    return words


def _is_within(name: str, whole: str) -> bool:
    """Return whether a name is another one with words left out."""
    rest = iter(whole)
    return all(char in rest for char in name)


def _label(words: str, report: _Report) -> _Label:
    """Return what words say of the amount behind them."""
    words = _NUMBER.sub("", _BRACKETS.sub("", words.translate(_QUOTES)))
    fund, rest = _without_fund(words)
    years = {int(each) for each in _YEAR.findall(rest)}
    if _ELSEWHERE.search(words):
        return _Label(reason=ELSEWHERE)
    if _PART_OF_YEAR.search(rest) or len(years) > 1 or not years <= {report.year, report.year - 1}:
        return _Label(reason=OTHER_TIME)
    rest = _YEAR.sub("", rest)
    shorter = _without_owner(rest, report)
    is_prior = report.year - 1 in years
    named = bool(fund) or shorter != rest or "计" in rest
    return _special(shorter, fund, is_prior=is_prior) or _ordinary(shorter, fund, years, is_prior=is_prior, named=named)


def _special(words: str, fund: str, *, is_prior: bool) -> _Label | None:
    """Return what words say that name a carry-over or a change of the budget: 上年结转 is a line of this year."""
    carried = _CARRIED.fullmatch(words)
    if carried is not None:
        when = carried["when"] or ""
        line = "opening_carryover" if when in _OPENING else "closing_carryover" if when else ""
        return _Label(line, fund, prior=is_prior)
    change = _adjustments().get(words)
    return None if change is None else _Label(f"{_ADJUSTMENT}.{change}", fund, timed=True)


def _ordinary(words: str, fund: str, years: set[int], *, is_prior: bool, named: bool) -> _Label:
    """Return what words say that name a line, a column, or both; `named` tells whether they say of whom or of what."""
    kind = next((name for name, pattern in _KINDS if pattern.search(words)), "")
    prior = is_prior or _PRIOR.search(words) is not None
    timed = not prior and (bool(years) or _NOW.search(words) is not None)
    core = words if words in _lines() and words not in _SPENT else _FILLER.sub("", words)
    if core in _CHANGES:
        return _Label(f"{_ADJUSTMENT}.{_CHANGES[core]}", fund, timed=timed)
    if not core or (core in _SPENT and not named):
        return _Label("", fund, kind or ("final" if core else ""), prior, bare=not fund, timed=timed)
    return _Label(_lines().get(core, ""), fund, kind, prior, timed=timed, sure=core not in _UNSURE)


# ---------------------------------------------------------------------------------------------------------------------
# Rates: which line of a scoring table an item speaks of, and the figures that its formula reads.


def _plain(name: str) -> str:
    """Return a name without quotation marks."""
    return name.translate(_QUOTES).replace("（", "(").replace("）", ")")


_SHORTEST_NAME = 4


@cache
def _known() -> frozenset[str]:
    """Return the names of the lines of scoring tables, and of formulas."""
    names = {line.name for table in list_rubrics() for line in table.indicators}
    names |= {each.name.zh for each in regulations.ALL}
    return frozenset(plain for plain in map(_plain, names) if len(plain) >= _SHORTEST_NAME)


@cache
def _read_by(name: str) -> frozenset[_Path]:
    """Return the figures that the formulas of a name read."""
    figures = (each.figure for rate in regulations.ALL if _plain(rate.name.zh) == name for each in rate.parameters)
    paths = (tuple(figure.split(".")) for figure in figures if " " not in figure)
    return frozenset(path for path in paths if path[0] in _TABLES)


_SIDE = re.compile("[。；\n]")
_CLAUSE = re.compile("[，,：、|]")
_NAME_TAIL = re.compile("(?:绩效|评价|自评|得分|指标|情况|：)+$")
_LONGEST_FORMULA = 200


def _name_of(words: str) -> str:
    """Return the known name that words are, or empty."""
    for name in (_plain(words), _NAME_TAIL.sub("", _plain(words))):
        if name in _known():
            return name
    return ""


class _Rates:
    """The rates of a text: printed arithmetic by the item that it stands in, and its name."""

    def __init__(self, lexed: Lexed, outline: _Outline, formulas: Sequence[Candidate]) -> None:
        self.outline = outline
        self.stated: dict[str, tuple[str, Number]] = {}
        for each in formulas:
            name = _left_side(lexed, min(number.begin for number in each.numbers))
            if name:
                self.stated.setdefault(each.stated.key, (name, each.stated))
        self.own: dict[int, set[str]] = {}
        for name, number in self.stated.values():
            self.own.setdefault(next(outline.above(number.begin), -1), set()).add(name)

    def name(self, node: int) -> str:
        """Return the name of the rate that an item speaks of, or empty."""
        named = _name_of(self.outline.nodes[node].name)
        printed = self.own.get(node, set())
        return named or (next(iter(printed)) if len(printed) == 1 else "")

    def at(self, place: int) -> frozenset[_Path]:
        """Return the figures that the formula of the item at a place reads."""
        node = next(self.outline.above(place), -1)
        return frozenset() if node < 0 else _read_by(self.name(node))


def _left_side(lexed: Lexed, place: int) -> str:
    """Return the known name before the sign of equality that printed arithmetic follows."""
    sentence = _SIDE.split(lexed.words[max(0, place - _LONGEST_FORMULA) : place])[-1]
    sides = sentence.split("=")[:-1]
    return next(filter(None, (_name_of(_CLAUSE.split(side)[-1]) for side in reversed(sides))), "")


# ---------------------------------------------------------------------------------------------------------------------
# Prose.


class _Place(NamedTuple):
    """Where an amount belongs."""

    line: str
    fund: str
    kind: str
    prior: bool


class _Opener(NamedTuple):
    """An amount whose parts follow in its sentence."""

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
_COUNTED_ELSEWHERE = re.compile("，(?:占用?|使用)[^，。；)]{2,20}编制(?![^，。；)])|，编制(?:属|在|归|隶属)")
_WINDOW = 80


class _Prose:
    """Places the amounts of sentences, one after another."""

    def __init__(  # noqa: PLR0913, PLR0917 - called in one place
        self,
        lexed: Lexed,
        statements: Sequence[Statement],
        tables: Sequence[Table],
        outline: _Outline,
        rates: _Rates,
        report: _Report,
        found: _Found,
    ) -> None:
        self.lexed, self.outline, self.rates, self.found = lexed, outline, rates, found
        self.statements = statements
        self.inside = _Spans(tables)
        self.report = report
        self.ends = [number.end for number in lexed.numbers if number.kind is Kind.FIGURE and number.unit is not None]
        self.places: dict[str, _Place] = {}
        self.openers: list[_Opener] = []
        self.family: dict[int, set[tuple[str, bool]]] = {}  # columns of the three public expenses, by heading
        self.last = (-1, "")  # the sentence and line of the amount before
        self.staff: Statement | None = None  # what states the staff in post

    def read(self) -> None:
        """Place every amount."""
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

    def _words(self, number: Number) -> str:
        """Return the clause before a number, without the heading above it."""
        before = bisect_right(self.ends, number.begin) - 1
        start = max(self.ends[before] if before >= 0 else 0, number.begin - _WINDOW)
        node = next(self.outline.above(number.begin), -1)
        if node >= 0:
            above = self.outline.nodes[node]
            start = max(start, above.text if above.is_title else above.begin)
        words = self.lexed.words[start : number.begin]
        return wording.lead_of(words) or wording.lead_of(words.rstrip("："))

    def _sentence(self, number: Number) -> str:
        """Return the words of a sentence before a number."""
        return self.lexed.words[max(0, number.begin - _WINDOW) : number.begin].rpartition("。")[2]

    def _money(self, number: Number, statement: Statement, above: Number | None) -> None:
        label = _label(self._words(number), self.report)
        reason = label.reason or (OTHER_TIME if _PART_OF_YEAR.search(self._sentence(number)) else None)
        if reason is not None:
            self.found.leave(number, reason)
            return
        path = _by_formula(label, self.rates.at(number.begin))
        if path is not None:
            self.found.take(path, number)
            return
        place = self._place(label, number, statement, above)
        if place.line:
            self.places[number.key] = place
        self._open(number, statement, label, place)
        if place.line in _FAMILY:
            self.family.setdefault(self._heading(number), set()).add((place.kind, place.prior))
        change = tuple(place.line.split(".")) if "." in place.line else ()
        sentence, line = self.last
        of_a_part = sentence == statement.sentence and line not in _WHOLE
        self.last = (statement.sentence, place.line or "current_expenditure")
        if not place.line or place.fund == _ALL_FUNDS or (place.fund and place.line in _NO_FUND):
            self.found.leave(number, NO_LINE)
        elif change and (change in self.rates.at(number.begin) or (label.timed and not of_a_part and not label.fund)):
            self.found.take(change, number)
        elif change:
            self.found.leave(number, NO_LINE)  # of a part of the budget
        elif (place.kind, place.prior) in _COLUMNS:
            column = _COLUMNS[place.kind, place.prior]
            path = (column, place.fund, place.line) if place.fund else (column, place.line)
            self.found.take(path, number, sure=label.sure)
        else:
            self.found.pending.append(((place.fund, place.line) if place.fund else (place.line,), number))

    def _place(self, label: _Label, number: Number, statement: Statement, above: Number | None) -> _Place:
        """Return the line, fund and column of an amount: by its words, else by its sentence, else by its heading."""
        while self.openers and not _is_open(self.openers[-1], statement):
            self.openers.pop()
        opener = self.openers[-1] if self.openers else None
        beside = self.places.get(above.key) if above is not None else None
        line, fund, kind, prior = label.line, label.fund, label.kind, label.prior
        if label.bare and beside is not None and "carryover" not in beside.line and "." not in beside.line:
            line, fund = beside.line, beside.fund
        elif not fund:
            same_side = opener is not None and (opener.place.line in _INCOME) == (line in _INCOME)
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
            planned = any("预算" in _without_fund(title)[1] for title in self.outline.titles(number.begin))
            spent = _OF_THE_YEAR.search(self._words(number)) is not None and not planned
            kind = heading or ("final" if spent and line in _WHOLE else "")
        return _Place(line, fund, kind, prior)

    def _goes_on(self, number: Number, line: str) -> bool:
        """Return whether an amount is one of a list of the three public expenses, all of them spent."""
        return line in _FAMILY and self.family.get(self._heading(number)) == {("final", False)}

    def _heading(self, number: Number) -> int:
        """Return the heading that a number stands under, or -1."""
        return next((i for i in self.outline.above(number.begin) if self.outline.nodes[i].is_title), -1)

    def _open(self, number: Number, statement: Statement, label: _Label, place: _Place) -> None:
        """Note that the parts of an amount follow."""
        stated = statement.stated[-1][1] if statement.stated else statement.level
        if statement.opens and stated is not None and stated.key == number.key:
            in_brackets = statement.opens in {"(", "含"}
            above = self.openers[-1] if self.openers else None
            inherited = above is not None and above.has_fund and above.place.fund == place.fund
            has_fund = bool(place.fund) and (bool(label.fund) or label.bare or inherited)
            self.openers.append(_Opener(place, statement.sentence, statement.depth, in_brackets, has_fund))

    def _count(self, number: Number, statement: Statement) -> None:
        """Place a number of people or posts."""
        words = _BRACKETS.sub("", self._words(number).translate(_QUOTES))
        years = {int(each) for each in _YEAR.findall(words)}
        words = _without_owner(_YEAR.sub("", _NUMBER.sub("", words)), self.report)
        is_count = number.quantity.value >= 0 and number.quantity.exact().denominator == 1
        is_staff = is_count and number.unit is not None and number.unit.text in _PEOPLE and years <= {self.report.year}
        name = next((name for name, pattern in _STAFF if is_staff and pattern.fullmatch(words)), "")
        before = self._sentence(number)
        if name == "retired" and "离休" in self.lexed.words[max(0, number.begin - _WINDOW) : number.end + _WINDOW]:
            name = ""  # 离休 and 退休 apart
        if is_count and self._is_counted_elsewhere(number, statement):
            self.found.parts.append((wording.label_of(words), number))
        elif name and not _ELSEWHERE.search(before):
            self.found.take(("staff", name), number)
            self.staff = statement if name == "in_post" else self.staff
        else:
            self.found.leave(number, NO_LINE)

    def _is_counted_elsewhere(self, number: Number, statement: Statement) -> bool:
        """Return whether people in brackets behind the staff in post are said to hold posts of another unit."""
        staff = self.staff
        if staff is None or staff.sentence != statement.sentence or staff.depth >= statement.depth:
            return False
        return _COUNTED_ELSEWHERE.match(self.lexed.after(number).partition(")")[0]) is not None


_OF_THE_YEAR = re.compile("整体支出|全年(?:总)?(?:收入|支出)")
_WHOLE = frozenset({"total_income", "current_income", "total_expenditure", "current_expenditure"})


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


def _is_open(opener: _Opener, statement: Statement) -> bool:
    deeper = statement.depth > opener.depth or not opener.in_brackets
    return opener.sentence == statement.sentence and deeper and statement.depth >= opener.depth


def _by_formula(label: _Label, paths: frozenset[_Path]) -> _Path | None:
    """Return the figure of an item's formula that words mean: of the line, or of the column, that they name."""
    if label.fund:
        return None
    kind = label.kind or ("final" if label.timed else "")
    column = _COLUMNS.get((kind, label.prior), "")
    if label.bare:
        options = [path for path in paths if path[0] == column]
    else:
        options = [path for path in paths if path[-1] == label.line and label.kind in {"", kind}]
        if len(options) > 1 or label.kind:
            options = [path for path in options if path[0] == column]
    return options[0] if len(options) == 1 else None


# ---------------------------------------------------------------------------------------------------------------------
# Tables.

_UNIT = re.compile("单位：?(?:人民币)?(亿元|万元|元)|\\((亿元|万元|元)\\)")
_ABOVE = 80  # characters above a table in which its unit is looked for
_SCALES = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def _of_tables(lexed: Lexed, tables: Sequence[Table], outline: _Outline, report: _Report, found: _Found) -> str:
    """Place the amounts of tables, and return the unit of those that are written without one."""
    unit = ""
    units = {
        (path, each.number.quantity.value): each.number.unit.text
        for path, candidates in found.candidates.items()
        for each in candidates
        if each.number.unit is not None and each.number.quantity.value != 0
    }
    for table in tables:
        cells: list[tuple[_Path, Number]] = []
        for path, number in _cells(table, report, outline, found):
            if number.unit is not None:
                found.take(path, number)
            else:
                cells.append((path, number))
        own = _unit_of(lexed, table, cells, units)
        unit = unit or own
        for path, number in cells:
            if own and own == unit:
                found.take(path, number, unit_scale=_SCALES[unit])
            else:
                found.leave(number, NO_UNIT)
    return unit


def _unit_of(
    lexed: Lexed,
    table: Table,
    cells: Sequence[tuple[_Path, Number]],
    units: Mapping[tuple[_Path, Decimal], str],
) -> str:
    """Return the unit of a table: as stated above it, else that of sentences which state the same figures."""
    above = lexed.words[max(0, table.begin - _ABOVE) : table.begin] + "".join(table.header)
    stated = {one or other for one, other in _UNIT.findall(above)}
    restated = {units[path, number.quantity.value] for path, number in cells if (path, number.quantity.value) in units}
    found = stated or restated
    return next(iter(found)) if len(found) == 1 else ""


def _cells(table: Table, report: _Report, outline: _Outline, found: _Found) -> Iterator[tuple[_Path, Number]]:
    """Yield the cells that stand in a row that names a line and under a header that names a column."""
    columns = [_column(name, report) for name in table.header]
    above = outline.fund(table.begin)
    whole = ""  # the line that 其中 rows without a line of their own are parts of
    for row in table.rows:
        label = _label(row.label, report)
        line = label.line or (whole if label.fund else "")
        whole = line if line in _WHOLE else whole if label.fund else ""
        for column, number in zip(columns, row.cells, strict=False):
            if number is None or column is None or number.dimension not in {None, Dimension.MONEY}:
                continue
            fund = label.fund or column.fund or above
            impossible = not line or "." in line or label.kind or fund == _ALL_FUNDS or (fund and line in _NO_FUND)
            if impossible or not row.is_whole:
                found.leave(number, NO_LINE if impossible else SHIFTED)
                continue
            name = _COLUMNS[column.kind, column.prior]
            yield ((name, fund, line) if fund else (name, line)), number


def _column(header: str, report: _Report) -> _Label | None:
    """Return what a header says, where it names a column of a report and nothing else."""
    if Column.of(header).role not in {ColumnRole.AMOUNT, ColumnRole.UNKNOWN}:
        return None
    label = _label(header, report)
    is_column = label.reason is None and not label.line and (label.kind, label.prior) in _COLUMNS
    return label if is_column and (label.bare or label.fund) else None


# ---------------------------------------------------------------------------------------------------------------------
# Points, stated rates, sums and the grade.

_TOTAL = re.compile("总得分|总分|总评|综合得分|综合评分|最终得分|最后得分")
_OF_ALL = re.compile("整体(?:支出)?$")
_FULL_MARKS = re.compile("总分(?:值)?(?:为|是|：|共)*$")
_NOT_BUILT = re.compile("(?:没有|无|未)(?:此类|该类|这类|任何)?(?:新建|建设|修建)[^，。；]{0,8}|不适用")
_BUILDINGS = "新建楼堂馆所"
_SHORTEST_TAIL = 3  # characters that the words before a rate share with the name of the item


def _of_points(lexed: Lexed, points: Points, outline: _Outline, rates: _Rates, found: _Found) -> None:
    summed = _sums(points, found)
    lines = [score for score in points.lines if score.number.key not in summed]
    for score, name in zip(lines, _line_names(lines, outline, rates), strict=True):
        if name:
            found.take(("indicators", name, "points"), score.number)
        else:
            found.leave(score.number, UNNAMED)
    for name, number in rates.stated.values():
        if number.dimension in {None, Dimension.PERCENT}:
            found.take(("indicators", name, "value"), number)
    begins = [number.begin for number in lexed.numbers]
    for i, node in enumerate(outline.nodes):
        name = rates.name(i)
        end = outline.nodes[i + 1].begin if i + 1 < len(outline.nodes) else len(lexed.words)
        if not name or node.is_title:
            continue
        for number in lexed.numbers[bisect_left(begins, node.text) : bisect_left(begins, end)]:
            if (
                number.is_rate
                and number.key not in rates.stated
                and _is_of(name, _before(lexed, number.begin, node.text))
            ):
                found.take(("indicators", name, "value"), number)
        reason = _NOT_BUILT.search(lexed.words, node.text, end) if name.startswith(_BUILDINGS) else None
        if reason is not None:
            found.words["indicators", name, "not_applicable"] = reason.group()
    _grade(lexed, points, summed, found)


def _before(lexed: Lexed, place: int, least: int) -> str:
    """Return the words just before a place, and behind another one."""
    return lexed.words[max(least, place - _WINDOW) : place]


def _is_of(name: str, before: str) -> bool:
    """Return whether the words before a rate end as the name of its item does: 控制率为100%."""
    words = re.sub("(?:为|是|达到?|约|等于)+$", "", wording.lead_of(before))
    return len(words) >= _SHORTEST_TAIL and name.endswith(words[-_SHORTEST_TAIL:])


def _sums(points: Points, found: _Found) -> set[str]:
    """Place the total and the points of sections, and return the keys of their numbers."""
    summed: set[str] = set()
    totals = [score for score in points.totals if _TOTAL.search(score.words)]
    for score in (*totals, *(each for each in points.lines if _OF_ALL.search(each.label))):
        summed.add(score.number.key)
        found.take(("stated", "full_marks" if _is_full(score) else "total"), score.number)
    for score, heading in points.sections:
        if score.number.key not in summed:
            summed.add(score.number.key)
            found.take(("stated", "dimensions", heading.name), score.number)
    return summed


def _is_full(score: Score) -> bool:
    """Return whether a total says what there is to reach: 总分为100分."""
    return _FULL_MARKS.search(score.words) is not None and score.number.quantity.value == 100


def _line_names(lines: Sequence[Score], outline: _Outline, rates: _Rates) -> list[str]:
    """Return what the line of each number of points is called: its name, or its place in its section, or nothing."""
    chains = [list(outline.above(score.number.begin)) for score in lines]
    at = Counter(chain[0] for chain in chains if chain)
    names: list[str] = []
    sections: list[int] = []
    for score, chain in zip(lines, chains, strict=True):
        titles = [i for i in chain if outline.nodes[i].is_title]
        heads = bool(titles) and titles[0] == chain[0] and at[chain[0]] == 1  # alone under a heading: it is its line
        items = chain[: chain.index(titles[0])] if titles else chain
        name = _name_of(score.label) or next(filter(None, (rates.name(i) for i in items if at[i] <= 1)), "")
        names.append(name or (_NAME_TAIL.sub("", outline.nodes[chain[0]].name) if heads else ""))
        sections.append(next(iter(titles[1:] if heads else titles), -1))
    sizes = Counter(sections)
    places: Counter[int] = Counter()
    for i, section in enumerate(sections):
        places[section] += 1
        if not names[i] and section >= 0:
            names[i] = _numbered_name(outline.nodes[section].name, places[section], sizes[section])
    return [_plain(name) for name in names]


def _numbered_name(section: str, place: int, size: int) -> str:
    return f"{_NAME_TAIL.sub('', section)} {place}/{size}"


_PLACE_OF = re.compile("(?P<section>.+) (?P<place>[0-9]+)/(?P<size>[0-9]+)")
_DEPARTMENT = re.compile("整体|部门")


def _grade(lexed: Lexed, points: Points, summed: set[str], found: _Found) -> None:
    """Place the grade that stands beside the total; one of a project is another grade."""
    totals = {score.sentence for score in points.scores if score.number.key in summed}
    grades: dict[str, list[int]] = {}
    for grade, place in points.grades:
        sentence = bisect_right(points.ends, place)
        begin = points.ends[sentence - 1] if sentence else 0
        words = _before(lexed, place, begin)
        beside = sentence in totals or (sentence - 1 in totals and "项目" not in words)
        if beside or (_DEPARTMENT.search(words) is not None and "项目" not in words):
            grades.setdefault(grade, []).append(place)
        else:
            found.leave_words(grade, lexed.at[place], lexed.at[place + len(grade) - 1] + 1, OF_A_PROJECT)
    if len(grades) == 1:
        found.words["stated", "grade"] = next(iter(grades))
    for grade, places in grades.items() if len(grades) > 1 else ():
        for place in places:
            found.leave_words(grade, lexed.at[place], lexed.at[place + len(grade) - 1] + 1, SEVERAL)


# ---------------------------------------------------------------------------------------------------------------------
# Names to the identifiers of a scoring table.


def named_for(data: Mapping[str, Any], rubric: Rubric | Mapping[str, Any] | str | Path) -> dict[str, Any]:
    """Return the data of a report with its indicators and sections under the identifiers of a scoring table.

    A line that has no name, such as `预算管理 4/6`, is the fourth of its section where the table has six lines there.
    What matches nothing in the table, or several things, keeps its name.

    Args:
        data: What `gather` found.
        rubric: The scoring table.

    Example:
        >>> data = {"indicators": {"预算控制率": {"points": "5分"}, "预算管理 4/6": {"points": "8分"}}}
        >>> list(named_for(data, "baojing-2019")["indicators"])
        ['budget_control_rate', 'management_rules_soundness']
    """
    table = load_rubric(rubric)
    named = dict(data)
    if "indicators" in data:
        ids = _identifiers(tuple(data["indicators"]), table)
        named["indicators"] = {ids[name]: value for name, value in data["indicators"].items()}
    if "dimensions" in data.get("stated", {}):
        rest = {key: value for key, value in data["stated"].items() if key != "dimensions"}
        named["stated"] = rest | _sections(data["stated"]["dimensions"], table)
    return named


def _identifiers(names: Sequence[str], table: Rubric) -> dict[str, str]:
    """Return the identifier of each name, or the name itself."""
    lines = [(line.id, _plain(line.name)) for line in table.indicators]
    ids = {name: each for name in names for each, own in lines if _plain(name) in {own, each}}
    for name in names:
        if name not in ids and not _PLACE_OF.fullmatch(name):
            alike = [each for each, own in lines if _is_shorter(_plain(name), own)]
            if len(alike) == 1:
                ids[name] = alike[0]
    for name in names:
        if name not in ids:
            each = _by_place(name, table)
            if each:
                ids[name] = each
    # Two names for one line: neither is certain, unless one is the line's own.
    counts = Counter(ids.values())
    exact = {own for _, own in lines}
    return {
        name: ids[name] if name in ids and (counts[ids[name]] == 1 or _plain(name) in exact) else name for name in names
    }


def _is_shorter(name: str, other: str) -> bool:
    """Return whether one of two names is the other with words left out."""
    short, long = sorted((name, other), key=len)
    return len(short) >= _SHORTEST_NAME and _is_within(short, long)


def _by_place(name: str, table: Rubric) -> str:
    """Return the line that stands at a place of a section, where the table has as many lines there."""
    found = _PLACE_OF.fullmatch(name)
    section, place, size = (found["section"], int(found["place"]), int(found["size"])) if found else (name, 1, 1)
    categories = [each for dimension in table.dimensions for each in dimension.categories]
    alike = [each for each in categories if _plain(each.name) == _plain(section) and len(each.indicators) == size]
    return alike[0].indicators[place - 1].id if len(alike) == 1 else ""


def _sections(stated: Mapping[str, str], table: Rubric) -> dict[str, dict[str, str]]:
    """Return the points of sections under the identifiers of dimensions, or of categories."""
    dimensions = {_plain(each.name): each.id for each in table.dimensions}
    categories = {_plain(each.name): each.id for dimension in table.dimensions for each in dimension.categories}
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for name, value in stated.items():
        if name in categories and name not in dimensions:
            second[categories[name]] = value
        else:
            first[dimensions.get(name, name)] = value
    return {key: each for key, each in (("dimensions", first), ("categories", second)) if each}
