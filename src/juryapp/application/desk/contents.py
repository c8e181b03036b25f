"""Everything that a juror's desk shows, read at once; and one nominee's part of it, read again.

A key press changes one mark, so only that nominee is read again: the cost does not grow with the package.

Flags are the juror's own bookmarks. They are kept with the private notes, of which no file holds any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from juryapp.application.desk.saying import write_private_note
from juryapp.application.desk.view import desk_info, desk_juror, practice_here
from juryapp.application.ports import DeskInfo, UnitOfWork
from juryapp.application.session import Session, the_round
from juryapp.domain.answers import counted_kind
from juryapp.domain.award import Category, Edition, Round
from juryapp.domain.changes import ChangeSet
from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind, Missing
from juryapp.domain.ids import PRACTICE, CriterionId, JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Standing, standings
from juryapp.domain.jury import Juror
from juryapp.domain.merging import View
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.sheets import Cell, sheet_cells
from juryapp.domain.statements import (
    DeclarationContent,
    DeclarationStatement,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
)
from juryapp.domain.totals import weighted_mean

FLAG: Final = "⚑\n"  # stands before the private note of a nominee that is flagged
_SAID: Final = frozenset({MarkState.MARK, MarkState.NOT_ASSESSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the juror has said about one nominee, and noted for none but themselves."""

    standing: Standing
    declaration: DeclarationContent | None
    marks: Mapping[CriterionId, MarkContent]  # marks and “not assessed”; what was cleared is absent
    comment: NoteContent
    note: str  # private
    flagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """One nominee with all that was received about it."""

    nominee: Nominee
    category: str  # its name
    nominations: tuple[Nomination, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskContents:
    """What came with the package, in the juror's own order, and what the juror has said."""

    edition: Edition
    juror: Juror
    round: Round
    info: DeskInfo
    comment: CommentRule
    criteria: tuple[Criterion, ...]
    papers: Mapping[NomineeId, Papers]  # with the practice nominee first, where there is one
    said: Mapping[NomineeId, Said]

    @property
    def has_practice(self) -> bool:
        """Whether there is a practice nominee: the package asks for declarations."""
        return PRACTICE in self.papers

    @property
    def real(self) -> tuple[NomineeId, ...]:
        """The nominees without the practice nominee, in the juror's own order."""
        return tuple(nominee for nominee in self.papers if nominee != PRACTICE)

    def cell(self, nominee: NomineeId, said: Said) -> Cell:
        """Return how far the juror has come with `nominee`, having said `said`."""
        pair = (self.juror.id, nominee)
        criteria = [criterion.id for criterion in self.criteria]
        return sheet_cells(
            self.juror.id, [nominee], criteria, {}, {pair: said.standing}, {pair: said.marks}
        )[0]

    def preview(self, said: Said) -> Fraction | None:
        """Return the weighted mean of the criteria that were assessed, or None if none was.

        There is none where no points are given: a place or a yes is no mean.
        """
        if counted_kind(self.criteria) is not CriterionKind.POINTS:
            return None
        return weighted_mean(said.marks, self.criteria, Missing.RENORMALISE)


def desk_contents(session: Session) -> DeskContents:
    """Return everything that the desk shows."""
    with session.reading() as uow:
        info, juror, round_ = desk_info(uow), desk_juror(uow), the_round(uow)
        practice = [PRACTICE] if practice_here(uow) else []
        papers = _papers(uow, [*practice, *info.order])
        return DeskContents(
            edition=uow.edition(),
            juror=juror,
            round=round_,
            info=info,
            comment=uow.rules().comment,
            criteria=tuple(uow.criteria.all()),
            papers=papers,
            said=_all_said(uow, papers, round_.id, juror.id),
        )


def desk_info_of(session: Session) -> DeskInfo:
    """Return what the desk knows about itself."""
    with session.reading() as uow:
        return desk_info(uow)


def said_about(session: Session, contents: DeskContents, nominee: NomineeId) -> Said:
    """Return what stands for one nominee now."""
    key = NomineeKey(contents.round.id, contents.juror.id, nominee)
    with session.reading() as uow:
        found = [uow.marks.find(MarkKey(*key, c.id)) for c in contents.criteria]
        comment = uow.notes.find(key)
        return _said(
            contents.papers[nominee].nominee,
            uow.declarations.find(key),
            [(s.key.criterion, s.content) for s in found if s is not None],
            comment.content if comment else NoteContent(""),
            uow.private_note(nominee),
            contents.juror.id,
        )


def keep_private_note(
    session: Session, nominee: NomineeId, text: str, *, flagged: bool
) -> ChangeSet:
    """Set the private note and the flag of a nominee; neither ever leaves this machine."""
    while text.startswith(FLAG):  # typed by hand or pasted: it would pass for a flag
        text = text.removeprefix(FLAG)
    return write_private_note(session, nominee, (FLAG if flagged else "") + text)


def _papers(uow: UnitOfWork, order: Iterable[NomineeId]) -> dict[NomineeId, Papers]:
    nominees = {nominee.id: nominee for nominee in uow.nominees.all()}
    categories: dict[str, Category] = {category.id: category for category in uow.categories.all()}
    received: dict[NomineeId, list[Nomination]] = {}
    for nomination in uow.nominations.all():
        received.setdefault(nomination.nominee, []).append(nomination)
    result = {}
    for nominee in order:
        found = nominees[nominee]
        category = categories.get(found.category)
        result[nominee] = Papers(
            nominee=found,
            category=category.name if category and nominee != PRACTICE else "",
            nominations=tuple(received.get(nominee, ())),
        )
    return result


def _all_said(
    uow: UnitOfWork, papers: Mapping[NomineeId, Papers], round_id: RoundId, juror: JurorId
) -> dict[NomineeId, Said]:
    marks: dict[NomineeId, list[tuple[CriterionId, MarkContent]]] = {}
    for mark in uow.marks.current(round_id).effective.values():
        marks.setdefault(mark.key.nominee, []).append((mark.key.criterion, mark.content))
    declared = uow.declarations.current(round_id).effective
    comments = uow.notes.current(round_id).effective
    result = {}
    for nominee, paper in papers.items():
        key = NomineeKey(round_id, juror, nominee)
        comment = comments.get(key)
        result[nominee] = _said(
            paper.nominee,
            declared.get(key),
            marks.get(nominee, ()),
            comment.content if comment else NoteContent(""),
            uow.private_note(nominee),
            juror,
        )
    return result


def _said(
    nominee: Nominee,
    declared: DeclarationStatement | None,
    marks: Iterable[tuple[CriterionId, MarkContent]],
    comment: NoteContent,
    private: str,
    juror: JurorId,
) -> Said:
    view = View({declared.key: declared} if declared else {}, {})
    standing = standings([juror], [nominee], view, ())[juror, nominee.id]
    return Said(
        standing=Standing.IMPARTIAL if nominee.id == PRACTICE else standing,
        declaration=declared.content if declared else None,
        marks={criterion: content for criterion, content in marks if content.state in _SAID},
        comment=comment,
        note=private.removeprefix(FLAG),
        flagged=private.startswith(FLAG),
    )
