"""What the words before an amount, or beside a row, say of it: its line, its fund, its column, its year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from perfmetrics.auditing.lexer import Lexed
from perfmetrics.auditing.naming import QUOTES, is_within
from perfmetrics.auditing.placing import ADJUSTMENT, ELSEWHERE, OTHER_TIME
from perfmetrics.statements import Adjustment, Lines
from perfmetrics.texts import Phrase

_FUNDS = (
    ("general_public", "(?:一般)?公共(?:财政)?预算(?:财政)?(?:拨款)?"),
    ("government_fund", "政府性基金(?:财政)?(?:预算)?(?:财政)?(?:拨款)?"),
    ("state_capital", "国有资本经营(?:财政)?(?:预算)?(?:财政)?(?:拨款)?"),
    ("fiscal_appropriation", "财政拨款"),
)
_FUND = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _FUNDS))
ALL_FUNDS = "all"  # several funds at once


def without_fund(words: str) -> tuple[str, str]:
    """Return the fund that words name, and the words without it.

    Example:
        >>> without_fund("政府性基金预算支出")
        ('government_fund', '支出')
    """
    named = {found.lastgroup or "" for found in _FUND.finditer(words)}
    rest = _FUND.sub("", words)
    return (next(iter(named)) if len(named) == 1 else ALL_FUNDS if named else ""), rest


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
BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
FAMILY = frozenset({"three_public_expenses", "overseas_travel", "official_vehicles", "vehicle_purchase"}) | {
    "vehicle_operation",
    "official_hospitality",
    "domestic_hospitality",
}
INCOME = frozenset(
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
NO_FUND = INCOME - {"total_income", "current_income", "opening_carryover"} | {
    "paid_to_superior",
    "business_expenditure",
    "affiliate_subsidies",
    "surplus_distribution",
}
WHOLE = frozenset({"total_income", "current_income", "total_expenditure", "current_expenditure"})


@cache
def _lines() -> Mapping[str, str]:
    """Return the lines by what they are called."""
    named: dict[str, str] = {}
    for line, info in Lines.model_fields.items():
        for name in (BRACKETS.sub("", info.title or ""), *_SYNONYMS.get(line, ())):
            named.setdefault(name, line)
    for name, line in tuple(named.items()):
        stem = _EXPENSE.sub("", name)
        is_expense = bool(stem) and line not in INCOME and "carryover" not in line
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
class Label:
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


LEADING = re.compile(
    r"^(?:\(?[0-9一二三四五六七八九十]{1,2}[).、]+)+|^(?:其中|含)?[：，-]+|^其中|^(?:比|较|与|同)(?=上|去|年|[0-9])"
)
YEAR = re.compile(r"([0-9]{4})年?度?")
PART_OF_YEAR = re.compile("(?<!1)[1-9]月(?!份?[1-9至到-])|1[01]月|季度|[上下]半年|同期")
OF_OTHERS = re.compile("全[县市区省国州镇乡]|下属|所属|二级|直属|财政收入|财政支出")
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


class Owner(NamedTuple):
    """Whose report a text is, and of which year."""

    department: str
    year: int


_BODY = "局|办公室|办|委员会|委|中心|厅|院"
_BODIES = re.compile(f"[\u4e00-\u9fff]{{2,30}}(?:{_BODY})")
_BODY_END = re.compile(_BODY)
# A year of a date, or one that another is compared with, is not the year of the report.
_OWN_YEAR = re.compile("(?<![较比与由从])((?:19|20)[0-9]{2})年(?![0-9]{1,2}月)")
_ENDS = 12  # lines at either end of a text, one of which may be the name of the department


def owner_of(lexed: Lexed) -> Owner:
    r"""Return the department that stands on a line of its own, and the latest of the years that are named often.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> owner_of(lex("临澄县审批局\n2021年度自评，2021年支出8万元，比2020年多。"))
        Owner(department='临澄县审批局', year=2021)
    """
    years = Counter(map(int, _OWN_YEAR.findall(lexed.words)))
    most = max(years.values(), default=0)
    year = max((each for each in years if years[each] * 2 >= most), default=0)
    breaks = [0, *lexed.breaks, len(lexed.words)]
    lines = [lexed.words[begin:stop] for begin, stop in pairwise(breaks)]
    names = [line for line in (*lines[:_ENDS], *reversed(lines[-_ENDS:])) if _BODIES.fullmatch(line)]
    return Owner(names[0] if names else "", year)


def without_owner(words: str, report: Owner) -> str:
    """Return words without the department that they start with: 本单位, 区政府办公室.

    Example:
        >>> without_owner("审批局支出", Owner("临澄县审批局", 2021))
        '支出'
    """
    words = _SUBJECT.sub("", words)
    for end in reversed([found.end() for found in _BODY_END.finditer(words)]):
        if is_within(words[:end], report.department):
            return words[end:]
    return words


def label_of(words: str, report: Owner) -> Label:
    """Return what words say of the amount behind them.

    Example:
        >>> label = label_of("2021年公用经费年初预算", Owner("", 2021))
        >>> label.line, label.kind, label.prior
        ('operating_expenses', 'budget', False)
    """
    words = LEADING.sub("", BRACKETS.sub("", words.translate(QUOTES)))
    fund, rest = without_fund(words)
    years = {int(each) for each in YEAR.findall(rest)}
    if OF_OTHERS.search(words):
        return Label(reason=ELSEWHERE)
    if PART_OF_YEAR.search(rest) or len(years) > 1 or not years <= {report.year, report.year - 1}:
        return Label(reason=OTHER_TIME)
    rest = YEAR.sub("", rest)
    shorter = without_owner(rest, report)
    is_prior = report.year - 1 in years
    named = bool(fund) or shorter != rest or "计" in rest
    return _special(shorter, fund, is_prior=is_prior) or _ordinary(shorter, fund, years, is_prior=is_prior, named=named)


def _special(words: str, fund: str, *, is_prior: bool) -> Label | None:
    """Return what words say that name a carry-over or a change of the budget: 上年结转 is a line of this year."""
    carried = _CARRIED.fullmatch(words)
    if carried is not None:
        when = carried["when"] or ""
        line = "opening_carryover" if when in _OPENING else "closing_carryover" if when else ""
        return Label(line, fund, prior=is_prior)
    change = _adjustments().get(words)
    return None if change is None else Label(f"{ADJUSTMENT}.{change}", fund, timed=True)


def _ordinary(words: str, fund: str, years: set[int], *, is_prior: bool, named: bool) -> Label:
    """Return what words say that name a line, a column, or both; `named` tells whether they say of whom or of what."""
    kind = next((name for name, pattern in _KINDS if pattern.search(words)), "")
    prior = is_prior or _PRIOR.search(words) is not None
    timed = not prior and (bool(years) or _NOW.search(words) is not None)
    core = words if words in _lines() and words not in _SPENT else _FILLER.sub("", words)
    if core in _CHANGES:
        return Label(f"{ADJUSTMENT}.{_CHANGES[core]}", fund, timed=timed)
    if not core or (core in _SPENT and not named):
        return Label("", fund, kind or ("final" if core else ""), prior, bare=not fund, timed=timed)
    return Label(_lines().get(core, ""), fund, kind, prior, timed=timed, sure=core not in _UNSURE)
