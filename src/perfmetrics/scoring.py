"""score(): a report's figures through the formulas and rules of a scoring table, into a card that shows its working."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from perfmetrics.awarding import Line, Status, award_line, only, target_awards
from perfmetrics.cards import (
    Assumption,
    Breakdown,
    CardReading,
    ScoreCard,
    ScoredCategory,
    ScoredDimension,
    ScoredSum,
)
from perfmetrics.compiled import Points, award_points, factor_for, total_of
from perfmetrics.errors import ReportError, problem
from perfmetrics.findings import Finding, Impact, gravity
from perfmetrics.quantities import Interval, Quantity, Rounding, point, round_half_up, shown, to_decimal
from perfmetrics.rubrics import Grade, Rubric, load_rubric
from perfmetrics.rules import NoAward, Targets
from perfmetrics.statements import Figure, Report, Stated, load_report
from perfmetrics.texts import Phrase, did_you_mean
from perfmetrics.verdicts import Judgement, Reason, Verdict, judge


def score(
    report: Report | Mapping[str, Any] | str | Path, rubric: Rubric | Mapping[str, Any] | str | Path | None = None
) -> ScoreCard:
    """Score a report by a scoring table.

    Args:
        report: A report, a mapping, or the path of a .toml or .json file.
        rubric: The identifier of a shipped table, a path, a mapping or a table; by default the one that the report
            names.

    Returns:
        The scored breakdown. Missing figures make a line incomplete, never zero; a card with a line that has no
        points has neither total nor grade.

    Raises:
        ReportError: If the report cannot be read, or names no table where none is given.
        RubricError: If the table cannot be read.
        UnknownNameError: If no table ships under the identifier.
        FileError: If a file cannot be read.

    Example:
        >>> card = score(
        ...     {
        ...         "unit": "万元",
        ...         "initial_budget": {"operating_expenses": "141.6"},
        ...         "final_accounts": {"operating_expenses": "234.56"},
        ...         "indicators": {"operating_expense_control_ratio": {"value": "161.65%", "points": 0}},
        ...     },
        ...     rubric="baojing-2019",
        ... )
        >>> line = card.line("operating_expense_control_ratio")
        >>> line.working(), line.value_judgement.verdict.value
        ('234.56 ÷ 141.6 × 100% ≈ 165.65%', 'inconsistent')
    """
    read = load_report(report)
    if rubric is None and read.rubric is None:
        raise ReportError(
            [
                problem(
                    "rubric",
                    "未指明评分标准",
                    "no scoring table is named",
                    '请给出 rubric，如 rubric="baojing-2019"',
                    'name one, such as rubric="baojing-2019"',
                )
            ]
        )
    return prepare(read, rubric if rubric is not None else read.rubric or "").card()


def prepare(
    report: Report | Mapping[str, Any] | str | Path, rubric: Rubric | Mapping[str, Any] | str | Path
) -> Prepared:
    """Return a report and a table made ready for points alone: for a loop that needs no words.

    Args:
        report: A report, a mapping, or the path of a .toml or .json file.
        rubric: The identifier of a shipped table, a path, a mapping or a table.

    Raises:
        ReportError: If the report cannot be read.
        RubricError: If the table cannot be read.
        UnknownNameError: If no table ships under the identifier.
        FileError: If a file cannot be read.

    Example:
        >>> prepare({"staff": {"establishment": 71, "in_post": 72}}, "baojing-2019").points()[2]
        Fraction(5, 2)
    """
    return Prepared(load_report(report), load_rubric(rubric))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report and the table that it is scored by."""

    report: Report
    rubric: Rubric

    def points(self) -> tuple[Fraction | None, ...]:
        """Return the points of each line, in the order of the table; None where they are not known.

        Raises:
            ReportError: If figures of different kinds meet in one sum.
        """
        return award_points(self.report, self.rubric).points

    def card(self) -> ScoreCard:
        """Return the card.

        Raises:
            ReportError: As `points`.
        """
        found = award_points(self.report, self.rubric)
        title = self.report.title or self.report.department
        make = partial(_breakdown, self.report, self.rubric, found)
        return ScoreCard(self.rubric, title, found, make, partial(_findings, self.report))


