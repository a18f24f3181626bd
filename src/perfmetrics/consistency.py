"""check(): every identity that a report's figures allow, judged, explained, and weighed by what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from perfmetrics.cards import ScoreCard
from perfmetrics.causes import Diagnosis
from perfmetrics.diagnosis import SEARCH_BOUND, Network, culprits, diagnose
from perfmetrics.errors import InputError, Problem, ReportError
from perfmetrics.findings import CODES, Finding, FindingJson, Impact, gravity
from perfmetrics.habits import Habit, HabitJson, Result, infer_habit
from perfmetrics.identities import USER, Identity, Instance, Planned, allowed_by
from perfmetrics.impact import impact_of
from perfmetrics.outcomes import Outcome, counted, summary
from perfmetrics.plain import numbers_of
from perfmetrics.quantities import Dimension, Interval, Quantity, Rounding, Unit, result_text, rounded, unrounded
from perfmetrics.relations import Relation, in_unit
from perfmetrics.rubrics import Rubric, load_rubric
from perfmetrics.scoring import score
from perfmetrics.statements import Located, Report, load_report
from perfmetrics.texts import Lang, Phrase
from perfmetrics.verdicts import Judgement, Reason, Verdict
from perfmetrics.working import equals

if TYPE_CHECKING:
    from perfmetrics.document import Document, Page

SCHEMA_VERSION = 1


class StatementJson(TypedDict):
    """JSON of one judged statement."""

    identity: str
    name: str
    where: str
    stated: str
    expected: str | None
    difference: str | None
    interval: str | None
    verdict: str
    reason: str | None
    working: str


class CheckJson(TypedDict):
    """JSON of a check."""

    schema_version: int
    report: str | None
    rubric: str | None
    counts: dict[str, int]
    statements: list[StatementJson]
    habit: HabitJson
    culprits: list[list[list[str]]] | None  # None where the search is beyond a limit
    findings: list[FindingJson]


@dataclass(frozen=True, slots=True)
class Statement:
    """One identity of a report and the verdict on it."""

    instance: Instance
    judgement: Judgement

    @property
    def working(self) -> str:
        """The arithmetic with its numbers and result."""
        relation, judged = self.instance.relation, self.judgement
        numbers = relation.numbers()
        if judged.expected is None or relation.comparison == "at_most":
            sign = "≤" if relation.comparison == "at_most" else "="
            return f"{_plain(relation.stated.text, relation.unit)} {sign} {numbers}"
        return f"{numbers} {equals(relation.exact(), _unit(relation.stated.unit), self._decimals())}"

    @property
    def recomputed(self) -> str:
        """The recomputed figure, to the digits of the stated one and at least to two."""
        relation = self.instance.relation
        if self.judgement.expected is None:
            return "?"
        return f"{result_text(relation.exact(), self._decimals())}{self._suffix()}"

    @property
    def difference(self) -> str:
        """Stated minus recomputed, with the digits of the stated figure at least."""
        relation = self.instance.relation
        difference = relation.stated.exact() - relation.exact()
        _, _, behind = result_text(difference, self._decimals()).partition(".")
        return format(rounded(difference, max(len(behind), relation.stated.decimals), Rounding.HALF_UP), "+f")

    def _suffix(self) -> str:
        """Return the unit as the stated figure writes it, or % where it is one without."""
        stated = self.instance.relation.stated
        unit = stated.unit.text if stated.unit else ""
        return unit if unit and stated.text.endswith(unit) else _unit(stated.unit)

    def _decimals(self) -> int:
        return max(2, self.instance.relation.stated.decimals)


def _plain(text: str, unit: Unit | None) -> str:
    return text.removesuffix(unit.text) if unit else text


def _unit(unit: Unit | None) -> str:
    return "%" if unit is not None and unit.dimension is Dimension.PERCENT else ""


Culprits = tuple[tuple[tuple[str, ...], ...], ...]


class Told(NamedTuple):
    """What a check has to say, found out."""

    statements: tuple[Statement, ...]
    habit: Habit
    search: Culprits | Problem
    findings: tuple[Finding, ...]


@dataclass(frozen=True, repr=False, eq=False)
class CheckResult(Outcome):
    """What a check has to say.

    The verdicts are there at once; statements with their working, the habit, culprits and findings are found out when
    they are asked for.

    Attributes:
        report_title: Title of the report.
        verdicts: The verdict on every identity that the figures allow.
        card: The card, where a scoring table is known.
        inquiry: What finds out the rest, or what was found out.
    """

    report_title: str | None
    verdicts: tuple[Verdict, ...]
    card: ScoreCard | None
    inquiry: Inquiry | Told

    def __repr__(self) -> str:
        return f"<CheckResult {self.report_title}: {summary(self.counts(), 'no statements')}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CheckResult):
            return NotImplemented
        return self._told() == other._told()

    __hash__ = None  # type: ignore[assignment]  # a statement has none either

    def __reduce__(self) -> tuple[Callable[..., CheckResult], tuple[Any, ...]]:
        """Travel between processes with everything found out."""
        return CheckResult, self._told()

    def _told(self) -> tuple[str | None, tuple[Verdict, ...], ScoreCard | None, Told]:
        return self.report_title, self.verdicts, self.card, self._with(self.findings)

    def _with(self, findings: tuple[Finding, ...]) -> Told:
        return Told(self.statements, self.habit, self.search, findings)

    def with_findings(self, findings: tuple[Finding, ...]) -> CheckResult:
        """Return the result with other findings, such as some that were accepted."""
        return replace(self, inquiry=self._with(findings))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every identity that the figures allow, with its verdict."""
        return self.inquiry.statements

    @property
    def habit(self) -> Habit:
        """How the report rounds."""
        return self.inquiry.habit

    @property
    def culprits(self) -> Culprits:
        """For each group of broken identities the smallest sets of figures whose change mends it.

        Raises:
            InputError: If the search is larger than `limits` allows; everything else that the result says is there.
        """
        if isinstance(self.search, Problem):
            raise InputError([self.search])
        return self.search

    @property
    def search(self) -> Culprits | Problem:
        """The culprits, or which limit the search for them is beyond."""
        return self.inquiry.search

    @property
    def findings(self) -> tuple[Finding, ...]:  # type: ignore[override]  # an outcome is not changed
        """What there is to say, the gravest first."""
        return self.inquiry.findings

    @property
    def source(self) -> str:
        """Title of the report."""
        return self.report_title or ""

    def counts(self) -> dict[str, int]:
        """Return how many statements have each verdict."""
        return counted(self.verdicts)

    def rows(self, lang: Lang = "zh") -> list[StatementJson]:
        """Return the statements as flat records, for a data frame."""
        return [statement_json(each, lang) for each in self.statements]

    def to_dict(self, lang: Lang = "zh") -> CheckJson:
        """Return plain data for JSON, its words in one language; decimals are strings."""
        return {
            "schema_version": SCHEMA_VERSION,
            "report": self.report_title,
            "rubric": None if self.card is None else self.card.rubric.id,
            "counts": self.counts(),
            "statements": self.rows(lang),
            "habit": self.habit.to_dict(lang),
            "culprits": None
            if isinstance(self.search, Problem)
            else [[list(chosen) for chosen in group] for group in self.search],
            "findings": [finding.to_dict(lang) for finding in self.findings],
        }

    def to_document(self, lang: Lang = "zh") -> Document:
        """Return the result as a neutral tree for a renderer."""
        from perfmetrics.views import checks  # noqa: PLC0415 - a result imports its view when asked to show itself

        return checks.document(self, lang)

    def to_page(self, lang: Lang = "zh") -> Page:
        """Return every identity with its verdict and working."""
        from perfmetrics.views import checks  # noqa: PLC0415 - as above

        return checks.page(self, lang)


