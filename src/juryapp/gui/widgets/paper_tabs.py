"""Tabs over the papers of a nominee: what is read, one after another. Tabs to a screen reader as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QTabBar, QToolButton, QWidget
from typing_extensions import override

from juryapp.gui.icons import icon, paint_icon
from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.widgets.buttons import ToolButton

_WIDEST, _LEAST, _NARROWEST, _EDGE, _ICON = 190, 104, 64, 12, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTab:
    """One tab.

    Attributes:
        key: What it shows; comes back in `chosen`.
        text: What stands on it; cut where room is short.
        icon: Before the text, "" for none.
        hint: All of it, for the mouse and for a screen reader.
    """

    key: str
    text: str
    icon: str = ""
    hint: str = ""


class PaperTabs(QTabBar):
    """The tabs; arrows choose, Tab goes on to what is shown."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[PaperTab, ...] = ()
        self._quiet = False
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._changed)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the font from the theme."""
        self.setFont(font("smallM"))
        self.setFixedHeight(px(36))
        self.setStyleSheet("QTabBar::scroller { width: 0; }")  # `AllPapers` lists what has no room
        for button in self.findChildren(QToolButton):
            button.setFixedSize(0, 0)

    def show_tabs(self, tabs: Sequence[PaperTab], current: str = "") -> None:
        """Show other tabs, with one of them chosen; `chosen` is not emitted."""
        self._quiet = True
        self._tabs = tuple(tabs)
        while self.count() > len(tabs):
            self.removeTab(self.count() - 1)
        for place, tab in enumerate(tabs):
            if place < self.count():
                self.setTabText(place, tab.text)
            else:
                self.addTab(tab.text)
            self.setTabToolTip(place, tab.hint)
            self.setAccessibleTabName(place, tab.hint or tab.text)
        self._quiet = False
        self.choose(current or (self._tabs[0].key if self._tabs else ""))
        self.updateGeometry()

    def keys(self) -> list[str]:
        """Return the keys, from the left."""
        return [tab.key for tab in self._tabs]

    def current_key(self) -> str:
        """Return the key of the chosen tab, "" if there is none."""
        place = self.currentIndex()
        return self._tabs[place].key if 0 <= place < len(self._tabs) else ""

    def choose(self, key: str) -> None:
        """Choose by key; `chosen` is not emitted."""
        if key in self.keys():
            self._quiet = True
            self.setCurrentIndex(self.keys().index(key))
            self._quiet = False

    def step(self, by: int) -> None:
        """Choose the next tab (1) or the one before (-1), and say so."""
        place = self.currentIndex() + by
        if 0 <= place < self.count():
            self.setCurrentIndex(place)

    def _changed(self, place: int) -> None:
        if not self._quiet and 0 <= place < len(self._tabs):
            self.chosen.emit(self._tabs[place].key)

    def tabs(self) -> tuple[PaperTab, ...]:
        """Return what stands on the tabs, from the left."""
        return self._tabs

    # --- Qt's side

    @override
    def tabSizeHint(self, index: int) -> QSize:
        if index >= len(self._tabs):  # asked of a tab that is being taken away
            return QSize(px(_NARROWEST), px(36))
        wanted = [self._wanted(tab) for tab in self._tabs]
        files = [n for n, tab in enumerate(self._tabs) if tab.icon]
        over = sum(wanted) - self.width()
        if index in files and over > 0:  # files share what room there is, down to a readable rest
            share = (sum(wanted[n] for n in files) - over) // len(files)
            return QSize(max(px(_LEAST), min(wanted[index], share)), px(36))
        return QSize(wanted[index], px(36))

    def _wanted(self, tab: PaperTab) -> int:
        words = self.fontMetrics().horizontalAdvance(tab.text) + 2 * px(_EDGE)
        drawn = px(_ICON) + px(6) if tab.icon else 0
        return max(px(_NARROWEST), min(words + drawn, px(_WIDEST)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            for place, tab in enumerate(self._tabs):
                self.setTabText(place, tab.text)  # what makes Qt measure the tabs again

    @override
    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(200), px(36))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(36))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the papers must not change what is read

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.height() - 1
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(0, base, self.width(), base)
        for place in range(self.count()):
            self._paint_tab(painter, place)

    def _paint_tab(self, painter: QPainter, place: int) -> None:
        tab, rect = self._tabs[place], QRectF(self.tabRect(place))
        here = place == self.currentIndex()
        inside = rect.adjusted(px(_EDGE), 0, -px(_EDGE), 0)
        if tab.icon:
            side = px(_ICON)
            square = QRectF(inside.left(), rect.center().y() - side / 2, side, side)
            paint_icon(painter, square, tab.icon, "accent" if here else "text2")
            inside.setLeft(square.right() + px(6))
        painter.setFont(self.font())
        painter.setPen(color("text" if here else "text2"))
        shown = self.fontMetrics().elidedText(
            tab.text, Qt.TextElideMode.ElideMiddle, int(inside.width()) + 1
        )
        painter.drawText(
            inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown
        )
        if here:
            painter.fillRect(QRectF(rect.left() + px(4), rect.bottom() - 2, rect.width() - px(8), 3),
                             color("accent"))  # fmt: skip
        if here and self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -5), 4, 4)


class AllPapers(ToolButton):
    """Lists all papers by their whole names, with kind and size; for where tabs are many or names long."""

    def __init__(self, tabs: PaperTabs) -> None:
        super().__init__("list")
        self._tabs = tabs
        self.setObjectName("all_papers")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setPopupMode(self.ToolButtonPopupMode.InstantPopup)

    def _fill(self) -> None:
        self._menu.clear()
        for tab in self._tabs.tabs():
            action = self._menu.addAction(icon(tab.icon or "quote"), tab.hint or tab.text)
            action.setCheckable(True)
            action.setChecked(tab.key == self._tabs.current_key())
            action.triggered.connect(lambda _on=False, key=tab.key: self._choose(key))

    def _choose(self, key: str) -> None:
        self._tabs.choose(key)
        self._tabs.chosen.emit(key)
