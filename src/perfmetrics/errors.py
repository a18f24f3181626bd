"""Exceptions: they mean misuse, and each says where, why and how to mend it.

What a report gets wrong is never an exception; it is a finding (see `perfmetrics.findings`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfmetrics.texts import Lang, Phrase, clean, did_you_mean

MOST_SHOWN = 200  # problems printed of one file; the rest is counted
LONGEST_QUOTE = 300  # characters of a path, a reason or a mend


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input.

    Attributes:
        path: Where, in the terms of the input (`rubric.dimensions[1].full_marks`); empty for the whole of it.
        reason: What is wrong.
        mend: What to do about it.
    """

    path: str
    reason: Phrase
    mend: Phrase

    def to_text(self, lang: Lang = "zh") -> str:
        """Return the problem in one line."""
        where = f"{_tame(self.path)}：" if lang == "zh" else f"{_tame(self.path)}: "
        joint = "；" if lang == "zh" else "; "
        return (where if self.path else "") + _tame(self.reason.of(lang)) + joint + _tame(self.mend.of(lang))


def _tame(words: str) -> str:
    """Return words that may quote a file, on one line and not longer than a person reads."""
    cut = words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE // 2]}……{words[-LONGEST_QUOTE // 2 :]}"
    return clean(cut)


class PerfMetricsError(Exception):
    """Base of every exception that this package raises.

    Attributes:
        problems: Everything that is wrong, all at once.
        source: The file or name that the problems are in, if known.
    """

    def __init__(self, problems: Iterable[Problem], source: str = "") -> None:
        self.problems = tuple(problems)
        self.source = source
        super().__init__(self.problems, source)

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, lang: Lang = "zh") -> str:
        """Return all problems, a line each, under the name of their source."""
        lines = [problem.to_text(lang) for problem in self.problems[:MOST_SHOWN]]
        more = len(self.problems) - len(lines)
        if more:
            lines.append(f"……另有 {more} 处" if lang == "zh" else f"... and {more} more")
        if not self.source:
            return "\n".join(lines)
        return "\n".join([clean(self.source), *(f"  {line}" for line in lines)])


class InputError(PerfMetricsError, ValueError):
    """A value handed to a function is not one that it can take."""


class ReportError(PerfMetricsError, ValueError):
    """A report file or mapping cannot be read."""


class RubricError(PerfMetricsError, ValueError):
    """A scoring table cannot be read, or contradicts itself."""


class FileError(PerfMetricsError, OSError):
    """A file cannot be opened."""


class ZeroDenominatorError(PerfMetricsError, ZeroDivisionError):
    """A rate has no value because the figure it is divided by is zero."""


class UnknownNameError(PerfMetricsError, LookupError):
    """No formula or scoring table has this name; the nearest names are given."""


class FindingsError(PerfMetricsError):
    """Raised by `raise_for_findings()` when a result holds findings that count as errors."""


def problem(path: str, zh: str, en: str, mend_zh: str, mend_en: str) -> Problem:
    """Return a problem from its words in both languages."""
    return Problem(path, Phrase(zh, en), Phrase(mend_zh, mend_en))


def unknown_name(kind: Phrase, name: str, known: Iterable[str]) -> UnknownNameError:
    """Return the error for a name that nothing has, with the nearest known ones."""
    reason = Phrase(f"没有名为“{name}”的{kind.zh}", f"no {kind.en} is called {name!r}")
    return UnknownNameError([Problem("", reason, did_you_mean(name, known))])
