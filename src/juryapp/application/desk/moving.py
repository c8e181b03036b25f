"""“Continue on another machine”: the desk goes there whole, and is closed for changes here.

The juror makes a move file, which is locked with a word that the program makes, and takes it along. On the
other machine everything is there: marks, comments, private notes, the order, the history, the revisions.
Score files from there carry the word of this machine, so the secretariat need not be asked anything. If the
file got lost, the juror uses this machine again; for the secretariat it is then a second machine, which needs
one click, since both might be in use.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from juryapp.application.copies.backups import go_on_by_itself
from juryapp.application.desk.copying import copy_attachments
from juryapp.application.desk.view import desk_info, desk_juror
from juryapp.application.file_names import move_file_name
from juryapp.application.packages.passwords import readable_password
from juryapp.application.ports import DeskMachine, Move, MoveFacts, UnitOfWork
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError
from juryapp.base.files import make_folder
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.packages import Handover

log = logging.getLogger(__name__)

MOVED_ALREADY = N_("A move file was made here already. Use this machine again first.")
NOT_MOVED = N_("This desk is in use here; it did not go to another machine.")
OTHER_DESK = N_("“{file}” does not hold the desk that it says. It is not opened.")
MARKS_HERE = N_(
    "There are answers or marks for the same jury on this machine already, and a desk that comes from another"
    " machine would take their place. Hand in from here first, or go on here; a score file can come from both"
    " machines."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDesk:
    """A move file that was written, and the word that opens it: shown now, and kept nowhere."""

    path: Path
    word: str
    changes: ChangeSet


def move_out(session: Session, target: Path) -> MovedDesk:
    """Write the whole desk to a locked file, and close it for changes on this machine.

    Args:
        session: The juror's desk.
        target: The file to write, or a folder in which it gets a name without personal data.

    Raises:
        RuleError: It was moved already (E-MOVED).
        UnavailableError: It cannot be written; the desk is in use here as before.
    """
    services = session.services
    with session.reading() as uow:
        if uow.machine().moved:
            raise RuleError(MOVED_ALREADY, code="E-MOVED")
        facts, name = _facts(session, uow), _name(uow)
    word = readable_password(services.ids.secret())
    path = target / name if target.is_dir() or not target.suffix else target
    make_folder(path.parent)
    _bring_all(session)
    with services.store.snapshot(session.database) as (copy, _uow):
        services.moves.write(facts, copy, path, word=word)
    try:
        with session.writing() as uow:
            uow.put_machine(replace(uow.machine(), moved=facts.made))
            session.note(uow, "desk.moved", {})
    except BaseException:
        with suppress(OSError):
            path.unlink()  # two machines that both believe to be the one would be worse than none
        raise
    return MovedDesk(path=path, word=word, changes=ChangeSet.of(Topic.FILES, Topic.PACKAGES))


def use_again(session: Session) -> ChangeSet:
    """Use this machine again although a move file was made: as a second machine, with a key of its own.

    Raises:
        RuleError: It was not moved (E-NOT-MOVED).
    """
    keys, ids = session.services.keys, session.services.ids
    with session.database.unit_of_work() as uow:
        if not uow.machine().moved:
            raise RuleError(NOT_MOVED, code="E-NOT-MOVED")
        keys.renew_juror_key(uow.edition().id, desk_juror(uow).id)
        uow.put_machine(DeskMachine())
        uow.put_desk(replace(desk_info(uow), device=ids.new_id(), seq=0, previous=""))
        go_on_by_itself(session.services, uow, actor=session.actor)
        session.note(uow, "desk.used_again", {})
        uow.commit()
    return ChangeSet.of(Topic.FILES, Topic.PACKAGES)


def take_move(services: Services, path: Path, *, word: str) -> Session:
    """Put the desk in a move file onto this machine and return it open.

    Raises:
        FileFormatError: It is refused; nothing was stored (E-LOCKED asks for the word, E-PASSWORD: wrong).
        RuleError: There are marks for the same jury on this machine (E-DESK-EXISTS).
        BusyError: The desk that is here is open in another window.
    """
    with services.moves.opened(path, word=word) as opened:
        facts = opened.move.facts
        database = services.store.put_desk(
            facts.edition,
            facts.juror,
            path,
            unpack=opened.unpack,
            prepare=lambda uow: _arrive(services, uow, opened.move, path.name),
            gives_way=_gives_way,
        )
    return Session(services, database, f"juror:{facts.juror}")


def handover_of(machine: DeskMachine) -> Handover | None:
    """Return what shows that this machine goes on from another one, if so."""
    return Handover(**json.loads(machine.handover)) if machine.handover else None


def _bring_all(session: Session) -> None:
    """Copy what still lies in the package only; what cannot be reached is asked for on the other machine."""
    try:
        copy_attachments(session)
    except (FileFormatError, UnavailableError) as error:
        log.warning("attachments stay in the package when the desk moves: %s", error.code)


def _facts(session: Session, uow: UnitOfWork) -> MoveFacts:
    edition, juror = uow.edition(), desk_juror(uow)
    return MoveFacts(
        award=edition.award,
        edition=edition.id,
        juror=juror.id,
        title=edition.title,
        juror_name=juror.name,
        made=session.services.now(),
    )


def _name(uow: UnitOfWork) -> str:
    juror = desk_juror(uow)
    return move_file_name(uow.edition().id, juror.number, juror.initials)


def _arrive(services: Services, uow: UnitOfWork, move: Move, file: str) -> None:
    """Make the copied desk this machine's: its own key, its own numbers of files, its own chain."""
    facts = move.facts
    if uow.edition().id != facts.edition or uow.jurors.find(facts.juror) is None:
        raise FileFormatError(OTHER_DESK, code="E-JUROR", file=file)
    handover = services.moves.take_over(move)
    uow.put_machine(DeskMachine(handover=canonical_bytes(asdict(handover)).decode()))
    device = services.ids.new_id()
    uow.put_desk(replace(desk_info(uow), device=device, seq=0, previous=""))
    elsewhere = replace(uow.desk_memory(), saved_to="", package="")  # places on the other machine
    uow.put_desk_memory(elsewhere)
    go_on_by_itself(services, uow, actor=f"juror:{facts.juror}")


def _gives_way(uow: UnitOfWork) -> None:
    """Raise RuleError unless the desk that is here may be replaced: it has moved away, or it is empty."""
    if uow.machine().moved:
        return
    kinds = (uow.marks, uow.declarations, uow.notes)
    if any(kind.history(r.id) for r in uow.rounds.all() for kind in kinds):
        raise RuleError(MARKS_HERE, code="E-DESK-EXISTS")
