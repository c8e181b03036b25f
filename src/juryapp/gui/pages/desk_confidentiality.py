"""The first thing at a new desk: what the juror is trusted with, and one button.

It can be read again later; then it says when it was accepted, and the button leads back.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from juryapp.application.desk.contents import DeskContents
from juryapp.base.i18n import _, ngettext
from juryapp.base.instants import format_date, format_instant
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import Button, Card, IconLabel, Label, Scrolled, column, row

_WIDTH = 680


class ConfidentialityView(QWidget):
    """A text and a button."""

    accepted = Signal()
    back_requested = Signal()  # read again later
    machine_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._contents: DeskContents | None = None
        self.heading = Label(kind="h1", wrap=True)
        self.facts = Label(kind="body", role="text2", wrap=True)
        self.texts = [Label(kind="read", wrap=True) for _number in range(3)]
        self.accept = Button(look="primary", icon_name="check")
        self.accept.setObjectName("accept_confidentiality")
        self.accept.clicked.connect(self._go_on)
        self.machine = Button(look="link", icon_name="machine")
        self.machine.setObjectName("confidentiality_machine")
        self.machine.clicked.connect(self.machine_requested)
        self.since = IconLabel("check-circle", "ok", 20)
        self.since_words = Label(kind="smallM", role="ok", wrap=True)
        self._since = QWidget()
        self._since.setLayout(row(self.since, (self.since_words, 1), gap=8))
        icons = ("lock", "machine", "eye-off")
        lines = [
            row(column(IconLabel(name, "accent", 22), None, gap=0), (text, 1), gap=14)
            for name, text in zip(icons, self.texts, strict=True)
        ]
        self._card = Card(
            column(
                self.heading,
                self.facts,
                8,
                *lines,
                12,
                self._since,
                row(self.accept, None, self.machine),
                gap=14,
                margins=(32, 28, 32, 28),
            )
        )
        card = row(None, (self._card, 6), None)
        inside = column(None, card, None, None, margins=(24, 24, 24, 24))
        self.setLayout(column(Scrolled(inside)))
        follow_theme(self)
        self.retranslate()

    def apply_theme(self) -> None:
        """Keep the lines short enough to read."""
        self._card.setMaximumWidth(px(_WIDTH))

    def show_contents(self, contents: DeskContents) -> None:
        """Show whose desk this is and what was sent."""
        self._contents = contents
        self.retranslate()

    def _accepted_at(self) -> str:
        return self._contents.info.confidentiality if self._contents else ""

    def _go_on(self) -> None:
        if self._accepted_at():
            self.back_requested.emit()
        else:
            self.accepted.emit()

    def enter(self) -> None:
        """Put the focus on the button."""
        self.accept.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        name = self._contents.juror.name if self._contents else ""
        at = self._accepted_at()
        welcome = _("Welcome, {name}").format(name=name)
        self.heading.setText(_("In confidence") if at else welcome)
        self._since.setVisible(bool(at))
        if at:
            when = format_instant(at)
            self.since_words.setText(_("Accepted by {name}, {when}").format(name=name, when=when))
        self.facts.setText(self._facts())
        texts = (
            _(
                "What you read here was given to the jury in confidence. Do not pass it on, and talk about"
                " candidates and marks with nobody outside the jury, neither before nor after the award."
            ),
            _(
                "Everything you do is saved on this machine at once, without any network. Your marks and your"
                " comments to the jury go to the secretariat in the score file that you send."
            ),
            _("Your private notes never leave this machine."),
        )
        for label, text in zip(self.texts, texts, strict=True):
            label.setText(text)
        self.accept.setText(_("Back to the desk") if at else _("I keep this confidential"))
        self.accept.set_icon("chevron-left" if at else "check")
        self.machine.setText(_("About this machine"))
        self.machine.setToolTip(
            _("The digits by which the secretariat knows it; you find them again in the menu")
        )

    def _facts(self) -> str:
        if self._contents is None:
            return ""
        count = len(self._contents.real)
        parts = [
            self._contents.edition.title,
            ngettext("{n} candidate", "{n} candidates", count).format(n=count),
        ]
        if self._contents.edition.deadline:
            day = format_date(self._contents.edition.deadline)
            parts.append(_("deadline {day}").format(day=day))
        return "  ·  ".join(parts)
