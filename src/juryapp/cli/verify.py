"""`juryapp verify FILE`: what it is, whose, whether it is whole, and who signed it."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.checking.verifying import Outcome, outcome, verify
from juryapp.application.checking.words import (
    KIND_NAMES,
    SIGNATURE_NAMES,
    told_facts,
    told_signer,
    told_whole,
)
from juryapp.application.edition.editions import open_edition, open_place
from juryapp.application.ports import Verification
from juryapp.application.session import Session
from juryapp.base.errors import UnavailableError, UsageError
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "verify",
        _("say what one of our files is, and whether it is whole"),
        about=_(
            "Knows jury packages, score files, receipts, backups and archives, databases, protocols (PDF)\n"
            "and key files; takes nothing in and changes nothing. Whether a signer is known is seen from\n"
            "the edition (--edition, or the only one here) and from the desks on this computer.\n"
            "Exit code 0: whole, and signed by somebody known; 1: something cannot be told here, or\n"
            "differs; 2: damaged, forged, foreign, or made with a newer program."
        ),
        examples=("juryapp verify 2026-03-IS.jurypack", "juryapp verify protocol.pdf --json"),
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--password", default="", help=_("of a locked jury package, or the word of a move file")
    )
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Verify a file, against the edition if there is one."""
    file: Path = context.options.file
    session = None
    if context.services.verifier.recognise(file) != "database":  # that is an edition itself
        session = _edition(context)
    try:
        found = verify(context.services, file, session, password=context.options.password)
    finally:
        if session is not None:
            session.close()
    document = _document(found)
    if outcome(found) is Outcome.REFUSED:
        document["error"] = {
            "code": found.code or "E-VERIFY",
            "message": found.detail,
            "file": file.name,
            "row": None,
            "column": None,
        }
    return Answer(_lines(found), document, Exit(outcome(found)))


def _edition(context: Context) -> Session | None:
    """Return the edition that is meant; None where none was named and none, several or a busy one is here."""
    if context.place:
        return open_place(context.services, context.place, read_only=True)
    if context.options.edition:
        return open_edition(context.services, context.options.edition, read_only=True)
    try:
        return open_edition(context.services, read_only=True)
    except (UsageError, UnavailableError):
        return None


def _lines(found: Verification) -> list[str]:
    rows = [
        (_("What it is"), _(KIND_NAMES[found.kind])),
        (_("Whose"), found.whose),
        (_("Whole"), told_whole(found)),
        (_("Signature"), _(SIGNATURE_NAMES[found.signature])),
        (_("Signed by"), told_signer(found)),
        *told_facts(found),
    ]
    told = columns([row for row in rows if row[1]])
    return [*told, found.detail] if found.detail else told


def _document(found: Verification) -> dict[str, object]:
    return {
        "kind": found.kind,
        "whole": found.whole,
        "signature": found.signature,
        "signer": found.signer or None,
        "known": found.known or None,
        "whose": found.whose or None,
        "edition": found.edition or None,
        "verdict": outcome(found).name.lower(),
        "code": found.code or None,
        "detail": found.detail,
        "facts": dict(found.facts),
    }
