"""`juryapp protocol [--final] [--out FILE|DIR]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.protocol.printing import (
    Printed,
    advice_on,
    draft_content,
    print_again,
    print_protocol,
)
from juryapp.base.files import sha256
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, Exit
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command. `--language` is that of the paper here; else the edition's first."""
    parser = add_command(
        commands,
        "protocol",
        _("print the protocol as PDF"),
        about=_(
            "A draft can be printed at any time. A final protocol needs an official result and a\n"
            "decision in every category; it becomes a version whose bytes are kept."
        ),
        own_language=_("language of the paper; else the edition’s first"),
    )
    parser.add_argument("name", nargs="?", default="", metavar="EDITION")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FILE|DIR")
    parser.add_argument("--final", action="store_true", help=_("approve it: a version, kept"))
    parser.add_argument(
        "--version",
        dest="stored",
        type=int,
        metavar="N",
        help=_("print version N again, as it was"),
    )
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Print a draft, a final version, or a kept one again."""
    options = context.options
    if options.stored is not None:
        return _again(context)
    with context.edition(options.name) as session:
        content = draft_content(session)
        printed = print_protocol(
            session, options.out, language=options.own_language or "", final=options.final
        )
    advice = [_(a.template).format_map(a.params) for a in advice_on(content)]
    code = Exit.TO_DECIDE if content.open_questions else Exit.DONE
    lines = [*advice, *printed.warnings, str(printed.path.absolute())]
    return Answer(lines, _document(printed, advice, len(content.open_questions)), code)


def _again(context: Context) -> Answer:
    options = context.options
    target = options.out
    if target.is_dir() or not target.suffix:
        target /= f"protocol-v{options.stored}.pdf"
    with context.edition(options.name, reading=True) as session:
        path = print_again(session, options.stored, target)
    document = {
        "protocol": str(path.absolute()),
        "version": options.stored,
        "draft": False,
        "sha256": sha256(path.read_bytes()),
    }
    return Answer([str(path.absolute())], document)


def _document(printed: Printed, advice: list[str], open_questions: int) -> dict[str, object]:
    record = printed.record
    return {
        "protocol": str(printed.path.absolute()),
        "version": record.version,
        "draft": record.draft,
        "language": record.language,
        "digest": record.digest or None,
        "sha256": record.pdf_sha256,
        "log_head": record.log_head,
        "open_questions": open_questions,
        "advice": [*advice, *printed.warnings],
    }
