"""The readers of what is locked with a password or a phrase, and of award files, as functions of bytes.

Argon2id costs 50 ms on purpose, so it is left out here: whoever knows the word is the attacker.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final
from unittest import mock

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from fuzz_readers import Bench, Target, layered, small
from hostile_packages import packed
from hostile_scores import dumped, text64
from juryapp.base.files import sha256
from juryapp.domain.award import Edition
from juryapp.exchange import handovers, key_recovery, password
from juryapp.exchange.award_file import AWARD_TYPE, AwardFiles
from juryapp.exchange.jury_package import JuryPackages
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.keys import SigningKey
from juryapp.exchange.move_file import MOVE_TYPE, MoveFiles
from juryapp.exchange.password import LockingWriter

WORD: Final = "grønn fjord"


def halves(_word: str, salt: bytes) -> tuple[bytes, bytes]:
    """Return what the salt alone makes, at once."""
    made = hashlib.sha512(salt).digest()
    return made[:32], made[32:]


@contextmanager
def without_argon() -> Iterator[None]:
    """Let every word and phrase be the right one, at once."""

    with (
        mock.patch.object(password, "halves", halves),
        mock.patch.object(key_recovery, "halves", halves),
    ):
        yield


def locked(data: bytes) -> bytes:
    """Return bytes under the lock."""
    target = io.BytesIO()
    with without_argon():
        writer = LockingWriter(target, WORD)
        writer.write(data)
        writer.close()
    return target.getvalue()


def locked_targets(on: Bench) -> tuple[Target, ...]:
    """Return the targets."""
    return (
        Target("lock", partial(read_locked, on), partial(lock_seeds, on)),
        Target("move", partial(read_move, on), partial(move_seeds, on)),
        Target("keys", partial(read_keys, on), partial(key_seeds, on)),
        Target("award", partial(read_award, on), partial(award_seeds, on)),
    )


# ---- locked packages -------------------------------------------------------------------------------------


def read_locked(on: Bench, data: bytes) -> None:
    """Read a locked package: 0 as it is, 1 bytes that are locked."""
    with without_argon():
        made = on.file("x.jurypack", layered(data, bytes, locked))
        JuryPackages(on.office).read(made, password=WORD)


def lock_seeds(on: Bench) -> list[bytes]:
    """Return locked packages, and what lies under the lock."""
    good = on.packages.good
    crooked = [b"", b"x", good[:100], good + b"x", bytes(65_536), bytes(65_537)]
    return [b"\0" + locked(good), b"\0" + locked(b"")[:60], *(b"\1" + c for c in [good, *crooked])]


# ---- move files ------------------------------------------------------------------------------------------


def a_move(on: Bench) -> dict[str, object]:
    """Return the manifest of a sound move file with a small desk in it."""
    own, baton = on.scores.key, SigningKey.of(bytes(range(32)))
    edition, juror = str(on.expected.edition.id), str(on.expected.jurors[1].id)
    return {
        "award": str(on.expected.edition.award),
        "baton": text64(baton.private),
        "bytes": len(DESK),
        "edition": edition,
        "from_key": own.public.hex(),
        "given": handovers.given(own, baton.public, edition=edition, juror=juror).hex(),
        "juror": juror,
        "juror_name": "Bjarne",
        "juryapp": "move",
        "made": "2026-11-12T14:00:00Z",
        "sha256": sha256(DESK),
        "title": "Fjordprisen 2026",
        "v": 1,
    }


DESK: Final = b"SQLite format 3\0" + bytes(200)


def move_of(manifest: bytes, desk: bytes = DESK) -> bytes:
    """Return the locked file with that manifest and that desk."""
    return locked(
        packed([("mimetype", MOVE_TYPE), ("manifest.json", manifest), ("desk.jurydb", desk)])
    )


def read_move(on: Bench, data: bytes) -> None:
    """Read a move file: 0 as it is, 1 a zip that is locked, 2 a manifest that is packed and locked."""
    path = on.file("x.jurymove", layered(data, bytes, locked, move_of))
    with without_argon(), MoveFiles(on.office).opened(path, word=WORD) as opened:
        opened.unpack(on.folder / "x.desk")


def move_seeds(on: Bench) -> list[bytes]:
    """Return move files, sound and crooked."""
    sound = a_move(on)
    changes: list[dict[str, object]] = [
        {},
        {"v": 2},
        {"extra": 1},
        {"baton": text64(bytes(31))},
        {"baton": "AAAA"},
        {"edition": "../x"},
        {"juror_name": "a\u202eb"},
        {"sha256": "0" * 64},
        {"made": "2026-02-30T00:00:00Z"},
        {"given": "0" * 128},
    ]
    bodies = [dumped({**sound, **change}) for change in changes]
    inside = packed([("mimetype", MOVE_TYPE), ("manifest.json", bodies[0]), ("desk.jurydb", DESK)])
    return [b"\0" + move_of(bodies[0]), b"\1" + inside, *(b"\2" + body for body in bodies)]


# ---- private keys ----------------------------------------------------------------------------------------


def an_edition(on: Bench) -> Edition:
    """Return the edition to which the keys belong."""
    return on.expected.edition


def wrapped(on: Bench) -> bytes:
    """Return the edition's keys under a phrase."""
    edition = an_edition(on)
    sign, seal = on.office.sign_key(edition.id), on.office.seal_key(edition.id)
    with without_argon():
        return key_recovery.wrap(edition, sign, seal, WORD)


