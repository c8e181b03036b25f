"""What is wrong with a window as it stands, found by measuring: cut texts, overlaps, nameless controls.

Every function returns sentences, one per fault; an empty list is praise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QSlider,
    QTabWidget,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, ElidedLabel, Table
from juryapp.gui.widgets.segmented import Segmented

PLACEHOLDERS: Final = {"merge_note"}  # labels that keep a place while they have nothing to say
SLACK: Final = 1  # pixels; fonts are measured in fractions
INTERACTIVE: Final = (
    QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView,
    QSlider,
)  # fmt: skip


def parts(root: QWidget) -> Iterator[QWidget]:
    """Return every widget of `root` that is seen or could be scrolled to, outermost first."""
    for child in root.findChildren(QWidget):
        if child.isVisibleTo(root) and not child.isWindow() and child.width() > 0:
            yield child


def listed(faults: Iterable[str]) -> str:
    """Return faults for a test's message: one a line, each once."""
    return "\n".join(["", *dict.fromkeys(faults)])


def called(widget: QWidget) -> str:
    """Return how a fault names a widget: kind, object name, text."""
    text = getattr(widget, "text", lambda: "")
    words = text() if callable(text) and isinstance(text(), str) else ""
    name = widget.objectName() or widget.accessibleName()
    return f"{type(widget).__name__} {name!r} {words[:60]!r} {widget.width()}×{widget.height()}"


# ----------------------------------------------------------------------------- nothing cut, nothing over


def cut(root: QWidget) -> list[str]:
    """Return the texts that are not wholly seen, though they do not say so by an ellipsis."""
    found = [f"cut: {called(w)}, wants {wanted(w)}" for w in parts(root) if _is_cut(w)]
    found += [f"narrow: {called(w)}" for w in parts(root) if _is_too_wide_inside(w)]
    found += [
        f"column: {fault}" for w in parts(root) if isinstance(w, Table) for fault in _headers(w)
    ]
    return found + [f"outside: {called(w)}" for w in parts(root) if _is_outside(w)]


def wanted(widget: QWidget) -> str:
    """Return the size that a widget asks for."""
    size = _wanted_size(widget)
    return f"{size.width()}×{size.height()}"


def _wanted_size(widget: QWidget) -> QSize:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return QSize(widget.width(), widget.heightForWidth(widget.width()))
    return widget.sizeHint()


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, ElidedLabel):
        return False
    if isinstance(widget, QLabel):
        shown = bool(widget.text()) or not widget.pixmap().isNull()
    else:
        shown = isinstance(widget, QAbstractButton | QComboBox | QAbstractSpinBox)
    if not shown:
        return False
    size = _wanted_size(widget)
    if isinstance(widget, QComboBox) and _may_be_shorter(widget):
        return False
    return size.width() > widget.width() + SLACK or size.height() > widget.height() + SLACK


def _may_be_shorter(combo: QComboBox) -> bool:
    """Return whether what is chosen fits, though something in the list may be longer."""
    text = QFontMetrics(combo.font()).horizontalAdvance(combo.currentText())
    return text + px(40) <= combo.width()


def _is_too_wide_inside(widget: QWidget) -> bool:
    """Return whether content is wider than its area; on a screen of usual size nobody scrolls sideways."""
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if not isinstance(widget, QScrollArea) or inside is None:
        return False
    return inside.width() > widget.viewport().width() + SLACK


def _headers(table: Table) -> list[str]:
    """Return titles of columns that have no room, and columns whose content is squeezed to nothing."""
    header, model = table.horizontalHeader(), table.model()
    metrics = QFontMetrics(header.font())
    faults = []
    for place in range(model.columnCount()):
        if table.isColumnHidden(place) or not model.rowCount():
            continue
        title = str(model.headerData(place, Qt.Orientation.Horizontal) or "")
        if metrics.horizontalAdvance(title) + 20 > header.sectionSize(place) + SLACK:
            faults.append(f"{title!r} has {header.sectionSize(place)} in {called(table)}")
    return faults


def _is_outside(widget: QWidget) -> bool:
    """Return whether a control is cut by something around it that does not scroll."""
    if not isinstance(widget, (QLabel, *INTERACTIVE)) or isinstance(widget, QScrollBar):
        return False
    rect = QRect(widget.rect())
    inside: QWidget | None = widget
    while inside is not None and not inside.isWindow():
        parent = inside.parentWidget()
        if parent is None:
            return False
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return False
        rect.translate(inside.pos())
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(rect):
            return True
        inside = parent
    return False


def overlapping(root: QWidget) -> list[str]:
    """Return pairs of neighbours in a layout that cover each other."""
    faults = []
    for parent in (root, *parts(root)):
        placed = [w for w in _laid_out(parent.layout()) if w.isVisibleTo(parent)]
        for one, other in combinations(placed, 2):
            common = one.geometry() & other.geometry()
            if common.width() > SLACK and common.height() > SLACK:
                faults.append(f"over each other: {called(one)} and {called(other)}")
    return faults


