"""The examples run, and print what they are said to print."""

from __future__ import annotations

import ast
import base64
import contextlib
import importlib.util
import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPT = EXAMPLES / "run_notebooks.py"
NOTEBOOKS = sorted(path.name for path in EXAMPLES.glob("*.ipynb"))
HIDE_FONTS = """
from matplotlib import font_manager, get_data_path

fonts = font_manager.fontManager
fonts.ttflist = [each for each in fonts.ttflist if each.fname.startswith(get_data_path())]
"""


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_notebooks", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


LACKING = ", ".join(load_script().missing())
needs_kernel = pytest.mark.skipif(bool(LACKING), reason=f"no notebook is run, for want of {LACKING}: extra “notebooks”")


def run_cells(cells: list[str]) -> list[tuple[str, str | None]]:
    """Run code cells in one namespace, as a notebook does; return what each prints and shows."""
    before = Path.cwd()
    results = []
    os.chdir(EXAMPLES)
    try:
        namespace: dict[str, Any] = {}
        for source in cells:
            tree = ast.parse(source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            shown = None
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - our own example
                if isinstance(last, ast.Expr):
                    value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)  # noqa: S307 - as above
                    shown = None if value is None else repr(value)
            results.append((printed.getvalue(), shown))
    finally:
        os.chdir(before)
    return results


def run_notebooks(*arguments: str | Path) -> tuple[int, str]:
    """Run the script as a developer does; return its status and what it prints, less what a kernel says as it ends."""
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    ran = subprocess.run(  # noqa: S603 - our own script
        command, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=False
    )
    return ran.returncode, ran.stdout if ran.returncode in {0, 1} else ran.stdout + ran.stderr


def read(name: str) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))
    return notebook


def notebook_of(*cells: str) -> dict[str, Any]:
    """Return a notebook of code cells that were not run."""
    return {
        "cells": [code_cell(source, f"cell-{i}") for i, source in enumerate(cells)],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def code_cell(source: str, name: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": [], "source": source}


def write(path: Path, notebook: dict[str, Any]) -> Path:
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_the_five_formulas_as_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLES / "five_formulas.py"))
    assert capsys.readouterr().out.splitlines() == [
        "预算完成率\t96.14%",
        "预算控制率\t0.60%",
        "公用经费控制率\t165.65%",
        "三公经费变动率\t0.00%",
        "在职人员控制率\t76.06%",
    ]


def test_the_five_formulas_show_without_a_kernel_what_they_were_saved_with() -> None:
    cells = [cell for cell in read("five_formulas.ipynb")["cells"] if cell["cell_type"] == "code"]
    saved = []
    for cell in cells:
        outputs = {each["output_type"]: each for each in cell["outputs"]}
        printed = "".join(outputs.get("stream", {}).get("text", []))
        shown = outputs.get("execute_result", {}).get("data", {}).get("text/plain")
        saved.append((printed, None if shown is None else "".join(shown)))
    assert run_cells(["".join(cell["source"]) for cell in cells]) == saved
    assert "Decimal('165.65')" in [shown for _, shown in saved]
    assert any("编制数" in printed for printed, _ in saved)


# ---------------------------------------------------------------------------------------------------------------------
# Notebooks as they are saved.


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_saved_small_and_without_what_a_run_leaves_behind(name: str) -> None:
    """Words and small pictures: no style sheets, no counts, no warnings; so a diff shows what changed."""
    script = load_script()
    notebook = read(name)
    assert (EXAMPLES / name).stat().st_size < 80_000
    assert notebook["metadata"].keys() == {"kernelspec", "language_info"}
    for i, cell in enumerate(notebook["cells"]):
        assert (cell["id"], cell["metadata"]) == (f"cell-{i}", {})
        assert cell.get("execution_count") is None
        for output in cell.get("outputs", ()):
            assert output.get("execution_count") is None
            assert output.get("name", "stdout") == "stdout"
            assert output.get("data", {}).keys() <= {*script.WORDS, script.PICTURE}
    assert list(script.faults(notebook)) == []
    assert any(cell.get("outputs") for cell in notebook["cells"])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_links_of_a_notebook_lead_somewhere(name: str) -> None:
    words = "".join("".join(cell["source"]) for cell in read(name)["cells"] if cell["cell_type"] == "markdown")
    for target in re.findall(r"\]\(([^)#]+)", words):
        assert (EXAMPLES / target).is_file(), target


