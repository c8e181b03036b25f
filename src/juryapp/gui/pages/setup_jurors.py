"""Set-up: the people of the jury."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from typing_extensions import override

from juryapp.application.tables.mapping import JUROR_FIELDS, Mapping, Table
from juryapp.base.i18n import N_, _
from juryapp.gui.actions import Action
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.dialogs.juror_dialog import JurorDialog
from juryapp.gui.models.setup import JUROR_COLUMNS, JurorRow, juror_rows
from juryapp.gui.models.setup_import import ImportPreview, jurors_preview
from juryapp.gui.pages.setup_import import TableImport
from juryapp.gui.pages.setup_section import SetupSection, TableOrEmpty, on_key
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, EmptyState, FilterEdit, KeyHint, RowsTableModel, column, row
from juryapp.gui.widgets import Table as TableView

_EMAIL = 4  # place of the column


class JurorsSection(SetupSection):
    """Who is on the jury, and in which role."""

    key = "jurors"

    def __init__(self, shell: Shell, controller: SetupController) -> None:
        super().__init__(shell, controller)
        self.intake = TableImport(
            self,
            shell,
            controller,
            fields=JUROR_FIELDS,
            preview=self._preview,
            take_in=controller.import_jurors,
        )
        self.filter = FilterEdit()
        self.filter.setMaximumWidth(px(320))
        self.model = RowsTableModel(JUROR_COLUMNS, key=lambda r: r.juror.id)
        self.table = TableView(self.model)
        self.table.setObjectName("jurors")
        self.empty = EmptyState("people", buttons=[("", self._add), ("", self.intake.choose)],
                                primary=False)  # fmt: skip
        self.stack = TableOrEmpty(self.table, self.empty)
        self._build_buttons()
        top = row(
            (self.filter, 6), None, self.remove, self.leave, self.edit, self.take_in, self.add
        )
        self.setLayout(column(top, (self.stack, 1), gap=12))
        self.filter.textChanged.connect(lambda text: self.model.set_filter(text, None))
        self.table.row_activated.connect(lambda _row: self._edit())
        self.table.row_chosen.connect(lambda _row: self._show_buttons())
        on_key(self.table, "Delete", self._remove)
        shell.narrow_changed.connect(self._fold)
        self._fold(shell.is_narrow)

    def _build_buttons(self) -> None:
        self.add = self._button("add_juror", "plus", self._add)
        self.take_in = self._button("import_jurors", "spreadsheet", self.intake.choose)
        self.edit = self._button("edit_juror", "edit", self._edit)
        self.leave = self._button("juror_leaves", "minus", self._leave)
        self.remove = self._button("remove_juror", "trash", self._remove)

    def _button(self, name: str, icon_name: str, handler: object) -> Button:
        button = Button(icon_name=icon_name)
        button.setObjectName(name)
        if callable(handler):
            button.clicked.connect(lambda _checked=False: handler())
        return button

    def _fold(self, narrow: bool) -> None:
        """Leave the addresses out where the names would have no room."""
        self.table.setColumnHidden(_EMAIL, narrow)

    # --- what the user does

    def _chosen(self) -> JurorRow | None:
        found = self.table.current_row()
        return found if isinstance(found, JurorRow) else None

    def _preview(self, table: Table, mapping: Mapping) -> ImportPreview:
        return jurors_preview(self.controller.preview_jurors(table, mapping))

    @override
    def take_files(self, files: Sequence[Path]) -> bool:
        return self.intake.accepts(files)

    def _add(self) -> None:
        self.ask(JurorDialog(parent=self), self.controller.save_juror)

    def _edit(self) -> None:
        found = self._chosen()
        if found is not None:
            self.ask(JurorDialog(found.juror, self), self.controller.save_juror)

    def _leave(self) -> None:
        found = self._chosen()
        if found is not None:
            self.controller.save_juror(replace(found.juror, left=not found.juror.left))

    def _remove(self) -> None:
        found = self._chosen()
        if found is not None and not found.packaged:
            self.controller.remove_juror(found.juror.id)

    # --- showing

    @override
    def show_view(self) -> None:
        rows = juror_rows(self.view)
        self.model.show_rows(rows)
        self.stack.show_table(filled=bool(rows))
        self.filter.setVisible(bool(rows))
        if rows and self._chosen() is None and self.model.rows():
            self.table.choose(self.model.key_at(0))
        self._show_buttons()

    def _show_buttons(self) -> None:
        found = self._chosen()
        nothing = "" if found else _("Choose a juror in the table first.")
        self.edit.set_reason(nothing)
        self.leave.set_reason(nothing)
        packaged = found is not None and found.packaged
        kept = _("A package was made for this juror. Mark the juror as having left instead.")
        self.remove.set_reason(nothing or (kept if packaged else ""))
        has_left = found is not None and found.juror.left
        self.leave.setText(_("Is back") if has_left else _("Has left"))

    @override
    def label(self) -> str:
        return _("Jurors {n}").format(n=len(self.view.jurors))

    @override
    def focus_first(self) -> None:
        target = self.table if self.model.all_rows() else self.empty.buttons[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def section_actions(self) -> Sequence[Action]:
        return [
            Action("setup.add_juror", N_("Add juror …"), self._add, "Ctrl+N", "plus"),
            Action(
                "setup.import_jurors",
                N_("Take jurors in from a table …"),
                self.intake.choose,
                "Ctrl+O",
                "spreadsheet",
            ),
            Action(
                "setup.filter_jurors", N_("Filter jurors"), self.filter.setFocus, "Ctrl+F", "filter"
            ),
        ]

    @override
    def section_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint(("Ctrl", "N"), _("add")),
            KeyHint(("↵",), _("change")),
            KeyHint(("Ctrl", "O"), _("take in a table")),
            KeyHint(("Ctrl", "F"), _("filter")),
        ]

    @override
    def retranslate(self) -> None:
        self.intake.title = _("Take jurors in")
        self.filter.set_placeholder(_("Filter jurors"))
        self.add.setText(_("Add juror …"))
        self.take_in.setText(_("Take in a table …"))
        self.edit.setText(_("Change …"))
        self.remove.setText(_("Remove"))
        self.table.setAccessibleName(_("Jurors"))
        self.empty.say(
            _("Nobody is on the jury yet"),
            _(
                "Add a chair, a deputy chair and members. Chair, deputy chair and members give marks."
            ),
        )
        for button, text in zip(
            self.empty.buttons, (_("Add juror …"), _("Take in a table …")), strict=True
        ):
            button.setText(text)
        self._show_buttons()
