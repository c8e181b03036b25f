"""Impartiality: the juror declares, the panel decides, and a recused juror is absent, never a zero.

A juror's marks for a nominee count only while the juror stands as impartial there. A declaration that
tells of something, or of doubt, waits for the panel: until then the marks are kept and do not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

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
    """The panel's decision, without the juror, on whether the juror is recused. The highest `n` counts."""

    n: int
    juror: JurorId
    nominee: NomineeId
    recused: bool
    reach: Reach = Reach.NOMINEE
    ground: str = ""
    by: str = ""  # who recorded it
    at: str = ""  # instant


_ANSWERED = {
    Answer.NOTHING: Standing.IMPARTIAL,
    Answer.TELL: Standing.PENDING,
    Answer.DOUBT: Standing.PENDING,
    Answer.RECUSED: Standing.RECUSED,
}

Standings = Mapping[tuple[JurorId, NomineeId], Standing]


def standings(
    jurors: Iterable[JurorId],
    nominees: Iterable[Nominee],
    declarations: View[NomineeKey, DeclarationContent],
    rulings: Iterable[Ruling],
    stood_down: Collection[tuple[JurorId, NomineeId]] = frozenset(),
) -> Standings:
    """Return how each juror stands towards each nominee.

    A ruling of the panel overrides the juror's own declaration; two contradicting declarations wait for
    the panel like a doubt, and so does a recusal that was taken back.

    Args:
        jurors: Whose standings are asked for.
        nominees: All of the edition, also withdrawn ones: a recusal for one of them may reach others.
        declarations: What stands.
        rulings: In any order.
        stood_down: Who ever stood down where, from `ever_stood_down`.
    """
    listed = list(nominees)
    declared = {(k.juror, k.nominee): s.content.answer for k, s in declarations.effective.items()}
    contradicting = {(k.juror, k.nominee) for k in declarations.conflicts}
    ruled = _ruled(listed, rulings)
    result: dict[tuple[JurorId, NomineeId], Standing] = {}
    for juror in jurors:
        for nominee in listed:
            pair = (juror, nominee.id)
            own = Standing.PENDING if pair in contradicting else _own(declared.get(pair))
            if own is Standing.IMPARTIAL and pair in stood_down:
                own = Standing.PENDING
            result[pair] = ruled.get(pair, own)
    return result


def ever_stood_down(
    history: Iterable[DeclarationStatement],
) -> frozenset[tuple[JurorId, NomineeId]]:
    """Return the jurors and nominees where any statement in `history` is a recusal."""
    return frozenset(
        (statement.key.juror, statement.key.nominee)
        for statement in history
        if statement.content.answer is Answer.RECUSED
    )


def _own(answer: Answer | None) -> Standing:
    return Standing.UNDECLARED if answer is None else _ANSWERED[answer]


def _ruled(
    nominees: list[Nominee], rulings: Iterable[Ruling]
) -> dict[tuple[JurorId, NomineeId], Standing]:
    """Spread each ruling over its reach; a recusal is stronger than a ruling of impartiality elsewhere."""
    last: dict[tuple[JurorId, NomineeId], Ruling] = {}
    for ruling in sorted(rulings, key=lambda r: r.n):
        last[ruling.juror, ruling.nominee] = ruling
    home: dict[NomineeId, CategoryId] = {nominee.id: nominee.category for nominee in nominees}
    spread: dict[tuple[JurorId, NomineeId], Standing] = {}
    for ruling in sorted(last.values(), key=lambda r: r.recused):
        standing = Standing.RECUSED if ruling.recused else Standing.IMPARTIAL
        for nominee in nominees:
            if _reaches(ruling, nominee, home):
                spread[ruling.juror, nominee.id] = standing
    return spread


def _reaches(ruling: Ruling, nominee: Nominee, home: Mapping[NomineeId, CategoryId]) -> bool:
    if ruling.nominee == nominee.id or not ruling.recused:
        return ruling.nominee == nominee.id
    if ruling.reach is Reach.CATEGORY:
        return home.get(ruling.nominee) == nominee.category
    return ruling.reach is Reach.DECISION
