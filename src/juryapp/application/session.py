"""An open edition or desk, and who acts on it: what every use case works with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from juryapp.application.ports import Database, UnitOfWork
from juryapp.application.services import Services
from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.errors import RuleError, UnavailableError
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.log import next_entry

SECRETARY: Final = "secretary"
CHAIR: Final = "chair"

NOT_OPENED = N_("The round has not been opened yet. Check the set-up, then open the round.")
NOT_OPEN = N_("The round is closed. Nothing more is taken in unless the chair opens it again.")
READ_ONLY = N_("The edition was opened for reading only. Open it without that choice to change it.")
MOVED = N_(
    "This desk went on on another machine, so nothing is changed here. Work there; or use this machine again,"
    " if the move file got lost."
)
LOCKED = N_(
    "The round is open, so criteria, weights and rules are locked: marks have been asked for by them."
)


@dataclass(frozen=True, slots=True)
class Session:
    """One open database with the services and the person who acts ("secretary", "chair", "juror:<id>")."""

    services: Services
    database: Database
    actor: str = SECRETARY
    package_word: str = field(default="", repr=False)  # opens the jury package; kept nowhere else

    def acting_as(self, actor: str) -> Session:
        """Return the same session for another person."""
        return replace(self, actor=actor)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Give a unit of work to look at; nothing is kept."""
        with self.database.unit_of_work() as uow:
            yield uow

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """Give a unit of work that is made durable when the block ends without an error.

        Raises:
            UnavailableError: The edition was opened for reading only (E-READ-ONLY), or the desk went on on
                another machine (E-MOVED).
        """
        if self.database.read_only:
            raise UnavailableError(READ_ONLY, code="E-READ-ONLY")
        with self.database.unit_of_work() as uow:
            refuse_if_moved(uow)
            yield uow
            uow.commit()

    def note(self, uow: UnitOfWork, what: str, body: Json) -> None:
        """Write what is being done to the log, in the same transaction."""
        self.note_all(uow, what, [body])

    def note_all(self, uow: UnitOfWork, what: str, bodies: Sequence[Json]) -> None:
        """Write many things of one kind to the log, an entry each; the newest is looked up once."""
        journal = uow.journal
        last, chain, root = journal.last(), journal.chain(), journal.root()
        for body in bodies:
            last = next_entry(
                last,
                chain=chain,
                root=root,
                at=self.services.now(),
                actor=self.actor,
                what=what,
                body=canonical_bytes(body).decode(),
            )
            journal.append(last)

    def edition(self) -> Edition:
        """Return the edition's facts."""
        with self.reading() as uow:
            return uow.edition()

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def refuse_if_moved(uow: UnitOfWork) -> None:
    """Raise UnavailableError (E-MOVED) if this is a desk that went on on another machine."""
    if uow.machine().moved:
        raise UnavailableError(MOVED, code="E-MOVED")


def current_round(uow: UnitOfWork) -> Round | None:
    """Return the newest round, or None before the first is opened."""
    rounds = uow.rounds.all()
    return rounds[-1] if rounds else None


def the_round(uow: UnitOfWork) -> Round:
    """Return the newest round. Raises RuleError (E-NOT-OPENED) before the first is opened."""
    found = current_round(uow)
    if found is None:
        raise RuleError(NOT_OPENED, code="E-NOT-OPENED")
    return found


def the_open_round(uow: UnitOfWork) -> Round:
    """Return the newest round, which must be open. Raises RuleError (E-NOT-OPENED, E-CLOSED)."""
    found = the_round(uow)
    if found.state is not RoundState.OPEN:
        raise RuleError(NOT_OPEN, code="E-CLOSED")
    return found


def refuse_if_locked(uow: UnitOfWork) -> None:
    """Raise RuleError (E-LOCKED-SETUP) once a round was opened."""
    if current_round(uow) is not None:
        raise RuleError(LOCKED, code="E-LOCKED-SETUP")
