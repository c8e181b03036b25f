"""Saying of any of our files what it is, whose, whether it is whole, and whether its signer is known here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import Final

from juryapp.application.checking.workbooks import verify_workbook
from juryapp.application.desk.receipts import written_files
from juryapp.application.log.check import check_log
from juryapp.application.merge.opening import is_ballot_at
from juryapp.application.paper.standing import printings
from juryapp.application.ports import Expected, UnitOfWork, Verification
from juryapp.application.services import Services
from juryapp.application.session import Session, current_round
from juryapp.base.errors import FileFormatError, UserError
from juryapp.base.files import read_limited, sha256
from juryapp.base.i18n import N_, _, translated
from juryapp.domain.ids import JurorId
from juryapp.domain.log import chain_root

MAX_PDF: Final = 64 << 20
OUR_PDF: Final = b"/Creator (juryapp "  # what the printer writes into every paper of ours
KNOWN_PROTOCOL = N_("This is version {version} of the protocol, byte for byte as it was approved.")
DRAFT_PROTOCOL = N_(
    "This is a draft of the protocol, byte for byte as it was printed; not approved."
)
SOUND_DATABASE = N_(
    "This is a whole edition, and its log follows from its first entry to its last."
)
SOUND_DESK = N_(
    "This is a juror’s whole desk, and its log follows from its first entry to its last."
)
UNSOUND_LOG = N_(
    "The database is whole, and its log is not what it should be. Look at an older backup."
)
NEEDS_EDITION = N_(
    "Whether a PDF is an approved protocol can be seen where its edition is, or in a backup of that edition."
)
UNKNOWN_PROTOCOL = N_(
    "This PDF is none of the approved protocols of this edition: it is a draft or another paper, or it was"
    " changed."
)
PRINTED_PAPER = N_("An empty ballot on paper, as it was printed here for {jurors}.")
FOREIGN_PDF = N_("This is none of juryapp’s files; it looks like a PDF document.")


class Outcome(IntEnum):
    """What a verdict comes to; the numbers are the command line's exit codes."""

    SOUND = 0  # whole, and signed by somebody who is known here, where it is signed at all
    UNSURE = 1  # whole, and something about it cannot be told here, or differs
    REFUSED = 2  # damaged, forged, foreign or newer


_CANNOT_TELL: Final = "E-NO-EDITION"


def outcome(found: Verification) -> Outcome:
    """Return what a verdict comes to."""
    if found.code == _CANNOT_TELL:
        return Outcome.UNSURE
    if not found.whole or found.signature == "invalid":
        return Outcome.REFUSED
    signed = found.signature != "none" or found.kind == "key"
    return Outcome.UNSURE if signed and not found.known else Outcome.SOUND


def verify(
    services: Services, path: Path, session: Session | None = None, *, password: str = ""
) -> Verification:
    """Return the verdict on a file; with an edition or a desk open, also whether its signer is known.

    With its `password`, a locked jury package is looked into. A PDF is compared with the protocols that the
    edition keeps. Nothing is taken in.

    Raises:
        FileFormatError: The file is not there.
        BusyError: It is a database that is open elsewhere.
        UnavailableError: The machine does not let us read it.
    """
    kind = services.verifier.recognise(path)
    if kind == "pdf":
        return _verify_pdf(session, path)
    if kind == "database":
        return _verify_database(services, path, session)
    expected = _expected(session) if session is not None else None
    if kind == "unknown" and is_ballot_at(services, path):
        found = verify_workbook(services, path, expected)
        return _with_what_is_here(services, session, found)
    found = services.verifier.verify(path, expected, password=password)
    return _with_what_is_here(services, session, found)


def _expected(session: Session) -> Expected | None:
    with session.reading() as uow:
        current = current_round(uow)
        if current is None or uow.desk() is not None:
            return None
        return Expected(
            edition=uow.edition(),
            round=current,
            jurors=uow.jurors.all(),
            nominees=[n.id for n in uow.nominees.all()],
            listed=uow.nominees.all(),
            criteria=uow.criteria.all(),
            comment=uow.rules().comment,
            packages=uow.packages(),
            keys=uow.keys.all(),
        )


# ---- who is known here -----------------------------------------------------------------------------------


def _with_what_is_here(
    services: Services, session: Session | None, found: Verification
) -> Verification:
    """Return the verdict with what the open edition, and the desks on this machine, know of its signer."""
    for uow in _places(services, session, found):
        edition = uow.edition()
        if found.edition and edition.id != found.edition:
            continue
        known = found.known or _known_to(uow, found)
        if known and found.kind == "receipt":
            found = replace(found, signer=edition.award_name)
        found = replace(found, known=known, whose=_name_in(uow, found.whose))
        if known:
            break
    return found


def _known_to(uow: UnitOfWork, found: Verification) -> str:
    info = uow.desk()
    if info is not None:
        if found.key and found.key == info.package.award_key:
            return "package"
        return "here" if found.kind == "score" and _was_sent(uow, found) else ""
    if not found.key:
        return ""
    roots = {root for _chain, root in uow.journal.chains()}
    if chain_root(uow.edition(), found.key) in roots:
        return "award"
    return next((str(k.confirmation) for k in uow.keys.all() if k.public_key == found.key), "")


def _was_sent(uow: UnitOfWork, found: Verification) -> bool:
    """Return whether this desk's own log says that it wrote the file."""
    digest = dict(found.facts).get("sha256")
    return any(json.loads(body)["sha256"] == digest for body in written_files(uow))


