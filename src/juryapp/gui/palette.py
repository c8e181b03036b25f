"""The search field in the top bar: every action, and what the pages add, found by any part of its name.

Ctrl+K goes there; with nothing typed it offers everything that can be done here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, hit, px
from juryapp.gui.widgets.chips import KeyCap
from juryapp.gui.widgets.labels import IconLabel
from juryapp.gui.widgets.table_model import Index

ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_MOST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the search field finds.

    Attributes:
        text: What it is, in the language in use; this is what is searched.
        run: What choosing it does.
        detail: A key or a few words, shown at the right.
        icon: Name of the icon.
    """

    text: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = "arrow-right"


class _EntriesModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.text}, {entry.detail}" if entry.detail else entry.text
        return entry if role == ENTRY_ROLE else None


class _EntryDelegate(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(200), hit(36))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        where = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("soft"))
            painter.drawRoundedRect(where, 4, 4)
        side = px(18)
        square = QRectF(where.left() + px(10), where.center().y() - side / 2, side, side)
        paint_icon(painter, square, entry.icon, "softText" if selected else "text2")
        inside = where.adjusted(px(38), 0, -px(12), 0)
        painter.setFont(font("caption"))
        painter.setPen(color("softText" if selected else "text2"))
        painter.drawText(inside, _RIGHT, entry.detail)
        room = inside.width() - painter.fontMetrics().horizontalAdvance(entry.detail) - px(12)
        painter.setFont(font("body"))
        painter.setPen(color("text"))
        shown = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CommandField(QLineEdit):
    """The search field. `ask` gives the entries anew each time the field is entered."""

    left = Signal()  # Esc, or something was chosen: the focus goes back

    def __init__(self, ask: Callable[[], Sequence[Entry]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commandField")
        self._ask = ask
        self._entries = _EntriesModel(self)
        self._lens = IconLabel("search", "text3", parent=self)
        self._cap = KeyCap("Ctrl K", self)
        self._completer = self._made_completer()
        self._completer.setWidget(
            self
        )  # setCompleter would write what is highlighted into the field
        self.textEdited.connect(self._edited)
        self.retranslate()
        follow_theme(self)

    def _made_completer(self) -> QCompleter:
        completer = QCompleter(self._entries, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_MOST_SHOWN)
        popup = QListView()
        popup.setObjectName("commandPopup")
        popup.setUniformItemSizes(True)
        completer.setPopup(popup)
        popup.setItemDelegate(_EntryDelegate(popup))
        completer.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]
        return completer

    def retranslate(self) -> None:
        """Set the words."""
        self.setPlaceholderText(_("Search or command"))
        self.setAccessibleName(_("Search or command"))

    def apply_theme(self) -> None:
        """Put lens and key cap in their places."""
        self.setFont(font("small"))
        self._lens.setFixedSize(px(20), px(18))
        self._lens.move(px(11), (self.height() - px(18)) // 2)
        self._place_cap()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lens.move(px(11), (self.height() - px(18)) // 2)
        self._place_cap()

    def _place_cap(self) -> None:
        self._cap.resize(self._cap.sizeHint())
        left = self.width() - self._cap.width() - px(8)
        self._cap.move(left, (self.height() - self._cap.height()) // 2)

    def texts(self) -> list[str]:
        """Return what is offered for what is typed."""
        model = self._completer.completionModel()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def popup(self) -> QListView:
        """Return the list below the field."""
        view = self._completer.popup()
        assert isinstance(view, QListView)  # noqa: S101 - made above
        return view

    def open(self) -> None:
        """Go to the field and offer everything."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._offer("")

    def _edited(self, text: str) -> None:
        self._offer(text)

    def _offer(self, text: str) -> None:
        self._completer.setCompletionPrefix(text)
        if self._completer.completionCount():
            self._completer.complete()
            self.popup().setCurrentIndex(self._completer.completionModel().index(0, 0))
        else:
            self.popup().hide()

    def _chosen(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        self.clear()
        self.left.emit()
        if isinstance(entry, Entry):
            entry.run()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._entries.show_entries(self._ask())
        super().focusInEvent(event)
        self._cap.hide()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cap.setVisible(not self.text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose_first()
            case Qt.Key.Key_Down if not self.popup().isVisible():
                self._offer(self.text())
            case _:
                super().keyPressEvent(event)

    def _choose_first(self) -> None:
        model = self._completer.completionModel()
        current = self.popup().currentIndex() if self.popup().isVisible() else QModelIndex()
        index = current if current.isValid() else model.index(0, 0)
        if index.isValid():
            self.popup().hide()
            self._chosen(index)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
