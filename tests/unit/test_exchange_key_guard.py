"""The platform's protected place: used where it answers, left alone where it does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.paths import DataFolder
from juryapp.bootstrap import services_for
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_guard import KeyGuard, Place, SecretBackend, guard_of, platform_place
from juryapp.exchange.keys import SealKey, SigningKey

KEY = SigningKey.make()


class KeyRing:
    """A desktop's key ring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Silent(KeyRing):
    """One that waits for a window that nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        self.let_go.wait(30)
        return None


@pytest.fixture
def silent() -> Iterator[Silent]:
    made = Silent()
    yield made
    made.let_go.set()


def folder_with(ring: SecretBackend, place: Path, *, patience: float = 5.0) -> KeyFolder:
    guard = KeyGuard.of(place, Place("the key ring of your desktop", lambda: ring))
    guard.patience = patience
    return KeyFolder(place, guard)


def test_a_key_is_locked_with_the_secret_of_the_key_ring(tmp_path: Path) -> None:
    ring = KeyRing()
    folder_with(ring, tmp_path).put_signing_key("SIGN.E26", KEY)

    text = (tmp_path / "SIGN.E26.key").read_text()
    assert '"juryapp":"wrapped_key"' in text
    again = folder_with(ring, tmp_path)
    assert again.find_signing_key("SIGN.E26") == KEY
    assert again.locked_by("SIGN.E26") == "the key ring of your desktop"


def test_the_key_ring_is_asked_once_for_many_keys(tmp_path: Path) -> None:
    ring = KeyRing()
    keys = folder_with(ring, tmp_path)
    for number in range(5):
        keys.put_signing_key(f"SIGN.E{number}", KEY)
        keys.find_signing_key(f"SIGN.E{number}")

    assert ring.asked == 2  # whether there is a secret, and the one that was made
    assert len(ring.kept) == 1


def test_a_silent_key_ring_keeps_nobody_waiting_twice(tmp_path: Path, silent: Silent) -> None:
    keys = folder_with(silent, tmp_path, patience=0.05)
    keys.put_signing_key("SIGN.E26", KEY)
    keys.put_seal_key("SEAL.E26", SealKey.make())

    assert silent.asked == 1
    assert keys.find_signing_key("SIGN.E26") == KEY
    assert keys.locked_by("SIGN.E26") == ""


def test_a_key_ring_that_fails_is_done_without(tmp_path: Path) -> None:
    def broken() -> SecretBackend:
        raise RuntimeError("no session bus")

    keys = KeyFolder(tmp_path, KeyGuard.of(tmp_path, Place("nobody", broken)))
    keys.put_signing_key("SIGN.E26", KEY)

    assert keys.find_signing_key("SIGN.E26") == KEY


def test_a_key_ring_that_stops_answering_is_named_with_what_to_do(
    tmp_path: Path, silent: Silent
) -> None:
    folder_with(KeyRing(), tmp_path).put_signing_key("SIGN.E26", KEY)

    with pytest.raises(UnavailableError, match="unlock the key ring of your desktop") as caught:
        folder_with(silent, tmp_path, patience=0.05).find_signing_key("SIGN.E26")

    assert caught.value.code == "E-KEYRING"


def test_a_key_ring_without_the_secret_is_named_with_what_to_do(tmp_path: Path) -> None:
    folder_with(KeyRing(), tmp_path).put_signing_key("SIGN.E26", KEY)

    with pytest.raises(UnavailableError, match="recovery phrase") as caught:
        folder_with(KeyRing(), tmp_path).find_signing_key("SIGN.E26")

    assert caught.value.code == "E-KEYRING-GONE"


def test_locked_keys_are_no_use_in_a_folder_that_was_copied_elsewhere(tmp_path: Path) -> None:
    folder_with(KeyRing(), tmp_path).put_signing_key("SIGN.E26", KEY)

    with pytest.raises(UnavailableError, match="another computer") as caught:
        KeyFolder(tmp_path).find_signing_key("SIGN.E26")

    assert caught.value.code == "E-KEYRING"


def test_a_locked_key_cannot_stand_in_the_place_of_another(tmp_path: Path) -> None:
    keys = folder_with(KeyRing(), tmp_path)
    keys.put_signing_key("SIGN.E26", KEY)
    (tmp_path / "SIGN.E27.key").write_bytes((tmp_path / "SIGN.E26.key").read_bytes())

    with pytest.raises(FileFormatError) as caught:
        keys.find_signing_key("SIGN.E27")

    assert caught.value.code == "E-KEY-DAMAGED"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "plan9"])
def test_each_platform_has_its_own_place_or_none(platform: str) -> None:
    place = platform_place(platform)

    assert (place is None) == (platform == "plan9")


def test_with_a_chosen_data_folder_the_key_ring_is_never_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guards: list[Path] = []

    def watched(folder: Path) -> KeyGuard | None:
        guards.append(folder)
        return guard_of(folder)

    monkeypatch.setattr("juryapp.exchange.key_guard.guard_of", watched)
    services_for(DataFolder(tmp_path / "a", chosen=True))
    assert guards == []
    services_for(DataFolder(tmp_path / "b"))
    assert guards == [tmp_path / "b" / "keys"]
