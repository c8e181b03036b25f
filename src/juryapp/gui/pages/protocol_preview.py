"""The paper inside the program: pages, zoom, and the same as text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from juryapp.base.i18n import _
from juryapp.gui.controllers.protocol import Paper
from juryapp.gui.jobs import Jobs
from juryapp.gui.widgets import Button, Card, Chip, Label, TextEdit, ToolButton, column, row
from juryapp.gui.widgets.pdf_view import PdfView


class PreviewPanel(QWidget):
    """A PDF with its tools. A picture is silent: F6 shows its text, which can be read aloud and searched."""

    print_requested = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview_panel")
        self.paper: Paper | None = None
        self.view = PdfView(jobs)
        self.view.setObjectName("preview")
        self.text = TextEdit()
        self.text.setObjectName("preview_text")
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.views = QStackedWidget()
        self.views.addWidget(self.view)
        self.views.addWidget(self.text)
        self._build_tools()
        tools = row(
            self.state, self.before, self.page, self.after, None, self.smaller, self.zoom,
            self.larger, 4, self.as_text, self.print, gap=2, margins=(12, 8, 12, 4),
        )  # fmt: skip
        card = Card(column(tools, (self.views, 1), gap=4, margins=(1, 1, 1, 1)))
        self.setLayout(column((card, 1)))
        self.view.page_changed.connect(self._show_page)
        self.view.zoom_changed.connect(self._show_zoom)
        self.retranslate()

    def _build_tools(self) -> None:
        self.state = Chip()
        self.state.setObjectName("paper_state")
        self.before, self.after = ToolButton("chevron-up"), ToolButton("chevron-down")
        self.before.clicked.connect(lambda: self.view.go_to(self.view.page() - 1))
        self.after.clicked.connect(lambda: self.view.go_to(self.view.page() + 1))
        self.page = Label(kind="small", role="text2")
        self.page.setObjectName("page_of")
        self.smaller, self.larger = ToolButton("minus"), ToolButton("plus")
        self.smaller.clicked.connect(lambda: self.view.step_zoom(-1))
        self.larger.clicked.connect(lambda: self.view.step_zoom(1))
        self.zoom = Button(look="flat")
        self.zoom.setObjectName("zoom")
        self.zoom.clicked.connect(lambda _checked=False: self.view.fit_width())
        self.as_text = ToolButton("text-size")
        self.as_text.setCheckable(True)
        self.as_text.setObjectName("as_text")
        self.as_text.clicked.connect(self.toggle_text)
        self.print = ToolButton("print")
        self.print.setObjectName("print")
        self.print.clicked.connect(self.print_requested.emit)

    def show_paper(self, paper: Paper, state: str, *, final: bool) -> None:
        """Show a paper; the place stays where it is."""
        self.paper = paper
        self.state.set_state(state, "ok" if final else "warn", "check" if final else "edit")
        self.view.show_pdf(paper.pdf, paper.facts)
        scrolled = self.text.verticalScrollBar().value()
        pages = [
            "\n".join((_("Page {n} of {total}").format(n=n, total=len(paper.facts.texts)), text))
            for n, text in enumerate(paper.facts.texts, start=1)
        ]
        self.text.setPlainText("\n\n".join(pages))
        self.text.verticalScrollBar().setValue(scrolled)

    def clear(self) -> None:
        """Show nothing."""
        self.paper = None
        self.view.clear()
        self.text.setPlainText("")

    def toggle_text(self) -> None:
        """Show the text instead of the pages, or the pages again."""
        shows_text = self.views.currentWidget() is self.text
        shown = self.view if shows_text else self.text
        self.views.setCurrentWidget(shown)
        self.as_text.setChecked(not shows_text)
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_page(self, page: int, pages: int) -> None:
        self.page.setText(_("Page {n} of {total}").format(n=page, total=pages) if pages else "")
        self.before.setEnabled(page > 1)
        self.after.setEnabled(page < pages)

    def _show_zoom(self) -> None:
        percent = round(self.view.zoom() * 100)
        self.zoom.setText(_("{percent}%").format(percent=percent))
        fits = _("Fit the width") if not self.view.is_fitting() else _("The width fits")
        self.zoom.setToolTip(fits)
        self.zoom.setAccessibleDescription(fits)

    def retranslate(self) -> None:
        """Set every text that does not come with the paper."""
        self.view.setAccessibleName(_("Preview of the protocol; F6 shows it as text"))
        self.text.setAccessibleName(_("The protocol as text"))
        self.before.set_name(_("Previous page"))
        self.after.set_name(_("Next page"))
        self.smaller.set_name(_("Smaller"))
        self.larger.set_name(_("Larger"))
        self.as_text.set_name(_("Show as text"), "F6")
        self.print.set_name(_("Print …"), "Ctrl+P")
        self._show_page(self.view.page(), self.view.pages())
        self._show_zoom()
