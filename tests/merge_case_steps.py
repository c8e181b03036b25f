"""What jurors and the secretariat do in the cases of the merge, and what is looked at afterwards."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.saying import declare
from juryapp.application.impartiality.ruling import impartiality_rows
from juryapp.application.merge.merging import FileStatus, MergePlan, preview_merge
from juryapp.base.files import sha256
from juryapp.domain.ids import RoundId
from juryapp.domain.impartiality import Standing
from juryapp.domain.statements import Answer
from prepared_award import JURORS, Award
from workplace import ballot, changed, table_of

COLUMNS = "nominee,criterion,mark"
ROUND = RoundId("R1")
BY_HAND = [
    (1, "Elvestad", Fraction(123, 16)),
    (2, "Fjordby", Fraction(7)),
    (2, "Skogheim", Fraction(7)),
    (4, "Bergset", Fraction(11, 6)),
]


def preview(award: Award, *paths: Path, accept: bool = False) -> MergePlan:
    accepted = [sha256(path.read_bytes()) for path in paths] if accept else []
    return preview_merge(award.session, paths, accepted=accepted)


def statuses(plan: MergePlan) -> list[FileStatus]:
    return [verdict.status for verdict in plan.files]


def status(award: Award, path: Path) -> FileStatus:
    (found,) = statuses(preview(award, path))
    return found


def code(award: Award, path: Path) -> str:
    """Return the code with which a file is refused."""
    (verdict,) = preview(award, path).files
    assert verdict.error is not None, verdict.status
    return verdict.error.code


def notices(plan: MergePlan) -> list[str]:
    return [notice.code for verdict in plan.files for notice in verdict.notices]


def again(award: Award, who: str, *rows: str, machine: str = "", draft: bool = False) -> Path:
    """Let a juror change something and hand in again."""
    package = award.written[JURORS.index(who)]
    return award.scored(package, table_of(COLUMNS, *rows), machine=machine, draft=draft)


def other_machine(award: Award, who: str, fjordby: str, machine: str = "b") -> Path:
    """Let a juror fill in a whole sheet on another machine, with another mark for Fjordby."""
    marks = changed(ballot(who), "Fjordby", "SAM", fjordby)
    return award.scored(award.written[JURORS.index(who)], marks, machine=machine)


def said(award: Award, who: str, nominee: str, answer: Answer, machine: str = "") -> Path:
    """Let a juror declare anew and hand in."""
    desk = award.desk(award.written[JURORS.index(who)], machine)
    try:
        reopen_sheet(desk)
        declare(desk, award.nominee(nominee).id, answer, "")
        return hand_in(desk, award.folder).path
    finally:
        desk.close()


def standing(award: Award, who: str, nominee: str) -> Standing:
    pair = (award.juror(who).id, award.nominee(nominee).id)
    rows = {(r.juror.id, r.nominee.id): r.standing for r in impartiality_rows(award.session)}
    return rows.get(pair, Standing.IMPARTIAL)


def value(award: Award, name: str) -> Fraction:
    return next(v for _, n, v in award.ranking() if n == name)


def reached(award: Award) -> object:
    """Return everything that a result is made of, and what was ever said."""
    ranking = award.ranking()
    with award.session.reading() as uow:
        return (
            uow.marks.current(ROUND),
            uow.declarations.current(ROUND),
            uow.notes.current(ROUND),
            {stated.statement for stated in uow.marks.history(ROUND)},
            ranking,
        )


def held(award: Award) -> list[str]:
    with award.session.reading() as uow:
        return [file.sha256 for file in uow.files.held()]
