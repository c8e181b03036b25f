"""The platform's protected place: it keeps one secret, and that secret locks the key files.

Key ring services may be absent, locked, or silent for ever behind a window that nobody sees. So they are
asked in a thread of their own and given two seconds; one that does not answer is not asked again for new keys
until the program is started anew. Only the platform's own service is used: no plug-ins, no settings of other
programs, nothing that would write the secret into a file.
"""

from __future__ import annotations

import base64
import logging
import queue
import secrets
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from juryapp.base.errors import UnavailableError
from juryapp.base.i18n import N_, OurText
from juryapp.exchange import refusals

log = logging.getLogger(__name__)

PATIENCE: Final = 2.0  # seconds
SERVICE: Final = "juryapp"
SECRET_BYTES: Final = 32
NONCE_BYTES: Final = 12
T = TypeVar("T")

SILENT = N_(
    "The keys are locked by {place}, and it does not answer. Sign in to this computer again, or unlock"
    " {place}, then try once more."
)
SECRET_GONE = N_(
    "The keys are locked by {place}, and what opens them is no longer there. The secretariat types the"
    " recovery phrase; a juror asks the secretariat for a new jury package."
)

_BACKENDS: Final = {
    "darwin": ("keyring.backends.macOS", "Keyring", N_("the Keychain")),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring", N_("Windows Credential Manager")),
    "linux": ("keyring.backends.SecretService", "Keyring", N_("the key ring of your desktop")),
}


class SecretBackend(Protocol):
    """What keeps secrets by service and account; `keyring`'s back ends are such."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret, or None if there is none."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A platform's place for secrets."""

    name: str  # an N_ text
    backend: Callable[[], SecretBackend]  # may raise, or never return


def platform_place(platform: str = sys.platform) -> Place | None:
    """Return this platform's place; whether it answers is seen only when it is asked."""
    found = _BACKENDS.get(platform)
    if found is None:
        return None
    module, name, words = found

    def backend() -> SecretBackend:
        kind: Any = getattr(import_module(module), name)
        if kind.priority <= 0:  # raises as well where the service is absent
            raise RuntimeError(name)
        made: SecretBackend = kind()
        return made

    return Place(words, backend)


@dataclass(slots=True)
class KeyGuard:
    """Locks and unlocks private keys with the secret that the platform keeps for one data folder."""

    place: Place
    account: str
    patience: float = PATIENCE
    _secret: bytes | None = field(default=None, repr=False)
    _gave_up: bool = False

    @classmethod
    def of(cls, folder: Path, place: Place) -> KeyGuard:
        """Return the guard of the key files in `folder`."""
        return cls(place, "keys " + sha256(str(folder).encode()).hexdigest()[:16])

    def lock(self, private: bytes, purpose: str) -> tuple[bytes, bytes] | None:
        """Return nonce and box; None if the place does not answer: then the file alone must do."""
        if self._gave_up:
            return None
        try:
            secret = self._asked(self._made)
        except UnavailableError as error:
            self._gave_up = True
            log.warning("keys are kept without the platform's place: %s", error.code)
            return None
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce, ChaCha20Poly1305(secret).encrypt(nonce, private, purpose.encode())

    def unlock(self, nonce: bytes, box: bytes, purpose: str) -> bytes:
        """Return what is locked.

        Raises:
            UnavailableError: The place does not answer (E-KEYRING), or has not got the secret any more
                (E-KEYRING-GONE).
            FileFormatError: It is damaged (E-KEY-DAMAGED).
        """
        secret = self._asked(self._found)
        try:
            return ChaCha20Poly1305(secret).decrypt(nonce, box, purpose.encode())
        except (InvalidTag, ValueError):
            raise refusals.KEY_DAMAGED.error() from None

    def _asked(self, ask: Callable[[SecretBackend], bytes | None]) -> bytes:
        """Return the secret, known or asked for."""
        if self._secret is None:
            found = in_time(lambda: ask(self.place.backend()), self.patience)
            if isinstance(found, Silence):
                raise UnavailableError(SILENT, code="E-KEYRING", place=OurText(self.place.name))
            if found is None:
                raise UnavailableError(
                    SECRET_GONE, code="E-KEYRING-GONE", place=OurText(self.place.name)
                )
            self._secret = found
        return self._secret

    def _found(self, backend: SecretBackend) -> bytes | None:
        text = backend.get_password(SERVICE, self.account)
        secret = base64.b64decode(text) if text else None
        return secret if secret is not None and len(secret) == SECRET_BYTES else None

    def _made(self, backend: SecretBackend) -> bytes | None:
        """Return the secret; it is made, kept and read back if there is none."""
        if self._found(backend) is None:
            new = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
            backend.set_password(SERVICE, self.account, new)
        return self._found(backend)


def guard_of(folder: Path) -> KeyGuard | None:
    """Return the guard of the key files in `folder`; None where the platform has no place for secrets."""
    place = platform_place()
    return None if place is None else KeyGuard.of(folder, place)


class Silence:
    """Nothing was answered in time, or with an error."""


def in_time(work: Callable[[], T], patience: float) -> T | Silence:
    """Return what `work` returns; a silence if that takes too long or fails. It runs in a thread of its own.

    A thread that hangs is left to itself: it is a daemon and ends with the program.
    """
    answers: queue.SimpleQueue[T | Silence] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(work())
        except Exception as error:  # noqa: BLE001 - whatever a desktop's service comes up with
            log.info("the platform's place for secrets: %s", type(error).__name__)
            answers.put(Silence())

    threading.Thread(target=run, name="juryapp-secrets", daemon=True).start()
    try:
        return answers.get(timeout=patience)
    except queue.Empty:
        return Silence()
