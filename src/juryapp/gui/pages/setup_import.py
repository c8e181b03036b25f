"""Taking a table in, step by step: choose the file, the sheet if there are several, look through, take in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from juryapp.application.tables.mapping import Field, Mapping, Table
from juryapp.base.errors import UserError
from juryapp.base.i18n import _
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.dialogs.import_table_dialog import ImportTableDialog, Preview, SheetDialog
from juryapp.gui.shell import Shell

TABLE_SUFFIXES: Final = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv")
_ASKS_SHEET: Final = "A-XLSX-SHEET"


class TableImport(QObject):
    """Leads through the import of one kind of table.

    Args:
        parent: Over which dialogs open.
        shell: What pages may ask for.
        controller: Reads the table.
        fields: What the table may tell us.
        preview: What an import would do.
        take_in: Does it.
    """

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        controller: SetupController,
        *,
        fields: Sequence[Field],
        preview: Preview,
        take_in: Callable[[Table, Mapping], object],
    ) -> None:
        super().__init__(parent)
        self._over, self._shell, self._controller = parent, shell, controller
        self._fields, self._preview, self._take_in = fields, preview, take_in
        self.title = ""

    def choose(self) -> None:
        """Ask for the file."""
        self._shell.choosers.open_files(
            self._over,
            title=self.title,
            kinds=[
                (_("Spreadsheet"), ".xlsx"),
                (_("Text table"), ".csv"),
                (_("Text table"), ".tsv"),
            ],
            then=lambda files: self.read(files[0]),
            several=False,
        )

    def accepts(self, files: Sequence[Path]) -> bool:
        """Read the first table among dropped files; False if there is none."""
        tables = [file for file in files if file.suffix.lower() in TABLE_SUFFIXES]
        if tables:
            self.read(tables[0])
        return bool(tables)

    def read(self, path: Path, sheet: str | None = None) -> None:
        """Read a file in the worker, then show what it would bring."""

        def failed(error: UserError) -> None:
            if error.code == _ASKS_SHEET:
                self._ask_sheet(path, error)
            else:
                self._shell.notifier.error(error)

        self._controller.read_table(path, sheet, self._look_through, failed)

    def _ask_sheet(self, path: Path, error: UserError) -> None:
        sheets = re.findall("“([^”]*)”", str(error.params.get("sheets", "")))
        dialog = SheetDialog(path.name, sheets, self._over)
        dialog.submitted.connect(lambda sheet: self.read(path, sheet))
        dialog.show_fitting()

    def _look_through(self, table: Table) -> None:
        dialog = ImportTableDialog(
            table, self._fields, self._preview, title=self.title, parent=self._over
        )
        dialog.submitted.connect(lambda mapping: self._take_in(table, mapping))
        dialog.show_fitting()
