"""Score files: signed by the juror, sealed to the edition; opened, verified and checked in that order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from juryapp.application.ports import Expected
from juryapp.base.errors import FileFormatError
from juryapp.base.files import read_limited, sha256
from juryapp.domain.ids import JurorId
from juryapp.domain.packages import (
    JurorKey,
    OpenedScoreFile,
    Origin,
    PackageHead,
    PackageIssue,
    ScoreContent,
)
from juryapp.exchange import refusals
from juryapp.exchange.diagnosis import MAX_BYTES
from juryapp.exchange.envelope import Envelope, open_envelope, sign
from juryapp.exchange.handovers import fits
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import enrolment, is_enrolled, keyid
from juryapp.exchange.score_documents import SCORES, Score, content_of, score_of
from juryapp.exchange.score_orders import check_orders
from juryapp.exchange.seal import read_sealed, seal, unseal

_NOBODY: Final = "0" * 64  # in place of a key: nobody signed


@dataclass(frozen=True, slots=True)
class ScoreFiles:
    """Implements the port `ScoreFileCodec`."""

    keys: FolderKeyStore

    def write(self, content: ScoreContent, package: PackageHead) -> bytes:
        """Return a score file: signed with the juror's key on this machine, sealed to the secretariat.

        Raises:
            FileFormatError: A text is longer than a file may hold, or the whole is larger.
        """
        _check_own(content)
        key = self.keys.juror_signing_key(content.edition, content.juror)
        proof = enrolment(
            bytes.fromhex(package.token),
            key.public,
            edition=content.edition,
            juror=content.juror,
        )
        score = score_of(content, public_key=key.public.hex(), enrol=proof)
        envelope = sign("score", SCORES.encode(score), key)
        to = bytes.fromhex(package.seal_key)
        return seal(envelope, award=content.award, edition=content.edition, to=to)

    def read(self, path: Path, expected: Expected) -> OpenedScoreFile:
        """Open, verify and check a score file.

        Raises:
            FileFormatError: With a code, a sentence, and the row where one is wrong: then the whole file is
                refused.
            RuleError: The edition's keys are not on this machine (E-NO-KEYS).
            UnavailableError: The machine does not let us read the file.
        """
        return self.read_bytes(path.name, read_limited(path, MAX_BYTES), expected)

    def read_bytes(self, name: str, data: bytes, expected: Expected) -> OpenedScoreFile:
        """Do the same to a file that lies in the database, as it came under `name`. Raises as `read`."""
        key = self.keys.seal_key(expected.edition.id)
        try:
            inside = unseal(
                data, award=expected.edition.award, edition=expected.edition.id, key=key
            )
            return _checked(inside, expected, name=name, sealed=data)
        except FileFormatError as error:
            other = error.code == refusals.OTHER_EDITION.code
            trial = self._is_of_a_trial(data) if other else None
            if trial is not None and trial is not expected.edition.trial:
                refusal = refusals.TRIAL if trial else refusals.NOT_TRIAL
                raise refusal.error().named(name) from None
            raise _witnessed(error.named(name), data) from None

    def read_signed(
        self, name: str, sealed: bytes, opened: bytes, expected: Expected
    ) -> tuple[ScoreContent, str]:
        """Return what a file that was opened elsewhere says, and the public key (hex) that signed it.

        Where the edition's keys are on this machine, what was `sealed` must be what is `opened`.

        Raises:
            FileFormatError: It is not signed by the key that it names, or is for something else.
        """
        edition = expected.edition
        key = self.keys.find_seal_key(edition.id)
        try:
            if key is not None:
                inside = unseal(sealed, award=edition.award, edition=edition.id, key=key)
                if inside != opened:
                    raise refusals.SIGNATURE.error()
            envelope = open_envelope(opened, "score", expected=refusals.SCORE_FILE)
            score = verified_score(envelope, None)
            return checked_content(score, expected), score.public_key
        except FileFormatError as error:
            raise error.named(name) from None

    def write_unsigned(self, content: ScoreContent) -> bytes:
        """Return the document of a ballot that nobody signed: where a key would stand there are zeros.

        Raises:
            FileFormatError: A text is longer than a file may hold, or the whole is larger.
        """
        _check_own(content)
        return SCORES.encode(score_of(content, public_key=_NOBODY, enrol=_NOBODY))

    def read_unsigned(self, name: str, document: bytes, expected: Expected) -> ScoreContent:
        """Return what such a document says. Raises FileFormatError if it is not for this edition."""
        try:
            score = SCORES.decode(document)
            if score.origin == Origin.OWN.value or {score.public_key, score.enrol} != {_NOBODY}:
                raise refusals.SCHEMA.error(field="origin")
            return checked_content(score, expected)
        except FileFormatError as error:
            raise error.named(name) from None

    def _is_of_a_trial(self, data: bytes) -> bool | None:
        """Return whether a file of another edition comes from a trial, if the edition is on this machine."""
        sealed = read_sealed(data)
        key = self.keys.find_seal_key(sealed.edition)
        if key is None:
            return None
        try:
            inside = unseal(data, award=sealed.award, edition=sealed.edition, key=key)
            envelope = open_envelope(inside, "score", expected=refusals.SCORE_FILE)
            return SCORES.decode(envelope.unverified).trial
        except FileFormatError:
            return None


def _witnessed(error: FileFormatError, data: bytes) -> FileFormatError:
    """Say which file it was, where somebody signed in another's name: that goes into the log."""
    if error.code in {refusals.JUROR_KEY.code, refusals.KEY_CLOSED.code}:
        error.params["sha256"] = sha256(data)
    return error


