"""The run that closes a piece of work: a million random inputs, then minutes of guided ones for each target.

    python tests/fuzzing/closing.py [RUN ...] [--inputs N] [--jobs N] [--seed N] [--seconds N] [--record]
    python tests/fuzzing/closing.py --read --record    only read what the last runs printed

The runs are `grammar` and the targets of `guided.py`. What each prints is in `.fuzzing/<run>.log`; `--record` keeps
its figures in `results.json`, from which the page on tests is generated. One run that fails ends the others.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
LOGS = Path(".fuzzing")
RESULTS = HERE / "results.json"
TARGETS = ("text", "expression", "report", "rubric", "waivers")
RUNS = ("grammar", *TARGETS)

# What is told of a run, and where it stands in what the run prints.
_GRAMMAR = {
    "inputs": re.compile(r"^([\d,]+) inputs of seed", re.MULTILINE),
    "seed": re.compile(r"inputs of seed (\d+) in"),
    "failed": re.compile(r"^(\d+) inputs failed", re.MULTILINE),
    "slowest": re.compile(r"^slowest: ([\d.]+) s", re.MULTILINE),
    "megabytes": re.compile(r"^memory: (\d+) MB", re.MULTILINE),
    "growth": re.compile(r", ([+-]\d+) MB from a tenth", re.MULTILINE),
}
_GUIDED = {
    "inputs": re.compile(r"^stat::number_of_executed_units:\s+(\d+)", re.MULTILINE),
    "slowest": re.compile(r"^stat::slowest_unit_time_sec:\s+(\d+)", re.MULTILINE),
    "megabytes": re.compile(r"^stat::peak_rss_mb:\s+(\d+)", re.MULTILINE),
}


def figures(run: str, printed: str) -> dict[str, str]:
    """Return what a run says of itself; one that went on where another stopped (`--first`) may stand behind it.

    Raises:
        ValueError: If it did not come to its end.
    """
    found: dict[str, str] = {}
    for name, pattern in (_GRAMMAR if run == "grammar" else _GUIDED).items():
        told = pattern.findall(printed)
        if not told:
            raise ValueError(f"{run}: the run did not come to its end, {name} is missing")
        numbers = [each.replace(",", "") for each in told]
        found[name] = str(sum(map(int, numbers))) if name in {"inputs", "failed"} else max(numbers, key=float)
    return found if run == "grammar" else {**found, "failed": "0"}  # libFuzzer ends at the first


def command(run: str, given: argparse.Namespace) -> list[str]:
    """Return the command of a run."""
    if run == "grammar":
        own = ["--inputs", str(given.inputs), "--jobs", str(given.jobs), "--seed", str(given.seed)]
        return [sys.executable, str(HERE / "grammar.py"), *own]
    return [sys.executable, str(HERE / "guided.py"), run, f"-max_total_time={given.seconds}"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the runs; return 1 where one found something, or did not come to its end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", choices=[*RUNS, []], help="the runs; all without a name")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="random inputs")
    parser.add_argument("--jobs", type=int, default=2, help="processes for these")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=600, help="for each target of the guided ones")
    parser.add_argument("--read", action="store_true", help="run nothing, read the logs of the last runs")
    parser.add_argument("--record", action="store_true", help="keep the figures in results.json")
    given = parser.parse_args(arguments)
    LOGS.mkdir(exist_ok=True)
    for run in given.runs or RUNS:
        log = LOGS / f"{run}.log"
        if not given.read:
            with log.open("w", encoding="utf-8") as file:
                done = subprocess.run(command(run, given), stdout=file, stderr=subprocess.STDOUT, check=False)  # noqa: S603 - our own programs
            if done.returncode:
                sys.stderr.write(f"{log.read_text(encoding='utf-8', errors='replace')[-3000:]}\n{run}: see {log}\n")
                return 1
        elif not log.exists():
            continue
        try:
            found = figures(run, log.read_text(encoding="utf-8", errors="replace"))
        except ValueError as error:
            sys.stderr.write(f"{error}; see {log}\n")
            return 1
        sys.stdout.write(f"{run}: {', '.join(f'{name} {told}' for name, told in found.items())}\n")
        sys.stdout.flush()
        if given.record:
            day = datetime.fromtimestamp(log.stat().st_mtime, tz=UTC).date().isoformat()
            known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
            known[run] = {**found, "date": day}
            ordered = {name: known[name] for name in RUNS if name in known}
            RESULTS.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
