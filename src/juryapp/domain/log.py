"""The log: append-only, each entry chained to the one before by its hash.

`hash = SHA-256(JCS([chain, seq, at, actor, what, body, prev]))`. The first entry's `prev` is the hash of
what the chain belongs to. Bodies hold ids and hashes, never names, comments or marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from juryapp.base.canonical import canonical_hash
from juryapp.domain.award import Edition

_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One thing that was done."""

    chain: str  # id of the chain: a restored copy gets a new one
    seq: int  # from 1
    at: str  # instant
    actor: str  # who: "secretary", "chair", "juror:<id>", "program"
    what: str  # "round.opened"
    body: str  # canonical JSON with ids and hashes
    prev: str
    hash: str


def chain_root(edition: Edition, award_key: str) -> str:
    """Return what the first entry of an edition's chain is chained to."""
    return canonical_hash(
        {
            "award": edition.award,
            "edition": edition.id,
            "made": edition.made,
            "key": award_key,
        }
    )


def entry_hash(entry: LogEntry) -> str:
    """Return the hash that an entry with this content must have."""
    return canonical_hash(
        [
            entry.chain,
            entry.seq,
            entry.at,
            entry.actor,
            entry.what,
            entry.body,
            entry.prev,
        ]
    )


def next_entry(
    last: LogEntry | None, *, chain: str, root: str, at: str, actor: str, what: str, body: str
) -> LogEntry:
    """Return the entry that follows `last` (None: the first, chained to `root`)."""
    unsealed = LogEntry(
        chain=chain,
        seq=last.seq + 1 if last else 1,
        at=at,
        actor=actor,
        what=what,
        body=body,
        prev=last.hash if last else root,
        hash="",
    )
    return replace(unsealed, hash=entry_hash(unsealed))


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """Whether a chain is whole, and if not, at which entry it first breaks."""

    entries: int
    head: str  # hash of the last sound entry, or the root
    broken_at: int | None = None
    partial: bool = False  # it breaks at its very end, at an entry that was never written out

    @property
    def whole(self) -> bool:
        """Whether every entry follows from the one before."""
        return self.broken_at is None


def check_chain(entries: Iterable[LogEntry], root: str) -> ChainVerdict:
    """Follow the chain from its root. A chain alone cannot know that its newest entries are gone.

    An entry at the very end that is incomplete in itself is what a machine leaves that stops while it
    writes: "partial". One that is complete and does not fit was changed.
    """
    prev, count = root, 0
    coming = iter(entries)
    for entry in coming:
        follows = entry.seq == count + 1 and entry.prev == prev
        if not follows or entry.hash != entry_hash(entry):
            cut = entry.seq == count + 1 and _is_cut(entry) and next(coming, None) is None
            return ChainVerdict(count, prev, broken_at=count + 1, partial=cut)
        prev, count = entry.hash, entry.seq
    return ChainVerdict(count, prev)


def _is_cut(entry: LogEntry) -> bool:
    """Return whether an entry ends before its end."""
    if not all(map(_HASH.fullmatch, (entry.prev, entry.hash))) or not (entry.at and entry.what):
        return True
    try:
        json.loads(entry.body)
    except ValueError:
        return True
    return False
