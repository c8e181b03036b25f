"""Asks how marks become places."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.base.numbers import format_exactly, parse_number
from juryapp.domain.criteria import CommentRule, Missing, Rules
from juryapp.gui.dialogs.criterion_dialog import NO_NUMBER
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.widgets import CheckBox, Label, LineEdit, RadioButton, SpinBox, column

MISSING_TEXTS = {
    Missing.RENORMALISE: N_("the others count as much more for this juror and nominee"),
    Missing.VOID: N_("the juror does not count for this nominee"),
}


class RulesDialog(EntryDialog):
    """Gives Rules."""

    def __init__(self, rules: Rules, parent: QWidget | None = None) -> None:
        super().__init__(
            _("How marks are counted"),
            _("Keep the changes"),
            parent,
            intro=_(
                "The result is the mean of the jurors’ weighted marks, in exact numbers. Equal results share"
                " a place. These rules are locked when the round is opened."
            ),
        )
        self.setObjectName("rules_dialog")
        self._rules = rules
        self._build_missing()
        form = self.form
        self.minimum = form.add(
            "rules_minimum",
            N_("A nominee is ranked from this &number of jurors"),
            SpinBox(1, 1000),
            N_("With fewer, the nominee is listed as not ranked."),
        )
        self.minimum.setValue(rules.minimum_marks)
        self.margin = form.add(
            "rules_margin",
            N_("A &margin is called close up to"),
            LineEdit(format_exactly(rules.close_margin), limit=20),
            N_("In points of the scale; close margins are named, they change no place."),
        )
        self.decimals = form.add(
            "rules_decimals",
            N_("&Decimals that are shown"),
            SpinBox(0, 6),
            N_("For the eye only; places are found on unrounded numbers."),
        )
        self.decimals.setValue(rules.decimals)
        self.beside("rules_margin", "rules_decimals")
        self.comment = CheckBox(_("Each mark needs a comment"))
        self.comment.setObjectName("rules_comment")
        self.comment.setChecked(rules.comment is CommentRule.ALL)
        form.add_widget(self.comment)

    def _build_missing(self) -> None:
        self._group = QButtonGroup(self)
        self.missing: dict[Missing, RadioButton] = {}
        for rule, text in MISSING_TEXTS.items():
            button = RadioButton(_(text))
            button.setObjectName(f"missing_{rule}")
            button.setChecked(rule is self._rules.missing)
            self._group.addButton(button)
            self.missing[rule] = button
        box = QWidget()
        heading = Label(_("Where a juror has not assessed a criterion,"), "smallM", wrap=True)
        box.setLayout(column(heading, *self.missing.values(), gap=2))
        self.form.add_widget(box)

    @override
    def value(self) -> Rules | None:
        margin = parse_number(self.margin.text())
        if margin is None or margin < 0:
            self.form.show_error("rules_margin", _(NO_NUMBER))
            return None
        chosen = next(rule for rule, button in self.missing.items() if button.isChecked())
        return replace(
            self._rules,
            missing=chosen,
            minimum_marks=self.minimum.value(),
            close_margin=margin,
            decimals=self.decimals.value(),
            comment=CommentRule.ALL if self.comment.isChecked() else CommentRule.NONE,
        )
