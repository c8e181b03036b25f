"""Jury packages: who has one and who has answered, making them, passwords shown once, letters to copy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from juryapp.application.packages.writing import WORKBOOK_SUFFIX, WrittenPackage
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import JurorId
from juryapp.domain.packages import PackageKind
from juryapp.gui.actions import Action
from juryapp.gui.controllers.packages import PackagesController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.documents import large_text
from juryapp.gui.models.packages import PACKAGE_COLUMNS, PackageRow, package_rows
from juryapp.gui.page import Page
from juryapp.gui.pages.packages_detail import PackageDetail
from juryapp.gui.pages.packages_first_week import FirstWeekCard
from juryapp.gui.pages.packages_passwords import PasswordsCard
from juryapp.gui.pages.packages_workbooks import ask_for_workbooks
from juryapp.gui.pages.setup_section import TableWithDetail, on_key
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Button,
    Card,
    ElidedLabel,
    EmptyState,
    Footer,
    IconLabel,
    KeyHint,
    Label,
    RowsTableModel,
    Scrolled,
    Segmented,
    Table,
    column,
    row,
)

_MAIL, _SHARED = "mail", "folder"


class PackagesPage(Page):
    """Where the secretariat makes one package per juror."""

    name = "packages"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = PackagesController(shell, workspace, self)
        self._build_choices()
        self._build_table()
        self._build_footer()
        self.passwords = PasswordsCard()
        self.not_open = EmptyState("lock", buttons=[("", self._go_to_check)])
        self.stack = QStackedWidget()
        self.stack.addWidget(self._laid_out())
        self.stack.addWidget(self.not_open)
        self.setLayout(column((self.stack, 1)))
        self._connect()
        self.apply_theme()
        self.retranslate()

    # --- building

    def _build_choices(self) -> None:
        self.heading = Label(kind="h1", wrap=True)
        self.summary = Label(kind="small", role="text2", wrap=True)
        self.summary.setObjectName("packages_summary")
        self.kind = Segmented()
        self.kind.setObjectName("package_kind")
        self.way = Segmented()
        self.way.setObjectName("package_way")
        self.kind_text = Label(kind="small", role="text2", wrap=True)
        self.way_icon = IconLabel("lock", "text2")
        self.way_text = Label(kind="small", role="text2", wrap=True)
        self.way_text.setObjectName("package_way_text")

    def _build_table(self) -> None:
        self.model = RowsTableModel(PACKAGE_COLUMNS, key=lambda r: r.line.juror.id)
        self.table = Table(self.model)
        self.table.setObjectName("packages")
        self.detail = PackageDetail()
        self.detail_card = Card(column(Scrolled(column(self.detail)), margins=(20, 16, 10, 14)))

    def _build_footer(self) -> None:
        self.folder_text = ElidedLabel("", "small", "text2")
        self.folder_text.setObjectName("package_folder")
        self.choose = Button(icon_name="folder")
        self.choose.setObjectName("choose_folder")
        self.open = Button(icon_name="external")
        self.open.setObjectName("open_folder")
        self.again = Button(icon_name="refresh")
        self.again.setObjectName("make_again")
        self.workbook = Button(icon_name="spreadsheet")
        self.workbook.setObjectName("make_workbooks")
        self.make = Button(look="primary", icon_name="package")
        self.make.setObjectName("make_packages")
        self.paper = Button(icon_name="print")
        self.paper.setObjectName("ballots_on_paper")
        self.footer = Footer(
            row(
                (self.folder_text, 1),
                self.choose,
                self.open,
                8,
                self.workbook,
                self.paper,
                8,
                self.again,
                self.make,
            )
        )

    def _laid_out(self) -> QWidget:
        head = row((column(self.heading, self.summary, gap=2), 1), self.kind, self.way, gap=12)
        explained = row((self.kind_text, 1), 16, self.way_icon, (self.way_text, 1))
        rows = Card(column(self.table, margins=(4, 4, 4, 4)))
        self.lists = TableWithDetail(rows, self.detail_card, width=370, shell=self.shell)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.lists)
        self.middle.addWidget(self.passwords)
        policy = (
            QSizePolicy.Policy
        )  # its least height counts: what it would like makes the page scroll
        self.middle.setSizePolicy(policy.Expanding, policy.Ignored)
        self.first_week = FirstWeekCard()
        body = column(
            head, explained, self.first_week, (self.middle, 1), gap=12, margins=(24, 14, 24, 12)
        )
        whole = QWidget()
        whole.setLayout(column((Scrolled(body), 1), self.footer, gap=0))
        return whole

    @override
    def apply_theme(self) -> None:
        """Keep room for some rows and the letter; where there is none, the page scrolls."""
        self.middle.setMinimumHeight(px(440 if self.shell.is_narrow else 220))

    def _connect(self) -> None:
        controller = self.controller
        self.shell.narrow_changed.connect(lambda _narrow: self.apply_theme())
        controller.changed.connect(self._show)
        controller.made.connect(self._made)
        self.first_week.impartiality_requested.connect(lambda: self.shell.go("impartiality"))
        self.kind.chosen.connect(lambda key: controller.choose_kind(PackageKind(key)))
        self.way.chosen.connect(lambda key: controller.choose_way(by_mail=key == _MAIL))
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        on_key(self.table, "Space", self._toggle_lock)
        self.detail.lock_changed.connect(self._set_lock)
        self.detail.keys.attach(self.shell, controller.workspace)
        self.detail.keys.reissue_requested.connect(self.issue_anew)
        self.detail.copied.connect(self.shell.notifier.ok)
        self.detail.mail_requested.connect(self._write_mail)
        self.passwords.copied.connect(self.shell.notifier.ok)
        self.passwords.written_down.connect(self._forget_passwords)
        self.choose.clicked.connect(lambda _checked=False: self._choose_folder())
        self.open.clicked.connect(lambda _checked=False: self.open_folder())
        self.paper.clicked.connect(lambda _checked=False: self.shell.go("paper", "packages"))
        self.again.clicked.connect(lambda _checked=False: self.make_again())
        self.workbook.clicked.connect(lambda _checked=False: self.make_workbooks())
        self.make.clicked.connect(lambda _checked=False: self.do_next())

    # --- what the user does

    def _chosen(self) -> PackageRow | None:
        found = self.table.current_row()
        return found if isinstance(found, PackageRow) else None

    def _set_lock(self, locked: bool) -> None:
        found = self._chosen()
        if found is not None:
            self.controller.lock(found.line.juror.id, locked=locked)

    def _toggle_lock(self) -> None:
        for found in self.table.chosen_rows():
            self.controller.lock(found.line.juror.id, locked=not found.locked)

    def _choose_folder(self) -> None:
        self.shell.choosers.choose_folder(
            self, title=_("Where should the packages lie?"), then=self.controller.choose_folder
        )

    def open_folder(self) -> None:
        """Show the folder in the system's file manager."""
        if self.controller.folder is not None:
            self.shell.choosers.open_folder(self.controller.folder)

    def _write_mail(self, address: str, subject: str, text: str) -> None:
        if not self.shell.choosers.write_mail(address, subject, text):
            self.shell.notifier.warn(
                _("No mail program could be opened."), _("Copy the letter instead; it is the same.")
            )

    def do_next(self) -> None:
        """Make the packages that are lacking; when none is, those that come next, or to the score files."""
        if self.controller.all_answered():
            self.controller.choose_kind(PackageKind.SCORE)
        lacking = [line.juror.id for line in self.controller.to_make()]
        if lacking:
            self._make(lacking)
        else:
            self.shell.go("merge")

    def make_again(self) -> None:
        """Make new packages for the jurors that are selected, after saying what it means."""
        chosen = [found.line.juror.id for found in self.table.chosen_rows()]
        if not chosen or self.controller.reason_against():
            return
        n = len(chosen)
        self.shell.choosers.ask(
            self,
            title=ngettext(
                "Make a new package for {n} juror?", "Make new packages for {n} jurors?", n
            ).format(n=n),
            text=_(
                "It shows the nominees as they are now. Marks that were given on an earlier package stay, and"
                " score files that answer it are still taken in."
            ),
            yes=ngettext("Make {n} package", "Make {n} packages", n).format(n=n),
            then=lambda: self._make(chosen),
        )

    def make_workbooks(self) -> None:
        """Make Excel ballots for the jurors that are selected, after saying what they are."""
        chosen = [found.line.juror.id for found in self.table.chosen_rows()]
        ask_for_workbooks(self, self.controller, chosen)

    def issue_anew(self) -> None:
        """Make a package anew for one who lost a machine or a package, after saying what that closes."""
        found = self._chosen()
        reason = self.controller.reason_against()
        if found is None or reason:
            if reason:
                self.shell.notifier.warn(reason)
            return
        juror = found.line.juror
        self.shell.choosers.ask(
            self,
            title=_("Make a package anew for {juror}?").format(juror=juror.name),
            text=_(
                "For a machine or a package that was lost, or came into other hands. Every key of {juror} is"
                " closed from now on, and no earlier package is good for a new machine. Score files that were"
                " taken in stay. {juror} opens the new package and goes on from there."
            ).format(juror=juror.name),
            yes=_("Close the keys and make it"),
            then=lambda: self._make([juror.id], reissue=True),
            danger=True,
        )

    def _make(self, jurors: Sequence[JurorId], *, reissue: bool = False) -> None:
        if self.controller.reason_against():
            return
        if self.controller.folder is None:

            def chosen(folder: Path) -> None:
                self.controller.choose_folder(folder)
                self.controller.make(jurors, reissue=reissue)

            self.shell.choosers.choose_folder(
                self, title=_("Where should the packages lie?"), then=chosen
            )
            return
        self.controller.make(jurors, reissue=reissue)

    def _forget_passwords(self) -> None:
        self.controller.forget_passwords()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, written: list[WrittenPackage]) -> None:
        n = len(written)
        said = ngettext("{n} package has been made.", "{n} packages have been made.", n)
        if any(package.path.suffix == WORKBOOK_SUFFIX for package in written):
            said = ngettext(
                "{n} Excel ballot has been made.", "{n} Excel ballots have been made.", n
            )
        self.shell.notifier.good(
            said.format(n=n),
            _("Send each juror the file with that juror’s own number and initials, and no other."),
            [(_("Open the folder"), self.open_folder)],
        )
        if self.controller.passwords:
            self.passwords.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_check(self) -> None:
        self.shell.go("setup", "check")

    # --- showing

    def _show(self) -> None:
        if not self.controller.has_overview:
            return
        overview = self.controller.overview
        self.stack.setCurrentIndex(0 if overview.round is not None else 1)
        rows = package_rows(self.controller)
        self.model.show_rows(rows)
        if rows and self._chosen() is None:
            self.table.choose(rows[0].line.juror.id)
        self._show_words()
        self._show_chosen()
        self._show_footer()
        jurors = [line.juror for line in overview.lines]
        self.passwords.show_passwords(jurors, self.controller.passwords)
        self.middle.setCurrentIndex(1 if self.controller.passwords else 0)

    def _show_words(self) -> None:
        overview, kind = self.controller.overview, self.controller.kind
        self.kind.choose(str(kind))
        self.first_week.show_overview(overview, kind)
        total = len(overview.lines)
        made = total - len(self.controller.lacking())
        back = sum(line.is_answered(kind) for line in overview.lines)
        self.summary.setText(
            _("{made} of {total} have a package, {back} of {total} have answered in full.").format(
                made=made, back=back, total=total
            )
        )
        if kind is PackageKind.DECLARE:
            text = _(
                "Goes out first: the names of all nominees and who nominated them. The jurors answer the"
                " question of impartiality and try the program on an invented nominee."
            )
        else:
            text = _(
                "The nominees with their nominations, in each juror’s own order. Nothing of nominees for"
                " whom the juror is recused."
            )
        if self.controller.is_large:
            text = f"{text} {large_text(self.controller.files_size)}"
        self.kind_text.setText(text)
        self._show_way()

    def _show_way(self) -> None:
        locked = self.controller.all_locked()
        self.way_icon.set_icon("lock" if locked else "unlock", "text2" if locked else "warn")
        self.way_text.set_role("text2" if locked else "warn")
        self.way_text.setText(self._way_words(locked=locked))

    def _way_words(self, *, locked: bool) -> str:
        if locked:
            return _("Each package is locked with a password of its own, which goes by telephone.")
        if self.controller.kind is PackageKind.DECLARE:
            return _("Without a password, everyone who gets this file can read who is nominated.")
        return _("Without a password, everyone who gets this file can read the nominations.")

    def _show_chosen(self) -> None:
        found = self._chosen()
        self.lists.show_detail(shown=found is not None)
        if found is not None:
            self.detail.show_row(found, self.controller.letter(found.line))

    def _show_footer(self) -> None:
        controller = self.controller
        folder, reason = controller.folder, controller.reason_against()
        self.folder_text.setText(
            _("Folder: {path}").format(path=folder)
            if folder
            else _("You choose the folder when the packages are made.")
        )
        self.open.setVisible(folder is not None)
        self.again.set_reason(reason)
        self.workbook.set_reason(reason)
        self.again.setVisible(len(controller.lacking()) < len(controller.overview.lines))
        self.make.set_look("plain" if controller.passwords else "primary")
        self._show_make(reason)

    def _show_make(self, reason: str) -> None:
        """Let the one primary button say what comes next."""
        controller = self.controller
        answered = controller.all_answered()
        n = len(controller.overview.ready_to_score if answered else controller.to_make())
        score = answered or controller.kind is PackageKind.SCORE
        if n:
            text = ngettext("Make {n} package", "Make {n} packages", n)
            if score and any(line.declare for line in controller.overview.lines):
                text = ngettext("Make {n} score package", "Make {n} score packages", n)
            dots = "" if controller.folder is not None else " …"
            self.make.setText(text.format(n=n) + dots)
            self.make.set_icon("package")
            self.make.set_reason(reason)
        else:
            self.make.setText(_("To the score files"))
            self.make.set_icon("inbox")
            self.make.set_reason("")

    # --- what the window tells and asks

    @override
    def enter(self, argument: Any = None) -> None:
        self.controller.refresh()
        target = self.table if self.stack.currentIndex() == 0 else self.not_open.buttons[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()

    @override
    def page_actions(self) -> Sequence[Action]:
        return [
            Action("packages.make", N_("Make the packages that are lacking"), self.do_next, "Ctrl+M",
                   "package", self._may_make),
            Action("packages.again", N_("Make new packages for the selected jurors …"), self.make_again,
                   icon="refresh", enabled=self._may_make_again),
            Action("packages.workbook", N_("Make Excel ballots for the selected jurors …"),
                   self.make_workbooks, icon="spreadsheet", enabled=self._may_make_again),
            Action("packages.folder", N_("Choose the folder …"), self._choose_folder, "Ctrl+Shift+O",
                   "folder"),
            Action("packages.letter", N_("Copy the letter"), self.detail.copy, "Ctrl+L", "copy"),
        ]  # fmt: skip

    def _may_make(self) -> bool:
        if not self._may_make_again():
            return False
        return self.controller.all_answered() or bool(self.controller.to_make())

    def _may_make_again(self) -> bool:
        return self.controller.has_overview and not self.controller.reason_against()

    @override
    def palette_entries(self) -> Sequence[Entry]:
        if not self.controller.has_overview:
            return []

        def to(juror: JurorId) -> Any:
            return lambda: self.table.choose(juror)

        lines = self.controller.overview.lines
        return [Entry(line.juror.name, to(line.juror.id), "", "person") for line in lines]

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint(("Ctrl", "M"), _("make packages")),
            KeyHint((_("Space"),), _("password yes or no")),
            KeyHint(("Ctrl", "L"), _("copy the letter")),
            KeyHint(("Ctrl", "Shift", "C"), _("copy the table")),
        ]

    @override
    def help_text(self) -> str:
        return _(
            "Each juror gets one file of their own. Send it as you like: by e-mail with a password, in a"
            " shared folder, or on a memory stick. juryapp sends nothing by itself. The answer comes back"
            " as a score file."
        )

    @override
    def title(self) -> str:
        if self.controller.has_overview:
            return self.controller.overview.edition.title
        return _("Jury packages")

    @override
    def subtitle(self) -> str:
        return _("Jury packages") if self.controller.has_overview else ""

    @override
    def retranslate(self) -> None:
        self.heading.setText(_("Jury packages"))
        self.kind.setAccessibleName(_("Kind of package"))
        self.kind.set_choices(
            [(str(PackageKind.DECLARE), _("To declare")), (str(PackageKind.SCORE), _("To score"))],
            current=str(self.controller.kind),
        )
        self.way.setAccessibleName(_("How the packages travel"))
        self.way.set_choices([(_MAIL, _("By e-mail")), (_SHARED, _("In a shared folder"))])
        self.table.setAccessibleName(_("Jurors and their packages"))
        self.choose.setText(_("Choose folder …"))
        self.open.setText(_("Open the folder"))
        self.workbook.setText(_("Excel ballot …"))
        self.again.setText(_("Make anew …"))
        self.paper.setText(_("On paper …"))
        self.not_open.say(
            _("The round is not open yet"),
            _("Packages hold criteria and rules, so these must be settled first. Check the set-up and open"
              " the round."),
        )  # fmt: skip
        self.not_open.buttons[0].setText(_("Check the set-up"))
        self.detail.retranslate()
        self.first_week.retranslate()
        self.passwords.retranslate()
        self._show()
