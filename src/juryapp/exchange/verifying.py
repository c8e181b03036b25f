"""Says of each of our files what it is, whose, whether it is whole and who signed it; takes nothing in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from juryapp.application.ports import Expected, Verification
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError
from juryapp.base.files import NOT_READABLE, read_limited, sha256
from juryapp.base.i18n import N_, _, translated
from juryapp.domain.ids import EditionId
from juryapp.exchange import recognising, refusals
from juryapp.exchange.award_file import read_award_manifest
from juryapp.exchange.diagnosis import CURRENT_VERSION, MAX_BYTES
from juryapp.exchange.envelope import base64_bytes, open_envelope
from juryapp.exchange.jury_package import opened_source, read_package
from juryapp.exchange.key_folder import KeyDocument, WrappedKeyDocument
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import KEY_BYTES, SealKey, SigningKey, fingerprint, is_enrolled
from juryapp.exchange.move_file import MoveFiles
from juryapp.exchange.password import is_locked
from juryapp.exchange.receipt import MAX_RECEIPT, opened_receipt
from juryapp.exchange.score_documents import Score
from juryapp.exchange.score_file import checked_content, verified_score
from juryapp.exchange.seal import Sealed, read_sealed, unseal
from juryapp.exchange.sniffing import LOCK_MAGIC
from juryapp.exchange.strict_json import StrictJson

SEALED_FOR_OTHERS: Final = N_(
    "The file is sealed. What is inside can be checked on the computer where the edition was made."
)
LOCKED: Final = N_("The jury package is locked; with its password the content can be checked.")
LOCKED_MOVE: Final = N_("It is locked; with its word the desk goes on on another machine.")
NOT_OURS: Final = N_("This is none of juryapp’s files; it looks like {found}.")
A_KEY: Final = N_("This is a private key. Give it to nobody, and do not send it.")
A_LOCKED_KEY: Final = N_(
    "This is a private key, locked by the protected place of the computer where it was made."
)

_KEY_FILES: Final = StrictJson(
    KeyDocument, wrapper=True, expected=refusals.KEY_FILE, tag=("juryapp", "key")
)
_WRAPPED_KEYS: Final = StrictJson(
    WrappedKeyDocument, wrapper=True, expected=refusals.KEY_FILE, tag=("juryapp", "wrapped_key")
)
_MAX_KEY_FILE: Final = 4096


@dataclass(frozen=True, slots=True)
class FileVerifier:
    """Implements the port `Verifier`."""

    keys: FolderKeyStore

    def recognise(self, path: Path) -> str:
        """Return which of our files `path` seems to be: by its first bytes, else by its name."""
        return recognising.recognise(path)

    def verify(self, path: Path, expected: Expected | None, *, password: str = "") -> Verification:
        """Return the verdict; a foreign or damaged file is a verdict, not an error.

        Raises:
            FileFormatError: There is no such file.
            UnavailableError: The machine does not let us read it.
        """
        kind = recognising.recognise(path)
        reading = self._readings(expected, password).get(kind)
        if reading is None:
            return _foreign(path)
        try:
            return replace(reading(path), kind=kind)
        except FileFormatError as error:
            return _refused(kind, error)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise UnavailableError(NOT_READABLE, file=path.name, why=why) from error

    def _readings(
        self, expected: Expected | None, password: str
    ) -> dict[str, Callable[[Path], Verification]]:
        return {
            recognising.PACKAGE: lambda path: self._package(path, expected, password),
            recognising.SCORE: lambda path: self._score(path, expected),
            recognising.RECEIPT: lambda path: self._receipt(path, expected),
            recognising.AWARD: self._award,
            recognising.MOVE: lambda path: self._move(path, password),
            recognising.KEY: self._key,
        }

    # --- packages, awards

    def _package(self, path: Path, expected: Expected | None, password: str) -> Verification:
        if not password and _is_locked(path):
            return _verdict(whole=True, signature="sealed", detail=_(LOCKED))
        with opened_source(path, password) as source:
            opened = read_package(source, thoroughly=True)
        content, head = opened.content, opened.head
        issued = expected.packages if expected else ()
        ours = any(issue.sha256 == head.sha256 for issue in issued)
        return Verification(
            kind="",
            whole=True,
            signature="valid",
            signer=content.award_name,
            known="award" if ours or self._has_award_key(content.edition, head.award_key) else "",
            whose=content.juror_name,
            edition=content.edition,
            key=head.award_key,
            facts=(
                ("title", content.title),
                ("issue", str(head.issue)),
                ("asks_for", str(head.kind)),
                ("made", content.made),
                ("fingerprint", _digits(head.award_key)),
                ("files", str(len({a.sha256 for a in content.attachments}))),
                ("sha256", _sha256_of(path)),
                ("identity", head.sha256),
            ),
        )

    def _award(self, path: Path) -> Verification:
        with path.open("rb") as file:
            manifest = read_award_manifest(file)
        entries = {head.chain: head for head in manifest.heads}
        own = entries.get(manifest.chain)
        return Verification(
            kind="",
            whole=True,
            signature="valid",
            signer=manifest.award_name,
            known="award" if self._has_award_key(manifest.edition, manifest.award_key) else "",
            whose=manifest.title,
            edition=manifest.edition,
            key=manifest.award_key,
            facts=(
                ("holds", manifest.kind),
                ("made", manifest.made),
                ("log_entries", str(own.entries if own else 0)),
                ("log_head", own.head if own else ""),
                ("fingerprint", _digits(manifest.award_key)),
                ("sha256", _sha256_of(path)),
            ),
        )

    def _has_award_key(self, edition: str, key: str) -> bool:
        """Return whether the edition's own keys are on this machine, and this is the one that signs."""
        try:
            found = self.keys.award_keys(EditionId(edition))
        except (RuleError, FileFormatError, UnavailableError, ValueError):
            return False  # damaged, or locked by another account
        return found is not None and found.sign == key

    def _move(self, path: Path, word: str) -> Verification:
        if not _is_locked(path):
            found = recognising.foreign_name(path)
            raise refusals.KIND.error(expected=refusals.MOVE_FILE, found=found)
        if not word:
            return _verdict(whole=True, signature="sealed", detail=_(LOCKED_MOVE))
        move = MoveFiles(self.keys).checked(path, word=word)
        facts = move.facts
        return Verification(
            kind="",
            whole=True,
            signature="valid",
            signer=facts.juror_name,
            known="",
            whose=facts.juror_name,
            edition=facts.edition,
            key=move.from_key,
            facts=(
                ("title", facts.title),
                ("made", facts.made),
                ("fingerprint", _digits(move.from_key)),
                ("sha256", _sha256_of(path)),
            ),
        )

    # --- score files

    def _score(self, path: Path, expected: Expected | None) -> Verification:
        data = read_limited(path, MAX_BYTES)
        if data.startswith(b'{"payload":'):  # opened, as the archive holds it
            return self._signed_score(data, data, "", expected)
        sealed = read_sealed(data)
        inside = self._unsealed(data, sealed)
        if inside is None:
            return replace(
                _verdict(whole=True, signature="sealed", detail=_(SEALED_FOR_OTHERS)),
                edition=sealed.edition,
                facts=(("sha256", sha256(data)),),
            )
        return self._signed_score(data, inside, sealed.edition, expected)

    def _unsealed(self, data: bytes, sealed: Sealed) -> bytes | None:
        """Return what is inside, or None if the key to it is not on this machine."""
        try:
            key = self.keys.find_seal_key(EditionId(sealed.edition))
        except (FileFormatError, UnavailableError):  # a key that is damaged, or another account's
            return None
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
        name = _name_of(score.edition, score.juror, expected)
        return Verification(
            kind="",
            whole=wrong is None,
            signature="valid",
            code=wrong.code if wrong else "",
            detail=translated(wrong) if wrong else "",
            signer=name,
            known=_how_known(score, expected),
            whose=name,
            edition=score.edition,
            key=score.public_key,
            facts=(
                ("seq", str(score.seq)),
                ("complete", _yes(score.complete)),
                ("made", score.made),
                ("fingerprint", _digits(score.public_key)),
                ("sha256", sha256(data)),
            ),
        )

    # --- receipts, keys

    def _receipt(self, path: Path, expected: Expected | None) -> Verification:
        opened = opened_receipt(read_limited(path, MAX_RECEIPT))
        content, receipt = opened.content, opened.content.receipt
        state = ("taken" if receipt.complete else "draft") if receipt.taken else "held"
        return Verification(
            kind="",
            whole=True,
            signature="valid",
            signer=content.edition,
            known="award" if self._has_award_key(content.edition, opened.award_key) else "",
            whose=_name_of(content.edition, content.juror, expected),
            edition=content.edition,
            key=opened.award_key,
            facts=(
                ("state", state),
                ("received", receipt.received),
                ("score_file", receipt.sha256),
                ("log_head", receipt.head),
                ("fingerprint", _digits(opened.award_key)),
                ("sha256", sha256(opened.document)),
            ),
        )

    def _key(self, path: Path) -> Verification:
        data = read_limited(path, _MAX_KEY_FILE)
        name = path.stem
        if b'"juryapp":"wrapped_key"' in data:
            locked = _WRAPPED_KEYS.decode(data)
            base64_bytes(locked.nonce, "nonce")
            base64_bytes(locked.box, "box")
            verdict = _verdict(whole=True, signature="sealed", detail=_(A_LOCKED_KEY))
            return replace(verdict, whose=name, facts=(("use", locked.use),))
        plain = _KEY_FILES.decode(data)
        private = base64_bytes(plain.private, "private")
        if len(private) != KEY_BYTES:
            raise refusals.KEY_DAMAGED.error()
        kind = SigningKey if plain.use == "sign" else SealKey
        public = kind.of(private).public.hex()
        return replace(
            _verdict(whole=True, signature="none", detail=_(A_KEY)),
            whose=name,
            key=public,
            facts=(("use", plain.use), ("fingerprint", _digits(public))),
        )


