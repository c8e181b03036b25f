"""What a database has once: the edition, its rules, its meeting, the desk; and packages and protocols."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any, Final, cast

import sqlalchemy as sa

from juryapp.application.ports import DeskInfo
from juryapp.domain.award import Edition
from juryapp.domain.criteria import CommentRule, Missing, Rules
from juryapp.domain.ids import AwardId, EditionId, JurorId, NomineeId, RoundId
from juryapp.domain.packages import PackageHead, PackageIssue, PackageKind
from juryapp.domain.protocol import Meeting, ProtocolRecord
from juryapp.storage import dialects, documents
from juryapp.storage import tables as t
from juryapp.storage.tables.base import Base, table_of

_package = table_of(t.PackageRow)
_protocol = table_of(t.ProtocolRow)
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
        return Edition(
            id=EditionId(row["id"]),
            award=AwardId(row["award"]),
            award_name=row["award_name"],
            title=row["title"],
            year=row["year"],
            owner=row["owner"],
            purpose=row["purpose"],
            statutes=row["statutes"],
            languages=documents.words(row["languages"]),
            deadline=row["deadline"],
            made=row["made"],
            trial=bool(row["trial"]),
        )

    def put_edition(self, edition: Edition) -> None:
        """Set the edition's facts."""
        self._put_single(
            t.EditionRow,
            id=edition.id,
            award=edition.award,
            award_name=edition.award_name,
            title=edition.title,
            year=edition.year,
            owner=edition.owner,
            purpose=edition.purpose,
            statutes=edition.statutes,
            languages=documents.written(edition.languages),
            deadline=edition.deadline,
            made=edition.made,
            trial=int(edition.trial),
        )

    def rules(self) -> Rules:
        """Return the rules of counting; the usual ones before `put_rules`."""
        row = self._single(t.RulesRow)
        if row is None:
            return Rules()
        return Rules(
            method=row["method"],
            missing=Missing(row["missing"]),
            minimum_marks=row["minimum_marks"],
            ties=documents.words(row["ties"]),
            places=row["places"],
            decimals=row["decimals"],
            close_margin=Fraction(row["close_margin_num"], row["close_margin_den"]),
            comment=CommentRule(row["comment_rule"]),
        )

    def put_rules(self, rules: Rules) -> None:
        """Set the rules of counting."""
        self._put_single(
            t.RulesRow,
            method=rules.method,
            missing=str(rules.missing),
            minimum_marks=rules.minimum_marks,
            ties=documents.written(rules.ties),
            places=rules.places,
            decimals=rules.decimals,
            close_margin_num=rules.close_margin.numerator,
            close_margin_den=rules.close_margin.denominator,
            comment_rule=str(rules.comment),
        )

    def meeting(self) -> Meeting:
        """Return what is known of the meeting."""
        row = self._single(t.MeetingRow)
        if row is None:
            return Meeting()
        return Meeting(
            number=row["number"],
            date=row["date"],
            place=row["place"],
            chair=row["chair"],
            keeper=row["keeper"],
            present=documents.words(row["present"]),
            absent=documents.words(row["absent"]),
            remarks=row["remarks"],
        )

    def put_meeting(self, meeting: Meeting) -> None:
        """Set what is known of the meeting."""
        self._put_single(
            t.MeetingRow,
            number=meeting.number,
            date=meeting.date,
            place=meeting.place,
            chair=meeting.chair,
            keeper=meeting.keeper,
            present=documents.written(meeting.present),
            absent=documents.written(meeting.absent),
            remarks=meeting.remarks,
        )

    # -------------------------------------------------- packages and protocols

    def packages(self) -> list[PackageIssue]:
        """Return the packages made, by juror number and issue."""
        numbers = dict(self._connection.execute(sa.select(_juror.c.id, _juror.c.number)).all())
        rows = self._connection.execute(sa.select(_package)).mappings().all()
        in_order = sorted(
            rows, key=lambda row: (numbers.get(row["juror"], 0), row["juror"], row["issue"])
        )
        return [_issued(row) for row in in_order]

    def put_package(self, issue: PackageIssue) -> None:
        """Record a package."""
        upsert = dialects.upsert(self._connection.dialect.name, _package, "juror", "issue")
        self._connection.execute(
            upsert,
            {
                "juror": issue.juror,
                "issue": issue.issue,
                "kind": str(issue.kind),
                "round": issue.round,
                "token": issue.token,
                "sha256": issue.sha256,
                "ballot": issue.ballot,
                "made": issue.made,
                "file_name": issue.file_name,
            },
        )

    def protocols(self) -> list[ProtocolRecord]:
        """Return the protocols, in the order made."""
        rows = self._connection.execute(sa.select(_protocol).order_by(_protocol.c.n)).mappings()
        return [
            ProtocolRecord(
                version=row["version"],
                draft=bool(row["draft"]),
                language=row["language"],
                digest=row["digest"],
                log_head=row["log_head"],
                pdf_sha256=row["pdf_sha256"],
                at=row["made_at"],
                by=row["made_by"],
            )
            for row in rows
        ]

    def put_protocol(self, record: ProtocolRecord, pdf: bytes) -> None:
        """Keep a protocol with its bytes."""
        keep = dialects.insert_or_ignore(self._connection.dialect.name, _pdf)
        self._connection.execute(keep, {"sha256": record.pdf_sha256, "pdf": pdf})
        self._connection.execute(
            _protocol.insert().values(
                version=record.version,
                draft=int(record.draft),
                language=record.language,
                digest=record.digest,
                log_head=record.log_head,
                pdf_sha256=record.pdf_sha256,
                made_at=record.at,
                made_by=record.by,
            )
        )

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
        return DeskInfo(
            package=documents.read(PackageHead, row["package"]),
            order=cast("tuple[NomineeId, ...]", documents.words(row["nominee_order"])),
            device=row["device"],
            seq=row["seq"],
            previous=row["previous"],
            handed_in=row["handed_in"],
            confidentiality=row["confidentiality"],
            looked_through=bool(row["looked_through"]),
            at_nominee=row["at_nominee"],
        )

    def put_desk(self, info: DeskInfo) -> None:
        """Set what the desk knows about itself."""
        self._put_single(
            t.DeskRow,
            package=documents.written(info.package),
            nominee_order=documents.written(info.order),
            device=info.device,
            seq=info.seq,
            previous=info.previous,
            handed_in=info.handed_in,
            confidentiality=info.confidentiality,
            looked_through=int(info.looked_through),
            at_nominee=info.at_nominee,
        )

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

    def _put_single(self, row: type[Base], **columns: Any) -> None:
        table = table_of(row)
        upsert = dialects.upsert(self._connection.dialect.name, table, "only_row")
        self._connection.execute(upsert, {"only_row": 1, **columns})


@cache
def _all_of(row: type[Base]) -> sa.Select[Any]:
    return sa.select(table_of(row))


def _issued(row: sa.RowMapping) -> PackageIssue:
    return PackageIssue(
        juror=JurorId(row["juror"]),
        issue=row["issue"],
        kind=PackageKind(row["kind"]),
        round=RoundId(row["round"]),
        token=row["token"],
        sha256=row["sha256"],
        ballot=row["ballot"],
        made=row["made"],
        file_name=row["file_name"],
    )
