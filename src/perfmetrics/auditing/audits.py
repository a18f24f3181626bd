"""audit(): a report's text through its claims to verdicts, explained with the engine of `check()`."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from perfmetrics import limits
from perfmetrics.auditing import wording
from perfmetrics.auditing.averages import averages
from perfmetrics.auditing.brackets import brackets
from perfmetrics.auditing.cellrows import cell_rows
from perfmetrics.auditing.claims import (
    Candidate,
    comparisons,
    completions,
    differences,
    progress,
    repeated,
    shares,
    staffing,
    sums,
)
from perfmetrics.auditing.dues import dues
from perfmetrics.auditing.echoes import without_echoes
from perfmetrics.auditing.gathering import gather
from perfmetrics.auditing.grids import Table, find_tables
from perfmetrics.auditing.inline import inline_formulas
from perfmetrics.auditing.judging import Judged, exact_of, in_order, judge_all, located
from perfmetrics.auditing.lexer import Kind, Lexed, Number, Offsets, lex
from perfmetrics.auditing.marks import score_rates
from perfmetrics.auditing.naming import named_for
from perfmetrics.auditing.nearby import nearby
from perfmetrics.auditing.outline import mark_at
from perfmetrics.auditing.pace import paces
from perfmetrics.auditing.parallel import parallels, staffed
from perfmetrics.auditing.phrases import phrases
from perfmetrics.auditing.placing import Gathered
from perfmetrics.auditing.points import Points, points, read_points
from perfmetrics.auditing.reading import Reader, read
from perfmetrics.auditing.recitals import recitals
from perfmetrics.auditing.tables import tables
from perfmetrics.cards import ScoreCard
from perfmetrics.causes import Diagnosis, DiagnosisJson
from perfmetrics.consistency import broken_findings, departures, remarks
from perfmetrics.diagnosis import Network
from perfmetrics.errors import InputError, PerfMetricsError, problem
from perfmetrics.findings import Finding, FindingJson, Impact, gravity
from perfmetrics.habits import Habit, HabitJson, Result, infer_habit
from perfmetrics.impact import impact_of
from perfmetrics.outcomes import Outcome, counted, summary
from perfmetrics.quantities import Dimension, result_text
from perfmetrics.relations import Relation
from perfmetrics.rubrics import Rubric, load_rubric
from perfmetrics.scoring import score
from perfmetrics.statements import Located, Report, load_report
from perfmetrics.texts import Lang, Phrase, clean
from perfmetrics.verdicts import CLOSES, Verdict

if TYPE_CHECKING:
    from perfmetrics.document import Document, Page

SCHEMA_VERSION = 1


class SpanJson(TypedDict):
    """JSON of a piece of the text; offsets are in characters of the text as given."""

    text: str
    start: int
    end: int


class ClaimJson(TypedDict):
    """JSON of a claim; decimals are strings."""

    kind: str
    stated: SpanJson
    expected: str | None
    difference: str | None
    interval: str | None
    verdict: str
    reason: str | None
    expression: str
    working: str
    inputs: list[SpanJson]
    diagnoses: list[DiagnosisJson]


class UnusedJson(SpanJson):
    """JSON of a number that took part in no claim, with the reason."""

    reason: str


class CoverageJson(TypedDict):
    """JSON of the coverage."""

    figures: int
    judged: int
    share: str
    unused: list[UnusedJson]


class AuditJson(TypedDict):
    """JSON of an audit."""

    schema_version: int
    rubric: str | None
    counts: dict[str, int]
    claims: list[ClaimJson]
    coverage: CoverageJson
    habit: HabitJson
    findings: list[FindingJson]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AuditClaim:
    """A figure of the text that follows from others, and the verdict on it.

    Attributes:
        judged: The claim, its relation and its judgement.
        told: Why it may be wrong, or what finds that out.
    """

    judged: Judged
    told: tuple[Diagnosis, ...] | Inquiry = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AuditClaim):
            return NotImplemented
        return self.judged == other.judged and self.diagnoses == other.diagnoses

    __hash__ = None  # type: ignore[assignment]  # what was judged has none either

    def __repr__(self) -> str:
        return f"AuditClaim(judged={self.judged!r}, diagnoses={self.diagnoses!r})"

    def __reduce__(self) -> tuple[type[AuditClaim], tuple[Judged, tuple[Diagnosis, ...]]]:
        """Travel between processes with everything found out."""
        return AuditClaim, (self.judged, self.diagnoses)

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """Why it may be wrong, the best explanation first."""
        return self.told if isinstance(self.told, tuple) else self.told.diagnoses_of(self.judged)

    @property
    def kind(self) -> str:
        """The family that it belongs to."""
        return self.judged.candidate.kind

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        return self.judged.verdict

    @property
    def start(self) -> int:
        """Where the stated figure starts in the text as given."""
        return self.judged.candidate.stated.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.judged.candidate.stated.stop


_REASONS: Mapping[str, Phrase] = {
    "date": Phrase("日期、文号或编号", "a date or a number of a document"),
    "enumerator": Phrase("序号", "a number of a list"),
    "code": Phrase("代码或不认识的单位", "a code, or a unit that is not known"),
    "no_unit": Phrase("没有单位，也不在表内", "without a unit, and in no table"),
    "no_claim": Phrase("文中没有可以重算它的说法", "nothing in the text says what it follows from"),
}


class Unused(NamedTuple):
    """A number that took part in no judged claim: where it stands in the text as given, and why."""

    start: int
    stop: int
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which numbers of a text took part in a judged claim.

    Of those that did not a long text has many, and only their places are kept.

    Attributes:
        judged: The figures that did.
        begins: Where the others start in the text without its spaces.
        ends: Where they end there.
        reasons: Why each of them took part in none.
        at: Where that text stands in the text as given.
    """

    judged: tuple[Number, ...]
    begins: array[int]
    ends: array[int]
    reasons: tuple[str, ...]
    at: Offsets

    @property
    def unused(self) -> tuple[Unused, ...]:
        """The numbers that did not, each with the reason."""
        found = zip(self.begins, self.ends, self.reasons, strict=True)
        return tuple(Unused(self.at[begin], self.at[end - 1] + 1, reason) for begin, end, reason in found)

    @property
    def figures(self) -> int:
        """How many figures the text has: dates, codes and list numbers are none."""
        return len(self.judged) + sum(reason in {"no_claim", "no_unit"} for reason in self.reasons)

    @property
    def share(self) -> str:
        """The share of the figures that took part, in percent."""
        return f"{100 * len(self.judged) // self.figures if self.figures else 0}%"


