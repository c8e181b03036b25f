"""Asks for a juror."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import ROLE_NAMES, SCORING_ROLES, Juror, Role
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.widgets import CheckBox, ComboBox, Label, LineEdit


class JurorDialog(EntryDialog):
    """Gives a Juror; the id is "" for a new one."""

    def __init__(self, juror: Juror | None = None, parent: QWidget | None = None) -> None:
        new = juror is None
        super().__init__(
            _("New juror") if new else _("Change juror"),
            _("Add the juror") if new else _("Keep the changes"),
            parent,
        )
        self.setObjectName("juror_dialog")
        old = juror or Juror(id=JurorId(""), number=0, name="")
        self._juror = old
        form = self.form
        self.name = form.add("juror_name", N_("&Name"), LineEdit(old.name, limit=200))
        roles = [(str(role), _(name)) for role, name in ROLE_NAMES.items()]
        self.role = form.add("juror_role", N_("&Role"), ComboBox(roles))
        self.role.choose(str(old.role))
        self.organisation = form.add(
            "juror_organisation", N_("&Organisation"), LineEdit(old.organisation, limit=200)
        )
        self.beside("juror_role", "juror_organisation", stretch=(2, 3))
        self.does = Label("", "small", "text2", wrap=True)
        form.add_widget(self.does)
        self.email = form.add(
            "juror_email",
            N_("&E-mail"),
            LineEdit(old.email, limit=200),
            N_("Only for the letters; juryapp sends nothing by itself."),
        )
        self.left = CheckBox(_("Has left the jury"))
        self.left.setObjectName("juror_left")
        self.left.setChecked(old.left)
        form.add_widget(self.left)
        self.left.setVisible(not new)
        self.role.currentIndexChanged.connect(self._say_what)
        self._say_what()

    def _say_what(self) -> None:
        scores = Role(self.role.current_key()) in SCORING_ROLES
        self.does.setText(
            _("Gives marks and gets a jury package.")
            if scores
            else _("Gives no marks and gets no jury package.")
        )

    @override
    def value(self) -> Juror | None:
        if not self.name.text().strip():
            self.form.show_error("juror_name", _("Give the juror a name."))
            return None
        return replace(
            self._juror,
            name=self.name.text().strip(),
            role=Role(self.role.current_key()),
            organisation=self.organisation.text().strip(),
            email=self.email.text().strip(),
            left=self.left.isChecked(),
        )
