"""What all tables share: names of constraints, STRICT, and the checks that the database itself makes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Final, cast

from sqlalchemy import CheckConstraint, MetaData, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.schema import SchemaItem

from juryapp.storage.types import ANNOTATIONS

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The parent of all row classes. They never leave storage/ and hold no rules of the award."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = dict(ANNOTATIONS)


def strict(*items: SchemaItem) -> tuple[Any, ...]:
    """Return the `__table_args__` of a STRICT table with these constraints."""
    return (*items, {"sqlite_strict": True})


def table_of(row: type[Base]) -> Table:
    """Return the table of a row class."""
    return cast("Table", row.__table__)


def is_flag(column: str) -> CheckConstraint:
    """The column is 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_is_flag")


def is_one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds a word of an enumeration."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


def at_least(column: str, least: int) -> CheckConstraint:
    """The column is a number of at least `least`."""
    return CheckConstraint(f"{column} >= {least}", name=f"{column}_at_least_{least}")


def filled(column: str) -> CheckConstraint:
    """The column is not empty."""
    return CheckConstraint(f"{column} <> ''", name=f"{column}_filled")


def is_hash(column: str) -> CheckConstraint:
    """The column holds 64 characters: a SHA-256 in hex."""
    return CheckConstraint(f"length({column}) = 64", name=f"{column}_is_hash")


def is_hash_or_empty(column: str) -> CheckConstraint:
    """The column holds a SHA-256 in hex, or nothing yet."""
    return CheckConstraint(f"length({column}) IN (0, 64)", name=f"{column}_is_hash")


def only_row() -> CheckConstraint:
    """The table has a single row."""
    return CheckConstraint("only_row = 1", name="only_row")
