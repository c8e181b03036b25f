"""`juryapp log`: checking it (integrity, coverage, anchors), reading it, and handing it on as a table."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from juryapp.application.log.anchors import anchors_in
from juryapp.application.log.check import ChainState, LogVerdict, Soundness, check_log
from juryapp.application.log.export import export_log, local_time
from juryapp.application.log.reading import (
    LogBook,
    LogLine,
    LogQuery,
    day_end,
    day_start,
    read_log,
)
from juryapp.application.log.sentences import LogKind, entry_count
from juryapp.application.log.words import ANCHOR_NAMES, integrity_words, verdict_words
from juryapp.application.naming import find_juror, find_nominee
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
    listing = add_command(group, "list", _("show what was done, the oldest first"))
    _add_filters(listing)
    listing.set_defaults(run=run_list)
    export = add_command(group, "export", _("write the log to a CSV or XLSX file"))
    _add_filters(export)
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.set_defaults(run=run_export)


def _add_filters(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="EDITION")
    parser.add_argument("--juror", default="", metavar="JUROR", help=_("an id or the exact name"))
    parser.add_argument(
        "--nominee", default="", metavar="NOMINEE", help=_("an id or the exact name")
    )
    parser.add_argument("--what", choices=[kind.value for kind in LogKind], default=None)
    parser.add_argument("--since", default="", metavar="DATE", help=_("2026-11-12"))
    parser.add_argument("--until", default="", metavar="DATE", help=_("that day is included"))
    parser.add_argument("--search", default="", metavar="WORDS")


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


def run_list(context: Context) -> Answer:
    """Show the entries that are wanted."""
    with context.edition(context.options.name, looking=True) as session:
        book = read_log(session)
    lines = [book.line(place) for place in _places(context, book)]
    return Answer(
        columns([(str(n.seq), local_time(n.at), n.who, n.what) for n in lines]),
        {"entries": [_line(line) for line in lines], "count": len(lines)},
    )


def run_export(context: Context) -> Answer:
    """Write the entries that are wanted to a file."""
    out: Path = context.options.out
    with context.edition(context.options.name, looking=True) as session:
        book = read_log(session)
        places = _places(context, book)
        path = export_log(session.services, book, places, out)
    said = _("{entries} written to {path}").format(entries=entry_count(len(places)), path=path)
    return Answer([said], {"path": str(path.absolute()), "count": len(places)})


def _places(context: Context, book: LogBook) -> list[int]:
    options = context.options
    query = LogQuery(
        words=options.search,
        juror=find_juror(book.jurors, options.juror).id if options.juror else "",
        nominee=find_nominee(book.nominees, options.nominee).id if options.nominee else "",
        kind=LogKind(options.what) if options.what else None,
        since=day_start(options.since),
        until=day_end(options.until),
    )
    return book.find(query)[::-1]


def _line(line: LogLine) -> dict[str, object]:
    return {
        "seq": line.seq,
        "chain": line.chain,
        "at": line.at,
        "who": line.who,
        "what": line.what,
        "kind": line.kind.value,
        "juror": line.juror,
        "nominee": line.nominee,
        "hash": line.hash,
    }
