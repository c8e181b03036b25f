"""What reading the files in will do. Nothing has been read in while this is seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.application.merge.conflicts import ConflictRow
from juryapp.application.merge.merging import MergePlan
from juryapp.base.i18n import _, ngettext
from juryapp.domain.merging import ChangeKind
from juryapp.domain.statements import MarkKey
from juryapp.gui.models.merge import PREVIEW_COLUMNS, Names, PreviewRow, newly_recused, preview_rows
from juryapp.gui.pages.merge_parts import ConflictBox, Listing
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    FilterEdit,
    Label,
    Segmented,
    StatTile,
    column,
    row,
)

_ALL = "all"
_ROOM_FOR_TILES = 440
_ROUND_WORDS = 66  # of a tile: icon, gap and margins


class PreviewView(QWidget):
    """Sentence, tiles, filter and rows."""

    marks_requested = Signal(bool)  # show them, or hide them
    conflict_seen = Signal(object)  # MarkKey

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: MergePlan | None = None
        self._names = Names(jurors={}, nominees={}, criteria={})
        self._conflicts: dict[MarkKey, ConflictRow] = {}
        self._marks_shown = False
        self._build()
        self._lay_out()
        self._connect()

    def _build(self) -> None:
        self.heading = Label(kind="h2")
        self.sentence = Label(kind="small", role="text2", wrap=True)
        self.sentence.setObjectName("preview_sentence")
        self.tiles = {
            "new": StatTile("plus", "ok"),
            "changed": StatTile("refresh", "accent"),
            "conflicts": StatTile("warning", "warn"),
            "recused": StatTile("recused", "recuse"),
            "deleted": StatTile("close", "neutral"),
        }
        for name, tile in self.tiles.items():
            tile.setObjectName(f"tile_{name}")
        self.kinds = Segmented()
        self.kinds.setObjectName("preview_kinds")
        self.marks_button = Button(look="flat", icon_name="eye")
        self.marks_button.setObjectName("show_marks")
        self.filter = FilterEdit()
        self.rows: Listing[PreviewRow] = Listing(
            "preview_table", PREVIEW_COLUMNS, key=lambda r: r.key
        )
        self.conflict = ConflictBox("coming")

    def _lay_out(self) -> None:
        self._tile_row = row(*((tile, 1) for tile in self.tiles.values()), gap=8)
        self.setLayout(
            column(
                column(self.heading, self.sentence, gap=2),
                self._tile_row,
                row(self.kinds, self.marks_button, None, (self.filter, 4), gap=8),
                (self.rows, 1),
                self.conflict,
                gap=12,
            )
        )

        follow_theme(self)

    def apply_theme(self) -> None:
        """Give the field above the table room for its hint."""
        self.filter.setMinimumWidth(px(190))
        self.filter.setMaximumWidth(px(320))

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda _key: self._filter())
        self.filter.textChanged.connect(lambda _text: self._filter())
        self.marks_button.clicked.connect(
            lambda _checked=False: self.marks_requested.emit(not self._marks_shown)
        )
        self.rows.table.row_chosen.connect(self._show_conflict)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for tile in self.tiles.values():  # the sentence says the same where rows need the room
            tile.setVisible(self.height() >= px(_ROOM_FOR_TILES))

    # --- what is shown

    def show_plan(
        self,
        plan: MergePlan | None,
        names: Names,
        conflicts: Sequence[ConflictRow],
        *,
        marks_shown: bool,
    ) -> None:
        """Show what a plan would do; None before that is known."""
        self._plan, self._names, self._marks_shown = plan, names, marks_shown
        self._conflicts = {conflict.key: conflict for conflict in conflicts}
        rows = preview_rows(plan, names, marks_shown=marks_shown) if plan else []
        self.rows.show_rows(rows)
        self.retranslate()

    def _filter(self) -> None:
        wanted = self.kinds.current()

        def accepts(line: PreviewRow) -> bool:
            return wanted in {_ALL, str(line.kind)} or (
                wanted == ChangeKind.CHANGED and line.kind is ChangeKind.SETTLED
            )

        self.rows.model.set_filter(self.filter.text(), accepts)
        self.rows.show_filtered()
        self._say_empty()

    def _show_conflict(self, line: PreviewRow | None) -> None:
        found = self._conflicts.get(line.conflict) if line and line.conflict else None
        if found is None:
            self.conflict.hide()
            return
        self.conflict.show_open(found, coming=True)
        self.conflict_seen.emit(found.key)

    def go_to_conflict(self, key: MarkKey) -> None:
        """Show a conflict that comes with the files."""
        self.kinds.choose(_ALL)
        self.filter.clear()
        self._filter()
        self.rows.choose(("mark", *key))
        self.rows.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        plan = self._plan
        self.heading.setText(_("This will be changed"))
        self.filter.set_placeholder(_("Juror or nominee"))
        self.kinds.setAccessibleName(_("Show"))
        self.kinds.set_choices(self._kind_choices())
        self.marks_button.setText(
            _("Hide the marks") if self._marks_shown else _("Show the marks …")
        )
        self.marks_button.set_icon("eye-off" if self._marks_shown else "eye")
        self.marks_button.set_reason(
            "" if plan and plan.marks else _("There are no marks to show.")
        )
        self._say_empty()
        if plan is not None:
            self._show_numbers(plan)
        self._show_conflict(self.rows.table.current_row())

    def _kind_choices(self) -> list[tuple[str, str]]:
        """Return what the rows can be narrowed down to, with how many there are."""
        kinds = [line.kind for line in self.rows.model.all_rows()]
        settled = kinds.count(ChangeKind.SETTLED)
        counted = [
            (_ALL, _("All"), len(kinds)),
            (ChangeKind.CONFLICT, _("Conflicts"), kinds.count(ChangeKind.CONFLICT)),
            (ChangeKind.CHANGED, _("Changed"), kinds.count(ChangeKind.CHANGED) + settled),
            (ChangeKind.NEW, _("New"), kinds.count(ChangeKind.NEW)),
        ]
        return [(str(key), f"{word} {n}" if n else word) for key, word, n in counted]

    def _show_numbers(self, plan: MergePlan) -> None:
        new, conflicts = plan.count(ChangeKind.NEW), plan.count(ChangeKind.CONFLICT)
        changed = plan.count(ChangeKind.CHANGED) + plan.count(ChangeKind.SETTLED)
        recused = newly_recused(plan)
        self.sentence.setText(
            _(
                "Nothing has been read in yet: {n} marks are new, {m} replace older ones, none is deleted."
                " The files can be taken out again."
            ).format(n=new, m=changed)
        )
        words = {
            "new": (new, ngettext("new mark", "new marks", new)),
            "changed": (changed, _("replaced")),
            "conflicts": (conflicts, ngettext("conflict", "conflicts", conflicts)),
            "recused": (recused, _("newly recused")),
            "deleted": (0, _("deleted")),
        }
        for name, (number, word) in words.items():
            self.tiles[name].show_number(str(number), word)
        self._share_room()

    def _share_room(self) -> None:
        """Give each tile room for its words, which are of other lengths in each language."""
        for place, tile in enumerate(self.tiles.values()):
            metrics = tile.label.fontMetrics()
            wanted = metrics.horizontalAdvance(tile.label.text()) + px(_ROUND_WORDS)
            self._tile_row.setStretch(place, wanted)

    def _say_empty(self) -> None:
        filtered = bool(self.rows.model.all_rows())
        self.rows.say(
            _("What will be changed"),
            _("No line like this") if filtered else _("Nothing changes"),
            _("Choose “All”, or empty the filter.")
            if filtered
            else _("What these files say stands already, or they cannot be read in."),
        )
