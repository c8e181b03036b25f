"""The real program with a juror's desk in it, at the sheet, for programs that look at it from outside.

    python desk_shown.py DATA PACKAGE

It says "ready" when the sheet is there, and ends when its input ends.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer

from juryapp.base.paths import DataFolder
from juryapp.bootstrap import services_for
from juryapp.gui.app import run_window
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.pages.desk_page import DeskPage


def main(data: Path, package: Path) -> int:
    """Show the desk until standard input ends."""
    folder = DataFolder(data, chosen=True)

    def started(window: MainWindow) -> None:
        page = window.pages.page("desk")
        assert isinstance(page, DeskPage)

        def through_the_door() -> None:
            page.confidentiality.accept.click()
            page.impartiality.done.click()
            window.activateWindow()
            assert page.place is Place.SHEET
            sys.stdout.write("ready\n")
            sys.stdout.flush()

        QTimer.singleShot(0, window, through_the_door)
        ended = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, window)
        ended.activated.connect(lambda *_: window.close())

    return run_window(
        lambda: services_for(folder),
        Desktop,
        settings_file=folder.settings,
        argv=sys.argv[:1],
        files=[package],
        language="en",
        started=started,
        one_per=folder.root,
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
