"""The code in an Excel ballot: whose it is and what it asks, signed with the award's key.

A spreadsheet program saves a workbook anew, so its bytes cannot be signed. What stands in this code can: it
is copied from one save to the next as the text that it is. Nobody signs the marks.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final, Literal

from juryapp.application.ports.workbooks import WorkbookIdentity, WrittenIdentity
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.base.instants import is_instant
from juryapp.domain.ids import AwardId, EditionId, JurorId, NomineeId, RoundId
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.package_documents import Instant
from juryapp.exchange.strict_json import Hash, IdText, StrictJson, Struct, Whole

MAX_CODE: Final = 1 << 20
WORKBOOK: Final = N_("an Excel ballot")
CHANGED: Final = N_(
    "The hidden page of the ballot “{file}” that says whose it is was changed, so nobody can tell which"
    " juror’s marks it holds. Ask the juror to fill in the ballot that you sent, and to change only the"
    " framed cells."
)


class WorkbookDocument(Struct, frozen=True):
    """Whose ballot it is. All that it says was so when it was made; marks stand elsewhere, unsigned."""

    above: Whole
    award: IdText
    award_key: Hash
    ballot: Hash
    edition: IdText
    issue: Whole
    juror: IdText
    made: Instant
    nominees: list[IdText]
    round: IdText
    trial: bool
    v: Literal[1]


WORKBOOKS: Final = StrictJson(WorkbookDocument, limit=MAX_CODE)


@dataclass(frozen=True, slots=True)
class WorkbookCodes:
    """Implements the port `WorkbookIdentities`."""

    keys: FolderKeyStore

    def write(self, identity: WorkbookIdentity) -> WrittenIdentity:
        """Return the code of a ballot, signed with the edition's key.

        Raises:
            RuleError: The edition's keys are not on this machine (E-NO-KEYS).
        """
        key = self.keys.sign_key(identity.edition)
        body = WORKBOOKS.encode(_document(identity, key.public.hex()))
        return WrittenIdentity(
            code=base64.b64encode(sign("workbook", body, key)).decode("ascii"),
            sha256=hashlib.sha256(body).hexdigest(),
            identity=identity,
            award_key=key.public.hex(),
        )

    def read(self, code: str) -> WrittenIdentity:
        """Return what a code says; whether the key that signed it is the award's, the caller knows.

        Raises:
            FileFormatError: It was changed (E-SIG), or is newer than this program (E-VERSION).
        """
        try:
            envelope = open_envelope(_bytes(code), "workbook", expected=WORKBOOK)
            said: WorkbookDocument = WORKBOOKS.decode(envelope.unverified)
            body = envelope.verify(bytes.fromhex(said.award_key))
        except FileFormatError as error:
            if error.code == "E-VERSION":
                raise
            raise FileFormatError(CHANGED, code="E-SIG") from None
        if not is_instant(said.made) or len(set(said.nominees)) < len(said.nominees):
            raise FileFormatError(CHANGED, code="E-SIG")
        return WrittenIdentity(
            code=code,
            sha256=hashlib.sha256(body).hexdigest(),
            identity=_identity(said),
            award_key=said.award_key,
        )


def _bytes(code: str) -> bytes:
    try:
        return base64.b64decode(code, validate=True)
    except (binascii.Error, ValueError):
        raise FileFormatError(CHANGED, code="E-SIG") from None


def _document(identity: WorkbookIdentity, award_key: str) -> WorkbookDocument:
    return WorkbookDocument(
        above=identity.above,
        award=identity.award,
        award_key=award_key,
        ballot=identity.ballot,
        edition=identity.edition,
        issue=identity.issue,
        juror=identity.juror,
        made=identity.made,
        nominees=list(identity.nominees),
        round=identity.round,
        trial=identity.trial,
        v=1,
    )


def _identity(said: WorkbookDocument) -> WorkbookIdentity:
    return WorkbookIdentity(
        award=AwardId(said.award),
        edition=EditionId(said.edition),
        trial=said.trial,
        round=RoundId(said.round),
        ballot=said.ballot,
        juror=JurorId(said.juror),
        issue=said.issue,
        above=said.above,
        made=said.made,
        nominees=tuple(NomineeId(nominee) for nominee in said.nominees),
    )
