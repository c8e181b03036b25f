"""A desk that moves to another machine of the same juror."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from juryapp.application.ports.stores import Unpack
from juryapp.domain.ids import AwardId, EditionId, JurorId
from juryapp.domain.packages import Handover


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFacts:
    """Whose desk it is."""

    award: AwardId
    edition: EditionId
    juror: JurorId
    title: str  # of the edition
    juror_name: str
    made: str  # instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a move file says beside the desk itself. The baton is a secret until it was used."""

    facts: MoveFacts
    from_key: str  # public key, hex, of the machine before
    given: str  # its signature of the baton, hex
    baton: str = field(repr=False)  # private key, hex


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMove:
    """A move file that was unlocked; `unpack` writes the desk's database to a path."""

    move: Move
    unpack: Unpack


class MoveFileCodec(Protocol):
    """Writes and reads move files."""

    def write(self, facts: MoveFacts, desk: Path, target: Path, *, word: str) -> None:
        """Write a desk's copy to `target`, locked with `word`, with the word of this machine's key."""
        ...

    def opened(self, path: Path, *, word: str) -> AbstractContextManager[OpenedMove]:
        """Give what is in a move file.

        Raises:
            FileFormatError: It is none, or damaged; E-LOCKED asks for the word, E-PASSWORD: wrong.
            UnavailableError: The machine does not let us read it.
        """
        ...

    def take_over(self, move: Move) -> Handover:
        """Make this machine's own key for the juror, and return what shows that it goes on."""
        ...
