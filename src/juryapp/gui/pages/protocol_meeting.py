"""The meeting: when, where, who led it, who was there. Saved as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.domain.jury import ROLE_NAMES, Juror
from juryapp.domain.protocol import Meeting
from juryapp.gui.dialogs.day_edit import NO_DAY, DayEdit
from juryapp.gui.widgets import (
    Button,
    CheckBox,
    Form,
    Label,
    LineEdit,
    Scrolled,
    TextEdit,
    column,
    row,
)

SAVE_AFTER_MS: Final = 700


class Attendance(QWidget):
    """Who of the jury was present, who absent; whoever is neither is not written down."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("attendance")
        self._jurors: tuple[Juror, ...] = ()
        self.present: dict[str, CheckBox] = {}  # by name, as the protocol knows them
        self.absent: dict[str, CheckBox] = {}
        self._labels: list[QWidget] = []
        self.heading = Label(kind="smallM")
        self.all_present = Button(look="small")
        self.all_present.setObjectName("all_present")
        self.all_present.clicked.connect(lambda _checked=False: self._tick_all())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.setLayout(column(row(self.heading, None, self.all_present), self._grid, gap=4))

    def show_jurors(self, jurors: Sequence[Juror]) -> None:
        """List these people."""
        if tuple(jurors) == self._jurors:
            return
        self._jurors = tuple(jurors)
        for widget in (*self._labels, *self.present.values(), *self.absent.values()):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._labels, self.present, self.absent = [], {}, {}
        for place, juror in enumerate(jurors):
            self._add(place, juror)
        self.retranslate()

    def _add(self, place: int, juror: Juror) -> None:
        name = Label(juror.name, "small", wrap=True)
        self._labels.append(name)
        here, away = CheckBox(), CheckBox()
        here.setObjectName(f"present_{juror.number}")
        away.setObjectName(f"absent_{juror.number}")
        here.clicked.connect(lambda _checked=False: self._ticked(here, away))
        away.clicked.connect(lambda _checked=False: self._ticked(away, here))
        self.present[juror.name], self.absent[juror.name] = here, away
        for at, widget in enumerate((name, here, away)):
            self._grid.addWidget(widget, place, at)

    def _ticked(self, box: CheckBox, other: CheckBox) -> None:
        if box.isChecked():
            other.setChecked(False)
        self.edited.emit()

    def _tick_all(self) -> None:
        for name, box in self.present.items():
            box.setChecked(True)
            self.absent[name].setChecked(False)
        self.edited.emit()

    def show_names(self, present: Sequence[str], absent: Sequence[str]) -> None:
        """Tick who is named."""
        for name, box in self.present.items():
            box.setChecked(name in present)
        for name, box in self.absent.items():
            box.setChecked(name in absent)

    def present_names(self) -> tuple[str, ...]:
        """Return who is ticked as present, in the jury's order."""
        return tuple(name for name, box in self.present.items() if box.isChecked())

    def absent_names(self) -> tuple[str, ...]:
        """Return who is ticked as absent."""
        return tuple(name for name, box in self.absent.items() if box.isChecked())

    def retranslate(self) -> None:
        """Set every text."""
        self.heading.setText(_("The jury"))
        self.all_present.setText(_("All present"))
        for juror, label in zip(self._jurors, self._labels, strict=True):
            label.setToolTip(_(ROLE_NAMES[juror.role]))
        for name, box in self.present.items():
            box.setText(_("Present"))
            box.setAccessibleName(_("{name} present").format(name=name))
        for name, box in self.absent.items():
            box.setText(_("Absent"))
            box.setAccessibleName(_("{name} absent").format(name=name))


