"""`juryapp justify NOMINEE --language nb --text FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.decisions.deciding import justify
from juryapp.application.naming import find_nominee
from juryapp.base.errors import FileFormatError
from juryapp.base.files import read_limited
from juryapp.base.i18n import N_, _
from juryapp.cli.answer import Answer
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context

MAX_TEXT_FILE = 1 << 18
NOT_TEXT = N_("“{file}” is not a text file in UTF-8. Save it as UTF-8 and try again.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command. `--language` is that of the text here, not of the program."""
    parser = add_command(
        commands,
        "justify",
        _("set the public text on a nominee"),
        own_language=_("language of the text; else the edition’s first"),
    )
    parser.add_argument("words", nargs="+", metavar="NOMINEE")
    parser.add_argument("--text", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Set the text."""
    options = context.options
    name, words = context.split_edition(options.words, 1)
    text = _text(options.text)
    with context.edition(name) as session:
        with session.reading() as uow:
            nominee = find_nominee(uow.nominees.all(), " ".join(words))
            first = uow.edition().languages[0]
        language = options.own_language or first
        justify(session, nominee.id, language, text)
    count = len(text.split())
    line = _("Words in the justification of {nominee}: {n}").format(nominee=nominee.name, n=count)
    return Answer([line], {"nominee": nominee.id, "language": language, "words": count})


def _text(path: Path) -> str:
    try:
        return read_limited(path, MAX_TEXT_FILE).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FileFormatError(NOT_TEXT, code="E-ENC-UTF8", file=path.name) from error
