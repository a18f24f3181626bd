"""A document as Markdown, its text escaped: a department's name cannot break out of a table or become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfmetrics.document import Align, Block, Bullets, Document, Heading, Paragraph, Span, Table, Tone
from perfmetrics.texts import clean

# The colon and the point are those of an address, which many readers of Markdown turn into a link by themselves.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_LEADING = re.compile(r"^(\d*)([-+.)])(?=[\s-]|$)")
# Marks that Markdown does not open or close bold beside, where a letter stands on the other side.
_EDGE = " 　，。；：、（）“”()[]{};:,.!?！？"


def render(document: Document) -> str:
    """Return a document as Markdown, ending in a line feed."""
    return "\n\n".join("\n".join(_block(block)) for block in document.blocks) + "\n"


def escape(text: str) -> str:
    r"""Return a text that Markdown shows as it is.

    Example:
        >>> print(escape("a|b <i> *c*"))
        a\|b \<i\> \*c\*
    """
    escaped = _SPECIAL.sub(r"\\\1", clean(text))
    return _LEADING.sub(lambda found: f"{found[1]}\\{found[2]}", escaped)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {escape(block.text)}"
    elif isinstance(block, Paragraph):
        yield _spans(block.spans).lstrip()
    elif isinstance(block, Bullets):
        for item in block.items:
            yield f"- {_spans(item[0].spans)}"
            yield from (f"  <br>{_spans(each.spans)}" for each in item[1:])
    else:
        yield from _table(block)


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(_span(span.text, span.tone) for span in spans)


def _span(text: str, tone: Tone) -> str:
    core = text.strip(_EDGE)
    if tone not in {Tone.BAD, Tone.WARNING} or not core:
        return escape(text)
    head, _, tail = text.partition(core)
    return f"{escape(head)}**{escape(core)}**{escape(tail)}"


def _table(block: Table) -> Iterator[str]:
    yield f"| {' | '.join(escape(name) for name, _ in block.columns)} |"
    yield f"|{'|'.join('--:' if align is Align.RIGHT else '---' for _, align in block.columns)}|"
    for row in block.rows:
        cells = [_span(cell.text, cell.tone) for cell in row.cells]
        cells[0] = "&emsp;" * row.depth + (f"**{cells[0]}**" if row.strong else cells[0])
        yield f"| {' | '.join(cells)} |"
