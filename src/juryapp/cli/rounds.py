"""`juryapp round open|close`."""

from __future__ import annotations

import argparse

from juryapp.application.edition.rounds import check_setup, close_round, open_round
from juryapp.application.session import the_round
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the two commands."""
    group = add_group(commands, "round", _("open the scoring round, or close it"))
    opening = add_command(group, "open", _("check the set-up, lock it, and open the round"))
    opening.add_argument("name", nargs="?", default="", metavar="EDITION")
    opening.add_argument("--reason", default="", help=_("why a closed round is opened again"))
    opening.set_defaults(run=run_open)
    closing = add_command(group, "close", _("close the round; later files are not taken in"))
    closing.add_argument("name", nargs="?", default="", metavar="EDITION")
    closing.set_defaults(run=run_close)


def run_open(context: Context) -> Answer:
    """Open the round, and say what the set-up check would like to see."""
    with context.edition(context.options.name) as session:
        findings = check_setup(session)
        open_round(session, reason=context.options.reason)
        with session.reading() as uow:
            current = the_round(uow)
    advice = [_(f.template).format_map(f.params) for f in findings if not f.blocks]
    return Answer(
        [_("The round is open. Criteria, weights and rules are locked."), *advice],
        {
            "round": current.id,
            "state": str(current.state),
            "ballot": current.ballot,
            "rules": current.rules,
            "advice": advice,
        },
    )


def run_close(context: Context) -> Answer:
    """Close the round."""
    with context.edition(context.options.name) as session:
        close_round(session)
        with session.reading() as uow:
            current = the_round(uow)
    return Answer(
        [_("The round is closed.")],
        {"round": current.id, "state": str(current.state), "closed": current.closed},
    )
