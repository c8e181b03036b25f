"""Things that are kept by id, and their rows."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

import sqlalchemy as sa
from typing_extensions import override

from juryapp.domain.award import Category, Round
from juryapp.domain.criteria import Criterion, Level
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.paper import PaperDraft
from juryapp.domain.scales import Scale
from juryapp.storage import dialects, documents
from juryapp.storage import tables as t
from juryapp.storage.repositories.mapping import Columns, Mapping
from juryapp.storage.tables.base import Base

T = TypeVar("T")
I_contra = TypeVar("I_contra", bound=str, contravariant=True)


class Kept(Mapping[T]):
    """How one class of things with an id lies in its table."""

    def __init__(
        self, kind: type[T], row: type[Base], order: str, apart: Collection[str] = (), **names: str
    ) -> None:
        """Map `kind` to the table of `row`; `order` is the column that sorts, before the id."""
        super().__init__(kind, row, apart, **names)
        self.order = order

    @cached_property
    def everything(self) -> sa.Select[Any]:
        """The query for all, built once."""
        return sa.select(self.table)

    @cached_property
    def one(self) -> sa.Select[Any]:
        """The query for the one with `its_id`."""
        return sa.select(self.table).where(self.table.c.id == sa.bindparam("its_id"))


class KeptCriteria(Kept[Criterion]):
    """Criteria: weight and scale are several columns each."""

    @override
    def written(self, thing: Criterion) -> Columns:
        """Return the columns of a criterion."""
        scale = thing.scale
        return {
            **super().written(thing),
            "weight_num": thing.weight.numerator,
            "weight_den": thing.weight.denominator,
            "least": scale.least,
            "most": scale.most,
            "step_num": scale.step.numerator,
            "step_den": scale.step.denominator,
            "levels": documents.written(tuple((lv.points, lv.words) for lv in thing.levels)),
        }

    @override
    def values(self, row: Any) -> dict[str, Any]:
        """Return the fields of a criterion."""
        step = Fraction(row["step_num"], row["step_den"])
        return {
            **super().values(row),
            "weight": Fraction(row["weight_num"], row["weight_den"]),
            "scale": Scale(row["least"], row["most"], step),
            "levels": tuple(
                Level(points, words) for points, words in documents.pairs(row["levels"])
            ),
        }


class SqlCollection(Generic[T, I_contra]):
    """Things of an edition, in one transaction."""

    def __init__(self, connection: sa.Connection, mapping: Kept[T]) -> None:
        self._connection = connection
        self._mapping = mapping

    def all(self) -> list[T]:
        """Return all, by `order` or `number`, then id."""
        order = self._mapping.order
        rows = self._connection.execute(self._mapping.everything).mappings().all()
        return [self._mapping.read(row) for row in sorted(rows, key=lambda r: (r[order], r["id"]))]

    def find(self, id_: I_contra) -> T | None:
        """Return one, or None."""
        row = self._connection.execute(self._mapping.one, {"its_id": id_}).mappings().first()
        return None if row is None else self._mapping.read(row)

    def put(self, *things: T) -> None:
        """Add or replace."""
        if things:
            dialect = self._connection.dialect.name
            upsert = dialects.upsert(dialect, self._mapping.table, "id")
            self._connection.execute(upsert, [self._mapping.written(thing) for thing in things])

    def remove(self, id_: I_contra) -> None:
        """Remove one; what does not exist is no error. What still refers to it shows at the commit."""
        table = self._mapping.table
        self._connection.execute(table.delete().where(table.c.id == id_))


CATEGORIES: Final = Kept(Category, t.CategoryRow, "position")
CRITERIA: Final = KeptCriteria(
    Criterion, t.CriterionRow, "position", apart={"weight", "scale", "levels"}
)
NOMINEES: Final = Kept(Nominee, t.NomineeRow, "number")
NOMINATIONS: Final = Kept(Nomination, t.NominationRow, "position")
JURORS: Final = Kept(Juror, t.JurorRow, "number")
ROUNDS: Final = Kept(Round, t.RoundRow, "number")
PAPER_DRAFTS: Final = Kept(PaperDraft, t.PaperDraftRow, "made_at", juror="id")
