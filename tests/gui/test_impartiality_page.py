"""The page of impartiality, with real declarations: what was reported, what was decided, who is left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.saying import declare
from juryapp.application.edition.rounds import close_round
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.packages.writing import WrittenPackage
from juryapp.application.results.scoring import results
from juryapp.domain.impartiality import Reach, Standing
from juryapp.domain.log import LogEntry
from juryapp.domain.statements import Answer
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.ruling_dialog import RulingDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.page import Page
from juryapp.gui.pages.impartiality_page import MATRIX, REPORTED, ImpartialityPage
from juryapp.gui.shell import Shell
from workplace import Workplace, ballot, fjordby, services_in

NAMES = ("astrid", "bjarne", "cecilie")
CECILIE = 2


class MergeElsewhere(Page):
    """Where the page leads to."""

    name = "merge"


class ResultsElsewhere(Page):
    """Where the page leads to when the round is closed."""

    name = "results"


@dataclass(frozen=True)
class Award:
    """The window with the page, over an edition whose files are read in."""

    workspace: Workspace
    window: MainWindow
    page: ImpartialityPage
    qtbot: QtBot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key in the window."""
        none = Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(self.window, key, none if modifier is None else modifier)

    def label(self, name: str) -> str:
        """Return the text of a label."""
        found = self.page.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found.text()

    def button(self, name: str) -> QAbstractButton:
        """Return a button."""
        found = self.page.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton), name
        return found

    def dialog(self) -> RulingDialog:
        """Return the dialog that is open."""
        [found] = [d for d in self.page.findChildren(RulingDialog) if d.isVisible()]
        return found

    def standing(self, juror: str, nominee: str) -> Standing:
        """Return how a juror stands towards a nominee."""
        state = self.page.controller.state
        assert state is not None
        place = [j.name for j in state.matrix.jurors].index(juror)
        [line] = [r for r in state.matrix.rows if r.nominee.name == nominee]
        return line.standings[place]

    def decide(self, *, recused: bool, reach: Reach = Reach.NOMINEE, ground: str = "") -> None:
        """Write down what the panel decided on the chosen line."""
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        dialog = self.dialog()
        (dialog.recused if recused else dialog.not_recused).click()
        dialog.reach.choose(str(reach))
        dialog.ground.setPlainText(ground)
        dialog.apart.setChecked(True)
        before = len(self.log())
        dialog.submit()
        self.qtbot.waitUntil(lambda: len(self.log()) > before)
        self.window.activateWindow()  # no window manager does it here
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def log(self) -> list[LogEntry]:
        """Return the log."""
        with self.workspace.session.reading() as uow:
            return uow.journal.all()


