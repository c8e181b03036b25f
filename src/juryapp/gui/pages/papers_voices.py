"""Those who nominated, one after another, and the brief with its facts: texts to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.desk.finding import find
from juryapp.base.i18n import _, ngettext
from juryapp.domain.nominees import Nomination
from juryapp.gui.models.desk import nominator_text, received_text
from juryapp.gui.theme import color, follow_theme, px
from juryapp.gui.widgets import Card, IconLabel, Label, Scrolled, column, row
from juryapp.gui.widgets.desk_texts import ReadingText
from juryapp.gui.widgets.hit_marks import in_units

WIDEST = 760  # a line that is longer is hard to read


class ReadingArea(Scrolled):
    """Scrolls by keys once it has the focus, and shows that it has it."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__(layout)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def turn_page(self, screens: int) -> None:
        """Read on by a screen, or back (-1)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + screens * round(bar.pageStep() * 0.85))

    def reveal(self, text: ReadingText, box: QRectF) -> None:
        """Scroll so that a part of a text is seen."""
        inside = self.widget()
        if inside is None or box.isEmpty():
            return
        top = text.mapTo(inside, QPoint(0, 0)).y() + round(box.center().y())
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if not bar.value() + px(24) <= top <= bar.value() + room - px(24):
            bar.setValue(top - room // 3)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), 6, 6)


@dataclass(frozen=True, slots=True)
class Part:
    """A text that words are found in."""

    view: ReadingText

    @property
    def text(self) -> str:
        """What it says."""
        return self.view.toPlainText()


class TextsView(ReadingArea):
    """Texts below each other, in which words can be marked."""

    def __init__(self, *above: QWidget) -> None:
        self._texts = QVBoxLayout()
        self._texts.setContentsMargins(0, 0, 0, 0)
        self._texts.setSpacing(12)
        super().__init__(column(*above, self._texts, None, gap=8, margins=(0, 4, 12, 8)))
        self.parts: list[Part] = []

    def empty(self) -> None:
        """Show nothing."""
        self.parts = []
        while self._texts.count():
            item = self._texts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add(self, widget: QWidget, text: ReadingText | None = None) -> None:
        """Add something to read; words are found in `text`."""
        self._texts.addWidget(widget)
        if text is not None:
            self.parts.append(Part(text))

    def show_texts(self, *, shown: bool) -> None:
        """Show the texts, or keep them closed."""
        for place in range(self._texts.count()):
            item = self._texts.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(shown)

    def mark(self, words: str, at: tuple[int, int] | None) -> None:
        """Frame `words`; bring into view the hit `at`: which text, and which place in it, from 0."""
        for n, part in enumerate(self.parts):
            chosen = at[1] if at is not None and at[0] == n else -1
            part.view.show_spans(in_units(part.text, find(words, part.text)), chosen)
            if chosen >= 0:
                self.reveal(part.view, part.view.chosen_box())


class VoicesView(TextsView):
    """The nominations, with all voices."""

    def show_voices(self, nominations: Sequence[Nomination], *, closed: bool) -> None:
        """Show those who nominated; before the material comes (`closed`), no more than their names."""
        self.empty()
        count = len(nominations)
        if count > 1:
            words = ngettext("{n} nomination", "{n} nominations", count).format(n=count)
            self.add(Label(words, "smallM", "text2"))
        for place, nomination in enumerate(nominations, start=1):
            voice = Voice(nomination, place=place, of=count, closed=closed)
            self.add(voice, None if closed else voice.text)
        if closed:
            later = _(
                "The material comes with the next package, for the candidates you take part in."
            )
            self.add(Label(later, "body", "text2", wrap=True))


class Voice(Card):
    """One nomination: who, when, and the text."""

    def __init__(self, nomination: Nomination, *, place: int, of: int, closed: bool) -> None:
        self.who = Label(nominator_text(nomination), "bodyM", wrap=True, selectable=True)
        self.who.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        when = Label(received_text(nomination), "caption", "text2")
        number = Label(f"{place}/{of}", "caption", "text2")
        number.setAccessibleName(_("{n} of {total}").format(n=place, total=of))
        self.text = ReadingText(nomination.text.strip() or _("No text came with it."))
        self.text.setAccessibleName(self.who.text())
        absent = ((when, not when.text()), (number, of < 2), (self.text, closed))
        for part in [part for part, is_absent in absent if is_absent]:
            part.hide()  # nothing is shown before it has its place: it would be a window of its own
        head = row(
            IconLabel("quote", "accent", 18), (column(self.who, when, gap=1), 1), number, gap=10
        )
        head.setAlignment(number, Qt.AlignmentFlag.AlignTop)
        super().__init__(column(head, self.text, gap=10, margins=(16, 14, 18, 14)))
        follow_theme(self)

    def apply_theme(self) -> None:
        """Keep the lines short enough to read."""
        self.setMaximumWidth(px(WIDEST))


class BriefView(TextsView):
    """The brief and the facts, where they are more than a line."""

    def show_brief(self, facts: str) -> None:
        """Show them."""
        self.empty()
        text = ReadingText(facts)
        text.setAccessibleName(_("Brief and facts"))
        card = Card(column(text, margins=(18, 16, 18, 14)))
        card.setMaximumWidth(px(WIDEST))
        self.add(card, text)
