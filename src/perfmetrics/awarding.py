"""One line of a scoring table: its figures, its rate, the verdict on the stated rate, its points and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from perfmetrics import formulas
from perfmetrics.formulas import Formula
from perfmetrics.inputs import Missing, Operand, common_unit, finest_decimals, resolve
from perfmetrics.quantities import PERCENT, Interval, Quantity, Rounding, Unit, point, round_half_up, shown
from perfmetrics.rubrics import Indicator, Policy, operand_terms
from perfmetrics.rules import (
    RATE_RULES,
    Award,
    Choice,
    Evidence,
    HitRate,
    NoAward,
    NotKnown,
    Proportional,
    RateRule,
    Reading,
    Targets,
    points_range,
    worked,
)
from perfmetrics.statements import Figure, Report, StatedIndicator, Target
from perfmetrics.texts import Lang, Phrase
from perfmetrics.verdicts import Judgement, Reason, Verdict, judge, undefined
from perfmetrics.working import (
    Expr,
    NoDenominatorError,
    Symbol,
    bounds,
    equals,
    evaluate,
    signed_sum,
    substitute,
    to_text,
)

VALUE_DECIMALS = 2  # reports print rates as xx.xx%


class Status(StrEnum):
    """How a line came by its points."""

    COMPUTED = "computed"
    AS_CLAIMED = "as_claimed"
    NOT_APPLICABLE = "not_applicable"
    INCOMPLETE = "incomplete"
    UNDEFINED = "undefined"

    @property
    def label(self) -> Phrase:
        """The words that a card prints."""
        return _STATUS_LABELS[self]


_STATUS_LABELS: Mapping[Status, Phrase] = {
    Status.COMPUTED: Phrase("已重算", "recomputed"),
    Status.AS_CLAIMED: Phrase("按自报", "as claimed"),
    Status.NOT_APPLICABLE: Phrase("不适用", "not applicable"),
    Status.INCOMPLETE: Phrase("数据不全", "incomplete"),
    Status.UNDEFINED: Phrase("不判定", "undefined"),
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A formula with a report's numbers put in.

    Attributes:
        formula: The formula.
        operands: The numbers of each operand.
        unit: The unit in which amounts are put in.
        exact: The exact result, in percent.
    """

    formula: Formula[Any]
    operands: Mapping[str, Operand]
    unit: Unit | None
    exact: Fraction

    def bounds(self, mode: Rounding) -> Interval:
        """Return the range of the result when every number was rounded in a mode; one figure moves as one."""
        finest = finest_decimals(self.operands.values())
        box: dict[str, Interval] = {}
        trees: dict[str, Expr] = {}
        for name, operand in self.operands.items():
            terms: list[tuple[int, Expr]] = []
            for piece in operand.pieces:
                key = f"{piece.located.path} {piece.quantity.text}"
                own = piece.unit.text if piece.unit else ""
                box[key] = piece.located.interval(piece.quantity, mode, self.unit, finest.get(own, 0))
                terms.append((piece.sign, Symbol(key)))
            box[f"{name}="] = point(Fraction(0))
            trees[name] = signed_sum(terms) or Symbol(f"{name}=")
        return bounds(substitute(self.formula.expression, trees), box)

    def numbers(self) -> str:
        """Return the formula with the numbers put in, without its result."""
        texts = {name: operand.text(self.unit) for name, operand in self.operands.items()}
        return to_text(self.formula.expression, texts.__getitem__)

    def working(self, decimals: int = VALUE_DECIMALS) -> str:
        """Return the formula with the numbers put in and its result; it re-parses to the exact value."""
        return f"{self.numbers()} {equals(self.exact, '%', decimals)}"


