"""Changes and growth: what is said of an amount against last year's or the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import (
    FAR,
    NEAR,
    Candidate,
    Sureness,
    comparable,
    difference_of,
    growth_by,
    growth_of,
    levelled,
    on_one_scale,
    rate_of,
    symbol,
)
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Comparison, Statement, budget_of
from perfmetrics.auditing.wording import Way


def comparisons(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of what is said of an amount against last year's or the budget."""
    for statement in statements:
        for comparison in statement.comparisons:
            aside = _is_aside(statement, comparison, statements)
            wholes = [*_wholes_before(statement, statements)]
            for owner, own, found in levels(statement, statements):
                passed = (aside and not wholes) or (owner.is_past and comparison.base is None)
                passed = passed or _is_of_other_column(owner, comparison)
                sureness = Sureness.LIKELY if passed else found
                yield from _change(owner, comparison, own, sureness)
                bases = [] if comparison.base is not None else list(_bases(owner, comparison, own, statements))
                planned = _planned_here(statement, comparison, own, statements)
                if planned is not None and comparison.base is None and planned not in bases:
                    bases.append(planned)
                for base in bases:
                    sure = found if planned is base else Sureness.LIKELY
                    yield from _change(owner, replace(comparison, base=base), own, sure)
            yield from _of_budget_before(statement, comparison, statements)
            if comparison.change is not None and comparison.change.digits == 0:
                continue
            for whole, level in levelled(wholes):
                yield from _change(whole, comparison, level, Sureness.LIKELY)


_COLUMN_SUBJECT = re.compile(
    "(?:而|其中)?(?P<column>(?:年初|全年)?预算|决算)(?:数|支出|收入)*(?:同比|[比较](?:上年|去年)|增|减|上升|下降)"
)


def _is_of_other_column(statement: Statement, comparison: Comparison) -> bool:
    """Return whether a change names the budget, and the amount is of final accounts, or the other way round."""
    named = _COLUMN_SUBJECT.match(comparison.words or comparison.rate_words)
    column = "" if named is None else "final" if named["column"] == "决算" else "budget"
    return bool(column and statement.column) and column != statement.column


def _is_aside(statement: Statement, comparison: Comparison, statements: Sequence[Statement]) -> bool:
    """Return whether a comparison after a list may be of its total: …；项目支出4万元。与上年相比增加1万元."""
    if wording.PER_HEAD.search(statement.lead):
        return True  # 经费9万元，人均1万元，较上年减少2万元
    later = comparison.sentence > statement.sentence or comparison.segment > statement.segment
    if statement.level is None or not later or not statement.place:
        return False
    before = statements[statement.place - 1]
    # 预算6万元，决算5万元；较上年增加1万元: of one thing.
    return statement.numbered or (before.sentence == statement.sentence and before.label != statement.label)


def _of_budget_before(
    statement: Statement, comparison: Comparison, statements: Sequence[Statement]
) -> Iterator[Candidate]:
    """Yield 采购预算30万元，实际采购与预算相比节约3万元，节约率10%: the change of the budget of the clause before."""
    if statement.level is not None or comparison.against != "budget" or not statement.place:
        return
    change, rate, before = comparison.change, comparison.rate, statements[statement.place - 1]
    if change is None or rate is None or before.level is None or not comparable(change, before.level):
        return
    if before.column == "budget" and before.sentence == statement.sentence:
        yield rate_of("growth", rate, change, before.level)


def levels(statement: Statement, statements: Sequence[Statement]) -> Iterator[tuple[Statement, Number, Sureness]]:
    """Yield the amounts that a statement may be about: its own, or those of statements of its name, near ones first."""
    if statement.level is not None:
        yield statement, statement.level, Sureness.SAID
        return
    if not statement.label:
        near = levelled(statements[max(0, statement.place - NEAR) : statement.place])
        here = {
            (level.exact(), level.unit)
            for other, level in near
            if other.sentence == statement.sentence and other.depth <= statement.depth
            if not _is_of_other_year(statement, other)
        }
        for other, level in reversed(near):
            is_only = len(here) == 1 and other.sentence == statement.sentence and other.depth <= statement.depth
            yield other, level, Sureness.SAID if is_only else Sureness.LIKELY
        return
    around = statements[max(0, statement.place - FAR) : statement.place + FAR]
    ordered = sorted(around, key=lambda each: (each.place > statement.place, abs(each.place - statement.place)))
    named = levelled(other for other in ordered if wording.same_item(statement.label, other.label))
    exact = [other for other, _ in named if wording.likeness(statement.label, other.label) == wording.SAME]
    for other, level in named:
        if _is_of_other_year(statement, other):
            continue
        is_meant = len(exact) == 1 and other is exact[0]
        yield other, level, Sureness.SAID if is_meant else Sureness.LIKELY


def _is_of_other_year(statement: Statement, other: Statement) -> bool:
    """Return whether two statements name years that differ."""
    return bool(statement.year and other.year) and statement.year != other.year


