"""Writing the justifications: who is chosen, the text in each written form, and what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.decisions.board import DecisionBoard
from juryapp.base.i18n import LANGUAGE_NAMES, LANGUAGES, _, ngettext
from juryapp.domain.ids import NomineeId
from juryapp.gui.models.decisions import word_count_words
from juryapp.gui.pages import decisions_texts as texts
from juryapp.gui.widgets import (
    Card,
    Chip,
    ComboBox,
    EmptyState,
    Label,
    ListRow,
    RowList,
    Rule,
    Scrolled,
    Segmented,
    TextEdit,
    column,
    row,
)

SAVE_AFTER_MS: Final = 700


class SourcesPanel(QWidget):
    """What the nominators wrote, and the jurors' comments that may be used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sources")
        self._parts: list[QWidget] = []
        self._place = QVBoxLayout()
        self._place.setSpacing(10)
        inside = column(self._place, None, margins=(16, 14, 12, 16))
        self.setLayout(column((Scrolled(inside), 1)))

    def show_sources(self, board: DecisionBoard, nominee: NomineeId) -> None:
        """Show what there is about a nominee."""
        for part in self._parts:
            self._place.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        self._show_nominations(board, nominee)
        self._show_notes(board, nominee)

    def _show_nominations(self, board: DecisionBoard, nominee: NomineeId) -> None:
        found = board.nominations.get(nominee, ())
        n = len(found)
        self._add(Label(ngettext("{n} nomination", "{n} nominations", n).format(n=n), "h3"))
        for nomination in found:
            by = [part for part in (nomination.nominator, nomination.organisation) if part]
            if by:
                self._add(Label(", ".join(by), "smallM", "text2", wrap=True))
            self._add(Label(nomination.text, "small", wrap=True, selectable=True))
        if not found:
            self._add(Label(_("No nomination is kept here."), "small", "text2", wrap=True))

    def _show_notes(self, board: DecisionBoard, nominee: NomineeId) -> None:
        notes = board.notes.get(nominee, ())
        self._add(Rule())
        self._add(Label(_("Comments that may be used"), "h3", wrap=True))
        for note in notes:
            self._add(Label(note.juror, "smallM", "text2", wrap=True))
            self._add(Label(note.text, "small", wrap=True, selectable=True))
        if not notes:
            words = _("No juror has marked a comment as free to use.")
            self._add(Label(words, "small", "text2", wrap=True))

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._place.addWidget(part)

    def said(self) -> str:
        """Return everything that is shown, for tests and screen readers."""
        return "\n".join(part.text() for part in self._parts if isinstance(part, Label))


