"""What was done of what was due, by the words for both: `发放问卷260份，收回248份，回收率95.38%`.

A rate names an act, and each act has its counterpart: what is returned was sent out, who came was to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfmetrics.auditing.candidates import NEAR, Candidate, Sureness, at_least, comparable, levelled, rate_of
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Statement

# The act that a rate names, the words for what was done, and for what it is of.
_ACTS = tuple(
    (re.compile(name), re.compile(f"(?<![不未无])(?:{done})"), re.compile(due))
    for name, done, due in (
        ("回收率|收回率", "收回|回收", "发放|发出|发送|印发|下发"),
        ("参训率|到训率|培训率", "参训|实训|参加", "应训|应参训|应到|应参加|计划培训"),
        ("出勤率|到会率|参会率|到课率|到岗率", "实到|出勤|参会|到会|到课", "应到|应出勤|应参会"),
        ("发放率|兑付率|补助率", "实发|实际发放|已发|兑付", "应发|应兑付|应补"),
        ("到位率", "到位", "应到位|应配套|应拨|应筹"),
        ("缴纳率|征缴率|收缴率|收费率", "实缴|实收|收缴|征收|缴纳", "应缴|应收|应征"),
        ("合格率|达标率", "合格|达标", "抽检|抽查|检测|检验|送检|抽样"),
        ("整改率|整治率", "整改|整治|销号", "发现|查出|反馈|指出"),
        ("办结率|办理率|结案率", "办结|结案|办理", "受理|收到|接到|接收|交办"),
        ("答复率|回复率", "答复|回复", "收到|承办|交办|接到"),
    )
)
_SUBJECT = "(?:问卷|资金|调查|调查问卷|人员|学员|培训|工资|补[贴助]|样品|产品|案件|问题|事项|诉求|提案|建议|款项|的)?"
_NAMED = re.compile(f"^{_SUBJECT}(?P<act>[\\u4e00-\\u9fff]{{2}}率)$")
# What does not tell a thing done from what was due: 已收回, 实际到位资金.
_GENERIC = re.compile("实际|累计|已经|及时|全部|有效|资金|问卷|共|已|数|量|了|人员|产品|样品|\\d{4}年|年|验收")


def dues(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of how much of what was due was done.

    Example:
        >>> from perfmetrics.auditing.lexer import lex
        >>> from perfmetrics.auditing.reading import read
        >>> [each.stated.quantity.text for each in dues(read(lex("发放问卷260份，收回247份，回收率95%。")).statements)]
        ['95%']
    """
    for statement in statements:
        for rate, words, base in statement.done[:1]:
            named = _NAMED.match(words)
            if statement.level is None or named is None or base is not None:
                continue
            for name, done, due in _ACTS:
                if name.fullmatch(named["act"]) and done.search(statement.lead) and not due.search(statement.lead):
                    found = list(_due(statement, due, statements))
                    fits = [each for each in found if at_least(each, statement.level)]
                    own = not _GENERIC.sub("", done.sub("", statement.label))
                    own = own and _is_alone(statement, statements)
                    sure = Sureness.SAID if own and len(found) == len(fits) == 1 else Sureness.LIKELY
                    for each in fits:
                        yield rate_of("completion_rate", rate, statement.level, each, sure)


def _due(statement: Statement, due: re.Pattern[str], statements: Sequence[Statement]) -> Iterator[Number]:
    """Yield the amounts that were due: of the sentence, or of the one before, where it says what should have been."""
    level = statement.level
    for each, stated in levelled(statements[max(0, statement.place - NEAR) : statement.place]):
        near = each.sentence == statement.sentence
        near = near or (each.sentence == statement.sentence - 1 and "应" in each.lead)
        if near and level is not None and comparable(stated, level) and due.search(each.lead):
            yield stated


def _is_alone(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Return whether the sentence states one other amount at most: 上年结转5件，受理100件，办结95件 is of both."""
    level = statement.level
    near = levelled(statements[max(0, statement.place - NEAR) : statement.place])
    alike = [
        each for each, stated in near if each.sentence == statement.sentence and level and comparable(stated, level)
    ]
    return len(alike) < 2
