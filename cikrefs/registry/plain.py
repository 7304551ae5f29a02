"""Records as JSON values and back, whole: what a store keeps of them.

The classes' own annotations say what may stand where, so that a value of another shape, from a
store that was damaged, is refused and never becomes a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["built", "plain"]

T = TypeVar("T")


def plain(value: object) -> Any:
    """Return a value of the model as JSON has it; fields with their defaults are left out."""
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if not is_dataclass(value):
        return value
    blank = _blank(value.__class__)
    said = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: plain(one) for name, one in said.items() if one != blank.get(name)}


def built(kind: type[T], value: object) -> T:
    """Return the `kind` (a class of the model) that `value` was made from by `plain`.

    Raises TypeError for a value that cannot have been.
    """
    made: T = _built(kind, value)
    return made


def _built(kind: Any, value: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(
            **{name: _built(hints.get(name, Literal[()]), one) for name, one in value.items()}
        )
    if origin in (Union, UnionType):
        (only,) = (one for one in inner if one is not type(None))
        return None if value is None else _built(only, value)
    if origin is tuple and isinstance(value, list):
        of_each = inner if Ellipsis not in inner else (inner[0],) * len(value)
        return tuple(_built(one, part) for one, part in zip(of_each, value, strict=True))
    if origin is Literal and value in inner:
        return value
    if isinstance(kind, type) and isinstance(value, kind):
        return value
    if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(value, dict):
        return {name: _built(inner[1], one) for name, one in value.items()}
    raise TypeError(f"{value!r} is no {kind}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _blank(kind: Any) -> dict[str, object]:
    """Return the defaults of a class, by field."""
    return {field.name: field.default for field in fields(kind)}
