"""The documentation says what the code does: its examples are run, its lists are complete, its pages are fresh."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import runpy
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm
from perfmetrics import cli
from perfmetrics.findings import CODES
from perfmetrics.rules import KINDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, *sorted(DOCS.rglob("*.md"))]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
REPORT = ROOT / "examples" / "reports" / "baojing-2019.toml"

FENCE = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
MARKER = re.compile(r"# (?P<broken>broken )?(?P<kind>report|rubric|indicator)(?: (?P<name>\S+))?\n")
LEFT_OUT = "……"


def blocks(page: Path, language: str) -> Iterator[str]:
    for indent, name, text in FENCE.findall(page.read_text(encoding="utf-8")):
        if name == language:
            yield re.sub(f"^{indent}", "", text, flags=re.MULTILINE)


def examples(page: Path) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the TOML examples of a page that say on their first line what they are."""
    for text in blocks(page, "toml"):
        marker = MARKER.match(text)
        if marker is not None:
            yield marker, text


@pytest.fixture(params=PAGES, ids=NAMES)
def page(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page, in a directory that holds the examples and the files that the page names."""
    path: Path = request.param
    shutil.copytree(ROOT / "examples" / "reports", tmp_path / "examples" / "reports")
    for marker, text in examples(path):
        if marker["name"]:
            (tmp_path / marker["name"]).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


# (a) examples


def test_python_examples_of_a_page_run_from_top_to_bottom(page: Path) -> None:
    names: dict[str, Any] = {}
    said = io.StringIO()
    runner = doctest.DocTestRunner(verbose=False)
    for number, text in enumerate(each for each in blocks(page, "python") if ">>>" in each):
        test = doctest.DocTestParser().get_doctest(text, names, f"{page.name}[{number}]", str(page), 0)
        runner.run(test, out=said.write, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False).failed == 0, said.getvalue()


def test_reports_and_tables_of_a_page_load_or_fail_as_it_says(page: Path) -> None:
    for marker, text in examples(page):
        data = tomllib.loads(text, parse_float=str)
        if marker["broken"]:
            with pytest.raises(pm.PerfMetricsError):
                load(marker["kind"], data)
        else:
            load(marker["kind"], data)


def load(kind: str, data: dict[str, Any]) -> None:
    if kind == "report":
        pm.load_report(data)
    elif kind == "rubric":
        pm.load_rubric(data)
    else:
        pm.load_rubric(table_of(data))


def table_of(indicator: dict[str, Any]) -> dict[str, Any]:
    """Return a table of one line: what a page leaves out of an indicator is filled in."""
    marks = indicator["full_marks"]
    known = {"full_marks": "published", "rule": "published"}
    line = {"id": "line", "name": "指标", "name_en": "line", "provenance": known} | indicator
    category = {"id": "cat", "name": "类", "name_en": "category", "full_marks": marks, "indicators": [line]}
    dimension = {"id": "dim", "name": "维", "name_en": "dimension", "full_marks": marks, "categories": [category]}
    head = {"id": "table", "title": "表", "title_en": "table", "evaluates": "department", "place": "某地", "years": ""}
    return head | {"source": {"title": "某文件"}, "full_marks": marks, "dimensions": [dimension]}


def test_own_tables_page_shows_every_kind_of_rule() -> None:
    page = DOCS / "howto" / "own-rubric.md"
    shown = {tomllib.loads(text)["rule"]["kind"] for marker, text in examples(page) if marker["kind"] == "indicator"}
    assert shown == {kind.model_fields["kind"].default for kind in KINDS}


# (b) findings


def test_findings_page_has_a_heading_for_each_code() -> None:
    text = (DOCS / "reference" / "findings.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^### `(\w+)`$", text, re.MULTILINE)) == sorted(CODES)


def test_findings_page_gives_title_severity_and_mend_of_each_code() -> None:
    text = (DOCS / "reference" / "findings.md").read_text(encoding="utf-8")
    for code, kind in CODES.items():
        section = re.split(r"\n###? ", text.partition(f"\n### `{code}`\n")[2])[0]
        for words in (kind.title, kind.severity.label, kind.mend):
            assert words.zh in section, code
            assert words.en.lower() in section.lower(), code
        assert f"{code}" in section.partition("```python")[2], f"{code}: no example"


# (c) public names


def test_api_page_documents_the_public_names() -> None:
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^::: perfmetrics\.(\w+)$", text, re.MULTILINE)) == sorted(pm.__all__)


# (d) generated pages


def test_generated_pages_are_what_the_code_says(capsys: pytest.CaptureFixture[str]) -> None:
    status = runpy.run_path(str(DOCS / "build_pages.py"))["main"](["--check"])
    assert status == 0, capsys.readouterr().err


# (e) excerpts


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_excerpts_are_verbatim_parts_of_the_card(readme: Path) -> None:
    card = pm.score(REPORT)
    excerpts = list(blocks(readme, "text"))
    assert excerpts
    for excerpt in excerpts:
        assert any(f"\n{excerpt}" in card.to_text(lang) for lang in ("zh", "en")), excerpt


# (f) terminal sessions


def test_sessions_of_a_page_give_the_output_shown(page: Path) -> None:
    for block in blocks(page, "console"):
        status = 0
        for command, *lines in (part.splitlines() for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]):
            if command == "echo $?":
                assert lines == [str(status)], block
                continue
            program, *arguments = shlex.split(command)
            assert program == "perfmetrics"
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                status = cli.main(arguments)
            assert_shown(lines, said.getvalue())


def assert_shown(lines: list[str], said: str) -> None:
    """Hold the lines of a page to an output; where it prints an ellipsis, lines are left out."""
    rest = f"\n{said.rstrip()}\n"
    chunks = "\n".join(lines).rstrip().split(LEFT_OUT)
    for i, chunk in enumerate(chunks):
        wanted = f"\n{chunk.strip()}\n" if chunk.strip() else "\n"
        at = rest.find(wanted)
        assert at >= 0, f"not in the output:\n{chunk}\n\nthe output is:\n{said}"
        assert i > 0 or at == 0, f"the output does not begin like this:\n{chunk}"
        rest = rest[at + len(wanted) - 1 :]
    assert len(chunks) > 1 or rest == "\n", f"the output goes on:\n{rest}"
    assert not chunks[-1].strip() or rest == "\n", f"the output goes on:\n{rest}"


# the design page


def test_design_page_lists_the_layers_of_the_import_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    assert "\n".join(layers) + "\n" in list(blocks(DOCS / "design.md", "text"))
