"""Asks for a criterion: name, kind of answer, weight with its share, scale, guidance, levels in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from juryapp.application.answers import KIND_NAMES, KIND_SENTENCES
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_, _, translated
from juryapp.base.numbers import format_exactly, parse_number
from juryapp.domain.answers import counted
from juryapp.domain.criteria import Criterion, CriterionKind, Level
from juryapp.domain.ids import CriterionId
from juryapp.domain.scales import Scale
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.dialogs.note_edit import NoteEdit
from juryapp.gui.models.setup import share_text
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, ComboBox, Label, LineEdit, ToolButton, column, row

NO_NUMBER = N_("Write a number, for example 10 or 0.5.")
_NEW = Criterion(
    id=CriterionId(""), name="", weight=Fraction(1), scale=Scale(0, 20, Fraction(1, 2))
)


class CriterionDialog(EntryDialog):
    """Gives a Criterion; the id is "" for a new one.

    Args:
        criterion: What to change; None for a new one.
        others: The other criteria; their weights decide what share this one has.
        parent: As in Qt.
    """

    def __init__(
        self,
        criterion: Criterion | None = None,
        others: Sequence[Criterion] = (),
        parent: QWidget | None = None,
    ) -> None:
        new = criterion is None
        super().__init__(
            _("New criterion") if new else _("Change criterion"),
            _("Add the criterion") if new else _("Keep the changes"),
            parent,
            width=680,
        )
        self.setObjectName("criterion_dialog")
        self._criterion = criterion or _like(others)
        self._others = sum((c.weight for c in counted(others)), Fraction(0))
        self._build()
        self._show_share()

    def _build(self) -> None:
        form, old = self.form, self._criterion
        self.name = form.add("criterion_name", N_("&Name"), LineEdit(old.name, limit=120))
        self.group = form.add("criterion_group", N_("&Group"), LineEdit(old.group, limit=120))
        self.beside("criterion_name", "criterion_group", stretch=(3, 2))
        kinds = [(kind.value, _(name)) for kind, name in KIND_NAMES.items()]
        self.kind = form.add("criterion_kind", N_("What the jurors &answer"), ComboBox(kinds))
        self.kind.choose(old.kind.value)
        self.what = Label("", "small", "text2", wrap=True)
        self.what.setObjectName("criterion_what")
        form.add_widget(self.what)
        self.weight = self._number("criterion_weight", N_("&Weight"), old.weight)
        scale = old.scale if old.kind is CriterionKind.POINTS else _NEW.scale
        self.least = self._number("criterion_least", N_("&Least mark"), scale.value(scale.least))
        self.most = self._number("criterion_most", N_("&Most"), scale.value(scale.most))
        self.step = self._number("criterion_step", N_("&Step"), scale.step)
        self.beside("criterion_weight", "criterion_least", "criterion_most", "criterion_step")
        self.share = Label("", "small", "text2", wrap=True)
        self.share.setObjectName("criterion_share")
        form.add_widget(self.share)
        self.words = form.add(
            "criterion_words",
            N_("&Levels, the best first"),
            NoteEdit(_words_of(old), lines=4),
            N_("One on each line, from two to nine. The jurors see them in this order."),
        )
        self.guidance = form.add(
            "criterion_guidance",
            N_("G&uidance for the jurors"),
            NoteEdit(old.guidance, lines=3),
            N_("What to look for, in a sentence or two."),
        )
        self.levels = LevelsEdit(old if old.kind is CriterionKind.POINTS else _NEW)
        form.add_widget(self.levels)
        self.weight.textEdited.connect(self._show_share)
        self.kind.currentIndexChanged.connect(lambda _place: self._show_kind())
        self._show_kind()

    def _kind(self) -> CriterionKind:
        return CriterionKind(self.kind.current_key())

    def _show_kind(self) -> None:
        """Show the fields that make sense for what is asked."""
        kind = self._kind()
        self.what.setText(_(KIND_SENTENCES[kind]))
        self.kind.setAccessibleDescription(self.what.text())
        for name in ("criterion_least", "criterion_most", "criterion_step"):
            self.form.row(name).setVisible(kind is CriterionKind.POINTS)
        weighs = kind not in {CriterionKind.TEXT, CriterionKind.ORDER}
        self.form.row("criterion_weight").setVisible(weighs)
        self.share.setVisible(weighs)
        self.levels.setVisible(kind is CriterionKind.POINTS)
        self.form.row("criterion_words").setVisible(kind is CriterionKind.RECOMMENDATION)
        self.adjust_size()

    def _number(self, name: str, label: str, value: Fraction) -> LineEdit:
        return self.form.add(name, label, LineEdit(format_exactly(value), limit=20))

    def _show_share(self) -> None:
        weight = parse_number(self.weight.text())
        if weight is None or weight <= 0:
            self.share.setText(_(NO_NUMBER))
            return
        total = self._others + weight
        self.share.setText(
            _(
                "Counts {share} of the total. Weights are relative; they need not add up to 100."
            ).format(share=share_text(weight / total))
        )

    @override
    def value(self) -> Criterion | None:
        numbers = self._numbers()
        if not self.name.text().strip():
            self.form.show_error("criterion_name", _("Give the criterion a name."))
            return None
        if numbers is None:
            return None
        weight, *ends = numbers
        criterion = replace(
            self._criterion,
            name=self.name.text().strip(),
            group=self.group.text().strip(),
            weight=weight,
            guidance=self.guidance.toPlainText().strip(),
        )
        if self._kind() is not CriterionKind.POINTS:
            return self._in_words(criterion)
        try:
            scale = Scale.between(*ends)
        except RuleError as error:
            self.form.show_error("criterion_step", translated(error))
            return None
        levels = self.levels.levels(scale)
        criterion = replace(criterion, kind=CriterionKind.POINTS, scale=scale, levels=levels)
        criterion.check()
        return criterion

    def _in_words(self, criterion: Criterion) -> Criterion | None:
        """Return the criterion asking for no points; None if its levels are wrong, which is shown."""
        lines = [line.strip() for line in self.words.toPlainText().splitlines()]
        asking = criterion.asking(self._kind(), [line for line in lines if line])
        try:
            asking.check()
        except RuleError as error:
            if asking.kind is not CriterionKind.RECOMMENDATION:
                raise
            self.form.show_error("criterion_words", translated(error))
            return None
        return asking

    def _numbers(self) -> tuple[Fraction, Fraction, Fraction, Fraction] | None:
        found = []
        for field in (self.weight, self.least, self.most, self.step):
            number = parse_number(field.text())
            if number is None and self.form.row(field.objectName()).isHidden():
                number = Fraction(1)  # nobody sees it, and it counts nowhere
            if number is None:
                self.form.show_error(field.objectName(), _(NO_NUMBER))
                return None
            found.append(number)
        weight, least, most, step = found
        return weight, least, most, step


def _like(others: Sequence[Criterion]) -> Criterion:
    """Return a new criterion that asks for the same as the last one, on its scale and with its weight."""
    if not others:
        return _NEW
    last = others[-1]
    group = replace(_NEW, weight=last.weight, group=last.group)
    if last.kind is CriterionKind.POINTS:
        return replace(group, scale=last.scale)
    if (
        last.kind is CriterionKind.ORDER
    ):  # there can be one only; what can stand beside it are comments
        return group.asking(CriterionKind.TEXT)
    return group.asking(last.kind, [level.words for level in reversed(last.levels)])


def _words_of(criterion: Criterion) -> str:
    """Return the levels of a recommendation, the best first; some to begin with for another kind."""
    if criterion.kind is CriterionKind.RECOMMENDATION:
        return "\n".join(level.words for level in reversed(criterion.levels))
    return "\n".join((_("Recommended"), _("Recommended with reservations"), _("Not recommended")))


class LevelsEdit(QWidget):
    """What marks mean, in words: a mark and a sentence a line."""

    def __init__(self, criterion: Criterion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[LineEdit, LineEdit, ToolButton]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.add = Button(_("Add a level"), icon_name="plus")
        self.add.setObjectName("add_level")
        self.add.clicked.connect(lambda _checked=False: self._add_line("", "").setFocus())
        heading = Label(_("What the marks mean, in words"), "smallM")
        hint = Label(
            _("Not every mark needs words; the jurors see the nearest below."), "caption", "text2"
        )
        self.setLayout(column(heading, self._grid, row(self.add, None), hint, gap=6))
        for level in criterion.levels:
            self._add_line(format_exactly(criterion.scale.value(level.points)), level.words)

    def _add_line(self, at: str, words: str) -> LineEdit:
        n = len(self._lines) + 1
        mark, text = LineEdit(at, limit=20), LineEdit(words, limit=300)
        mark.setFixedWidth(px(72))
        mark.setAccessibleName(_("Level {n}: mark").format(n=n))
        mark.setObjectName(f"level_mark_{n}")
        text.setAccessibleName(_("Level {n}: words").format(n=n))
        text.setObjectName(f"level_words_{n}")
        gone = ToolButton("close", _("Remove this level"))
        gone.setObjectName(f"level_remove_{n}")
        gone.setFocusPolicy(gone.focusPolicy().StrongFocus)
        line = (mark, text, gone)
        gone.clicked.connect(lambda _checked=False: self._remove(line))
        self._lines.append(line)
        for place, widget in enumerate(line):
            self._grid.addWidget(widget, n, place)
        return mark

    def _remove(self, line: tuple[LineEdit, LineEdit, ToolButton]) -> None:
        self._lines.remove(line)
        for widget in line:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.add.setFocus()

    def levels(self, scale: Scale) -> tuple[Level, ...]:
        """Return the levels, lowest first. Raises RuleError for a mark that is not on `scale`."""
        found = []
        for mark, words, _gone in self._lines:
            text = words.text().strip()
            if not mark.text().strip() and not text:
                continue
            value = parse_number(mark.text())
            if value is None:
                raise RuleError(NO_NUMBER)
            found.append(Level(scale.points(value), text))
        return tuple(sorted(found, key=lambda level: level.points))
