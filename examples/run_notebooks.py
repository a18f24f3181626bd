"""Run the notebooks of this directory in fresh kernels; compare what they show with what they were saved with.

    python examples/run_notebooks.py                               a difference is printed, and the status is 1
    python examples/run_notebooks.py examples/audit_a_text.ipynb   only those that are named
    python examples/run_notebooks.py --write                       save what they show

Saved are words, Markdown and small pictures, and no counts of execution: a file changes only if its notebook does.
Results and data frames are saved as words, since their HTML carries a style sheet each time, and a page that shows
notebooks without running them leaves it out. Words and Markdown are compared; of a picture, which depends on the fonts
of the machine, only that there is one. What goes to standard error, such as a warning, is never saved.

It needs the extra `notebooks`: python -m pip install -e ".[notebooks]"
"""

from __future__ import annotations

import argparse
import base64
import difflib
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent
NEEDED = ("nbclient", "ipykernel", "pandas", "matplotlib")
WORDS = ("text/plain", "text/markdown")
PICTURE = "image/png"
MOST_BYTES = 40_000  # of a picture
MOST_SECONDS = 120  # for a cell
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def missing() -> list[str]:
    """Return the packages that are needed and not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def run(path: Path) -> Any:
    """Return a notebook as it is after running all its cells in its directory, with nothing but what is saved of it.

    Args:
        path: The notebook.
    """
    nbclient, nbformat, specs = map(import_module, ("nbclient", "nbformat", "jupyter_client.kernelspec"))
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        notebook,
        timeout=MOST_SECONDS,
        coalesce_streams=True,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": path.parent}},
    )
    # The kernel is of this interpreter, whatever others are installed, and has the settings of nobody.
    client.create_kernel_manager().kernel_spec_manager = specs.KernelSpecManager(kernel_dirs=[])
    with tempfile.TemporaryDirectory() as profile:
        inline = "module://matplotlib_inline.backend_inline"
        client.execute(env={**os.environ, "IPYTHONDIR": profile, "MPLBACKEND": inline})
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for i, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{i}", {}
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_kept(output) for output in cell.outputs]
    return notebook


def _kept(output: Any) -> Any:
    if "data" in output:
        output.metadata = {}
        output.data = {kind: data for kind, data in output.data.items() if kind in {*WORDS, PICTURE}}
    if "execution_count" in output:
        output.execution_count = None
    return output


def faults(notebook: Any) -> Iterator[str]:
    """Yield why what a notebook shows may not be saved.

    Args:
        notebook: A notebook that was run.
    """
    for i, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                yield f"cell {i} writes to standard error: {output['text'].strip()}"
            size = len(base64.b64decode(output.get("data", {}).get(PICTURE, "")))
            if size > MOST_BYTES:
                yield f"cell {i} shows a picture of {size} bytes, more than {MOST_BYTES}"


def transcript(notebook: Any) -> list[str]:
    """Return, line by line, what a notebook shows: its words as they are, of a picture that there is one.

    Args:
        notebook: A notebook, run or as saved.
    """
    lines = []
    for i, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", ()):
            data = output["data"] if "data" in output else {output.get("name"): output.get("text", "")}
            for kind in sorted(data):
                lines += [f"cell {i}, {kind}:", *("" if kind == PICTURE else data[kind]).splitlines()]
    return lines


def check(path: Path, *, write: bool) -> list[str]:
    """Run a notebook; return what is wrong with it, in lines; nothing if all is well.

    Args:
        path: The notebook.
        write: Whether to save what it shows, if that may be saved.
    """
    nbformat, errors = import_module("nbformat"), import_module("nbclient.exceptions")
    try:
        shown = run(path)
    except (errors.CellControlSignal, errors.DeadKernelError) as error:
        return [f"{path.name} does not run:", *_COLOURS.sub("", str(error)).splitlines()]
    wrong = [f"{path.name}: {fault}" for fault in faults(shown)]
    if write and not wrong:
        path.write_text(nbformat.writes(shown) + "\n", encoding="utf-8")
    elif not write:
        saved = transcript(nbformat.read(path, as_version=4))
        wrong += difflib.unified_diff(saved, transcript(shown), f"{path.name}, saved", f"{path.name}, run", lineterm="")
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line says; return 0 if all is well, 1 if something is not, 2 if nothing could be run."""
    parser = argparse.ArgumentParser(
        description="Run the notebooks; compare what they show with what they were saved with."
    )
    parser.add_argument("notebooks", nargs="*", type=Path, help="notebooks; all of this directory, if none is named")
    parser.add_argument("--write", action="store_true", help="save what they show")
    options = parser.parse_args(arguments)
    notebooks = options.notebooks or sorted(EXAMPLES.glob("*.ipynb"))
    absent = [str(path) for path in notebooks if not path.is_file()]
    if absent:
        parser.error(f"no such file: {', '.join(absent)}")
    lacking = missing()
    if lacking:
        print(f'not installed: {", ".join(lacking)}; python -m pip install -e ".[notebooks]"', file=sys.stderr)
        return 2
    import_module("matplotlib.font_manager")  # lists the fonts once; in a notebook it would say that this takes a while
    wrong = []
    for path in notebooks:
        wrong += check(path, write=options.write)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
