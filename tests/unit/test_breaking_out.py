"""Whatever a department, an indicator or a file is called, every format keeps its shape, from input to output.

`test_render_properties.py` holds SARIF, JUnit and annotations to any words of a finding, and `test_render.py` Markdown
and the terminal to any words of a block. Here names go in at the front, into every text of a report and of a scoring
table, and the shape of what comes out is that with a tame name in their place.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
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

PACKAGE = Path(pm.__file__).parent
TAME = "甲乙丙"
EVIL = {
    "script": "<script>alert(1)</script>",
    "title": "</title></style></textarea><b>",
    "comment": "<!-- --> <![CDATA[ ]]> <?x?>",
    "entity": "&lt;&#60;&bogus;&x",
    "quotes": '"\'`" onmouseover=\'x\' style="y"',
    "ticks": "```\n``` ~~~",
    "cells": "a|b\\|c||",
    "lines": "a\nb\r\nc\u2028d\x85e\n\n# f\n- g\n| h |",
    "link": "](javascript:alert(1)) ![x](y) [z]: https://example.org www.example.org <https://example.org>",
    "command": "x\n::error file=a::b\r::stop-commands::c %0A::set-output name=d::e ##[error]",
    "escapes": "\x1b[2J\x1b]0;t\x07\x9b31m\x08\x00",
    "direction": "\u202e001\u2066\u2069\u200f\u061c\ufeff",
    "template": "{{7*7}} ${7*7} {0} %s $(id) `id` =1+1 @SUM(1)",
    "halves": "\U0001f600\U00020bb7\ufffe\uffff",
    "long": "</td>" * 300,
}
NAMES = pytest.mark.parametrize("name", EVIL.values(), ids=EVIL)


@cache
def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _report(name: str) -> dict[str, Any]:
    """Return a report that says a name wherever a report may say what it likes, and has findings of many kinds."""
    items = [{"name": f"{name}{i}", "value": f"{i}1人"} for i in range(3)]
    return {
        "title": name,
        "department": name,
        "unit": "万元",
        "source": dict.fromkeys(("title", "publisher", "url", "date", "note"), name),
        "final_accounts": {"current_expenditure": 5, "basic_expenditure": 1, "project_expenditure": 1},
        "staff": {"establishment": 71, "in_post": 72},
        "lists": [{"id": "staff", "name": name, "by": "kind", "closed": True, "total": "70人", "items": items}],
        "projects": [{"name": name, "budget": 3, "executed": 2, "rate": "9%", "function": name}],
        "facts": [{"id": name, "name": name, "value": 3}],
        "identities": [{"name": name, "whole": "staff.in_post", "parts": "staff.establishment"}],
        "claims": [{"formula": "staffing_control_ratio", "value": "9%", "where": name,
                    "inputs": {"staff": "staff.in_post", "establishment": "staff.establishment"}}],
        "targets": [{"name": name, "group": name, "level": name, "full_marks": 3, "points": 9}],
        "indicators": {"three_public_change_rate": {"not_applicable": name, "points": 3},
                       "staffing_control_ratio": {"value": "9%", "points": 1}, name: {"points": 1}},
        "stated": {"grade": name, "total": 17, "dimensions": {name: 3}, "categories": {name: 3}},
    }  # fmt: skip


def _rubric(name: str) -> dict[str, Any]:
    """Return a scoring table of which every name and note is a name."""
    words = {"title", "title_en", "place", "years", "name", "name_en", "note", "notes", "number", "url", "source"}
    words |= {"grades_source", "items"}

    def renamed(key: str, data: Any) -> Any:
        if isinstance(data, dict):
            return {own: renamed(own, each) for own, each in data.items()}
        if isinstance(data, list):
            return [renamed(key, each) for each in data]
        return name if key in words and isinstance(data, str) else data

    made: dict[str, Any] = renamed("", _toml(PACKAGE / "rubrics" / "baojing-2019.toml"))
    for each in _lines(made):
        if each["rule"]["kind"] == "checklist":
            each["rule"]["items"] = [
                {**item, "name": f"{name}{i}"} if isinstance(item, dict) else item
                for i, item in enumerate(each["rule"]["items"])
            ]
    return made


def _lines(rubric: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for dimension in rubric["dimensions"]:
        for category in dimension["categories"]:
            yield from category["indicators"]


@cache  # a result is a value
def _checked(name: str) -> Outcome:
    return pm.check(_report(name))


@cache  # a result is a value
def _scored(name: str) -> Outcome:
    report = _report(name)
    report["indicators"].pop(name)
    return pm.score(report | {"stated": {"grade": name, "total": 17}}, _rubric(name))


@cache  # a result is a value
def _audited(name: str) -> Outcome:
    wrong = "2021年三公经费决算9.07万元，较上年减少0.71万元，下降7.83%。"
    return pm.audit(f"{name}\n{wrong}\n{name}。支出10万元，其中：{name}8万元、项目支出3万元。\n|{name}|1万元|\n")


MAKERS = pytest.mark.parametrize("make", [_checked, _scored])


class Shape(HTMLParser):
    """The elements of a page with the names of their attributes, and where they are closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.others: list[str] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_endtag(self, tag: str) -> None:
        """Note its end."""
        self.tags.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        """Note what no page of ours has."""
        self.others.append(data)

    handle_pi = unknown_decl = handle_comment


