"""audit() against one pass of a regular expression, and how its time and memory grow with the text."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm

sys.path.insert(0, str(Path(__file__).parent))

from audit_speed import REPORTS
from children import REPORTED, reported

NUMBERS = re.compile(
    r"[0-9][0-9,]*(?:\.[0-9]+)?\s*(?:亿元|万元|千元|元|个百分点|[%％‰]|平方米|人次|[人名个件条次项辆台批户篇期])"
)
SIZES = (50_000, 500_000, 5_000_000)  # bytes of UTF-8

# What a process of its own does, so that the memory is its own: audit so many bytes of the reports, repeated.
# The system forgets the peak of a process where another program takes its place; getrusage() does not.
_CHILD = """
import sys
from pathlib import Path
from time import process_time
import perfmetrics

def memory(name):
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else ()
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)

base = "\\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt")))
perfmetrics.audit(base[:2000])
raw, size = base.encode(), int(sys.argv[2])
text = (raw * (size // len(raw) + 1))[:size].decode(errors="ignore")
before, start = memory("VmRSS"), process_time()
perfmetrics.audit(text).findings
print(process_time() - start, len(text), memory("VmHWM") - before)
"""


@pytest.fixture(scope="module")
def text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt")))


def test_audit_of_five_texts(benchmark: Any, text: str) -> None:
    benchmark.extra_info["characters"] = len(text)
    assert len(benchmark(pm.audit, text).claims) > 50


def test_audit_of_five_texts_with_findings(benchmark: Any, text: str) -> None:
    """Everything that an auditor asks for: what is found is explained when it is asked for, and so not above."""
    assert len(benchmark(lambda: pm.audit(text).findings)) > 5


def test_numbers_of_five_texts(benchmark: Any, text: str) -> None:
    def run() -> int:
        return sum(1 for _ in NUMBERS.finditer(text))

    assert benchmark(run) > 400


@pytest.mark.benchmark(timer=REPORTED)
@pytest.mark.parametrize("size", SIZES)
def test_audit_grows(benchmark: Any, size: int) -> None:
    written: list[str] = []

    def run() -> None:
        written.append(reported(_CHILD, str(REPORTS), str(size)))

    benchmark.pedantic(run, rounds=3)  # as many of each, since the shortest counts
    characters, kilobytes = map(int, written[-1].split())
    benchmark.extra_info |= {"characters": characters, "peak": kilobytes * 1024}
