"""The page of score files: files are dropped, looked through and read in, by keyboard, on real files."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import parse_edition
from juryapp.application.edition.rounds import close_round
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.merge_page import MergePage
from juryapp.gui.pages.merge_tabs import JURORS, PREVIEW, REPORT
from juryapp.gui.shell import Shell
from merge_award import ASTRID, CECILIE, Award, award, made
from workplace import FJORDBY, services_in

__all__ = ["award", "made"]  # fixtures


def tile(award: Award, name: str) -> str:
    found = award.page.findChild(QWidget, f"tile_{name}")
    assert isinstance(found, QWidget)
    return found.accessibleName()


# ------------------------------------------------------------------- looking


def test_before_any_file_the_page_says_who_is_missing_and_asks_for_files(award: Award) -> None:
    assert award.page.current_view() == JURORS
    assert award.page.jurors.heading.text() == "3 jurors are missing"
    assert award.button("next_step").text() == "Choose score files …"
    assert award.page.waiting.explained.isVisible()
    assert award.page.waiting.drop.hasFocus()
    assert award.label("handed_in") == "0 of 3 have handed in"


def test_files_chosen_by_keyboard_are_looked_through_and_nothing_is_read_in(
    award: Award, choosers: FakeChoosers
) -> None:
    choosers.files = award.all()

    award.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    award.wait()

    assert award.page.current_view() == PREVIEW
    assert award.label("preview_sentence").startswith(
        "Nothing has been read in yet: 22 marks are new, 0 replace older ones, none is deleted."
    )
    assert [tile(award, n) for n in ("new", "changed", "conflicts", "recused", "deleted")] == [
        "22 new marks",
        "0 replaced",
        "0 conflicts",
        "1 newly recused",
        "0 deleted",
    ]
    assert award.words()[0] == ("Astrid Åsen", "4 of 4, complete")
    assert award.page.controller.standing is not None
    assert award.page.controller.standing.taken == ()


def test_the_preview_counts_and_shows_no_marks(award: Award) -> None:
    award.look_at(*award.all())

    rows = award.page.preview.rows.model.rows()
    assert {row.after for row in rows if row.look.word == "New"} == {"hidden"}
    assert (rows[0].look.word, rows[0].nominee) == ("Recused", "03  Elvestad")
    assert ("Astrid Åsen", "3 nominees", "6 marks") in [(r.juror, r.nominee, r.what) for r in rows]


def test_showing_the_marks_is_asked_for_and_written_to_the_log(
    award: Award, choosers: FakeChoosers
) -> None:
    award.look_at(award.whole(CECILIE))

    choosers.agrees = False
    award.button("show_marks").click()
    assert not award.page.controller.marks_shown
    assert award.log()[-1].what != "marks.shown"

    choosers.agrees = True
    award.button("show_marks").click()

    assert award.log()[-1].what == "marks.shown"
    rows = award.page.preview.rows.model.rows()
    shown = {(r.nominee, r.what): r.after for r in rows if r.look.word == "New"}
    assert shown["03  Elvestad", "Samarbeid"] == "6.5"

    award.button("show_marks").click()
    assert not award.page.controller.marks_shown


def test_marks_that_were_shown_are_hidden_again_for_other_files(award: Award) -> None:
    award.look_at(award.whole(CECILIE))
    award.page.controller.show_marks(True)

    award.look_at(award.whole(ASTRID))

    assert not award.page.controller.marks_shown


def test_a_whole_folder_can_be_dropped(award: Award, drop: Callable[..., bool]) -> None:
    folder = award.all()[0].parent

    assert drop(award.page.waiting.drop, folder)
    award.wait()

    assert len(award.page.controller.rows()) == 3


def test_files_may_be_dropped_anywhere_on_the_page(award: Award, drop: Callable[..., bool]) -> None:
    assert drop(award.page, award.whole(ASTRID))
    award.wait()

    assert award.words() == [("Astrid Åsen", "4 of 4, complete")]


def test_a_folder_without_score_files_says_so(
    award: Award, tmp_path: Path, notifier: Recorder
) -> None:
    (tmp_path / "pictures").mkdir()

    award.page.take([tmp_path / "pictures"])

    assert notifier.titles() == ["There is no score file in the folder “pictures”."]


def test_the_folder_button_asks_for_a_folder(award: Award, choosers: FakeChoosers) -> None:
    choosers.target = award.all()[0].parent

    award.button("choose_folder").click()
    award.wait()

    assert len(award.page.controller.rows()) == 3


def test_the_filter_and_the_kinds_show_fewer_lines(award: Award) -> None:
    award.look_at(*award.all())
    everything = len(award.page.preview.rows.model.rows())

    award.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert award.page.preview.filter.hasFocus()
    award.qtbot.keyClicks(award.page.preview.filter, "cecilie")

    assert {r.juror for r in award.page.preview.rows.model.rows()} == {"Cecilie Čáhppe"}
    award.page.preview.filter.clear()
    award.page.preview.kinds.choose("conflict")
    award.page.preview.kinds.chosen.emit("conflict")
    assert award.page.preview.rows.empty.isVisible()
    assert award.page.preview.rows.empty.title.text() == "No line like this"
    award.page.preview.kinds.choose("all")
    award.page.preview.kinds.chosen.emit("all")
    assert len(award.page.preview.rows.model.rows()) == everything


# ------------------------------------------------------------------ reading in


def test_reading_in_by_keyboard_says_what_was_done_and_goes_on_to_the_results(
    award: Award, notifier: Recorder
) -> None:
    asked: list[str] = []
    award.page.shell.page_requested.connect(lambda name, _argument: asked.append(name))
    award.look_at(*award.all())
    asked.clear()
    assert "A backup is made first." in award.label("merge_note")

    award.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    award.wait()

    assert award.page.current_view() == REPORT
    assert award.page.report.heading.text() == "3 files were read in"
    assert award.label("report_missing") == "Nobody is missing."
    assert "3 files were read in" in notifier.words
    assert not award.page.shell.undo_group.canUndo()
    assert award.label("handed_in") == "3 of 3 have handed in"
    assert award.button("next_step").text() == "To the results"
    award.button("next_step").click()
    assert asked == ["results"]
    store = award.workspace.session.services.store
    assert len(store.backups(award.workspace.session.edition().id)) >= 1


def test_good_files_are_read_in_and_the_refused_one_stays_on_the_list(
    award: Award, tmp_path: Path
) -> None:
    good = award.whole(ASTRID)
    bad = tmp_path / "poeng.juryscore"
    bad.write_bytes(good.read_bytes()[:200])

    award.read_in(good, bad)

    assert award.words() == [("poeng.juryscore", "Refused")]
    assert "1 file was refused." in award.page.report.sentence.text()
    assert "Bjarne Øvrebø, Cecilie Čáhppe" in award.label("report_missing")
    award.button("report_who").click()
    assert award.page.current_view() == JURORS


def test_the_report_is_copied_with_what_each_line_means(award: Award, notifier: Recorder) -> None:
    award.read_in(award.whole(ASTRID))

    award.press(
        Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )

    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t")[-1] == "What it means"
    assert copied[1].startswith("Read in\tAstrid Åsen\t4 of 4, complete\t6\t0\t")
    assert "Table copied" in notifier.words


def test_a_preview_can_be_cancelled(award: Award) -> None:
    gate = threading.Event()
    award.page.shell.jobs.start(lambda _progress: gate.wait(10))
    award.page.take(award.all())
    assert award.page.controller.is_reading
    assert not award.button("next_step").isEnabled()

    award.page.shell.jobs.running()[-1].cancel()
    gate.set()
    award.wait()

    assert award.page.controller.paths == ()
    assert not award.page.controller.is_reading


def test_cancelling_while_reading_in_leaves_everything_as_it_was(
    award: Award, notifier: Recorder
) -> None:
    award.look_at(*award.all())
    gate = threading.Event()
    award.page.shell.jobs.start(lambda _progress: gate.wait(10))
    award.page.controller.read_in()

    award.page.shell.jobs.running()[-1].cancel()
    gate.set()
    award.wait()

    assert notifier.titles() == ["Nothing was read in. Everything is as before."]
    award.page.controller.refresh()
    assert award.page.controller.standing is not None
    assert award.page.controller.standing.taken == ()
    award.wait()


def test_a_preview_that_was_overtaken_is_dropped(award: Award) -> None:
    first, second, third = award.all()
    gate = threading.Event()
    award.page.shell.jobs.start(lambda _progress: gate.wait(10))
    award.page.take([first])
    award.page.take([second, third])
    gate.set()
    award.wait()

    assert len(award.words()) == 3


def test_a_closed_round_takes_nothing_in_and_lays_aside_what_comes(award: Award) -> None:
    award.workspace.change(lambda: close_round(award.workspace.session))
    assert "The round is closed." in award.label("merge_note")

    award.look_at(award.whole(ASTRID))

    assert award.button("next_step").text() == "Lay 1 file aside"
    award.page.controller.read_in()
    award.wait()
    with award.workspace.session.reading() as uow:
        assert len(uow.files.held()) == 1
        assert uow.files.all() == []


def test_before_the_round_is_opened_the_way_leads_to_the_set_up(
    tmp_path: Path, shell: Shell, qtbot: QtBot, notifier: Recorder
) -> None:
    services = services_in(tmp_path / "secretariat")
    text = (FJORDBY / "edition.toml").read_text(encoding="utf-8")
    new_edition(services, parse_edition(text, "edition.toml")).close()
    workspace = Workspace(shell)
    workspace.provide(services)
    page = MergePage(shell, workspace)
    qtbot.addWidget(page)
    workspace.open_edition("FJORD-2026")
    page.enter()

    assert page.footer.primary.text() == "To the set-up"
    assert page.footer.note.text().startswith("The round has not been opened yet.")
    page.take([FJORDBY / "README.md"])
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert notifier.messages[-1].code == "E-NOT-OPENED"
    workspace.close()


def test_what_changes_elsewhere_makes_a_preview_new(award: Award) -> None:
    award.look_at(award.whole(ASTRID))
    before = award.page.controller.plan

    award.workspace.finished(ChangeSet.of(Topic.MARKS))
    award.wait()

    assert award.page.controller.plan is not before
