"""What the commands about papers say, in words and for scripts."""

from __future__ import annotations

from juryapp.application.paper.answers import answer_words
from juryapp.application.paper.form import PaperForm
from juryapp.application.paper.printing import PrintedPaper
from juryapp.application.paper.standing import PaperStage, PaperState
from juryapp.base.i18n import N_, _
from juryapp.cli.answer import columns
from juryapp.domain.paper import PaperBallot, PaperLine, PaperSheet
from juryapp.domain.statements import Answer

DECLARED_WORDS = {
    Answer.NOTHING: N_("nothing to report"),
    Answer.TELL: N_("something the panel should know"),
    Answer.DOUBT: N_("in doubt"),
    Answer.RECUSED: N_("recused"),
}


def people(state: PaperState) -> str:
    """Return who typed, and who confirmed or sent back."""
    typed = _("typed by {name}").format(name=state.typed_by) if state.typed_by else ""
    if state.verdict is None or state.stage is PaperStage.TYPING:
        return typed
    told = _("confirmed by {name}") if state.verdict.confirmed else _("sent back by {name}")
    return f"{typed}, {told.format(name=state.verdict.by)}"


def sheet_lines(form: PaperForm, sheet: PaperSheet) -> list[str]:
    """Return what was typed, in words, in the order of the paper."""
    lines: list[str] = []
    for nominee in form.nominees:
        line = sheet.line(nominee.id)
        lines.append(f"{nominee.number:02d}  {nominee.name}")
        asked = () if line.answer is Answer.RECUSED else form.criteria
        rows = [(f"    {c.name}", answer_words(c, line.marks.get(c.id))) for c in asked]
        answer = _(DECLARED_WORDS[line.answer]) if line.answer else _("left blank")
        lines += columns([(f"    {_('Impartiality')}", f"{answer} {line.facts}".strip()), *rows])
        lines += [f"    {line.comment}"] if line.comment else []
    return lines


def sheet_document(form: PaperForm, sheet: PaperSheet) -> list[dict[str, object]]:
    """Return the same for scripts."""
    return [_line_document(sheet.line(nominee.id)) for nominee in form.nominees]


def _line_document(line: PaperLine) -> dict[str, object]:
    return {
        "nominee": line.nominee,
        "answer": str(line.answer) if line.answer else None,
        "facts": line.facts,
        "marks": {
            criterion: {"state": str(said.state), "points": said.points, "note": said.note}
            for criterion, said in sorted(line.marks.items())
        },
        "comment": line.comment,
        "usable": line.usable,
    }


def paper_document(paper: PrintedPaper) -> dict[str, object]:
    """Return a printed paper for scripts."""
    return {
        "juror": paper.juror.id,
        "name": paper.juror.name,
        "code": paper.code,
        "issue": paper.issue,
        "file": str(paper.path.absolute()),
        "sha256": paper.sha256,
    }


def ballot_document(ballot: PaperBallot, form: PaperForm) -> dict[str, object]:
    """Return a ballot that was typed to its end, for scripts."""
    return {
        "n": ballot.n,
        "juror": ballot.juror,
        "by": ballot.by,
        "at": ballot.at,
        "complete": form.complete,
        "stage": str(PaperStage.WAITING),
    }


def state_document(state: PaperState) -> dict[str, object]:
    """Return how far a juror’s paper is, for scripts."""
    verdict = state.verdict
    return {
        "juror": state.juror.id,
        "name": state.juror.name,
        "stage": str(state.stage),
        "printed": state.printed,
        "n": state.ballot.n if state.ballot else None,
        "typed_by": state.typed_by,
        "confirmed_by": verdict.by if verdict and verdict.confirmed else "",
        "reason": verdict.reason if verdict and not verdict.confirmed else "",
        "at": state.at,
    }
