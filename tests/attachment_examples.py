"""Small files of every kind that can be attached, made as they are needed."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from juryapp.application.edition.attachments import attach
from juryapp.application.session import Session
from juryapp.domain.attachments import Attachment
from juryapp.domain.ids import NomineeId

TEXT: Final = "Næringsplan\nfor Čáhcesuolu\n".encode()


def png(width: int = 2, height: int = 2, *, claimed: tuple[int, int] | None = None) -> bytes:
    """Return a grey PNG; `claimed` is what its header says, whatever lies in it."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">LLBBBBB", *(claimed or (width, height)), 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L4s", len(data), name) + data + struct.pack(">L", zlib.crc32(name + data))
        for name, data in chunks
    )


def jpeg(width: int = 8, height: int = 8) -> bytes:
    """Return a JPEG's structure: frame, one scan and the end. No decoder would draw it."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    scan = b"\1\1\0\0\x3f\0"
    return (
        b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
        + b"\xff\xc0" + struct.pack(">H", 2 + len(frame)) + frame
        + b"\xff\xda" + struct.pack(">H", 2 + len(scan)) + scan + b"\x12\x34"
        + b"\xff\xd9"
    )  # fmt: skip


def pdf(text: str = "Plan", *, objects: str = "", root: str = "", pages: int = 1) -> bytes:
    """Return a PDF with a line of text on each page; `objects` and `root` add what PDFs should not hold."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(pages))
    parts = [
        f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R {root} >>\nendobj",
        f"2 0 obj\n<< /Type /Pages /Kids [{kids}] /Count {pages} >>\nendobj",
        "3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj",
    ]
    for n in range(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else "0 0 100 100 re f"
        parts.append(
            f"{10 + 2 * n} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents"
            f" {11 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>\nendobj"
        )
        parts.append(
            f"{11 + 2 * n} 0 obj\n<< /Length {len(stream)} >>\nstream\n{stream}\nendstream\nendobj"
        )
    if objects:
        parts.append(objects)
    return _with_table(parts)


def _with_table(parts: list[str]) -> bytes:
    body = io.BytesIO()
    body.write(b"%PDF-1.7\n")
    places = {}
    for part in parts:
        places[int(part.split(" ", 1)[0])] = body.tell()
        body.write(part.encode("latin-1") + b"\n")
    start, last = body.tell(), max(places)
    lines = [
        f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n"
        for n in range(last + 1)
    ]
    table = f"xref\n0 {last + 1}\n" + "".join(lines)
    end = f"trailer\n<< /Size {last + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    body.write((table + end).encode())
    return body.getvalue()


SMALL: Final[Mapping[str, bytes]] = {
    "Næringsplan 2026.pdf": pdf("Naeringsplan"),
    "Torget.png": png(40, 30),
    "Havna.jpg": jpeg(),
    "Notat.txt": TEXT,
}


def files_in(folder: Path, files: Mapping[str, bytes] = SMALL) -> list[Path]:
    """Write files into a folder and return where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def attach_all(
    session: Session, nominee: NomineeId, folder: Path, files: Mapping[str, bytes] = SMALL
) -> list[Attachment]:
    """Attach files to a nominee."""
    return [a for p in files_in(folder, files) for a in attach(session, nominee, p).attachments]
