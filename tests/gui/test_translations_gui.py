"""Qt's own dialogs speak bokmål and nynorsk: nothing in them is English.

The texts that Qt's source asks for are known (`QT_TEXTS`); any of them that is still seen,
though the catalogue has another word for it, was not translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QComboBox,
    QDialog,
    QFileDialog,
    QGroupBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTabWidget,
    QTextEdit,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from juryapp.base import i18n
from juryapp.gui.qt_texts import QT_TEXTS
from juryapp.gui.translation import use_window_language

WORD = re.compile(r"[^\W\d_]{2,}")

# Words of Qt's dialogs that no Norwegian text has.
ENGLISH = {
    "abort", "add", "alpha", "are", "basic", "cancel", "channel", "choose", "close", "color", "colors",
    "computer", "copies", "copy", "current", "custom", "cut", "date", "delete", "details", "directory",
    "discard", "file", "files", "find", "folder", "green", "height", "help", "hide", "hue", "ignore",
    "landscape", "left", "look", "margins", "modified", "name", "new", "next", "of", "open", "orientation",
    "output", "page", "pages", "paper", "paste", "pick", "portrait", "previous", "print", "printer",
    "properties", "range", "recent", "redo", "rename", "reset", "restore", "retry", "right", "save",
    "screen", "select", "settings", "show", "size", "the", "undo", "width", "yes", "you",
}  # fmt: skip


@pytest.fixture(params=["nb", "nn"])
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    """The window's language: bokmål, then nynorsk."""
    use_window_language(request.param)
    return str(request.param)


@pytest.fixture(scope="module")
def printer() -> QPrinter:
    """A printer that writes PDF; a dialog does not keep its printer alive."""
    made = QPrinter()
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    return made


def texts_of(widget: QWidget) -> Iterator[str]:
    """Yield every text that `widget` and what is in it shows or says to a screen reader."""
    for part in [widget, *widget.findChildren(QWidget)]:
        yield from (part.toolTip(), part.statusTip(), part.accessibleName())
        yield from own_texts(part)
    for action in widget.findChildren(QAction):
        yield from (action.text(), action.toolTip())


def own_texts(part: QWidget) -> Iterator[str]:
    """Yield what is written on this one widget; what people write and file names are left out."""
    if isinstance(part, QAbstractButton | QLabel):
        yield part.text()
    if isinstance(part, QGroupBox):
        yield part.title()
    if isinstance(part, QTabWidget):
        yield from (part.tabText(i) for i in range(part.count()))
    if isinstance(part, QComboBox) and part.objectName() not in {"lookInCombo", "paperSize"}:
        yield from (part.itemText(i) for i in range(part.count()))
    if isinstance(part, QTreeView):
        model, across = part.model(), Qt.Orientation.Horizontal
        yield from (str(model.headerData(i, across)) for i in range(model.columnCount()))


def english(texts: Iterator[str]) -> set[str]:
    """Return those texts that are English, or hold an English word."""
    found = set()
    for text in texts:
        plain = re.sub("<[^>]*>", " ", text).replace("&", "")
        untranslated = text in QT_TEXTS and i18n.current().find(text) is not None
        if untranslated or {w.casefold() for w in WORD.findall(plain)} & ENGLISH:
            found.add(text)
    return found


def message_box(_folder: Path, _printer: QPrinter) -> QDialog:
    buttons = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.Question, "", "", buttons.NoButton)
    outside = {
        "NoButton",
        "ButtonMask",
        "FirstButton",
        "LastButton",
        "Default",
        "Escape",
        "FlagMask",
    }
    for button in buttons:
        if button.name not in outside:
            box.addButton(button)
    box.setDetailedText("…")
    return box


def file_dialog(
    folder: Path, mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode
) -> QDialog:
    dialog = QFileDialog(None, "", str(folder))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(accept)
    return dialog


def open_dialog(folder: Path, _printer: QPrinter) -> QDialog:
    return file_dialog(
        folder, QFileDialog.FileMode.ExistingFiles, QFileDialog.AcceptMode.AcceptOpen
    )


def save_dialog(folder: Path, _printer: QPrinter) -> QDialog:
    return file_dialog(folder, QFileDialog.FileMode.AnyFile, QFileDialog.AcceptMode.AcceptSave)


def folder_dialog(folder: Path, _printer: QPrinter) -> QDialog:
    return file_dialog(folder, QFileDialog.FileMode.Directory, QFileDialog.AcceptMode.AcceptOpen)


def colour_dialog(_folder: Path, _printer: QPrinter) -> QDialog:
    dialog = QColorDialog()
    dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    dialog.setOption(QColorDialog.ColorDialogOption.ShowAlphaChannel)
    return dialog


def input_dialog(_folder: Path, _printer: QPrinter) -> QDialog:
    return QInputDialog()


def print_dialog(_folder: Path, printer: QPrinter) -> QDialog:
    return QPrintDialog(printer)


def preview_dialog(_folder: Path, printer: QPrinter) -> QDialog:
    return QPrintPreviewDialog(printer)


DIALOGS: list[Callable[[Path, QPrinter], QDialog]] = [
    message_box, open_dialog, save_dialog, folder_dialog, colour_dialog, input_dialog, print_dialog,
    preview_dialog,
]  # fmt: skip


@pytest.mark.parametrize("make", DIALOGS)
def test_a_dialog_of_qt_shows_no_english(
    qtbot: QtBot,
    spoken: str,
    make: Callable[[Path, QPrinter], QDialog],
    printer: QPrinter,
    tmp_path: Path,
) -> None:
    dialog = make(tmp_path, printer)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    texts = set(texts_of(dialog))
    dialog.close()

    assert any(WORD.search(text) for text in texts), "a dialog that shows nothing tests nothing"
    assert english(iter(texts)) == set()


@pytest.mark.parametrize("make", [QLineEdit, QTextEdit])
def test_the_menu_of_a_field_shows_no_english(
    qtbot: QtBot, spoken: str, make: Callable[[], QLineEdit | QTextEdit]
) -> None:
    field = make()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    assert isinstance(menu, QMenu)
    texts = {action.text().split("\t")[0] for action in menu.actions()}
    menu.deleteLater()

    assert texts - {""}
    assert english(iter(texts)) == set()


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "Avbryt"), ("nn", "Avbryt"), ("en", "Cancel")]
)
def test_the_language_of_buttons_follows_the_window(qtbot: QtBot, language: str, word: str) -> None:
    use_window_language(language)
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)

    assert box.button(QMessageBox.StandardButton.Cancel).text() == word


def test_english_in_a_dialog_would_be_found(qtbot: QtBot) -> None:
    use_window_language("en")
    box = message_box(Path(), QPrinter())
    qtbot.addWidget(box)

    assert {"Save", "Discard", "&Yes"} <= english(texts_of(box))
