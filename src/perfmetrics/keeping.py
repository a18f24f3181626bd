"""Tables that keep what was found out from them, so that asking a second time costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict

_FOUND = "_found"  # pydantic passes over names that begin so
_Table = TypeVar("_Table", bound=BaseModel)
_Kept = TypeVar("_Kept")


class Keeps(BaseModel):
    """A frozen table that keeps what was found out from it.

    A copy may have other fields, and another process computes faster than it reads: neither gets what was found.
    """

    model_config = ConfigDict(defer_build=True)  # it has no fields, and is never validated by itself

    def kept(self, make: Callable[[Self], _Kept]) -> _Kept:
        """Return what a function finds out from the table: it is asked once and has to say the same each time."""
        try:
            found: _Kept = self.__dict__[_FOUND][make]
        except KeyError:
            found = self.__dict__.setdefault(_FOUND, {})[make] = make(self)
        return found

    def __copy__(self) -> Self:
        """Return a copy that has found out nothing yet."""
        return _forgetful(super().__copy__())

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return a deep copy that has found out nothing yet."""
        return _forgetful(super().__deepcopy__(memo))

    def __getstate__(self) -> dict[Any, Any]:
        """Return what travels: the fields."""
        state = super().__getstate__()
        return {**state, "__dict__": _fields_of(self, state["__dict__"])}


def _fields_of(table: BaseModel, values: Mapping[str, Any]) -> dict[str, Any]:
    fields = type(table).model_fields
    return {name: value for name, value in values.items() if name in fields}


def _forgetful(copied: _Table) -> _Table:
    for name in copied.__dict__.keys() - type(copied).model_fields.keys():
        del copied.__dict__[name]
    return copied
