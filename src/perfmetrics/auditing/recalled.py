"""Rates that a text states here and computes there: the year's progress, and what an inline formula comes to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import Candidate, Sureness, exact, rate_of
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.reading import Statement

if TYPE_CHECKING:
    from fractions import Fraction

    from perfmetrics.auditing.grids import Table

_YEARLY = re.compile("(?:全年|年度|年末|年底)[^，。；]{0,6}(?:进度|执行率)$|预算执行率$")
_PARTIAL = re.compile("月|季|半年|截至|序时|目标|计划|平均|项目|专项|上年|去年")
_SPENDING = re.compile(
    r"^[\d.、一二三四五六七八九十()*]*(?:本年|全年|年度|部门|单位|整体)*(?:总支出|支出(?:合计|总计|总额)?)$"
)
_PLANNED = re.compile("预算|计划")
_SPENT = re.compile("决算|执行|实际")
_OTHER_COLUMN = re.compile("率|%|差|上年|增减|结")
_WHOLE = re.compile(
    "^(?:全?部门|单位|整体|本|当年|全年|年度|年初|预算|支出|收入|总额|总|收支|资金|财政|执行|进度|率)*$"
)


def progress(statements: Sequence[Statement], tables: Sequence[Table]) -> Iterator[Candidate]:
    """Yield the claims of how far the budget of the whole year was carried out, by the total of a table.

    A rate of one month, or of one project, is of other figures.
    """
    pair = _total_spending(tables)
    if pair is None:
        return
    budget, outturn = pair
    for statement in statements:
        if not statement.done or statement.budget is not None or not _WHOLE.match(wording.item_of(statement.label)):
            continue
        planned = statement.level is not None and statement.level.same_as(budget)
        for rate, words, base in statement.done:
            if base is None and _YEARLY.search(words) and not _PARTIAL.search(words):
                sure = Sureness.SAID if planned or statement.level is None else Sureness.LIKELY
                yield rate_of("completion_rate", rate, outturn, budget, sure)


def _total_spending(tables: Sequence[Table]) -> tuple[Number, Number] | None:
    """Return the budget and the outturn of all expenditure, if the tables agree on them."""
    found: dict[tuple[Fraction, Fraction], tuple[Number, Number]] = {}
    for table in tables:
        columns = [
            [i for i, name in enumerate(table.header) if kind.search(name) and not _OTHER_COLUMN.search(name)]
            for kind in (_PLANNED, _SPENT)
        ]
        if [len(each) for each in columns] != [1, 1]:
            continue
        [[planned], [spent]] = columns
        for row in table.rows:
            budget, outturn = row.cells[planned], row.cells[spent]
            if budget is None or outturn is None or budget.unit != outturn.unit or not _SPENDING.match(row.label):
                continue
            found[budget.exact(), outturn.exact()] = budget, outturn
    return next(iter(found.values())) if len(found) == 1 else None


_LONGEST_NAME = 24
_LONGEST_FORMULA = 80
_NAME = r"(?P<name>[\u4e00-\u9fff“”]{1,16}率)”?"
_FORMULA = re.compile(_NAME + r"(?:为|是|：)?=[^，。；！？|\n]*$")
_STATED = re.compile(_NAME + "(?:分别)?(?:为|是|达到?|等于|：)*$")
_OTHER_TIME = re.compile(r"上年|去年|前年|\d{4}年|目标|标准|计划|要求|不得|应当?(?:为|达|在)|须|如果")
_BOUND = re.compile("(?:及|或)?(?:以[上下内]|得|计|的得)|≤|≥")
_PREFIX = re.compile("^(?:本部门|本单位|部门|单位|本年度?|全年|年末|年底|年度|其中|的|，|编制内|财政供养)+")
_STAFF_NAME = "在职人员控制率"
_STAFF = re.compile("^(?:在职)?(?:人员|在职)控制率$")


def repeated(lexed: Lexed, inline: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the claims of rates that are stated by name alone, and that a formula computes elsewhere.

    Staff is one for the whole office, so that two rates of it must agree; other rates of one name may be of several
    things, and count where they agree.
    """
    computed = _computed(lexed, inline)
    if not computed:
        return
    taken = {each.stated.begin for each in inline} | {number.begin for each in inline for number in each.numbers}
    for number in lexed.numbers:
        if not number.is_rate or number.begin in taken:
            continue
        found = _STATED.search(lexed.words[max(0, number.begin - _LONGEST_NAME) : number.begin])
        name = _name(found["name"]) if found is not None else ""
        formula = computed.get(name)
        if formula is None or _BOUND.match(lexed.words, number.end) or not _is_bare(lexed, number):
            continue
        is_staff = name == _STAFF_NAME
        yield Candidate(
            "staff_ratio" if is_staff else "completion_rate",
            number,
            formula.arithmetic,
            formula.numbers,
            Sureness.SAID if is_staff else Sureness.LIKELY,
        )


