"""Two real processes: a package that is double-clicked while the window is open goes to that window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_examples import SmallAward, small_award
from juryapp.gui.handover import hand_over, server_name
from workplace import services_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="starts the window without a screen"),
]
PATIENCE = 60


@pytest.fixture
def award(tmp_path: Path) -> Iterator[SmallAward]:
    made = small_award(tmp_path / "award")
    yield made
    made.close()


def started(data: Path, *files: Path) -> subprocess.Popen[bytes]:
    """Start the program as a desktop does on a double click: with the file as its only argument."""
    command = [sys.executable, "-m", "juryapp", *map(str, files)]
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "JURYAPP_DATA": str(data),
        "JURYAPP_LANGUAGE": "en",
    }
    return subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE)


def wait_for(what: str, is_there: object) -> None:
    assert callable(is_there)
    until = time.monotonic() + PATIENCE
    while not is_there():
        assert time.monotonic() < until, f"{what} did not come"
        time.sleep(0.05)


def remembers_a_desk(data: Path) -> bool:
    """Return whether the window has opened a desk to the end: then it is among the recent things."""
    settings = data / "settings.json"
    return settings.exists() and '"desk"' in settings.read_text(encoding="utf-8")


def test_the_second_start_ends_and_the_first_window_opens_its_package(
    award: SmallAward, tmp_path: Path
) -> None:
    data, package = tmp_path / "juror", award.package()
    with started(data) as first:
        try:
            wait_for("the window", lambda: hand_over(server_name(data), []))
            with started(data, package) as second:
                _out, told = second.communicate(timeout=PATIENCE)
                assert (second.returncode, told) == (0, b"")
            wait_for("the desk", lambda: remembers_a_desk(data))
            assert first.poll() is None
        finally:
            first.terminate()
            first.wait(PATIENCE)
    (line,) = services_in(data).store.desks()
    assert (line.juror_name, line.total) == ("Bjarne Øvrebø", 4)


def test_a_package_that_is_double_clicked_starts_the_window_with_its_desk(
    award: SmallAward, tmp_path: Path
) -> None:
    data = tmp_path / "juror"
    with started(data, award.package()) as only:
        try:
            wait_for("the desk", lambda: any((data / "desks").glob("*.jurydb")))
            assert only.poll() is None
        finally:
            only.terminate()
            only.wait(PATIENCE)
