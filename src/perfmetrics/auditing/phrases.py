"""Claims whose grammar stands in the words between figures: lists of shares, multiples, years, totals of a few."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import (
    Candidate,
    Sureness,
    adding,
    comparable,
    difference_of,
    growth_of,
    on_one_scale,
    rate_of,
    symbol,
    total_of,
)
from perfmetrics.auditing.changes import changes
from perfmetrics.auditing.lexer import Lexed, Number
from perfmetrics.auditing.sketching import FAR, LONGEST_LEAD, REACH, Sketch, is_base, is_rate_of, label, sketch
from perfmetrics.auditing.wording import Way

_MOST_RATES = 12  # of one list


def phrases(lexed: Lexed) -> Iterator[Candidate]:
    """Yield the claims that phrases of a text state.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> text = lex("工程8.0万元、货物1.5万元、服务0.5万元，共10.0万元，占比依次为80%、15%和5%。")
        >>> [each.stated.quantity.text for each in phrases(text)]
        ['10.0万元', '80%', '15%', '5%']
    """
    found = sketch(lexed)
    yield from changes(found)
    yield from _listed_shares(found)
    yield from _wholes_named(found)
    yield from _together(found)
    yield from _multiples(found)
    yield from _years(found)
    yield from _rests(found)
    yield from _counted_totals(found)
    yield from _adjusted(found)


# --- shares ---

_OPENS_SHARES = re.compile(
    "(?:分别|依次|各)[^。；ＭＲ]{0,4}占[^。；ＭＲ]{0,24}$|(?:占比|比[例重]|占)[^。；ＭＲ]{0,24}(?:分别|依次|各)(?:为|是|占|达|：)*$"
)
_OFF = 15  # percent that a wrong share may take those of all parts away from 100
_JOINT = re.compile("[、，]?(?:和|及|与|以及)?$")


def _listed_shares(found: Sketch) -> Iterator[Candidate]:
    """Yield the claims of shares told one after another behind the list that they are of: 占比依次为…."""
    numbers, i = found.numbers, 0
    while i < len(numbers):
        stop = i + 1
        if numbers[i].is_rate and _OPENS_SHARES.search(found.before(i)[-LONGEST_LEAD:]):
            while stop < len(numbers) and numbers[stop].is_rate and _JOINT.fullmatch(found.before(stop)):
                stop += 1
            if 1 < stop - i <= _MOST_RATES:
                yield from _shares_of(found, i, numbers[i:stop])
        i = stop


def _shares_of(found: Sketch, first: int, rates: Sequence[Number]) -> Iterator[Candidate]:
    """Yield the shares that a list before has of the whole that it makes up, or that fits all of them."""
    near = [i for i in range(max(0, first - 2 * REACH), first) if found.places[first] - found.places[i] <= FAR]
    levels = [found.numbers[i] for i in near if found.numbers[i].is_amount and found.ways[i] is None]
    run = _closed_run(rates, levels)
    if run is not None:
        whole, parts = run
        yield Candidate("sum_of_parts", whole, adding(parts), tuple(parts), Sureness.LIKELY)
        yield from (
            replace(rate_of("share", rate, part, whole), is_only=True) for rate, part in zip(rates, parts, strict=True)
        )
        return
    for whole in reversed(levels):
        parts = _in_order(rates, [each for each in levels if comparable(each, whole) and each is not whole], whole)
        if len(parts) == len(rates):
            yield from (rate_of("share", rate, part, whole) for rate, part in zip(rates, parts, strict=True))
            return


def _closed_run(rates: Sequence[Number], levels: Sequence[Number]) -> tuple[Number, Sequence[Number]] | None:
    """Return the nearest amounts, as many as there are rates, that make up another one of which most rates are."""
    count, every = len(rates), sum((each.exact() for each in rates), Fraction(0))
    if abs(every - 100) > _OFF:
        return None  # 占资金的62%、对象的77%: of several things
    for start in range(len(levels) - count, -1, -1):
        parts = levels[start : start + count]
        if not all(comparable(each, parts[0]) for each in parts):
            continue
        for whole in reversed((*levels[:start], *levels[start + count :])):
            if not comparable(whole, parts[0]):
                continue
            (total, *sizes), _ = on_one_scale((whole, *parts), whole.unit)
            if total == sum(sizes):
                fitting = sum(is_rate_of(rate, size, total) for rate, size in zip(rates, sizes, strict=True))
                if fitting >= max(1, count - 2):
                    return whole, parts
    return None


def _in_order(rates: Sequence[Number], amounts: Sequence[Number], whole: Number) -> list[Number]:
    """Return the amount of each rate, each before that of the rate behind, as far as there are such."""
    found: list[Number] = []
    (base, *sizes), _ = on_one_scale((whole, *amounts), whole.unit)
    stop = len(amounts)
    for rate in reversed(rates):  # the list that stands nearest is meant
        place = next((j for j in range(stop - 1, -1, -1) if is_rate_of(rate, sizes[j], base)), None)
        if place is None:
            break
        found.append(amounts[place])
        stop = place
    return found[::-1]


_OF_NAMED = re.compile(
    "(?P<part>[ＭＤ])，?(?:仅|约|只|已)?占[^，。；：ＭＲＤ]{1,16}(?P<whole>[ＭＤ])的?(?:比[例重率])?为?(?P<rate>Ｒ)"
)


def _wholes_named(found: Sketch) -> Iterator[Candidate]:
    """Yield 天数331天，占全年365天的90.7%: a share of what the same words state."""
    for match in _OF_NAMED.finditer(found.words):
        part, whole, rate = (found.numbers[found.index(match.start(name))] for name in ("part", "whole", "rate"))
        if not comparable(part, whole):
            continue
        i = found.index(match.start("part"))
        near = [j for j in found.passage(i, whole) if "。" not in found.words[found.places[j] : found.places[i]]]
        # 第一批3万元，第二批2万元，占总资金10万元的50%: of both.
        yield rate_of("share", rate, part, whole, Sureness.LIKELY if near else Sureness.SAID)


_TOGETHER = re.compile(
    "(?P<count>[两二三四五])(?:者|项|类|税|部分)[^，。；ＭＲ]{0,6}占(?P<name>[^，。；ＭＲ]{1,20}?)的?(?:比[例重])?(?:为|是)?(?P<rate>Ｒ)"
)


def _together(found: Sketch) -> Iterator[Candidate]:
    """Yield 甲5万元、乙3万元，二者占经费的40%: what several amounts are together of one of that name."""
    for match in _TOGETHER.finditer(found.words):
        i, count = found.index(match.start("rate")), wording.numeral(match["count"])
        near = [j for j in range(max(0, i - REACH), i) if found.numbers[j].is_amount and found.ways[j] is None]
        parts = [found.numbers[j] for j in near[-count:]]
        if len(parts) < count or not all(comparable(each, parts[0]) for each in parts):
            continue
        if any("。" in found.before(j) for j in near[-count:][1:]):
            continue
        wholes = [j for j in found.passage(near[-count], parts[0]) if found.ways[j] is None]
        named = [j for j in wholes if label(found, j).endswith(match["name"])]
        for j in wholes:
            expression = total_of([(1, each) for each in parts]) / symbol(found.numbers[j]) * 100
            sureness = Sureness.SAID if named == [j] else Sureness.LIKELY
            yield Candidate("share", found.numbers[i], expression, (*parts, found.numbers[j]), sureness)


_TIMES = re.compile(
    "(?:是|为|达|相当于)(?:\\d{4}年|上一?年|去年|前年)[^，。；：ＭＤ]{0,10}(?P<base>[ＭＤ])的(?P<times>Ｔ)(?:，增长(?P<more>Ｔ))?"
)


def _multiples(found: Sketch) -> Iterator[Candidate]:
    """Yield 支出5万元，是上年2万元的2.5倍，增长1.5倍; the amount may be told before in other words."""
    for match in _TIMES.finditer(found.words):
        i = found.index(match.start("base"))
        base, times = found.numbers[i], found.numbers[i + 1]
        before = found.before(i)
        beside = bool(i) and match.start() - found.places[i - 1] <= _NEAR and before.startswith("，")
        around = [j for j in range(max(0, i - REACH), i) if comparable(found.numbers[j], base)]
        for j in around:
            other = found.numbers[j]
            sureness = Sureness.SAID if beside and j == i - 1 else Sureness.LIKELY
            yield Candidate("growth", times, symbol(other) / symbol(base), (other, base), sureness)
            if match["more"]:
                grown = (symbol(other) - symbol(base)) / symbol(base)
                yield Candidate("growth", found.numbers[i + 2], grown, (other, base), sureness)


_NEAR = 2

# --- years ---

_YEARS = re.compile("(?:\\d{4}年度?[、和及与]){1,8}\\d{4}年度?[^。；ＭＲ，]{0,24}(?:分别|依次)[^。；ＭＲ，]{0,6}(?=Ｍ)")
_JOINED_YEARS = re.compile("年度?[、和及与]\\d{4}年")
_YEAR = re.compile("\\d{4}")
_AGAINST = re.compile(
    "(?:(?P<now>\\d{4})年度?[^，。；ＭＲ比较]{0,6})?[比较](?P<then>\\d{4})年度?(?P<verb>[^，。；ＭＲ]{1,8})(?P<mark>[ＭＲ])"
)
_LONGEST_PARAGRAPH = 300


def _years(found: Sketch) -> Iterator[Candidate]:
    """Yield 2019年、2020年分别为3万元、4万元，2020年比2019年增长33.3%: years and amounts paired by position."""
    if _JOINED_YEARS.search(found.words) is None:
        return  # to look for all of them takes long
    for match in _YEARS.finditer(found.words):
        years = _YEAR.findall(match.group())
        first = found.index(match.end())
        amounts = found.numbers[first : first + len(years)]
        joined = all(_JOINT.fullmatch(found.before(i)) for i in range(first + 1, first + len(amounts)))
        if len(amounts) != len(years) or not joined or not all(each.is_amount for each in amounts):
            continue
        by_year = dict(zip(years, amounts, strict=True))
        yield from _of_years(found, found.places[first], by_year)


def _of_years(found: Sketch, start: int, by_year: dict[str, Number]) -> Iterator[Candidate]:
    now = ""
    for match in _AGAINST.finditer(found.words, start, start + _LONGEST_PARAGRAPH):
        now = match["now"] or now
        level, base = by_year.get(now), by_year.get(match["then"])
        told = wording.way(match["verb"])
        if level is None or base is None or told not in {Way.UP, Way.DOWN}:
            continue
        stated = found.numbers[found.index(match.start("mark"))]
        falls = told is Way.DOWN
        if stated.is_rate:
            yield growth_of(stated, level, base, falls=falls)
        elif comparable(stated, base):
            yield difference_of(stated, level, base, falls=falls)


# --- what is left, and totals of what was told before ---

_REST = re.compile("(?:其余|其它|余下|剩余部分)[^。；ＭＲ]{0,16}占(?:比(?:为)?)?(?P<rate>Ｒ)")


def _rests(found: Sketch) -> Iterator[Candidate]:
    """Yield 项目支出9万元，其中甲3万元…；其余为丙，占66.7%: the share of what is left of a whole."""
    for match in _REST.finditer(found.words):
        i = found.index(match.start("rate"))
        rate = found.numbers[i]
        amounts = [found.numbers[j] for j in range(max(0, i - REACH), i) if found.numbers[j].is_amount]
        for k in range(len(amounts) - 2, -1, -1):
            whole, parts = amounts[k], amounts[k + 1 :]
            if not all(comparable(each, whole) for each in parts):
                break
            (base, *sizes), _ = on_one_scale((whole, *parts), whole.unit)
            rest = base - sum(sizes)
            if rest > 0 and is_rate_of(rate, rest, base):
                signed = [(1, whole), *((-1, each) for each in parts)]
                expression = total_of(signed) / symbol(whole) * 100
                yield Candidate("share", rate, expression, (whole, *parts), Sureness.LIKELY)
                break


_COUNTED = re.compile(
    "(?P<count>[两二三四五六])(?:项|者|类)[^，。；：ＭＲ、]{0,6}(?:合计|共计|总计|共)[^，。；：ＭＲ、]{0,8}Ｍ"
)
_OPENS = re.compile("其中|：|[(]|中，|包括|由|。|；")


def _counted_totals(found: Sketch) -> Iterator[Candidate]:
    """Yield 甲5万元，乙3万元，两者合计为8万元: as many amounts as are said, told right before in one list."""
    for match in _COUNTED.finditer(found.words):
        i, count = found.index(match.end() - 1), wording.numeral(match["count"])
        stated, parts = found.numbers[i], found.numbers[max(0, i - count) : i]
        if len(parts) < count or not all(each.is_amount and comparable(each, stated) for each in parts):
            continue
        if found.ways[i] is not None:
            continue  # 两项合计增加5万元
        between = [found.before(j) for j in range(i - count + 1, i)]
        opens = (
            i == count or not _is_alike(found.numbers[i - count - 1], stated) or _OPENS.search(found.before(i - count))
        )
        if opens and not any("。" in words or _OPENS.search(words) for words in between) and _is_level(found, i, count):
            yield Candidate("sum_of_parts", stated, adding(parts), parts)


def _is_alike(number: Number, other: Number) -> bool:
    return number.is_amount and comparable(number, other)


def _is_level(found: Sketch, i: int, count: int) -> bool:
    """Return whether amounts of a list are no changes, and of no other year."""
    return all(found.ways[j] is None and not is_base(found, j) for j in range(i - count, i))


_TAKEN = re.compile(
    "(?:剔除|扣除|不含|减去|加回)[^，。；：ＭＲ]{0,20}(?P<off>Ｍ)(?:因素|影响)?后[^，。；：ＭＲ]{0,8}(?P<level>Ｍ)"
    "(?:，[^，。；：ＭＲ]{0,8}(?P<rate>Ｒ))?"
)


def _adjusted(found: Sketch) -> Iterator[Candidate]:
    """Yield 剔除退税1万元后为9万元，同口径增长8%: what is added or taken off, and the growth against the same base."""
    for match in _TAKEN.finditer(found.words):
        i = found.index(match.start("off"))
        off, level = found.numbers[i], found.numbers[found.index(match.start("level"))]
        if not comparable(off, level):
            continue
        for j in found.passage(i, level):
            other = found.numbers[j]
            for sign in (1, -1):
                yield Candidate("rollforward", level, "++" if sign > 0 else "+-", (other, off), Sureness.LIKELY)
            if match["rate"] and found.ways[i + 2] is not None:
                rate, falls = found.numbers[i + 2], found.ways[i + 2] is Way.DOWN
                yield growth_of(rate, level, other, Sureness.LIKELY, falls=falls)