_POSTS = re.compile(r"编制(?:数|人数|人员|总数)*(?:为|是|：|共|[|])*(?P<number>\d{1,5})(?:人|名|个)?")
_STAFF_IN_POST = re.compile(
    r"(?:在职|实有|在岗|在编)(?:在职|在岗|人员|人数|职工|数)*(?:为|是|：|共|[|])*(?P<number>\d{1,5})(?:人|名|个)?"
)
_FILLERS = "为是达：|"  # between the name of a rate and the rate
_RATES = ("控制率", "使用率")
_STAFF_RATE = re.compile(f"(?:(?:在职|人员|编制)[^，。；]{{0,6}}(?:{'|'.join(_RATES)})|，控制率)[{_FILLERS}]*$")
_REACH = 60  # characters between a staffing rate and the figures of the table that it stands in


def staffing(lexed: Lexed) -> Iterator[Candidate]:
    r"""Yield the staffing rates that stand behind the posts and the staff: 编制数58，在职人数52，在职人员控制率89.66%.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [each.stated.quantity.text for each in staffing(lex("编制数58\n在职人数52\n在职人员控制率89.66%"))]
        ['89.66%']
    """
    by_place = {number.begin: number for number in lexed.numbers}
    for rate in lexed.numbers:
        if not rate.is_rate:
            continue
        before = lexed.words[max(0, rate.begin - _REACH) : rate.begin]
        if not before.rstrip(_FILLERS).endswith(_RATES) or _STAFF_RATE.search(before) is None:
            continue
        first = rate.begin - len(before)
        posts, staff = (
            [by_place.get(first + found.start("number")) for found in pattern.finditer(before)]
            for pattern in (_POSTS, _STAFF_IN_POST)
        )
        found = [exact(each) for each in (*posts, *staff) if each is not None and not each.decimals]
        if len(posts) == len(staff) == 1 and len(found) == 2:
            yield rate_of("staff_ratio", rate, found[1], found[0])


def _name(name: str) -> str:
    """Return a name of a rate without what does not tell it apart; the names of the staffing rate are one."""
    short = _PREFIX.sub("", name.replace("“", "").replace("”", ""))
    return _STAFF_NAME if _STAFF.match(short) else short


def _computed(lexed: Lexed, inline: Sequence[Candidate]) -> dict[str, Candidate]:
    """Return the formulas by the names of their rates, where a name has one formula."""
    named: dict[str, Candidate] = {}
    count: Counter[str] = Counter()
    for each in inline:
        if each.sureness is not Sureness.SAID or not each.stated.is_rate:
            continue
        begin = min(number.begin for number in each.numbers)
        found = _FORMULA.search(lexed.words[max(0, begin - _LONGEST_FORMULA) : begin])
        if found is not None:
            name = _name(found["name"])
            named[name] = each
            count[name] += 1
    return {name: each for name, each in named.items() if count[name] == 1}


def _is_bare(lexed: Lexed, number: Number) -> bool:
    """Return whether the sentence states no amount before a rate, and speaks of no target and no other year."""
    words = lexed.words[max(0, number.begin - 4 * _LONGEST_NAME) : number.begin]
    sentence = re.split("[。；！？|\n]", words)[-1]
    first = number.begin - len(sentence)
    for i in range(number.index - 1, -1, -1):
        other = lexed.numbers[i]
        if other.begin < first:
            break
        if other.is_amount:
            return False
    return _OTHER_TIME.search(sentence) is None
