"""The desk as a screen reader on Linux finds it: the real window on a real accessibility bus.

Needs Xvfb, dbus, at-spi2-core and the system's pyatspi (Debian: xvfb dbus at-spi2-core python3-pyatspi); it
is left out where they are not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from desk_examples import SmallAward, small_award

TESTS: Final = Path(__file__).parent.parent
PYTHON: Final = "/usr/bin/python3"  # pyatspi comes from the system
PATIENCE: Final = 60
INTERACTIVE: Final = frozenset({
    "push button", "button", "check box", "slider", "text", "radio button", "list", "toggle button",
    "combo box", "spin button", "list item",
})  # fmt: skip


def has_pyatspi() -> bool:
    """Return whether the system can ask an accessibility bus."""
    tools = all(shutil.which(tool) for tool in ("Xvfb", "dbus-run-session"))
    if not tools or not Path(PYTHON).exists():
        return False
    asked = subprocess.run([PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    return asked.returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not has_pyatspi(), reason="needs Xvfb, dbus and pyatspi"),
]


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a screen of its own and give its name."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1366x768x24",
        "-nolisten",
        "tcp",
    ]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield f":{number}"
        server.terminate()


@pytest.fixture(scope="module")
def heard(screen: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Return what the reader found, before and after it set a mark."""
    folder = tmp_path_factory.mktemp("spoken")
    award: SmallAward = small_award(folder / "award")
    package = award.package()
    award.close()
    script = (
        f"mkfifo {folder}/in; exec 3<>{folder}/in;"
        f" timeout {PATIENCE} '{sys.executable}' '{TESTS / 'desk_shown.py'}'"
        f" '{folder / 'juror'}' '{package}' <{folder}/in >{folder}/out &"
        f" for n in $(seq 100); do grep -q ready {folder}/out 2>/dev/null && break; sleep 0.2; done;"
        f" timeout {PATIENCE // 2} '{PYTHON}' '{TESTS / 'at_spi_reader.py'}'; code=$?;"
        " echo end >&3; wait; exit $code"
    )
    environ = {
        **os.environ,
        "DISPLAY": screen,
        "PYTHONPATH": str(TESTS),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": str(folder),
    }
    ran = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", script],
        env=environ, capture_output=True, text=True, timeout=PATIENCE * 3, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found: dict[str, list[dict[str, Any]]] = json.loads(ran.stdout[ran.stdout.index('{"before"') :])
    return found


def named(found: dict[str, list[dict[str, Any]]], role: str) -> list[dict[str, Any]]:
    return [fact for fact in found["before"] if fact["role"] == role and fact["showing"]]


def test_the_window_and_its_scales_are_on_the_bus(heard: dict[str, Any]) -> None:
    [window] = named(heard, "frame")
    assert "Fjordprisen 2026" in window["name"]
    scales = named(heard, "slider")
    assert [scale["name"] for scale in scales] == ["Samarbeid", "Nyskaping"]
    assert scales[0]["focused"]
    assert all(scale["focusable"] for scale in scales)


def test_no_mark_is_no_number_and_has_words(heard: dict[str, Any]) -> None:
    for scale in named(heard, "slider"):
        assert scale["value"] == ["nan", "0.0", "10.0"]
        assert scale["description"].startswith("no mark")


def test_a_mark_that_is_set_from_outside_is_taken(heard: dict[str, Any]) -> None:
    first, second = heard["after"][:2]
    assert first["value"][0] == "7.5"
    assert first["description"].startswith("7.5 of 10")
    assert second["value"][0] == "nan"


def test_everything_that_can_be_operated_has_a_name(heard: dict[str, Any]) -> None:
    operable = [f for f in heard["before"] if f["role"] in INTERACTIVE and f["showing"]]
    assert len(operable) > 15
    assert [fact for fact in operable if fact["focusable"] and not fact["name"].strip()] == []


def test_the_candidates_are_items_of_a_list_with_a_word_for_their_state(
    heard: dict[str, Any],
) -> None:
    items = [fact["name"] for fact in named(heard, "list item") if "Alle" in fact["name"]]
    assert len(items) == 4
    assert all("not begun" in name for name in items)