def check(  # noqa: PLR0913 - options by keyword
    report: Report | Mapping[str, Any] | str | Path,
    *,
    rubric: Rubric | Mapping[str, Any] | str | Path | None = None,
    identities: Iterable[Identity] = (),
    weights: Mapping[str, int] | None = None,
    fixed: Sequence[str] = (),
    bound: int = SEARCH_BOUND,
) -> CheckResult:
    """Check that a report's figures agree with one another.

    Args:
        report: A report, a mapping, or the path of a .toml or .json file.
        rubric: The scoring table that says what a mended figure changes; by default the one that the report names.
        identities: Identities of your own, over paths of the report.
        weights: For the search of the smallest set of wrong figures: how firmly a figure is believed (1 by default).
        fixed: Paths of figures that may not be blamed.
        bound: How many figures such a set may have at most.

    Raises:
        ReportError: If the report cannot be read, or an option names a figure that it does not state.
        RubricError: If the table cannot be read.
        UnknownNameError: If no table ships under the identifier.
        FileError: If a file cannot be read.

    Example:
        >>> result = check(
        ...     {
        ...         "unit": "万元",
        ...         "final_accounts": {
        ...             "current_expenditure": "100.93",
        ...             "basic_expenditure": "99.76",
        ...             "project_expenditure": "0.62",
        ...         },
        ...     }
        ... )
        >>> result.findings[0].code, result.findings[0].expected, result.findings[0].diagnoses[0].cause.value
        ('expenditure_by_kind', '100.38', 'digits_swapped')
    """
    read = load_report(report)
    table = None
    if rubric is not None or read.rubric is not None:
        table = load_rubric(rubric if rubric is not None else read.rubric or "")
    card = None if table is None else score(read, table)
    judged = tuple(_judged(read, identities))
    inquiry = Inquiry(read, card, judged, dict(weights or {}), tuple(fixed), bound)
    if weights or fixed:
        _known(inquiry.network, [*fixed, *(weights or {})])
    verdicts = tuple([Verdict.EXACT if isinstance(each, Planned) else each.judgement.verdict for each in judged])
    return CheckResult(read.title or read.department, verdicts, card, inquiry)


