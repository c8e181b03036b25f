"""`juryapp nominations attach|attachments|detach`: the files of the nominees."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from juryapp.application.edition.attaching_folders import FolderPlan, attach_folder, plan_folder
from juryapp.application.edition.attachments import (
    Attached,
    attach_many,
    attachments_of,
    missing_attachments,
    remove_attachment,
)
from juryapp.application.naming import find_nominee
from juryapp.application.session import Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _, ngettext, translated
from juryapp.base.numbers import format_number
from juryapp.cli.answer import Answer, Exit, error_document, exit_code
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.attachments import Attachment
from juryapp.domain.nominees import Nominee

WHOSE = N_("Write NOMINEE and FILE, or --folder DIR with the files of all nominees.")
NO_FILE = N_("{nominee} has no file “{name}”. There are: {known}.")


def add_file_commands(group: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands to `juryapp nominations`."""
    attach = add_command(
        group,
        "attach",
        _("attach files to a nominee: PDF, PNG, JPEG or plain text"),
        about=_(
            "NOMINEE is the id or the exact name. What a file is, its content says, not its name. What\n"
            "cannot be shown at the desk is refused, with what to do; the others are taken in.\n"
            "With --folder DIR, the files of many nominees: subfolders or files whose names begin with the\n"
            "number or the name of the nominee; --dry-run says what would go to whom."
        ),
        examples=(
            "juryapp nominations attach Fjordby plan.pdf torget.jpg",
            "juryapp nominations attach --folder vedlegg --dry-run",
        ),
    )
    attach.add_argument("words", nargs="*", metavar="NOMINEE FILE")
    attach.add_argument("--folder", type=Path, metavar="DIR", help=_("with the files of many"))
    attach.add_argument("--dry-run", action="store_true", help=_("say what would be taken in"))
    attach.set_defaults(run=run_attach)
    listing = add_command(group, "attachments", _("list the files of the nominees"))
    listing.set_defaults(run=run_list)
    detach = add_command(
        group,
        "detach",
        _("take files away from a nominee; NAME is the file’s name or its sha256"),
        examples=("juryapp nominations detach Fjordby plan.pdf",),
    )
    detach.add_argument("words", nargs="+", metavar="NOMINEE NAME")
    detach.set_defaults(run=run_detach)


def run_attach(context: Context) -> Answer:
    """Attach files to one nominee, or to many."""
    options = context.options
    words: list[str] = options.words
    if (options.folder is None) == (len(words) < 2) or (options.folder and words):
        raise UsageError(WHOSE, code="E-USAGE")
    with context.edition() as session:
        if options.folder is not None:
            plan = plan_folder(session, options.folder)
            if options.dry_run:
                return _planned(plan)
            return _taken(session, attach_folder(session, plan), plan.unknown)
        nominee = _nominee(session, words[0])
        if options.dry_run:
            paths = tuple(Path(word) for word in words[1:])
            return _planned(FolderPlan(found=((nominee, paths),), unknown=()))
        return _taken(session, attach_many(session, nominee.id, map(Path, words[1:])))


def run_list(context: Context) -> Answer:
    """List the files of all nominees."""
    with context.edition(reading=True) as session:
        listed, names = attachments_of(session), _names(session)
        gone = {attachment.sha256 for attachment in missing_attachments(session)}
    lines = []
    for nominee, attachments in sorted(listed.items(), key=lambda item: names[item[0]]):
        lines.append(names[nominee])
        lines += [f"  {_line(attachment, gone)}" for attachment in attachments]
    everything = [a for attachments in listed.values() for a in attachments]
    sizes = {attachment.sha256: attachment.size for attachment in everything}
    document = {
        "attachments": [_document(a, names, gone) for a in everything],
        "files": len(sizes),
        "bytes": sum(sizes.values()),
    }
    return Answer(lines or [_("No files are attached.")], document, _lacks(gone))