def _check_own(content: ScoreContent) -> None:
    """Raise ValueError if a statement of another juror or round would go into the file: that is a bug."""
    keys = {stated.statement.key[:2] for stated in content.marks}
    keys |= {stated.statement.key[:2] for stated in content.declarations}
    keys |= {stated.statement.key[:2] for stated in content.notes}
    if not keys <= {(content.round, content.juror)}:
        raise ValueError("a score file holds the statements of one juror in one round")


def _checked(inside: bytes, expected: Expected, *, name: str, sealed: bytes) -> OpenedScoreFile:
    envelope = open_envelope(inside, "score", expected=refusals.SCORE_FILE)
    pinned = {keyid(bytes.fromhex(key.public_key)): key for key in expected.keys}
    signer = pinned.get(envelope.keyid)
    score = verified_score(envelope, signer)
    _check_belonging(score, expected)
    issue = _issue_of(score, expected)
    digest = sha256(sealed)
    if (
        digest not in expected.taken
    ):  # one that is taken in already stays, whatever became of its key
        _check_signer(score, signer, expected, enrolled=issue is not None)
    _check_package(score, expected)
    content = checked_content(score, expected)
    _check_handover(content, score, pinned, expected)
    return OpenedScoreFile(
        name=name,
        sha256=digest,
        content=content,
        public_key=score.public_key,
        enrolled=issue is not None,
        issue=issue.issue if issue else 0,
        sealed=sealed,
        opened=inside,
    )


def verified_score(envelope: Envelope, signer: JurorKey | None) -> Score:
    """Return the document in `envelope`, verified with the pinned key, else with the key that it names.

    Raises:
        FileFormatError: It is not the key that the envelope names (E-KEY-UNKNOWN), or not its signature.
    """
    if signer is not None:
        return SCORES.decode(envelope.verify(bytes.fromhex(signer.public_key)))
    claimed = SCORES.decode(envelope.unverified)
    public = bytes.fromhex(claimed.public_key)
    if envelope.keyid != keyid(public):
        raise refusals.KEY_UNKNOWN.error()
    envelope.verify(public)
    return claimed


def checked_content(score: Score, expected: Expected) -> ScoreContent:
    """Return what a score file says. Raises FileFormatError if it does not fit the edition it is for."""
    _check_belonging(score, expected)
    content = content_of(
        score,
        nominees={nominee: nominee for nominee in expected.nominees},
        criteria={criterion.id: criterion for criterion in expected.criteria},
    )
    check_orders(score, expected.criteria, expected.listed)
    return content


def _check_belonging(score: Score, expected: Expected) -> None:
    if score.award != expected.edition.award:
        raise refusals.OTHER_AWARD.error(found=score.award)
    if score.edition != expected.edition.id:
        raise refusals.OTHER_EDITION.error(found=score.edition, expected=expected.edition.id)
    if score.trial != expected.edition.trial:
        raise (refusals.TRIAL if score.trial else refusals.NOT_TRIAL).error()
    if score.juror not in {juror.id for juror in expected.jurors}:
        raise refusals.JUROR.error(juror=score.juror)


def _issue_of(score: Score, expected: Expected) -> PackageIssue | None:
    """Return the package whose token the proof of enrolment was made with."""
    public = bytes.fromhex(score.public_key)
    for issue in expected.packages:
        token = bytes.fromhex(issue.token)
        if issue.juror == score.juror and is_enrolled(
            score.enrol, token, public, edition=score.edition, juror=score.juror
        ):
            return issue
    return None


def _check_signer(
    score: Score, signer: JurorKey | None, expected: Expected, *, enrolled: bool
) -> None:
    if signer is None:
        if enrolled:
            return
        voided = {issue.sha256 for issue in expected.packages if not issue.token}
        if score.package in voided:
            raise refusals.ENROLMENT_CLOSED.error(**_named(score, expected))
        raise refusals.KEY_UNKNOWN.error()
    if signer.juror != score.juror or signer.public_key != score.public_key:
        raise refusals.JUROR_KEY.error(
            **_named(score, expected),
            signer=signer.juror,
            key=keyid(bytes.fromhex(signer.public_key)),
        )
    if signer.closed:
        raise refusals.KEY_CLOSED.error(
            **_named(score, expected),
            signer=signer.juror,
            key=keyid(bytes.fromhex(signer.public_key)),
        )


def _named(score: Score, expected: Expected) -> dict[str, Any]:
    """Return the juror's name, for people, and the id, for the log."""
    names = {juror.id: juror.name for juror in expected.jurors}
    return {"juror": names.get(JurorId(score.juror), score.juror), "juror_id": score.juror}


def _check_handover(
    content: ScoreContent, score: Score, pinned: Mapping[str, JurorKey], expected: Expected
) -> None:
    """Raise FileFormatError if another machine's word does not fit, or is that of another juror's."""
    handover = content.handover
    if handover is None:
        return
    new = bytes.fromhex(score.public_key)
    before = pinned.get(keyid(bytes.fromhex(handover.from_key)))
    if not fits(handover, new, edition=score.edition, juror=score.juror) or (
        before is not None and before.juror != score.juror
    ):
        raise refusals.HANDOVER.error(**_named(score, expected))


def _check_package(score: Score, expected: Expected) -> None:
    if score.round != expected.round.id:
        raise refusals.OTHER_ROUND.error()
    own = {issue.sha256 for issue in expected.packages if issue.juror == JurorId(score.juror)}
    if score.package not in own or score.ballot != expected.round.ballot:
        raise refusals.PACKAGE_REPLACED.error()
