"""The juror's page from the first text to the file: by keyboard, with real files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot

from desk_examples import JUROR, SmallAward, small_award
from desk_window import NOTHING, NY, SAM, DeskWindow, desk_window, settle
from juryapp.domain.impartiality import Standing
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkState,
    NoteContent,
    mark,
)
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.dialogs.desk_machine_dialog import MachineDialog
from juryapp.gui.dialogs.desk_report_dialog import ReportDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.desk_page import DeskPage
from juryapp.gui.shell import Shell
from juryapp.gui.translation import use_window_language
from juryapp.gui.widgets import ScoreScale


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        yield made


@pytest.fixture
def ready(desk: DeskWindow) -> DeskWindow:
    """At the sheet, with nothing to report anywhere."""
    desk.through_the_door()
    return desk


def shown_scale(desk: DeskWindow) -> ScoreScale:
    """Return the scale with the focus."""
    focus = QApplication.focusWidget()
    assert isinstance(focus, ScoreScale), focus
    return focus


# -------------------------------------------------------------------------------- the sheet


def test_a_whole_ballot_is_typed_with_digits_by_keyboard_alone(
    ready: DeskWindow, award: SmallAward, tmp_path: Path, choosers: FakeChoosers
) -> None:
    choosers.target = tmp_path / "out"
    choosers.target.mkdir()
    marked = []
    while not ready.controller.all_finished:
        nominee = ready.page.sheet.nominee
        assert nominee is not None
        marked.append(nominee)
        ready.key("1", "0", "Down", "7", ",", "5", "Ctrl+Return")

    assert len(marked) == 4
    for nominee in marked:
        assert ready.mark(nominee, SAM) == mark(20)
        assert ready.mark(nominee, NY) == mark(15)
    assert ready.place() is Place.HAND_IN  # the last Ctrl+Return went on to it
    assert ready.page.hand_in.make.hasFocus()

    ready.key("Space")
    ready.qtbot.waitUntil(lambda: ready.controller.is_locked)
    file = ready.controller.last_file
    assert file is not None
    assert (file.complete, file.marks, file.missing) == (True, 8, 0)
    with award.workplace.session.reading() as uow:
        before = len(uow.files.all())
    award.take_in(file.path)
    with award.workplace.session.reading() as uow:
        view = uow.marks.current(uow.rounds.all()[-1].id).effective
        assert len(uow.files.all()) == before + 1
        own = {
            k: s.content for k, s in view.items() if k.juror == ready.controller.contents.juror.id
        }
        assert {(k.nominee, k.criterion): c for k, c in own.items()} == {
            (nominee, criterion): content
            for nominee in marked
            for criterion, content in ((SAM, mark(20)), (NY, mark(15)))
        }


def test_one_then_zero_is_one_change_and_one_step_of_undo(ready: DeskWindow) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    ready.key("1", "0", "Down")

    assert ready.mark(nominee, SAM) == mark(20)
    assert ready.workspace.undo_stack.count() == 1
    with ready.workspace.session.reading() as uow:
        assert len(uow.marks.history(ready.controller.contents.round.id)) == 1

    ready.key("Ctrl+Z")
    assert ready.mark(nominee, SAM) is None
    ready.key("Ctrl+Shift+Z")
    assert ready.mark(nominee, SAM) == mark(20)


def test_undo_goes_to_the_candidate_where_something_is_undone(ready: DeskWindow) -> None:
    first = ready.page.sheet.nominee
    assert first is not None
    ready.key("5", "Ctrl+Right")
    assert ready.page.sheet.nominee != first

    ready.key("Ctrl+Z")

    assert ready.page.sheet.nominee == first
    assert ready.mark(first, SAM) is None
    assert ready.scale(0).points() is None


def test_not_assessed_clear_and_zero_are_three_things(ready: DeskWindow) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    ready.key("N")
    assert ready.mark(nominee, SAM) == MarkContent(MarkState.NOT_ASSESSED)
    ready.key("0", "Down")
    assert ready.mark(nominee, SAM) == mark(0)
    ready.key("Up", "Delete")
    assert ready.mark(nominee, SAM) is None


def test_the_weighted_mean_is_shown_only_when_complete(ready: DeskWindow) -> None:
    mean = ready.page.sheet.marks.mean
    assert mean.words.text() == "2 criteria are left"
    ready.key("8", "Down")
    assert (mean.number.text(), mean.words.text()) == ("", "1 criterion is left")
    ready.key("4", "Up")
    assert (mean.number.text(), mean.of.text()) == ("7.0", "of 10")
    assert mean.words.text() == "weighted, for now"
    row = ready.page.sheet.side.list.rows.rows()[0]
    assert (row.badge, row.subtitle) == ("7.0", "assessed · Alle")
    ready.key("Down", "N")
    assert mean.number.text() == "8.0"
    assert mean.words.text() == "weighted, of those assessed"


def test_next_candidate_is_the_next_that_lacks_marks_going_round(ready: DeskWindow) -> None:
    first, second, third, fourth = ready.controller.order
    for criterion in (SAM, NY):
        ready.controller.give(second, criterion, 10, not_assessed=False)
    assert ready.page.sheet.nominee == first

    ready.key("Ctrl+Return")
    assert ready.page.sheet.nominee == third
    assert isinstance(QApplication.focusWidget(), ScoreScale)
    ready.key("Ctrl+Return", "Ctrl+Return")
    assert ready.page.sheet.nominee == first
    ready.key("Ctrl+Right")
    assert ready.page.sheet.nominee == second
    ready.key("Ctrl+Left")
    assert ready.page.sheet.nominee == first
    ready.page.sheet.go_to(fourth, NY)
    assert shown_scale(ready).objectName() == "scale_NY"


def test_a_digit_typed_in_the_list_is_a_mark(ready: DeskWindow) -> None:
    side = ready.page.sheet.side
    side.list.setFocus()
    ready.key("Down")
    nominee = ready.page.sheet.nominee
    assert nominee == ready.controller.order[1]
    assert side.list.hasFocus()

    ready.key("6", "Down")

    assert ready.mark(nominee, SAM) == mark(12)


def test_the_filter_counts_and_keeps_the_candidate_in_work(ready: DeskWindow) -> None:
    side = ready.page.sheet.side
    first = ready.page.sheet.nominee
    assert first is not None
    ready.key("Ctrl+M")
    assert ready.controller.flagged() == [first]
    side.filter.choose("flagged")
    side.filter.chosen.emit("flagged")
    assert [line.key for line in side.list.rows.rows()] == [first]

    side.filter.choose("left")
    side.filter.chosen.emit("left")
    ready.page.sheet.marks.enter()
    ready.key("5", "Down", "5", "Up")
    assert side.count.text() == "1 of 4"
    assert first in [line.key for line in side.list.rows.rows()]
    ready.key("Ctrl+Return")
    assert first not in [line.key for line in side.list.rows.rows()]
    ready.key("Ctrl+Return")
    assert "flagged" in ready.page.sheet.side._row(first).subtitle


def test_the_search_finds_by_name_and_says_when_nothing_is_found(ready: DeskWindow) -> None:
    side = ready.page.sheet.side
    ready.key("Ctrl+F")
    assert side.search.hasFocus()
    ready.write("skog")
    assert [line.title for line in side.list.rows.rows()] == ["Skogheim"]
    ready.write("zzz")
    assert not side.list.rows.rows()
    assert side.nothing.isVisible()


def test_the_papers_show_every_nomination(ready: DeskWindow) -> None:
    ready.page.sheet.show_nominee(ready.nominee("Fjordby"))
    papers = ready.page.sheet.papers
    texts = [label.text() for label in papers.findChildren(type(papers.name))]
    assert "2 nominations" in texts
    assert "Nominated by Kari Prøve" in texts
    assert "Nominated by Ola Prøve" in texts
    assert papers.name.text() == "Fjordby"


def test_where_a_juror_stands_down_the_papers_stay_closed(ready: DeskWindow) -> None:
    nominee = ready.nominee("Fjordby")
    ready.page.sheet.show_nominee(nominee)
    ready.key("Ctrl+I")
    dialog = ready.page.findChild(ReportDialog)
    assert dialog is not None
    assert dialog.answers.answer() is Answer.NOTHING
    ready.key("2")
    ready.write("My sister is mayor there")
    dialog.facts.stands_down.click()
    dialog.save.click()
    settle()

    assert ready.answer(nominee) == DeclarationContent(Answer.RECUSED, "My sister is mayor there")
    sheet = ready.page.sheet
    assert sheet.papers.recused.isVisible()
    assert sheet.papers.recused.title.text() == (
        "You take no part in assessing Fjordby. The papers stay closed, and nothing is missing from"
        " you here."
    )
    assert not any(w.isVisible() for w in sheet.papers.findChildren(QDialog))
    assert not [t for t in _texts_shown(ready) if "samme dag" in t]
    assert sheet.marks.stack.currentIndex() == 1
    assert ready.controller.is_finished(nominee)
    with ready.workspace.session.reading() as uow:
        history = uow.declarations.history(ready.controller.contents.round.id)
        assert len([s for s in history if s.statement.key.nominee == nominee]) == 2

    ready.activate()
    ready.key("Ctrl+Z")
    assert ready.controller.said(nominee).standing is Standing.IMPARTIAL
    assert [t for t in _texts_shown(ready) if "samme dag" in t]


def _texts_shown(desk: DeskWindow) -> list[str]:
    from juryapp.gui.widgets.desk_texts import ReadingText

    shown = desk.page.sheet.papers.findChildren(ReadingText)
    return [text.toPlainText() for text in shown if text.isVisible()]


def test_what_is_reported_waits_for_the_panel_and_can_be_marked(ready: DeskWindow) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    ready.controller.answer(nominee, DeclarationContent(Answer.DOUBT, "We have met"))
    assert ready.page.sheet.papers.pending.isVisible()
    ready.key("4", "Down")
    assert ready.mark(nominee, SAM) == mark(8)
    assert "the panel decides" in ready.page.sheet.side._row(nominee).subtitle


def test_a_report_without_an_answer_cannot_be_saved(desk: DeskWindow) -> None:
    dialog = ReportDialog("Fjordby", None, ["I work there."], desk.window)
    dialog.open()
    assert not dialog.save.isEnabled()
    assert dialog.content() is None
    dialog.answers.choose(0)
    assert dialog.save.isEnabled()
    assert dialog.content() == NOTHING
    dialog.reject()


def test_space_turns_the_pages_of_the_papers(
    ready: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned: list[int] = []
    monkeypatch.setattr(ready.page.sheet.papers, "turn_page", turned.append)
    ready.page.sheet.marks.enter()
    ready.key("Space", "Shift+Space")
    assert turned == [1, -1]


def test_turning_a_page_leaves_a_few_lines_in_sight(ready: DeskWindow) -> None:
    papers = ready.page.sheet.papers
    bar = papers.voices.verticalScrollBar()
    bar.setRange(0, 500)
    bar.setPageStep(100)
    papers.turn_page(1)
    assert bar.value() == 85
    papers.turn_page(-1)
    assert bar.value() == 0


def test_the_list_folds_into_a_drawer_in_a_narrow_window(ready: DeskWindow) -> None:
    ready.window.resize(1000, 700)
    settle()
    sheet = ready.page.sheet
    assert not sheet.side.isVisible()
    assert sheet.drawer.isVisible()
    sheet.drawer.click()
    assert sheet.side.isVisible()
    sheet.side.list.choose(ready.controller.order[2])
    settle()
    assert sheet.nominee == ready.controller.order[2]
    assert not sheet.side.isVisible()
    ready.window.resize(1366, 768)
    settle()
    assert sheet.side.isVisible()


def test_the_search_field_of_the_window_finds_candidates(ready: DeskWindow) -> None:
    entries = {entry.text: entry for entry in ready.page.palette_entries()}
    entries["Elvestad"].run()
    assert ready.page.sheet.nominee == ready.nominee("Elvestad")


# ------------------------------------------------------------------------- the rest of it


def test_about_this_machine_shows_the_digits_and_where_the_key_lies(ready: DeskWindow) -> None:
    ready.page.open_machine()
    dialog = ready.page.findChild(MachineDialog)
    assert dialog is not None
    digits = dialog.digits.text().replace("\n", " ")
    assert [len(group) for group in digits.split()] == [5, 5, 5, 5]
    texts = " ".join(label.text() for label in dialog.findChildren(type(dialog.digits)))
    assert "a file that only you can read" in texts
    assert str(ready.workspace.services.data.keys) in texts
    dialog.copy_digits()
    assert QApplication.clipboard().text() == digits
    dialog.close()


def test_the_list_of_all_names_can_be_looked_at_again(ready: DeskWindow) -> None:
    ready.page.open_impartiality()
    view = ready.page.impartiality
    assert view.done.isHidden()
    assert not view.back.isHidden()
    assert all(line.answers.answer() is Answer.NOTHING for line in view.rows.values())
    view.back.click()
    assert ready.place() is Place.SHEET


def test_the_words_follow_the_language(
    ready: DeskWindow, fake_language: Callable[[dict[str, str]], None]
) -> None:
    fake_language(
        {
            "Next candidate": "Neste kandidat",
            "Your assessment": "Din vurdering",
            "not begun": "ikke påbegynt",
            "Candidates": "Kandidater",
            "Hand in": "Lever",
        }
    )
    use_window_language("nb")
    settle()
    sheet = ready.page.sheet
    assert sheet.marks.next.text() == "Neste kandidat"
    assert sheet.marks.heading.text() == "Din vurdering"
    assert sheet.side.heading.text() == "Kandidater"
    assert sheet.side.list.rows.rows()[0].subtitle.startswith("ikke påbegynt")
    assert ready.page.hand_in.heading.text() == "Lever"
    ready.key("7", ",", "5", "Down")
    assert ready.scale(0).value_text() == "7,5"


def test_the_page_says_so_when_no_package_is_open(shell: Shell, qtbot: QtBot) -> None:
    from juryapp.gui.controllers.workspace import Workspace

    window = MainWindow(shell)
    qtbot.addWidget(window)
    page = DeskPage(shell, Workspace(shell))
    window.add_page(page)
    window.show_page("desk")
    assert page.place is Place.NOTHING
    assert page.nothing.title.text() == "No jury package is open"
    assert page.title() == "Desk"
    window.close()


def test_the_comment_goes_to_the_jury_and_may_be_used(ready: DeskWindow) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    comment = ready.page.sheet.marks.comment
    assert not comment.usable.isEnabled()
    comment.text.setFocus()
    ready.write("Well argued")
    assert comment.usable.isEnabled()
    comment.usable.click()
    assert ready.controller.said(nominee).comment == NoteContent("Well argued", usable=True)


def test_the_window_says_whose_desk_it_is_and_which_keys_work_here(ready: DeskWindow) -> None:
    page = ready.page
    assert page.title() == "Fjordprisen 2026"
    assert page.subtitle() == f"Round 1  ·  Juror: {JUROR}"
    assert "type it, or click a cell" in page.help_text()
    assert "next candidate" in [hint.text for hint in page.key_hints()]
    page.open_impartiality()
    assert "in doubt" in [hint.text for hint in page.key_hints()]
    assert "which decides without you" in page.help_text()
    page.show_place(Place.HAND_IN)
    assert not page.key_hints()
    assert "send it to the secretariat" in page.help_text()


def test_an_action_that_makes_no_sense_here_cannot_be_done(ready: DeskWindow) -> None:
    enabled = {action.id: action.enabled() for action in ready.page.page_actions()}
    assert enabled["desk.report"]
    assert not enabled["desk.reopen"]
    ready.page.show_place(Place.HAND_IN)
    enabled = {action.id: action.enabled() for action in ready.page.page_actions()}
    assert not enabled["desk.next"]
    assert not enabled["desk.report"]
    assert enabled["desk.machine"]


def test_a_key_tells_when_everything_was_saved(ready: DeskWindow, notifier: Recorder) -> None:
    ready.key("5", "Ctrl+S")
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    assert ready.mark(nominee, SAM) == mark(10)
    assert notifier.words[-1].startswith("Everything is saved, ")


def test_a_page_asked_for_one_candidate_shows_it(ready: DeskWindow) -> None:
    fourth = ready.controller.order[3]
    ready.window.show_page("desk", fourth)
    assert ready.page.sheet.nominee == fourth
    ready.window.show_page("desk", Place.HAND_IN)
    assert ready.place() is Place.HAND_IN


def test_the_papers_can_be_reached_and_scrolled_by_keys(ready: DeskWindow) -> None:
    area = ready.page.sheet.papers.voices
    area.setFocus()
    assert area.hasFocus()
    assert area.accessibleName() == "Papers"
    ready.window.grab()  # with its ring
    ready.key("Tab")
    assert not area.hasFocus()


def test_every_control_of_the_desk_has_a_name(ready: DeskWindow) -> None:
    places = (Place.SHEET, Place.IMPARTIALITY, Place.HAND_IN)
    for place in places:
        ready.page.show_place(place)
        settle()
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView):
            for control in ready.page.findChildren(kind):
                if control.isVisible():
                    text = control.text() if isinstance(control, QAbstractButton) else ""
                    assert control.accessibleName() or text, control.objectName()
