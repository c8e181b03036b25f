"""A password round a whole package, for e-mail; the word goes by phone.

Argon2id makes two halves of the password and a salt: one is the key, the other stands in the header and tells
a wrong password from a damaged file. The content is cut into chunks, each under ChaCha20-Poly1305 with its
number and whether it is the last one in the nonce (the STREAM construction): chunks cannot be swapped, left
out or cut off, and any part can be read alone, so that a large package needs little memory and no
unlocked copy on the disk.
"""

from __future__ import annotations

import hmac
import io
import os
import secrets
import struct
import unicodedata
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from typing_extensions import Buffer, override

from juryapp.exchange import refusals
from juryapp.exchange.container import Target
from juryapp.exchange.sniffing import LOCK_MAGIC

CHUNK: Final = 64 << 10
_TAG: Final = 16
_SALT: Final = 16
_CHECK: Final = 32
_HEADER: Final = struct.Struct(f">{len(LOCK_MAGIC)}sB{_SALT}s{_CHECK}s")
_VERSION: Final = 1  # fixes the numbers below as well
_ITERATIONS, _LANES, _MEMORY_KIB = 3, 4, 64 << 10  # RFC 9106, second recommended choice


def is_locked(data: bytes) -> bool:
    """Return whether a file that begins like `data` is locked with a password."""
    return data.startswith(LOCK_MAGIC)


class LockingWriter:
    """Writes a locked file to `target`; `close` writes the last chunk and leaves `target` open."""

    def __init__(self, target: Target, password: str) -> None:
        salt = secrets.token_bytes(_SALT)
        key, check = halves(password, salt)
        self._header = _HEADER.pack(LOCK_MAGIC, _VERSION, salt, check)
        self._cipher = ChaCha20Poly1305(key)
        self._target = target
        self._number = 0
        self._waiting = bytearray()
        target.write(self._header)

    def write(self, data: bytes) -> int:
        """Take the next bytes of the content."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one chunk is always kept back: it may be the last
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write what is left; without this the file is refused as damaged."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._number += 1


class UnlockedFile(io.RawIOBase):
    """The content of a locked file, unlocked piece by piece as it is read. Closing leaves `source` open.

    Raises:
        FileFormatError: At once E-LOCKED (no password), E-PASSWORD, E-VERSION or E-TRUNC; while reading
            E-LOCK-DAMAGED.
    """

    def __init__(self, source: IO[bytes], password: str | None) -> None:
        super().__init__()
        self._source = source
        self._at = 0
        self._cached: tuple[int, bytes] = (-1, b"")
        source.seek(0)
        self._header = source.read(_HEADER.size)
        self._cipher = ChaCha20Poly1305(_key_of(self._header, password))
        body = source.seek(0, os.SEEK_END) - _HEADER.size
        self._chunks = max(1, -(-body // (CHUNK + _TAG)))
        self._size = body - self._chunks * _TAG
        if self._size < 0:
            raise refusals.TRUNCATED.error()
        self._chunk(
            self._chunks - 1
        )  # a file that was cut off is named before anything is done with it

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def tell(self) -> int:
        return self._at

    @override
    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        number, start = divmod(self._at, CHUNK)
        if self._at >= self._size:
            return 0
        piece = self._chunk(number)[start : start + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _chunk(self, number: int) -> bytes:
        if self._cached[0] != number:
            self._source.seek(_HEADER.size + number * (CHUNK + _TAG))
            locked = self._source.read(CHUNK + _TAG)
            nonce = _nonce(number, last=number == self._chunks - 1)
            try:
                self._cached = (number, self._cipher.decrypt(nonce, locked, self._header))
            except InvalidTag:
                raise refusals.LOCK_DAMAGED.error() from None
        return self._cached[1]


def _key_of(header: bytes, password: str | None) -> bytes:
    if len(header) < _HEADER.size:
        raise refusals.TRUNCATED.error()
    _magic, version, salt, check = _HEADER.unpack(header)
    if version > _VERSION:
        raise refusals.VERSION.error(version=version)
    if not password:
        raise refusals.LOCKED.error()
    key, expected = halves(password, salt)
    if not hmac.compare_digest(check, expected):
        raise refusals.PASSWORD.error()
    return key


def halves(password: str, salt: bytes) -> tuple[bytes, bytes]:
    """Return the key and the check of a password, as heard on the phone: spaces at the ends do not count.

    Each is 32 bytes; the second tells a wrong password from a damaged content, and tells nothing of the key.
    """
    word = unicodedata.normalize("NFKC", password.strip()).encode()
    made = Argon2id(
        salt=salt,
        length=32 + _CHECK,
        iterations=_ITERATIONS,
        lanes=_LANES,
        memory_cost=_MEMORY_KIB,
    ).derive(word)
    return made[:32], made[32:]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + (b"\1" if last else b"\0")
