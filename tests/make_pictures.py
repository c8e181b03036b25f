"""Make the pictures of the README from the running window: `python tests/make_pictures.py [FOLDER]`.

The window is drawn off screen on the sample award, in bokmål and light, at 1366 × 768.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from juryapp.application import sample as sample_steps
from juryapp.application.merging import merge, preview_merge
from juryapp.application.packages import write_packages
from juryapp.application.sample import Sample, SampleFolders, leave_a_desk, make_sample
from juryapp.application.services import Services
from juryapp.base.paths import DataFolder
from juryapp.base.resources import resources
from juryapp.bootstrap import services_for
from juryapp.gui.app import make_application
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.translation import use_window_language

SIZE = (1366, 768)


def main(folder: Path) -> None:
    """Make the pictures in `folder`."""
    make_application()
    theme().use("light", 1.0)
    use_window_language("nb")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        services, sample = prepared(place)
        edition = sample.session.edition().id
        juror = next(p.juror.id for p in sample.packages if p.juror.number == 6)
        sample.session.close()
        window, desktop = made_window(services)
        desktop.start.controller.choose_role("secretariat")
        keep(window, folder / "start.png")
        desktop.workspace.open_edition(edition)
        for page in ("results", "decisions", "protocol"):
            window.shell.go(page)
            keep(window, folder / f"{page}.png")
        desktop.workspace.open_desk(edition, juror)
        window.shell.go("desk")
        keep(window, folder / "desk.png")
        window.close()
        picture_of_merge(place / "before", folder / "merge.png")


def prepared(place: Path) -> tuple[Services, Sample]:
    """Make the sample, with the half-filled desk of one juror beside it."""
    services = services_for(DataFolder(place / "data", chosen=True))
    folders = SampleFolders(
        packages=place / "packages", scores=place / "scores", desks=place / "jurors"
    )
    sample = make_sample(services, services_for, folders)
    leave_a_desk(services, sample)
    return services, sample


def picture_of_merge(place: Path, path: Path) -> None:
    """Show score files before they are read in: two were read in earlier, one is damaged."""
    services = services_for(DataFolder(place / "data", chosen=True))
    folders = SampleFolders(
        packages=place / "packages", scores=place / "scores", desks=place / "jurors"
    )
    session = sample_steps._set_up(services)
    edition = session.edition().id
    packages, _changes = write_packages(session, folders.packages)
    scores = [sample_steps._score(services_for, package, folders) for package in packages]
    merge(session, preview_merge(session, scores[:2]))
    session.close()
    damaged = place / "kopi av poengfil.juryscore"
    damaged.write_bytes(scores[6].read_bytes()[:-30])
    window, desktop = made_window(services)
    desktop.start.controller.choose_role("secretariat")
    desktop.workspace.open_edition(edition)
    window.shell.go("merge", [damaged, *scores[2:6], scores[1]])
    keep(window, path)
    window.close()


def made_window(services: Services) -> tuple[MainWindow, Desktop]:
    """Return the window on the sample."""
    window = MainWindow(Shell(SettingsStore(None), choosers=FakeChoosers()))
    window.resize(*SIZE)
    window.show()
    return window, Desktop(window, services)


def keep(window: MainWindow, path: Path) -> None:
    """Wait until nothing is under way, and keep what is seen."""
    wait = QDeadlineTimer(1500)
    while not wait.hasExpired() or window.shell.jobs.is_busy():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    window.grab().save(str(path))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else resources() / "pictures")
