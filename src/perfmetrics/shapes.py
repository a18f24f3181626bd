"""The short way from plain data to a model: what fits is built at once, and nothing is told of what does not.

To tell every error of a file at once, pydantic asks functions of ours about each of its tables and figures. Nearly all
data fits, and then they are asked in vain. So the same fields make a second validator: it knows keys and values as they
are mostly written, asks nobody about them, and refuses the rest, which then goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from annotated_types import Ge, Gt, Le, MinLen
from pydantic import BaseModel, BeforeValidator, Strict, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, SchemaValidator, core_schema


class Shaped:
    """What is written beside a type to say how its values are read in short."""

    def shape(self) -> CoreSchema:
        """Return the schema of the values as they are mostly written; it has to refuse what the long way refuses."""
        raise NotImplementedError


class _Way(NamedTuple):
    """What holds for all tables of a model, the schemas of what was met, and where those of tables are meant."""

    by_title: bool
    checks: Mapping[type[BaseModel], Callable[[Any], Any]]
    tables: dict[str, CoreSchema]
    places: dict[str, list[core_schema.DefinitionReferenceSchema]]
    shapes: dict[Shaped, CoreSchema]


def short_way(
    model: type[BaseModel], checks: Mapping[type[BaseModel], Callable[[Any], Any]], *, by_title: bool
) -> SchemaValidator:
    """Return what reads a model from plain data, or refuses to.

    Args:
        model: The model, of which all tables forbid unknown keys, and none holds itself.
        checks: The functions that look over a table at last, of the models that have one.
        by_title: Whether keys may be written by the titles of the fields.
    """
    way = _Way(by_title, checks, {}, {}, {})
    whole: CoreSchema = _table(model, way)
    for name, places in way.places.items():
        if len(places) == 1:  # what is meant once stands there itself, and is found sooner
            place: dict[str, Any] = places[0]  # type: ignore[assignment]  # it becomes another schema
            place.clear()
            place.update(way.tables.pop(name))
    read: SchemaValidator = _validator(core_schema.definitions_schema(whole, list(way.tables.values())), **_ANEW)
    return read


_validator: Any = SchemaValidator
# Newer versions take the validators that the models have already, which go the long way.
_ANEW = {"_use_prebuilt": False} if "_use_prebuilt" in str(SchemaValidator.__text_signature__) else {}


def _table(model: type[BaseModel], way: _Way) -> CoreSchema:
    name = f"{model.__module__}.{model.__qualname__}"
    place = core_schema.definition_reference_schema(name)
    way.places.setdefault(name, []).append(place)
    if len(way.places[name]) == 1:
        fields = {key: _field(key, field, way) for key, field in model.model_fields.items()}
        rows = core_schema.model_fields_schema(fields, extra_behavior="forbid")
        check = way.checks.get(model)
        way.tables[name] = (
            core_schema.model_schema(model, rows, ref=name)
            if check is None
            else core_schema.no_info_after_validator_function(check, core_schema.model_schema(model, rows), ref=name)
        )
    return place


def _field(key: str, field: FieldInfo, way: _Way) -> core_schema.ModelField:
    schema = (
        _schema(field.annotation, field.metadata, way)
        if field.discriminator is None
        else _told_apart(field.annotation, str(field.discriminator), way)
    )
    if not field.is_required():
        factory: Any = field.default_factory
        missing = {"default": field.default} if factory is None else {"default_factory": factory}
        schema = core_schema.with_default_schema(schema, **missing)
    names: list[list[str | int]] = [[key], [field.title]] if way.by_title and field.title else []
    return core_schema.model_field(schema, validation_alias=names or None)


def _told_apart(kind: Any, key: str, way: _Way) -> CoreSchema:
    """Return the schema of several models, each with a name of its own under a key."""
    tables = {each.model_fields[key].default: _table(each, way) for each in get_args(kind)}

    def name_in(table: object) -> str | None:
        name = table.get(key) if isinstance(table, Mapping) else None
        return name if isinstance(name, str) else None

    return core_schema.tagged_union_schema(tables, discriminator=name_in)


def _schema(kind: Any, beside: Iterable[Any], way: _Way) -> CoreSchema:
    """Return the schema of a type with what is written beside it."""
    if get_origin(kind) is Annotated:
        inner, *own = get_args(kind)
        return _schema(inner, [*own, *beside], way)
    notes = list(_flat(beside))
    shaped = next((each for each in notes if isinstance(each, Shaped)), None)
    if shaped is not None:
        if shaped not in way.shapes:
            way.shapes[shaped] = shaped.shape()
        return way.shapes[shaped]
    schema = _unasked(kind, notes, way)
    for each in notes:
        if isinstance(each, BeforeValidator):
            ask: Any = each.func
            schema = core_schema.no_info_before_validator_function(ask, schema)
    return schema


def _unasked(kind: Any, notes: list[Any], way: _Way) -> CoreSchema:
    """Return the schema of a type within the limits that are written beside it."""
    origin, branches = get_origin(kind), [each for each in get_args(kind) if each is not NoneType]
    if origin is Literal:
        return core_schema.literal_schema(branches)
    if origin is tuple:
        least = next((each.min_length for each in notes if isinstance(each, MinLen)), None)
        return core_schema.tuple_schema([_schema(branches[0], (), way)], variadic_item_index=0, min_length=least)
    if origin is dict:
        return core_schema.dict_schema(core_schema.str_schema(), _schema(branches[1], (), way))
    if branches:
        schema, *others = (_schema(each, (), way) for each in branches)
        if others:
            schema = core_schema.union_schema([schema, *others])
        return core_schema.nullable_schema(schema) if len(branches) < len(get_args(kind)) else schema
    if kind in _PLAIN:
        return _PLAIN[kind](notes)
    return _table(kind, way) if issubclass(kind, BaseModel) else _of_ours(kind)


def _flat(beside: Iterable[Any]) -> Iterator[Any]:
    for each in beside:
        if isinstance(each, FieldInfo):
            yield from each.metadata
        else:
            yield each


def _text(notes: list[Any]) -> CoreSchema:
    limits = next((each for each in notes if isinstance(each, StringConstraints)), StringConstraints())
    return core_schema.str_schema(
        min_length=limits.min_length, strip_whitespace=limits.strip_whitespace, pattern=limits.pattern
    )


def _whole(notes: list[Any]) -> CoreSchema:
    return core_schema.int_schema(strict=_is_strict(notes), **_limits(notes))


def _decimal(notes: list[Any]) -> CoreSchema:
    return core_schema.decimal_schema(**_limits(notes))


def _limits(notes: list[Any]) -> dict[str, Any]:
    kinds = {Ge: "ge", Gt: "gt", Le: "le"}
    return {kinds[type(each)]: getattr(each, kinds[type(each)]) for each in notes if type(each) in kinds}


def _truth(notes: list[Any]) -> CoreSchema:
    return core_schema.bool_schema(strict=_is_strict(notes))


def _is_strict(notes: list[Any]) -> bool:
    return any(isinstance(each, Strict) for each in notes)


_PLAIN: dict[type, Callable[[list[Any]], CoreSchema]] = {str: _text, int: _whole, bool: _truth, Decimal: _decimal}


def _of_ours(kind: type) -> CoreSchema:
    """Return the schema of one of several words, or of what a function has made of a value before."""
    if issubclass(kind, StrEnum):
        return core_schema.enum_schema(kind, list(kind), sub_type="str")
    return core_schema.is_instance_schema(kind)
