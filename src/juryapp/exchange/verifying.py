"""Says of a package or score file what it is, whether it is whole and who signed it; takes nothing in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from juryapp.application.ports import Expected, Verification
from juryapp.base.errors import FileFormatError
from juryapp.base.files import read_limited, sha256
from juryapp.base.i18n import N_, translated
from juryapp.domain.ids import EditionId
from juryapp.domain.packages import OpenedPackage
from juryapp.exchange import refusals
from juryapp.exchange.container import MAX_TOTAL
from juryapp.exchange.diagnosis import MAX_BYTES
from juryapp.exchange.envelope import open_envelope
from juryapp.exchange.jury_package import opened_source, read_package
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import fingerprint, is_enrolled
from juryapp.exchange.password import is_locked
from juryapp.exchange.score_documents import Score
from juryapp.exchange.score_file import checked_content, verified_score
from juryapp.exchange.seal import Sealed, read_sealed, unseal

SEALED_FOR_OTHERS: Final = N_(
    "The file is sealed. What is inside can be checked on the computer where the edition was made."
)
LOCKED: Final = N_("The jury package is locked; with its password the content can be checked.")
NOT_OURS: Final = N_("This is neither a jury package nor a score file.")
FACT_EDITION: Final = N_("Edition")
FACT_JUROR: Final = N_("Juror")
FACT_MADE: Final = N_("Made")
FACT_FINGERPRINT: Final = N_("Key, to be read aloud")
FACT_SHA256: Final = N_("SHA-256")

_ZIP_OR_LOCK: Final = (b"PK\3\4", b"PK\5\6")


@dataclass(frozen=True, slots=True)
class FileVerifier:
    """Implements the port `Verifier` for what travels: jury packages, score files, opened envelopes."""

    keys: FolderKeyStore

    def verify(self, path: Path, expected: Expected | None) -> Verification:
        """Return the verdict; a foreign or damaged file is a verdict, not an error.

        Raises:
            FileFormatError: There is no such file, or it is larger than any of ours.
            UnavailableError: The machine does not let us read it.
        """
        data = read_limited(path, MAX_TOTAL + (16 << 20))
        if not data:
            empty = refusals.EMPTY.error()
            said = translated(empty)
            return _verdict("unknown", whole=False, signature="none", code=empty.code, detail=said)
        kind = _kind_of(data)
        if kind == "unknown":
            return _verdict(
                "unknown", whole=False, signature="none", code="E-KIND", detail=NOT_OURS
            )
        try:
            if kind == "package":
                return self._package(path, data, expected)
            return self._score(data, expected)
        except FileFormatError as error:
            said = translated(error)  # a signature over what is no longer whole is not valid
            return _verdict(kind, whole=False, signature="invalid", code=error.code, detail=said)

    def _package(self, path: Path, data: bytes, expected: Expected | None) -> Verification:
        if is_locked(data):
            return _verdict("package", whole=True, signature="sealed", detail=LOCKED)
        with opened_source(path, "") as source:
            opened = read_package(source)
        content, key = opened.content, opened.head.award_key
        return Verification(
            kind="package",
            whole=True,
            signature="valid",
            signer=content.award_name,
            known="award" if self._is_award_key(opened, expected) else "",
            facts=(
                (FACT_EDITION, content.title),
                (FACT_JUROR, content.juror_name),
                (FACT_MADE, content.made),
                (FACT_FINGERPRINT, fingerprint(bytes.fromhex(key))),
                (FACT_SHA256, opened.head.sha256),
            ),
        )

    def _is_award_key(self, opened: OpenedPackage, expected: Expected | None) -> bool:
        """Return whether the edition's own keys are here, or its list of packages has this one."""
        keys = self.keys.award_keys(opened.content.edition)
        if keys is not None and keys.sign == opened.head.award_key:
            return True
        issued = expected.packages if expected else ()
        return any(issue.sha256 == opened.head.sha256 for issue in issued)

    def _score(self, data: bytes, expected: Expected | None) -> Verification:
        if _is_envelope(data):
            return self._signed_score(data, data, "", expected)
        sealed = read_sealed(data)
        inside = self._unsealed(data, sealed)
        if inside is None:
            return Verification(
                kind="score",
                whole=True,
                signature="sealed",
                signer="",
                known="",
                detail=SEALED_FOR_OTHERS,
                facts=((FACT_EDITION, sealed.edition), (FACT_SHA256, sha256(data))),
            )
        return self._signed_score(data, inside, sealed.edition, expected)

    def _unsealed(self, data: bytes, sealed: Sealed) -> bytes | None:
        """Return what is inside, or None if the key to it is not on this machine."""
        key = self.keys.find_seal_key(EditionId(sealed.edition))
        if key is None:
            return None
        return unseal(data, award=sealed.award, edition=sealed.edition, key=key)

    @staticmethod
    def _signed_score(
        data: bytes, inside: bytes, sealed_for: str, expected: Expected | None
    ) -> Verification:
        envelope = open_envelope(inside, "score", expected=refusals.SCORE_FILE)
        score = verified_score(envelope, None)
        wrong = _wrong_inside(score, sealed_for or score.edition, expected)
        return Verification(
            kind="score",
            whole=wrong is None,
            signature="valid",
            code=wrong.code if wrong else "",
            detail=translated(wrong) if wrong else "",
            signer=_name_of(score, expected),
            known=_how_known(score, expected),
            facts=(
                (FACT_EDITION, score.edition),
                (FACT_JUROR, score.juror),
                (FACT_MADE, score.made),
                (FACT_FINGERPRINT, fingerprint(bytes.fromhex(score.public_key))),
                (FACT_SHA256, sha256(data)),
            ),
        )


def _kind_of(data: bytes) -> str:
    if data.startswith(_ZIP_OR_LOCK) or is_locked(data):
        return "package"
    return "score" if data.lstrip()[:1] == b"{" and len(data) <= MAX_BYTES else "unknown"


def _is_envelope(data: bytes) -> bool:
    """Return whether `data` is an opened envelope, as the archive holds it."""
    return data.startswith(b'{"payload":')


def _verdict(
    kind: str, *, whole: bool, signature: str, detail: str, code: str = ""
) -> Verification:
    return Verification(
        kind=kind,
        whole=whole,
        signature=signature,
        signer="",
        known="",
        code=code,
        detail=detail,
    )


def _wrong_inside(
    score: Score, sealed_for: str, expected: Expected | None
) -> FileFormatError | None:
    """Return what is wrong with a signed content, as far as the edition it is sealed for is open here."""
    if expected is None or sealed_for != expected.edition.id:
        return None
    try:
        checked_content(score, expected)
    except FileFormatError as error:
        return error
    return None


def _name_of(score: Score, expected: Expected | None) -> str:
    jurors = expected.jurors if expected and expected.edition.id == score.edition else ()
    return next((juror.name for juror in jurors if juror.id == score.juror), score.juror)


def _how_known(score: Score, expected: Expected | None) -> str:
    """Return how the signer is known to be that juror: "word", "package", or "" if not at all."""
    if expected is None or expected.edition.id != score.edition:
        return ""
    for key in expected.keys:
        if key.public_key == score.public_key and key.juror == score.juror and not key.closed:
            return key.confirmation.value
    return "package" if any(_proofs(score, expected)) else ""


def _proofs(score: Score, expected: Expected) -> Iterator[bool]:
    public = bytes.fromhex(score.public_key)
    for issue in expected.packages:
        if issue.juror == score.juror:
            token = bytes.fromhex(issue.token)
            yield is_enrolled(score.enrol, token, public, edition=score.edition, juror=score.juror)
