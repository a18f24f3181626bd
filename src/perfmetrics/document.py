"""A neutral tree that results turn themselves into; a renderer knows this tree and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from perfmetrics.texts import Lang


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
    """A cell of a table."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Row:
    """A row; its depth indents the first cell, and a strong row stands out."""

    cells: tuple[Cell, ...]
    depth: int = 0
    strong: bool = False


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


def say(text: str, tone: Tone = Tone.PLAIN) -> Paragraph:
    """Return a paragraph of one span."""
    return Paragraph((Span(text, tone),))


class Printable:
    """A result that turns itself into a document, and so into text, Markdown and what a notebook shows."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.to_text()

    def _repr_markdown_(self) -> str:
        """Return what a notebook shows."""
        return self.to_markdown()

    def to_document(self, lang: Lang = "zh") -> Document:
        """Return the result as a neutral tree for a renderer."""
        raise NotImplementedError

    def to_text(self, lang: Lang = "zh", *, color: bool = False) -> str:
        """Return the result for a terminal, 80 columns wide."""
        from perfmetrics.render import text  # noqa: PLC0415 - a result imports its renderer when asked to print

        return text.render(self.to_document(lang), color=color)

    def to_markdown(self, lang: Lang = "zh") -> str:
        """Return the result as Markdown."""
        from perfmetrics.render import markdown  # noqa: PLC0415 - as above

        return markdown.render(self.to_document(lang))
