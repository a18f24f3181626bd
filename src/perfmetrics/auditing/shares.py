"""Shares: what an amount is of another, where often only the figures tell of which."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import (
    FAR,
    NEAR,
    Candidate,
    Sureness,
    adding,
    comparable,
    levelled,
    on_one_scale,
    rate_of,
    size_of,
    symbol,
    total_of,
)
from perfmetrics.auditing.growth import levels
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Statement


@dataclass(frozen=True, slots=True)
class _Share:
    """One percentage that an amount is said to be of something; the sizes are for a quick look at many of them.

    Attributes:
        owner: The statement of it.
        level: The amount.
        size: How large it is.
        rate: The percentage.
        stated: How large that is.
        loose: How large two of its last digit are.
        words: The words for what it is of.
        is_own: Whether it is of the amount of its own statement.
    """

    owner: Statement
    level: Number
    size: float
    rate: Number
    stated: float
    loose: float
    words: str
    is_own: bool


def shares(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of what an amount is of another.

    Shares that are said to be of the same thing have one whole: where two of them fit an amount, that is it for all.
    """
    found = [
        _Share(statement, level, size_of(level), rate, rate.about(), 2 / 10**rate.decimals, words, sureness is _SAID)
        for statement in statements
        for rate, words in statement.shares
        for _, level, sureness in list(levels(statement, statements))[:3]
    ]
    found = [each for each in found if not _is_elsewhere(each, statements)]
    groups: dict[tuple[str, int], list[int]] = {}
    first = 0  # of the list that the shares of one thing that is not named stand in
    for place, each in enumerate(found):
        name = wording.label_of(_PROPORTION.sub("", each.words))
        if place and not _go_on(found[place - 1].owner, each.owner):
            first = place
        groups.setdefault((name, -1 if name else first), []).append(place)
    for (name, _), places in groups.items():
        paragraphs = {found[place].owner.paragraph for place in places}
        around = sorted({i for place in places for i in range(max(0, place - _BESIDE), place + _BESIDE)})
        beside = [found[i] for i in around if i < len(found) and found[i].owner.paragraph in paragraphs]
        group = [found[place] for place in places]
        loose = [each for each in beside if not (name and each.words)]
        yield from _shares_of(name, group, [*group, *loose], statements)
        yield from _all_of(group, statements)


_SAID = Sureness.SAID
_FEWEST = 3  # shares that tell by coming to 100% that they are of all there is


