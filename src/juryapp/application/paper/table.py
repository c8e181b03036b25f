"""A paper typed into a table by somebody who is quicker there: the same table as `score --marks`."""

from __future__ import annotations

from juryapp.application.desk.ballots import ballot_in
from juryapp.application.paper.form import load_form
from juryapp.application.paper.typing import type_sheet
from juryapp.application.session import Session
from juryapp.application.tables.mapping import Table
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import JurorId
from juryapp.domain.paper import PaperBallot, PaperLine, PaperSheet
from juryapp.domain.statements import Answer, MarkState


def type_table(
    session: Session, juror: JurorId, table: Table, *, by: str, issue: int = 0
) -> tuple[PaperBallot, ChangeSet]:
    """Type in a whole paper from a table `nominee, criterion, mark, note`, to its end.

    Nominees without “recused” count as declared impartial, unless that was answered before.

    Args:
        session: The secretariat's edition.
        juror: Whose paper it is.
        table: What stands on it.
        by: The name of who typed.
        issue: Which of the juror's papers, by its code; 0 for the last one printed.

    Raises:
        FileFormatError: A row is wrong; its number and column are named, nothing is taken.
        RuleError: As `type_sheet`.
    """
    with session.reading() as uow:
        form = load_form(uow, juror)
        asked = {nominee.id for nominee in form.nominees}
        gone = [nominee for nominee in uow.nominees.all() if nominee.id not in asked]
    ballot = ballot_in(table, form.nominees, gone, form.criteria)
    sheet = PaperSheet(issue=issue or form.state.printed)
    for nominee in form.nominees:
        recused = nominee.id in ballot.recused
        nothing = None if nominee.id in form.declared else Answer.NOTHING
        line = PaperLine(
            nominee=nominee.id,
            answer=Answer.RECUSED if recused else nothing,
            facts=ballot.recused.get(nominee.id, ""),
            marks={
                criterion: said
                for one, criterion, said in ballot.marks
                if one == nominee.id and said.state is not MarkState.CLEARED
            },
        )
        sheet = sheet.with_line(line)
    return type_sheet(session, juror, sheet, by=by)
