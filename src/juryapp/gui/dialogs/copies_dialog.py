"""What can be done with whole copies of the edition: save a backup or archive, combine two of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from juryapp.application.ports.awards import AwardKind
from juryapp.base.i18n import _
from juryapp.gui.pages.start_parts import ActionCard
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, Label, column, row


class CopiesDialog(QDialog):
    """Asks for one of three things by signals; it closes with the choice."""

    save_requested = Signal(object)  # AwardKind
    combine_requested = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("copies_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Copies of {title}").format(title=title))
        self._make_cards()
        self.close_button = Button(_("Close"))
        self.close_button.setObjectName("close_copies")
        self.close_button.clicked.connect(self.close)
        text = _(
            "Each of these is one signed file with the whole edition. Private notes are in none."
        )
        intro = Label(text, "body", "text2", wrap=True)
        cards = (self.backup, self.archive, self.combine)
        bottom = row(None, self.close_button)
        self.setLayout(column(intro, 4, *cards, 8, bottom, gap=10, margins=(24, 20, 24, 16)))
        self.setMinimumWidth(px(560))
        self.backup.setFocus()

    def _make_cards(self) -> None:
        self.backup = self._card("save_backup", "backup")
        self.backup.say(
            _("Save a backup file …"),
            _("To go on with elsewhere: with every file, and the locked keys"),
        )
        self.backup.clicked.connect(lambda: self.save_requested.emit(AwardKind.BACKUP))
        self.archive = self._card("save_archive", "download")
        self.archive.say(
            _("Save an archive …"), _("To be kept: readable without juryapp, and without keys")
        )
        self.archive.clicked.connect(lambda: self.save_requested.emit(AwardKind.ARCHIVE))
        self.combine = self._card("combine_copies", "merge")
        self.combine.say(
            _("Combine with another copy …"), _("For two secretaries who each read score files in")
        )
        self.combine.clicked.connect(self.combine_requested)

    def _card(self, name: str, icon: str) -> ActionCard:
        card = ActionCard(icon, parent=self)
        card.setObjectName(name)
        card.clicked.connect(self.close)
        return card
