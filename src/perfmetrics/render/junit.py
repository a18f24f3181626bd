"""Findings as JUnit XML, which every build server reads: a suite a file, a case a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from perfmetrics.errors import PerfMetricsError
from perfmetrics.findings import CODES
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.render.places import message, name_of, one_line, path_of, place, placed, reason
from perfmetrics.texts import Lang, Phrase

_NOTHING = Phrase("没有发现问题", "nothing to report")
_READING = Phrase("读取文件", "reading the file")
_COUNTED = ("tests", "failures", "errors")


def render(records: Sequence[Record], lang: Lang = "zh") -> str:
    """Return the findings of files as JUnit XML.

    Findings that are errors fail, the others pass and say what they say; a file without findings has one case that
    passes, and a file that could not be read one in error.

    Args:
        records: The files, and what was found of them.
        lang: The language of the words.
    """
    root = ET.Element("testsuites", {"name": "perfmetrics"})
    root.extend(_suite(record, lang) for record in records)
    for name in _COUNTED:
        root.set(name, str(sum(int(suite.attrib[name]) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(record: Record, lang: Lang) -> ET.Element:
    name, path = name_of(record.name, lang), path_of(record.name)
    home = {"classname": name, "file": path} if path else {"classname": name}
    cases: list[ET.Element] = []
    if record.error is not None:
        cases.append(_unread(record.error, home, lang))
    if record.outcome is not None:
        cases.extend(_cases(record.outcome, home, lang))
    numbers = (len(cases), *(sum(case.find(kind) is not None for case in cases) for kind in ("failure", "error")))
    suite = ET.Element("testsuite", {"name": name, **dict(zip(_COUNTED, map(str, numbers), strict=True))})
    suite.extend(cases)
    return suite


def _unread(error: PerfMetricsError, home: Mapping[str, str], lang: Lang) -> ET.Element:
    case = ET.Element("testcase", {"name": _READING.of(lang), **home})
    first = "".join(problem.to_text(lang) for problem in error.problems[:1])
    _say(case, "error", reason(error, lang), {"type": type(error).__name__, "message": one_line(first)})
    return case


def _cases(outcome: Outcome, home: Mapping[str, str], lang: Lang) -> Iterator[ET.Element]:
    seen: Counter[str] = Counter()
    for finding, region in placed(outcome):
        name = f"{CODES[finding.code].title.of(lang)} [{finding.code}] {place(finding, region)}".rstrip()
        seen[name] += 1
        # Some servers show only the first of the cases that have one name.
        case = ET.Element("testcase", {"name": name if seen[name] == 1 else f"{name} #{seen[name]}", **home})
        if region is not None:
            case.set("line", str(region.line))
        said = message(finding, lang)
        if finding.is_error:
            _say(case, "failure", said, {"type": finding.code, "message": said.partition("\n")[0]})
        else:
            _say(case, "system-out", f"[{finding.severity.label.of(lang)}] {said}", {})
        yield case
    if not seen:
        yield ET.Element("testcase", {"name": _NOTHING.of(lang), **home})


def _say(case: ET.Element, kind: str, text: str, attributes: dict[str, str]) -> None:
    ET.SubElement(case, kind, attributes).text = text