def _breakdown(report: Report, table: Rubric, found: Points) -> Breakdown:
    comparable = report.rubric in {None, table.id}
    scored = (
        found.lines.get(i) or award_line(report, each, claims_points=comparable)
        for i, each in enumerate(table.indicators)
    )
    others = _elsewhere(report, table)
    dimensions = tuple(_dimensions(report.stated if comparable else Stated(), table, scored, others))
    lines = [line for dim in dimensions for cat in dim.categories for line in cat.lines]
    stated = only(report.stated.total) if comparable else None
    parts = [*(line.stated_points for line in lines), *others]
    total = _judged_sum(total_of(found, table), Fraction(table.full_marks), stated, parts)
    grade = None if total.points is None else table.grade(total.points)
    return Breakdown(
        dimensions=dimensions,
        whole=total,
        stated_grade=report.stated.grade if comparable else None,
        grade_verdict=_grade_verdict(table, grade, report.stated.grade) if comparable else None,
        readings=tuple(_readings(lines, table, total.points)),
        total_range=_total_range(lines, table, total.points),
        assumptions=tuple(Assumption(line, line.indicator.assumed) for line in lines if line.indicator.assumed),
    )


def _findings(report: Report, card: ScoreCard) -> tuple[Finding, ...]:
    found = [*_line_findings(card, report), *_sum_findings(card), *_grade_findings(card), *_unknown_lines(card, report)]
    return tuple(sorted(found, key=gravity))


# ---------------------------------------------------------------------------------------------------------------------
# Sums.


def _dimensions(
    sums: Stated, table: Rubric, scored: Iterator[Line], others: Sequence[Quantity | None]
) -> Iterator[ScoredDimension]:
    for dim in table.dimensions:
        categories = []
        for cat in dim.categories:
            lines = tuple(islice(scored, len(cat.indicators)))
            stated = _stated_sum(sums.categories, cat.id, cat.name)
            sum_ = _judged_sum(_points(lines), cat.marks, stated, [*(line.stated_points for line in lines), *others])
            categories.append(ScoredCategory(cat, sum_, lines))
        every = [line for cat in categories for line in cat.lines]
        stated = _stated_sum(sums.dimensions, dim.id, dim.name)
        sum_ = _judged_sum(_points(every), dim.marks, stated, [*(line.stated_points for line in every), *others])
        yield ScoredDimension(dim, sum_, tuple(categories))


def _elsewhere(report: Report, table: Rubric) -> list[Quantity | None]:
    """Return what stands for lines that the table does not have.

    Their points belong to the stated sums too: then the parts are not all known.
    """
    return [None] if report.indicators.keys() - {line.id for line in table.indicators} else []


def _stated_sum(stated: Mapping[str, Figure], identifier: str, name: str) -> Quantity | None:
    return only(stated.get(identifier, stated.get(name)))


def _points(lines: Sequence[Line]) -> Fraction | None:
    """Return the sum of the points, or None where a line that counts has none."""
    if any(line.points is None and not line.is_left_out for line in lines):
        return None
    return sum((line.points or Fraction(0) for line in lines), Fraction(0))


def _judged_sum(
    points: Fraction | None, marks: Fraction | None, stated: Quantity | None, parts: Sequence[Quantity | None]
) -> ScoredSum:
    if stated is None:
        return ScoredSum(points, marks)
    exact = Fraction(0) if points is None else points
    judgement = None if points is None else judge(stated, exact, lambda _: point(exact))
    given = [part for part in parts if part is not None]
    if len(given) < len(parts):
        return ScoredSum(points, marks, stated, judgement)
    total = sum((part.exact() for part in given), Fraction(0))
    return ScoredSum(points, marks, stated, judgement, judge(stated, total, lambda mode: _sum_range(given, mode)))


