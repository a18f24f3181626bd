"""What stands beside a figure: its base in brackets behind it, and a limit that it is held against.

`完成126.84亿元，为调整预算的101.4%（调整预算125.00亿元）`, `余额69.55亿元，低于核定限额71.80亿元2.25亿元`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfmetrics.auditing.candidates import Candidate, Sureness, comparable, difference_of, rate_of, value
from perfmetrics.auditing.lexer import Lexed, Number

_LONGEST = 24  # characters between two figures of one clause
_FAR = 120  # characters before a limit in which the amount stands that is held against it
_MOST = 12  # figures before it that may be it
_BESIDE = 3  # characters between a limit and what parts it from an amount
_PLAN = "预算|计划|任务|目标|概算|限额|指标|额度"

_OF = re.compile(f"(?:为|是|占|完成|达到?|相当于)(?:了)?(?P<name>[^，。；：()\\d]{{0,10}}(?:{_PLAN})[数额]?)的$")
_BASE = re.compile(f"^(?:[^，。；]{{0,4}})?\\((?P<name>[^()，。；\\d]{{0,10}}(?:{_PLAN})[数额]?)(?:为|是|：)?$")
_KIND = re.compile(_PLAN)

_OF_BUDGET = re.compile(
    "^，(?:支出决算|决算支出|决算|实际支出)数?(?:为|是|占|达到?)(?P<name>(?:年初|调整|全年)?预算)数?的$"
)
_OUTTURN = re.compile("支出决算(?:数|总额|总计|合计)*(?:为|是|共)?$")
_PLANNED = re.compile("[%元]。(?:年初|调整|全年)?预算数?(?:为|是)?$")  # of the whole that the sentences before are of
_CLOSE = 10  # percentage points
_MANY = 24  # figures before a rate among which the outturn is looked for
_PAGE = 400  # characters

_LIMIT = re.compile(
    "(?P<way>低于|少于|小于|未超|高于|超过|超出|突破|大于)[^，。；\\d]{0,10}(?:限额|上限|控制数|控制额|指标|额度)(?:的)?$"
)
_AGAINST = re.compile("[比较][^，。；\\d]{0,10}(?:限额|上限|控制数|控制额|额度)(?:的)?$")
_LESS = re.compile("^(?:低|少|节约|结余|剩余|减少|下降)了?$")
_MORE = re.compile("^(?:高|多|超出?|突破|增加)了?$")
_ROOM = frozenset({"低于", "少于", "小于", "未超"})


def brackets(lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims whose base stands in brackets behind them, or beside them as a limit.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> text = lex("收入6亿元，为调整预算的120%（调整预算5亿元）。余额4亿元，低于核定限额5亿元1亿元。")
        >>> [each.stated.quantity.text for each in brackets(text)]
        ['120%', '1亿元']
    """
    figures = lexed.figures()
    words = lexed.words
    for i, number in enumerate(figures[1:], 1):
        before, behind = figures[i - 1], figures[min(i + 1, len(figures) - 1)]
        if number.is_rate:
            if words.startswith("的", number.begin - 1):
                yield from _of_base(lexed, before, number, behind)
                yield from _of_budget(lexed, figures[max(0, i - _MANY) : i], number)
        elif number.is_amount and behind.is_amount and behind.begin - number.end <= _BESIDE:
            yield from _of_limit(lexed, figures[max(0, i - _MOST) : i], number, behind)


def _of_base(lexed: Lexed, before: Number, rate: Number, behind: Number) -> Iterator[Candidate]:
    """Yield 完成9万元，为调整预算的90%（调整预算10万元）."""
    words = lexed.words
    if not before.is_amount or rate.begin - before.end > _LONGEST or behind.begin - rate.end > _LONGEST:
        return
    lead = words[before.end : rate.begin]
    of, base = _OF.search(lead), _BASE.match(words[rate.end : behind.begin])
    if of is None or base is None or "。" in lead or "；" in lead or not comparable(before, behind):
        return
    if of["name"].endswith(base["name"]) or base["name"].endswith(of["name"]) or _same(of["name"], base["name"]):
        yield rate_of("completion_rate", rate, before, behind)


def _same(name: str, other: str) -> bool:
    """Return whether two names are of one kind of plan, and neither is told apart from others: 预算, 年预算."""
    kinds = {tuple(_KIND.findall(each)) for each in (name, other)}
    return len(kinds) == 1 and not any(word in name + other for word in ("年初", "调整"))


def _of_budget(lexed: Lexed, before: Sequence[Number], rate: Number) -> Iterator[Candidate]:
    """Yield 支出决算9万元…年初预算为10万元，支出决算为年初预算的90%: of the only outturn that is stated before."""
    words, budget = lexed.words, before[-1]
    of = _OF_BUDGET.match(words[budget.end : rate.begin]) if rate.begin - budget.end <= _LONGEST else None
    if of is None or not _PLANNED.search(words[max(0, budget.begin - _LONGEST) : budget.begin]):
        return
    told = [
        each
        for each in before[:-1]
        if comparable(each, budget)
        and rate.begin - each.end <= _PAGE
        and _OUTTURN.search(words[max(0, each.begin - _LONGEST) : each.begin])
    ]
    for each in told:
        # Of an item that names no outturn the budget may be told: its rate is far from that of the whole.
        off = value(each, budget) * 100 - rate.exact() * budget.exact()
        is_sure = len(told) == 1 and abs(off) <= _CLOSE * budget.exact()
        yield rate_of("completion_rate", rate, each, budget, Sureness.SAID if is_sure else Sureness.LIKELY)


def _of_limit(lexed: Lexed, before: Sequence[Number], limit: Number, stated: Number) -> Iterator[Candidate]:
    """Yield 余额69.55亿元，低于核定限额71.80亿元2.25亿元: of what the sentence states before the limit."""
    lead = lexed.words[max(before[-1].end, limit.begin - _LONGEST) : limit.begin]
    verb = lexed.words[limit.end : stated.begin]
    than, against = _LIMIT.search(lead), _AGAINST.search(lead)
    if than is not None and not verb:
        is_less = than["way"] in _ROOM
    elif against is not None and (_LESS.match(verb) or _MORE.match(verb)):
        is_less = _LESS.match(verb) is not None
    else:
        return
    if not comparable(limit, stated):
        return
    near = [each for each in before if comparable(each, limit) and limit.begin - each.end <= _FAR]
    near = [each for each in near if "。" not in lexed.words[each.end : limit.begin]]
    own = _whole(near)
    for each in near if own is None else [own]:
        more, less = (limit, each) if is_less else (each, limit)
        sure = Sureness.SAID if own is not None else Sureness.LIKELY
        yield difference_of(stated, more, less, sure)


def _whole(near: Sequence[Number]) -> Number | None:
    """Return the only amount, or the first one where the others are its parts: 余额9亿元，其中一般5亿元、专项4亿元."""
    if len(near) == 1:
        return near[0]
    if len(near) > 2 and sum(value(each, near[0]) for each in near[1:]) == near[0].exact():
        return near[0]
    return None
