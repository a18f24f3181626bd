"""Findings as workflow commands of GitHub Actions, one a line: each becomes an annotation of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from perfmetrics.findings import CODES, Finding, Severity
from perfmetrics.outcomes import Record
from perfmetrics.render.places import Region, message, path_of, place, placed, reason
from perfmetrics.texts import Lang, Phrase

_COMMANDS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
)
_UNREADABLE = Phrase("无法读取", "cannot be read")


def render(records: Sequence[Record], lang: Lang = "zh") -> str:
    """Return a workflow command for each finding and each file that could not be read, in their order.

    Args:
        records: The files, and what was found of them.
        lang: The language of the words.

    Returns:
        As many lines as there is to say; nothing where nothing was found.
    """
    return "".join(f"{line}\n" for record in records for line in _commands(record, lang))


def _commands(record: Record, lang: Lang) -> Iterator[str]:
    if record.error is not None:
        title = _UNREADABLE.of(lang)
        yield _command("error", {"file": path_of(record.name), "title": title}, reason(record.error, lang))
    if record.outcome is not None:
        for finding, region in placed(record.outcome):
            properties = _properties(record.name, finding, region, lang)
            yield _command(_COMMANDS[finding.severity], properties, _said(record.name, finding, region, lang))


def _properties(file: str, finding: Finding, region: Region | None, lang: Lang) -> dict[str, str]:
    """Return what the annotation hangs on; columns only where it is on one line, since GitHub takes no others."""
    found = {"file": path_of(file)}
    if found["file"] and region is not None:
        found |= {"line": str(region.line), "endLine": str(region.end_line)}
        if region.line == region.end_line:
            found |= {"col": str(region.column), "endColumn": str(region.end_column)}
    found["title"] = f"{CODES[finding.code].title.of(lang)} ({finding.code})"
    return found


def _said(file: str, finding: Finding, region: Region | None, lang: Lang) -> str:
    """Return what the annotation says, and the place where it cannot hang there."""
    said = message(finding, lang)
    is_there = path_of(file) and region is not None
    return said if is_there else f"{said}\n{place(finding, region)}".rstrip()


def _command(name: str, properties: Mapping[str, str], data: str) -> str:
    """Return a command; what is empty is left out."""
    given = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {given}::{_escape(data)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
