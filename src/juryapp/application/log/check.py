"""Checking the log: integrity, coverage and anchors are three different questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from juryapp.application.log.coverage import Coverage
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.collecting import no_collecting
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.log import LogEntry, check_chain
from juryapp.domain.log_copies import COMBINED, own_past
from juryapp.domain.packages import Anchor, AnchorKind

BROKEN: Final = N_(
    "The log is not whole: it breaks at entry {n}. Keep this computer as it is, look at the newest backup,"
    " and go on from there."
)
UNTRUE: Final = N_(
    "What is kept here is not what the log tells, so nothing is approved. Look at the page “Log”; keep this"
    " computer as it is, look at the newest backup, and go on from there."
)


class Soundness(StrEnum):
    """A verdict on one of the three questions."""

    WHOLE = "whole"
    PARTIAL = "partial"  # something is missing at the very end, as after a stop while saving
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainState:
    """One chain of the log: this copy's own, an earlier one of its own, or another copy's."""

    chain: str
    own: bool  # the one that is written to
    joined: bool  # came from another copy
    entries: int
    head: str
    broken_at: int | None  # the first entry that does not follow from the one before
    partial: bool  # that is the last one, and it is incomplete
    named: bool = True  # of a joined one: an entry of the own chain names its head

    @property
    def soundness(self) -> Soundness:
        """Whether the chain is whole."""
        if self.partial:
            return Soundness.PARTIAL
        whole = self.broken_at is None and self.named
        return Soundness.WHOLE if whole else Soundness.DIFFERS


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVerdict:
    """Three verdicts on a log."""

    chains: tuple[ChainState, ...]
    entries: int  # of the own chain
    head: str
    broken_at: int | None  # integrity: the first entry that does not follow from the one before
    # coverage: hashes of files, and kinds of things, that the log contradicts; and what it does not tell yet
    uncovered: tuple[str, ...]
    untold: tuple[str, ...]
    # anchors: all heads that were given out, and those of them that the log does not know
    anchors: tuple[Anchor, ...]
    lost: tuple[Anchor, ...]

    @property
    def lost_anchors(self) -> tuple[str, ...]:
        """Heads on papers and in files that the log does not know."""
        return tuple(anchor.head for anchor in self.lost)

    @property
    def integrity(self) -> Soundness:
        """Whether every entry follows from the one before, in every chain."""
        return _worst(chain.soundness for chain in self.chains)

    @property
    def coverage(self) -> Soundness:
        """Whether what the database holds is what the log says was done."""
        if not self.uncovered:
            return Soundness.WHOLE
        return Soundness.PARTIAL if set(self.uncovered) <= set(self.untold) else Soundness.DIFFERS

    @property
    def anchoring(self) -> Soundness:
        """Whether the log knows every head that lies outside it."""
        return Soundness.DIFFERS if self.lost else Soundness.WHOLE

    @property
    def sound(self) -> bool:
        """Whether all three hold."""
        return not (self.lost or self.uncovered) and self.integrity is Soundness.WHOLE


@no_collecting()
def check_log(session: Session, anchors: Sequence[Anchor] = ()) -> LogVerdict:
    """Check the log of an edition or a desk.

    Integrity looks at every chain, also those of other copies. Coverage means that what the database holds
    is what the log says was done: the statements of every file and of this machine, settlements, rulings,
    decisions and the rest; and that the kept view of the marks follows from the statements. The log knows an
    anchor if the head that was given out is one of its entries.

    Args:
        session: The edition or desk.
        anchors: Heads that somebody brought from outside, besides those that the database remembers.
    """
    with session.reading() as uow:
        own = uow.journal.chain()
        chains = {chain: uow.journal.entries(chain) for chain, _root in uow.journal.chains()}
        past = own_past(chains, own)
        states = _states(uow, chains, own, past)
        mine = next(state for state in states if state.own)
        coverage = Coverage(uow, past)
        given = (*_anchors(uow), *anchors)
        known = {entry.hash for entries in chains.values() for entry in entries}
        known.update(root for _chain, root in uow.journal.chains())
        return LogVerdict(
            chains=states,
            entries=mine.entries,
            head=mine.head,
            broken_at=next((s.broken_at for s in states if s.broken_at is not None), None),
            uncovered=tuple(coverage.uncovered()),
            untold=tuple(coverage.untold()),
            anchors=given,
            lost=tuple(anchor for anchor in given if anchor.head not in known),
        )


@no_collecting()
def check_integrity(session: Session) -> None:
    """Refuse to go on with a log that is broken: for the moment before something is approved.

    Raises:
        RuleError: An entry does not follow from the one before (E-CHAIN), or a mark or something else was
            changed, added or removed behind the log's back (E-COVERAGE).
    """
    with session.reading() as uow:
        for chain, root in uow.journal.chains():
            verdict = check_chain(uow.journal.entries(chain), root)
            if not verdict.whole:
                raise RuleError(BROKEN, code="E-CHAIN", n=verdict.broken_at)
    if check_log(session).coverage is Soundness.DIFFERS:
        raise RuleError(UNTRUE, code="E-COVERAGE")


def _states(
    uow: UnitOfWork, chains: dict[str, list[LogEntry]], own: str, past: Sequence[LogEntry]
) -> tuple[ChainState, ...]:
    joined = uow.journal.joined()
    combined = [entry.body for entry in past if entry.what == COMBINED]
    states = []
    for chain, root in uow.journal.chains():
        verdict = check_chain(chains[chain], root)
        states.append(
            ChainState(
                chain=chain,
                own=chain == own,
                joined=chain in joined,
                entries=verdict.entries,
                head=verdict.head,
                broken_at=verdict.broken_at,
                partial=verdict.partial,
                named=chain not in joined
                or (verdict.head == joined[chain] and _names(combined, verdict.head)),
            )
        )
    return tuple(states)


def _names(bodies: Iterable[str], head: str) -> bool:
    return any(f'"{head}"' in body for body in bodies)


def _anchors(uow: UnitOfWork) -> list[Anchor]:
    """Return the heads that this database remembers to have given out."""
    papers = [
        Anchor(
            kind=AnchorKind.PAPER,
            named=record.pdf_sha256 or record.digest,
            head=record.log_head,
            at=record.at,
        )
        for record in uow.protocols()
    ]
    return [*papers, *uow.anchors()]


def _worst(found: Iterable[Soundness]) -> Soundness:
    order = (Soundness.WHOLE, Soundness.PARTIAL, Soundness.DIFFERS)
    return max(found, key=order.index, default=Soundness.WHOLE)
