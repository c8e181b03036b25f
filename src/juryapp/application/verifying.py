"""Saying of any of our files what it is, whose, and whether it is whole."""

from __future__ import annotations

from pathlib import Path

from juryapp.application.ports import Expected, Verification
from juryapp.application.services import Services
from juryapp.application.session import Session, current_round
from juryapp.base.files import read_limited, sha256
from juryapp.base.i18n import N_

MAX_PDF = 64 << 20
KNOWN_PROTOCOL = N_("This is version {version} of the protocol, byte for byte as it was approved.")
UNKNOWN_PROTOCOL = N_("This PDF is none of the approved protocols of this edition.")


def verify(services: Services, path: Path, session: Session | None = None) -> Verification:
    """Return the verdict on a file; with an edition open, also whether its signer is known.

    A PDF is compared with the protocols that the edition keeps. Nothing is taken in.

    Raises:
        FileFormatError: The file is not there.
    """
    if path.suffix.lower() == ".pdf" and session is not None:
        return _verify_protocol(session, path)
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
