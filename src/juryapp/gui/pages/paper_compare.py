"""Comparing what was typed with the paper: read-only, one nominee after another, to the word at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from juryapp.application.paper.answers import answer_words
from juryapp.base.i18n import N_, _, translated
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.paper import PaperLine
from juryapp.domain.statements import MarkState
from juryapp.gui.actions import Action
from juryapp.gui.controllers.paper import PaperController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.send_back_dialog import SendBackDialog
from juryapp.gui.models.paper import answer_word
from juryapp.gui.page import Page
from juryapp.gui.pages.setup_section import on_key
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Button,
    Card,
    Footer,
    KeyHint,
    Label,
    LineEdit,
    ListRow,
    ProgressBar,
    RowList,
    Scrolled,
    column,
    row,
)


class ReadOnlyLine(QWidget):
    """What was typed of one nominee, label and answer, in the order of the paper; nothing can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(12))
        self._grid.setColumnStretch(1, 1)

    def show_rows(self, rows: Sequence[tuple[str, str, bool]]) -> None:
        """Show labels with answers; the flag says that nothing stands there."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (label, text, blank) in enumerate(rows):
            name = Label(label, "body", "text2", wrap=True)
            said = Label(text, "body" if blank else "h3", "text3" if blank else "text", wrap=True)
            said.setObjectName(f"typed_{place}")
            said.setAccessibleName(f"{label}: {text}")
            self._grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, place, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(len(rows), 1)


class PaperComparePage(Page):
    """The page of the second person."""

    name = "paper_compare"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = PaperController(shell, workspace, self)
        self._agreed: set[NomineeId] = set()
        self._build()
        self._lay_out()
        self._connect()
        workspace.closed.connect(self._forget)
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.heading = Label(kind="h1", wrap=True)
        self.heading.setObjectName("comparing_heading")
        self.promise = Label(kind="small", role="text2", wrap=True)
        self.by_label = Label(kind="smallM")
        self.by = LineEdit(limit=120)
        self.by.setObjectName("compared_by")
        self.by_label.setBuddy(self.by)
        self.by_error = Label(kind="small", role="error", wrap=True)
        self.by_error.setObjectName("compared_by_error")
        self.list = RowList()
        self.list.setObjectName("compare_list")
        self.who = Label(kind="h2", wrap=True)
        self.who.setObjectName("compare_nominee")
        self.lines = ReadOnlyLine()
        self.agree_button = Button(look="primary", icon_name="check")
        self.agree_button.setObjectName("agrees_here")
        self.wrong_button = Button(icon_name="undo")
        self.wrong_button.setObjectName("send_back_paper")
        self.count = Label(kind="small", role="text2")
        self.count.setObjectName("compare_count")
        self.progress = ProgressBar()
        self.leave_button = Button(icon_name="arrow-left")
        self.leave_button.setObjectName("leave_comparing")
        self.confirm_button = Button(icon_name="check-circle")
        self.confirm_button.setObjectName("confirm_paper")

    def _lay_out(self) -> None:
        who = column(self.by_label, self.by, self.by_error, gap=4)
        head = row((column(self.heading, self.promise, gap=2), 1), who, gap=24)
        names = Card(column((self.list, 1), margins=(4, 4, 4, 4)))
        names.setMaximumWidth(px(360))
        one = column(
            self.who, (Scrolled(column(self.lines)), 1),
            row(self.wrong_button, None, self.agree_button), gap=16, margins=(24, 18, 24, 18),
        )  # fmt: skip
        both = row(names, (Card(one), 1), gap=16)
        inside = column(head, (both, 1), gap=16, margins=(24, 16, 24, 12))
        foot = row(self.leave_button, None, self.count, self.progress, self.confirm_button, gap=12)
        self.setLayout(column((inside, 1), Footer(foot), gap=0))

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _key: self._show_one())
        on_key(self.list, "Space", self.agree)
        on_key(self.list, "Return", self.agree)
        on_key(self.list, "Enter", self.agree)
        self.by.textChanged.connect(lambda _text: self._show_end())
        self.by.returnPressed.connect(self._to_list)
        self.agree_button.clicked.connect(lambda _checked=False: self.agree())
        self.wrong_button.clicked.connect(lambda _checked=False: self.ask_why())
        self.leave_button.clicked.connect(lambda _checked=False: self.go_back())
        self.confirm_button.clicked.connect(lambda _checked=False: self.confirm())

    def _forget(self) -> None:
        self.by.clear()
        self._agreed.clear()

    # --- what the user does

    def _here(self) -> NomineeId | None:
        key = self.list.current_key()
        return NomineeId(key) if isinstance(key, str) else None

    def agree(self) -> None:
        """This nominee agrees with the paper: tick it off and go to the next one that is not ticked."""
        here, form = self._here(), self.controller.form
        if here is None or form is None:
            return
        self._agreed.add(here)
        order = [nominee.id for nominee in form.nominees]
        at = order.index(here)
        rest = [n for n in (*order[at + 1 :], *order[:at]) if n not in self._agreed]
        self._show_list()
        self.list.choose(rest[0] if rest else here)
        self._show_one()
        if not rest:
            end = self.confirm_button if self._may_end() else self.by
            end.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_list(self) -> None:
        if not self._show_name_error():
            end = self.confirm_button if self._all_agree() else self.list
            end.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Go to the list of papers; nothing was said yet."""
        form = self.controller.form
        self.shell.go("paper", form.juror.id if form else None)

    def confirm(self) -> None:
        """Say that it agrees with the paper: it counts now."""
        form = self.controller.form
        if form is None or not self._may_end():
            self._show_name_error()
            return
        if self.controller.confirm(by=self.by.text()):
            self.shell.notifier.good(
                _("The paper of {juror} counts now.").format(juror=form.juror.name),
                _("Wherever these marks are shown it says that they are from paper, typed by {one} and"
                  " confirmed by {other}.").format(one=form.by, other=self.by.text().strip()),
            )  # fmt: skip
            self.shell.go("paper", form.juror.id)

    def ask_why(self) -> None:
        """Ask what does not agree, and send it back."""
        form, here = self.controller.form, self._here()
        if form is None or self._show_name_error():
            self.by.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        names = {nominee.id: nominee.name for nominee in form.nominees}
        dialog = SendBackDialog(form.by, names.get(here, "") if here else "", self)

        dialog.submitted.connect(
            # after the dialog is gone
            lambda reason: QTimer.singleShot(0, self, lambda: self._send_back(reason, here))
        )
        dialog.show_fitting()

    def _send_back(self, reason: str, nominee: NomineeId | None) -> None:
        form = self.controller.form
        if self.controller.send_back(by=self.by.text(), reason=reason, nominee=nominee):
            self.shell.notifier.ok(_("Sent back"))
            self.shell.go("paper", form.juror.id if form else None)

    # --- showing

    def _show(self) -> None:
        form = self.controller.form
        if form is None:
            return
        self._show_list()
        if form.nominees and self._here() is None:
            self.list.choose(form.nominees[0].id)
        self._show_one()
        self._show_words()

    def _show_list(self) -> None:
        form = self.controller.form
        if form is None:
            return
        self.list.show_rows(
            [
                ListRow(
                    key=nominee.id,
                    title=nominee.name,
                    subtitle=_("agrees") if nominee.id in self._agreed else _("to compare"),
                    number=f"{nominee.number:02d}",
                    badge_icon="check" if nominee.id in self._agreed else "",
                    tone="ok" if nominee.id in self._agreed else None,
                )
                for nominee in form.nominees
            ]
        )
        self._show_end()

    def _show_one(self) -> None:
        form, here = self.controller.form, self._here()
        nominee = next((n for n in form.nominees if n.id == here), None) if form else None
        if form is None or nominee is None:
            return
        self.who.setText(f"{nominee.number:02d}  {nominee.name}")
        self.lines.show_rows(self._rows(form.sheet.line(nominee.id)))

    def _rows(self, line: PaperLine) -> list[tuple[str, str, bool]]:
        form = self.controller.form
        rows = [(_("Impartiality"), answer_word(line.answer), line.answer is None)]
        rows += [(_("What it is"), line.facts, False)] if line.facts else []
        for criterion in form.criteria if form else ():
            said = line.marks.get(criterion.id)
            quiet = said is None or said.state is MarkState.NOT_ASSESSED
            rows.append((criterion.name, answer_words(criterion, said), quiet))
        usable = _("may be used in the justification") if line.usable else ""
        told = f"{line.comment}  ({usable})" if usable else line.comment
        rows.append((_("Comment to the jury"), told or _("left blank"), not line.comment))
        return rows

    def _show_words(self) -> None:
        form = self.controller.form
        if form is None:
            return
        told = _("Compare with the paper of {juror}").format(juror=form.juror.name)
        code = _("code {code}").format(code=form.code) if form.code.issue else ""
        self.heading.setText("  ·  ".join(part for part in (told, code) if part))
        self.promise.setText(
            _("{name} typed this. Hold it against the paper, candidate by candidate. Nothing can be changed"
              " here: if something differs, send it back.").format(name=form.by)
        )  # fmt: skip
        self._show_end()

    def _all_agree(self) -> bool:
        form = self.controller.form
        return form is not None and all(n.id in self._agreed for n in form.nominees)

    def _may_end(self) -> bool:
        return self._all_agree() and not self.controller.why_not_second(self.by.text())

    def _show_name_error(self) -> bool:
        """Show what is wrong with the name; return whether something is."""
        error = self.controller.why_not_second(self.by.text())
        self.by_error.setText(translated(error) if error else "")
        self.by_error.setVisible(error is not None)
        return error is not None

    def _show_end(self) -> None:
        form = self.controller.form
        total = len(form.nominees) if form else 0
        done = len(self._agreed)
        self.count.setText(_("{done} of {total} compared").format(done=done, total=total))
        self.progress.show_progress(done, total)
        all_agree = self._all_agree()
        self.confirm_button.set_look("primary" if all_agree else "plain")
        self.agree_button.set_look("plain" if all_agree else "primary")
        if self.by.text().strip():
            self._show_name_error()
        else:
            self.by_error.hide()
        self.confirm_button.set_reason(self._why_not_confirm())

    def _why_not_confirm(self) -> str:
        if not self._all_agree():
            return _("Compare every candidate first.")
        error = self.controller.why_not_second(self.by.text())
        return translated(error) if error else ""

    # --- what the window tells and asks

    @override
    def enter(self, argument: Any = None) -> None:
        if isinstance(argument, str):
            self._agreed.clear()
            self.controller.open(JurorId(argument))
            self.list.show_rows([])
        self._show()
        target = self.list if self.by.text().strip() else self.by
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        """What waits cannot be changed by anybody."""

    @override
    def page_actions(self) -> Sequence[Action]:
        return [
            Action("paper.agree", N_("This candidate agrees with the paper"), self.agree,
                   "Ctrl+Down", "check"),
            Action("paper.confirm", N_("It agrees with the paper"), self.confirm, "Ctrl+Return",
                   "check-circle", self._may_end),
            Action("paper.send_back", N_("Send back …"), self.ask_why, "Ctrl+Backspace", "undo"),
            Action("paper.leave", N_("Back to the papers"), self.go_back, "Alt+Left", "arrow-left"),
        ]  # fmt: skip

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint((_("Space"),), _("agrees, next")),
            KeyHint(("Ctrl", "⌫"), _("send back")),
            KeyHint(("Ctrl", _("Enter")), _("it agrees with the paper")),
        ]

    @override
    def help_text(self) -> str:
        return _(
            "You are the second person. Read each candidate here and on the paper; Space says that they agree"
            " and goes on. When all agree, say so with your name: then the paper counts. If it differs,"
            " send it back with a word on what it is."
        )

    @override
    def title(self) -> str:
        form = self.controller.form
        return form.edition.title if form else _("Comparing with a paper")

    @override
    def subtitle(self) -> str:
        return _("Comparing with a paper") if self.controller.form else ""

    @override
    def retranslate(self) -> None:
        self.by_label.setText(_("Who compares"))
        self.by.setAccessibleName(_("Who compares"))
        self.by.setPlaceholderText(_("Your name"))
        self.list.setAccessibleName(_("Candidates on the paper"))
        self.agree_button.setText(_("Agrees, next candidate"))
        self.wrong_button.setText(_("Send back …"))
        self.leave_button.setText(_("Back"))
        self.confirm_button.setText(_("It agrees with the paper"))
        self._show()
