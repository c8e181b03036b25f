"""What the sections of the set-up page share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QWidget

from juryapp.application.edition.view import SetupView
from juryapp.base.i18n import _
from juryapp.gui.actions import Action
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.shell import Shell
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import Banner, Card, EmptyState, KeyHint, Table, column

QWIDGETSIZE_MAX: Final = 16_777_215  # Qt's own, which the binding does not give


class SetupSection(QWidget):
    """One part of the set-up.

    Args:
        shell: What pages may ask for.
        controller: Knows the use cases.
    """

    key: ClassVar[str] = ""

    def __init__(self, shell: Shell, controller: SetupController) -> None:
        super().__init__()
        self.shell, self.controller = shell, controller
        self.setObjectName(f"setup_{self.key}")

    @property
    def view(self) -> SetupView:
        """The set-up as it stands."""
        return self.controller.view

    def label(self) -> str:
        """Return the section's name with its count."""
        return ""

    def show_view(self) -> None:
        """Show `view`."""

    def retranslate(self) -> None:
        """Set every text."""

    def focus_first(self) -> None:
        """Put the focus where work begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def section_actions(self) -> Sequence[Action]:
        """Return what can be done here."""
        return ()

    def section_hints(self) -> Sequence[KeyHint]:
        """Return the keys of this section."""
        return ()

    def take_files(self, files: Sequence[Path]) -> bool:
        """Take files that were dropped; False if they mean nothing here."""
        return not files  # none dropped, none refused

    def ask(self, dialog: EntryDialog, then: Callable[..., object]) -> None:
        """Open a dialog and give its value to `then`; where that answers False, the dialog stays."""
        dialog.keep = then
        dialog.show_fitting()


class LockNote(QWidget):
    """Says kindly that something is locked, and why."""

    def __init__(self) -> None:
        super().__init__()
        self._banner: Banner | None = None
        self._place = column()
        self.setLayout(self._place)
        self.hide()

    def say(self, title: str, text: str) -> None:
        """Show it; an empty title hides it."""
        self.setVisible(bool(title))
        if self._banner is not None:
            self._place.removeWidget(self._banner)
            self._banner.deleteLater()
            self._banner = None
        if title:
            self._banner = Banner("info", title, text, icon_name="lock")
            self._place.addWidget(self._banner)


def locked_words() -> tuple[str, str]:
    """Return why criteria and rules are locked."""
    return (
        _("The round has been opened, so this is locked."),
        _(
            "The jurors give their marks by these criteria, weights and rules, all of them by the same."
        ),
    )


class TableOrEmpty(QStackedWidget):
    """A table on a card, or what to do while it is empty."""

    def __init__(self, table: Table, empty: EmptyState) -> None:
        super().__init__()
        self._card = Card(column(table, margins=(4, 4, 4, 4)))
        self._nothing = Card(column(empty))
        self.addWidget(self._card)
        self.addWidget(self._nothing)
        self.setMinimumHeight(120)
        self.currentChanged.connect(lambda _place: self._give_room())
        self._give_room()

    def _give_room(self) -> None:
        """The empty state wishes for more room than the table need have."""
        for part in (self._card, self._nothing):
            seen = part is self.currentWidget()
            policy = QSizePolicy.Policy.Preferred if seen else QSizePolicy.Policy.Ignored
            part.setSizePolicy(QSizePolicy.Policy.Preferred, policy)

    def show_table(self, *, filled: bool) -> None:
        """Show the table, or the empty state."""
        self.setCurrentWidget(self._card if filled else self._nothing)


class TableWithDetail(QWidget):
    """A table and what stands under its cursor: side by side, or below each other in a narrow window.

    Args:
        table: The left or upper part.
        detail: The other part; hidden while nothing is chosen.
        width: Of the detail beside the table, in scaled pixels.
        shell: Says when the window is narrow.
    """

    def __init__(self, table: QWidget, detail: QWidget, *, width: int, shell: Shell) -> None:
        super().__init__()
        self._detail, self._wanted, self._shell = detail, width, shell
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(16)
        self._both.addWidget(table, 1)
        self._both.addWidget(detail)
        shell.narrow_changed.connect(lambda _narrow: self.apply_theme())
        follow_theme(self)

    def show_detail(self, *, shown: bool) -> None:
        """Show the detail, or give the table all the room."""
        self._detail.setVisible(shown)

    def apply_theme(self) -> None:
        """Stand side by side or below each other."""
        directions, narrow = QBoxLayout.Direction, self._shell.is_narrow
        self._both.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._both.setStretch(1, 1 if narrow else 0)
        width = px(self._wanted)
        self._detail.setMinimumWidth(0 if narrow else width)
        self._detail.setMaximumWidth(QWIDGETSIZE_MAX if narrow else width)


def on_key(widget: QWidget, keys: str, handler: Callable[[], object]) -> None:
    """Call `handler` on a key while `widget` has the focus."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(handler)
