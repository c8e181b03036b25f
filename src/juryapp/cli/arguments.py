"""The parts of the parser that all commands share.

Common options work before and after the command: after it they are parsed with `SUPPRESS` as default, since
argparse would otherwise overwrite what stood before it.
"""

from __future__ import annotations

import argparse
from typing import NoReturn

from typing_extensions import override

from juryapp.base.errors import UsageError
from juryapp.base.i18n import LANGUAGES, N_, _

WRONG_USE = N_("{why} Write “{program} --help” to see what can be said.")


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of exiting, so that `--json` holds for wrong use too."""

    @override
    def error(self, message: str) -> NoReturn:
        why = message[:1].upper() + message[1:].rstrip(".") + "."
        raise UsageError(WRONG_USE, code="E-USAGE", why=why, program=self.prog)


def add_common(parser: argparse.ArgumentParser, *, after_command: bool) -> None:
    """Add the options that every command has."""
    default = argparse.SUPPRESS if after_command else None
    group = parser.add_argument_group(_("options of every command"))
    group.add_argument(
        "--data",
        metavar="DIR",
        default=default,
        help=_("keep everything in DIR (also: JURYAPP_DATA)"),
    )
    group.add_argument(
        "--database",
        metavar="PATH|URL",
        default=default,
        help=_("use this database in place, for example a backup to look at"),
    )
    group.add_argument(
        "--read-only",
        action="store_true",
        default=argparse.SUPPRESS if after_command else False,
        help=_("open the database for reading only"),
    )
    group.add_argument(
        "--edition",
        metavar="EDITION",
        default=default,
        help=_("which edition (its id); may be left out when there is exactly one"),
    )
    group.add_argument(
        "--language",
        choices=LANGUAGES,
        default=default,
        help=_("speak this language (also: JURYAPP_LANGUAGE)"),
    )
    group.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS if after_command else False,
        help=_("answer with exactly one JSON object"),
    )


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives the type no public name


def add_command(
    commands: argparse._SubParsersAction[Parser], name: str, text: str, *, about: str = ""
) -> Parser:
    """Add a command with its help text and the common options."""
    parser = commands.add_parser(
        name,
        help=text,
        description=about or text,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_common(parser, after_command=True)
    return parser


def add_group(
    commands: argparse._SubParsersAction[Parser], name: str, text: str
) -> argparse._SubParsersAction[Parser]:
    """Add a command that has commands of its own: `edition new`."""
    parser = add_command(commands, name, text)
    return parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
