"""File types on Windows and macOS; those on Linux are looked at with the set-up script."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSettings

from juryapp.gui.file_types import FILE_TYPES, register_file_types

ROOT = Path(__file__).resolve().parents[2]


def test_a_double_click_starts_the_program_with_the_file(tmp_path: Path) -> None:
    place = tmp_path / "classes.ini"
    classes = QSettings(str(place), QSettings.Format.IniFormat)

    register_file_types(Path("C:/Program Files/juryapp/juryapp.exe"), classes)

    for suffix in FILE_TYPES:
        kind = classes.value(f"{suffix}/.")
        command = str(classes.value(f"{kind}/shell/open/command/."))
        assert command.endswith('juryapp.exe" "%1"')
        assert command.startswith('"C:')
        assert classes.value(f"{kind}/.")


def test_what_is_registered_already_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "classes.ini"
    classes = QSettings(str(place), QSettings.Format.IniFormat)
    register_file_types(Path("juryapp.exe"), classes)
    classes.sync()
    before = place.stat().st_mtime_ns

    again = QSettings(str(place), QSettings.Format.IniFormat)
    register_file_types(Path("juryapp.exe"), again)
    again.sync()

    assert place.stat().st_mtime_ns == before


def test_every_system_knows_the_same_files() -> None:
    linux = (ROOT / "resources" / "linux" / "no.juryapp.juryapp.xml").read_text(encoding="utf-8")
    packed = (ROOT / "juryapp.spec").read_text(encoding="utf-8")
    assert {f".{name}" for name in re.findall(r'glob pattern="\*\.(\w+)"', linux)} == set(
        FILE_TYPES
    )
    assert set(re.findall(r'"(jury\w+)": "', packed)) == {s.strip(".") for s in FILE_TYPES}
