"""JSON Schemas of what goes in and what comes out: report, rubric, card, check, audit."""

from __future__ import annotations

import functools
import operator
import types
import typing
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from perfmetrics.auditing.audits import AuditJson
from perfmetrics.cards import CardJson
from perfmetrics.consistency import CheckJson
from perfmetrics.rubrics import Rubric
from perfmetrics.statements import Report

SchemaName = Literal["report", "rubric", "card", "check", "audit"]
NAMES: tuple[SchemaName, ...] = ("report", "rubric", "card", "check", "audit")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(name: SchemaName) -> dict[str, Any]:
    """Return the JSON Schema of a report file, a rubric file, the JSON of a card, a check or an audit.

    Example:
        >>> json_schema("card")["title"]
        'perfmetrics card'
    """
    models: dict[SchemaName, type[BaseModel]] = {"report": Report, "rubric": Rubric}
    shapes: dict[SchemaName, Any] = {"card": CardJson, "check": CheckJson, "audit": AuditJson}
    model = models[name] if name in models else _model(shapes[name])
    return {"$schema": _DIALECT, **model.model_json_schema(), "title": f"perfmetrics {name}"}


@functools.cache  # the same shape twice in a schema is one definition
def _model(shape: Any) -> type[BaseModel]:
    """Return a model with the keys of a typed dictionary; pydantic itself reads such types from Python 3.12 on."""
    fields: dict[str, Any] = {key: (_annotation(hint), ...) for key, hint in typing.get_type_hints(shape).items()}
    return create_model(shape.__name__, __config__=ConfigDict(extra="forbid"), __doc__=shape.__doc__, **fields)


def _annotation(hint: Any) -> Any:
    if typing.is_typeddict(hint):
        return _model(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is list:
        return list[_annotation(arguments[0])]  # type: ignore[misc]
    if origin is types.UnionType:
        return functools.reduce(operator.or_, map(_annotation, arguments))
    return hint
