"""Conflicts and waivers: settled by the juror with a newer file, or by the chair with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.answers import answer_text
from juryapp.application.kept_texts import kept_text
from juryapp.application.log.bodies import conflict_settled, missing_waived
from juryapp.application.ports import Statements, UnitOfWork, Waiver
from juryapp.application.results.scoring import load_standings
from juryapp.application.session import CHAIR, Session, the_round
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_, Texts, current
from juryapp.domain.answers import check_answer
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Standing
from juryapp.domain.jury import Juror, Role
from juryapp.domain.merging import Settlement
from juryapp.domain.nominees import Nominee
from juryapp.domain.statements import (
    C,
    DeclarationContent,
    K,
    MarkContent,
    MarkKey,
    MarkStatement,
    NomineeKey,
    NoteContent,
    NoteStatement,
    Stated,
)

UNSIGNED_DEVICES = ("WORKBOOK-", "PAPER-")
QUESTION_UNSIGNED = N_(
    "Hello {juror},\n\nyour ballots say two different things for {nominee}, {criterion}: {marks}. Neither"
    " counts yet, and one of them is an Excel ballot or a paper. Please write which one is meant. The other"
    " ballot is then taken out, or you get a new one to fill in.\n\nKind regards"
)
NO_CONFLICT = N_("There is no conflict here: what was handed in agrees.")
SETTLE_REASON = N_("Write why this mark counts, as it shall stand in the protocol.")
WAIVE_REASON = N_("Write why the result can stand without these assessments.")
CHAIR_RECUSED = N_(
    "The chair is recused for this nominee. The deputy chair settles it: name the deputy chair."
)
OWN_MARKS = N_(
    "{juror} cannot settle what {juror} handed in. Where it is the chair’s, name the deputy chair; else the"
    " juror hands in anew."
)
CHAIR_CAN = N_("{juror} is in the chair and can settle this, so the deputy chair does not.")
NOT_CHAIR = N_("Only the chair or the deputy chair can settle a conflict.")

LEADING = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """Two different marks that one juror handed in."""

    key: MarkKey
    juror: Juror
    nominee: Nominee
    criterion: Criterion
    rivals: tuple[MarkStatement, ...]
    stated: tuple[Stated[MarkKey, MarkContent], ...]  # the same with device and time


def conflict_rows(session: Session) -> list[ConflictRow]:
    """Return the open conflicts, by juror and nominee."""
    with session.reading() as uow:
        current = the_round(uow)
        view = uow.marks.current(current.id)
        if not view.conflicts:
            return []
        jurors = {j.id: j for j in uow.jurors.all()}
        nominees = {n.id: n for n in uow.nominees.all()}
        criteria = {c.id: c for c in uow.criteria.all()}
        told = uow.marks.history(current.id)
    return [
        ConflictRow(
            key=key,
            juror=jurors[key.juror],
            nominee=nominees[key.nominee],
            criterion=criteria[key.criterion],
            rivals=rivals,
            stated=tuple(s for s in told if s.statement in rivals),
        )
        for key, rivals in view.conflicts.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteConflict:
    """Two different comments on one nominee that one juror handed in; neither is shown to the jury."""

    key: NomineeKey
    juror: Juror
    nominee: Nominee
    rivals: tuple[NoteStatement, ...]


def note_conflicts(session: Session) -> list[NoteConflict]:
    """Return the comments that contradict each other, by juror and nominee."""
    with session.reading() as uow:
        conflicts = uow.notes.current(the_round(uow).id).conflicts
        jurors = {j.id: j for j in uow.jurors.all()}
        nominees = {n.id: n for n in uow.nominees.all()}
    return [
        NoteConflict(key=k, juror=jurors[k.juror], nominee=nominees[k.nominee], rivals=rivals)
        for k, rivals in conflicts.items()
    ]


def settle(
    session: Session, key: MarkKey, content: MarkContent, reason: str, *, by: Juror | None = None
) -> ChangeSet:
    """Record the chair's decision in a conflict.

    Args:
        session: The secretariat's edition.
        key: Which mark.
        content: What counts.
        reason: Why, as it shall stand in the protocol.
        by: The chair or deputy chair; the chair if None.

    Raises:
        RuleError: No conflict, no reason, off the scale, or the person may not settle it.
    """
    with session.writing() as uow:
        criterion = uow.criteria.find(key.criterion)
        if criterion is not None:
            check_answer(criterion, content)
        settlement = _settled(session, uow, uow.marks, key, content, reason=reason, by=by)
        actor = session.acting_as(f"juror:{settlement.by}")
        actor.note(uow, "conflict.settled", conflict_settled(settlement))
    return ChangeSet.of(Topic.MARKS)


def settle_note(
    session: Session, key: NomineeKey, content: NoteContent, reason: str, *, by: Juror | None = None
) -> ChangeSet:
    """Record the chair's decision which of two comments stands. As `settle`."""
    with session.writing() as uow:
        settlement = _settled(session, uow, uow.notes, key, content, reason=reason, by=by)
        actor = session.acting_as(f"juror:{settlement.by}")
        actor.note(uow, "note.settled", conflict_settled(settlement))
    return ChangeSet.of(Topic.NOTES)


