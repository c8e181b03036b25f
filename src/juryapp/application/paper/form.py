"""One juror's paper: what stands on it, in its order, and what was typed of it so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from juryapp.application.packages.writing import DOES_NOT_SCORE
from juryapp.application.paper.documents import sheet_in
from juryapp.application.paper.standing import PaperStage, PaperState, paper_state, times_printed
from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import load_standings
from juryapp.application.session import Session, the_round
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition, Round
from juryapp.domain.criteria import CommentRule, Criterion
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.jury import Juror, own_order
from juryapp.domain.nominees import Nominee
from juryapp.domain.paper import PaperCode, PaperLine, PaperSheet, edition_tag

NO_SUCH_JUROR: Final = N_("There is no such juror in the edition any more.")
OTHER_EDITION: Final = N_("The paper with the code {typed} belongs to another edition.")
OTHER_ROUND: Final = N_("The paper with the code {typed} belongs to another round.")
NEVER_PRINTED: Final = N_(
    "No paper with the code {typed} was printed here. Compare it with the paper."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """All that is needed to type in one juror's paper, or to compare it."""

    edition: Edition
    round: Round
    juror: Juror
    nominees: tuple[Nominee, ...]  # in the order of the paper
    criteria: tuple[Criterion, ...]
    comment: CommentRule
    declared: frozenset[NomineeId]  # the question of impartiality is answered already
    sheet: PaperSheet
    state: PaperState
    sizes: Mapping[CategoryId, int]  # how many nominees there are, with those who are left out here

    @property
    def by(self) -> str:
        """Who types, or typed it; "" if nobody has begun."""
        return self.state.typed_by

    @property
    def code(self) -> PaperCode:
        """The code of the juror's last paper."""
        return PaperCode.of(
            self.edition.id,
            round_number=self.round.number,
            juror=self.juror.number,
            issue=self.sheet.issue or self.state.printed,
        )

    def lacking(self) -> dict[NomineeId, int]:
        """Return how many boxes are blank, of each nominee where some are; a comment asked for is one too."""
        criteria = [criterion.id for criterion in self.criteria]
        silent = set(self.uncommented())
        found = {}
        for nominee in self.nominees:
            line = self.sheet.line(nominee.id)
            blank = len(line.lacks(criteria))
            blank += line.answer is None and nominee.id not in self.declared
            blank += nominee.id in silent
            if blank:
                found[nominee.id] = blank
        return found

    @property
    def complete(self) -> bool:
        """Whether nothing is left blank: then it counts as handed in, else as a draft."""
        return not self.lacking()

    def uncommented(self) -> tuple[NomineeId, ...]:
        """Return the marked nominees without a comment, where the award asks for one."""
        if self.comment is CommentRule.NONE:
            return ()
        lines = (self.sheet.line(nominee.id) for nominee in self.nominees)
        return tuple(
            line.nominee for line in lines if line.marks and not line.comment and not _noted(line)
        )


def _noted(line: PaperLine) -> bool:
    return all(said.note for said in line.marks.values())


def paper_form(session: Session, juror: JurorId) -> PaperForm:
    """Return what is on a juror's paper, with what was typed of it so far.

    Raises:
        RuleError: No round was opened, or this person does not give marks.
    """
    with session.reading() as uow:
        return load_form(uow, juror)


def load_form(uow: UnitOfWork, juror_id: JurorId, *, printed: bool = True) -> PaperForm:
    """Return the same within a unit of work; without what was `printed` at every key press."""
    juror, current = _scoring_juror(uow, juror_id), the_round(uow)
    state = paper_state(uow, juror, printed=printed)
    everybody = [nominee for nominee in uow.nominees.all() if not nominee.withdrawn]
    standings = load_standings(uow, current.id, [juror], everybody)
    asked = {n.id: n for n in everybody if standings[juror.id, n.id] is not Standing.RECUSED}
    order = own_order(asked, seed=current.order_seed, round_id=current.id, juror=juror.id)
    undeclared = Standing.UNDECLARED
    return PaperForm(
        edition=uow.edition(),
        round=current,
        juror=juror,
        nominees=tuple(asked[nominee] for nominee in order),
        criteria=tuple(uow.criteria.all()),
        comment=uow.rules().comment,
        declared=frozenset(n for n in asked if standings[juror.id, n] is not undeclared),
        sheet=_sheet_of(state),
        state=state,
        sizes=Counter(nominee.category for nominee in everybody),
    )


def _scoring_juror(uow: UnitOfWork, juror_id: JurorId) -> Juror:
    juror = uow.jurors.find(juror_id)
    if juror is None:
        raise UsageError(NO_SUCH_JUROR, code="E-UNKNOWN")
    if not juror.scores:
        raise RuleError(DOES_NOT_SCORE, juror=juror.name)
    return juror


def _sheet_of(state: PaperState) -> PaperSheet:
    """Return what is typed: of a ballot that was sent back too; a confirmed one is typed anew."""
    if state.stage is PaperStage.TYPING and state.draft is not None:
        return sheet_in(state.draft.document)
    if state.stage in {PaperStage.WAITING, PaperStage.SENT_BACK} and state.ballot is not None:
        return sheet_in(state.ballot.document)
    return PaperSheet(issue=state.printed)


def juror_of_code(session: Session, typed: str) -> tuple[Juror, PaperCode]:
    """Return whose paper has this code.

    Raises:
        UsageError: It is no code, was misread, or is of another edition or round (E-PAPER-CODE).
    """
    code = PaperCode.read(typed)
    with session.reading() as uow:
        if code.tag != edition_tag(uow.edition().id):
            raise UsageError(OTHER_EDITION, code="E-PAPER-CODE", typed=str(code))
        if code.round != the_round(uow).number:
            raise UsageError(OTHER_ROUND, code="E-PAPER-CODE", typed=str(code))
        printed = times_printed(uow)
        found = [juror for juror in uow.jurors.all() if juror.number == code.juror]
    if not found or not 1 <= code.issue <= printed.get(found[0].id, 0):
        raise UsageError(NEVER_PRINTED, code="E-PAPER-CODE", typed=str(code))
    return found[0], code
