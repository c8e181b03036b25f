"""The menu of the window: language, theme, text size, where everything lies, the log, help, about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from juryapp.base.i18n import LANGUAGE_NAMES, N_, _, language
from juryapp.gui.actions import Actions
from juryapp.gui.icons import icon
from juryapp.gui.theme import ThemeSetting, theme

_THEMES: Final[dict[ThemeSetting, str]] = {
    "system": N_("As the system"),
    "light": N_("Light"),
    "dark": N_("Dark"),
}
_LISTED: Final = (
    "window.larger",
    "window.smaller",
    "window.normal",
    "",
    "window.fold",
    "",
    "desktop.where",
    "desktop.log",
    "",
    "window.help",
    "window.about",
    "window.quit",
)


class WindowMenu(QMenu):
    """Built anew each time it opens, so that it is always true and in the language in use."""

    def __init__(
        self,
        actions: Actions,
        *,
        use_language: Callable[[str], None],
        use_theme: Callable[[ThemeSetting], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._use_language, self._use_theme = use_language, use_theme
        self.aboutToShow.connect(self.rebuild)

    def rebuild(self) -> None:
        """Fill the menu."""
        for action in self.actions():
            submenu = action.menu()
            self.removeAction(action)
            if isinstance(submenu, QMenu):
                submenu.deleteLater()
        self._add_choices(_("Language"), "language", LANGUAGE_NAMES, language(), self._use_language)
        themes = {key: _(text) for key, text in _THEMES.items()}
        self._add_choices(_("Colours"), "sun", themes, theme().setting, self._use_theme_named)
        self._add_switch(_("Larger controls for touch"), "window.touch", on=theme().touch)
        self._add_switch(_("Less motion"), "window.still", on=theme().still)
        self.addSeparator()
        known = {action.id for action in self._actions.all()}  # a bare window has no desktop
        for name in _LISTED:
            if name and name not in known:
                continue
            if name:
                self.addAction(self._actions.qaction(name))
            else:
                self.addSeparator()

    def _add_switch(self, title: str, action: str, *, on: bool) -> None:
        """Add something that is on or off."""
        switch = QAction(title, self)
        switch.setObjectName(f"switch_{action}")
        switch.setCheckable(True)
        switch.setChecked(on)
        switch.triggered.connect(lambda _checked=False: self._actions.run(action))
        self.addAction(switch)

    def _use_theme_named(self, name: str) -> None:
        self._use_theme(cast("ThemeSetting", name))

    def _add_choices(
        self,
        title: str,
        icon_name: str,
        choices: dict[str, str] | dict[ThemeSetting, str],
        current: str,
        choose: Callable[[str], None],
    ) -> None:
        menu = QMenu(title, self)
        menu.setIcon(icon(icon_name))
        self.addMenu(menu)
        group = QActionGroup(menu)
        for key, text in choices.items():
            action = QAction(text, group)
            action.setObjectName(f"choose_{key}")
            action.setCheckable(True)
            action.setChecked(key == current)
            action.triggered.connect(lambda _checked=False, chosen=key: choose(chosen))
            menu.addAction(action)
