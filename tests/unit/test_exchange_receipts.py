"""Receipts as files: written, read, and refused for every reason there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.i18n import translated, use_language
from juryapp.domain.ids import AwardId, EditionId, JurorId, RoundId
from juryapp.domain.packages import Receipt, ReceiptContent
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey
from juryapp.exchange.receipt import MAX_RECEIPT, Receipts

EDITION = EditionId("E26")
RECEIPT = Receipt(
    sha256="a" * 64,
    file="FILE1",
    seq=3,
    taken=True,
    complete=True,
    statements="b" * 64,
    received="2026-11-12T14:30:00Z",
    chain="CHAIN",
    head="c" * 64,
)
CONTENT = ReceiptContent(
    award=AwardId("A1"),
    edition=EDITION,
    round=RoundId("R1"),
    juror=JurorId("J1"),
    receipt=RECEIPT,
)
HELD = replace(RECEIPT, file="", seq=0, taken=False, complete=False, statements="")


@dataclass(frozen=True)
class Office:
    """The secretariat's keys and a folder."""

    codec: Receipts
    folder: Path

    def file(self, data: bytes) -> Path:
        path = self.folder / "x.juryreceipt"
        path.write_bytes(data)
        return path

    def refusal(self, data: bytes) -> FileFormatError:
        with pytest.raises(FileFormatError) as caught:
            self.codec.read(self.file(data))
        assert caught.value.file == "x.juryreceipt"
        assert translated(caught.value).endswith(".")
        return caught.value

    @property
    def key(self) -> SigningKey:
        return self.codec.keys.sign_key(EDITION)

    def signed(self, change: Callable[[dict[str, Any]], object]) -> bytes:
        """Return a receipt whose body was changed and signed anew with the award's own key."""
        envelope = open_envelope(self.codec.write(CONTENT), "receipt", expected="")
        body: dict[str, Any] = json.loads(envelope.unverified)
        change(body)
        return sign("receipt", canonical_bytes(body), self.key)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    keys = FolderKeyStore(KeyFolder(folder / "keys"))
    keys.make_award_keys(EDITION)
    return Office(Receipts(keys), folder)


@pytest.mark.parametrize("receipt", [RECEIPT, replace(RECEIPT, complete=False), HELD])
def test_a_receipt_says_what_was_put_into_it(office: Office, receipt: Receipt) -> None:
    content = replace(CONTENT, receipt=receipt)
    data = office.codec.write(content)

    opened = office.codec.read(office.file(data))

    assert opened.content == content
    assert opened.award_key == office.key.public.hex()
    assert opened.document == data == office.codec.write(content)


def test_a_receipt_is_small_and_says_no_name(office: Office) -> None:
    data = office.codec.write(CONTENT)
    assert len(data) < 2048
    body = json.loads(open_envelope(data, "receipt", expected="").unverified)
    assert set(body) == {
        "award", "award_key", "chain", "complete", "edition", "file", "head", "juror", "received",
        "round", "seq", "sha256", "state", "statements", "v",
    }  # fmt: skip


def test_no_byte_of_a_receipt_can_be_changed_unseen(office: Office) -> None:
    data = office.codec.write(CONTENT)
    codes = set()
    for place in range(len(data)):
        for flipped in {data[place] ^ 1, data[place] ^ 0x80}:
            changed = data[:place] + bytes([flipped]) + data[place + 1 :]
            codes.add(office.refusal(changed).code)
    assert "E-SIG" in codes
    assert not {code for code in codes if not code.startswith("E-")}


def test_a_receipt_that_is_cut_off_anywhere_is_refused(office: Office) -> None:
    data = office.codec.write(CONTENT)
    codes = {office.refusal(data[:length]).code for length in range(len(data))}
    assert codes >= {"E-EMPTY", "E-TRUNC"}
    assert office.refusal(data + b" ").code == "E-SIG"
    assert office.refusal(data + b"\n").code == "E-SIG"


def test_a_receipt_that_another_key_signed_is_forged(office: Office) -> None:
    envelope = open_envelope(office.codec.write(CONTENT), "receipt", expected="")
    forged = sign("receipt", envelope.unverified, SigningKey.make())
    assert office.refusal(forged).code == "E-SIG"


def test_a_receipt_without_the_keys_of_the_edition_cannot_be_made(office: Office) -> None:
    with pytest.raises(RuleError) as caught:
        office.codec.write(replace(CONTENT, edition=EditionId("OTHER")))
    assert caught.value.code == "E-NO-KEYS"


def _set(**fields: Any) -> Callable[[dict[str, Any]], object]:
    return lambda body: body.update(fields)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_set(v=2), "E-VERSION"),
        (_set(more="x"), "E-FIELD-UNKNOWN"),
        (lambda body: body.pop("head"), "E-SCHEMA"),
        (_set(head="C" * 64), "E-SCHEMA"),
        (_set(sha256="a" * 63), "E-SCHEMA"),
        (_set(juror="Åse"), "E-SCHEMA"),
        (_set(seq=-1), "E-SCHEMA"),
        (_set(complete=1), "E-SCHEMA"),
        (_set(state="lost"), "E-SCHEMA"),
        (_set(received="2026-02-30T14:30:00Z"), "E-SCHEMA"),
        (_set(statements=""), "E-SCHEMA"),
        (_set(state="held"), "E-SCHEMA"),
    ],
)
def test_a_signed_receipt_that_says_nonsense_is_refused(
    office: Office, change: Callable[[dict[str, Any]], object], code: str
) -> None:
    assert office.refusal(office.signed(change)).code == code


def test_a_receipt_spelt_in_another_way_is_refused(office: Office) -> None:
    envelope = open_envelope(office.codec.write(CONTENT), "receipt", expected="")
    spaced = json.dumps(json.loads(envelope.unverified), sort_keys=True).encode()
    assert office.refusal(sign("receipt", spaced, office.key)).code == "E-JSON-FORM"
    twice = envelope.unverified.replace(b'"seq":3', b'"seq":3,"seq":3')
    assert office.refusal(sign("receipt", twice, office.key)).code == "E-JSON-DUPKEY"


def test_a_newer_receipt_asks_for_a_newer_program(office: Office) -> None:
    data = office.codec.write(CONTENT)
    document = json.loads(data)
    document["payloadType"] = document["payloadType"].replace("v=1", "v=2")
    assert office.refusal(canonical_bytes(document)).code == "E-VERSION"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7 " + b"x" * MAX_RECEIPT, "PDF"),
        (b"PK\3\4....", "zip"),
        (b"\x89PNG....", "picture"),
        (b"Received: from", "e-mail"),
        (b'{"award":"A","box":"AAAA' + b"A" * MAX_RECEIPT, "score file"),
        (b"hello", "another program"),
    ],
)
def test_a_foreign_file_is_named_whatever_its_size(office: Office, data: bytes, named: str) -> None:
    refusal = office.refusal(data)
    assert refusal.code == "E-KIND"
    assert named in translated(refusal)
    assert "receipt" in translated(refusal)


def test_a_score_file_that_was_opened_is_no_receipt(office: Office) -> None:
    assert office.refusal(sign("score", b"{}", office.key)).code == "E-KIND"


def test_a_refusal_is_told_whole_in_the_readers_language(office: Office) -> None:
    use_language("nb")
    try:
        assert "a picture" not in translated(office.refusal(b"\x89PNG...."))
    finally:
        use_language("en")


def test_a_receipt_that_is_too_large_is_not_read(office: Office) -> None:
    data = office.codec.write(CONTENT)
    assert office.refusal(data + b"x" * MAX_RECEIPT).code == "E-SIZE"
