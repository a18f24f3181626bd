"""What the results of score(), check() and audit() have in common: findings, an exit, JSON, a page."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self, cast

from perfmetrics.errors import PerfMetricsError
from perfmetrics.findings import Finding, raise_for_errors
from perfmetrics.printing import Printable
from perfmetrics.texts import Lang
from perfmetrics.verdicts import Verdict


class Outcome(Printable):
    """What a function returns that has something to say of a report."""

    __slots__ = ()

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.is_error for finding in self.findings)

    @property
    def source(self) -> str:
        """What the result is of, for errors: the title of a report, or nothing."""
        return ""

    @property
    def given(self) -> str:
        """The text as given, where the result is of a text."""
        return ""

    def span_of(self, finding: Finding) -> tuple[int, int] | None:
        """Return where in the text as given the figure of a finding stands; None where it is about no place in it."""
        del finding
        return None

    def with_findings(self, findings: tuple[Finding, ...]) -> Self:
        """Return the result with other findings, such as some that were accepted."""
        changed: Any = self
        return cast("Self", replace(changed, findings=findings))

    def raise_for_findings(self) -> None:
        """Do nothing if the result is ok.

        Raises:
            FindingsError: With every finding that is an error.
        """
        raise_for_errors(self.findings, self.source)

    @abstractmethod
    def to_dict(self, lang: Lang = "zh") -> Mapping[str, Any]:
        """Return plain data for JSON, its words in one language; decimals are strings."""

    def to_json(self, lang: Lang = "zh") -> str:
        """Return the result as JSON."""
        import json  # noqa: PLC0415 - most results are never written as JSON

        return json.dumps(self.to_dict(lang), ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class Record:
    """A file, and what was found of it, or why it could not be read.

    Attributes:
        name: The path as the user gave it; `-` for standard input.
        outcome: What was found, or None.
        error: Why it could not be read, or None.
    """

    name: str
    outcome: Outcome | None = None
    error: PerfMetricsError | None = None


def counted(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Return how many there are of each verdict.

    Example:
        >>> counted([Verdict.EXACT, Verdict.EXACT])
        {'exact': 2, 'rounding': 0, 'inconsistent': 0, 'undefined': 0}
    """
    count = Counter(verdicts)
    return {verdict.value: count[verdict] for verdict in Verdict}


def summary(counts: Mapping[str, int], nothing: str) -> str:
    """Return counts in a line, without those that are zero."""
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count) or nothing
