"""`juryapp decide NOMINEE --as winner|finalist|mention|none [--reason TEXT]`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from juryapp.application.decisions.deciding import decide, decide_no_award, decisions
from juryapp.application.naming import find_category, find_nominee
from juryapp.application.session import Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _
from juryapp.cli.answer import Answer, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.decisions import OUTCOME_NAMES, Decision, Outcome
from juryapp.domain.ids import NomineeId

NAME_ONE = N_("Name the nominee that is meant; with --as none, a category will do.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "decide",
        _("record the panel’s decision on a nominee"),
        about=_(
            "A decision that departs from the points, or where they leave it open, needs a reason.\n"
            "With the name of a category and --as none: no award is made there."
        ),
    )
    parser.add_argument("words", nargs="*", metavar="NOMINEE")
    parser.add_argument("--nominee", "--category", dest="named", metavar="NAME")
    parser.add_argument(
        "--as", dest="outcome", required=True, choices=[str(outcome) for outcome in Outcome]
    )
    parser.add_argument("--reason", default="", help=_("why, for the protocol"))
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Record a decision and show those that count."""
    options = context.options
    said = [*options.words, *filter(None, [options.named])]
    if not said:
        raise UsageError(NAME_ONE, code="E-USAGE")
    name, words = context.split_edition(said, 1)
    with context.edition(name) as session:
        _decide(session, " ".join(words), Outcome(options.outcome), options.reason)
        made = decisions(session)
        with session.reading() as uow:
            nominees = {n.id: n.name for n in uow.nominees.all()}
            categories = {c.id: c.name for c in uow.categories.all()}
    rows = [
        (
            categories[d.category],
            nominees[d.nominee] if d.nominee else "–",
            _(OUTCOME_NAMES[d.outcome]),
        )
        for d in made
    ]
    return Answer(columns(rows), {"decisions": [_document(d, nominees) for d in made]})


def _decide(session: Session, name: str, outcome: Outcome, reason: str) -> None:
    with session.reading() as uow:
        nominees, categories = uow.nominees.all(), uow.categories.all()
    try:
        nominee = find_nominee(nominees, name)
    except UsageError:
        if outcome is not Outcome.NONE:
            raise
        decide_no_award(session, find_category(categories, name).id, reason)
    else:
        decide(session, nominee.id, outcome, reason)


def _document(decision: Decision, nominees: Mapping[NomineeId, str]) -> dict[str, object]:
    return {
        "category": decision.category,
        "nominee": decision.nominee,
        "name": nominees[decision.nominee] if decision.nominee else None,
        "outcome": str(decision.outcome),
        "basis": str(decision.basis),
        "departs": decision.basis == "departs",
        "reason": decision.reason,
    }
