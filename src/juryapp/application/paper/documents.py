"""How a typed paper lies in the database, and the document that is kept of it once it is confirmed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition, Round
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.paper import PaperBallot, PaperLine, PaperSheet, PaperVerdict
from juryapp.domain.statements import Answer, MarkContent, MarkState

TAMPERED: Final = N_(
    "What was typed in from a paper was changed in the edition’s file. Put back a backup of the edition."
)


def draft_text(sheet: PaperSheet) -> str:
    """Return a sheet that is being typed, as it is kept."""
    return _text(_sheet_document(sheet))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is settled when a sheet is typed to its end."""

    rev: int  # of all that it says
    complete: bool  # nothing is left blank: it counts as handed in, else as a draft
    emptied: tuple[tuple[NomineeId, CriterionId, MarkState], ...] = ()  # said before, blank here
    silenced: tuple[NomineeId, ...] = ()  # commented on before, not here

    def at(self, rev: int) -> Ending:
        """Return the same at another revision."""
        return replace(self, rev=rev)


def ballot_text(sheet: PaperSheet, ending: Ending) -> str:
    """Return a sheet that is typed to its end, as it is kept."""
    ended: dict[str, Json] = {
        "rev": ending.rev,
        "complete": ending.complete,
        "emptied": [
            [nominee, criterion, str(state)] for nominee, criterion, state in ending.emptied
        ],
        "silenced": list(ending.silenced),
    }
    return _text({**_sheet_document(sheet), **ended})


def sheet_in(document: str) -> PaperSheet:
    """Return the sheet in a kept document. Raises RuleError (E-CHANGED) if it was tampered with."""
    try:
        found = json.loads(document)
        lines = tuple(_line(line) for line in found["lines"])
        return PaperSheet(issue=int(found["issue"]), lines=lines)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuleError(TAMPERED, code="E-CHANGED") from error


def ending_in(ballot: PaperBallot) -> Ending:
    """Return what was settled when a ballot was typed to its end. Raises RuleError (E-CHANGED)."""
    try:
        found = json.loads(ballot.document)
        return Ending(
            rev=int(found["rev"]),
            complete=bool(found["complete"]),
            emptied=tuple(
                (NomineeId(nominee), CriterionId(criterion), MarkState(state))
                for nominee, criterion, state in found["emptied"]
            ),
            silenced=tuple(NomineeId(nominee) for nominee in found["silenced"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(TAMPERED, code="E-CHANGED") from error


def kept_bytes(
    edition: Edition, current: Round, ballot: PaperBallot, confirmed: PaperVerdict
) -> bytes:
    """Return the document that is kept as the received file: all that two people vouch for."""
    document = {
        **json.loads(ballot.document),
        "juryapp": "paper",
        "v": 1,
        "edition": edition.id,
        "round": current.id,
        "ballot": current.ballot,
        "juror": ballot.juror,
        "n": ballot.n,
        "typed": {"by": ballot.by, "at": ballot.at},
        "confirmed": {"by": confirmed.by, "at": confirmed.at},
    }
    return canonical_bytes(document)


def _text(document: Json) -> str:
    return canonical_bytes(document).decode()


def _sheet_document(sheet: PaperSheet) -> dict[str, Json]:
    return {"issue": sheet.issue, "lines": [_line_document(line) for line in sheet.lines]}


def _line_document(line: PaperLine) -> Json:
    return {
        "nominee": line.nominee,
        "answer": None if line.answer is None else str(line.answer),
        "facts": line.facts,
        "marks": [
            [criterion, str(said.state), said.points, said.note]
            for criterion, said in sorted(line.marks.items())
        ],
        "comment": line.comment,
        "usable": line.usable,
    }


def _line(document: dict[str, Any]) -> PaperLine:
    answer = document["answer"]
    return PaperLine(
        nominee=NomineeId(document["nominee"]),
        answer=None if answer is None else Answer(answer),
        facts=document["facts"],
        marks={
            CriterionId(criterion): MarkContent(MarkState(state), points, note)
            for criterion, state, points, note in document["marks"]
        },
        comment=document["comment"],
        usable=bool(document["usable"]),
    )
