"""`juryapp receipts --out DIR`: for each juror the signed word of what became of the score file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from juryapp.application.merge.confirmation import confirmation_letter, to_confirm
from juryapp.application.merge.receipts import WrittenReceipt, all_files, write_receipts
from juryapp.application.session import Session
from juryapp.base.files import make_folder, write_atomically
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "receipts",
        _("write receipts for the jurors"),
        about=_(
            "A receipt says that a score file was taken in as the juror sent it (or as a draft, or that it\n"
            "was laid aside), with the head of the log. The juror opens it; the names say nothing of anybody."
        ),
        examples=(
            "juryapp receipts --out receipts",
            "juryapp receipts --out receipts --all --json",
        ),
    )
    parser.add_argument("name", nargs="?", default="", metavar="EDITION")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help=_("where to"))
    parser.add_argument(
        "--all",
        action="store_true",
        help=_("for all files, not only for those without a receipt yet"),
    )
    parser.add_argument(
        "--confirm",
        action="store_true",
        help=_(
            "write instead, for each Excel ballot and paper, the e-mail that asks its juror to confirm"
        ),
    )
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Write the receipts."""
    options = context.options
    with context.edition(options.name) as session:
        if options.confirm:
            return _confirmations(session, options.out)
        chosen = all_files(session) if options.all else None
        written, _changes = write_receipts(session, options.out, chosen)
    lines = receipt_lines(written) or [_("There is no file without a receipt.")]
    return Answer(lines, {"receipts": receipt_documents(written)})


def _confirmations(session: Session, folder: Path) -> Answer:
    """Write the e-mails to the jurors whose ballots nobody signed."""
    rows: list[tuple[str, str]] = []
    documents: list[dict[str, object]] = []
    make_folder(folder)
    for file, juror in to_confirm(session):
        letter = confirmation_letter(session, file.sha256)
        path = folder / f"{Path(file.name).stem}-{file.sha256[:8]}.txt"
        write_atomically(path, f"{letter.subject}\n\n{letter.body}".encode())
        name = juror.name if juror else str(file.juror)
        rows.append((name, str(path)))
        documents.append(
            {"juror": file.juror, "name": name, "file": str(path.absolute()), "sha256": file.sha256}
        )
    lines = columns(rows) or [_("There is no ballot that has to be confirmed.")]
    return Answer(lines, {"letters": documents})


def receipt_lines(written: Sequence[WrittenReceipt]) -> list[str]:
    """Return a line for each receipt: who, what it says, where it lies."""
    return columns([(r.juror.name, _state(r), str(r.path)) for r in written])


def receipt_documents(written: Sequence[WrittenReceipt]) -> list[dict[str, object]]:
    """Return the receipts for scripts."""
    return [
        {
            "juror": r.juror.id,
            "name": r.juror.name,
            "file": str(r.path.absolute()),
            "sha256": r.digest,
            "score_file": r.sha256,
            "state": ("taken" if r.complete else "draft") if r.taken else "held",
        }
        for r in written
    ]


def _state(receipt: WrittenReceipt) -> str:
    if not receipt.taken:
        return _("laid aside")
    return _("taken in") if receipt.complete else _("taken in as a draft")