def _sum_range(parts: Iterable[Quantity], mode: Rounding) -> Interval:
    """Return the range of a sum of points; whole points are awarded, not rounded."""
    total = point(Fraction(0))
    for part in parts:
        total = total + (part.interval(mode) if part.decimals else point(part.exact()))
    return total


def _with_points(card: ScoreCard, line: Line, points: Fraction) -> tuple[Fraction | None, Grade | None]:
    """Return the total and the grade when one line has other points."""
    changed = tuple(points if each is line else each.points for each in card.lines)
    total = total_of(card.found._replace(points=changed), card.rubric)
    return total, None if total is None else card.rubric.grade(total)


def _readings(lines: Sequence[Line], table: Rubric, total: Fraction | None) -> Iterator[CardReading]:
    factor = factor_for(lines, table)
    if total is None or factor is None:
        return
    for line in lines:
        for reading, points in line.readings:
            other = total + (points - (line.points or 0)) * factor
            yield CardReading(line, reading, points, other, table.grade(other))


def _total_range(lines: Sequence[Line], table: Rubric, total: Fraction | None) -> tuple[Fraction, Fraction] | None:
    factor = factor_for(lines, table)
    if total is None or factor is None:
        return None
    low = high = total
    for line in lines:
        points = [each - (line.points or 0) for _, each in line.readings]
        low += min(points, default=Fraction(0)) * factor
        high += max(points, default=Fraction(0)) * factor
    return low, high


# ---------------------------------------------------------------------------------------------------------------------
# Findings.


def _named_grade(table: Rubric, name: str | None) -> Grade | None:
    return next((each for each in table.grades if name in {each.id, each.name}), None)


def _grade_verdict(table: Rubric, grade: Grade | None, stated: str | None) -> Verdict | None:
    if stated is None:
        return None
    if grade is None or _named_grade(table, stated) is None:
        return Verdict.UNDEFINED
    return Verdict.EXACT if _named_grade(table, stated) == grade else Verdict.INCONSISTENT


def _impact(card: ScoreCard, line: Line, before: Fraction) -> Impact:
    """Return what changes when a line gets its recomputed points instead of others."""
    total, grade = _with_points(card, line, before)
    return Impact(
        (to_decimal(before), _decimal(line.points)),
        (_decimal(total), _decimal(card.whole.points)),
        (grade.name if grade else None, card.awarded.name if card.awarded else None),
    )


def _decimal(value: Fraction | None) -> Any:
    return None if value is None else to_decimal(value)


def _impact_words(impact: Impact) -> Phrase:
    if not impact.changes_points:
        return Phrase("不影响得分", "no points change")
    zh = f"得分由 {_number(impact.points[0])} 变为 {_number(impact.points[1])}"
    en = f"points change from {_number(impact.points[0])} to {_number(impact.points[1])}"
    if None in impact.total:
        return Phrase(zh, en)
    zh += f"，总分由 {_number(impact.total[0])} 变为 {_number(impact.total[1])}"
    en += f", the total from {_number(impact.total[0])} to {_number(impact.total[1])}"
    if impact.changes_grade:
        return Phrase(
            f"{zh}，等级由{impact.grade[0]}变为{impact.grade[1]}",
            f"{en}, the grade from {impact.grade[0]} to {impact.grade[1]}",
        )
    return Phrase(f"{zh}，等级不变", f"{en}, the grade stays") if impact.grade[1] else Phrase(zh, en)


def _number(value: Any) -> str:
    return "?" if value is None else shown(value)


