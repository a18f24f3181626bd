"""What a report costs from a line of a file to its results, and what travels between processes."""

from __future__ import annotations

import json
import pickle
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import perfmetrics as pm

sys.path.insert(0, str(Path(__file__).parent))

from audit_speed import REPORTS as TEXTS

ROOT = Path(__file__).parents[2]
REPORTS = sorted((ROOT / "examples" / "reports").glob("*.toml"))

RUBRIC = "baojing-2019"


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Return the five reports as JSON Lines."""
    loaded = (tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str) for path in REPORTS)
    return [json.dumps(each, ensure_ascii=False) for each in loaded]


def test_card_and_check_of_five(benchmark: Any, lines: list[str]) -> None:
    sys.path.insert(0, str(ROOT / "examples" / "cluster"))
    script = import_module("many_reports")
    found = benchmark.pedantic(script.judged, (lines, RUBRIC), rounds=3, warmup_rounds=1)
    benchmark.extra_info["reports"] = len(lines)
    assert all(each["error"] is None for each in found)


def test_audit_of_five(benchmark: Any) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]

    def run() -> list[object]:
        return [pm.audit(each).findings for each in texts]

    found = benchmark.pedantic(run, rounds=3, warmup_rounds=1)
    benchmark.extra_info["reports"] = len(found)


def test_pickles(benchmark: Any) -> None:
    report = pm.load_report(REPORTS[0])
    table = pm.load_rubric(RUBRIC)
    things = {
        "report": report,
        "rubric": table,
        "card": pm.score(report, table),
        "check": pm.check(report, rubric=table),
        "audit": pm.audit((TEXTS / "000.txt").read_text(encoding="utf-8")),
    }
    try:
        sizes = {name: len(pickle.dumps(thing)) for name, thing in things.items()}
    except (pickle.PicklingError, AttributeError) as error:
        pytest.skip(f"results cannot be pickled yet: {error}")
    benchmark.extra_info |= sizes
    assert isinstance(benchmark(pickle.loads, pickle.dumps(things["check"])), pm.CheckResult)
