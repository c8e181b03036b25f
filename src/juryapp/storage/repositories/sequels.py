"""Things that are only ever added: rulings, waivers, decisions, justifications."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

import sqlalchemy as sa
from typing_extensions import override

from juryapp.application.ports import MergeRecord, Waiver
from juryapp.domain.award import Reopening
from juryapp.domain.decisions import Basis, Decision, Justification, Outcome
from juryapp.domain.ids import CategoryId, JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Reach, Ruling
from juryapp.domain.jury import Departure
from juryapp.domain.paper import PaperBallot, PaperVerdict
from juryapp.storage import tables as t
from juryapp.storage.repositories.numbering import next_number
from juryapp.storage.tables.base import table_of

_BASIS: Final = table_of(t.RulingBasisRow)

T = TypeVar("T")
Columns = dict[str, Any]


@dataclass(frozen=True)
class Numbered(Generic[T]):
    """How a class with a number `n` lies in its table."""

    table: sa.Table
    written: Callable[[T], Columns]
    read: Callable[[Any], T]


class SqlSequel(Generic[T]):
    """Things that are only ever added."""

    def __init__(self, connection: sa.Connection, numbered: Numbered[T]) -> None:
        self._connection = connection
        self._numbered = numbered

    def add(self, thing: T) -> None:
        """Add one."""
        self._connection.execute(
            self._numbered.table.insert().values(self._numbered.written(thing))
        )

    def all(self) -> list[T]:
        """Return all, in the order added."""
        table = self._numbered.table
        rows = self._connection.execute(sa.select(table).order_by(table.c.n)).mappings()
        return [self._numbered.read(row) for row in rows]

    def next_number(self) -> int:
        """Return the next free `n`, from 1."""
        return next_number(self._connection, self._numbered.table)


def _ruling_row(ruling: Ruling) -> Columns:
    return {
        "n": ruling.n,
        "juror": ruling.juror,
        "nominee": ruling.nominee,
        "recused": int(ruling.recused),
        "reach": str(ruling.reach),
        "ground": ruling.ground,
        "made_by": ruling.by,
        "made_at": ruling.at,
    }


def _ruling(row: Any) -> Ruling:
    return Ruling(
        n=row["n"],
        juror=JurorId(row["juror"]),
        nominee=NomineeId(row["nominee"]),
        recused=bool(row["recused"]),
        reach=Reach(row["reach"]),
        ground=row["ground"],
        by=row["made_by"],
        at=row["made_at"],
    )


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


def _waiver_row(waiver: Waiver) -> Columns:
    return {
        "n": waiver.n,
        "waived": int(waiver.waived),
        "reason": waiver.reason,
        "made_by": waiver.by,
        "made_at": waiver.at,
    }


def _waiver(row: Any) -> Waiver:
    return Waiver(
        n=row["n"],
        waived=bool(row["waived"]),
        reason=row["reason"],
        by=row["made_by"],
        at=row["made_at"],
    )


def _decision_row(decision: Decision) -> Columns:
    return {
        "n": decision.n,
        "category": decision.category,
        "nominee": decision.nominee,
        "outcome": str(decision.outcome),
        "basis": str(decision.basis),
        "reason": decision.reason,
        "made_by": decision.by,
        "made_at": decision.at,
    }


def _decision(row: Any) -> Decision:
    return Decision(
        n=row["n"],
        category=CategoryId(row["category"]),
        nominee=None if row["nominee"] is None else NomineeId(row["nominee"]),
        outcome=Outcome(row["outcome"]),
        basis=Basis(row["basis"]),
        reason=row["reason"],
        by=row["made_by"],
        at=row["made_at"],
    )


def _justification_row(text: Justification) -> Columns:
    return {
        "n": text.n,
        "nominee": text.nominee,
        "language": text.language,
        "wording": text.text,
        "made_by": text.by,
        "made_at": text.at,
    }


def _justification(row: Any) -> Justification:
    return Justification(
        n=row["n"],
        nominee=NomineeId(row["nominee"]),
        language=row["language"],
        text=row["wording"],
        by=row["made_by"],
        at=row["made_at"],
    )


def _departure_row(departure: Departure) -> Columns:
    return {
        "n": departure.n,
        "juror": departure.juror,
        "has_left": int(departure.left),
        "marks_count": int(departure.marks_count),
        "deputy": departure.deputy,
        "reason": departure.reason,
        "made_by": departure.by,
        "made_at": departure.at,
    }


def _departure(row: Any) -> Departure:
    return Departure(
        n=row["n"],
        juror=JurorId(row["juror"]),
        left=bool(row["has_left"]),
        marks_count=bool(row["marks_count"]),
        deputy=row["deputy"],
        reason=row["reason"],
        by=row["made_by"],
        at=row["made_at"],
    )


def _reopening_row(reopening: Reopening) -> Columns:
    return {
        "n": reopening.n,
        "round": reopening.round,
        "reason": reopening.reason,
        "made_by": reopening.by,
        "made_at": reopening.at,
    }


def _reopening(row: Any) -> Reopening:
    return Reopening(
        n=row["n"],
        round=RoundId(row["round"]),
        reason=row["reason"],
        by=row["made_by"],
        at=row["made_at"],
    )


def _merge_row(record: MergeRecord) -> Columns:
    return {
        "n": record.n,
        "document": record.document,
        "made_by": record.by,
        "made_at": record.at,
    }


def _merge(row: Any) -> MergeRecord:
    return MergeRecord(n=row["n"], document=row["document"], by=row["made_by"], at=row["made_at"])


def _paper_row(ballot: PaperBallot) -> Columns:
    return {
        "n": ballot.n,
        "round": ballot.round,
        "juror": ballot.juror,
        "document": ballot.document,
        "made_by": ballot.by,
        "made_at": ballot.at,
    }


def _paper(row: Any) -> PaperBallot:
    return PaperBallot(
        n=row["n"],
        round=RoundId(row["round"]),
        juror=JurorId(row["juror"]),
        document=row["document"],
        by=row["made_by"],
        at=row["made_at"],
    )


def _verdict_row(verdict: PaperVerdict) -> Columns:
    return {
        "n": verdict.n,
        "ballot": verdict.ballot,
        "confirmed": int(verdict.confirmed),
        "reason": verdict.reason,
        "made_by": verdict.by,
        "made_at": verdict.at,
    }


def _verdict(row: Any) -> PaperVerdict:
    return PaperVerdict(
        n=row["n"],
        ballot=row["ballot"],
        confirmed=bool(row["confirmed"]),
        reason=row["reason"],
        by=row["made_by"],
        at=row["made_at"],
    )


RULINGS: Final = Numbered(table_of(t.RulingRow), _ruling_row, _ruling)
WAIVERS: Final = Numbered(table_of(t.WaiverRow), _waiver_row, _waiver)
DECISIONS: Final = Numbered(table_of(t.DecisionRow), _decision_row, _decision)
JUSTIFICATIONS: Final = Numbered(table_of(t.JustificationRow), _justification_row, _justification)
DEPARTURES: Final = Numbered(table_of(t.DepartureRow), _departure_row, _departure)
REOPENINGS: Final = Numbered(table_of(t.ReopeningRow), _reopening_row, _reopening)
MERGES: Final = Numbered(table_of(t.MergeReportRow), _merge_row, _merge)
PAPER_BALLOTS: Final = Numbered(table_of(t.PaperBallotRow), _paper_row, _paper)
PAPER_VERDICTS: Final = Numbered(table_of(t.PaperVerdictRow), _verdict_row, _verdict)
