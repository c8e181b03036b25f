"""A small award for tests of the pages: made once, then copied, with the workspace that pages get."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from juryapp.application.edition.rounds import close_round
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.tables.mapping import Table
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.pages.decisions_page import DecisionsPage
from juryapp.gui.pages.protocol_page import ProtocolPage
from juryapp.gui.pages.results_page import ResultsPage
from juryapp.gui.shell import Shell
from workplace import ballot, fjordby, services_in

PageT = TypeVar("PageT", ResultsPage, DecisionsPage, ProtocolPage)
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


def label(page: QWidget, name: str) -> str:
    """Return what a label says."""
    found = page.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def button(page: QWidget, name: str) -> QPushButton:
    """Return a button by its object name."""
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def opening(
    kind: type[PageT], folder: Path, shell: Shell, show: Callable[[QWidget], QWidget] | None = None
) -> Iterator[Callable[[Path], PageT]]:
    """Give a function that enters a page on a copy of an award; close everything after the test.

    For fixtures: `yield from opening(ResultsPage, tmp_path, shell)`.
    """
    workspaces: list[Workspace] = []

    def enter(made: Path) -> PageT:
        workspace = open_copy(made, folder, shell)
        workspaces.append(workspace)
        page = kind(shell, workspace)
        shell.changes.happened.connect(page.refresh)
        page.resize(1150, 640)
        if show is not None:
            show(page)
        page.enter()
        return page

    yield enter
    shell.jobs.close()
    for workspace in workspaces:
        workspace.close()