def _line_findings(card: ScoreCard, report: Report) -> Iterator[Finding]:
    for line in card.lines:
        yield from _value_findings(card, line)
        yield from _points_findings(card, line)
        if isinstance(line.indicator.rule, Targets):
            yield from _target_findings(report, line, line.indicator.rule)
        if line.status is Status.INCOMPLETE:
            yield _finding(
                "figure_missing",
                line,
                Phrase(f"{line.indicator.name}{_C}{line.because.zh}", f"{line.indicator.name_en}: {line.because.en}"),
            )
        elif line.status is Status.UNDEFINED and line.full_marks is not None and not _out_of_bounds(line):
            yield _finding(
                "value_undefined",
                line,
                Phrase(f"{line.indicator.name}{_C}{line.because.zh}", f"{line.indicator.name_en}: {line.because.en}"),
            )


_C = "："


def _finding(code: str, line: Line, message: Phrase, **details: Any) -> Finding:
    return Finding(code, f"indicators.{line.indicator.id}", message, working=line.working(), **details)


def _value_findings(card: ScoreCard, line: Line) -> Iterator[Finding]:
    judged, stated = line.value_judgement, line.stated_value
    if judged is None or stated is None or judged.expected is None or judged.verdict is Verdict.EXACT:
        return
    interval = judged.interval
    expected = f"{judged.expected}%"
    facts = {
        "verdict": judged.verdict,
        "stated": stated.text,
        "expected": expected,
        "difference": _signed(judged),
        "interval": None if interval is None else interval.to_text(),
    }
    name, english = line.indicator.name, line.indicator.name_en
    if judged.verdict is Verdict.ROUNDING:
        words = judged.fits[0].label if judged.fits else Phrase("约数", "an approximate figure")
        message = Phrase(
            f"{name}自报 {stated.text}，重算 {expected}：{words.zh}所致",
            f"{english}: stated {stated.text}, recomputed {expected}: {words.en}",
        )
        yield _finding("value_rounding", line, message, **facts)
    else:
        zh = f"{name}自报 {stated.text}，按所列数据重算为 {expected}"
        en = f"{english}: stated {stated.text}, its figures give {expected}"
        impact = None
        if line.points is not None and line.stated_award is not None:
            impact = _impact(card, line, line.stated_award)
            words = _impact_words(impact)
            zh, en = f"{zh}，{words.zh}", f"{en}; {words.en}"
        yield _finding("value_inconsistent", line, Phrase(zh, en), impact=impact, **facts)


def _signed(judged: Judgement) -> str | None:
    return None if judged.difference is None else format(judged.difference, "+f")


def _out_of_bounds(line: Line) -> bool:
    stated, marks = line.stated_points, line.full_marks
    return stated is not None and (stated.value < 0 or (marks is not None and stated.exact() > marks))


def _points_findings(card: ScoreCard, line: Line) -> Iterator[Finding]:
    judged, stated = line.points_judgement, line.stated_points
    if judged is None or stated is None:
        return
    name, english = line.indicator.name, line.indicator.name_en
    facts = {"verdict": judged.verdict, "stated": stated.text}
    if _out_of_bounds(line):
        limit = "?" if line.full_marks is None else shown(line.full_marks)
        message = Phrase(
            f"{name}自报 {stated.text} 分，超出 0 至 {limit} 分",
            f"{english}: stated {stated.text}, outside 0 to {limit}",
        )
        yield _finding("points_out_of_bounds", line, message, **facts | {"verdict": Verdict.INCONSISTENT})
    elif judged.reason is Reason.AMBIGUOUS_READING:
        reading = next(each for each, points in line.readings if round_half_up(points, stated.decimals) == stated.value)
        zh = f"{name}自报 {stated.text} 分，合于“{reading.label.zh}”的读法；默认读法为 {judged.expected} 分"
        en = f"{english}: stated {stated.text} follows “{reading.label.en}”; {judged.expected} by default"
        yield _finding("points_under_other_reading", line, Phrase(zh, en), expected=str(judged.expected), **facts)
    elif judged.verdict is Verdict.ROUNDING:
        message = _points_rounding(line, stated, name, english)
        yield _finding("points_rounding", line, message, expected=str(judged.expected), **facts)
    elif judged.is_wrong and line.points is not None:
        impact = _impact(card, line, stated.exact())
        expected, words = shown(line.points), _impact_words(impact)
        assumed = line.indicator.rule_is_assumed
        code = "differs_under_assumed_rule" if assumed else "points_inconsistent"
        doubt = Phrase("推定的规则", "the assumed rule") if assumed else Phrase("评分标准", "the table")
        zh = f"{name}自报 {stated.text} 分，按{doubt.zh}应为 {expected} 分（{line.because.zh}）；{words.zh}"
        en = f"{english}: stated {stated.text} points, {expected} by {doubt.en} ({line.because.en}); {words.en}"
        difference = None if judged.difference is None else format(judged.difference, "+f")
        yield _finding(code, line, Phrase(zh, en), expected=expected, difference=difference, impact=impact, **facts)


