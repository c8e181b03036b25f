"""Everything that can be done, as a table: id, text, key, icon, handler, when.

A page returns its actions from `page_actions()`; they exist while it is seen:

    Action("merge.copy", N_("Copy the table"), self._copy, shortcut="Ctrl+Shift+C", icon="copy"),
    Action("merge.take", N_("Read in the files"), self._take, enabled=lambda: self._plan is not None),

All of them are found in the command palette (Ctrl+K) and in the help (F1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from juryapp.base.i18n import _
from juryapp.gui.icons import icon
from juryapp.gui.widgets.score_scale import ScoreScale

_CAPS: Final = {
    "Return": "↵",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "PgDown": "PgDn",
}


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    Attributes:
        id: Stable name, "page.verb"; also the object name.
        text: What it does, as a verb; marked with `N_`.
        handler: Does it.
        shortcut: As Qt writes it ("Ctrl+Shift+C"); several are separated by "; ".
        icon: Name of the icon.
        enabled: Asked by `Actions.refresh()` and before it runs.
        in_palette: Whether the command palette offers it.
    """

    id: str
    text: str
    handler: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    enabled: Callable[[], bool] = _always
    in_palette: bool = True

    def keys(self) -> str:
        """Return the first shortcut as people write it here ("Ctrl+Shift+C")."""
        first = self.shortcut.split("; ", maxsplit=1)[0]
        return QKeySequence(first).toString(QKeySequence.SequenceFormat.NativeText)

    def caps(self) -> tuple[str, ...]:
        """Return the keys of the first shortcut one by one, as the strip at the bottom writes them."""
        first = self.shortcut.split("; ", maxsplit=1)[0]
        head, plus, last = first.rpartition("+")
        if not last:  # "Ctrl++": the plus is the key
            head, last = head.rstrip("+"), plus
        return tuple(_CAPS.get(key, key) for key in (*head.split("+"), last) if key)


class Actions(QObject):
    """The actions that exist now; each is a `QAction` of the window."""

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._table: dict[str, tuple[str, Action, QAction]] = {}

    def add(self, owner: str, actions: Iterable[Action]) -> None:
        """Add actions of `owner` (the window, or a page by its name)."""
        for action in actions:
            if action.id in self._table:
                raise ValueError(f"the action {action.id!r} exists already")
            self._table[action.id] = (owner, action, self._made(action))
        self.refresh()
        self.changed.emit()

    def remove(self, owner: str) -> None:
        """Take away all actions of `owner`."""
        for name in [name for name, (whose, *_rest) in self._table.items() if whose == owner]:
            made = self._table.pop(name)[2]
            self._window.removeAction(made)
            made.deleteLater()
        self.changed.emit()

    def _made(self, action: Action) -> QAction:
        made = QAction(self._window)
        made.setObjectName(action.id)
        made.setText(_(action.text))
        made.setShortcuts([QKeySequence(keys) for keys in action.shortcut.split("; ") if keys])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if action.icon:
            made.setIcon(icon(action.icon))
        made.triggered.connect(lambda _checked=False: self.run(action.id))
        self._window.addAction(made)
        return made

    def run(self, name: str) -> None:
        """Do it, if it can be done now."""
        _owner, action, _made = self._table[name]
        focus = QApplication.focusWidget()
        if isinstance(focus, ScoreScale):
            focus.finish_typing()  # a mark that is being typed comes before what is done with it
        if action.enabled():
            action.handler()

    def qaction(self, name: str) -> QAction:
        """Return Qt's action, for menus and buttons."""
        return self._table[name][2]

    def all(self, owner: str = "") -> list[Action]:
        """Return all actions, or those of one owner, in the order in which they were added."""
        return [action for whose, action, _q in self._table.values() if not owner or whose == owner]

    def refresh(self) -> None:
        """Ask each action anew whether it can be done."""
        for _owner, action, made in self._table.values():
            made.setEnabled(bool(action.enabled()))

    def retranslate(self) -> None:
        """Take all texts from the language in use."""
        for _owner, action, made in self._table.values():
            made.setText(_(action.text))
        self.changed.emit()
