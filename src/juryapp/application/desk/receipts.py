"""Receipts at the juror's desk: the third of the three states, “received”, comes from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from juryapp.application.desk.opening import open_desk
from juryapp.application.desk.view import desk_info, desk_juror
from juryapp.application.log.bodies import receipt_taken
from juryapp.application.ports import UnitOfWork
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError
from juryapp.base.files import sha256
from juryapp.base.i18n import N_, _
from juryapp.base.instants import format_instant
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.packages import OpenedReceipt, Receipt, ReceiptContent

OTHER_EDITION = N_(
    "The receipt belongs to the edition {found}, and no jury package of it has been opened on this computer."
    " Open your jury package first, then the receipt."
)
OTHER_JUROR = N_(
    "The receipt is for another juror. Nothing was kept; ask the secretariat for the one that is yours."
)
OTHER_KEY = N_(
    "The receipt is not signed by the secretariat that made your jury package. Do not trust it; ask the"
    " secretariat by telephone."
)

RECEIVED = N_("Received by the secretariat on {when}, as you sent it. Log head {head}.")
RECEIVED_DRAFT = N_(
    "Taken in as a draft on {when}, as you sent it. A draft is not part of the result: finish and hand in."
    " Log head {head}."
)
LAID_ASIDE = N_(
    "It came on {when}, after the round was closed, and was laid aside: nothing of it counts. Ask the"
    " secretariat whether the round will be opened again. Log head {head}."
)
EARLIER = N_(
    "An earlier file of yours was received on {when}, as you sent it. There is no receipt for the newest"
    " one yet. Log head {head}."
)
DIFFERENT = N_(
    "What the secretariat took in on {when} is not what you sent. Tell the secretariat at once, read them"
    " the log head {head}, and hand in again."
)
NOT_FROM_HERE = N_(
    "There is a receipt of {when} for a file that was not made on this machine. If you made it on another"
    " one, all is well. If not, tell the secretariat at once: somebody has handed in as you."
)
_HEAD_SHOWN = 12


class Match(StrEnum):
    """How a receipt fits what this machine has sent."""

    SAME = "same"
    DIFFERENT = "different"  # the file is ours, and something else was taken in
    NOT_FROM_HERE = "not_from_here"  # no file of that hash was made on this machine


class Reception(StrEnum):
    """How far the newest file has come, by the receipts."""

    NONE = "none"
    RECEIVED = "received"
    DRAFT = "draft"
    LAID_ASIDE = "laid_aside"
    EARLIER = "earlier"  # only an earlier file has a receipt
    DIFFERENT = "different"


RECEPTION_NAMES: Mapping[Reception, str] = {
    Reception.NONE: N_("Not received yet"),
    Reception.RECEIVED: N_("Received"),
    Reception.DRAFT: N_("Received as a draft"),
    Reception.LAID_ASIDE: N_("Laid aside: it came too late"),
    Reception.EARLIER: N_("An earlier file was received"),
    Reception.DIFFERENT: N_("Received, and not as you sent it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReceipt:
    """A receipt that this desk keeps."""

    receipt: Receipt
    match: Match
    newest: bool  # it is about the newest file that was made here


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionView:
    """What the receipts come to."""

    reception: Reception
    known: KnownReceipt | None  # on which that rests
    not_from_here: KnownReceipt | None  # the newest one about a file that was made elsewhere

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to tell the juror, in the language in use; the last ones are warnings."""
        told = [_told(_SENTENCES[self.reception], self.known.receipt)] if self.known else []
        if self.not_from_here is not None:
            told.append(_told(NOT_FROM_HERE, self.not_from_here.receipt))
        return tuple(told)

    @property
    def is_warning(self) -> bool:
        """Whether the juror has to do something about it."""
        return self.not_from_here is not None or self.reception is Reception.DIFFERENT


