"""What a typed paper says, thing by thing, and at which revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juryapp.application.packages.writing import highest_revision
from juryapp.application.paper.documents import Ending
from juryapp.application.paper.form import PaperForm
from juryapp.application.ports import Statements, UnitOfWork
from juryapp.domain.ids import CriterionId, JurorId, NomineeId, RoundId
from juryapp.domain.merging import View
from juryapp.domain.paper import PaperSheet
from juryapp.domain.statements import (
    Answer,
    C,
    DeclarationContent,
    K,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContents:
    """All that a paper says, also that nothing stands any more where something stood."""

    marks: Mapping[tuple[NomineeId, CriterionId], MarkContent]
    declarations: Mapping[NomineeId, DeclarationContent]
    notes: Mapping[NomineeId, NoteContent]


def contents_of(sheet: PaperSheet, ending: Ending) -> PaperContents:
    """Return what a sheet says that was typed to its end."""
    emptied = {(n, c): MarkContent(state) for n, c, state in ending.emptied}
    commented = [line for line in sheet.lines if line.comment]
    return PaperContents(
        marks=emptied | {(one.nominee, c): m for one in sheet.lines for c, m in one.marks.items()},
        declarations={
            line.nominee: DeclarationContent(line.answer, line.facts)
            for line in sheet.lines
            if line.answer is not None
        },
        notes={nominee: NoteContent("") for nominee in ending.silenced}
        | {line.nominee: NoteContent(line.comment, line.usable) for line in commented},
    )


def ending_of(uow: UnitOfWork, form: PaperForm) -> Ending:
    """Settle what a paper says beside what stands on it: what stands no more, and the revision of it all.

    The revision is one above all that is known of the juror. If all of it stands already at the highest one,
    because the same paper was typed before, it keeps that.
    """
    juror, round_id = form.juror.id, form.round.id
    asked = {nominee.id for nominee in form.nominees}
    emptied = []
    for key in _spoken_of(uow.marks, round_id):
        line = form.sheet.line(key.nominee)
        mine = key.juror == juror and key.nominee in asked
        if mine and key.criterion not in line.marks:
            recused = line.answer is Answer.RECUSED
            state = MarkState.WITHDRAWN if recused else MarkState.CLEARED
            emptied.append((key.nominee, key.criterion, state))
    commented = {key.nominee for key in _spoken_of(uow.notes, round_id) if key.juror == juror}
    above = highest_revision(uow, round_id, juror)
    ending = Ending(
        rev=above + 1,
        complete=form.complete,
        emptied=tuple(sorted(emptied)),
        silenced=tuple(sorted(n for n in commented & asked if not form.sheet.line(n).comment)),
    )
    return ending.at(above) if _stands(uow, form, ending, above) else ending


def _stands(uow: UnitOfWork, form: PaperForm, ending: Ending, rev: int) -> bool:
    """Return whether all that a paper says stands already, said at one revision."""
    said, who = contents_of(form.sheet, ending), (form.round.id, form.juror.id)
    return (
        _stand(uow.marks, {MarkKey(*who, *key): c for key, c in said.marks.items()}, rev)
        and _stand(uow.declarations, _by_key(who, said.declarations), rev)
        and _stand(uow.notes, _by_key(who, said.notes), rev)
    )


def _by_key(who: tuple[RoundId, JurorId], said: Mapping[NomineeId, C]) -> dict[NomineeKey, C]:
    return {NomineeKey(*who, nominee): content for nominee, content in said.items()}


def _stand(statements: Statements[K, C], said: Mapping[K, C], rev: int) -> bool:
    return all(statements.find(key) == Statement(key, max(rev, 1), c) for key, c in said.items())


def _spoken_of(statements: Statements[K, C], round_id: RoundId) -> list[K]:
    """Return all that something was said about in a round."""
    view: View[K, C] = statements.current(round_id)
    return [*view.effective, *view.conflicts]
