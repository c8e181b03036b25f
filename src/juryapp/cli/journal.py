"""`juryapp log check`: integrity, coverage and anchors of the log."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Final

from juryapp.application.log_anchors import anchors_in
from juryapp.application.log_check import ChainState, LogVerdict, Soundness, check_log
from juryapp.application.log_words import ANCHOR_NAMES, integrity_words, verdict_words
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context
from juryapp.domain.packages import Anchor

_CODES: Final[Mapping[bool, Exit]] = {True: Exit.DONE, False: Exit.TO_DECIDE}


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands."""
    group = add_group(commands, "log", _("read and check the log of an edition"))
    check = add_command(group, "check", _("check that the log is whole and covers everything"))
    check.add_argument("name", nargs="?", default="", metavar="EDITION")
    check.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="FILE|HEX",
        help=_("a file or a head that lies outside: a package, receipt, backup, protocol"),
    )
    check.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Check the log; exit code 1 if it differs from what it should be."""
    with context.edition(context.options.name, looking=True) as session:
        brought = [
            anchor for given in context.options.anchor for anchor in anchors_in(session, given)
        ]
        verdict = check_log(session, brought)
    return Answer(_lines(verdict), _document(verdict), _CODES[verdict.sound])


def _lines(verdict: LogVerdict) -> list[str]:
    words = verdict_words(verdict)
    lines = columns(
        [
            (_("Entries"), str(verdict.entries)),
            (_("Head"), verdict.head),
            (_("Integrity"), words.integrity),
            (_("Coverage"), words.coverage),
            (_("Anchors"), words.anchors),
        ]
    )
    lines += [f"  {_lost(anchor)}" for anchor in verdict.lost]
    if len(verdict.chains) > 1:
        lines += [f"  {chain.chain}: {integrity_words(chain)}" for chain in verdict.chains]
    return lines


def _lost(anchor: Anchor) -> str:
    kind = _(ANCHOR_NAMES[anchor.kind])
    return f"{kind}, {anchor.named}: {anchor.head}" if anchor.named != anchor.head else anchor.head


def _document(verdict: LogVerdict) -> dict[str, object]:
    return {
        "sound": verdict.sound,
        "entries": verdict.entries,
        "head": verdict.head,
        "integrity": {
            "verdict": verdict.integrity.value,
            "whole": verdict.integrity is Soundness.WHOLE,
            "broken_at": verdict.broken_at,
            "chains": [_chain(chain) for chain in verdict.chains],
        },
        "coverage": {
            "verdict": verdict.coverage.value,
            "whole": not verdict.uncovered,
            "uncovered": list(verdict.uncovered),
            "untold": list(verdict.untold),
        },
        "anchors": {
            "verdict": verdict.anchoring.value,
            "whole": not verdict.lost,
            "known": len(verdict.anchors) - len(verdict.lost),
            "lost": [_anchor(anchor) for anchor in verdict.lost],
        },
    }


def _chain(chain: ChainState) -> dict[str, object]:
    return {
        "chain": chain.chain,
        "own": chain.own,
        "joined": chain.joined,
        "named": chain.named,
        "entries": chain.entries,
        "head": chain.head,
        "verdict": chain.soundness.value,
        "broken_at": chain.broken_at,
    }


def _anchor(anchor: Anchor) -> dict[str, str]:
    return {"kind": anchor.kind.value, "named": anchor.named, "head": anchor.head}
