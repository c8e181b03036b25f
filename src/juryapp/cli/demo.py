"""`juryapp demo [--headless] [--out DIR]`: the whole job on an invented award, in folders of its own."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from juryapp.application.edition.sample import Sample, SampleFolders, make_sample
from juryapp.base.errors import UsageError
from juryapp.base.files import make_folder
from juryapp.base.i18n import N_, _
from juryapp.base.paths import DataFolder
from juryapp.bootstrap import services_for
from juryapp.cli.answer import Answer
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context

NOT_EMPTY = N_(
    "The folder “{folder}” is not empty. Choose another, so that nothing of yours is touched."
)


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "demo",
        _("open the window on a sample award, or do the whole job without a screen"),
        about=_("The sample is a copy: nothing of yours is touched."),
    )
    parser.add_argument("--headless", action="store_true", help=_("without a window"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=_("where to (an empty folder)"))
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Do the whole job without a window; the last line is the path of the protocol."""
    folder = _folder(context.options.out)
    with tempfile.TemporaryDirectory(prefix="juryapp-demo-work-") as work:
        return _whole_job(folder, Path(work))


def _whole_job(folder: Path, work: Path) -> Answer:
    """Do it with data folders of the secretariat and the jurors in `work`; they go when it is done."""
    services = services_for(DataFolder(work / "secretariat", chosen=True))
    sample = make_sample(
        services,
        services_for,
        SampleFolders(
            packages=folder / "packages", scores=folder / "scores", desks=work / "jurors"
        ),
        protocol=folder / "protocol.pdf",
    )
    database = folder / "edition.jurydb"
    try:
        sample.session.database.backup(database)
        names = _winners(sample)
    finally:
        sample.session.close()
    return _answer(folder, sample, database, names)


def _folder(out: Path | None) -> Path:
    if out is None:
        return Path(tempfile.mkdtemp(prefix="juryapp-demo-"))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(NOT_EMPTY, code="E-NOT-EMPTY", folder=str(out))
    make_folder(out)
    return out.absolute()


def _winners(sample: Sample) -> list[dict[str, str]]:
    with sample.session.reading() as uow:
        nominees = {n.id: n for n in uow.nominees.all()}
        categories = {c.id: c.name for c in uow.categories.all()}
    return [
        {
            "category": categories[nominees[winner].category],
            "nominee": winner,
            "name": nominees[winner].name,
        }
        for winner in sample.winners
    ]


def _answer(folder: Path, sample: Sample, database: Path, winners: list[dict[str, str]]) -> Answer:
    protocol = folder / "protocol.pdf"
    won = [
        _("Winner, {category}: {name}").format(category=w["category"], name=w["name"])
        for w in winners
    ]
    lines = [
        _("The sample award, from nominations to protocol, without a screen."),
        _("Jury packages: {n}, in {folder}").format(
            n=len(sample.packages), folder=folder / "packages"
        ),
        _("Score files: {n}, in {folder}").format(n=len(sample.scores), folder=folder / "scores"),
        *won,
        _("The protocol:"),
        str(protocol),
    ]
    document = {
        "protocol": str(protocol),
        "database": str(database),
        "packages": [str(package.path) for package in sample.packages],
        "scores": [str(path) for path in sample.scores],
        "winners": winners,
    }
    return Answer(lines, document)
