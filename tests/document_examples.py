"""Small real documents for the viewer: PDF of many pages, pictures turned by the camera, hostile ones."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def pdf_pages(*texts: str, size: tuple[float, float] = (595, 842), password: str = "") -> bytes:
    """Return a PDF with a line of text on each page."""
    buffer = BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, pagesize=size, encrypt=lock)
    for text in texts:
        if text:
            canvas.drawString(72, size[1] - 100, text)
        else:
            canvas.rect(72, 72, 200, 200, fill=1)  # a page that is a picture
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture(width: int = 60, height: int = 40, kind: str = "PNG") -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    painter = QPainter(image)
    painter.fillRect(0, 0, width // 2, height, QColor("red"))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 95)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def turned_photo() -> bytes:
    """Return a JPEG that says by EXIF that the camera was held upright: to be turned a quarter right."""
    plain = picture(60, 40, "JPEG")
    entry = struct.pack(">HHLHH", 0x0112, 3, 1, 6, 0)  # orientation 6
    tiff = b"MM\0\x2a" + struct.pack(">LH", 8, 1) + entry + struct.pack(">L", 0)
    exif = b"Exif\0\0" + tiff
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def written(folder: Path, name: str, data: bytes) -> Path:
    """Write a file and return where it lies."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path
