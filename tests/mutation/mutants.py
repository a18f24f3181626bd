"""Change the code in small ways and see whether the tests notice: mutation testing with mutmut, module by module.

    python tests/mutation/mutants.py [MODULE ...] [--changed REF] [--most N] [--jobs N] [--record]

Without a name all modules are done; with `--changed` those that differ from a commit, and of these only the functions
that do. `--record` keeps the result in `results.json`, from which the page on tests is generated.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RESULTS = HERE / "results.json"
BAR = 92  # percent of the mutants of each module

_COPIED = ("src", "tests", "examples", "docs", "README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md")
_COPIED_TOO = ("Makefile", "mkdocs.yml", "pyproject.toml", ".pre-commit-hooks.yaml")
_NO_COPY = shutil.ignore_patterns("__pycache__", "*.pyc", "pictures", ".ipynb_checkpoints")
_KILLED_BY_TIME = {24, -24, 36, 152, 255}  # as mutmut counts what ran out of time
_NOT_COVERED = {33, 5}
# Tests that start processes or count the work on long texts: they take seconds, and others prove the same clauses.
_SLOW = ("every_process", "between_processes", "in_proportion", "goes_on_and_on", "a_claim_large", "every_module_run")
_FEW_EXAMPLES = "1/10"  # of each property: a mutant is noticed by the first few or by none


@dataclass(frozen=True, slots=True)
class Subject:
    """A module that is changed, and the tests that have to notice.

    Attributes:
        files: The files of the module, below `src/perfmetrics`.
        tests: The tests, below `tests`.
    """

    files: tuple[str, ...]
    tests: tuple[str, ...]


SUBJECTS: Mapping[str, Subject] = {
    "quantities": Subject(
        ("quantities.py",),
        (
            "unit/test_quantities.py",
            "unit/test_quantities_words.py",
            "properties/test_interval_properties.py",
            "unit/test_inputs.py",
        ),
    ),
    "verdicts": Subject(
        ("verdicts.py",),
        ("unit/test_verdicts.py", "unit/test_relations.py", "properties/test_verdict_properties.py"),
    ),
    "formulas": Subject(
        ("formulas/*.py",),
        (
            "unit/test_formulas.py",
            "unit/test_formulas_words.py",
            "properties/test_formula_properties.py",
            "golden/test_published_cases.py",
        ),
    ),
    "rules": Subject(
        ("rules.py",),
        (
            "unit/test_rules.py",
            "unit/test_rules_words.py",
            "properties/test_rule_properties.py",
            "unit/test_rubrics.py",
        ),
    ),
    "scoring": Subject(
        ("scoring.py", "compiled.py", "awarding.py"),
        (
            "unit/test_scoring.py",
            "unit/test_scoring_words.py",
            "properties/test_scoring_properties.py",
            "golden/test_baojing.py",
            "golden/test_reports.py",
            "unit/test_plain.py",
        ),
    ),
    "identities": Subject(
        ("identities.py",),
        (
            "unit/test_identities.py",
            "unit/test_identities_words.py",
            "properties/test_identity_properties.py",
            "properties/test_glance_properties.py",
            "golden/test_check_reports.py",
        ),
    ),
    "consistency": Subject(
        ("consistency.py",),
        (
            "unit/test_consistency.py",
            "unit/test_check_results.py",
            "properties/test_glance_properties.py",
            "golden/test_check_reports.py",
        ),
    ),
    "diagnosis": Subject(
        ("diagnosis.py",),
        ("unit/test_diagnosis.py", "unit/test_causes.py", "properties/test_diagnosis_properties.py"),
    ),
    "judging": Subject(
        ("auditing/judging.py",),
        (
            "unit/test_auditing_judging.py",
            "unit/test_auditing_glance.py",
            "unit/test_auditing_claims.py",
            "unit/test_auditing_audits.py",
            "unit/test_auditing_beside.py",
            "unit/test_auditing_tables.py",
        ),
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run mutmut on the modules that are named; return 1 where one is below the bar."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", choices=[*SUBJECTS, []], help="the modules; all without a name")
    parser.add_argument("--changed", metavar="REF", help="only functions that differ from this commit")
    parser.add_argument("--most", type=int, default=0, help="at most so many mutants of a module, evenly chosen")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--work", type=Path, default=Path(sys.prefix) / "mutants", help="where copies are changed")
    parser.add_argument("--record", action="store_true", help="keep the result in results.json")
    given = parser.parse_args(arguments)
    low = False
    for name in given.modules or SUBJECTS:
        subject = SUBJECTS[name]
        only = None if given.changed is None else frozenset(_changed(subject, given.changed))
        if only is not None and not only:
            continue
        result = run(name, subject, given.work / name, given.jobs, only=only, most=given.most)
        share = 100 * result["killed"] / result["mutants"] if result["mutants"] else 100
        sys.stdout.write(f"{name}: {result['killed']} of {result['mutants']} mutants are noticed, {share:.1f}%\n")
        sys.stdout.flush()
        if only is not None or given.most:
            for each in result["survivors"]:
                sys.stdout.write(f"  {each['function']}\n" + "".join(f"    {line}\n" for line in each["change"]))
        low = low or share < BAR
        if given.record:
            known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
            ordered = {key: {**known, name: result}[key] for key in SUBJECTS if key in {*known, name}}
            RESULTS.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(low)


def run(
    name: str, subject: Subject, work: Path, jobs: int, *, only: frozenset[str] | None = None, most: int = 0
) -> dict[str, Any]:
    """Return how many changes of a module its tests notice, and those that they do not."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for each in (*_COPIED, *_COPIED_TOO):
        source = ROOT / each
        if source.is_dir():
            shutil.copytree(source, work / each, ignore=_NO_COPY)
        elif source.exists():
            shutil.copy(source, work / each)
    shutil.copy(HERE / "quick_first.py", work / "tests" / "conftest.py")
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [f"src/perfmetrics/{file}" for file in subject.files],
        "also_copy": [each for each in (*_COPIED[2:], *_COPIED_TOO) if (ROOT / each).exists()],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-W", "ignore", "-k", f"not ({' or '.join(_SLOW)})"],
        "pytest_add_cli_args_test_selection": [f"tests/{test}" for test in subject.tests],
        "use_git_change_detection": False,
        "timeout_multiplier": 4.0,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    with (work / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "\n".join(lines) + "\n")
    chosen: list[str] = []
    total = 0
    if only is not None or most:
        _mutmut(work, "run", "--max-children", str(jobs), "no.such.mutant*", may_fail=True)  # only makes the mutants
        names = [key for key in _codes(work) if only is None or _function(key) in only]
        total = len(names)
        chosen = names if not most or len(names) <= most else names[:: -(-len(names) // most)]
        if not chosen:
            return {"mutants": 0, "killed": 0, "survivors": []}
    _mutmut(work, "run", "--max-children", str(jobs), *chosen)
    codes = {key: code for key, code in _codes(work).items() if not chosen or key in set(chosen)}
    open_ones = [key for key, code in codes.items() if code is None]
    if open_ones:
        raise SystemExit(f"{name}: {len(open_ones)} mutants were not tried, such as {open_ones[0]}")
    alive = [key for key, code in codes.items() if code == 0 or code in _NOT_COVERED]
    return {
        "mutants": len(codes),
        "of": total or len(codes),
        "date": datetime.now(tz=UTC).date().isoformat(),
        "killed": len(codes) - len(alive),
        "timeouts": sum(code in _KILLED_BY_TIME for code in codes.values()),
        "survivors": [{"function": _function(key), "change": _change(work, key)} for key in alive],
    }


def _mutmut(work: Path, *arguments: str, may_fail: bool = False) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PROPERTY_TIMES": _FEW_EXAMPLES}
    done = subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=work, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode and not may_fail:
        raise SystemExit(f"mutmut failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def _codes(work: Path) -> dict[str, int | None]:
    """Return with which status the tests of each mutant ended; None where it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted((work / "mutants").rglob("*.py.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def _function(mutant: str) -> str:
    """Return the dotted name of the function that a mutant changes.

    mutmut writes `perfmetrics.rules.xǁBandsǁaward__mutmut_3` and `perfmetrics.rules.x_points_of__mutmut_1`.
    """
    name = mutant.rpartition("__mutmut_")[0]
    module, _, last = name.rpartition(".")
    parts = [part for part in last.removeprefix("x_").removeprefix("x").split("ǁ") if part]
    return ".".join([module.removeprefix("perfmetrics."), *parts])


def _change(work: Path, mutant: str) -> list[str]:
    """Return the lines that a mutant takes away and those it puts there."""
    shown = _mutmut(work, "show", mutant)
    lines = [line for line in shown.splitlines() if line.startswith(("-", "+"))]
    return [line[0] + " " + line[1:].strip() for line in lines if not line.startswith(("---", "+++"))]


def _changed(subject: Subject, ref: str) -> Iterator[str]:
    """Yield the functions of a module that are not as they were at a commit."""
    base = ROOT / "src" / "perfmetrics"
    for pattern in subject.files:
        for path in sorted(base.glob(pattern)):
            below = path.relative_to(ROOT).as_posix()
            command = ["git", "show", f"{ref}:{below}"]
            done = subprocess.run(  # noqa: S603 - git with our own arguments
                command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
            )
            before = dict(_functions(done.stdout if done.returncode == 0 else ""))
            module = ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__")
            for name, body in _functions(path.read_text(encoding="utf-8")):
                if before.get(name) != body:
                    yield f"{module}.{name}"


def _functions(source: str) -> Iterator[tuple[str, str]]:
    """Yield the functions and methods of a file with their code, comments and docstrings left out."""
    tree = ast.parse(source)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for prefix, body in [("", tree.body), *((f"{each.name}.", each.body) for each in classes)]:
        for node in _defined(body):
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:]
            yield prefix + node.name, ast.dump(node)


def _defined(body: Iterable[ast.stmt]) -> Iterator[ast.FunctionDef]:
    yield from (node for node in body if isinstance(node, ast.FunctionDef))


if __name__ == "__main__":
    sys.exit(main())
