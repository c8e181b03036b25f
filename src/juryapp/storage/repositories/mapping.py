"""How frozen dataclasses lie in rows: field by field, by their annotations.

Whole numbers and texts lie as they are, flags as 0 and 1, words of an enumeration as texts, and anything else
as canonical JSON. A column has the name of its field, except where that is a word of SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import fields
from enum import Enum
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar, get_args, get_type_hints

import sqlalchemy as sa

from juryapp.storage import dialects, documents
from juryapp.storage.tables.base import Base, table_of

T = TypeVar("T")
Columns = dict[str, Any]
Converter = Callable[[Any], Any]

OTHER_NAMES: Final = {
    "at": "made_at",
    "by": "made_by",
    "group": "group_name",
    "left": "has_left",
    "order": "position",
    "text": "wording",
}


class Mapping(Generic[T]):
    """How a dataclass lies in its table."""

    def __init__(
        self, kind: type[T], row: type[Base], apart: Collection[str] = (), **names: str
    ) -> None:
        """Map `kind` to the table of `row`.

        Args:
            kind: The dataclass.
            row: The class of its rows.
            apart: Fields that lie elsewhere, or in several columns.
            names: Columns that are called otherwise, by field.
        """
        self.kind = kind
        self.table: sa.Table = table_of(row)
        hints, columns = get_type_hints(kind), {**OTHER_NAMES, **names}
        self._fields = [
            (field.name, columns.get(field.name, field.name), *_converters(hints[field.name]))
            for field in fields(kind)  # type: ignore[arg-type]  # every T is a dataclass
            if field.name not in apart
        ]
        self._get = attrgetter(*(name for name, *_ in self._fields))

    def written(self, thing: T) -> Columns:
        """Return the columns of a thing."""
        values = zip(self._fields, self._get(thing), strict=True)
        return {
            column: value if write is None else write(value)
            for (_, column, write, _), value in values
        }

    def read(self, row: Any) -> T:
        """Return the thing in a row, which may have more columns."""
        return self.kind(**self.values(row))

    def values(self, row: Any) -> dict[str, Any]:
        """Return the fields of the thing in a row."""
        return {
            name: row[column] if read is None else read(row[column])
            for name, column, _, read in self._fields
        }


def put_only_row(connection: sa.Connection, table: sa.Table, columns: Columns) -> None:
    """Set the single row of a table that has one."""
    upsert = dialects.upsert(connection.dialect.name, table, "only_row")
    connection.execute(upsert, {"only_row": 1, **columns})


def _converters(hint: Any) -> tuple[Converter | None, Converter | None]:
    """Return how a value of this kind is written and read; None: as it is."""
    plain = getattr(hint, "__supertype__", hint)  # ids are NewTypes of str
    if plain in {str, int, bytes} or _may_be_absent(hint):
        return None, None
    if plain is bool:
        return int, bool
    if isinstance(plain, type) and issubclass(plain, Enum):
        return str, plain
    return documents.written, lambda text: documents.built(hint, text)


def _may_be_absent(hint: Any) -> bool:
    """Return whether it is a text or nothing, as an id of who is not there."""
    kinds = {getattr(kind, "__supertype__", kind) for kind in get_args(hint)}
    return kinds == {str, type(None)}
