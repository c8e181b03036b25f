"""Merging, free of order: the union of statements, and a view of what stands.

The union cannot depend on the order of the files, on a file that comes twice or on how files are grouped,
because it never looks at any of these. For each key the content at the highest revision stands. Two
contents at that revision are a conflict: neither counts until the juror sends a higher revision or the chair
settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from juryapp.domain.statements import C, K, Statement


@dataclass(frozen=True)  # without slots, as Statement is
class Settlement(Generic[K, C]):
    """The chair's decision in a conflict at revision `rev`, with a reason; a statement of its own kind.

    It answers the contents that stood then. One that comes later is a conflict anew: nobody has decided
    on it. If fewer are left, because a file was taken out, it still answers those.
    """

    key: K
    rev: int
    content: C
    reason: str
    by: str  # the juror id of the chair or deputy chair
    at: str  # instant
    rivals: frozenset[str]  # the hashes of the contents that stood against each other

    def answers(self, rivals: Iterable[Statement[K, C]]) -> bool:
        """Return whether the chair knew each of these when deciding."""
        return all(statement.content_hash in self.rivals for statement in rivals)


def settled_by(
    settlements: Iterable[Settlement[K, C]], rivals: Collection[Statement[K, C]]
) -> Settlement[K, C] | None:
    """Return the last of the decisions on one key and revision that answers all `rivals`, if any does."""
    return next((s for s in reversed([*settlements]) if s.answers(rivals)), None)


@dataclass(frozen=True)
class View(Generic[K, C]):
    """What stands: one statement per key, and the keys where two contents contradict each other."""

    effective: Mapping[K, Statement[K, C]]
    conflicts: Mapping[K, tuple[Statement[K, C], ...]]


Settled = defaultdict[tuple[K, int], list[Settlement[K, C]]]


def view_of(
    statements: Iterable[Statement[K, C]], settlements: Iterable[Settlement[K, C]] = ()
) -> View[K, C]:
    """Return what stands among `statements`; keys are in sorted order.

    Args:
        statements: In any order, with any repetitions.
        settlements: In their own order; the last one counts that answers all that contradicts.
    """
    newest: dict[K, int] = {}
    contents: defaultdict[K, set[Statement[K, C]]] = defaultdict(set)
    for statement in statements:
        known = newest.get(statement.key, 0)
        if statement.rev > known:
            newest[statement.key] = statement.rev
            contents[statement.key] = {statement}
        elif statement.rev == known:
            contents[statement.key].add(statement)
    settled: Settled[K, C] = defaultdict(list)
    for settlement in settlements:
        settled[settlement.key, settlement.rev].append(settlement)
    return _view(contents, settled)


def _view(contents: Mapping[K, set[Statement[K, C]]], settled: Settled[K, C]) -> View[K, C]:
    effective: dict[K, Statement[K, C]] = {}
    conflicts: dict[K, tuple[Statement[K, C], ...]] = {}
    for key in sorted(contents):
        rivals = contents[key]
        rev = next(iter(rivals)).rev
        if len(rivals) == 1:
            effective[key] = next(iter(rivals))
        elif (decided := settled_by(settled.get((key, rev), ()), rivals)) is not None:
            effective[key] = Statement(key, rev, decided.content)
        else:
            conflicts[key] = tuple(sorted(rivals, key=lambda s: s.content_hash))
    return View(effective, conflicts)


class ChangeKind(StrEnum):
    """What a merge does to one key."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    SETTLED = "settled"  # a conflict that the juror's higher revision ends


@dataclass(frozen=True, init=False)
class Change(Generic[K, C]):
    """One line of the merge preview: what stood before and what will stand."""

    key: K
    kind: ChangeKind
    before: tuple[C, ...]  # empty: nothing; more than one: a conflict
    after: tuple[C, ...]

    def __init__(
        self, key: K, kind: ChangeKind, before: tuple[C, ...], after: tuple[C, ...]
    ) -> None:
        """Set the fields, as quickly as `Statement` does."""
        fields = self.__dict__
        fields["key"] = key
        fields["kind"] = kind
        fields["before"] = before
        fields["after"] = after


def changes_between(before: View[K, C], after: View[K, C]) -> list[Change[K, C]]:
    """Return what is different in `after`, sorted by key. Nothing is ever taken away by a union."""
    changes: list[Change[K, C]] = []
    for key in sorted({*after.effective, *after.conflicts}):
        was, is_ = _contents(before, key), _contents(after, key)
        if was != is_:
            changes.append(Change(key, _kind(was, is_), was, is_))
    return changes


def _contents(view: View[K, C], key: K) -> tuple[C, ...]:
    if key in view.effective:
        return (view.effective[key].content,)
    return tuple(statement.content for statement in view.conflicts.get(key, ()))


def _kind(was: tuple[C, ...], is_: tuple[C, ...]) -> ChangeKind:
    if len(is_) > 1:
        return ChangeKind.CONFLICT
    if not was:
        return ChangeKind.NEW
    return ChangeKind.SETTLED if len(was) > 1 else ChangeKind.CHANGED
