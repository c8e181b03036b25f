"""Protocol: the meeting, what to look at first, the draft inside the program, and approving it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from juryapp.application.protocol.board import ProtocolBoard
from juryapp.application.protocol.printing import Printed
from juryapp.base.errors import UserError
from juryapp.base.i18n import LANGUAGE_NAMES, LANGUAGES, N_, _, ngettext, translated
from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Action
from juryapp.gui.controllers.protocol import DRAFT, Paper, ProtocolController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.protocol import AdviceRow, advice_rows
from juryapp.gui.page import PAGE_MARGINS, Page
from juryapp.gui.pages import protocol_texts as texts
from juryapp.gui.pages.protocol_meeting import MeetingForm
from juryapp.gui.pages.protocol_preview import PreviewPanel
from juryapp.gui.pages.protocol_printing import Printing
from juryapp.gui.pages.protocol_side import AdvicePanel, VersionsPanel
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Button,
    Card,
    ComboBox,
    EmptyState,
    KeyHint,
    Label,
    Segmented,
    column,
    row,
)

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MEETING: Final = "meeting"
ADVICE: Final = "advice"
VERSIONS: Final = "versions"
PREVIEW: Final = "preview"
_PANEL_WIDTH: Final = 392
_PREVIEW_AFTER_MS: Final = 300


class ProtocolPage(Page):
    """From the meeting to a paper that is signed."""

    name = "protocol"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = ProtocolController(shell, workspace, self)
        self._warnings: tuple[str, ...] = ()
        self._seen = False
        self._printing: Printing | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self.controller.make_paper)
        self._build()
        self._lay_out()
        self._connect(workspace)
        self._fold()
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.heading = Label(kind="h1")
        self.language_label = Label(kind="smallM", role="text2")
        self.language = ComboBox(list(LANGUAGE_NAMES.items()))
        self.language.setObjectName("paper_language")
        self.language_label.setBuddy(self.language)
        self.draft = Button(icon_name="save")
        self.draft.setObjectName("save_draft")
        self.approve = Button(look="primary", icon_name="signature")
        self.approve.setObjectName("approve")
        self.mend = Button(look="primary", icon_name="arrow-right")
        self.mend.setObjectName("mend_first")
        self.reason = Label(kind="small", role="text2", wrap=True)
        self.reason.setObjectName("why_not")
        self.tabs = Segmented()
        self.tabs.setObjectName("protocol_tabs")
        self.meeting = MeetingForm()
        self.advice = AdvicePanel()
        self.versions = VersionsPanel()
        self.preview = PreviewPanel(self.shell.jobs)
        self.empty = EmptyState("document", buttons=[("", self._leave_empty)])

    def _lay_out(self) -> None:
        self.panels = QStackedWidget()
        for panel in (self.meeting, self.advice, self.versions):
            self.panels.addWidget(panel)
        tabs = row(self.tabs, None, margins=(12, 12, 12, 0))
        self.panel = Card(column(tabs, (self.panels, 1), gap=4, margins=(1, 1, 1, 1)))
        head = row(
            (column(self.heading, self.reason, gap=4), 1),
            self.language_label,
            self.language,
            self.draft,
            self.approve,
            self.mend,
            gap=8,
        )
        self.body = row(self.panel, (self.preview, 1), gap=16)
        self.content = QWidget()
        self.content.setLayout(column(head, (self.body, 1), gap=12, margins=PAGE_MARGINS))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.content)
        self.setLayout(column((self.stack, 1)))

    def _connect(self, workspace: Workspace) -> None:
        controller = self.controller
        controller.changed.connect(self._show)
        controller.paper_made.connect(self._show_paper)
        controller.paper_failed.connect(self._paper_failed)
        controller.saved.connect(self._saved)
        controller.saved_again.connect(self._saved_again)
        self.meeting.written.connect(controller.put_meeting)
        self.advice.mend_requested.connect(self._mend)
        self.versions.look_requested.connect(controller.show_paper)
        self.versions.again_requested.connect(self._ask_save_again)
        self.preview.print_requested.connect(self._ask_print)
        self.tabs.chosen.connect(self._show_tab)
        self.language.activated.connect(
            lambda _place: controller.choose_language(self.language.current_key())
        )
        self.draft.clicked.connect(lambda _checked=False: self._ask_draft())
        self.approve.clicked.connect(lambda _checked=False: self._ask_approve())
        self.mend.clicked.connect(lambda _checked=False: self._mend_first())
        self.shell.narrow_changed.connect(lambda _narrow: self._fold())
        workspace.closing.connect(self.meeting.flush)
        workspace.closed.connect(self._forget)

    def _forget(self) -> None:
        self._timer.stop()
        self.meeting.forget()
        self.preview.clear()

    # --- what the window tells

    @override
    def enter(self, argument: Any = None) -> None:
        self._seen = True
        self.controller.refresh()
        if self.stack.currentWidget() is self.empty:
            self.empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._timer.stop()
        self.controller.show_paper(DRAFT)
        if isinstance(argument, str):
            self._show_tab(argument)
        if not self.meeting.number.text():
            self.meeting.number.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.preview.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def leave(self) -> None:
        self._seen = False
        self.meeting.flush()

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()
        if self._seen and self.controller.version == DRAFT:
            self._timer.start()

    # --- what is shown

    def _show(self) -> None:
        board = self.controller.board
        if board is None or not board.is_shown:
            self._show_empty(board)
            self.preview.clear()
            self.stack.setCurrentWidget(self.empty)
        else:
            self._show_board(board)
            self.stack.setCurrentWidget(self.content)
        self.shell.refresh_chrome()

    def _show_empty(self, board: ProtocolBoard | None) -> None:
        if board is not None and board.round is not None:
            self.empty.say(_(texts.HIDDEN_TITLE), _(texts.HIDDEN_TEXT))
            self.empty.buttons[0].setText(_("To the results"))
        else:
            self.empty.say(_(texts.NOT_OPENED_TITLE), _(texts.NOT_OPENED_TEXT))
            self.empty.buttons[0].setText(_("To the set-up"))

    def _leave_empty(self) -> None:
        board = self.controller.board
        opened = board is not None and board.round is not None
        self.shell.go("results" if opened else "setup")

    def _show_board(self, board: ProtocolBoard) -> None:
        self.language.choose(self.controller.language)
        self.meeting.show_meeting(board.meeting, board.jurors)
        self.versions.show_records(board.approved)
        self._show_advice(board)

    def _show_advice(self, board: ProtocolBoard) -> None:
        rows = advice_rows(board, self._warnings)
        self.advice.show_rows(rows)
        self._show_tabs(board, len(rows))
        hindrance = translated(board.hindrance) if board.hindrance is not None else ""
        self.reason.setText(hindrance or _(texts.STAYS_DRAFT))
        self.approve.set_reason(hindrance)
        first = next((found for found in rows if found.tone == "error"), None)
        self.mend.setVisible(first is not None)
        self.mend.setText(first.link if first is not None else "")
        again = bool(board.approved)
        self.approve.setText(_("Approve a new version …") if again else _("Approve and save …"))
        self.approve.set_look("plain" if again or first is not None else "primary")
        self.approve.set_icon("signature")

    def _show_tabs(self, board: ProtocolBoard, n: int) -> None:
        look = _("To look at {n}").format(n=n) if n else _("To look at")
        approved = len(board.approved)
        versions = _("Approved {n}").format(n=approved) if approved else _("Approved")
        choices = [(MEETING, _("Meeting")), (ADVICE, look), (VERSIONS, versions)]
        if self.shell.is_narrow:
            choices.append((PREVIEW, _("Preview")))
        self.tabs.set_choices(choices, MEETING)
        self._show_tab(self.tabs.current())

    def _show_tab(self, key: str) -> None:
        panels = {MEETING: self.meeting, ADVICE: self.advice, VERSIONS: self.versions}
        self.tabs.choose(key)
        self.panels.setCurrentWidget(panels.get(key, self.meeting))
        narrow = self.shell.is_narrow
        preview = narrow and key == PREVIEW
        self.panels.setVisible(not preview)
        self.preview.setVisible(preview or not narrow)
        self.body.setStretch(0, 1 if narrow and not preview else 0)

    def _show_paper(self, paper: Paper) -> None:
        self._warnings = paper.warnings if paper.version == DRAFT else self._warnings
        self._show_preview(paper)
        if self.controller.board is not None:
            self._show_advice(self.controller.board)

    def _show_preview(self, paper: Paper) -> None:
        state = _("Draft") if paper.version == DRAFT else _("Version {n}").format(n=paper.version)
        self.preview.show_paper(paper, state, final=paper.version != DRAFT)

    def _paper_failed(self, error: UserError) -> None:
        self.preview.clear()
        self.shell.notifier.error(error)

    def _fold(self) -> None:
        """In a narrow window the preview is a tab of its own."""
        narrow = self.shell.is_narrow
        directions = QBoxLayout.Direction
        self.body.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self.panel.setMaximumWidth(16_777_215 if narrow else px(_PANEL_WIDTH))
        self.panel.setMinimumWidth(0 if narrow else px(_PANEL_WIDTH))
        if self.controller.board is not None and self.controller.board.is_shown:
            self._show_tabs(self.controller.board, len(self.advice.rows))

    @override
    def apply_theme(self) -> None:
        self._fold()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.language_label.setVisible(self.width() >= px(900))

    # --- what the user does

    def _mend(self, found: AdviceRow) -> None:
        if found.page == "field":
            self._show_tab(MEETING)
            self.meeting.focus_field(str(found.argument))
        elif found.page:
            self.shell.go(found.page, found.argument)

    def _mend_first(self) -> None:
        first = next((found for found in self.advice.rows if found.tone == "error"), None)
        if first is not None:
            self._mend(first)

    def _ask_draft(self) -> None:
        self.meeting.flush()
        self._ask_where(DRAFT, _("Save the draft"), self.controller.save_draft)

    def _ask_where(self, version: int, title: str, then: Any) -> None:
        self.shell.choosers.save_file(
            self,
            title=title,
            suggested=self.controller.suggested_name(version),
            kinds=[(_("PDF file"), ".pdf")],
            then=then,
        )

    def _ask_approve(self) -> None:
        self.meeting.flush()
        board = self.controller.board
        if board is None or board.hindrance is not None:
            return
        n, left = board.next_version, len(self.advice.rows)
        text = _(texts.APPROVE_TEXT).format(n=n)
        if left:
            more = ngettext(
                "{n} thing is listed to be looked at first.",
                "{n} things are listed to be looked at first.",
                left,
            )
            text = f"{more.format(n=left)}\n\n{text}"
        self.shell.choosers.ask(
            self,
            title=_(texts.APPROVE_TITLE).format(n=n),
            text=text,
            yes=_("Approve and save …"),
            then=lambda: self._ask_where(n, _("Approve and save"), self.controller.approve),
        )

    def _saved(self, printed: Printed) -> None:
        path = printed.path
        if printed.record.draft:
            title, text = _(texts.DRAFT_SAVED), _(texts.SAVED_AT)
        else:
            title = _(texts.APPROVED).format(n=printed.record.version)
            text = _(texts.APPROVED_TEXT)
            self._show_tab(VERSIONS)
            self.controller.show_paper(printed.record.version)
        self._tell_saved(title, text.format(path=path), path)

    def _saved_again(self, path: Path) -> None:
        self._tell_saved(_("The protocol is saved"), _(texts.SAVED_AT).format(path=path), path)

    def _tell_saved(self, title: str, text: str, path: Path) -> None:
        buttons = [
            (_("Open in your PDF program"), lambda: self._open(path)),
            (_("Open the folder"), lambda: self.shell.choosers.open_folder(path.parent)),
        ]
        self.shell.notifier.good(title, text, buttons)

    def _open(self, path: Path) -> None:
        if not self.shell.choosers.open_file(path):
            self.shell.notifier.warn(_(texts.NO_PROGRAM), _(texts.SAVED_AT).format(path=path))

    def _ask_save_again(self, version: int) -> None:
        self._ask_where(
            version,
            _("Save the protocol"),
            lambda path: self.controller.save_again(version, path),
        )

    # --- printing

    def _ask_print(self) -> None:
        paper = self.preview.paper
        if paper is None:
            return
        asked = self.shell.choosers.choose_printer(
            self,
            title=_("Print the protocol"),
            pages=len(paper.facts.sizes),
            then=lambda printer: self._print(paper, printer),
        )
        if not asked:
            self.shell.notifier.warn(_(texts.NO_PRINTING), _(texts.NO_PRINTING_TEXT))

    def _print(self, paper: Paper, printer: QPrinter) -> None:
        self._printing = Printing(self.shell.jobs, paper, printer, self._printed)
        if not self._printing.start():
            self.shell.notifier.warn(_(texts.NO_PRINTING), _(texts.NO_PRINTING_TEXT))

    def _printed(self) -> None:
        self._printing = None
        self.shell.notifier.ok(_("Sent to the printer"))

    # --- what the window asks

    def _is_content(self) -> bool:
        return self.stack.currentWidget() is self.content

    def _can_approve(self) -> bool:
        return self._is_content() and self.approve.isEnabled()

    def _has_paper(self) -> bool:
        return self._is_content() and self.preview.paper is not None

    @override
    def page_actions(self) -> Sequence[Action]:
        shown = self._is_content
        return [
            Action("protocol.draft", N_("Save the draft …"), self._ask_draft, "Ctrl+S", "save", shown),
            Action("protocol.approve", N_("Approve and save …"), self._ask_approve, icon="signature",
                   enabled=self._can_approve),
            Action("protocol.print", N_("Print …"), self._ask_print, "Ctrl+P", "print",
                   self._has_paper),
            Action("protocol.text", N_("Show the protocol as text"), self.preview.toggle_text, "F6",
                   "list", self._has_paper),
            Action("protocol.look", N_("Look at the draft"),
                   lambda: self.controller.show_paper(DRAFT), icon="eye", enabled=shown),
            Action("protocol.advice", N_("What to look at before approving"),
                   lambda: self._show_tab(ADVICE), icon="info", enabled=shown),
        ]  # fmt: skip

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        if not self._is_content():
            return ()
        return [
            KeyHint(("PgUp", "PgDn"), _("page")),
            KeyHint(("+", "−", "0"), _("zoom")),
            KeyHint(("F6",), _("as text")),
            KeyHint(("Ctrl", "S"), _("save the draft")),
            KeyHint(("Ctrl", "P"), _("print")),
        ]

    @override
    def title(self) -> str:
        board = self.controller.board
        return board.edition.title if board else _("Protocol")

    @override
    def subtitle(self) -> str:
        return _("Protocol") if self.controller.board else ""

    @override
    def help_text(self) -> str:
        return _(texts.HELP)

    @override
    def retranslate(self) -> None:
        self.heading.setText(_("Protocol"))
        self.language_label.setText(_("&Language of the paper"))
        self.language.setAccessibleName(_("Language of the paper"))
        self.language.set_choices([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES])
        self.draft.setText(_("Save the draft …"))
        self.tabs.setAccessibleName(_("Beside the preview"))
        self.meeting.retranslate()
        self.preview.retranslate()
        if self.preview.paper is not None:
            self._show_preview(self.preview.paper)
        self.advice.retranslate()
        if self.controller.board is not None:
            self._show()
        else:
            self._show_empty(None)
