"""Typing in what stands on one paper. Typing is all that happens here; every change is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.application.paper.standing import PaperStage
from juryapp.base.errors import UserError
from juryapp.base.i18n import N_, _, ngettext, translated
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import JurorId
from juryapp.domain.paper import TAKEN_BACK
from juryapp.gui.actions import Action
from juryapp.gui.controllers.paper import PaperController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.paper_grid import PaperGridModel
from juryapp.gui.page import Page
from juryapp.gui.pages.paper_grid import PaperGrid
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import (
    Banner,
    Button,
    Card,
    ElidedLabel,
    Footer,
    IconLabel,
    KeyHint,
    Label,
    LineEdit,
    ProgressBar,
    announce,
    column,
    row,
)


class PaperTypePage(Page):
    """The page of the typist."""

    name = "paper_type"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = PaperController(shell, workspace, self)
        self.model = PaperGridModel(self)
        self.grid = PaperGrid(self.model)
        self.grid.setObjectName("paper_grid")
        self._build()
        self._lay_out()
        self._connect()
        workspace.closing.connect(self.grid.keep_open_box)
        workspace.closed.connect(self.by.clear)
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.heading = Label(kind="h1", wrap=True)
        self.heading.setObjectName("typing_heading")
        self.promise = Label(kind="small", role="text2", wrap=True)
        self.by_label = Label(kind="smallM")
        self.by = LineEdit(limit=120)
        self.by.setObjectName("typed_by")
        self.by_label.setBuddy(self.by)
        self.returned = Banner("warn", "", "")
        self.returned.setObjectName("sent_back")
        self.place = ElidedLabel("", "smallM", "text")
        self.place.setObjectName("typing_place")
        self.wrong = Label(kind="small", role="error", wrap=True)
        self.wrong.setObjectName("typing_error")
        self.wrong_row = QWidget()
        self.wrong_row.setLayout(row(IconLabel("error", "error", 16), (self.wrong, 1), gap=8))
        self.progress = ProgressBar()
        self.count = Label(kind="small", role="text2")
        self.count.setObjectName("typing_count")
        self.leave_button = Button(icon_name="arrow-left")
        self.leave_button.setObjectName("leave_typing")
        self.forget_button = Button(look="danger", icon_name="trash")
        self.forget_button.setObjectName("forget_typed")
        self.done_button = Button(look="primary", icon_name="check")
        self.done_button.setObjectName("finish_typing")

    def _lay_out(self) -> None:
        who = column(self.by_label, self.by, gap=4)
        head = row((column(self.heading, self.promise, gap=2), 1), who, gap=24)
        card = Card(column((self.grid, 1), margins=(4, 4, 4, 4)))
        inside = column(
            head, self.returned, self.place, (card, 1), self.wrong_row, gap=10,
            margins=(24, 16, 24, 12),
        )  # fmt: skip
        foot = row(
            self.leave_button, self.forget_button, None, self.count, self.progress,
            self.done_button, gap=12,
        )  # fmt: skip
        self.setLayout(column((inside, 1), Footer(foot), gap=0))
        self.wrong_row.hide()
        self.returned.hide()

    def _connect(self) -> None:
        self.model.typed.connect(self._keep)
        self.model.refused.connect(self._show_wrong)
        selection = self.grid.selectionModel()
        selection.currentChanged.connect(lambda _now, _before: self._show_place())
        self.by.textChanged.connect(lambda _text: self._show_whether_named())
        self.by.returnPressed.connect(self._begin)
        self.leave_button.clicked.connect(lambda _checked=False: self.go_back())
        self.forget_button.clicked.connect(lambda _checked=False: self.forget())
        self.done_button.clicked.connect(lambda _checked=False: self.finish())

    # --- what the user does

    def _begin(self) -> None:
        if self.by.text().strip():
            self.grid.start()

    def _keep(self) -> None:
        if self.controller.keep(self.model.sheet, by=self.by.text()):
            self.forget_button.show()
        self._show_count()

    def go_back(self) -> None:
        """Go to the list of papers; what is typed is kept."""
        form = self.controller.form
        self.shell.go("paper", form.juror.id if form else None)

    def forget(self) -> None:
        """Throw away what is half typed, after asking."""
        form = self.controller.form
        if form is None:
            return

        def gone() -> None:
            if self.controller.forget():
                self.go_back()

        self.shell.choosers.ask(
            self,
            title=_("Throw away what is typed for {juror}?").format(juror=form.juror.name),
            text=_("The paper itself is not touched, and nothing that counts changes."),
            yes=_("Throw it away"),
            then=gone,
            danger=True,
        )

    def finish(self) -> None:
        """Say that the paper is typed to its end; boxes that are blank are named first."""
        form = self.controller.form
        if form is None or self._why_not_finish():
            return
        blank = len(self.model.nominees) - self.model.filled()
        if not blank:
            self._finish()
            return
        n = blank
        self.shell.choosers.ask(
            self,
            title=ngettext(
                "{n} candidate has blank boxes. Are they blank on the paper too?",
                "{n} candidates have blank boxes. Are they blank on the paper too?",
                n,
            ).format(n=n),
            text=_(
                "What is blank stays blank: the ballot counts as a draft then, and the juror’s sheet as not"
                " complete."
            ),
            yes=_("They are blank on the paper"),
            then=self._finish,
        )

    def _finish(self) -> None:
        form = self.controller.form
        if form is None or not self.controller.keep(self.model.sheet, by=self.by.text()):
            return
        if self.controller.finish(by=self.by.text()):
            self.shell.notifier.good(
                _("The paper of {juror} is typed in.").format(juror=form.juror.name),
                _("It counts when somebody else has compared it with the paper."),
            )
            self.shell.go("paper", form.juror.id)

    def _why_not_finish(self) -> str:
        if not self.by.text().strip():
            return _("Write first who types.")
        if self.model.wrong:
            return _("Something cannot be taken as it is typed. It is marked in the grid.")
        form = self.controller.form
        lines = (self.model.sheet.line(nominee.id) for nominee in self.model.nominees)
        if form is None or all(line.is_blank for line in lines):
            return _("Nothing has been typed yet.")
        return ""

    # --- showing

    def _show(self) -> None:
        form = self.controller.form
        if form is None:
            return
        self.model.show_form(form)
        if not self.by.text() and form.state.stage is PaperStage.TYPING:
            self.by.setText(form.by)
        verdict = form.state.verdict
        back = form.state.stage is PaperStage.SENT_BACK and verdict is not None
        if back and verdict is not None and verdict.reason != TAKEN_BACK:
            told = _("{name} has compared this with the paper and sent it back")
            self.returned.title.setText(told.format(name=verdict.by))
            self.returned.text.setText(verdict.reason)
            self.returned.text.show()
        self.returned.setVisible(back and verdict is not None and verdict.reason != TAKEN_BACK)
        self.forget_button.setVisible(form.state.stage is PaperStage.TYPING)
        self._show_wrong(None)
        self._show_whether_named()
        self._show_place()
        self._show_words()

    def _show_words(self) -> None:
        form = self.controller.form
        if form is not None:
            told = _("Paper of {juror}").format(juror=form.juror.name)
            code = _("code {code}").format(code=form.code) if form.code.issue else ""
            self.heading.setText("  ·  ".join(part for part in (told, code) if part))
        self._show_count()

    def _show_whether_named(self) -> None:
        named = bool(self.by.text().strip())
        self.grid.setEnabled(named)
        self._show_count()

    def _show_place(self) -> None:
        place = self.model.place(self.grid.currentIndex())
        self.place.setText(place or _("Write who types and press Enter; then type box by box."))
        error = None
        if self.grid.currentIndex().isValid():
            index = self.grid.currentIndex()
            error = self.model.wrong.get((index.row(), index.column()))
        if error is not None or not self.model.wrong:
            self._show_wrong(error[1] if error else None)

    def _show_wrong(self, error: UserError | None) -> None:
        self.wrong_row.setVisible(error is not None)
        if error is not None:
            self.wrong.setText(translated(error))
            announce(self.grid, self.wrong.text())
        self._show_count()

    def _show_count(self) -> None:
        total = len(self.model.nominees)
        filled = self.model.filled()
        self.count.setText(
            _("{done} of {total} candidates filled in").format(done=filled, total=total)
        )
        self.progress.show_progress(filled, total)
        self.done_button.set_reason(self._why_not_finish())

    # --- what the window tells and asks

    @override
    def enter(self, argument: Any = None) -> None:
        if isinstance(argument, str):
            self.controller.open(JurorId(argument))
        self._show()
        if self.by.text().strip():
            self.grid.start()
        else:
            self.by.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def leave(self) -> None:
        self.grid.keep_open_box()

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        """Another page may have changed it; what is typed here is kept already."""

    @override
    def page_actions(self) -> Sequence[Action]:
        return [
            Action("paper.finish", N_("Finish typing: somebody else compares it"), self.finish,
                   "Ctrl+Return", "check", lambda: not self._why_not_finish()),
            Action("paper.leave", N_("Back to the papers"), self.go_back, "Alt+Left", "arrow-left"),
        ]  # fmt: skip

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint((_("Tab"),), _("next box")),
            KeyHint(("–",), _("not assessed")),
            KeyHint((_("Del"),), _("blank")),
            KeyHint(("Ctrl", _("Enter")), _("done")),
        ]

    @override
    def help_text(self) -> str:
        return _(
            "Type what stands on the paper, box by box: digits, then Tab or Enter. A minus stands for “not"
            " assessed”; what is blank on the paper stays blank. Every change is kept at once. Nothing counts"
            " before somebody else has compared it with the paper."
        )

    @override
    def title(self) -> str:
        form = self.controller.form
        return form.edition.title if form else _("Typing in a paper")

    @override
    def subtitle(self) -> str:
        return _("Typing in a paper") if self.controller.form else ""

    @override
    def retranslate(self) -> None:
        self.promise.setText(
            _("Typing is all that happens here: what you type is kept, and counts nowhere before somebody"
              " else has compared it with the paper.")
        )  # fmt: skip
        self.by_label.setText(_("Who types"))
        self.by.setAccessibleName(_("Who types"))
        self.by.setPlaceholderText(_("Your name"))
        self.grid.setAccessibleName(_("What stands on the paper"))
        self.leave_button.setText(_("Back"))
        self.forget_button.setText(_("Throw away …"))
        self.done_button.setText(_("Done: let somebody compare it"))
        self._show_place()
        self._show_words()