@dataclass(frozen=True, slots=True)
class Line:
    """A scored line.

    Attributes:
        indicator: The line of the table.
        status: How it came by its points.
        value: The rate in percent, or None.
        stated_value: The rate that the report states.
        value_judgement: The verdict on it.
        points: Points, or None where they are not known.
        stated_points: The points that the report gives itself.
        points_judgement: The verdict on them.
        evaluation: The formula with its numbers, where there is one.
        because: The reason in words.
        readings: Points under each reading of the rule, where they differ.
        missing: Paths of figures that it needs and the report does not state.
        by_rate: Whether its points follow from its rate by the rule of the table.
    """

    indicator: Indicator
    status: Status
    because: Phrase
    value: Fraction | None = None
    stated_value: Quantity | None = None
    value_judgement: Judgement | None = None
    points: Fraction | None = None
    stated_points: Quantity | None = None
    points_judgement: Judgement | None = None
    evaluation: Evaluation | None = None
    readings: tuple[tuple[Reading, Fraction], ...] = ()
    missing: tuple[str, ...] = ()
    by_rate: bool = False

    @property
    def full_marks(self) -> Fraction | None:
        """Full marks, or None where they are unknown."""
        return self.indicator.marks

    @property
    def points_range(self) -> tuple[Fraction, Fraction] | None:
        """The range of points that the rounding of the inputs allows; it is found out when asked for."""
        rule, marks = self.indicator.rule, self.full_marks
        if not self.by_rate or self.evaluation is None or marks is None or not isinstance(rule, RATE_RULES):
            return None
        interval = _rounded_interval(self.evaluation.bounds(Rounding.HALF_UP), self.indicator.round_rate_to)
        allowed = points_range(rule, interval, marks)
        return None if allowed is None else _rounded_points(self.indicator, allowed)

    @property
    def stated_award(self) -> Fraction | None:
        """Points that the stated rate would earn; found out when asked for."""
        rule, marks, stated = self.indicator.rule, self.full_marks, self.stated_value
        if not self.by_rate or marks is None or stated is None or not isinstance(rule, RATE_RULES):
            return None
        claimed = _rule_points(rule, marks, self.indicator.round_rate_to, stated.exact())
        return claimed.points if isinstance(claimed, Award) else None

    @property
    def is_left_out(self) -> bool:
        """Whether the total is scaled up for this line."""
        return self.status is Status.NOT_APPLICABLE and self.points is None

    @property
    def lost(self) -> Fraction | None:
        """Points lost."""
        if self.points is None or self.full_marks is None:
            return None
        return self.full_marks - self.points

    def symbols(self, lang: Lang) -> str | None:
        """Return the formula in the words of the field."""
        return None if self.evaluation is None else self.evaluation.formula.symbols(lang)

    def working(self) -> str | None:
        """Return the formula with its numbers and result."""
        if self.evaluation is None:
            return None
        return self.evaluation.working(max(VALUE_DECIMALS, self.stated_value.decimals if self.stated_value else 0))


def only(figure: Figure | None) -> Quantity | None:
    """Return the quantity of a figure that is stated as one number."""
    return figure.terms[0] if figure is not None and len(figure.terms) == 1 else None


def evaluate_formula(
    report: Report, formula: Formula[Any], inputs: dict[str, str]
) -> Evaluation | Missing | NoDenominatorError:
    """Put a report's numbers into a formula.

    Returns:
        The evaluation, what is missing for it, or the division by zero that it comes to.
    """
    operands: dict[str, Operand] = {}
    missing: list[str] = []
    for name, terms in operand_terms(formula, inputs).items():
        found = resolve(report, terms)
        if isinstance(found, Missing):
            missing.extend(found.paths)
        else:
            operands[name] = found
    if missing:
        return Missing(tuple(missing))
    unit = common_unit(operands.values())
    try:
        exact = evaluate(formula.expression, {name: operand.value(unit) for name, operand in operands.items()})
    except NoDenominatorError as exc:
        return exc
    return Evaluation(formula, operands, unit, exact)


def award_line(report: Report, indicator: Indicator, *, claims_points: bool = True) -> Line:
    """Score one line of a table for a report.

    Args:
        report: The report.
        indicator: The line.
        claims_points: Whether the points that the report states are meant for this table.

    Returns:
        The line with its rate, its points, the reason, and the verdicts on what the report states of it.
    """
    stated = report.indicators.get(indicator.id, _NOTHING_STATED)
    if not claims_points:
        stated = stated.model_copy(update={"points": None})
    line = _award(report, indicator, stated)
    line = replace(line, stated_value=only(stated.value), stated_points=only(stated.points))
    line = replace(line, value_judgement=_judge_value(line), points_judgement=_judge_points(line))
    return _as_claimed_or_not(line)


_NOTHING_STATED = StatedIndicator.model_construct()


