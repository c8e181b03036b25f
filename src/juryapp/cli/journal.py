"""`juryapp log check`: integrity, coverage and anchors of the log."""

from __future__ import annotations

import argparse

from juryapp.application.log_check import LogVerdict, check_log
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    group = add_group(commands, "log", _("check the log of an edition"))
    check = add_command(group, "check", _("check that the log is whole and covers everything"))
    check.add_argument("name", nargs="?", default="", metavar="EDITION")
    check.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Check the log; exit code 1 if it differs from what it should be."""
    with context.edition(context.options.name, looking=True) as session:
        verdict = check_log(session)
    code = Exit.DONE if verdict.sound else Exit.TO_DECIDE
    return Answer(_lines(verdict), _document(verdict), code)


def _lines(verdict: LogVerdict) -> list[str]:
    broken = _("broken at entry {n}").format(n=verdict.broken_at)
    return columns(
        [
            (_("Entries"), str(verdict.entries)),
            (_("Head"), verdict.head),
            (_("Integrity"), _("whole") if verdict.broken_at is None else broken),
            (_("Coverage"), ", ".join(verdict.uncovered) or _("everything")),
            (_("Anchors"), ", ".join(verdict.lost_anchors) or _("all found")),
        ]
    )


def _document(verdict: LogVerdict) -> dict[str, object]:
    return {
        "sound": verdict.sound,
        "entries": verdict.entries,
        "head": verdict.head,
        "integrity": {"whole": verdict.broken_at is None, "broken_at": verdict.broken_at},
        "coverage": {"whole": not verdict.uncovered, "uncovered": list(verdict.uncovered)},
        "anchors": {"whole": not verdict.lost_anchors, "lost": list(verdict.lost_anchors)},
    }
