"""`juryapp --selftest`: does an installed program work? Window, database, paper, preview, exit code."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from juryapp.application.sample import SampleFolders, make_sample
from juryapp.application.services import Services
from juryapp.base.paths import DataFolder
from juryapp.gui.app import run_window
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.widgets.pdf_view import page_images


def selftest(services_for: Callable[[DataFolder], Services]) -> int:
    """Make the sample, print it, show it, and return 0 if all of it worked."""
    told: list[str] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)

        def load() -> Services:
            services = services_for(DataFolder(folder / "data", chosen=True))
            folders = SampleFolders(
                packages=folder / "packages", scores=folder / "scores", desks=folder / "jurors"
            )
            paper = folder / "protocol.pdf"
            sample = make_sample(services, services_for, folders, protocol=paper)
            sample.session.close()
            told.append(f"database: {len(sample.report.sheets)} sheets")
            told.append(f"paper: {paper.stat().st_size} bytes")
            return services

        def fill(window: MainWindow, services: Services) -> None:
            Desktop(window, services)
            [page] = page_images((folder / "protocol.pdf").read_bytes(), [0], 1.0)
            told.append(f"preview: {page.width()} × {page.height()}")
            told.append(f"window: {window.width()} × {window.height()}")
            QTimer.singleShot(0, window, window.close)

        code = run_window(load, fill, argv=("juryapp",))
    for line in told:
        print(line)  # noqa: T201 - the answer of a self-test
    return code if len(told) == 4 else 1
