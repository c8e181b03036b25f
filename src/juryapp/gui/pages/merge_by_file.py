"""What becomes of every file: counts, a filter by state, a search by juror or file, and the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import _, ngettext
from juryapp.gui.models.merge_outcomes import (
    COPIED_ONLY,
    OUTCOME_COLUMNS,
    Fate,
    OutcomeRow,
    fate_choices,
    fate_counts,
    outcome_heading,
)
from juryapp.gui.pages.merge_parts import Listing
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import ComboBox, FilterEdit, Label, StatTile, column, row

_ROOM_FOR_TILES = 420
_ROUND_WORDS = 46  # of a tile: icon, gap and margins


class ByFileView(QWidget):
    """Tiles, filter, table, and what there is to say about the row under the cursor."""

    file_chosen = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("by_file")
        self.heading = Label(kind="h2")
        self.sentence = Label(kind="small", role="text2", wrap=True)
        self.tiles = {
            "brings": StatTile("check", "ok"),
            "same": StatTile("history", "neutral"),
            "conflict": StatTile("warning", "warn"),
            "waits": StatTile("clock", "warn"),
            "refused": StatTile("error", "error"),
            "missing": StatTile("people", "neutral"),
        }
        for name, tile in self.tiles.items():
            tile.setObjectName(f"files_{name}")
            inside = tile.layout()
            if inside is not None:  # there are many: each as narrow as its words allow
                inside.setContentsMargins(10, 8, 6, 8)
                inside.setSpacing(8)
        self.state = ComboBox()
        self.state.setObjectName("files_state")
        self.filter = FilterEdit()
        self.rows: Listing[OutcomeRow] = Listing(
            "files_table", OUTCOME_COLUMNS, key=lambda r: r.key
        )
        for place in range(len(OUTCOME_COLUMNS) - COPIED_ONLY, len(OUTCOME_COLUMNS)):
            self.rows.table.setColumnHidden(place, True)
        self.detail = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.detail.setObjectName("files_detail")
        self._lay_out()
        self._connect()
        follow_theme(self)

    def _lay_out(self) -> None:
        self._tile_row = row(*((tile, 1) for tile in self.tiles.values()), gap=8)
        self.setLayout(
            column(
                column(self.heading, self.sentence, gap=2),
                self._tile_row,
                row(self.state, None, (self.filter, 4), gap=8),
                (self.rows, 1),
                self.detail,
                gap=12,
            )
        )

    def _connect(self) -> None:
        self.state.currentIndexChanged.connect(lambda _place: self._filter())
        self.filter.textChanged.connect(lambda _text: self._filter())
        self.rows.table.row_chosen.connect(self._show_detail)

    def apply_theme(self) -> None:
        """Give the fields above the table room for their words."""
        self.state.setMinimumWidth(px(190))
        self.filter.setMinimumWidth(px(190))
        self.filter.setMaximumWidth(px(320))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_tiles()

    # --- what is shown

    def show_rows(self, rows: Sequence[OutcomeRow]) -> None:
        """Show these files and jurors."""
        self.rows.show_rows(rows)
        self.retranslate()

    def _filter(self) -> None:
        wanted = self.state.current_key()
        self.rows.model.set_filter(self.filter.text(), lambda line: wanted in {"", str(line.fate)})
        self.rows.show_filtered()
        self._say_empty()
        self._show_detail(self.rows.table.current_row())

    def _show_detail(self, line: OutcomeRow | None) -> None:
        self.detail.setText(f"{line.file or line.juror}. {line.sentence}" if line else "")
        self.detail.setVisible(line is not None)

    def _show_tiles(self) -> None:
        room = self.height() >= px(_ROOM_FOR_TILES)
        for place, tile in enumerate(self.tiles.values()):
            tile.setVisible(room)  # the choice above the table says the same
            metrics = tile.label.fontMetrics()
            wanted = metrics.horizontalAdvance(tile.label.text()) + px(_ROUND_WORDS)
            self._tile_row.setStretch(place, wanted)

    def _numbers(self) -> dict[str, int]:
        counts = fate_counts(self.rows.model.all_rows())
        return {
            "brings": counts[Fate.NEW] + counts[Fate.CHANGED],
            "same": counts[Fate.SAME] + counts[Fate.OLDER],
            "conflict": counts[Fate.CONFLICT],
            "waits": counts[Fate.WAITS] + counts[Fate.HELD],
            "refused": counts[Fate.REFUSED],
            "missing": counts[Fate.MISSING],
        }

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        rows, numbers = self.rows.model.all_rows(), self._numbers()
        self.heading.setText(outcome_heading(rows))
        self.sentence.setText(
            _("What becomes of each file, and who is still missing. Choose a row to read why.")
        )
        words = {
            "brings": ngettext("brings news", "bring news", numbers["brings"]),
            "same": _("nothing new"),
            "conflict": _("in conflict"),
            "waits": ngettext("waits", "wait", numbers["waits"]),
            "refused": _("refused"),
            "missing": _("missing"),
        }
        for name, tile in self.tiles.items():
            tile.show_number(str(numbers[name]), words[name])
        self.state.setAccessibleName(_("State"))
        self.state.set_choices(fate_choices(rows))
        self.filter.set_placeholder(_("Juror or file"))
        self._show_tiles()
        self._filter()

    def _say_empty(self) -> None:
        filtered = bool(self.rows.model.all_rows())
        self.rows.say(
            _("What becomes of each file"),
            _("No row like this") if filtered else _("No files"),
            _("Choose “All”, or empty the filter.") if filtered else _("Drop score files first."),
        )
