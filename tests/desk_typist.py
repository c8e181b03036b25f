"""A juror who types marks in a real window without end, and says each one that the window shows as saved.

Run as a program by a test that kills it: `python desk_typist.py DATA PACKAGE`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest

from juryapp.gui.app import make_application, make_window
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.pages.desk_page import DeskPage
from juryapp.gui.settings import SettingsStore
from workplace import services_in


def say(words: str) -> None:
    """Write a line that is read before the program is killed."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main(data: Path, package: Path) -> None:
    """Open the package and type until somebody ends it."""
    app = make_application()
    window = make_window(SettingsStore(None), language="en")
    workspace = Workspace(window.shell)
    workspace.provide(services_in(data))
    page = DeskPage(window.shell, workspace)
    window.add_page(page)
    window.show()
    assert workspace.open_package(package)
    window.show_page("desk")
    page.confidentiality.accept.click()
    page.impartiality.done.click()
    say("ready")
    for n in range(100_000):
        nominee = page.controller.order[n % 4]
        page.sheet.go_to(nominee)
        for line in page.sheet.marks.rows:
            QTest.keyClicks(line.scale, f"{n // 4 % 9 + 1},5")
            line.finish()
            saved = page.controller.said(nominee).marks[line.criterion.id]
            say(f"{nominee} {line.criterion.id} {saved.points}")
        app.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