_NEAR = 40  # figures before and after


class Ledger:
    """The numbers of a text, as the figures of a report are found: each is made when it is looked at."""

    def __init__(self, numbers: Sequence[Number]) -> None:
        self._numbers = numbers
        self._places = {number.key: i for i, number in enumerate(numbers)}

    def figures(self) -> Iterator[Located]:
        """Return every figure, in the order of the text."""
        return map(located, self._numbers)

    def find(self, path: str) -> Located | None:
        """Return the figure at a place."""
        place = self._places.get(path)
        return None if place is None else located(self._numbers[place])

    def beside(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield the pairs of a figure and one that stands next to it."""
        place = self._places[key]
        pair = [number.key for number in self._numbers[max(0, place - 1) : place + 2]]
        return pairwise(pair)

    def near(self, relation: Relation) -> Iterator[Located]:
        """Return the figures around a stated one that are of its kind."""
        place, kind = self._places[relation.where], None if relation.unit is None else relation.unit.dimension
        around = self._numbers[max(0, place - _NEAR) : place + _NEAR]
        return (located(number) for number in around if number.dimension is kind)


class Told(NamedTuple):
    """What an audit has to say, found out."""

    habit: Habit
    findings: tuple[Finding, ...]
    spans: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Inquiry:
    """What finds out what an audit has to say, each part when it is asked for.

    Attributes:
        judged: The claims.
        card: The card, where a scoring table was given.
        report: What it is of.
        paths: Where the figures of the text stand in that, by their keys.
    """

    judged: Sequence[Judged]
    card: ScoreCard | None
    report: Report | None
    paths: Mapping[str, str]

    @cached_property
    def habit(self) -> Habit:
        """How the text rounds."""
        return infer_habit(_results_of(self.judged))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say, the gravest first."""
        noted = remarks(self._ledger.near, (each.once() for each in self.judged if _may_be_noted(each)))
        found = [*self._broken, *noted, *departures(self.habit)]
        if self.card is not None:
            told = {finding.stated for finding in found}
            found += [f for f in self.card.findings if not f.code.startswith("value_") or f.stated not in told]
        return tuple(sorted(found, key=gravity))

    @cached_property
    def spans(self) -> Mapping[str, tuple[int, int]]:
        """Where the figures of the claims stand, by their keys."""
        return {number.key: (number.start, number.stop) for each in self.judged for number in each.candidate.figures}

    def diagnoses_of(self, judged: Judged) -> tuple[Diagnosis, ...]:
        """Return why a claim may be wrong, the best explanation first."""
        return self._why.get(judged.candidate.stated.key + judged.identity.code, ())

    @cached_property
    def _why(self) -> Mapping[str, tuple[Diagnosis, ...]]:
        return {finding.where + finding.code: finding.diagnoses for finding in self._broken}

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger(_numbers_of(self.judged))

    @cached_property
    def _broken(self) -> tuple[Finding, ...]:
        return tuple(_broken(self._ledger, self.judged, self._impact_of))

    def _impact_of(self, best: Diagnosis) -> Impact | None:
        path = self.paths.get(best.where)
        if self.card is None or self.report is None or path is None:
            return None
        return impact_of(self.report, self.card, {path: best.mended})


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Audit(Outcome):
    """What an audit has to say of a text.

    The claims and their verdicts are there at once; their words, the habit, diagnoses and findings are found out when
    they are asked for.

    Attributes:
        text: The text as given.
        claims: Every figure that follows from others, with its verdict, in the order of the text.
        coverage: Which numbers took part, and which did not.
        card: The card, where a scoring table was given.
        inquiry: What finds out the rest, or what was found out.
    """

    text: str
    claims: tuple[AuditClaim, ...]
    coverage: Coverage
    card: ScoreCard | None
    inquiry: Inquiry | Told
    _gathered: Gathered | None = None

    def __repr__(self) -> str:
        return f"<Audit of {len(self.text)} characters: {summary(self.counts(), 'no claims')}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Audit):
            return NotImplemented
        return self._told() == other._told()

    __hash__ = None  # type: ignore[assignment]  # a claim has none either

    def __reduce__(self) -> tuple[Callable[..., Audit], tuple[Any, ...]]:
        """Travel between processes with everything found out."""
        return Audit, self._told()

    def _told(
        self,
    ) -> tuple[str, tuple[AuditClaim, ...], Coverage, ScoreCard | None, Told, Gathered | None]:
        return self.text, self.claims, self.coverage, self.card, self._with(self.findings), self._gathered

    def _with(self, findings: tuple[Finding, ...]) -> Told:
        return Told(self.habit, findings, self.inquiry.spans)

    def with_findings(self, findings: tuple[Finding, ...]) -> Audit:
        """Return the result with other findings, such as some that were accepted."""
        return replace(self, inquiry=self._with(findings))

    @property
    def habit(self) -> Habit:
        """How the text rounds."""
        return self.inquiry.habit

    @property
    def findings(self) -> tuple[Finding, ...]:  # type: ignore[override]  # an outcome is not changed
        """What there is to say, the gravest first."""
        return self.inquiry.findings

    def counts(self) -> dict[str, int]:
        """Return how many claims have each verdict."""
        return counted(claim.verdict for claim in self.claims)

    @property
    def gathered(self) -> Gathered:
        """The figures that were understood, as the data of a report file.

        Only a card needs them: without one the text is read again whenever they are asked for.
        """
        return _gathered(self.text) if self._gathered is None else self._gathered

    def to_report(self) -> dict[str, Any]:
        """Return the figures that were understood as the data of a report file, to correct by hand.

        `load_report` reads it; `gathered.left` lists what was understood as a figure and not placed. Where a scoring
        table was given, indicators are named as in the table; else as in the text.
        """
        return self.gathered.data if self.card is None else named_for(self.gathered.data, self.card.rubric)

    def rows(self, lang: Lang = "zh") -> list[ClaimJson]:
        """Return the claims as records."""
        return [self._claim(claim, lang) for claim in self.claims]

    def to_dict(self, lang: Lang = "zh") -> AuditJson:
        """Return plain data for JSON, its words in one language; decimals are strings."""
        coverage = self.coverage
        return {
            "schema_version": SCHEMA_VERSION,
            "rubric": None if self.card is None else self.card.rubric.id,
            "counts": self.counts(),
            "claims": self.rows(lang),
            "coverage": {
                "figures": coverage.figures,
                "judged": len(coverage.judged),
                "share": coverage.share,
                "unused": [
                    {**self._span(each.start, each.stop), "reason": _REASONS[each.reason].of(lang)}
                    for each in coverage.unused
                ],
            },
            "habit": self.habit.to_dict(lang),
            "findings": [finding.to_dict(lang) for finding in self.findings],
        }

    def to_document(self, lang: Lang = "zh") -> Document:
        """Return the audit as a neutral tree for a renderer."""
        from perfmetrics.views import audits  # noqa: PLC0415 - a result imports its view when asked to show itself

        return audits.document(self, lang)

    def to_page(self, lang: Lang = "zh") -> Page:
        """Return the text with each judged figure marked, and what is to be said of each."""
        from perfmetrics.views import audits  # noqa: PLC0415 - as above

        return audits.page(self, lang)

    def to_markdown(self, lang: Lang = "zh") -> str:
        """Return the working paper of the audit as Markdown: numbered questions, with room for the answers."""
        from perfmetrics.render import markdown  # noqa: PLC0415 - as above
        from perfmetrics.views import papers  # noqa: PLC0415 - as above

        return markdown.render(papers.working_paper(self, lang))

    @property
    def given(self) -> str:
        """The text as given."""
        return self.text

    def span_of(self, finding: Finding) -> tuple[int, int] | None:
        """Return where in the text as given the figure of a finding stands; None where it is about no place in it."""
        return self.span_at(finding.where)

    def span_at(self, where: str) -> tuple[int, int] | None:
        """Return where a figure stands that a finding or a relation names."""
        return self.inquiry.spans.get(where)

    def _span(self, start: int, stop: int) -> SpanJson:
        return {"text": self.text[start:stop], "start": start, "end": stop}

    def _claim(self, claim: AuditClaim, lang: Lang) -> ClaimJson:
        judged, statement = claim.judged.statement.judgement, claim.judged.statement
        relation, interval = claim.judged.relation, judged.interval
        expected = None
        if judged.expected is not None:
            expected = result_text(relation.exact(), max(2, relation.stated.decimals + 2))
        return {
            "kind": claim.kind,
            "stated": self._span(claim.start, claim.end),
            "expected": expected,
            "difference": None if judged.difference is None else format(judged.difference, "+f"),
            "interval": None if interval is None else interval.to_text(),
            "verdict": judged.verdict.value,
            "reason": None if judged.reason is None else judged.reason.value,
            "expression": relation.numbers(),
            "working": statement.working,
            "inputs": [self._span(number.start, number.stop) for number in claim.judged.candidate.numbers],
            "diagnoses": [each.to_dict(lang) for each in claim.diagnoses],
        }


def audit(text: str, *, rubric: Rubric | Mapping[str, Any] | str | Path | None = None) -> Audit:
    """Find every figure of a text that follows from others of it, recompute it, and judge it.

    Args:
        text: A report as published, or any part of one.
        rubric: A scoring table: the figures that the text states are then gathered and scored by it.

    Raises:
        InputError: If it is no text, or a longer one than `limits.CHARACTERS` allows.
        RubricError: If the table cannot be read.
        UnknownNameError: If no table ships under the identifier.
        FileError: If a file cannot be read.

    Example:
        >>> found = audit("决算9.07万元，较上年减少0.71万元，下降7.83%。")
        >>> [(claim.kind, claim.verdict.value) for claim in found.claims], found.findings[0].expected
        ([('growth', 'inconsistent')], '7.26')
        >>> found.findings[0].diagnoses[0].cause.value
        'wrong_denominator'
    """
    _check(text)
    table = None if rubric is None else load_rubric(rubric)
    lexed = lex(text)
    tabled, prose = find_tables(lexed), read(lexed)
    said = _said(lexed, prose, tabled)
    statements = prose.statements if table is not None else []
    del prose  # the statements of a long text are many, and of no use any more but to a card
    marks, formulas = read_points(lexed), tuple(inline_formulas(lexed))
    candidates = _candidates(lexed, said, tabled, marks, formulas)
    gathered = None if table is None else gather(lexed, statements, tabled, marks, formulas)
    del said, statements
    judged = _judged(lexed, tabled, candidates)
    card, report = _scored(gathered, table)
    paths = {} if gathered is None else {number.key: path for path, number in gathered.places.items()}
    inquiry = Inquiry(judged, card, report, paths)
    return Audit(
        text=text,
        claims=tuple(
            [AuditClaim(each, inquiry) if each.verdict is Verdict.INCONSISTENT else AuditClaim(each) for each in judged]
        ),
        coverage=_coverage(lexed, tabled, {number.begin for each in judged for number in each.candidate.figures}),
        card=card,
        inquiry=inquiry,
        _gathered=gathered,
    )


def _broken(ledger: Ledger, judged: Sequence[Judged], mend: Callable[[Diagnosis], Impact | None]) -> Iterator[Finding]:
    """Yield what does not agree, some at a time: of a long text all the words at once would be many.

    Only the claims that share a figure with it, or with what is beside it, count; of a figure that very many share,
    those nearest to it.
    """
    wrong = [place for place, each in enumerate(judged) if each.verdict is Verdict.INCONSISTENT]
    touched = {place: _touched(ledger, judged[place].candidate) for place in wrong}
    touching: dict[str, list[int]] = {key: [] for keys in touched.values() for key in keys}
    for place, each in enumerate(judged):
        for key in {number.key for number in each.candidate.figures} & touching.keys():
            touching[key].append(place)
    for first in range(0, len(wrong), _AT_ONCE):
        some = wrong[first : first + _AT_ONCE]
        places = sorted({other for place in some for key in touched[place] for other in _nearest(touching[key], place)})
        claims = [judged[place] for place in places]
        network = Network(
            ledger, [each.instance() for each in claims], [each.verdict for each in claims], ledger.beside
        )
        asked = ((bisect_left(places, place), judged[place].once()) for place in some)
        yield from broken_findings(network, asked, mend)


_AT_ONCE = 25
_SHARING = 20  # claims before a wrong one, and behind it, that share a figure with it


def _nearest(places: Sequence[int], place: int) -> Sequence[int]:
    """Return the places around one, of places in their order."""
    if len(places) <= _SHARING:
        return places
    middle = bisect_left(places, place)
    return places[max(0, middle - _SHARING) : middle + _SHARING + 1]


def _touched(ledger: Ledger, claim: Candidate) -> set[str]:
    """Return the figures of a claim and those beside them."""
    own = {number.key for number in claim.figures}
    return own | {key for one in own for pair in ledger.beside(one) for key in pair}


def _results_of(judged: Iterable[Judged]) -> Iterator[Result]:
    """Yield the stated rates, as `results_of` does of statements."""
    for each in judged:
        claim = each.candidate
        if claim.stated.dimension is Dimension.PERCENT and each.verdict in CLOSES and not claim.is_bound:
            yield Result(claim.stated.key, claim.stated.quantity, exact_of(claim))


def _may_be_noted(judged: Judged) -> bool:
    """Return whether there may be a note on a claim: of what is exact, only on 100% of what is not equal."""
    if judged.verdict is Verdict.EXACT:
        return judged.candidate.stated.says(_FULL) and exact_of(judged.candidate) != _FULL
    return judged.verdict is not Verdict.INCONSISTENT


_FULL = 100


def _gathered(text: str) -> Gathered:
    lexed = lex(text)
    formulas = tuple(inline_formulas(lexed))
    return gather(lexed, read(lexed).statements, find_tables(lexed), read_points(lexed), formulas)


@dataclass(frozen=True, slots=True)
class _Said:
    """The claims of what sentences state, by their turn among all.

    Attributes:
        claims: Of totals, changes and rates.
        parallel: Of lists that are told twice.
        due: Of what should have been.
    """

    claims: list[Candidate]
    parallel: list[Candidate]
    due: list[Candidate]


def _said(lexed: Lexed, prose: Reader, tabled: Sequence[Table]) -> _Said:
    statements = prose.statements
    claims = [
        *comparisons(statements),
        *completions(statements),
        *shares(statements),
        *sums(statements),
        *differences(prose.differences),
        *progress(statements, tabled),
    ]
    return _Said(claims, list(parallels(lexed, statements)), list(dues(statements)))


def _candidates(
    lexed: Lexed, said: _Said, tabled: Sequence[Table], marks: Points, formulas: Sequence[Candidate]
) -> list[Candidate]:
    """Return every claim that words of a text connect: of readings that fit alike the first one counts."""
    return [
        *formulas,
        *tables(tabled),
        *recitals(lexed),
        *points(lexed, marks),
        *said.claims,
        *repeated(lexed, formulas),
        *staffing(lexed),
        *paces(lexed),
        *score_rates(lexed, marks, tabled),
        *said.parallel,
        *staffed(lexed, tabled),
        *said.due,
        *brackets(lexed),
        *cell_rows(lexed),
        *averages(lexed),
        *phrases(lexed),
    ]


def _judged(lexed: Lexed, tabled: Sequence[Table], candidates: Sequence[Candidate]) -> list[Judged]:
    """Return claims with their verdicts, and those that no words connect."""
    judged = list(without_echoes(judge_all(candidates, _names(lexed, candidates, tabled).of)))
    known = {each.candidate.stated.begin for each in judged if each.verdict is not Verdict.UNDEFINED}
    further = list(nearby(lexed, known, tabled))
    return in_order([*judged, *judge_all(further, _names(lexed, further, tabled).of)])


def _check(text: object) -> None:
    if not isinstance(text, str):
        kind = type(text).__name__
        zh, en = f"{kind} 不是文本", f"a {kind} is no text"
        raise InputError([problem("text", zh, en, "给出报告的文本（str）", "give the text of a report, a str")])
    limits.CHARACTERS.require(len(text), "text")


def _scored(gathered: Gathered | None, table: Rubric | None) -> tuple[ScoreCard | None, Report | None]:
    if gathered is None or table is None:
        return None, None
    try:
        report = load_report(named_for(gathered.data, table))
        return score(report, table), report
    except PerfMetricsError:
        return None, None  # figures that do not make a report: what was gathered is there to be corrected by hand


def _numbers_of(judged: Iterable[Judged]) -> list[Number]:
    found = {number.key: number for each in judged for number in each.candidate.figures}
    return sorted(found.values(), key=lambda number: number.begin)


@dataclass(frozen=True, slots=True)
class _Names:
    """What findings call stated figures: the row and column of a cell, else the words before it.

    Attributes:
        words: The text, as it was read.
        breaks: Where its lines end.
        cells: The names of cells, by where they begin.
        stated: Where the figures begin that are claims; any other one has no name but itself.
    """

    words: str
    breaks: Sequence[int]
    cells: Mapping[int, str]
    stated: Container[int]

    def of(self, number: Number) -> Phrase:
        """Return the name of a figure."""
        name = self.cells.get(number.begin)
        if name is None and number.begin in self.stated:
            before = self.words[self._behind_heading(number.begin) : number.begin]
            words = wording.lead_of(before[-_LONGEST_LEAD:]) or wording.lead_of(
                _CLAUSES.split(before)[-1].partition("=")[0]
            )
            name = _clean(words)[-_LONGEST_NAME:] or number.quantity.text
        name = number.quantity.text if name is None else name
        return Phrase(name, name)

    def _behind_heading(self, begin: int) -> int:
        """Return where the words before a figure start that may name it: not in the heading above it."""
        first = max(0, begin - _LONGEST_FORMULA)
        for i in range(bisect_right(self.breaks, begin) - 1, -1, -1):
            start = self.breaks[i]
            if start <= first:
                break
            line = self.words[self.breaks[i - 1] if i else 0 : start]
            if mark_at(line, 0) is not None and _CLAUSES.search(line) is None:
                return start
        return first


def _names(lexed: Lexed, candidates: Iterable[Candidate], tabled: Iterable[Table]) -> _Names:
    stated, parts = (
        {each.stated.begin for each in candidates},
        {number.begin for each in candidates for number in each.numbers},
    )
    cells = {
        cell.begin: _clean("·".join(filter(None, (row.label[:_LONGEST_NAME], head[:_LONGEST_NAME]))))
        for table in tabled
        for row in table.rows
        for head, cell in zip(table.header, row.cells, strict=False)
        if cell is not None and (cell.begin in stated or cell.begin in parts)
    }
    return _Names(lexed.words, lexed.breaks, cells, stated)


def _clean(words: str) -> str:
    return words if words.isprintable() else clean(words)


_LONGEST_NAME = 24
_LONGEST_LEAD = 90
_LONGEST_FORMULA = 300
_CLAUSES = re.compile("[，。；\n]")


def _coverage(lexed: Lexed, found: Sequence[Table], used: Container[int]) -> Coverage:
    stops = [table.end for table in found]
    took_part: list[Number] = []
    begins, ends = array("i"), array("i")
    reasons: list[str] = []
    for number in lexed.numbers:
        begin = number.begin
        if begin in used:
            took_part.append(number)
            continue
        reason = _NO_FIGURE.get(number.kind)
        if reason is None:
            place = bisect_right(stops, begin)
            inside = place < len(found) and found[place].begin <= begin
            reason = "no_claim" if inside or number.unit is not None else "no_unit"
        begins.append(begin)
        ends.append(number.end)
        reasons.append(reason)
    return Coverage(tuple(took_part), begins, ends, tuple(reasons), lexed.at)


_NO_FIGURE: Mapping[Kind, str] = {kind: kind.value for kind in Kind if kind is not Kind.FIGURE}
