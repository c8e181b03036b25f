"""Handing in: finished here → file made → received. The last comes from the secretariat's receipt alone."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from juryapp.application.desk.handing_in import HandedIn
from juryapp.application.desk.own_order import makes_order
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
    letter_text,
    practised_text,
    ready_text,
    until_text,
)
from juryapp.gui.pages.desk_hand_in_parts import FileBox, MissingList, StateLine
from juryapp.gui.shell import Shell
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import Button, Card, Label, Rule, Scrolled, column, row

_WIDTH = 760
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


class HandInView(QWidget):
    """What is missing, the file, and what happens with it."""

    nominee_requested = Signal(str, str)  # its id, and the criterion that is missing, or ""
    back_requested = Signal()
    order_requested = Signal()  # “your marks give this order”

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
        self.missing = MissingList(controller)
        self.file = FileBox()
        self.make = Button(look="primary", icon_name="save")
        self.make.setObjectName("make_file")
        self.draft = Button(icon_name="edit")
        self.draft.setObjectName("make_draft")
        self.draft_hint = Label(kind="caption", role="text2", wrap=True)
        self.order = Button(icon_name="ranking")
        self.order.setObjectName("see_order")
        self.reopen = Button(icon_name="unlock")
        self.reopen.setObjectName("reopen")
        self.receipt = Button(icon_name="inbox")
        self.receipt.setObjectName("open_receipt")
        self.erase = Button(look="link", icon_name="trash")
        self.erase.setObjectName("erase_afterwards")
        self._receipt_box = QWidget()
        self._receipt_box.setLayout(row(self.receipt, None, self.erase, margins=(34, 0, 0, 0)))
        self._lay_out()
        self._connect()
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        states = Card(
            column(
                self.finished,
                Rule(),
                self.made,
                self.file,
                Rule(),
                self.received,
                self._receipt_box,
                gap=12,
                margins=(20, 16, 20, 16),
            )
        )
        buttons = row(self.make, self.order, self.draft, self.reopen, None)
        inside = column(
            row(self.back, None),
            self.heading,
            self.sentence,
            4,
            self.missing,
            states,
            buttons,
            self.draft_hint,
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
        self.missing.wanted.connect(self.nominee_requested)
        self.make.clicked.connect(lambda _checked=False: self.ask_for_folder(draft=False))
        self.draft.clicked.connect(lambda _checked=False: self.ask_for_folder(draft=True))
        self.file.folder.clicked.connect(self.open_folder)
        self.file.copy_mail.clicked.connect(self.copy_letter)
        self.file.write_mail.clicked.connect(self.write_letter)
        self.order.clicked.connect(self.order_requested)
        self.reopen.clicked.connect(self._reopen)
        self.receipt.clicked.connect(self.ask_for_receipt)
        ask_to_erase = partial(self._shell.action_requested.emit, "desktop.erase")
        self.erase.clicked.connect(lambda _checked=False: ask_to_erase())

    def apply_theme(self) -> None:
        """Keep the lines short enough to read."""
        self._inside.setMaximumWidth(px(_WIDTH))

    # --- showing

    def enter(self) -> None:
        """Show how things are and go to the next needed step."""
        self.show_desk()
        steps = (self.file.write_mail, self.make, self.reopen)
        button = next((b for b in steps if self._is_next(b)), None)
        (button or self.missing.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_next(self, button: Button) -> bool:
        return button.isVisibleTo(self) and button.isEnabled()

    def show_desk(self) -> None:
        """Show what is missing and how far the file is."""
        if not self._controller.is_loaded:
            return
        left = self._controller.left()
        self._show_states(left)
        self.missing.show_missing(left)
        self._show_buttons(left)

    def _show_states(self, left: list[NomineeId]) -> None:
        icon, role = _FINISHED[not left]
        title = _("Not finished yet") if left else _("Finished here")
        self.finished.say(icon, role, title, self._done_words(left))
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
        self.file.setVisible(file is not None)
        if file is not None:
            there = self._is_there()
            self.file.show_file(file.path, there=there)
            title = _("File made") if file.complete else _("Draft made")
            icon = "check-circle" if there else "warning"
            self.made.say(icon, "ok" if file.complete and there else "warn", title, "")
        elif controller.info.handed_in:
            when = format_instant(controller.info.handed_in)
            text = _("{when}. It lies where you saved it; you can also make it again.")
            self.made.say("check-circle", "ok", _("File made"), text.format(when=when))
        elif controller.info.seq:
            text = _("An earlier file was made. What you changed since is not in it.")
            self.made.say("circle", "text3", _("No new file yet"), text)
        else:
            self.made.say("circle", "text3", _("No file yet"), "")

    def _is_there(self) -> bool:
        known = self._controller.earlier_file
        return known is not None and known.is_there

    def _show_buttons(self, left: list[NomineeId]) -> None:
        locked, has_file = self._controller.is_locked, self._controller.last_file is not None
        lost = has_file and not self._is_there()
        again = (locked or has_file) and not lost
        self.make.setText(
            _("Make the file again …") if again or lost else _("Make the score file …")
        )
        self.make.setVisible(not left)
        self.make.set_look("plain" if again else "primary")
        self.make.set_icon("save")
        self.make.set_reason(self._why_not())
        self.draft.setVisible(bool(left) and not locked)
        self.draft.set_reason(self._why_not())
        self.draft_hint.setVisible(bool(left) and not locked)
        self.order.setVisible(not left and not locked and self._has_order())
        self.reopen.setVisible(locked)
        self.erase.setVisible(locked and self._is_received())
        self.sentence.setText(self._sentence(left))

    def _has_order(self) -> bool:
        return not self._controller.declares_only and makes_order(self._controller.contents)

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

    def ask_for_folder(self, *, draft: bool) -> None:
        """Ask where the file shall lie, beginning where the last one was written; then write it."""
        known = self._controller.earlier_file
        if known is not None and known.path.parent.is_dir():
            self._shell.choosers.folder = known.path.parent
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
        self.file.write_mail.setFocus(Qt.FocusReason.OtherFocusReason)

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
            self._shell.choosers.open_folder(file.path.parent)

    def copy_letter(self) -> None:
        """Put the text of an e-mail on the clipboard."""
        file = self._controller.last_file
        if file is not None:
            QApplication.clipboard().setText(letter_text(letter(self._controller.contents, file)))
            self._shell.notifier.ok(_("The e-mail text is copied"))

    def write_letter(self) -> None:
        """Open the mail program with the text; the package does not tell the secretariat's address."""
        file = self._controller.last_file
        if file is None:
            return
        ready = letter(self._controller.contents, file)
        if self._shell.choosers.write_mail("", ready.subject, ready.body):
            self._shell.notifier.ok(_("Now drag the file into the e-mail"))
        else:
            QApplication.clipboard().setText(letter_text(ready))
            self._shell.notifier.warn(
                _("No mail program answered."),
                _("The e-mail text is copied instead: paste it where you write your e-mails."),
            )

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
        self.file.retranslate()
        self.order.setText(_("See your order first"))
        self.reopen.setText(_("Open my sheet again"))
        self.receipt.setText(_("Open a receipt …"))
        self.erase.setText(_("After the award: erase all from this computer …"))
        self.show_desk()
