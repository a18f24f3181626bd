"""Outputs for machines: whatever a text, a name or a file is called, JSON is JSON, XML XML, and a line a command."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

import perfmetrics as pm
from perfmetrics.errors import FileError, PerfMetricsError, Problem
from perfmetrics.findings import CODES, Acceptance, Finding, Severity
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.render import github, junit, sarif
from perfmetrics.render.places import Lines
from perfmetrics.texts import LANGS, Lang, Phrase
from sarif_schema import VALIDATOR
from strategies import examples

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,)*[a-zA-Z]+=[^,:\r\n]*)::([^\r\n]*)")

# Any character, halves of surrogate pairs too, and what the formats give a meaning.
_MARKS = [
    "]]>",
    "<!--",
    "&lt;",
    "::error ::",
    "##[error]",
    "\r\n",
    "\n::stop-commands::x\n",
    "%0A",
    ",file=x",
    "\\",
    '"',
]
_MARKS += ["{0}", "](https://example.org)", "\x00", "\x1b[2J", "\u2028", "\u202e", "\ufffe", "\ud800", "😀", "𠮷", "县"]
NAMES = st.lists(st.one_of(st.sampled_from(_MARKS), st.text(st.characters(exclude_categories=()))), max_size=4).map(
    "".join
)
LANGUAGES = st.sampled_from(LANGS)

# Pieces of reports: statements that hold, that do not, and everything that moves a line or a column.
_PIECES = [
    "决算9.07万元，较上年减少0.71万元，下降7.83%。",
    "决算9.07万元，较上年减少0.71万元，下降7.26%。",
    "支出10万元，其中：基本支出8万元、项目支出3万元。",
    "完成预算的90.57%（支出100.39万元，预算110.84\n万元）；",
    "一、收支情况",
    "\r\n",
    "\n",
    "\r",
    "\t",
    "😀",
    "𠮷县",
    "\ud800",
    "::error::",
]
TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), NAMES), max_size=8).map("".join)


@dataclass(frozen=True)
class Made(Outcome):
    """An outcome of findings that a test makes up."""

    findings: tuple[Finding, ...]
    text: str = ""
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def given(self) -> str:
        """The text that the test gave."""
        return self.text

    def span_of(self, finding: Finding) -> tuple[int, int] | None:
        """Return what the test says."""
        return self.spans.get(finding.where)

    def to_dict(self, lang: Lang = "zh") -> Mapping[str, Any]:
        """Return something."""
        return {"lang": lang}


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Findings of any code whose every word is any text."""
    name = draw(NAMES)
    return Finding(
        draw(st.sampled_from(sorted(CODES))),
        draw(NAMES),
        Phrase(name, draw(NAMES)),
        stated=draw(st.none() | NAMES),
        working=draw(st.none() | NAMES),
        interval=draw(st.none() | NAMES),
        is_soft=draw(st.booleans()),
        waiver=draw(st.none() | st.builds(Acceptance, NAMES, NAMES)),
    )


@st.composite
def made(draw: st.DrawFn) -> Record:
    """Files of any name, some of which could not be read for any reason."""
    name = draw(st.just("-") | NAMES)
    if draw(st.integers(0, 4)) == 0:
        words = draw(NAMES)
        return Record(name, None, FileError([Problem(words, Phrase(words, words), Phrase(words, words))], words))
    found = tuple(draw(st.lists(findings(), max_size=4)))
    given_text = draw(TEXTS)
    ends = st.integers(0, len(given_text))
    spans = {each.where: tuple(sorted((draw(ends), draw(ends)))) for each in found if draw(st.booleans())}
    return Record(name, Made(found, given_text, spans))  # type: ignore[arg-type]


def audited(text: str) -> Record:
    return Record("县.txt", pm.audit(text))


def checked(name: str) -> Record:
    """Return the check of a report whose department, list and items have a name; or why it cannot be read."""
    items = [{"name": f"{name}甲", "value": "11人"}, {"name": f"{name}乙", "value": "13人"}]
    staff = {"id": "staff", "name": name, "closed": True, "total": "27人", "items": items}
    try:
        return Record("县.toml", pm.check({"title": name, "department": name, "lists": [staff]}))
    except PerfMetricsError as error:
        return Record("县.toml", None, error)


