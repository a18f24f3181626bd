"""Completion: how much of a budget or a target was reached, and the posts that are filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from perfmetrics.auditing import wording
from perfmetrics.auditing.candidates import (
    FAR,
    NEAR,
    Candidate,
    Sureness,
    at_least,
    comparable,
    levelled,
    on_one_scale,
    pair_before,
    rate_of,
    symbol,
    total_of,
    value,
)
from perfmetrics.auditing.lexer import Number
from perfmetrics.auditing.reading import Statement
from perfmetrics.quantities import Dimension


def completions(statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield the claims of how much of a budget or target was reached."""
    for statement in statements:
        for i, (rate, words, base) in enumerate(statement.done):
            if wording.ADJUSTED.search(words):
                yield from _adjusted(statement, rate, words, statements)
            elif statement.level is not None:
                is_rate = base is None and words.endswith(("率", "进度"))
                owner = _owner(statement, statements) if is_rate and "控制" not in words else None
                about, level = owner or (statement, statement.level)
                found = _completion(about, level, (rate, words, base), statements)
                # 执行率100%，…，按合计数计算的执行率95.6%: the second is of something else. So is a rate of nothing.
                other = (i > 0 and is_rate) or (statement.level.digits == 0 and rate.digits != 0)
                yield from (replace(each, sureness=Sureness.LIKELY) if other else each for each in found)


def _owner(statement: Statement, statements: Sequence[Statement]) -> tuple[Statement, Number] | None:
    """Return the total of the list that a statement ends, to the digit: 支出9万元，其中甲5万元，乙4万元，完成率90%."""
    parts: list[Number] = []
    for each, stated in reversed(levelled(statements[max(0, statement.place - NEAR) : statement.place + 1])):
        if each.sentence != statement.sentence or not comparable(stated, statement.level or stated):
            return None
        if each.opens and each is not statement:
            (total, *sizes), _ = on_one_scale((stated, *parts), stated.unit)
            return (each, stated) if total == sum(sizes) else None
        if each.done and each is not statement:
            return None  # 甲5万元，完成率…；乙4万元，完成率…: each part has its own
        parts.append(stated)
    return None


def _completion(
    statement: Statement, level: Number, done: tuple[Number, str, Number | None], statements: Sequence[Statement]
) -> Iterator[Candidate]:
    rate, words, base = done
    if base is not None:
        if comparable(base, level):
            sure = Sureness.SAID if words == "base" else Sureness.LIKELY
            yield rate_of("completion_rate", rate, level, base, sure)
        return
    named = _named_base(statement, words) or _named_before(statement, words, statements)
    if named is not None and comparable(named, level):
        yield rate_of("completion_rate", rate, level, named)
        yield from _of_adjusted(statement, level, rate, named, statements)
    elif statement.budget is not None and comparable(statement.budget, level):
        said = _is_of_plan(statement, words, statements)
        yield rate_of("completion_rate", rate, level, statement.budget, Sureness.SAID if said else Sureness.LIKELY)
        yield from _of_adjusted(statement, level, rate, statement.budget, statements)
    elif words.endswith(("率", "进度")):
        yield from _named_rate(statement, level, rate, words, statements)
    else:
        yield from _against_budget(statement, level, rate, words, statements)


# What a rate of a budget and what was spent of it is called: 群众满意率 after both is of neither.
_OF_PLAN = re.compile(
    "(?:部门|单位|本年|全年|年度|年初|调整后?|总体?|整体|财政|预算|计划|指标|支出|资金|经费|项目|采购|专项|的)*"
    "(?:执行|完成|支出|支付|到位|拨付|使用|成本控制)?(?:率|进度|比例)?"
)
_MOVES = re.compile("结转|结余|追加|调增|调减|追减|收回")


def _is_of_plan(statement: Statement, words: str, statements: Sequence[Statement]) -> bool:
    """Return whether a rate is surely of a budget, and nothing between changed it: 预算5万元，上年结转1万元，…."""
    near = statements[max(0, statement.place - NEAR) : statement.place]
    moved = any(each.sentence == statement.sentence and _MOVES.search(each.lead) for each in near)
    return not moved and _OF_PLAN.fullmatch(words) is not None


