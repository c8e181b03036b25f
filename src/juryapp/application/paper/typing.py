"""Typing in what a juror has written on paper. Nothing of it counts before a second person has confirmed it.

What is typed is kept at every change, so that a stop loses nothing. When it is finished it becomes a ballot
that nobody can change any more: it is confirmed, or sent back and typed on.

The revision of what a paper says is settled when it is typed to its end: one above all that is known of the
juror then. Typed once more, with nothing new known and nothing said otherwise, it keeps its revision, so that
the same paper typed twice says the same once.
"""

from __future__ import annotations

from typing import Final

from juryapp.application.kept_texts import kept_text
from juryapp.application.log.bodies import judgement, paper_judged, paper_typed
from juryapp.application.paper.contents import ending_of
from juryapp.application.paper.documents import ballot_text, draft_text
from juryapp.application.paper.form import PaperForm, load_form
from juryapp.application.paper.standing import PaperStage, find_ballot, last_verdicts
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session, the_open_round
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.answers import check_answer, check_places, order_criterion
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId
from juryapp.domain.paper import (
    TAKEN_BACK,
    PaperBallot,
    PaperDraft,
    PaperLine,
    PaperSheet,
    PaperVerdict,
    same_person,
)
from juryapp.domain.statements import Answer, MarkState

NO_TYPIST: Final = N_(
    "Write the name of the person who types. It stands wherever these marks are shown."
)
WAITS: Final = N_(
    "What was typed for {juror} waits for a second person. Take it back if something is to be changed."
)
NOTHING_TYPED: Final = N_("Nothing has been typed yet for {juror}.")
NOT_ASKED: Final = N_("A nominee in what was typed is not on the paper of {juror}.")
RECUSED_AND_MARKED: Final = N_("“{nominee}” is both recused and marked. Take one of them out.")
NOT_YOURS: Final = N_(
    "{name} typed this ballot. Only who typed it takes it back; others send it back."
)
NOT_WAITING: Final = N_("This typed ballot does not wait for a second person any more.")


# ---- typing ----------------------------------------------------------------------------------------------


def keep_typed(session: Session, juror: JurorId, sheet: PaperSheet, *, by: str) -> ChangeSet:
    """Keep what is typed so far. It is durable when this returns, and counts nowhere.

    Raises:
        RuleError: An answer is off the scale, a nominee is not on the paper, the name is missing (E-NAME), or
            what was typed before waits for a second person (E-WAITS).
    """
    typist = _name(by)
    with session.writing() as uow:
        the_open_round(uow)
        form = load_form(uow, juror, printed=False)
        _refuse_if_waiting(form)
        kept = _checked(form, sheet)
        begun = form.state.stage is PaperStage.TYPING
        at = session.services.now()
        uow.paper_drafts.put(PaperDraft(juror=juror, document=draft_text(kept), by=typist, at=at))
    return ChangeSet() if begun else ChangeSet.of(Topic.FILES)


def forget_typed(session: Session, juror: JurorId) -> ChangeSet:
    """Throw away what is half typed; a ballot that was typed to its end stays."""
    with session.writing() as uow:
        uow.paper_drafts.remove(juror)
    return ChangeSet.of(Topic.FILES)


def finish_typing(session: Session, juror: JurorId, *, by: str) -> tuple[PaperBallot, ChangeSet]:
    """Say that a paper is typed to its end: nobody can change it any more, and it waits for a second person.

    Boxes that are left blank stay blank: what stood there before is taken back once it is confirmed, and the
    paper counts as a draft then, like a score file that is not complete.

    Raises:
        RuleError: Nothing was typed (E-NOTHING), the name is missing (E-NAME), a place is given twice, or an
            earlier one waits (E-WAITS).
    """
    typist = _name(by)
    with session.writing() as uow:
        the_open_round(uow)
        ballot = _finished(session, uow, juror, typist)
    return ballot, ChangeSet.of(Topic.FILES)


def type_sheet(
    session: Session, juror: JurorId, sheet: PaperSheet, *, by: str
) -> tuple[PaperBallot, ChangeSet]:
    """Type in a whole paper at once, to its end. Raises as `keep_typed` and `finish_typing`."""
    typist = _name(by)
    with session.writing() as uow:
        the_open_round(uow)
        form = load_form(uow, juror, printed=False)
        _refuse_if_waiting(form)
        kept, at = _checked(form, sheet), session.services.now()
        uow.paper_drafts.put(PaperDraft(juror=juror, document=draft_text(kept), by=typist, at=at))
        ballot = _finished(session, uow, juror, typist)
    return ballot, ChangeSet.of(Topic.FILES)


