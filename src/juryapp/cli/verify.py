"""`juryapp verify FILE`: what it is, whose, and whether it is whole."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.editions import open_edition, open_place
from juryapp.application.ports import Verification
from juryapp.application.session import Session
from juryapp.application.verifying import verify
from juryapp.base.errors import UnavailableError, UsageError
from juryapp.base.i18n import N_, _
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context

KINDS = {
    "package": N_("Jury package"),
    "score": N_("Score file"),
    "protocol": N_("Protocol"),
    "backup": N_("Backup"),
    "unknown": N_("Unknown"),
}
SIGNATURES = {
    "valid": N_("valid"),
    "invalid": N_("not valid"),
    "sealed": N_("sealed: only the secretariat’s computer can open it"),
    "none": N_("none"),
}


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "verify", _("say what one of our files is, and whether it is whole")
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Verify a file, against the edition if there is one."""
    file = context.options.file
    session = _edition(context) if file.suffix.lower() != ".jurydb" else None  # that is one itself
    try:
        found = verify(context.services, file, session)
    finally:
        if session is not None:
            session.close()
    document = _document(found)
    sound = found.whole and found.signature != "invalid"
    if not sound:
        document["error"] = {
            "code": found.code or "E-VERIFY",
            "message": document["detail"],
            "file": file.name,
            "row": None,
            "column": None,
        }
    return Answer(_lines(found), document, Exit.DONE if sound else Exit.REFUSED)


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
        (_("What it is"), _(KINDS.get(found.kind, found.kind))),
        (_("Whole"), _("yes") if found.whole else _("no")),
        (_("Signature"), _(SIGNATURES.get(found.signature, found.signature))),
        (_("Signed by"), found.signer or _("unknown")),
    ]
    rows += [(_(label), value) for label, value in found.facts]
    facts = dict(found.facts)
    detail = [_(found.detail).format_map(_Lenient(facts))] if found.detail else []
    return [*columns(rows), *detail]


class _Lenient(dict[str, str]):
    """Leaves a placeholder that nothing fills as it stands."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _document(found: Verification) -> dict[str, object]:
    return {
        "kind": found.kind,
        "whole": found.whole,
        "signature": found.signature,
        "signer": found.signer or None,
        "known": found.known or None,
        "detail": _(found.detail).format_map(_Lenient(dict(found.facts))),
        "facts": dict(found.facts),
    }