def run_detach(context: Context) -> Answer:
    """Take files away from a nominee."""
    name, *wanted = context.options.words
    with context.edition() as session:
        nominee = _nominee(session, name)
        theirs = attachments_of(session).get(nominee.id, ())
        chosen = [_chosen(nominee, theirs, word) for word in wanted]
        for attachment in chosen:
            remove_attachment(session, nominee.id, attachment.sha256)
    text = ngettext("{n} file was taken away.", "{n} files were taken away.", len(chosen))
    document = {"removed": [_document(a, {nominee.id: nominee.name}) for a in chosen]}
    return Answer([text.format(n=len(chosen))], document)


def _taken(session: Session, done: Attached, unknown: Iterable[Path] = ()) -> Answer:
    names, unknown = _names(session), list(unknown)
    count = len(done.attachments)
    text = ngettext("{n} file was attached.", "{n} files were attached.", count).format(n=count)
    already = len(done.already)
    lines = [text]
    if already:
        known = ngettext("{n} was there already.", "{n} were there already.", already)
        lines.append(known.format(n=already))
    lines += [warning.sentence() for warning in done.warnings]
    lines += [translated(error) for error in done.refused]
    lines += [_("Of no nominee, left out: {file}").format(file=path) for path in unknown]
    codes = [exit_code(error) for error in done.refused]
    code = max([Exit.TO_DECIDE if unknown or done.warnings else Exit.DONE, *codes])
    document = {
        "attached": [_document(a, names) for a in done.attachments],
        "already": [_document(a, names) for a in done.already],
        "warnings": [{"code": w.code, "message": w.sentence()} for w in done.warnings],
        "refused": [error_document(error) for error in done.refused],
        "unknown": [str(path) for path in unknown],
    }
    return Answer(lines, document, code)


def _planned(plan: FolderPlan) -> Answer:
    lines = []
    for nominee, paths in plan.found:
        lines.append(nominee.name)
        lines += [f"  {path}" for path in paths]
    lines += [_("Of no nominee, left out: {file}").format(file=path) for path in plan.unknown]
    document = {
        "planned": [
            {"nominee": nominee.id, "name": nominee.name, "files": [str(path) for path in paths]}
            for nominee, paths in plan.found
        ],
        "unknown": [str(path) for path in plan.unknown],
    }
    return Answer(lines, document, Exit.TO_DECIDE if plan.unknown else Exit.DONE)


def _nominee(session: Session, name: str) -> Nominee:
    with session.reading() as uow:
        return find_nominee(uow.nominees.all(), name)


def _names(session: Session) -> Mapping[str, str]:
    with session.reading() as uow:
        return {nominee.id: nominee.name for nominee in uow.nominees.all()}


def _chosen(nominee: Nominee, theirs: Iterable[Attachment], word: str) -> Attachment:
    theirs = list(theirs)
    found = [a for a in theirs if word in {a.name, a.sha256}]
    if len(found) != 1:
        known = ", ".join(f"{a.name} ({a.sha256[:8]}…)" for a in theirs) or "–"
        raise UsageError(NO_FILE, code="E-UNKNOWN", nominee=nominee.name, name=word, known=known)
    return found[0]


def _line(attachment: Attachment, gone: Iterable[str]) -> str:
    size = _size(attachment.size)
    text = f"{attachment.name} · {size} · {attachment.sha256[:12]}"
    return (
        f"{text} · {_('its content is missing; attach it again')}"
        if attachment.sha256 in gone
        else text
    )


def _size(size: int) -> str:
    if size < 1_000_000:
        return _("{n} kB").format(n=max(1, size // 1000))
    return _("{n} MB").format(n=format_number(Fraction(size, 1_000_000), 1))


def _document(
    attachment: Attachment, names: Mapping[str, str], gone: Iterable[str] = ()
) -> dict[str, Any]:
    return {
        "nominee": attachment.nominee,
        "nominee_name": names.get(attachment.nominee, ""),
        "name": attachment.name,
        "media": str(attachment.media),
        "size": attachment.size,
        "sha256": attachment.sha256,
        "order": attachment.order,
        "missing": attachment.sha256 in gone,
    }


def _lacks(gone: Iterable[str]) -> Exit:
    return Exit.TO_DECIDE if list(gone) else Exit.DONE
