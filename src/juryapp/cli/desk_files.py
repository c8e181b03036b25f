"""`juryapp desk files`: the files of the candidates, copied from the package, and written to a folder."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from juryapp.application.desk.attachments import (
    ATTACHMENT_STATE_TEXTS,
    AttachmentState,
    DeskAttachment,
    attachment_bytes,
    desk_attachments,
)
from juryapp.application.desk.contents import desk_contents
from juryapp.application.desk.copying import copy_attachments
from juryapp.application.looking_outside import plain_name
from juryapp.application.session import Session
from juryapp.base.errors import UnavailableError
from juryapp.base.files import make_folder, write_atomically
from juryapp.base.i18n import _, ngettext, translated
from juryapp.cli.answer import Answer, Exit, error_document
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.ids import NomineeId
from juryapp.domain.nominees import Nominee


def add_files(group: argparse._SubParsersAction[Parser]) -> Parser:
    """Add the command that lists and copies files."""
    files = add_command(
        group,
        "files",
        _("list the files of the candidates, and write them to a folder"),
        about=_(
            "Copies the files from the jury package to the desk, if that is not done yet, and lists them.\n"
            "Files of candidates whom you have not answered about, or take no part in assessing, are not\n"
            "given out. Exit code 1: something is damaged, or cannot be reached."
        ),
        examples=("juryapp desk files", "juryapp desk files --out papers"),
    )
    files.add_argument("--out", type=Path, metavar="DIR", help=_("write the files there"))
    files.add_argument("--password", default="", help=_("of the package, if it is not copied yet"))
    return files


def files_answer(context: Context, desk: Session) -> Answer:
    """Copy, list and write what may be seen."""
    options = context.options
    desk = replace(desk, package_word=options.password)
    lines: list[str] = []
    document: dict[str, Any] = {"error": None}
    try:
        copy_attachments(desk)
    except UnavailableError as error:  # what is here already is listed all the same
        lines.append(translated(error))
        document["error"] = error_document(error)
    listed = desk_attachments(desk)
    papers = desk_contents(desk).papers
    written = _written(desk, listed, {n: p.nominee for n, p in papers.items()}, options.out)
    document["files"] = []
    for nominee, attachments in listed.items():
        lines.append(papers[nominee].nominee.name)
        lines += [f"  {_line(found)}" for found in attachments]
        document["files"] += [
            _document(found, papers[nominee].nominee, written) for found in attachments
        ]
    held = _held_back(desk, listed)
    document["held_back"] = held
    lines += [_held_text(held)] if held else []
    whole = all(f.state is AttachmentState.HERE for found in listed.values() for f in found)
    return Answer(
        lines or [_("No files are attached.")], document, _code(whole and not document["error"])
    )


def _held_back(desk: Session, listed: Mapping[NomineeId, tuple[DeskAttachment, ...]]) -> int:
    """Return how many candidates have files that may not be seen, or not yet."""
    with desk.reading() as uow:
        return len({attachment.nominee for attachment in uow.attachments.all()} - set(listed))


def _held_text(n: int) -> str:
    return ngettext(
        "The files of {n} candidate are not given out: you have not answered the question of impartiality"
        " there, or take no part.",
        "The files of {n} candidates are not given out: you have not answered the question of impartiality"
        " there, or take no part.",
        n,
    ).format(n=n)


def _code(whole: object) -> Exit:
    return Exit.DONE if whole else Exit.TO_DECIDE


def _written(
    desk: Session,
    listed: Mapping[NomineeId, tuple[DeskAttachment, ...]],
    nominees: Mapping[NomineeId, Nominee],
    out: Path | None,
) -> dict[tuple[str, str], Path]:
    """Write what can be opened into a folder for each nominee; return where."""
    places: dict[tuple[str, str], Path] = {}
    for nominee, attachments in listed.items() if out is not None else ():
        folder = out / f"{nominees[nominee].number:02d}" if out is not None else Path()
        for n, found in enumerate(attachments, start=1):
            if not found.can_be_opened:
                continue
            attachment = found.attachment
            data = attachment_bytes(desk, attachment.sha256)
            make_folder(folder)
            path = folder / f"{n:02d} {plain_name(attachment.name, attachment.media)}"
            write_atomically(path, data)
            places[nominee, attachment.sha256] = path
    return places


def _line(found: DeskAttachment) -> str:
    told = ATTACHMENT_STATE_TEXTS[found.state]
    return f"{found.attachment.name} – {_(told)}" if told else found.attachment.name


def _document(
    found: DeskAttachment, nominee: Nominee, written: Mapping[tuple[str, str], Path]
) -> dict[str, Any]:
    attachment = found.attachment
    path = written.get((attachment.nominee, attachment.sha256))
    return {
        "nominee": nominee.id,
        "nominee_name": nominee.name,
        "name": attachment.name,
        "media": str(attachment.media),
        "size": attachment.size,
        "sha256": attachment.sha256,
        "state": str(found.state),
        "file": str(path.absolute()) if path else None,
    }
