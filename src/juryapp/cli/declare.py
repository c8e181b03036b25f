"""`juryapp declare JUROR NOMINEE --recused|--impartial`: what the panel decided, without the juror."""

from __future__ import annotations

import argparse

from juryapp.application.impartiality import ImpartialityRow, impartiality_rows, rule
from juryapp.application.naming import find_juror, find_nominee
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.impartiality import STANDING_NAMES, Reach, Standing

WHICH_WAY = N_("Say what the panel decided: --recused or --impartial.")
BOTH_NAMES = N_("Name both the juror and the nominee.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "declare",
        _("record what the panel decided on a juror’s impartiality"),
        about=_("Without names: list what was reported and what is to be decided."),
    )
    parser.add_argument("words", nargs="*", metavar="JUROR NOMINEE")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--recused", action="store_true")
    way.add_argument("--impartial", action="store_true")
    parser.add_argument("--ground", "--reason", default="", help=_("why, for the protocol"))
    parser.add_argument(
        "--reach",
        choices=[str(reach) for reach in Reach],
        default=str(Reach.NOMINEE),
        help=_("how far a recusal goes"),
    )
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Record a ruling, or list what was reported."""
    options = context.options
    name, words = context.split_edition(options.words, 2 if len(options.words) > 1 else 0)
    with context.edition(name, reading=not words) as session:
        if words:
            _check(words, decided=options.recused or options.impartial)
            with session.reading() as uow:
                juror = find_juror(uow.jurors.all(), words[0])
                nominee = find_nominee(uow.nominees.all(), words[1])
            rule(
                session,
                juror.id,
                nominee.id,
                recused=options.recused,
                reach=Reach(options.reach),
                ground=options.ground,
            )
        rows = impartiality_rows(session)
    waiting = any(row.standing is Standing.PENDING for row in rows)
    lines = columns([_row(row) for row in rows]) or [_("Nothing has been reported.")]
    code = Exit.TO_DECIDE if waiting and not words else Exit.DONE
    return Answer(lines, {"impartiality": [_document(row) for row in rows]}, code)


def _check(words: list[str], *, decided: bool) -> None:
    if len(words) != 2:
        raise UsageError(BOTH_NAMES, code="E-USAGE")
    if not decided:
        raise UsageError(WHICH_WAY, code="E-USAGE")


def _row(row: ImpartialityRow) -> tuple[str, str, str]:
    return (row.juror.name, row.nominee.name, _(STANDING_NAMES[row.standing]))


def _document(row: ImpartialityRow) -> dict[str, object]:
    return {
        "juror": row.juror.id,
        "juror_name": row.juror.name,
        "nominee": row.nominee.id,
        "nominee_name": row.nominee.name,
        "answer": str(row.answer) if row.answer else None,
        "standing": str(row.standing),
        "ground": row.ruling.ground if row.ruling else row.facts,
        "reach": str(row.ruling.reach) if row.ruling else None,
        "ruled": row.ruling is not None,
    }
