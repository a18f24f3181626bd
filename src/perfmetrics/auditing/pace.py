"""Percentage points between a rate and what it is held against: the months that are over, or the rate just before it.

`完成预算的70%，落后序时进度5个百分点` states the rate and not the progress of time, which is that of the months told:
`1至9月`. In `占61%，较3月末的33%加快28个百分点` both rates stand beside the points, whatever stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfmetrics.auditing.candidates import Candidate, difference_of, symbol
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.working import Binary, Constant

_REACH = 400  # characters before a rate in which the months are told
_LONGEST = 24  # characters between two figures of one comparison
_YEAR = 12  # months

_AHEAD = "超过?|快于|高于|领先于?|优于|超前于?|快过"
_BEHIND = "落后于?|滞后于?|低于|慢于|欠|短"
_OF_TIME = re.compile(
    f"^\\)?[，、]?(?:[^，。；\\d]{{0,6}})(?:(?P<up>{_AHEAD})|(?:{_BEHIND}))[^，。；\\d]{{0,4}}(?:序时|时序|时间)[^，。；\\d]{{0,4}}$"
)
_MONTHS = re.compile(
    r"(?:(?<!\d)1(?:月份?)?(?:至|到|-|—|~|～)(?P<last>\d{1,2})月"
    r"|(?:截[至止]|截止至|至|到)(?:\d{4}年)?(?P<end>\d{1,2})月(?:末|底|(?:28|29|30|31)日)"
    r"|(?<![\d前])(?P<close>\d{1,2})月[末底]"
    "|(?P<quarter>前三季度|一季度|上半年))"
)
_QUARTERS = {"一季度": 3, "上半年": 6, "前三季度": 9}

_HELD = re.compile(
    "^\\)?[，、(]?(?:(?:(?P<up>高于|快于|领先于?|优于|超过)|(?P<down>低于|慢于|落后于?|滞后于?))|[比较]|与)[^，。；]{1,14}$"
)
_RISES = re.compile("^\\)?(?:相比)?[，]?(?:加快|提[高升]|上升|增[加长]|高出?|快|多|扩大|超出?)了?$")
_FALLS = re.compile("^\\)?(?:相比)?[，]?(?:减[少慢]|下降|降低?|低|少|慢|放缓|回落|收窄|缩小)了?$")


def paces(lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims of percentage points that a rate is ahead of, or behind, time or the rate beside it.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> [each.stated.quantity.text for each in paces(lex("1—9月支出9万元，进度70%，落后序时进度5个百分点。"))]
        ['5个百分点']
    """
    if "百分点" not in lexed.words:
        return
    figures = lexed.figures()
    for i, stated in enumerate(figures):
        if stated.suffix != "point" or i == 0 or not figures[i - 1].is_rate:
            continue
        rate = figures[i - 1]
        gap = _between(lexed, rate, stated)
        time = _OF_TIME.match(gap)
        if time is not None:
            yield from _of_time(lexed, stated, rate, is_ahead=time["up"] is not None)
        elif i > 1 and figures[i - 2].is_rate:
            yield from _of_rates(stated, figures[i - 2], rate, _between(lexed, figures[i - 2], rate), gap)


def _between(lexed: Lexed, first: Number, second: Number) -> str:
    """Return the words between two figures, or nothing where they are too far apart to be one comparison."""
    return lexed.words[first.end : second.begin] if second.begin - first.end <= _LONGEST else "。"


def _of_time(lexed: Lexed, stated: Number, rate: Number, *, is_ahead: bool) -> Iterator[Candidate]:
    """Yield 1至8月…完成69.70%，超序时进度3.03个百分点: of the share of the year that is over."""
    months = _months(lexed.words[max(0, rate.begin - _REACH) : rate.begin])
    if months and stated.approximation is None:
        time = Binary("÷", Constant(months * 100), Constant(_YEAR))
        expression = symbol(rate) - time if is_ahead else time - symbol(rate)
        yield Candidate("difference", stated, expression, (rate,))


def _months(before: str) -> int:
    """Return how many months of the year are over by the last words that tell it, of the same paragraph; 0 for none."""
    sentence = before.rpartition("。")[2]
    for words in (sentence, before):
        told = {_month_of(found) for found in _MONTHS.finditer(words)}
        if told:
            return told.pop() if len(told) == 1 else 0
    return 0


def _month_of(found: re.Match[str]) -> int:
    month = found["last"] or found["end"] or found["close"]
    number = int(month) if month else _QUARTERS[found["quarter"]]
    return number if 0 < number < _YEAR else 0


def _of_rates(stated: Number, first: Number, second: Number, held: str, verb: str) -> Iterator[Candidate]:
    """Yield 占61.12%，较3月末的33.74%加快27.38个百分点: of two rates that stand beside one another."""
    against = _HELD.match(held)
    if against is None:
        return
    if against["up"] or against["down"]:
        ways = [bool(against["up"])] if not verb else []
    else:
        ways = [True] if _RISES.match(verb) else [False] if _FALLS.match(verb) else []
    for is_more in ways:
        yield difference_of(stated, first, second, falls=not is_more)
