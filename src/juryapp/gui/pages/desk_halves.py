"""Papers and marks: side by side, or one at a time where the window is too narrow (or the text too large).

F6 goes from one to the other in both cases.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.pages.desk_marks import MarksView
from juryapp.gui.pages.desk_papers import PapersView
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import ElidedLabel, Segmented, column, row

PAPERS: Final = "papers"
MARKS: Final = "marks"
_MARKS_LEAST, _MARKS_SHARE, _MARKS_MOST = 450, 0.36, 620
_PAPERS_LEAST: Final = 400  # with less room beside the marks, one is seen at a time
_LOW: Final = 420  # scaled pixels of height below which the whole card of marks scrolls
_ANY_WIDTH: Final = (1 << 24) - 1


class Halves(QWidget):
    """The work of the desk beside its list.

    Args:
        papers: What is read.
        marks: What is answered.
    """

    list_requested = Signal()  # F6 went past both

    def __init__(self, papers: PapersView, marks: MarksView) -> None:
        super().__init__()
        self.papers, self.marks = papers, marks
        self._whole_width = 0
        self.half = Segmented()
        self.half.setObjectName("half")
        self.half.chosen.connect(self._chosen)
        papers.wanted.connect(lambda: self.show_half(PAPERS))
        self._choice = QWidget()
        self.name = ElidedLabel("", "bodyM")  # whose marks they are; the papers have it themselves
        self._choice.setLayout(row(self.half, (self.name, 1), gap=16, margins=(20, 8, 16, 0)))
        self._choice.hide()
        beside = column((marks, 1), margins=(0, 12, 16, 12))
        self._sides = row((papers, 1), (beside, 1), gap=0)
        self.setLayout(column(self._choice, (self._sides, 1), gap=0))
        follow_theme(self)
        self.retranslate()

    @property
    def is_single(self) -> bool:
        """Whether one is seen at a time."""
        return self._choice.isVisibleTo(self)

    def share(self, whole: int) -> None:
        """Give the marks their share of `whole`, the width of the desk with its list."""
        self._whole_width = whole
        self._share()

    def apply_theme(self) -> None:
        """Give the marks their share of the width."""
        self._share()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if not self._whole_width:
            return
        least, most = px(_MARKS_LEAST), px(_MARKS_MOST)
        beside = max(px(_PAPERS_LEAST), self.papers.minimumSizeHint().width() + px(60))
        single = self._whole_width < least + beside
        if single != self.is_single:
            self._choice.setVisible(single)
            self.show_half(MARKS)
        if single:
            self.marks.setMinimumWidth(0)
            self.marks.setMaximumWidth(_ANY_WIDTH)
        else:
            wanted = round(self._whole_width * _MARKS_SHARE)
            self.marks.setFixedWidth(max(least, min(wanted, most)))
        self.marks.set_low(low=self.height() < px(_LOW))

    def show_name(self, name: str) -> None:
        """Say whom it is about."""
        self.name.setText(name)

    # --- one of the two

    def show_half(self, half: str) -> None:
        """Show the papers or the marks, where only one is seen at a time."""
        self.half.choose(half)
        self.papers.setVisible(not self.is_single or half == PAPERS)
        self.marks.setVisible(not self.is_single or half == MARKS)

    def _chosen(self, half: str) -> None:
        self.show_half(half)

    def enter(self) -> None:
        """Go to the marks."""
        self.show_half(MARKS)
        self.marks.enter()

    def enter_papers(self) -> None:
        """Go to the papers."""
        self.show_half(PAPERS)
        self.papers.enter()

    def next_pane(self) -> None:
        """Go from the marks to the papers, from there to the list, and round again."""
        focus = QApplication.focusWidget()
        if _holds(self.marks, focus):
            self.enter_papers()
        elif _holds(self.papers, focus):
            self.list_requested.emit()
        else:
            self.enter()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.half.setAccessibleName(_("Show"))
        self.half.set_choices([(PAPERS, _("Papers")), (MARKS, _("Your assessment"))], MARKS)


def _holds(pane: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (pane is focus or pane.isAncestorOf(focus))
