"""What a juror says at the desk: declarations, marks and notes. Saved at every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from juryapp.application.desk.places import check_orders, orders_here
from juryapp.application.desk.view import desk_info, desk_juror, desk_standings
from juryapp.application.kept_texts import kept_text
from juryapp.application.log.bodies import statement_said
from juryapp.application.ports import Statements, UnitOfWork
from juryapp.application.session import Session, the_round
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.answers import check_answer, order_criterion
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import PRACTICE, CriterionId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import (
    Answer,
    C,
    DeclarationContent,
    K,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
    Provenance,
    Stated,
    Statement,
)

DECLARE_FIRST = N_("Answer the question of impartiality for this nominee first.")
RECUSED_HERE = N_("You take no part in assessing {nominee}, so no mark is needed or taken here.")
NO_SUCH_NOMINEE = N_("This nominee is not in your package.")
NO_SUCH_CRITERION = N_("This criterion is not in your package.")
NO_MARKS_YET = N_(
    "This package asks for no marks yet, only for your answers and the practice nominee. The material of the"
    " others comes with the next package."
)
NOTHING_TO_DECLARE = N_("The practice nominee is invented; nobody is connected to it.")
LOCKED_SHEET = N_("You have handed in. Open your sheet again if you want to change something.")


def declare(session: Session, nominee: NomineeId, answer: Answer, facts: str = "") -> ChangeSet:
    """Answer the question of impartiality for a nominee; another answer is a new revision."""
    with session.writing() as uow:
        said = say_declaration(session, uow, nominee, DeclarationContent(answer, facts))
    return ChangeSet.of(Topic.DECLARATIONS) if said else ChangeSet()


def say_declaration(
    session: Session, uow: UnitOfWork, nominee: NomineeId, content: DeclarationContent
) -> bool:
    """Declare within a transaction that is under way; return whether anything was said."""
    _refuse_if_handed_in(uow)
    _known_nominee(uow, nominee)
    if nominee == PRACTICE:
        raise RuleError(NOTHING_TO_DECLARE, code="E-PRACTICE")
    kept = DeclarationContent(content.answer, kept_text(content.facts))
    key = NomineeKey(the_round(uow).id, desk_juror(uow).id, nominee)
    said = _say(session, uow, uow.declarations, "declaration.said", key, kept)
    if said and content.answer is not Answer.RECUSED:
        _leave_taken_place(session, uow, nominee)
    return said


def _leave_taken_place(session: Session, uow: UnitOfWork, nominee: NomineeId) -> None:
    """Take back the place of one to which the juror returns, if another was put there in the meantime."""
    asked = order_criterion(uow.criteria.all())
    if asked is None:
        return
    key = MarkKey(the_round(uow).id, desk_juror(uow).id, nominee, asked.id)
    said = uow.marks.find(key)
    if said is None or said.content.points is None:
        return  # most often: the others need not be looked at
    for here in orders_here(uow):
        place = here.places.get(nominee)
        if place and list(here.places.values()).count(place) > 1:
            say_mark(session, uow, nominee, asked.id, MarkContent(MarkState.CLEARED))


def declare_rest(session: Session) -> ChangeSet:
    """“I have looked through all”: nothing to report for those not answered yet."""
    with session.writing() as uow:
        left = [n for (_, n), s in desk_standings(uow).items() if s is Standing.UNDECLARED]
        if left:
            _refuse_if_handed_in(uow)
            _declare_nothing(session, uow, left)
        uow.put_desk(replace(desk_info(uow), looked_through=True))
    return ChangeSet.of(Topic.DECLARATIONS)


def _declare_nothing(session: Session, uow: UnitOfWork, nominees: Sequence[NomineeId]) -> None:
    """Say of many, about whom nothing stands, that there is nothing to report: in bulk, it may be 2 000."""
    round_id, juror, info = the_round(uow).id, desk_juror(uow).id, desk_info(uow)
    known: dict[NomineeKey, int] = {}
    for stated in uow.declarations.history(round_id):
        key = stated.statement.key
        known[key] = max(known.get(key, 0), stated.statement.rev)
    provenance = Provenance(session.services.now(), info.device)
    nothing = DeclarationContent(Answer.NOTHING)
    said = []
    for nominee in nominees:
        key = NomineeKey(round_id, juror, nominee)
        rev = max(known.get(key, 0), info.package.above) + 1
        said.append(Stated(Statement(key, rev, nothing), provenance))
    uow.declarations.add(said)
    session.note_all(uow, "declaration.said", [statement_said(s.statement) for s in said])
    marked = {key.nominee for key in uow.marks.current(round_id).effective}
    for nominee in marked.intersection(nominees):
        _leave_taken_place(session, uow, nominee)


def record_mark(
    session: Session, nominee: NomineeId, criterion: CriterionId, content: MarkContent
) -> ChangeSet:
    """Give, change or take back a mark. What is said is durable when this returns.

    Every change gets the next revision, also one that undoes another: merging relies on it.

    Raises:
        RuleError: Not declared, recused, handed in, off the scale, or a place that another one has.
    """
    with session.writing() as uow:
        said = say_mark(session, uow, nominee, criterion, content)
        found = uow.criteria.find(criterion)
        if found is not None and found.kind is CriterionKind.ORDER:
            check_orders(uow)
    return ChangeSet.of(Topic.MARKS) if said else ChangeSet()


def say_mark(
    session: Session,
    uow: UnitOfWork,
    nominee: NomineeId,
    criterion: CriterionId,
    content: MarkContent,
) -> bool:
    """Record a mark within a transaction that is under way; return whether anything was said."""
    _refuse_if_handed_in(uow)
    found = _check_mark(uow, nominee, criterion, content)
    kept = MarkContent(content.state, content.points, kept_text(content.note))
    key = MarkKey(the_round(uow).id, desk_juror(uow).id, nominee, found.id)
    return _say(session, uow, uow.marks, "mark.said", key, kept)


def write_note(session: Session, nominee: NomineeId, text: str, *, usable: bool) -> ChangeSet:
    """Set the comment to the jury; `usable` if it may be used in the justification.

    Where there are no words there is nothing to use.
    """
    words = kept_text(text)
    content = NoteContent(words, usable and bool(words.strip()))
    with session.writing() as uow:
        _refuse_if_handed_in(uow)
        _known_nominee(uow, nominee)
        key = NomineeKey(the_round(uow).id, desk_juror(uow).id, nominee)
        if not _say(session, uow, uow.notes, "note.said", key, content):
            return ChangeSet()
    return ChangeSet.of(Topic.NOTES)


def write_private_note(session: Session, nominee: NomineeId, text: str) -> ChangeSet:
    """Set the juror's private note; it never leaves this machine."""
    with session.writing() as uow:
        _known_nominee(uow, nominee)
        uow.put_private_note(nominee, kept_text(text))
    return ChangeSet.of(Topic.NOTES)


