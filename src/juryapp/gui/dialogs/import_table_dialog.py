"""A table from outside before it is taken in: which column means what, and what it would bring."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget
from typing_extensions import override

from juryapp.application.tables.mapping import Field, Mapping, Table, mapped_rows, proposed_mapping
from juryapp.base.errors import UserError
from juryapp.base.i18n import N_, _, ngettext, translated
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.models.setup_import import MOST_SHOWN, Fact, ImportPreview, field_columns
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Card,
    ComboBox,
    IconLabel,
    Label,
    RowsTableModel,
    Scrolled,
    StatTile,
    announce,
    column,
    row,
)
from juryapp.gui.widgets import Table as TableView

Preview = Callable[[Table, Mapping], ImportPreview]
_NONE = "-"


class ImportTableDialog(EntryDialog):
    """Gives the Mapping by which to take the table in.

    Args:
        table: The table, as it was read.
        fields: What it may tell us.
        preview: What an import would do; raises UserError where it would.
        title: What is taken in.
        parent: As in Qt.
    """

    def __init__(
        self,
        table: Table,
        fields: Sequence[Field],
        preview: Preview,
        *,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        self._table, self._fields, self._preview = table, tuple(fields), preview
        self._mapping = proposed_mapping(table, fields)
        self._brings = False
        self._build_preview()
        n = len(table.rows)
        intro = ngettext(
            "{file} has {n} row. Nothing is taken in before you say so below.",
            "{file} has {n} rows. Nothing is taken in before you say so below.",
            n,
        ).format(file=table.name, n=n)
        super().__init__(title, _("Take it in"), parent, intro=intro, width=1120)
        self.setObjectName("import_table_dialog")
        self.submit_button.set_icon("download")
        self._build_mapping()
        self._show()

    # --- building

    def _build_preview(self) -> None:
        self.tiles_box = QWidget()
        self.tiles_box.setLayout(row(gap=10))
        self.model = RowsTableModel(field_columns(self._fields), key=lambda r: r.number)
        self.view = TableView(
            self.model, accessible_name=_("The first rows as they would be taken in")
        )
        self.view.setObjectName("import_rows")
        self.refusal = Label("", "body", "text", wrap=True, selectable=True)
        self.refusal.setObjectName("import_refusal")
        refusal = column(
            row(IconLabel("error", "error", 20), (Label(_("It cannot be taken in like this"), "bodyM"), 1)),
            self.refusal,
            Label(_("Nothing has been taken in. Correct the file, or choose other columns."), "small",
                  "text2", wrap=True),
            gap=6,
        )  # fmt: skip
        self.refusal_card = Card(refusal)
        self.warnings = QWidget()
        self.warnings_text = Label("", "small", "text", wrap=True, selectable=True)
        self.warnings_text.setObjectName("import_warnings")
        self.warnings_title = Label("", "smallM")
        inside = Scrolled(column(self.warnings_text, None, margins=(28, 0, 8, 0)))
        inside.setFixedHeight(px(84))
        inside.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = row(IconLabel("warning", "warn"), (self.warnings_title, 1))
        self.warnings.setLayout(column(head, inside, gap=4))

    @override
    def body(self) -> QLayout:
        left = Scrolled(column(self.form, None, margins=(0, 0, 12, 0)))
        left.setFixedWidth(px(290))
        rows = Card(column(self.view, margins=(4, 4, 4, 4)))
        self._shown = QStackedWidget()
        refused = QWidget()
        refused.setLayout(column(self.refusal_card, None))
        taken = QWidget()
        taken.setLayout(column(self.tiles_box, (rows, 1), gap=12))
        self._shown.addWidget(taken)
        self._shown.addWidget(refused)
        right = column((self._shown, 1), self.warnings, gap=12)
        return row(left, (right, 1), gap=20, margins=(24, 8, 24, 12))

    def _build_mapping(self) -> None:
        heading = Label(_("Which column is what?"), "h3")
        self.form.add_widget(heading)
        choices = [(_NONE, _("— not in this table —"))]
        choices += [(str(place), name or _("Column {n}").format(n=place + 1))
                    for place, name in enumerate(self._table.columns)]  # fmt: skip
        self.boxes: dict[str, ComboBox] = {}
        for field in self._fields:
            box = ComboBox(choices)
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            hint = N_("Needed.") if field.required or field.expected else ""
            self.boxes[field.key] = self.form.add(f"column_{field.key}", field.title, box, hint)
            box.currentIndexChanged.connect(lambda _place, key=field.key: self._chosen(key))
        self._show_mapping()

    # --- what is shown

    def _show_mapping(self) -> None:
        for key, box in self.boxes.items():
            place = self._mapping.columns.get(key)
            blocked = box.blockSignals(True)
            box.choose(_NONE if place is None else str(place))
            box.blockSignals(blocked)

    def _chosen(self, key: str) -> None:
        chosen = self.boxes[key].current_key()
        place = None if chosen == _NONE else int(chosen)
        self._mapping = self._mapping.with_column(key, place)
        self._show_mapping()
        self._show()

    def _show(self) -> None:
        try:
            preview = self._preview(self._table, self._mapping)
            rows = mapped_rows(self._table, self._mapping)
        except UserError as error:
            self._show_refusal(translated(error))
            return
        self._shown.setCurrentIndex(0)
        self._show_facts(preview.facts)
        self.model.show_rows(rows[:MOST_SHOWN])
        for place, field in enumerate(self._fields, start=1):
            self.view.setColumnHidden(place, field.key not in self._mapping.columns)
        self._show_warnings(preview.warnings)
        self.submit_button.setText(preview.submit if preview.brings else _("Take it in"))
        self._brings = preview.brings
        self.submit_button.set_reason("" if preview.brings else _("All of it is here already."))

    def _show_refusal(self, text: str) -> None:
        self.refusal.setText(text)
        self._shown.setCurrentIndex(1)
        self._show_warnings(())
        self._brings = False
        self.submit_button.setText(_("Take it in"))
        self.submit_button.set_reason(text)
        announce(self, text, urgent=True)

    def _show_facts(self, facts: Sequence[Fact]) -> None:
        layout = self.tiles_box.layout()
        while layout is not None and (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for fact in facts:
            tile = StatTile(fact.icon, fact.tone, str(fact.number), fact.label)
            if layout is not None:
                layout.addWidget(tile)

    def _show_warnings(self, warnings: Sequence[str]) -> None:
        self.warnings.setVisible(bool(warnings))
        n = len(warnings)
        self.warnings_title.setText(
            ngettext("{n} thing to look at", "{n} things to look at", n).format(n=n)
        )
        self.warnings_text.setText("\n".join(warnings[:MOST_SHOWN]))

    @override
    def adjust_size(self) -> None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(px(1120), screen.width() - 32), min(px(680), screen.height() - 56))

    @override
    def value(self) -> Mapping | None:
        return self._mapping if self._brings else None


class SheetDialog(EntryDialog):
    """Gives the name of the sheet of a workbook that has several."""

    def __init__(self, file: str, sheets: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(
            _("Which sheet?"),
            _("Read this sheet"),
            parent,
            intro=_("{file} has several sheets with rows.").format(file=file),
            width=440,
        )
        self.setObjectName("sheet_dialog")
        choices = [(name, name) for name in sheets]
        self.sheet = self.form.add("sheet", N_("&Sheet"), ComboBox(choices))

    @override
    def value(self) -> str | None:
        return self.sheet.current_key() or None