def _adjusted(statement: Statement, rate: Number, words: str, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield 预算追加率9.25%: what was added to the budget, of the budget of the start of the year."""
    near = statements[max(0, statement.place - NEAR) : statement.place + 1]
    changes = [each.level for each in near if each.level is not None and words in each.lead]
    changes += [
        each.change for other in near for each in other.comparisons if each.change is not None and words in each.words
    ]
    initial = [
        number
        for each in near
        for lead, number in each.stated
        if "年初" in lead and wording.column_of(lead) == "budget"
    ]
    initial = list({each.key: each for each in initial}.values())
    for change in changes[-1:]:
        for budget in initial[-1:]:
            if comparable(change, budget):
                sure = Sureness.SAID if len(changes) == len(initial) == 1 else Sureness.LIKELY
                yield rate_of("completion_rate", rate, change, budget, sure)


def _named_base(statement: Statement, words: str) -> Number | None:
    """Return the amount of the same thing that words name: 完成调整预算的…, where an initial one is stated as well."""
    for key in ("年初", "调整", "全年", "目标", "计划"):
        if key in words:
            return next((number for lead, number in statement.stated[:-1] if key in lead), None)
    return None


def _named_before(statement: Statement, words: str, statements: Sequence[Statement]) -> Number | None:
    """Return the amount shortly before that words name: 概算投资…，完成概算的…."""
    full = wording.label_of(words)
    name = wording.item_of(full)
    if words.endswith(("率", "进度")):
        return None
    for other in reversed(statements[max(0, statement.place - NEAR) : statement.place]):
        if other.level is None or other.sentence < statement.sentence - 1:
            continue
        if (full == other.label and full != name) or (
            name and other.paragraph == statement.paragraph and name in other.label
        ):
            return other.level
    return None


_NOT = ("不", "未", "无")
_QUALIFIED = re.compile("按[期时]|及时|限时|准时|提前|重点|一次|首次|当[场日]")  # 按期办结率: of those that were due
_PLANNED = re.compile("总投资|应到位|计划|预算|概算|额度|下达|批复|目标")


def _is_first(rate: Number, statement: Statement) -> bool:
    return not statement.done or rate is statement.done[0][0]


def _named_rate(
    statement: Statement, level: Number, rate: Number, words: str, statements: Sequence[Statement]
) -> Iterator[Candidate]:
    """Yield 回复398件，回复率96.6%: the amount of that name, of the first amount of the sentence."""
    near = [
        (each, stated)
        for each, stated in levelled(statements[max(0, statement.place - NEAR) : statement.place])
        if each.sentence == statement.sentence
    ]
    root = words.removesuffix("率").removesuffix("进度")[-2:]
    if root and any(no + root in statement.label for no in _NOT):
        return  # 不合格2批次，合格率98%
    if "控制" in words and level.dimension is Dimension.COUNT:
        posts = [stated for each, stated in near if "编制" in each.label and stated.dimension is Dimension.COUNT]
        posts = _whole_posts(posts, near) or posts
        for post in posts[-1:]:
            sure = Sureness.SAID if len(posts) == 1 and _PEOPLE.search(statement.label) else Sureness.LIKELY
            yield rate_of("staff_ratio", rate, level, post, sure)
        yield from _staff(statement, rate, statements)
        return
    qualified = _QUALIFIED.match(words) is not None
    told = not qualified and (root in statement.label or _OF_PLAN.fullmatch(words) is not None)
    paired = _paired(statement, statements) if told else None
    if paired is not None and (_is_first(rate, statement) or root in statement.label):
        yield rate_of("completion_rate", rate, level, paired)
        return
    is_named = bool(root) and root in statement.label and root not in {"减免", "审减", "核减", "优惠"}
    is_named = is_named and not qualified
    planned = [stated for each, stated in _planned_of(statement, root, statements) if comparable(stated, level)]
    if is_named and planned:
        yield rate_of("completion_rate", rate, level, planned[-1])  # 县级自筹9万元。…，县级自筹到位3万元，到位率…
        return
    alike = [(each, stated) for each, stated in near if comparable(stated, level)]
    for place, (each, stated) in enumerate(alike):
        # 合格18份，…，整改2份，整改率…: of some that are not stated.
        # 累计到位9万元：…到位3万元，到位率…: of another one.
        others = [other for other, _ in alike if set(root) & set(other.label)]
        said = is_named and place == 0 and not others and at_least(stated, level)
        said = said and (len(alike) == 1 or bool(each.opens))
        yield rate_of("completion_rate", rate, level, stated, Sureness.SAID if said else Sureness.LIKELY)
    if len(alike) == 1 and _PLANNED.search(statement.label) and not is_named:
        yield rate_of("completion_rate", rate, alike[0][1], level)  # 已支出5万元，额度8万元，支出进度…
    if is_named and not any(at_least(stated, level) for _, stated in alike):
        yield from _named_far(statement, level, rate, statements)
    if statement.column == "budget":
        yield from _spent_before(statement, level, rate, statements)
    else:
        yield from _against_budget(statement, level, rate, words, statements)


def _whole_posts(posts: Sequence[Number], near: Sequence[tuple[Statement, Number]]) -> list[Number]:
    """Return the total of posts of several kinds: 行政编制3名、事业编制4名，共7名."""
    total = sum((value(post, posts[0]) for post in posts), Fraction(0))
    wholes = [stated for _, stated in near if stated not in posts and stated.exact() == total]
    return wholes[:1] if len(posts) > 1 else []


_ACT = re.compile("支出|支付|执行|完成|实际|到位|决算|使用|拨付|建成|入库|采购|发放|办结|[收回]回|整改|合格|达标|报销")
_NO_PLAN = re.compile("收入|结转|结余|上年|去年|同期|其中|支出|实际|其他")


def _paired(statement: Statement, statements: Sequence[Statement]) -> Number | None:
    """Return what stands alone before an amount in its part of the sentence: 项目甲96万元，支付71万元，支付率…."""
    pair = pair_before(statement, statements)
    if pair is None or not (_ACT.search(statement.lead) or statement.column == "final"):
        return None
    first = next(each for each in statements[max(0, statement.place - NEAR) :] if each.level is pair[0])
    told = statement.year == first.year and not first.comparisons and first.column != "final"
    return pair[0] if told and not _NO_PLAN.search(first.lead) else None


def _planned_of(statement: Statement, root: str, statements: Sequence[Statement]) -> Iterator[tuple[Statement, Number]]:
    """Yield the amounts of the same name without the word for what was done."""
    name = statement.label.replace(root, "")
    if len(name) >= _SHORTEST_NAME:
        for each, stated in levelled(statements[max(0, statement.place - FAR) : statement.place]):
            if each.label == name:
                yield each, stated


_SHORTEST_NAME = 3


def _named_far(
    statement: Statement, level: Number, rate: Number, statements: Sequence[Statement]
) -> Iterator[Candidate]:
    """Yield 发现问题215个，其中…。已整改187个，整改率…: of the total of the sentences before, or of a plan."""
    wholes = [
        stated
        for each, stated in levelled(statements[max(0, statement.place - NEAR - 2) : statement.place])
        if comparable(stated, level)
        and each.depth == statement.depth
        and each.paragraph >= statement.paragraph - 1
        and (_PLANNED.search(each.label) or each.opens)
        and at_least(stated, level)
    ]
    # 总投资9万元，其中专项债券8万元。专项债券已支出6万元，支出进度75%: of what has the same name.
    rivals = [
        stated
        for each, stated in levelled(statements[max(0, statement.place - NEAR - 2) : statement.place])
        if comparable(stated, level) and stated not in wholes and wording.shares_name(each.label, statement.label)
    ]
    sure = Sureness.SAID if len(wholes) == 1 and not rivals else Sureness.LIKELY
    for whole in (*wholes, *rivals):
        yield rate_of("completion_rate", rate, level, whole, sure)


def _spent_before(
    statement: Statement, level: Number, rate: Number, statements: Sequence[Statement]
) -> Iterator[Candidate]:
    """Yield 合计支出5万元。预算6万元，执行率…: what was spent of a budget that is stated after it."""
    for other, stated in levelled(statements[max(0, statement.place - NEAR) : statement.place]):
        if other.column != "budget" and comparable(stated, level):
            yield rate_of("completion_rate", rate, stated, level, Sureness.LIKELY)


_MOST_POSTS = 6
_WILD = 3  # times a budget that nobody spends: another one is meant
_PEOPLE = re.compile("在职|实有|在编|在岗")


def _staff(statement: Statement, rate: Number, statements: Sequence[Statement]) -> Iterator[Candidate]:
    """Yield a staffing rate over the posts and people of the sentences before."""
    near = list(levelled(statements[max(0, statement.place - FAR) : statement.place + 1]))
    people = [stated for each, stated in near if _PEOPLE.search(each.label)]
    posts = [stated for each, stated in near if "编制" in each.label and each.depth == statement.depth]
    whole = _whole_posts(posts, near)
    for some in people[-2:]:
        for every in whole or posts[-_MOST_POSTS:]:
            sure = Sureness.SAID if whole and len(people) == 1 else Sureness.LIKELY
            yield rate_of("staff_ratio", rate, some, every, sure)


def _against_budget(
    statement: Statement, level: Number, rate: Number, words: str, statements: Sequence[Statement]
) -> Iterator[Candidate]:
    """Yield what was reached of a budget stated shortly before: of the last one, which was adjusted, or of any."""
    if level.digits == 0:
        return
    budgets = [
        (other, stated)
        for other, stated in levelled(statements[max(0, statement.place - NEAR) : statement.place])
        if other.column == "budget" and other.paragraph >= statement.paragraph - 1 and comparable(stated, level)
        if not other.done  # 预算收入完成9万元，为预算的102%: it is what was reached of a budget
    ]
    plain = all(not wording.item_of(each.label) for each, _ in budgets)
    generic = not wording.item_of(statement.label).strip("本年全部门单位总支出合计")
    said = generic and (len(budgets) == 1 or plain) and _is_of_plan(statement, words, statements)
    said = said and not any(value(level, budget) > _WILD * budget.exact() for _, budget in budgets)
    for _, budget in reversed(budgets):
        yield rate_of("completion_rate", rate, level, budget, Sureness.SAID if said else Sureness.LIKELY)
        yield from _of_adjusted(statement, level, rate, budget, statements)


def _of_adjusted(
    statement: Statement, level: Number, rate: Number, budget: Number, statements: Sequence[Statement]
) -> Iterator[Candidate]:
    """Yield 预算8万元，追加2万元，支出9万元，执行率90%: of the budget and what was added to it."""
    added = [
        (wording.sign_of(each.lead), stated)
        for each, stated in levelled(statements[max(0, statement.place - NEAR) : statement.place])
        if wording.ADJUSTED.search(each.lead) and comparable(stated, level)
    ]
    if added:
        numbers = (level, budget, *(number for _, number in added))
        expression = symbol(level) / total_of([(1, budget), *added]) * 100
        yield Candidate("completion_rate", rate, expression, numbers, Sureness.LIKELY)
