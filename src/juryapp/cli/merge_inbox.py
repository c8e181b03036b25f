"""`juryapp merge --inbox FOLDER`: what has come into a folder; and the report on a merge as PDF."""

from __future__ import annotations

from pathlib import Path

from juryapp.application.merge.inbox import (
    ARRIVAL_NAMES,
    Arrival,
    Inbox,
    InboxFile,
    look_into_inbox,
)
from juryapp.application.merge.reports import save_report
from juryapp.application.session import Session
from juryapp.base.i18n import _, translated
from juryapp.cli.answer import Answer, Exit, columns, error_document
from juryapp.cli.arguments import Parser


def add_options(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument(
        "--inbox",
        type=Path,
        metavar="DIR",
        help=_("take in what is new in a folder; with --dry-run only list what lies there"),
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE.pdf", help=_("write the report on this merge there")
    )


def looked(session: Session, folder: Path) -> tuple[Inbox, list[Path]]:
    """Look into the inbox; return what lies there, and the files that are to be taken in or refused."""
    inbox = look_into_inbox(session, folder)
    wanted = [*inbox.having(Arrival.NEW), *inbox.having(Arrival.REFUSED)]
    return inbox, [file.path for file in wanted]


def with_inbox(answer: Answer, inbox: Inbox | None) -> Answer:
    """Tell what lies in the inbox before the rest."""
    if inbox is None:
        return answer
    lines = columns([_row(file) for file in inbox.files])
    if not inbox.having(Arrival.NEW):
        lines.append(_("Nothing new has come."))
    document = {
        "folder": str(inbox.folder),
        "files": [_file(file) for file in inbox.files],
        "others": inbox.others,
    }
    return Answer([*lines, *answer.lines], {**answer.document, "inbox": document}, answer.code)


def nothing_new(inbox: Inbox) -> Answer:
    """Return the answer where nothing is to be done."""
    return with_inbox(Answer((), {"files": [], "taken": 0, "refused": 0}, Exit.DONE), inbox)


def _row(file: InboxFile) -> tuple[str, str, str]:
    told = file.juror.name if file.juror else ""
    if file.error is not None:
        told = translated(file.error)
    return (file.path.name, _(ARRIVAL_NAMES[file.arrival]), told)


def _file(file: InboxFile) -> dict[str, object]:
    return {
        "file": str(file.path),
        "state": str(file.arrival),
        "sha256": file.sha256 or None,
        "juror": file.juror.id if file.juror else None,
        "error": error_document(file.error) if file.error else None,
    }


def with_report(session: Session, answer: Answer, target: Path | None, before: int) -> Answer:
    """Write the report on the merge that was just made, if one was made and it is wanted.

    `before` is the number of merges there were.
    """
    if target is None:
        return answer
    with session.reading() as uow:
        made = [record.n for record in uow.merges.all()][before:]
    if not made:
        line = _("Nothing was read in, so there is no report.")
        return Answer([*answer.lines, line], {**answer.document, "report": None}, answer.code)
    saved = save_report(session, target, made[-1])
    document = {"file": str(saved.path.absolute()), "sha256": saved.sha256, "merge": made[-1]}
    lines = [*answer.lines, str(saved.path.absolute())]
    return Answer(lines, {**answer.document, "report": document}, answer.code)
