"""The scored breakdown: dimensions, categories and lines with their points, the total, the grade, and what to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypedDict

from perfmetrics.awarding import Line
from perfmetrics.compiled import Points, total_of
from perfmetrics.findings import Finding, FindingJson
from perfmetrics.outcomes import Outcome
from perfmetrics.quantities import Quantity, shown, to_decimal
from perfmetrics.rubrics import Category, Dimension, Grade, Indicator, Rubric
from perfmetrics.rules import Reading
from perfmetrics.texts import Lang, Phrase
from perfmetrics.verdicts import Judgement, Verdict

if TYPE_CHECKING:
    from perfmetrics.document import Document, Page

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


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What a card shows besides the points.

    Attributes:
        dimensions: The breakdown.
        whole: The sum of everything, exact, and what the report states; no points where a line is not known.
        stated_grade: The grade that the report gives itself.
        grade_verdict: The verdict on it.
        readings: The totals under other readings of ambiguous rules, one line varied at a time.
        total_range: The lowest and highest total when every ambiguous line is read in every way.
        assumptions: What the total and the grade rest on.
    """

    dimensions: tuple[ScoredDimension, ...]
    whole: ScoredSum
    stated_grade: str | None
    grade_verdict: Verdict | None
    readings: tuple[CardReading, ...]
    total_range: tuple[Fraction, Fraction] | None
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, repr=False, eq=False)
class ScoreCard(Outcome):
    """A report scored by a table, with its working.

    The points are there at once; lines with their words, working and verdicts, and findings are made when asked for.

    Attributes:
        rubric: The scoring table.
        report_title: Title of the report.
        found: The points of every line.
        make: What makes the breakdown.
        find: What makes the findings.
    """

    rubric: Rubric
    report_title: str | None
    found: Points
    make: Callable[[], Breakdown]
    find: Callable[[ScoreCard], tuple[Finding, ...]]

    def __repr__(self) -> str:
        total = "?" if self.total is None else shown(self.total)
        grade = f" {self.grade}" if self.grade else ""
        count = len(self.findings)
        return f"<ScoreCard {self.rubric.id}: {total} / {shown(self.rubric.full_marks)}{grade}, {count} findings>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ScoreCard):
            return NotImplemented
        return self._told() == other._told()

    __hash__ = None  # type: ignore[assignment]  # a scoring table has none either

    def __reduce__(self) -> tuple[Callable[..., ScoreCard], tuple[Any, ...]]:
        """Travel between processes with everything found out."""
        return _told_card, self._told()

    def _told(self) -> tuple[Rubric, str | None, Points, Breakdown, tuple[Finding, ...]]:
        found = self.found._replace(lines=dict(self.found.lines))  # which of them are left out, the total has to know
        return self.rubric, self.report_title, found, self.breakdown, self.findings

    @cached_property
    def breakdown(self) -> Breakdown:
        """Everything that the card shows besides the points."""
        return self.make()

    @cached_property  # as little to be set as the field of a frozen value
    def findings(self) -> tuple[Finding, ...]:  # type: ignore[override]
        """What there is to say, the gravest first."""
        return self.find(self)

    def with_findings(self, findings: tuple[Finding, ...]) -> ScoreCard:
        """Return the card with other findings, such as some that were accepted."""
        return replace(self, make=partial(_same, self.breakdown), find=partial(_same, findings))

    @property
    def dimensions(self) -> tuple[ScoredDimension, ...]:
        """The breakdown by dimension, category and line."""
        return self.breakdown.dimensions

    @property
    def whole(self) -> ScoredSum:
        """The sum of everything, exact, and what the report states; no points where a line is not known."""
        return self.breakdown.whole

    @property
    def stated_grade(self) -> str | None:
        """The grade that the report gives itself."""
        return self.breakdown.stated_grade

    @property
    def grade_verdict(self) -> Verdict | None:
        """The verdict on it."""
        return self.breakdown.grade_verdict

    @property
    def readings(self) -> tuple[CardReading, ...]:
        """The totals under other readings of ambiguous rules, one line varied at a time."""
        return self.breakdown.readings

    @property
    def total_range(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and highest total when every ambiguous line is read in every way."""
        return self.breakdown.total_range

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the total and the grade rest on."""
        return self.breakdown.assumptions

    @cached_property
    def exact_total(self) -> Fraction | None:
        """The total as a fraction, or None where a line is not known or its full marks are not."""
        return total_of(self.found, self.rubric)

    @cached_property
    def awarded(self) -> Grade | None:
        """The grade of the total, as the table has it."""
        return None if self.exact_total is None else self.rubric.grade(self.exact_total)

    @property
    def total(self) -> Decimal | None:
        """The total, or None where a line is not known or its full marks are not."""
        return _decimal(self.exact_total)

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

    @cached_property
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
                "name": name_of(line.indicator, lang),
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
            "total": _text(self.exact_total),
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
        from perfmetrics.views import cards  # noqa: PLC0415 - a result imports its view when asked to show itself

        return cards.document(self, lang)

    def to_page(self, lang: Lang = "zh") -> Page:
        """Return the card as a table with bars, badges and the working of each line."""
        from perfmetrics.views import cards  # noqa: PLC0415 - as above

        return cards.page(self, lang)


def _told_card(
    rubric: Rubric, title: str | None, points: Points, breakdown: Breakdown, findings: tuple[Finding, ...]
) -> ScoreCard:
    return ScoreCard(rubric, title, points, partial(_same, breakdown), partial(_same, findings))


def _same(told: Any, *_: object) -> Any:
    return told


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


def name_of(named: Dimension | Category | Indicator, lang: Lang) -> str:
    """Return the name of a part of a scoring table in one language."""
    return named.name if lang == "zh" else named.name_en


def _sum_json(named: Category | Dimension, each: ScoredSum, lang: Lang) -> SumJson:
    return {
        "id": named.id,
        "name": name_of(named, lang),
        "points": _text(each.points),
        "full_marks": _text(each.full_marks),
        "stated_points": _written(each.stated),
        "verdict": _verdict(each.judgement),
    }


def _line_json(line: Line, dimension: Dimension, category: Category, lang: Lang) -> IndicatorJson:
    judged = line.value_judgement
    interval = None if judged is None else judged.interval
    known = line.indicator.provenance
    return {
        "id": line.indicator.id,
        "name": name_of(line.indicator, lang),
        "dimension": dimension.id,
        "category": category.id,
        "status": line.status.value,
        "value": _text(line.value),
        "stated_value": _written(line.stated_value),
        "verdict": _verdict(judged),
        "expected_value": None if judged is None or judged.expected is None else format(judged.expected, "f"),
        "interval": None if interval is None else interval.to_text(),
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
