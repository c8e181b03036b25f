"""`juryapp score PACKAGE --marks FILE.csv --out FILE|DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.ballots import fill_in
from juryapp.application.desk_opening import open_package
from juryapp.application.handing_in import HandedIn, hand_in
from juryapp.base.i18n import _, ngettext
from juryapp.cli.answer import Answer
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "score",
        _("open a jury package, take marks from a table, and write the score file"),
        about=_(
            "The table has the columns nominee, criterion, mark and note. Nominee and criterion are the id\n"
            "or the exact name; a mark is 7,5 or 7.5, “not assessed”, “recused” (criterion empty), or empty\n"
            "to clear it. Nominees without “recused” count as declared impartial."
        ),
    )
    parser.add_argument("package", type=Path, metavar="PACKAGE")
    parser.add_argument("--marks", type=Path, required=True, metavar="FILE.csv")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FILE|DIR")
    parser.add_argument("--draft", action="store_true", help=_("although something is missing"))
    parser.add_argument("--password", default="", help=_("of the package"))
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Score and hand in."""
    options = context.options
    table = context.services.tables.read(options.marks)
    desk = open_package(context.services, options.package, password=options.password)
    try:
        fill_in(desk, table, finish=not options.draft)
        done = hand_in(desk, options.out, draft=options.draft)
    finally:
        desk.close()
    return Answer(_lines(done), _document(done))


def _lines(done: HandedIn) -> list[str]:
    marks = ngettext("{n} mark in {file}", "{n} marks in {file}", done.marks)
    state = _("It is complete.") if done.complete else _("It is a draft.")
    return [marks.format(n=done.marks, file=done.path), state]


def _document(done: HandedIn) -> dict[str, object]:
    return {
        "file": str(done.path.absolute()),
        "sha256": done.sha256,
        "juror": done.juror,
        "complete": done.complete,
        "marks": done.marks,
        "missing": done.missing,
    }