def take_back(session: Session, n: int, *, by: str) -> ChangeSet:
    """Take a ballot that waits back, to type on; only who typed it can.

    Raises:
        RuleError: It does not wait any more (E-NOT-WAITING), or somebody else typed it (E-NOT-TYPIST).
    """
    with session.writing() as uow:
        ballot = find_ballot(uow, n)
        if ballot.n in last_verdicts(uow):
            raise RuleError(NOT_WAITING, code="E-NOT-WAITING")
        if not same_person(ballot.by, _name(by)):
            raise RuleError(NOT_YOURS, code="E-NOT-TYPIST", name=ballot.by)
        verdict = PaperVerdict(
            n=uow.paper_verdicts.next_number(),
            ballot=n,
            confirmed=False,
            reason=TAKEN_BACK,
            by=by.strip(),
            at=session.services.now(),
        )
        uow.paper_verdicts.add(verdict)
        session.note(uow, judgement(verdict), paper_judged(ballot, verdict))
    return ChangeSet.of(Topic.FILES)


def _finished(session: Session, uow: UnitOfWork, juror: JurorId, typist: str) -> PaperBallot:
    form = load_form(uow, juror, printed=False)
    _refuse_if_waiting(form)
    if all(form.sheet.line(nominee.id).is_blank for nominee in form.nominees):
        raise RuleError(NOTHING_TYPED, code="E-NOTHING", juror=form.juror.name)
    _check_order(form)
    ballot = PaperBallot(
        n=uow.paper_ballots.next_number(),
        round=form.round.id,
        juror=juror,
        document=ballot_text(form.sheet, ending_of(uow, form)),
        by=typist,
        at=session.services.now(),
    )
    uow.paper_ballots.add(ballot)
    uow.paper_drafts.remove(juror)
    session.note(uow, "paper.typed", paper_typed(ballot))
    return ballot


def _name(by: str) -> str:
    kept = " ".join(kept_text(by).split())
    if not kept:
        raise RuleError(NO_TYPIST, code="E-NAME")
    return kept


def _refuse_if_waiting(form: PaperForm) -> None:
    if form.state.stage is PaperStage.WAITING:
        raise RuleError(WAITS, code="E-WAITS", juror=form.juror.name)


def _checked(form: PaperForm, sheet: PaperSheet) -> PaperSheet:
    """Return the sheet as it is kept: in the order of the paper, with texts that can travel."""
    names = {nominee.id: nominee.name for nominee in form.nominees}
    if any(line.nominee not in names and not line.is_blank for line in sheet.lines):
        raise RuleError(NOT_ASKED, code="E-UNKNOWN", juror=form.juror.name)
    lines = (sheet.line(nominee.id) for nominee in form.nominees)
    kept = tuple(_checked_line(form, line, names[line.nominee]) for line in lines)
    return PaperSheet(issue=sheet.issue, lines=kept)


def _checked_line(form: PaperForm, line: PaperLine, name: str) -> PaperLine:
    criteria = {criterion.id: criterion for criterion in form.criteria}
    if line.answer is Answer.RECUSED and line.marks:
        raise RuleError(RECUSED_AND_MARKED, code="E-RECUSED", nominee=name)
    for criterion, said in line.marks.items():
        if criterion not in criteria or said.state not in {MarkState.MARK, MarkState.NOT_ASSESSED}:
            raise RuleError(NOT_ASKED, code="E-UNKNOWN", juror=form.juror.name)
        check_answer(criteria[criterion], said)
    return PaperLine(
        nominee=line.nominee,
        answer=line.answer,
        facts=kept_text(line.facts),
        marks=line.marks,
        comment=kept_text(line.comment),
        usable=line.usable and bool(line.comment.strip()),
    )


def _check_order(form: PaperForm) -> None:
    """Raise RuleError if a place is given twice within a category."""
    criterion = order_criterion(form.criteria)
    if criterion is None:
        return
    names = {nominee.id: nominee.name for nominee in form.nominees}
    for category, most in form.sizes.items():
        members = [n.id for n in form.nominees if n.category == category]
        said = {n: form.sheet.line(n).marks.get(criterion.id) for n in members}
        places = {n: one.points for n, one in said.items() if one and one.points is not None}
        check_places(places, names, most)