def settle_declaration(
    session: Session,
    key: NomineeKey,
    content: DeclarationContent,
    reason: str,
    *,
    by: Juror | None = None,
) -> ChangeSet:
    """Record which of two declarations is the juror's. As `settle`.

    Whether the juror is recused is another question, and the panel's: see `impartiality.rule`.
    """
    with session.writing() as uow:
        settlement = _settled(session, uow, uow.declarations, key, content, reason=reason, by=by)
        actor = session.acting_as(f"juror:{settlement.by}")
        actor.note(uow, "declaration.settled", conflict_settled(settlement))
    return ChangeSet.of(Topic.DECLARATIONS, Topic.MARKS)


def _settled(
    session: Session,
    uow: UnitOfWork,
    statements: Statements[K, C],
    key: K,
    content: C,
    *,
    reason: str,
    by: Juror | None,
) -> Settlement[K, C]:
    if not reason.strip():
        raise RuleError(SETTLE_REASON, code="E-REASON")
    round_id, juror, nominee = RoundId(key[0]), JurorId(key[1]), NomineeId(key[2])
    rivals = statements.current(round_id).conflicts.get(key)
    if not rivals:
        raise RuleError(NO_CONFLICT, code="E-NO-CONFLICT")
    person = _who_settles(uow, round_id, juror, nominee, by)
    settlement = Settlement(
        key=key,
        rev=rivals[0].rev,
        content=content,
        reason=kept_text(reason).strip(),
        by=person.id,
        at=session.services.now(),
        rivals=frozenset(rival.content_hash for rival in rivals),
    )
    statements.settle(settlement)
    return settlement


def _who_settles(
    uow: UnitOfWork, round_id: RoundId, juror: JurorId, nominee: NomineeId, by: Juror | None
) -> Juror:
    """Return who decides: the chair, and only where the chair cannot, the deputy chair.

    Nobody decides on marks of their own, or where they are recused.
    """
    leading = [j for j in uow.jurors.all() if j.role in LEADING and not j.left]
    wanted = next((j for j in leading if j.role is Role.CHAIR), None)
    if by is not None:
        wanted = next((j for j in leading if j.id == by.id), None)
    if wanted is None:
        raise RuleError(NOT_CHAIR, code="E-NOT-CHAIR")
    reason = why_not(uow, round_id, juror, nominee)[wanted.id]
    if reason is not None:
        raise reason
    return wanted


def why_not(
    uow: UnitOfWork, round_id: RoundId, juror: JurorId, nominee: NomineeId
) -> dict[JurorId, RuleError | None]:
    """Return why the chair and the deputy chair may not settle what a juror said of a nominee; None: may."""
    jurors = uow.jurors.all()
    leading = [j for j in jurors if j.role in LEADING and not j.left]
    stands = load_standings(uow, round_id, jurors, uow.nominees.all())
    found: dict[JurorId, RuleError | None] = {}
    for person in sorted(leading, key=lambda j: j.role is not Role.CHAIR):
        found[person.id] = None
        if stands.get((person.id, nominee)) is Standing.RECUSED:
            found[person.id] = RuleError(CHAIR_RECUSED, code="E-CHAIR-RECUSED")
        elif person.id == juror:
            found[person.id] = RuleError(OWN_MARKS, code="E-CHAIR-OWN", juror=person.name)
        elif person.role is Role.DEPUTY_CHAIR:
            able = [j for j in leading if j.role is Role.CHAIR and found[j.id] is None]
            if able:
                found[person.id] = RuleError(CHAIR_CAN, code="E-CHAIR-CAN", juror=able[0].name)
    return found


def waive(session: Session, reason: str, *, waived: bool = True) -> ChangeSet:
    """Record that the chair accepts what was not assessed, or (waived=False) no longer does."""
    if waived and not reason.strip():
        raise RuleError(WAIVE_REASON, code="E-REASON")
    with session.writing() as uow:
        waiver = Waiver(
            n=uow.waivers.next_number(),
            waived=waived,
            reason=kept_text(reason).strip(),
            by=CHAIR,
            at=session.services.now(),
        )
        uow.waivers.add(waiver)
        session.acting_as(CHAIR).note(uow, "missing.waived", missing_waived(waiver))
    return ChangeSet.of(Topic.DECISIONS, Topic.MARKS)


def has_unsigned(row: ConflictRow) -> bool:
    """Return whether an Excel ballot or a paper is among what contradicts: then no desk can settle it."""
    machines = (stated.provenance.device for stated in row.stated)
    return any(device.startswith(UNSIGNED_DEVICES) for device in machines)


def question_to(row: ConflictRow, texts: Texts | None = None) -> str:
    """Return a ready text to ask the juror which mark counts, in the language in use or that of `texts`."""
    _ = texts or current()
    shown = [answer_text(row.criterion, rival.content, _) for rival in row.rivals]
    if has_unsigned(row):
        return _(QUESTION_UNSIGNED).format(
            juror=row.juror.name,
            nominee=row.nominee.name,
            criterion=row.criterion.name,
            marks=" / ".join(shown),
        )
    return _(
        "Hello {juror},\n\nyou have handed in two different marks for {nominee}, {criterion}: {marks}."
        " Neither counts yet. Please open your sheet, give the mark that is meant, and send the new score"
        " file.\n\nKind regards"
    ).format(
        juror=row.juror.name,
        nominee=row.nominee.name,
        criterion=row.criterion.name,
        marks=" / ".join(shown),
    )
