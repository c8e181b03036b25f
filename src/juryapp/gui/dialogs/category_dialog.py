"""Asks for a category."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.domain.award import Category
from juryapp.domain.ids import CategoryId
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.dialogs.note_edit import NoteEdit
from juryapp.gui.widgets import LineEdit, SpinBox


class CategoryDialog(EntryDialog):
    """Gives a Category; the id is "" for a new one."""

    def __init__(self, category: Category | None = None, parent: QWidget | None = None) -> None:
        new = category is None
        super().__init__(
            _("New category") if new else _("Change category"),
            _("Add the category") if new else _("Keep the changes"),
            parent,
            intro=_("Each category has its own ranking and its own winner."),
        )
        self.setObjectName("category_dialog")
        self._category = category or Category(id=CategoryId(""), name="")
        form = self.form
        self.name = form.add("category_name", N_("&Name"), LineEdit(self._category.name, limit=120))
        self.rule = form.add(
            "category_rule",
            N_("&Who belongs here"),
            NoteEdit(self._category.rule, lines=3),
            N_("In words, for example “fewer than 15 000 inhabitants”. May be empty."),
        )
        self.finalists = form.add("category_finalists", N_("&Finalists"), SpinBox(1, 100))
        self.winners = form.add("category_winners", N_("W&inners"), SpinBox(1, 100))
        self.finalists.setValue(self._category.finalists)
        self.winners.setValue(self._category.winners)
        self.beside("category_finalists", "category_winners")

    @override
    def value(self) -> Category | None:
        if not self.name.text().strip():
            self.form.show_error("category_name", _("Give the category a name."))
            return None
        category = replace(
            self._category,
            name=self.name.text().strip(),
            rule=self.rule.toPlainText().strip(),
            finalists=self.finalists.value(),
            winners=self.winners.value(),
        )
        category.check()
        return category
