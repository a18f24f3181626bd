"""A page as HTML: one file that needs no other, or a fragment for a notebook; every text of it is escaped.

It is read in light and dark themes and on paper, unfolds with the keyboard, and tells nothing by colour alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape as _escape
from importlib.resources import files

from perfmetrics.document import (
    Align,
    Bullets,
    Cell,
    Facts,
    Heading,
    Page,
    PageBlock,
    Paragraph,
    Piece,
    Row,
    Source,
    Span,
    Table,
    Tone,
)
from perfmetrics.texts import LANGUAGE_TAGS, Lang, clean

_SIGNS = {Tone.GOOD: "✓", Tone.NOTE: "≈", Tone.WARNING: "!", Tone.BAD: "✗", Tone.FAINT: "–"}
_HERE = "\0"  # stands before an anchor until the page is known; no text has it, since control characters are replaced
_DEEPEST = 6  # heading that HTML has


def render(pages: Iterable[Page], lang: Lang = "zh") -> str:
    """Return pages, one below another, as one file.

    Args:
        pages: The pages.
        lang: The language of their words.
    """
    shown = list(pages)
    titles = (block.text for page in shown for block in page.blocks if isinstance(block, Heading))
    title = escape(next(titles, "perfmetrics"))
    body = "\n".join(_article(page, lang) for page in shown)
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE_TAGS[lang]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{style()}</style>\n</head>\n"
        f'<body class="perfmetrics-page">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


def fragment(page: Page, lang: Lang = "zh") -> str:
    """Return a page with its style, to be put into another."""
    return f"<style>{style()}</style>\n{_article(page, lang)}\n"


@cache
def style() -> str:
    """Return the style sheet of every page."""
    return (files(__package__) / "page.css").read_text(encoding="utf-8")


def escape(text: str) -> str:
    """Return a text that HTML shows as it is, between tags and in attributes.

    Example:
        >>> escape('<b a="1">')
        '&lt;b a=&quot;1&quot;&gt;'
    """
    return _escape(clean(text))


def _article(page: Page, lang: Lang) -> str:
    """Return the blocks of a page; its anchors are its own, so that several pages can stand in one notebook."""
    body = "\n".join(_block(block) for block in page.blocks)
    own = f"pm{zlib.crc32(body.encode()):08x}-"
    return f'<article class="perfmetrics" lang="{LANGUAGE_TAGS[lang]}">\n{body.replace(_HERE, own)}\n</article>'


def _block(block: PageBlock) -> str:
    if isinstance(block, Heading):
        level = min(block.level, _DEEPEST)
        return f"<h{level}>{escape(block.text)}</h{level}>"
    if isinstance(block, Paragraph):
        return f"<p>{_spans(block.spans)}</p>"
    if isinstance(block, Bullets):
        items = ("".join(f"<p>{_spans(each.spans)}</p>" for each in item) for item in block.items)
        return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    if isinstance(block, Facts):
        return f'<dl class="pm-facts">{"".join(_facts(block))}</dl>'
    if isinstance(block, Source):
        return f'<div class="pm-source">{"".join(map(_piece, block.pieces))}</div>'
    return _table(block)


def _tone(tone: Tone) -> str:
    return f"pm-{tone.value}"


def _spans(spans: Iterable[Span]) -> str:
    return "".join(
        escape(span.text) if span.tone is Tone.PLAIN else f'<span class="{_tone(span.tone)}">{escape(span.text)}</span>'
        for span in spans
    )


def _facts(block: Facts) -> Iterator[str]:
    for fact in block.items:
        yield f'<div class="{_tone(fact.tone)}"><dt>{escape(fact.label)}</dt><dd>{escape(fact.value)}</dd></div>'


def _piece(piece: Piece) -> str:
    text, tip = _lines(piece.text), _lines(piece.tip)
    if piece.tone is Tone.PLAIN:
        return text
    attributes = f'class="{_tone(piece.tone)}" data-tip="{tip}"'
    if not piece.link:
        return f"<span {attributes}>{text}</span>"
    sign = _SIGNS[piece.tone]
    described = f'id="{_HERE}{escape(piece.anchor)}" href="#{_HERE}{escape(piece.link)}"'
    return f'<a {described} {attributes} aria-label="{text} {tip}">{text}<sup>{sign}</sup></a>'


def _lines(text: str) -> str:
    return "\n".join(map(escape, text.split("\n")))


def _table(block: Table) -> str:
    heads = "".join(f'<th scope="col"{_aligned(align)}>{escape(name)}</th>' for name, align in block.columns)
    rows = "".join(_row(row, [align for _, align in block.columns]) for row in block.rows)
    return f'<div class="pm-wide"><table><thead><tr>{heads}</tr></thead>{rows}</table></div>'


def _aligned(align: Align) -> str:
    return ' class="pm-right"' if align is Align.RIGHT else ""


def _row(row: Row, aligns: list[Align]) -> str:
    kind = " ".join(filter(None, (f"pm-depth{row.depth}", "pm-strong" if row.strong else "")))
    anchor = f' id="{_HERE}{escape(row.anchor)}"' if row.anchor else ""
    cells = "".join(
        f'<th scope="row">{_cell(cell)}</th>' if i == 0 else f"<td{_aligned(align)}>{_cell(cell)}</td>"
        for i, (cell, align) in enumerate(zip(row.cells, aligns, strict=True))
    )
    lines = f'<tr class="{kind}"{anchor}>{cells}</tr>'
    if row.below:
        head, *rest = (_spans(each.spans) for each in row.below)
        paragraphs = "".join(f"<p>{each}</p>" for each in rest)
        fold = f"<details{' open' if row.is_open else ''}><summary>{head}</summary>{paragraphs}</details>"
        lines += f'<tr class="pm-below {kind}"><td colspan="{len(aligns)}">{fold}</td></tr>'
    return f"<tbody>{lines}</tbody>"


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.link:
        text = f'<a href="#{_HERE}{escape(cell.link)}">{text}</a>'
    if cell.is_badge and cell.text:
        return f'<span class="pm-badge {_tone(cell.tone)}">{_SIGNS.get(cell.tone, "")} {text}</span>'
    if cell.meter is not None:
        # Whole per cent are enough for a bar; the number beside it has the digits.
        percent = min(100, max(0, round(cell.meter * 100)))
        bar = f'<span class="pm-bar" aria-hidden="true"><i style="width:{percent}%"></i></span>'
        return f'{bar}<span class="pm-points">{text}</span>'
    return text if cell.tone is Tone.PLAIN else f'<span class="{_tone(cell.tone)}">{text}</span>'
