"""Combining two copies: what was set up. What decides the result must be alike; people are united.

Where a text differs, the side that changed it since the copies parted wins; if both did, ours stands and the
difference is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

from juryapp.application.copies.combining_state import Combining
from juryapp.application.ports.contents import EditionContents
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.award import Round, RoundState
from juryapp.domain.criteria import ballot_hash, rules_hash
from juryapp.domain.jury import Juror
from juryapp.domain.log import LogEntry
from juryapp.domain.nominees import Nominee
from juryapp.domain.protocol import Meeting

OTHER_EDITION: Final = N_(
    "The copy is of another edition ({title}). Only copies of one and the same edition can be combined."
)
OTHER_BALLOT: Final = N_(
    "The criteria differ in the two copies, so marks in them do not mean the same. Make the criteria alike in"
    " both, then combine."
)
OTHER_RULES: Final = N_(
    "The weights or the rules of counting differ in the two copies. Make them alike in both, then combine."
)
OTHER_CATEGORIES: Final = N_(
    "The categories differ in the two copies. Make them alike in both, then combine."
)
OTHER_ROUND: Final = N_(
    "The round was opened in each copy by itself, so the jurors had different packages. Such copies cannot"
    " be combined: go on with one of them, and let the jurors hand in for that one."
)
OTHER_CATEGORY: Final = N_(
    "“{nominee}” is in another category in the other copy. Make it alike in both, then combine."
)
ONE_CHAIN: Final = N_(
    "Both copies went on writing one and the same log, so one of them is no copy that was put in as one."
    " Save a backup of one copy, put it in anew from that file, and combine then."
)
EDITION_DIFFERS: Final = N_("The facts about the edition differ. Those of this copy stand.")
MEETING_DIFFERS: Final = N_("The facts about the meeting differ. Those of this copy stand.")
NOMINEE_DIFFERS: Final = N_(
    "“{name}” is described differently in the two copies. The description in this copy stands."
)
NOMINATION_DIFFERS: Final = N_(
    "A nomination of “{name}” differs in the two copies. The one in this copy stands."
)
JUROR_DIFFERS: Final = N_(
    "{name} is described differently in the two copies. The description in this copy stands."
)

T = TypeVar("T")


# ---- what must be the same -------------------------------------------------------------------------------


def check_same_edition(own: EditionContents, other: EditionContents) -> None:
    """Raise RuleError unless both are copies of one edition (E-COMBINE-EDITION, E-COMBINE-CHAIN)."""
    roots = {chain.root for chain in (*own.chains, *other.chains)}
    same = (own.edition.id, own.edition.award, own.edition.trial)
    if (other.edition.id, other.edition.award, other.edition.trial) != same or len(roots) > 1:
        raise RuleError(OTHER_EDITION, code="E-COMBINE-EDITION", title=other.edition.title)
    here = {chain.id: chain.entries for chain in own.chains}
    for chain in other.chains:
        mine = here.get(chain.id, ())
        longer = len(chain.entries) > len(mine)
        if not _one_goes_on(mine, chain.entries) or (chain.id == own.own_chain and longer):
            raise RuleError(ONE_CHAIN, code="E-COMBINE-CHAIN")


def _one_goes_on(one: Sequence[LogEntry], other: Sequence[LogEntry]) -> bool:
    common = min(len(one), len(other))
    return common == 0 or one[common - 1].hash == other[common - 1].hash


def check_same_setup(own: EditionContents, other: EditionContents) -> None:
    """Raise RuleError if what decides the result was set up differently (E-COMBINE-…)."""
    if _ballot(own) != _ballot(other):
        raise RuleError(OTHER_BALLOT, code="E-COMBINE-BALLOT")
    if rules_hash(own.criteria, own.rules) != rules_hash(other.criteria, other.rules):
        raise RuleError(OTHER_RULES, code="E-COMBINE-RULES")
    if sorted(own.categories, key=_id) != sorted(other.categories, key=_id):
        raise RuleError(OTHER_CATEGORIES, code="E-COMBINE-CATEGORIES")
    opened = {one.id: _frozen(one) for one in own.rounds}
    for one in other.rounds:
        if opened.get(one.id, _frozen(one)) != _frozen(one):
            raise RuleError(OTHER_ROUND, code="E-COMBINE-ROUND")
    homes = {nominee.id: nominee.category for nominee in own.nominees}
    for nominee in other.nominees:
        if homes.get(nominee.id, nominee.category) != nominee.category:
            raise RuleError(OTHER_CATEGORY, code="E-COMBINE-NOMINEE", nominee=nominee.name)


def _ballot(contents: EditionContents) -> str:
    return ballot_hash(contents.criteria, contents.rules.comment)


def _id(thing: Any) -> str:
    return str(thing.id)


def _frozen(one: Round) -> tuple[str, ...]:
    return one.ballot, one.rules, one.order_seed, one.opened


# ---- what is united --------------------------------------------------------------------------------------


def unite_setup(work: Combining) -> None:
    """Unite people, nominations and texts."""
    _unite_facts(work)
    _unite_nominees(work)
    _unite_nominations(work)
    _unite_jurors(work)
    _unite_rounds(work)


def _unite_facts(work: Combining) -> None:
    own, other = work.own, work.other
    edition = _chosen(work, own.edition, other.edition, ("edition.changed",))
    if edition is None:
        work.differ("E-COMBINE-FACTS", EDITION_DIFFERS)
    elif edition != own.edition:
        work.ours.put_edition(edition)
        work.added["edition"] += 1
    meeting = _chosen(work, own.meeting, other.meeting, ("meeting.put",))
    if own.meeting == Meeting():
        meeting = other.meeting
    if meeting is None and other.meeting != Meeting():
        work.differ("E-COMBINE-FACTS", MEETING_DIFFERS)
    elif meeting is not None and meeting != own.meeting:
        work.ours.put_meeting(meeting)
        work.added["meeting"] += 1


def _chosen(work: Combining, ours: T, theirs: T, whats: Iterable[str], id_: str = "*") -> T | None:
    """Return what stands of two descriptions; None where both were changed, or nobody knows by whom."""
    if ours == theirs:
        return ours
    here, there = work.our_news.any_of(whats, id_), work.their_news.any_of(whats, id_)
    if here == there:
        return None
    return ours if here else theirs


def _unite_nominees(work: Combining) -> None:
    known = {nominee.id: nominee for nominee in work.own.nominees}
    whats = ("nominee.put", "nominations.imported", "setup.swapped")
    for theirs in work.other.nominees:
        mine = known.get(theirs.id)
        if mine is None:
            if not work.our_news.any_of(("nominee.removed",), theirs.id):
                known[theirs.id] = _numbered(theirs, known.values())
                work.ours.nominees.put(known[theirs.id])
                work.added["nominees"] += 1
            continue
        withdrawn = mine.withdrawn or theirs.withdrawn
        chosen = _chosen(work, mine, replace(theirs, number=mine.number), whats, theirs.id)
        if chosen is None and _differs(mine, theirs, "withdrawn", "number"):
            work.differ("E-COMBINE-NOMINEE", NOMINEE_DIFFERS, name=mine.name)
        result = replace(
            chosen or mine, withdrawn=withdrawn if chosen is None else chosen.withdrawn
        )
        if result != mine:
            work.ours.nominees.put(result)
            work.added["nominees"] += 1


def _unite_nominations(work: Combining) -> None:
    known = {nomination.id: nomination for nomination in work.own.nominations}
    names = {nominee.id: nominee.name for nominee in work.other.nominees}
    there = {nominee.id for nominee in work.ours.nominees.all()}
    whats = ("nomination.put", "nominations.imported", "setup.swapped")
    for theirs in work.other.nominations:
        mine = known.get(theirs.id)
        if mine is None:
            removed = work.our_news.any_of(("nomination.removed",), theirs.id)
            chosen = None if removed or theirs.nominee not in there else theirs
        else:
            chosen = _chosen(work, mine, theirs, whats, theirs.id)
            if chosen is None:
                name = names.get(theirs.nominee, "")
                work.differ("E-COMBINE-NOMINATION", NOMINATION_DIFFERS, name=name)
        if chosen is not None and chosen != mine:
            work.ours.nominations.put(chosen)
            work.added["nominations"] += 1


def _unite_jurors(work: Combining) -> None:
    known = {juror.id: juror for juror in work.own.jurors}
    whats = ("juror.put", "juror.departed", "jurors.imported", "setup.swapped")
    for theirs in work.other.jurors:
        mine = known.get(theirs.id)
        if mine is None:
            if not work.our_news.any_of(("juror.removed",), theirs.id):
                known[theirs.id] = _numbered(theirs, known.values())
                work.ours.jurors.put(known[theirs.id])
                work.added["jurors"] += 1
            continue
        chosen = _chosen(work, mine, replace(theirs, number=mine.number), whats, theirs.id)
        if chosen is None and _differs(mine, theirs, "left", "number"):
            work.differ("E-COMBINE-JUROR", JUROR_DIFFERS, name=mine.name)
        result = chosen or replace(mine, left=mine.left or theirs.left)
        if result != mine:
            work.ours.jurors.put(result)
            work.added["jurors"] += 1


Numbered = TypeVar("Numbered", Nominee, Juror)


def _numbered(thing: Numbered, known: Iterable[Numbered]) -> Numbered:
    """Return a thing that is new here, with a number that nobody else has."""
    taken = {other.number for other in known}
    return thing if thing.number not in taken else replace(thing, number=max(taken) + 1)


def _differs(one: Any, other: Any, *but: str) -> bool:
    names = (f.name for f in fields(one) if f.name not in but)
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _unite_rounds(work: Combining) -> None:
    known = {one.id: one for one in work.own.rounds}
    for theirs in work.other.rounds:
        mine = known.get(theirs.id)
        result = theirs if mine is None else _further(work, mine, theirs)
        if result == mine:
            continue
        work.ours.rounds.put(result)
        work.added["rounds"] += 1
        if mine is None:
            work.told.append(("round.opened", {"round": result.id, "ballot": result.ballot}))
        if result.state is RoundState.CLOSED:
            files = sorted({file.sha256 for file in (*work.own.files, *work.other.files)})
            work.told.append(("round.closed", {"round": result.id, "files": files}))


def _further(work: Combining, mine: Round, theirs: Round) -> Round:
    """Return the round as it stands in the copy that has gone further; closed, if they are level."""
    here = sum(reopening.round == mine.id for reopening in work.own.reopenings)
    there = sum(reopening.round == mine.id for reopening in work.other.reopenings)
    if here != there:
        return mine if here > there else theirs
    closed = sorted(one.closed for one in (mine, theirs) if one.state is RoundState.CLOSED)
    return replace(mine, state=RoundState.CLOSED, closed=closed[0]) if closed else mine
