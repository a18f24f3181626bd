"""The scored breakdown: dimensions, categories and lines with their points, the total, the grade, and what to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict

from perfmetrics.awarding import Line, Status
from perfmetrics.document import (
    Align,
    Block,
    Bullets,
    Cell,
    Document,
    Heading,
    Paragraph,
    Row,
    Span,
    Table,
    Tone,
    say,
)
from perfmetrics.findings import Finding, FindingJson, Severity
from perfmetrics.outcomes import Outcome
from perfmetrics.quantities import Quantity, result_text, shown, to_decimal
from perfmetrics.rubrics import Category, Dimension, Grade, Rubric
from perfmetrics.rules import Reading
from perfmetrics.texts import Lang, Phrase
from perfmetrics.verdicts import Judgement, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA_VERSION = 1


class ReadingJson(TypedDict):
    """JSON of the points under one reading of a rule."""

    reading: str
    points: str


class ProvenanceJson(TypedDict):
    """JSON of a line's provenance."""

    full_marks: str
    rule: str
    formula: str | None
    uncertain: list[str]
    assumed: list[str]
    source: str
    note: str


class IndicatorJson(TypedDict):
    """JSON of a scored line; numbers are strings of decimals."""

    id: str
    name: str
    dimension: str
    category: str
    status: str
    value: str | None
    stated_value: str | None
    verdict: str | None
    expected_value: str | None
    interval: str | None
    points: str | None
    full_marks: str | None
    lost: str | None
    stated_points: str | None
    points_verdict: str | None
    points_range: list[str] | None
    readings: list[ReadingJson]
    formula: str | None
    symbols: str | None
    working: str | None
    because: str
    missing: list[str]
    rule: str
    provenance: ProvenanceJson


class SumJson(TypedDict):
    """JSON of a subtotal."""

    id: str
    name: str
    points: str | None
    full_marks: str | None
    stated_points: str | None
    verdict: str | None


class CardReadingJson(TypedDict):
    """JSON of the total under another reading of one line."""

    indicator: str
    reading: str
    points: str
    total: str
    grade: str | None


class AssumptionJson(TypedDict):
    """JSON of an assumption."""

    indicator: str
    parts: list[str]
    provenance: str
    note: str


class CardJson(TypedDict):
    """JSON of a card."""

    schema_version: int
    rubric: str
    rubric_title: str
    report: str | None
    total: str | None
    full_marks: str
    grade: str | None
    stated_total: str | None
    total_verdict: str | None
    stated_grade: str | None
    grade_verdict: str | None
    conditional: bool
    grade_depends_on_reading: bool
    total_range: list[str] | None
    dimensions: list[SumJson]
    categories: list[SumJson]
    indicators: list[IndicatorJson]
    readings: list[CardReadingJson]
    assumptions: list[AssumptionJson]
    left_out: list[str]
    findings: list[FindingJson]


class CardRow(TypedDict):
    """One line of a card as a flat record, for a data frame."""

    dimension: str
    category: str
    id: str
    name: str
    value: Decimal | None
    stated_value: Decimal | None
    verdict: str | None
    points: Decimal | None
    full_marks: Decimal | None
    lost: Decimal | None
    stated_points: Decimal | None
    points_verdict: str | None
    status: str
    because: str


@dataclass(frozen=True, slots=True)
class ScoredSum:
    """A subtotal or the total.

    Attributes:
        points: The sum, or None where a line below it is not known.
        full_marks: Full marks, or None where they are unknown.
        stated: What the report states.
        judgement: The verdict on it against the recomputed sum.
        of_stated: The verdict on it against the sum of the points that the report states.
    """

    points: Fraction | None
    full_marks: Fraction | None
    stated: Quantity | None = None
    judgement: Judgement | None = None
    of_stated: Judgement | None = None


