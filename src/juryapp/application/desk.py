"""A juror's desk: opening a package, declaring, marking, and handing in. Saved at every change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from juryapp.application.ports import Database, DeskInfo, UnitOfWork
from juryapp.application.services import Services
from juryapp.application.session import Session, the_round
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.files import make_folder, sha256, write_atomically
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import CommentRule, Criterion, Rules
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing, Standings, standings
from juryapp.domain.jury import Juror, Role
from juryapp.domain.log import chain_root
from juryapp.domain.packages import OpenedPackage, Origin, PackageKind, ScoreContent
from juryapp.domain.sheets import Sheet, sheet_cells
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

OTHER_AWARD_KEY = N_(
    "This package is signed with another key than the earlier one of the same edition. Ask the secretariat"
    " by telephone whether it is theirs."
)
OLDER_PACKAGE = N_("A newer package of this edition is open here already. Use the newest one.")
DECLARE_FIRST = N_("Answer the question of impartiality for this nominee first.")
RECUSED_HERE = N_("You take no part in assessing {nominee}, so no mark is needed or taken here.")
NO_SUCH_NOMINEE = N_("This nominee is not in your package.")
NO_SUCH_CRITERION = N_("This criterion is not in your package.")
LOCKED_SHEET = N_("You have handed in. Open your sheet again if you want to change something.")
INCOMPLETE = N_(
    "{missing} of {total} nominees are not finished. Finish them, or save the file as a draft."
)
COMMENT_NEEDED = N_("Write a comment with the mark: the award asks for one with each.")
TOO_LONG = N_("The text is longer than {limit} characters. Shorten it.")
MAX_TEXT = 20_000


def open_package(services: Services, path: Path, *, password: str = "") -> Session:
    """Open a jury package and return the juror's desk, with all that was given there before.

    The juror's key is made at the first opening. A newer package keeps every mark.

    Raises:
        FileFormatError: The package is refused; nothing was stored (E-LOCKED asks for a password).
        BusyError: The desk is open in another window.
    """
    opened = services.packages.read(path, password=password)
    content = opened.content
    services.keys.juror_key(content.edition, content.juror)
    database = services.store.desk(content.edition, content.juror)
    session = Session(services, database, f"juror:{content.juror}")
    try:
        _take_in(session, opened, path.name)
    except BaseException:
        database.close()
        raise
    return session


def open_desk(services: Services, database: Database) -> Session:
    """Return the session of a desk that is on this machine already."""
    with database.unit_of_work() as uow:
        juror = uow.jurors.all()[0]
    return Session(services, database, f"juror:{juror.id}")


def _take_in(session: Session, opened: OpenedPackage, name: str) -> None:
    with session.writing() as uow:
        info = uow.desk()
        if info is not None and info.package.sha256 == opened.head.sha256:
            return
        if info is not None and info.package.award_key != opened.head.award_key:
            raise FileFormatError(OTHER_AWARD_KEY, code="E-KEY", file=name)
        if info is not None and opened.head.issue < info.package.issue:
            raise FileFormatError(OLDER_PACKAGE, code="E-OLD", file=name)
        _put_content(session, uow, opened, first=info is None)
        order = tuple(nominee.id for nominee in opened.content.nominees)
        device = info.device if info else session.services.ids.new_id()
        kept = info or DeskInfo(package=opened.head, order=order, device=device)
        uow.put_desk(replace(kept, package=opened.head, order=order))
        session.note(uow, "package.opened", {"sha256": opened.head.sha256})


def _put_content(session: Session, uow: UnitOfWork, opened: OpenedPackage, *, first: bool) -> None:
    content = opened.content
    edition = Edition(
        id=content.edition,
        award=content.award,
        award_name=content.award_name,
        title=content.title,
        year=content.year,
        owner=content.owner,
        languages=content.languages,
        deadline=content.deadline,
        made=content.made,
        trial=content.trial,
    )
    uow.put_edition(edition)
    if first:
        uow.journal.begin(session.services.ids.new_id(), chain_root(edition, opened.head.award_key))
    uow.put_rules(Rules(comment=content.comment))
    uow.categories.put(*content.categories)
    uow.criteria.put(*content.criteria)
    kept = {nominee.id for nominee in content.nominees}
    for gone in uow.nominees.all():
        if gone.id not in kept:  # withdrawn, or recused since: its papers leave this machine
            for nomination in uow.nominations.all():
                if nomination.nominee == gone.id:
                    uow.nominations.remove(nomination.id)
            uow.nominees.put(replace(gone, withdrawn=True))
    uow.nominees.put(*content.nominees)
    uow.nominations.put(*content.nominations)
    uow.jurors.put(
        Juror(
            id=content.juror,
            number=content.juror_number,
            name=content.juror_name,
            role=Role(content.juror_role),
            organisation=content.juror_organisation,
        )
    )
    uow.rounds.put(
        Round(
            id=content.round,
            number=1,
            state=RoundState.OPEN,
            ballot=content.ballot,
            rules=content.rules,
            order_seed="",
            opened=content.made,
        )
    )


# ------------------------------------------------------------------- what the juror says


def declare(session: Session, nominee: NomineeId, answer: Answer, facts: str = "") -> ChangeSet:
    """Answer the question of impartiality for a nominee; another answer is a new revision."""
    content = DeclarationContent(answer, _checked_text(facts))
    with session.writing() as uow:
        _refuse_if_handed_in(uow)
        _known_nominee(uow, nominee)
        key = NomineeKey(the_round(uow).id, _juror(uow).id, nominee)
        if not _say(session, uow, _Kind.DECLARATION, key, content):
            return ChangeSet()
    return ChangeSet.of(Topic.DECLARATIONS)


def declare_rest(session: Session) -> ChangeSet:
    """“I have looked through all”: nothing to report for those not answered yet."""
    changes = ChangeSet()
    with session.reading() as uow:
        stands = desk_standings(uow)
    for (_, nominee), standing in stands.items():
        if standing is Standing.UNDECLARED:
            changes |= declare(session, nominee, Answer.NOTHING)
    with session.writing() as uow:
        info = _info(uow)
        uow.put_desk(replace(info, looked_through=True))
    return changes | ChangeSet.of(Topic.DECLARATIONS)


def record_mark(
    session: Session, nominee: NomineeId, criterion: CriterionId, content: MarkContent
) -> ChangeSet:
    """Give, change or take back a mark. What is said is durable when this returns.

    Every change gets the next revision, also one that undoes another: merging relies on it.

    Raises:
        RuleError: Not declared, recused, handed in, or off the scale.
    """
    with session.writing() as uow:
        _refuse_if_handed_in(uow)
        found = _check_mark(uow, nominee, criterion, content)
        key = MarkKey(the_round(uow).id, _juror(uow).id, nominee, found.id)
        if not _say(session, uow, _Kind.MARK, key, content):
            return ChangeSet()
    return ChangeSet.of(Topic.MARKS)


def write_note(session: Session, nominee: NomineeId, text: str, *, usable: bool) -> ChangeSet:
    """Set the comment to the jury; `usable` if it may be used in the justification."""
    content = NoteContent(_checked_text(text), usable)
    with session.writing() as uow:
        _refuse_if_handed_in(uow)
        _known_nominee(uow, nominee)
        key = NomineeKey(the_round(uow).id, _juror(uow).id, nominee)
        if not _say(session, uow, _Kind.NOTE, key, content):
            return ChangeSet()
    return ChangeSet.of(Topic.NOTES)


def write_private_note(session: Session, nominee: NomineeId, text: str) -> ChangeSet:
    """Set the juror's private note; it never leaves this machine."""
    with session.writing() as uow:
        uow.put_private_note(nominee, _checked_text(text))
    return ChangeSet.of(Topic.NOTES)