def scored(
    workplace: Workplace, package: WrittenPackage, name: str, told: dict[str, tuple[Answer, str]]
) -> Path:
    """Let a juror give all marks, report something, and hand in."""
    from juryapp.application.desk.ballots import fill_in

    desk = workplace.desk(package)
    try:
        fill_in(desk, ballot(name))
        with desk.reading() as uow:
            nominees = {nominee.name: nominee.id for nominee in uow.nominees.all()}
        for nominee, (answer, facts) in told.items():
            declare(desk, nominees[nominee], answer, facts)
        folder = workplace.folder / "scores"
        folder.mkdir(exist_ok=True)
        return hand_in(desk, folder).path
    finally:
        desk.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small award: Astrid stands down for Elvestad, Bjarne reports on two, Cecilie reports nothing."""
    folder = tmp_path_factory.mktemp("award")
    workplace = fjordby(folder)
    packages = workplace.packages()
    told = {
        "Fjordby": (Answer.TELL, "My sister works in the municipality."),
        "Bergset": (Answer.DOUBT, "I gave a lecture there."),
    }
    files = [
        scored(workplace, package, name, told if name == "bjarne" else {})
        for package, name in zip(packages, NAMES, strict=True)
    ]
    merge(workplace.session, preview_merge(workplace.session, files))
    workplace.session.close()
    return folder


@pytest.fixture
def award(tmp_path: Path, made: Path, shell: Shell, qtbot: QtBot) -> Iterator[Award]:
    folder = tmp_path / "award"
    shutil.copytree(made, folder)
    workspace = Workspace(shell)
    workspace.provide(services_in(folder / "secretariat"))
    window = MainWindow(shell)
    page = ImpartialityPage(shell, workspace)
    for added in (page, MergeElsewhere(shell), ResultsElsewhere(shell)):
        window.add_page(added)
    workspace.open_edition("FJORD-2026")
    window.resize(1366, 768)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_page("impartiality")
    yield Award(workspace, window, page, qtbot)
    workspace.close()
    window.close()


def test_what_waits_for_the_panel_stands_first_with_the_facts(award: Award) -> None:
    rows = award.page.reported.rows.model.rows()

    assert [(r.juror.name, r.nominee.name, str(r.standing)) for r in rows] == [
        ("Bjarne Øvrebø", "Fjordby", "pending"),
        ("Bjarne Øvrebø", "Bergset", "pending"),
        ("Astrid Åsen", "Elvestad", "recused"),
    ]
    assert award.label("pending_count") == "2 wait for the panel."
    assert award.label("reported_facts") == (
        "Bjarne Øvrebø on Fjordby: something the panel should know. “My sister works in the"
        " municipality.”"
    )
    assert "are kept and do not count" in award.label("reported_decided")


def test_f8_goes_from_one_that_waits_to_the_next_and_round(award: Award) -> None:
    seen = []
    for _press in range(2):
        award.press(Qt.Key.Key_F8)
        seen.append(award.label("reported_facts").split(":")[0])

    assert seen == ["Bjarne Øvrebø on Bergset", "Bjarne Øvrebø on Fjordby"]


def test_the_panels_decision_is_written_down_by_keyboard_and_stands_in_neutral_words(
    award: Award,
) -> None:
    award.decide(recused=True, ground="A sister in the administration")

    assert award.standing("Bjarne Øvrebø", "Fjordby") is Standing.RECUSED
    assert award.standing("Bjarne Øvrebø", "Bergset") is Standing.PENDING
    assert award.label("reported_decided").endswith(
        "The panel decided that Bjarne Øvrebø is recused for Fjordby; Bjarne Øvrebø took no part in that"
        " decision. Ground: A sister in the administration"
    )
    assert award.log()[-1].what == "impartiality.ruled"
    assert award.label("pending_count") == "1 waits for the panel."


def test_not_recused_lets_the_marks_count(award: Award) -> None:
    def jurors_counted() -> int:
        ranked = results(award.workspace.session).categories[0].ranked
        return next(r.total.counted for r in ranked if r.nominee == fjordby_id)

    fjordby_id = award.page.reported.rows.model.rows()[0].nominee.id
    assert jurors_counted() == 2

    award.decide(recused=False)

    assert jurors_counted() == 3
    assert award.standing("Bjarne Øvrebø", "Fjordby") is Standing.IMPARTIAL
    assert "is not recused for Fjordby" in award.label("reported_decided")


def test_a_recusal_may_reach_the_whole_category(award: Award) -> None:
    award.decide(recused=True, reach=Reach.CATEGORY)

    assert {
        award.standing("Bjarne Øvrebø", name)
        for name in ("Fjordby", "Skogheim", "Elvestad", "Bergset")
    } == {Standing.RECUSED}
    assert "for all nominees in the category of Fjordby" in award.label("reported_decided")


def test_nothing_is_recorded_without_an_answer_or_while_the_juror_may_have_taken_part(
    award: Award,
) -> None:
    before = len(award.log())
    award.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = award.dialog()

    dialog.submit()
    assert dialog.problem_of_choice.text() == "Choose what the panel decided."

    dialog.recused.click()
    assert "Bjarne Øvrebø is recused for Fjordby" in dialog.sentence.text()
    dialog.submit()
    assert dialog.problem.text() == "The panel decides without Bjarne Øvrebø. Tick that it did."
    assert dialog.isVisible()

    dialog.reject()
    assert len(award.log()) == before


def test_the_sentence_in_the_dialog_follows_what_is_chosen(award: Award) -> None:
    award.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = award.dialog()
    assert not dialog.sentence.isVisible()

    dialog.recused.click()
    assert dialog.form.row("ruling_reach").isVisible()
    dialog.reach.choose(str(Reach.DECISION))
    assert "recused for the whole decision, because of Fjordby" in dialog.sentence.text()

    dialog.not_recused.click()
    assert not dialog.form.row("ruling_reach").isVisible()
    assert "is not recused for Fjordby" in dialog.sentence.text()
    dialog.reject()


def test_the_first_decision_is_not_undone_since_nothing_brings_undecided_back(award: Award) -> None:
    award.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "is not undone by Ctrl+Z" in award.dialog().undoing.text()
    award.dialog().reject()

    award.decide(recused=True)

    assert not award.page.shell.undo_group.canUndo()
    award.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert award.standing("Bjarne Øvrebø", "Fjordby") is Standing.RECUSED


def test_a_later_decision_is_undone_by_recording_the_one_before_and_history_is_kept(
    award: Award,
) -> None:
    award.decide(recused=True, reach=Reach.CATEGORY, ground="A sister")
    award.decide(recused=False)
    assert award.standing("Bjarne Øvrebø", "Skogheim") is Standing.IMPARTIAL

    award.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert award.standing("Bjarne Øvrebø", "Skogheim") is Standing.RECUSED
    assert award.label("reported_decided").endswith("Ground: A sister")
    assert len(award.label("reported_history").splitlines()) == 2
    said = [entry.what for entry in award.log()]
    assert said.count("impartiality.ruled") == 3

    award.press(
        Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert award.standing("Bjarne Øvrebø", "Skogheim") is Standing.IMPARTIAL


def test_the_dialog_begins_with_the_decision_that_stands(award: Award) -> None:
    award.decide(recused=True, reach=Reach.CATEGORY, ground="A sister")

    award.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = award.dialog()

    assert dialog.recused.isChecked()
    assert dialog.reach.current_key() == Reach.CATEGORY
    assert dialog.ground.toPlainText() == "A sister"
    assert not dialog.apart.isChecked()
    dialog.reject()


def test_the_panel_may_decide_on_a_juror_who_reported_nothing(award: Award) -> None:
    award.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = award.dialog()
    state = award.page.controller.state
    assert state is not None
    dialog.juror.choose(state.matrix.jurors[CECILIE].id)
    [bergset] = [r.nominee for r in state.matrix.rows if r.nominee.name == "Bergset"]
    dialog.nominee.choose(bergset.id)
    dialog.recused.click()
    assert dialog.apart.text() == "Cecilie Čáhppe took no part in the decision"
    dialog.apart.setChecked(True)
    dialog.submit()

    award.qtbot.waitUntil(lambda: award.standing("Cecilie Čáhppe", "Bergset") is Standing.RECUSED)
    assert award.label("reported_facts").startswith("Cecilie Čáhppe on Bergset:")


def test_the_matrix_says_by_word_how_everybody_stands_and_how_many_are_left(award: Award) -> None:
    award.page.show_view(MATRIX)
    award.page.copy_table()

    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0] == ["Nominee", "Impartial", "AÅ", "BØ", "CČ"]
    cells = {line[0].split("  ")[-1].split(" ")[-1]: line[1:] for line in lines[1:]}
    assert cells["Elvestad"] == ["2 of 3", "Recused", "Impartial", "Impartial"]
    assert cells["Fjordby"] == ["2 of 3", "Impartial", "To be decided", "Impartial"]
    assert cells["Skogheim"] == ["3 of 3", "Impartial", "Impartial", "Impartial"]


def test_the_matrix_can_be_filtered_by_word(award: Award) -> None:
    award.page.show_view(MATRIX)

    award.qtbot.keyClicks(award.page.matrix.filter, "decided")
    assert {r.nominee.name for r in award.page.matrix.rows.model.rows()} == {"Fjordby", "Bergset"}

    award.page.matrix.filter.setText("nobody")
    assert award.page.matrix.rows.empty.isVisible()


def test_a_nominee_with_too_few_jurors_left_says_so(award: Award) -> None:
    from juryapp.application.impartiality.ruling import rule

    session = award.workspace.session
    with session.reading() as uow:
        jurors, nominees = uow.jurors.all(), {n.name: n.id for n in uow.nominees.all()}
    for juror in jurors:
        rule(session, juror.id, nominees["Elvestad"], recused=True)
    award.page.controller.refresh()
    award.page.show_view(MATRIX)

    model = award.page.matrix.rows.model
    place = next(i for i, r in enumerate(model.rows()) if r.nominee.name == "Elvestad")
    assert model.index(place, 1).data() == "0 of 3, too few"


def test_the_primary_button_is_the_panels_decision_then_the_way_on(award: Award) -> None:
    def primaries() -> list[str]:
        buttons = award.page.findChildren(QAbstractButton)
        return [b.text() for b in buttons if b.property("look") == "primary" and b.isVisible()]

    assert primaries() == ["The panel decides …"]
    award.decide(recused=True)
    award.press(Qt.Key.Key_F8)
    award.decide(recused=False)

    assert award.label("pending_count") == "Nothing waits for the panel."
    assert primaries() == ["To the score files"]
    award.button("go_on").click()
    assert award.window.pages.current() is not award.page


def test_after_the_round_is_closed_the_way_on_is_the_results(award: Award) -> None:
    award.workspace.change(lambda: close_round(award.workspace.session))

    assert award.button("go_on").text() == "To the results"
    award.button("go_on").click()
    seen = award.window.pages.current()
    assert seen is not None
    assert seen.name == "results"


def test_a_pair_can_be_asked_for_by_name(award: Award) -> None:
    rows = award.page.reported.rows.model.rows()
    wanted = rows[2]

    award.page.shell.go("impartiality", (wanted.juror.id, wanted.nominee.id))
    assert award.label("reported_facts").startswith("Astrid Åsen on Elvestad: takes no part")

    award.page.shell.go("impartiality", MATRIX)
    assert award.page.stack.currentWidget() is award.page.matrix
    award.press(Qt.Key.Key_F8)
    assert award.page.stack.currentWidget() is award.page.views[REPORTED]


def test_everything_that_takes_the_focus_has_a_name(award: Award) -> None:
    for view in (REPORTED, MATRIX):
        award.page.show_view(view)
        nameless = [
            widget.objectName() or type(widget).__name__
            for widget in award.page.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not isinstance(widget, QLabel)
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert nameless == []


def test_before_anything_was_reported_the_page_says_what_it_is_for(
    tmp_path: Path, shell: Shell, qtbot: QtBot
) -> None:
    workplace = fjordby(tmp_path)
    workplace.session.close()
    workspace = Workspace(shell)
    workspace.provide(workplace.session.services)
    page = ImpartialityPage(shell, workspace)
    qtbot.addWidget(page)
    workspace.open_edition("FJORD-2026")
    page.enter()
    page.show()

    assert page.reported.rows.empty.isVisible()
    assert page.reported.rows.empty.title.text() == "Nothing has been reported"
    assert page.matrix.undeclared.text() == (
        "Not declared yet: Astrid Åsen (4), Bjarne Øvrebø (4), Cecilie Čáhppe (4)"
    )
    page.close()
    workspace.close()