def _award(report: Report, indicator: Indicator, stated: StatedIndicator) -> Line:
    if stated.not_applicable is not None:
        return _by_policy(indicator, indicator.not_applicable, Phrase("报告称不适用", "stated not to apply"))
    rule = indicator.rule
    if isinstance(rule, Choice):
        return _award_choice(report, indicator, rule)
    if isinstance(rule, Targets):
        return _award_targets(report, indicator, rule, stated)
    if isinstance(rule, RATE_RULES):
        return _award_rate(report, indicator, rule, stated)
    line = _claimed(indicator, stated)
    if indicator.formula is not None:
        evaluation = evaluate_formula(report, formulas.get(indicator.formula), indicator.inputs)
        if (
            isinstance(evaluation, NoDenominatorError)
            and evaluation.over_zero
            and indicator.zero_over_zero != "undefined"
        ):
            return _by_policy(indicator, indicator.zero_over_zero, _ZERO_OVER_ZERO)
        if isinstance(evaluation, Evaluation):
            line = replace(line, evaluation=evaluation, value=evaluation.exact)
    evidence = _evidence(stated)
    if isinstance(rule, HitRate) and evidence.hits is None:
        evidence = _counted_hits(report, indicator.id, rule) or evidence
    award = None if indicator.marks is None else rule.award_evidence(evidence, indicator.marks)
    return line if award is None else _with_award(line, award)


def _claimed(indicator: Indicator, stated: StatedIndicator) -> Line:
    """Return the line that carries what the report claims, since nothing can be computed."""
    if indicator.marks is None:
        return Line(indicator, Status.UNDEFINED, _MARKS_UNKNOWN)
    if stated.points is None:
        because = Phrase("报告未给出该项得分或计分依据", "the report gives neither points nor evidence for this line")
        return Line(indicator, Status.INCOMPLETE, because)
    points = only(stated.points)
    if isinstance(indicator.rule, NotKnown):
        because = Phrase("评分规则不详，按自报得分计", "the rule is not known: the claimed points are carried")
    else:
        because = Phrase("须由评价人判定，按自报得分计", "for an evaluator to judge: the claimed points are carried")
    return Line(indicator, Status.AS_CLAIMED, because, points=None if points is None else points.exact())


_ZERO_OVER_ZERO = Phrase("分子、分母均为零", "zero divided by zero")
_POLICY_WORDS: Mapping[Policy, Phrase] = {
    "full": Phrase("按评分标准得满分", "full marks by the table"),
    "zero": Phrase("按评分标准不得分", "no points by the table"),
    "leave_out": Phrase("不考核，总分按其余各项折算", "left out, the total is scaled to the other lines"),
    "undefined": Phrase("评分标准未规定如何计分", "the table does not say what it earns"),
}


def _by_policy(indicator: Indicator, policy: Policy, why: Phrase) -> Line:
    words = _POLICY_WORDS[policy]
    because = Phrase(f"{why.zh}，{words.zh}", f"{why.en}: {words.en}")
    if policy == "undefined":
        return Line(indicator, Status.UNDEFINED, because)
    points = {"full": indicator.marks, "zero": Fraction(0), "leave_out": None}[policy]
    return Line(indicator, Status.NOT_APPLICABLE, because, points=points)


def _award_rate(report: Report, indicator: Indicator, rule: RateRule, stated: StatedIndicator) -> Line:
    if indicator.formula is None:
        return _award_stated_rate(indicator, rule, stated)
    formula = formulas.get(indicator.formula)
    evaluation = evaluate_formula(report, formula, indicator.inputs)
    if isinstance(evaluation, Missing):
        return _incomplete(report, indicator, evaluation)
    if isinstance(evaluation, NoDenominatorError):
        if evaluation.over_zero:
            return _by_policy(indicator, indicator.zero_over_zero, _ZERO_OVER_ZERO)
        reason = formula.zero_denominator(evaluation).problems[0].reason
        return _by_policy(indicator, indicator.zero_denominator, reason)
    line = Line(indicator, Status.COMPUTED, _MARKS_UNKNOWN, value=evaluation.exact, evaluation=evaluation)
    if indicator.marks is None:
        return replace(line, status=Status.UNDEFINED)
    award = _rule_points(rule, indicator.marks, indicator.round_rate_to, evaluation.exact)
    return replace(_with_award(line, award), by_rate=True)


_MARKS_UNKNOWN = Phrase("该项满分不详，不计分", "the full marks of this line are not known: no points")


def _rule_points(rule: RateRule, marks: Fraction, decimals: int | None, value: Fraction) -> Award | NoAward:
    return rule.award(value if decimals is None else Fraction(round_half_up(value, decimals)), marks)


def _rounded_interval(interval: Interval, decimals: int | None) -> Interval:
    if decimals is None or interval.low is None or interval.high is None:
        return interval
    low, high = (Fraction(round_half_up(end, decimals)) for end in (interval.low, interval.high))
    return Interval(low, high)


