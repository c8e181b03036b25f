"""Impartiality: the juror declares, the panel decides, and a recused juror is absent, never a zero.

A juror's marks for a nominee count only while the juror stands as impartial there. A declaration that
tells of something, or of doubt, waits for the panel: until then the marks are kept and do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.domain.merging import View
from juryapp.domain.nominees import Nominee
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    DeclarationStatement,
    NomineeKey,
)


class Standing(StrEnum):
    """How a juror stands towards a nominee."""

    UNDECLARED = "undeclared"
    IMPARTIAL = "impartial"
    PENDING = "pending"  # the panel has yet to decide
    RECUSED = "recused"


STANDING_NAMES = {
    Standing.UNDECLARED: N_("Not declared"),
    Standing.IMPARTIAL: N_("Impartial"),
    Standing.PENDING: N_("To be decided"),
    Standing.RECUSED: N_("Recused"),
}


class Reach(StrEnum):
    """How far a recusal goes; decided by the panel and stated in the protocol."""

    NOMINEE = "nominee"
    CATEGORY = "category"
    DECISION = "decision"  # the whole decision


REACH_NAMES = {
    Reach.NOMINEE: N_("This nominee"),
    Reach.CATEGORY: N_("The whole category"),
    Reach.DECISION: N_("The whole decision"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The panel's decision, without the juror, on whether the juror is recused. The highest `n` counts.

    It answers what the juror had declared by then: the revision `rev` (0: nothing yet) with the contents
    `said`. A ruling that the juror is *not* recused says nothing about what is declared later.
    """

    n: int
    juror: JurorId
    nominee: NomineeId
    recused: bool
    reach: Reach = Reach.NOMINEE
    ground: str = ""
    by: str = ""  # who recorded it
    at: str = ""  # instant
    rev: int = 0
    said: frozenset[str] = (
        frozenset()
    )  # hashes of what stood at `rev`; several contradict each other

    def answers(self, statement: DeclarationStatement) -> bool:
        """Return whether the panel knew this declaration, or a newer one, when deciding."""
        if statement.rev != self.rev:
            return statement.rev < self.rev
        return statement.content_hash in self.said


_ANSWERED = {
    Answer.NOTHING: Standing.IMPARTIAL,
    Answer.TELL: Standing.PENDING,
    Answer.DOUBT: Standing.PENDING,
    Answer.RECUSED: Standing.RECUSED,
}

Pair = tuple[JurorId, NomineeId]
Standings = Mapping[Pair, Standing]
Recusals = Mapping[Pair, Collection[DeclarationStatement]]
NO_RECUSALS: Final[Recusals] = {}


def standings(
    jurors: Iterable[JurorId],
    nominees: Iterable[Nominee],
    declarations: View[NomineeKey, DeclarationContent],
    rulings: Iterable[Ruling],
    recusals: Recusals = NO_RECUSALS,
) -> Standings:
    """Return how each juror stands towards each nominee.

    A ruling of the panel overrides the declaration that it answers. A later one opens the question again
    if something is reported in it; a juror who stands down after a ruling of impartiality is recused at
    once, and one who then takes that back waits for the panel. Two contradicting declarations wait for
    the panel like a doubt, and so does a recusal that was taken back.

    Args:
        jurors: Whose standings are asked for.
        nominees: All of the edition, also withdrawn ones: a recusal for one of them may reach others.
        declarations: What stands.
        rulings: In any order.
        recusals: Every recusal that was ever declared, from `recusals_in`.
    """
    listed = list(nominees)
    declared: dict[Pair, tuple[DeclarationStatement, ...]] = {
        (k.juror, k.nominee): (s,) for k, s in declarations.effective.items()
    }
    declared |= {(k.juror, k.nominee): rivals for k, rivals in declarations.conflicts.items()}
    ruled = _ruled(listed, rulings)
    result: dict[Pair, Standing] = {}
    for juror in jurors:
        for nominee in listed:
            pair = (juror, nominee.id)
            said, stood_down = declared.get(pair, ()), recusals.get(pair, ())
            ruling = ruled.get(pair)
            if ruling is None:
                result[pair] = _undecided(said, stood_down)
            elif ruling.recused:
                result[pair] = Standing.RECUSED
            else:
                result[pair] = _since(ruling, said, stood_down)
    return result


def recusals_in(history: Iterable[DeclarationStatement]) -> Recusals:
    """Return the statements in `history` that are recusals, by juror and nominee."""
    found: defaultdict[Pair, list[DeclarationStatement]] = defaultdict(list)
    for statement in history:
        if statement.content.answer is Answer.RECUSED:
            found[statement.key.juror, statement.key.nominee].append(statement)
    return found


def _undecided(
    said: Sequence[DeclarationStatement], stood_down: Collection[DeclarationStatement]
) -> Standing:
    """Return how a juror stands on whom the panel has not ruled."""
    if not said:
        return Standing.UNDECLARED
    own = _ANSWERED[said[0].content.answer] if len(said) == 1 else Standing.PENDING
    return Standing.PENDING if own is Standing.IMPARTIAL and stood_down else own


def _since(
    ruling: Ruling,
    said: Sequence[DeclarationStatement],
    stood_down: Iterable[DeclarationStatement],
) -> Standing:
    """Return how a juror stands whom the panel ruled impartial: what it did not know is open again."""
    new = [statement for statement in said if not ruling.answers(statement)]
    later = [statement for statement in stood_down if not ruling.answers(statement)]
    if not new and not later:
        return Standing.IMPARTIAL
    stands = _undecided(said, later)
    return Standing.IMPARTIAL if stands is Standing.UNDECLARED else stands


def _ruled(nominees: list[Nominee], rulings: Iterable[Ruling]) -> dict[Pair, Ruling]:
    """Spread each ruling over its reach; a recusal is stronger than a ruling of impartiality elsewhere."""
    last: dict[Pair, Ruling] = {}
    for ruling in sorted(rulings, key=lambda r: r.n):
        last[ruling.juror, ruling.nominee] = ruling
    home: dict[NomineeId, CategoryId] = {nominee.id: nominee.category for nominee in nominees}
    spread: dict[Pair, Ruling] = {}
    for ruling in sorted(last.values(), key=lambda r: r.recused):
        for nominee in nominees:
            if _reaches(ruling, nominee, home):
                spread[ruling.juror, nominee.id] = ruling
    return spread


def _reaches(ruling: Ruling, nominee: Nominee, home: Mapping[NomineeId, CategoryId]) -> bool:
    if ruling.nominee == nominee.id or not ruling.recused:
        return ruling.nominee == nominee.id
    if ruling.reach is Reach.CATEGORY:
        return home.get(ruling.nominee) == nominee.category
    return ruling.reach is Reach.DECISION
