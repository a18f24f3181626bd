"""Where a finding stands and what it says, for the outputs that machines read: the same in each of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from perfmetrics.errors import PerfMetricsError
from perfmetrics.findings import Finding
from perfmetrics.outcomes import Outcome
from perfmetrics.texts import STANDARD_INPUT, Lang, Phrase, clean
from perfmetrics.views.findings import details

_STANDARD_INPUT_NAME = Phrase("标准输入", "standard input")
# The separators of lines and of paragraphs are no control characters, and some readers end a line at them all the same.
_SEPARATORS = str.maketrans({"\N{LINE SEPARATOR}": " ", "\N{PARAGRAPH SEPARATOR}": " "})


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of a text; lines, and columns in characters, count from 1.

    Attributes:
        line: The line of its first character.
        column: The column of its first character.
        end_line: The line of its end.
        end_column: The column behind its last character.
        offset: The number of characters before it.
        length: The number of its characters.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, which end in LF or CR LF: found once, so that each region costs next to nothing.

    Attributes:
        starts: The offset of the first character of each line.
    """

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Return the lines of a text."""
        return cls((0, *(found.end() for found in re.finditer("\n", text))))

    def region(self, start: int, end: int) -> Region:
        r"""Return the piece between two offsets.

        Example:
            >>> Lines.of("收入\r\n支出9万元").region(6, 9)
            Region(line=2, column=3, end_line=2, end_column=6, offset=6, length=3)
        """
        line, column = self._place(start)
        return Region(line, column, *self._place(end), start, end - start)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def placed(outcome: Outcome) -> Iterator[tuple[Finding, Region | None]]:
    """Yield every finding with the piece of the text that it is about; with None where it is about none."""
    lines = Lines.of(outcome.given)
    for finding in outcome.findings:
        span = outcome.span_of(finding)
        yield finding, None if span is None else lines.region(*span)


def place(finding: Finding, region: Region | None) -> str:
    """Return where a finding stands, in words: line and column of a text, or the path in a report file."""
    return one_line(finding.where) if region is None else f"{region.line}:{region.column}"


def message(finding: Finding, lang: Lang) -> str:
    """Return what people are told of a finding: what was found, and on lines of their own the working and the rest."""
    paragraphs = ("".join(span.text for span in paragraph.spans) for paragraph in details(finding, lang))
    return "\n".join(map(one_line, (finding.message.of(lang), *paragraphs)))


def reason(error: PerfMetricsError, lang: Lang) -> str:
    """Return why a file could not be read, a problem a line."""
    return "\n".join(map(one_line, error.to_text(lang).split("\n")))


def one_line(text: str) -> str:
    r"""Return a text that stays on its line, and holds no character that XML or UTF-8 cannot have.

    Example:
        >>> one_line("某县\n财政局")
        '某县�财政局'
    """
    return clean(text).translate(_SEPARATORS)


def name_of(file: str, lang: Lang) -> str:
    """Return what people call a file."""
    return _STANDARD_INPUT_NAME.of(lang) if file == STANDARD_INPUT else one_line(file)


def path_of(file: str) -> str:
    """Return the path of a file with slashes; nothing for standard input, which has none."""
    return "" if file == STANDARD_INPUT else one_line(PurePath(file).as_posix())
