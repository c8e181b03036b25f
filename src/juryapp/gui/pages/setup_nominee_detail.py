"""One nominee with its nominations: read, changed, gathered on another nominee, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from juryapp.base.i18n import _, ngettext
from juryapp.base.instants import format_date
from juryapp.domain.nominees import Nomination, Relation
from juryapp.gui.models.setup import NomineeRow
from juryapp.gui.pages.setup_attachments import FilesPart
from juryapp.gui.widgets import Button, Card, Chip, Label, ToolButton, column, row


class NominationCard(Card):
    """One nomination as it was received."""

    def __init__(self, nomination: Nomination, detail: NomineeDetail, *, number: int) -> None:
        who = nomination.nominator or nomination.organisation or _("Nominator not named")
        self.who = Label(who, "bodyM", wrap=True)
        change = ToolButton("edit", _("Change nomination {n}").format(n=number))
        change.setObjectName(f"change_nomination_{number}")
        move = ToolButton(
            "arrow-right", _("Move nomination {n} to another nominee").format(n=number)
        )
        move.setObjectName(f"move_nomination_{number}")
        remove = ToolButton("trash", _("Remove nomination {n}").format(n=number))
        remove.setObjectName(f"remove_nomination_{number}")
        layout = column(
            row((self.who, 1), change, move, remove, gap=2), gap=4, margins=(12, 6, 6, 10)
        )
        source = _source(nomination)
        if source:
            layout.addWidget(Label(source, "caption", "text2", wrap=True))
        text = Label(
            nomination.text or _("No grounds were given."), "small", wrap=True, selectable=True
        )
        text.setContentsMargins(0, 0, 8, 0)
        layout.addWidget(text)
        super().__init__(layout, tone="inset")
        change.clicked.connect(lambda _checked=False: detail.change_nomination.emit(nomination))
        move.clicked.connect(lambda _checked=False: detail.move_nomination.emit(nomination))
        remove.clicked.connect(lambda _checked=False: detail.remove_nomination.emit(nomination))


def _source(nomination: Nomination) -> str:
    parts = [nomination.organisation] if nomination.nominator else []
    if nomination.relation is Relation.SELF:
        parts.append(_("nominates itself"))
    if nomination.received:
        parts.append(_("received {day}").format(day=format_date(nomination.received)))
    return "  ·  ".join(part for part in parts if part)


class NomineeDetail(QWidget):
    """The nominee under the cursor."""

    change = Signal()
    withdraw = Signal(bool)
    remove = Signal()
    add_nomination = Signal()
    change_nomination = Signal(object)
    move_nomination = Signal(object)
    remove_nomination = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.name = Label(kind="h2", wrap=True, selectable=True)
        self.category = Label(kind="small", role="text2", wrap=True)
        self.state = Chip()
        self.facts = Label(kind="small", wrap=True, selectable=True)
        self.edit_button = _button("edit_nominee", "edit", self.change.emit)
        self.withdraw_button = _button("withdraw_nominee", "minus", self._withdraw)
        self.remove_button = _button("remove_nominee", "trash", self.remove.emit)
        self.heading = Label(kind="h3")
        self.add_button = _button("add_nomination", "plus", self.add_nomination.emit)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(8)
        self.files = FilesPart()
        self._withdrawn = False
        buttons = row(self.edit_button, self.withdraw_button, self.remove_button, None, gap=6)
        self.setLayout(
            column(
                self.name,
                row(self.state, (self.category, 1)),
                self.facts,
                buttons,
                8,
                row((self.heading, 1), self.add_button),
                self.cards,
                12,
                self.files,
                None,
                gap=8,
                margins=(4, 4, 8, 4),
            )
        )

    def _withdraw(self) -> None:
        self.withdraw.emit(not self._withdrawn)

    def show_nominee(
        self, found: NomineeRow, nominations: Sequence[Nomination], *, may_remove: bool
    ) -> None:
        """Show one nominee with its nominations."""
        nominee = found.nominee
        self._withdrawn = nominee.withdrawn
        self.name.setText(nominee.name)
        self.category.setText(
            "  ·  ".join(part for part in (found.category, nominee.place) if part)
        )
        self.state.setVisible(nominee.withdrawn)
        self.state.set_state(_("Withdrawn"), "warn")
        self.facts.setText(nominee.facts)
        self.facts.setVisible(bool(nominee.facts))
        self.edit_button.setText(_("Change …"))
        self.withdraw_button.setText(_("Take back in") if nominee.withdrawn else _("Withdraw"))
        self.remove_button.setText(_("Remove"))
        self.remove_button.set_reason(
            "" if may_remove else _("Packages have been made. Withdraw the nominee instead.")
        )
        self.add_button.setText(_("Add …"))
        self.add_button.setAccessibleName(_("Add a nomination"))
        self._show_nominations(nominations)
        self.files.retranslate()

    def _show_nominations(self, nominations: Sequence[Nomination]) -> None:
        n = len(nominations)
        self.heading.setText(ngettext("{n} nomination", "{n} nominations", n).format(n=n))
        while (item := self.cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, nomination in enumerate(nominations, start=1):
            self.cards.addWidget(NominationCard(nomination, self, number=number))


def _button(name: str, icon_name: str, handler: object) -> Button:
    button = Button("", "small", icon_name)
    button.setObjectName(name)
    if callable(handler):
        button.clicked.connect(lambda _checked=False: handler())
    return button
