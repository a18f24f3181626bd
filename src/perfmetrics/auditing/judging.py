"""From claims to verdicts, with the relations, intervals and verdicts of `check()`: one engine for both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

from perfmetrics.auditing.candidates import Candidate, Sureness, has_digits, is_slip, value
from perfmetrics.auditing.lexer import MOST_DIGITS, Number
from perfmetrics.consistency import Statement, judged_statement
from perfmetrics.identities import Identity, Instance
from perfmetrics.inputs import Piece, largest_unit
from perfmetrics.quantities import CONTEXT, Dimension, Ends, Rounding, Unit, to_decimal
from perfmetrics.relations import Relation, in_unit, is_beyond, is_out_of_reach
from perfmetrics.statements import Figure, Located
from perfmetrics.texts import Phrase
from perfmetrics.verdicts import CLOSES, Verdict, comes_to
from perfmetrics.working import NoDenominatorError, NotARatioError

_TEXT = "报告文本"

# A family of claims is an identity whose figures the text itself brings together.
FAMILIES: Mapping[str, Identity] = {
    kind: Identity(code, Phrase(zh, en), _TEXT, "text", "text")
    for kind, code, zh, en in (
        ("growth", "rate_recomputed", "增长率 = 增减额 ÷ 基数", "growth = change ÷ base"),
        ("difference", "rate_recomputed", "增减额 = 本期 − 基数", "difference = current − base"),
        ("share", "share_recomputed", "占比 = 分项 ÷ 合计", "share = part ÷ whole"),
        ("completion_rate", "rate_recomputed", "完成率 = 完成数 ÷ 预算或目标", "completion = actual ÷ planned"),
        ("staff_ratio", "rate_recomputed", "在职人员控制率 = 在职人员 ÷ 编制", "staffing rate = staff ÷ posts"),
        ("sum_of_parts", "list_adds_up", "合计 = 各项之和", "a total is the sum of its items"),
        ("rollforward", "list_adds_up", "合计 = 各项加减", "a total is what its items come to"),
        ("unit_price", "rate_recomputed", "金额 = 单价或标准 × 数量", "an amount = a price × how many"),
        ("inline_formula", "rate_recomputed", "所列算式重算", "the printed formula recomputes"),
        ("part_above_whole", "part_above_whole", "分项不大于总额", "a part is at most its whole"),
        ("points", "subtotal_inconsistent", "得分合计 = 各项得分之和", "points add up"),
    )
}


Namer = Callable[[Number], Phrase]


def _as_written(number: Number) -> Phrase:
    return Phrase(number.quantity.text, number.quantity.text)


@dataclass(frozen=True, eq=False, repr=False)
class Judged:
    """A claim and the verdict on it; the words of what holds at a glance are made when they are asked for.

    Attributes:
        candidate: The claim.
        verdict: The verdict.
        told: What names the stated figure, or the statement with all its words.
    """

    candidate: Candidate
    verdict: Verdict
    told: Namer | Statement

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Judged):
            return NotImplemented
        return self.candidate == other.candidate and self.statement == other.statement

    __hash__ = None  # type: ignore[assignment]  # a statement has none either

    def __repr__(self) -> str:
        return f"Judged(candidate={self.candidate!r}, statement={self.statement!r})"

    def __reduce__(self) -> tuple[type[Judged], tuple[Candidate, Verdict, Statement]]:
        """Travel between processes with the words, and not with the text that they are found in."""
        return Judged, (self.candidate, self.verdict, self.statement)

    @cached_property
    def statement(self) -> Statement:
        """The relation by its name, and the judgement on it."""
        return self.once()

    def once(self) -> Statement:
        """Return the same without keeping it: of a long text there are many, and few are asked for twice."""
        if isinstance(self.told, Statement):
            return self.told
        return judged_statement(self.instance())

    def instance(self) -> Instance:
        """Return the relation by its name, unjudged."""
        if isinstance(self.told, Statement):
            return self.told.instance
        return _instance(self.candidate, relation_of(self.candidate), self.told)

    @property
    def relation(self) -> Relation:
        """The figure and what it should equal."""
        return self.statement.instance.relation

    @property
    def identity(self) -> Identity:
        """The family as an identity."""
        return FAMILIES[self.candidate.kind]


def _instance(candidate: Candidate, relation: Relation, name: Namer) -> Instance:
    return Instance(FAMILIES[candidate.kind], relation, name(candidate.stated))


def located(number: Number) -> Located:
    """Return a number of the text as a figure that relations know."""
    quantity = number.quantity
    label = Phrase(quantity.text, quantity.text)
    return Located(number.key, label, Figure((quantity,)), quantity.unit, _NO_TABLE)


_NO_TABLE: Mapping[str, int] = {}  # whose figures would tell how fine a number is


def relation_of(candidate: Candidate) -> Relation:
    """Return the relation of a claim."""
    stated = candidate.stated
    return Relation(
        where=stated.key,
        stated=stated.quantity,
        stated_key=stated.key,
        expression=candidate.expression,
        pieces={number.key: Piece(1, located(number), number.quantity) for number in candidate.numbers},
        unit=unit_of(candidate),
        may_fall_short=candidate.may_fall_short,
        comparison="at_most" if candidate.is_bound else "equal",
    )


_UNIT = attrgetter("unit")


def unit_of(candidate: Candidate) -> Unit | None:
    """Return the unit that amounts are put in: that of the stated figure, or the largest of those a rate is of."""
    unit = candidate.stated.unit
    if unit is None or unit.dimension is Dimension.PERCENT:
        return largest_unit(map(_UNIT, candidate.numbers)) or unit
    return unit


def exact_of(candidate: Candidate) -> Fraction:
    """Return what the arithmetic of a claim comes to, as its relation would.

    Raises:
        NoDenominatorError: If it divides by zero.
    """
    return Fraction(*candidate.worth(unit_of(candidate)))


def verdict_of(candidate: Candidate) -> Verdict:
    """Return the verdict on a claim: its relation is made only where plain arithmetic does not tell."""
    return _at_a_glance(candidate) or relation_of(candidate).verdict(is_near=not candidate.is_bound)


def _at_a_glance(candidate: Candidate) -> Verdict | None:
    """Return the verdict on what is exact as written, and on what is too far from right for any rounding."""
    stated, unit = candidate.stated, unit_of(candidate)
    try:
        over, under = candidate.worth(unit)
    except NoDenominatorError:
        return Verdict.UNDEFINED
    own, decimals = stated.plain()
    one: int = 10**decimals
    if candidate.is_bound:
        return Verdict.EXACT if own * under <= over * one else None
    if stated.approximation is None and comes_to(over, under, own, decimals):
        return Verdict.EXACT
    if not _is_beyond(candidate, unit):
        return None
    falls_short = candidate.may_fall_short and over * one < own * under
    return Verdict.UNDEFINED if falls_short else Verdict.INCONSISTENT


def _is_beyond(candidate: Candidate, unit: Unit | None) -> bool:
    if candidate.stated.approximation is not None:
        return False
    stated, short = candidate.stated.plain(), candidate.weights()
    if short is not None:
        weights, constant = short
        return is_out_of_reach(stated, [(each, _reach(number, unit)) for number, each in weights], (0, constant))
    try:
        ratio = candidate.ratio()
    except NotARatioError:
        return False
    return is_beyond(stated, ratio, {number.key: _reach(number, unit) for number in candidate.numbers})


def _reach(number: Number, unit: Unit | None) -> tuple[Ends, int]:
    return in_unit(number.unit, unit, number.reach())


def judge_claim(candidate: Candidate, name: Namer = _as_written) -> Judged:
    """Return a claim with its verdict.

    Args:
        candidate: The claim.
        name: What names its stated figure.
    """
    return Judged(candidate, verdict_of(candidate), name)


_Group = tuple[int, str]


def judge_all(candidates: Iterable[Candidate], name: Namer = _as_written) -> list[Judged]:
    """Return the verdicts, one for each figure and family: of several readings the one that fits.

    Args:
        candidates: The claims.
        name: What names a stated figure.
    """
    groups: dict[_Group, Candidate] = {}  # of nearly all figures there is one claim of a family, and so no list of them
    others: dict[_Group, list[Candidate]] = {}
    for candidate in candidates:
        if not (candidate.stated.digits or any(number.digits for number in candidate.numbers)):
            continue  # nothing of nothing says nothing
        group = candidate.stated.begin, candidate.kind
        if groups.setdefault(group, candidate) is not candidate:
            others.setdefault(group, []).append(candidate)
    best = (_best([first, *others.get(group, ())], name) for group, first in groups.items())
    return in_order(_without_the_blameless([*_blamed([*_once_each(best)], name)]))


def _once_each(judged: Iterable[Judged | None]) -> Iterator[Judged]:
    """Yield claims: two families may read the same words, and what follows from the same figures is one claim."""
    known: dict[int, Candidate] = {}
    others: dict[int, list[Candidate]] = {}
    for each in judged:
        if each is None:
            continue
        claim = each.candidate
        first = known.setdefault(claim.stated.begin, claim)
        if first is not claim:
            told = others.setdefault(claim.stated.begin, [first])
            if claim.expression in [other.expression for other in told]:
                continue
            told.append(claim)
        yield each


def _surest(readings: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return readings, of those of the same figures the surest, or the first; those that leave no other one alone."""
    kept: dict[tuple[int, ...], Candidate] = {}
    for each in readings:
        same = tuple(sorted([number.begin for number in each.numbers]))
        if same not in kept or _is_surer(each, kept[same]):
            kept[same] = each
    return [each for each in kept.values() if each.is_only] or [*kept.values()]