def stay_at(session: Session, nominee: NomineeId) -> None:
    """Remember where the juror is, for the next time; a desk that moved away remembers nothing new."""
    with session.reading() as uow:
        if uow.machine().moved:
            return
    with session.writing() as uow:
        uow.put_desk(replace(desk_info(uow), at_nominee=nominee))


def accept_confidentiality(session: Session) -> ChangeSet:
    """Record that the juror has accepted the duty of confidentiality."""
    with session.writing() as uow:
        uow.put_desk(replace(desk_info(uow), confidentiality=session.services.now()))
        session.note(uow, "confidentiality.accepted", {})
    return ChangeSet.of(Topic.DECLARATIONS)


def _say(
    session: Session,
    uow: UnitOfWork,
    statements: Statements[K, C],
    what: str,
    key: K,
    content: C,
) -> bool:
    """Add the next revision unless the same stands already; return whether anything was said."""
    standing = statements.find(key)
    if standing is None and _is_nothing(content):
        return False
    if standing is not None and standing.content == content:
        return False
    info = desk_info(uow)
    # What was said on a machine that is gone has revisions too, and the package knows how high they go.
    known = max(statements.last_revision(key), info.package.above)
    statement = Statement(key, known + 1, content)
    provenance = Provenance(session.services.now(), info.device)
    statements.add([Stated(statement, provenance)])
    session.note(uow, what, statement_said(statement))
    return True


def _is_nothing(content: object) -> bool:
    if isinstance(content, MarkContent):
        return content.state is MarkState.CLEARED
    return isinstance(content, NoteContent) and not content.text


def _check_mark(
    uow: UnitOfWork, nominee: NomineeId, criterion: CriterionId, content: MarkContent
) -> Criterion:
    name = _known_nominee(uow, nominee)
    if nominee != PRACTICE:
        _check_part(uow, nominee, name)
    found = uow.criteria.find(criterion)
    if found is None:
        raise RuleError(NO_SUCH_CRITERION, code="E-UNKNOWN")
    check_answer(found, content)
    return found


def _check_part(uow: UnitOfWork, nominee: NomineeId, name: str) -> None:
    """Raise RuleError unless the juror may mark a real nominee: asked to, and impartial."""
    if desk_info(uow).package.kind is PackageKind.DECLARE:
        raise RuleError(NO_MARKS_YET, code="E-DECLARE-ONLY")
    declared = uow.declarations.find(NomineeKey(the_round(uow).id, desk_juror(uow).id, nominee))
    if declared is None:
        raise RuleError(DECLARE_FIRST, code="E-UNDECLARED")
    if declared.content.answer is Answer.RECUSED:
        raise RuleError(RECUSED_HERE, code="E-RECUSED", nominee=name)


def _known_nominee(uow: UnitOfWork, nominee: NomineeId) -> str:
    found = uow.nominees.find(nominee)
    if found is None or found.withdrawn:
        raise RuleError(NO_SUCH_NOMINEE, code="E-UNKNOWN")
    return found.name


def _refuse_if_handed_in(uow: UnitOfWork) -> None:
    if desk_info(uow).handed_in:
        raise RuleError(LOCKED_SHEET, code="E-HANDED-IN")
