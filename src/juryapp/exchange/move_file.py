"""The move file: a juror's whole desk, locked with a word, on its way to another machine of the same juror.

It holds no key of a juror. It holds the *baton* (`domain.packages.Handover`): the machine before makes it,
signs it, puts its private half into the locked file and keeps nothing of it. The new machine makes its own
key and signs that with the baton. So nobody has to go back with an answer, and no key that signs score files
travels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from re import compile as pattern
from typing import Final, Literal

from juryapp.application.ports import Move, MoveFacts, OpenedMove
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import NOT_READABLE, check_there, writing_atomically
from juryapp.base.instants import is_instant
from juryapp.domain.ids import AwardId, EditionId, JurorId
from juryapp.domain.packages import Handover
from juryapp.exchange import handovers, refusals
from juryapp.exchange.container import MANIFEST, MIMETYPE, Layout, open_container, write_container
from juryapp.exchange.envelope import base64_bytes, base64_text
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import KEY_BYTES, SigningKey
from juryapp.exchange.package_documents import Instant
from juryapp.exchange.password import LockingWriter, UnlockedFile, is_locked
from juryapp.exchange.score_documents import SignatureText
from juryapp.exchange.sniffing import looks_like
from juryapp.exchange.strict_json import Hash, IdText, StrictJson, Struct, Text, Whole

MOVE_TYPE: Final = b"application/vnd.juryapp.move+zip"
DESK: Final = "desk.jurydb"
MAX_DESK: Final = 1 << 30  # as much as a package can hold, and all that was said
_LAYOUT: Final = Layout(
    expected=refusals.MOVE_FILE,
    fixed=(MIMETYPE, MANIFEST, DESK),
    limits={MANIFEST: 64 << 10, DESK: MAX_DESK},
    others=pattern(r"(?!)"),
    max_other=0,
    max_total=MAX_DESK + (1 << 20),
    max_entries=3,
    needed=(MIMETYPE, MANIFEST, DESK),
)


# A lock speaks of jury packages, which most locked files are.
_OF_A_MOVE: Final = {
    refusal.code: refusal.error()
    for refusal in (refusals.MOVE_LOCKED, refusals.MOVE_WORD, refusals.MOVE_DAMAGED)
}


class MoveManifest(Struct, frozen=True):
    """Whose desk lies in the file, and the baton."""

    award: IdText
    baton: str  # private
    bytes: Whole
    edition: IdText
    from_key: Hash
    given: SignatureText
    juror: IdText
    juror_name: Text
    juryapp: Literal["move"]
    made: Instant
    sha256: Hash
    title: Text
    v: Literal[1]


_MANIFESTS: Final = StrictJson(
    MoveManifest, expected=refusals.MOVE_FILE, limit=64 << 10, tag=("juryapp", "move")
)


@dataclass(frozen=True, slots=True)
class MoveFiles:
    """Implements the port `MoveFileCodec`."""

    keys: FolderKeyStore

    def write(self, facts: MoveFacts, desk: Path, target: Path, *, word: str) -> None:
        """Write a desk's copy to `target`, locked with `word`, with the word of this machine's key."""
        own, baton = self.keys.juror_signing_key(facts.edition, facts.juror), SigningKey.make()
        signature = handovers.given(own, baton.public, edition=facts.edition, juror=facts.juror)
        manifest = MoveManifest(
            award=facts.award,
            baton=base64_text(baton.private),
            bytes=desk.stat().st_size,
            edition=facts.edition,
            from_key=own.public.hex(),
            given=signature.hex(),
            juror=facts.juror,
            juror_name=facts.juror_name,
            juryapp="move",
            made=facts.made,
            sha256=_digest_of(desk),
            title=facts.title,
            v=1,
        )
        contents: list[tuple[str, bytes | Path]] = [
            (MIMETYPE, MOVE_TYPE),
            (MANIFEST, _MANIFESTS.encode(manifest)),
            (DESK, desk),
        ]
        with writing_atomically(target) as file:
            writer = LockingWriter(file, word)
            write_container(writer, contents, _LAYOUT)
            writer.close()

    @contextmanager
    def opened(self, path: Path, *, word: str) -> Iterator[OpenedMove]:
        """Give what is in a move file.

        Raises:
            FileFormatError: It is none, or damaged; E-LOCKED asks for the word, E-PASSWORD: wrong.
            UnavailableError: The machine does not let us read it.
        """
        try:
            with _source(path, word) as source:
                container = open_container(source, MOVE_TYPE, layout=_LAYOUT)
                manifest = _MANIFESTS.decode(container.read(MANIFEST))
                if container.sizes[DESK] != manifest.bytes:
                    raise refusals.ZIP_HASH.error(name=DESK)
                move = _move_of(manifest)

                def unpack(target: Path) -> None:
                    with target.open("wb") as file:
                        for piece in container.pieces(DESK):
                            file.write(piece)
                    if _digest_of(target) != manifest.sha256:
                        raise refusals.ZIP_HASH.error(name=DESK)

                yield OpenedMove(move=move, unpack=unpack)
        except FileFormatError as error:
            raise _OF_A_MOVE.get(error.code, error).named(path.name) from None

    def checked(self, path: Path, *, word: str) -> Move:
        """Return what a move file says, every byte of it checked; the desk in it is not kept anywhere.

        Raises:
            FileFormatError: As `opened`; also if the machine before has not given the desk away (E-SIG).
            UnavailableError: The machine does not let us read it.
        """
        try:
            with _source(path, word) as source:
                container = open_container(source, MOVE_TYPE, layout=_LAYOUT)
                manifest = _MANIFESTS.decode(container.read(MANIFEST))
                digest = hashlib.sha256()
                for piece in container.pieces(DESK):
                    digest.update(piece)
        except FileFormatError as error:
            raise _OF_A_MOVE.get(error.code, error).named(path.name) from None
        if digest.hexdigest() != manifest.sha256:
            raise refusals.ZIP_HASH.error(name=DESK).named(path.name)
        move = _move_of(manifest)
        if not _is_given(move):
            raise refusals.SIGNATURE.error().named(path.name)
        return move

    def take_over(self, move: Move) -> Handover:
        """Make this machine's own key for the juror, and return what shows that it goes on."""
        facts = move.facts
        own = self.keys.renewed_juror_key(facts.edition, facts.juror)
        baton = SigningKey.of(bytes.fromhex(move.baton))
        before = bytes.fromhex(move.from_key)
        signature = handovers.taken(
            baton, before, own.public, edition=facts.edition, juror=facts.juror
        )
        return Handover(
            from_key=move.from_key,
            baton=baton.public.hex(),
            given=move.given,
            taken=signature.hex(),
            at=facts.made,
        )


