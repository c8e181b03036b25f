"""The panel beside the order by points: what is decided about one nominee, and why."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_, _, translated
from juryapp.domain.decisions import OUTCOME_NAMES, Basis, Decision, Outcome
from juryapp.gui.models.decisions import DecisionRow
from juryapp.gui.pages import decisions_texts as texts
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    Form,
    IconLabel,
    Label,
    Scrolled,
    TextEdit,
    column,
    row,
)

_LIVE_ICONS: Final = {Basis.FOLLOWS: "check", Basis.TIE: "info", Basis.DEPARTS: "info"}
_PICKED: Final = "picked"


class ChoicePanel(QWidget):
    """Winner, finalist, honourable mention or nothing: said at once how it stands to the points."""

    outcome_picked = Signal(object)  # Outcome
    record_requested = Signal()
    reason_edited = Signal()
    make_room_requested = Signal()  # take the winner back who stands in the way, then record
    no_award_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choice_panel")
        self._build()
        self._lay_out()
        follow_theme(self)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self.reason)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.record_requested.emit)
        self.retranslate()

    def _build(self) -> None:
        self.name = Label(kind="h2", wrap=True, selectable=True)
        self.line = Label(kind="small", role="text2", wrap=True)
        self.close_line = Label(kind="small", role="warn", wrap=True)
        self.close_line.setObjectName("close_margin")
        self.stands = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.stands.setObjectName("stands")
        self.buttons: dict[Outcome, Button] = {}
        for outcome in texts.CHOICES:
            button = Button(icon_name="circle")
            button.setObjectName(f"choose_{outcome}")
            button.clicked.connect(
                lambda _checked=False, outcome=outcome: self.outcome_picked.emit(outcome)
            )
            self.buttons[outcome] = button
        self.live_icon = IconLabel("info", "text2", 16)
        self.live = Label(kind="body", wrap=True)
        self.live.setObjectName("live_line")
        self.form = Form()
        self.reason = self.form.add("reason", N_("&Reason"), TextEdit(lines=4))
        self.reason.textChanged.connect(self.reason_edited.emit)
        self.record = Button(icon_name="decision")
        self.record.setObjectName("record_decision")
        self.record.clicked.connect(lambda _checked=False: self.record_requested.emit())
        self.make_room = Button(look="small", icon_name="undo")
        self.make_room.setObjectName("make_room")
        self.make_room.clicked.connect(lambda _checked=False: self.make_room_requested.emit())
        self.make_room.hide()
        self.no_award = Button(look="link")
        self.no_award.setObjectName("no_award")
        self.no_award.clicked.connect(lambda _checked=False: self.no_award_requested.emit())

    def _lay_out(self) -> None:
        choices = QGridLayout()
        choices.setSpacing(8)
        for place, button in enumerate(self.buttons.values()):
            choices.addWidget(button, place // 2, place % 2)
        heading = column(self.name, self.line, self.close_line, gap=4)
        live = row(self.live_icon, (self.live, 1), gap=8)
        live.setAlignment(self.live_icon, Qt.AlignmentFlag.AlignTop)
        inside = column(
            heading,
            choices,
            live,
            self.form,
            row(self.make_room, None),
            row(self.record, None),
            self.stands,
            None,
            row(self.no_award, None),
            gap=14,
            margins=(16, 16, 12, 12),
        )
        self.setLayout(column((Scrolled(inside), 1)))

    def apply_theme(self) -> None:
        """Keep the reason a few lines high: it is asked to be brief."""
        self.reason.setMaximumHeight(px(128))

    # --- what is shown

    def show_row(self, found: DecisionRow, standing: Decision | None, close: str) -> None:
        """Show a nominee and what stands about it."""
        self.name.setText(found.name)
        place = _("Place {place} by points").format(place=found.place_words)
        if found.said:
            place = _("Place {place}").format(place=found.place_words)
        words = (place, found.in_words) if found.place is not None else (found.place_words,)
        self.line.setText("  ·  ".join(words))
        self.close_line.setText(close)
        self.close_line.setVisible(bool(close))
        self._show_standing(standing)

    def _show_standing(self, standing: Decision | None) -> None:
        if standing is None:
            self.stands.setText(_(texts.NOTHING_YET))
            return
        template = texts.STANDS_WITH_REASON if standing.reason else texts.STANDS
        outcome = _(OUTCOME_NAMES[standing.outcome])
        self.stands.setText(_(template).format(outcome=outcome, reason=standing.reason))

    def show_choice(self, picked: Outcome, basis: Basis | None, *, pending: bool) -> None:
        """Show what is picked, and how it stands to the points (None: there is nothing to say)."""
        for outcome, button in self.buttons.items():
            is_picked = outcome is picked
            button.set_icon("check-circle" if is_picked else "circle")
            button.setProperty(_PICKED, is_picked)
            button.style().unpolish(button)
            button.style().polish(button)
            button.setAccessibleDescription(_("chosen") if is_picked else "")
        self.live.setText(self._live_words(picked, basis))
        self.live.setVisible(basis is not None)
        self.live_icon.setVisible(basis is not None)
        if basis is not None:
            self.live_icon.set_icon(_LIVE_ICONS[basis], "ok" if basis is Basis.FOLLOWS else "text2")
        self.record.set_reason("" if pending else _("There is nothing new to record."))

    @staticmethod
    def _live_words(picked: Outcome, basis: Basis | None) -> str:
        if basis is None:
            return ""
        if picked is Outcome.MENTION:
            return _(texts.LIVE_MENTION)
        if picked is Outcome.NONE and basis is Basis.FOLLOWS:
            return _(texts.LIVE_BACK)
        return _(texts.LIVE[basis])

    def show_reason(self, reason: str) -> None:
        """Put a reason into the field; what is there already is left alone, cursor and all."""
        if self.reason.toPlainText() != reason:
            blocked = self.reason.blockSignals(True)
            self.reason.setPlainText(reason)
            self.reason.blockSignals(blocked)

    def show_error(self, error: RuleError | None, in_the_way: str = "") -> None:
        """Say at the reason what the rules say; `in_the_way` is the winner who has the place."""
        if error is None:
            self.form.clear_errors()
        else:
            self.form.show_error("reason", translated(error))
        self.make_room.setVisible(bool(in_the_way))
        self.make_room.setText(
            _("Take the decision on {nominee} back, and record this").format(nominee=in_the_way)
        )

    def reason_text(self) -> str:
        """Return the reason as it is typed."""
        return self.reason.toPlainText()

    def is_picked(self, outcome: Outcome) -> bool:
        """Return whether an outcome is shown as chosen."""
        return bool(self.buttons[outcome].property(_PICKED))

    def set_no_award_reason(self, reason: str) -> None:
        """Say why no award cannot be recorded now; "" lets it."""
        self.no_award.set_reason(reason)

    def retranslate(self) -> None:
        """Set every text that does not come with the nominee."""
        for outcome, button in self.buttons.items():
            words, keys = texts.CHOICES[outcome]
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setText(_(words))
            button.setToolTip(_("{what}  ({keys})").format(what=_(words), keys=native))
        self.form.retranslate()
        self.record.setText(_("Record the decision"))
        self.record.setToolTip("Ctrl+↵")
        self.no_award.setText(_("No award in this category …"))
