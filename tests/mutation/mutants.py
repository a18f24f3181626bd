"""Change the code in small ways and see whether the tests notice: mutation testing with mutmut, module by module.

    python tests/mutation/mutants.py [MODULE ...] [--stale | --changed REF | --alive] [--most N] [--jobs N] [--record]

Without a name all modules are done. With `--stale` only the functions are tried that are not as they were when their
module was measured, with `--changed` those that differ from a commit. With `--alive` only the changes are tried again
that no test had noticed, and that nobody has explained: after tests were written for them. `--record` keeps the result
in `results.json`, from which the page on tests is generated.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import records
from records import Outcome, Survivor

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

_COPIED = ("src", "tests", "examples", "docs", "README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md")
_COPIED_TOO = ("Makefile", "mkdocs.yml", "pyproject.toml", ".pre-commit-hooks.yaml")
_NO_COPY = shutil.ignore_patterns("__pycache__", "*.pyc", "pictures", ".ipynb_checkpoints")
_NOT_COVERED = {33, 5}
# Tests that take seconds, and prove of many inputs what others prove of one: hardly a mutant is noticed by them alone.
_SLOW = (
    "every_process",
    "between_processes",
    "in_proportion",
    "goes_on_and_on",
    "a_claim_large",
    "every_module_run",
    "at_a_glance_are_those",
    "the_plan_of_a_report",
)
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
            "unit/test_compiled.py",
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
            "unit/test_consistency_words.py",
            "unit/test_check_results.py",
            "unit/test_habits.py",
            "properties/test_glance_properties.py",
            "golden/test_check_reports.py",
        ),
    ),
    "diagnosis": Subject(
        ("diagnosis.py",),
        (
            "unit/test_diagnosis.py",
            "unit/test_diagnosis_choices.py",
            "unit/test_causes.py",
            "unit/test_limits.py",
            "properties/test_diagnosis_properties.py",
        ),
    ),
    "judging": Subject(
        ("auditing/judging.py",),
        (
            "unit/test_auditing_judging.py",
            "unit/test_auditing_judging_choice.py",
            "unit/test_auditing_glance.py",
            "unit/test_auditing_claims.py",
            "unit/test_auditing_audits.py",
            "unit/test_auditing_beside.py",
            "unit/test_auditing_tables.py",
        ),
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run mutmut on the modules that are named; return 1 where too few mutants are noticed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", choices=[*SUBJECTS, []], help="the modules; all without a name")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--stale", action="store_true", help="only functions that differ from those that were measured")
    which.add_argument("--changed", metavar="REF", help="only functions that differ from this commit")
    which.add_argument("--alive", action="store_true", help="only what no test had noticed, and nobody has explained")
    parser.add_argument("--list", action="store_true", help="only name these functions; return 1 where there are any")
    parser.add_argument("--most", type=int, default=0, help="at most so many mutants, evenly chosen")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--work", type=Path, default=Path(sys.prefix) / "mutants", help="where copies are changed")
    parser.add_argument("--record", action="store_true", help="keep the result in results.json")
    given = parser.parse_args(arguments)
    names = given.modules or [*SUBJECTS]
    if given.alive:
        return max(_again(name, given.work, given.jobs, record=given.record) for name in names)
    if not given.stale and given.changed is None:
        return max(_whole(name, given.work, given.jobs, given.most, record=given.record) for name in names)
    if given.record and given.most:
        parser.error("a sample of some functions is no result of a module")
    chosen = dict(_chosen(names, _stale if given.stale else lambda name: _since(SUBJECTS[name], given.changed)))
    if not chosen:
        sys.stdout.write("No function has changed: there are no mutants to try.\n")
        return 0
    if given.list:
        sys.stdout.write("".join(f"{each}\n" for found in chosen.values() for each in sorted(found)))
        return 1
    return _partly(chosen, given.work, given.jobs, given.most, record=given.record)


def _chosen(names: Iterable[str], of_module: Callable[[str], frozenset[str]]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield modules with the functions of them that are to be tried, where there are any."""
    for name in names:
        found = of_module(name)
        if found:
            yield name, found


def _stale(name: str) -> frozenset[str]:
    return records.stale(records.digests_of(SUBJECTS[name].files), records.results().get(name))


def _whole(name: str, work: Path, jobs: int, most: int, *, record: bool) -> int:
    """Try the mutants of a module, or a sample of them."""
    subject = SUBJECTS[name]
    digests = records.digests_of(subject.files)  # as they are before the hour that this takes
    outcome = run(name, subject, work / name, jobs, most=most)
    result = records.result_of(outcome, digests, _today())
    _say(f"{name}: {result['killed']} of {result['mutants']} mutants are noticed")
    if most:
        _tell(outcome.survivors)
    if record:
        _keep({name: result})
    return int(records.is_low(result["mutants"], len(result["survivors"])))


def _again(name: str, work: Path, jobs: int, *, record: bool) -> int:
    """Try the survivors of a module again that nobody has explained."""
    known = records.results().get(name)
    stale = _stale(name)
    found = [] if known is None else [each for each in known["survivors"] if each["function"] not in stale]
    unexplained = records.unexplained(found)
    if known is None or not unexplained:
        return 0
    only = frozenset(each["function"] for each in unexplained)
    outcome = run(name, SUBJECTS[name], work / name, jobs, only=only, these=unexplained)
    _say(f"{name}: {len(unexplained) - len(outcome.survivors)} of {len(unexplained)} survivors are noticed now")
    _tell(outcome.survivors)
    result = records.tried_again(known, unexplained, outcome.survivors, _today())
    if record:
        _keep({name: result})
    return int(records.is_low(result["mutants"], len(result["survivors"])))


