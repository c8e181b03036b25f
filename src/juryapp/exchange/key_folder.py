"""Private keys on this machine: one small file per key, readable by its owner only, never in a database.

Where the platform has a protected place that answers, it locks the files as well (`key_guard`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import make_folder, read_limited, write_atomically
from juryapp.base.i18n import N_
from juryapp.base.wiping import check_erasable, erase_file
from juryapp.exchange import refusals
from juryapp.exchange.envelope import base64_bytes, base64_text
from juryapp.exchange.key_guard import KeyGuard
from juryapp.exchange.keys import KEY_BYTES, SealKey, SigningKey
from juryapp.exchange.strict_json import StrictJson, Struct

SUFFIX: Final = ".key"
_NAME: Final = re.compile(r"[A-Z0-9-]{1,40}(?:\.[A-Z0-9-]{1,40}){0,2}")
_MAX_BYTES: Final = 4096
Use = Literal["sign", "seal"]

OTHER_PLACE: Final = N_("another computer or user account")
LOCKED_ELSEWHERE: Final = N_(
    "The keys in this folder are locked by another computer or user account. Work there; or take an empty"
    " data folder, restore a backup, and type the recovery phrase."
)


class KeyDocument(Struct, frozen=True):
    """A private key, readable by its owner."""

    juryapp: Literal["key"]
    private: str
    use: Literal["sign", "seal"]
    v: Literal[1]


class WrappedKeyDocument(Struct, frozen=True):
    """A private key, locked with what the platform keeps in its protected place."""

    box: str
    juryapp: Literal["wrapped_key"]
    nonce: str
    use: Literal["sign", "seal"]
    v: Literal[1]


_KEY_FILES: Final = StrictJson(
    KeyDocument, wrapper=True, expected=refusals.KEY_FILE, tag=("juryapp", "key")
)
_WRAPPED_FILES: Final = StrictJson(
    WrappedKeyDocument, wrapper=True, expected=refusals.KEY_FILE, tag=("juryapp", "wrapped_key")
)
_IS_WRAPPED: Final = b'"juryapp":"wrapped_key"'


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The folder of private keys. It is made, for its owner only, when the first key comes.

    A name is up to three ids with points between them (an id has none, so that no two names run together).

    Attributes:
        folder: Where they lie.
        guard: Locks new ones with the platform's protected place; None in demo, in tests and with `--data`.
    """

    folder: Path
    guard: KeyGuard | None = None

    def put_signing_key(self, name: str, key: SigningKey) -> None:
        """Keep a key to sign with.

        Raises:
            UnavailableError: The machine does not let us write it.
        """
        self._put(name, "sign", key.private)

    def put_seal_key(self, name: str, key: SealKey) -> None:
        """Keep a key to open sealed files with.

        Raises:
            UnavailableError: The machine does not let us write it.
        """
        self._put(name, "seal", key.private)

    def find_signing_key(self, name: str) -> SigningKey | None:
        """Return the key to sign with, or None if there is none of that name.

        Raises:
            FileFormatError: Its file is damaged.
            UnavailableError: It is locked, and what locks it does not answer (E-KEYRING, E-KEYRING-GONE).
        """
        private = self._find(name, "sign")
        return None if private is None else SigningKey.of(private)

    def find_seal_key(self, name: str) -> SealKey | None:
        """Return the key to open sealed files with, or None if there is none of that name.

        Raises:
            FileFormatError: Its file is damaged.
            UnavailableError: It is locked, and what locks it does not answer (E-KEYRING, E-KEYRING-GONE).
        """
        private = self._find(name, "seal")
        return None if private is None else SealKey.of(private)

    def locked_by(self, name: str) -> str:
        """Return what locks the key of that name (an N_ text); "" if the file alone keeps it."""
        path = self._path(name)
        if not path.exists() or _IS_WRAPPED not in read_limited(path, _MAX_BYTES):
            return ""
        return self.guard.place.name if self.guard is not None else OTHER_PLACE

    def forget(self, name: str) -> None:
        """Overwrite and delete the key of that name, if there is one.

        Raises:
            UnavailableError: The machine does not let us (E-NOT-ALL-ERASED).
        """
        erase_file(self._path(name))

    def check_forgettable(self, name: str) -> None:
        """Raise UnavailableError (E-ERASE) if the key of that name could not be deleted."""
        path = self._path(name)
        if path.exists() or path.is_symlink():
            check_erasable(path)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(name)
        return self.folder / (name + SUFFIX)

    def _put(self, name: str, use: Use, private: bytes) -> None:
        path = self._path(name)
        make_folder(self.folder)
        if os.name == "posix":  # pragma: no branch - elsewhere the user's folder is private already
            self.folder.chmod(0o700)
        write_atomically(path, self._document(name, use, private), private=True)

    def _document(self, name: str, use: Use, private: bytes) -> bytes:
        locked = self.guard.lock(private, _purpose(name, use)) if self.guard else None
        if locked is None:
            return _KEY_FILES.encode(
                KeyDocument(juryapp="key", private=base64_text(private), use=use, v=1)
            )
        nonce, box = (base64_text(part) for part in locked)
        return _WRAPPED_FILES.encode(
            WrappedKeyDocument(box=box, juryapp="wrapped_key", nonce=nonce, use=use, v=1)
        )

    def _find(self, name: str, use: Use) -> bytes | None:
        path = self._path(name)
        if not path.exists():
            return None
        try:
            found, private = self._read(name, read_limited(path, _MAX_BYTES))
        except FileFormatError as error:
            raise error.named(path.name) from None
        if found != use or len(private) != KEY_BYTES:
            raise refusals.KEY_DAMAGED.error().named(path.name)
        return private

    def _read(self, name: str, data: bytes) -> tuple[str, bytes]:
        """Return what a key is for, and the key."""
        if _IS_WRAPPED not in data:
            plain = _KEY_FILES.decode(data)
            return plain.use, base64_bytes(plain.private, "private")
        locked = _WRAPPED_FILES.decode(data)
        if self.guard is None:
            raise UnavailableError(LOCKED_ELSEWHERE, code="E-KEYRING")
        nonce, box = base64_bytes(locked.nonce, "nonce"), base64_bytes(locked.box, "box")
        return locked.use, self.guard.unlock(nonce, box, _purpose(name, locked.use))


def _purpose(name: str, use: str) -> str:
    """Return what a locked key is bound to: one file cannot stand in another's place."""
    return f"jury-key-file-v1|{name}|{use}"
