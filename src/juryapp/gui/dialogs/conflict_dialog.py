"""Records what the chair decided where one juror handed in two different marks.

The secretariat writes it down and decides nothing: who decided is named, and stands in the protocol.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QWidget
from typing_extensions import override

from juryapp.application.merge.conflicts import SETTLE_REASON, ConflictRow
from juryapp.application.merge.view import Decider
from juryapp.base.i18n import N_, _
from juryapp.domain.jury import ROLE_NAMES, Juror
from juryapp.domain.statements import MarkContent
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.models.merge import origin_words, rival_words
from juryapp.gui.theme import px
from juryapp.gui.widgets import ComboBox, Label, RadioButton, TextEdit, column

NOBODY = N_(
    "Nobody is chair or deputy chair of the jury, so only the juror can settle this, with a newer file."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was decided."""

    content: MarkContent
    reason: str
    by: Juror


class ConflictDialog(EntryDialog):
    """Gives a `Settled`.

    Args:
        row: The conflict.
        deciders: The chair and the deputy chair; who is recused for the nominee is refused.
        parent: As in Qt.
    """

    def __init__(
        self, row: ConflictRow, deciders: Sequence[Decider], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("What has the chair decided?"),
            _("Record the decision"),
            parent,
            intro=_(
                "{name} handed in two different marks for {nominee}, {criterion}. The chair decides which one"
                " counts; you write it down. It stands in the protocol and is not undone; a newer file from"
                " {name} replaces it."
            ).format(name=row.juror.name, nominee=row.nominee.name, criterion=row.criterion.name),
            width=560,
        )
        self.setObjectName("conflict_dialog")
        self._row = row
        self._deciders = {decider.juror.id: decider for decider in deciders}
        self._choices = QButtonGroup(self)
        self.form.add_widget(self._mark_choices())
        self.problem_of_choice = Label("", "small", "error", wrap=True)
        self.problem_of_choice.hide()
        self.form.add_widget(self.problem_of_choice)
        self.by = self.form.add("conflict_by", N_("&Decided by"), ComboBox(self._people()))
        self.reason = self.form.add("conflict_reason", N_("&Reason"), TextEdit(lines=3))
        self.reason.setMaximumHeight(px(110))
        self._choose_able()
        if not deciders:
            self.submit_button.set_reason(_(NOBODY))
            self.show_problem(_(NOBODY))

    def _mark_choices(self) -> QWidget:
        box = QWidget()
        box.setAccessibleName(_("Which mark counts?"))
        words = rival_words([rival.content for rival in self._row.rivals], self._row.criterion)
        buttons = []
        for place, (rival, word) in enumerate(zip(self._row.rivals, words, strict=True)):
            origin = origin_words(self._row, rival)
            text = _("{mark}  ({origin})").format(mark=word, origin=origin) if origin else word
            button = RadioButton(text)
            button.setObjectName(f"conflict_mark_{place}")
            self._choices.addButton(button, place)
            buttons.append(button)
        box.setLayout(column(Label(_("Which mark counts?"), "smallM"), *buttons, gap=4))
        return box

    def _people(self) -> list[tuple[str, str]]:
        return [
            (d.juror.id, _("{name}, {role}").format(name=d.juror.name, role=self._role(d)))
            for d in self._deciders.values()
        ]

    @staticmethod
    def _role(decider: Decider) -> str:
        role = _(ROLE_NAMES[decider.juror.role]).lower()
        return _("{role}, recused here").format(role=role) if decider.recused else role

    def _choose_able(self) -> None:
        able = next((d for d in self._deciders.values() if d.why_not is None), None)
        if able is not None:
            self.by.choose(able.juror.id)

    @override
    def value(self) -> Settled | None:
        self.problem_of_choice.hide()
        place = self._choices.checkedId()
        if place < 0:
            self.problem_of_choice.setText(_("Choose the mark that counts."))
            self.problem_of_choice.show()
            self._choices.buttons()[0].setFocus()
            return None
        decider = next(d for d in self._deciders.values() if d.juror.id == self.by.current_key())
        if decider.why_not is not None:
            raise decider.why_not
        reason = self.reason.toPlainText().strip()
        if not reason:
            self.form.show_error("conflict_reason", _(SETTLE_REASON))
            return None
        return Settled(content=self._row.rivals[place].content, reason=reason, by=decider.juror)
