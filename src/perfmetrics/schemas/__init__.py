"""JSON Schemas of what goes in and what comes out: report, rubric, card, check, audit.

They are files, `card-1.json` for the first version of the JSON of a card, so that a schema is the same whatever version
of pydantic is installed. `docs/build_schemas.py` makes them from the models.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

SchemaName = Literal["report", "rubric", "card", "check", "audit"]
NAMES: tuple[SchemaName, ...] = ("report", "rubric", "card", "check", "audit")
# A key that is new raises none; one that is gone, or means something else, raises the number.
VERSIONS: Mapping[SchemaName, int] = MappingProxyType({"report": 1, "rubric": 1, "card": 1, "check": 1, "audit": 1})


def file_of(name: SchemaName) -> Path:
    """Return the file of a schema."""
    return Path(__file__).with_name(f"{name}-{VERSIONS[name]}.json")


def json_schema(name: SchemaName) -> dict[str, Any]:
    """Return the JSON Schema of a report file, a rubric file, the JSON of a card, a check or an audit.

    Example:
        >>> json_schema("card")["title"]
        'perfmetrics card'
    """
    found: dict[str, Any] = json.loads(file_of(name).read_text(encoding="utf-8"))
    return found
