"""When a bug shows: a window that says that the data is safe, with a report to copy.

The report names the kind of error and the lines of the program it went through. It never contains the error's
message or the values of variables: those could hold names or marks.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from juryapp.base.i18n import _
from juryapp.gui.dialogs.about_dialog import versions
from juryapp.gui.theme import px
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.fields import TextEdit
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.surfaces import column, row

log = logging.getLogger(__name__)
_OWN: Final = "juryapp"


def report_of(error: BaseException) -> str:
    """Return the report of an error: kinds, places and versions, no values and no messages."""
    lines = [f"{name} {version}" for name, version in versions().items()]
    seen: BaseException | None = error
    while seen is not None:
        lines += ["", type(seen).__name__]
        lines += [_place(frame) for frame in traceback.extract_tb(seen.__traceback__)]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n"


def _place(frame: traceback.FrameSummary) -> str:
    """Return one line of the way, without the folder: that may contain the user's name."""
    parts = Path(frame.filename).parts
    start = max((i for i, part in enumerate(parts) if part == _OWN), default=len(parts) - 1)
    return f"  {'/'.join(parts[start:])}:{frame.lineno} {frame.name}"


class CrashWindow(QDialog):
    """Says what happened, that nothing is lost, and what to do."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Something went wrong"))
        self.report = TextEdit(report, lines=10)
        self.report.setReadOnly(True)
        self.report.setObjectName("crash_report")
        self.report.setAccessibleName(_("Report"))
        copy = Button(_("Copy the report"), icon_name="copy")
        copy.setObjectName("copy_report")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
        go_on = Button(_("Go on working"), "primary")
        go_on.setObjectName("go_on")
        go_on.clicked.connect(self.close)
        leave = Button(_("Close the program"))
        leave.setObjectName("close_program")
        leave.clicked.connect(QApplication.closeAllWindows)
        self.setLayout(
            column(
                row(
                    IconLabel("error", "error", 28),
                    (Label(_("Something went wrong in the program"), "h2", wrap=True), 1),
                    gap=12,
                ),
                Label(_reassurance(), wrap=True),
                (self.report, 1),
                Label(_privacy(), "small", "text2", wrap=True),
                row(copy, None, leave, go_on, gap=8),
                gap=12,
                margins=(24, 24, 24, 16),
            )
        )
        self.resize(px(620), px(480))


def _reassurance() -> str:
    return _(
        "Your data is safe: every step was saved when it was made, up to the last one. "
        "You can go on working. If it happens again, send us the report below."
    )


def _privacy() -> str:
    return _("The report contains no names, marks or comments.")


class CrashHandler(QObject):
    """Takes what nobody caught, also from threads, and shows it once at a time."""

    _caught = Signal(object)  # so that a thread's error is shown in the window's thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: CrashWindow | None = None
        self._caught.connect(self._show)

    def install(self) -> None:
        """Take the place of Python's own handlers."""
        sys.excepthook = self.take
        threading.excepthook = lambda args: self.take(
            args.exc_type, args.exc_value, args.exc_traceback
        )

    def take(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        place: TracebackType | None,
    ) -> None:
        """Log the report and show the window."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        known = error if error is not None else kind()
        log.error("bug:\n%s", report_of(known.with_traceback(place)))
        self._caught.emit(known)

    def window(self) -> CrashWindow | None:
        """Return the window that is open, or None."""
        return self._window

    def _show(self, error: BaseException) -> None:
        if self._window is not None:
            return
        self._window = CrashWindow(report_of(error), QApplication.activeWindow())
        self._window.destroyed.connect(self._closed)
        self._window.open()

    def _closed(self) -> None:
        self._window = None
