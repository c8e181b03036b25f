"""Nothing is lost at the desk: restarts, full disks, half-written notes, undo of anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.application.ports import UnitOfWork
from juryapp.base.errors import UnavailableError
from juryapp.domain.statements import Answer, DeclarationContent, NoteContent, mark
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.notify import Recorder
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.desk_texts import SAVE_AFTER_MS
from juryapp.storage import refusals
from juryapp.storage.unit_of_work import SqlUnitOfWork
from workplace import services_in


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def ready(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        yield made


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Let every commit fail, or work again."""
    works = SqlUnitOfWork.commit

    def fail(self: UnitOfWork) -> None:
        raise UnavailableError(refusals.DISK_FULL, code="E-DISK-FULL")

    def switch(full: bool) -> None:
        monkeypatch.setattr(SqlUnitOfWork, "commit", fail if full else works)

    return switch


# ----------------------------------------------------------------------------- going on


def test_a_juror_who_comes_back_is_where_they_left(
    qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path
) -> None:
    package = award.package()
    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        desk.through_the_door()
        third = desk.controller.order[2]
        desk.page.sheet.go_to(third)
        desk.key("7", ",", "5", "Down", "3")
        # "3" still waits for ",5" when the window is closed
        desk.page.sheet.papers.notes.setPlainText("half writ")
    with desk_window(qtbot, Shell(shell.settings), tmp_path / "juror", package) as again:
        assert again.place() is Place.SHEET
        assert again.page.sheet.nominee == third
        assert again.mark(third, SAM) == mark(15)
        assert again.mark(third, NY) == mark(6)
        assert again.page.sheet.papers.notes.toPlainText() == "half writ"
        assert again.scale(0).value_text() == "7.5"
        again.page.shell.close()


def test_every_mark_is_on_the_disk_when_the_key_was_answered(
    ready: DeskWindow, tmp_path: Path
) -> None:
    """A copy of the file taken now, as a crash would leave it, holds the mark."""
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    ready.key("8", "Down")
    place = Path(ready.workspace.session.database.place)
    copy = tmp_path / "after_the_crash" / "desks"
    copy.mkdir(parents=True)
    for file in place.parent.glob(place.name + "*"):
        (copy / file.name).write_bytes(file.read_bytes())

    services = services_in(tmp_path / "after_the_crash")
    contents = ready.controller.contents
    database = services.store.desk(contents.edition.id, contents.juror.id)
    try:
        with database.unit_of_work() as uow:
            standing = uow.marks.current(contents.round.id).effective
            assert [s.content for s in standing.values()] == [mark(16)]
    finally:
        database.close()


def test_another_package_opened_meanwhile_keeps_what_is_half_written(
    ready: DeskWindow, award: SmallAward
) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    ready.page.sheet.papers.notes.setPlainText("not yet saved")
    assert ready.workspace.open_package(award.package())  # a newer one, by double click
    ready.window.show_page("desk")
    settle()
    assert ready.controller.said(nominee).note == "not yet saved"


# --------------------------------------------------------------------------------- notes


def test_a_note_is_saved_a_moment_after_the_last_key(ready: DeskWindow) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    assert SAVE_AFTER_MS <= 500
    ready.page.sheet.papers.notes.setFocus()
    ready.write("Call them")
    ready.qtbot.waitUntil(lambda: ready.controller.said(nominee).note == "Call them")
    assert ready.workspace.undo_stack.count() == 1


def test_a_note_is_saved_when_it_is_left_and_one_visit_is_one_step(ready: DeskWindow) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    notes = ready.page.sheet.papers.notes
    notes.setFocus()
    ready.write("First")
    notes.flush()
    ready.write(" and more")
    ready.page.sheet.marks.enter()
    assert ready.controller.said(nominee).note == "First and more"
    assert ready.workspace.undo_stack.count() == 1
    notes.setFocus()
    ready.write("!")
    ready.page.sheet.marks.enter()
    assert ready.workspace.undo_stack.count() == 2

    ready.key("Ctrl+Z")
    assert ready.controller.said(nominee).note == "First and more"
    assert notes.toPlainText() == "First and more"
    ready.key("Ctrl+Z")
    assert notes.toPlainText() == ""


def test_private_notes_and_flags_are_in_no_score_file(ready: DeskWindow, tmp_path: Path) -> None:
    from juryapp.application.desk.handing_in import _score_content

    nominee = ready.page.sheet.nominee
    assert nominee is not None
    ready.controller.write_private(nominee, "SECRET WORD", 1)
    ready.controller.flag(nominee)
    ready.controller.write_comment(nominee, NoteContent("to the jury"), 1)
    session = ready.workspace.session
    with session.reading() as uow:
        content = repr(_score_content(session, uow, draft=True))
    assert "to the jury" in content
    assert "SECRET WORD" not in content
    assert "⚑" not in content


# -------------------------------------------------------------------------- a full disk


def test_a_mark_that_cannot_be_saved_is_shown_as_such_and_tried_again(
    ready: DeskWindow, full_disk: Callable[[bool], None], notifier: Recorder
) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    line = ready.page.sheet.marks.rows[0]
    full_disk(True)
    ready.key("8", "Down")

    assert notifier.messages[-1].code == "E-DISK-FULL"
    assert ready.scale(0).value_text() == "8"
    assert line.retry.isVisible()
    assert "Not saved" in line.scale.accessibleDescription()
    assert "not saved" in ready.page.sheet.side._row(nominee).subtitle
    assert ready.mark(nominee, SAM) is None
    assert not ready.controller.is_finished(nominee)
    assert notifier.messages[-1].title.startswith("1 thing that you said is not saved yet.")
    assert ready.window.top_bar.saved.text() == "1 not saved"

    line.retry.click()
    assert line.retry.isVisible()
    full_disk(False)
    line.retry.click()

    assert not line.retry.isVisible()
    assert ready.mark(nominee, SAM) == mark(16)
    assert not ready.controller.has_unsaved()
    assert ready.window.top_bar.saved.text().startswith("Saved ")
    assert ready.workspace.undo_stack.count() == 1


