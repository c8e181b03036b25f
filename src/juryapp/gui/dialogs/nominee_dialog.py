"""Asks for a nominee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.domain.award import Category
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.nominees import Nominee
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.dialogs.note_edit import NoteEdit
from juryapp.gui.widgets import ComboBox, LineEdit


class NomineeDialog(EntryDialog):
    """Gives a Nominee; the id is "" for a new one.

    Args:
        nominee: What to change; None for a new one.
        categories: Where it can belong; at least one.
        parent: As in Qt.
    """

    def __init__(
        self,
        nominee: Nominee | None,
        categories: Sequence[Category],
        parent: QWidget | None = None,
    ) -> None:
        new = nominee is None
        super().__init__(
            _("New nominee") if new else _("Change nominee"),
            _("Add the nominee") if new else _("Keep the changes"),
            parent,
            intro=_(
                "A nominee is who or what can win. Several nominations may speak for the same one."
            ),
        )
        self.setObjectName("nominee_dialog")
        first = categories[0].id if categories else CategoryId("")
        old = nominee or Nominee(id=NomineeId(""), number=0, name="", category=first)
        self._nominee = old
        form = self.form
        self.name = form.add("nominee_name", N_("&Name"), LineEdit(old.name, limit=200))
        choices = [(str(c.id), c.name) for c in categories]
        self.category = form.add("nominee_category", N_("&Category"), ComboBox(choices))
        self.category.choose(old.category)
        self.place = form.add("nominee_place", N_("&Place"), LineEdit(old.place, limit=200))
        self.beside("nominee_category", "nominee_place")
        self.facts = form.add(
            "nominee_facts",
            N_("&Facts"),
            NoteEdit(old.facts, lines=3),
            N_("For example inhabitants, with the source and its date."),
        )

    @override
    def value(self) -> Nominee | None:
        if not self.name.text().strip():
            self.form.show_error("nominee_name", _("Give the nominee a name."))
            return None
        return replace(
            self._nominee,
            name=self.name.text().strip(),
            category=CategoryId(self.category.current_key()),
            place=self.place.text().strip(),
            facts=self.facts.toPlainText().strip(),
        )
