"""Put the tests of a mutant in the order of the time they took: most mutants are noticed by the first of them.

`mutants.py` copies this file into its work directory as `tests/conftest.py`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

TIMES = Path("mutmut-stats.json")


def pytest_sessionstart() -> None:
    """Forget what the run without a mutant has kept: the process of a mutant is forked from it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("perfmetrics."):
            forget(module)


def forget(module: object) -> None:
    """Clear the caches of the functions of a module."""
    for each in list(vars(module).values()):
        if hasattr(each, "cache_clear"):
            each.cache_clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by the seconds that mutmut has measured, where it has."""
    if TIMES.exists():
        items[:] = quick_first(items, json.loads(TIMES.read_text(encoding="utf-8"))["duration_by_test"])


def quick_first(items: list[Any], seconds: Mapping[str, float]) -> list[Any]:
    """Return tests by the seconds that they take; one that nobody has timed comes first."""
    return sorted(items, key=lambda each: seconds.get(each.nodeid, 0.0))
