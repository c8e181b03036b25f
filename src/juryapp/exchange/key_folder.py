"""Private keys on this machine: one small file per key, readable by its owner only, never in a database."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from juryapp.base.errors import FileFormatError
from juryapp.base.files import make_folder, read_limited, write_atomically
from juryapp.exchange import refusals
from juryapp.exchange.envelope import base64_bytes, base64_text
from juryapp.exchange.keys import KEY_BYTES, SealKey, SigningKey
from juryapp.exchange.strict_json import StrictJson, Struct

SUFFIX: Final = ".key"
_NAME: Final = re.compile(r"[A-Z0-9-]{1,40}(?:\.[A-Z0-9-]{1,40}){0,2}")
_MAX_BYTES: Final = 4096


class _KeyFile(Struct, frozen=True):
    juryapp: Literal["key"]
    private: str
    use: Literal["sign", "seal"]
    v: Literal[1]


_KEY_FILES: Final = StrictJson(
    _KeyFile, wrapper=True, expected=refusals.KEY_FILE, tag=("juryapp", "key")
)


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The folder of private keys. It is made, for its owner only, when the first key comes.

    A name is up to three ids with points between them (an id has none, so that no two names run together).
    """

    folder: Path

    def put_signing_key(self, name: str, key: SigningKey) -> None:
        """Keep a key to sign with.

        Raises:
            UnavailableError: The machine does not let us write it.
        """
        self._put(name, _KeyFile(juryapp="key", private=base64_text(key.private), use="sign", v=1))

    def put_seal_key(self, name: str, key: SealKey) -> None:
        """Keep a key to open sealed files with.

        Raises:
            UnavailableError: The machine does not let us write it.
        """
        self._put(name, _KeyFile(juryapp="key", private=base64_text(key.private), use="seal", v=1))

    def find_signing_key(self, name: str) -> SigningKey | None:
        """Return the key to sign with, or None if there is none of that name.

        Raises:
            FileFormatError: Its file is damaged.
        """
        private = self._find(name, "sign")
        return None if private is None else SigningKey.of(private)

    def find_seal_key(self, name: str) -> SealKey | None:
        """Return the key to open sealed files with, or None if there is none of that name.

        Raises:
            FileFormatError: Its file is damaged.
        """
        private = self._find(name, "seal")
        return None if private is None else SealKey.of(private)

    def forget(self, name: str) -> None:
        """Delete the key of that name, if there is one."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(name)
        return self.folder / (name + SUFFIX)

    def _put(self, name: str, key: _KeyFile) -> None:
        path = self._path(name)
        make_folder(self.folder)
        if os.name == "posix":  # pragma: no branch - elsewhere the user's folder is private already
            self.folder.chmod(0o700)
        write_atomically(path, _KEY_FILES.encode(key), private=True)

    def _find(self, name: str, use: str) -> bytes | None:
        path = self._path(name)
        if not path.exists():
            return None
        try:
            found = _KEY_FILES.decode(read_limited(path, _MAX_BYTES))
            private = base64_bytes(found.private, "private")
        except FileFormatError as error:
            raise error.named(path.name) from None
        if found.use != use or len(private) != KEY_BYTES:
            raise refusals.KEY_DAMAGED.error().named(path.name)
        return private