def _partly(chosen: Mapping[str, frozenset[str]], work: Path, jobs: int, most: int, *, record: bool) -> int:
    """Try the mutants of some functions of some modules together; those that mean the same are nothing to notice."""
    subject = merged(SUBJECTS[name] for name in chosen)
    only = frozenset().union(*chosen.values())
    digests = {name: records.digests_of(SUBJECTS[name].files) for name in chosen}
    outcome = run("some functions", subject, work / "some", jobs, only=only, most=most)
    unexplained = records.unexplained(outcome.survivors)
    tried = sum(outcome.tried.values())
    noticed, explained = tried - len(outcome.survivors), len(outcome.survivors) - len(unexplained)
    _say(f"{noticed} of {tried} mutants of {len(only)} functions are noticed; {explained} others mean the same")
    _tell(unexplained)
    if record:
        known = records.results()
        untried = dict.fromkeys(only, 0) | dict(outcome.tried)
        for name, functions in chosen.items():
            own = [each for each in outcome.survivors if each["function"] in functions]
            part = Outcome({each: untried[each] for each in functions}, 0, own)
            _keep({name: records.result_of(part, digests[name], _today(), known.get(name))})
    return int(records.is_low(tried, len(unexplained)))


def merged(subjects: Iterable[Subject]) -> Subject:
    """Return several modules as one, with the tests of all of them."""
    found = list(subjects)
    files = dict.fromkeys(file for each in found for file in each.files)
    return Subject(tuple(files), tuple(dict.fromkeys(test for each in found for test in each.tests)))


def _keep(found: Mapping[str, records.Result]) -> None:
    known = {**records.results(), **found}
    records.write({name: known[name] for name in SUBJECTS if name in known})


def _today() -> str:
    return datetime.now(tz=UTC).date().isoformat()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _tell(survivors: Iterable[Survivor]) -> None:
    for each in survivors:
        _say("\n".join([f"  {each['function']}", *(f"    {line}" for line in each["change"])]))


def run(
    name: str,
    subject: Subject,
    work: Path,
    jobs: int,
    *,
    only: frozenset[str] | None = None,
    these: Sequence[Survivor] = (),
    most: int = 0,
) -> Outcome:
    """Return how many changes of a module its tests notice, and those that they do not.

    Args:
        name: What is tried, in words.
        subject: The module and its tests.
        work: Where copies are changed.
        jobs: How many processes try mutants.
        only: The functions whose mutants are tried; all where there are none.
        these: The changes that are tried; all of these functions where there are none.
        most: At most so many mutants, evenly chosen; all without a number.
    """
    _prepare(subject, work)
    total, chosen = 0, []
    if only is not None or most:
        _mutmut(work, "run", "--max-children", str(jobs), "no.such.mutant*", may_fail=True)  # only makes the mutants
        names = [key for key in _codes(work) if only is None or _function(key) in only]
        if these:
            names = [key for key, made in zip(names, _made(work, names), strict=True) if made in these]
        total, chosen = len(names), evenly(names, most)
        if not chosen:
            return Outcome({}, 0, [])
    _mutmut(work, "run", "--max-children", str(jobs), *chosen)
    wanted = frozenset(chosen)
    codes = {key: code for key, code in _codes(work).items() if not wanted or key in wanted}
    open_ones = [key for key, code in codes.items() if code is None]
    if open_ones:
        raise SystemExit(f"{name}: {len(open_ones)} mutants were not tried, such as {open_ones[0]}")
    alive = [key for key, code in codes.items() if code == 0 or code in _NOT_COVERED]
    return Outcome(Counter(map(_function, codes)), total or len(codes), _made(work, alive))


def evenly(names: Sequence[str], most: int) -> list[str]:
    """Return every n-th name, so that there are at most so many; all without a number."""
    return list(names[:: max(1, -(-len(names) // most))]) if most else list(names)


def _prepare(subject: Subject, work: Path) -> None:
    """Copy the project to where mutmut may change it."""
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


def _made(work: Path, mutants: Sequence[str]) -> list[Survivor]:
    """Return mutants as they are recorded: the function, and the lines taken away and put there."""
    shown = zip(mutants, _changes(work, mutants), strict=True)
    return [{"function": _function(key), "change": change} for key, change in shown]


def _changes(work: Path, mutants: Sequence[str]) -> list[list[str]]:
    """Return, for each mutant, the lines that it takes away and those it puts there."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-c", _SHOW, *mutants], cwd=work, capture_output=True, text=True, encoding="utf-8", check=True
    )
    found = []
    for shown in json.loads(done.stdout):
        lines = [line for line in shown.splitlines() if line.startswith(("-", "+"))]
        found.append([line[0] + " " + line[1:].strip() for line in lines if not line.startswith(("---", "+++"))])
    return found


# What `mutmut show` does, for all in one process.
_SHOW = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
print(json.dumps([get_diff_for_mutant(each) for each in sys.argv[1:]]))
"""


def _since(subject: Subject, ref: str) -> frozenset[str]:
    """Return the functions of a module that are not as they were at a commit."""
    return frozenset(_changed(subject, ref))


def _changed(subject: Subject, ref: str) -> Iterator[str]:
    for pattern in subject.files:
        for path in sorted(records.CODE.glob(pattern)):
            command = ["git", "show", f"{ref}:{path.relative_to(ROOT).as_posix()}"]
            done = subprocess.run(  # noqa: S603 - git with our own arguments
                command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
            )
            before = dict(records.functions(done.stdout if done.returncode == 0 else ""))
            module = records.module_of(path.relative_to(records.CODE))
            for name, body in records.functions(path.read_text(encoding="utf-8")):
                if before.get(name) != body:
                    yield f"{module}.{name}"


if __name__ == "__main__":
    sys.exit(main())
