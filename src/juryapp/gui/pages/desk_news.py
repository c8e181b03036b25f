"""What an updated package changed: seen once, before the juror goes on; each line leads to its candidate."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from juryapp.application.desk.news import Change, News, Unconfirmed
from juryapp.application.desk.news_words import NewsLine, kept_text, news_lines, unconfirmed_text
from juryapp.base.i18n import _
from juryapp.base.instants import format_instant
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    Card,
    IconLabel,
    Label,
    ListRow,
    RowList,
    Scrolled,
    Tone,
    column,
    row,
)

_WIDTH = 760
_MOST_ROWS_SEEN = 200
_LOOKS: Final[dict[Change, tuple[str, Tone]]] = {
    Change.NEW: ("plus", "ok"),
    Change.CHANGED: ("edit", "accent"),
    Change.GONE: ("minus", "neutral"),
}


class NewsView(QWidget):
    """A list, and one button."""

    seen = Signal()
    nominee_requested = Signal(str, str)  # its id, and a criterion or ""

    def __init__(self, controller: DeskController) -> None:
        super().__init__()
        self._controller = controller
        self._lines: dict[str, NewsLine] = {}
        self.heading = Label(kind="h1", wrap=True)
        self.when = Label(kind="small", role="text2")
        self.kept = Label(kind="readL", role="text2", wrap=True)
        self.lines = RowList()
        self.lines.setObjectName("news")
        self.lines.clicked.connect(lambda _index: self._go_to(self.lines.current_key()))
        self.lines.activated_key.connect(self._go_to)
        self.unconfirmed = Label(kind="bodyM")
        self.unconfirmed_more = Label(kind="small", role="text2", wrap=True)
        self.confirm = Button(icon_name="check")
        self.confirm.setObjectName("confirm_all")
        self.confirm.clicked.connect(self._confirm)
        self.go_on = Button(look="primary", icon_name="arrow-right")
        self.go_on.setObjectName("news_seen")
        self.go_on.clicked.connect(self.seen)
        self._lay_out()
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        self._list_card = Card(column(self.lines, margins=(8, 8, 8, 8)))
        words = column(self.unconfirmed, self.unconfirmed_more, gap=2)
        self._unconfirmed_card = Card(
            row(IconLabel("warning", "warn", 22), (words, 1), self.confirm, gap=12,
                margins=(20, 14, 16, 14))
        )  # fmt: skip
        self._inside = QWidget()
        self._inside.setLayout(
            column(
                self.when,
                self.heading,
                self.kept,
                4,
                self._list_card,
                self._unconfirmed_card,
                row(self.go_on, None),
                None,
                gap=12,
            )
        )
        around = row(None, (self._inside, 6), None, margins=(24, 24, 24, 20))
        self.setLayout(column(Scrolled(around)))

    def apply_theme(self) -> None:
        """Keep the lines short enough to read."""
        self._inside.setMaximumWidth(px(_WIDTH))

    # --- showing

    def show_news(self) -> None:
        """Show what changed, and what is to be confirmed."""
        if not self._controller.is_loaded:
            return
        news = self._controller.news
        self.when.setText(
            _("Opened {when}").format(when=format_instant(news.at)) if news.at else ""
        )
        self.kept.setText(kept_text(news) if news.at else _("There was no update."))
        self._show_lines(news)
        self._show_unconfirmed(news)

    def _show_lines(self, news: News) -> None:
        lines = news_lines(news)
        self._lines = {str(place): line for place, line in enumerate(lines)}
        self._list_card.setVisible(bool(lines))
        self.lines.show_rows([self._row(key, line) for key, line in self._lines.items()])
        seen = min(len(lines), _MOST_ROWS_SEEN)  # the page scrolls; a very long list does itself
        self.lines.setFixedHeight(seen * self.lines.sizeHintForRow(0) + 4 if lines else 0)

    def _row(self, key: str, line: NewsLine) -> ListRow:
        icon, tone = _LOOKS[line.change]
        leads = self._where(line) is not None
        return ListRow(
            key=key,
            title=line.title,
            subtitle=line.text,
            icon=icon,
            icon_tone=tone,
            badge_icon="chevron-right" if leads else "",
        )

    def _where(self, line: NewsLine) -> tuple[NomineeId, str] | None:
        """Return where a line leads: a candidate that is here, or the first mark on a criterion."""
        order, criteria = self._controller.order, self._controller.contents.criteria
        if line.nominee in order and line.nominee is not None:
            return line.nominee, ""
        if line.criterion is None or all(c.id != line.criterion for c in criteria):
            return None
        waiting = [u.nominee for u in self._controller.news.unconfirmed
                   if u.criterion == line.criterion]  # fmt: skip
        first = next((nominee for nominee in order if nominee in waiting), None)
        return (first, line.criterion) if first else None

    def _show_unconfirmed(self, news: News) -> None:
        waiting: tuple[Unconfirmed, ...] = news.unconfirmed
        self._unconfirmed_card.setVisible(bool(waiting))
        self.unconfirmed.setText(unconfirmed_text(len(waiting)))

    def enter(self) -> None:
        """Put the focus on the button."""
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- doing

    def _go_to(self, key: object) -> None:
        line = self._lines.get(str(key))
        where = self._where(line) if line else None
        if where is not None:
            self.nominee_requested.emit(*where)

    def _confirm(self) -> None:
        if self._controller.confirm_marks():
            self.show_news()
            self.enter()

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.heading.setText(_("Your jury package was updated"))
        self.lines.setAccessibleName(_("What has changed"))
        self.unconfirmed_more.setText(
            _(
                "The words of a criterion were changed after you gave them. Look again, or let them stand."
            )
        )
        self.confirm.setText(_("All of them stand"))
        self.go_on.setText(_("Go on"))
        self.show_news()


def criterion_of(text: str) -> CriterionId | None:
    """Return the criterion that a signal names, None for ""."""
    return CriterionId(text) if text else None
