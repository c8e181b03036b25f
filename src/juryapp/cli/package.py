"""`juryapp package --kind declare|score --out DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.naming import find_juror
from juryapp.application.packages.writing import WrittenPackage, write_packages
from juryapp.application.session import Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _
from juryapp.cli.answer import Answer, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.ids import JurorId
from juryapp.domain.packages import PackageKind

ONE_PASSWORD = N_("A password belongs to one juror: name the juror with --juror.")
NO_PASSWORD = N_(
    "An Excel ballot has no password. Send it in a way that you trust, or make a jury package."
)

WHOSE = N_(
    "A package is issued anew for one juror who lost something: name the juror with --juror."
)


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "package",
        _("write one jury package per juror"),
        about=_(
            "Each juror gets a package of the own; a new one of the same juror has the next number, and\n"
            "earlier ones stay valid. --out is a folder; for one juror it may be a file, x.jurypack.\n"
            "A password locks the package of one juror for e-mail: give the word by telephone.\n"
            "--workbook writes Excel ballots instead, for those who will not install anything."
        ),
        examples=(
            "juryapp package --kind declare --out packages",
            "juryapp package --out packages",
            'juryapp package --workbook --juror "Kari Nordmann" --out kari.xlsx',
            'juryapp package --juror "Kari Nordmann" --password "sol over fjell" --out kari.jurypack',
        ),
    )
    parser.add_argument("name", nargs="?", default="", metavar="EDITION")
    parser.add_argument(
        "--kind",
        choices=[str(kind) for kind in PackageKind],
        default=str(PackageKind.SCORE),
        help=_("declare: names and grounds only; score: the material (the default)"),
    )
    parser.add_argument("--out", type=Path, default=Path(), metavar="FILE|DIR", help=_("where to"))
    parser.add_argument(
        "--juror", action="append", default=[], help=_("only for this juror (may be repeated)")
    )
    parser.add_argument(
        "--reissue",
        action="store_true",
        help=_("a machine or package was lost: close the juror’s keys, and void earlier packages"),
    )
    parser.add_argument(
        "--workbook",
        action="store_true",
        help=_("write an Excel ballot: nothing to install, but nobody signs what comes back"),
    )
    parser.add_argument("--password", default="", help=_("lock the package of one juror"))
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Write the packages."""
    options = context.options
    with context.edition(options.name) as session:
        jurors = _jurors(session, options.juror)
        if options.password and len(jurors) != 1:
            raise UsageError(ONE_PASSWORD, code="E-USAGE")
        if options.password and options.workbook:
            raise UsageError(NO_PASSWORD, code="E-USAGE")
        if options.reissue and not jurors:
            raise UsageError(WHOSE, code="E-USAGE")
        written, _changes = write_packages(
            session,
            options.out,
            PackageKind(options.kind),
            jurors=jurors,
            reissue=options.reissue,
            workbook=options.workbook,
            passwords=dict.fromkeys(jurors, options.password) if options.password else None,
        )
    rows = [(p.juror.name, str(p.path)) for p in written]
    return Answer(columns(rows), {"packages": [_document(package) for package in written]})


def _jurors(session: Session, names: list[str]) -> list[JurorId]:
    with session.reading() as uow:
        everybody = uow.jurors.all()
    return [find_juror(everybody, name).id for name in names]


def _document(package: WrittenPackage) -> dict[str, object]:
    return {
        "juror": package.juror.id,
        "name": package.juror.name,
        "number": package.juror.number,
        "file": str(package.path.absolute()),
        "issue": package.issue,
        "sha256": package.sha256,
        "bytes": package.path.stat().st_size,
        "nominees": package.nominees,
        "locked": package.locked,
        "workbook": package.path.suffix.lower() == ".xlsx",
    }