def _laid_out(layout: QLayout | None) -> Iterator[QWidget]:
    if layout is None or type(layout).__name__ == "QStackedLayout":
        return
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield widget
        elif item is not None:
            yield from _laid_out(item.layout())


# ----------------------------------------------------------------------------- words


def words(root: QWidget) -> dict[str, list[str]]:
    """Return every text of `root`, by what carries it: shown, spoken and in tool tips."""
    said: dict[str, list[str]] = {}
    for place, widget in enumerate((root, *parts(root))):
        texts = [
            _shown(widget),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
        ]
        if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
            texts = [widget.placeholderText(), *texts[1:]]
        if isinstance(widget, Table):
            model = widget.model()
            across = Qt.Orientation.Horizontal
            texts += [str(model.headerData(n, across)) for n in range(model.columnCount())]
            texts += [str(model.index(0, n).data() or "") for n in range(model.columnCount())]
        said[f"{place} {type(widget).__name__} {widget.objectName()}"] = [
            re.sub(r"\d+", "0", text) for text in texts if text
        ]
    return said


def _shown(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel):
        return widget.whole_text()
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QComboBox):
        return " | ".join(widget.itemText(n) for n in range(widget.count()))
    if isinstance(widget, QTabWidget):
        return " | ".join(widget.tabText(n) for n in range(widget.count()))
    return ""


def wordless(root: QWidget) -> list[str]:
    """Return what is seen and says nothing: buttons without a name, labels that take room for no text."""
    faults = []
    for widget in parts(root):
        if isinstance(widget, QAbstractButton) and not (widget.text() or widget.accessibleName()):
            faults.append(f"no words: {called(widget)}")
        if isinstance(widget, QLabel) and type(widget).__name__ != "Logo":
            empty = not widget.text() and widget.pixmap().isNull()
            if (
                empty
                and widget.objectName() not in PLACEHOLDERS
                and widget.height() > 4
                and widget.width() > 4
            ):
                faults.append(f"empty label: {called(widget)}")
    return faults


# ----------------------------------------------------------------------------- reach and names


def controls(root: QWidget) -> list[QWidget]:
    """Return what can be operated, without the inner parts of Qt's own controls."""
    return [w for w in parts(root) if isinstance(w, INTERACTIVE) and not _is_inner(w)]


def _is_inner(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    owners = (QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit, QTabWidget)
    while parent is not None:
        if isinstance(parent, owners):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def nameless(root: QWidget) -> list[str]:
    """Return the controls that a screen reader cannot name, or that have no role."""
    faults = []
    for widget in controls(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name).strip():
            faults.append(f"no accessible name: {called(widget)}")
        role = interface.role()
        if role in {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane}:
            faults.append(f"role {role}: {called(widget)}")
    return faults


def unreachable(root: QWidget) -> list[str]:
    """Return the enabled controls that Tab never comes to."""
    tab = Qt.FocusPolicy.TabFocus
    return [f"no Tab: {called(widget)}" for widget in stops(root) if not widget.focusPolicy() & tab]


def stops(root: QWidget) -> list[QWidget]:
    """Return the enabled controls that Tab should come to."""
    found = [w for w in controls(root) if w.isEnabled() and w.window() is root.window()]
    left_out = (_shares_a_stop, _is_read_in_place, _gives_its_stop_away)
    return [w for w in found if not any(why(w) for why in left_out)]


def _gives_its_stop_away(widget: QWidget) -> bool:
    """Return whether a list has a control over the row under the cursor, which Tab comes to."""
    if not isinstance(widget, QAbstractItemView):
        return False
    inside = [w for w in widget.viewport().findChildren(QSlider) if w.isVisible() and w.isEnabled()]
    return any(w.focusPolicy() & Qt.FocusPolicy.TabFocus for w in inside)


def _is_read_in_place(widget: QWidget) -> bool:
    """Return whether a text is scrolled by what stands round it, which Tab comes to."""
    around = widget.parentWidget()
    while isinstance(widget, QTextBrowser) and around is not None:
        if isinstance(around, QScrollArea):
            return bool(around.focusPolicy() & Qt.FocusPolicy.TabFocus)
        around = around.parentWidget()
    return False


def _shares_a_stop(widget: QWidget) -> bool:
    """Return whether Tab stops at a neighbour, from which arrows lead here."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    if isinstance(widget, QRadioButton) or isinstance(widget.parentWidget(), Segmented):
        return True
    return type(widget).__name__ in {"StepButton", "_Choice"}


def primaries(root: QWidget) -> list[Button]:
    """Return the primary buttons that are seen."""
    return [w for w in parts(root) if isinstance(w, Button) and w.property("look") == "primary"]