@dataclass(frozen=True, slots=True)
class ScoredCategory:
    """A category with its lines."""

    category: Category
    sum: ScoredSum
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ScoredDimension:
    """A dimension with its categories."""

    dimension: Dimension
    sum: ScoredSum
    categories: tuple[ScoredCategory, ...]


@dataclass(frozen=True, slots=True)
class CardReading:
    """The total when one line is read in another way and all else stays."""

    line: Line
    reading: Reading
    points: Fraction
    total: Fraction
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class Assumption:
    """Parts of a line that are uncertain, reconstructed or not known; the total and the grade rest on them."""

    line: Line
    parts: tuple[str, ...]

    def words(self) -> Phrase:
        """Return what is assumed, in words."""
        zh, en = [], []
        known = self.line.indicator.provenance
        for part in self.parts:
            label = _PART_LABELS[part]
            provenance = known.formula if part == "formula" else getattr(known, part)
            doubt = part in known.uncertain
            zh.append(f"{label.zh}{provenance.label.zh if provenance else ''}{'、存疑' if doubt else ''}")
            en.append(f"{label.en} {provenance.label.en if provenance else ''}{', uncertain' if doubt else ''}")
        return Phrase("；".join(zh), "; ".join(en))


_PART_LABELS = {
    "full_marks": Phrase("满分", "full marks"),
    "formula": Phrase("公式", "formula"),
    "rule": Phrase("规则", "rule"),
}


