"""Things that are only ever added: rulings, waivers, decisions, justifications."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Generic, TypeVar

import sqlalchemy as sa
from typing_extensions import override

from juryapp.application.ports import MergeRecord, Waiver
from juryapp.domain.award import Reopening
from juryapp.domain.decisions import Decision, Justification
from juryapp.domain.impartiality import Ruling
from juryapp.domain.jury import Departure
from juryapp.domain.paper import PaperBallot, PaperVerdict
from juryapp.storage import tables as t
from juryapp.storage.repositories.mapping import Mapping
from juryapp.storage.repositories.numbering import next_number
from juryapp.storage.tables.base import table_of

_BASIS: Final = table_of(t.RulingBasisRow)

T = TypeVar("T")


class SqlSequel(Generic[T]):
    """Things that are only ever added."""

    def __init__(self, connection: sa.Connection, mapping: Mapping[T]) -> None:
        self._connection = connection
        self._mapping = mapping

    def add(self, thing: T) -> None:
        """Add one."""
        self._connection.execute(self._mapping.table.insert().values(self._mapping.written(thing)))

    def all(self) -> list[T]:
        """Return all, in the order added."""
        table = self._mapping.table
        rows = self._connection.execute(sa.select(table).order_by(table.c.n)).mappings()
        return [self._mapping.read(row) for row in rows]

    def next_number(self) -> int:
        """Return the next free `n`, from 1."""
        return next_number(self._connection, self._mapping.table)


class SqlRulings(SqlSequel[Ruling]):
    """Rulings, each with what the juror had declared by then."""

    @override
    def add(self, thing: Ruling) -> None:
        """Add one."""
        super().add(thing)
        said = " ".join(sorted(thing.said))
        basis = {"ruling": thing.n, "rev": thing.rev, "said": said}
        self._connection.execute(_BASIS.insert().values(basis))

    @override
    def all(self) -> list[Ruling]:
        """Return all, in the order added."""
        rows = self._connection.execute(sa.select(_BASIS)).mappings()
        bases = {row["ruling"]: row for row in rows}
        return [_based(ruling, bases.get(ruling.n)) for ruling in super().all()]


def _based(ruling: Ruling, basis: Any) -> Ruling:
    if basis is None:
        return ruling
    return replace(ruling, rev=basis["rev"], said=frozenset(basis["said"].split()))


RULINGS: Final = Mapping(Ruling, t.RulingRow, apart={"rev", "said"})
WAIVERS: Final = Mapping(Waiver, t.WaiverRow)
DECISIONS: Final = Mapping(Decision, t.DecisionRow)
JUSTIFICATIONS: Final = Mapping(Justification, t.JustificationRow)
DEPARTURES: Final = Mapping(Departure, t.DepartureRow)
REOPENINGS: Final = Mapping(Reopening, t.ReopeningRow)
MERGES: Final = Mapping(MergeRecord, t.MergeReportRow)
PAPER_BALLOTS: Final = Mapping(PaperBallot, t.PaperBallotRow)
PAPER_VERDICTS: Final = Mapping(PaperVerdict, t.PaperVerdictRow)
