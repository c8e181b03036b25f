"""Keys with which anybody can sign, and keys to which nothing can be sealed: neither is a key."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fuzz_readers import Bench, bench, targets
from hostile_scores import dumped, text64
from juryapp.base.errors import FileFormatError
from juryapp.exchange.keys import SealKey, SigningKey, is_seal_key, is_signed_by, keyid

WEAK = [
    "00" * 32,
    "01" + "00" * 31,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ec" + "ff" * 30 + "7f",
    "ed" + "ff" * 30 + "7f",
    "ee" + "ff" * 30 + "7f",
]
NO_SEAL = [
    "00" * 32,
    "01" + "00" * 31,
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ec" + "ff" * 30 + "7f",
]
NOBODYS = bytes.fromhex("01" + "00" * 31) + bytes(32)  # a signature that needs no private key


@pytest.fixture(scope="module")
def on() -> Iterator[Bench]:
    with bench() as on:
        yield on


def library_takes(public: bytes) -> bool:
    """Return whether the library would let nobody's signature pass for some message."""
    for _ in range(200):
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(NOBODYS, os.urandom(8))
        except InvalidSignature:
            continue
        return True
    return False


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize("point", WEAK)
def test_a_key_of_small_order_signs_nothing(point: str, sign: int) -> None:
    key = bytearray.fromhex(point)
    key[31] |= sign
    assert library_takes(bytes(key)), "else the rule is not needed any more"

    assert not any(
        is_signed_by(bytes(key), signature=NOBODYS, message=os.urandom(8)) for _ in range(200)
    )


def test_a_real_key_signs() -> None:
    key = SigningKey.make()

    assert is_signed_by(key.public, signature=key.sign(b"x"), message=b"x")
    assert not is_signed_by(key.public[:31], signature=key.sign(b"x"), message=b"x")


def test_a_score_file_signed_by_nobody_is_refused(on: Bench) -> None:
    """With the token of a package and a key of small order, anybody could have written it."""
    from juryapp.exchange.keys import enrolment

    body = on.scores.body
    (issue,) = (i for i in on.expected.packages if i.juror == body["juror"])
    key = bytes.fromhex(WEAK[1])
    proof = enrolment(bytes.fromhex(issue.token), key, edition=body["edition"], juror=body["juror"])
    said = dumped({**body, "public_key": key.hex(), "enrol": proof})
    envelope = {
        "payload": text64(said),
        "payloadType": "application/vnd.juryapp.score+json; v=1",
        "signatures": [{"keyid": keyid(key), "sig": text64(NOBODYS)}],
    }
    with pytest.raises(FileFormatError) as caught:
        targets(on)["score"].read(b"\1" + dumped(envelope))

    assert caught.value.code == "E-SIG"


@pytest.mark.parametrize("point", NO_SEAL)
def test_a_package_to_whose_edition_nothing_can_be_sealed_is_refused(point: str, on: Bench) -> None:
    """Else the juror would mark everything and find out at the end."""
    manifest = {**on.packages.manifest, "seal_key": point}

    with pytest.raises(FileFormatError) as caught:
        targets(on)["package"].read(b"\1" + dumped(manifest))

    assert (caught.value.code, is_seal_key(bytes.fromhex(point))) == ("E-SCHEMA", False)
    assert is_seal_key(SealKey.make().public)
