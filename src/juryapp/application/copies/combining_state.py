"""What the parts of combining two copies share: both copies, what was added, and where they contradict."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from juryapp.application.ports import UnitOfWork
from juryapp.application.ports.contents import EditionContents
from juryapp.application.ports.exchange import Pieces
from juryapp.application.session import Session
from juryapp.base.canonical import Json
from juryapp.domain.log import LogEntry

_NAMING = ("nominee", "nomination", "juror", "category", "criterion", "key")
ALL = "*"  # of what an import of a table touched


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that the copies say differently: an N_ sentence that says which of it stands, and names."""

    code: str
    template: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Combining:
    """The work on one copy, `ours`, in one transaction, with another copy to read from."""

    session: Session
    ours: UnitOfWork
    theirs: UnitOfWork
    own: EditionContents  # ours before
    other: EditionContents
    attachments: Mapping[str, Pieces] = field(default_factory=dict)  # bytes that the other copy has
    added: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    told: list[tuple[str, Json]] = field(
        default_factory=list
    )  # for the log, after the joined heads

    def differ(self, code: str, template: str, **params: str) -> None:
        """Note where the copies contradict each other."""
        self.differences.append(Difference(code=code, template=template, params=params))

    @cached_property
    def our_news(self) -> Touched:
        """What this copy did that the other has not heard of."""
        return Touched(news_of(self.own, self.other))

    @cached_property
    def their_news(self) -> Touched:
        """What the other copy did that is new here."""
        return Touched(news_of(self.other, self.own))


def news_of(contents: EditionContents, known: EditionContents) -> list[LogEntry]:
    """Return the entries of a copy's log that another copy does not have, chain by chain."""
    there = {entry.hash for chain in known.chains for entry in chain.entries}
    return [e for chain in contents.chains for e in chain.entries if e.hash not in there]


def beyond(things: Sequence[Any], known: Iterable[Any]) -> list[Any]:
    """Return what is not known, whatever its number is."""
    there = {replace(thing, n=0) for thing in known}
    return [thing for thing in things if replace(thing, n=0) not in there]


class Touched:
    """What entries of a log speak of: by what was done, and the id of the thing."""

    def __init__(self, entries: Iterable[LogEntry]) -> None:
        self._done: dict[str, set[str]] = {}
        for entry in entries:
            body = _body(entry)
            ids = {str(body[name]) for name in _NAMING if name in body} or {ALL}
            self._done.setdefault(entry.what, set()).update(ids)

    def __contains__(self, what_and_id: tuple[str, str]) -> bool:
        what, id_ = what_and_id
        return not self._done.get(what, set()).isdisjoint({id_, ALL})

    def any_of(self, whats: Iterable[str], id_: str = ALL) -> bool:
        """Return whether one of these things was done to the thing with that id."""
        return any((what, id_) in self for what in whats)


def _body(entry: LogEntry) -> Mapping[str, Any]:
    try:
        body = json.loads(entry.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
