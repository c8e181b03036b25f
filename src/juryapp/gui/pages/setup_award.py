"""Set-up: the award and its edition, kept at each change, and the rules of counting."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import LANGUAGE_NAMES, N_, _, ngettext
from juryapp.base.numbers import format_exactly
from juryapp.domain.award import Edition
from juryapp.domain.criteria import CommentRule, Missing, Rules
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.dialogs.day_edit import NO_DAY, DayEdit
from juryapp.gui.dialogs.entry_dialog import beside
from juryapp.gui.dialogs.note_edit import NoteEdit
from juryapp.gui.dialogs.rules_dialog import RulesDialog
from juryapp.gui.pages.setup_section import SetupSection
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import (
    Button,
    Card,
    CheckBox,
    ComboBox,
    Form,
    Label,
    LineEdit,
    Scrolled,
    SpinBox,
    column,
    row,
)

_COUNTED: Final = {
    Missing.RENORMALISE: N_("Where a criterion is not assessed, the others count as much more."),
    Missing.VOID: N_("A juror who has not assessed a criterion does not count for that nominee."),
}


class AwardSection(SetupSection):
    """Names, year, owner, purpose, languages, deadline, rules."""

    key = "award"

    def __init__(self, shell: Shell, controller: SetupController) -> None:
        super().__init__(shell, controller)
        self._showing = False
        self._build_names()
        self._build_texts()
        self._build_languages()
        self._build_rules()
        left = Card(column(self.names, None, margins=(20, 16, 20, 16)))
        right = column(
            Card(column(self.texts, margins=(20, 16, 20, 16))), self.rules_card, None, gap=12
        )
        inside = row((column(left, None), 1), (right, 1), gap=16)
        self.setLayout(column((Scrolled(inside), 1)))
        self._connect()

    def _build_names(self) -> None:
        self.names = Form()
        add = self.names.add
        self.award_name = add("setup_award_name", N_("&Name of the award"), LineEdit(limit=200))
        self.edition_title = add("setup_title", N_("&Title of the edition"), LineEdit(limit=200))
        self.year = add("setup_year", N_("&Year"), SpinBox(1900, 2200))
        self.owner = add(
            "setup_owner",
            N_("&Owner of the award"),
            LineEdit(limit=200),
            N_("As it stands in the protocol."),
        )
        self.deadline = add(
            "setup_deadline",
            N_("&Deadline for the jurors"),
            DayEdit(),
            N_("It stands in packages and letters."),
        )

    def _build_texts(self) -> None:
        self.texts = Form()
        self.purpose = self.texts.add("setup_purpose", N_("&Purpose"), NoteEdit(lines=4))
        self.statutes = self.texts.add(
            "setup_statutes", N_("&Statutes and guidelines"), NoteEdit(lines=7)
        )

    def _build_languages(self) -> None:
        self.language = self.names.add(
            "setup_language", N_("Main &language"), ComboBox(list(LANGUAGE_NAMES.items()))
        )
        beside(self.names, "setup_title", "setup_year", stretch=(3, 1))
        beside(self.names, "setup_owner", "setup_deadline", stretch=(3, 2))
        self.also = Label(kind="smallM")
        self.more = {code: CheckBox(name) for code, name in LANGUAGE_NAMES.items()}
        for code, box in self.more.items():
            box.setObjectName(f"setup_language_{code}")
        boxes = QWidget()
        boxes.setLayout(column(self.also, row(*self.more.values(), None, gap=16), gap=4))
        self.names.add_widget(boxes)

    def _build_rules(self) -> None:
        self.rules_heading = Label(kind="h3")
        self.rules_text = Label(kind="small", role="text2", wrap=True)
        self.rules_text.setObjectName("setup_rules_text")
        self.change_rules = Button(icon_name="scale")
        self.change_rules.setObjectName("change_rules")
        self.change_rules.clicked.connect(self._ask_rules)
        head = row((self.rules_heading, 1), self.change_rules)
        self.rules_card = Card(column(head, self.rules_text, gap=6, margins=(20, 12, 16, 14)))

    def _connect(self) -> None:
        for field in (self.award_name, self.edition_title, self.owner, self.deadline):
            field.editingFinished.connect(lambda field=field: self._keep(field.objectName()))
        self.year.editingFinished.connect(lambda: self._keep("setup_year"))
        for note in (self.purpose, self.statutes):
            note.left.connect(lambda note=note: self._keep(note.objectName()))
        self.language.currentIndexChanged.connect(lambda _place: self._keep("setup_language"))
        for box in self.more.values():
            box.toggled.connect(lambda _on: self._keep("setup_language"))

    # --- keeping

    def _keep(self, field: str) -> None:
        """Keep what stands in the fields, if it differs; called when a field is left."""
        if self._showing or not self.controller.has_view:
            return
        edition = self._entered()
        if edition is not None and edition != self.view.edition:
            self.controller.change_edition(edition, field)

    def keep_all(self) -> None:
        """Keep what is half written; the page is being left."""
        self._keep("")

    def _entered(self) -> Edition | None:
        self.names.clear_errors()
        deadline = self.deadline.day()
        if not self.award_name.text().strip():
            self.names.row("setup_award_name").show_error(_("Write the name of the award."))
        elif not self.edition_title.text().strip():
            self.names.row("setup_title").show_error(_("Write a title, for example name and year."))
        elif deadline is None:
            self.names.row("setup_deadline").show_error(_(NO_DAY))
        else:
            main = self.language.current_key()
            others = [code for code, box in self.more.items() if box.isChecked() and code != main]
            return replace(
                self.view.edition,
                award_name=self.award_name.text().strip(),
                title=self.edition_title.text().strip(),
                year=self.year.value(),
                owner=self.owner.text().strip(),
                purpose=self.purpose.toPlainText().strip(),
                statutes=self.statutes.toPlainText().strip(),
                languages=(main, *others),
                deadline=deadline,
            )
        return None

    def _ask_rules(self) -> None:
        self.ask(RulesDialog(self.view.rules, self), self.controller.save_rules)

    # --- showing

    @override
    def show_view(self) -> None:
        self._showing = True
        edition = self.view.edition
        _show(self.award_name, edition.award_name)
        _show(self.edition_title, edition.title)
        _show(self.owner, edition.owner)
        if self.deadline.day() != edition.deadline:
            self.deadline.show_day(edition.deadline)
        self.year.setValue(edition.year)
        for note, text in ((self.purpose, edition.purpose), (self.statutes, edition.statutes)):
            if note.toPlainText().strip() != text:
                note.setPlainText(text)
        self.language.choose(edition.languages[0])
        for code, box in self.more.items():
            box.setChecked(code in edition.languages[1:])
            box.setVisible(code != edition.languages[0])
        self.rules_text.setText(rules_words(self.view.rules))
        reason = _("Locked since the round was opened.") if self.view.is_locked else ""
        self.change_rules.set_reason(reason)
        self._showing = False

    @override
    def label(self) -> str:
        return _("Award")

    @override
    def focus_first(self) -> None:
        self.award_name.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def retranslate(self) -> None:
        self.names.retranslate()
        self.texts.retranslate()
        self.also.setText(_("Justifications are also written in"))
        self.rules_heading.setText(_("How marks are counted"))
        self.change_rules.setText(_("Change …"))
        if self.controller.has_view:
            self.rules_text.setText(rules_words(self.view.rules))


def _show(field: LineEdit, text: str) -> None:
    if field.text().strip() != text:
        field.setText(text)


def rules_words(rules: Rules) -> str:
    """Return the rules of counting in a few sentences."""
    words = [
        _("The mean of the jurors’ weighted marks. Equal results share a place."),
        _(_COUNTED[rules.missing]),
        ngettext(
            "Ranked from {n} juror. Margins up to {margin} are called close.",
            "Ranked from {n} jurors. Margins up to {margin} are called close.",
            rules.minimum_marks,
        ).format(n=rules.minimum_marks, margin=format_exactly(rules.close_margin)),
    ]
    if rules.comment is CommentRule.ALL:
        words.append(_("Each mark needs a comment."))
    return " ".join(words)
