"""check() of fifteen identities against the same checks of a data frame, of one report and of ten thousand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import perfmetrics as pm

sys.path.insert(0, str(Path(__file__).parent))

import fifteen

MANY = 10_000
JUDGED = 100  # of the many, how many check() is asked about


def test_check_of_fifteen(benchmark: Any) -> None:
    report = pm.load_report(fifteen.report_of(fifteen.rows(1)[0]))
    assert pm.check(report) is not pm.check(report)
    result = benchmark(pm.check, report)
    assert result.counts() == {"exact": 15, "rounding": 0, "inconsistent": 0, "undefined": 0}


def test_first_check_of_fifteen(benchmark: Any) -> None:
    """What a report is checked for the first time: later checks find its numbers made ready."""

    def fresh() -> tuple[tuple[list[pm.Report]], dict[str, Any]]:
        return ([pm.load_report(fifteen.report_of(row)) for row in fifteen.rows(JUDGED)],), {}

    results = benchmark.pedantic(lambda reports: [pm.check(each) for each in reports], setup=fresh, rounds=20)
    assert all(each.counts()["exact"] == len(each.statements) for each in results)


def test_fifteen_by_pandera(benchmark: Any) -> None:
    frame = fifteen.frame_of(fifteen.rows(1))
    assert len(benchmark(fifteen.by_pandera(frame))) == 1


def test_fifteen_by_pointblank(benchmark: Any) -> None:
    frame = fifteen.frame_of(fifteen.rows(1))
    assert benchmark(fifteen.by_pointblank(frame)).all_passed()


def test_check_of_rounded(benchmark: Any) -> None:
    """Some of the many: their sums are right and their figures are rounded."""
    rows = fifteen.rows(MANY, decimals=4)[:JUDGED]

    def fresh() -> tuple[tuple[list[pm.Report]], dict[str, Any]]:
        return ([pm.load_report(fifteen.report_of(row)) for row in rows],), {}

    results = benchmark.pedantic(lambda reports: [pm.check(each) for each in reports], setup=fresh, rounds=5)
    benchmark.extra_info |= {
        "judged": JUDGED,
        "rounded": sum(each.counts()["rounding"] > 0 for each in results),
        "alarms": sum(not each.ok for each in results),
    }


def test_columns_of_many(benchmark: Any) -> None:
    frame = fifteen.frame_of(fifteen.rows(MANY, decimals=4))
    held = benchmark(fifteen.by_columns(frame))
    assert all(each.all() for each in held)
    benchmark.extra_info |= {"reports": MANY, "unequal": int(fifteen.unequal(frame).sum())}


def test_pandera_of_many(benchmark: Any) -> None:
    frame = fifteen.frame_of(fifteen.rows(MANY, decimals=4))
    assert len(benchmark(fifteen.by_pandera(frame))) == MANY
