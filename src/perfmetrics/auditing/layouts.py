"""From characters to cells: how the lines of a text are parted, and which number a cell is.

A cell is read by itself, from the text as given: the lexer sees no sign in `16.95<tab>-1.47`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain, tee

from perfmetrics.auditing.lexer import Kind, Lexed, Number, lex, renumbered
from perfmetrics.quantities import UNITS, Approximation

Span = tuple[int, int]

MOST_COLUMNS = 24  # that are looked at; a wider row is no table of a report
DASHES = frozenset({"-", "--", "—", "——", "/"})  # that a cell without a number holds
WORD = re.compile(r"\S+")
_SEVERAL = re.compile(r"[；;\s]")  # what parts words

_LONGEST_CELL = 60
_LONGEST_LABEL = 40

_BAR = re.compile(r"[|｜丨│┃]")
_GAP = re.compile(r"[ \u3000\xa0]{2,}")
_TAB = re.compile(r"\t")
_SEMICOLON = re.compile(r"[；;]")
_DRAWN = "|｜丨│┃:：+-—=─┼├┤"  # what rules are drawn with
_RULE = re.compile(rf"[\s{re.escape(_DRAWN)}]{{4,}}")
_INVISIBLE = " \t\r\f\v\u3000\xa0\u200b\ufeff"
_LINE = re.compile(rf"[^{_INVISIBLE}\n](?:[^\n]*[^{_INVISIBLE}\n])?")  # without what stands around it
_PARTS = re.compile(r"[\t \u3000\xa0](?:(?<=\t)|(?<!\t)[ \u3000\xa0])")  # a tab, or two spaces

# What a cell may look like that is one number or a dash, in all widths, with spaces and marks that nobody sees anywhere
# in it. Words of prose are told by a glance: only what may be a number is looked up, and read where need be.
_BLANK = r"\s\x00-\x1f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_DIGIT = "0-9０-９"
_UNITS = re.escape("".join(sorted({*"".join(UNITS), *"余多个百分点倍千万亿％﹪"})))
_ALONE = re.compile(rf"[{_BLANK}+＋\-−–﹣－]*+[{_DIGIT}][{_DIGIT}{_BLANK},.．﹒]*+[{_BLANK}{_UNITS}]*+")
_DASHED = re.compile(rf"[{_BLANK}\-−–﹣－—/／╱]++")
_FIRST = re.compile(rf"[{_BLANK}{_DIGIT}+＋\-−–﹣－—/／╱]")
_LAST = re.compile(rf"[{_DIGIT}{_BLANK}.．﹒{_UNITS}\-−–﹣－—/／╱]")


class Layout(StrEnum):
    """How the cells of a line are parted."""

    BARS = "bars"
    PAIRS = "pairs"
    SPACES = "spaces"
    LOOSE = "loose"
    LINES = "lines"


# A line: how its cells are parted, and the cells of each of its rows, of which only pairs and loose rows have several.
Line = tuple[Layout, Sequence[tuple[Span, ...]]]


class Source:
    """A text whose cells are looked up by their offsets.

    Attributes:
        lexed: The text with its numbers.
        text: The text as given.
        begins: Where its numbers begin in the text without spaces.
        place: Tells where an offset of the text is in the text without spaces.
    """

    def __init__(self, lexed: Lexed) -> None:
        self.lexed = lexed
        self.text = lexed.text
        self.begins = [number.begin for number in lexed.numbers]
        self.place = lexed.at.place
        self._numbers: dict[Span, Number | None] = {}  # of cells that look like one

    def words(self, span: Span) -> str:
        """Return the words of a cell, folded and without spaces."""
        return self.lexed.words[self.place(span[0]) : self.place(span[1])].strip()

    def stripped(self, start: int, stop: int) -> Span:
        """Return a cell without the spaces around it."""
        while start < stop and self.text[start] in _INVISIBLE:
            start += 1
        while start < stop and self.text[stop - 1] in _INVISIBLE:
            stop -= 1
        return start, stop

    def parted(self, span: Span, by: re.Pattern[str]) -> tuple[Span, ...]:
        """Return the cells of a line, without the spaces around them."""
        start, stop = span
        cells: list[Span] = []
        for found in by.finditer(self.text, start, stop):
            cells.append(self.stripped(start, found.start()))
            start = found.end()
        return (*cells, self.stripped(start, stop))

    def number(self, span: Span) -> Number | None:
        """Return the number that a cell is, if it is one and nothing else."""
        start, stop = span
        if stop - start > _LONGEST_CELL or _ALONE.fullmatch(self.text, start, stop) is None:
            return None
        if span not in self._numbers:
            self._numbers[span] = self._found(span) or self._read(span)
        return self._numbers[span]

    def is_value(self, span: Span) -> bool:
        """Return whether a cell is a number, or a dash in the place of one."""
        if self.text[span[0] : span[0] + 1].isalpha() or _FIRST.match(self.text, span[0]) is None:
            return False
        if _DASHED.fullmatch(self.text, *span) is not None:
            return self.words(span) in DASHES
        return self.number(span) is not None

    def is_short(self, span: Span) -> bool:
        """Return whether a cell is short enough for a label, and no sentence."""
        return len(self.words(span)) <= _LONGEST_LABEL and "。" not in self.text[span[0] : span[1] - 1]

    def _found(self, span: Span) -> Number | None:
        """Return the number of the text that fills a cell, if what stands around the cell has no part in it."""
        place = bisect_left(self.begins, self.place(span[0]))
        if place == len(self.begins):
            return None
        number = self.lexed.numbers[place]
        is_alone = (number.start, number.stop) == span and number.kind is Kind.FIGURE
        return number if is_alone and number.approximation in {None, Approximation.MORE_THAN} else None

    def _read(self, span: Span) -> Number | None:
        """Return the number that a cell is when it is read by itself."""
        start, stop = span
        cell = lex(self.text[start:stop])
        if len(cell.numbers) != 1:
            return None
        number = cell.numbers[0]
        # A year is an amount here: the cells of a header are not looked up as numbers unless they all are.
        is_figure = number.kind is Kind.FIGURE or is_year(number)
        if not is_figure or cell.words[: number.begin] not in {"", "+"} or number.end != len(cell.words):
            return None
        start, stop = start + number.start, start + number.stop
        begin = self.place(start)
        return renumbered(
            number,
            index=bisect_left(self.begins, begin),
            begin=begin,
            end=self.place(stop),
            start=start,
            stop=stop,
            kind=Kind.FIGURE,
        )


def is_year(number: Number) -> bool:
    """Return whether a number may be a year.

    Example:
        >>> [is_year(number) for number in lex("2019，219").numbers]
        [True, False]
    """
    text = number.quantity.text
    return len(text) == 4 and text.isdigit() and text[:2] in {"19", "20"}


def laid_out(source: Source) -> Iterator[Line]:
    """Yield the lines that are not empty, those as one that follow one another and whose cells are parted alike.

    Example:
        >>> source = Source(lex("接待|2；出国|3"))
        >>> [(layout.value, [[*map(source.words, row)] for row in rows]) for layout, rows in laid_out(source)]
        [('pairs', [['接待', '2'], ['出国', '3']])]
    """
    last, together = Layout.LINES, list[tuple[Span, ...]]()
    for layout, rows in _lines(source):
        if layout is not last:
            if together:
                yield last, together
            last, together = layout, []
        together += rows
    if together:
        yield last, together


def _lines(source: Source) -> Iterator[Line]:
    wrapped: Span | None = None
    text = source.text
    if _BAR.search(text) is None:
        for line in _written(text):
            yield _without_bars(source, line)
        return
    behind_bars = False
    lines, ahead = tee(_written(text))
    next(ahead, None)
    for line, following in zip(lines, chain(ahead, [None]), strict=False):
        is_barred = _BAR.search(text, *line) is not None
        if is_barred:
            yield _with_bars(source, line if wrapped is None else (wrapped[0], line[1]))
            wrapped = None
        elif behind_bars and following and _BAR.search(text, *following) and _is_label(source, line):
            wrapped = line  # a label that goes on in the next line, up to its first bar
        else:
            yield _without_bars(source, line)
        behind_bars = is_barred


def _written(text: str) -> Iterator[Span]:
    """Yield the lines in which something is written, and not only drawn."""
    for found in _LINE.finditer(text):
        start, stop = line = found.span()
        first = text[start]
        if not (first in _DRAWN or first.isspace()) or _RULE.fullmatch(text, start, stop) is None:
            yield line


def _is_label(source: Source, span: Span) -> bool:
    return source.is_short(span) and source.text[span[1] - 1] not in "。：:；;"


def _with_bars(source: Source, line: Span) -> Line:
    segments = source.parted(line, _SEMICOLON)
    segments = segments if segments[-1][0] < segments[-1][1] else segments[:-1]
    if len(segments) > 1 and all(_BAR.search(source.text, *segment) for segment in segments):
        return Layout.PAIRS, tuple(source.parted(segment, _BAR) for segment in segments)
    cells = source.parted(line, _BAR)
    if len(cells) > 2 and cells[0][0] == cells[0][1] and cells[-1][0] == cells[-1][1]:
        cells = cells[1:-1]  # | a | b |
    return Layout.BARS, (cells,)


def _without_bars(source: Source, line: Span) -> Line:
    text, (start, stop) = source.text, line
    if _PARTS.search(text, start, stop) is not None:
        cells = source.parted(line, _TAB if text.find("\t", start, stop) >= 0 else _GAP)
        if all(map(source.is_short, cells)):
            return Layout.SPACES, (cells,)
    if _LAST.match(text, stop - 1) is None or _SEVERAL.search(text, start, stop) is None:
        return Layout.LINES, ((line,),)
    rows = tuple(_words_and_values(source, segment) for segment in source.parted(line, _SEMICOLON))
    has_values = all(source.is_value(row[-1]) for row in rows)
    if has_values and (len(rows) > 1 or len(rows[0]) - (not source.is_value(rows[0][0])) > 1):
        return Layout.LOOSE, rows
    return Layout.LINES, ((line,),)


def _words_and_values(source: Source, span: Span) -> tuple[Span, ...]:
    """Return the cells of a row with single spaces: its words, and the numbers at its end."""
    words = [found.span() for found in WORD.finditer(source.text, *span)] or [span]
    first = len(words)
    while first and len(words) - first < MOST_COLUMNS and source.is_value(words[first - 1]):
        first -= 1
    return ((words[0][0], words[first - 1][1]), *words[first:]) if first else tuple(words)
