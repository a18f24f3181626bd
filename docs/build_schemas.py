"""Make the JSON Schemas of the package from its models, and hold them to their versions.

Run without arguments to write those that are missing; a schema that is there is never overwritten, since somebody may
rely on it: raise its version in `perfmetrics.schemas`, or, before that version is released, remove its file first. With
`--check` nothing is written, and a schema that is not what the models say ends with status 1.
"""

from __future__ import annotations

import argparse
import functools
import json
import operator
import sys
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from perfmetrics.auditing.audits import AuditJson
from perfmetrics.cards import CardJson
from perfmetrics.consistency import CheckJson
from perfmetrics.rubrics import Rubric
from perfmetrics.schemas import NAMES, VERSIONS, SchemaName, file_of
from perfmetrics.statements import Report

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def made(name: SchemaName) -> dict[str, Any]:
    """Return the schema that the models of the package make."""
    models: dict[SchemaName, type[BaseModel]] = {"report": Report, "rubric": Rubric}
    shapes: dict[SchemaName, Any] = {"card": CardJson, "check": CheckJson, "audit": AuditJson}
    model = models[name] if name in models else _model(shapes[name])
    head = {"$schema": _DIALECT, "$id": f"urn:perfmetrics:{name}:{VERSIONS[name]}"}
    return {**head, **_hoisted(model.model_json_schema()), "title": f"perfmetrics {name}"}


def _hoisted(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which what a figure may be stands once for each kind, not in each of some hundred lines."""
    named = {text: f"{json.loads(text).get('x-kind', 'any')}_figure" for text in dict.fromkeys(_choices(schema))}
    hoisted: dict[str, Any] = _refer(schema, named)
    if named:
        hoisted["$defs"] |= {name: json.loads(text) for text, name in named.items()}
    return hoisted


_LONG = 400  # characters of a choice that is worth a name


def _choices(piece: Any) -> Iterator[str]:
    """Yield the long choices in a schema, each as a text."""
    if isinstance(piece, dict) and "anyOf" in piece and set(piece) <= {"anyOf", "x-kind"}:
        text = json.dumps(piece)
        if len(text) > _LONG:
            yield text
            return
    for each in piece.values() if isinstance(piece, dict) else piece if isinstance(piece, list) else ():
        yield from _choices(each)


def _refer(piece: Any, named: Mapping[str, str]) -> Any:
    """Return a schema with references in place of the pieces that have a name."""
    if isinstance(piece, dict):
        name = named.get(json.dumps(piece))
        return {"$ref": f"#/$defs/{name}"} if name else {key: _refer(each, named) for key, each in piece.items()}
    return [_refer(each, named) for each in piece] if isinstance(piece, list) else piece


def text_of(name: SchemaName) -> str:
    """Return the schema as it is written down."""
    return json.dumps(made(name), ensure_ascii=False, indent=2) + "\n"


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


def main(argv: Sequence[str] | None = None) -> int:
    """Write the schemas that are missing, or check all of them; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(argv)
    status = 0
    for name in NAMES:
        path = file_of(name)
        if not path.exists() and not options.check:
            path.write_text(text_of(name), encoding="utf-8", newline="\n")
            print(f"{path.name} written")
        elif not path.exists() or path.read_text(encoding="utf-8") != text_of(name):
            print(f"{path.name} is not what the models say: raise the version of {name!r}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