@dataclass(frozen=True, slots=True, repr=False)
class ScoreCard(Outcome):
    """A report scored by a table, with its working.

    Attributes:
        rubric: The scoring table.
        report_title: Title of the report.
        dimensions: The breakdown.
        whole: The sum of everything, exact, and what the report states; no points where a line is not known.
        awarded: The grade of the total, as the table has it.
        stated_grade: The grade that the report gives itself.
        grade_verdict: The verdict on it.
        readings: The totals under other readings of ambiguous rules, one line varied at a time.
        total_range: The lowest and highest total when every ambiguous line is read in every way.
        assumptions: What the total and the grade rest on.
        findings: What there is to say, the gravest first.
    """

    rubric: Rubric
    report_title: str | None
    dimensions: tuple[ScoredDimension, ...]
    whole: ScoredSum
    awarded: Grade | None
    stated_grade: str | None
    grade_verdict: Verdict | None
    readings: tuple[CardReading, ...]
    total_range: tuple[Fraction, Fraction] | None
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        total = "?" if self.whole.points is None else shown(self.whole.points)
        grade = f" {self.grade}" if self.grade else ""
        count = len(self.findings)
        return f"<ScoreCard {self.rubric.id}: {total} / {shown(self.rubric.full_marks)}{grade}, {count} findings>"

    @property
    def total(self) -> Decimal | None:
        """The total, or None where a line is not known or its full marks are not."""
        return _decimal(self.whole.points)

    @property
    def full_marks(self) -> Decimal:
        """Full marks of the table."""
        return self.rubric.full_marks

    @property
    def stated_total(self) -> Decimal | None:
        """The total that the report states."""
        return None if self.whole.stated is None else self.whole.stated.value

    @property
    def grade(self) -> str | None:
        """The name of the grade (优, 良 ...), or None where there is no total or the table has no grades."""
        return None if self.awarded is None else self.awarded.name

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order of the table; their numbers are exact fractions, `rows()` has decimals."""
        return tuple(line for dim in self.dimensions for cat in dim.categories for line in cat.lines)

    @property
    def left_out(self) -> tuple[Line, ...]:
        """Lines that have no points: the total leaves them out, or cannot be given."""
        return tuple(line for line in self.lines if line.points is None)

    @property
    def grade_depends_on_reading(self) -> bool:
        """Whether another reading of one ambiguous rule gives another grade."""
        return any(each.grade != self.awarded for each in self.readings)

    @property
    def conditional(self) -> bool:
        """Whether the total and the grade rest on assumptions."""
        return bool(self.assumptions)

    def line(self, identifier: str) -> Line:
        """Return the line with an identifier.

        Raises:
            KeyError: If the table has none.
        """
        for line in self.lines:
            if line.indicator.id == identifier:
                return line
        raise KeyError(identifier)

    @property
    def source(self) -> str:
        """Title of the report."""
        return self.report_title or ""

    def rows(self, lang: Lang = "zh") -> list[CardRow]:
        """Return the lines as flat records, for a data frame."""
        return [
            {
                "dimension": dim.dimension.id,
                "category": cat.category.id,
                "id": line.indicator.id,
                "name": _name(line.indicator, lang),
                "value": _decimal(line.value),
                "stated_value": None if line.stated_value is None else line.stated_value.value,
                "verdict": _verdict(line.value_judgement),
                "points": _decimal(line.points),
                "full_marks": _decimal(line.full_marks),
                "lost": _decimal(line.lost),
                "stated_points": None if line.stated_points is None else line.stated_points.value,
                "points_verdict": _verdict(line.points_judgement),
                "status": line.status.value,
                "because": line.because.of(lang),
            }
            for dim in self.dimensions
            for cat in dim.categories
            for line in cat.lines
        ]

    def to_dict(self, lang: Lang = "zh") -> CardJson:
        """Return plain data for JSON, its words in one language; decimals are strings."""
        return {
            "schema_version": SCHEMA_VERSION,
            "rubric": self.rubric.id,
            "rubric_title": self.rubric.title if lang == "zh" else self.rubric.title_en,
            "report": self.report_title,
            "total": _text(self.whole.points),
            "full_marks": _required_text(Fraction(self.rubric.full_marks)),
            "grade": self.grade,
            "stated_total": _written(self.whole.stated),
            "total_verdict": _verdict(self.whole.judgement),
            "stated_grade": self.stated_grade,
            "grade_verdict": None if self.grade_verdict is None else self.grade_verdict.value,
            "conditional": self.conditional,
            "grade_depends_on_reading": self.grade_depends_on_reading,
            "total_range": _pair(self.total_range),
            "dimensions": [_sum_json(d.dimension, d.sum, lang) for d in self.dimensions],
            "categories": [_sum_json(c.category, c.sum, lang) for d in self.dimensions for c in d.categories],
            "indicators": [
                _line_json(line, dim.dimension, cat.category, lang)
                for dim in self.dimensions
                for cat in dim.categories
                for line in cat.lines
            ],
            "readings": [
                {
                    "indicator": each.line.indicator.id,
                    "reading": each.reading.value,
                    "points": _required_text(each.points),
                    "total": _required_text(each.total),
                    "grade": None if each.grade is None else each.grade.name,
                }
                for each in self.readings
            ],
            "assumptions": [
                {
                    "indicator": each.line.indicator.id,
                    "parts": list(each.parts),
                    "provenance": each.words().of(lang),
                    "note": each.line.indicator.provenance.note,
                }
                for each in self.assumptions
            ],
            "left_out": [line.indicator.id for line in self.left_out],
            "findings": [finding.to_dict(lang) for finding in self.findings],
        }

    def to_document(self, lang: Lang = "zh") -> Document:
        """Return the card as a neutral tree for a renderer."""
        return Document(tuple(_blocks(self, lang)))


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else to_decimal(value)


def _required_text(value: Fraction) -> str:
    return format(to_decimal(value), "f")


def _text(value: Fraction | None) -> str | None:
    return None if value is None else _required_text(value)


def _pair(ends: tuple[Fraction, Fraction] | None) -> list[str] | None:
    return None if ends is None else [_required_text(end) for end in ends]


def _written(quantity: Quantity | None) -> str | None:
    return None if quantity is None else quantity.text


def _verdict(judgement: Judgement | None) -> str | None:
    return None if judgement is None else judgement.verdict.value


def _name(named: object, lang: Lang) -> str:
    return str(getattr(named, "name" if lang == "zh" else "name_en"))


def _sum_json(named: Category | Dimension, each: ScoredSum, lang: Lang) -> SumJson:
    return {
        "id": named.id,
        "name": _name(named, lang),
        "points": _text(each.points),
        "full_marks": _text(each.full_marks),
        "stated_points": _written(each.stated),
        "verdict": _verdict(each.judgement),
    }


def _line_json(line: Line, dimension: Dimension, category: Category, lang: Lang) -> IndicatorJson:
    judged = line.value_judgement
    known = line.indicator.provenance
    return {
        "id": line.indicator.id,
        "name": _name(line.indicator, lang),
        "dimension": dimension.id,
        "category": category.id,
        "status": line.status.value,
        "value": _text(line.value),
        "stated_value": _written(line.stated_value),
        "verdict": _verdict(judged),
        "expected_value": None if judged is None or judged.expected is None else format(judged.expected, "f"),
        "interval": None if judged is None or judged.interval is None else judged.interval.to_text(),
        "points": _text(line.points),
        "full_marks": _text(line.full_marks),
        "lost": _text(line.lost),
        "stated_points": _written(line.stated_points),
        "points_verdict": _verdict(line.points_judgement),
        "points_range": _pair(line.points_range),
        "readings": [{"reading": r.value, "points": _required_text(points)} for r, points in line.readings],
        "formula": line.indicator.formula,
        "symbols": line.symbols(lang),
        "working": line.working(),
        "because": line.because.of(lang),
        "missing": list(line.missing),
        "rule": line.indicator.rule.text.of(lang),
        "provenance": {
            "full_marks": known.full_marks.value,
            "rule": known.rule.value,
            "formula": None if known.formula is None else known.formula.value,
            "uncertain": list(known.uncertain),
            "assumed": list(line.indicator.assumed),
            "source": known.source,
            "note": known.note,
        },
    }


# ---------------------------------------------------------------------------------------------------------------------
# The card as people read it.

_TONES = {
    Verdict.EXACT: Tone.GOOD,
    Verdict.ROUNDING: Tone.NOTE,
    Verdict.INCONSISTENT: Tone.BAD,
    Verdict.UNDEFINED: Tone.FAINT,
}
_LISTED_BELOW = {"figure_missing", "value_undefined"}  # among the lines without points
_SEVERITY_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.WARNING, Severity.NOTE: Tone.NOTE}


def _blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    zh = lang == "zh"
    yield Heading(card.report_title or ("绩效评价计分" if zh else "Score card"))
    title = card.rubric.title if zh else card.rubric.title_en
    yield say(
        f"评分标准：{title}（{card.rubric.id}）" if zh else f"Scoring table: {title} ({card.rubric.id})", Tone.FAINT
    )
    yield Paragraph(tuple(_summary(card, lang)))
    yield _table(card, lang)
    yield from _finding_blocks(card, lang)
    yield from _reading_blocks(card, lang)
    yield from _working_blocks(card, lang)
    yield from _assumption_blocks(card, lang)


def _summary(card: ScoreCard, lang: Lang) -> Iterator[Span]:
    zh = lang == "zh"
    full = shown(card.rubric.full_marks)
    total, stated = card.whole.points, card.whole.stated
    if total is None:
        count, known = len(card.left_out), _known_marks(card.lines)
        yield Span(
            f"有 {count} 项未计分，不给总分和等级；其余各项 {shown(known[0])} / {shown(known[1])}"
            if zh
            else f"{count} lines without points: no total, no grade; the others {shown(known[0])} of {shown(known[1])}",
            Tone.WARNING,
        )
    else:
        grade = "" if card.awarded is None else f" {card.awarded.label(lang)}"
        yield Span(f"重算 {shown(total)} / {full}{grade}" if zh else f"recomputed {shown(total)} / {full}{grade}")
        if card.conditional:
            yield Span("（以所列推定为条件）" if zh else " (on the assumptions below)", Tone.FAINT)
    if stated is not None:
        grade = f" {card.stated_grade}" if card.stated_grade else ""
        tone = _TONES[card.whole.judgement.verdict] if card.whole.judgement else Tone.FAINT
        yield Span(f"；自报 {shown(stated.value)}{grade}" if zh else f"; stated {shown(stated.value)}{grade}", tone)
    if card.grade_depends_on_reading:
        yield Span("；等级取决于规则读法" if zh else "; the grade depends on the reading of a rule", Tone.WARNING)


def _known_marks(lines: Sequence[Line]) -> tuple[Fraction, Fraction]:
    known = [line for line in lines if line.points is not None]
    points = sum((line.points or Fraction(0) for line in known), Fraction(0))
    return points, sum((line.full_marks or Fraction(0) for line in known), Fraction(0))


def _table(card: ScoreCard, lang: Lang) -> Table:
    names = ("指标", "重算值", "自报值", "得分", "满分", "自报", "结论")
    english = ("Line", "Value", "Stated", "Points", "of", "Stated", "Verdict")
    aligns = (Align.LEFT, *[Align.RIGHT] * 5, Align.LEFT)
    rows: list[Row] = []
    for dim in card.dimensions:
        rows.append(_sum_row(_name(dim.dimension, lang), dim.sum, 0, lang))
        for cat in dim.categories:
            if len(dim.categories) > 1 or len(cat.lines) > 1:
                rows.append(_sum_row(_name(cat.category, lang), cat.sum, 1, lang))
            rows.extend(_line_row(line, lang) for line in cat.lines)
    rows.append(_sum_row("总分" if lang == "zh" else "Total", card.whole, 0, lang))
    return Table(tuple(zip(names if lang == "zh" else english, aligns, strict=True)), tuple(rows))


def _sum_row(name: str, each: ScoredSum, depth: int, lang: Lang) -> Row:
    verdict = Cell("")
    if each.judgement is not None:
        verdict = Cell(each.judgement.verdict.label.of(lang), _TONES[each.judgement.verdict])
    cells = (
        Cell(name),
        Cell(""),
        Cell(""),
        _points(each.points),
        _points(each.full_marks),
        _stated(each.stated),
        verdict,
    )
    return Row(cells, depth, strong=depth == 0)


def _points(points: Fraction | None) -> Cell:
    return Cell("?", Tone.FAINT) if points is None else Cell(shown(points))


def _stated(quantity: Quantity | None) -> Cell:
    return Cell("") if quantity is None else Cell(quantity.text.removesuffix("分"))


def _line_row(line: Line, lang: Lang) -> Row:
    value = Cell("")
    if line.value is not None:
        decimals = max(2, line.stated_value.decimals if line.stated_value else 0)
        value = Cell(f"{result_text(line.value, decimals)}%")
    stated = "" if line.stated_value is None else line.stated_value.text
    cells = (
        Cell(_name(line.indicator, lang)),
        value,
        Cell(stated if not stated or stated.endswith("%") else f"{stated}%"),
        _points(line.points),
        _points(line.full_marks),
        _stated(line.stated_points),
        _line_verdict(line, lang),
    )
    return Row(cells, 2)


def _line_verdict(line: Line, lang: Lang) -> Cell:
    """Return the gravest thing to say of a line, in a word or two."""
    verdicts = {each.verdict for each in (line.value_judgement, line.points_judgement) if each is not None}
    if line.points_judgement is not None and line.points_judgement.is_wrong:
        if line.indicator.rule_is_assumed:
            return Cell("与推定不同" if lang == "zh" else "not as assumed", Tone.WARNING)
        return Cell("得分不符" if lang == "zh" else "points wrong", Tone.BAD)
    if Verdict.INCONSISTENT in verdicts:
        return Cell("指标值不符" if lang == "zh" else "value wrong", Tone.BAD)
    words, tone = line.status.label, Tone.FAINT
    if line.status is Status.COMPUTED:
        if Verdict.ROUNDING in verdicts:
            words, tone = Verdict.ROUNDING.label, Tone.NOTE
        elif line.readings:
            words, tone = Phrase("读法不一", "readings"), Tone.WARNING
        elif verdicts:
            words, tone = Verdict.EXACT.label, Tone.GOOD
    return Cell(words.of(lang), tone)


def _finding_blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    findings = [finding for finding in card.findings if finding.code not in _LISTED_BELOW]
    if not findings:
        return
    yield Heading("发现" if lang == "zh" else "Findings", 2)
    items = []
    for finding in findings:
        head = Paragraph(
            (
                Span(f"[{finding.severity.label.of(lang)}] ", _SEVERITY_TONES[finding.severity]),
                Span(finding.message.of(lang)),
            )
        )
        details = [head]
        if finding.working is not None and finding.verdict in {Verdict.INCONSISTENT, Verdict.ROUNDING}:
            details.append(say(finding.working, Tone.FAINT))
        items.append(tuple(details))
    yield Bullets(tuple(items))


def _reading_blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    if not card.readings:
        return
    zh = lang == "zh"
    yield Heading("规则的不同读法" if zh else "Readings of ambiguous rules", 2)
    columns = (
        ("指标" if zh else "Line", Align.LEFT),
        ("读法" if zh else "Reading", Align.LEFT),
        ("得分" if zh else "Points", Align.RIGHT),
        ("总分" if zh else "Total", Align.RIGHT),
        ("等级" if zh else "Grade", Align.LEFT),
    )
    rows = tuple(
        Row(
            (
                Cell(_name(each.line.indicator, lang)),
                Cell(each.reading.label.of(lang)),
                Cell(shown(each.points)),
                Cell(shown(each.total)),
                Cell(
                    "" if each.grade is None else each.grade.label(lang),
                    Tone.WARNING if each.grade != card.awarded else Tone.PLAIN,
                ),
            )
        )
        for each in card.readings
    )
    yield Table(columns, rows)


def _working_blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    whose = {Status.COMPUTED, Status.NOT_APPLICABLE}
    lines = [line for line in card.lines if line.evaluation is not None or line.status in whose]
    if not lines:
        return
    zh = lang == "zh"
    yield Heading("计算过程" if zh else "Working", 2)
    yield Bullets(tuple(tuple(_working_of(line, lang)) for line in lines))


def _working_of(line: Line, lang: Lang) -> Iterator[Paragraph]:
    name = _name(line.indicator, lang)
    working = line.working()
    if working is None:
        yield say(name)
    else:
        yield say(f"{name} = {line.symbols(lang)}")
        yield say(f"= {working}")
    reason = line.because.of(lang)
    if line.points_range is not None and line.points_range[0] != line.points_range[1]:
        low, high = (shown(end) for end in line.points_range)
        reason += f"（数据取整允许 {low} 至 {high} 分）" if lang == "zh" else f" (rounding allows {low} to {high})"
    yield say(reason, Tone.FAINT)


def _assumption_blocks(card: ScoreCard, lang: Lang) -> Iterator[Block]:
    zh = lang == "zh"
    if card.left_out:
        yield Heading("未计分的指标" if zh else "Lines without points", 2)
        colon = "：" if zh else ": "
        yield Bullets(
            tuple((say(f"{_name(line.indicator, lang)}{colon}{line.because.of(lang)}"),) for line in card.left_out)
        )
    if not card.assumptions:
        return
    yield Heading("推定（总分与等级以此为条件）" if zh else "Assumptions that total and grade rest on", 2)
    groups: dict[str, list[str]] = {}
    for each in card.assumptions:
        groups.setdefault(each.words().of(lang), []).append(_name(each.line.indicator, lang))
    joint = "、" if zh else ", "
    colon = "：" if zh else ": "
    yield Bullets(tuple((say(f"{words}{colon}{joint.join(names)}"),) for words, names in groups.items()))
