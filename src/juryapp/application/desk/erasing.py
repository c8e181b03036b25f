"""Erasing a juror's desk from this machine, with a receipt that says what went, and what could not go.

In this order: what would be lost is looked at; the place for the receipt is tried; everything is checked
for whether it can be erased; the desk is marked as being erased, and closed. Until then nothing is lost, and
after it nothing can be used: files are overwritten once and removed, the key, the entry among the recent
ones, the lines of the log; then the receipt is written, and the mark goes. If the machine stops in between,
the next start goes on (`finish_erasures`).

What a program cannot reach stays: copies in e-mail, on memory sticks, in backups and with others; and what
an SSD, or a file system that writes changes elsewhere, keeps of files that were overwritten. The receipt says
so.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from juryapp.application.desk.erasing_words import begun_text, receipt_text
from juryapp.application.desk.receipts import Reception, reception, written_files
from juryapp.application.desk.view import desk_info, desk_juror
from juryapp.application.file_names import deletion_receipt_name
from juryapp.application.looking_outside import remove_copies
from juryapp.application.ports import ErasedDesk, UnitOfWork
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import RuleError, UnavailableError, UsageError, UserError
from juryapp.base.files import make_folder, read_limited, write_atomically
from juryapp.base.i18n import N_, language
from juryapp.base.logs import forget_mentions
from juryapp.domain.ids import EditionId, JurorId
from juryapp.domain.statements import MarkState

log = logging.getLogger(__name__)
_SETTINGS_LIMIT: Final = 1 << 20
_GIVEN: Final = frozenset({MarkState.MARK, MarkState.NOT_ASSESSED})

IN_OUR_FOLDER = N_(
    "The receipt cannot lie in juryapp’s own folder. Choose a place of your own, for example your documents."
)
NEVER_SENT = N_(
    "Marks or answers on this computer were never handed in, and they would be lost. Hand in first, or say"
    " that you want to erase them although they were not received."
)
NOT_RECEIVED = N_(
    "There is no receipt that the secretariat has received your newest score file. Ask for the receipt and"
    " open it first, or say that you want to erase everything although it was not received."
)
CHANGED_SINCE = N_(
    "Something was changed after the score file that was received, and it would be lost. Hand in again, or"
    " say that you want to erase it although it was not received."
)
MOVED_AWAY = N_(
    "This desk went on on another machine, and whether it arrived there cannot be seen here. Look whether"
    " your marks are there; then say that you want to erase them here although they were not received."
)


class Unreceived(StrEnum):
    """Why something would be lost."""

    NOTHING = ""
    NEVER_SENT = "never_sent"
    NOT_RECEIVED = "not_received"
    CHANGED_SINCE = "changed_since"
    MOVED_AWAY = "moved_away"


UNRECEIVED_TEXTS: Final = {
    Unreceived.NEVER_SENT: NEVER_SENT,
    Unreceived.NOT_RECEIVED: NOT_RECEIVED,
    Unreceived.CHANGED_SINCE: CHANGED_SINCE,
    Unreceived.MOVED_AWAY: MOVED_AWAY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReceipt:
    """What was erased, when and where: no name but the edition's title.

    Attributes:
        erased: The instant at which it was begun, "" before.
        chain: Of the desk's log, with the head that it had last.
        unreceived: What the secretariat has no receipt for (a key of `Unreceived`).
        saved_to: Where the receipt lies, or is to lie; "" if the juror wanted none yet.
        is_saved: Whether it could be written there.
    """

    edition: str
    title: str
    juror: str
    juror_number: int
    suggested_name: str
    marks: int
    declarations: int
    comments: int
    private_notes: int
    package: str  # its sha256
    receipts: int
    score_files: int
    move_files: int
    backups: int
    unreceived: str
    chain: str
    head: str
    device: str
    language: str
    erased: str = ""
    saved_to: str = ""
    is_saved: bool = False

    @property
    def text(self) -> str:
        """The receipt as a plain text, in the language of the juror at that moment."""
        return receipt_text(self, self.language)

    @property
    def desk(self) -> ErasedDesk:
        """What the store knows it by."""
        return ErasedDesk(
            edition=EditionId(self.edition),
            juror=JurorId(self.juror),
            traces=(self.chain, self.device),
        )


# ---- before ----------------------------------------------------------------------------------------------


def what_goes(session: Session) -> ErasureReceipt:
    """Return what erasing a desk would erase; nothing is changed."""
    why = unreceived(session)
    with session.reading() as uow:
        edition, juror, info = uow.edition(), desk_juror(uow), desk_info(uow)
        last = uow.journal.last()
        place = Path(session.database.place)
        return ErasureReceipt(
            edition=edition.id,
            title=edition.title,
            juror=juror.id,
            juror_number=juror.number,
            suggested_name=deletion_receipt_name(edition.id, juror.number, juror.initials),
            **_counts(uow),
            package=info.package.sha256,
            backups=len(session.services.store.backups(EditionId(place.stem))),
            unreceived=why,
            chain=uow.journal.chain(),
            head=last.hash if last else uow.journal.root(),
            device=info.device,
            language=language(),
        )


def _counts(uow: UnitOfWork) -> dict[str, Any]:
    rounds = [round_.id for round_ in uow.rounds.all()]
    marks = [s for r in rounds for s in uow.marks.current(r).effective.values()]
    answers = [s for r in rounds for s in uow.declarations.current(r).effective.values()]
    notes = [s for r in rounds for s in uow.notes.current(r).effective.values()]
    said = [entry.what for entry in uow.journal.all()]
    return {
        "marks": sum(s.content.state in _GIVEN for s in marks),
        "declarations": len(answers),
        "comments": sum(bool(s.content.text.strip()) for s in notes),
        "private_notes": sum(bool(uow.private_note(n.id)) for n in uow.nominees.all()),
        "receipts": len(uow.receipts()),
        "score_files": len(list(written_files(uow))),
        "move_files": said.count("desk.moved"),
    }


def unreceived(session: Session) -> Unreceived:
    """Return what would be lost with the desk because nobody has said to have received it."""
    with session.reading() as uow:
        said = [
            stated.provenance.at
            for round_ in uow.rounds.all()
            for kind in (uow.marks, uow.declarations, uow.notes)
            for stated in kind.history(round_.id)
        ]
        moved, sent = uow.machine().moved, _last_sent(uow)
    if not said:
        return Unreceived.NOTHING
    if moved:
        return Unreceived.MOVED_AWAY
    if not sent:
        return Unreceived.NEVER_SENT
    if reception(session).reception is not Reception.RECEIVED:
        return Unreceived.NOT_RECEIVED
    return Unreceived.CHANGED_SINCE if max(said) > sent else Unreceived.NOTHING


def _last_sent(uow: UnitOfWork) -> str:
    """Return when the newest score file was written, on whichever of the juror's machines; "" if none."""
    chains = [chain for chain, _root in uow.journal.chains()]
    entries = [entry for chain in chains for entry in uow.journal.entries(chain)]
    return max((e.at for e in entries if e.what == "scorefile.written"), default="")


