"""“Report …” for one nominee: the question, three answers, the facts. Gives a new answer; saves nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.domain.statements import Answer, DeclarationContent
from juryapp.gui.models.desk import QUESTION
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, Card, Label, Scrolled, column, row
from juryapp.gui.widgets.desk_answers import Answers, Facts

_KEYS = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}


class ReportDialog(QDialog):
    """Asks about one nominee.

    Args:
        name: The nominee.
        content: What the juror answered before, or None.
        grounds: Plain examples of connections, from the package.
        parent: As in Qt.
    """

    submitted = Signal(object)  # DeclarationContent

    def __init__(
        self,
        name: str,
        content: DeclarationContent | None,
        grounds: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("report_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Impartiality: {nominee}").format(nominee=name))
        self._before = content
        self.answers = Answers(name)
        self.answers.show_answer(content.answer if content else None)
        self.facts = Facts(name, lines=4)
        self.facts.show_content(content)
        self.save = Button(_("Save the answer"), "primary", "check")
        self.save.setObjectName("save_answer")
        self.save.clicked.connect(self._submit)
        self.save.setDefault(True)
        self.kept = Label(
            _("Earlier answers are kept: this becomes a new one beside them."),
            "caption",
            "text2",
            wrap=True,
        )
        if content is None:
            self.kept.hide()
        self._lay_out(name, grounds)
        self.answers.chosen.connect(self._chosen)
        self.facts.stands_down.clicked.connect(lambda _checked=False: self._show())
        for button in self.answers.buttons:
            button.installEventFilter(self)
        self._show()
        self.answers.focus_button().setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, name: str, grounds: Sequence[str]) -> None:
        cancel = Button(_("Cancel"))
        cancel.setObjectName("cancel_answer")
        cancel.clicked.connect(self.reject)
        examples = "\n".join(f"–  {ground}" for ground in grounds)
        ground_card = Card(column(Label(examples, "small", "text2", wrap=True)), tone="inset")
        if not grounds:
            ground_card.hide()
        inside = column(
            Label(name, "h2", wrap=True),
            Label(_(QUESTION), "body", wrap=True),
            ground_card,
            self.answers,
            self.facts,
            self.kept,
            None,
            gap=12,
            margins=(24, 20, 24, 8),
        )
        foot = row(None, cancel, self.save, margins=(24, 8, 24, 16))
        self.setLayout(column((Scrolled(inside), 1), foot, gap=0))
        free = self.screen().availableGeometry().height() - 80
        self.resize(px(660), min(px(560), free))

    def content(self) -> DeclarationContent | None:
        """Return what is answered, None before an answer."""
        answer = self.answers.answer()
        if answer is None or answer is Answer.NOTHING:
            return None if answer is None else DeclarationContent(answer)
        if self.facts.stands_down.isChecked():
            answer = Answer.RECUSED
        return DeclarationContent(answer, self.facts.text.toPlainText().strip())

    def _chosen(self, answer: str) -> None:
        if answer != Answer.TELL:
            self.facts.stands_down.setChecked(False)
        self._show()
        if answer != Answer.NOTHING:
            self.facts.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        answer = self.answers.answer()
        self.facts.setVisible(answer not in {None, Answer.NOTHING})
        self.save.set_reason("" if answer else _("Choose one of the three answers first."))

    def _submit(self) -> None:
        content = self.content()
        if content is not None:
            if content != self._before:
                self.submitted.emit(content)
            self.accept()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            place = _KEYS.get(Qt.Key(event.key()))
            if place is not None:
                self.answers.choose(place)
                return True
        return super().eventFilter(watched, event)
