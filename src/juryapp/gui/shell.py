"""What a page may ask of the window it stands in; one object, given to every page and controller.

* `shell.notifier.error(error)`: a banner; `.ok(text)`: a short word in the top bar, spoken;
* `shell.jobs.start(work, done=…)`: long work in the worker thread, with progress and cancel;
* `shell.drawing.start(work, done=…)`: short work for what is seen, in a thread of its own;
* `shell.choosers.open_files(…)`: file dialogs and questions, replaceable in tests;
* `shell.settings`: language, theme, recent editions;
* `shell.go("merge", argument)`: show another page; `shell.saved()`: something was stored just now;
* `shell.changes.happened`: a use case changed something; the pages that are seen refresh, others when
  entered;
* `shell.refresh_chrome()`: title, keys or actions of this page changed; `shell.is_narrow`: fold side panels;
* `shell.set_waiting(n)`: n things could not be saved; the window says so, and asks before it closes;
* `shell.undo_group`: add the open edition's `QUndoStack` to it and make it active.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoGroup

from juryapp.domain.changes import ChangeSet
from juryapp.gui.choosers import Choosers
from juryapp.gui.jobs import Jobs
from juryapp.gui.notify import Notifier
from juryapp.gui.settings import SettingsStore


class Changes(QObject):
    """The one signal that says what changed."""

    happened = Signal(object)  # ChangeSet

    def tell(self, changes: ChangeSet) -> None:
        """Pass on what a use case returned; nothing happens if it changed nothing."""
        if changes:
            self.happened.emit(changes)


class Shell(QObject):
    """The services of the window."""

    page_requested = Signal(str, object)  # name of the page, argument for its enter()
    saved_at = Signal(object)  # datetime, local
    files_given = Signal(
        list
    )  # of Path: dropped on the window, double-clicked, or from a second start
    narrow_changed = Signal(bool)  # the window became too narrow for side panels, or wide again
    waiting_changed = Signal(int)  # how many things could not be saved yet
    try_again_requested = Signal()  # to save them now
    action_requested = Signal(str)  # the name of an action of the window, e.g. "desktop.erase"
    chrome_changed = Signal()  # title, key hints or actions of the page that is seen changed

    def __init__(
        self,
        settings: SettingsStore,
        *,
        notifier: Notifier | None = None,
        choosers: Choosers | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.notifier = notifier or Notifier(self)
        self.choosers = choosers or Choosers()
        self.jobs = Jobs(self.notifier, self)
        self.drawing = Jobs(self.notifier, self)  # pages and pictures: never behind long work
        self.changes = Changes(self)
        self.undo_group = QUndoGroup(self)
        self.is_narrow = False
        self.waiting = 0  # things that could not be saved yet

    def go(self, page: str, argument: Any = None) -> None:
        """Show the page called `page`; it is given `argument` in `enter()`."""
        self.page_requested.emit(page, argument)

    def saved(self) -> None:
        """Say that everything is stored as of now."""
        self.saved_at.emit(datetime.now().astimezone())

    def set_waiting(self, count: int) -> None:
        """Say how many things could not be saved; until it is 0, nobody reads “Saved”."""
        if count != self.waiting:
            self.waiting = count
            self.waiting_changed.emit(count)

    def refresh_chrome(self) -> None:
        """Say that title, key hints or actions of the page that is seen are different now."""
        self.chrome_changed.emit()

    def set_narrow(self, narrow: bool) -> None:
        """Say whether side panels must fold; the window calls this."""
        if narrow != self.is_narrow:
            self.is_narrow = narrow
            self.narrow_changed.emit(narrow)

    def close(self) -> None:
        """Wait for the workers to end; the window calls this last."""
        self.drawing.close()
        self.jobs.close()
