"""A neutral tree that results turn themselves into; a renderer knows this tree and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Tone(StrEnum):
    """What a piece of text says about its figure; a renderer may colour it."""

    PLAIN = "plain"
    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"
    BAD = "bad"
    FAINT = "faint"


@dataclass(frozen=True, slots=True)
class Span:
    """Words with a tone."""

    text: str
    tone: Tone = Tone.PLAIN


class Align(StrEnum):
    """Where a column's text stands."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that follow one another."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items of a list, each with details below it."""

    items: tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: What it says.
        tone: How.
        meter: The part of a whole that a page draws as a bar, from 0 to 1.
        is_badge: Whether it is a verdict, which a page sets apart.
        link: The anchor of what it is about.
    """

    text: str
    tone: Tone = Tone.PLAIN
    meter: Fraction | None = None
    is_badge: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; its depth indents the first cell, and a strong row stands out.

    Attributes:
        cells: Its cells.
        depth: How deep it stands.
        strong: Whether it stands out.
        below: What a page unfolds below it, under its first paragraph; text and Markdown leave it out.
        is_open: Whether that is unfolded from the first.
        anchor: The name by which a page links to it.
    """

    cells: tuple[Cell, ...]
    depth: int = 0
    strong: bool = False
    below: tuple[Paragraph, ...] = ()
    is_open: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with named columns."""

    columns: tuple[tuple[str, Align], ...]
    rows: tuple[Row, ...]


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks from top to bottom."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the summary on top of a page."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """The summary on top of a page."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text as given, perhaps a marked one.

    Attributes:
        text: The characters.
        tone: The mark: plain for none.
        tip: What a reader sees who points at it.
        link: The anchor of what is said of it.
        anchor: The name by which a page links to it.
    """

    text: str
    tone: Tone = Tone.PLAIN
    tip: str = ""
    link: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text as given, with its lines, in pieces."""

    pieces: tuple[Piece, ...]


PageBlock = Block | Facts | Source


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser shows: the blocks of a document, and those that only a page has."""

    blocks: tuple[PageBlock, ...]


def say(text: str, tone: Tone = Tone.PLAIN) -> Paragraph:
    """Return a paragraph of one span."""
    return Paragraph((Span(text, tone),))
