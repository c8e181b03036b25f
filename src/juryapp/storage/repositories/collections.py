"""Things that are kept by id, and their rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

import sqlalchemy as sa

from juryapp.domain.award import Category, Round, RoundState
from juryapp.domain.criteria import Criterion, CriterionKind, Level
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NominationId, NomineeId, RoundId
from juryapp.domain.jury import Juror, Role
from juryapp.domain.nominees import Nomination, Nominee, Relation
from juryapp.domain.paper import PaperDraft
from juryapp.domain.scales import Scale
from juryapp.storage import dialects, documents
from juryapp.storage import tables as t
from juryapp.storage.tables.base import table_of

T = TypeVar("T")
I_contra = TypeVar("I_contra", bound=str, contravariant=True)
Columns = dict[str, Any]


@dataclass(frozen=True)
class Mapping(Generic[T]):
    """How one class of the domain lies in its table."""

    table: sa.Table
    written: Callable[[T], Columns]
    read: Callable[[Any], T]
    order: str  # the column that sorts, before the id

    @cached_property
    def everything(self) -> sa.Select[Any]:
        """The query for all, built once."""
        return sa.select(self.table)

    @cached_property
    def one(self) -> sa.Select[Any]:
        """The query for the one with `its_id`."""
        return sa.select(self.table).where(self.table.c.id == sa.bindparam("its_id"))


class SqlCollection(Generic[T, I_contra]):
    """Things of an edition, in one transaction."""

    def __init__(self, connection: sa.Connection, mapping: Mapping[T]) -> None:
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


def _category_row(category: Category) -> Columns:
    return {
        "id": category.id,
        "name": category.name,
        "position": category.order,
        "rule": category.rule,
        "finalists": category.finalists,
        "winners": category.winners,
    }


def _category(row: Any) -> Category:
    return Category(
        id=CategoryId(row["id"]),
        name=row["name"],
        order=row["position"],
        rule=row["rule"],
        finalists=row["finalists"],
        winners=row["winners"],
    )


def _criterion_row(criterion: Criterion) -> Columns:
    scale = criterion.scale
    return {
        "id": criterion.id,
        "name": criterion.name,
        "weight_num": criterion.weight.numerator,
        "weight_den": criterion.weight.denominator,
        "least": scale.least,
        "most": scale.most,
        "step_num": scale.step.numerator,
        "step_den": scale.step.denominator,
        "position": criterion.order,
        "group_name": criterion.group,
        "guidance": criterion.guidance,
        "levels": documents.written(tuple((lv.points, lv.words) for lv in criterion.levels)),
        "version": criterion.version,
        "kind": str(criterion.kind),
    }


def _criterion(row: Any) -> Criterion:
    return Criterion(
        id=CriterionId(row["id"]),
        name=row["name"],
        weight=Fraction(row["weight_num"], row["weight_den"]),
        scale=Scale(row["least"], row["most"], Fraction(row["step_num"], row["step_den"])),
        order=row["position"],
        group=row["group_name"],
        guidance=row["guidance"],
        levels=tuple(Level(points, words) for points, words in documents.pairs(row["levels"])),
        version=row["version"],
        kind=CriterionKind(row["kind"]),
    )


def _nominee_row(nominee: Nominee) -> Columns:
    return {
        "id": nominee.id,
        "number": nominee.number,
        "name": nominee.name,
        "category": nominee.category,
        "place": nominee.place,
        "facts": nominee.facts,
        "withdrawn": int(nominee.withdrawn),
    }


def _nominee(row: Any) -> Nominee:
    return Nominee(
        id=NomineeId(row["id"]),
        number=row["number"],
        name=row["name"],
        category=CategoryId(row["category"]),
        place=row["place"],
        facts=row["facts"],
        withdrawn=bool(row["withdrawn"]),
    )


def _nomination_row(nomination: Nomination) -> Columns:
    return {
        "id": nomination.id,
        "nominee": nomination.nominee,
        "position": nomination.order,
        "nominator": nomination.nominator,
        "organisation": nomination.organisation,
        "relation": str(nomination.relation),
        "wording": nomination.text,
        "received": nomination.received,
    }


def _nomination(row: Any) -> Nomination:
    return Nomination(
        id=NominationId(row["id"]),
        nominee=NomineeId(row["nominee"]),
        order=row["position"],
        nominator=row["nominator"],
        organisation=row["organisation"],
        relation=Relation(row["relation"]),
        text=row["wording"],
        received=row["received"],
    )


def _juror_row(juror: Juror) -> Columns:
    return {
        "id": juror.id,
        "number": juror.number,
        "name": juror.name,
        "role": str(juror.role),
        "email": juror.email,
        "organisation": juror.organisation,
        "has_left": int(juror.left),
    }


def _juror(row: Any) -> Juror:
    return Juror(
        id=JurorId(row["id"]),
        number=row["number"],
        name=row["name"],
        role=Role(row["role"]),
        email=row["email"],
        organisation=row["organisation"],
        left=bool(row["has_left"]),
    )


def _round_row(one: Round) -> Columns:
    return {
        "id": one.id,
        "number": one.number,
        "state": str(one.state),
        "ballot": one.ballot,
        "rules": one.rules,
        "order_seed": one.order_seed,
        "opened": one.opened,
        "closed": one.closed,
    }


def _round(row: Any) -> Round:
    return Round(
        id=RoundId(row["id"]),
        number=row["number"],
        state=RoundState(row["state"]),
        ballot=row["ballot"],
        rules=row["rules"],
        order_seed=row["order_seed"],
        opened=row["opened"],
        closed=row["closed"],
    )


def _draft_row(draft: PaperDraft) -> Columns:
    return {
        "id": draft.juror,
        "document": draft.document,
        "made_by": draft.by,
        "made_at": draft.at,
    }


def _draft(row: Any) -> PaperDraft:
    return PaperDraft(
        juror=JurorId(row["id"]), document=row["document"], by=row["made_by"], at=row["made_at"]
    )


CATEGORIES: Final = Mapping(table_of(t.CategoryRow), _category_row, _category, "position")
CRITERIA: Final = Mapping(table_of(t.CriterionRow), _criterion_row, _criterion, "position")
NOMINEES: Final = Mapping(table_of(t.NomineeRow), _nominee_row, _nominee, "number")
NOMINATIONS: Final = Mapping(table_of(t.NominationRow), _nomination_row, _nomination, "position")
JURORS: Final = Mapping(table_of(t.JurorRow), _juror_row, _juror, "number")
ROUNDS: Final = Mapping(table_of(t.RoundRow), _round_row, _round, "number")
PAPER_DRAFTS: Final = Mapping(table_of(t.PaperDraftRow), _draft_row, _draft, "made_at")
