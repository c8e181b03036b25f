"""What stands, and what will stand as files are added one after the other.

`domain.merging.view_of` says what a union means; this says the same of a view that grows, at the cost of
what is added and not of what is there already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Generic

from juryapp.domain.merging import Change, ChangeKind, Settlement, View, settled_by
from juryapp.domain.statements import C, K, Statement


class GrowingView(Generic[K, C]):
    """A view of one kind of statement to which files are added.

    Args:
        before: What stands before the first is added.
        settlements: The chair's decisions, in their order.
        beneath: What contradicts each other where a decision stands now.
    """

    def __init__(
        self,
        before: View[K, C],
        settlements: Iterable[Settlement[K, C]] = (),
        beneath: Mapping[K, tuple[Statement[K, C], ...]] | None = None,
    ) -> None:
        self._before = before
        self._settled: defaultdict[tuple[K, int], list[Settlement[K, C]]] = defaultdict(list)
        for settlement in settlements:
            self._settled[settlement.key, settlement.rev].append(settlement)
        self._beneath = dict(beneath or {})
        self._now: dict[K, tuple[Statement[K, C], ...]] = {}  # of the keys that were spoken of
        self._once: dict[K, Change[K, C]] = {}  # changes of keys that one file alone has changed

    def add(self, statements: Iterable[Statement[K, C]]) -> list[Change[K, C]]:
        """Add a file's statements and return what they change, sorted by key."""
        was: dict[K, tuple[Statement[K, C], ...]] = {}
        now, new = self._now, set[K]()
        for statement in statements:
            key = statement.key
            standing = now.get(key)
            if standing is None:
                standing = self._stood(key)
                new.add(key)
            if key not in was:
                was[key] = standing
            now[key] = self._joined(standing, statement) if standing else (statement,)
        changes = self._changes(was)
        for change in changes:
            if change.key in new:
                self._once[change.key] = change
        for key in was.keys() - new:
            self._once.pop(key, None)
        return changes

    def add_instead(
        self, statements: Iterable[Statement[K, C]], of: Iterable[K]
    ) -> list[Change[K, C]]:
        """Add a file's statements in place of all that stood for some keys; return what that changes."""
        listed, forgotten = list(statements), list(of)
        was = {key: self.standing(key) for key in (*forgotten, *(said.key for said in listed))}
        for key in forgotten:
            self._now[key] = ()
            self._once.pop(key, None)
            self._beneath.pop(key, None)
        self.add(listed)
        return self._changes(was)

    def keys_of(self, juror: str) -> list[K]:
        """Return the keys for which something of a juror stands."""
        spoken_of = {*self._before.effective, *self._before.conflicts, *self._now}
        return [key for key in spoken_of if key[1] == juror and self.standing(key)]

    def behind(self, statements: Iterable[Statement[K, C]]) -> bool:
        """Return whether a statement is older than what stands."""
        for statement in statements:
            standing = self.standing(statement.key)
            if len(standing) == 1 and statement.rev < standing[0].rev:
                return True
        return False

    def overruled(self, statements: Iterable[Statement[K, C]]) -> int:
        """Return how many statements say something else than what stands, and are older than it."""
        found = 0
        for said in statements:
            standing = self.standing(said.key)
            if len(standing) == 1 and said.rev < standing[0].rev:
                found += said.content != standing[0].content
        return found

    def changes(self) -> list[Change[K, C]]:
        """Return what all that was added changes, sorted by key."""
        several = {key: self._stood(key) for key in self._now if key not in self._once}
        changes = [*self._once.values(), *self._changes(several)]
        return sorted(changes, key=attrgetter("key"))

    def standing(self, key: K) -> tuple[Statement[K, C], ...]:
        """Return what stands for a key: nothing, one, or several that contradict each other."""
        now = self._now.get(key)
        return self._stood(key) if now is None else now

    def _stood(self, key: K) -> tuple[Statement[K, C], ...]:
        found = self._before.effective.get(key)
        return (found,) if found is not None else self._before.conflicts.get(key, ())

    def _joined(
        self, standing: tuple[Statement[K, C], ...], said: Statement[K, C]
    ) -> tuple[Statement[K, C], ...]:
        if said.rev > standing[0].rev:
            self._beneath.pop(said.key, None)
            return (said,)
        rivals = self._beneath.get(said.key, standing)
        if said.rev < standing[0].rev or said in rivals:
            return standing
        rivals = tuple(sorted((*rivals, said), key=lambda rival: rival.content_hash))
        decided = settled_by(self._settled.get((said.key, said.rev), ()), rivals)
        if decided is None:
            self._beneath.pop(said.key, None)
            return rivals
        self._beneath[said.key] = rivals
        return (Statement(said.key, said.rev, decided.content),)

    def _changes(self, was: dict[K, tuple[Statement[K, C], ...]]) -> list[Change[K, C]]:
        changes: list[Change[K, C]] = []
        for key in sorted(was):
            stood, stands = was[key], self._now[key]
            if not stood and len(stands) == 1:
                changes.append(Change(key, ChangeKind.NEW, (), (stands[0].content,)))
            elif stood is not stands:
                before, after = _contents(stood), _contents(stands)
                if after and before != after:
                    changes.append(Change(key, _kind(before, after), before, after))
        return changes


def _contents(standing: tuple[Statement[K, C], ...]) -> tuple[C, ...]:
    return tuple([statement.content for statement in standing])


def _kind(was: tuple[C, ...], is_: tuple[C, ...]) -> ChangeKind:
    if len(is_) > 1:
        return ChangeKind.CONFLICT
    if not was:
        return ChangeKind.NEW
    return ChangeKind.SETTLED if len(was) > 1 else ChangeKind.CHANGED
