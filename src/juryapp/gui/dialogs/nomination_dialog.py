"""Asks for a nomination, or for the nominee on which to gather one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.domain.nominees import Nomination, Nominee, Relation
from juryapp.gui.dialogs.day_edit import NO_DAY, DayEdit
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.dialogs.note_edit import NoteEdit
from juryapp.gui.theme import px
from juryapp.gui.widgets import CheckBox, FilterEdit, LineEdit, ListRow, RowList


class NominationDialog(EntryDialog):
    """Gives a Nomination; the id is "" for a new one.

    Args:
        nomination: What to change or, with an empty id, to begin with.
        nominee: Whom it speaks for.
        parent: As in Qt.
    """

    def __init__(
        self, nomination: Nomination, nominee: Nominee, parent: QWidget | None = None
    ) -> None:
        new = not nomination.id
        super().__init__(
            _("New nomination") if new else _("Change nomination"),
            _("Add the nomination") if new else _("Keep the changes"),
            parent,
            intro=_("For {nominee}, as it was received.").format(nominee=nominee.name),
            width=640,
        )
        self.setObjectName("nomination_dialog")
        self._nomination = nomination
        form = self.form
        self.nominator = form.add(
            "nomination_nominator", N_("&Nominated by"), LineEdit(nomination.nominator, limit=200)
        )
        self.organisation = form.add(
            "nomination_organisation",
            N_("&Organisation"),
            LineEdit(nomination.organisation, limit=200),
        )
        self.beside("nomination_nominator", "nomination_organisation")
        self.own = CheckBox(_("The nominee nominates itself"))
        self.own.setObjectName("nomination_own")
        self.own.setChecked(nomination.relation is Relation.SELF)
        form.add_widget(self.own)
        self.text = form.add(
            "nomination_text", N_("&Grounds for the nomination"), NoteEdit(nomination.text, lines=8)
        )
        self.received = form.add(
            "nomination_received", N_("&Received"), DayEdit(nomination.received)
        )

    @override
    def value(self) -> Nomination | None:
        received = self.received.day()
        if received is None:
            self.form.show_error("nomination_received", _(NO_DAY))
            return None
        nomination = replace(
            self._nomination,
            nominator=self.nominator.text().strip(),
            organisation=self.organisation.text().strip(),
            relation=Relation.SELF if self.own.isChecked() else Relation.OTHER,
            text=self.text.toPlainText().strip(),
            received=received,
        )
        if not (nomination.nominator or nomination.organisation or nomination.text):
            self.show_problem(_("Write who nominates, or the grounds."))
            return None
        return nomination


class NominationMoveDialog(EntryDialog):
    """Gives the nominee on which a nomination is gathered.

    Args:
        nominees: Whom it may speak for instead.
        parent: As in Qt.
    """

    def __init__(self, nominees: Sequence[Nominee], parent: QWidget | None = None) -> None:
        super().__init__(
            _("Move the nomination to another nominee"),
            _("Move it here"),
            parent,
            intro=_(
                "The nomination is kept as it is; it speaks for the other nominee from then on."
            ),
        )
        self.setObjectName("nomination_move_dialog")
        self._nominees = {str(n.id): n for n in nominees}
        self.filter = FilterEdit(_("Filter by name"))
        self.rows = RowList(accessible_name=_("Nominees"))
        self.rows.setObjectName("move_targets")
        self.rows.setMinimumHeight(px(320))
        self.form.add_widget(self.filter)
        self.form.add_widget(self.rows)
        self.filter.textChanged.connect(self._show)
        self.rows.activated_key.connect(lambda _key: self.submit())
        self._show("")
        self.filter.setFocus()

    def _show(self, text: str) -> None:
        wanted = text.casefold().split()
        found = [
            n
            for n in self._nominees.values()
            if all(word in f"{n.name} {n.place}".casefold() for word in wanted)
        ]
        self.rows.show_rows([
            ListRow(key=str(n.id), title=n.name, subtitle=n.place, number=f"{n.number:02d}")
            for n in found
        ])  # fmt: skip
        if found and self.rows.current_key() is None:
            self.rows.choose(str(found[0].id))

    @override
    def value(self) -> Nominee | None:
        key = self.rows.current_key()
        if key is None:
            self.show_problem(_("Choose a nominee."))
            return None
        return self._nominees[key]
