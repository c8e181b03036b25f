"""“Erase from this computer”: what goes, what does not, the receipt, and a tick before it is done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QLayout, QWidget
from typing_extensions import override

from juryapp.application.desk.erasing import UNRECEIVED_TEXTS, ErasureReceipt, Unreceived
from juryapp.application.desk.erasing_words import made_lines, what_lines
from juryapp.base.i18n import _, current
from juryapp.gui.choosers import Choosers
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Banner,
    Button,
    Card,
    CheckBox,
    Footer,
    IconLabel,
    Label,
    Scrolled,
    column,
    row,
)

_WIDTH = 620


class EraseDialog(QDialog):
    """Says what erasing comes to, and by `agreed` that it is to be done, with the receipt's place or None.

    Enter and Esc answer Cancel until the ticks are set: nothing happens by accident.
    """

    agreed = Signal(object)

    def __init__(
        self, goes: ErasureReceipt, choosers: Choosers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("erase_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Erase from this computer"))
        self._goes, self._choosers = goes, choosers
        self._target: Path | None = None
        self._build_ticks()
        self._build_receipt()
        self._build_buttons()
        head = row(
            IconLabel("trash", "error", 28),
            (Label(_("Erase “{title}” from this computer?").format(title=goes.title), "h2", wrap=True), 1),
            gap=12,
        )  # fmt: skip
        inside = column(
            head, *self._warning(), self._lists(), self._receipt_row, None,
            gap=12, margins=(24, 20, 24, 16),
        )  # fmt: skip
        foot = Footer(row(None, self.cancel, self.erase))
        ticks = column(*self._ticks, gap=0, margins=(24, 4, 24, 8))
        self.setLayout(column((Scrolled(inside), 1), ticks, foot, gap=0))
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(px(_WIDTH), min(px(660 if goes.unreceived else 550), screen.height() - 48))
        self._follow_ticks()

    def _warning(self) -> list[QWidget]:
        why = Unreceived(self._goes.unreceived)
        if not why:
            return []
        banner = Banner("warn", _("Something would be lost."), _(UNRECEIVED_TEXTS[why]))
        banner.setObjectName("unreceived")
        return [banner]

    def _lists(self) -> QWidget:
        inside = QWidget()
        stays = [
            *made_lines(self._goes, current()),
            _("copies in e-mail, on memory sticks, in backups of this computer, and with others"),
        ]
        honest = _(
            "Files are overwritten once and then removed. Solid-state disks and cloud folders may keep copies"
            " that no program can reach."
        )
        inside.setLayout(
            column(
                Card(_list(_("This goes"), what_lines(self._goes, current()))),
                Card(_list(_("This does not go; delete it yourself"), stays)),
                Label(honest, "small", "text2", wrap=True),
                gap=8,
            )
        )
        return inside

    def _build_receipt(self) -> None:
        self.save = Button(_("Save the receipt as …"), icon_name="save")
        self.save.setObjectName("erase_receipt")
        self.save.clicked.connect(lambda _checked=False: self.choose_receipt())
        self.place = Label(
            _("A receipt says what was erased and when. You can save it afterwards too."),
            "small",
            "text2",
            wrap=True,
        )
        self.place.setObjectName("erase_receipt_place")
        self._receipt_row = QWidget()
        self._receipt_row.setLayout(row(self.save, (self.place, 1), gap=12))

    def _build_ticks(self) -> None:
        self.sure = CheckBox(_("Yes, erase it. I know that it cannot be undone."))
        self.sure.setObjectName("erase_sure")
        self.although = CheckBox(_("Erase it although it was not received."))
        self.although.setObjectName("erase_although")
        self._ticks = [self.although, self.sure] if self._goes.unreceived else [self.sure]
        self.although.setVisible(False)  # a widget without a place would be a window
        for tick in self._ticks:
            tick.setVisible(True)
            tick.toggled.connect(lambda _on: self._follow_ticks())

    def _build_buttons(self) -> None:
        self.erase = Button(_("Erase"), "danger", "trash")
        self.erase.setObjectName("erase")
        self.erase.setAutoDefault(False)
        self.erase.clicked.connect(self._agree)
        self.cancel = Button(_("Cancel"))
        self.cancel.setObjectName("cancel")
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.reject)

    def _follow_ticks(self) -> None:
        ready = all(tick.isChecked() for tick in self._ticks)
        self.erase.set_reason("" if ready else _("Set the tick first."))

    def choose_receipt(self) -> None:
        """Ask where the receipt is saved."""
        self._choosers.save_file(
            self,
            title=_("Save the receipt as …"),
            suggested=self._goes.suggested_name,
            kinds=[(_("Text"), ".txt")],
            then=self._take_place,
        )

    def _take_place(self, path: Path) -> None:
        self._target = path
        self.place.setText(_("The receipt will lie in {file}.").format(file=path))

    def _agree(self) -> None:
        target = self._target
        self.accept()
        self.agreed.emit(target)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)


def _list(title: str, lines: list[str]) -> QLayout:
    shown = (row(_bullet(), (Label(line, "body", wrap=True), 1), gap=8) for line in lines)
    return column(Label(title, "bodyM"), *shown, gap=2)


def _bullet() -> Label:
    bullet = Label("•", "body")
    bullet.setAlignment(Qt.AlignmentFlag.AlignTop)
    return bullet
