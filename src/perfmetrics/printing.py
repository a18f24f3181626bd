"""What every result can do: turn itself into a document, and so into text, Markdown and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfmetrics.texts import Lang

if TYPE_CHECKING:
    from perfmetrics.document import Document, Page


class Printable:
    """A result that turns itself into a document, and so into text, Markdown, HTML and what a notebook shows."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return self.to_html(fragment=True)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return what a notebook shows, and what a terminal shows in its place."""
        del include, exclude  # the notebook itself takes what it wants
        return {"text/html": self._repr_html_(), "text/plain": self.to_text()}

    def to_document(self, lang: Lang = "zh") -> Document:
        """Return the result as a neutral tree for a renderer."""
        raise NotImplementedError

    def to_page(self, lang: Lang = "zh") -> Page:
        """Return the result as a tree for a browser; by default what the document has."""
        from perfmetrics.document import Page  # noqa: PLC0415 - most results are never shown, and trees cost to load

        return Page(self.to_document(lang).blocks)

    def to_text(self, lang: Lang = "zh", *, color: bool = False) -> str:
        """Return the result for a terminal, 80 columns wide."""
        from perfmetrics.render import text  # noqa: PLC0415 - a result imports its renderer when asked to print

        return text.render(self.to_document(lang), color=color)

    def to_markdown(self, lang: Lang = "zh") -> str:
        """Return the result as Markdown."""
        from perfmetrics.render import markdown  # noqa: PLC0415 - as above

        return markdown.render(self.to_document(lang))

    def to_html(self, lang: Lang = "zh", *, fragment: bool = False) -> str:
        """Return the result as one HTML file that needs no other, or as a fragment to be put into a page."""
        from perfmetrics.render import html  # noqa: PLC0415 - as above

        page = self.to_page(lang)
        return html.fragment(page, lang) if fragment else html.render([page], lang)
