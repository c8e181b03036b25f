"""Saying of any of our files what it is, whose, and whether it is whole."""

from __future__ import annotations

from pathlib import Path

from juryapp.application.log_check import check_log
from juryapp.application.ports import Expected, Verification
from juryapp.application.services import Services
from juryapp.application.session import Session, current_round
from juryapp.base.errors import FileFormatError
from juryapp.base.files import check_there, read_limited, sha256
from juryapp.base.i18n import N_

MAX_PDF = 64 << 20
KNOWN_PROTOCOL = N_("This is version {version} of the protocol, byte for byte as it was approved.")
SOUND_DATABASE = N_(
    "This is a whole edition, and its log follows from its first entry to its last."
)
UNSOUND_LOG = N_(
    "The database is whole, and its log is not what it should be. Look at an older backup."
)
NEEDS_EDITION = N_(
    "Whether a PDF is an approved protocol can be seen where its edition is, or in a backup of that edition."
)
UNKNOWN_PROTOCOL = N_("This PDF is none of the approved protocols of this edition.")


def verify(services: Services, path: Path, session: Session | None = None) -> Verification:
    """Return the verdict on a file; with an edition open, also whether its signer is known.

    A PDF is compared with the protocols that the edition keeps. Nothing is taken in.

    Raises:
        FileFormatError: The file is not there.
    """
    if path.suffix.lower() == ".pdf":
        return _verify_protocol(session, path) if session is not None else _a_pdf(path)
    if path.suffix.lower() == ".jurydb":
        return _verify_database(services, path)
    expected = _expected(session) if session is not None else None
    return services.verifier.verify(path, expected)


def _expected(session: Session) -> Expected | None:
    with session.reading() as uow:
        current = current_round(uow)
        if current is None:
            return None
        return Expected(
            edition=uow.edition(),
            round=current,
            jurors=uow.jurors.all(),
            nominees=[n.id for n in uow.nominees.all()],
            criteria=uow.criteria.all(),
            packages=uow.packages(),
            keys=uow.keys.all(),
        )


def _a_pdf(path: Path) -> Verification:
    check_there(path)
    return Verification(
        kind="protocol",
        whole=False,
        signature="none",
        signer="",
        known="",
        code="E-NO-EDITION",
        detail=NEEDS_EDITION,
    )


def _verify_protocol(session: Session, path: Path) -> Verification:
    digest = sha256(read_limited(path, MAX_PDF))
    with session.reading() as uow:
        record = next((r for r in uow.protocols() if r.pdf_sha256 == digest), None)
    if record is None:
        return Verification(
            kind="protocol",
            whole=False,
            signature="none",
            signer="",
            known="",
            code="E-PROTOCOL",
            detail=UNKNOWN_PROTOCOL,
            facts=(("sha256", digest),),
        )
    return Verification(
        kind="protocol",
        whole=True,
        signature="none",
        signer="",
        known="",
        detail=KNOWN_PROTOCOL,
        facts=(("version", str(record.version)), ("digest", record.digest), ("sha256", digest)),
    )


def _verify_database(services: Services, path: Path) -> Verification:
    """Open a backup for reading, with every check that opening has, and follow its log."""
    check_there(path)
    try:
        database = services.store.open_place(str(path), read_only=True)
    except FileFormatError as error:
        return _unsound(error)
    session = Session(services, database)
    try:
        edition, log = session.edition(), check_log(session)
    finally:
        session.close()
    return Verification(
        kind="backup",
        whole=log.sound,
        signature="none",
        signer="",
        known="",
        code="" if log.sound else "E-CHAIN",
        detail=SOUND_DATABASE if log.sound else UNSOUND_LOG,
        facts=(
            (N_("Edition"), edition.title),
            (N_("Id"), edition.id),
            (N_("Entries in the log"), str(log.entries)),
            (N_("Head of the log"), log.head),
        ),
    )


def _unsound(error: FileFormatError) -> Verification:
    return Verification(
        kind="backup",
        whole=False,
        signature="none",
        signer="",
        known="",
        code=error.code,
        detail=error.template,
        facts=tuple((key, str(value)) for key, value in error.params.items() if value is not None),
    )
