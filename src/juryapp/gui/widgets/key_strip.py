"""The strip at the bottom of the window: the keys of this page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.tokens import STRIP_HEIGHT
from juryapp.gui.widgets.chips import KeyCap
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.surfaces import row

_GAP: Final = 14


@dataclass(frozen=True, slots=True)
class KeyHint:
    """Keys and what they do: `KeyHint(("Ctrl", "↵"), _("next candidate"))`; `keys` are drawn one cap each."""

    keys: tuple[str, ...]
    text: str


class KeyStrip(QFrame):
    """Shows as many hints as there is room for; the rest is under F1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyStrip")
        self._groups: list[QWidget] = []
        self._hints: tuple[KeyHint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # hints may be hidden
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(_GAP)
        self._row.addWidget(IconLabel("keyboard", "text3"))
        self._row.addStretch(1)
        follow_theme(self)

    def show_hints(self, hints: Sequence[KeyHint]) -> None:
        """Replace the hints; the same ones cost nothing, since every key press may ask."""
        self.setAccessibleName(_("Keys"))
        if tuple(hints) == self._hints:
            return
        self._hints = tuple(hints)
        for group in self._groups:
            self._row.removeWidget(group)
            group.hide()
            group.deleteLater()
        self._groups = [_group(hint, self) for hint in hints]
        for place, group in enumerate(self._groups, start=1):
            self._row.insertWidget(place, group)
        self._fold()

    def apply_theme(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(px(STRIP_HEIGHT))
        self._fold()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()  # a hint became wider or narrower: other letters, another language
        return super().event(event)

    def _fold(self) -> None:
        """Hide the hints for which there is no room, from the right; the last says where they all are."""
        if not self._groups:
            return
        *others, last = self._groups
        left = self.width() - 32 - px(20) - last.sizeHint().width() - _GAP
        for group in others:
            left -= group.sizeHint().width() + _GAP
            group.setVisible(left >= 0)
        last.setVisible(True)


def _group(hint: KeyHint, parent: QWidget) -> QWidget:
    group = QWidget(parent)
    caps = [KeyCap(key) for key in hint.keys]
    group.setLayout(row(*caps, Label(hint.text, "caption", "text2"), gap=6))
    return group
