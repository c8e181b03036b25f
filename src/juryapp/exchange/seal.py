"""The sealed outside of a score file: nobody but the edition's own key reads what is in it.

HPKE (RFC 9180) in base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305. HPKE answers a wrong edition, a wrong
key and a damaged file in the same way; the fields outside are there to tell them apart before.
"""

from __future__ import annotations

from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from juryapp.exchange import refusals
from juryapp.exchange.envelope import base64_bytes, base64_text
from juryapp.exchange.keys import SealKey, keyid
from juryapp.exchange.strict_json import StrictJson, Struct

_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class Sealed(Struct, frozen=True):
    """A score file as it lies on the disk: where it belongs, and a box that only its edition opens."""

    award: str
    box: str
    edition: str
    juryapp: Literal["sealed"]
    to: str
    v: Literal[1]


_SEALED: Final = StrictJson(
    Sealed, wrapper=True, expected=refusals.SCORE_FILE, tag=("juryapp", "sealed")
)


def _purpose(award: str, edition: str) -> bytes:
    return f"juryapp-score-v1|{award}|{edition}".encode()


def seal(inside: bytes, *, award: str, edition: str, to: bytes) -> bytes:
    """Return the file that holds `inside`, sealed to the public key `to` of that edition."""
    public = X25519PublicKey.from_public_bytes(to)
    box = _SUITE.encrypt(inside, public, info=_purpose(award, edition))
    sealed = Sealed(
        award=award,
        box=base64_text(box),
        edition=edition,
        juryapp="sealed",
        to=keyid(to),
        v=1,
    )
    return _SEALED.encode(sealed)


def read_sealed(data: bytes) -> Sealed:
    """Return the outside of a score file, which anybody may read and nobody has vouched for.

    Raises:
        FileFormatError: It is no score file, or it is damaged.
    """
    return _SEALED.decode(data)


def unseal(data: bytes, *, award: str, edition: str, key: SealKey) -> bytes:
    """Return what is sealed in the file `data`.

    Raises:
        FileFormatError: In this order: no score file or damaged; another award; another edition; sealed to
            another key; the coding of the box; the box itself.
    """
    sealed = read_sealed(data)
    if sealed.award != award:
        raise refusals.OTHER_AWARD.error(found=sealed.award)
    if sealed.edition != edition:
        raise refusals.OTHER_EDITION.error(found=sealed.edition, expected=edition)
    if sealed.to != keyid(key.public):
        raise refusals.SEAL_KEY.error()
    box = base64_bytes(sealed.box, "box")
    private = X25519PrivateKey.from_private_bytes(key.private)
    try:
        return _SUITE.decrypt(box, private, info=_purpose(award, edition))
    except InvalidTag:
        raise refusals.SEAL.error() from None
