"""Changes and growth: what is said of an amount against last year's or the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import FAR, NEAR, Candidate, Sureness, comparable, rate_of, symbol
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Comparison, Statement
from perfmetrics.auditing.wording import Way


def comparisons(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of what is said of an amount against last year's or the budget."""
    for statement in statements:
        for comparison in statement.comparisons:
            for owner, level, sureness in levels(statement, statements):
                yield from _change(owner, comparison, level, sureness)
                for base in [] if comparison.base is not None else _bases(owner, comparison, level, statements):
                    yield from _change(owner, replace(comparison, base=base), level, Sureness.LIKELY)
            yield from _of_budget_before(statement, comparison, statements)
            if comparison.change is not None and comparison.change.quantity.value == 0:
                continue
            for whole in _wholes_before(statement, statements):
                if whole.level is not None:
                    yield from _change(whole, comparison, whole.level, Sureness.LIKELY)


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
    """Yield the amounts that a statement may be about: its own, or those of statements of its name, the nearest first."""
    if statement.level is not None:
        yield statement, statement.level, Sureness.SAID
        return
    if not statement.label:
        for other in reversed(statements[max(0, statement.place - NEAR) : statement.place]):
            if other.level is not None:
                yield other, other.level, Sureness.LIKELY
        return
    near = statements[max(0, statement.place - FAR) : statement.place + FAR]
    ordered = sorted(near, key=lambda each: (each.place > statement.place, abs(each.place - statement.place)))
    named = [other for other in ordered if other.level and wording.same_item(statement.label, other.label)]
    exact = [other for other in named if wording.likeness(statement.label, other.label) > wording.NAMED]
    for other in named:
        if other.level is not None:
            is_meant = len(exact) == 1 and other is exact[0]
            yield other, other.level, Sureness.SAID if is_meant else Sureness.LIKELY


def _wholes_before(statement: Statement, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the totals that what is said after their last part may be said of."""
    for other in reversed(statements[max(0, statement.place - NEAR) : statement.place]):
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
            named = wording.same_item(statement.label, other.label) or not wording.item_of(statement.label)
            if other.column == "budget" and named:
                yield other.level
        elif other.year and statement.year and other.year < statement.year and _alike(statement, other):
            yield other.level


def _alike(statement: Statement, other: Statement) -> bool:
    items = wording.item_of(statement.label), wording.item_of(other.label)
    return wording.same_item(statement.label, other.label) or not all(items)


def _change(statement: Statement, comparison: Comparison, level: Number, sureness: Sureness) -> Iterator[Candidate]:
    base = comparison.base
    if base is None and comparison.against == "budget" and statement.budget is not None:
        base = statement.budget
    if base is not None and not comparable(base, level):
        base = None
    change, rate = comparison.change, comparison.rate
    if change is not None and not comparable(change, level):
        change = None
    known = comparison.change_way if comparison.change_way is not Way.OPEN else None
    up = (known or comparison.rate_way) is not Way.DOWN
    if change is not None and base is not None and (known is not None or comparison.rate_way is not None):
        expression = symbol(level) - symbol(base) if up else symbol(base) - symbol(level)
        yield Candidate("difference", change, expression, (level, base), sureness)
    if comparison.flat is not None and base is not None:
        yield Candidate("difference", comparison.flat, symbol(level) - symbol(base), (level, base), sureness)
    if comparison.times is not None and base is not None:
        over = symbol(level) - symbol(base) if comparison.rate_way is Way.UP else symbol(level)
        yield Candidate("growth", comparison.times, over / symbol(base), (level, base), sureness)
    if rate is None:
        return
    if comparison.change_way in {Way.UP, Way.DOWN} and comparison.change_way is not comparison.rate_way:
        return  # 减少…，增长…: the text contradicts itself, and what it means is not known
    if base is not None:
        difference = symbol(level) - symbol(base) if up else symbol(base) - symbol(level)
        yield Candidate("growth", rate, difference / symbol(base) * 100, (level, base), sureness)
    if change is not None:
        prior = symbol(level) - symbol(change) if up else symbol(level) + symbol(change)
        yield Candidate("growth", rate, symbol(change) / prior * 100, (change, level), sureness)


def differences(found: Sequence[tuple[Number, Number, Number, Way, bool]]) -> Iterator[Candidate]:
    """Yield the claims of percentage points between two rates of a sentence."""
    for stated, first, second, direction, turned in found:
        tree = symbol(second) - symbol(first) if turned else symbol(first) - symbol(second)
        if direction is Way.DOWN:
            tree = symbol(first) - symbol(second) if turned else symbol(second) - symbol(first)
        yield Candidate("difference", stated, tree, (first, second))
