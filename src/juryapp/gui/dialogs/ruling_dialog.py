"""Writes down what the panel decided about a juror's impartiality. The words take no side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QWidget
from typing_extensions import override

from juryapp.application.impartiality.ruling import ImpartialityRow
from juryapp.base.i18n import N_, _
from juryapp.domain.impartiality import REACH_NAMES, Reach
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.gui.controllers.impartiality import Decided
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.models.impartiality import answer_words, panel_sentence
from juryapp.gui.models.merge import numbered
from juryapp.gui.theme import px
from juryapp.gui.widgets import CheckBox, ComboBox, Label, RadioButton, TextEdit, column

RECUSED, NOT_RECUSED = 1, 0


class RulingDialog(EntryDialog):
    """Gives a `Decided`.

    Args:
        jurors: To choose from where no row is given.
        nominees: The same.
        row: The juror and the nominee that the decision is about, with what was reported.
        first: Whether the panel decides for the first time here: then it is not undone.
        parent: As in Qt.
    """

    def __init__(
        self,
        jurors: Sequence[Juror],
        nominees: Sequence[Nominee],
        *,
        row: ImpartialityRow | None = None,
        first: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("What has the panel decided?"),
            _("Record the decision"),
            parent,
            intro=_reported(row),
            width=580,
        )
        self.setObjectName("ruling_dialog")
        self._jurors: dict[str, Juror] = {juror.id: juror for juror in jurors}
        self._nominees: dict[str, Nominee] = {nominee.id: nominee for nominee in nominees}
        people = [(juror.id, juror.name) for juror in jurors]
        things = [(nominee.id, numbered(nominee)) for nominee in nominees]
        self.juror = self.form.add("ruling_juror", N_("&Juror"), ComboBox(people))
        self.nominee = self.form.add("ruling_nominee", N_("&Nominee"), ComboBox(things))
        self._choices = QButtonGroup(self)
        self.form.add_widget(self._choice_box())
        self.reach = self.form.add(
            "ruling_reach",
            N_("Rea&ch"),
            ComboBox([(str(reach), _(name)) for reach, name in REACH_NAMES.items()]),
            hint=N_("Who is recused for one nominee only, still gives marks to its rivals."),
        )
        self.ground = self.form.add("ruling_ground", N_("&Ground"), TextEdit(lines=2))
        self.ground.setMaximumHeight(px(84))
        self.apart = CheckBox()
        self.apart.setObjectName("ruling_apart")
        self.form.add_widget(self.apart)
        self.sentence = Label(kind="bodyM", wrap=True)
        self.sentence.setObjectName("ruling_sentence")
        self.form.add_widget(self.sentence)
        self.undoing = Label(kind="small", role="text2", wrap=True)
        self.undoing.setText(_(_FIRST if first else _AGAIN))
        self.form.add_widget(self.undoing)
        self._connect()
        self._fill(row)
        self._say()

    def _choice_box(self) -> QWidget:
        box = QWidget()
        box.setAccessibleName(_("The panel’s decision"))
        self.recused = RadioButton(_("Recused"))
        self.recused.setObjectName("ruling_recused")
        self.not_recused = RadioButton(_("Not recused"))
        self.not_recused.setObjectName("ruling_not_recused")
        self._choices.addButton(self.recused, RECUSED)
        self._choices.addButton(self.not_recused, NOT_RECUSED)
        self.problem_of_choice = Label("", "small", "error", wrap=True)
        self.problem_of_choice.setObjectName("ruling_problem")
        self.problem_of_choice.hide()
        heading = Label(_("The panel’s decision"), "smallM")
        box.setLayout(
            column(heading, self.recused, self.not_recused, self.problem_of_choice, gap=4)
        )
        return box

    def _connect(self) -> None:
        self._choices.idToggled.connect(lambda _id, _on: self._say())
        for field in (self.juror, self.nominee, self.reach):
            field.currentIndexChanged.connect(lambda _place: self._say())

    def _fill(self, row: ImpartialityRow | None) -> None:
        for name in ("ruling_juror", "ruling_nominee"):
            self.form.row(name).setVisible(row is None)
        if row is None:
            return
        self.juror.choose(row.juror.id)
        self.nominee.choose(row.nominee.id)
        if row.ruling is not None:
            self._choices.button(int(row.ruling.recused)).setChecked(True)
            self.reach.choose(str(row.ruling.reach))
            self.ground.setPlainText(row.ruling.ground)

    def _say(self) -> None:
        """Show the decision as it will stand, and the tick that makes it true."""
        juror = self._jurors.get(self.juror.current_key())
        nominee = self._nominees.get(self.nominee.current_key())
        name = juror.name if juror else ""
        self.apart.setText(_("{name} took no part in the decision").format(name=name))
        chosen = self._choices.checkedId()
        self.form.row("ruling_reach").setVisible(chosen == RECUSED)
        self.sentence.setVisible(chosen >= 0)
        if chosen >= 0 and nominee is not None:
            self.sentence.setText(
                panel_sentence(
                    name, nominee.name, recused=chosen == RECUSED, reach=self._chosen_reach()
                )
            )
        if self.isVisible():
            self.adjust_size()

    def _chosen_reach(self) -> Reach:
        recused = self._choices.checkedId() == RECUSED
        return Reach(self.reach.current_key()) if recused else Reach.NOMINEE

    @override
    def value(self) -> Decided | None:
        self.problem_of_choice.hide()
        juror = self._jurors[self.juror.current_key()]
        nominee = self._nominees[self.nominee.current_key()]
        chosen = self._choices.checkedId()
        if chosen < 0:
            self._complain(_("Choose what the panel decided."), self.recused)
            return None
        if not self.apart.isChecked():
            self.show_problem(
                _("The panel decides without {name}. Tick that it did.").format(name=juror.name)
            )
            self.apart.setFocus()
            return None
        return Decided(
            juror=juror,
            nominee=nominee,
            recused=chosen == RECUSED,
            reach=self._chosen_reach(),
            ground=self.ground.toPlainText().strip(),
        )

    def _complain(self, text: str, where: QWidget) -> None:
        self.problem_of_choice.setText(text)
        self.problem_of_choice.show()
        where.setFocus()


_FIRST = N_(
    "This stands in the log and is not undone by Ctrl+Z; a later decision of the panel replaces it."
)
_AGAIN = N_("This replaces the decision before it. Both stay in the history.")


def _reported(row: ImpartialityRow | None) -> str:
    if row is None:
        return _("You write down what the panel decided without the juror.")
    told = _("{name} on {nominee}: {answer}.").format(
        name=row.juror.name, nominee=row.nominee.name, answer=answer_words(row)
    )
    return f"{told} “{row.facts}”" if row.facts else told
