"""The window: top bar, steps, page with its messages, progress of long work, keys.

    window = MainWindow(shell)
    window.add_page(MergePage(shell)); window.set_steps(STEPS); window.show_page("merge")

The window knows no use case. What is open, which steps there are and how far they are, it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Action, Actions
from juryapp.gui.dialogs.about_dialog import AboutDialog
from juryapp.gui.dialogs.help_dialog import HelpDialog, HelpTopic
from juryapp.gui.icons import app_icon
from juryapp.gui.message_area import MessageArea
from juryapp.gui.navigation import Navigation, Step, StepState
from juryapp.gui.page import Page
from juryapp.gui.page_stack import PageStack
from juryapp.gui.palette import Entry
from juryapp.gui.progress_strip import ProgressStrip
from juryapp.gui.room import Room
from juryapp.gui.settings import fills_screen, size_on_screen
from juryapp.gui.shell import Shell
from juryapp.gui.theme import ThemeSetting, px, theme
from juryapp.gui.top_bar import TopBar
from juryapp.gui.translation import use_window_language
from juryapp.gui.widgets.drop_zone import files_in
from juryapp.gui.widgets.key_strip import KeyHint, KeyStrip
from juryapp.gui.widgets.surfaces import column, row
from juryapp.gui.window_menu import WindowMenu

NARROW: Final = 1180  # scaled pixels below which side panels fold
LOW: Final = 460  # scaled pixels of height below which F1 alone tells the keys
OWNER: Final = "window"


class MainWindow(QMainWindow):
    """The program's window.

    Args:
        shell: What pages may ask for.
        more_versions: For the about dialog; versions that only others know, e.g. SQLite's.
    """

    saved_clicked = Signal()  # "Saved 14:02" was pressed: show where it lies
    closed = Signal()
    language_changed = Signal()  # everything that was set from outside must be said anew

    def __init__(self, shell: Shell, *, more_versions: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.shell = shell
        self.more_versions: Mapping[str, str] = more_versions or {}
        self.actions_table = Actions(self)
        self.pages = PageStack(self.actions_table)
        self.navigation = Navigation()
        self.top_bar = TopBar(self.palette_entries)
        self.messages = MessageArea(shell.notifier)
        self.progress = ProgressStrip(shell.jobs)
        self.keys = KeyStrip()
        self.menu = WindowMenu(
            self.actions_table,
            use_language=self.use_language,
            use_theme=self.use_theme,
            parent=self,
        )
        self.crashed_before = False  # the program did not end by itself last time
        self._closes_anyway = False  # although something is not saved
        self._focus_before: QWidget | None = None
        self._lay_out()
        self._connect()
        self.actions_table.add(OWNER, self._own_actions())
        self._connect_buttons()
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self._restore_size()
        self.retranslate()

    # --- for those who fill the window

    def add_page(self, page: Page) -> None:
        """Add a page; it is not shown yet."""
        self.pages.add_page(page)

    def add_page_maker(self, name: str, make: Callable[[], Page]) -> None:
        """Add a page that is made when it is first shown."""
        self.pages.add_maker(name, make)

    def show_page(self, name: str, argument: Any = None) -> None:
        """Show a page; messages of the one before are gone."""
        self.shell.notifier.clear()
        self.pages.show_page(name, argument)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show the steps at the left; none hides them."""
        self.navigation.set_steps(steps)
        self._mark_step()

    def set_step_state(self, name: str, state: StepState, note: str = "") -> None:
        """Show how far a step is; `note` ("7 of 9") replaces the state's own word."""
        self.navigation.set_state(name, state, note)

    def show_saved(self, at: datetime | None) -> None:
        """Say when all was last saved; None when nothing is open."""
        self.top_bar.show_saved(at)

    def refresh_chrome(self) -> None:
        """Ask the page that is seen for its title, key hints and actions anew."""
        page = self.pages.current()
        if page is None:
            return
        self.actions_table.remove(page.name)
        self.actions_table.add(page.name, page.page_actions())
        self._show_page_words(page)

    def use_language(self, language: str) -> None:
        """Switch the language and remember it."""
        use_window_language(language)
        self.shell.settings.change(language=language)

    def use_theme(self, setting: ThemeSetting) -> None:
        """Switch the colours and remember it."""
        theme().use(setting)
        self.shell.settings.change(theme=setting)

    def toggle_touch(self) -> None:
        """Make the controls as large as a finger needs, or as they were, and remember it."""
        theme().use(touch=not theme().touch)
        self.shell.settings.change(touch=theme().touch)
        words = _("Larger controls") if theme().touch else _("Controls of normal size")
        self.shell.notifier.ok(words)

    def toggle_still(self) -> None:
        """Let nothing move by itself, or do as the system says, and remember it."""
        theme().use(still=not theme().still)
        self.shell.settings.change(still=theme().still)
        self.shell.notifier.ok(
            _("Less motion") if theme().still else _("Motion as the system says")
        )

    # --- putting it together

    def _lay_out(self) -> None:
        page = column(self.messages, (Room(self.pages), 1), gap=0)
        middle = row(self.navigation, (page, 1), gap=0)
        inside = QWidget()
        inside.setLayout(column(self.top_bar, (middle, 1), self.progress, self.keys, gap=0))
        self.setCentralWidget(inside)
        self.setMinimumSize(QSize(480, 320))

    def _connect(self) -> None:
        shell = self.shell
        shell.page_requested.connect(self.show_page)
        shell.saved_at.connect(self.show_saved)
        shell.waiting_changed.connect(self.top_bar.show_waiting)
        shell.chrome_changed.connect(self.refresh_chrome)
        shell.action_requested.connect(self.actions_table.run)
        shell.changes.happened.connect(self._changed)
        shell.notifier.done.connect(self.top_bar.show_word)
        shell.undo_group.canUndoChanged.connect(self._undo_changed)
        shell.undo_group.canRedoChanged.connect(self._undo_changed)
        shell.undo_group.undoTextChanged.connect(self._undo_changed)
        shell.undo_group.redoTextChanged.connect(self._undo_changed)
        self.pages.shown.connect(self._page_shown)
        self.navigation.step_requested.connect(self.show_page)
        self.top_bar.saved.clicked.connect(self._saved_clicked)
        self.top_bar.menu.clicked.connect(self.open_menu)
        self.top_bar.field.left.connect(self._back_to_page)
        theme().changed.connect(self._fold_if_narrow)

    def _own_actions(self) -> list[Action]:
        undo = self.shell.undo_group
        return [
            Action("window.undo", N_("Undo"), undo.undo, "Ctrl+Z", "undo", undo.canUndo),
            Action("window.redo", N_("Redo"), undo.redo, "Ctrl+Shift+Z; Ctrl+Y", "redo", undo.canRedo),
            Action("window.commands", N_("Search or command"), self.open_palette, "Ctrl+K", "search",
                   in_palette=False),
            Action("window.help", N_("Help and keys"), self.open_help, "F1", "help"),
            Action("window.menu", N_("Menu"), self.open_menu, "F10", "menu", in_palette=False),
            Action("window.larger", N_("Larger text"), lambda: self._step_text(1),
                   "Ctrl++; Ctrl+=", "text-size"),
            Action("window.smaller", N_("Smaller text"), lambda: self._step_text(-1),
                   "Ctrl+-", "text-size"),
            Action("window.normal", N_("Normal text size"), lambda: self._set_text(1.0),
                   "Ctrl+0", "text-size"),
            Action("window.light", N_("Light colours"), lambda: self.use_theme("light"), icon="sun"),
            Action("window.dark", N_("Dark colours"), lambda: self.use_theme("dark"), icon="moon"),
            Action("window.touch", N_("Larger controls for touch, or normal ones"), self.toggle_touch,
                   icon="screen"),
            Action("window.still", N_("Less motion, or as the system"), self.toggle_still, icon="eye"),
            Action("window.fold", N_("Fold or unfold the steps"), self._toggle_fold, "Ctrl+B", "list",
                   lambda: bool(self.navigation.steps())),
            Action("window.about", N_("About juryapp"), self.open_about, icon="info"),
            Action("window.quit", N_("Close the program"), self.close, "Ctrl+Q", "close"),
        ]  # fmt: skip

    def _connect_buttons(self) -> None:
        bar, table = self.top_bar, self.actions_table
        bar.undo.clicked.connect(lambda: table.run("window.undo"))
        bar.redo.clicked.connect(lambda: table.run("window.redo"))
        bar.help.follow(table.qaction("window.help"))
        self._undo_changed()

    # --- what happens

    def _saved_clicked(self) -> None:
        if self.shell.waiting:
            self.shell.try_again_requested.emit()
        else:
            self.saved_clicked.emit()

    def _page_shown(self, _name: str) -> None:
        page = self.pages.current()
        if page is not None:
            self._show_page_words(page)
        self._mark_step()

    def _mark_step(self) -> None:
        page = self.pages.current()
        self.navigation.mark_current(page.name if page else "")

    def _show_page_words(self, page: Page) -> None:
        title, name = page.title(), self._name_of(page)
        self.top_bar.show_titles(title, page.subtitle())
        parts = dict.fromkeys([name, title, "juryapp"])  # "Results – Fjord prize 2026 – juryapp"
        self.setWindowTitle(" – ".join(part for part in parts if part))
        self.keys.show_hints([*page.key_hints(), KeyHint(("F1",), _("all keys"))])
        page.setAccessibleName(name)

    def _name_of(self, page: Page) -> str:
        """Return what a page is called: as its step is, while the title says what is open."""
        step = next((step for step in self.navigation.steps() if step.name == page.name), None)
        return _(step.text) if step else page.title()

    def _changed(self, changes: ChangeSet) -> None:
        self.pages.changed(changes)
        self.actions_table.refresh()
        page = self.pages.current()
        if page is not None:
            self._show_page_words(page)

    def _undo_changed(self) -> None:
        group, bar = self.shell.undo_group, self.top_bar
        self.actions_table.refresh()
        bar.undo.setEnabled(group.canUndo())
        bar.redo.setEnabled(group.canRedo())
        undo = _("Undo “{what}”").format(what=group.undoText()) if group.undoText() else _("Undo")
        redo = _("Redo “{what}”").format(what=group.redoText()) if group.redoText() else _("Redo")
        bar.undo.set_name(undo, "Ctrl+Z")
        bar.redo.set_name(redo, "Ctrl+Shift+Z")

    def _step_text(self, steps: int) -> None:
        self._set_text(None, steps)

    def _set_text(self, scale: float | None, steps: int = 0) -> None:
        if scale is None:
            scale = theme().step_text_scale(steps)
        else:
            theme().use(text_scale=scale)
        self.shell.settings.change(text_scale=scale)
        self.shell.notifier.ok(_("Text size {percent}%").format(percent=round(scale * 100)))

    def _toggle_fold(self) -> None:
        folded = not self.navigation.is_folded()
        self.shell.settings.change(navigation_folded=folded)
        self.navigation.set_folded(folded)

    def _fold_if_narrow(self) -> None:
        narrow = self.width() < px(NARROW)
        self.shell.set_narrow(narrow)
        self.navigation.set_folded(narrow or self.shell.settings.values.navigation_folded)
        self.keys.setVisible(self.height() >= px(LOW))

    # --- what can be opened

    def palette_entries(self) -> list[Entry]:
        """Return what the search field finds now: the page's things, then all actions, then the steps."""
        page = self.pages.current()
        found = list(page.palette_entries()) if page else []
        self.actions_table.refresh()
        own = self.actions_table.all(page.name) if page else []
        for action in [*own, *self.actions_table.all(OWNER)]:
            if action.in_palette and action.enabled():
                run = self._runner(action.id)
                found.append(
                    Entry(_(action.text), run, action.keys(), action.icon or "arrow-right")
                )
        for step in self.navigation.steps():
            run = self._goer(step.name)
            found.append(Entry(_("Go to: {page}").format(page=_(step.text)), run, "", step.icon))
        return found

    def _runner(self, name: str) -> Any:
        return lambda: self.actions_table.run(name)

    def _goer(self, name: str) -> Any:
        return lambda: self.show_page(name)

    def open_palette(self) -> None:
        """Go to the search field."""
        focus = QApplication.focusWidget()
        if focus is not self.top_bar.field:
            self._focus_before = focus
        self.top_bar.field.open()

    def _back_to_page(self) -> None:
        before, self._focus_before = self._focus_before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_menu(self) -> None:
        """Show the menu below its button."""
        button = self.top_bar.menu
        self.menu.rebuild()
        left = button.width() - self.menu.sizeHint().width()
        self.menu.popup(button.mapToGlobal(QPoint(left, button.height() + 4)))

    def open_help(self) -> None:
        """Show what this page is for and which keys work here."""
        HelpDialog(self.help_topic(), self).open()

    def help_topic(self) -> HelpTopic:
        """Return the help of the page that is seen."""
        page = self.pages.current()
        hints = [(hint.keys, hint.text) for hint in page.key_hints()] if page else []
        hinted = {keys for keys, _text in hints}
        own = self.actions_table.all(page.name) if page else []
        here = [(a.caps(), _(a.text)) for a in own if a.shortcut and a.in_palette]
        here = [keyed for keyed in here if keyed[0] not in hinted]
        return HelpTopic(
            title=(self._name_of(page) if page else "") or _("Help"),
            text=page.help_text() if page else "",
            keys=(
                (_("Keys on this page"), [*hints, *here]),
                (_("Keys everywhere"), self._keys_of(OWNER)),
            ),
        )

    def _keys_of(self, owner: str) -> list[tuple[tuple[str, ...], str]]:
        keyed = [action for action in self.actions_table.all(owner) if action.shortcut]
        return [(action.caps(), _(action.text)) for action in keyed]

    def open_about(self) -> None:
        """Show versions and licences."""
        AboutDialog(self.more_versions, self).open()

    # --- Qt's side

    def retranslate(self) -> None:
        """Set every text of the window itself; pages do theirs."""
        self.actions_table.retranslate()
        self.top_bar.menu.set_name(_("Menu"), "F10")
        self._undo_changed()
        page = self.pages.current()
        if page is not None:
            self._show_page_words(page)

    def _restore_size(self) -> None:
        free = QGuiApplication.primaryScreen().availableGeometry()
        values, screen = self.shell.settings.values, (free.width(), free.height())
        self.resize(*size_on_screen(values.window, screen))
        if values.maximized or fills_screen(values.window, screen):
            self.setWindowState(Qt.WindowState.WindowMaximized)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            self.actions_table.refresh()  # before a key is looked up: what may be done may have changed
        return super().event(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.language_changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_if_narrow()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.shell.files_given.emit(files_in(event.mimeData()))

    def _ask_before_closing(self) -> None:
        """Not everything is saved, and it was just tried again: closing would lose it."""
        current = self.pages.current()
        if current is not None:  # it was left, and is gone on with unless the answer is yes
            self.pages.show_page(current.name)

        def close() -> None:
            self._closes_anyway = True
            QTimer.singleShot(0, self, self.close)  # after this closing, which was refused

        self.shell.choosers.ask(
            self,
            title=_("Close, and lose what is not saved?"),
            text=_(
                "What the banner speaks of is only in this window, because the machine could not save it. If"
                " you close now it is gone; everything else is safe. Cancel, make room or plug the disk in"
                " again, and try again."
            ),
            yes=_("Close without saving"),
            then=close,
            danger=True,
        )

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.pages.leave()
        if self.shell.waiting and not self._closes_anyway:
            event.ignore()
            self._ask_before_closing()
            return
        maximized = self.isMaximized()
        size = self.normalGeometry() if maximized else self.geometry()
        self.shell.settings.change(
            window=(size.width(), size.height()), maximized=maximized, clean_exit=True
        )
        self.shell.close()
        self.closed.emit()
        super().closeEvent(event)
