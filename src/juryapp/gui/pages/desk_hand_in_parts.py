"""Parts of handing in: a state with its icon, the file and what to do with it, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from juryapp.base.i18n import _, ngettext
from juryapp.domain.ids import PRACTICE, CriterionId, NomineeId
from juryapp.domain.sheets import CellState
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.models.desk import missing_text, number_text, size_text
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import Button, Card, IconLabel, Label, ListRow, RowList, column, row
from juryapp.gui.widgets.desk_file import FileTile

_MOST_ROWS_SEEN = 5  # more are scrolled to: what comes below stays in sight


class StateLine(QFrame):
    """One of the three states: icon, word, and what it means here."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"state_{name}")
        self.icon = IconLabel("circle", "text3", 22)
        self.title = Label(kind="bodyM")
        self.text = Label(kind="small", role="text2", wrap=True)
        self.setLayout(row(self.icon, (column(self.title, self.text, gap=2), 1), gap=12))

    def say(self, icon_name: str, role: Role, title: str, text: str) -> None:
        """Show the state."""
        self.icon.set_icon(icon_name, role)
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {text}")


class FileBox(QWidget):
    """The file itself, to be dragged or copied, and the e-mail that goes with it."""

    def __init__(self) -> None:
        super().__init__()
        self.tile = FileTile()
        self.hint = Label(kind="caption", role="text2", wrap=True)
        self.write_mail = Button(look="primary", icon_name="mail")
        self.write_mail.setObjectName("write_mail")
        self.copy_mail = Button(icon_name="copy")
        self.copy_mail.setObjectName("copy_mail")
        self.folder = Button(icon_name="folder")
        self.folder.setObjectName("open_folder")
        buttons = row(self.write_mail, self.copy_mail, self.folder, None, gap=8)
        self.setLayout(column(self.tile, self.hint, buttons, gap=8, margins=(34, 0, 0, 0)))

    def show_file(self, path: Path, *, there: bool) -> None:
        """Show the file where it was written; one that is gone can neither be dragged nor sent."""
        size = size_text(path.stat().st_size) if there else _("not there any more")
        drag = _("Drag it into an e-mail, or copy it with Ctrl+C")
        self.tile.show_file(path, f"{path.parent}  ·  {size}", drag)
        self.tile.setEnabled(there)
        gone = _("You may have moved or deleted it. If you do not find it, make the file again.")
        here = _(
            "Drag the file into the e-mail, or copy it here with Ctrl+C: a mail program does not take it"
            " along by itself."
        )
        self.hint.setText(here if there else gone)
        for button in (self.write_mail, self.copy_mail):
            button.setVisible(there)
        self.folder.setVisible(path.parent.is_dir())

    def retranslate(self) -> None:
        """Set the words."""
        self.write_mail.setText(_("Write the e-mail"))
        self.write_mail.setToolTip(_("Opens your mail program with a text that is ready"))
        self.copy_mail.setText(_("Copy e-mail text"))
        self.folder.setText(_("Open folder"))


@dataclass(frozen=True, slots=True)
class _Lack:
    """Something that is missing, and where to give it."""

    nominee: NomineeId
    criterion: CriterionId | None
    words: str

    @property
    def key(self) -> str:
        return f"{self.nominee}/{self.criterion}" if self.criterion else self.nominee


class MissingList(Card):
    """What is missing, each with one click to the very place where it is given."""

    wanted = Signal(str, str)  # a nominee, and a criterion or ""

    def __init__(self, controller: DeskController) -> None:
        self.heading = Label(kind="h3")
        self.list = RowList()
        self.list.setObjectName("missing")
        super().__init__(column(self.heading, self.list, gap=6, margins=(16, 14, 8, 8)))
        self._controller = controller
        self._lacks: dict[str, _Lack] = {}
        self.list.clicked.connect(lambda _index: self._go_to(self.list.current_key()))
        self.list.activated_key.connect(self._go_to)

    def show_missing(self, left: Sequence[NomineeId]) -> None:
        """Show what the nominees in `left` lack."""
        self.setVisible(bool(left))
        title = ngettext("{n} candidate is left", "{n} candidates are left", len(left))
        self.heading.setText(title.format(n=len(left)))
        self.list.setAccessibleName(self.heading.text())
        lacks = [lack for nominee in left for lack in self._lacks_of(nominee)]
        self._lacks = {lack.key: lack for lack in lacks}
        self.list.show_rows([self._row(lack) for lack in lacks])
        seen = min(len(lacks), _MOST_ROWS_SEEN)
        self.list.setFixedHeight(seen * self.list.sizeHintForRow(0) + 4 if lacks else 0)

    def _lacks_of(self, nominee: NomineeId) -> list[_Lack]:
        """Return a line for each mark that one begun nominee lacks; one line where nothing is begun."""
        controller = self._controller
        contents, cell = controller.contents, controller.cell(nominee)
        names = {criterion.id: criterion.name for criterion in contents.criteria}
        begun = cell.state is not CellState.UNDECLARED and len(cell.missing) < len(names)
        if begun and controller.takes_marks(nominee):
            unsaved = [c for n, c in controller.unsaved if n == nominee]
            kinds = (
                (_("missing: {what}"), cell.missing),
                (_("not saved: {what}"), unsaved),
                (_("to be confirmed: {what}"), controller.news.to_confirm(nominee)),
                (_("without its comment: {what}"), controller.uncommented(nominee)),
            )
            return [
                _Lack(nominee, c, words.format(what=names[c]))
                for words, lacking in kinds
                for c in lacking
                if c in names
            ]
        words = missing_text(contents, cell, len(controller.uncommented(nominee)))
        return [_Lack(nominee, None, words)]

    def _row(self, lack: _Lack) -> ListRow:
        found = self._controller.contents.papers[lack.nominee].nominee
        return ListRow(
            key=lack.key,
            title=found.name,
            subtitle=lack.words,
            number="" if lack.nominee == PRACTICE else number_text(found.number),
            badge_icon="chevron-right",
        )

    def _go_to(self, key: object) -> None:
        lack = self._lacks.get(str(key))
        if lack is not None:
            self.wanted.emit(lack.nominee, lack.criterion or "")
