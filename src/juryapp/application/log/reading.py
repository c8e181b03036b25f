"""Reading the log: every entry as a sentence with names, found by words, nominee, juror, kind and time.

A log may have many thousand entries, of which a window shows forty: a line is made when it is asked for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from juryapp.application.answers import points_text
from juryapp.application.log.sentences import ACTORS, NO_WINNER, LogKind, kind_of, sentence
from juryapp.application.ports import Statements, UnitOfWork
from juryapp.application.session import Session, current_round
from juryapp.base.collecting import no_collecting
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _
from juryapp.base.instants import instant_text
from juryapp.domain.criteria import Criterion
from juryapp.domain.decisions import OUTCOME_NAMES
from juryapp.domain.jury import Juror
from juryapp.domain.log import LogEntry
from juryapp.domain.nominees import Nominee
from juryapp.domain.statements import C, K, MarkContent, MarkState

_STATES: Final[Mapping[MarkState, str]] = {
    MarkState.NOT_ASSESSED: N_("“not assessed”"),
    MarkState.CLEARED: N_("no mark any more"),
    MarkState.WITHDRAWN: N_("no mark, being recused,"),
}
_DESK: Final = "juror:"
OUTCOME_WORDS: Final[Mapping[str, str]] = {str(o): name for o, name in OUTCOME_NAMES.items()}
BAD_DAY: Final = N_("“{day}” is not a day. Write it as year, month and day: 2026-11-12.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One entry, told."""

    place: int  # in the book
    seq: int
    chain: str
    at: str  # instant
    who: str
    what: str  # the sentence
    kind: LogKind
    juror: str  # name of whom it is about, or ""
    nominee: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which entries are wanted; what is empty does not matter."""

    words: str = ""
    juror: str = ""  # id
    nominee: str = ""  # id
    kind: LogKind | None = None
    since: str = ""  # instant
    until: str = ""  # instant: the last that is wanted

    @property
    def is_open(self) -> bool:
        """Whether it wants everything."""
        return self == LogQuery()


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the ids in the log stand for."""

    jurors: Mapping[str, str]
    nominees: Mapping[str, str]
    categories: Mapping[str, str]
    criteria: Mapping[str, Criterion]
    nominations: Mapping[str, str]  # the nominee's id, by the nomination's
    senders: Mapping[str, str]  # the juror's id, by the hash of a file
    marks: Mapping[str, MarkContent]  # by the statement's hash; empty in the secretariat


class LogBook:
    """The log of an edition or a desk, told line by line; the newest entry comes first."""

    def __init__(
        self,
        entries: Sequence[LogEntry],
        names: Names,
        spoken_of: Mapping[str, frozenset[str]],
        jurors: Sequence[Juror] = (),
        nominees: Sequence[Nominee] = (),
    ) -> None:
        self.entries = tuple(entries)
        self.jurors, self.nominees = tuple(jurors), tuple(nominees)
        self._names = names
        self._spoken_of = spoken_of  # nominees of whom a file speaks, by its hash
        self._lines: dict[int, LogLine] = {}
        self._texts: dict[int, str] = {}

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self.entries)

    def line(self, place: int) -> LogLine:
        """Return the entry at `place`, told in the language in use; it is kept for the next time."""
        known = self._lines.get(place)
        if known is None:
            known = self._lines[place] = self._told(place)
        return known

    def forget_words(self) -> None:
        """Tell everything anew: the language has changed."""
        self._lines.clear()
        self._texts.clear()

    def find(self, query: LogQuery) -> list[int]:
        """Return the places of the entries that are wanted, the newest first."""
        if query.is_open:
            return list(range(len(self.entries)))
        words = query.words.casefold().split()
        return [
            place
            for place, entry in enumerate(self.entries)
            if _is_between(entry.at, query)
            and (query.kind is None or kind_of(entry.what) is query.kind)
            and (not query.juror or query.juror in self._jurors_of(place))
            and (not query.nominee or query.nominee in self._nominees_of(place))
            and (not words or self._has(place, words))
        ]

    # ------------------------------------------------------------- one entry

    @cached_property
    def _bodies(self) -> dict[int, dict[str, Any]]:
        return {}

    def _body(self, place: int) -> dict[str, Any]:
        known = self._bodies.get(place)
        if known is None:
            known = self._bodies[place] = _parsed(self.entries[place].body)
        return known

    def _jurors_of(self, place: int) -> set[str]:
        """Return the ids of the jurors whom an entry is about, or who did it."""
        entry = self.entries[place]
        own = {entry.actor.removeprefix(_DESK)} if entry.actor.startswith(_DESK) else set()
        return own | {self._about(place)}

    def _about(self, place: int) -> str:
        body = self._body(place)
        return str(body.get("juror") or _part(body, 1) or self._sender(body))

    def _sender(self, body: Mapping[str, Any]) -> str:
        return self._names.senders.get(str(body.get("sha256", "")), "")

    def _nominees_of(self, place: int) -> frozenset[str]:
        body = self._body(place)
        named = frozenset({self._nominee(body)})
        return named | self._spoken_of.get(str(body.get("sha256", "")), frozenset())

    def _nominee(self, body: Mapping[str, Any]) -> str:
        nomination = self._names.nominations.get(str(body.get("nomination", "")), "")
        return str(body.get("nominee") or _part(body, 2) or nomination)

    def _has(self, place: int, words: Sequence[str]) -> bool:
        text = self._texts.get(place)
        if text is None:
            line = self._told(place)
            told = f"{line.who} {line.what} {line.juror} {line.nominee} {line.hash}"
            text = self._texts[place] = told.casefold()
        return all(word in text for word in words)

    def _told(self, place: int) -> LogLine:
        entry, body, names = self.entries[place], self._body(place), self._names
        juror, nominee = self._about(place), self._nominee(body)
        return LogLine(
            place=place,
            seq=entry.seq,
            chain=entry.chain,
            at=entry.at,
            who=self._who(entry.actor),
            what=sentence(entry.what, self._facts(entry, body, juror, nominee)),
            kind=kind_of(entry.what),
            juror=names.jurors.get(juror, ""),
            nominee=names.nominees.get(nominee, ""),
            hash=entry.hash,
        )

    def _who(self, actor: str) -> str:
        if actor in ACTORS:
            return ACTORS[actor]()
        return self._names.jurors.get(actor.removeprefix(_DESK), actor)

    def _facts(
        self, entry: LogEntry, body: Mapping[str, Any], juror: str, nominee: str
    ) -> dict[str, str]:
        names = self._names
        facts = {name: _said(value) for name, value in body.items()}
        for name in ("juror", "nominee", "category", "criterion"):
            facts.pop(name, None)
        criterion = names.criteria.get(str(body.get("criterion") or _part(body, 3)))
        found = {
            "juror": names.jurors.get(juror),
            "nominee": names.nominees.get(nominee),
            "category": names.categories.get(str(body.get("category", ""))),
            "criterion": criterion.name if criterion else None,
        }
        if entry.what == "decision.made":
            outcome = OUTCOME_WORDS.get(str(body.get("outcome")))
            found["outcome"] = _(outcome) if outcome else None
            found["nominee"] = found["nominee"] if nominee else _(NO_WINNER)
        if entry.what == "mark.said":
            found["mark"] = self._mark(str(body.get("statement", "")), criterion)
        return facts | {name: text for name, text in found.items() if text is not None}

    def _mark(self, statement: str, criterion: Criterion | None) -> str:
        content = self._names.marks.get(statement)
        if content is None or criterion is None:
            return _("a mark")
        if content.points is None:
            return _(_STATES[content.state])
        return points_text(criterion, content.points)