def stay_at(session: Session, nominee: NomineeId) -> None:
    """Remember where the juror is, for the next time."""
    with session.writing() as uow:
        uow.put_desk(replace(_info(uow), at_nominee=nominee))


def accept_confidentiality(session: Session) -> ChangeSet:
    """Record that the juror has accepted the duty of confidentiality."""
    with session.writing() as uow:
        uow.put_desk(replace(_info(uow), confidentiality=session.services.now()))
        session.note(uow, "confidentiality.accepted", {})
    return ChangeSet.of(Topic.DECLARATIONS)


class _Kind:
    """The names of the three kinds of statement, as repositories of a unit of work."""

    MARK = "marks"
    DECLARATION = "declarations"
    NOTE = "notes"


def _say(session: Session, uow: UnitOfWork, kind: str, key: K, content: C) -> bool:
    """Add the next revision unless the same stands already; return whether anything was said."""
    statements = getattr(uow, kind)
    standing = statements.find(key)
    if (standing.content if standing else None) == content:
        return False
    if standing is None and _is_nothing(content):
        return False
    statement = Statement(key, statements.last_revision(key) + 1, content)
    provenance = Provenance(session.services.now(), _info(uow).device)
    statements.add([Stated(statement, provenance)])
    session.note(uow, f"{kind}.said", {"key": list(key), "statement": statement.hash})
    return True