def _without_controls(text: str, but: str = "\n") -> bool:
    return all(unicodedata.category(char)[0] != "C" for char in text if char not in but)


@NAMES
@MAKERS
@pytest.mark.parametrize("lang", LANGS)
def test_a_page_has_the_elements_that_it_has_for_a_tame_name(
    name: str, make: Callable[[str], Outcome], lang: Lang
) -> None:
    page = make(name).to_html(lang)
    shape = Shape(page)
    assert shape.tags == Shape(make(TAME).to_html(lang)).tags
    assert not shape.others
    assert all(link.startswith("#pm") for link in shape.links)
    assert _without_controls(page)


@NAMES
def test_a_page_of_a_text_has_no_element_of_the_text(name: str) -> None:
    page = _audited(name).to_html()
    shape, tame = Shape(page), Shape(_audited(TAME).to_html())
    allowed = {*tame.tags, *Shape(_checked(TAME).to_html()).tags}
    assert {tag for tag, _ in shape.tags} <= {tag for tag, _ in allowed}
    assert {(tag, attributes) for tag, attributes in shape.tags} <= allowed
    assert not shape.others
    assert all(link.startswith("#pm") for link in shape.links)
    assert _without_controls(page)


_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")


def _markup(source: str) -> str:
    """Return Markdown without what is escaped in it."""
    return _ESCAPED.sub("", source).replace("&emsp;", "").replace("<br>", "")


@NAMES
@pytest.mark.parametrize("make", [_checked, _scored, _audited])
@pytest.mark.parametrize("lang", LANGS)
def test_markdown_has_no_cell_no_tag_and_no_link_of_a_name(
    name: str, make: Callable[[str], Outcome], lang: Lang
) -> None:
    source = make(name).to_markdown(lang)
    markup = _markup(source)
    assert _without_controls(source)
    assert not re.search(r"[<>\[\]`~]", markup)
    assert not re.search(r"&#?\w", markup)
    assert not re.search(r"(?i)(https?|ftp|javascript|mailto)://|www\.", markup)
    width = None
    for line in markup.split("\n"):
        cells = line.count("|") if line.startswith("|") else None
        assert cells is not None or "|" not in line
        assert width in {None, cells} or cells is None
        width = cells


@NAMES
@MAKERS
@pytest.mark.parametrize("lang", LANGS)
def test_markdown_has_the_blocks_that_it_has_for_a_tame_name(
    name: str, make: Callable[[str], Outcome], lang: Lang
) -> None:
    def marks(source: str) -> list[str]:
        return [(re.match(r"#+ |- |  <br>|\|[-:|]+\|$|\||$", line) or [""])[0] for line in source.split("\n")]

    assert marks(make(name).to_markdown(lang)) == marks(make(TAME).to_markdown(lang))


@NAMES
@pytest.mark.parametrize("make", [_checked, _scored, _audited])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("color", [False, True])
def test_a_terminal_gets_no_control_character_of_a_name(
    name: str, make: Callable[[str], Outcome], lang: Lang, *, color: bool
) -> None:
    written = make(name).to_text(lang, color=color)
    assert _without_controls(re.sub(r"\x1b\[[0-9;]*m", "", written) if color else written)
    assert set(re.findall(r"\x1b.{0,2}", written)) <= ({"\x1b[0", "\x1b[1", "\x1b[2", "\x1b[3"} if color else set())


_COMMAND = re.compile(r"::(?:error|warning|notice) (?:[a-zA-Z]+=[^,:\r\n]*,)*[a-zA-Z]+=[^,:\r\n]*::[^\r\n]*")


