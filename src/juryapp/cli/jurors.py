"""`juryapp jurors import|left|back`."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.edition.departures import come_back, leave
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.naming import find_juror
from juryapp.application.session import Session
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context
from juryapp.domain.jury import Juror


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands."""
    group = add_group(commands, "jurors", _("take the jury in from a spreadsheet; who leaves it"))
    parser = add_command(group, "import", _("take jurors in from a CSV or XLSX file"))
    parser.add_argument("words", nargs="+", metavar="FILE")
    parser.add_argument("--sheet", help=_("which sheet of a workbook"))
    parser.set_defaults(run=run)
    left = add_command(group, "left", _("record that a juror has left the jury"))
    left.add_argument("words", nargs="+", metavar="JUROR")
    left.add_argument(
        "--marks-count",
        choices=("yes", "no"),
        required=True,
        help=_("whether the marks given until now count, as the chair decides"),
    )
    left.add_argument("--deputy", metavar="JUROR", help=_("who takes the seat"))
    left.add_argument("--reason", default="", help=_("why, for the protocol"))
    left.set_defaults(run=run_left)
    back = add_command(group, "back", _("record that a juror who had left is back"))
    back.add_argument("words", nargs="+", metavar="JUROR")
    back.add_argument("--reason", default="", help=_("why, for the protocol"))
    back.set_defaults(run=run_back)


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


def run_left(context: Context) -> Answer:
    """Record that a juror has left."""
    options = context.options
    name, words = context.split_edition(options.words, 1)
    counts = options.marks_count == "yes"
    with context.edition(name) as session:
        juror = _juror(session, words[0])
        deputy = _juror(session, options.deputy) if options.deputy else None
        leave(
            session,
            juror.id,
            marks_count=counts,
            reason=options.reason,
            deputy=deputy.id if deputy else None,
        )
    line = _("{juror} has left the jury. The marks given until now are kept and count.")
    if not counts:
        line = _("{juror} has left the jury. The marks given until now are kept and do not count.")
    document = {
        "juror": juror.id,
        "left": True,
        "marks_count": counts,
        "deputy": deputy.id if deputy else None,
    }
    return Answer([line.format(juror=juror.name)], document)


def run_back(context: Context) -> Answer:
    """Record that a juror is back."""
    name, words = context.split_edition(context.options.words, 1)
    with context.edition(name) as session:
        juror = _juror(session, words[0])
        come_back(session, juror.id, reason=context.options.reason)
    line = _("{juror} is in the jury again.").format(juror=juror.name)
    return Answer([line], {"juror": juror.id, "left": False})


def _juror(session: Session, name: str) -> Juror:
    with session.reading() as uow:
        return find_juror(uow.jurors.all(), name)
