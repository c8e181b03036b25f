"""The parts of the parser that all commands share.

Common options work before and after the command: after it they are parsed with `SUPPRESS` as default, since
argparse would otherwise overwrite what stood before it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from typing_extensions import override

from juryapp.base.errors import UsageError
from juryapp.base.i18n import LANGUAGES, N_, _

# After these, --language is that of the paper or text.
OWN_LANGUAGE: Final = ("protocol", "justify", "missing", "print")
WRONG_USE = N_("{why} Write “{program} --help” to see what can be said.")


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of exiting, so that `--json` holds for wrong use too.

    Options are written out: a shortened one would mean something else once another is added.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})

    @override
    def error(self, message: str) -> NoReturn:
        why = message[:1].upper() + message[1:].rstrip(".") + "."
        raise UsageError(WRONG_USE, code="E-USAGE", why=why, program=self.prog)


def existing_word(text: str) -> str:
    """Return `text`; an empty one is refused: an unset variable must not mean the user's own data."""
    if not text.strip():
        raise argparse.ArgumentTypeError(_("expected one argument"))
    return text


def add_common(
    parser: argparse.ArgumentParser, *, after_command: bool, own_language: str = ""
) -> None:
    """Add the options that every command has.

    Args:
        parser: Of the program, or of a command.
        after_command: It is a command's.
        own_language: What `--language` is said to be with this command, if not the program's language;
            it is kept as `own_language` then.
    """
    default = argparse.SUPPRESS if after_command else None
    no = argparse.SUPPRESS if after_command else False
    group = parser.add_argument_group(_("options of every command"))
    _add_places(group, default, no)
    group.add_argument(
        "--language",
        dest="own_language" if own_language else "language",
        choices=LANGUAGES,
        default=None if own_language else default,
        help=own_language or _("speak this language (also: JURYAPP_LANGUAGE)"),
    )
    group.add_argument(
        "--json", action="store_true", default=no, help=_("answer with exactly one JSON object")
    )


def _add_places(group: argparse._ArgumentGroup, default: str | None, no: str | bool) -> None:
    """Add the options that say which data is meant."""
    group.add_argument(
        "--data",
        metavar="DIR",
        type=existing_word,
        default=default,
        help=_("keep everything in DIR (also: JURYAPP_DATA)"),
    )
    group.add_argument(
        "--database",
        metavar="PATH|URL",
        type=existing_word,
        default=default,
        help=_("use this database in place, for example a backup to look at"),
    )
    group.add_argument(
        "--read-only",
        action="store_true",
        default=no,
        help=_("open the database for reading only"),
    )
    group.add_argument(
        "--edition",
        metavar="EDITION",
        default=default,
        help=_("which edition (its id); may be left out when there is exactly one"),
    )


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives the type no public name


def add_command(
    commands: argparse._SubParsersAction[Parser],
    name: str,
    text: str,
    *,
    about: str = "",
    own_language: str = "",
    examples: Sequence[str] = (),
) -> Parser:
    """Add a command with its help text, the common options, and lines that can be typed as they stand."""
    lines = [_("Examples:"), *(f"  {example}" for example in examples)]
    parser = commands.add_parser(
        name,
        help=text,
        description=about or text,
        epilog="\n".join(lines) if examples else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_common(parser, after_command=True, own_language=own_language)
    return parser


def add_group(
    commands: argparse._SubParsersAction[Parser], name: str, text: str
) -> argparse._SubParsersAction[Parser]:
    """Add a command that has commands of its own: `edition new`."""
    parser = add_command(commands, name, text)
    return parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
