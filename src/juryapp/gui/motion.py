"""Motion: nothing here moves by itself, and what Qt would move stands still for those who ask for it.

Asked for by the setting, or by the platform: then Qt knows of no effects from the start. The program has no
animation of its own; one that came must ask `theme().still` first (a test looks for it).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

_EFFECTS: Final = (
    Qt.UIEffect.UI_General,
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
NO_MOTION: Final = (
    "QAbstractItemView, QScrollBar, QProgressBar, QComboBox { widget-animation-duration: 0; }"
)


@cache
def platform_moves() -> frozenset[Qt.UIEffect]:
    """Return the effects that the platform wants, as they were before anybody changed them."""
    return frozenset(effect for effect in _EFFECTS if QApplication.isEffectEnabled(effect))


@cache
def platform_blinks() -> int:
    """Return how fast the platform lets the cursor blink, in milliseconds; 0 is not at all."""
    return QGuiApplication.styleHints().cursorFlashTime()


def hold_still(*, still: bool) -> None:
    """Let menus, lists and tool tips appear at once, and the cursor not blink; or as the platform says."""
    for effect in _EFFECTS:
        wanted = effect in platform_moves() and not still
        if QApplication.isEffectEnabled(effect) != wanted:
            QApplication.setEffectEnabled(effect, wanted)
    blinks = platform_blinks()
    QApplication.setCursorFlashTime(0 if still else blinks)


def is_still(*, asked: bool) -> bool:
    """Return whether nothing may move: it was asked for here, or the platform wants no effects."""
    return asked or Qt.UIEffect.UI_General not in platform_moves()
