"""Handing in: the juror's whole present state in one signed and sealed file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from juryapp.application.desk.moving import handover_of
from juryapp.application.desk.places import check_orders
from juryapp.application.desk.updates import standing_news
from juryapp.application.desk.view import (
    desk_info,
    desk_juror,
    own_sheet,
    practice_cell,
    practice_here,
)
from juryapp.application.file_names import score_file_name
from juryapp.application.log.bodies import score_file_written
from juryapp.application.ports import DeskInfo, Statements, UnitOfWork
from juryapp.application.session import Session, refuse_if_moved, the_round
from juryapp.base.errors import RuleError
from juryapp.base.files import make_folder, sha256, write_atomically
from juryapp.base.i18n import N_
from juryapp.domain.answers import takes_comment
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import CommentRule
from juryapp.domain.ids import PRACTICE, JurorId, RoundId
from juryapp.domain.impartiality import Standing
from juryapp.domain.packages import Origin, PackageKind, PracticeMark, ScoreContent
from juryapp.domain.sheets import Cell, Sheet
from juryapp.domain.statements import C, K, MarkState, Stated, StatedMark, StatedNote

INCOMPLETE = N_(
    "{missing} of {total} nominees are not finished. Finish them, or save the file as a draft."
)
UNANSWERED = N_(
    "The question of impartiality is not answered for {missing} of {total} nominees. Answer it, or save the"
    " file as a draft."
)
PRACTICE_LEFT = N_(
    "The practice nominee lacks marks: {criteria}. Give them, or save the file as a draft."
)
CONFIRM_FIRST = N_(
    "The words of a criterion were changed after you gave {n} of your marks. Look at them again and say that"
    " they stand, or save the file as a draft."
)
COMMENT_NEEDED = N_("Write a comment with the mark: the award asks for one with each.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """How far the practice nominee's ballot is."""

    given: int
    asked: int


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
    practice: Practised | None = None  # of a declare package


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
        package, juror = desk_info(uow).package, desk_juror(uow)
    data = session.services.score_files.write(content, package)
    name = score_file_name(content.edition, juror.number, juror.initials, content.seq)
    path = target / name if target.is_dir() or not target.suffix else target
    in_the_way = path.exists()
    digest = _written(path, data)
    try:
        _record(session, content, digest, path)
    except BaseException:
        if (
            not in_the_way
        ):  # of a file that the desk does not know, no receipt could ever be understood
            with suppress(OSError):
                path.unlink()
        raise
    with session.reading() as uow:
        made = as_it_stands(uow, path, digest, complete=content.complete)
    return replace(made, changes=ChangeSet.of(Topic.FILES))


def as_it_stands(uow: UnitOfWork, path: Path, digest: str, *, complete: bool) -> HandedIn:
    """Return what is told of a score file that says what stands now."""
    info, sheet = desk_info(uow), own_sheet(uow)
    marks = uow.marks.current(the_round(uow).id).effective.values()
    given = [s for s in marks if s.content.state is MarkState.MARK and s.key.nominee != PRACTICE]
    return HandedIn(
        path=path,
        sha256=digest,
        juror=sheet.juror,
        complete=complete,
        marks=len(given),
        missing=len(_unfinished(info, sheet)),
        changes=ChangeSet(),
        practice=practised(uow),
    )


def _written(path: Path, data: bytes) -> str:
    make_folder(path.parent)
    write_atomically(path, data)
    return sha256(data)


def _record(session: Session, content: ScoreContent, digest: str, path: Path) -> None:
    with session.writing() as uow:
        info = desk_info(uow)
        handed_in = content.made if content.complete else info.handed_in
        uow.put_desk(replace(info, seq=content.seq, previous=digest, handed_in=handed_in))
        uow.put_desk_memory(replace(uow.desk_memory(), saved_to=str(path.absolute())))
        session.note(uow, "scorefile.written", score_file_written(digest, content))


def practised(uow: UnitOfWork) -> Practised | None:
    """Return how far the practice nominee's ballot is, None if the package has none."""
    cell = practice_cell(uow)
    if cell is None:
        return None
    given = len(cell.marked) + len(cell.not_assessed)
    return Practised(given=given, asked=given + len(cell.missing))


def reopen_sheet(session: Session) -> ChangeSet:
    """Open the sheet again after handing in, to change something and hand in anew."""
    with session.writing() as uow:
        open_again(session, uow)
    return ChangeSet.of(Topic.FILES)


