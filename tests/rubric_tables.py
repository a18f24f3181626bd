"""Scoring tables that tests make: what every table has to say of itself, around the dimensions that a test is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def table_of(dimensions: Sequence[dict[str, Any]], grades: object, **more: Any) -> dict[str, Any]:
    """Return a table of full marks 100, as a file would hold it."""
    return {
        "id": "t",
        "title": "表",
        "title_en": "table",
        "evaluates": "department",
        "place": "某县",
        "years": "2019",
        "source": {"title": "某表"},
        "full_marks": 100,
        "grades": grades,
        "dimensions": list(dimensions),
        **more,
    }
