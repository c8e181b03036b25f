"""What a database has once: the edition, its rules, its meeting, the desk; and packages and protocols."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from typing_extensions import override

from juryapp.application.ports import DeskInfo
from juryapp.domain.award import Edition
from juryapp.domain.criteria import Rules
from juryapp.domain.ids import NomineeId
from juryapp.domain.packages import PackageIssue
from juryapp.domain.protocol import Meeting, ProtocolRecord
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.repositories.mapping import Columns, Mapping, put_only_row
from juryapp.storage.tables.base import Base, table_of


class RulesMapping(Mapping[Rules]):
    """The rules: the close margin is two columns."""

    @override
    def written(self, thing: Rules) -> Columns:
        """Return the columns of the rules."""
        margin = thing.close_margin
        return {
            **super().written(thing),
            "close_margin_num": margin.numerator,
            "close_margin_den": margin.denominator,
        }

    @override
    def values(self, row: Any) -> dict[str, Any]:
        """Return the fields of the rules."""
        margin = Fraction(row["close_margin_num"], row["close_margin_den"])
        return {**super().values(row), "close_margin": margin}


EDITION: Final = Mapping(Edition, t.EditionRow)
RULES: Final = RulesMapping(Rules, t.RulesRow, apart={"close_margin"}, comment="comment_rule")
MEETING: Final = Mapping(Meeting, t.MeetingRow)
PACKAGES: Final = Mapping(PackageIssue, t.PackageRow)
PROTOCOLS: Final = Mapping(ProtocolRecord, t.ProtocolRow)
DESK: Final = Mapping(DeskInfo, t.DeskRow, order="nominee_order")
_package, _protocol = PACKAGES.table, PROTOCOLS.table
_pdf = table_of(t.ProtocolPdfRow)
_juror = table_of(t.JurorRow)
_note = table_of(t.PrivateNoteRow)
_NOTE_ON: Final = sa.select(_note.c.wording).where(_note.c.nominee == sa.bindparam("its_nominee"))


class SqlSingles:
    """The part of a unit of work that is no collection; `SqlUnitOfWork` inherits it."""

    _connection: sa.Connection

    # ----------------------------------------------------------------- edition

    def edition(self) -> Edition:
        """Return the edition of this database; LookupError before `put_edition`."""
        row = self._single(t.EditionRow)
        if row is None:
            raise LookupError("this database holds no edition yet")
        return EDITION.read(row)

    def put_edition(self, edition: Edition) -> None:
        """Set the edition's facts."""
        put_only_row(self._connection, EDITION.table, EDITION.written(edition))

    def rules(self) -> Rules:
        """Return the rules of counting; the usual ones before `put_rules`."""
        row = self._single(t.RulesRow)
        if row is None:
            return Rules()
        return RULES.read(row)

    def put_rules(self, rules: Rules) -> None:
        """Set the rules of counting."""
        put_only_row(self._connection, RULES.table, RULES.written(rules))

    def meeting(self) -> Meeting:
        """Return what is known of the meeting."""
        row = self._single(t.MeetingRow)
        if row is None:
            return Meeting()
        return MEETING.read(row)

    def put_meeting(self, meeting: Meeting) -> None:
        """Set what is known of the meeting."""
        put_only_row(self._connection, MEETING.table, MEETING.written(meeting))

    # -------------------------------------------------- packages and protocols

    def packages(self) -> list[PackageIssue]:
        """Return the packages made, by juror number and issue."""
        numbers = dict(self._connection.execute(sa.select(_juror.c.id, _juror.c.number)).all())
        rows = self._connection.execute(sa.select(_package)).mappings().all()
        in_order = sorted(
            rows, key=lambda row: (numbers.get(row["juror"], 0), row["juror"], row["issue"])
        )
        return [PACKAGES.read(row) for row in in_order]

    def put_package(self, issue: PackageIssue) -> None:
        """Record a package."""
        upsert = dialects.upsert(self._connection.dialect.name, _package, "juror", "issue")
        self._connection.execute(upsert, PACKAGES.written(issue))

    def protocols(self) -> list[ProtocolRecord]:
        """Return the protocols, in the order made."""
        rows = self._connection.execute(sa.select(_protocol).order_by(_protocol.c.n)).mappings()
        return [PROTOCOLS.read(row) for row in rows]

    def put_protocol(self, record: ProtocolRecord, pdf: bytes) -> None:
        """Keep a protocol with its bytes."""
        keep = dialects.insert_or_ignore(self._connection.dialect.name, _pdf)
        self._connection.execute(keep, {"sha256": record.pdf_sha256, "pdf": pdf})
        self._connection.execute(_protocol.insert(), PROTOCOLS.written(record))

    def protocol_pdf(self, pdf_sha256: str) -> bytes:
        """Return a kept protocol's bytes; none if somebody took them out behind the program's back."""
        query = sa.select(_pdf.c.pdf).where(_pdf.c.sha256 == pdf_sha256)
        return bytes(self._connection.execute(query).scalar() or b"")

    # -------------------------------------------------------------------- desk

    def desk(self) -> DeskInfo | None:
        """Return what the desk knows about itself; None in an edition's database."""
        row = self._single(t.DeskRow)
        if row is None:
            return None
        return DESK.read(row)

    def put_desk(self, info: DeskInfo) -> None:
        """Set what the desk knows about itself."""
        put_only_row(self._connection, DESK.table, DESK.written(info))

    def private_note(self, nominee: NomineeId) -> str:
        """Return the juror's private note on a nominee, "" if there is none."""
        return self._connection.execute(_NOTE_ON, {"its_nominee": nominee}).scalar() or ""

    def put_private_note(self, nominee: NomineeId, text: str) -> None:
        """Set the juror's private note; an empty one is removed."""
        if not text:
            self._connection.execute(_note.delete().where(_note.c.nominee == nominee))
            return
        upsert = dialects.upsert(self._connection.dialect.name, _note, "nominee")
        self._connection.execute(upsert, {"nominee": nominee, "wording": text})

    # ------------------------------------------------------------------ shared

    def _single(self, row: type[Base]) -> sa.RowMapping | None:
        return self._connection.execute(_all_of(row)).mappings().first()


@cache
def _all_of(row: type[Base]) -> sa.Select[Any]:
    return sa.select(table_of(row))
