"""Small values inside a column: frozen dataclasses as canonical JSON, and back by their annotations."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from juryapp.base.canonical import canonical_bytes
from juryapp.domain.protocol import as_document

D = TypeVar("D")


def written(value: object) -> str:
    """Return dataclasses, tuples, enumerations and fractions as canonical JSON."""
    return canonical_bytes(as_document(value)).decode()


@lru_cache(maxsize=8)
def words(text: str) -> tuple[str, ...]:
    """Return the texts in a JSON list; a desk reads the same long list at every key press."""
    return tuple(str(word) for word in json.loads(text))


def pairs(text: str) -> tuple[tuple[int, str], ...]:
    """Return the pairs of a number and a text in a JSON list."""
    return tuple((int(number), str(word)) for number, word in json.loads(text))


def built(kind: Any, text: str) -> Any:
    """Return what `written` wrote of a value with this annotation."""
    return _built(kind, json.loads(text))


def read(kind: type[D], text: str) -> D:
    """Return the dataclass that `written` wrote."""
    value = _built(kind, json.loads(text))
    assert isinstance(value, kind)  # noqa: S101 - for the type checker; _built sees to it
    return value


def _built(kind: Any, document: Any) -> Any:
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind)[0], document)
    kind = getattr(kind, "__supertype__", kind)  # ids are NewTypes of str
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        known = [f for f in fields(kind) if f.name in document or f.default is MISSING]
        return kind(**{f.name: _built(hints[f.name], document[f.name]) for f in known})
    if kind is Fraction or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(document)
    return document


def _tuple(kind: Any, items: list[Any]) -> tuple[Any, ...]:
    if getattr(kind, "__supertype__", kind) in {str, int}:  # a desk's order can have thousands
        return tuple(items)
    return tuple(_built(kind, item) for item in items)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
