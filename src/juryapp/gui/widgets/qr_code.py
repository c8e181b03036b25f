"""A QR code: black on white in every theme, with the quiet zone that cameras need."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from juryapp.gui.theme import follow_theme, px

QUIET: Final = 4  # modules of white on every side, as ISO/IEC 18004 asks


def qr_rows(text: str) -> list[str]:
    """Return the modules of a QR code that says `text`: a row each, “1” for black."""
    import segno  # noqa: PLC0415 - seldom shown

    made = segno.make(text, error="m", micro=False)
    return ["".join("1" if module else "0" for module in row) for row in made.matrix]


class QrCode(QWidget):
    """Shows a text as a QR code; what it says stands beside it in letters as well.

    Args:
        text: What it says.
        side: In scaled pixels.
        parent: As in Qt.
    """

    def __init__(self, text: str = "", side: int = 148, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._rows: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_text(text)
        follow_theme(self)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._rows = qr_rows(text) if text else []
        self.update()

    def apply_theme(self) -> None:
        """Take the size that goes with the letters; the colours never change."""
        self.setFixedSize(self.sizeHint())

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(self._side), px(self._side))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        count = len(self._rows) + 2 * QUIET
        module = max(1, min(self.width(), self.height()) // count)  # whole pixels: no grey edges
        offset = (min(self.width(), self.height()) - module * count) // 2
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for y, line in enumerate(self._rows, start=QUIET):
            for x, black in enumerate(line, start=QUIET):
                if black == "1":
                    place = QRect(offset + x * module, offset + y * module, module, module)
                    painter.fillRect(place, Qt.GlobalColor.black)
        painter.end()
