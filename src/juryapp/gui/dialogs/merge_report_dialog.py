"""The report on a merge as it is printed: look at it, save it, print it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from juryapp.base.errors import UnavailableError
from juryapp.base.files import write_atomically
from juryapp.base.i18n import LANGUAGE_NAMES, _, translated
from juryapp.gui.controllers.protocol import Paper
from juryapp.gui.pages.protocol_preview import PreviewPanel
from juryapp.gui.pages.protocol_printing import Printing
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, Footer, Label, Segmented, column, row
from juryapp.gui.widgets.pdf_view import pdf_facts


class MergeReportDialog(QDialog):
    """A PDF with its tools; Ctrl+S saves, Ctrl+P prints, F6 shows its text, Esc closes.

    Args:
        n: The number of the merge.
        render: Gives the PDF in a language; runs in the worker.
        languages: The first is shown.
        shell: Jobs, file dialogs, messages.
        parent: As in Qt.
    """

    def __init__(
        self,
        n: int,
        render: Callable[[str], bytes],
        languages: Sequence[str],
        shell: Shell,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("merge_report_dialog")
        self._n, self._render, self._shell = n, render, shell
        title = _("Report on merge {n}").format(n=n)
        self.setWindowTitle(title)
        self.heading = Label(title, "h2")
        self.language = Segmented(_("Language of the report"))
        self.language.setObjectName("report_language")
        self.language.set_choices([(code, LANGUAGE_NAMES[code]) for code in languages])
        self.language.chosen.connect(lambda _code: self._make())
        self.preview = PreviewPanel(shell.jobs)
        self.preview.view.setAccessibleName(_("Preview of the report; F6 shows it as text"))
        self.preview.text.setAccessibleName(_("The report as text"))
        self.preview.print_requested.connect(self.print_it)
        self.told = Label("", "small", "error", wrap=True)
        self.told.setObjectName("report_told")
        self.told.hide()
        self.close_button = Button(_("Close"))
        self.close_button.setObjectName("close_report")
        self.close_button.clicked.connect(self.reject)
        self.print_button = Button(_("Print …"), icon_name="print")
        self.print_button.setObjectName("print_report")
        self.print_button.clicked.connect(lambda _checked=False: self.print_it())
        self.save_button = Button(_("Save as PDF …"), look="primary", icon_name="save")
        self.save_button.setObjectName("save_report")
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self._lay_out()
        self._connect_keys()
        self._make()

    def _lay_out(self) -> None:
        head = row((self.heading, 1), self.language, gap=12, margins=(24, 16, 24, 12))
        middle = column((self.preview, 1), self.told, gap=8, margins=(24, 0, 24, 12))
        foot = Footer(row(None, self.close_button, self.print_button, self.save_button))
        self.setLayout(column(head, (middle, 1), foot, gap=0))
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(px(900), screen.width() - 16), min(px(700), screen.height() - 48))

    def _connect_keys(self) -> None:
        for keys, handler in (
            ("Ctrl+S", self.save),
            ("Ctrl+P", self.print_it),
            ("F6", self.preview.toggle_text),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(handler)

    def _make(self) -> None:
        language, render, n = self.language.current(), self._render, self._n

        def work(_progress: object) -> Paper:
            pdf = render(language)
            return Paper(n, pdf, pdf_facts(pdf))

        self._shell.jobs.start(
            work, title=_("Setting the report"), done=self._show, can_cancel=False
        )

    def _show(self, paper: Paper) -> None:
        if isValid(self):  # closed meanwhile
            self.preview.show_paper(paper, _("Report"), final=True)

    # --- what the user does

    def save(self) -> None:
        """Ask where to, and write it."""
        paper = self.preview.paper
        if paper is None:
            return
        self._shell.choosers.save_file(
            self,
            title=_("Save the report"),
            suggested=f"merge-{self._n}-{self.language.current()}.pdf",
            kinds=[(_("PDF file"), ".pdf")],
            then=lambda path: self._write(path, paper.pdf),
        )

    def _write(self, path: Path, pdf: bytes) -> None:
        try:
            write_atomically(path, pdf)
        except UnavailableError as error:
            self._say(translated(error))
        else:
            self._say("")
            self._shell.notifier.ok(_("Report saved"))

    def print_it(self) -> None:
        """Ask for a printer, and print."""
        paper = self.preview.paper
        if paper is None:
            return
        asked = self._shell.choosers.choose_printer(
            self,
            title=_("Print the report"),
            pages=len(paper.facts.sizes),
            then=lambda printer: self._print(Printing(
                self._shell.jobs, paper, printer, lambda: self._shell.notifier.ok(_("Printed"))
            )),
        )  # fmt: skip
        if not asked:
            self._say(
                _("This computer cannot print from here. Save the report, and print the file.")
            )

    def _print(self, printing: Printing) -> None:
        self._printing: QObject | Printing = printing  # kept until the last page
        if not printing.start():
            self._say(_("The printer does not answer. Save the report, and print the file."))

    def _say(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))
