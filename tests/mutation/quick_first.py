"""Put the tests of a mutant in the order of the time they took: most mutants are noticed by the first of them.

`mutants.py` copies this file into its work directory as `tests/conftest.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

TIMES = Path("mutmut-stats.json")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by the seconds that mutmut has measured, where it has."""
    if TIMES.exists():
        items[:] = quick_first(items, json.loads(TIMES.read_text(encoding="utf-8"))["duration_by_test"])


def quick_first(items: list[Any], seconds: Mapping[str, float]) -> list[Any]:
    """Return tests by the seconds that they take; one that nobody has timed comes first."""
    return sorted(items, key=lambda each: seconds.get(each.nodeid, 0.0))
