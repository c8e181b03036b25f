"""The desk itself: nominees at the left, papers in the middle, marks at the right."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.base.instants import format_instant
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.controllers.documents import DeskDocuments
from juryapp.gui.models.desk import declared_row, nominee_row, score_text
from juryapp.gui.pages.desk_halves import Halves
from juryapp.gui.pages.desk_marks import MarksView
from juryapp.gui.pages.desk_notice import NoticeView
from juryapp.gui.pages.desk_papers import PapersView
from juryapp.gui.shell import Shell
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Banner,
    Button,
    EmptyState,
    FilterEdit,
    Label,
    ListRow,
    ProgressBar,
    Segmented,
    Side,
    ToolButton,
    column,
    row,
)
from juryapp.gui.widgets.desk_list import NomineeList

ALL: Final = "all"
LEFT: Final = "left"
FLAGGED: Final = "flagged"


class NomineesSide(Side):
    """The list with its progress, filter and search."""

    chosen = Signal(str)
    entered = Signal()  # Enter on a nominee: on to the marks
    hand_in_requested = Signal()

    def __init__(self, controller: DeskController) -> None:
        super().__init__()
        self._controller = controller
        self._quiet = False
        self.heading = Label(kind="h3")
        self.count = Label(kind="small", role="text2")
        self.progress = ProgressBar()
        self.filter = Segmented()
        self.filter.setObjectName("filter")
        self.search = FilterEdit()
        self.search.setObjectName("tableFilter")
        self.list = NomineeList()
        self.nothing = Label(kind="small", role="text2", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.hand_in = Button(icon_name="save")
        self.hand_in.setObjectName("hand_in")
        head = column(
            row(self.heading, None, self.count),
            self.progress,
            self.filter,
            self.search,
            gap=10,
            margins=(12, 0, 10, 0),
        )
        foot = column(self.nothing, self.hand_in, margins=(12, 0, 10, 0))
        self.setLayout(column(head, (self.list, 1), foot, gap=10, margins=(4, 14, 2, 14)))
        self.filter.chosen.connect(lambda _key: self.show_rows())
        self.search.textChanged.connect(lambda _text: self.show_rows())
        self.list.chosen.connect(self._chosen)
        self.list.activated_key.connect(lambda _key: self.entered.emit())
        self.hand_in.clicked.connect(self.hand_in_requested)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(px(300))
        self.filter.setMaximumWidth(px(300))

    # --- showing

    def show_rows(self, keep: NomineeId | None = None) -> None:
        """Show the nominees that the filter lets through; `keep` or the chosen one stays."""
        controller = self._controller
        kept = keep or self.list.current_key()
        kinds = {LEFT: controller.left, FLAGGED: controller.flagged}
        listed = kinds.get(self.filter.current(), lambda: list(controller.order))()
        if kept is not None and kept not in listed and not self.search.text():
            wanted = {*listed, kept}
            listed = [nominee for nominee in controller.order if nominee in wanted]
        words = self.search.text().casefold().strip()
        rows = [line for line in map(self._row, listed) if _found(line, words)]
        flagged: frozenset[Hashable] = frozenset(controller.flagged())
        self._quiet = True
        self.list.show_nominees(rows, flagged)
        if kept is not None:
            self.list.choose(kept)
        self._quiet = False
        self.nothing.setVisible(not rows)
        self.show_counts()

    def show_row(self, nominee: NomineeId) -> None:
        """Show one nominee anew, and the counts."""
        flagged = self._controller.said(nominee).flagged
        self.list.show_nominee(self._row(nominee), flagged=flagged)
        self.show_counts()

    def _row(self, nominee: NomineeId) -> ListRow:
        controller = self._controller
        contents, said = controller.contents, controller.said(nominee)
        if not controller.takes_marks(nominee):
            return declared_row(contents.papers[nominee], said, news=controller.news_words(nominee))
        cell = controller.cell(nominee)
        waiting = any(key[0] == nominee for key in controller.unsaved)
        return nominee_row(
            contents.papers[nominee],
            said,
            cell,
            score_text(contents, said, cell),
            problem=_("not saved") if waiting else "",
            news=controller.news_words(nominee),
        )

    def show_counts(self) -> None:
        """Show how far the juror is."""
        controller = self._controller
        done, total = controller.finished_count, controller.total
        self.count.setText(_("{done} of {total}").format(done=done, total=total))
        self.progress.show_progress(done, total, "ok" if done == total else "accent")
        choices = [
            (ALL, _("All {n}").format(n=total)),
            (LEFT, _("Left {n}").format(n=total - done)),
            (FLAGGED, _("Flagged {n}").format(n=controller.flagged_count)),
        ]
        self.filter.set_choices(choices, ALL)
        self.hand_in.setVisible(not controller.all_finished and not controller.is_locked)

    def choose(self, nominee: NomineeId) -> None:
        """Put the cursor on a nominee, whatever the filter; `chosen` is not emitted."""
        self._quiet = True
        found = self.list.choose(nominee)
        self._quiet = False
        if not found:
            self.search.clear()
            self.show_rows(nominee)
        elif self.filter.current() != ALL:
            self.show_rows(nominee)

    def _chosen(self, nominee: object) -> None:
        if not self._quiet and isinstance(nominee, str):
            self.chosen.emit(nominee)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.heading.setText(_("Candidates"))
        self.list.setAccessibleName(_("Candidates"))
        self.progress.setAccessibleName(_("Finished candidates"))
        self.filter.setAccessibleName(_("Show"))
        self.search.set_placeholder(_("Find a candidate"))
        self.nothing.setText(_("No candidate here. Choose “All”, or search for something else."))
        self.hand_in.setText(_("Hand in …"))
        if self._controller.is_loaded:
            self.show_rows()


class SheetView(QWidget):
    """The desk."""

    nominee_shown = Signal(str)
    hand_in_requested = Signal()
    reopen_requested = Signal()
    report_requested = Signal()

    def __init__(self, shell: Shell, controller: DeskController, documents: DeskDocuments) -> None:
        super().__init__()
        self._shell, self._controller = shell, controller
        self._nominee: NomineeId | None = None
        self.side = NomineesSide(controller)
        self.papers = PapersView(controller, documents)
        self.marks = MarksView(controller)
        self.drawer = ToolButton("list")
        self.drawer.setObjectName("drawer")
        self.drawer.setCheckable(True)
        self.drawer.clicked.connect(self._toggle_drawer)
        self.handed_in = Banner(
            "ok", "", buttons=[("", self.hand_in_requested.emit), ("", self.reopen_requested.emit)]
        )
        self.handed_in.buttons[0].setObjectName("banner_hand_in")
        self.handed_in.buttons[1].setObjectName("banner_reopen")
        self.notice = NoticeView(controller)
        self.empty = EmptyState("inbox")
        self._lay_out()
        self._connect()
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        self._banner_row = QWidget()
        self._banner_row.setLayout(column(self.handed_in, margins=(24, 12, 16, 0)))
        self.halves = Halves(self.papers, self.marks)
        self._work = QWidget()
        self._work.setLayout(column(self._banner_row, self.notice, (self.halves, 1), gap=0))
        strip = column(self.drawer, None, margins=(4, 12, 0, 0))
        self.setLayout(row(self.side, strip, (self._work, 1), (self.empty, 1), gap=0))

    def _connect(self) -> None:
        self.side.chosen.connect(lambda nominee: self.show_nominee(NomineeId(nominee)))
        self.side.entered.connect(self.halves.enter)
        self.halves.list_requested.connect(self._show_list)
        self.side.hand_in_requested.connect(self.hand_in_requested)
        self.side.list.mark_typed.connect(self._mark_typed)
        self.papers.flag_requested.connect(self.flag)
        self.papers.large_changed.connect(lambda large: self._fold(large or self._shell.is_narrow))
        self.marks.previous_requested.connect(lambda: self.step(-1))
        self.marks.next_requested.connect(self.go_on)
        self.marks.report_requested.connect(self.report_requested)
        self._controller.row_changed.connect(self._row_changed)
        self._controller.info_changed.connect(self.show_locked)
        self._shell.narrow_changed.connect(self._fold)

    def apply_theme(self) -> None:
        """Give the marks their share of the width."""
        self._share_width()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        self.halves.share(self.width())

    def _show_list(self) -> None:
        """Go to the list if it is seen; else round again."""
        if self.side.isVisible():
            self.side.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.halves.enter()

    # --- showing

    @property
    def nominee(self) -> NomineeId | None:
        """Whom it shows."""
        return self._nominee

    def show_desk(self) -> None:
        """Show a desk, at the nominee where the juror was."""
        self.papers.clear()
        self.marks.clear()
        self.marks.show_desk()
        here = self._nominee if self._nominee in self._controller.order else None
        self._nominee = None
        nominee = here or self._controller.starting_nominee()
        self._work.setVisible(nominee is not None)
        self.empty.setVisible(nominee is None)
        self.side.show_rows(nominee)
        self._fold(self._shell.is_narrow)
        if nominee is not None:
            self._show_nominee(nominee)
        self.show_locked()

    def clear(self) -> None:
        """Forget the desk."""
        self._nominee = None
        self.papers.clear()
        self.marks.clear()

    def show_nominee(self, nominee: NomineeId) -> None:
        """Go to a nominee; what is half written about the one before is saved first."""
        if nominee == self._nominee:
            return
        self.flush()
        self._show_nominee(nominee)
        self._controller.stay_at(nominee)
        if self._shell.is_narrow:
            self._fold(narrow=True)
        self.nominee_shown.emit(nominee)

    def _show_nominee(self, nominee: NomineeId) -> None:
        self._nominee = nominee
        self.side.choose(nominee)
        self.notice.show_nominee(nominee)
        self.halves.show_name(self._controller.name_of(nominee))
        self.papers.show_nominee(nominee)
        self.marks.show_nominee(nominee)
        self.marks.previous.setEnabled(nominee != self._controller.order[0])
        self._show_next()

    def _row_changed(self, nominee: NomineeId) -> None:
        if not self._work.isVisibleTo(self):
            return
        self.side.show_row(nominee)
        self._show_next()
        if nominee == self._nominee:
            self.notice.show_said()
            self.papers.show_said()
            self.marks.show_said()

    def show_locked(self) -> None:
        """Show whether the sheet is handed in."""
        if not self._controller.is_loaded:
            return
        locked = self._controller.is_locked
        self._banner_row.setVisible(locked)
        moved = self._controller.moved
        self.handed_in.buttons[0].setVisible(not moved)
        self.handed_in.buttons[1].setText(
            _("Use this machine again …") if moved else _("Open my sheet again")
        )
        if moved:
            self.handed_in.title.setText(
                _("You went on on another machine {when}.").format(when=format_instant(moved))
            )
            self.handed_in.text.setText(
                _("Nothing can be changed here. If the move file got lost, use this machine again.")
            )
            self.handed_in.text.show()
        elif locked:
            when = format_instant(self._controller.info.handed_in)
            self.handed_in.title.setText(
                _("Your score file was made {when}, and the sheet is locked.").format(when=when)
            )
            self.handed_in.text.setText(
                _("It counts as handed in when the secretariat has received it.")
            )
            self.handed_in.text.show()
        self.marks.show_said(anew=True)
        self.side.show_counts()
        self._show_next()

    def _show_next(self) -> None:
        controller = self._controller
        self.marks.show_next(all_finished=controller.all_finished, locked=controller.is_locked)

    # --- going about

    def enter(self) -> None:
        """Put the focus where work begins; the candidate that is shown counts as looked at."""
        if self._nominee is not None:
            self._controller.stay_at(self._nominee)
        self.halves.enter()

    def step(self, by: int) -> None:
        """Go to the previous or next nominee in the list as it is filtered."""
        keys = [line.key for line in self.side.list.rows.rows()]
        if self._nominee not in keys:
            return
        there = keys.index(self._nominee) + by
        if 0 <= there < len(keys):
            self.show_nominee(NomineeId(str(keys[there])))
            self.halves.enter()

    def go_on(self) -> None:
        """Go to the next nominee that lacks marks; when none does, to handing in."""
        self.flush()
        following = self._controller.next_left(self._nominee) if self._nominee else None
        if self._controller.is_locked or self._controller.all_finished:
            self.hand_in_requested.emit()
        elif following is not None:
            self.show_nominee(following)
            self.halves.enter()
        else:
            self.halves.enter()  # only the one that is shown lacks something

    def go_to(self, nominee: NomineeId, criterion: CriterionId | None = None) -> None:
        """Go to a nominee, and to one of its criteria."""
        self.show_nominee(nominee)
        self.halves.enter()
        if criterion is not None:
            self.marks.go_to(criterion)

    def flag(self) -> None:
        """Set or take away the flag of the nominee that is shown."""
        if self._nominee is not None:
            self.papers.flush()
            self._controller.flag(self._nominee)

    def start_search(self) -> None:
        """Go to the search field."""
        self.side.show()
        self.drawer.setChecked(True)
        self.side.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.side.search.selectAll()

    def flush(self) -> None:
        """Save what is half typed and half written."""
        self.marks.flush()
        self.papers.flush()

    # --- the list as a drawer

    def _fold(self, narrow: bool) -> None:
        self.drawer.setVisible(narrow)
        self.drawer.setChecked(False)
        self.side.setVisible(not narrow)

    def _toggle_drawer(self) -> None:
        self.side.setVisible(self.drawer.isChecked())

    # --- keys that belong to no field

    def _mark_typed(self, event: QKeyEvent) -> None:
        self.halves.enter()
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self.side.list:
            QApplication.sendEvent(focus, QKeyEvent(event))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.papers.turn_page(-1 if back else 1)
            return
        super().keyPressEvent(event)

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.drawer.set_name(_("Show the candidates"))
        self.handed_in.buttons[0].setText(_("To the score file"))
        self.handed_in.buttons[1].setText(_("Open my sheet again"))
        self.empty.say(
            _("There is no candidate for you in this package"),
            _("If you expected some, ask the secretariat."),
        )
        self.side.retranslate()
        self.notice.show_said()
        self.halves.retranslate()
        self.papers.retranslate()
        self.marks.retranslate()
        self.show_locked()


def _found(line: ListRow, words: str) -> bool:
    return not words or words in f"{line.number} {line.title} {line.subtitle}".casefold()
