"""What is heavy comes after the window, and the command line never sees Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

HEAVY = (
    "sqlalchemy",
    "alembic",
    "reportlab",
    "numpy",
    "openpyxl",
    "babel",
    "cryptography",
    "pypdfium2",
)
PAINTED = """
import json, sys
from PySide6.QtCore import QEvent, QObject
import juryapp.__main__, juryapp.window
from juryapp.gui.app import make_application, make_window
from juryapp.gui.settings import SettingsStore

class Watch(QObject):
    painted = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            Watch.painted = True
        return False

app = make_application()
watch = Watch()
app.installEventFilter(watch)
window = make_window(SettingsStore(None))
window.show()
while not Watch.painted:
    app.processEvents()
print(json.dumps(sorted(sys.modules)))
app.removeEventFilter(watch)
window.close()
"""
COMMANDS = """
import json, sys
from juryapp.cli.main import build_parser
build_parser()
print(json.dumps(sorted(sys.modules)))
"""


def modules_after(script: str) -> set[str]:
    """Run a script in a process of its own and return the top-level modules it has loaded."""
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environ
    )
    return {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.parametrize("name", HEAVY)
def test_nothing_heavy_is_loaded_when_the_window_is_first_painted(
    name: str, loaded_when_painted: set[str]
) -> None:
    assert name not in loaded_when_painted


@pytest.fixture(scope="module")
def loaded_when_painted() -> set[str]:
    """The modules that are there at the first paint."""
    return modules_after(PAINTED)


def test_qt_is_there_when_the_window_is_painted(loaded_when_painted: set[str]) -> None:
    assert "PySide6" in loaded_when_painted  # else the tests above would see nothing


def test_the_parser_of_the_command_line_loads_neither_qt_nor_anything_heavy() -> None:
    assert modules_after(COMMANDS).isdisjoint({"PySide6", *HEAVY})


def test_without_a_screen_the_window_says_so_and_the_machine_says_no() -> None:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environ = {k: v for k, v in os.environ.items() if k not in names}
    done = subprocess.run(
        [sys.executable, "-m", "juryapp"],
        capture_output=True,
        text=True,
        check=False,
        env=environ | {"JURYAPP_LANGUAGE": "en"},
    )
    if sys.platform.startswith("linux"):
        assert done.returncode == 3
        assert done.stderr.startswith("juryapp: There is no screen")


@pytest.mark.slow
def test_an_installed_program_can_test_itself_without_a_screen() -> None:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environ = {k: v for k, v in os.environ.items() if k not in names}
    done = subprocess.run(
        [sys.executable, "-m", "juryapp", "--selftest"],
        capture_output=True,
        text=True,
        check=False,
        env=environ,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "database",
        "paper",
        "preview",
        "window",
    ]


FAILING = """
import sys
from juryapp.gui.selftest import selftest

def nothing_here(data):
    raise RuntimeError("no database here")

sys.exit(selftest(nothing_here))
"""


def test_a_self_test_that_fails_says_why_and_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
    )
    assert done.returncode == 1
    assert "no database here" in done.stderr
