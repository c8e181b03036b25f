"""Coverage: whether what the database holds is what the log says was done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from juryapp.application.log import bodies as log_bodies
from juryapp.application.ports import Statements, UnitOfWork
from juryapp.application.session import current_round
from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.files import sha256
from juryapp.domain.ids import RoundId
from juryapp.domain.log import LogEntry
from juryapp.domain.packages import ReceivedFile
from juryapp.domain.statements import C, K, statement_hashes

_JUDGED: Final = ("paper.confirmed", "paper.sent_back", "paper.taken_back")
_SAID: Final = ("mark.said", "declaration.said", "note.said")
Done = tuple[str, Json]  # when a thing was done by its own word, and what the log must say of it


class Coverage:
    """Compares what the database holds with what the log says was done.

    What is there and not told, and not older than the newest entry, is *untold*: the newest entries are
    missing, as after a stop in the middle of saving. Everything else that differs was changed.

    Args:
        uow: The database.
        past: What this copy lived through, oldest first.
    """

    def __init__(self, uow: UnitOfWork, past: Sequence[LogEntry]) -> None:
        self._uow = uow
        self._past = past
        self._end = past[-1].at if past else ""
        self._hashes: dict[str, list[str]] = {}  # of statements, by file
        self._gather(uow.marks)
        self._gather(uow.declarations)
        self._gather(uow.notes)
        self._untold: list[str] = []
        self._differs: list[str] = []
        self._compare()

    def uncovered(self) -> list[str]:
        """Return the hashes of files, and the kinds of things, that the log contradicts or does not tell."""
        return [*self._differs, *self.untold()]

    def untold(self) -> list[str]:
        """Return those of them that the log only does not tell yet."""
        return [name for name in self._untold if name not in self._differs]

    def _gather(self, kind: Statements[K, C]) -> None:
        for file, statements in kind.by_file().items():
            self._hashes.setdefault(file, []).extend(statement_hashes(statements))

    def _compare(self) -> None:
        self._compare_files()
        uow = self._uow
        self._compare_desk()
        self._hold("exclusions", holds=self._covers_exclusions())
        self._hold("held", holds=self._covers_held())
        self._tell("origins", "file.unsigned", _originated(uow))
        self._compare_papers()
        self._tell("settlements", "conflict.settled", _settled(uow.marks))
        self._tell("settlements", "declaration.settled", _settled(uow.declarations))
        self._tell("settlements", "note.settled", _settled(uow.notes))
        for name, what, done in (
            ("rulings", "impartiality.ruled",
             [(r.at, log_bodies.impartiality_ruled(r)) for r in uow.rulings.all()]),
            ("waivers", "missing.waived",
             [(w.at, log_bodies.missing_waived(w)) for w in uow.waivers.all()]),
            ("decisions", "decision.made",
             [(d.at, log_bodies.decision_made(d)) for d in uow.decisions.all()]),
            ("justifications", "justification.written",
             [(j.at, log_bodies.justification_written(j)) for j in uow.justifications.all()]),
            ("reopenings", "round.reopened",
             [(r.at, log_bodies.round_reopened(r)) for r in uow.reopenings.all()]),
            ("departures", "juror.departed",
             [(d.at, log_bodies.juror_departed(d)) for d in uow.departures.all()]),
        ):  # fmt: skip
            self._tell(name, what, done)
        self._compare_protocols()

    # ------------------------------------------------------------- one by one

    def _hold(self, name: str, *, holds: bool) -> None:
        if not holds and name not in self._differs:
            self._differs.append(name)

    def _tell(self, name: str, what: str, done: Iterable[Done]) -> None:
        """Compare things with what the log tells of them, each as often as it was done."""
        told = Counter(self._told(what))
        fresh = []
        for at, body in done:
            spelt = canonical_bytes(body).decode()
            if told[spelt]:
                told[spelt] -= 1
            else:
                fresh.append(at)
        if any(told.values()) or any(at < self._end for at in fresh):
            self._hold(name, holds=False)
        elif fresh and name not in self._untold:
            self._untold.append(name)

    def _told(self, what: str) -> list[str]:
        return [entry.body for entry in self._past if entry.what == what]

    def _compare_files(self) -> None:
        """Compare the files, to the last statement, with what the log says was taken in."""
        told = set(self._told("file.taken"))
        named = {_sha256_in(body) for body in told}
        held = {file.sha256: file for file in self._uow.files.all()}
        self._differs += sorted(named - held.keys())
        for name, file in held.items():
            if not self._covers_file(file, told):
                fresh = name not in named and file.received >= self._end
                (self._untold if fresh else self._differs).append(name)

    def _covers_file(self, file: ReceivedFile, told: Collection[str]) -> bool:
        hashes = self._hashes.get(file.sha256, [])
        body = log_bodies.file_taken(file.sha256, file.juror, hashes)
        whole = sha256(self._uow.files.sealed(file.sha256)) == file.sha256
        return whole and canonical_bytes(body).decode() in told

    def _compare_desk(self) -> None:
        """Compare what was said on this machine, and what stands, with what the log knows."""
        told = Counter(_field(body, "statement") for what in _SAID for body in self._told(what))
        here = Counter(self._hashes.get("", []))
        self._hold("marks", holds=not told - here and self._views_agree())
        fresh = here - told
        if fresh and "marks" not in self._differs:
            times = self._said_here()
            late = all(times.get(said, "") >= self._end for said in fresh)
            (self._untold if late else self._differs).append("marks")

    def _said_here(self) -> dict[str, str]:
        """Return when each statement was made, by its hash."""
        current = current_round(self._uow)
        return {} if current is None else dict(_times(self._uow, current.id))

    def _covers_exclusions(self) -> bool:
        """Return whether the files that are taken out are those that the log says are."""
        out: set[str] = set()
        for entry in self._past:
            if entry.what == "file.taken_out":
                out.add(_sha256_in(entry.body))
            elif entry.what in {"file.put_back", "draft.counts"}:
                out.discard(_sha256_in(entry.body))
        files = self._uow.files
        counted = {
            canonical_bytes(log_bodies.draft_counts(said.sha256, said.reason)).decode()
            for said in files.let_count()
        }
        known = counted <= set(self._told("draft.counts"))
        return known and out == {exclusion.sha256 for exclusion in files.exclusions()}

    def _covers_held(self) -> bool:
        """Return whether the files that are laid aside are, byte for byte, those that the log says are."""
        files, told = self._uow.files, set(self._told("file.held"))
        aside = files.held()
        kept = {held.sha256 for held in aside} | {file.sha256 for file in files.all()}
        return all(_sha256_in(body) in kept for body in told) and all(
            canonical_bytes(log_bodies.file_held(held)).decode() in told
            and sha256(files.held_bytes(held.sha256)) == held.sha256
            for held in aside
        )

    def _compare_papers(self) -> None:
        """Compare what was typed in from papers, and the words on it, with what the log tells of them."""
        ballots = {ballot.n: ballot for ballot in self._uow.paper_ballots.all()}
        typed = [(b.at, log_bodies.paper_typed(b)) for b in ballots.values()]
        self._tell("papers", "paper.typed", typed)
        judged: dict[str, list[Done]] = {what: [] for what in _JUDGED}
        for verdict in self._uow.paper_verdicts.all():
            body = log_bodies.paper_judged(ballots[verdict.ballot], verdict)
            judged[log_bodies.judgement(verdict)].append((verdict.at, body))
        for what, done in judged.items():
            self._tell("papers", what, done)

    def _compare_protocols(self) -> None:
        """Compare the protocols that are kept, to the last byte, with those that were approved."""
        uow = self._uow
        kept = [record for record in uow.protocols() if not record.draft]
        whole = all(sha256(uow.protocol_pdf(r.pdf_sha256)) == r.pdf_sha256 for r in kept)
        if whole:
            done = [(r.at, log_bodies.protocol_approved(r)) for r in kept]
            self._tell("protocols", "protocol.approved", done)
        self._hold("protocols", holds=whole)

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


def _times(uow: UnitOfWork, round_id: RoundId) -> Iterator[tuple[str, str]]:
    for stated in uow.marks.history(round_id):
        yield stated.statement.hash, stated.provenance.at
    for declared in uow.declarations.history(round_id):
        yield declared.statement.hash, declared.provenance.at
    for noted in uow.notes.history(round_id):
        yield noted.statement.hash, noted.provenance.at


def _originated(uow: UnitOfWork) -> list[Done]:
    received = {file.sha256: file.received for file in uow.files.all()}
    return [
        (received.get(name, ""), log_bodies.file_unsigned(origin))
        for name, origin in uow.files.origins().items()
    ]


def _settled(statements: Statements[K, C]) -> list[Done]:
    return [(s.at, log_bodies.conflict_settled(s)) for s in statements.settlements()]


def _sha256_in(body: str) -> str:
    return _field(body, "sha256")


def _field(body: str, name: str) -> str:
    """Return a field of an entry's body; "" where somebody has made the body into something else."""
    try:
        document = json.loads(body)
    except ValueError:
        return ""
    return str(document.get(name, "")) if isinstance(document, dict) else ""