def open_again(session: Session, uow: UnitOfWork) -> None:
    """Open the sheet again within a transaction that is under way."""
    uow.put_desk(replace(desk_info(uow), handed_in=""))
    session.note(uow, "sheet.reopened", {})


def _score_content(session: Session, uow: UnitOfWork, *, draft: bool) -> ScoreContent:
    refuse_if_moved(uow)
    info = desk_info(uow)
    if not draft:
        check_finished(uow)
    check_orders(uow)
    edition, current = uow.edition(), the_round(uow)
    return ScoreContent(
        kind=info.package.kind,
        trial=edition.trial,
        award=edition.award,
        edition=edition.id,
        round=current.id,
        ballot=current.ballot,
        package=info.package.sha256,
        juror=desk_juror(uow).id,
        device=info.device,
        file=session.services.ids.new_id(),
        seq=info.seq + 1,
        previous=info.previous,
        made=session.services.now(),
        app_version=session.services.version,
        complete=not draft,
        origin=Origin.OWN,
        handover=handover_of(uow.machine()),
        marks=tuple(s for s in _present(uow.marks, current.id) if not _of_practice(s)),
        declarations=_present(uow.declarations, current.id),
        notes=tuple(s for s in _present(uow.notes, current.id) if not _of_practice(s)),
        practice=_practice_marks(uow, current.id),
    )


def _of_practice(stated: StatedMark | StatedNote) -> bool:
    """Return whether something was said of the practice nominee: it never travels among the rest."""
    return stated.statement.key.nominee == PRACTICE


def _practice_marks(uow: UnitOfWork, round_id: RoundId) -> tuple[PracticeMark, ...]:
    if practice_here(uow) is None:
        return ()
    said = {MarkState.MARK, MarkState.NOT_ASSESSED}
    return tuple(
        PracticeMark(criterion=s.statement.key.criterion, content=s.statement.content)
        for s in _present(uow.marks, round_id)
        if _of_practice(s) and s.statement.content.state in said
    )


def check_finished(uow: UnitOfWork) -> None:
    """Raise RuleError (E-INCOMPLETE, E-COMMENT, E-CONFIRM) if something is missing that is asked for."""
    info, sheet = desk_info(uow), own_sheet(uow)
    missing, total = len(_unfinished(info, sheet)), len(sheet.cells)
    declares = info.package.kind is PackageKind.DECLARE
    if uow.rules().comment is CommentRule.ALL:
        _check_comments(uow, sheet, declares=declares)
    if missing:
        template = UNANSWERED if declares else INCOMPLETE
        raise RuleError(template, code="E-INCOMPLETE", missing=missing, total=total)
    if unconfirmed := standing_news(uow).unconfirmed:
        raise RuleError(CONFIRM_FIRST, code="E-CONFIRM", n=len(unconfirmed))
    if declares:
        _check_practised(uow)


def _check_practised(uow: UnitOfWork) -> None:
    """Raise RuleError (E-INCOMPLETE) if a mark for the practice nominee is missing."""
    cell = practice_cell(uow)
    if cell is not None and cell.missing:
        names = [c.name for c in uow.criteria.all() if c.id in cell.missing]
        raise RuleError(PRACTICE_LEFT, code="E-INCOMPLETE", criteria=", ".join(names))


def _unfinished(info: DeskInfo, sheet: Sheet) -> list[Cell]:
    """Return the nominees where something is missing; a declare package asks for no marks."""
    if info.package.kind is PackageKind.DECLARE:
        return [cell for cell in sheet.cells if cell.standing is Standing.UNDECLARED]
    return [cell for cell in sheet.cells if not cell.finished]


def _check_comments(uow: UnitOfWork, sheet: Sheet, *, declares: bool) -> None:
    """Raise RuleError if a mark has no comment; where one is recused, or not asked yet, none is needed."""
    asked = {cell.nominee for cell in sheet.cells if cell.standing is not Standing.RECUSED}
    if declares:
        asked = {PRACTICE}
    commented = {c.id for c in uow.criteria.all() if takes_comment(c)}
    marks = uow.marks.current(the_round(uow).id).effective.values()
    if any(
        s.content.state is MarkState.MARK and not s.content.note.strip()
        for s in marks
        if s.key.nominee in asked and s.key.criterion in commented
    ):
        raise RuleError(COMMENT_NEEDED, code="E-COMMENT")


def _present(statements: Statements[K, C], round_id: RoundId) -> tuple[Stated[K, C], ...]:
    """Return what stands, with its provenance; earlier revisions stay on this machine."""
    standing = set(statements.current(round_id).effective.values())
    return tuple(s for s in statements.history(round_id) if s.statement in standing)