# ---------------------------------------------------------------------------------------------------------------------
# The script that runs them.


def test_what_may_not_be_saved() -> None:
    script = load_script()
    picture = base64.b64encode(bytes(script.MOST_BYTES + 1)).decode()
    fits = base64.b64encode(bytes(script.MOST_BYTES)).decode()
    outputs = [
        {"data": {script.PICTURE: fits}},
        {"data": {script.PICTURE: picture}},
        {"name": "stderr", "text": "old\n"},
    ]
    assert list(script.faults({"cells": [{"source": ""}, {"outputs": outputs}]})) == [
        f"cell 1 shows a picture of {script.MOST_BYTES + 1} bytes, more than {script.MOST_BYTES}",
        "cell 1 writes to standard error: old",
    ]


def test_a_transcript_has_words_and_of_a_picture_only_that_it_is_there() -> None:
    script = load_script()
    shown = {script.PICTURE: "aWI=", "text/plain": "两行\n字"}
    outputs = [{"data": shown}, {"name": "stdout", "text": "印出\n"}]
    assert script.transcript({"cells": [{"source": "a"}, {"outputs": outputs}]}) == [
        "cell 1, image/png:",
        "cell 1, text/plain:",
        "两行",
        "字",
        "cell 1, stdout:",
        "印出",
    ]


def test_without_its_packages_the_script_says_which_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = load_script()
    monkeypatch.setattr(script, "NEEDED", ("json", "no_such_package"))
    assert script.main([]) == 2
    assert capsys.readouterr().err == 'not installed: no_such_package; python -m pip install -e ".[notebooks]"\n'


def test_a_notebook_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        load_script().main([str(tmp_path / "none.ipynb")])
    assert f"no such file: {tmp_path / 'none.ipynb'}\n" in capsys.readouterr().err


@needs_kernel
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_shows_in_a_fresh_kernel_what_it_was_saved_with(name: str) -> None:
    assert run_notebooks(EXAMPLES / name) == (0, "")


@needs_kernel
def test_a_chart_needs_no_chinese_font(tmp_path: Path) -> None:
    """Without one the labels are English: no warning of missing glyphs, and all else as saved."""
    notebook = read("compare_departments.ipynb")
    notebook["cells"].insert(0, code_cell(HIDE_FONTS, "fonts"))
    shutil.copytree(EXAMPLES / "reports", tmp_path / "reports")
    assert run_notebooks(write(tmp_path / "fonts.ipynb", notebook)) == (0, "")


@needs_kernel
def test_a_difference_is_printed_and_writing_mends_it(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "reports", tmp_path / "reports")
    path, saved = tmp_path / "five_formulas.ipynb", (EXAMPLES / "five_formulas.ipynb").read_bytes()
    path.write_bytes(saved.replace(b"Decimal('165.65')", b"Decimal('161.65')"))
    status, printed = run_notebooks(path)
    assert status == 1
    assert "-Decimal('161.65')\n+Decimal('165.65')\n" in printed
    assert run_notebooks("--write", path) == (0, "")
    assert path.read_bytes() == saved


@needs_kernel
def test_what_warns_or_fails_is_not_written(tmp_path: Path) -> None:
    warns = write(tmp_path / "warns.ipynb", notebook_of("import sys", "print('old', file=sys.stderr)"))
    fails = write(tmp_path / "fails.ipynb", notebook_of("1 / 0"))
    before = warns.read_bytes(), fails.read_bytes()
    status, printed = run_notebooks("--write", warns, fails)
    assert status == 1
    assert "warns.ipynb: cell 1 writes to standard error: old\n" in printed
    assert "fails.ipynb does not run:\n" in printed
    assert "ZeroDivisionError: division by zero" in printed
    assert "\x1b" not in printed
    assert (warns.read_bytes(), fails.read_bytes()) == before
