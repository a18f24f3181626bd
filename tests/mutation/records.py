"""What is known of mutants: what of the code was tried as it stands now, what no test noticed, and why that is right.

`results.json` holds for each module the functions as they were when it was measured, each with a digest of its code and
the number of its mutants. So what has changed since is told without asking git.
"""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CODE = HERE.parents[1] / "src" / "perfmetrics"
RESULTS = HERE / "results.json"
BAR = 92  # percent of the mutants of each module

Survivor = dict[str, Any]
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of trying mutants.

    Attributes:
        tried: How many mutants were tried of each function.
        of: Of how many they were chosen.
        survivors: Those that no test noticed: the function, and the lines taken away and put there.
    """

    tried: Mapping[str, int]
    of: int
    survivors: Sequence[Survivor]


def is_low(tried: int, alive: int) -> bool:
    """Return whether fewer mutants are noticed than the bar asks for."""
    return 100 * (tried - alive) < BAR * tried


def results() -> dict[str, Result]:
    """Return what is recorded of each module."""
    known: dict[str, Result] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return known


def write(found: Mapping[str, Result]) -> None:
    """Record what was found of each module."""
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def result_of(outcome: Outcome, digests: Mapping[str, str], date: str, known: Result | None = None) -> Result:
    """Return what is recorded of a module.

    Args:
        outcome: What came of its mutants.
        digests: Its functions, with their digests.
        date: When that was.
        known: What was recorded, where not all of its functions were tried: of the others it still holds.
    """
    before = {} if known is None else {name: _count(each) for name, each in known.get("functions", {}).items()}
    counts = {name: outcome.tried.get(name, before.get(name, 0)) for name in digests}
    kept = [] if known is None else [each for each in known["survivors"] if each["function"] not in outcome.tried]
    found = [each for each in (*kept, *outcome.survivors) if each["function"] in digests]
    total = sum(counts.values())
    return {
        "mutants": total,
        "of": max(total, outcome.of if known is None else known["of"] if known["of"] > known["mutants"] else total),
        "date": date,
        "killed": total - len(found),
        "survivors": found,
        "functions": {name: f"{digest} {counts[name]}" for name, digest in digests.items()},
    }


def unexplained(survivors: Iterable[Survivor]) -> list[Survivor]:
    """Return those of which no reason is known why no test can notice them."""
    known = equivalents()
    return [each for each in survivors if not why(known, each)]


def tried_again(known: Result, tried: Sequence[Survivor], alive: Sequence[Survivor], date: str) -> Result:
    """Return what is recorded of a module whose survivors were tried again: those that are noticed now are none.

    Args:
        known: What was recorded.
        tried: The survivors that were tried again.
        alive: Those of them that still are not noticed.
        date: When that was.
    """
    survivors = [each for each in known["survivors"] if each not in tried or each in alive]
    return {**known, "date": date, "killed": known["mutants"] - len(survivors), "survivors": survivors}


def _count(recorded: str) -> int:
    return int(recorded.partition(" ")[2])


def stale(digests: Mapping[str, str], known: Result | None) -> frozenset[str]:
    """Return the functions that are not what they were when their module was measured."""
    recorded = {} if known is None else known.get("functions", {})
    return frozenset(name for name, digest in digests.items() if recorded.get(name, "").partition(" ")[0] != digest)


def digests_of(files: Iterable[str], code: Path = CODE) -> dict[str, str]:
    """Return the functions of a module with a digest of each.

    Args:
        files: The files of the module.
        code: The directory that they are below.
    """
    return {
        f"{module_of(path.relative_to(code))}.{name}": sha256(text.encode()).hexdigest()[:12]
        for pattern in files
        for path in sorted(code.glob(pattern))
        for name, text in functions(path.read_text(encoding="utf-8"))
    }


def module_of(path: Path) -> str:
    """Return the dotted name of a file of the package."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def functions(source: str) -> Iterator[tuple[str, str]]:
    """Yield the functions and methods of a file with their code, comments and docstrings left out."""
    tree = ast.parse(source)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for prefix, body in [("", tree.body), *((f"{each.name}.", each.body) for each in classes)]:
        for node in body:
            if isinstance(node, ast.FunctionDef):
                if ast.get_docstring(node) is not None:
                    node.body = node.body[1:]
                yield prefix + node.name, _written(node)


def _written(node: object) -> str:
    """Return code as text: unlike `ast.dump` the same by every version of Python, which add fields that are empty."""
    if isinstance(node, list):
        return f"[{', '.join(_written(each) for each in node)}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    filled = [(name, value) for name, value in ast.iter_fields(node) if value is not None and value != []]
    return f"{type(node).__name__}({', '.join(f'{name}={_written(value)}' for name, value in filled)})"


def equivalents() -> list[dict[str, str]]:
    """Return the changes that mean the same: the function, a part of the changed line, and why."""
    text = (HERE / "equivalent.toml").read_text(encoding="utf-8")
    known: list[dict[str, str]] = tomllib.loads(text)["equivalent"]
    return known


def why(known: Iterable[Mapping[str, str]], survivor: Survivor) -> str:
    """Return why no test can notice a change; nothing where no reason is known."""
    put = [line for line in survivor["change"] if line.startswith("+")]
    for each in known:
        if each["function"] == survivor["function"] and any(each["change"] in line for line in put):
            return each["why"]
    return ""
