"""The pages of the window, one of which is seen: entering, leaving, refreshing what became stale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Actions
from juryapp.gui.page import Page


class PageStack(QStackedWidget):
    """Holds the pages by name."""

    shown = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._pages: dict[str, Page] = {}
        self._makers: dict[str, Callable[[], Page]] = {}
        self._stale: set[str] = set()
        self.currentChanged.connect(lambda _place: self._give_room())

    def add_page(self, page: Page) -> None:
        """Add a page; one of the same name is replaced."""
        old = self._pages.get(page.name)
        if old is not None:
            self.remove_page(page.name)
        self._pages[page.name] = page
        self.addWidget(page)

    def add_maker(self, name: str, make: Callable[[], Page]) -> None:
        """Add a page that is made when it is first needed."""
        self._makers[name] = make

    def _give_room(self) -> None:
        """Let only the page that is seen say how small the window may be."""
        seen, policies = self.currentWidget(), QSizePolicy.Policy
        for page in self._pages.values():
            policy = policies.Preferred if page is seen else policies.Ignored
            page.setSizePolicy(policy, policy)

    def remove_page(self, name: str) -> None:
        """Take a page away for good, e.g. when its edition is closed."""
        page = self._pages.pop(name)
        self._stale.discard(name)
        if page is self.current():
            page.leave()
            self._actions.remove(name)
        self.removeWidget(page)
        page.deleteLater()

    def page(self, name: str) -> Page:
        """Return the page called `name`, made now if it was not needed before. Raises KeyError."""
        if name not in self._pages:
            self.add_page(self._makers.pop(name)())
        return self._pages[name]

    def names(self) -> list[str]:
        """Return the names of all pages, made or not."""
        return [*self._pages, *self._makers]

    def current(self) -> Page | None:
        """Return the page that is seen."""
        widget = self.currentWidget()
        return widget if isinstance(widget, Page) else None

    def show_page(self, name: str, argument: Any = None) -> None:
        """Leave the page that is seen and enter another (or the same with another argument)."""
        page, old = self.page(name), self.current()
        if old is not None and (old is not page or self._is_entered(old)):
            self._leave(old)
        self.setCurrentWidget(page)
        if name in self._stale:
            self._stale.discard(name)
            page.refresh(None)
        page.enter(argument)
        self._actions.remove(name)
        self._actions.add(name, page.page_actions())
        page.setProperty("entered", True)
        self.shown.emit(name)

    def _is_entered(self, page: Page) -> bool:
        return bool(page.property("entered"))

    def _leave(self, page: Page) -> None:
        if self._is_entered(page):
            page.leave()
            self._actions.remove(page.name)
            page.setProperty("entered", False)

    def leave(self) -> None:
        """Leave the page that is seen; the window is closing."""
        page = self.current()
        if page is not None:
            self._leave(page)

    def changed(self, changes: ChangeSet) -> None:
        """Refresh the page that is seen now, and the others when they are entered."""
        page = self.current()
        self._stale |= self._pages.keys() - ({page.name} if page else set())
        if page is not None:
            page.refresh(changes)
