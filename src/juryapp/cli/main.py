"""The command line: `juryapp COMMAND …`. The same use cases as the window's; never imports Qt."""

from __future__ import annotations

import argparse
import io
import logging
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout
from itertools import takewhile
from pathlib import Path

from juryapp import __version__
from juryapp.base.errors import UserError
from juryapp.base.i18n import N_, _, preferred_language, use_language
from juryapp.base.logs import start_logging
from juryapp.base.paths import data_folder
from juryapp.cli import (
    analyse,
    award,
    backup,
    decide,
    declare,
    demo,
    desk,
    edition,
    journal,
    jurors,
    justify,
    keys,
    merge,
    missing,
    nominations,
    package,
    paper,
    protocol,
    rank,
    receipts,
    resolve,
    results,
    rounds,
    score,
    verify,
)
from juryapp.cli.answer import Answer, Exit, prepare_streams, tell_error, told
from juryapp.cli.argparse_texts import speak_our_language
from juryapp.cli.arguments import OWN_LANGUAGE, Parser, add_common
from juryapp.cli.context import Context, saved_language

log = logging.getLogger(__name__)
logging.getLogger("juryapp").addHandler(logging.NullHandler())  # without a log file, tell nobody

COMMANDS = (
    edition,
    jurors,
    nominations,
    rounds,
    package,
    paper,
    score,
    merge,
    missing,
    receipts,
    desk,
    declare,
    resolve,
    results,
    decide,
    justify,
    protocol,
    rank,
    analyse,
    verify,
    journal,
    keys,
    backup,
    award,
    demo,
)


DESCRIPTION = N_(
    "An award jury from nominations to a printed protocol: offline, impartial, on your own machines."
)
EPILOG = N_(
    "Without a command the window opens; with one of our files, the window opens that file.\n\n"
    "The whole job:\n"
    "  juryapp edition new --template host-municipality\n"
    "  juryapp nominations import nominations.xlsx\n"
    "  juryapp jurors import jurors.csv\n"
    "  juryapp round open\n"
    "  juryapp package --out packages\n"
    "  juryapp score packages/2026-01-AB.jurypack --marks marks.csv --out scores\n"
    "  juryapp merge scores\n"
    "  juryapp results\n"
    "  juryapp round close\n"
    "  juryapp decide Fjordby --as winner\n"
    "  juryapp protocol --final --out protocol.pdf\n\n"
    "Exit codes: 0 done, 1 done and something is to be decided, 2 refused or used wrongly,\n"
    "3 the machine says no, 4 a fault of the program."
)


def build_parser() -> Parser:
    """Return the parser, in the language in use."""
    speak_our_language()
    parser = Parser(
        prog="juryapp",
        description=_(DESCRIPTION),
        epilog=_(EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"juryapp {__version__}",
        help=_("say which version this is"),
    )
    parser.add_argument(
        "--selftest",
        action="store_true",
        help=_("open a window, a database, make a paper, show it, and say whether all of it works"),
    )
    add_common(parser, after_command=False)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title=_("commands"), required=True, parser_class=Parser
    )
    for command in COMMANDS:
        command.add_parser(commands)
    return parser


def main(argv: Sequence[str]) -> int:
    """Carry out a command and return its exit code. Never raises."""
    as_json = "--json" in argv
    prepare_streams(as_json=as_json)
    command = ""
    try:
        use_language(_language(argv))
        options, page = _parsed(argv)
        if options is None:
            return told(Answer(page.splitlines(), {"text": page}), "help", as_json=as_json)
        command = _name(options)
        if options.command != "demo":  # the demo touches nothing of the user's, not even the log
            start_logging(data_folder(options.data).logs)
        answer = options.run(Context(options))
    except UserError as error:
        asked = command or str(error.params.get("program", "")).removeprefix("juryapp").strip()
        return tell_error(error, asked, as_json=as_json)
    except KeyboardInterrupt:
        print(
            "juryapp: " + _("Stopped. Nothing was changed by the step under way."), file=sys.stderr
        )
        return 130
    except Exception as bug:  # noqa: BLE001 - the last line of defence: no traceback reaches a user
        return _tell_bug(bug, command, as_json=as_json)
    return told(answer, command, as_json=as_json)


def _parsed(argv: Sequence[str]) -> tuple[argparse.Namespace | None, str]:
    """Return the options, or None and the page that `--help` or `--version` asks for."""
    page = io.StringIO()
    try:
        with redirect_stdout(page):
            return build_parser().parse_args(argv), ""
    except SystemExit:  # argparse after --help and --version; wrong use raises UsageError
        return None, page.getvalue()


def _language(argv: Sequence[str]) -> str:
    """Return the language to speak, before the parser (whose help is in that language) is built.

    What is wrong with the words is told by the parser itself, later.
    """
    early = Parser(add_help=False)
    early.add_argument("--language", nargs="?", default="")
    early.add_argument("--data", nargs="?")
    ours = list(takewhile(lambda word: word not in OWN_LANGUAGE, argv))  # after it, the paper's
    known, _rest = early.parse_known_args([word for word in ours if word != "--"])
    setting = known.language or saved_language(data_folder(known.data))
    return preferred_language(setting) if not known.language else preferred_language(setting, {})


def _name(options: argparse.Namespace) -> str:
    parts = (options.command, getattr(options, "subcommand", ""))
    return " ".join(part for part in parts if part)


def _way_to(bug: BaseException) -> str:
    """Return kinds and places, no messages: names, marks or comments may stand in those."""
    lines: list[str] = []
    seen: BaseException | None = bug
    while seen is not None:
        lines += ["", type(seen).__name__]
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def _tell_bug(bug: Exception, command: str, *, as_json: bool) -> int:
    log.error("bug in %s:%s", command or "the command line", _way_to(bug))
    text = _(
        "Something went wrong that should not (a fault of the program: {name})."
        " Your data is safe up to the last step. The log file says more."
    ).format(name=type(bug).__name__)
    fault = UserError("{text}", code="E-BUG", text=text)
    tell_error(fault, command, as_json=as_json)
    return Exit.BUG
