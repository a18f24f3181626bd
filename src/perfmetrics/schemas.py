"""JSON Schemas of what goes in and what comes out: report, rubric, card."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter

from perfmetrics.cards import CardJson
from perfmetrics.rubrics import Rubric
from perfmetrics.statements import Report

SchemaName = Literal["report", "rubric", "card"]
NAMES: tuple[SchemaName, ...] = ("report", "rubric", "card")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(name: SchemaName) -> dict[str, Any]:
    """Return the JSON Schema of a report file, a rubric file, or the JSON of a card.

    Example:
        >>> json_schema("card")["title"]
        'perfmetrics card'
    """
    models: dict[SchemaName, Any] = {"report": Report, "rubric": Rubric, "card": CardJson}
    schema = TypeAdapter(models[name]).json_schema()
    return {"$schema": _DIALECT, **schema, "title": f"perfmetrics {name}"}
