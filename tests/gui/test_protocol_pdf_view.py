"""A PDF inside the program: pages drawn as needed, turned and zoomed by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMarginsF, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from juryapp.gui.controllers.protocol import Paper
from juryapp.gui.pages.protocol_printing import Printing
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.pdf_view import PdfFacts, PdfView, page_images, pdf_facts

Show = Callable[[QWidget], QWidget]


def pdf_of(*words: str) -> bytes:
    """Return a PDF on A4 with a word on each page, and a red square."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
        )
    )
    writer.setResolution(72)
    painter = QPainter(writer)
    for place, word in enumerate(words):
        if place:
            writer.newPage()
        painter.fillRect(QRectF(0, 0, 100, 100), QColor("red"))
        painter.drawText(200, 200, word)
    painter.end()
    return bytes(buffer.data().data())


@pytest.fixture(scope="module")
def pdf(qapp: QApplication) -> bytes:
    return pdf_of("One", "Two", "Three", "Four", "Five", "Six")


@pytest.fixture
def view(shell: Shell, show: Show, pdf: bytes) -> Iterator[PdfView]:
    made = PdfView(shell.jobs)
    made.resize(500, 400)
    show(made)
    made.show_pdf(pdf, pdf_facts(pdf))
    made.setFocus()
    yield made
    shell.jobs.close()


def test_sizes_and_texts_come_without_drawing(pdf: bytes) -> None:
    facts = pdf_facts(pdf)

    assert [(round(w), round(h)) for w, h in facts.sizes] == [(595, 842)] * 6
    assert facts.texts == ("One", "Two", "Three", "Four", "Five", "Six")


def test_a_page_is_drawn_in_its_colours_and_size(pdf: bytes) -> None:
    image = page_images(pdf, [1], 2.0)[0]

    assert isinstance(image, QImage)
    assert abs(image.width() - 1190) <= 2
    assert image.pixelColor(20, 20) == QColor("red")
    assert image.pixelColor(1000, 1000) == QColor("white")


def test_the_page_that_is_seen_is_drawn_in_the_worker(view: PdfView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.is_drawn(1))

    assert not view.is_drawn(4)
    picture = view.grab().toImage()
    assert "#ff0000" in {picture.pixelColor(x, 40).name() for x in range(0, 100, 5)}


def test_keys_turn_the_pages(view: PdfView, qtbot: QtBot) -> None:
    pages = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        qtbot.keyClick(view, key)
        pages.append(view.page())

    assert pages == [2, 6, 5, 1]
    assert view.accessibleDescription() == "Page 1 of 6"


def test_it_begins_as_wide_as_the_view_and_zooms_by_keys(view: PdfView, qtbot: QtBot) -> None:
    assert view.is_fitting()
    fitting = view.zoom()
    assert 0.5 < fitting < 0.67

    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom() == pytest.approx(0.67)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom() == 0.5
    qtbot.keyClick(view, Qt.Key.Key_0)

    assert view.is_fitting()
    assert view.zoom() == fitting


def test_zoom_stays_on_the_page_that_is_read(view: PdfView, qtbot: QtBot) -> None:
    view.go_to(3)

    for _press in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Plus)

    assert view.page() == 3
    qtbot.waitUntil(lambda: view.is_drawn(3))


def test_the_wheel_zooms_with_control(view: PdfView) -> None:
    before = view.zoom()
    event = QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    QApplication.sendEvent(view.viewport(), event)

    assert view.zoom() > before


def test_pages_far_away_are_forgotten(view: PdfView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.is_drawn(1))

    view.go_to(6)
    qtbot.waitUntil(lambda: view.is_drawn(6))

    assert not view.is_drawn(1)


def test_a_wide_window_does_not_blow_the_page_up(view: PdfView) -> None:
    view.resize(2000, 400)

    assert view.zoom() == 1.25


def test_another_document_keeps_the_place(view: PdfView, qtbot: QtBot) -> None:
    view.go_to(3)
    other = pdf_of("A", "B", "C", "D", "E")

    view.show_pdf(other, pdf_facts(other))

    assert (view.page(), view.pages()) == (3, 5)
    qtbot.waitUntil(lambda: view.is_drawn(3))


def test_nothing_is_no_page(view: PdfView) -> None:
    view.clear()

    assert (view.page(), view.pages()) == (0, 0)
    assert view.accessibleDescription() == ""


def test_a_view_that_is_gone_drops_its_pictures(
    shell: Shell, show: Show, pdf: bytes, qtbot: QtBot
) -> None:
    made = PdfView(shell.jobs)
    show(made)
    made.show_pdf(pdf, pdf_facts(pdf))
    made.grab()
    assert shell.jobs.is_busy()

    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete.value)

    qtbot.waitUntil(lambda: not shell.jobs.is_busy())


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.mark.parametrize(("asked", "pages"), [((0, 0), 6), ((2, 3), 2), ((5, 99), 2)])
def test_the_pages_that_were_asked_for_go_to_the_printer(
    shell: Shell, pdf: bytes, tmp_path: Path, qtbot: QtBot, asked: tuple[int, int], pages: int
) -> None:
    printer, done = printer_to(tmp_path / "printed.pdf"), []
    printer.setFromTo(*asked)

    assert Printing(
        shell.jobs, Paper(0, pdf, pdf_facts(pdf)), printer, lambda: done.append(1)
    ).start()

    qtbot.waitUntil(lambda: done == [1], timeout=20_000)
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert len(pdf_facts(printed).sizes) == pages
    assert page_images(printed, [0], 1.0)[0].pixelColor(30, 30) == QColor("red")


def test_a_printer_that_takes_nothing_is_said(shell: Shell, pdf: bytes, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "no" / "such" / "folder.pdf")

    printing = Printing(shell.jobs, Paper(0, pdf, PdfFacts((), ())), printer, lambda: None)

    assert not printing.start()
