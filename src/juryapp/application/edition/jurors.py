"""The people of the jury: entered one by one, or taken in from a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from juryapp.application.edition.departures import note_departure
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.application.tables.mapping import (
    JUROR_FIELDS,
    Mapping,
    Table,
    mapped_rows,
    name_key,
    proposed_mapping,
)
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror, Role

HAS_PACKAGE = N_("{juror} has been given a jury package. Mark the juror as having left instead.")


def put_juror(session: Session, juror: Juror) -> ChangeSet:
    """Add or change a juror; a new one (id "") gets an id and a number."""
    juror.check()
    with session.writing() as uow:
        if not juror.id:
            number = max((j.number for j in uow.jurors.all()), default=0) + 1
            juror = replace(juror, id=JurorId(session.services.ids.new_id()), number=number)
        note_departure(session, uow, uow.jurors.find(juror.id), juror)
        uow.jurors.put(juror)
        session.note(uow, "juror.put", {"juror": juror.id, "role": str(juror.role)})
    return ChangeSet.of(Topic.JURORS)


def remove_juror(session: Session, juror: JurorId) -> ChangeSet:
    """Remove a juror who has no package yet and has settled nothing. Raises RuleError otherwise."""
    with session.writing() as uow:
        found = uow.jurors.find(juror)
        if found:
            refuse_if_named(uow, found)
        uow.jurors.remove(juror)
        session.note(uow, "juror.removed", {"juror": juror})
    return ChangeSet.of(Topic.JURORS)


def refuse_if_named(uow: UnitOfWork, juror: Juror) -> None:
    """Raise RuleError if a package or the settling of a conflict names the juror."""
    settled = any(settlement.by == juror.id for settlement in uow.marks.settlements())
    if settled or any(issue.juror == juror.id for issue in uow.packages()):
        raise RuleError(HAS_PACKAGE, juror=juror.name)


@dataclass(frozen=True, slots=True)
class JurorImport:
    """What an import of jurors did."""

    added: int
    changed: int
    changes: ChangeSet


def import_jurors(session: Session, table: Table, mapping: Mapping | None = None) -> JurorImport:
    """Take jurors in from a table: whole or not at all. A known name or id is changed, not doubled.

    Raises:
        FileFormatError: A row is wrong; it is named, and nothing is taken in.
    """
    rows = mapped_rows(table, mapping or proposed_mapping(table, JUROR_FIELDS))
    added = changed = 0
    with session.writing() as uow:
        known = uow.jurors.all()
        by_id = {j.id: j for j in known}
        by_name = {name_key(j.name): j for j in known}
        number = max((j.number for j in known), default=0)
        for row in rows:
            old = by_id.get(JurorId(row["id"])) or by_name.get(name_key(row["name"]))
            number += old is None
            new_id = JurorId(row["id"] or session.services.ids.new_id())
            base = old or Juror(id=new_id, number=number, name=row["name"])
            new = replace(
                base,
                name=row["name"],
                role=Role(row["role"]) if row["role"] else base.role,
                email=row["email"] or base.email,
                organisation=row["organisation"] or base.organisation,
            )
            uow.jurors.put(new)
            added += old is None
            changed += old is not None and new != old
        session.note(uow, "jurors.imported", {"added": added, "changed": changed})
    return JurorImport(added, changed, ChangeSet.of(Topic.JURORS))
