"""What a page is. Subclass, build the widgets in `__init__`, set every text in `retranslate()`.

    class MergePage(Page):
        name = "merge"

        def __init__(self, shell: Shell) -> None:
            super().__init__(shell)
            self.heading = Label(kind="h1")
            self.setLayout(column(self.heading, …, margins=PAGE_MARGINS))
            self.retranslate()                      # always the last line

        @override
        def title(self) -> str: return _("Merge")

        @override
        def retranslate(self) -> None:
            self.heading.setText(_("Read in score files"))

Qt's life cycle is the window's business: `enter(argument)` when the page is shown, `leave()` when another
one is, `refresh(changes)` when something changed while it is shown (or, with None, when it is shown again
after something changed), `apply_theme()` when fonts and sizes changed. A page is dumb: it shows what it
is given and says what the user wants by signals; its controller knows the use cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Action
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.widgets.key_strip import KeyHint
from juryapp.gui.widgets.surfaces import Margins

PAGE_MARGINS: Final[Margins] = (24, 16, 24, 16)


class Page(QWidget):
    """A page of the window."""

    name: ClassVar[str] = ""
    """Stable: the object name, the name for `shell.go()`, and the step that it belongs to."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setObjectName(f"{self.name}_page")
        theme().changed.connect(self.apply_theme)

    # --- what the window asks

    def title(self) -> str:
        """Return the title in the top bar, in the language in use."""
        return ""

    def subtitle(self) -> str:
        """Return the line below it: role, round, how many jurors."""
        return ""

    def key_hints(self) -> Sequence[KeyHint]:
        """Return what the strip at the bottom shows; F1 is added."""
        return ()

    def page_actions(self) -> Sequence[Action]:
        """Return what can be done here; they exist while the page is seen."""
        return ()

    def palette_entries(self) -> Sequence[Entry]:
        """Return what else the search field finds here: nominees, jurors."""
        return ()

    def help_text(self) -> str:
        """Return a few sentences for F1: what this page is for and what to do first."""
        return ""

    # --- what the window tells

    def enter(self, argument: Any = None) -> None:
        """The page is being shown; put the focus where work begins."""

    def leave(self) -> None:
        """Another page is being shown; keep what is half written."""

    def refresh(self, changes: ChangeSet | None) -> None:
        """Something changed (`changes`), or may have (None): show it."""

    def retranslate(self) -> None:
        """Set every text in the language in use."""

    def apply_theme(self) -> None:
        """Set what depends on text size; widgets of the kit do it themselves."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
