"""`juryapp desk receipt FILE`: open a receipt at the desk on this computer that it is for."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.desk_receipts import (
    Match,
    ReceptionView,
    TakenReceipt,
    desk_for,
    reception,
    sentence,
    take_receipt,
)
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, Exit
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands of a juror's desk."""
    group = add_group(commands, "desk", _("what a juror does on the own computer"))
    receipt = add_command(
        group,
        "receipt",
        _("open a receipt from the secretariat"),
        about=_(
            "Checks that the receipt is signed by the award, is for the juror of this computer, and says\n"
            "what was sent from here; then keeps it. Exit code 1: it is true and says something else."
        ),
        examples=("juryapp desk receipt 2026-03-IS-1f0c22aa.juryreceipt",),
    )
    receipt.add_argument("file", type=Path, metavar="FILE")
    receipt.set_defaults(run=run_receipt)


def run_receipt(context: Context) -> Answer:
    """Open a receipt and keep it."""
    file: Path = context.options.file
    content = context.services.receipts.read(file).content
    session = desk_for(context.services, content, file.name)
    try:
        taken = take_receipt(session, file)
        view = reception(session)
    finally:
        session.close()
    same = taken.known.match is Match.SAME and not view.is_warning
    document = {"edition": content.edition, "juror": content.juror, **_document(taken, view)}
    return Answer(list(view.sentences), document, Exit.DONE if same else Exit.TO_DECIDE)


def _document(taken: TakenReceipt, view: ReceptionView) -> dict[str, object]:
    receipt = taken.known.receipt
    return {
        "match": str(taken.known.match),
        "reception": str(view.reception),
        "again": taken.again,
        "message": sentence(taken.known),
        "score_file": receipt.sha256,
        "seq": receipt.seq,
        "taken": receipt.taken,
        "complete": receipt.complete,
        "received": receipt.received,
        "log": {"chain": receipt.chain, "head": receipt.head},
    }
