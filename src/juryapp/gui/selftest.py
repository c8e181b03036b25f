"""`juryapp --selftest`: does an installed program work? Window, database, paper, preview, exit code."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QTimer

from juryapp.application.edition.sample import SampleFolders, make_sample
from juryapp.application.services import Services
from juryapp.base.paths import DataFolder
from juryapp.gui.app import run_window
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.widgets.pdf_view import page_images

LINES: Final = 4  # one for each thing that works


def selftest(services_for: Callable[[DataFolder], Services]) -> int:
    """Make the sample, print it, show it, and return 0 if all of it worked; it ends in any case."""
    told: list[str] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)

        def load() -> Services:
            try:
                return _loaded(services_for, folder, told)
            except BaseException as error:
                print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - as below
                _end()
                raise

        def fill(window: MainWindow, services: Services) -> None:
            try:
                Desktop(window, services)
                [page] = page_images((folder / "protocol.pdf").read_bytes(), [0], 1.0)
                told.append(f"preview: {page.width()} × {page.height()}")
                told.append(f"window: {window.width()} × {window.height()}")
            finally:
                if len(told) == LINES:
                    QTimer.singleShot(0, window, window.close)
                else:
                    _end()

        code = run_window(load, fill, argv=("juryapp",))
    for line in told:
        print(line)  # noqa: T201 - the answer of a self-test
    return code if len(told) == LINES else 1


def _end() -> None:
    """Leave the event loop, from any thread and whatever window is open."""
    app = QCoreApplication.instance()
    if app is not None:
        QTimer.singleShot(0, app, lambda: QCoreApplication.exit(1))


def _loaded(
    services_for: Callable[[DataFolder], Services], folder: Path, told: list[str]
) -> Services:
    """Make the sample award and its protocol in a folder, and say what came of it."""
    services = services_for(DataFolder(folder / "data", chosen=True))
    folders = SampleFolders(
        packages=folder / "packages", scores=folder / "scores", desks=folder / "jurors"
    )
    paper = folder / "protocol.pdf"
    sample = make_sample(services, services_for, folders, protocol=paper)
    told.append(f"database: {len(sample.report.sheets)} sheets")
    sample.session.close()
    told.append(f"paper: {paper.stat().st_size} bytes")
    return services