def _name_in(uow: UnitOfWork, whose: str) -> str:
    return next((juror.name for juror in uow.jurors.all() if juror.id == whose), whose)


def _places(
    services: Services, session: Session | None, found: Verification
) -> Iterator[UnitOfWork]:
    """Yield what is open, then the desks of that edition on this machine, where they can be looked into."""
    if session is not None:
        with session.reading() as uow:
            yield uow
    if found.known or found.kind in {"unknown", "key", "move"}:
        return
    for desk in services.store.desks():
        if desk.edition == found.edition and not desk.problem:
            with _looked_into(services, desk.place) as uow:
                if uow is not None:
                    yield uow


@contextmanager
def _looked_into(services: Services, place: str) -> Iterator[UnitOfWork | None]:
    try:
        database = services.store.open_place(place, read_only=True)
    except UserError:  # open in another window, or damaged: then it knows nothing
        yield None
        return
    try:
        with database.unit_of_work() as uow:
            yield uow
    finally:
        database.close()


# ---- protocols -------------------------------------------------------------------------------------------


def _verify_pdf(session: Session | None, path: Path) -> Verification:
    data = read_limited(path, MAX_PDF)
    digest = sha256(data)
    if session is None:
        return _unknown_pdf(data, digest, NEEDS_EDITION, "E-NO-EDITION")
    with session.reading() as uow:
        approved = (record for record in uow.protocols() if not record.draft)
        record = next((r for r in approved if r.pdf_sha256 == digest), None)
        edition = uow.edition()
        printed = "" if record else _printed_for(uow, digest)
    if printed:
        told = _(PRINTED_PAPER).format(jurors=printed)
        paper = _unsigned("paper", whole=True, code="", detail=told)
        return replace(paper, whose=edition.title, edition=edition.id, facts=(("sha256", digest),))
    if record is None:
        return _unknown_pdf(data, digest, UNKNOWN_PROTOCOL, "E-PROTOCOL")
    found = _unsigned(
        "protocol",
        whole=True,
        code="",
        detail=_(KNOWN_PROTOCOL).format(version=record.version),
    )
    return replace(
        found,
        known="award",
        whose=edition.title,
        edition=edition.id,
        facts=(
            ("version", str(record.version)),
            ("digest", record.digest),
            ("log_head", record.log_head),
            ("sha256", digest),
        ),
    )


def _printed_for(uow: UnitOfWork, digest: str) -> str:
    """Return the names of those for whom a file with ballots on paper was printed; "" if it is none."""
    names = {juror.id: juror.name for juror in uow.jurors.all()}
    printed = (body for body in printings(uow) if body.get("sha256") == digest)
    return ", ".join(names.get(JurorId(str(body.get("juror"))), "") for body in printed)


def _unknown_pdf(data: bytes, digest: str, said: str, code: str) -> Verification:
    if OUR_PDF not in data:
        return _unsigned("unknown", whole=False, code="E-KIND", detail=_(FOREIGN_PDF))
    found = _unsigned("protocol", whole=False, code=code, detail=_(said))
    return replace(found, facts=(("sha256", digest),))


def _unsigned(kind: str, *, whole: bool, code: str, detail: str) -> Verification:
    return Verification(
        kind=kind, whole=whole, signature="none", signer="", known="", code=code, detail=detail
    )


# ---- databases -------------------------------------------------------------------------------------------


def _verify_database(services: Services, path: Path, session: Session | None) -> Verification:
    """Open a database for reading, with every check that opening has, and follow its log."""
    if session is not None and _is_at(path, session.database.place):
        return _looked_through(services, session, path)
    try:
        database = services.store.open_place(str(path), read_only=True)
    except FileFormatError as error:
        return _unsound(error)
    own = Session(services, database)
    try:
        return _looked_through(services, own, path)
    finally:
        own.close()


def _is_at(path: Path, place: str) -> bool:
    return Path(place).exists() and path.samefile(place)


def _looked_through(services: Services, session: Session, path: Path) -> Verification:
    log = check_log(session)
    with session.reading() as uow:
        edition, is_desk = uow.edition(), uow.desk() is not None
        whose = uow.jurors.all()[0].name if is_desk else edition.title
        ours = _has_its_key(services, uow)
    sound = SOUND_DESK if is_desk else SOUND_DATABASE
    found = _unsigned(
        "desk" if is_desk else _edition_or_backup(services, path),
        whole=log.sound,
        code="" if log.sound else "E-CHAIN",
        detail=_(sound) if log.sound else _(UNSOUND_LOG),
    )
    return replace(
        found,
        known="award" if ours else "",
        whose=whose,
        edition=edition.id,
        facts=(
            ("title", edition.title),
            ("id", edition.id),
            ("log_entries", str(log.entries)),
            ("log_head", log.head),
        ),
    )


def _has_its_key(services: Services, uow: UnitOfWork) -> bool:
    """Return whether the key that the log of a database began with is on this machine."""
    edition = uow.edition()
    try:
        keys = services.keys.award_keys(edition.id)
    except UserError:  # damaged, or locked by another account
        return False
    roots = {root for _chain, root in uow.journal.chains()}
    return keys is not None and chain_root(edition, keys.sign) in roots


def _edition_or_backup(services: Services, path: Path) -> str:
    """Return "edition" for a database that the program works with, "backup" for any other copy."""
    places = (edition.place for edition in services.store.editions())
    return "edition" if any(_is_at(path, place) for place in places) else "backup"


def _unsound(error: FileFormatError) -> Verification:
    return _unsigned("backup", whole=False, code=error.code, detail=translated(error))
