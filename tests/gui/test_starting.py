"""Starting: the window first, services behind it, a second start that ends in the first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from juryapp.gui.app import make_application, make_window
from juryapp.gui.handover import Listener, server_name
from juryapp.gui.settings import SettingsStore


def test_the_first_window_is_there_before_any_service(
    qtbot: QtBot, show: Callable[[QWidget], QWidget]
) -> None:
    make_application()
    store = SettingsStore(None)
    store.change(language="en", text_scale=1.0, theme="light", window=(5000, 4000))
    window = make_window(store)
    show(window)
    screen = window.screen().availableGeometry()
    assert window.width() <= screen.width()
    assert window.height() <= screen.height()
    current = window.pages.current()
    assert current is not None
    assert current.name == "starting"


START = """
import sys
from PySide6.QtWidgets import QApplication
from juryapp.gui.app import run_window
from juryapp.gui.page import Page

class Hello(Page):
    name = "hello"
    def title(self): return "Hello " + self.word

def fill(window, services):
    page = Hello(window.shell); page.word = services
    window.add_page(page); window.show_page("hello")

def check(window):
    heavy = {"sqlalchemy", "reportlab", "openpyxl", "babel", "cryptography", "alembic", "msgspec"}
    assert not heavy & set(sys.modules), heavy & set(sys.modules)
    assert window.isVisible() and window.windowTitle().startswith("Hello services")
    print("all is well")

def started(window):
    try:
        check(window)
    finally:
        window.close()

from pathlib import Path
sys.exit(run_window(lambda: "services", fill, argv=["juryapp"], language="en", started=started,
                    one_per=Path(sys.argv[1])))
"""


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    """Start the program in a process of its own, with `folder` for its data."""
    command = [sys.executable, "-c", START, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_a_start_shows_the_window_loads_services_and_imports_nothing_heavy(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "all is well"), done.stderr


def test_a_second_start_ends_at_once(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    listener = Listener(server_name(tmp_path))
    done = start(tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    listener.close()
