"""Two copies of one edition become one: a preview that changes nothing, then one transaction.

What was handed in, said, decided and given out is united; nothing is taken away. What the jurors said stands
alike whichever copy is combined into which, and combining the same copy again changes nothing. Private keys
never travel this way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from juryapp.application.copies.award_files import CopyInside, copy_in
from juryapp.application.copies.combining_attachments import unite_attachments
from juryapp.application.copies.combining_records import unite_records
from juryapp.application.copies.combining_setup import (
    check_same_edition,
    check_same_setup,
    unite_setup,
)
from juryapp.application.copies.combining_state import Combining, Difference, news_of
from juryapp.application.edition.contents import read_contents
from juryapp.application.ports import UnitOfWork
from juryapp.application.ports.awards import ChainHead
from juryapp.application.ports.contents import EditionContents
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.session import READ_ONLY, Session
from juryapp.base.canonical import Json
from juryapp.base.collecting import no_collecting
from juryapp.base.errors import UnavailableError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.log_copies import COMBINED, RESTORED
from juryapp.domain.merging import Change, View, changes_between
from juryapp.domain.statements import MarkContent, MarkKey

ADDED_NAMES: Final = {
    "files": N_("Score files"),
    "marks": N_("Marks"),
    "declarations": N_("Declarations of impartiality"),
    "notes": N_("Comments to the jury"),
    "held": N_("Files laid aside"),
    "exclusions": N_("Files taken out or put back"),
    "paper_ballots": N_("Ballots typed in from paper"),
    "paper_verdicts": N_("Words of second persons on typed papers"),
    "settlements": N_("Conflicts settled"),
    "rulings": N_("Rulings on impartiality"),
    "waivers": N_("Decisions on what was not assessed"),
    "decisions": N_("Decisions"),
    "justifications": N_("Justifications"),
    "departures": N_("Jurors who left or came back"),
    "reopenings": N_("Reopenings of the round"),
    "protocols": N_("Protocols"),
    "packages": N_("Jury packages"),
    "keys": N_("Keys of jurors"),
    "nominees": N_("Nominees"),
    "nominations": N_("Nominations"),
    "attachments": N_("Files of nominees"),
    "jurors": N_("Jurors"),
    "rounds": N_("Rounds opened or closed"),
    "edition": N_("Facts about the edition"),
    "meeting": N_("Facts about the meeting"),
    "merges": N_("Reports on what was read in"),
    "anchors": N_("Heads of the log that were given out"),
}
_QUIET: Final = frozenset(
    {RESTORED, "keys.restored", "phrase.made"}
)  # nothing that could be united
_STEPS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CombineReport:
    """What combining does, or did."""

    title: str  # of the edition
    added: Mapping[str, int] = field(default_factory=dict)  # by the names in `ADDED_NAMES`
    entries: int = 0  # new entries in the log
    joined: tuple[ChainHead, ...] = ()  # the other copy's chains that brought them
    marks: tuple[Change[MarkKey, MarkContent], ...] = ()  # what stands differently
    conflicts: int = 0  # marks that contradict each other afterwards
    differences: tuple[Difference, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything in the other copy is here already."""
        return not self.entries and not self.added

    @property
    def to_decide(self) -> bool:
        """Whether somebody has to look at something."""
        return bool(self.differences or self.conflicts)

    @property
    def changes(self) -> ChangeSet:
        """What pages have to show anew."""
        return ChangeSet() if self.is_empty else ChangeSet.of(*Topic)


def preview_combine(session: Session, path: Path, progress: Progress = UNWATCHED) -> CombineReport:
    """Check another copy (.juryaward or .jurydb) and say what combining would do; nothing is changed.

    Raises:
        FileFormatError: The file is refused, with a code.
        RuleError: The copies cannot be combined (E-COMBINE-…); it says what to do.
    """
    with copy_in(session.services, path, progress) as theirs, no_collecting():
        return _tried(session, theirs, read_contents(theirs.uow, standing=False))[0]


def combine(session: Session, path: Path, progress: Progress = UNWATCHED) -> CombineReport:
    """Take everything from another copy that is not here, in one transaction; a backup is made first.

    Raises:
        FileFormatError: The file is refused, with a code.
        RuleError: The copies cannot be combined (E-COMBINE-…); nothing was changed.
    """
    with copy_in(session.services, path, progress) as theirs, no_collecting():
        other = read_contents(theirs.uow, standing=False)
        tried, own = _tried(session, theirs, other)
        if tried.is_empty:
            return tried
        progress.step(_STEPS - 2, _STEPS)
        session.services.store.back_up(session.database, other.edition.id, "combine")
        progress.step(_STEPS - 1, _STEPS)
        with session.writing() as ours:
            last = ours.journal.last()
            if last is None or last.hash != own.log.head:  # something was done meanwhile
                own = read_contents(ours)
            report = _united(session, ours, theirs, own, other)
        progress.step(_STEPS, _STEPS)
        return report


def _tried(
    session: Session, theirs: CopyInside, other: EditionContents
) -> tuple[CombineReport, EditionContents]:
    """Unite the copies and undo it again: so the preview cannot say anything else than what will be.

    Returns:
        What was done, and what our copy held before.
    """
    if session.database.read_only:
        raise UnavailableError(READ_ONLY, code="E-READ-ONLY")
    with session.reading() as ours:
        own = read_contents(ours)
        return _united(session, ours, theirs, own, other), own


def _united(
    session: Session,
    ours: UnitOfWork,
    theirs: CopyInside,
    own: EditionContents,
    other: EditionContents,
) -> CombineReport:
    check_same_edition(own, other)
    news = news_of(other, own)
    if all(entry.what in _QUIET for entry in news):
        return CombineReport(title=own.edition.title)
    check_same_setup(own, other)
    work = Combining(
        session=session,
        ours=ours,
        theirs=theirs.uow,
        own=own,
        other=other,
        attachments=theirs.attachments,
    )
    joined = _join(work)
    unite_setup(work)
    unite_attachments(work)
    unite_records(work)
    _tell(work, joined)
    return _report(work, joined, len(news))


def _join(work: Combining) -> tuple[ChainHead, ...]:
    """Add the other copy's chains, whole, and return the heads of those that brought anything."""
    at = work.session.services.now()
    return tuple(
        ChainHead(chain.id, len(chain.entries), chain.head)
        for chain in work.other.chains
        if work.ours.journal.join(chain.id, chain.root, chain.entries, at)
    )


def _tell(work: Combining, joined: tuple[ChainHead, ...]) -> None:
    """Write to the log which heads were joined, then tell anew what was taken over."""
    last = work.own.log
    heads: list[Json] = [{"chain": h.chain, "entries": h.entries, "head": h.head} for h in joined]
    body: Json = {"ours": {"chain": last.id, "head": last.head}, "theirs": heads}
    work.session.note(work.ours, COMBINED, body)
    for what, told in work.told:
        work.session.note(work.ours, what, told)


def _report(work: Combining, joined: tuple[ChainHead, ...], entries: int) -> CombineReport:
    marks = work.ours.marks
    changes: list[Change[MarkKey, MarkContent]] = []
    conflicts = 0
    for one in work.ours.rounds.all():
        after = marks.current(one.id)
        conflicts += len(after.conflicts)
        changes += changes_between(work.own.marks.views.get(one.id, View({}, {})), after)
    return CombineReport(
        title=work.own.edition.title,
        added={name: work.added[name] for name in ADDED_NAMES if work.added[name]},
        entries=entries,
        joined=joined,
        marks=tuple(changes),
        conflicts=conflicts,
        differences=tuple(work.differences),
    )
