"""The texts of documents, read a little at a time beside the drawing: to find words in, and to read aloud.

texts = DocumentTexts(shell.drawing, load)       # load(sha256) -> bytes, in the worker
texts.changed.connect(…)                         # sha256, as more was read
texts.read(sha256, media)
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from juryapp.domain.attachments import Media
from juryapp.gui.documents.opened import opened
from juryapp.gui.documents.pdf import PdfFile
from juryapp.gui.documents.texts import text_of
from juryapp.gui.jobs import Jobs

_AT_ONCE: Final = 0.15  # seconds of reading between two looks at what else is to be drawn
_MOST_KEPT: Final = 20_000_000  # characters of all documents together

Load = Callable[[str], bytes]


@dataclass(slots=True)
class DocumentText:
    """The text of a document, page by page, as far as it was read."""

    pages: list[str] = field(default_factory=list)
    total: int = 0  # pages, once that is known
    finished: bool = False  # read, or known to be unreadable
    failed: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether it was read and has no text at all."""
        return self.finished and not any(page.strip() for page in self.pages)


class DocumentTexts(QObject):
    """Reads texts in the worker and keeps them.

    Args:
        jobs: The worker.
        load: Gives a document's bytes, in the worker; may raise a UserError.
        parent: As in Qt.
    """

    changed = Signal(str)  # sha256

    def __init__(self, jobs: Jobs, load: Load, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._load = jobs, load
        self._texts: OrderedDict[str, DocumentText] = OrderedDict()
        self._waiting: list[tuple[str, Media]] = []
        self._busy = ""

    def of(self, sha256: str) -> DocumentText:
        """Return what was read of a document so far."""
        return self._texts.get(sha256, DocumentText())

    def read(self, sha256: str, media: Media) -> None:
        """Read a document's text, if that is not done."""
        if sha256 in self._texts:
            self._texts.move_to_end(sha256)
            return
        if media not in {Media.PDF, Media.TEXT}:
            return
        self._texts[sha256] = DocumentText()
        self._waiting.append((sha256, media))
        self._go_on()

    def stop(self) -> None:
        """Read no more than was begun; what was not finished is forgotten."""
        self._waiting.clear()
        for sha256 in [sha256 for sha256, text in self._texts.items() if not text.finished]:
            del self._texts[sha256]

    def forget(self) -> None:
        """Forget every text."""
        self.stop()
        self._texts.clear()

    def _go_on(self) -> None:
        if self._busy or not self._waiting:
            self._forget_old()
            return
        sha256, media = self._waiting.pop(0)
        self._busy = sha256
        self._jobs.start(
            lambda _progress: self._begun(sha256, media),
            done=lambda begun: self._step(sha256, begun),
            failed=lambda _error: self._end(sha256, failed=True),
            can_cancel=False,
        )

    def _begun(self, sha256: str, media: Media) -> PdfFile | str:
        data = self._load(sha256)
        if media is Media.TEXT:
            return text_of(data)
        file = opened(data, media)
        return file if isinstance(file, PdfFile) else ""

    def _step(self, sha256: str, begun: PdfFile | str) -> None:
        text = self._texts.get(sha256) if isValid(self) else None
        if isinstance(begun, str):
            if text is not None:
                text.pages, text.total = [begun], 1
            self._end(sha256)
            return
        if text is None:  # nobody waits for it any more
            self._close(begun)
            self._end(sha256)
            return
        text.total = len(begun.sizes)
        first = len(text.pages)
        self._jobs.start(
            lambda _progress: _some_pages(begun, first),
            done=lambda pages: self._take(sha256, begun, pages),
            can_cancel=False,
        )

    def _take(self, sha256: str, file: PdfFile, pages: list[str]) -> None:
        text = self._texts.get(sha256) if isValid(self) else None
        if text is not None:
            text.pages += pages
        if text is None or len(text.pages) >= text.total:
            self._close(file)
            self._end(sha256)
            return
        self.changed.emit(sha256)
        self._step(sha256, file)

    def _close(self, file: PdfFile) -> None:
        self._jobs.start(lambda _progress: file.close(), can_cancel=False)

    def _end(self, sha256: str, *, failed: bool = False) -> None:
        if not isValid(self):
            return
        self._busy = ""
        text = self._texts.get(sha256)
        if text is not None:
            text.finished, text.failed = True, failed
            self.changed.emit(sha256)
        self._go_on()

    def _forget_old(self) -> None:
        kept = sum(len(page) for text in self._texts.values() for page in text.pages)
        while kept > _MOST_KEPT and len(self._texts) > 1:
            _sha256, text = self._texts.popitem(last=False)
            kept -= sum(map(len, text.pages))


def _some_pages(file: PdfFile, first: int) -> list[str]:
    """Return the texts of the next pages, as many as there is time for."""
    until, texts = time.monotonic() + _AT_ONCE, []
    for place in range(first, len(file.sizes)):
        texts.append(file.text(place))
        if time.monotonic() > until:
            break
    return texts