class MeetingForm(QWidget):
    """Everything about the meeting."""

    written = Signal(object)  # Meeting

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("meeting_form")
        self._kept = Meeting()
        self._offered: list[str] = []
        self._typing = False  # something was typed that is not kept yet
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.form = Form()
        self._build()
        inside = column(self.form, None, margins=(16, 12, 12, 16))
        self.setLayout(column((Scrolled(inside), 1)))
        self._follow_typing()

    def _build(self) -> None:
        form = self.form
        self.number = form.add(
            "number", N_("Case &number"), LineEdit(placeholder="3/2026", limit=60)
        )
        self.date = form.add("date", N_("&Date"), DayEdit())
        self._beside("number", "date")
        self.place = form.add(
            "place", N_("&Place"), LineEdit(limit=200), N_("Or “remote”, if you met on screens.")
        )
        self.chair = form.add("chair", N_("&Chair of the meeting"), LineEdit(limit=200))
        self.keeper = form.add("keeper", N_("&Keeper of the minutes"), LineEdit(limit=200))
        self._beside("chair", "keeper")
        self.attendance = Attendance()
        form.add_widget(self.attendance)
        self.others = form.add(
            "others_present", N_("&Others present"), TextEdit(lines=1), N_("One name a line.")
        )
        self.others_absent = form.add(
            "others_absent", N_("Others a&bsent"), TextEdit(lines=1), N_("One name a line.")
        )
        self.remarks = form.add("remarks", N_("&Remarks"), TextEdit(lines=3))
        for field in (self.others, self.others_absent):
            field.setMaximumHeight(64)

    def _beside(self, *names: str) -> None:
        """Put fields side by side."""
        together = QWidget()
        rows: list[tuple[QWidget, int]] = [(self.form.row(name), 1) for name in names]
        together.setLayout(row(*rows, gap=12))
        self.form.add_widget(together)

    def _follow_typing(self) -> None:
        for line in (self.number, self.date, self.place, self.chair, self.keeper):
            line.textEdited.connect(lambda _text: self._typed())
            line.installEventFilter(self)
        for text in (self.others, self.others_absent, self.remarks):
            text.textChanged.connect(self._typed)
            text.installEventFilter(self)
        self.attendance.edited.connect(self._ticked)

    # --- what is shown

    def show_meeting(self, meeting: Meeting, jurors: Sequence[Juror]) -> None:
        """Show the meeting; a field that is being typed in stays as it is."""
        self.attendance.show_jurors(jurors)
        self._offer_names(jurors)
        if self._typing:
            return
        changed, self._kept = meeting != self._meeting(), meeting
        if not changed:
            return
        names = {juror.name for juror in jurors}
        self.number.setText(meeting.number)
        self.date.show_day(meeting.date)
        self.place.setText(meeting.place)
        self.chair.setText(meeting.chair)
        self.keeper.setText(meeting.keeper)
        self.attendance.show_names(meeting.present, meeting.absent)
        _show_lines(self.others, [name for name in meeting.present if name not in names])
        _show_lines(self.others_absent, [name for name in meeting.absent if name not in names])
        _show_lines(self.remarks, meeting.remarks.split("\n") if meeting.remarks else [])

    def _offer_names(self, jurors: Sequence[Juror]) -> None:
        names = [juror.name for juror in jurors]
        if names == self._offered:
            return
        self._offered = names
        for field in (self.chair, self.keeper):
            completer = QCompleter(names, field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(lambda _name: self._typed())
            field.setCompleter(completer)

    # --- what is typed

    def _meeting(self) -> Meeting:
        """Return what the fields say; a day that cannot be understood leaves the one before."""
        day = self.date.day()
        return Meeting(
            number=self.number.text().strip(),
            date=self._kept.date if day is None else day,
            place=self.place.text().strip(),
            chair=self.chair.text().strip(),
            keeper=self.keeper.text().strip(),
            present=(*self.attendance.present_names(), *_lines(self.others)),
            absent=(*self.attendance.absent_names(), *_lines(self.others_absent)),
            remarks=self.remarks.toPlainText().strip(),
        )

    def _typed(self) -> None:
        self._typing = True
        self._timer.start()

    def _ticked(self) -> None:
        self._typing = True
        self.flush()

    def flush(self) -> None:
        """Keep now what is typed, if anything was."""
        if not self._typing:
            return
        self._timer.stop()
        self._typing = False
        self.form.row("date").show_error(_(NO_DAY) if self.date.day() is None else "")
        meeting = self._meeting()
        if meeting != self._kept:
            self._kept = meeting
            self.written.emit(meeting)

    def forget(self) -> None:
        """The edition is closed; what is shown belongs to no meeting any more."""
        self._timer.stop()
        self._typing = False

    def focus_field(self, name: str) -> None:
        """Go to a field: "date", or "present" for the list of the jury."""
        boxes = list(self.attendance.present.values())
        target: QWidget = self.date if name == "date" or not boxes else boxes[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Set every text."""
        self.form.retranslate()
        self.attendance.retranslate()


def _lines(field: TextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().split("\n") if line.strip())


def _show_lines(field: TextEdit, lines: Sequence[str]) -> None:
    text = "\n".join(lines)
    if field.toPlainText().strip() != text:
        blocked = field.blockSignals(True)
        field.setPlainText(text)
        field.blockSignals(blocked)
