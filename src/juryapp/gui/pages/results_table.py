"""The table of the order by points."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from typing_extensions import override

from juryapp.gui.models.results import JURORS_COLUMN, ResultRow, ResultsTableModel
from juryapp.gui.theme import color, font, px
from juryapp.gui.widgets import Table

HEADER_PAD = 10


class RankingTable(Table):
    """The order by points, with a line below the last place of the finalists."""

    def __init__(self, model: ResultsTableModel) -> None:
        self.finalists = 0
        super().__init__(model)
        self._model: ResultsTableModel = model
        self.horizontalHeader().sectionResized.connect(self._section_resized)

    def _section_resized(self, section: int, _old: int, _new: int) -> None:
        if section == JURORS_COLUMN:
            self.fit_axis()

    def fit_axis(self) -> None:
        """Leave the word out of the header of the dots where it would cut the range off."""
        title = self._model.axis_title()
        wanted = QFontMetrics(font("smallM")).horizontalAdvance(title) + 2 * px(HEADER_PAD) + 2
        self._model.show_axis_alone(wanted > self.columnWidth(JURORS_COLUMN))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_axis()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        above = self._last_finalist()
        if above is None:
            return
        bottom = self.visualRect(self._model.index(above, 0)).bottom()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(color("control"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(0, bottom, self.viewport().width(), bottom))

    def _last_finalist(self) -> int | None:
        """Return the row above the line; None if the rows stand in another order, or all are above."""
        rows: Sequence[ResultRow] = self._model.rows()
        inside = [row.place is not None and row.place <= self.finalists for row in rows]
        if not any(inside) or all(inside) or inside != sorted(inside, reverse=True):
            return None
        return sum(inside) - 1
