"""Qt's own dialogs ask our catalogue for nothing that is not marked for translation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from juryapp.gui.qt_texts import QT_TEXTS

NAMES = {"QPageSize", "QFontDatabase", "QShortcut", "QGuiApplication", "QFontDialog", "QWizard"}
"""Contexts of names that stay as they are: paper sizes, writing systems, keys."""


class Listener(QTranslator):
    """Writes down what Qt wants to know."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[tuple[str, str]] = set()

    @override
    def isEmpty(self) -> bool:
        return False

    @override
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        if any(letter.isalpha() for letter in sourceText):
            self.asked.add((context, sourceText))
        return None


@pytest.fixture
def listener(qapp: QApplication) -> Iterator[Listener]:
    made = Listener()
    QCoreApplication.installTranslator(made)
    yield made
    QCoreApplication.removeTranslator(made)


def message_box() -> QDialog:
    buttons = QMessageBox.StandardButton
    every = [b for b in buttons if b not in (buttons.NoButton, buttons.ButtonMask)]
    box = QMessageBox(QMessageBox.Icon.Question, "t", "x", buttons.NoButton)
    for button in every:
        if button.name not in {"FirstButton", "LastButton", "Default", "Escape", "FlagMask"}:
            box.addButton(button)
    box.setDetailedText("more")
    return box


def open_dialog() -> QDialog:
    dialog = QFileDialog(None, "t", str(Path.cwd()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return dialog


def save_dialog() -> QDialog:
    dialog = QFileDialog(None, "t", str(Path.cwd()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return dialog


def folder_dialog() -> QDialog:
    dialog = QFileDialog(None, "t", str(Path.cwd()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return dialog


PRINTERS: list[QPrinter] = []  # a dialog does not keep its printer alive


def print_dialog() -> QDialog:
    return QPrintDialog(pdf_printer())


def preview_dialog() -> QDialog:
    return QPrintPreviewDialog(pdf_printer())


def pdf_printer() -> QPrinter:
    if not PRINTERS:
        PRINTERS.append(QPrinter())
        PRINTERS[0].setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    return PRINTERS[0]


@pytest.mark.parametrize(
    "make",
    [
        message_box, open_dialog, save_dialog, folder_dialog, print_dialog, preview_dialog,
        QColorDialog, QInputDialog,
    ],
)  # fmt: skip
def test_every_text_of_a_dialog_is_marked(
    qtbot: QtBot, listener: Listener, make: Callable[[], QDialog]
) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    dialog.close()
    assert _unmarked(listener) == set()


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, QTextEdit])
def test_every_text_of_a_fields_menu_is_marked(
    qtbot: QtBot, listener: Listener, make: Callable[[], QWidget]
) -> None:
    field = make()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()  # type: ignore[attr-defined]
    assert isinstance(menu, QMenu)
    assert listener.asked
    assert _unmarked(listener) == set()
    menu.deleteLater()


def _unmarked(listener: Listener) -> set[tuple[str, str]]:
    asked = {pair for pair in listener.asked if pair[0] not in NAMES}
    return {(context, text) for context, text in asked if text not in QT_TEXTS}
