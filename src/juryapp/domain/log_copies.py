"""The logs of several copies of one edition: what a copy has lived through itself, and what it was told.

A copy that is put in begins a chain of its own; its first entry names the chain and the head that it comes
from. Combining adds the other copy's chains whole; an entry in the own chain names their heads, and the
entries after it tell anew what was taken over. So a copy's own past alone accounts for all that it holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from juryapp.domain.log import LogEntry

RESTORED: Final = "copy.restored"
COMBINED: Final = "copy.combined"


def restored_body(chain: str, head: str) -> Mapping[str, str]:
    """Return what stands in the first entry of a copy that was put in: which log it goes on from."""
    return {"chain": chain, "head": head}


def own_past(chains: Mapping[str, Sequence[LogEntry]], own: str) -> list[LogEntry]:
    """Return what a copy lived through, oldest first: its own chain, and those it goes on from.

    Args:
        chains: Every chain in the database, by its id.
        own: The id of the chain that is written to.

    Returns:
        Entries up to the head that each next chain names. Where that head is nowhere in the chain, nothing
        older than the next chain's first entry.
    """
    past: list[LogEntry] = []
    seen: set[str] = set()
    chain, head = own, ""
    while chain in chains and chain not in seen:
        seen.add(chain)
        past[:0] = _up_to(chains[chain], head)
        first = next(iter(chains[chain]), None)
        if first is None or first.what != RESTORED:
            break
        chain, head = named_in(first)
    return past


def named_in(entry: LogEntry) -> tuple[str, str]:
    """Return the chain and the head that a first entry names; empty where it was made into something else."""
    try:
        body = json.loads(entry.body)
    except ValueError:
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    return str(body.get("chain", "")), str(body.get("head", ""))


def _up_to(entries: Sequence[LogEntry], head: str) -> list[LogEntry]:
    if not head:
        return list(entries)
    place = next((n for n, entry in enumerate(entries, 1) if entry.hash == head), 0)
    return list(entries[:place])