def test_an_unsaved_mark_waits_while_the_juror_goes_elsewhere_and_blocks_the_file(
    ready: DeskWindow, full_disk: Callable[[bool], None]
) -> None:
    first, second, *_rest = ready.controller.order
    for nominee in ready.controller.order:
        for criterion in (SAM, NY):
            ready.controller.give(nominee, criterion, 4, not_assessed=False)
    ready.page.sheet.go_to(first, SAM)
    full_disk(True)
    ready.key("9", "Down")
    ready.page.sheet.go_to(second)
    ready.page.show_place(Place.HAND_IN)
    (line,) = ready.page.hand_in.missing.list.rows.rows()
    assert (line.key, line.subtitle) == (f"{first}/SAM", "not saved: Samarbeid")
    ready.page.sheet.go_to(first)
    assert ready.scale(0).value_text() == "9"
    full_disk(False)
    ready.page.show_place(Place.SHEET)
    ready.key("Ctrl+S")
    assert ready.mark(first, SAM) == mark(18)
    assert ready.controller.all_finished


def test_going_back_to_the_mark_that_stands_needs_no_saving(
    ready: DeskWindow, full_disk: Callable[[bool], None]
) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    ready.key("4", "Down")
    full_disk(True)
    ready.key("Up", "5", "Down")
    assert ready.controller.has_unsaved()
    ready.key("Up", "4", "Down")
    assert not ready.controller.has_unsaved()
    assert not ready.page.sheet.marks.rows[0].retry.isVisible()


def test_a_note_that_cannot_be_saved_stays_and_is_saved_later(
    ready: DeskWindow, full_disk: Callable[[bool], None], notifier: Recorder
) -> None:
    first, second, *_rest = ready.controller.order
    ready.page.sheet.show_nominee(first)
    papers = ready.page.sheet.papers
    papers.notes.setFocus()
    full_disk(True)
    ready.write("Do not lose me")
    papers.notes.flush()
    assert papers.notes_retry.isVisible()
    assert notifier.messages[-1].code == "E-DISK-FULL"

    ready.page.sheet.show_nominee(second)
    assert papers.notes.toPlainText() == ""
    ready.page.sheet.show_nominee(first)
    assert papers.notes.toPlainText() == "Do not lose me"
    assert papers.notes_retry.isVisible()
    full_disk(False)
    papers.notes_retry.click()
    assert not papers.notes_retry.isVisible()
    assert ready.controller.said(first).note == "Do not lose me"


def test_a_comment_that_cannot_be_saved_stays_and_is_saved_later(
    ready: DeskWindow, full_disk: Callable[[bool], None]
) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    comment = ready.page.sheet.marks.comment
    comment.text.setFocus()
    full_disk(True)
    ready.write("Strong")
    comment.text.flush()
    assert comment.retry.isVisible()
    assert ready.controller.has_unsaved()
    full_disk(False)
    comment.retry.click()
    assert not comment.retry.isVisible()
    assert ready.controller.said(nominee).comment == NoteContent("Strong")


def test_an_answer_that_cannot_be_saved_waits_with_its_facts(
    qtbot: QtBot,
    shell: Shell,
    award: SmallAward,
    tmp_path: Path,
    full_disk: Callable[[bool], None],
) -> None:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as desk:
        desk.key("Space")
        full_disk(True)
        first = desk.controller.order[0]
        desk.key("3")
        desk.write("We have met")
        view = desk.page.impartiality
        view.flush()
        line = view.rows[first]
        assert line.answers.answer() is Answer.DOUBT
        assert line.facts.text.toPlainText() == "We have met"
        assert line.problem.isVisible()
        assert view.count.text() == "0 of 4 answered"
        view.done.click()
        assert desk.place() is Place.IMPARTIALITY
        assert desk.answer(first) is None

        full_disk(False)
        view.done.click()

        assert desk.place() is Place.SHEET
        assert desk.answer(first) == DeclarationContent(Answer.DOUBT, "We have met")
        assert not line.problem.isVisibleTo(line)


def test_a_rule_that_says_no_brings_back_what_stands(ready: DeskWindow, notifier: Recorder) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    from juryapp.application.desk.saying import declare

    declare(ready.workspace.session, nominee, Answer.RECUSED)  # behind the window's back
    ready.key("8", "Down")
    assert notifier.messages[-1].code == "E-RECUSED"
    assert ready.scale(0).points() is None
    assert not ready.controller.has_unsaved()


# ------------------------------------------------------------------------------- speed


def test_a_key_press_reads_one_candidate_and_touches_one_row(
    ready: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    nominee = ready.page.sheet.nominee
    assert nominee is not None
    from juryapp.gui.controllers import desk_state as module

    def refuse(*_args: object) -> None:
        raise AssertionError("the whole desk was read for one key")

    monkeypatch.setattr(module, "desk_contents", refuse)
    model = ready.page.sheet.side.list.rows
    ready.page.sheet.marks.enter()
    with ready.qtbot.waitSignal(model.dataChanged) as changed:
        ready.key("8", "Down")
    first, last = changed.args[0], changed.args[1]
    assert first.row() == last.row() == 0
    assert ready.controller.finished_count == 0
