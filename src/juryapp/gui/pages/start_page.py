"""The start: go on where you left off, open a file, begin something new.

Who sits here is asked once; a juror never sees the secretariat's buttons. The page can be shown before the
services are there; `services_ready()` fills it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.base.instants import format_instant
from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Action
from juryapp.gui.controllers.receipts import RECEIPT
from juryapp.gui.controllers.start import (
    AWARD,
    BACKUP,
    JUROR,
    MOVE,
    PACKAGE,
    SCORE_FILE,
    SECRETARIAT,
    Place,
    StartController,
)
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.edition_dialog import TEMPLATE_NAMES, EditionDialog
from juryapp.gui.dialogs.move_dialog import MoveWordDialog
from juryapp.gui.dialogs.package_password_dialog import PackagePasswordDialog
from juryapp.gui.models.start import place_row
from juryapp.gui.page import Page
from juryapp.gui.pages import start_texts
from juryapp.gui.pages.start_erase import EraseLink
from juryapp.gui.pages.start_parts import ActionCard, RestingList
from juryapp.gui.pages.start_texts import ROLES, STEPS_OF_JUROR
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.tokens import LIST_ROW_HEIGHT
from juryapp.gui.widgets import (
    Banner,
    Button,
    Card,
    DropZone,
    IconLabel,
    KeyHint,
    Label,
    RowList,
    Scrolled,
    column,
    row,
)

_WIDE = 1060  # scaled pixels; below it the columns stand under each other
_MOST_ROWS = 5


class StartPage(Page):
    """What is seen first."""

    name = "start"
    sample_requested = Signal()

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = StartController(shell, workspace, self)
        self.workspace = workspace
        self._places: dict[str, Place] = {}
        self._banner: Banner | None = None
        self._build_heading()
        self._build_question()
        self._build_places()
        self._build_new()
        self._lay_out()
        self._connect()
        self.retranslate()

    # --- building

    def _build_heading(self) -> None:
        self.heading = Label(kind="h1")
        self.subheading = Label(kind="body", role="text2", wrap=True)

    def _build_question(self) -> None:
        self.question = QWidget()
        self.question.setObjectName("role_question")
        self.question_heading = Label(kind="h2", wrap=True)
        self.role_cards: dict[str, ActionCard] = {}
        for role, (icon_name, _title, _text) in ROLES.items():
            card = ActionCard(icon_name)
            card.setObjectName(f"role_{role}")
            card.clicked.connect(lambda _checked=False, role=role: self._choose_role(role))
            self.role_cards[role] = card
        self.question_more = Label(kind="small", role="text2", wrap=True)
        parts = (self.question_heading, *self.role_cards.values(), self.question_more)
        self.question.setLayout(column(*parts, gap=10))

    def _build_places(self) -> None:
        self.places_heading = Label(kind="h2")
        self.rows = RowList()
        self.rows.setObjectName("places")
        self.resting = RestingList()
        self.nothing = Label(kind="body", role="text2", wrap=True)
        self.nothing.setContentsMargins(12, 14, 12, 14)
        self.places_card = Card(
            column(self.resting, self.nothing, self.rows, gap=0, margins=(6, 6, 6, 6))
        )
        self.erase = EraseLink()
        self.drop = DropZone()
        self.drop.setObjectName("drop_files")
        self.left = QWidget()
        self.left.setMinimumWidth(px(240))
        self.left.setLayout(
            column(
                self.places_heading, self.places_card, row(None, self.erase), self.drop, None, gap=8
            )
        )

    def _build_new(self) -> None:
        self.new_heading = Label(kind="h2")
        self.new_award = self._card("new_award", "plus", self.start_award)
        self.new_edition = self._card("new_edition", "copy", self.start_edition)
        self.sample = self._card("sample", "play", self.sample_requested.emit)
        self.restore = self._card("restore", "backup", self._choose_backup)
        self.steps = Card(column(gap=12, margins=(20, 18, 20, 18)))
        self.step_labels = [Label(kind="body", wrap=True) for _step in STEPS_OF_JUROR]
        for n, label in enumerate(self.step_labels, start=1):
            number = Label(str(n), "h3", "accent")
            number.setFixedWidth(px(20))
            number.setAlignment(Qt.AlignmentFlag.AlignTop)
            layout = self.steps.layout()
            if isinstance(layout, QBoxLayout):
                layout.addLayout(row(number, (label, 1), gap=8))
        self.right = QWidget()
        cards = (self.new_award, self.new_edition, self.sample, self.restore)
        self.right.setLayout(column(self.new_heading, *cards, self.steps, None, gap=8))
        self.change_role = Button(look="link")
        self.change_role.setObjectName("change_role")
        self.change_role.clicked.connect(lambda _checked=False: self.ask_role())

    def _card(self, name: str, icon_name: str, handler: Any) -> ActionCard:
        card = ActionCard(icon_name)
        card.setObjectName(name)
        card.clicked.connect(lambda _checked=False: handler())
        return card

    def _lay_out(self) -> None:
        self.columns = QHBoxLayout()
        self.columns.setSpacing(32)
        self.columns.addWidget(self.left, 4)
        self.columns.addWidget(self.right, 3)
        self.main = QWidget()
        self.main.setLayout(column(self.columns, row(self.change_role, None), gap=16))
        self.banner_place = column(gap=0)
        head = row(
            IconLabel("juryapp", "accent", 40), 8, (column(self.heading, self.subheading, gap=2), 1)
        )
        inside = QWidget()
        inside.setLayout(column(head, self.banner_place, self.question, self.main, None, gap=20))
        self.inside = inside
        around = row((inside, 1), margins=(24, 28, 24, 24))
        around.setAlignment(inside, Qt.AlignmentFlag.AlignTop)
        centred = QHBoxLayout()
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addLayout(around, 100)
        centred.addStretch(1)
        self.setLayout(column((Scrolled(centred), 1)))

    def _connect(self) -> None:
        controller = self.controller
        controller.places_changed.connect(self._show)
        controller.password_wanted.connect(self._ask_password)
        controller.move_word_wanted.connect(self._ask_move_word)
        controller.restore_requested.connect(self._ask_restore)
        controller.edition_file_given.connect(self._start_from_file)
        self.rows.activated_key.connect(self._open)
        self.rows.chosen.connect(lambda key: self.erase.follow(self._places.values(), key))
        self.rows.clicked.connect(lambda _index: self._open(self.rows.current_key()))
        self.drop.clicked.connect(self.choose_files)
        self.drop.dropped.connect(controller.take_files)
        self.shell.files_given.connect(controller.take_files)

    # --- what the window tells

    def services_ready(self) -> None:
        """The services are there."""
        self.controller.services_ready()
        self.retranslate()
        self.shell.refresh_chrome()

    @override
    def enter(self, argument: Any = None) -> None:
        self.controller.refresh()
        self.retranslate()
        self._focus_first()

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()

    def show_recovery(self) -> None:
        """Say, after the program did not end by itself, that everything is in place."""
        saved = self.controller.last_saved()
        if not saved:
            return
        self._banner = Banner(
            "info",
            _("Everything is in place, last saved {when}.").format(when=format_instant(saved)),
            _("The program did not end by itself last time. Nothing was lost."),
            closable=True,
            icon_name="check-circle",
        )
        self.banner_place.addWidget(self._banner)

    # --- what is shown

    def _show(self) -> None:
        role, ready = self.controller.role, self.controller.is_ready
        places = self.controller.places()
        self._places = {place.key: place for place in places}
        self.rows.show_rows([place_row(place) for place in places])
        self.resting.setVisible(not ready)
        self.nothing.setVisible(ready and not places)
        self.rows.setVisible(ready and bool(places))
        self.rows.setFixedHeight(min(len(places), _MOST_ROWS) * px(LIST_ROW_HEIGHT) + 2)
        asked = bool(role) or bool(places)
        self.question.setVisible(not role)
        self.main.setVisible(True)
        self.change_role.setVisible(bool(role))
        self.erase.follow(places, self.rows.current_key())
        self._show_new(role, ready)
        self._fit_width()
        self.places_card.setVisible(asked or not ready)
        self.places_heading.setVisible(asked or not ready)

    def _fit_width(self) -> None:
        """Take one column for the question, two for the rest."""
        self.inside.setMaximumWidth(px(1120 if self.controller.role else 680))

    def _show_new(self, role: str, ready: bool) -> None:
        secretariat, juror = role == SECRETARIAT, role == JUROR
        self.right.setVisible(bool(role))
        self.new_award.setVisible(secretariat)
        self.new_edition.setVisible(secretariat)
        self.sample.setVisible(not juror)
        self.restore.setVisible(not juror)
        self.steps.setVisible(juror)
        wait = "" if ready else _("One moment: the program is getting ready.")
        for card in (self.new_award, self.new_edition, self.restore, self.sample):
            card.set_reason(wait)
        self.new_award.set_accent(ready and secretariat and not self.controller.editions())

    def _focus_first(self) -> None:
        if not self.controller.role:
            self.role_cards[JUROR].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._places:
            if self.rows.current_key() is None:
                self.rows.choose(next(iter(self._places)))
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.controller.role == SECRETARIAT and self.controller.is_ready:
            self.new_award.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.drop.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what the user does

    def _choose_role(self, role: str) -> None:
        self.controller.choose_role(role)
        self.retranslate()
        self.shell.refresh_chrome()
        self._focus_first()

    def ask_role(self) -> None:
        """Ask again who sits here."""
        self._choose_role("")

    def _open(self, key: object) -> None:
        place = self._places.get(str(key))
        if place is not None:
            # After the click is over: opening may replace this list.
            QTimer.singleShot(0, self, lambda: self.controller.open(place))

    def choose_files(self) -> None:
        """Ask which files to open."""
        words = {
            PACKAGE: _("Jury package"),
            RECEIPT: _("Receipt"),
            MOVE: _("Desk from another machine"),
            SCORE_FILE: _("Score file"),
            BACKUP: _("Backup"),
            AWARD: _("Backup file or archive"),
        }
        kinds = [(words[suffix], suffix) for suffix in self.controller.suffixes()]
        self.shell.choosers.open_files(
            self, title=_("Open a file"), kinds=kinds, then=self.controller.take_files
        )

    def _ask_password(self, path: Path, wrong: bool) -> None:
        dialog = PackagePasswordDialog(path.name, wrong=wrong, parent=self)
        dialog.submitted.connect(lambda word: self._try_password(path, word))
        dialog.show_fitting()

    def _ask_move_word(self, path: Path, wrong: bool) -> None:
        dialog = MoveWordDialog(path.name, wrong=wrong, parent=self)
        dialog.submitted.connect(
            lambda word: QTimer.singleShot(0, self, lambda: self.controller.open_move(path, word))
        )
        dialog.show_fitting()

    def _try_password(self, path: Path, password: str) -> None:
        QTimer.singleShot(0, self, lambda: self.controller.open_package(path, password))

    def _choose_backup(self) -> None:
        self.shell.choosers.open_files(
            self,
            title=_("Choose a backup"),
            kinds=[(_("Backup file or archive"), AWARD), (_("Backup"), BACKUP)],
            then=lambda files: self._ask_restore(files[0]),
            several=False,
        )

    def _ask_restore(self, path: Path) -> None:
        self.shell.choosers.ask(
            self,
            title=_("Put this backup in as an edition?"),
            text=_(
                "“{file}” is checked first. An edition that is here already is never overwritten, and"
                " the file itself stays as it is."
            ).format(file=path.name),
            yes=_("Check it and put it in"),
            then=lambda: self.controller.restore(path),
        )

    def start_award(self) -> None:
        """Ask for a new award, from a template."""
        self._ask_edition(self._template_sources() + self._edition_sources())

    def start_edition(self) -> None:
        """Ask for a new edition, first of all as the last one was."""
        self._ask_edition(self._edition_sources() + self._template_sources())

    def _start_from_file(self, path: Path) -> None:
        dialog = self._ask_edition(self._template_sources() + self._edition_sources())
        dialog.use_file(path)

    def _ask_edition(self, sources: list[tuple[str, str]]) -> EditionDialog:
        year = int(self.workspace.services.now()[:4])
        dialog = EditionDialog(
            sources, self.controller.draft, self.shell.choosers, year=year, parent=self
        )
        dialog.submitted.connect(self._make)
        dialog.show_fitting()
        return dialog

    def _make(self, draft: Any) -> None:
        QTimer.singleShot(0, self, lambda: self.controller.make(draft))

    def _template_sources(self) -> list[tuple[str, str]]:
        names = sorted(self.controller.template_names(), key=lambda name: name != "plain")
        return [(f"template:{name}", _(TEMPLATE_NAMES.get(name, name))) for name in names]

    def _edition_sources(self) -> list[tuple[str, str]]:
        return [
            (f"edition:{place.id}", _("As in {edition}").format(edition=place.title))
            for place in self.controller.editions()
        ]

    # --- what the window asks

    def _may_make(self) -> bool:
        return self.controller.is_ready and self.controller.role == SECRETARIAT

    @override
    def page_actions(self) -> Sequence[Action]:
        actions = [
            Action("start.open", N_("Open a file …"), self.choose_files, "Ctrl+O", "folder"),
            Action("start.erase", N_("Erase the chosen desk from this computer …"), self.erase.ask,
                   icon="trash", enabled=lambda: self.erase.has_desk),
            Action("start.role", N_("Say again who sits here"), self.ask_role, icon="person"),
        ]  # fmt: skip
        if self.controller.role == JUROR:
            return actions
        return [
            *actions,
            Action("start.new", N_("New award …"), self.start_award, "Ctrl+N", "plus", self._may_make),
            Action(
                "start.new_edition",
                N_("New edition …"),
                self.start_edition,
                "Ctrl+Shift+N",
                "copy",
                self._may_make,
            ),
            Action("start.sample", N_("Try the sample"), self.sample_requested.emit, icon="play"),
            Action("start.restore", N_("Restore a backup …"), self._choose_backup, icon="backup",
                   enabled=lambda: self.controller.is_ready),
        ]  # fmt: skip

    @override
    def palette_entries(self) -> Sequence[Entry]:
        return [
            Entry(place.title, partial(self.controller.open, place), place.detail, "scale")
            for place in self._places.values()
        ]

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        hints = [
            KeyHint(("Ctrl", "O"), _("open a file")),
            KeyHint(("↑", "↓"), _("choose")),
            KeyHint(("↵",), _("go on")),
        ]
        if self.controller.role == SECRETARIAT:
            hints.append(KeyHint(("Ctrl", "N"), _("new award")))
        return [
            *hints,
            KeyHint(("Ctrl", "K"), _("commands")),
            KeyHint(("Ctrl", "+"), _("larger text")),
        ]

    @override
    def help_text(self) -> str:
        return _(
            "Go on where you left off, or open a file that you were sent. Everything is kept in juryapp’s own"
            " folder on this machine and saved at once; you need not save anything yourself."
        )

    @override
    def title(self) -> str:
        return _("Start")

    @override
    def retranslate(self) -> None:
        role = self.controller.role
        self.heading.setText(self._greeting())
        self.subheading.setText(start_texts.subheading(role))
        self.question_heading.setText(_("Who are you in the jury?"))
        for key, (_icon, title, text) in ROLES.items():
            self.role_cards[key].say(_(title), _(text))
        self.question_more.setText(
            _("You are asked this once, and can change it later on this page.")
        )
        self.places_heading.setText(_("Continue where you left off"))
        self.rows.setAccessibleName(_("Continue where you left off"))
        self.nothing.setText(start_texts.nothing(role))
        self.drop.say(*start_texts.drop_words(role))
        self.new_heading.setText(_("How it goes") if role == JUROR else _("Start something new"))
        self.new_award.say(_("New award …"), _("From a template; criteria and scales are proposed"))
        self.new_edition.say(
            _("New edition …"), _("As last year’s, from a template or from a file")
        )
        self.sample.say(
            _("Try the sample"), _("A complete invented award; nothing of yours is changed")
        )
        self.restore.say(_("Restore a backup …"), _("It is checked before anything is put in"))
        for label, step in zip(self.step_labels, STEPS_OF_JUROR, strict=True):
            label.setText(_(step))
        self.change_role.setText(start_texts.change_words(role))
        self._show()

    def _greeting(self) -> str:
        names = {place.detail for place in self.controller.places() if place.juror and place.detail}
        if self.controller.role == JUROR and len(names) == 1:
            return _("Good day, {name}").format(name=names.pop().split()[0])
        return _("Good day")

    @override
    def apply_theme(self) -> None:
        self._show()
        self._fold()

    def _fold(self) -> None:
        directions = QBoxLayout.Direction
        wide = self.width() >= px(_WIDE)
        self.columns.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