def _is_surer(candidate: Candidate, other: Candidate) -> bool:
    """Return whether a reading is surer than another one of the same figures."""
    if candidate.is_only is not other.is_only:
        return candidate.is_only
    return candidate.sureness is Sureness.SAID and other.sureness is Sureness.LIKELY


_TOTALS = {"sum_of_parts", "rollforward"}


def _blamed(judged: Sequence[Judged], name: Namer) -> Iterator[Judged]:
    """Yield claims, where a total that is sure is not what its parts come to, of the only part that nothing confirms.

    A total is sure that is exactly a part of another one, or what two other figures give.
    """
    sure = {
        number.begin
        for each in judged
        if each.verdict is Verdict.EXACT and each.candidate.kind in _SLIPS
        for number in each.candidate.figures
    }
    confirmed = {number.begin for each in judged if each.verdict in CLOSES for number in each.candidate.figures}
    for each in judged:
        claim = each.candidate
        part = None
        if each.verdict is Verdict.INCONSISTENT and claim.kind in _TOTALS and claim.stated.begin in sure:
            open_parts = [number for number in claim.numbers if number.begin not in confirmed]
            part = open_parts[0] if len(open_parts) == 1 else None
        turned = None if part is None else _of_part(claim, part)
        yield each if turned is None else judge_claim(turned, name)


