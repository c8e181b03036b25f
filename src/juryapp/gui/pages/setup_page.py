"""Set-up: award, categories, criteria, nominees, jurors, and the check before the round is opened.

`enter("nominees")` shows a section; `enter(("nominees", id))` puts the cursor on a nominee.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QStackedWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Action
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.controllers.setup_attachments import SetupAttachments
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.page import Page
from juryapp.gui.pages.setup_award import AwardSection
from juryapp.gui.pages.setup_categories import CategoriesSection
from juryapp.gui.pages.setup_check import CheckSection
from juryapp.gui.pages.setup_criteria import CriteriaSection
from juryapp.gui.pages.setup_import import TABLE_SUFFIXES
from juryapp.gui.pages.setup_jurors import JurorsSection
from juryapp.gui.pages.setup_nominees import NomineesSection
from juryapp.gui.pages.setup_section import SetupSection
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import (
    Button,
    Footer,
    IconLabel,
    KeyHint,
    Label,
    Segmented,
    column,
    files_in,
    row,
)

CHECK: Final = "check"
_NEXT = {
    "categories": N_("Next: categories"),
    "criteria": N_("Next: criteria"),
    "nominees": N_("Next: nominees"),
    "jurors": N_("Next: jurors"),
    CHECK: N_("Next: check"),
}


class SetupPage(Page):
    """Where the secretariat makes the edition ready."""

    name = "setup"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = SetupController(shell, workspace, self)
        self.award = AwardSection(shell, self.controller)
        self.files = SetupAttachments(shell, workspace, self.controller)
        self.nominees = NomineesSection(shell, self.controller, self.files)
        self.check = CheckSection(shell, self.controller)
        self.sections: tuple[SetupSection, ...] = (
            self.award,
            CategoriesSection(shell, self.controller),
            CriteriaSection(shell, self.controller),
            self.nominees,
            JurorsSection(shell, self.controller),
            self.check,
        )
        self.choice = Segmented()
        self.choice.setObjectName("setup_sections")
        self.stack = QStackedWidget()
        for section in self.sections:
            self.stack.addWidget(section)
        self._build_footer()
        body = column(row(self.choice, None), (self.stack, 1), gap=12, margins=(24, 14, 24, 12))
        self.setLayout(column((body, 1), self.footer, gap=0))
        self.setAcceptDrops(True)
        self.choice.chosen.connect(self.show_section)
        self.controller.changed.connect(self._show_view)
        self.check.mend_requested.connect(self._mend)
        workspace.opened.connect(self._opened)
        workspace.closing.connect(self.award.keep_all)
        self.retranslate()

    def _build_footer(self) -> None:
        self.state_icon = IconLabel("check-circle", "ok", 20)
        self.state_text = Label(kind="small", role="text2", wrap=True)
        self.state_text.setObjectName("setup_state")
        self.next_button = Button(look="primary")
        self.next_button.setObjectName("setup_next")
        self.next_button.clicked.connect(lambda _checked=False: self.go_next())
        self.footer = Footer(row(self.state_icon, (self.state_text, 1), self.next_button))

    # --- which section

    @property
    def section(self) -> SetupSection:
        """The section that is seen."""
        return self.sections[self.stack.currentIndex()]

    def show_section(self, key: str) -> None:
        """Show a section and put the focus there."""
        places = [section.key for section in self.sections]
        if key not in places:
            return
        self.award.keep_all()
        self.stack.setCurrentIndex(places.index(key))
        self.choice.choose(key)
        if self.controller.has_view:
            self.section.show_view()
            self._show_footer()
        self.shell.refresh_chrome()
        focused = QApplication.focusWidget()
        if focused is None or not self.choice.isAncestorOf(focused):
            self.section.focus_first()

    def step(self, steps: int) -> None:
        """Show the next section (1) or the one before (-1)."""
        place = self.stack.currentIndex() + steps
        if 0 <= place < len(self.sections):
            self.show_section(self.sections[place].key)

    def go_next(self) -> None:
        """Do the next needed step: the next section, opening the round, or the packages."""
        if self.controller.view.is_open:
            self.controller.go("packages")
        elif self.section is self.check:
            self.ask_open()
        else:
            self.section.setFocus()
            self.step(1)

    def ask_open(self) -> None:
        """Say what opening the round does, then do it."""
        if not self.controller.view.can_open or self.controller.view.is_locked:
            return
        self.shell.choosers.ask(
            self,
            title=_("Open the round?"),
            text=_(
                "Criteria with their weights, scales and levels, and the rules of counting are locked from"
                " then on. After that, jury packages can be made."
            ),
            yes=_("Open the round"),
            then=self._open_round,
        )

    def _open_round(self) -> None:
        if self.controller.open_round():
            self.shell.notifier.good(
                _("The round is open."),
                _("Now make a jury package for each juror."),
                [(_("To the jury packages"), lambda: self.controller.go("packages"))],
            )

    # --- showing

    def _opened(self) -> None:
        self.stack.setCurrentIndex(0)
        self.choice.choose(self.award.key)

    def _show_view(self) -> None:
        self.choice.set_choices([(s.key, s.label()) for s in self.sections])
        self.section.show_view()
        self._show_footer()

    def _mend(self, where: str) -> None:
        """Go where a finding is mended: to a section, or to what the window offers for it."""
        for _text, handler in self.shell.notifier.offers.get(where, list)():
            handler()
            return
        self.show_section(where)

    def _show_footer(self) -> None:
        view = self.controller.view
        blocking = sum(finding.blocks for finding in view.findings)
        self.next_button.set_reason("")
        if view.is_open:
            self._say("lock", "text2", _("The round is open; criteria and rules are locked."))
            self.next_button.setText(_("To the jury packages"))
            self.next_button.set_icon("package")
        elif view.is_locked:
            self._say("lock", "text2", _("The round is closed."))
        elif blocking:
            text = ngettext(
                "{n} thing must be mended before the round can be opened.",
                "{n} things must be mended before the round can be opened.",
                blocking,
            )
            self._say("warning", "warn", text.format(n=blocking))
        else:
            self._say("check-circle", "ok", _("The set-up is ready; the round can be opened."))
        self.next_button.setVisible(view.is_open or not view.is_locked)
        if not view.is_locked:
            self._show_next(blocking)

    def _say(self, icon_name: str, role: Role, text: str) -> None:
        self.state_icon.set_icon(icon_name, role)
        self.state_text.setText(text)

    def _show_next(self, blocking: int) -> None:
        if self.section is self.check:
            self.next_button.setText(_("Open the round …"))
            self.next_button.set_icon("unlock")
            reason = _("Mend first what must be mended.") if blocking else ""
            self.next_button.set_reason(reason)
            return
        following = self.sections[self.stack.currentIndex() + 1].key
        self.next_button.setText(_(_NEXT[following]))
        self.next_button.set_icon("arrow-right")

    # --- what the window tells and asks

    @override
    def enter(self, argument: Any = None) -> None:
        self.controller.refresh()
        key, nominee = argument if isinstance(argument, tuple) else (argument, None)
        if isinstance(key, str):
            self.show_section(key)
        if nominee and self.controller.has_view:
            self.nominees.show_nominee(nominee)
        elif self.controller.has_view:
            self.section.focus_first()

    @override
    def leave(self) -> None:
        self.award.keep_all()

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()

    @override
    def page_actions(self) -> Sequence[Action]:
        return [
            *self.section.section_actions(),
            Action("setup.next", N_("Next part of the set-up"), lambda: self.step(1), "Ctrl+PgDown"),
            Action("setup.back", N_("Previous part of the set-up"), lambda: self.step(-1), "Ctrl+PgUp"),
            Action("setup.check", N_("Check the set-up"), lambda: self.show_section(CHECK),
                   icon="check-circle"),
            Action("setup.open", N_("Open the round …"), self.ask_open, icon="unlock",
                   enabled=self._may_open),
        ]  # fmt: skip

    def _may_open(self) -> bool:
        if not self.controller.has_view:
            return False
        return self.controller.view.can_open and not self.controller.view.is_locked

    @override
    def palette_entries(self) -> Sequence[Entry]:
        if not self.controller.has_view:
            return []

        def to(nominee: str) -> Any:
            return lambda: self._show_nominee(nominee)

        return [
            Entry(n.name, to(n.id), f"{n.number:02d}", "star")
            for n in self.controller.view.nominees
        ]

    def _show_nominee(self, nominee: str) -> None:
        self.show_section(self.nominees.key)
        self.nominees.show_nominee(nominee)

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        onward = [] if self.section is self.check else [KeyHint(("Ctrl", "PgDn"), _("next part"))]
        return [*self.section.section_hints(), *onward, KeyHint(("Ctrl", "Z"), _("undo"))]

    @override
    def help_text(self) -> str:
        return _(
            "Make the edition ready from left to right. Everything is kept at once and can be undone,"
            " until the round is opened. A nomination is what you received; a nominee is who can win."
        )

    @override
    def title(self) -> str:
        return self.controller.view.edition.title if self.controller.has_view else _("Set-up")

    @override
    def subtitle(self) -> str:
        return _("Set-up") if self.controller.has_view else ""

    @override
    def retranslate(self) -> None:
        self.choice.setAccessibleName(_("Parts of the set-up"))
        for section in self.sections:
            section.retranslate()
        if self.controller.has_view:
            self._show_view()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.section in self._takers() and files_in(event.mimeData(), TABLE_SUFFIXES):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if self.section.take_files(files_in(event.mimeData(), TABLE_SUFFIXES)):
            event.acceptProposedAction()

    def _takers(self) -> tuple[SetupSection, ...]:
        return tuple(s for s in self.sections if s.key in {"nominees", "jurors"})
