"""Prices and averages: a standard for one of many, how many there are, and what they come to.

`面积50万亩，每亩98元，应发4900万元`, `每村5000元、12个村计6万元`, `三年共投入9万元，年均3万元`. What an average is of
may stand in another sentence; where it fits, it is confirmed, and where it does not, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from operator import add

from perfmetrics.auditing.candidates import Candidate, Sureness, exact, looseness, symbol
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.wording import numeral
from perfmetrics.quantities import Dimension
from perfmetrics.working import Binary, Constant, Expr

_LONGEST = 24  # characters between two figures of one product
_FAR = 160  # characters before an average in which its heads are counted
_MOST = 6  # figures before it that they may be
_YEAR = 12

_ONE = "人户亩村镇乡校站所件台辆条次吨个名套份场家座公里"
_EACH = re.compile(
    "(?:每(?:一|个|人次|公里|平方米)?(?P<each>[\\u4e00-\\u9fff]{1,3}?)"
    "|(?P<mean>[\\u4e00-\\u9fff])均)(?P<what>[^，。；：、\\d]{0,10})$"
)
_TIME = re.compile("[月天日年次期季]")
_COMES_TO = re.compile(
    "^[，、]?(?:\\)|个?[\\u4e00-\\u9fff]{0,4})?[，、]?(?:标准)?[，、]?(?:合计|共计|共需|共|小计|总计|计|应发|应补|应付|应配套|需|总投入|总额)"
    "(?:投入|补助|补贴|发放|安排|支出|资金|经费|需|金额)*(?:为|是|：)?$"
)
_JOINS = re.compile("^[，、×*及和]?(?:补[助贴]|发放|执行|财政|资助|奖励|运转|投入)?(?:标准)?(?:为|是|按|：)?$")
_MORE = re.compile("每|均|和|及|、")

_YEARLY = re.compile("(?:年均|平均每年)[^，。；：、\\d]{0,8}$")
_MONTHLY = re.compile("(?:月均|平均每月)[^，。；：、\\d]{0,8}$")
_YEARS = re.compile(
    "(?<![\\d第前后上])(?P<count>[两二三四五六七八九十]|\\d{1,2})年[间来]?(?:共|合计|累计|总计|总共)[^，。；\\d]{0,8}$"
)
_EXCEPT = re.compile("\\((?:不含|不包括|扣除|剔除|除)")
_PER_HEAD = re.compile(f"(?:(?P<one>[{_ONE}生车床])均|平均每[{_ONE}])[^，。；：、\\d]{{0,8}}$")


def averages(lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims of what a standard comes to, and of averages.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> text = lex("按每村5000元、12个村计6万元；三年共投入9万元，年均3万元")
        >>> [each.stated.quantity.text for each in averages(text)]
        ['6万元', '3万元']
    """
    if "均" not in lexed.words and "每" not in lexed.words:
        return
    figures, money = lexed.figures(), Dimension.MONEY
    for i, stated in enumerate(figures):
        if stated.dimension is not money or not i:
            continue
        lead = lexed.words[max(figures[i - 1].end, stated.begin - _LONGEST) : stated.begin]
        if i > 1:
            yield from _product(lexed, figures[max(0, i - _MOST) : i], stated)
        if "均" in lead or "每" in lead:
            yield from _average(lexed, figures[max(0, i - _MOST) : i], stated, lead)


def _product(lexed: Lexed, before: Sequence[Number], stated: Number) -> Iterator[Candidate]:
    """Yield standards, how many there are of each, and what they come to, one behind the other."""
    if stated.begin - before[-1].end > _LONGEST or not _COMES_TO.match(lexed.words[before[-1].end : stated.begin]):
        return
    pairs = list(_pairs(lexed, before))
    if not pairs:
        return
    first = pairs[-1][2]
    sentence = lexed.words[max(0, first - _FAR) : first].rpartition("。")[2]
    # 空调6台（每台3280元）、打印机若干，合计4万元: there may be others that no standard is told of.
    is_all = not _MORE.search(sentence) and "等" not in lexed.words[before[-1].end : stated.begin]
    terms = [_times(price, count, stated) for price, count, _ in pairs]
    numbers = tuple(_figure(price, count) for price, count, _ in pairs)
    yield Candidate("unit_price", stated, reduce(add, terms), numbers, Sureness.SAID if is_all else Sureness.LIKELY)


