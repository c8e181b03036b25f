"""The recovery phrase of an edition: made once, kept by people, typed on another machine.

The private keys never lie in the database. What lies there, and so in every backup, is the keys locked with
the phrase; the phrase itself is kept nowhere by the program, and never logged.
"""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.log import chain_root

NO_PHRASE = N_(
    "No recovery phrase was made before this copy was, so it cannot bring the keys back. Work on the computer"
    " that has the keys, and make a phrase there."
)
FOREIGN_KEYS = N_(
    "The locked keys in this database are not those that the edition was made with. Nothing was put in; look"
    " at an older backup."
)
NOTHING_MADE = N_("No recovery phrase has been made yet. Without one, nobody can open the score files"
                  " on another computer if this one is lost.")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryState:
    """Whether an edition can be carried on elsewhere."""

    has_keys: bool  # the private keys are on this machine
    has_phrase: bool  # what lies in the database and its backups can be opened with a phrase


def recovery_state(session: Session) -> RecoveryState:
    """Return whether the keys are here, and whether a recovery phrase was made."""
    with session.reading() as uow:
        edition, wrapped = uow.edition(), uow.wrapped_keys()
    here = session.services.keys.award_keys(edition.id)
    return RecoveryState(has_keys=here is not None, has_phrase=bool(wrapped))


def keep_phrase(session: Session, phrase: str) -> ChangeSet:
    """Lock the edition's keys with `phrase`, which people have seen.

    An earlier phrase opens the backups made until now, and no later ones.

    Raises:
        UsageError: It is no phrase (E-PHRASE, E-PHRASE-WORD).
        RuleError: The keys are not on this machine (E-NO-KEYS).
    """
    keys = session.services.keys
    spelt = keys.read_phrase(phrase)
    wrapped = keys.wrap_award_keys(session.edition(), spelt)
    with session.writing() as uow:
        first = not uow.wrapped_keys()
        uow.put_wrapped_keys(wrapped, session.services.now())
        session.note(uow, "phrase.made", {"first": first})
    return ChangeSet.of(Topic.EDITION, Topic.SETUP)


def make_phrase(session: Session) -> str:
    """Make a recovery phrase, lock the keys with it, and return it: this is the only time it can be seen.

    Raises:
        RuleError: The keys are not on this machine (E-NO-KEYS).
    """
    phrase = session.services.keys.new_phrase()
    keep_phrase(session, phrase)
    return phrase


def restore_keys(session: Session, typed: str) -> ChangeSet:
    """Bring the edition's keys onto this machine by its recovery phrase.

    Raises:
        UsageError: A word is wrong (E-PHRASE-WORD names it), or it is not the phrase (E-PHRASE).
        RuleError: There is nothing that a phrase could open (E-NO-PHRASE).
        FileFormatError: What is locked is damaged, or not this edition's.
    """
    keys = session.services.keys
    with session.reading() as uow:
        edition, wrapped = uow.edition(), uow.wrapped_keys()
        if not wrapped:
            raise RuleError(NO_PHRASE, code="E-NO-PHRASE")
        _check_belonging(session, uow, wrapped)
    keys.restore_award_keys(edition.id, wrapped, keys.read_phrase(typed))
    if not session.database.read_only:
        with session.writing() as uow:
            session.note(uow, "keys.restored", {})
    return ChangeSet.of(Topic.EDITION, Topic.SETUP, Topic.PACKAGES, Topic.FILES)


def _check_belonging(session: Session, uow: UnitOfWork, wrapped: bytes) -> None:
    """Raise FileFormatError unless the log of this edition begins with the key that is locked."""
    edition = uow.edition()
    found = session.services.keys.wrapped_award_keys(edition, wrapped)
    if chain_root(edition, found.sign) not in {root for _chain, root in uow.journal.chains()}:
        raise FileFormatError(FOREIGN_KEYS, code="E-KEYS-FOREIGN")