def _points_rounding(line: Line, stated: Quantity, name: str, english: str) -> Phrase:
    low, high = (shown(end) for end in line.points_range or (line.points or Fraction(0),) * 2)
    own = "?" if line.points is None else shown(line.points)
    zh = f"{name}自报 {stated.text} 分，按所列数据为 {own} 分；数据取整允许 {low} 至 {high} 分"
    return Phrase(zh, f"{english}: stated {stated.text}, {own} by its figures; their rounding allows {low} to {high}")


def _target_findings(report: Report, line: Line, rule: Targets) -> Iterator[Finding]:
    for each in target_awards(report, rule):
        stated = only(each.target.points)
        if stated is None:
            continue
        if isinstance(each.award, NoAward):
            if each.target.level is not None:
                name, why = each.target.name, each.award.because
                message = Phrase(f"{name}自报 {stated.text} 分：{why.zh}", f"{name}: stated {stated.text}; {why.en}")
                yield Finding("points_out_of_bounds", f"targets.{name}", message, Verdict.INCONSISTENT, stated.text)
            continue
        exact = each.award.points
        judged = judge(stated, exact, lambda _, exact=exact: point(exact))  # type: ignore[misc]
        if judged.is_wrong:
            assumed = line.indicator.rule_is_assumed
            code = "differs_under_assumed_rule" if assumed else "points_inconsistent"
            name, expected = each.target.name, shown(exact)
            zh = f"{name}自报 {stated.text} 分，按规则应为 {expected} 分（{each.award.because.zh}）"
            en = f"{name}: stated {stated.text} points, {expected} by the rule ({each.award.because.en})"
            yield Finding(
                code,
                f"targets.{name}",
                Phrase(zh, en),
                judged.verdict,
                stated.text,
                expected,
                _signed(judged),
            )


def _sum_findings(card: ScoreCard) -> Iterator[Finding]:
    sums = []
    for dim in card.dimensions:
        sums.append(
            ("subtotal", f"stated.dimensions.{dim.dimension.id}", dim.dimension.name, dim.dimension.name_en, dim.sum)
        )
        sums += [
            ("subtotal", f"stated.categories.{cat.category.id}", cat.category.name, cat.category.name_en, cat.sum)
            for cat in dim.categories
        ]
    sums.append(("total", "stated.total", "总分", "total", card.whole))
    for kind, where, name, english, each in sums:
        if each.stated is None:
            continue
        stated = each.stated.text
        if each.of_stated is not None and each.of_stated.is_wrong:
            expected = str(each.of_stated.expected)
            zh = f"{name}自报 {stated} 分，所列各项得分之和为 {expected} 分"
            en = f"{english}: stated {stated}, the stated points add up to {expected}"
            yield Finding(
                f"{kind}_inconsistent",
                where,
                Phrase(zh, en),
                Verdict.INCONSISTENT,
                stated,
                expected,
                _signed(each.of_stated),
                each.of_stated.interval.to_text() if each.of_stated.interval else None,
            )
        elif each.judgement is not None and each.judgement.is_wrong and each.points is not None:
            expected = shown(each.points)
            zh = f"{name}自报 {stated} 分，按重算的各项得分为 {expected} 分"
            en = f"{english}: stated {stated}, the recomputed points add up to {expected}"
            yield Finding(
                f"{kind}_changes",
                where,
                Phrase(zh, en),
                each.judgement.verdict,
                stated,
                expected,
                _signed(each.judgement),
            )


