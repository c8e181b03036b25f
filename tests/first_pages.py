"""Two small pages for the tests of the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Action
from juryapp.gui.main_window import MainWindow
from juryapp.gui.navigation import Step
from juryapp.gui.page import Page
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import KeyHint, Label, LineEdit, column

STEPS = (Step("first", "First things", "settings"), Step("second", "Second things", "merge"))


class FirstPage(Page):
    """A page that writes down what happens to it."""

    name = "first"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.diary: list[Any] = []
        self.allowed = True
        self.heading, self.field = Label(), LineEdit()
        self.field.setAccessibleName("Field")
        self.setLayout(column(self.heading, self.field, None))
        self.retranslate()

    @override
    def title(self) -> str:
        return _("The first page")

    @override
    def subtitle(self) -> str:
        return "Round 1"

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        return [KeyHint(("Ctrl", "D"), "do it")]

    @override
    def help_text(self) -> str:
        return "This is for first things."

    @override
    def page_actions(self) -> Sequence[Action]:
        return [
            Action(
                f"{self.name}.do", "Do the thing", self._do, "Ctrl+D", "play", lambda: self.allowed
            ),
            Action(f"{self.name}.hidden", "Not offered", self._do, in_palette=False),
        ]

    @override
    def palette_entries(self) -> Sequence[Entry]:
        return [Entry("07 Repair café", lambda: self.diary.append("café"), "nominee", "person")]

    def _do(self) -> None:
        self.diary.append("done")

    @override
    def enter(self, argument: Any = None) -> None:
        self.diary.append(("enter", argument))
        self.field.setFocus()

    @override
    def leave(self) -> None:
        self.diary.append("leave")

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.diary.append(("refresh", changes))

    @override
    def retranslate(self) -> None:
        self.heading.setText(_("The first page"))


class SecondPage(FirstPage):
    """Another one."""

    name = "second"


def page_of(window: MainWindow, name: str = "first") -> FirstPage:
    """Return one of the pages."""
    page = window.pages.page(name)
    assert isinstance(page, FirstPage)
    return page
