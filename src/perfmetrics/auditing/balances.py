"""What is left: of a budget that was spent, and of what was there at first, what came and what went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import (
    NEAR,
    Candidate,
    Sureness,
    adding,
    comparable,
    difference_of,
    levelled,
    signs_of,
    value,
)
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Statement

_KEPT = "(?:结转|结余|余额|原值|净值|存量)"
_OPENING = re.compile(
    f"(?:年初|期初|月初)(?:.{{0,6}}{_KEPT}[^预]{{0,4}}|资金|数)?(?:为|有|：|共)*$|上[年期月]末?.{{0,6}}{_KEPT}[^预]{{0,4}}$"
)
_CLOSING = re.compile("(?:年末|期末|月末|结转下年|滚存)")
_IN = re.compile("收入|新增|增加|拨款|下达|到位|追加|转入|购入|收到|当期发生")
_OUT = re.compile("支出|使用|处置|偿付|支付|偿还|减少|报废|核减|支用|发放|转出|分配|上缴|缴回|缴存")
_USED = re.compile("使用(?:非财政|以前|上年|往年)")  # of what had been left: it came as well
_LEFT = re.compile(
    "^(?:资金|经费|预算)?(?:结余|剩余|尚余|余额|余款|未执行|未支付|未使用|未完成)(?:部分|资金|经费|金额)?$"
)
_REST = re.compile("结转|结余|收回|上缴|剩余")
_SPENT = re.compile("支出|支付|使用|执行|决算|完成")
# One of these stands in all words that are looked for below.
_SPEAKS = re.compile("末|滚存|结转下年|结余|结存|剩余|尚余|余额|余款|未|追加|核减|调增|调减|追减|新增")
_LONGEST = 6  # statements that one balance consists of


def balances(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of what remains.

    年初3万元，本年收入5万元，支出4万元，年末4万元 is said where it stands in one sentence; over several sentences, with
    lists between, it may be of another thing.
    """
    for statement in statements:
        level = statement.level
        if level is None or _SPEAKS.search(statement.lead) is None:
            continue
        if wording.ADJUSTED.search(statement.lead):
            yield from _adjusted(statement, level, statements)
        if _CLOSING.search(statement.lead):
            yield from _rolled(statement, level, statements)
        if _ACCUMULATED.search(statement.lead):
            yield from _accumulated(statement, level, statements)
        if _LEFT.search(wording.label_of(statement.lead)):
            yield from _left(statement, level, statements)
        if _OF_YEAR.search(statement.lead):
            yield from _of_totals(statement, level, statements)


