"""The table of the order by points."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from typing_extensions import override

from juryapp.gui.models.results import ResultRow, ResultsTableModel
from juryapp.gui.theme import color
from juryapp.gui.widgets import Table


class RankingTable(Table):
    """The order by points, with a line below the last place of the finalists."""

    def __init__(self, model: ResultsTableModel) -> None:
        self.finalists = 0
        super().__init__(model)

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
