"""Documents from bytes: what can be shown, and the calm sentence for what cannot."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from attachment_examples import png
from document_examples import pdf_pages, picture, turned_photo
from juryapp.application.desk.finding import find
from juryapp.base.errors import FileFormatError
from juryapp.domain.attachments import Media
from juryapp.gui.documents.opened import TextFile, opened
from juryapp.gui.documents.pdf import PdfFile
from juryapp.gui.documents.pictures import Picture
from juryapp.gui.documents.sheets import MOST_POINTS, Tile
from juryapp.gui.documents.texts import LONGEST_LINE, MOST_SHOWN, is_whole, shown_text, text_of


def test_a_part_of_a_page_is_the_same_as_in_the_whole() -> None:
    file = PdfFile(pdf_pages(""))
    whole = file.draw(Tile(0, 1.0, 0, 0, 595, 842))
    part = file.draw(Tile(0, 1.0, 50, 600, 100, 100))
    file.close()

    for x, y in ((10, 10), (30, 60), (90, 90)):
        assert part.pixelColor(x, y) == whole.pixelColor(50 + x, 600 + y)
    assert part.pixelColor(90, 90) == QColor("black")


def test_words_are_framed_where_they_stand_on_the_page() -> None:
    file = PdfFile(pdf_pages("Blåbær og Fjord"))
    text = file.text(0)
    [boxes] = file.boxes(0, find("fjord", text))
    file.close()

    [(left, top, right, bottom)] = boxes
    assert 72 / 595 < left < right < 0.4
    assert (842 - 755) / 842 < top < 100 / 842 < bottom < 0.13


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E-PDF-DAMAGED"),
        (b"%PDF-1.7\nnonsense", "E-PDF-DAMAGED"),
        (pdf_pages("secret", password="word"), "E-PDF-LOCKED"),
    ],
)
def test_a_pdf_that_cannot_be_shown_says_so_calmly(data: bytes, code: str) -> None:
    with pytest.raises(FileFormatError) as caught:
        opened(data, Media.PDF)

    assert caught.value.code == code
    assert str(caught.value).endswith((".", "one."))


def test_a_page_of_absurd_size_is_drawn_in_parts() -> None:
    file = PdfFile(pdf_pages("x", size=(14_400, 14_400)))
    [(width, height)] = file.sizes
    picture_ = file.draw(Tile(0, 4.0, 40_000, 40_000, 1_200, 1_200))
    file.close()

    assert width <= MOST_POINTS
    assert height <= MOST_POINTS
    assert picture_.sizeInBytes() < 6 << 20


def test_a_photo_is_turned_as_the_camera_said(qapp: QApplication) -> None:
    photo = Picture(turned_photo())

    assert photo.pixels == (40, 60)
    [(width, height)] = photo.sizes
    assert width < height
    drawn = photo.draw(Tile(0, 1.0, 0, 0, round(width), round(height)))
    assert drawn.pixelColor(drawn.width() // 2, 4).red() > 200  # left came to the top
    assert drawn.pixelColor(drawn.width() // 2, drawn.height() - 4).blue() > 200


def test_a_picture_is_drawn_in_parts(qapp: QApplication) -> None:
    shown = Picture(picture(600, 400))

    right = shown.draw(Tile(0, 96 / 72, 400, 0, 200, 200))

    assert right.pixelColor(100, 100) == QColor("blue")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no picture", "E-PICTURE-DAMAGED"),
        (b"", "E-PICTURE-DAMAGED"),
        (png(2, 2, claimed=(60_000, 60_000)), "E-PICTURE-LARGE"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "E-PICTURE-DAMAGED"),
    ],
)
def test_a_picture_that_cannot_be_shown_says_so_calmly(
    qapp: QApplication, data: bytes, code: str
) -> None:
    with pytest.raises(FileFormatError) as caught:
        opened(data, Media.PNG)

    assert caught.value.code == code


def test_a_large_picture_is_decoded_smaller(qapp: QApplication) -> None:
    shown = Picture(picture(6_000, 5_000, "JPEG"))

    assert shown.pixels == (6_000, 5_000)
    assert shown._image.width() * shown._image.height() <= 16_000_000


def test_a_text_loses_what_could_turn_or_stop_the_window() -> None:
    text = text_of("\ufeffÆ\r\nb\x00\x1b[31m\u202eevil\n".encode() + b"x" * 5_000)

    lines = text.split("\n")
    assert lines[:2] == ["Æ", "b[31mevil"]
    assert max(map(len, lines)) == LONGEST_LINE


def test_a_text_that_is_not_utf8_is_read_as_far_as_it_goes() -> None:
    assert text_of(b"bl\xe5") == "bl\ufffd"


def test_of_an_endless_text_the_beginning_is_shown() -> None:
    data = b"a\n" * MOST_SHOWN
    text = opened(data, Media.TEXT)

    assert isinstance(text, TextFile)
    assert len(text.text) == MOST_SHOWN
    assert not text.whole
    assert is_whole(b"short")


def test_a_page_feed_begins_a_line() -> None:
    assert shown_text("a\x0cb") == "a\nb"