def rewrapped(on: Bench, private: bytes) -> bytes:
    """Return bytes that are no keys, rightly locked as if they were."""
    edition = an_edition(on)
    sign, seal = on.office.sign_key(edition.id), on.office.seal_key(edition.id)
    key, check = halves(WORD, bytes(16))
    document = {
        "award": str(edition.award),
        "check": check.hex(),
        "edition": str(edition.id),
        "juryapp": "wrapped_keys",
        "salt": "0" * 32,
        "seal": seal.public.hex(),
        "sign": sign.public.hex(),
        "v": 1,
    }
    names = (document["award"], document["edition"], document["sign"], document["seal"])
    purpose = "|".join(["jury-recovery-v1", *map(str, names)]).encode()
    box = ChaCha20Poly1305(key).encrypt(bytes(12), private, purpose)
    return dumped({**document, "box": text64(box)})


def read_keys(on: Bench, data: bytes) -> None:
    """Read private keys: 0 those under a phrase, 1 what is locked as if it were keys, 2 a key file."""
    if data[:1] and data[0] % 3 == 2:
        folder = KeyFolder(on.folder)
        on.file("SIGN.X.key", data[1:])
        folder.find_signing_key("SIGN.X")
        return
    made = layered(data, bytes, partial(rewrapped, on))
    with without_argon():
        key_recovery.unwrap(made, WORD)


def key_seeds(on: Bench) -> list[bytes]:
    """Return keys, sound and crooked."""
    edition = an_edition(on)
    sign, seal = on.office.sign_key(edition.id), on.office.seal_key(edition.id)
    files = sorted((on.award.folder / "secretariat" / "keys").iterdir())
    crooked = [b"", bytes(1), bytes(31), bytes(64), bytes(65), bytes(200)]
    private = sign.private + seal.private
    return [
        b"\0" + wrapped(on),
        *(b"\1" + inside for inside in [private, private[::-1], *crooked]),
        *(b"\2" + path.read_bytes() for path in files),
    ]


# ---- award files -----------------------------------------------------------------------------------------


def an_award(on: Bench) -> tuple[dict[str, object], dict[str, bytes]]:
    """Return the manifest of a small award file without its list, and what is in it."""
    edition = on.expected.edition
    sign, seal = on.office.sign_key(edition.id), on.office.seal_key(edition.id)
    keys, received = rewrapped(on, sign.private + seal.private), on.scores.good
    parts = {
        "mimetype": AWARD_TYPE,
        "manifest.json": b"",
        "data.json": b"{}",
        "edition.jurydb": b"SQLite format 3\0" + bytes(100),
        "keys.json": keys,
        f"imports/{sha256(received)}.juryscore": received,
    }
    manifest: dict[str, object] = {
        "app_version": "0.1.0",
        "award": str(edition.award),
        "award_key": on.packages.key.public.hex(),
        "award_name": "Fjordprisen",
        "chain": "CHAIN",
        "edition": str(edition.id),
        "files": [
            {"bytes": len(content), "name": name, "sha256": sha256(content)}
            for name, content in parts.items()
            if name not in {"mimetype", "manifest.json"}
        ],
        "format": "jury-award",
        "heads": [{"chain": "CHAIN", "entries": 1, "head": "0" * 64}],
        "kind": "backup",
        "made": "2026-11-12T14:00:00Z",
        "title": "Fjordprisen 2026",
        "trial": False,
        "v": 1,
        "year": 2026,
    }
    return manifest, parts


def award_of(on: Bench, manifest: bytes) -> bytes:
    """Return the award file with that manifest, rightly signed."""
    _, parts = an_award(on)
    type_ = "application/vnd.juryapp.award+json; v=1"
    signed = on.packages.signed(manifest, type_)
    return packed([*{**parts, "manifest.json": signed}.items()])


def read_award(on: Bench, data: bytes) -> None:
    """Read an award file: 0 as it is, 1 a manifest that is signed and packed."""
    make: Callable[[bytes], bytes] = partial(award_of, on)
    path: Path = on.file("x.juryaward", layered(data, bytes, make))
    with AwardFiles(on.office).read(path) as opened:
        opened.unpack(on.folder / "x.jurydb")


def award_seeds(on: Bench) -> list[bytes]:
    """Return award files, sound and crooked."""
    manifest, _ = an_award(on)
    files = manifest["files"]
    assert isinstance(files, list)
    changes: list[dict[str, object]] = [
        {},
        {"v": 2},
        {"kind": "archive"},
        {"files": files[:-1]},
        {"files": files + files[:1]},
        {"heads": []},
        {"title": "a\u202eb"},
        {"year": 2026.0},
        {"award_key": "0" * 64},
    ]
    bodies = [dumped({**manifest, **change}) for change in changes]
    sound = award_of(on, bodies[0])
    return small(iter([b"\0" + sound, b"\0" + sound[:500], *(b"\1" + body for body in bodies)]))