# ---- erasing ---------------------------------------------------------------------------------------------


def erase_desk(
    session: Session, receipt_to: Path | None = None, *, although_not_received: bool = False
) -> ErasureReceipt:
    """Erase a desk and all that belongs to it from this machine. It cannot be undone.

    Args:
        session: The juror's desk. It is closed afterwards.
        receipt_to: The file for the receipt, or a folder; None: whoever calls shows `text`.
        although_not_received: Erase also what no receipt says was received.

    Returns:
        The receipt. `is_saved` is false if its place went away meanwhile; the desk is gone then too.

    Raises:
        RuleError: Something was not received (E-NOT-RECEIVED).
        UsageError: The receipt would lie in our own folder (E-RECEIPT-PLACE).
        UnavailableError: Something cannot be erased (E-ERASE), or the receipt cannot be written: the desk is
            as it was. E-NOT-ALL-ERASED: it was begun, and goes on at the next start.
    """
    services = session.services
    goes = what_goes(session)
    if goes.unreceived and not although_not_received:
        raise RuleError(UNRECEIVED_TEXTS[Unreceived(goes.unreceived)], code="E-NOT-RECEIVED")
    services.keys.check_forgettable(goes.desk.edition, goes.desk.juror)
    target = _target(services, receipt_to, goes.suggested_name)
    receipt = replace(goes, erased=services.now(), saved_to=str(target or ""))
    note = canonical_bytes(asdict(receipt))
    with _begun(receipt, target):
        services.store.begin_erasing(session.database, receipt.desk, note)
    return _finish(services, receipt, session.database.place)


