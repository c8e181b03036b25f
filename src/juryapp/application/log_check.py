"""Checking the log: integrity, coverage and anchors are three different questions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from juryapp.application import log_bodies
from juryapp.application.ports import Statements, UnitOfWork
from juryapp.application.session import Session, current_round
from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.files import sha256
from juryapp.domain.ids import RoundId
from juryapp.domain.log import LogEntry, check_chain
from juryapp.domain.log_copies import own_past
from juryapp.domain.packages import ReceivedFile
from juryapp.domain.statements import C, K

_SAID: Final = ("mark.said", "declaration.said", "note.said")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVerdict:
    """Three verdicts on a log."""

    entries: int
    head: str
    broken_at: int | None  # integrity: the first entry that does not follow from the one before
    uncovered: tuple[
        str, ...
    ]  # coverage: hashes of files, and kinds of things, that the log contradicts
    lost_anchors: tuple[str, ...]  # anchors: heads on papers that the log does not know

    @property
    def sound(self) -> bool:
        """Whether all three hold."""
        return self.broken_at is None and not self.uncovered and not self.lost_anchors


def check_log(session: Session) -> LogVerdict:
    """Check the log of an edition or a desk.

    Coverage means that what the database holds is what the log says was done: the statements of every file
    and of this machine, settlements, rulings, decisions and the rest; and that the kept view of the marks
    follows from the statements.
    """
    with session.reading() as uow:
        journal = uow.journal
        chains = {chain: journal.entries(chain) for chain, _root in journal.chains()}
        verdicts = {chain: check_chain(chains[chain], root) for chain, root in journal.chains()}
        own = verdicts[journal.chain()]
        broken = [verdict.broken_at for verdict in verdicts.values() if not verdict.whole]
        known = {entry.hash for entries in chains.values() for entry in entries}
        past = own_past(chains, journal.chain())  # what came from other copies is told anew in it
        return LogVerdict(
            entries=own.entries,
            head=own.head,
            broken_at=own.broken_at or next(iter(broken), None),
            uncovered=tuple(_Coverage(uow, past).uncovered()),
            lost_anchors=tuple(_lost(uow, {*known, *dict(journal.chains()).values()})),
        )


class _Coverage:
    """Compares what the database holds with what the log says was done."""

    def __init__(self, uow: UnitOfWork, entries: Sequence[LogEntry]) -> None:
        self._uow = uow
        self._entries = entries
        self._hashes: dict[str, list[str]] = {}  # of statements, by file
        self._gather(uow.marks)
        self._gather(uow.declarations)
        self._gather(uow.notes)

    def _gather(self, kind: Statements[K, C]) -> None:
        for file, statements in kind.by_file().items():
            self._hashes.setdefault(file, []).extend(said.hash for said in statements)

    def uncovered(self) -> list[str]:
        uow = self._uow
        settled = map(log_bodies.conflict_settled, uow.marks.settlements())
        ruled = map(log_bodies.impartiality_ruled, uow.rulings.all())
        waived = map(log_bodies.missing_waived, uow.waivers.all())
        decided = map(log_bodies.decision_made, uow.decisions.all())
        written = map(log_bodies.justification_written, uow.justifications.all())
        holds = {
            "marks": self._covers_desk() and self._views_agree(),
            "exclusions": self._covers_exclusions(),
            "settlements": self._is_told("conflict.settled", settled),
            "rulings": self._is_told("impartiality.ruled", ruled),
            "waivers": self._is_told("missing.waived", waived),
            "decisions": self._is_told("decision.made", decided),
            "justifications": self._is_told("justification.written", written),
            "protocols": self._covers_protocols(),
        }
        return [*self._files(), *(name for name, held in holds.items() if not held)]

    def _told(self, what: str) -> list[str]:
        return [entry.body for entry in self._entries if entry.what == what]

    def _is_told(self, what: str, bodies: Iterable[Json]) -> bool:
        """Return whether the log says exactly this, in this order."""
        return self._told(what) == [canonical_bytes(body).decode() for body in bodies]

    def _files(self) -> list[str]:
        """Return the files that are not, to the last statement, what the log says was taken in."""
        told = set(self._told("file.taken"))
        held = {file.sha256: file for file in self._uow.files.all()}
        gone = [sha256 for sha256 in map(_sha256_in, sorted(told)) if sha256 not in held]
        return [name for name, file in held.items() if not self._covers_file(file, told)] + gone

    def _covers_file(self, file: ReceivedFile, told: Collection[str]) -> bool:
        hashes = self._hashes.get(file.sha256, [])
        body = log_bodies.file_taken(file.sha256, file.juror, hashes)
        whole = sha256(self._uow.files.sealed(file.sha256)) == file.sha256
        return whole and canonical_bytes(body).decode() in told

    def _covers_desk(self) -> bool:
        """Return whether the statements that were made on this machine are those that the log knows."""
        told = [_field(body, "statement") for what in _SAID for body in self._told(what)]
        return sorted(told) == sorted(self._hashes.get("", []))

    def _covers_exclusions(self) -> bool:
        """Return whether the files that are taken out are those that the log says are."""
        out: set[str] = set()
        for entry in self._entries:
            if entry.what == "file.taken_out":
                out.add(_sha256_in(entry.body))
            elif entry.what == "file.put_back":
                out.discard(_sha256_in(entry.body))
        return out == {exclusion.sha256 for exclusion in self._uow.files.exclusions()}

    def _covers_protocols(self) -> bool:
        """Return whether the protocols that are kept are, to the last byte, those that were approved."""
        uow = self._uow
        kept = [record for record in uow.protocols() if not record.draft]
        whole = all(sha256(uow.protocol_pdf(r.pdf_sha256)) == r.pdf_sha256 for r in kept)
        return whole and self._is_told("protocol.approved", map(log_bodies.protocol_approved, kept))

    def _views_agree(self) -> bool:
        """Return whether what is kept as standing follows from the statements."""
        current = current_round(self._uow)
        return current is None or all(
            (
                _agrees(self._uow.marks, current.id),
                _agrees(self._uow.declarations, current.id),
                _agrees(self._uow.notes, current.id),
            )
        )


def _agrees(statements: Statements[K, C], round_id: RoundId) -> bool:
    return statements.current(round_id) == statements.derived(round_id)


def _sha256_in(body: str) -> str:
    return _field(body, "sha256")


def _field(body: str, name: str) -> str:
    """Return a field of an entry's body; "" where somebody has made the body into something else."""
    try:
        document = json.loads(body)
    except ValueError:
        return ""
    return str(document.get(name, "")) if isinstance(document, dict) else ""


def _lost(uow: UnitOfWork, known: set[str]) -> list[str]:
    return [record.log_head for record in uow.protocols() if record.log_head not in known]