def _is_nothing(content: object) -> bool:
    if isinstance(content, MarkContent):
        return content.state is MarkState.CLEARED
    return isinstance(content, NoteContent) and not content.text


def _check_mark(
    uow: UnitOfWork, nominee: NomineeId, criterion: CriterionId, content: MarkContent
) -> Criterion:
    name = _known_nominee(uow, nominee)
    standing = desk_standings(uow)[_juror(uow).id, nominee]
    if standing is Standing.UNDECLARED:
        raise RuleError(DECLARE_FIRST, code="E-UNDECLARED")
    if standing is Standing.RECUSED:
        raise RuleError(RECUSED_HERE, code="E-RECUSED", nominee=name)
    found = uow.criteria.find(criterion)
    if found is None:
        raise RuleError(NO_SUCH_CRITERION, code="E-UNKNOWN")
    if content.points is not None:
        found.scale.check(content.points)
    _checked_text(content.note)
    return found


def _known_nominee(uow: UnitOfWork, nominee: NomineeId) -> str:
    found = uow.nominees.find(nominee)
    if found is None or found.withdrawn:
        raise RuleError(NO_SUCH_NOMINEE, code="E-UNKNOWN")
    return found.name


def _checked_text(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise RuleError(TOO_LONG, code="E-STR-LEN", limit=MAX_TEXT)
    return text


def _refuse_if_handed_in(uow: UnitOfWork) -> None:
    if _info(uow).handed_in:
        raise RuleError(LOCKED_SHEET, code="E-HANDED-IN")


def _info(uow: UnitOfWork) -> DeskInfo:
    info = uow.desk()
    if info is None:
        raise ValueError("this database is an edition's, not a desk's")
    return info


def _juror(uow: UnitOfWork) -> Juror:
    return uow.jurors.all()[0]


# ------------------------------------------------------------------------- looking at it


def desk_standings(uow: UnitOfWork) -> Standings:
    """Return how this juror stands towards each nominee, as far as this machine knows."""
    nominees = [n for n in uow.nominees.all() if not n.withdrawn]
    declarations = uow.declarations.current(the_round(uow).id)
    return standings([_juror(uow).id], nominees, declarations, ())


def own_sheet(uow: UnitOfWork) -> Sheet:
    """Return this juror's sheet, in the juror's own order."""
    view = uow.marks.current(the_round(uow).id)
    info = _info(uow)
    return Sheet(
        juror=_juror(uow).id,
        cells=sheet_cells(
            _juror(uow).id,
            info.order,
            [c.id for c in uow.criteria.all()],
            {key: s.content for key, s in view.effective.items()},
            desk_standings(uow),
        ),
        received=bool(info.seq),
        handed_in=bool(info.handed_in),
    )


# ------------------------------------------------------------------------------ handing in


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A score file that was written."""

    path: Path
    sha256: str
    juror: JurorId
    complete: bool
    marks: int
    missing: int  # nominees that are not finished
    changes: ChangeSet


def hand_in(session: Session, target: Path, *, draft: bool = False) -> HandedIn:
    """Write the score file: the juror's whole present state, signed and sealed.

    Args:
        session: The juror's desk.
        target: The file to write, or a folder in which it gets a name without personal data.
        draft: Write it although something is missing; it is not in the result then.

    Raises:
        RuleError: Something is missing and it is no draft.
        UnavailableError: It cannot be written; the desk is as it was.
    """
    with session.reading() as uow:
        content = _score_content(session, uow, draft=draft)
        info = _info(uow)
        number = _juror(uow).number
        initials = _juror(uow).initials
        sheet = own_sheet(uow)
    data = session.services.score_files.write(content, info.package)
    name = f"{content.edition[:8]}-{number:02d}-{initials}-{content.seq}.juryscore"
    path = target / name if target.is_dir() or not target.suffix else target
    make_folder(path.parent)
    write_atomically(path, data)
    digest = sha256(data)
    with session.writing() as uow:
        handed_in = content.made if content.complete else info.handed_in
        uow.put_desk(replace(_info(uow), seq=content.seq, previous=digest, handed_in=handed_in))
        body = {"sha256": digest, "complete": content.complete}
        session.note(uow, "scorefile.written", body)
    return HandedIn(
        path=path,
        sha256=digest,
        juror=content.juror,
        complete=content.complete,
        marks=sum(s.statement.content.state is MarkState.MARK for s in content.marks),
        missing=len(sheet.cells) - sheet.finished,
        changes=ChangeSet.of(Topic.FILES),
    )


def reopen_sheet(session: Session) -> ChangeSet:
    """Open the sheet again after handing in, to change something and hand in anew."""
    with session.writing() as uow:
        uow.put_desk(replace(_info(uow), handed_in=""))
        session.note(uow, "sheet.reopened", {})
    return ChangeSet.of(Topic.FILES)


def _score_content(session: Session, uow: UnitOfWork, *, draft: bool) -> ScoreContent:
    info, sheet = _info(uow), own_sheet(uow)
    finished = _is_finished(uow, info, sheet)
    if not draft and not finished:
        missing = len(sheet.cells) - sheet.finished
        raise RuleError(INCOMPLETE, code="E-INCOMPLETE", missing=missing, total=len(sheet.cells))
    edition, current = uow.edition(), the_round(uow)
    return ScoreContent(
        kind=info.package.kind,
        trial=edition.trial,
        award=edition.award,
        edition=edition.id,
        round=current.id,
        ballot=current.ballot,
        package=info.package.sha256,
        juror=_juror(uow).id,
        device=info.device,
        file=session.services.ids.new_id(),
        seq=info.seq + 1,
        previous=info.previous,
        made=session.services.now(),
        app_version=session.services.version,
        complete=not draft,
        origin=Origin.OWN,
        marks=tuple(uow.marks.history(current.id)),
        declarations=tuple(uow.declarations.history(current.id)),
        notes=tuple(uow.notes.history(current.id)),
    )


def _is_finished(uow: UnitOfWork, info: DeskInfo, sheet: Sheet) -> bool:
    if info.package.kind is PackageKind.DECLARE:
        return all(cell.standing is not Standing.UNDECLARED for cell in sheet.cells)
    if uow.rules().comment is CommentRule.ALL and _uncommented(uow):
        raise RuleError(COMMENT_NEEDED, code="E-COMMENT")
    return sheet.complete


def _uncommented(uow: UnitOfWork) -> bool:
    marks = uow.marks.current(the_round(uow).id).effective.values()
    return any(s.content.state is MarkState.MARK and not s.content.note for s in marks)
