"""What a criterion means, above the scales: the same height for every criterion, and never cut.

What is longer than the room scrolls; then Tab stops here, and the arrows move it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.theme import follow_theme
from juryapp.gui.widgets.labels import Label
from juryapp.gui.widgets.surfaces import Scrolled, column

_MOST_LINES = 4
_FOR_BAR = 16  # pixels that the scroll bar may take


class Guidance(Scrolled):
    """The guidance of the criterion with the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.words = Label(kind="caption", role="text2", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._texts: tuple[str, ...] = ()
        self._whole = False
        super().__init__(column((self.words, 1), gap=0))
        self.setParent(parent)
        self._measure = Label(kind="caption", wrap=True)
        self._measure.setParent(self)
        self._measure.hide()
        self.setObjectName("guidance")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def text(self) -> str:
        """Return what is shown."""
        return self.words.text()

    def show_text(self, text: str) -> None:
        """Show one of the texts, from its beginning."""
        self.words.setText(text)
        self.setAccessibleName(text or _("Guidance"))
        self.verticalScrollBar().setValue(0)

    def keep_room_for(self, texts: Sequence[str]) -> None:
        """Be as high as the longest text needs, so that nothing moves when another is shown."""
        self._texts = tuple(text for text in texts if text)
        self._fit()

    def show_whole(self, *, whole: bool) -> None:
        """Be as high as any text needs: what stands round it scrolls."""
        self._whole = whole
        self._fit()

    def apply_theme(self) -> None:
        """Take the height from the font."""
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _height_of(self, text: str, width: int) -> int:
        self._measure.setText(text)
        return self._measure.heightForWidth(width)

    def _fit(self) -> None:
        width = max(1, self.width() - _FOR_BAR)
        highest = max((self._height_of(text, width) for text in self._texts), default=0)
        most = _MOST_LINES * self.words.fontMetrics().lineSpacing()
        scrolls = highest > most and not self._whole
        self.setFixedHeight((most if scrolls else highest) + 2 if highest else 0)
        focus = Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