def _wholes_before(statement: Statement, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the totals that what is said after their last part may be said of."""
    for other in reversed(statements[max(0, statement.place - FAR) : statement.place]):
        if other.paragraph != statement.paragraph:
            return
        if other.level is not None and other.opens:
            yield other


def _bases(
    statement: Statement, comparison: Comparison, level: Number, statements: Sequence[Statement]
) -> Iterator[Number]:
    """Yield the amounts that a level may be compared with where the sentence states none."""
    for other in reversed(statements[max(0, statement.place - FAR) : statement.place + FAR]):
        if other.level is None or other.level is level or not comparable(other.level, level):
            continue
        if comparison.against == "budget":
            if other.column == "budget" and (
                wording.same_item(statement.label, other.label) or not wording.item_of(statement.label)
            ):
                yield other.level
        elif other.year and statement.year and other.year < statement.year and _alike(statement, other):
            yield other.level


def _planned_here(
    statement: Statement, comparison: Comparison, level: Number, statements: Sequence[Statement]
) -> Number | None:
    """Return the only budget of a sentence, for what is said against it: 核定9万元，列支8万元，较核定数节约1万元."""
    planned = [
        stated
        for each, stated in levelled(statements[max(0, statement.place - NEAR) : statement.place])
        if each.sentence == statement.sentence
        and each.column == "budget"
        and not each.depth
        and stated is not level
        and comparable(stated, level)
    ]
    only = planned[0] if len(planned) == 1 and comparison.against == "budget" else None
    return only if only is not None and not statement.depth else None


def _alike(statement: Statement, other: Statement) -> bool:
    items = wording.item_of(statement.label), wording.item_of(other.label)
    return wording.same_item(statement.label, other.label) or not all(items)


def _change(statement: Statement, comparison: Comparison, level: Number, sureness: Sureness) -> Iterator[Candidate]:
    """Yield what follows of an amount, what it is compared with, their difference and the rate, as far as stated."""
    base = comparison.base
    if base is None and comparison.against == "budget":
        base = budget_of(statement)
    base = base if base is not None and comparable(base, level) else None
    change = comparison.change if comparison.change is not None and comparable(comparison.change, level) else None
    if base is not None:
        yield from _of_base(comparison, level, base, change, sureness)
    saved = statement.column == "budget" and base is None and _SAVED.search(comparison.words)
    off = _TAKEN_OFF.search(comparison.rate_words) is not None
    if comparison.rate is not None and change is not None and (saved or off):
        # 预算9万元，节约2万元，节约率22.22%; 送审9万元，审减2万元，审减率22.22%
        yield rate_of("growth", comparison.rate, change, level, Sureness.LIKELY if off else sureness)
    elif comparison.rate is not None and change is not None and not _contradicts(comparison):
        if _is_signed(comparison):
            fall = (0 - symbol(change)) / (symbol(level) + symbol(change)) * 100
            yield Candidate("growth", comparison.rate, fall, (change, level), sureness)
        else:
            yield growth_by(comparison.rate, change, level, sureness, falls=not _is_up(comparison))


_TAKEN_OFF = re.compile("审减|核减|减免|优惠|扣减|退回")
_SAVED = re.compile("节约|节支|节省|结余")


def _is_up(comparison: Comparison) -> bool:
    known = comparison.change_way if comparison.change_way is not Way.OPEN else None
    return (known or comparison.rate_way) is not Way.DOWN


def _is_signed(comparison: Comparison) -> bool:
    """Return whether a fall is written with a sign, where no word says so: 变动幅度为-7.69%."""
    negative = comparison.rate is not None and comparison.rate.digits < 0
    return negative and comparison.rate_way is Way.OPEN and comparison.change_way is Way.DOWN


def _contradicts(comparison: Comparison) -> bool:
    """Return whether a text contradicts itself, so that nobody knows what it means: 减少…，增长…."""
    ways = {comparison.change_way, comparison.rate_way}
    return ways == {Way.UP, Way.DOWN} or (comparison.rate_way is None and comparison.change_way in {Way.UP, Way.DOWN})


def _of_base(
    comparison: Comparison, level: Number, base: Number, change: Number | None, sureness: Sureness
) -> Iterator[Candidate]:
    falls = not _is_up(comparison)
    told = comparison.change_way not in {None, Way.OPEN} or comparison.rate_way is not None
    if change is not None and told:
        yield difference_of(change, level, base, sureness, falls=falls)
    if comparison.flat is not None:
        yield difference_of(comparison.flat, level, base, sureness)
    if comparison.multiple is not None:
        yield Candidate("growth", comparison.multiple, symbol(level) / symbol(base), (level, base), sureness)
    if comparison.times is not None:
        grown = (symbol(level) - symbol(base)) / symbol(base)
        yield Candidate("growth", comparison.times, grown, (level, base), sureness)
    if change is not None and _is_difference(change, level, base):
        sureness = Sureness.SAID  # no coincidence: the rate is of these two
    if comparison.rate is not None and not _contradicts(comparison):
        falls = falls and not _is_signed(comparison)
        yield growth_of(comparison.rate, level, base, sureness, falls=falls)


def _is_difference(change: Number, level: Number, base: Number) -> bool:
    """Return whether a change of several digits is to the last one what parts two amounts."""
    (parted, one, two), _ = on_one_scale((change, level, base), change.unit)
    return len(str(abs(change.digits)).strip("0")) >= _TELLING and abs(one - two) == abs(parted)


_TELLING = 3


def differences(found: Sequence[tuple[Number, Number, Number, Way, bool]]) -> Iterator[Candidate]:
    """Yield the claims of percentage points between two rates of a sentence."""
    for stated, first, second, direction, turned in found:
        more, less = (first, second) if (direction is Way.UP) is not turned else (second, first)
        # Where the rates part the other way, one of them is wrong itself, or another one is meant.
        turns = more.exact() < less.exact()
        sureness = Sureness.LIKELY if turns else Sureness.SAID
        yield difference_of(stated, first, second, sureness, falls=more is not first)