def _judged(report: Report, extra: Iterable[Identity]) -> Iterator[Planned | Statement]:
    """Yield every identity judged: one whose figures add up as written is exact, and needs no more words for now."""
    allowed, numbers = allowed_by(report, extra), report.kept(numbers_of)
    for each in allowed.planned:
        yield each if each.holds(numbers) else judged_statement(each.instance(report))
    for instance in allowed.others:
        yield judged_statement(instance)


def judged_statement(instance: Instance) -> Statement:
    """Return an identity with the verdict on it."""
    return Statement(instance, instance.relation.judge())


@dataclass(frozen=True, eq=False)
class Inquiry:
    """What finds out the words of a check, each part when it is asked for.

    Attributes:
        report: The report.
        card: Its card, where a scoring table is known.
        judged: Its identities: those that hold at a glance as they are planned, the others judged in full.
        weights: How firmly a figure is believed.
        fixed: Paths of figures that may not be blamed.
        bound: How many figures a set of culprits may have at most.
    """

    report: Report
    card: ScoreCard | None
    judged: tuple[Planned | Statement, ...]
    weights: Mapping[str, int]
    fixed: tuple[str, ...]
    bound: int

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every identity that the figures allow, with its verdict."""
        return tuple(
            judged_statement(each.instance(self.report)) if isinstance(each, Planned) else each for each in self.judged
        )

    @cached_property
    def network(self) -> Network:
        """All relations of the report."""
        judged = self.statements
        return Network(self.report, [each.instance for each in judged], [each.judgement.verdict for each in judged])

    @cached_property
    def habit(self) -> Habit:
        """How the report rounds."""
        return infer_habit([*results_of(self._in_full), *_card_results(self.card)])

    @cached_property
    def search(self) -> Culprits | Problem:
        """The smallest sets of figures whose change mends what is broken, or which limit the search is beyond."""
        if not self._is_broken:
            return ()
        try:
            return culprits(self.network, weights=self.weights, fixed=self.fixed, bound=self.bound)
        except InputError as error:
            return error.problems[0]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say, the gravest first."""
        broken = broken_findings(self.network, self._broken, self._impact_of) if self._is_broken else ()
        noted = remarks(lambda _: self.report.figures(), self._in_full)
        found = [*broken, *noted, *departures(self.habit), *_card_findings(self.card)]
        return tuple(sorted(found, key=gravity))

    @cached_property
    def _in_full(self) -> tuple[Statement, ...]:
        """The statements of which there may be something to say: sums of amounts and of people that hold are none."""
        return tuple(each for each in self.judged if isinstance(each, Statement))

    @property
    def _broken(self) -> list[tuple[int, Statement]]:
        return [(i, self.statements[i]) for i in sorted(self.network.broken)]

    @property
    def _is_broken(self) -> bool:
        return any(each.judgement.is_wrong for each in self._in_full)

    def _impact_of(self, best: Diagnosis) -> Impact | None:
        mended = {best.where: best.mended, **dict(best.also)}
        return None if self.card is None else impact_of(self.report, self.card, mended)