def _rounded_points(indicator: Indicator, ends: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    return round_points(indicator, ends[0]), round_points(indicator, ends[1])


def round_points(indicator: Indicator, points: Fraction) -> Fraction:
    """Return points as the line rounds them."""
    decimals = indicator.round_points_to
    return points if decimals is None else Fraction(round_half_up(points, decimals))


def _with_award(line: Line, award: Award | NoAward) -> Line:
    if isinstance(award, NoAward):
        return replace(line, status=Status.UNDEFINED, because=award.because, points=None)
    readings = tuple((reading, round_points(line.indicator, points)) for reading, points in award.readings)
    points = round_points(line.indicator, award.points)
    return replace(line, status=Status.COMPUTED, because=award.because, points=points, readings=readings)


def _award_stated_rate(indicator: Indicator, rule: RateRule, stated: StatedIndicator) -> Line:
    value = only(stated.value)
    if value is None or indicator.marks is None:
        return _claimed(indicator, stated)
    award = _rule_points(rule, indicator.marks, indicator.round_rate_to, value.exact())
    line = _with_award(Line(indicator, Status.COMPUTED, _MARKS_UNKNOWN, value=value.exact()), award)
    zh, en = line.because
    return replace(line, because=Phrase(f"按自报值：{zh}", f"by the stated rate: {en}"))


def _incomplete(report: Report, indicator: Indicator, missing: Missing) -> Line:
    labels = [report.label(path) for path in missing.paths]
    zh = "、".join(f"{label.zh}（{path}）" for label, path in zip(labels, missing.paths, strict=True))
    en = ", ".join(f"{label.en} ({path})" for label, path in zip(labels, missing.paths, strict=True))
    because = Phrase(f"缺少：{zh}", f"missing: {en}")
    return Line(indicator, Status.INCOMPLETE, because, missing=missing.paths)


def _award_choice(report: Report, indicator: Indicator, choice: Choice) -> Line:
    if indicator.marks is None:
        return Line(indicator, Status.UNDEFINED, _MARKS_UNKNOWN)
    earned: list[tuple[Fraction, Evaluation, Award]] = []
    missing: list[str] = []
    for each in choice.alternatives:
        evaluation = evaluate_formula(report, formulas.get(each.formula), each.inputs)
        if isinstance(evaluation, Missing):
            missing.extend(evaluation.paths)
        elif isinstance(evaluation, Evaluation):
            award = each.rule.award(evaluation.exact, indicator.marks)
            if isinstance(award, Award):
                earned.append((award.points, evaluation, award))
    if earned:
        _, evaluation, award = max(earned, key=lambda each: each[0])
        name, (zh, en) = evaluation.formula.name, award.because
        award = replace(award, because=Phrase(f"取{name.zh}：{zh}", f"by {name.en}: {en}"))
        line = Line(indicator, Status.COMPUTED, award.because, value=evaluation.exact, evaluation=evaluation)
        return _with_award(line, award)
    if missing:
        return _incomplete(report, indicator, Missing(tuple(missing)))
    return Line(indicator, Status.UNDEFINED, Phrase("两项指标都不能计分", "neither metric can be scored"))


@dataclass(frozen=True, slots=True)
class TargetAward:
    """The points of one performance target."""

    target: Target
    award: Award | NoAward


def target_awards(report: Report, rule: Targets) -> tuple[TargetAward, ...]:
    """Score each of the report's targets of a group."""
    return tuple(TargetAward(t, _target_award(t, rule)) for t in report.targets if t.group == rule.group)


def _target_award(target: Target, rule: Targets) -> Award | NoAward:
    planned, actual = _planned_and_actual(target)
    marks = only(target.full_marks)
    if target.level is not None and marks is not None:
        claimed = only(target.points)
        return rule.judged(target.level, None if claimed is None else claimed.exact(), marks.exact())
    if planned is None or actual is None or marks is None:
        return NoAward(Phrase("目标值、实际值或分值不是单个数", "target, actual value or mark is not one number"))
    if planned == actual:
        return Award(marks.exact(), Phrase("达到目标值，得满分", "target reached: full marks"))
    if planned <= 0:
        return NoAward(Phrase("目标值为零，不能按比例计分", "the target is zero: no proportion of it"))
    proportional = Proportional(
        towards=target.direction, overshoot=rule.overshoot if target.direction == "more" else ()
    )
    return proportional.award(actual / planned * 100, marks.exact())


def _planned_and_actual(target: Target) -> tuple[Fraction | None, Fraction | None]:
    planned, actual = only(target.planned), only(target.actual)
    if planned is None or actual is None:
        return None, None
    unit = planned.unit or actual.unit
    if planned.unit and actual.unit and planned.unit.dimension is not actual.unit.dimension:
        return None, None
    return planned.in_unit(unit), actual.in_unit(unit)


def _counted_hits(report: Report, group: str, rule: HitRate) -> Evidence | None:
    targets = [_planned_and_actual(target) for target in report.targets if target.group == group]
    if not targets or any(planned is None or actual is None for planned, actual in targets):
        return None
    hits = sum(
        1
        for planned, actual in targets
        if planned is not None and actual is not None and rule.counts_as_hit(planned, actual)
    )
    return Evidence(hits=Fraction(hits), out_of=Fraction(len(targets)))


def _award_targets(report: Report, indicator: Indicator, rule: Targets, stated: StatedIndicator) -> Line:
    awards = target_awards(report, rule)
    if not awards or indicator.marks is None:
        return _claimed(indicator, stated)
    marks = sum((mark.exact() for each in awards if (mark := only(each.target.full_marks))), Fraction(0))
    if marks != indicator.marks:
        words = shown(marks), shown(indicator.marks)
        zh = f"绩效目标分值合计 {words[0]}，与该项满分 {words[1]} 不符"
        en = f"the marks of the targets add up to {words[0]}, not to {words[1]}"
        return Line(indicator, Status.UNDEFINED, Phrase(zh, en))
    refused = [each for each in awards if isinstance(each.award, NoAward)]
    if refused:
        name, because = refused[0].target.name, refused[0].award.because
        return Line(indicator, Status.UNDEFINED, Phrase(f"{name}：{because.zh}", f"{name}: {because.en}"))
    points = [each.award.points for each in awards if isinstance(each.award, Award)]
    words_ = " + ".join(shown(each) for each in points)
    total = sum(points, Fraction(0))
    words_ = worked(words_, total, *(each / 100 for each in points))
    award = Award(total, Phrase(f"{len(awards)} 个绩效目标：{words_} 分", f"{len(awards)} targets: {words_}"))
    return _with_award(Line(indicator, Status.COMPUTED, award.because), award)


def _evidence(stated: StatedIndicator) -> Evidence:
    def exact(figure: Figure | None) -> Fraction | None:
        quantity = only(figure)
        return None if quantity is None else quantity.exact()

    return Evidence(
        items=stated.items,
        occurrences=exact(stated.occurrences),
        hits=exact(stated.hits),
        out_of=exact(stated.out_of),
        score=exact(stated.score),
        score_full=exact(stated.score_full),
    )


def _judge_value(line: Line) -> Judgement | None:
    if line.stated_value is None:
        return None
    if line.evaluation is None:
        zero = line.status is Status.NOT_APPLICABLE or (line.status is Status.UNDEFINED and not line.missing)
        return undefined(Reason.ZERO_DENOMINATOR if zero else Reason.MISSING_INPUT)
    stated = line.stated_value if line.stated_value.unit else replace(line.stated_value, unit=PERCENT)
    return judge(stated, line.evaluation.exact, line.evaluation.bounds)


def _judge_points(line: Line) -> Judgement | None:
    stated = line.stated_points
    if stated is None:
        return None
    if line.points is None or line.status is Status.AS_CLAIMED:
        return undefined(Reason.MISSING_INPUT)
    expected = round_half_up(line.points, stated.decimals)
    if expected != stated.value and stated.value in {round_half_up(each, stated.decimals) for _, each in line.readings}:
        difference = round_half_up(stated.exact() - Fraction(expected), stated.decimals)
        return Judgement(Verdict.UNDEFINED, expected, difference, reason=Reason.AMBIGUOUS_READING)
    exact = line.points
    if expected == stated.value:
        return judge(stated, exact, lambda _: point(exact))  # what rounding allows is asked for where they differ
    return judge(stated, exact, _points_bounds(line))


def _points_bounds(line: Line) -> Callable[[Rounding], Interval]:
    @cache
    def ends() -> tuple[Fraction, Fraction]:
        return line.points_range or (line.points or Fraction(0),) * 2

    def bounds_of(mode: Rounding) -> Interval:
        del mode  # the range of points is the one under half-up; whole points are not rounded figures
        return Interval(*ends())

    return bounds_of


def _as_claimed_or_not(line: Line) -> Line:
    """Drop claimed points that the line cannot have: they are a finding, not points."""
    if line.status is not Status.AS_CLAIMED or line.points is None:
        return line
    marks = line.full_marks
    if line.points < 0 or (marks is not None and line.points > marks):
        because = Phrase("自报得分超出 0 至满分的范围", "the claimed points lie outside 0 to full marks")
        return replace(line, status=Status.UNDEFINED, because=because, points=None)
    return line
