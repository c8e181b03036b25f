"""Changes of the set-up as pairs of use cases that are each other's opposite, for undo.

What is added gets its id and place the first time; doing it again brings back the very same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from juryapp.application.edition.parts import NOTHING, SetupParts, swap_parts
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.domain.changes import ChangeSet


class Identified(Protocol):
    """A thing with an id."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


T = TypeVar("T", bound=Identified)


class Adding(Generic[T]):
    """Adds a thing, and takes it away again.

    Args:
        session: The open edition.
        thing: What to add; its id is "".
        put: The use case that adds, and puts back.
        remove: The use case that takes away.
        read: Lists the things of this kind.
    """

    def __init__(
        self,
        session: Session,
        thing: T,
        put: Callable[[Session, T], ChangeSet],
        remove: Callable[[T], ChangeSet],
        read: Callable[[UnitOfWork], Sequence[T]],
    ) -> None:
        self._session, self._thing = session, thing
        self._put, self._remove, self._read = put, remove, read
        self.made: T | None = None

    def forward(self) -> ChangeSet:
        """Add it, or put the same one back."""
        if self.made is not None:
            return self._put(self._session, self.made)
        before = {thing.id for thing in self._all()}
        changes = self._put(self._session, self._thing)
        self.made = next(thing for thing in self._all() if thing.id not in before)
        return changes

    def back(self) -> ChangeSet:
        """Take it away."""
        return self._remove(self.made) if self.made is not None else ChangeSet()

    def _all(self) -> Sequence[T]:
        with self._session.reading() as uow:
            return self._read(uow)


class TakingIn:
    """An import that was done already, as a step that can be undone and done again.

    Args:
        session: The open edition.
        old: What stood before and was changed.
        new: What came in, or replaced it.
        changes: What the import said that it changed.
    """

    def __init__(
        self, session: Session, *, old: SetupParts = NOTHING, new: SetupParts, changes: ChangeSet
    ) -> None:
        self._session, self._old, self._new = session, old, new
        self._changes: ChangeSet | None = changes

    def forward(self) -> ChangeSet:
        """The first time, only say what the import changed; later, bring it back."""
        if self._changes is not None:
            changes, self._changes = self._changes, None
            return changes
        gone = SetupParts(categories=self._old.categories)
        return swap_parts(self._session, out=gone, into=self._new)

    def back(self) -> ChangeSet:
        """Take out what came in, and put back what stood before."""
        kept = {juror.id for juror in self._old.jurors}
        added = tuple(juror for juror in self._new.jurors if juror.id not in kept)
        out = SetupParts(
            categories=self._new.categories,
            nominees=self._new.nominees,
            nominations=self._new.nominations,
            jurors=added,
        )
        return swap_parts(self._session, out=out, into=self._old)
