"""The seeded-errors experiment on one report, and generated statements: what the docs' tables rest on."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import rounded_statements
import seeded_errors


def test_a_figure_that_stands_alone_is_blamed_for_its_own_error() -> None:
    """Aim: right figure first in at least 90% of those covered by two identities or more, alone in them."""
    counts: Counter[str] = Counter()
    for _, outcome in seeded_errors.run("panzhihua-xiqu-2022"):
        counts.update(outcome)
    assert counts["detected"] + counts["hidden"] == counts["seeded"]
    assert counts["alone_detected"] > 50
    assert counts["alone_blamed"] >= 0.9 * counts["alone_detected"]
    assert counts["alone_cause"] >= 0.9 * counts["alone_detected"]


def test_statements_that_are_only_rounded_raise_no_alarm() -> None:
    """No alarm on generated statements that are only rounded, in one mode each, every mode."""
    statements, judged, found = rounded_statements.alarms(seed=7, count=60)
    assert (statements, found) == (60, [])
    assert judged > 1000
