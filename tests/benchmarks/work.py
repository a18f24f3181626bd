"""Count the work of fixed inputs, which no noise of the machine changes: calls, modules, bytes at the peak.

    python tests/benchmarks/work.py            print the counts of this Python, and where they leave the recorded ones
    python tests/benchmarks/work.py --write    record them in work.json
    python tests/benchmarks/work.py --json     print them as JSON

Under `any` are calls of the package's own functions, and the modules of it that are loaded. They are the same on every
Python, to one in a hundred: comprehensions, which newer Pythons no longer call, are not counted, and a generator counts
each time it goes on. Under the minor version of Python that recorded them are those calls together with all that they
lead to in the standard library and in C, which see work that is done elsewhere, such as the arithmetic of fractions;
and the most bytes that are allocated at a time for a character of an audited text. Other versions compare `any` only,
so that a new record needs one Python.

All is counted in one fresh process with a fixed seed of hashes, and on the second call, so that neither the tests that
ran before nor what is loaded on first use is in it. On one machine the counts repeat to the last call.

`TOLERANCE` is for what may differ all the same, and for changes that are not worth a new record: Python 3.13 goes on
with generators one time in a hundred less often, a patch release words the library anew, another version of pydantic
calls other functions. A count that falls by more is to be recorded too: what was gained could else be lost unseen.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from cProfile import Profile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECORD = Path(__file__).with_name("work.json")
ANY, VERSION, BYTES = "any", f"{sys.version_info.major}.{sys.version_info.minor}", "bytes a character"
TOLERANCE = {ANY: 3, VERSION: 5, BYTES: 10}  # percent

Counts = dict[str, dict[str, int]]  # by `any` or the version of Python, then by what is counted

_COMPREHENSIONS = frozenset({"<listcomp>", "<dictcomp>", "<setcomp>"})


def calls(run: Callable[[], object], home: str) -> tuple[int, int]:
    """Return how many functions a call makes: those whose code lies below a directory, and all."""
    profile = Profile()
    profile.runcall(run)
    own = every = 0
    for entry in profile.getstats():
        if getattr(entry.code, "co_name", "") in _COMPREHENSIONS:
            continue
        every += entry.callcount
        if getattr(entry.code, "co_filename", "").startswith(home):
            own += entry.callcount
    return own, every


def peak(run: Callable[[], object]) -> int:
    """Return the most bytes that a call has allocated at a time.

    The cyclic collector waits meanwhile: when it runs depends on what else is loaded, and the peak with it.
    """
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        run()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
        gc.enable()


def counts() -> Counts:
    """Count the work of the fixed inputs; only in a process that has not loaded the package yet."""
    spec = find_spec("perfmetrics")
    home = str(Path((spec and spec.origin) or "").parent) + os.sep
    own, _ = calls(lambda: import_module("perfmetrics"), home)
    first, _ = calls(lambda: import_module("perfmetrics.consistency"), home)
    found: Counts = {
        ANY: {
            "import perfmetrics": own,
            "import perfmetrics.consistency": first,
            "modules of score() and check()": sum(name.partition(".")[0] == "perfmetrics" for name in sys.modules),
        },
        VERSION: {},
    }
    for name, run in _inputs():
        run()
        found[ANY][name], found[VERSION][name] = calls(run, home)
    text = _text()
    audit = import_module("perfmetrics").audit
    found[VERSION][BYTES] = peak(lambda: audit(text)) // len(text)
    return found


def _inputs() -> Iterator[tuple[str, Callable[[], object]]]:
    pm = import_module("perfmetrics")
    reports = ROOT / "examples" / "reports"
    scored, table = pm.load_report(reports / "baojing-2019.toml"), pm.load_rubric("baojing-2019")
    checked, text = pm.load_report(reports / "kaijiang-2019.toml"), _text()
    yield "points of baojing-2019", import_module("perfmetrics.scoring").prepare(scored, table).points
    yield "load_report(baojing-2019)", lambda: pm.load_report(reports / "baojing-2019.toml")
    yield "score(baojing-2019)", lambda: pm.score(scored, table)
    yield "score(baojing-2019), with all words", lambda: pm.score(scored, table).to_dict()
    yield "check(kaijiang-2019)", lambda: pm.check(checked)
    yield "check(kaijiang-2019), with all words", lambda: pm.check(checked).to_dict()
    yield "audit(reports/001.txt)", lambda: pm.audit(text)
    yield "audit(reports/001.txt), with all words", lambda: pm.audit(text).to_dict()


def _text() -> str:
    return (ROOT / "tests" / "corpus" / "reports" / "001.txt").read_text(encoding="utf-8")


def counts_of_a_fresh_process() -> Counts:
    """Count in a process of its own."""
    command = [sys.executable, str(Path(__file__)), "--json"]
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - this file
    found: Counts = json.loads(run.stdout)
    return found


def departures(found: Counts, recorded: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return in words where counts leave the recorded ones; what only another Python recorded is not compared."""
    words = []
    for group in (ANY, VERSION):
        if group == VERSION and group not in recorded:
            continue
        now, then = found[group], recorded.get(group, {})
        for name in now.keys() | then.keys():
            if name not in now or name not in then:
                words.append(f"{name} ({group}) is {'not recorded' if name in now else 'recorded, but not counted'}")
                continue
            percent = TOLERANCE.get(name, TOLERANCE[group])
            if abs(now[name] - then[name]) * 100 > percent * then[name]:
                way = "more" if now[name] > then[name] else "less"
                words.append(f"{name} ({group}): {then[name]} recorded, now {now[name]}, more than {percent}% {way}")
    return sorted(words)


def recorded() -> Counts:
    """Return the recorded counts."""
    found: Counts = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    return found


def main(arguments: list[str] | None = None) -> int:
    """Print the counts, or record them."""
    parser = argparse.ArgumentParser(description="count the work of fixed inputs")
    parser.add_argument("--write", action="store_true", help="record the counts in work.json")
    parser.add_argument("--json", action="store_true", help="count in this very process and print JSON")
    given = parser.parse_args(arguments)
    if given.json:
        sys.stdout.write(json.dumps(counts()))
        return 0
    found = counts_of_a_fresh_process()
    for group, each in found.items():
        for name, number in each.items():
            sys.stdout.write(f"{group:>4} {number:>9} {name}\n")
    for words in departures(found, recorded()):
        sys.stdout.write(f"{words}\n")
    if given.write:
        RECORD.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
