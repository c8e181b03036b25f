"""Whether there is a screen that a window can be seen on."""

from __future__ import annotations

import os
import sys


def has_screen() -> bool:
    """Return whether a window can be opened where somebody sees it."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return False
    return can_open_window()


def can_open_window() -> bool:
    """Return whether a window can be opened at all; without a display Qt would end the program."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
