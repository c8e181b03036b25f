"""Above a candidate's papers: what an updated package changed there, and marks that are to be confirmed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from juryapp.application.desk.news import NomineeNews
from juryapp.application.desk.news_words import nominee_line
from juryapp.base.i18n import _, ngettext
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.widgets import Banner, column


class NoticeView(QWidget):
    """Nothing, or a banner or two."""

    def __init__(self, controller: DeskController) -> None:
        super().__init__()
        self._controller = controller
        self._nominee: NomineeId | None = None
        self._fresh: NomineeNews | None = None  # what the juror sees for the first time now
        self.changed = Banner("info", "", closable=True, icon_name="package")
        self.changed.setObjectName("candidate_changed")
        self.changed.closed.connect(self._seen)
        self.confirm = Banner("warn", "", buttons=[("", self._confirm)])
        self.confirm.setObjectName("candidate_to_confirm")
        self.confirm.buttons[0].setObjectName("confirm_marks")
        self.setLayout(column(self.confirm, self.changed, gap=8, margins=(24, 12, 16, 0)))
        self.hide()

    def show_nominee(self, nominee: NomineeId) -> None:
        """Show what is to be said of a candidate; call it before the candidate counts as looked at."""
        self._nominee = nominee
        news = self._controller.news
        self._fresh = news.about(nominee) if nominee in news.unvisited else None
        self.show_said()

    def show_said(self) -> None:
        """Show it anew after something was said, or in another language."""
        if self._nominee is None or not self._controller.is_loaded:
            self.hide()
            return
        waiting = self._controller.news.to_confirm(self._nominee)
        names = [c.name for c in self._controller.contents.criteria if c.id in waiting]
        self._show_confirm(names)
        self._show_changed(beside=bool(names))
        self.setVisible(bool(names) or self._fresh is not None)

    def _show_confirm(self, names: list[str]) -> None:
        self.confirm.setVisible(bool(names))
        title = ngettext(
            "This criterion was worded anew after you gave your mark: {names}",
            "These criteria were worded anew after you gave your marks: {names}",
            len(names),
        ).format(names=", ".join(names))
        self.confirm.title.setText(title)
        self.confirm.setAccessibleName(title)
        more = [nominee_line(self._fresh).text + "."] if self._fresh else []
        more.append(_("Give another mark, or let it stand."))
        self.confirm.text.setText(" ".join(more))
        self.confirm.text.show()
        self.confirm.buttons[0].setText(ngettext("My mark stands", "My marks stand", len(names)))
        self.confirm.buttons[0].setVisible(not self._controller.is_locked)

    def _show_changed(self, *, beside: bool) -> None:
        self.changed.setVisible(self._fresh is not None and not beside)
        if self._fresh is not None:
            line = nominee_line(self._fresh)
            self.changed.title.setText(line.text)
            self.changed.setAccessibleName(line.said)

    def _seen(self) -> None:
        self._fresh = None
        self.show_said()

    def _confirm(self) -> None:
        if self._nominee is not None:
            self._controller.confirm_marks(self._nominee)