def _adjusted(statement: Statement, level: Number, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield 年初预算3万元，调整预算4万元。预算调增1万元: what the budget was changed by."""
    for other in reversed(statements[max(0, statement.place - NEAR) : statement.place]):
        budgets = [number for lead, number in other.stated if wording.column_of(lead) == "budget"]
        if len(budgets) == 2 and all(comparable(each, level) for each in budgets):
            less, more = sorted(budgets, key=lambda each: value(each, level))
            yield difference_of(level, more, less, Sureness.LIKELY)
            return


def _rolled(closing: Statement, level: Number, statements: Sequence[Statement]) -> Iterator[Candidate]:
    chosen: list[tuple[int, Number]] = []
    kinds: set[int] = set()
    for other in reversed(statements[max(0, closing.place - _LONGEST) : closing.place]):
        here = other.sentence == closing.sentence and other.depth == closing.depth and not other.opens
        if other.level is None or not here or not comparable(other.level, level):
            break
        if _OPENING.search(other.lead):
            if kinds == {1, -1}:
                chosen.append((1, other.level))
                chosen.reverse()
                # 收入9万元，其中…，上年结余1万元，其他2万元，支出8万元，年末结余1万元: these are parts of the income.
                before = statements[max(0, other.place - _LONGEST) : other.place]
                parts = any(each.opens and each.sentence == other.sentence for each in before)
                sure = Sureness.LIKELY if parts else Sureness.SAID
                yield Candidate("rollforward", level, signs_of(chosen), tuple(number for _, number in chosen), sure)
            return
        sign = _direction(other)
        if not sign or _CLOSING.search(other.lead):
            break
        kinds.add(sign)
        chosen.append((sign, other.level))
    yield from _rolled_far(closing, level, statements)


def _direction(statement: Statement) -> int:
    """Return 1 for what came, −1 for what went, 0 for neither."""
    if _USED.search(statement.lead):
        return 1
    if wording.sign_of(statement.lead) < 0 or _OUT.search(statement.lead):
        return -1
    return 1 if _IN.search(statement.lead) or statement.lead.startswith("加") else 0


_ACCUMULATED = re.compile("^(?:年末|期末)?(?:累计|滚存)(?:结余|结存)|^(?:年末|期末)(?:累计|滚存)?(?:结余|结存)")
_CURRENT = re.compile("[当本][年期](?:收支)?(?:结余|结存)")


def _accumulated(closing: Statement, level: Number, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield 当期结余5万元，累计结余7万元（上年末累计结余2万元): what there was, and what was left of the year."""
    near = [
        (each, stated)
        for each, stated in levelled(statements[max(0, closing.place - _LONGEST) : closing.place + 2])
        if each.sentence == closing.sentence and comparable(stated, level) and each is not closing
    ]
    current = [stated for each, stated in near if _CURRENT.search(each.lead) and each.place < closing.place]
    opening = [stated for each, stated in near if _OPENING.search(each.lead) and not _CURRENT.search(each.lead)]
    if len(current) == len(opening) == 1:
        parts = (opening[0], current[0])
        yield Candidate("rollforward", level, adding(parts), parts, Sureness.SAID)


_REACH = 16  # statements back to what was there at first, where lists stand between


def _rolled_far(closing: Statement, level: Number, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield a balance over the nearest opening, income and expenditure before, with their lists between."""
    came: Number | None = None
    went: Number | None = None
    for other in reversed(statements[max(0, closing.place - _REACH) : closing.place]):
        if other.level is None or not comparable(other.level, level) or other.paragraph < closing.paragraph - 2:
            continue
        if _OPENING.search(other.lead):
            if came is not None and went is not None:
                signed = [(1, other.level), (1, came), (-1, went)]
                numbers = tuple(number for _, number in signed)
                yield Candidate("rollforward", level, signs_of(signed), numbers, Sureness.LIKELY)
            return
        if other.opens and "收入" in other.lead:
            came = other.level
        elif other.opens and "支出" in other.lead and came is None:
            went = other.level


def _left(statement: Statement, level: Number, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield what was not spent of a budget, or of what came in, that stands before."""
    near = [
        (other, stated)
        for other, stated in levelled(statements[max(0, statement.place - NEAR) : statement.place])
        if other.paragraph >= statement.paragraph - 2 and comparable(stated, level)
        if not wording.ADJUSTED.search(other.lead)
    ]
    if not near or not (_SPENT.search(near[-1][0].lead) or near[-1][0].column == "final"):
        return
    spent, amount = near.pop()
    if spent.budget is not None and comparable(spent.budget, level):
        here = spent.sentence == statement.sentence and spent.place == statement.place - 1
        said = here and not _is_split(statement, statements) and not _are_several(statement, statements)
        yield difference_of(level, spent.budget, amount, Sureness.SAID if said else Sureness.LIKELY)
        return
    for _, other in reversed(near):
        yield difference_of(level, other, amount, Sureness.LIKELY)


_OF_YEAR = re.compile("^(?:收支相抵(?:后)?)?(?:年终|年末|当年|本年)?(?:净?结余|结转下年)(?:资金)?(?:为|共|：)*$")
_TOTAL = re.compile("总计|总量")


def _of_totals(statement: Statement, level: Number, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield 收入总计9万元。…，支出总计8万元。年终结余1万元: 总计 holds what there was before, 合计 does not."""
    near = [
        (each.lead, stated)
        for each, stated in levelled(statements[max(0, statement.place - _REACH) : statement.place])
        if each.paragraph >= statement.paragraph - 2 and comparable(stated, level) and _TOTAL.search(each.lead)
    ]
    came = [stated for lead, stated in near if "收入" in lead]
    went = [stated for lead, stated in near if "支出" in lead]
    last = statements[statement.place - 1].level if statement.place else None
    if len(came) == len(went) == 1 and went[0] is last:
        yield difference_of(level, came[0], went[0], Sureness.SAID)


def _are_several(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Return whether several things came before, or something was left: 上年结转1万元，预算5万元，支出4万元，结余…."""
    near = statements[max(0, statement.place - NEAR) : statement.place]
    here = [each for each in near if each.sentence == statement.sentence]
    return sum(each.budget is not None for each in here) > 1 or any(_REST.search(each.lead) for each in here)


def _is_split(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Return whether what is left is told in several parts: 结余3万元，结转2万元."""
    after = statements[statement.place + 1 : statement.place + 2]
    return any(each.sentence == statement.sentence and _REST.search(each.lead) for each in after)