def said(records: Sequence[Record]) -> int:
    """Return how many things there are to say."""
    return sum(
        (record.error is not None) + (len(record.outcome.findings) if record.outcome else 0) for record in records
    )


def assert_sound(records: Sequence[Record], lang: Lang) -> None:
    """Hold what the three renderers write to their formats, and to what there is to say."""
    log = json.loads(sarif.render(records, lang).encode())
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) + len(run["invocations"][0]["toolExecutionNotifications"]) == said(records)

    root = ET.fromstring(junit.render(records, lang).encode())  # noqa: S314 - what was just written
    cases = root.findall("testsuite/testcase")
    assert int(root.attrib["tests"]) == len(cases)
    assert len([case for case in cases if len(case)]) == said(records)
    assert int(root.attrib["failures"]) == len(root.findall("testsuite/testcase/failure"))
    assert len({each for each in root.iter() if each.tag == "testsuite"}) == len(records)

    written = github.render(records, lang)
    lines = written.encode().decode().splitlines()
    assert len(lines) == said(records)
    assert all(COMMAND.fullmatch(line) for line in lines)
    errors = sum(1 for line in lines if line.startswith("::error "))
    assert errors == len(root.findall(".//failure")) + len(root.findall(".//error"))
    levels = [each["level"] for each in run["results"]].count(Severity.ERROR.value)
    assert levels == len(root.findall(".//failure"))


@examples(120)
@given(st.lists(made(), max_size=3), LANGUAGES)
def test_no_word_of_a_finding_breaks_out(records: list[Record], lang: Lang) -> None:
    """Any code, path, message, reason and file name: valid against the schema, well-formed, a line a finding."""
    assert_sound(records, lang)


@examples(60)
@given(NAMES, LANGUAGES)
def test_no_name_of_a_report_breaks_out(name: str, lang: Lang) -> None:
    """A department may be called anything."""
    assert_sound([checked(name)], lang)


@examples(60)
@given(TEXTS, LANGUAGES)
def test_no_text_breaks_out(text: str, lang: Lang) -> None:
    """A text may have anything in it, and each region is the figure that the finding is about."""
    record = audited(text)
    assert_sound([record], lang)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    (run,) = json.loads(sarif.render([record], lang))["runs"]
    assert record.outcome is not None
    for result, finding in zip(run["results"], record.outcome.findings, strict=True):
        span = record.outcome.span_of(finding)
        region = result["locations"][0]["physicalLocation"].get("region")
        assert (region is None) == (span is None)
        if span is not None and region["startLine"] == region["endLine"]:
            shown = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
            assert shown == text[span[0] : span[1]]
            assert (region["charOffset"], region["charOffset"] + region["charLength"]) == span


@examples(200)
@given(st.text(st.sampled_from("甲1\n\r😀\u2028")), st.data())
def test_a_region_is_where_counting_gets_to(text: str, data: st.DataObject) -> None:
    """The oracle walks through the text character by character."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    places = []
    line = column = 1
    for char in [*text, ""]:
        places.append((line, column))
        line, column = (line + 1, 1) if char == "\n" else (line, column + 1)
    region = Lines.of(text).region(start, end)
    assert ((region.line, region.column), (region.end_line, region.end_column)) == (places[start], places[end])
    assert text[region.offset : region.offset + region.length] == text[start:end]


@examples(60)
@given(
    TEXTS.filter(str.strip), st.lists(st.sampled_from(["又一行。", "前言", "第二段，没有数。"]), min_size=1, max_size=3)
)
def test_fingerprints_outlive_lines_before_and_behind(text: str, more: list[str]) -> None:
    """A finding stays the same one when lines without figures come before it and after it."""
    found = fingerprints(text)
    around = "\n".join(more)
    assert fingerprints(f"{around}\n\n\n{text}\n\n\n{around}\n") == found
    assert len(set(found)) == len(found)


def fingerprints(text: str) -> list[str]:
    (run,) = json.loads(sarif.render([audited(text)], "zh"))["runs"]
    return sorted(each["partialFingerprints"]["findingHash/v1"] for each in run["results"])
