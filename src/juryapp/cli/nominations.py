"""`juryapp nominations import FILE`; the files of nominees are in `nominations_files`."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.edition.nominations import (
    NominationImport,
    import_nominations,
    preview_nominations,
)
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context
from juryapp.cli.nominations_files import add_file_commands


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    group = add_group(
        commands, "nominations", _("take nominations in, and attach files to nominees")
    )
    parser = add_command(
        group, "import", _("take nominations in from a CSV or XLSX file, gathered on nominees")
    )
    parser.add_argument("words", nargs="+", metavar="FILE")
    parser.add_argument("--sheet", help=_("which sheet of a workbook"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would be taken in"))
    parser.set_defaults(run=run)
    add_file_commands(group)


def run(context: Context) -> Answer:
    """Take nominations in."""
    name, words = context.split_edition(context.options.words, 1)
    with context.edition(name) as session:
        table = session.services.tables.read(Path(words[0]), context.options.sheet)
        take = preview_nominations if context.options.dry_run else import_nominations
        done = take(session, table)
    return Answer(_lines(done), _document(done))


def _lines(done: NominationImport) -> list[str]:
    counts = _("Nominations: {nominations}. New nominees: {nominees}. Known already: {already}.")
    warnings = [warning.sentence() for warning in done.warnings]
    return [
        counts.format(
            nominations=len(done.nominations), nominees=len(done.nominees), already=done.already
        ),
        *warnings,
    ]


def _document(done: NominationImport) -> dict[str, object]:
    return {
        "categories": [category.name for category in done.categories],
        "nominees": len(done.nominees),
        "nominations": len(done.nominations),
        "already": done.already,
        "warnings": [
            {"code": w.code, "message": w.sentence(), "row": w.row, "column": w.column or None}
            for w in done.warnings
        ],
    }
