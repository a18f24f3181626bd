"""The output formats on a published report and on a text, byte for byte: the files in `formats/` are what users get.

After a change that is meant, write them anew, and read what git says has changed:

    REWRITE_GOLDEN=1 python -m pytest tests/golden/test_formats.py
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import perfmetrics as pm
from perfmetrics.outcomes import Outcome, Record
from perfmetrics.render import github, junit, sarif
from perfmetrics.texts import LANGS, Lang
from sarif_schema import VALIDATOR

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
FORMATS = HERE / "formats"
REPORT = "examples/reports/kaijiang-2019.toml"
# Lines end in CR LF, one in the middle of a sentence; characters beyond the BMP stand before the figures.
TEXT = (
    "𠮷安镇文化站2024年度部门决算说明😀\r\n"
    "\r\n"
    "一、收支情况\r\n"
    "2024年本年支出120.50万元，其中：基本支出80.30万元，项目支出41.20万元。\r\n"
    "二、“三公”经费\r\n"
    "😀😀“三公”经费决算9.07万元，较上年减少0.71万元，\r\n"
    "下降7.83%；预算10.00万元，完成预算的90.70%。\r\n"
    "三、𬭚牌照费\r\n"
    "𬭚牌照费支出3.33万元，占项目支出41.20万元的8.07%。\r\n"
)


def _outcome(render: Callable[[Outcome, Lang], str]) -> Callable[[Record, Lang], str]:
    """Return the renderer of a file whose format shows one outcome."""

    def rendered(record: Record, lang: Lang) -> str:
        assert record.outcome is not None
        return render(record.outcome, lang)

    return rendered


_STYLE = re.compile("<style>.*?</style>", re.DOTALL)  # it has a file of its own

# Every format and the ending of its files.
RENDERERS: Mapping[str, tuple[str, Callable[[Record, Lang], str]]] = {
    "sarif": ("sarif", lambda record, lang: sarif.render([record], lang)),
    "junit": ("xml", lambda record, lang: junit.render([record], lang)),
    "github": ("github.txt", lambda record, lang: github.render([record], lang)),
    "json": ("json", _outcome(lambda outcome, lang: outcome.to_json(lang) + "\n")),
    "markdown": ("md", _outcome(lambda outcome, lang: outcome.to_markdown(lang))),
    "text": ("txt", _outcome(lambda outcome, lang: outcome.to_text(lang))),
    "html": ("html", _outcome(lambda outcome, lang: _STYLE.sub("<style></style>", outcome.to_html(lang)))),
}


@pytest.fixture(scope="module")
def records() -> Mapping[str, tuple[Record, Lang]]:
    """The report in Chinese, the text in English: every format in both languages."""
    return {
        "report": (Record(REPORT, pm.check(ROOT / REPORT, rubric="sichuan-county-2020")), "zh"),
        "text": (Record("决算 说明.txt", pm.audit(TEXT)), "en"),
    }


def _written(name: str, record: Record, lang: Lang) -> str:
    """Return what a format writes, but for the version, which is another in each release."""
    written = RENDERERS[name][1](record, lang)
    return written.replace(f'"semanticVersion": "{pm.__version__}"', '"semanticVersion": "0"')


@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("what", ["report", "text"])
def test_what_a_format_writes_is_what_its_file_has(
    records: Mapping[str, tuple[Record, Lang]], what: str, name: str
) -> None:
    written = _written(name, *records[what]).encode()
    path = FORMATS / f"{what}.{RENDERERS[name][0]}"
    if os.environ.get("REWRITE_GOLDEN"):
        path.write_bytes(written)
    assert path.read_bytes().decode() == written.decode()


def test_every_file_belongs_to_a_format() -> None:
    wanted = {f"{what}.{RENDERERS[name][0]}" for name in RENDERERS for what in ("report", "text")}
    assert {path.name for path in FORMATS.iterdir()} == {"README.md", *wanted}


@pytest.mark.parametrize("lang", LANGS)
def test_sarif_is_what_the_schema_of_oasis_allows(records: Mapping[str, tuple[Record, Lang]], lang: Lang) -> None:
    """One log of both files, against the schema of SARIF 2.1.0 as published."""
    log = json.loads(sarif.render([record for record, _ in records.values()], lang))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert {each["ruleId"] for each in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_regions_of_the_text_are_its_figures(records: Mapping[str, tuple[Record, Lang]]) -> None:
    """Line, column and offset lead to the figure behind CR LF and characters beyond the BMP."""
    (run,) = json.loads(sarif.render([records["text"][0]], "zh"))["runs"]
    stated = set()
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        piece = TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]]
        line = TEXT.split("\r\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == piece
        stated.add(piece)
    assert stated >= {"120.50万元", "7.83%"}


def test_every_format_tells_the_errors(records: Mapping[str, tuple[Record, Lang]]) -> None:
    """The counts of JUnit are those of the outcome, and each line of the workflow commands is one finding."""
    for record, lang in records.values():
        assert record.outcome is not None
        findings = record.outcome.findings
        errors = sum(1 for each in findings if each.is_error)
        root = ET.fromstring(junit.render([record], lang).encode())  # noqa: S314 - what was just written
        assert (root.get("tests"), root.get("failures")) == (str(len(findings)), str(errors))
        lines = github.render([record], lang).splitlines()
        assert len(lines) == len(findings)
        assert sum(1 for line in lines if line.startswith("::error ")) == errors > 0


# ---------------------------------------------------------------------------------------------------------------------
# The formats that are not held to a file.


class _Tags(HTMLParser):
    """The text of a page, and the tags that are left open."""

    void = frozenset({"meta", "br", "link", "hr", "img", "input", "col", "wbr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        del attrs
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def _stated(outcome: Outcome) -> set[str]:
    return {each.stated for each in outcome.findings if each.is_error and each.stated is not None}


@pytest.mark.parametrize("what", ["report", "text"])
def test_html_is_closed_and_shows_every_wrong_figure(records: Mapping[str, tuple[Record, Lang]], what: str) -> None:
    record, lang = records[what]
    assert record.outcome is not None
    for page in (record.outcome.to_html(lang), record.outcome.to_html(lang, fragment=True)):
        tags = _Tags(page)
        assert tags.open == []
        assert all(each in tags.text for each in _stated(record.outcome))
        assert not re.search(r"<script|https?://|\bon\w+=", page)


@pytest.mark.parametrize("what", ["report", "text"])
def test_markdown_and_text_show_every_wrong_figure(records: Mapping[str, tuple[Record, Lang]], what: str) -> None:
    record, lang = records[what]
    assert record.outcome is not None
    for name in ("markdown", "text"):
        written = _written(name, record, lang)
        assert written.endswith("\n")
        assert "\r" not in written
        assert all(each in written.replace("\\", "") for each in _stated(record.outcome))
        tables = re.findall(r"^\|.*\|$(?:\n\|.*\|$)*", written, re.MULTILINE)
        assert all(len({_bars(row) for row in each.split("\n")}) == 1 for each in tables)


def _bars(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row))


@pytest.mark.parametrize("what", ["report", "text"])
def test_json_has_the_findings_and_no_number_that_a_reader_could_round(
    records: Mapping[str, tuple[Record, Lang]], what: str
) -> None:
    record, lang = records[what]
    assert record.outcome is not None

    def refuse(number: str) -> Any:
        pytest.fail(f"{number} is no string")

    data = json.loads(_written("json", record, lang), parse_float=refuse)
    assert [each["code"] for each in data["findings"]] == [each.code for each in record.outcome.findings]
    assert {each["stated"] for each in data["findings"]} >= _stated(record.outcome)
