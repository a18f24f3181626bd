"""The examples run, and print what they are said to print."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import runpy
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


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


def test_the_five_formulas_as_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLES / "five_formulas.py"))
    assert capsys.readouterr().out.splitlines() == [
        "预算完成率\t96.14%",
        "预算控制率\t0.60%",
        "公用经费控制率\t165.65%",
        "三公经费变动率\t0.00%",
        "在职人员控制率\t76.06%",
    ]


def test_the_notebook_shows_what_it_was_saved_with() -> None:
    notebook = json.loads((EXAMPLES / "five_formulas.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    saved = []
    for cell in cells:
        outputs = {each["output_type"]: each for each in cell["outputs"]}
        printed = "".join(outputs.get("stream", {}).get("text", []))
        shown = outputs.get("execute_result", {}).get("data", {}).get("text/plain")
        saved.append((printed, None if shown is None else "".join(shown)))
    assert run_cells(["".join(cell["source"]) for cell in cells]) == saved
    assert "Decimal('165.65')" in [shown for _, shown in saved]
    assert any("编制数" in printed for printed, _ in saved)