@contextmanager
def _begun(receipt: ErasureReceipt, target: Path | None) -> Iterator[None]:
    """Try the receipt's place: afterwards it would be too late to choose another one.

    If the erasing cannot begin, what stood there stands there again.
    """
    if target is None:
        yield
        return
    before = read_limited(target, _SETTINGS_LIMIT) if target.exists() else None
    make_folder(target.parent)
    write_atomically(target, begun_text(receipt, receipt.language).encode())
    try:
        yield
    except BaseException:
        if before is not None:
            write_atomically(target, before)
        else:
            with suppress(OSError):
                target.unlink()
        raise


def _target(services: Services, receipt_to: Path | None, name: str) -> Path | None:
    """Return the receipt's file; in a folder it never takes an earlier one's place."""
    if receipt_to is None:
        return None
    target = receipt_to.expanduser().absolute()
    if target.is_dir() or not target.suffix:
        free = (target / name.replace(".txt", f"{n}.txt") for n in ("", *_numbers()))
        target = next(path for path in free if not path.exists())
    if target.resolve().is_relative_to(services.data.root.resolve()):
        raise UsageError(IN_OUR_FOLDER, code="E-RECEIPT-PLACE")
    return target


def _numbers() -> tuple[str, ...]:
    return tuple(f"-{n}" for n in range(2, 1000))


def finish_erasures(services: Services) -> list[ErasureReceipt]:
    """Go on with what was begun before the program or the machine stopped; what cannot be done yet waits."""
    finished = []
    for note in services.store.being_erased():
        try:
            receipt = ErasureReceipt(**json.loads(note))
            place = services.data.desks / f"{receipt.edition}-{receipt.juror}.jurydb"
            finished.append(_finish(services, receipt, str(place)))
        except UserError as error:
            log.warning("the erasing of a desk waits: %s", error.code)
        except (ValueError, TypeError):
            log.warning("the note of a desk that is being erased is damaged")
    return finished


def _finish(services: Services, receipt: ErasureReceipt, place: str) -> ErasureReceipt:
    """Erase what is marked. Every step can be taken again."""
    remove_copies(services.data)
    services.store.erase(receipt.desk)
    services.keys.forget_juror_key(receipt.desk.edition, receipt.desk.juror)
    forget_recent(services.data.settings, place)
    forget_mentions(services.data.logs, (Path(place).stem, receipt.chain, receipt.device))
    done = _save(receipt)
    services.store.end_erasing(receipt.desk)
    return done


def _save(receipt: ErasureReceipt) -> ErasureReceipt:
    if not receipt.saved_to:
        return receipt
    try:
        save_receipt(receipt, Path(receipt.saved_to))
    except (
        UnavailableError
    ) as error:  # the memory stick was pulled out: the desk is gone all the same
        log.warning("a deletion receipt could not be written: %s", error.code)
        return receipt
    return replace(receipt, is_saved=True)


def save_receipt(receipt: ErasureReceipt, target: Path) -> None:
    """Write a receipt, also afterwards. Raises UnavailableError."""
    make_folder(target.parent)
    write_atomically(target, receipt.text.encode())


def forget_recent(settings: Path, place: str) -> None:
    """Take a desk out of what the window remembers; a file that cannot be understood stays as it is."""
    try:
        values = json.loads(read_limited(settings, _SETTINGS_LIMIT))
        recent = values.get("recent", [])
        kept = [entry for entry in recent if entry.get("path") != place]
        if len(kept) != len(recent):
            data = json.dumps({**values, "recent": kept}, ensure_ascii=False, indent=1).encode()
            write_atomically(settings, data)
    except (UserError, ValueError, AttributeError, TypeError):
        return