@NAMES
@pytest.mark.parametrize("make", [_checked, _scored, _audited])
@pytest.mark.parametrize("lang", LANGS)
def test_annotations_are_a_line_a_finding(name: str, make: Callable[[str], Outcome], lang: Lang) -> None:
    outcome = make(name)
    lines = github.render([Record(f"{name}.toml", outcome)], lang).splitlines()
    assert outcome.findings
    assert len(lines) == len(outcome.findings)
    assert all(_COMMAND.fullmatch(line) for line in lines)


def _skeleton(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _skeleton(each) for key, each in data.items()}
    return [_skeleton(each) for each in data] if isinstance(data, list) else type(data).__name__


def _elements(root: ET.Element) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.tag, tuple(each.attrib)) for each in root.iter()]


@NAMES
@MAKERS
@pytest.mark.parametrize("lang", LANGS)
def test_machines_read_what_they_read_of_a_tame_name(name: str, make: Callable[[str], Outcome], lang: Lang) -> None:
    def shapes(own: str) -> tuple[Any, ...]:
        record = Record(f"{own}.toml", make(own))
        log = json.loads(sarif.render([record], lang).encode())
        VALIDATOR.validate(log)
        written = junit.render([record], lang)
        assert "<!" not in written
        tree = ET.fromstring(written.encode())  # noqa: S314 - what was just written
        return _skeleton(log["runs"][0]["results"]), _elements(tree)

    assert shapes(name) == shapes(TAME)
    data = json.loads(make(name).to_json(lang).encode())
    assert data == json.loads(json.dumps(make(name).to_dict(lang)))


# ---------------------------------------------------------------------------------------------------------------------
# Nothing of an input is executed, unpickled, or opened.

_FORBIDDEN_MODULES = {
    "pickle", "marshal", "shelve", "yaml", "xml.sax", "xml.dom", "xml.parsers", "lxml", "socket", "ssl",
    "urllib.request", "http.client", "http", "ftplib", "smtplib", "ctypes", "code", "runpy", "dill", "cloudpickle",
    "requests", "asyncio",
}  # fmt: skip
_FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
_FORBIDDEN_METHODS = {"fromstring", "iterparse", "XMLParser", "XML", "system", "popen", "expandvars", "expanduser"}
_MODULES = sorted(PACKAGE.rglob("*.py"))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func.id if isinstance(node.func, ast.Name) else f".{node.func.attr}", node


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_can_execute_or_expand_an_input(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # Processes of the package itself send one another pickles; no input is one.
    imported = set(_imported(tree)) - ({"pickle"} if path.name == "workers.py" else set())
    assert not {
        name for name in imported if any(name == bad or name.startswith(f"{bad}.") for bad in _FORBIDDEN_MODULES)
    }
    for name, call in _called(tree):
        assert name not in _FORBIDDEN_CALLS, ast.unparse(call)
        assert name.removeprefix(".") not in _FORBIDDEN_METHODS, ast.unparse(call)
        if name == "import_module":  # of the package's own modules only
            (module,) = call.args
            assert ast.unparse(module).startswith(("'perfmetrics.", "f'perfmetrics.")), ast.unparse(call)
        assert "shell" not in {each.arg for each in call.keywords}, ast.unparse(call)


def test_the_walk_finds_what_it_looks_for() -> None:
    tree = ast.parse("import pickle\nfrom xml import sax\neval('1')\nos.system('x')\n")
    assert {"pickle", "xml.sax"} <= set(_imported(tree))
    assert {name for name, _ in _called(tree)} == {"eval", ".system"}
    assert len(_MODULES) > 100


@pytest.mark.parametrize(
    "text",
    ["file:///etc/passwd", "../../etc/passwd", "~/.ssh/id_rsa", "$HOME", "%USERPROFILE%", "&xxe;", "http://127.0.0.1/"],
)
def test_no_text_of_a_report_is_opened(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table that a report names is one of those that ship, or a file that a user names apart."""
    opened: list[object] = []
    before = _checked(text), _scored(text), _audited(text)
    assert all(each.to_text() and each.to_html() for each in before)  # what is loaded on first use is loaded

    def note(self: Path, *_: object, **__: object) -> bytes:
        opened.append(self)
        raise OSError("opened")

    for name in ("open", "read_bytes", "read_text"):
        monkeypatch.setattr(Path, name, note)
    for each in (_checked(text), _audited(text)):
        each.to_text()
        each.to_html()
    with pytest.raises(pm.PerfMetricsError):
        pm.score(_report(text) | {"rubric": text})
    assert not opened