def _is_locked(path: Path) -> bool:
    """Return whether a file is locked. Raises FileFormatError (E-VERSION) if a newer program did it."""
    with path.open("rb") as file:
        beginning = file.read(len(LOCK_MAGIC) + 1)
    if not is_locked(beginning):
        return False
    if beginning[-1] > CURRENT_VERSION:
        raise refusals.VERSION.error(version=beginning[-1])
    return True


def _foreign(path: Path) -> Verification:
    if not path.stat().st_size:
        return _refused(recognising.UNKNOWN, refusals.EMPTY.error())
    said = _(NOT_OURS).format(found=_(recognising.foreign_name(path)))
    return replace(
        _verdict(whole=False, signature="none", detail=said), kind="unknown", code="E-KIND"
    )


def _refused(kind: str, error: FileFormatError) -> Verification:
    """Return the verdict on a file that cannot be read: a signature over it is worth nothing."""
    unseen = (
        error.code in {"E-VERSION", "E-KIND", "E-EMPTY", "E-PASSWORD"} or kind == recognising.KEY
    )
    found = _verdict(
        whole=False, signature="none" if unseen else "invalid", detail=translated(error)
    )
    return replace(found, kind=kind, code=error.code)


def _verdict(*, whole: bool, signature: str, detail: str) -> Verification:
    return Verification(
        kind="", whole=whole, signature=signature, signer="", known="", detail=detail
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


def _name_of(edition: str, juror: str, expected: Expected | None) -> str:
    jurors = expected.jurors if expected and expected.edition.id == edition else ()
    return next((known.name for known in jurors if known.id == juror), juror)


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


def _digits(public_key: str) -> str:
    return fingerprint(bytes.fromhex(public_key))


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
