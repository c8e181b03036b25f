"""Keys, signed envelopes and the seal: what is changed, forged or misdirected is refused by name."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.errors import FileFormatError
from juryapp.exchange.envelope import (
    base64_bytes,
    base64_text,
    open_envelope,
    payload_type,
    sign,
    signed_bytes,
)
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.keys import (
    SealKey,
    SigningKey,
    enrolment,
    fingerprint,
    is_enrolled,
    is_fingerprint,
    keyid,
    new_token,
)
from juryapp.exchange.refusals import SCORE_FILE
from juryapp.exchange.seal import seal, unseal

KEY = SigningKey.of(bytes(range(32)))
OTHER_KEY = SigningKey.of(bytes(32))
SEAL_KEY = SealKey.of(bytes(range(32)))
BODY = b'{"note":"Sterk s\xc3\xb8knad.","v":1}'
SIGNED = sign("score", BODY, KEY)
SEALED = seal(SIGNED, award="A1", edition="E26", to=SEAL_KEY.public)


def refusal_of_envelope(data: bytes) -> str:
    with pytest.raises(FileFormatError) as caught:
        open_envelope(data, "score", expected=SCORE_FILE).verify(KEY.public)
    assert str(caught.value)
    return caught.value.code


def changed(data: bytes, **fields: Json) -> bytes:
    return canonical_bytes({**json.loads(data), **fields})


def with_signature(**fields: Json) -> bytes:
    signature = {**json.loads(SIGNED)["signatures"][0], **fields}
    return changed(SIGNED, signatures=[signature])


def test_an_envelope_gives_back_the_body_that_was_signed() -> None:
    assert open_envelope(SIGNED, "score", expected=SCORE_FILE).verify(KEY.public) == BODY


def test_the_signed_bytes_are_those_of_dsse() -> None:
    # the example of the DSSE specification
    assert signed_bytes("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


SIGNATURE: dict[str, str] = json.loads(SIGNED)["signatures"][0]


@pytest.mark.parametrize(
    ("code", "data"),
    [
        pytest.param("E-ENV-SHAPE", changed(SIGNED, signatures=[]), id="no signature"),
        pytest.param("E-ENV-SHAPE", changed(SIGNED, signatures=[SIGNATURE] * 2), id="two signatures"),
        pytest.param("E-ENV-SHAPE", with_signature(alg="none"), id="a choice of algorithm"),
        pytest.param("E-ENV-SHAPE", changed(SIGNED, extra=1), id="an extra field"),
        pytest.param("E-ENV-SHAPE", b'{"payload":"AAAA"}', id="fields missing"),
        pytest.param("E-SIG", with_signature(sig=base64_text(bytes(63))), id="63 bytes"),
        pytest.param("E-SIG", with_signature(sig=base64_text(bytes(64))), id="a signature of zeros"),
        pytest.param("E-SIG", with_signature(keyid="0" * 32), id="another key's name"),
        pytest.param("E-SIG", changed(SIGNED, payload=base64_text(BODY + b" ")), id="another body"),
        pytest.param("E-SIG", sign("score", BODY, OTHER_KEY), id="another signer"),
        pytest.param("E-SIG", SIGNED.replace(b",", b",\r\n"), id="line ends changed"),
        pytest.param("E-KIND", sign("package", BODY, KEY), id="a signed object of another kind"),
        pytest.param("E-KIND", changed(SIGNED, payloadType="text/plain"), id="an unknown type"),
        pytest.param(
            "E-VERSION",
            changed(SIGNED, payloadType="application/vnd.juryapp.score+json; v=2"),
            id="a newer version",
        ),
        pytest.param(
            "E-ENV-BASE64", changed(SIGNED, payload="_-8="), id="URL alphabet"
        ),
        pytest.param("E-ENV-BASE64", changed(SIGNED, payload="QR=="), id="unused bits set"),
        pytest.param("E-ENV-BASE64", changed(SIGNED, payload="QQ"), id="no padding"),
        pytest.param("E-ENV-BASE64", changed(SIGNED, payload="QQ =="), id="white space inside"),
        pytest.param("E-ENV-BASE64", changed(SIGNED, payload="QUJD\nQUJD"), id="line ends inside"),
        pytest.param("E-ENC-ASCII", SIGNED.replace(b"payload", b"p\xc3\xa5yload"), id="not ASCII"),
    ],
)  # fmt: skip
def test_a_hostile_envelope_is_refused_under_its_own_name(code: str, data: bytes) -> None:
    assert refusal_of_envelope(data) == code


def test_a_signature_does_not_pass_from_one_kind_to_another() -> None:
    moved = changed(sign("package", BODY, KEY), payloadType=payload_type("score"))

    assert refusal_of_envelope(moved) == "E-SIG"


@given(st.binary(max_size=100))
def test_every_body_has_exactly_one_base64_text(data: bytes) -> None:
    assert base64_bytes(base64_text(data), "payload") == data


@given(st.integers(0, len(SIGNED) * 8 - 1))
def test_no_flipped_bit_of_an_envelope_goes_unseen(bit: int) -> None:
    bad = bytearray(SIGNED)
    bad[bit // 8] ^= 1 << bit % 8

    assert refusal_of_envelope(bytes(bad)).startswith("E-")


# ---- the seal


def refusal_of_seal(data: bytes, *, edition: str = "E26", key: SealKey = SEAL_KEY) -> str:
    with pytest.raises(FileFormatError) as caught:
        unseal(data, award="A1", edition=edition, key=key)
    return caught.value.code


def test_a_sealed_file_opens_for_its_own_edition_and_hides_the_text() -> None:
    assert unseal(SEALED, award="A1", edition="E26", key=SEAL_KEY) == SIGNED
    assert b"Sterk" not in SEALED
    assert list(json.loads(SEALED)) == ["award", "box", "edition", "juryapp", "to", "v"]


@pytest.mark.parametrize(
    ("code", "data"),
    [
        pytest.param(
            "E-EDITION", changed(SEALED, award="B", edition="F", to="0"), id="another award"
        ),
        pytest.param("E-EDITION", changed(SEALED, edition="E25", to="0"), id="last year's file"),
        pytest.param("E-KEY", changed(SEALED, to="0" * 32, box="!"), id="another key"),
        pytest.param("E-ENV-BASE64", changed(SEALED, box="QR=="), id="another text for the same box"),
        pytest.param("E-SEAL", changed(SEALED, box=base64_text(bytes(90))), id="a damaged box"),
        pytest.param("E-SEAL", changed(SEALED, box=""), id="an empty box"),
        pytest.param("E-VERSION", changed(SEALED, v=2, alg="new"), id="a newer version"),
        pytest.param("E-KIND", SIGNED, id="an envelope without its seal"),
        pytest.param("E-ENV-SHAPE", changed(SEALED, v=0), id="version 0"),
        pytest.param("E-ENV-SHAPE", changed(SEALED, x=1), id="an extra field"),
    ],
)  # fmt: skip
def test_a_misdirected_or_damaged_file_is_refused_in_the_order_of_what_matters(
    code: str, data: bytes
) -> None:
    assert refusal_of_seal(data) == code


def test_another_award_and_another_edition_are_told_apart_in_words() -> None:
    def sentence(**fields: Json) -> str:
        with pytest.raises(FileFormatError) as caught:
            unseal(changed(SEALED, **fields), award="A1", edition="E26", key=SEAL_KEY)
        return str(caught.value)

    assert "another award (B)" in sentence(award="B")
    assert "edition E25, not to E26" in sentence(edition="E25")


def test_a_box_does_not_pass_from_one_edition_to_another() -> None:
    moved = changed(SEALED, edition="E27")

    assert refusal_of_seal(moved, edition="E27") == "E-SEAL"


def test_a_box_sealed_to_the_same_edition_by_another_key_is_named() -> None:
    assert refusal_of_seal(SEALED, key=SealKey.make()) == "E-KEY"


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_no_flipped_bit_of_a_sealed_file_goes_unseen(bit: int) -> None:
    bad = bytearray(SEALED)
    bad[bit // 8] ^= 1 << bit % 8

    assert refusal_of_seal(bytes(bad)).startswith("E-")


# ---- keys


def test_a_fingerprint_has_twenty_digits_of_which_the_last_two_check_the_rest() -> None:
    digits = fingerprint(KEY.public)

    assert [len(group) for group in digits.split(" ")] == [5, 5, 5, 5]
    assert is_fingerprint(digits)
    assert digits != fingerprint(OTHER_KEY.public)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 19), st.integers(1, 9))
def test_every_single_misheard_digit_is_found(public: bytes, place: int, shift: int) -> None:
    digits = list(fingerprint(public).replace(" ", ""))
    digits[place] = str((int(digits[place]) + shift) % 10)
    text = "".join(digits)

    assert not is_fingerprint(" ".join(text[n : n + 5] for n in range(0, 20, 5)))


def test_digits_written_another_way_are_no_fingerprint() -> None:
    assert not is_fingerprint(fingerprint(KEY.public).replace(" ", ""))
    assert not is_fingerprint("")


def test_only_the_holder_of_the_token_can_enrol_a_key() -> None:
    token = new_token()
    proof = enrolment(token, KEY.public, edition="E26", juror="J1")

    assert is_enrolled(proof, token, KEY.public, edition="E26", juror="J1")
    assert not is_enrolled(proof, new_token(), KEY.public, edition="E26", juror="J1")
    assert not is_enrolled(proof, token, OTHER_KEY.public, edition="E26", juror="J1")
    assert not is_enrolled(proof, token, KEY.public, edition="E26", juror="J2")
    assert not is_enrolled("æ", token, KEY.public, edition="E26", juror="J1")


def test_the_parts_of_an_enrolment_cannot_run_into_each_other() -> None:
    assert enrolment(b"t", KEY.public, edition="E2", juror="6J1") != enrolment(
        b"t", KEY.public, edition="E26", juror="J1"
    )


def test_the_names_of_keys_do_not_change_between_versions() -> None:
    assert keyid(KEY.public) == "f7816979f5ec44623a28d8855909893a"
    assert fingerprint(KEY.public) == "20165 69123 09878 19706"


def test_every_new_key_is_another_one() -> None:
    assert SigningKey.make() != SigningKey.make()


def test_a_private_key_does_not_show_in_its_repr() -> None:
    assert KEY.private.hex() not in repr(KEY)
    assert repr(KEY.private) not in repr(KEY)
    assert repr(SEAL_KEY.private) not in repr(SEAL_KEY)


def test_a_kept_key_is_found_again_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    keys.put_signing_key("E26-J1", KEY)
    keys.put_seal_key("E26-SEAL", SEAL_KEY)

    assert keys.find_signing_key("E26-J1") == KEY
    assert keys.find_seal_key("E26-SEAL") == SEAL_KEY
    assert keys.find_signing_key("E26-J2") is None
    assert keys.find_seal_key("E26-J2") is None
    if os.name == "posix":
        file = tmp_path / "keys" / "E26-J1.key"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_forgotten_key_is_gone(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.put_signing_key("E26-J1", KEY)
    keys.forget("E26-J1")
    keys.forget("E26-J1")

    assert keys.find_signing_key("E26-J1") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b'{"juryapp":"key"}'])
def test_a_damaged_key_file_is_named(tmp_path: Path, damage: bytes) -> None:
    keys = KeyFolder(tmp_path)
    (tmp_path / "E26-J1.key").write_bytes(damage)

    with pytest.raises(FileFormatError) as caught:
        keys.find_signing_key("E26-J1")
    assert caught.value.file == "E26-J1.key"


def test_a_key_to_seal_is_no_key_to_sign(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.put_seal_key("E26", SEAL_KEY)

    with pytest.raises(FileFormatError) as caught:
        keys.find_signing_key("E26")
    assert caught.value.code == "E-KEY-DAMAGED"


@pytest.mark.parametrize("name", ["", "../x", "a", "E 26", "A" * 101])
def test_a_name_that_is_no_id_never_becomes_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        KeyFolder(tmp_path).put_signing_key(name or " ", KEY)