def _pairs(lexed: Lexed, before: Sequence[Number]) -> Iterator[tuple[Number, Number, int]]:
    """Yield each standard with how many there are, back from the last one, and where the two start."""
    last = before[-1].end
    for i in range(len(before) - 1, 0, -2):
        first, second = before[i - 1], before[i]
        pair = _pair(lexed, first, second, before[i - 2].end if i > 1 else 0) if last - second.end <= _LONGEST else None
        if pair is None:
            return
        yield pair
        last = pair[2]


def _pair(lexed: Lexed, first: Number, second: Number, start: int) -> tuple[Number, Number, int] | None:
    """Return a standard, how many there are, and where its words start, if two figures are that."""
    words = lexed.words
    between = words[first.end : second.begin]
    if len(between) > _LONGEST or "。" in between or "；" in between:
        return None
    if first.dimension is Dimension.MONEY and _is_count(second):
        price, count, lead = first, second, words[max(start, first.begin - _LONGEST) : first.begin]
        joined = _JOINS.match(between) is not None
    elif second.dimension is Dimension.MONEY and _is_count(first):
        price, count, lead, joined = second, first, between, True
    else:
        return None
    each = _EACH.search(lead)
    if each is None or not joined or lead.count("每") > 1 or _TIME.search(each["what"]):
        return None  # 每人每月500元: nobody knows of how many months
    if not _is_of(each, count, words):
        return None
    return price, count, min(first.begin, price.begin - len(lead) + each.start())


def _is_count(number: Number) -> bool:
    return number.dimension in {Dimension.COUNT, Dimension.AREA, Dimension.MEASURE}


def _is_of(each: re.Match[str], count: Number, words: str) -> bool:
    """Return whether a standard is for one of what is counted: 每村 of 23个村, 亩均 of 2.4万亩."""
    one = each["each"] or each["mean"]
    unit = count.unit.text if count.unit is not None else ""
    counted = unit + words[count.end : count.end + 4]
    return one[:1] in counted


def _figure(price: Number, count: Number) -> Number:
    """Return the factor that rounding moves more: the other one is a constant of the product."""
    return price if looseness(price) >= looseness(count) else count


def _times(price: Number, count: Number, stated: Number) -> Expr:
    """Return a product, in the unit of what it comes to."""
    if _figure(price, count) is price:
        return _scaled(symbol(price), count.exact() * _scale(count))
    return _scaled(symbol(count), price.exact() * _scale(price) * _scale(count) / _scale(stated))


def _scale(number: Number) -> int:
    return 1 if number.unit is None else number.unit.scale


def _scaled(tree: Expr, factor: Fraction) -> Expr:
    product = tree * factor.numerator
    return product if factor.denominator == 1 else Binary("÷", product, Constant(factor.denominator))


def _average(lexed: Lexed, before: Sequence[Number], stated: Number, lead: str) -> Iterator[Candidate]:
    total = before[-1]
    near = stated.begin - total.end <= _LONGEST and not re.search("[。；]", lexed.words[total.end : stated.begin])
    if not near or total.dimension is not Dimension.MONEY:
        return
    words = lexed.words[max(0, total.begin - _LONGEST) : total.begin]
    if _YEARLY.search(lead):
        years = _YEARS.search(words)
        if years is not None:
            sure = Sureness.LIKELY if _EXCEPT.match(lexed.words, stated.end) else Sureness.SAID
            yield _over(stated, total, numeral(years["count"]), sure)
    elif _MONTHLY.search(lead):
        yield _over(stated, total, _YEAR, Sureness.LIKELY)
    elif _PER_HEAD.search(lead):
        for count in reversed(before[:-1]):
            if _is_count(count) and total.begin - count.end <= _FAR and count.digits:
                heads = exact(count) if not count.decimals and _scale(count) == 1 else count
                over = symbol(heads) if _scale(count) == 1 else symbol(heads) * _scale(count)
                expression = symbol(total) / over
                yield Candidate("unit_price", stated, expression, (total, heads), Sureness.LIKELY)


def _over(stated: Number, total: Number, count: int, sure: Sureness) -> Candidate:
    return Candidate("unit_price", stated, Binary("÷", symbol(total), Constant(count)), (total,), sure)
