"""The two views of impartiality: what was reported, and everybody towards everything."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from juryapp.application.impartiality.ruling import ImpartialityRow
from juryapp.application.impartiality.view import ImpartialityMatrix, MatrixRow
from juryapp.base.i18n import _, ngettext
from juryapp.base.instants import format_instant
from juryapp.domain.impartiality import Ruling, Standing
from juryapp.gui.models.impartiality import (
    REPORTED_COLUMNS,
    STANDING_LOOKS,
    answer_words,
    matrix_columns,
    panel_sentence,
)
from juryapp.gui.pages.merge_parts import Listing
from juryapp.gui.widgets import Card, FilterEdit, IconLabel, Label, Table, column, row


class ReportedView(QWidget):
    """The pairs where something was reported or decided, those that wait first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label(kind="h2", wrap=True)
        self.sentence = Label(kind="small", role="text2", wrap=True)
        self.rows: Listing[ImpartialityRow] = Listing(
            "reported_table",
            REPORTED_COLUMNS,
            key=lambda r: (r.juror.id, r.nominee.id),
            icon_name="check-circle",
        )
        self.icon_label = IconLabel("flag", "warn", 20)
        self.facts = Label(kind="body", wrap=True, selectable=True)
        self.facts.setObjectName("reported_facts")
        self.decided = Label(kind="body", wrap=True, selectable=True)
        self.decided.setObjectName("reported_decided")
        self.history = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.history.setObjectName("reported_history")
        words = column(self.facts, self.decided, self.history, gap=4)
        self.detail = Card(row(self.icon_label, (words, 1), gap=12, margins=(16, 12, 16, 12)))
        self.detail.hide()
        self.setLayout(
            column(
                column(self.heading, self.sentence, gap=2),
                (self.rows, 1),
                self.detail,
                gap=12,
            )
        )

    def show_rows(self, rows: Sequence[ImpartialityRow]) -> None:
        """Show the pairs."""
        self.rows.show_rows(rows)
        if rows and self.rows.table.current_row() is None:
            self.rows.choose((rows[0].juror.id, rows[0].nominee.id))
        self.retranslate()

    def show_detail(self, found: ImpartialityRow | None, rulings: Sequence[Ruling]) -> None:
        """Show all of what was reported on one pair, and what the panel decided."""
        self.detail.setVisible(found is not None)
        if found is None:
            return
        self.icon_label.set_icon(*STANDING_LOOKS[found.standing])
        told = _("{name} on {nominee}: {answer}.").format(
            name=found.juror.name, nominee=found.nominee.name, answer=answer_words(found)
        )
        self.facts.setText(f"{told} “{found.facts}”" if found.facts else told)
        self.decided.setText(_standing_sentence(found, rulings))
        past = [_ruling_line(found, ruling) for ruling in rulings[1:]]
        self.history.setText("\n".join(past))
        self.history.setVisible(bool(past))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.heading.setText(_("What was reported"))
        self.sentence.setText(
            _(
                "To report something is no blemish. The panel decides without the juror, and you write it"
                " down."
            )
        )
        self.rows.say(
            _("What was reported, and what the panel decided"),
            _("Nothing has been reported"),
            _("When score files are read in, what their jurors report is listed here."),
        )


def _standing_sentence(found: ImpartialityRow, rulings: Sequence[Ruling]) -> str:
    names = {"name": found.juror.name, "candidate": found.nominee.name}
    if rulings:
        return _ruling_line(found, rulings[0])
    if found.standing is Standing.PENDING:
        return _(
            "The panel has yet to decide. Until then {name}’s marks for {candidate} are kept and do not"
            " count."
        ).format(**names)
    if found.standing is Standing.RECUSED:
        return _("{name} takes no part in assessing {candidate}.").format(**names)
    return ""


def _ruling_line(found: ImpartialityRow, ruling: Ruling) -> str:
    said = panel_sentence(
        found.juror.name, found.nominee.name, recused=ruling.recused, reach=ruling.reach
    )
    if ruling.ground:
        ground = _("Ground: {ground}").format(ground=ruling.ground)
        said = f"{said} {ground}"
    return f"{format_instant(ruling.at)}: {said}" if ruling.at else said


class MatrixView(QWidget):
    """Jurors × nominees, each with icon and word, and how many impartial jurors are left."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = ImpartialityMatrix(jurors=(), rows=(), needed=0)
        self.heading = Label(kind="h2", wrap=True)
        self.sentence = Label(kind="small", role="text2", wrap=True)
        self.filter = FilterEdit()
        self.filter.textChanged.connect(lambda _text: self._filter())
        self.rows = self._made(self._matrix)
        self.undeclared = Label(kind="small", role="text2", wrap=True)
        self.undeclared.setObjectName("undeclared")
        self.filter.setMinimumWidth(200)
        self._place = column((self.rows, 1))
        words = column(self.heading, self.sentence, gap=2)
        self.setLayout(
            column(row((words, 2), (self.filter, 1)), (self._place, 1), self.undeclared, gap=12)
        )

    @property
    def table(self) -> Table:
        """The matrix."""
        return self.rows.table

    def _made(self, matrix: ImpartialityMatrix) -> Listing[MatrixRow]:
        made: Listing[MatrixRow] = Listing(
            "matrix_table",
            matrix_columns(matrix.jurors, matrix.needed),
            key=lambda r: r.nominee.id,
            icon_name="people",
        )
        made.table.copied.connect(lambda _n: self.copied.emit())
        return made

    def show_matrix(self, matrix: ImpartialityMatrix) -> None:
        """Show everybody; the columns are made anew when the jurors are others."""
        before, self._matrix = self._matrix, matrix
        if (before.jurors, before.needed) != (matrix.jurors, matrix.needed):
            old, self.rows = self.rows, self._made(matrix)
            self._place.replaceWidget(old, self.rows)
            old.hide()
            old.deleteLater()
        self.rows.show_rows(matrix.rows)
        self._filter()
        self.retranslate()

    def _filter(self) -> None:
        self.rows.model.set_filter(self.filter.text())
        self.rows.show_filtered()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        matrix = self._matrix
        self.heading.setText(_("Everybody"))
        self.filter.set_placeholder(_("Nominee or standing"))
        needed = matrix.needed
        self.sentence.setText(
            ngettext(
                "A nominee needs {n} juror who assesses it to be ranked.",
                "A nominee needs {n} jurors who assess it to be ranked.",
                needed,
            ).format(n=needed)
        )
        names = ", ".join(f"{juror.name} ({n})" for juror, n in matrix.undeclared)
        self.undeclared.setText(_("Not declared yet: {names}").format(names=names))
        self.undeclared.setVisible(bool(names))
        filtered = bool(matrix.rows)
        self.rows.say(
            _("How every juror stands towards every nominee"),
            _("No line like this") if filtered else _("No nominees yet"),
            _("Empty the filter.") if filtered else _("Add nominees in the set-up."),
        )