def _known(network: Network, paths: Iterable[str]) -> None:
    """Refuse paths of options that no figure of the report has: they would silently do nothing."""
    problems: list[Problem] = []
    for path in paths:
        if path in network.by_key:
            continue
        try:
            if network.report.find(path) is None:
                reason = Phrase(f"报告未列“{path}”", f"the report does not state {path!r}")
                problems.append(Problem(path, reason, Phrase("请核对路径", "check the path")))
        except ReportError as error:
            problems.extend(error.problems)
    if problems:
        raise ReportError(problems)


# --- findings ---


def results_of(statements: Iterable[Statement]) -> Iterator[Result]:
    """Yield the stated rates: sums of rounded figures say nothing of how their total was rounded."""
    for each in statements:
        relation = each.instance.relation
        rate = relation.stated.unit is not None and relation.stated.unit.dimension is Dimension.PERCENT
        if rate and each.judgement.verdict in {Verdict.EXACT, Verdict.ROUNDING} and relation.comparison == "equal":
            yield Result(relation.where, relation.stated, relation.exact())


def _card_results(card: ScoreCard | None) -> Iterator[Result]:
    for line in card.lines if card is not None else ():
        judged = line.value_judgement
        if judged is not None and line.stated_value is not None and line.evaluation is not None and not judged.is_wrong:
            yield Result(f"indicators.{line.indicator.id}", line.stated_value, line.evaluation.exact)


_FROM_CARD = (
    "value_",
    "subtotal_inconsistent",
    "total_inconsistent",
    "grade_inconsistent",
    "points_out_of_bounds",
)


def _card_findings(card: ScoreCard | None) -> Iterator[Finding]:
    """Yield what scoring found of figures that do not agree; points by rule are the business of score()."""
    for finding in card.findings if card is not None else ():
        if finding.code.startswith(_FROM_CARD) and finding.code != "value_undefined":
            yield finding


def broken_findings(
    network: Network, broken: Iterable[tuple[int, Statement]], impact_of_mend: Callable[[Diagnosis], Impact | None]
) -> Iterator[Finding]:
    """Yield what does not agree, with explanations and what the best of them changes.

    Args:
        network: The relations.
        broken: Those that do not hold, each by its place among the relations.
        impact_of_mend: What an explanation would change.
    """
    for i, each in broken:
        diagnoses = diagnose(network, i)
        code = each.instance.identity.code
        code = code if code in CODES else USER  # an identity of a user's own may have any code
        soft = each.instance.identity.soft
        impact = impact_of_mend(diagnoses[0]) if diagnoses else None
        yield _finding(code, each, _message(each), diagnoses=diagnoses, impact=impact, is_soft=soft)


def _message(each: Statement) -> Phrase:
    relation = each.instance.relation
    name, stated, expected = each.instance.name, relation.stated.text, each.recomputed
    identity = each.instance.identity.name
    if relation.comparison == "at_most":
        zh = f"{name.zh} {stated} 大于 {expected}（{identity.zh}）"
        return Phrase(zh, f"{name.en} {stated} is above {expected} ({identity.en})")
    difference = each.difference
    zh = f"{name.zh} {stated}，重算 {expected}，相差 {difference}（{identity.zh}）"
    return Phrase(zh, f"{name.en} {stated}, recomputed {expected}, difference {difference} ({identity.en})")


def remarks(near: Callable[[Relation], Iterable[Located]], statements: Iterable[Statement]) -> Iterator[Finding]:
    """Yield what is worth a note: rounding, incomplete lists, zero denominators, 100% of what is not equal."""
    for each in statements:
        relation, judged = each.instance.relation, each.judgement
        if judged.verdict is Verdict.INCONSISTENT or (
            judged.verdict is Verdict.EXACT and not _is_full_but_unequal(each)
        ):
            continue  # the one is no note, and of the other there is nothing to say
        name, stated, expected = each.instance.name, relation.stated.text, each.recomputed
        if judged.verdict is Verdict.ROUNDING:
            how = judged.fits[0].label if judged.fits else Phrase("约数", "an approximate figure")
            zh, en = (
                f"{name.zh} {stated}，重算 {expected}：{how.zh}所致",
                f"{name.en} {stated}, recomputed {expected}: {how.en}",
            )
            yield _finding("rounding_difference", each, Phrase(zh, en))
        elif judged.reason is Reason.OPEN_LIST and not each.instance.identity.is_of_which:
            short = "" if judged.difference is None else format(judged.difference, "f")
            if relation.comparison == "at_most":
                zh = f"{name.zh} {stated} 大于所属类的 {expected}，该清单未必完整"
                en = f"{name.en} {stated} is above its class's {expected}; the list may be incomplete"
            else:
                zh = f"{name.zh} {stated}，所列各项之和 {expected}，少 {short}：清单未必完整"
                en = f"{name.en} {stated}, its items add up to {expected}, {short} short: the list may be incomplete"
                found = _worth_the_shortfall(near(relation), relation)
                if found is not None:
                    text = found.figure.terms[0].text
                    zh = f"{zh}；差额在取整范围内等于{found.label.zh} {text}"
                    en = f"{en}; within rounding that is {found.label.en} {text}"
            yield _finding("open_list", each, Phrase(zh, en))
        elif judged.reason is Reason.ZERO_DENOMINATOR:
            zh, en = f"{name.zh} {stated}：分母为零，不能判定", f"{name.en} {stated}: zero denominator, not judged"
            yield _finding("zero_denominator", each, Phrase(zh, en))
        elif judged.verdict is Verdict.EXACT:
            zh = f"{name.zh}写 {stated}，两数并不相等：{relation.numbers()}"
            en = f"{name.en} is stated as {stated}, the figures are not equal: {relation.numbers()}"
            yield _finding("hundred_percent_unequal", each, Phrase(zh, en))


