"""The question of impartiality for one nominee: three answers, none of them chosen beforehand.

The same three stand in the list of all nominees and in the dialog for a single one. Keys: 1, 2 and 3.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.domain.statements import Answer, DeclarationContent
from juryapp.gui.icons import paint_icon
from juryapp.gui.models.desk import ANSWERS, STANDS_DOWN
from juryapp.gui.theme import color, follow_theme, font, hit, px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets.desk_texts import SavingText
from juryapp.gui.widgets.fields import CheckBox
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.surfaces import column, row

CHOICES: Final = tuple(ANSWERS)
_KEYS: Final = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}
_LOOKS: Final[dict[Answer, tuple[str, Role, Role]]] = {
    Answer.NOTHING: ("check", "ok", "okSoft"),
    Answer.TELL: ("comment", "softText", "soft"),
    Answer.DOUBT: ("help", "warn", "warnSoft"),
}


class _Choice(QAbstractButton):
    """One answer: a ring until it is chosen, then its icon on a soft ground."""

    def __init__(self, answer: Answer, parent: QWidget) -> None:
        super().__init__(parent)
        self._answer = answer
        self.setObjectName(f"answer_{answer}")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take font and height from the theme."""
        self.setFont(font("smallM"))
        self.setFixedHeight(hit(34))
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + px(48), hit(34))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon_name, role, ground = _LOOKS[self._answer]
        if not self.isChecked():
            icon_name, role, ground = "circle", "text2", "surface"
        lively = self.underMouse() and self.isEnabled()
        edge: Role = role if self.isChecked() else "control" if lively else "line"
        painter.setPen(QPen(color(edge), 1))
        painter.setBrush(color("hover" if lively and not self.isChecked() else ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        side = px(16)
        square = QRectF(px(12), (self.height() - side) / 2, side, side)
        paint_icon(painter, square, icon_name, role if self.isEnabled() else "text3")
        chosen: Role = role if self.isChecked() else "text"
        painter.setPen(color(chosen if self.isEnabled() or self.isChecked() else "text3"))
        room = QRectF(px(36), 0, self.width() - px(40), self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())


class Answers(QWidget):
    """The three answers side by side; arrows move between them, Tab goes past."""

    chosen = Signal(str)  # an Answer

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = about
        self._group = QButtonGroup(self)
        self.buttons = [_Choice(answer, self) for answer in CHOICES]
        for place, button in enumerate(self.buttons):
            self._group.addButton(button, place)
        self._group.idClicked.connect(lambda place: self.chosen.emit(CHOICES[place]))
        self.setLayout(row(*self.buttons, gap=6))
        self.retranslate()

    def answer(self) -> Answer | None:
        """Return what is chosen, None before anything is."""
        place = self._group.checkedId()
        return None if place < 0 else CHOICES[place]

    def show_answer(self, answer: Answer | None) -> None:
        """Show an answer; `chosen` is not emitted. Who stands down has something to tell."""
        shown = Answer.TELL if answer is Answer.RECUSED else answer
        self._group.setExclusive(False)
        for button, choice in zip(self.buttons, CHOICES, strict=True):
            button.setChecked(choice is shown)
        self._group.setExclusive(True)

    def choose(self, place: int) -> None:
        """Choose as by hand."""
        self.buttons[place].click()

    def focus_button(self) -> QAbstractButton:
        """Return the button to which the focus belongs."""
        return next((b for b in self.buttons if b.isChecked()), self.buttons[0])

    def retranslate(self) -> None:
        """Set the words."""
        self.setAccessibleName(_("Your answer for {nominee}").format(nominee=self._about))
        for button, answer in zip(self.buttons, CHOICES, strict=True):
            words = _(ANSWERS[answer])
            button.setText(words)
            button.setAccessibleName(
                _("{answer}, for {nominee}").format(answer=words, nominee=self._about)
            )


class Facts(QWidget):
    """What opens where something is reported: the facts, and standing down of one's own accord."""

    changed = Signal()

    def __init__(self, about: str, *, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = about
        self.text = SavingText(lines=lines)
        self.text.setObjectName("facts")
        self.stands_down = CheckBox()
        self.stands_down.setObjectName("stands_down")
        self.stands_down.clicked.connect(lambda _checked=False: self.changed.emit())
        self.text.save_requested.connect(lambda _text: self.changed.emit())
        self.hint = Label("", "caption", "text2", wrap=True)
        follow_theme(self)
        self.setLayout(column(self.text, row(self.stands_down, 8, (self.hint, 1), gap=4), gap=4))
        self.retranslate()

    def apply_theme(self) -> None:
        """Be no higher than the lines need."""
        self.text.apply_theme()
        self.text.keep_height()

    def show_content(self, content: DeclarationContent | None) -> None:
        """Show what is stored, but leave alone what is being written."""
        self.stands_down.setChecked(content is not None and content.answer is Answer.RECUSED)
        if not self.text.is_waiting:
            self.text.show_text(content.facts if content else "")

    def retranslate(self) -> None:
        """Set the words."""
        self.text.setPlaceholderText(_("What is it about? A few words are enough."))
        self.text.setAccessibleName(
            _("What the panel should know about you and {nominee}").format(nominee=self._about)
        )
        self.stands_down.setText(_(STANDS_DOWN))
        self.hint.setText(_("Then you need not wait for the panel: the papers stay closed to you."))


class DeclareRow(QFrame):
    """One nominee in the list of all: name, who nominated, three answers, and the facts if any."""

    answered = Signal(object)  # DeclarationContent
    neighbour_requested = Signal(int)

    def __init__(self, number: str, name: str, about: str) -> None:
        super().__init__()
        self.setObjectName("declare_row")
        self._name = name
        self.number = Label(number, "small", "text2")
        self.name = Label(name, "bodyM", wrap=True)
        self.about = Label(about, "caption", "text2", wrap=True)
        if not about:  # hidden, never shown: without a parent it would be a window for a moment
            self.about.hide()
        self.hint = Label("", "captionM", "softText", wrap=True)
        self._hint = QWidget()
        self._hint.setLayout(row(IconLabel("info", "softText", 16), (self.hint, 1), gap=4))
        self._hint.hide()
        self.answers = Answers(name)
        self.facts = Facts(name)
        self.facts.hide()
        self.stood_down = Label("", "captionM", "recuse")
        self._stood_down = QWidget()
        self._stood_down.setLayout(row(IconLabel("recused", "recuse", 16), self.stood_down, gap=4))
        self._stood_down.hide()
        self.problem = Label("", "captionM", "error")
        self._problem = QWidget()
        self._problem.setLayout(row(IconLabel("error", "error", 16), self.problem, None, gap=4))
        self._problem.hide()
        self._words = column(
            self.name, self.about, self._hint, self._stood_down, self._problem, gap=1
        )
        self._lay_out()
        self.answers.chosen.connect(self._chosen)
        self.facts.changed.connect(self._tell)
        for button in self.answers.buttons:
            button.installEventFilter(self)
        self.facts.stands_down.installEventFilter(self)
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        self._head = row((row(self.number, (self._words, 1), gap=8), 1), self.answers, gap=8)
        self.setLayout(column(self._head, self.facts, gap=8, margins=(16, 8, 12, 8)))

    def stack_answers(self, *, stacked: bool) -> None:
        """Put the answers below the name, where there is no room beside it."""
        directions = QBoxLayout.Direction
        wanted = directions.TopToBottom if stacked else directions.LeftToRight
        if self._head.direction() != wanted:
            self._head.setDirection(wanted)

    def apply_theme(self) -> None:
        """Give the number its column."""
        self.number.setFixedWidth(px(28))

    def content(self) -> DeclarationContent | None:
        """Return what is said in this row, None before an answer."""
        answer = self.answers.answer()
        if answer is None:
            return None
        if answer is Answer.NOTHING:
            return DeclarationContent(answer)
        if self.facts.stands_down.isChecked():
            answer = Answer.RECUSED
        return DeclarationContent(answer, self.facts.text.toPlainText().strip())

    def show_content(
        self, content: DeclarationContent | None, *, locked: bool = False, unsaved: bool = False
    ) -> None:
        """Show what is stored, or what could not be (`unsaved`)."""
        self._problem.setVisible(unsaved)
        self.answers.show_answer(content.answer if content else None)
        reported = content is not None and content.answer is not Answer.NOTHING
        self.facts.show_content(content)
        self.facts.setVisible(reported)
        self._stood_down.setVisible(content is not None and content.answer is Answer.RECUSED)
        self.answers.setEnabled(not locked)
        self.facts.setEnabled(not locked)

    def tab_stops(self) -> list[QWidget]:
        """Return what can have the focus, in its order."""
        return [*self.answers.buttons, self.facts.text, self.facts.stands_down]

    def say_hint(self, text: str) -> None:
        """Show what the package itself tells of a connection, or nothing."""
        self.hint.setText(text)
        self._hint.setVisible(bool(text))

    def flush(self) -> None:
        """Ask for what is written to be saved."""
        self.facts.text.flush()

    def enter(self) -> None:
        """Take the focus."""
        self.answers.focus_button().setFocus(Qt.FocusReason.TabFocusReason)

    def has_focus(self) -> bool:
        """Return whether the focus is on one of the answers."""
        return any(button.hasFocus() for button in self.answers.buttons)

    def _chosen(self, answer: str) -> None:
        if answer != Answer.TELL:
            self.facts.stands_down.setChecked(False)
        self._tell()
        if answer != Answer.NOTHING:
            self.facts.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        self.facts.text.saved()
        content = self.content()
        if content is not None:
            self.answered.emit(content)

    @override
    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self.update()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in _KEYS:
            self.answers.choose(_KEYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.neighbour_requested.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if key == Qt.Key.Key_Left else 1)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        """Move the focus to the answer beside it; nothing is chosen by that."""
        buttons = self.answers.buttons
        here = next((i for i, button in enumerate(buttons) if button.hasFocus()), 0)
        there = max(0, min(len(buttons) - 1, here + by))
        buttons[there].setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Set the words."""
        self.answers.retranslate()
        self.facts.retranslate()
        self.stood_down.setText(_("You stand down here"))
        self.problem.setText(_("Not saved"))
        self.setAccessibleName(self._name)