class JustifyView(QWidget):
    """The chosen nominees, the editor, and the sources beside it. Saved as it is typed."""

    written = Signal(object, str, str)  # NomineeId, language, text
    turned = Signal()  # another text is shown
    language_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("justify_view")
        self._board: DecisionBoard | None = None
        self._shown: tuple[NomineeId, str] | None = None
        self._typing = False  # something was typed that is not kept yet
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self._build()
        self._lay_out()
        self.retranslate()

    def _build(self) -> None:
        self.rows = RowList()
        self.rows.setObjectName("chosen_nominees")
        self.rows.chosen.connect(self._turn)
        self.name = Label(kind="h2", wrap=True)
        self.outcome = Chip()
        self.languages = Segmented()
        self.languages.setObjectName("languages")
        self.languages.chosen.connect(lambda _key: self._turn(self.rows.current_key()))
        self.more = ComboBox()
        self.more.setObjectName("add_language")
        self.more.setMinimumContentsLength(14)
        self.more.activated.connect(lambda _place: self._add_language())
        self.editor = TextEdit(lines=8)
        self.editor.setObjectName("justification")
        self.editor.textChanged.connect(self._typed)
        self.editor.installEventFilter(self)
        self.count = Chip()
        self.count.setObjectName("word_count")
        self.sources = SourcesPanel()

    def _lay_out(self) -> None:
        head = row((self.name, 1), self.outcome, gap=8)
        tools = row(self.languages, self.more, None, gap=8)
        middle = column(
            head, tools, (self.editor, 1), row(self.count, None), gap=10, margins=(16, 16, 16, 16)
        )
        self.list_card = Card(column((self.rows, 1), margins=(4, 4, 4, 4)))
        self.source_card = Card(column((self.sources, 1), margins=(1, 1, 1, 1)))
        wide = QWidget()
        wide.setLayout(row((self.list_card, 3), (Card(middle), 6), (self.source_card, 4), gap=12))
        self.empty = EmptyState("quote", primary=False)
        nothing = Card(column((self.empty, 1)))
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(wide)
        self.setLayout(column((self.stack, 1)))

    # --- what is shown

    def show_board(
        self, board: DecisionBoard, rows: Sequence[ListRow], languages: Sequence[str]
    ) -> None:
        """Show who is chosen and the text that is being written; what is being typed stays."""
        self._board = board
        self.stack.setCurrentIndex(1 if rows else 0)
        names = [(code, LANGUAGE_NAMES[code]) for code in languages]
        self.languages.set_choices(names)
        others = [code for code in LANGUAGES if code not in languages]
        prompt = _("Add a language")
        self.more.set_choices([("", prompt), *((code, LANGUAGE_NAMES[code]) for code in others)])
        self.more.setCurrentIndex(0)
        self.more.setVisible(bool(others))
        self.rows.show_rows(rows)
        if rows and self.rows.current_key() is None:
            self.rows.choose(rows[0].key)
        self._turn(self.rows.current_key())

    def _turn(self, key: object) -> None:
        """Show the text on a nominee in the language that is chosen; the one before is kept first."""
        board = self._board
        if board is None or not isinstance(key, str) or not self.languages.current():
            return
        turned_to = (NomineeId(key), self.languages.current())
        if turned_to != self._shown:
            self.flush()
            self._shown = turned_to
            self.turned.emit()
            self._show_nominee(board, turned_to[0])
        self._show_text(board.text_on(*turned_to))

    def _show_nominee(self, board: DecisionBoard, nominee: NomineeId) -> None:
        self.name.setText(board.nominees[nominee].name)
        self.editor.setAccessibleName(
            _("Justification of {nominee}").format(nominee=board.nominees[nominee].name)
        )
        self.sources.show_sources(board, nominee)

    def _show_text(self, text: str) -> None:
        """Show what is kept, unless the same is being typed: the cursor stays where it is."""
        if not self._typing and self.editor.toPlainText().strip() != text:
            blocked = self.editor.blockSignals(True)
            self.editor.setPlainText(text)
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
            self.editor.blockSignals(blocked)
        found = next((r for r in self.rows.rows.rows() if self._is_shown(r.key)), None)
        self.outcome.set_state(found.subtitle.split(" · ")[0] if found else "", "accent")
        self.outcome.setVisible(found is not None)
        self._count()

    def _is_shown(self, key: object) -> bool:
        return self._shown is not None and key == self._shown[0]

    def _count(self) -> None:
        self.count.set_state(*word_count_words(self.editor.toPlainText()))

    # --- what the user does

    def _typed(self) -> None:
        self._typing = True
        self._count()
        self._timer.start()

    def flush(self) -> None:
        """Keep now what is typed, if anything was."""
        if not self._typing:
            return
        self._timer.stop()
        self._typing = False
        if self._shown is not None:
            self.written.emit(*self._shown, self.editor.toPlainText())

    def forget(self) -> None:
        """Nothing is shown any more, e.g. because the edition is closed."""
        self._timer.stop()
        self._typing = False
        self._shown, self._board = None, None

    def _add_language(self) -> None:
        code = self.more.current_key()
        if code:
            self.flush()
            self.language_wanted.emit(code)
            self.languages.choose(code)
            self._turn(self.rows.current_key())
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, nominee: NomineeId) -> None:
        """Turn to a nominee and put the cursor into its text."""
        if self.rows.choose(nominee):
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() == QEvent.Type.FocusOut:
            self.flush()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Set every text that does not come with the nominees."""
        self.rows.setAccessibleName(_("Chosen nominees"))
        self.languages.setAccessibleName(_("Written form"))
        self.more.setAccessibleName(_("Add a language"))
        self.editor.setPlaceholderText(_("Why this nominee was chosen"))
        self.empty.say(_(texts.NOBODY_TITLE), _(texts.NOBODY_TEXT))
        self._count()