def _is_given(move: Move) -> bool:
    """Return whether the machine before signed that the desk may go on elsewhere."""
    baton = SigningKey.of(bytes.fromhex(move.baton)).public
    before, signature = bytes.fromhex(move.from_key), bytes.fromhex(move.given)
    facts = move.facts
    return handovers.is_given(baton, before, signature, edition=facts.edition, juror=facts.juror)


@contextmanager
def _source(path: Path, word: str) -> Iterator[UnlockedFile]:
    check_there(path)
    try:
        with path.open("rb") as file:
            beginning = file.read(512)
            if not is_locked(beginning):
                found = looks_like(beginning) or refusals.OTHER_FILE
                raise refusals.KIND.error(expected=refusals.MOVE_FILE, found=found)
            with UnlockedFile(file, word) as unlocked:
                yield unlocked
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnavailableError(NOT_READABLE, file=path.name, why=why) from error


def _move_of(manifest: MoveManifest) -> Move:
    baton = base64_bytes(manifest.baton, "baton")
    if len(baton) != KEY_BYTES:
        raise refusals.SCHEMA.error(field="baton")
    if not is_instant(manifest.made):
        raise refusals.SCHEMA.error(field="made")
    before, given = bytes.fromhex(manifest.from_key), bytes.fromhex(manifest.given)
    public, whose = SigningKey.of(baton).public, (manifest.edition, manifest.juror)
    if not handovers.is_given(public, before, given, edition=whose[0], juror=whose[1]):
        raise refusals.SIGNATURE.error()  # the secretariat would refuse the first score file
    return Move(
        facts=MoveFacts(
            award=AwardId(manifest.award),
            edition=EditionId(manifest.edition),
            juror=JurorId(manifest.juror),
            title=manifest.title,
            juror_name=manifest.juror_name,
            made=manifest.made,
        ),
        from_key=manifest.from_key,
        given=manifest.given,
        baton=baton.hex(),
    )


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