def _all_of(group: Sequence[_Share], statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claim of a total whose parts have shares that come to 100%: no part was left out."""
    once = list({each.rate.begin: each for each in group if each.is_own}.values())
    parts = list({each.level.begin: each.level for each in once}.values())
    if not _FEWEST <= len(once) == len(parts) <= _MOST_WHOLES:
        return
    ulp = max(Fraction(1, 10**each.rate.decimals) for each in once)
    off = abs(sum((each.rate.exact() for each in once), Fraction(-100)))
    first = once[0].owner.place
    if off > ulp * len(once) / 2:
        return
    for _, level in reversed(levelled(statements[max(0, first - NEAR) : first])):
        size = size_of(level)
        fits = sum(_fits(each, level, size) for each in once)
        if fits >= len(once) - 1 and all(comparable(level, part) for part in parts):
            yield Candidate("sum_of_parts", level, adding(parts), tuple(parts))
            return


_PROPORTION = re.compile("的?(?:(?:比[例重]|份额)(?:为|是|达到?|约)*)?$")


def _go_on(before: Statement, after: Statement) -> bool:
    """Return whether two shares stand in one list: in one paragraph, or in items that follow one another."""
    return after.paragraph == before.paragraph or after.place <= before.place + 1


_WIDER = re.compile("全(?:国|省|市|县|区|州|镇|乡|自治[区县州]|行业|系统|社会)(?!局|办|委)")


def _is_elsewhere(share: _Share, statements: Sequence[Statement]) -> bool:
    """Return whether a share is of what the text does not state: 占全县罚没收入的6.2%."""
    wider = _WIDER.search(share.words)
    if wider is None:
        return False
    near = statements[max(0, share.owner.place - FAR) : share.owner.place + FAR]
    return not any(wider.group() in each.label for each in near)


_SEVERAL_OF = re.compile("[前后][两二三四五六七八九十2-9](?:期|项|类|个|批|年|者|位)")  # 占前两期投资的84%
_AGREED = 2  # shares that agree on what they are of
_SHORT_NAME = 3
_LONG_NAME = 4  # characters of a name that few other things have
_NEIGHBOURS = 6  # shares before and after one that are compared with it
_BESIDE = 20  # shares before and after one whose amounts may make up the whole


def _shares_of(
    name: str, group: Sequence[_Share], all_shares: Sequence[_Share], statements: Sequence[Statement]
) -> Iterator[Candidate]:
    """Yield the claims of a group of shares of one thing; the amounts of all shares may make up the whole."""
    all_shares = sorted({id(each): each for each in all_shares}.values(), key=lambda each: each.owner.place)
    places = [each.owner.place for each in all_shares]
    owners = {each.owner.place for each in group}
    alike = cache(partial(wording.likeness, name))
    for k, each in enumerate(group):
        neighbours = [other for other in _around(group, k, _NEIGHBOURS) if other.rate is not each.rate]
        wholes = _wholes_of(alike, each, statements)
        opener = _opener(each.owner, statements)
        best = wholes[0][0] if wholes else 0
        is_long = len(wording.core(name)) >= _LONG_NAME
        told = {
            whole.place
            for score, whole, _, _ in wholes
            if score >= (wording.NAMED if is_long else wording.SAME)
            and score == best
            and whole.place < each.owner.place
            and whole.place not in owners
        }
        # 占“三公”经费的81%, of 三公经费支出决算 alone.
        is_only = len(wording.core(name)) >= _SHORT_NAME and sum(score == best for score, *_ in wholes) == 1
        fitting = {
            whole.place: [other for other in neighbours if _fits(other, level, size)]
            for _, whole, level, size in wholes
        }
        agreed = {
            place: sum(bool(name) or other.owner.sentence == each.owner.sentence for other in others)
            for place, others in fitting.items()
        }
        most = max(agreed.values(), default=0)
        opened = None if opener is None or opener.level is None else size_of(opener.level)
        at_opener = opener is not None and opened is not None and agreed.get(opener.place, 0) == most
        for score, whole, level, size in wholes:
            if told and each.is_own and whole.place not in told:
                continue  # what the words name is meant, whatever else would fit
            if agreed[whole.place] < most and most >= (1 if name or at_opener else _AGREED):
                continue  # several shares beside it are of another whole
            named = bool(name) and score == best and whole.place < each.owner.place
            named = named and (score >= wording.NAMED or (is_only and score == wording.WITHIN))
            # What is more than all of it is of something else.
            named = named and whole.place not in owners and each.size <= size
            generic = not name or not wording.core(name)
            opens = generic and opened == size
            said = (bool(fitting[whole.place]) and (generic or score > 0)) or (each.is_own and (named or opens))
            said = said and _SEVERAL_OF.search(each.words) is None
            if said or _is_near(each, size):
                yield rate_of("share", each.rate, each.level, level, Sureness.SAID if said else Sureness.LIKELY)
        if not told:
            yield from _of_all(each, _around(all_shares, bisect_left(places, each.owner.place), _BESIDE))


def _around(shares: Sequence[_Share], place: int, reach: int) -> Sequence[_Share]:
    return shares[max(0, place - reach) : place + reach]


def _of_all(share: _Share, beside: Sequence[_Share]) -> Iterator[Candidate]:
    """Yield the claim that a share is of all amounts that shares are stated of."""
    together = {each.level.begin: each.level for each in beside}
    parts = tuple(number for number in together.values() if comparable(number, share.level))
    if len(parts) < 2:
        return
    size = sum(size_of(number) for number in parts)
    near = [
        other
        for other in beside
        if other.rate is not share.rate and comparable(other.level, share.level) and _is_near(other, size, loose=0)
    ]
    others = False
    if near:
        sizes, _ = on_one_scale((*parts, *[other.level for other in near]), share.level.unit)
        total = sum(sizes[: len(parts)])
        others = any(_fits_total(other, part, total) for other, part in zip(near, sizes[len(parts) :], strict=True))
    if others or _is_near(share, size):
        expression = symbol(share.level) / total_of([(1, number) for number in parts]) * 100
        yield Candidate("share", share.rate, expression, parts, Sureness.SAID if others else Sureness.LIKELY)


_MOST_WHOLES = 12


def _wholes_of(
    likeness: Callable[[str], int], share: _Share, statements: Sequence[Statement]
) -> list[tuple[int, Statement, Number, float]]:
    """Return the statements that a share may be of, the likeliest first, with how well they are named, and sizes."""
    place = share.owner.place
    around = statements[max(0, place - FAR) : place + FAR]
    scored = [
        (likeness(each.label), -abs(each.place - place), each, level)
        for each, level in levelled(around)
        if level is not share.level and comparable(level, share.level)
    ]
    scored.sort(key=lambda each: each[:2], reverse=True)
    # An amount that is stated again says nothing new.
    once = {(size := size_of(level)): (score, each, level, size) for score, _, each, level in reversed(scored)}
    return sorted(once.values(), key=lambda each: (-each[0], abs(each[1].place - place)))[:_MOST_WHOLES]


def _opener(statement: Statement, statements: Sequence[Statement]) -> Statement | None:
    """Return the total in whose list a statement stands."""
    for other in reversed(statements[max(0, statement.place - NEAR) : statement.place]):
        if other.sentence < statement.sentence - 1 or other.paragraph != statement.paragraph:
            return None
        if other.opens and other.opens != "(":
            return None if wording.is_loose(other.opens) else other
    return None


def _fits(share: _Share, whole: Number, size: float) -> bool:
    """Return whether a share is that of a whole, to its last digit but one."""
    if not _is_near(share, size, loose=0) or not comparable(whole, share.level):
        return False
    (part, total), _ = on_one_scale((share.level, whole), share.level.unit)
    return _fits_total(share, part, total)


_LOOSE = 0.3  # of a share: how far rounding may take it where its amounts have one digit


def _is_near(share: _Share, whole: float, *, loose: float = _LOOSE) -> bool:
    """Return whether a share may be that of a whole: most are not by far, and are told quickly."""
    stated = share.stated
    if not whole or not (stated or loose):
        return False
    return abs(share.size / whole * 100 - stated) <= loose * abs(stated) + share.loose


def _fits_total(share: _Share, part: int, total: int) -> bool:
    """Return whether a share is what a part is of a total, which is not nothing, to its last digit but one."""
    stated, decimals = share.rate.plain()
    one: int = 10**decimals
    return abs(100 * part * one - stated * total) <= abs(total)
