"""Whether the document that is kept of a paper says what the copy of an edition says that it says."""

from __future__ import annotations

import json

from juryapp.application.paper.contents import contents_of
from juryapp.application.paper.documents import ending_in, sheet_in
from juryapp.base.errors import RuleError
from juryapp.domain.packages import FileOrigin, ScoreContent
from juryapp.domain.paper import PaperBallot


def says_the_same(received: bytes, content: ScoreContent, origin: FileOrigin) -> bool:
    """Return whether a kept document names the same juror and people, and makes the same statements."""
    try:
        ballot, confirmed_by = _ballot_in(received, content)
        sheet, ending = sheet_in(ballot.document), ending_in(ballot)
    except (ValueError, KeyError, TypeError, RuleError):
        return False
    said = contents_of(sheet, ending)
    marks = {(s.statement.key.nominee, s.statement.key.criterion): s for s in content.marks}
    declarations = {s.statement.key.nominee: s for s in content.declarations}
    notes = {s.statement.key.nominee: s for s in content.notes}
    revisions = {stated.statement.rev for stated in content.marks}
    revisions |= {stated.statement.rev for stated in content.declarations}
    revisions |= {stated.statement.rev for stated in content.notes}
    return (
        (ballot.juror, ballot.round) == (content.juror, content.round)
        and (ballot.by, confirmed_by) == (origin.by, origin.confirmed_by)
        and revisions <= {ending.rev}
        and {key: stated.statement.content for key, stated in marks.items()} == said.marks
        and {k: s.statement.content for k, s in declarations.items()} == said.declarations
        and {k: s.statement.content for k, s in notes.items()} == said.notes
    )


def _ballot_in(received: bytes, content: ScoreContent) -> tuple[PaperBallot, str]:
    """Return the ballot in a kept document, and the name of the second person."""
    document = json.loads(received)
    ballot = PaperBallot(
        n=document["n"],
        round=document["round"],
        juror=document["juror"],
        document=received.decode(),
        by=document["typed"]["by"],
        at=document["typed"]["at"],
    )
    if (document["juryapp"], document["edition"]) != ("paper", content.edition):
        raise ValueError("the document is of something else")
    return ballot, document["confirmed"]["by"]
