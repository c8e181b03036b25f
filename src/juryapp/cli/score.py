"""`juryapp score PACKAGE --marks FILE.csv --out FILE|DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.desk.ballots import fill_in, has_practice_left
from juryapp.application.desk.handing_in import HandedIn, hand_in
from juryapp.application.desk.opening import open_package
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
            "to clear it. Where no points are asked for, a mark is the place in an order, yes or no, or a\n"
            "level in words or its number from the top; a comment is written as the note.\n"
            "Nominees without “recused” count as declared impartial.\n"
            "A declare package takes “recused”, and marks for its practice nominee (PRACTICE, or its name);\n"
            "without these the file is a draft."
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
        with desk.reading() as uow:
            draft = options.draft or has_practice_left(uow)
        done = hand_in(desk, options.out, draft=draft)
    finally:
        desk.close()
    return Answer(_lines(done), _document(done))


def _lines(done: HandedIn) -> list[str]:
    state = _("It is complete.") if done.complete else _("It is a draft.")
    if done.practice is not None:
        told = _("Declarations in {file}. Practice: {given} of {asked}.")
        practice = done.practice
        return [told.format(file=done.path, given=practice.given, asked=practice.asked), state]
    marks = ngettext("{n} mark in {file}", "{n} marks in {file}", done.marks)
    return [marks.format(n=done.marks, file=done.path), state]


def _document(done: HandedIn) -> dict[str, object]:
    return {
        "file": str(done.path.absolute()),
        "sha256": done.sha256,
        "juror": done.juror,
        "complete": done.complete,
        "marks": done.marks,
        "missing": done.missing,
        "practice": practice_document(done),
    }


def practice_document(done: HandedIn) -> dict[str, int] | None:
    """Return what the file says of the practice nominee, None for a score package."""
    if done.practice is None:
        return None
    return {"given": done.practice.given, "asked": done.practice.asked}
