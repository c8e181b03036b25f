"""Handing in: finished here → file made → received. The last comes from the secretariat's receipt alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from juryapp.application.desk.handing_in import HandedIn
from juryapp.application.desk.receipts import RECEPTION_NAMES, Reception
from juryapp.base.errors import UserError
from juryapp.base.i18n import _, ngettext
from juryapp.base.instants import format_instant
from juryapp.domain.ids import PRACTICE, NomineeId
from juryapp.domain.sheets import CellState
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.controllers.receipts import RECEIPT
from juryapp.gui.models.desk import (
    declared_text,
    letter,
    missing_text,
    number_text,
    practised_text,
    ready_text,
    size_text,
    until_text,
)
from juryapp.gui.shell import Shell
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import (
    Button,
    Card,
    IconLabel,
    Label,
    ListRow,
    RowList,
    Rule,
    Scrolled,
    column,
    row,
)
from juryapp.gui.widgets.desk_file import FileTile

_WIDTH = 760
_MOST_ROWS_SEEN = 200
_RECEIVED: Final[dict[Reception, tuple[str, Role]]] = {
    Reception.NONE: ("circle", "text3"),
    Reception.RECEIVED: ("check-circle", "ok"),
    Reception.DRAFT: ("circle-half", "warn"),
    Reception.LAID_ASIDE: ("warning", "warn"),
    Reception.EARLIER: ("circle-half", "warn"),
    Reception.DIFFERENT: ("warning", "error"),
}
_FINISHED: Final[dict[bool, tuple[str, Role]]] = {
    True: ("check-circle", "ok"),
    False: ("circle-half", "warn"),
}


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


class HandInView(QWidget):
    """What is missing, the file, and what happens with it."""

    nominee_requested = Signal(str)
    back_requested = Signal()

    def __init__(self, shell: Shell, controller: DeskController) -> None:
        super().__init__()
        self._shell, self._controller = shell, controller
        self.back = Button(look="flat", icon_name="chevron-left")
        self.back.setObjectName("back")
        self.heading = Label(kind="h1", wrap=True)
        self.sentence = Label(kind="readL", role="text2", wrap=True)
        self.finished = StateLine("finished")
        self.made = StateLine("made")
        self.received = StateLine("received")
        self.missing_title = Label(kind="h3")
        self.missing = RowList()
        self.missing.setObjectName("missing")
        self.tile = FileTile()
        self.make = Button(look="primary", icon_name="save")
        self.make.setObjectName("make_file")
        self.draft = Button(icon_name="edit")
        self.draft.setObjectName("make_draft")
        self.draft_hint = Label(kind="caption", role="text2", wrap=True)
        self.folder = Button(icon_name="folder")
        self.folder.setObjectName("open_folder")
        self.mail = Button(icon_name="mail")
        self.mail.setObjectName("copy_mail")
        self.reopen = Button(icon_name="unlock")
        self.reopen.setObjectName("reopen")
        self.receipt = Button(icon_name="inbox")
        self.receipt.setObjectName("open_receipt")
        self._receipt_box = QWidget()
        self._receipt_box.setLayout(row(self.receipt, None, margins=(34, 0, 0, 0)))
        self._lay_out()
        self._connect()
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        self._missing_card = Card(
            column(self.missing_title, self.missing, gap=6, margins=(16, 14, 8, 8))
        )
        self._file_box = QWidget()
        self._file_box.setLayout(
            column(self.tile, row(self.folder, self.mail, None), gap=10, margins=(34, 0, 0, 0))
        )
        states = Card(
            column(
                self.finished,
                Rule(),
                self.made,
                self._file_box,
                Rule(),
                self.received,
                self._receipt_box,
                gap=12,
                margins=(20, 16, 20, 16),
            )
        )
        buttons = row(self.make, self.draft, self.reopen, None)
        inside = column(
            row(self.back, None),
            self.heading,
            self.sentence,
            4,
            states,
            buttons,
            self.draft_hint,
            self._missing_card,
            None,
            gap=12,
            margins=(0, 0, 0, 0),
        )
        self._inside = QWidget()
        self._inside.setLayout(inside)
        self.setLayout(
            column(Scrolled(row(None, (self._inside, 6), None, margins=(24, 12, 24, 20))))
        )

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_requested)
        self.missing.clicked.connect(lambda _index: self._go_to(self.missing.current_key()))
        self.missing.activated_key.connect(self._go_to)
        self.make.clicked.connect(lambda _checked=False: self.ask_for_folder(draft=False))
        self.draft.clicked.connect(lambda _checked=False: self.ask_for_folder(draft=True))
        self.folder.clicked.connect(self.open_folder)
        self.mail.clicked.connect(self.copy_letter)
        self.reopen.clicked.connect(self._reopen)
        self.receipt.clicked.connect(self.ask_for_receipt)

    def apply_theme(self) -> None:
        """Keep the lines short enough to read."""
        self._inside.setMaximumWidth(px(_WIDTH))

    # --- showing

    def enter(self) -> None:
        """Show how things are and go to the next needed step."""
        self.show_desk()
        button = next((b for b in (self.make, self.mail, self.reopen) if self._is_next(b)), None)
        (button or self.missing).setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_next(self, button: Button) -> bool:
        return button.isVisibleTo(self) and button.isEnabled()

    def show_desk(self) -> None:
        """Show what is missing and how far the file is."""
        if not self._controller.is_loaded:
            return
        left = self._controller.left()
        self._show_states(left)
        self._show_missing(left)
        self._show_buttons(left)

    def _show_states(self, left: list[NomineeId]) -> None:
        icon, role = _FINISHED[not left]
        self.finished.say(icon, role, _("Finished here"), self._done_words(left))
        self._show_made()
        self._show_received()

    def _show_received(self) -> None:
        """The third state comes from the secretariat's receipt alone."""
        view = self._controller.reception()
        icon, role = _RECEIVED[view.reception]
        if view.is_warning:
            icon, role = "warning", "warn"
        waits = _(
            "Sent and received are two things, and this machine cannot see the second. The secretariat"
            " sends you a receipt, a small file: open it here."
        )
        title = _(RECEPTION_NAMES[view.reception])
        self.received.say(icon, role, title, "\n".join(view.sentences) or waits)
        head = view.known.receipt.head if view.known is not None else ""
        self.received.text.setToolTip(_("Log head {head}").format(head=head) if head else "")

    def _done_words(self, left: list[NomineeId]) -> str:
        total, done = self._controller.total, self._controller.total - len(left)
        if not self._controller.declares_only:
            words = ngettext("{done} of {n} candidate", "{done} of {n} candidates", total)
            return words.format(done=done, n=total)
        return practised_text(
            self._controller.cell(PRACTICE), done - (PRACTICE not in left), total - 1
        )

    def _show_made(self) -> None:
        controller, file = self._controller, self._controller.last_file
        self._file_box.setVisible(file is not None)
        if file is not None:
            self._show_file(file)
            title = _("File made") if file.complete else _("Draft made")
            self.made.say("check-circle", "ok" if file.complete else "warn", title, "")
        elif controller.info.handed_in:
            when = format_instant(controller.info.handed_in)
            text = _("{when}. It lies where you saved it; you can also make it again.")
            self.made.say("check-circle", "ok", _("File made"), text.format(when=when))
        elif controller.info.seq:
            text = _("An earlier file was made. What you changed since is not in it.")
            self.made.say("circle", "text3", _("No new file yet"), text)
        else:
            self.made.say("circle", "text3", _("No file yet"), "")

    def _show_file(self, file: HandedIn) -> None:
        there = file.path.exists()
        size = size_text(file.path.stat().st_size) if there else _("not there any more")
        detail = f"{file.path.parent}  ·  {size}"
        self.tile.show_file(file.path, detail, _("Drag it into an e-mail, or copy it with Ctrl+C"))

    def _show_missing(self, left: list[NomineeId]) -> None:
        self._missing_card.setVisible(bool(left))
        contents = self._controller.contents
        title = ngettext("{n} candidate is left", "{n} candidates are left", len(left))
        self.missing_title.setText(title.format(n=len(left)))
        self.missing.setAccessibleName(self.missing_title.text())
        rows = []
        for nominee in left:
            found = contents.papers[nominee].nominee
            comments = len(self._controller.uncommented(nominee))
            rows.append(
                ListRow(
                    key=nominee,
                    title=found.name,
                    subtitle=missing_text(contents, self._controller.cell(nominee), comments),
                    number="" if nominee == PRACTICE else number_text(found.number),
                    badge_icon="chevron-right",
                )
            )
        self.missing.show_rows(rows)
        seen = min(len(rows), _MOST_ROWS_SEEN)  # the page scrolls; a very long list does itself
        self.missing.setFixedHeight(seen * self.missing.sizeHintForRow(0) + 4 if rows else 0)

    def _show_buttons(self, left: list[NomineeId]) -> None:
        locked, has_file = self._controller.is_locked, self._controller.last_file is not None
        again = locked or has_file
        self.make.setText(_("Make the file again …") if again else _("Make the score file …"))
        self.make.setVisible(not left)
        self.make.set_look("plain" if again else "primary")
        self.make.set_icon("save")
        self.mail.set_look("primary" if has_file else "plain")
        self.mail.set_icon("mail")
        self.make.set_reason(self._why_not())
        self.draft.setVisible(bool(left) and not locked)
        self.draft.set_reason(self._why_not())
        self.draft_hint.setVisible(bool(left) and not locked)
        self.reopen.setVisible(locked)
        self.sentence.setText(self._sentence(left))

    def _why_not(self) -> str:
        if self._controller.has_unsaved():
            return _("Something could not be saved. Go back and try again first.")
        if self._controller.moved:
            return _(
                "You went on on another machine. Hand in from there, or use this machine again."
            )
        return ""

    def _sentence(self, left: list[NomineeId]) -> str:
        contents, today = self._controller.contents, date.today()  # noqa: DTZ011 - a local day
        if left and self._controller.declares_only:
            return _(
                "Nothing is lost if you stop here: everything is saved on this machine. The secretariat needs"
                " an answer for each candidate, and a mark for each criterion of the practice candidate."
            )
        if left:
            return _(
                "Nothing is lost if you stop here: everything is saved on this machine. A draft can be sent,"
                " but it is not part of the result."
            )
        if self._controller.is_locked and self._is_received():
            return _("You have handed in: the secretariat has your file as you sent it.")
        if self._controller.declares_only:
            return declared_text(contents, today)
        cells = [self._controller.cell(nominee) for nominee in self._controller.order]
        assessed = sum(cell.state is CellState.DONE for cell in cells)
        if not assessed:
            return until_text(contents, today)
        return ready_text(contents, assessed, today)

    def _is_received(self) -> bool:
        return self._controller.reception().reception is Reception.RECEIVED

    # --- doing

    def _go_to(self, nominee: object) -> None:
        if isinstance(nominee, str):
            self.nominee_requested.emit(nominee)

    def ask_for_folder(self, *, draft: bool) -> None:
        """Ask where the file shall lie, then write it."""
        self._shell.choosers.choose_folder(
            self,
            title=_("Where shall the score file lie?"),
            then=lambda folder: self._write(folder, draft=draft),
        )

    def _write(self, folder: Path, *, draft: bool) -> None:
        for button in (self.make, self.draft):
            button.set_reason(_("The file is being written."))
        self._controller.make_file(folder, draft=draft, done=self._written, failed=self._failed)

    def _written(self, made: HandedIn) -> None:
        self.show_desk()
        if made.complete:
            self._shell.notifier.ok(_("The score file is made"))
        else:
            self._shell.notifier.ok(_("The draft is made"))
        self.mail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: UserError) -> None:
        self.show_desk()
        self._shell.notifier.error(error)

    def ask_for_receipt(self) -> None:
        """Ask for the receipt that the secretariat has sent, and open it."""
        self._shell.choosers.open_files(
            self,
            title=_("Which receipt shall be opened?"),
            kinds=[(_("Receipt"), RECEIPT)],
            then=lambda files: self._controller.open_receipt(files[0]),
            several=False,
        )

    def open_folder(self) -> None:
        """Show the folder of the file in the file manager."""
        file = self._controller.last_file
        if file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.path.parent)))

    def copy_letter(self) -> None:
        """Put the text of an e-mail on the clipboard."""
        file = self._controller.last_file
        if file is not None:
            QApplication.clipboard().setText(letter(self._controller.contents, file))
            self._shell.notifier.ok(_("The e-mail text is copied"))

    def _reopen(self) -> None:
        if self._controller.reopen():
            self.show_desk()
            self.back_requested.emit()

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.heading.setText(_("Hand in"))
        self.back.setText(_("Back to the desk"))
        self.draft.setText(_("Save a draft to send …"))
        self.draft_hint.setText(
            _("The secretariat sees from a draft that you have begun; its marks do not count.")
        )
        self.folder.setText(_("Open folder"))
        self.mail.setText(_("Copy e-mail text"))
        self.reopen.setText(_("Open my sheet again"))
        self.receipt.setText(_("Open a receipt …"))
        self.show_desk()
