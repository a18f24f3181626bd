"""Assertions for the tests of other projects: a report or a text holds, or the test fails with what was found.

They need no test framework. Under pytest the frames of this module are left out of what is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from perfmetrics.auditing.audits import Audit, audit
from perfmetrics.cards import ScoreCard
from perfmetrics.consistency import CheckResult, check
from perfmetrics.document import Paragraph
from perfmetrics.errors import MOST_SHOWN
from perfmetrics.findings import CODES, Finding
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.rubrics import Rubric
from perfmetrics.scoring import score
from perfmetrics.statements import Report
from perfmetrics.texts import Lang, clean, quotation
from perfmetrics.views.findings import details

_Result = TypeVar("_Result", bound=Outcome)


def assert_consistent(
    report: Report | Mapping[str, Any] | str | Path,
    *,
    rubric: Rubric | Mapping[str, Any] | str | Path | None = None,
    baseline: str | Path | None = None,
    lang: Lang = "zh",
) -> CheckResult:
    """Assert that a report's figures agree with one another, as `check()` judges them.

    Args:
        report: A report, a mapping, or the path of a .toml or .json file.
        rubric: The scoring table that says what a mended figure changes; by default the one that the report names.
        baseline: The path of a file of accepted findings: they fail nothing. Of a report that is not given by its path,
            only the entries of no file accept.
        lang: The language of the message.

    Returns:
        The result of the check, what the baseline accepts marked as accepted.

    Raises:
        AssertionError: With every finding that is an error: where, the working, the range, why, and the mend.
        PerfMetricsError: If a report, a table or a baseline cannot be read.

    Example:
        >>> assert_consistent({"unit": "万元", "部门决算": {"本年支出": 3, "基本支出": 1, "项目支出": 2}}).ok
        True
    """
    __tracebackhide__ = True
    result = check(report, rubric=rubric)
    return _held(_accepted(result, _name(report), baseline), _name(report), lang)


def assert_text_consistent(
    text: str,
    *,
    rubric: Rubric | Mapping[str, Any] | str | Path | None = None,
    baseline: str | Path | None = None,
    name: str | Path = "",
    lang: Lang = "zh",
) -> Audit:
    """Assert that no figure of a text contradicts what it follows from, as `audit()` judges them.

    Args:
        text: A report as published, or any part of one; the text, not its path.
        rubric: A scoring table: the figures that the text states are then scored by it.
        baseline: The path of a file of accepted findings: they fail nothing.
        name: The path of the text, by which a baseline knows it; without it only the entries of no file accept.
        lang: The language of the message.

    Returns:
        The audit, what the baseline accepts marked as accepted.

    Raises:
        AssertionError: With every finding that is an error: where, the working, the range, why, and the mend.
        PerfMetricsError: If it is no text, or a table or a baseline cannot be read.

    Example:
        >>> assert_text_consistent("决算9.07万元，较上年减少0.71万元，下降7.26%。").counts()["exact"]
        1
    """
    __tracebackhide__ = True
    return _held(_accepted(audit(text, rubric=rubric), str(name), baseline), str(name), lang)


def assert_scored_as_stated(
    report: Report | Mapping[str, Any] | str | Path,
    rubric: Rubric | Mapping[str, Any] | str | Path | None = None,
    *,
    lang: Lang = "zh",
) -> ScoreCard:
    """Assert that the rates, points, subtotals, total and grade that a report states are those of a scoring table.

    What is missing or doubtful fails nothing: a line without figures, a rule that is assumed or can be read in several
    ways. Where there is no such doubt, a stated subtotal or total that is not the recomputed one fails too, though it
    is only a note of `score()`.

    Args:
        report: A report, a mapping, or the path of a .toml or .json file.
        rubric: The identifier of a shipped table, a path, a mapping or a table; by default the one that the report
            names.
        lang: The language of the message.

    Returns:
        The card.

    Raises:
        AssertionError: With every finding that fails: where, the working, the range, why, and the mend.
        PerfMetricsError: If a report or a table cannot be read.

    Example:
        >>> staff = {"编制数": 71, "在职人员数": 70}
        >>> line = {"staffing_control_ratio": {"指标值": "98.59%", "得分": 3}}
        >>> assert_scored_as_stated({"人员编制": staff, "指标自评": line}, "baojing-2019").rubric.id
        'baojing-2019'
    """
    __tracebackhide__ = True
    card = score(report, rubric)
    settled = not card.conditional and not card.readings
    return _held(card, _name(report), lang, also=_CHANGES if settled else frozenset())


_CHANGES = frozenset({"subtotal_changes", "total_changes"})


def _name(report: object) -> str:
    return str(report) if isinstance(report, str | Path) else ""


def _accepted(result: _Result, name: str, baseline: str | Path | None) -> _Result:
    """Return a result with what a baseline accepts marked as accepted."""
    if baseline is None:
        return result
    from perfmetrics.waivers import load_waivers  # noqa: PLC0415 - most tests have no baseline

    return cast("_Result", load_waivers(baseline).apply(Record(name, result)).outcome)


def _held(result: _Result, name: str, lang: Lang, also: frozenset[str] = frozenset()) -> _Result:
    """Return a result without errors.

    Raises:
        AssertionError: If it has one, or a finding of the other codes.
    """
    __tracebackhide__ = True
    failed = [each for each in result.findings if each.is_error or (each.code in also and each.waiver is None)]
    if failed:
        raise AssertionError("\n".join(_message(result, failed, result.source or name, lang)))
    return result


def _message(result: Outcome, failed: list[Finding], source: str, lang: Lang) -> Iterator[str]:
    """Yield the lines of a failure: how many findings, then each in a few lines."""
    count, zh = len(failed), lang == "zh"
    of = f"{clean(source)}{'：' if zh else ': '}" if source else ""
    yield of + (f"{count} 处错误" if zh else f"{count} error{'s' * (count > 1)}")
    for finding in failed[:MOST_SHOWN]:
        first, *others = (clean(line) for line in _lines(result, finding, lang))
        yield f"- {first}"
        yield from (f"  {line}" for line in others)
    if count > MOST_SHOWN:
        yield f"……另有 {count - MOST_SHOWN} 处" if zh else f"... and {count - MOST_SHOWN} more"


def _lines(result: Outcome, finding: Finding, lang: Lang) -> Iterator[str]:
    """Yield what a finding says, where, the working, the range, why, what it changes, and the mend."""
    zh = lang == "zh"
    yield finding.message.of(lang)
    span = result.span_of(finding)
    if span is None:
        yield f"位置：{finding.where}" if zh else f"at: {finding.where}"
    else:
        line = result.given.count("\n", 0, span[0]) + 1
        quoted = f"“{quotation(result.given, *span)}”"
        yield f"位置：第 {line} 行{quoted}" if zh else f"at: line {line}, {quoted}"
    yield from _words(details(finding, lang))
    mend = CODES[finding.code].mend.of(lang)
    yield f"改法：{mend}" if zh else f"mend: {mend}"


def _words(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    return ("".join(span.text for span in paragraph.spans) for paragraph in paragraphs)
