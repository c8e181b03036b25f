"""The signed envelope: DSSE version 1, in the narrowest form that it has.

The signature covers the bytes of the body and their type, not their meaning, so nothing has to be parsed and
spelt again to check it. Exactly one signature; no algorithm field: the version in the type fixes Ed25519.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final, Literal

from msgspec import field

from juryapp.exchange import refusals
from juryapp.exchange.diagnosis import CURRENT_VERSION
from juryapp.exchange.keys import SigningKey, is_signed_by, keyid
from juryapp.exchange.strict_json import StrictJson, Struct

Kind = Literal["package", "score", "receipt", "award", "workbook"]

SIGNATURE_BYTES: Final = 64
_TYPE: Final = re.compile(r"application/vnd\.juryapp\.([a-z]{1,20})\+json; v=([1-9][0-9]{0,5})")


class SignatureDocument(Struct, frozen=True):
    """One signature, and the name of the key that made it."""

    keyid: str
    sig: str


class EnvelopeDocument(Struct, frozen=True):
    """The envelope as it is written."""

    payload: str
    payload_type: str = field(name="payloadType")
    signatures: list[SignatureDocument]


_ENVELOPES: Final = StrictJson(EnvelopeDocument, wrapper=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An opened envelope. What `unverified` says counts for nothing before `verify` has returned it."""

    payload_type: str
    unverified: bytes
    keyid: str
    signature: bytes

    def is_signed_by(self, public: bytes) -> bool:
        """Return whether the body, as the type that it claims to be, was signed with that key."""
        if self.keyid != keyid(public) or len(self.signature) != SIGNATURE_BYTES:
            return False
        signed = signed_bytes(self.payload_type, self.unverified)
        return is_signed_by(public, signature=self.signature, message=signed)

    def verify(self, public: bytes) -> bytes:
        """Return the body, now known to be signed with the key `public`.

        Raises:
            FileFormatError: It is not (E-SIG).
        """
        if not self.is_signed_by(public):
            raise refusals.SIGNATURE.error()
        return self.unverified


def payload_type(kind: Kind) -> str:
    """Return the type that stands in the envelope of a document of `kind`."""
    return f"application/vnd.juryapp.{kind}+json; v={CURRENT_VERSION}"


def signed_bytes(type_: str, body: bytes) -> bytes:
    """Return what is signed: type and body with their lengths (DSSE's pre-authentication encoding)."""
    kind = type_.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)


def sign(kind: Kind, body: bytes, key: SigningKey) -> bytes:
    """Return `body` in an envelope signed with `key`."""
    type_ = payload_type(kind)
    signature = SignatureDocument(
        keyid=keyid(key.public), sig=base64_text(key.sign(signed_bytes(type_, body)))
    )
    return _ENVELOPES.encode(
        EnvelopeDocument(payload=base64_text(body), payload_type=type_, signatures=[signature])
    )


def open_envelope(data: bytes, kind: Kind, *, expected: str) -> Envelope:
    """Return the envelope in `data`, not yet verified.

    Args:
        data: The bytes of the envelope.
        kind: What must be in it.
        expected: What the reader was looking for, to be named if something else is in it.

    Raises:
        FileFormatError: It has another shape, another kind or a newer version, or it is damaged.
    """
    envelope = _ENVELOPES.decode(data)
    _check_type(envelope.payload_type, kind, expected)
    if len(envelope.signatures) != 1:
        raise refusals.ENVELOPE_SHAPE.error()
    signature = envelope.signatures[0]
    return Envelope(
        payload_type=envelope.payload_type,
        unverified=base64_bytes(envelope.payload, "payload"),
        keyid=signature.keyid,
        signature=base64_bytes(signature.sig, "sig"),
    )


def _check_type(found: str, kind: Kind, expected: str) -> None:
    match = _TYPE.fullmatch(found)
    if not match or match[1] != kind:
        raise refusals.KIND.error(expected=expected, found=refusals.SIGNED_FILE)
    if int(match[2]) > CURRENT_VERSION:
        raise refusals.VERSION.error(version=int(match[2]))


def base64_text(data: bytes) -> str:
    """Return `data` in base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def base64_bytes(text: str, name: str) -> bytes:
    """Return the bytes that `text` says; there is exactly one text for them.

    Raises:
        FileFormatError: Another alphabet, white space, missing padding or unused bits (E-ENV-BASE64).
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise refusals.BASE64.error(field=name) from None
    # The alphabet and the padding are right; only unused bits of the last four letters may not be zero.
    if (
        base64_text(data[-(len(data) % 3 or 3) :]) != text[-4:]
        or len(text) != -(-len(data) // 3) * 4
    ):
        raise refusals.BASE64.error(field=name)
    return data
