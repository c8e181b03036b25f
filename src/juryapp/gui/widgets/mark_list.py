"""A long list with a mark in each row. However many rows there are, there is one widget to give a mark.

It lies over the row under the cursor and goes along with it; in the other rows its picture is painted. A
click on the picture goes to the widget, so that one click is enough anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.gui.models.desk_across import AcrossRow
from juryapp.gui.theme import color, follow_theme, px
from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.desk_mark_editor import mark_editor
from juryapp.gui.widgets.mark_list_rows import ROW, AcrossModel, paint_row
from juryapp.gui.widgets.score_scale import ScoreScale
from juryapp.gui.widgets.table_model import Index

_HEIGHT: Final = 50
_SHARE: Final = 0.52  # of the width, for the mark
_MOST_SHARE: Final = 0.7  # where it has many cells, or words
_WIDEST: Final = 560


class _Delegate(QStyledItemDelegate):
    """Draws a row: number, name, words of the mark, and the picture of the mark."""

    def __init__(self, parent: MarkList) -> None:
        super().__init__(parent)
        self._list = parent

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(320), px(_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: AcrossRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = self._list.mark_rect(option.rect)
        paint_row(painter, option.rect, mark, row, option.state)
        if not row.closed and not self._list.is_editing(row):
            painter.drawPixmap(mark.topLeft(), self._list.picture(row, mark.size()))
        painter.restore()


class MarkList(QListView):
    """The list. `ask` says for which criterion, `show_rows` for whom."""

    changed = Signal(str, object, bool)  # nominee, points or None, not assessed
    chosen = Signal(object)  # the nominee under the cursor, or None
    activated_key = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mark_list")
        self.model_of_rows = AcrossModel(self)
        self.editor: ScoreScale | None = None
        self._picture_maker: ScoreScale | None = None
        self._pictures: dict[tuple[object, ...], QPixmap] = {}
        self._criterion: Criterion | None = None
        self._editing: str = ""
        self._locked = False
        self.setModel(self.model_of_rows)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._double_clicked)
        follow_theme(self)

    # --- what it shows

    def ask(self, criterion: Criterion, *, locked: bool) -> None:
        """Ask for marks on a criterion."""
        self._locked = locked
        if criterion != self._criterion:
            self.finish()
            self._criterion = criterion
            self._make_editor(criterion)
        if self.editor is not None and self._picture_maker is not None:
            self.editor.setEnabled(not locked)
            self._picture_maker.setEnabled(not locked)
        self._pictures.clear()
        self._show_editor()

    def _make_editor(self, criterion: Criterion) -> None:
        had_focus = self.editor is not None and self.editor.hasFocus()
        for old in (self.editor, self._picture_maker):
            if old is not None:
                old.hide()
                old.deleteLater()
        self._editing = ""
        self.editor = mark_editor(criterion)
        self.editor.setObjectName("across_mark")
        self.editor.setParent(self.viewport())
        self.editor.changed.connect(self._changed)
        self.editor.neighbour_requested.connect(self.step)
        self._picture_maker = mark_editor(criterion)
        self._picture_maker.setParent(self)
        self._picture_maker.hide()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rows(self, rows: Sequence[AcrossRow]) -> None:
        """Replace all rows; the cursor stays with its nominee, or goes to the first."""
        kept = self.current_key()
        self.finish()
        self._editing = ""
        self.model_of_rows.show_rows(rows)
        if not (kept and self.choose(kept)) and rows:
            self.choose(rows[0].key)
        self._show_editor()
        if not rows:
            self.chosen.emit(None)

    def show_row(self, row: AcrossRow) -> None:
        """Show one nominee anew; a digit that is half typed there stays."""
        place = self.model_of_rows.place_of(row.key)
        before = self.model_of_rows.rows()[place] if place is not None else None
        self.model_of_rows.show_row(row)
        if row.key == self._editing and before is not None:
            same = (before.points, before.not_assessed) == (row.points, row.not_assessed)
            if not same or before.closed != row.closed:
                self._show_editor(anew=True)

    def show_again(self) -> None:
        """Show what stands under the cursor, whatever was typed: it was refused."""
        self._show_editor(anew=True)

    def current_key(self) -> str:
        """Return the nominee under the cursor, or ""."""
        row = self.currentIndex().data(ROW)
        return row.key if isinstance(row, AcrossRow) else ""

    def choose(self, key: str) -> bool:
        """Put the cursor on a nominee; False if it is not listed."""
        place = self.model_of_rows.place_of(key)
        if place is None:
            return False
        index = self.model_of_rows.index(place)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        self.scrollTo(index)
        return True

    def step(self, by: int) -> None:
        """Go to a row further down or up."""
        place = self.currentIndex().row() + by
        if 0 <= place < len(self.model_of_rows.rows()):
            self.choose(self.model_of_rows.rows()[place].key)

    def finish(self) -> None:
        """Take what is being typed as the whole mark."""
        if self.editor is not None and self._editing:
            self.editor.finish_typing()

    def enter(self) -> None:
        """Put the focus where marks are typed."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._give_focus_on(Qt.FocusReason.OtherFocusReason)

    # --- the widget over the row under the cursor

    def is_editing(self, row: AcrossRow) -> bool:
        """Return whether the widget lies over this row."""
        return row.key == self._editing and self.editor is not None and self.editor.isVisible()

    def _show_editor(self, *, anew: bool = False) -> None:
        row, editor = self.currentIndex().data(ROW), self.editor
        usable = isinstance(row, AcrossRow) and not row.closed
        takes_focus = usable and not self._locked
        policy = Qt.FocusPolicy.ClickFocus if takes_focus else Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(policy)  # Tab stops once: here, or at the widget in the row
        if editor is None:
            return
        if not usable:
            self._leave_editor(editor)
        elif row.key != self._editing or anew:
            self._editing = row.key
            editor.show_mark(row.points, not_assessed=row.not_assessed)
            self._describe(editor, row)
        editor.setVisible(usable)
        self._place_editor()
        if takes_focus and self.hasFocus():
            editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_editor(self, editor: ScoreScale) -> None:
        had_focus = editor.hasFocus()
        self._editing = ""
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _describe(self, editor: ScoreScale, row: AcrossRow) -> None:
        criterion = self._criterion.name if self._criterion else ""
        place, total = self.currentIndex().row() + 1, len(self.model_of_rows.rows())
        where = _("Candidate {n} of {total}").format(n=place, total=total)
        editor.setAccessibleName(f"{row.name}: {criterion}")
        problem = _("Not saved") if row.unsaved else ""
        editor.set_about(". ".join(part for part in (row.words, problem, where) if part))
        if editor.hasFocus():
            announce(editor, row.spoken())

    def _place_editor(self) -> None:
        if self.editor is not None and self._editing:
            self.editor.setGeometry(self.mark_rect(self.visualRect(self.currentIndex())))

    def mark_rect(self, row: QRect) -> QRect:
        """Return where in a row the mark stands."""
        height = self.editor.height() if self.editor is not None else px(36)
        wanted = self.editor.sizeHint().width() if self.editor is not None else 0
        most = round(row.width() * _MOST_SHARE)
        levels = (
            self._criterion is not None and self._criterion.kind is CriterionKind.RECOMMENDATION
        )
        usual = most if levels else min(round(row.width() * _SHARE), px(_WIDEST))
        width = min(max(usual, wanted), most)
        top = row.center().y() - height // 2
        return QRect(row.right() - width - px(10), top, width, height)

    def picture(self, row: AcrossRow, size: QSize) -> QPixmap:
        """Return the picture of a mark; there are no more pictures than marks on the scale."""
        key = (row.points, row.not_assessed, size.toTuple())
        if key not in self._pictures:
            self._pictures[key] = self._painted(row, size)
        return self._pictures[key]

    def _painted(self, row: AcrossRow, size: QSize) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        maker = self._picture_maker
        if maker is not None:
            maker.resize(size)
            maker.show_mark(row.points, not_assessed=row.not_assessed)
            maker.render(picture, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
        return picture

    def _changed(self, points: int | None, skipped: bool) -> None:
        if self._editing:
            self.changed.emit(self._editing, points, skipped)

    # --- going about

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        self.finish()  # for the nominee that is left
        super().currentChanged(current, previous)
        self._show_editor()
        self.chosen.emit(self.current_key() or None)

    @override
    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:
        """Paint the rows anew; all are of one height, so that none has to be laid out anew, as Qt would."""
        QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)

    def _double_clicked(self, index: Index) -> None:
        row = index.data(ROW)
        where = self.viewport().mapFromGlobal(self.cursor().pos())
        if isinstance(row, AcrossRow) and not self.mark_rect(self.visualRect(index)).contains(
            where
        ):
            self.activated_key.emit(row.key)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        editor = self.editor
        if editor is None or not editor.isVisible() or not editor.isEnabled():
            return
        editor.setFocus(Qt.FocusReason.MouseFocusReason)
        if editor.geometry().contains(event.position().toPoint()):
            inside = editor.mapFrom(self.viewport(), event.position())
            pressed = QMouseEvent(
                event.type(),
                inside,
                event.globalPosition(),
                event.button(),
                event.buttons(),
                event.modifiers(),
            )
            QApplication.sendEvent(editor, pressed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if self.current_key():
                self.activated_key.emit(self.current_key())
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not event.modifiers():
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._give_focus_on(event.reason())

    def _give_focus_on(self, reason: Qt.FocusReason) -> None:
        editor = self.editor
        if self._editing and editor is not None and editor.isVisible() and editor.isEnabled():
            editor.setFocus(reason)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_editor()

    @override
    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_editor()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pictures.clear()
        self._place_editor()

    def apply_theme(self) -> None:
        """Paint and lay out everything anew."""
        self._pictures.clear()
        self.doItemsLayout()
        self._place_editor()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.visualRect(index)).adjusted(3, 2, -3, -2), 6, 6)
