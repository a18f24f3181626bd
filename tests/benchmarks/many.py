"""Measure what many reports cost: the peak of memory as their number grows, and what a second process gains.

    python tests/benchmarks/many.py [REPORTS]

Scores the given number of reports (100,000 by default) from JSON Lines to JSON Lines, and a hundredth of them, and
compares the peaks of memory, those of all processes together. Then it scores, checks and audits fewer with one process
and with two, by turns, and compares the times. Needs two cores that nothing else uses.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from itertools import chain, cycle, islice
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
REPORTS = sorted((ROOT / "examples" / "reports").glob("*.toml"))
TEXTS = sorted((ROOT / "tests" / "corpus" / "varied" / "texts").glob("*.txt"))
RUBRIC = "baojing-2019"
SAMPLES = {"score": 4000, "check": 1200, "audit": 4000}  # some ten seconds each
ROUNDS = 3
PROGRAM = """
import re, resource, sys
from pathlib import Path
from perfmetrics.cli import main

if __name__ == "__main__":
    status = main(sys.argv[1:])
    # The peak of this process alone, which that of `resource` is not, and that of the largest of those that it started.
    own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
    print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
    sys.exit(status)
"""


def lines(command: str, number: int) -> Iterator[str]:
    """Yield reports as lines of JSON, or texts: those of the examples again and again, each with a title of its own."""
    if command == "audit":
        texts = [path.read_text(encoding="utf-8") for path in TEXTS]
        yield from (
            f"{json.dumps({'id': i, 'text': text}, ensure_ascii=False)}\n"
            for i, text in enumerate(islice(cycle(texts), number))
        )
        return
    reports = [tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str) for path in REPORTS]
    for i, report in enumerate(islice(cycle(reports), number)):
        data = {**report, "id": i, "title": f"{report['title']}（{i}）"}
        yield f"{json.dumps(data, ensure_ascii=False)}\n"


def run(command: str, path: Path, jobs: int) -> tuple[float, int]:
    """Judge a file of lines, and return the seconds that it took and the peak of memory of all processes in MiB."""
    arguments = [command, "--jsonl", str(path), "--jobs", str(jobs), "--output", os.devnull, "--lang", "en"]
    if command == "score":
        arguments += ["--rubric", RUBRIC]
    start = perf_counter()
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    spent = perf_counter() - start
    if done.returncode not in {0, 1} or ", 0 unreadable\n" not in done.stderr:
        raise SystemExit(done.stderr)
    own, child = map(int, done.stderr.split()[-2:])
    return spent, (own + (child * jobs if jobs > 1 else 0)) // 1024


def memory(number: int, folder: Path) -> Iterator[str]:
    """Yield how the peak of memory grows with the number of reports."""
    for jobs in (1, 2):
        peaks = []
        for count in (number // 100, number):
            path = folder / "reports.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(lines("score", count))
            spent, peak = run("score", path, jobs)
            peaks.append(peak)
            yield f"score, {jobs} process(es), {count} reports: peak {peak} MiB, {count / spent:.0f} a second"
        yield f"score, {jobs} process(es): the peak is {peaks[1] / peaks[0]:.2f} times (bar: at most 1.3)"


def speed(folder: Path) -> Iterator[str]:
    """Yield what a second process gains."""
    for command, count in SAMPLES.items():
        path = folder / "sample.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(lines(command, count))
        spent = {1: 0.0, 2: 0.0}
        for _ in range(ROUNDS):
            for jobs in spent:
                spent[jobs] += run(command, path, jobs)[0]
        ratio = spent[1] / spent[2]
        each = ", ".join(f"{jobs}: {count * ROUNDS / seconds:.0f} a second" for jobs, seconds in spent.items())
        yield f"{command}, processes {each}: two are {ratio:.2f} times one (bar: at least 1.7)"


def main(number: int) -> None:
    """Print what is measured, as it is measured."""
    with tempfile.TemporaryDirectory() as folder:
        for line in chain(speed(Path(folder)), memory(number, Path(folder))):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