def _of_part(claim: Candidate, part: Number) -> Candidate | None:
    """Return the claim of a total as one of a part: what the total leaves for it; None where some is taken off."""
    total = sum((value(each, claim.stated) for each in claim.numbers), Fraction(0))
    if total != exact_of(claim) or claim.stated.begin in {each.begin for each in claim.numbers}:
        return None
    others = [each for each in claim.numbers if each is not part]
    return Candidate("rollforward", part, "+" + "-" * len(others), (claim.stated, *others))


def _without_the_blameless(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Leave out a total that another claim confirms, where one of its parts is told wrong itself.

    In a table a change of which the sign was lost breaks its own row, and the sum of its column: one slip, one finding.
    """
    wrong = {each.candidate.stated.begin for each in judged if each.verdict is Verdict.INCONSISTENT}
    confirmed = {each.candidate.stated.begin for each in judged if each.verdict is Verdict.EXACT}
    for each in judged:
        told = each.verdict is Verdict.INCONSISTENT and each.candidate.stated.begin in confirmed
        if not (told and any(number.begin in wrong for number in each.candidate.numbers)):
            yield each


def in_order(judged: Iterable[Judged]) -> list[Judged]:
    """Return claims in the order of the text."""
    by_kind = sorted(judged, key=attrgetter("candidate.kind"))
    return sorted(by_kind, key=attrgetter("candidate.stated.begin"))


def _best(readings: Sequence[Candidate], name: Namer) -> Judged | None:
    """Return the reading that fits; else what the sentence says; else what only a slip of the pen parts from it."""
    if len(readings) == 1:  # as of nearly all figures
        group = [judge_claim(readings[0], name)]
        fitting = group if group[0].verdict in CLOSES else []
    else:
        group = [judge_claim(each, name) for each in _surest(readings)]
        fitting = [each for each in group if each.verdict in CLOSES]
    if fitting:
        return fitting[0] if len(fitting) == 1 else min(fitting, key=_distance)
    said = [each for each in group if each.candidate.sureness is Sureness.SAID]
    wrong = next((each for each in said if each.verdict is Verdict.INCONSISTENT), None)
    if wrong is not None:
        return wrong
    slipped = next((each.candidate for each in group if _has_slipped(each.candidate)), None)
    if slipped is not None:  # a list that falls short by one digit of a long figure is not incomplete, but mistyped
        statement = judged_statement(_instance(slipped, replace(relation_of(slipped), may_fall_short=False), name))
        return Judged(slipped, statement.judgement.verdict, statement)
    return next(iter(said), None)


def _distance(judged: Judged) -> tuple[int, Decimal, bool]:
    """Return what readings that fit are sorted by: exact before rounded, near before far, said before likely."""
    claim, off = judged.candidate, Decimal(0)
    if judged.verdict is not Verdict.EXACT or claim.is_bound or claim.stated.approximation is not None:
        off = (judged.statement.judgement.difference or off).copy_abs()
    return CLOSES.index(judged.verdict), off, claim.sureness is Sureness.LIKELY


_SLIPS = {"sum_of_parts", "rollforward", "difference"}


def _has_slipped(claim: Candidate) -> bool:
    """Return whether only a slip of the pen parts a total from the sum of its parts."""
    if claim.kind not in _SLIPS or not has_digits(claim.stated):
        return False
    try:
        expected = exact_of(claim)
    except NoDenominatorError:
        return False
    if _may_be_missing(claim, expected):
        return False
    interval = relation_of(claim).bounds(Rounding.HALF_UP)
    width = (interval.high or Fraction(0)) - (interval.low or Fraction(0))  # of a sum: both ends are there
    return is_slip(claim.stated, expected, width / 2)


def _may_be_missing(claim: Candidate, expected: Fraction) -> bool:
    """Return whether an item that a list leaves out may be what it falls short by: 200万元 beside 600万元 and 325万元.

    A shortfall as round as one of the items is no slip of a digit; beside items told to the last digit it is one.
    """
    short = claim.stated.exact() - expected
    if claim.kind == "difference" or short <= 0:
        return False
    return any(_grain(value(number, claim.stated)) >= _grain(short) for number in claim.numbers)


def _grain(size: Fraction) -> int:
    """Return the power of ten of the last digit of a number that is not zero; that of zero is below all."""
    if not size:
        return -MOST_DIGITS
    return int(CONTEXT.normalize(to_decimal(size)).as_tuple().exponent)