def _is_between(at: str, query: LogQuery) -> bool:
    return at >= query.since and (not query.until or at <= query.until)


def _parsed(body: str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _part(body: Mapping[str, Any], place: int) -> str:
    """Return a part of the key of a statement (round, juror, nominee, criterion)."""
    key = body.get("key")
    return str(key[place]) if isinstance(key, list) and len(key) > place else ""


def _said(value: object) -> str:
    return str(len(value)) if isinstance(value, list | dict) else str(value)


def day_start(day: str) -> str:
    """Return the instant at which a local day begins; "" for "".

    Raises:
        UsageError: It is no day (2026-11-12).
    """
    return instant_text(_midnight(day, 0)) if day else ""


def day_end(day: str) -> str:
    """Return the last second of a local day; "" for "". Raises UsageError."""
    return instant_text(_midnight(day, 1) - timedelta(seconds=1)) if day else ""


def _midnight(day: str, later: int) -> datetime:
    try:
        found = date.fromisoformat(day) + timedelta(days=later)
    except (ValueError, OverflowError):
        raise UsageError(BAD_DAY, day=day) from None
    return datetime(found.year, found.month, found.day).astimezone()


# ---- reading it ------------------------------------------------------------------------------------------


@no_collecting()
def read_log(session: Session, *, desk: bool = False) -> LogBook:
    """Return the log with everything that its entries need to be told.

    Args:
        session: An edition or a desk.
        desk: It is a juror's own desk: the juror's own marks are told.
    """
    with session.reading() as uow:
        chains = [uow.journal.entries(chain) for chain, _root in uow.journal.chains()]
        entries = [entry for chain in chains for entry in chain]
        if len(chains) > 1:  # one alone is in order, whatever the clock said
            entries.sort(key=lambda entry: (entry.at, entry.seq))
        entries.reverse()
        jurors, nominees = uow.jurors.all(), uow.nominees.all()
        return LogBook(
            entries,
            _names(uow, jurors, nominees, desk=desk),
            {} if desk else _spoken_of(uow),
            jurors,
            nominees,
        )


def _names(
    uow: UnitOfWork, jurors: Sequence[Juror], nominees: Sequence[Nominee], *, desk: bool
) -> Names:
    files = {held.sha256: str(held.juror) for held in uow.files.held()}
    files |= {file.sha256: str(file.juror) for file in uow.files.all()}
    packages = {issue.sha256: str(issue.juror) for issue in uow.packages()}
    return Names(
        jurors={juror.id: juror.name for juror in jurors},
        nominees={nominee.id: nominee.name for nominee in nominees},
        categories={category.id: category.name for category in uow.categories.all()},
        criteria={criterion.id: criterion for criterion in uow.criteria.all()},
        nominations={n.id: n.nominee for n in uow.nominations.all()},
        senders=packages | files,
        marks=_own_marks(uow) if desk else {},
    )


def _own_marks(uow: UnitOfWork) -> dict[str, MarkContent]:
    current = current_round(uow)
    if current is None:
        return {}
    history = uow.marks.history(current.id)
    return {stated.statement.hash: stated.statement.content for stated in history}


def _spoken_of(uow: UnitOfWork) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    _gather(uow.marks, found)
    _gather(uow.declarations, found)
    _gather(uow.notes, found)
    return {file: frozenset(nominees) for file, nominees in found.items() if file}


def _gather(statements: Statements[K, C], found: defaultdict[str, set[str]]) -> None:
    for file, said in statements.by_file().items():
        found[file].update(statement.key[2] for statement in said)
