"""A document for a terminal: 80 columns, aligned also where Chinese characters take two columns each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from perfmetrics.document import Align, Block, Bullets, Document, Heading, Paragraph, Row, Span, Table, Tone
from perfmetrics.texts import clean

WIDTH = 80
_GAP = 2
_LEAST = 8  # columns below which words are not squeezed further

_COLORS = {
    Tone.GOOD: "32",
    Tone.NOTE: "36",
    Tone.WARNING: "33",
    Tone.BAD: "31;1",
    Tone.FAINT: "2",
}
# Not at the start of a line, and not at its end: the rule of Chinese typesetting that readers notice.
_NO_START = "，。；：、！？）》”’】％%,.;:!?)]}"
_NO_END = "（《“‘【([{"


def render(document: Document, *, color: bool = False) -> str:
    """Return a document as lines of text, ending in a line feed.

    Args:
        document: The document.
        color: Whether to colour tones with ANSI codes.
    """
    lines: list[str] = []
    for block in document.blocks:
        if lines and not (isinstance(block, Paragraph) and lines[-1] != ""):
            lines.append("")
        lines.extend(_block(block, color=color))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal.

    Example:
        >>> width("预算完成率 96.14%")
        17
    """
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return 0
    # Ambiguous characters (“ ” × ÷ ≈ —) take one column in a terminal that is not set to a Chinese legacy code page.
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _block(block: Block, *, color: bool) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from _heading(block, color=color)
    elif isinstance(block, Paragraph):
        yield from _paragraph(block, "", "", color=color)
    elif isinstance(block, Bullets):
        for item in block.items:
            for i, paragraph in enumerate(item):
                yield from _paragraph(paragraph, "- " if i == 0 else "  ", "    " if i else "  ", color=color)
    else:
        yield from _table(block, color=color)


def _heading(block: Heading, *, color: bool) -> Iterator[str]:
    for line in wrap(clean(block.text), WIDTH):
        yield f"\x1b[1m{line}\x1b[0m" if color else line
    if block.level == 1:
        yield "═" * min(WIDTH, width(block.text))


def _paint(text: str, tone: Tone, *, color: bool) -> str:
    code = _COLORS.get(tone)
    return f"\x1b[{code}m{text}\x1b[0m" if color and code and text else text


def _paragraph(block: Paragraph, first: str, rest: str, *, color: bool) -> Iterator[str]:
    """Wrap the words of a paragraph; a tone goes on over the line's end."""
    chars = [(char, span.tone) for span in block.spans for char in clean(span.text)]
    lines = wrap("".join(char for char, _ in chars), WIDTH - max(width(first), width(rest)))
    at = 0
    for i, line in enumerate(lines):
        while at < len(chars) and chars[at][0].isspace() and not line.startswith(chars[at][0]):
            at += 1
        tones = [tone for _, tone in chars[at : at + len(line)]]
        at += len(line)
        yield (rest if i else first) + "".join(_paint(s.text, s.tone, color=color) for s in _runs(line, tones))


def _runs(line: str, tones: list[Tone]) -> Iterator[Span]:
    start = 0
    for i in range(1, len(line) + 1):
        if i == len(line) or tones[i] is not tones[start]:
            yield Span(line[start:i], tones[start])
            start = i


def wrap(text: str, most: int) -> list[str]:
    """Break a text into lines of at most some columns: between Chinese characters, and at spaces between words.

    Example:
        >>> wrap("预算完成率自报 96.14%，重算一致。", 14)
        ['预算完成率自报', '96.14%，重算一', '致。']
    """
    lines: list[str] = []
    line, columns = "", 0
    for piece in _pieces(text):
        size = width(piece)
        if line and columns + size > most and piece.strip():
            lines.append(line.rstrip())
            line, columns = "", 0
        if not line and lines:
            piece = piece.lstrip()  # noqa: PLW2901 - a line does not begin with the space it was broken at
            size = width(piece)
        while size > most:
            fitting = _fitting(piece, most)
            lines.append(piece[:fitting])
            piece = piece[fitting:]  # noqa: PLW2901 - a word longer than a line is cut
            size -= width(lines[-1])
        line += piece
        columns += size
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _fitting(piece: str, most: int) -> int:
    """Return how many characters of a piece that is wider than a line fit one; one at least."""
    columns = accumulate(map(_char_width, piece))
    return max(1, next(i for i, width in enumerate(columns) if width > most))


def _pieces(text: str) -> Iterator[str]:
    """Yield what must not be broken: a word, a space, or a wide character with the marks that cling to it."""
    piece = ""
    for char in text:
        if not piece:
            piece = char
        elif char in _NO_START or piece[-1] in _NO_END or (_is_word(char) and _is_word(piece[-1])):
            piece += char
        else:
            yield piece
            piece = char
    if piece:
        yield piece


def _is_word(char: str) -> bool:
    return not char.isspace() and _char_width(char) == 1


def _table(block: Table, *, color: bool) -> Iterator[str]:
    indented = [" " * (2 * row.depth) for row in block.rows]
    texts = [
        [(indent if i == 0 else "") + clean(cell.text) for i, cell in enumerate(row.cells)]
        for indent, row in zip(indented, block.rows, strict=True)
    ]
    heads = [name for name, _ in block.columns]
    aligns = [align for _, align in block.columns]
    widths = _fit([max(map(width, column)) for column in zip(heads, *texts, strict=True)], aligns)
    yield _line(heads, [Tone.PLAIN] * len(heads), widths, aligns, color=False)
    yield "─" * min(WIDTH, sum(widths) + _GAP * (len(widths) - 1))
    for row, indent in zip(block.rows, indented, strict=True):
        yield from _row(row, indent, widths, aligns, color=color)


def _fit(widths: list[int], aligns: list[Align]) -> list[int]:
    """Return widths that fit on a line: words give way, widest column first; numbers do not."""
    fitting = list(widths)
    words = [i for i, align in enumerate(aligns) if align is Align.LEFT]
    over = sum(fitting) + _GAP * (len(fitting) - 1) - WIDTH
    while over > 0 and words:
        widest = max(words, key=lambda i: fitting[i])
        if fitting[widest] <= _LEAST:
            break
        fitting[widest] -= 1
        over -= 1
    return fitting


def _row(row: Row, indent: str, widths: list[int], aligns: list[Align], *, color: bool) -> Iterator[str]:
    columns = []
    for i, cell in enumerate(row.cells):
        room = widths[i] - (len(indent) if i == 0 else 0)
        lines = wrap(clean(cell.text), max(room, 1))
        columns.append([indent + line for line in lines] if i == 0 else lines)
    tones = [cell.tone for cell in row.cells]
    for i in range(max(map(len, columns))):
        texts = [lines[i] if i < len(lines) else "" for lines in columns]
        line = _line(texts, tones, widths, aligns, color=color)
        yield f"\x1b[1m{line}\x1b[0m" if color and row.strong else line


def _line(texts: list[str], tones: list[Tone], widths: list[int], aligns: list[Align], *, color: bool) -> str:
    cells = []
    for text, tone, columns, align in zip(texts, tones, widths, aligns, strict=True):
        fill = " " * max(0, columns - width(text))
        painted = _paint(text, tone, color=color)
        cells.append(fill + painted if align is Align.RIGHT else painted + fill)
    return (" " * _GAP).join(cells)
