"""`juryapp jurors import FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.jurors import import_jurors
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    group = add_group(commands, "jurors", _("take the jury in from a spreadsheet"))
    parser = add_command(group, "import", _("take jurors in from a CSV or XLSX file"))
    parser.add_argument("words", nargs="+", metavar="FILE")
    parser.add_argument("--sheet", help=_("which sheet of a workbook"))
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Take jurors in."""
    name, words = context.split_edition(context.options.words, 1)
    with context.edition(name) as session:
        table = session.services.tables.read(Path(words[0]), context.options.sheet)
        done = import_jurors(session, table)
    line = _("Jurors added: {added}. Changed: {changed}.").format(
        added=done.added, changed=done.changed
    )
    return Answer([line], {"added": done.added, "changed": done.changed})
