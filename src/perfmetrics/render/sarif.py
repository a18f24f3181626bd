"""Findings as SARIF 2.1.0, the format in which code hosts and editors exchange what programs found in files."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from perfmetrics import __version__
from perfmetrics.errors import PerfMetricsError
from perfmetrics.findings import CODES, Acceptance, Finding
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.render.places import Region, message, name_of, one_line, placed, reason
from perfmetrics.texts import LANGUAGE_TAGS, STANDARD_INPUT, Lang, sentence_around

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_INDEX = re.compile(r"\[\d+\]")
_PROPERTIES = ("verdict", "stated", "expected", "difference", "interval", "diagnoses", "impact")


def render(records: Sequence[Record], lang: Lang = "zh") -> str:
    """Return the findings of files as one SARIF log.

    Args:
        records: The files, and what was found of them.
        lang: The language of the words.
    """
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(records, lang)]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(records: Sequence[Record], lang: Lang) -> dict[str, Any]:
    used = {finding.code for record in records if record.outcome is not None for finding in record.outcome.findings}
    rules = {code: i for i, code in enumerate(code for code in CODES if code in used)}
    artifacts = {name: i for i, name in enumerate(dict.fromkeys(record.name for record in records))}
    locations = {name: _artifact(name, i, lang) for name, i in artifacts.items()}
    unread = [
        _notification(record.error, locations[record.name], lang) for record in records if record.error is not None
    ]
    results = [
        result
        for record in records
        if record.outcome is not None
        for result in _results(record.outcome, locations[record.name], rules, lang)
    ]
    return {
        "tool": {
            "driver": {
                "name": "perfmetrics",
                "semanticVersion": __version__,
                "language": LANGUAGE_TAGS[lang],
                "rules": [_rule(code, lang) for code in rules],
            }
        },
        "language": LANGUAGE_TAGS[lang],
        "invocations": [{"executionSuccessful": not unread, "toolExecutionNotifications": unread}],
        "artifacts": [{"location": location, "roles": ["analysisTarget"]} for location in locations.values()],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "results": results,
    }


@cache
def _help() -> Mapping[str, Mapping[str, str]]:
    """Return what the page of findings says of each code."""
    found: dict[str, dict[str, str]] = json.loads((files(__package__) / "help.json").read_text(encoding="utf-8"))
    return found


def _rule(code: str, lang: Lang) -> dict[str, Any]:
    kind, section = CODES[code], _help()[code]
    return {
        "id": code,
        "shortDescription": {"text": kind.title.of(lang)},
        "fullDescription": {"text": section[lang]},
        "help": {"text": section["text"], "markdown": section["markdown"]},
        "defaultConfiguration": {"level": kind.severity.value},
    }


def _artifact(name: str, index: int, lang: Lang) -> dict[str, Any]:
    if name == STANDARD_INPUT:
        return {"uri": quote("<stdin>"), "index": index, "description": {"text": name_of(name, lang)}}
    return {"uri": _uri(name), "index": index}


def _uri(name: str) -> str:
    """Return a path as a URI: relative if it is.

    A name of bytes that are no UTF-8 gives those bytes. No other surrogate is in the name of a file, but a program may
    make one up.
    """
    path = PurePath(name)
    try:
        quoted = quote(path.as_posix(), errors="surrogateescape")
    except UnicodeEncodeError:
        quoted = quote(path.as_posix(), errors="replace")
    return f"file:///{quoted.lstrip('/')}" if path.is_absolute() else quoted


def _notification(error: PerfMetricsError, location: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": _literal(reason(error, lang))},
        "locations": [{"physicalLocation": {"artifactLocation": location}}],
    }


def _results(
    outcome: Outcome, location: Mapping[str, Any], rules: Mapping[str, int], lang: Lang
) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, ...]] = Counter()
    for finding, region in placed(outcome):
        identity = _identity(outcome, finding)
        seen[identity] += 1
        yield {
            "ruleId": finding.code,
            "ruleIndex": rules[finding.code],
            "level": finding.severity.value,
            "message": {"text": _literal(message(finding, lang))},
            "locations": [_location(finding, region, location)],
            "partialFingerprints": {"findingHash/v1": _hash((*identity, str(seen[identity])))},
            "suppressions": [] if finding.waiver is None else [_suppression(finding.waiver, lang)],
            "properties": _properties(finding, lang),
        }


def _location(finding: Finding, region: Region | None, location: Mapping[str, Any]) -> dict[str, Any]:
    """Return the place in a text, or the path in a report file."""
    physical: dict[str, Any] = {"artifactLocation": location}
    if region is not None:
        physical["region"] = {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
            "charOffset": region.offset,
            "charLength": region.length,
        }
    elif finding.where:
        return {
            "physicalLocation": physical,
            "logicalLocations": [{"fullyQualifiedName": one_line(finding.where)}],
        }
    return {"physicalLocation": physical}


def _identity(outcome: Outcome, finding: Finding) -> tuple[str, ...]:
    """Return what makes a finding the same one after other lines came or went.

    In a text that is the sentence around it, in a report its path; an entry that has only a number in a list is told by
    what it states instead.
    """
    span = outcome.span_of(finding)
    if span is not None:
        return finding.code, *sentence_around(outcome.given, *span)
    path = _INDEX.sub("[]", finding.where)
    return (
        (finding.code, path)
        if path == finding.where
        else (finding.code, path, str(finding.stated), str(finding.working))
    )


def _hash(parts: tuple[str, ...]) -> str:
    return sha256("\0".join(map(one_line, parts)).encode()).hexdigest()[:32]


def _suppression(waiver: Acceptance, lang: Lang) -> dict[str, str]:
    reason, author = one_line(waiver.reason), one_line(waiver.author)
    justification = f"{reason}（{author}）" if lang == "zh" else f"{reason} ({author})"
    return {"kind": "external", "status": "accepted", "justification": justification}


def _properties(finding: Finding, lang: Lang) -> dict[str, Any]:
    data: Mapping[str, Any] = finding.to_dict(lang)
    return {name: _tamed(data[name]) for name in _PROPERTIES if data[name]}


def _tamed(value: Any) -> Any:
    """Return plain data without characters that UTF-8 cannot have."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return [_tamed(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _tamed(each) for name, each in value.items()}
    return value


def _literal(text: str) -> str:
    """Return a text in which SARIF sees no placeholder, such as {0}, and no link, such as [text](target)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
