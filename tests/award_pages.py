"""A small award for tests of the pages: made once, then copied, with the workspace that pages get."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from juryapp.application.merging import merge, preview_merge
from juryapp.application.rounds import close_round
from juryapp.application.tables import Table
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.shell import Shell
from workplace import ballot, fjordby, services_in

JURORS = ("astrid", "bjarne", "cecilie")


def make_award(
    folder: Path,
    *names: str,
    ballots: Mapping[str, Table] | None = None,
    closed: bool = False,
) -> Path:
    """Make the small award with the score files of these jurors taken in; return its data folder."""
    own = ballots or {}
    work = fjordby(folder)
    try:
        packages = {package.juror.name.split()[0].lower(): package for package in work.packages()}
        files = [work.scored(packages[n], own[n] if n in own else ballot(n)) for n in names]
        if files:
            merge(work.session, preview_merge(work.session, files))
        if closed:
            close_round(work.session)
    finally:
        work.session.close()
    return folder / "secretariat"


def open_copy(made: Path, folder: Path, shell: Shell) -> Workspace:
    """Open a copy of an award that was made before, as the window does."""
    shutil.copytree(made, folder / "data")
    services = services_in(folder / "data")
    workspace = Workspace(shell)
    workspace.provide(services)
    assert workspace.open_edition(services.store.editions()[0].id)
    return workspace


def nominee_called(workspace: Workspace, name: str) -> NomineeId:
    """Return the id of a nominee."""
    with workspace.session.reading() as uow:
        return next(nominee.id for nominee in uow.nominees.all() if nominee.name == name)


def log_of(workspace: Workspace) -> list[str]:
    """Return what was done, oldest first."""
    with workspace.session.reading() as uow:
        return [entry.what for entry in uow.journal.all()]
