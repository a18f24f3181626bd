"""Measure how the time of audit() grows with the text, on the twins of five published reports, repeated.

    python tests/benchmarks/audit_speed.py [CHARACTERS ...]

Prints characters a second for information, and how much longer each text takes than the one before it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import perfmetrics

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
SIZES = (50_000, 500_000, 5_000_000)


def main(sizes: tuple[int, ...]) -> None:
    """Print a line for each size."""
    base = "\n".join(path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt")))
    perfmetrics.audit(base[:2_000])  # what is loaded on first use is not measured
    before: tuple[int, float] | None = None
    for size in sizes:
        text = (base * (size // len(base) + 1))[:size]
        start = perf_counter()
        found = perfmetrics.audit(text)
        claims, _ = len(found.claims), found.findings  # what is found is explained when it is asked for
        spent = perf_counter() - start
        growth = (
            "" if before is None else f", {size / before[0]:.1f} times the text takes {spent / before[1]:.1f} times"
        )
        sys.stdout.write(f"{size} characters: {claims} claims, {size / spent:.0f} characters a second{growth}\n")
        before = size, spent


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
