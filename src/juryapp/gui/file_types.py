"""Windows: says whose files end in .jurypack and so on, so that a double click opens them here.

Only for the person who is signed in, without any rights: a packed program that lies in a folder of its own
has no installer that could do it. Linux has its files in `resources/linux`, macOS its list in the package.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings

from juryapp.base.i18n import N_, _

CLASSES: Final = r"HKEY_CURRENT_USER\Software\Classes"
FILE_TYPES: Final = {
    ".jurypack": N_("Jury package"),
    ".juryscore": N_("Score file of a juror"),
    ".juryreceipt": N_("Receipt for a score file"),
    ".juryaward": N_("Backup or archive of an award"),
    ".jurymove": N_("A juror’s work on its way to another machine"),
    ".jurydb": N_("Edition of an award"),
}


def is_packed_for_windows() -> bool:
    """Return whether this is the packed program on Windows."""
    return sys.platform == "win32" and bool(getattr(sys, "frozen", False))


def register_file_types(program: Path, classes: QSettings | None = None) -> None:
    """Let a double click on our files start `program`; what is so already is not written again.

    Args:
        program: The program's own file.
        classes: Where the system looks; the tests give another place.
    """
    registry = classes or QSettings(CLASSES, QSettings.Format.NativeFormat)
    for suffix, words in FILE_TYPES.items():
        kind = f"juryapp{suffix}"
        _set(registry, f"{suffix}/.", kind)
        _set(registry, f"{kind}/.", _(words))
        _set(registry, f"{kind}/DefaultIcon/.", f'"{program}",0')
        _set(registry, f"{kind}/shell/open/command/.", f'"{program}" "%1"')


def _set(registry: QSettings, key: str, value: str) -> None:
    if registry.value(key) != value:
        registry.setValue(key, value)
