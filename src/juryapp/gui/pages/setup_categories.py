"""Set-up: categories."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.actions import Action
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.dialogs.category_dialog import CategoryDialog
from juryapp.gui.models.setup import CATEGORY_COLUMNS, CategoryRow, category_rows
from juryapp.gui.pages.setup_section import SetupSection, TableOrEmpty, on_key
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import (
    Button,
    EmptyState,
    KeyHint,
    Label,
    RowsTableModel,
    Table,
    column,
    row,
)


class CategoriesSection(SetupSection):
    """Each category has its own ranking and its own winner."""

    key = "categories"

    def __init__(self, shell: Shell, controller: SetupController) -> None:
        super().__init__(shell, controller)
        self.about = Label(kind="small", role="text2", wrap=True)
        self.add = Button(icon_name="plus")
        self.add.setObjectName("add_category")
        self.edit = Button(icon_name="edit")
        self.edit.setObjectName("edit_category")
        self.remove = Button(icon_name="trash")
        self.remove.setObjectName("remove_category")
        self.model = RowsTableModel(CATEGORY_COLUMNS, key=lambda r: r.category.id)
        self.table = Table(self.model)
        self.table.setObjectName("categories")
        self.empty = EmptyState("list", buttons=[("", self._add)], primary=False)
        self.stack = TableOrEmpty(self.table, self.empty)
        top = row((self.about, 1), self.remove, self.edit, self.add)
        self.setLayout(column(top, (self.stack, 1), gap=12))
        self.add.clicked.connect(lambda _checked=False: self._add())
        self.edit.clicked.connect(lambda _checked=False: self._edit())
        self.remove.clicked.connect(lambda _checked=False: self._remove())
        self.table.row_activated.connect(lambda _row: self._edit())
        self.table.row_chosen.connect(lambda _row: self._show_buttons())
        on_key(self.table, "Delete", self._remove)

    def _chosen(self) -> CategoryRow | None:
        found = self.table.current_row()
        return found if isinstance(found, CategoryRow) else None

    def _add(self) -> None:
        self.ask(CategoryDialog(parent=self), self.controller.save_category)

    def _edit(self) -> None:
        found = self._chosen()
        if found is not None:
            self.ask(CategoryDialog(found.category, self), self.controller.save_category)

    def _remove(self) -> None:
        found = self._chosen()
        if found is not None and self.remove.isEnabled():
            self.controller.remove_category(found.category.id)

    @override
    def show_view(self) -> None:
        rows = category_rows(self.view)
        self.model.show_rows(rows)
        self.stack.show_table(filled=bool(rows))
        self._show_buttons()

    def _show_buttons(self) -> None:
        if not self.controller.has_view:
            return
        nothing = "" if self._chosen() else _("Choose a category in the table first.")
        self.edit.set_reason(nothing)
        locked = _("Locked since the round was opened.") if self.view.is_locked else ""
        self.remove.set_reason(nothing or locked)

    @override
    def label(self) -> str:
        return _("Categories {n}").format(n=len(self.view.categories))

    @override
    def focus_first(self) -> None:
        if self.model.all_rows():
            if self._chosen() is None:
                self.table.choose(self.model.key_at(0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def section_actions(self) -> Sequence[Action]:
        return [Action("setup.add_category", N_("Add category …"), self._add, "Ctrl+N", "plus")]

    @override
    def section_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint(("Ctrl", "N"), _("add")),
            KeyHint(("↵",), _("change")),
            KeyHint(("Delete",), _("remove")),
        ]

    @override
    def retranslate(self) -> None:
        self.about.setText(
            _(
                "One category is enough for most awards. Each has its own ranking, finalists and winner."
            )
        )
        self.add.setText(_("Add category …"))
        self.edit.setText(_("Change …"))
        self.remove.setText(_("Remove"))
        self.table.setAccessibleName(_("Categories"))
        self.empty.say(
            _("No category yet"),
            _("A category is a class of the award with its own winner. Add at least one."),
        )
        self.empty.buttons[0].setText(_("Add category …"))
        self._show_buttons()
