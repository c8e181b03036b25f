"""Keys: Ed25519 to sign, X25519 to seal; how people compare them, and how a juror's key is enrolled.

A key is its 32 raw bytes. There is no algorithm field anywhere: the version of a format fixes the algorithm.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from juryapp.domain.fingerprints import check_digits, do_check, grouped, plain_digits

KEY_BYTES: Final = 32
TOKEN_BYTES: Final = 16
_DIGITS: Final = 18  # and two to check them
_FINGERPRINT: Final = re.compile(r"[0-9]{5}(?: [0-9]{5}){3}")

# Points of Ed25519 whose multiples are few (with either sign): for such a "key" anybody can write signatures,
# of messages that nobody has seen.
_SMALL_ORDER: Final = frozenset(
    bytes.fromhex(point)
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key of an award or a juror. `repr` shows the public half only."""

    private: bytes = field(repr=False)
    public: bytes

    @classmethod
    def make(cls) -> SigningKey:
        """Return a new key."""
        return cls.of(Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def of(cls, private: bytes) -> SigningKey:
        """Return the key with these private bytes. Raises ValueError unless there are 32."""
        key = Ed25519PrivateKey.from_private_bytes(private)
        return cls(private, key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the signature of `message`, 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(message)


@dataclass(frozen=True, slots=True)
class SealKey:
    """An X25519 key of an edition: score files are sealed to its public half."""

    private: bytes = field(repr=False)
    public: bytes

    @classmethod
    def make(cls) -> SealKey:
        """Return a new key."""
        return cls.of(X25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def of(cls, private: bytes) -> SealKey:
        """Return the key with these private bytes. Raises ValueError unless there are 32."""
        key = X25519PrivateKey.from_private_bytes(private)
        return cls(private, key.public_key().public_bytes_raw())


def is_signed_by(public: bytes, *, signature: bytes, message: bytes) -> bool:
    """Return whether `signature` over `message` was made with the private half of `public`."""
    if len(public) != KEY_BYTES or public[:-1] + bytes([public[-1] & 0x7F]) in _SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_seal_key(public: bytes) -> bool:
    """Return whether files can be sealed to `public`: not to a point whose multiples are few."""
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return False
    return True


def keyid(public: bytes) -> str:
    """Return the name of a public key in envelopes and in the log: 32 hex digits."""
    return hashlib.sha256(b"jury-key-v1" + public).hexdigest()[:32]


def fingerprint(public: bytes) -> str:
    """Return a public key's short digits, to be read aloud: four groups of five.

    18 digits from the first 64 bits of a SHA-256, and two check digits (ISO 7064 MOD 97-10), which find
    every single wrong digit and every two digits in the wrong order.
    """
    number = int.from_bytes(hashlib.sha256(b"jury-fp-v1" + public).digest()[:8]) % 10**_DIGITS
    return grouped(f"{number:0{_DIGITS}d}{check_digits(number)}")


def is_fingerprint(text: str) -> bool:
    """Return whether `text` can be a fingerprint: twenty digits in groups, the check digits right."""
    return bool(_FINGERPRINT.fullmatch(text)) and do_check(plain_digits(text))


def new_token() -> bytes:
    """Return a one-time enrolment token for one juror's package."""
    return secrets.token_bytes(TOKEN_BYTES)


def enrolment(token: bytes, public: bytes, *, edition: str, juror: str) -> str:
    """Return the proof that whoever made the key `public` held the package with `token`: 64 hex digits."""
    message = b"jury-enrol-v1\0" + public + edition.encode() + b"\0" + juror.encode()
    return hmac.new(token, message, "sha256").hexdigest()


def is_enrolled(proof: str, token: bytes, public: bytes, *, edition: str, juror: str) -> bool:
    """Return whether `proof` is the right one, in a time that does not tell how nearly.

    A token that was voided ("" in the list of packages) proves nothing.
    """
    if len(token) != TOKEN_BYTES:
        return False
    right = enrolment(token, public, edition=edition, juror=juror)
    return hmac.compare_digest(proof.encode(), right.encode())
