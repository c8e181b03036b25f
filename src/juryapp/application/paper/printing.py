"""Ballots on paper as PDF: one for each juror, or one file for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from juryapp.application.file_names import paper_name, papers_name
from juryapp.application.packages.writing import DOES_NOT_SCORE
from juryapp.application.paper.form import load_form
from juryapp.application.paper.standing import times_printed
from juryapp.application.ports import UnitOfWork
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.session import Session, the_open_round
from juryapp.base.canonical import Json
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.files import make_folder, sha256, write_atomically
from juryapp.base.i18n import LANGUAGES, N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror
from juryapp.domain.paper import PaperCode
from juryapp.domain.paper_print import PaperContent, PrintedNominee

SUFFIX: Final = ".pdf"
NOBODY: Final = N_("There is nobody who gives marks. Add jurors in the set-up.")
ONE_PAPER: Final = N_(
    "“{file}” is one file, and there are {n} papers. Name a folder, or ask for one file for all."
)


Printing = tuple[Juror, int, PaperContent]  # whose, which issue, and what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """A juror's paper that lies in a file now."""

    juror: Juror
    issue: int
    code: str
    path: Path
    sha256: str  # of the file


def print_papers(
    session: Session,
    target: Path,
    *,
    jurors: Sequence[JurorId] = (),
    language: str = "",
    together: bool = False,
    progress: Progress = UNWATCHED,
) -> tuple[list[PrintedPaper], ChangeSet]:
    """Write the papers of those who give marks, or of those named, and record that they were printed.

    Args:
        session: The secretariat's edition.
        target: A folder; or a file, for one paper or for all together.
        jurors: Of whom; nobody: of all.
        language: Of the paper; "" for the edition's first language.
        together: Put all into one file, each on leaves of its own.
        progress: Told per paper.

    Raises:
        RuleError: The round is not open, or a person named does not give marks.
        UsageError: Several papers were to be written into one file, each of its own.
        UnavailableError: The folder cannot be written; no paper of this call is left in it.
    """
    with session.reading() as uow:
        the_open_round(uow)
        edition = uow.edition()
        printed = times_printed(uow)
        chosen = _chosen(uow, jurors)
        contents = [(j, printed.get(j.id, 0) + 1, paper_content(uow, j, printed)) for j in chosen]
    one_file = target.suffix.lower() == SUFFIX and not target.is_dir()
    if one_file and len(contents) != 1 and not together:
        raise UsageError(ONE_PAPER, code="E-USAGE", file=target.name, n=len(contents))
    spoken = language if language in LANGUAGES else edition.languages[0]
    batches = [contents] if together else [[content] for content in contents]
    make_folder(target.parent if one_file else target)
    papers: list[PrintedPaper] = []
    new: list[Path] = []
    try:
        for done, batch in enumerate(batches):
            progress.step(done, len(batches))
            path = target if one_file else target / _file_name(edition.year, batch)
            new += [] if path.exists() else [path]
            papers += _write(session, path, batch, spoken)
        progress.step(len(batches), len(batches))
        _record(session, papers)
    except BaseException:
        for path in new:  # a paper that is not on record could not be typed in by its code
            path.unlink(missing_ok=True)
        raise
    return papers, ChangeSet.of(Topic.PACKAGES)


def _file_name(year: int, batch: Sequence[Printing]) -> str:
    if len(batch) > 1:
        return papers_name(year)
    juror, issue, _content = batch[0]
    return paper_name(year, juror.number, juror.initials, issue)


def _write(
    session: Session, path: Path, batch: Sequence[Printing], language: str
) -> list[PrintedPaper]:
    contents = [content for _juror, _issue, content in batch]
    data = session.services.printer.render_papers(contents, language)
    write_atomically(path, data)
    digest = sha256(data)
    return [
        PrintedPaper(juror=juror, issue=issue, code=content.code, path=path, sha256=digest)
        for juror, issue, content in batch
    ]


def paper_content(uow: UnitOfWork, juror: Juror, printed: dict[JurorId, int]) -> PaperContent:
    """Return what a juror's next paper says."""
    form = load_form(uow, juror.id)
    edition, issue = form.edition, printed.get(juror.id, 0) + 1
    categories = {category.id: category.name for category in uow.categories.all()}
    several = len(categories) > 1
    code = PaperCode.of(edition.id, round_number=form.round.number, juror=juror.number, issue=issue)
    return PaperContent(
        award=edition.award_name,
        owner=edition.owner,
        title=edition.title,
        year=edition.year,
        trial=edition.trial,
        juror=juror.name,
        juror_number=juror.number,
        code=str(code),
        round=form.round.number,
        opened=form.round.opened,
        deadline=edition.deadline,
        comment=form.comment,
        criteria=form.criteria,
        nominees=tuple(
            PrintedNominee(
                number=nominee.number,
                name=nominee.name,
                category=categories.get(nominee.category, "") if several else "",
                place=nominee.place,
            )
            for nominee in form.nominees
        ),
        left_out=sum(form.sizes.values()) - len(form.nominees),
    )


def _chosen(uow: UnitOfWork, jurors: Sequence[JurorId]) -> list[Juror]:
    everybody = uow.jurors.all()
    chosen = [juror for juror in everybody if juror.id in jurors] if jurors else everybody
    for juror in chosen if jurors else ():
        if not juror.scores:
            raise RuleError(DOES_NOT_SCORE, juror=juror.name)
    chosen = [juror for juror in chosen if juror.scores]
    if not chosen:
        raise RuleError(NOBODY, code="E-NOBODY")
    return chosen


def _record(session: Session, papers: Sequence[PrintedPaper]) -> None:
    with session.writing() as uow:
        for paper in papers:
            body: Json = {"juror": paper.juror.id, "issue": paper.issue, "sha256": paper.sha256}
            session.note(uow, "paper.printed", body)
