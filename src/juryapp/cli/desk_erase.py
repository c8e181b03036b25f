"""`juryapp desk erase`: a juror's desk goes from this computer, and a receipt says so."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from juryapp.application.desk.erasing import ErasureReceipt, erase_desk, what_goes
from juryapp.application.desk.erasing_words import made_lines, sentence, what_lines
from juryapp.application.session import Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _, current, language
from juryapp.cli.answer import Answer, Exit
from juryapp.cli.arguments import Parser, add_command, existing_word
from juryapp.cli.context import Context

NOT_SAID = N_(
    "Nothing was erased. “{edition}” would go from this computer, and that cannot be undone: {what}."
    " Add --yes to do it."
)


def add_erase(commands: argparse._SubParsersAction[Parser]) -> Parser:
    """Add the command."""
    command = add_command(
        commands,
        "erase",
        _("erase the desk from this computer, with a receipt"),
        about=_(
            "Removes your marks, answers, notes, the papers, the key and juryapp’s own backups of the desk\n"
            "from this computer. It cannot be undone. Copies in e-mail, on memory sticks, in backups and\n"
            "with others must be deleted separately; files on SSDs may survive being overwritten."
        ),
        examples=("juryapp desk erase --receipt deletion.txt --yes",),
    )
    command.add_argument(
        "--receipt",
        type=lambda text: Path(existing_word(text)),
        required=True,
        metavar="FILE|DIR",
        help=_("where the receipt goes, outside of juryapp’s own folder"),
    )
    command.add_argument(
        "--although-not-received",
        action="store_true",
        help=_("erase also what the secretariat has given no receipt for"),
    )
    command.add_argument("--yes", action="store_true", help=_("do it; without it nothing is done"))
    return command


def erase_chosen(context: Context, desk: Session) -> Answer:
    """Erase a desk that is open; without --yes say what would go."""
    options = context.options
    goes = what_goes(desk)
    if not options.yes:
        what = ", ".join(what_lines(goes, current()))
        raise UsageError(NOT_SAID, code="E-YES", edition=goes.title, what=what)
    receipt = erase_desk(desk, options.receipt, although_not_received=options.although_not_received)
    lines = [
        sentence(receipt, language()),
        *(f"- {line}" for line in what_lines(receipt, current())),
    ]
    made = made_lines(receipt, current())
    if made:
        lines += [_("Not deleted:"), *(f"- {line}" for line in made)]
    if receipt.is_saved:
        lines.append(_("The receipt lies in {file}.").format(file=receipt.saved_to))
    else:
        lines += [
            _("The receipt could not be written; here it is:"),
            "",
            *receipt.text.splitlines(),
        ]
    return Answer(lines, document(receipt), Exit.DONE if receipt.is_saved else Exit.TO_DECIDE)


def finished_before(receipts: Sequence[ErasureReceipt]) -> Answer:
    """Answer with what was begun earlier, stopped half-way, and was finished at this start."""
    lines = [line for receipt in receipts for line in receipt.text.splitlines()]
    return Answer(lines, {"finished": [document(receipt) for receipt in receipts]})


def document(receipt: ErasureReceipt) -> dict[str, object]:
    """Return a receipt for scripts."""
    return {
        "edition": receipt.edition,
        "title": receipt.title,
        "juror": receipt.juror,
        "erased": receipt.erased,
        "deleted": {
            "marks": receipt.marks,
            "declarations": receipt.declarations,
            "comments": receipt.comments,
            "private_notes": receipt.private_notes,
            "receipts": receipt.receipts,
            "backups": receipt.backups,
        },
        "made_here": {"score_files": receipt.score_files, "move_files": receipt.move_files},
        "unreceived": receipt.unreceived or None,
        "package": receipt.package,
        "log": {"chain": receipt.chain, "head": receipt.head},
        "receipt": receipt.saved_to if receipt.is_saved else None,
        "text": receipt.text,
    }
