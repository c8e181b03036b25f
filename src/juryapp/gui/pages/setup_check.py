"""Set-up: what is still to mend, each with a way there, and what opening the round will lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.edition.rounds import Finding
from juryapp.base.i18n import _, ngettext
from juryapp.base.instants import format_instant
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.dialogs.round_reason_dialog import RoundReasonDialog
from juryapp.gui.pages.setup_section import SetupSection
from juryapp.gui.shell import Shell
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import Button, Card, IconLabel, Label, Rule, Scrolled, column, row


class FindingRow(QWidget):
    """One thing that the check found, and the way to where it is mended."""

    def __init__(self, finding: Finding, section: CheckSection, *, number: int) -> None:
        super().__init__()
        role: Role = "error" if finding.blocks else "warn"
        text = _(finding.template).format_map(finding.params)
        kind = _("Must be mended") if finding.blocks else _("Worth a look")
        words = column(Label(text, "body", wrap=True), Label(kind, "caption", role), gap=2)
        icon_label = IconLabel("error" if finding.blocks else "info", role, 20)
        self.go = Button(_("Go there"), "small", "arrow-right")
        self.go.setObjectName(f"mend_{number}")
        self.go.setAccessibleName(_("Go there: {what}").format(what=text))
        self.go.clicked.connect(lambda _checked=False: section.mend_requested.emit(finding.page))
        self.setLayout(row(icon_label, 4, (words, 1), self.go, margins=(4, 8, 4, 8)))


class CheckSection(SetupSection):
    """The last look before the round is opened."""

    key = "check"
    mend_requested = Signal(str)

    def __init__(self, shell: Shell, controller: SetupController) -> None:
        super().__init__(shell, controller)
        self.findings_heading = Label(kind="h3")
        self.findings = QVBoxLayout()
        self.findings.setSpacing(0)
        self.sound = row(IconLabel("check-circle", "ok", 20), 4, (self._sound_label(), 1))
        left = column(self.findings_heading, self.sound, self.findings, None, gap=10,
                      margins=(20, 16, 16, 16))  # fmt: skip
        self.round_heading = Label(kind="h3", wrap=True)
        self.counts = Label(kind="body", wrap=True)
        self.counts.setObjectName("setup_counts")
        self.packages = Label(kind="small", role="text2", wrap=True)
        self.packages.setObjectName("setup_packages")
        self.locks_heading = Label(kind="smallM")
        self.locks = Label(kind="small", role="text2", wrap=True)
        self.stays_heading = Label(kind="smallM")
        self.stays = Label(kind="small", role="text2", wrap=True)
        self.reopen = Button(icon_name="unlock")
        self.reopen.setObjectName("reopen_round")
        self.reopen.clicked.connect(lambda _checked=False: self._reopen())
        right = column(self.round_heading, self.counts, self.packages, Rule(), self.locks_heading,
                       self.locks, 4, self.stays_heading, self.stays, 8, row(self.reopen, None), None, gap=6,
                       margins=(20, 16, 20, 16))  # fmt: skip
        both = row((column(Card(left), None), 3), (column(Card(right), None), 2), gap=16)
        self.setLayout(column((Scrolled(both), 1)))

    def _sound_label(self) -> Label:
        self.sound_text = Label(kind="body", wrap=True)
        self.sound_text.setObjectName("setup_sound")
        return self.sound_text

    def _reopen(self) -> None:
        self.ask(RoundReasonDialog(self), self.controller.open_round)

    @override
    def show_view(self) -> None:
        while (item := self.findings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        found = self.view.findings if not self.view.is_locked else ()
        for number, finding in enumerate(found, start=1):
            self.findings.addWidget(FindingRow(finding, self, number=number))
        for place in range(self.sound.count()):
            item = self.sound.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(not found)
        self._say()

    def _say(self) -> None:
        view, found = self.view, self.view.findings
        n = len(found)
        self.findings_heading.setText(
            ngettext("{n} thing to look at", "{n} things to look at", n).format(n=n)
            if found and not view.is_locked
            else _("Check")
        )
        self.sound_text.setText(
            _("The set-up was checked when the round was opened.")
            if view.is_locked
            else _("Everything is in place. The round can be opened.")
        )
        self.counts.setText(self._counts())
        self.packages.setText(self._packages())
        self.packages.setVisible(bool(self.packages.text()))
        self.reopen.setVisible(view.is_locked and not view.is_open)
        self.reopen.setText(_("Open it again …"))
        self.round_heading.setText(self._round_words())
        self.locks_heading.setText(_("Locked from then on") if not view.is_locked else _("Locked"))
        self.locks.setText(
            _(
                "Criteria with their weights, scales and levels, and the rules of counting. Categories"
                " cannot be removed. The edits before it cannot be undone any more."
            )
        )
        self.stays_heading.setText(_("Can still be changed"))
        self.stays.setText(
            _(
                "Names, texts and the deadline. Nominees and jurors can be added, and withdrawn or marked"
                " as having left; jurors then need new packages."
            )
        )

    def _round_words(self) -> str:
        current = self.view.round
        if current is None:
            return _("Open the round")
        if self.view.is_open:
            return _("The round is open since {when}").format(when=format_instant(current.opened))
        return _("The round was closed on {when}").format(when=format_instant(current.closed))

    def _packages(self) -> str:
        """Say whether the material is in the jurors' hands before they declare."""
        n = len(self.view.early)
        if n:
            text = ngettext(
                "{n} juror had the nominations in hand before declaring. The protocol says so, and how.",
                "{n} jurors had the nominations in hand before declaring. The protocol says so, and how.",
                n,
            )
            return text.format(n=n)
        if self.view.is_locked:
            return ""
        return _(
            "Then each juror gets a package to declare and practise with, and later the nominations. One"
            " package for both is possible too; the protocol then says that the nominations were in the"
            " jurors’ hands before they declared."
        )

    def _counts(self) -> str:
        view = self.view
        running = sum(not n.withdrawn for n in view.nominees)
        scoring = sum(j.scores for j in view.jurors)
        parts = [
            ngettext("{n} category", "{n} categories", len(view.categories)).format(
                n=len(view.categories)
            ),
            ngettext("{n} criterion", "{n} criteria", len(view.criteria)).format(
                n=len(view.criteria)
            ),
            ngettext("{n} nominee", "{n} nominees", running).format(n=running),
            ngettext("{n} juror who gives marks", "{n} jurors who give marks", scoring).format(
                n=scoring
            ),
        ]
        return ", ".join(parts)

    @override
    def label(self) -> str:
        if self.view.is_locked:
            return _("The round")
        n = len(self.view.findings)
        return _("Check {n}").format(n=n) if n else _("Check")

    @override
    def focus_first(self) -> None:
        item = self.findings.itemAt(0)
        widget = item.widget() if item is not None else None
        if isinstance(widget, FindingRow):
            widget.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def retranslate(self) -> None:
        if self.controller.has_view:
            self.show_view()