def _worth_the_shortfall(figures: Iterable[Located], relation: Relation) -> Located | None:
    """Return a figure that is what a list lacks, within rounding: the item that was left out, perhaps."""
    mode = Rounding.HALF_UP
    stated = unrounded(relation.stated.value, relation.stated.decimals, mode)
    shortfall = stated + -relation.bounds(mode)
    for located in figures:
        if located.path in relation.pieces or located.path == relation.stated_key:
            continue
        terms = located.terms
        own = terms[0] if len(terms) == 1 else None
        if own is None or own.value == 0:
            continue
        unit = located.unit_of(own)
        same_kind = unit is not None and relation.unit is not None and unit.dimension is relation.unit.dimension
        if (
            same_kind
            and _reaches(own, unit, relation.unit, shortfall)
            and located.interval(own, mode, relation.unit).meets(shortfall)
        ):
            return located
    return None


def _reaches(quantity: Quantity, own: Unit | None, unit: Unit | None, range_: Interval) -> bool:
    """Return whether a number may lie in a range at all, however it was rounded: nearly none does."""
    (low, high, _, _), one = in_unit(own, unit, quantity.reach())
    least, most = range_.low, range_.high
    below = least is not None and (high or 0) * least.denominator < least.numerator * one
    above = most is not None and (low or 0) * most.denominator > most.numerator * one
    return not (below or above)  # of what is written there are both ends


def _is_full_but_unequal(each: Statement) -> bool:
    relation = each.instance.relation
    is_rate = each.instance.identity.code == "rate_recomputed" and each.judgement.verdict is Verdict.EXACT
    return is_rate and relation.stated.value == 100 and relation.exact() != 100


def departures(habit: Habit) -> Iterator[Finding]:
    """Yield the results that are rounded unlike the others."""
    for where in habit.departures:
        names = Phrase("或".join(m.label.zh for m in habit.modes), " or ".join(m.label.en for m in habit.modes))
        zh, en = f"{where} 不合本报告的取整习惯（{names.zh}）", f"{where} departs from the report's habit ({names.en})"
        yield Finding("habit_departure", where, Phrase(zh, en))


def _finding(code: str, each: Statement, message: Phrase, **more: Any) -> Finding:
    judged = each.judgement
    interval = judged.interval
    return Finding(
        code,
        each.instance.relation.where,
        message,
        verdict=judged.verdict,
        stated=each.instance.relation.stated.text,
        expected=None if judged.expected is None else str(judged.expected),
        difference=None if judged.difference is None else format(judged.difference, "+f"),
        interval=None if interval is None else interval.to_text(),
        working=each.working,
        **more,
    )


def statement_json(each: Statement, lang: Lang) -> StatementJson:
    """Return a statement as plain data."""
    relation, judged = each.instance.relation, each.judgement
    interval = judged.interval
    return {
        "identity": each.instance.identity.code,
        "name": each.instance.identity.name.of(lang),
        "where": relation.where,
        "stated": relation.stated.text,
        "expected": None if judged.expected is None else str(judged.expected),
        "difference": None if judged.difference is None else format(judged.difference, "+f"),
        "interval": None if interval is None else interval.to_text(),
        "verdict": judged.verdict.value,
        "reason": None if judged.reason is None else judged.reason.value,
        "working": each.working,
    }