def _grade_findings(card: ScoreCard) -> Iterator[Finding]:
    stated, named = card.stated_grade, _named_grade(card.rubric, card.stated_grade)
    total = card.whole.stated
    of_stated = None if total is None else card.rubric.grade(total.exact())
    wrong = named is not None and of_stated is not None and of_stated != named
    if wrong and total is not None and of_stated is not None:
        zh = f"自报总分 {total.text} 分应为“{of_stated.name}”，自报等级为“{stated}”"
        en = f"the stated total of {total.text} is {of_stated.label('en')}, the stated grade {stated}"
        yield Finding(
            "grade_inconsistent", "stated.grade", Phrase(zh, en), Verdict.INCONSISTENT, stated, of_stated.name
        )
    changes = named is not None and card.awarded is not None and card.awarded != named
    # Where the stated total already has the recomputed grade, the stated grade was the one mistake.
    if changes and not (wrong and of_stated == card.awarded) and named is not None and card.awarded is not None:
        yield _grade_change(card, named, card.awarded)
    if card.grade_depends_on_reading:
        yield _reading_dependence(card)


def _grade_change(card: ScoreCard, stated: Grade, awarded: Grade) -> Finding:
    total = "?" if card.whole.points is None else shown(card.whole.points)
    zh = f"重算总分 {total} 分为“{awarded.name}”，自报等级为“{card.stated_grade}”"
    en = f"the recomputed total of {total} is {awarded.label('en')}, the stated grade {card.stated_grade}"
    impact = Impact(grade=(stated.name, awarded.name))
    where, verdict = "stated.grade", Verdict.INCONSISTENT
    return Finding("grade_changes", where, Phrase(zh, en), verdict, card.stated_grade, awarded.name, impact=impact)


def _reading_dependence(card: ScoreCard) -> Finding:
    zh_parts, en_parts = [], []
    for each in card.readings:
        if each.grade == card.awarded:
            continue
        zh_grade, en_grade = (each.grade.name, each.grade.label("en")) if each.grade else ("?", "?")
        line = each.line.indicator
        zh_parts.append(f"{line.name}“{each.reading.label.zh}”时 {shown(each.total)} 分为{zh_grade}")
        en_parts.append(f"{line.name_en} with “{each.reading.label.en}”: {shown(each.total)}, {en_grade}")
    zh_own, en_own = (card.awarded.name, card.awarded.label("en")) if card.awarded else ("?", "?")
    zh = f"等级取决于规则读法：默认读法为{zh_own}；{'；'.join(zh_parts)}"
    en = f"the grade depends on the reading: {en_own} by default; {'; '.join(en_parts)}"
    return Finding("grade_depends_on_reading", "stated.grade", Phrase(zh, en), Verdict.UNDEFINED)


def _unknown_lines(card: ScoreCard, report: Report) -> Iterator[Finding]:
    if report.rubric not in {None, card.rubric.id}:
        zh = f"报告按“{report.rubric}”自评，此处按“{card.rubric.id}”计分：自报得分、总分和等级不作比较"
        en = f"the report scores itself by {report.rubric!r}, not by {card.rubric.id!r}: its points are not compared"
        yield Finding("another_rubric", "rubric", Phrase(zh, en))
        return
    known = {line.id: line.name for line in card.rubric.indicators}
    for identifier in report.indicators:
        if identifier not in known:
            mend = did_you_mean(identifier, known)
            zh = f"报告对“{identifier}”计分，而评分标准中没有该指标；{mend.zh}"
            en = f"the report scores {identifier!r}, which the table does not have; {mend.en}"
            yield Finding("indicator_not_in_rubric", f"indicators.{identifier}", Phrase(zh, en))