_SENTENCES: Mapping[Reception, str] = {
    Reception.RECEIVED: RECEIVED,
    Reception.DRAFT: RECEIVED_DRAFT,
    Reception.LAID_ASIDE: LAID_ASIDE,
    Reception.EARLIER: EARLIER,
    Reception.DIFFERENT: DIFFERENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenReceipt:
    """A receipt that was opened."""

    known: KnownReceipt
    again: bool  # it was kept already
    changes: ChangeSet


def desk_for(services: Services, content: ReceiptContent, name: str) -> Session:
    """Open the desk on this machine that a receipt is for.

    Raises:
        FileFormatError: There is none of that edition (E-EDITION), or it is another juror's (E-JUROR).
        BusyError: The desk is open in another window.
    """
    edition, juror = content.edition, content.juror
    here = {desk.juror for desk in services.store.desks() if desk.edition == edition}
    if not here:
        raise FileFormatError(OTHER_EDITION, code="E-EDITION", file=name, found=edition)
    if juror not in here:
        raise FileFormatError(OTHER_JUROR, code="E-JUROR", file=name)
    return open_desk(services, services.store.desk(edition, juror))


def take_receipt(session: Session, path: Path) -> TakenReceipt:
    """Check a receipt against what this desk knows and has sent, and keep it.

    One that says something else than what was sent is kept too: it is a proof. `KnownReceipt.match` tells.

    Raises:
        FileFormatError: It is foreign, damaged, forged, newer, or another's; nothing was kept.
    """
    opened = session.services.receipts.read(path)
    with session.reading() as uow:
        _check_ours(uow, opened, path.name)
    return _kept(session, opened)


def _kept(session: Session, opened: OpenedReceipt) -> TakenReceipt:
    receipt = opened.content.receipt
    with session.reading() as uow:
        known = _known(uow, receipt, _sent(uow))
        again = receipt in uow.receipts()
    if again:
        return TakenReceipt(known=known, again=True, changes=ChangeSet())
    with session.writing() as uow:
        uow.put_receipt(receipt, opened.document)
        body = receipt_taken(receipt.sha256, sha256(opened.document), receipt.head)
        session.note(uow, "receipt.taken", body)
    return TakenReceipt(known=known, again=False, changes=ChangeSet.of(Topic.FILES))


def _check_ours(uow: UnitOfWork, opened: OpenedReceipt, name: str) -> None:
    edition, content = uow.edition(), opened.content
    if (content.award, content.edition) != (edition.award, edition.id):
        raise FileFormatError(OTHER_EDITION, code="E-EDITION", file=name, found=content.edition)
    if content.juror != desk_juror(uow).id:
        raise FileFormatError(OTHER_JUROR, code="E-JUROR", file=name)
    if opened.award_key != desk_info(uow).package.award_key:
        raise FileFormatError(OTHER_KEY, code="E-KEY", file=name)


# ---- what they come to -----------------------------------------------------------------------------------


def known_receipts(session: Session) -> tuple[KnownReceipt, ...]:
    """Return the receipts that this desk keeps, by the time of reception."""
    with session.reading() as uow:
        return _known_in(uow)


def _known_in(uow: UnitOfWork) -> tuple[KnownReceipt, ...]:
    receipts = uow.receipts()
    if not receipts:  # as most of the time: then the log need not be read
        return ()
    sent = _sent(uow)
    return tuple(_known(uow, receipt, sent) for receipt in receipts)


def reception(session: Session) -> ReceptionView:
    """Return what the receipts come to: whether the newest file was received as it was sent."""
    with session.reading() as uow:
        return reception_in(uow)


def reception_in(uow: UnitOfWork) -> ReceptionView:
    """Return the same within a transaction that is under way."""
    known = _known_in(uow)
    elsewhere = [k for k in known if k.match is Match.NOT_FROM_HERE]
    found, rests_on = _reception([k for k in known if k.match is not Match.NOT_FROM_HERE])
    return ReceptionView(
        reception=found,
        known=rests_on,
        not_from_here=elsewhere[-1] if elsewhere else None,
    )


def _reception(known: Sequence[KnownReceipt]) -> tuple[Reception, KnownReceipt | None]:
    different = [k for k in known if k.match is Match.DIFFERENT]
    if different:
        return Reception.DIFFERENT, different[-1]
    taken = [k for k in known if k.receipt.taken]
    for which in (
        [k for k in taken if k.newest],
        [k for k in known if k.newest],
        taken,
        list(known),
    ):
        if which:
            return _state(which[-1]), which[-1]
    return Reception.NONE, None


def _state(known: KnownReceipt) -> Reception:
    if not known.receipt.taken:
        return Reception.LAID_ASIDE
    if not known.newest:
        return Reception.EARLIER
    return Reception.RECEIVED if known.receipt.complete else Reception.DRAFT


def sentence(known: KnownReceipt) -> str:
    """Return what one receipt says, in the language in use."""
    if known.match is Match.NOT_FROM_HERE:
        return _told(NOT_FROM_HERE, known.receipt)
    state = Reception.DIFFERENT if known.match is Match.DIFFERENT else _state(known)
    return _told(_SENTENCES[state], known.receipt)


def _told(template: str, receipt: Receipt) -> str:
    when = format_instant(receipt.received)
    return _(template).format(when=when, head=short_head(receipt.head))


def short_head(head: str) -> str:
    """Return the first digits of a head of the log, in groups of four, to be compared by eye."""
    return " ".join(head[at : at + 4] for at in range(0, _HEAD_SHOWN, 4))


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the desk's own log says of a file that was made here."""

    complete: bool
    statements: str


def _sent(uow: UnitOfWork) -> dict[str, _Sent]:
    """Return by hash what the log says was written: also before the desk came to this machine."""
    return {
        body["sha256"]: _Sent(bool(body["complete"]), str(body["statements"]))
        for body in map(json.loads, written_files(uow))
    }


def written_files(uow: UnitOfWork) -> Iterator[str]:
    """Yield what the log of a desk says of each score file, whichever of the juror's machines wrote it."""
    for chain, _root in uow.journal.chains():
        for entry in uow.journal.entries(chain):
            if entry.what == "scorefile.written":
                yield entry.body


def _known(uow: UnitOfWork, receipt: Receipt, sent: Mapping[str, _Sent]) -> KnownReceipt:
    # On a machine to which the desk has just come nothing was written yet: the last one came along.
    last = desk_info(uow).previous or "".join(list(sent)[-1:])
    newest = receipt.sha256 == last
    ours = sent.get(receipt.sha256)
    if ours is None:
        return KnownReceipt(receipt=receipt, match=Match.NOT_FROM_HERE, newest=newest)
    said = _Sent(receipt.complete, receipt.statements)
    same = not receipt.taken or said == ours
    match = Match.SAME if same else Match.DIFFERENT
    return KnownReceipt(receipt=receipt, match=match, newest=newest)
