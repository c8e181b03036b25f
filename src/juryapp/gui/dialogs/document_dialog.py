"""Looks at one attachment as a juror will see it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.documents.reading import DocumentTexts
from juryapp.gui.jobs import Jobs
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, Footer, column, row
from juryapp.gui.widgets.document_view import Document, DocumentView


class DocumentDialog(QDialog):
    """Shows a document; Esc closes it."""

    def __init__(
        self, jobs: Jobs, texts: DocumentTexts, document: Document, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("document_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(document.name)
        self.view = DocumentView(jobs, texts, outside=False, large=False)
        close = Button(_("Close"))
        close.setObjectName("close_document")
        close.clicked.connect(self.close)
        inside = column((self.view, 1), margins=(16, 16, 16, 12))
        self.setLayout(column((inside, 1), Footer(row(None, close)), gap=0))
        room = parent.window().size() if parent is not None else None
        width, height = (room.width(), room.height()) if room is not None else (px(900), px(700))
        self.resize(min(px(900), width - 48), min(px(1000), height - 48))
        self.view.show_document(document)
        self.view.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def done(self, result: int) -> None:
        self.view.clear()
        super().done(result)
