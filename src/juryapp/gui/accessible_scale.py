"""A scale as assistive technology sees it: marks as marks, and no mark as words.

Qt tells a screen reader the slider's position, which here is a number of steps: 15 for a mark of 7.5, and -1
for no mark. This tells the mark itself. Where there is none there is no number either (“not a number”), and
the words say it: as the text of the value, and at the beginning of the description.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import VoidPtr, isValid
from typing_extensions import override

from juryapp.gui.widgets.score_scale import ScoreScale

_NO_NUMBER: Final = float("nan")
_NO_INTERFACE: Final = VoidPtr(0)  # None would be handed to Qt as an address
_installed: Final[list[bool]] = []
_kept: Final[list[QAccessibleInterface]] = []  # Qt deletes them; Python must not do so before


def speak_scales() -> None:
    """Let every scale be spoken so from now on; calling it again does nothing."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_made)


def _made(_kind: str, about: QObject | None) -> QAccessibleInterface | None:
    """Return the interface of a scale; Qt asks once for each, and then remembers it."""
    if not isinstance(about, ScoreScale):
        return None
    _kept[:] = [interface for interface in _kept if isValid(interface)]
    _kept.append(_ScaleInterface(about))
    return _kept[-1]


class _Value(QAccessibleValueInterface):
    """The mark."""

    def __init__(self, scale: ScoreScale) -> None:
        super().__init__()
        self._scale = scale

    @override
    def currentValue(self) -> Any:
        value = self._scale.mark_value() if isValid(self._scale) else None
        return _NO_NUMBER if value is None else float(value)

    @override
    def setCurrentValue(self, value: Any) -> None:
        self._scale.take_value(float(value))

    @override
    def minimumValue(self) -> Any:
        return float(self._scale.bounds()[0])

    @override
    def maximumValue(self) -> Any:
        return float(self._scale.bounds()[1])

    @override
    def minimumStepSize(self) -> Any:
        return float(self._scale.bounds()[2])


class _ScaleInterface(QAccessibleWidget):
    """The scale, a slider as before."""

    def __init__(self, scale: ScoreScale) -> None:
        super().__init__(scale, QAccessible.Role.Slider)
        self._scale = scale
        self._value = _Value(scale)

    @override
    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Value and isValid(self._scale):
            return self._scale.value_text()
        return str(super().text(kind))

    @override
    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        if kind == QAccessible.InterfaceType.ValueInterface:
            return self._value
        found: Any = super().interface_cast(kind)  # the stubs forget that there may be none
        return _NO_INTERFACE if found is None else found
