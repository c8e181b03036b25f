"""A picture as a sheet of one page: decoded within limits, and turned as the camera said."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.gui.documents.sheets import DPI, POINTS_PER_INCH, Tile

MOST_PIXELS: Final = 120_000_000  # that a picture may have
KEPT_PIXELS: Final = 16_000_000  # a larger one is decoded smaller: still sharper than a screen
_ALLOCATION_MB: Final = 512  # what the decoder may take for one picture
_KINDS: Final = {b"png", b"jpeg", b"jpg"}

DAMAGED = N_("This picture is damaged and cannot be shown. Ask the secretariat for another copy.")
TOO_LARGE = N_("This picture is too large to be shown: {width} × {height} points.")


class Picture:
    """A picture that was decoded. Made in a worker.

    Raises:
        FileFormatError: Damaged (E-PICTURE-DAMAGED) or too large (E-PICTURE-LARGE).
    """

    def __init__(self, data: bytes) -> None:
        self._image, self.pixels = _decoded(data)
        turned = self._image.width(), self._image.height()
        wide, high = self.pixels
        if (turned[0] > turned[1]) != (wide > high):
            self.pixels = high, wide  # the camera was held upright
        self.pages = 1
        point = POINTS_PER_INCH / DPI
        self.sizes = ((self.pixels[0] * point, self.pixels[1] * point),)

    def draw(self, tile: Tile) -> QImage:
        """Return a part of it, smoothly scaled."""
        width, height = self.sizes[0]
        share = (
            self._image.width() / (width * tile.scale),
            self._image.height() / (height * tile.scale),
        )
        part = QRect(
            round(tile.x * share[0]),
            round(tile.y * share[1]),
            max(1, round(tile.width * share[0])),
            max(1, round(tile.height * share[1])),
        )
        smooth = Qt.TransformationMode.SmoothTransformation
        size = QSize(tile.width, tile.height)
        return self._image.copy(part & self._image.rect()).scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth
        )

    def close(self) -> None:
        """Forget the pixels."""
        self._image = QImage()


def _decoded(data: bytes) -> tuple[QImage, tuple[int, int]]:
    """Return the picture, and the size it has in the file."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    QImageReader.setAllocationLimit(_ALLOCATION_MB)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _KINDS or size.isEmpty():
        raise FileFormatError(DAMAGED, code="E-PICTURE-DAMAGED")
    _refuse_giants(size)
    share = (KEPT_PIXELS / (size.width() * size.height())) ** 0.5
    if share < 1:
        reader.setScaledSize(
            QSize(max(1, int(size.width() * share)), max(1, int(size.height() * share)))
        )
    image = reader.read()
    if image.isNull():
        raise FileFormatError(DAMAGED, code="E-PICTURE-DAMAGED")
    return _on_white(image), (size.width(), size.height())


def _refuse_giants(size: QSize) -> None:
    if size.width() * size.height() > MOST_PIXELS:
        raise FileFormatError(
            TOO_LARGE, code="E-PICTURE-LARGE", width=size.width(), height=size.height()
        )


def _on_white(image: QImage) -> QImage:
    """Return it as it would look on paper: what is see-through is white."""
    if not image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_RGB32)
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper
