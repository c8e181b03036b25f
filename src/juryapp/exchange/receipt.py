"""Receipts: the secretariat's signed word about one score file, for the juror who sent it.

A receipt is one envelope, signed with the award's key. It names that key; whether it is the award's, the
juror's desk knows from the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from msgspec import Meta

from juryapp.base.errors import FileFormatError
from juryapp.base.files import read_limited
from juryapp.base.instants import is_instant
from juryapp.domain.ids import AwardId, EditionId, JurorId, RoundId
from juryapp.domain.packages import OpenedReceipt, Receipt, ReceiptContent
from juryapp.exchange import refusals
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.package_documents import Instant
from juryapp.exchange.sniffing import looks_like
from juryapp.exchange.strict_json import Hash, IdText, StrictJson, Struct, Whole

MAX_RECEIPT: Final = 16 << 10
BEGINNING: Final = b'{"payload":'  # of every envelope
IdOrNothing = Annotated[str, Meta(pattern=r"^[A-Z0-9-]{0,40}\Z")]
HashOrNothing = Annotated[str, Meta(pattern=r"^(?:[0-9a-f]{64})?\Z")]


class ReceiptDocument(Struct, frozen=True):
    """What the secretariat says of one score file."""

    award: IdText
    award_key: Hash
    chain: IdText
    complete: bool
    edition: IdText
    file: IdOrNothing
    head: Hash
    juror: IdText
    received: Instant
    round: IdText
    seq: Whole
    sha256: Hash
    state: Literal["taken", "held"]
    statements: HashOrNothing
    v: Literal[1]


RECEIPTS: Final = StrictJson(ReceiptDocument, limit=MAX_RECEIPT)


@dataclass(frozen=True, slots=True)
class Receipts:
    """Implements the port `ReceiptCodec`."""

    keys: FolderKeyStore

    def write(self, content: ReceiptContent) -> bytes:
        """Return a receipt, signed with the edition's key.

        Raises:
            RuleError: The edition's keys are not on this machine (E-NO-KEYS).
        """
        key = self.keys.sign_key(content.edition)
        return sign("receipt", RECEIPTS.encode(_document(content, key.public.hex())), key)

    def read(self, path: Path) -> OpenedReceipt:
        """Open a receipt, and check that the key that it names has signed it.

        Raises:
            FileFormatError: With a code and a sentence.
            UnavailableError: The machine does not let us read it.
        """
        try:
            _refuse_foreign(path)
            return opened_receipt(read_limited(path, MAX_RECEIPT))
        except FileFormatError as error:
            raise error.named(path.name) from None


def opened_receipt(data: bytes) -> OpenedReceipt:
    """Return the receipt in `data`, signed with the key that it names.

    Raises:
        FileFormatError: It is another kind of file, damaged, changed or newer than this program.
    """
    if not data:
        raise refusals.EMPTY.error()
    envelope = open_envelope(data, "receipt", expected=refusals.RECEIPT)
    said = RECEIPTS.decode(envelope.unverified)
    envelope.verify(bytes.fromhex(said.award_key))
    _check_sense(said)
    return OpenedReceipt(content=_content(said), award_key=said.award_key, document=data)


def _refuse_foreign(path: Path) -> None:
    """Raise FileFormatError (E-KIND) if a file is not even an envelope, however large it is."""
    beginning = read_beginning(path)
    if not beginning or BEGINNING.startswith(beginning[: len(BEGINNING)]):
        return
    found = looks_like(beginning)
    if found is None and b'","box":"' in beginning:
        found = refusals.SCORE_FILE
    if found is not None or not beginning.lstrip().startswith(b"{"):
        raise refusals.KIND.error(expected=refusals.RECEIPT, found=found or refusals.OTHER_FILE)


def read_beginning(path: Path, size: int = 4096) -> bytes:
    """Return the first bytes of a file; none if it cannot be read: reading the whole will say why."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _check_sense(said: ReceiptDocument) -> None:
    """Raise FileFormatError (E-SCHEMA) where each field is right and they do not fit together."""
    if not is_instant(said.received):
        raise refusals.SCHEMA.error(field="received")
    if (said.state == "taken") != bool(said.statements):
        raise refusals.SCHEMA.error(field="statements")


def _document(content: ReceiptContent, award_key: str) -> ReceiptDocument:
    receipt = content.receipt
    return ReceiptDocument(
        award=content.award,
        award_key=award_key,
        chain=receipt.chain,
        complete=receipt.complete,
        edition=content.edition,
        file=receipt.file,
        head=receipt.head,
        juror=content.juror,
        received=receipt.received,
        round=content.round,
        seq=receipt.seq,
        sha256=receipt.sha256,
        state="taken" if receipt.taken else "held",
        statements=receipt.statements,
        v=1,
    )


def _content(said: ReceiptDocument) -> ReceiptContent:
    return ReceiptContent(
        award=AwardId(said.award),
        edition=EditionId(said.edition),
        round=RoundId(said.round),
        juror=JurorId(said.juror),
        receipt=Receipt(
            sha256=said.sha256,
            file=said.file,
            seq=said.seq,
            taken=said.state == "taken",
            complete=said.complete,
            statements=said.statements,
            received=said.received,
            chain=said.chain,
            head=said.head,
        ),
    )
