"""The page of score files, with real score files: by keyboard, from dropping them to taking one out again."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from juryapp.application.packages import WrittenPackage
from juryapp.application.rounds import close_round
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.log import LogEntry
from juryapp.gui.choosers import FakeChoosers, mail_link
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.conflict_dialog import ConflictDialog
from juryapp.gui.dialogs.letter_dialog import LetterDialog
from juryapp.gui.dialogs.take_out_dialog import TakeOutDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.page import Page
from juryapp.gui.pages.merge_footer import NextStep
from juryapp.gui.pages.merge_page import (
    CONFLICTS,
    JURORS,
    PREVIEW,
    REPORT,
    TAKEN,
    WAITING,
    MergePage,
)
from juryapp.gui.shell import Shell
from juryapp.gui.translation import use_window_language
from workplace import Workplace, ballot, fjordby, services_in, table_of

ASTRID, BJARNE, CECILIE = range(3)
NAMES = ("astrid", "bjarne", "cecilie")


@dataclass(frozen=True)
class Award:
    """The small award, its packages, and the window with the page of score files."""

    workplace: Workplace
    packages: list[WrittenPackage]
    wholes: list[Path]
    workspace: Workspace
    window: MainWindow
    page: MergePage
    qtbot: QtBot

    def whole(self, who: int) -> Path:
        """Return the complete score file of a juror."""
        return self.wholes[who]

    def all(self) -> list[Path]:
        """Return the complete score files of all three."""
        return [self.whole(who) for who in range(3)]

    def other(self, who: int, mark: int = 3) -> Path:
        """Return a draft from a second machine of a juror, with another mark for Fjordby."""
        marks = table_of("nominee,criterion,mark", f"Fjordby,SAM,{mark}")
        return self.workplace.scored(self.packages[who], marks, machine="b", draft=True)

    def wait(self) -> None:
        """Wait until the worker has nothing to do."""
        jobs = self.page.shell.jobs
        self.qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=20_000)

    def look_at(self, *paths: Path) -> None:
        """Give files to the page and wait for the preview."""
        self.page.shell.go("merge", list(paths))
        self.wait()

    def read_in(self, *paths: Path) -> None:
        """Read files in, with a yes to second machines."""
        self.look_at(*paths)
        for row in self.page.controller.rows():
            if row.button:
                self.page.controller.accept(row.sha256)
        self.wait()
        self.page.controller.read_in()
        self.wait()

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

    def words(self) -> list[tuple[str, str]]:
        """Return title and state of the files in the list."""
        return [(row.title, row.subtitle) for row in self.page.waiting.files.rows.rows()]

    def log(self) -> list[LogEntry]:
        """Return the log."""
        with self.workspace.session.reading() as uow:
            return uow.journal.all()

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """Return the dialog that is open."""
        [found] = [d for d in self.page.findChildren(kind) if d.isVisible()]
        return found


class Elsewhere(Page):
    """Where the page of score files leads to."""

    name = "results"


@dataclass(frozen=True)
class Made:
    """The award, its packages and the jurors' complete score files, made once for all tests."""

    folder: Path
    packages: list[WrittenPackage]
    wholes: list[Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("award")
    workplace = fjordby(folder)
    packages = workplace.packages()
    workplace.session.close()
    wholes = [workplace.scored(p, ballot(name)) for p, name in zip(packages, NAMES, strict=True)]
    return Made(folder, packages, wholes)


@pytest.fixture
def award(tmp_path: Path, made: Made, shell: Shell, qtbot: QtBot) -> Iterator[Award]:
    folder = tmp_path / "award"
    shutil.copytree(made.folder, folder)
    workspace = Workspace(shell)
    workspace.provide(services_in(folder / "secretariat"))
    window = MainWindow(shell)
    page = MergePage(shell, workspace)
    window.add_page(page)
    window.add_page(Elsewhere(shell))
    workspace.open_edition("FJORD-2026")
    window.resize(1366, 768)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_page("merge")
    wholes = [folder / path.relative_to(made.folder) for path in made.wholes]
    workplace = Workplace(workspace.session, folder)
    award = Award(workplace, made.packages, wholes, workspace, window, page, qtbot)
    yield award
    award.wait()
    workspace.close()
    window.close()


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


# --------------------------------------------------------- the states of files


def test_a_damaged_file_names_itself_its_date_and_who_is_missing_and_keeps_no_other_out(
    award: Award, tmp_path: Path
) -> None:
    good = award.whole(ASTRID)
    bad = tmp_path / "poeng.juryscore"
    bad.write_bytes(good.read_bytes()[:200])

    award.look_at(good, bad)
    award.page.waiting.choose(bad)

    assert award.words()[1] == ("poeng.juryscore", "Refused")
    assert award.label("file_name").startswith("poeng.juryscore, from ")
    assert "Ask for it to be sent again." in award.label("file_sentence")
    assert award.label("file_missing") == (
        "Still missing: Astrid Åsen, Bjarne Øvrebø, Cecilie Čáhppe"
    )
    assert award.button("next_step").text() == "Read in 1 file"


def test_a_foreign_file_says_what_it_is(award: Award, tmp_path: Path) -> None:
    foreign = tmp_path / "table.juryscore"
    foreign.write_text("nominee;mark\nA;7\n", encoding="utf-8")

    award.look_at(foreign)

    assert award.words() == [("table.juryscore", "Refused")]
    assert award.label("file_sentence")
    assert award.button("next_step").text() == "Choose score files …"


def test_files_that_bring_nothing_say_why(award: Award) -> None:
    first = award.whole(ASTRID)
    changed = table_of("nominee,criterion,mark", "Fjordby,SAM,9", "Elvestad,,recused")
    newer = award.workplace.scored(award.packages[ASTRID], changed)
    award.read_in(first)
    twin = Path(shutil.copy(newer, newer.with_name("twin.juryscore")))

    award.look_at(first, newer, twin)

    assert [words for _title, words in award.words()] == [
        award.words()[0][1],
        "Newer · 4 of 4, complete",
        "Twice in this list",
    ]
    assert award.words()[0][1].startswith("Taken in on ")


def test_an_older_file_adds_history_only(award: Award) -> None:
    first = award.whole(ASTRID)
    changed = table_of("nominee,criterion,mark", "Fjordby,SAM,9", "Elvestad,,recused")
    award.read_in(award.workplace.scored(award.packages[ASTRID], changed))

    award.look_at(first)

    assert award.words() == [("Astrid Åsen", "Older")]
    assert "adds to the history only" in award.label("file_sentence")


def test_a_second_machine_waits_for_one_click(award: Award) -> None:
    award.read_in(award.whole(BJARNE))
    award.look_at(award.other(BJARNE))

    assert award.words() == [("Bjarne Øvrebø", "Second machine")]
    yes = award.button("accept_file")
    assert yes.text() == "The juror has two machines – take it"
    assert award.page.next_step() is NextStep.CHOOSE

    yes.click()
    award.wait()

    assert award.words() == [("Bjarne Øvrebø", "1 conflict · 0 of 4, draft")]
    assert award.page.next_step() is NextStep.CONFLICT


def test_a_file_is_taken_off_the_list_by_delete(award: Award) -> None:
    award.look_at(*award.all())
    award.page.waiting.files.setFocus()

    award.qtbot.keyClick(award.page.waiting.files, Qt.Key.Key_Delete)
    award.wait()
    assert len(award.words()) == 2

    award.button("clear_files").click()
    assert award.words() == []
    assert award.page.current_view() == JURORS


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


def test_a_closed_round_takes_nothing_in_and_says_so(award: Award, notifier: Recorder) -> None:
    award.workspace.change(lambda: close_round(award.workspace.session))
    assert "The round is closed." in award.label("merge_note")

    award.look_at(award.whole(ASTRID))

    assert notifier.messages[-1].code == "E-CLOSED"
    assert award.words() == []


def test_what_changes_elsewhere_makes_a_preview_new(award: Award) -> None:
    award.look_at(award.whole(ASTRID))
    before = award.page.controller.plan

    award.workspace.finished(ChangeSet.of(Topic.MARKS))
    award.wait()

    assert award.page.controller.plan is not before


# ------------------------------------------------------------------- conflicts


def test_f8_goes_to_a_conflict_that_comes_with_the_files_and_it_may_still_be_read_in(
    award: Award,
) -> None:
    award.read_in(award.whole(BJARNE))
    award.look_at(award.other(BJARNE))
    award.button("accept_file").click()
    award.wait()
    assert award.button("next_step").text() == "Go to the conflict"
    assert award.button("read_in").isVisible()
    assert award.button("read_in").isEnabled()

    award.press(Qt.Key.Key_F8)

    sentence = award.label("coming_sentence")
    assert sentence.startswith("Bjarne Øvrebø has handed in two different marks for Fjordby, ")
    assert {line.split("  ")[0] for line in award.label("coming_marks").splitlines()} == {"3", "7"}
    assert not award.button("coming_decide").isEnabled()
    assert award.button("next_step").text() == "Read in 1 file"


def test_an_open_conflict_is_the_next_step_and_is_put_to_the_juror(
    award: Award, choosers: FakeChoosers
) -> None:
    award.read_in(award.whole(BJARNE), award.other(BJARNE))
    assert award.button("next_step").text() == "Go to the conflict"

    award.button("next_step").click()
    assert award.page.current_view() == CONFLICTS
    assert award.label("conflict_sentence") == (
        "Bjarne Øvrebø handed in two different marks for Fjordby, Samarbeid. Neither counts until Bjarne"
        " Øvrebø or the chair has settled it."
    )
    award.button("conflict_ask").click()
    letter = award.dialog(LetterDialog)
    assert isinstance(letter, LetterDialog)
    assert "Fjordby, Samarbeid" in letter.text.toPlainText()

    letter.copy_button.click()
    assert QGuiApplication.clipboard().text() == letter.text.toPlainText()
    letter.address.setText("bjarne@example.org")
    letter.submit_button.click()
    assert choosers.letters[0][0] == "bjarne@example.org"


def test_the_chair_decides_with_a_mark_and_a_reason_and_it_stays_in_history(award: Award) -> None:
    award.read_in(award.whole(BJARNE), award.other(BJARNE))
    award.press(Qt.Key.Key_F8)
    award.button("conflict_decide").click()
    dialog = award.dialog(ConflictDialog)
    assert isinstance(dialog, ConflictDialog)

    dialog.submit()
    assert dialog.problem_of_choice.text() == "Choose the mark that counts."
    dialog._choices.buttons()[0].click()
    dialog.submit()
    assert dialog.form.has_errors()
    dialog.reason.setPlainText("Said so by telephone")
    dialog.submit()
    award.qtbot.waitUntil(lambda: "No conflict is open" in award.page.conflicts.heading.text())

    assert award.label("conflict_sentence").startswith("Astrid Åsen decided on ")
    assert award.label("conflict_sentence").endswith("Reason: Said so by telephone")
    assert award.log()[-1].what == "conflict.settled"
    assert award.log()[-1].actor.startswith("juror:")


def test_a_recused_chair_cannot_settle_and_the_deputy_is_offered(award: Award) -> None:
    recused = table_of("nominee,criterion,mark", "Fjordby,,recused", "Skogheim,SAM,7")
    award.read_in(award.workplace.scored(award.packages[ASTRID], recused, draft=True))
    award.read_in(award.whole(CECILIE), award.other(CECILIE))
    award.press(Qt.Key.Key_F8)
    award.button("conflict_decide").click()
    dialog = award.dialog(ConflictDialog)
    assert isinstance(dialog, ConflictDialog)
    assert dialog.by.currentText() == "Bjarne Øvrebø, deputy chair"

    dialog.by.setCurrentIndex(0)
    assert dialog.by.currentText() == "Astrid Åsen, chair, recused here"
    dialog._choices.buttons()[0].click()
    dialog.reason.setPlainText("Because")
    dialog.submit()

    assert "The chair is recused for this nominee." in dialog.problem.text()
    assert dialog.isVisible()
    dialog.reject()


def test_f8_goes_round_all_conflicts(award: Award) -> None:
    two = table_of("nominee,criterion,mark", "Fjordby,SAM,3", "Bergset,NY,9")
    other = award.workplace.scored(award.packages[BJARNE], two, machine="b", draft=True)
    award.read_in(award.whole(BJARNE), other)

    seen = []
    for _press in range(3):
        award.press(Qt.Key.Key_F8)
        seen.append(award.label("conflict_sentence"))

    assert seen[0] != seen[1]
    assert seen[0] == seen[2]


def test_a_juror_who_only_has_a_conflict_is_not_called_missing(award: Award) -> None:
    award.read_in(award.whole(BJARNE), award.other(BJARNE))

    award.page.show_view(JURORS)

    rows = {r.line.juror.name: r for r in award.page.jurors.rows.model.rows()}
    assert not rows["Bjarne Øvrebø"].missing
    assert award.page.jurors.heading.text() == "2 jurors are missing"
    award.page.jurors.rows.choose(rows["Bjarne Øvrebø"].line.juror.id)
    assert not award.button("remind").isEnabled()


# -------------------------------------------------------------- taking out again


def test_a_file_is_taken_out_with_a_reason_and_in_again(award: Award) -> None:
    award.read_in(*award.all())
    award.page.show_view(TAKEN)
    assert award.page.taken.heading.text() == "3 files count"

    award.button("take_out").click()
    dialog = award.dialog(TakeOutDialog)
    assert isinstance(dialog, TakeOutDialog)
    dialog.submit()
    assert dialog.form.has_errors()
    dialog.reason.setPlainText("Sent by mistake")
    dialog.submit()
    award.qtbot.waitUntil(lambda: award.page.taken.heading.text() == "2 files count")

    assert "Sent by mistake" in award.label("taken_detail")
    assert award.label("handed_in") == "2 of 3 have handed in"
    assert award.log()[-1].what == "file.taken_out"
    assert award.button("take_out").text() == "Take it in again"

    award.button("take_out").click()
    assert award.page.taken.heading.text() == "3 files count"


def test_a_file_that_was_taken_out_is_offered_again_when_it_is_dropped(award: Award) -> None:
    path = award.whole(ASTRID)
    award.read_in(path)
    assert award.page.controller.standing is not None
    sha256 = award.page.controller.standing.taken[0].file.sha256
    award.page.controller.take_out(sha256, "The wrong file")

    award.look_at(path)
    assert award.words() == [("Astrid Åsen", "Was taken out")]
    assert award.button("accept_file").text() == "Take it in again"
    award.button("accept_file").click()
    award.wait()

    assert award.button("next_step").text() == "Read in 1 file"


# ------------------------------------------------------------------- reminders


def test_a_reminder_is_ready_in_the_language_of_the_edition(
    award: Award, choosers: FakeChoosers
) -> None:
    choosers.has_mail = False
    award.button("remind").click()
    letter = award.dialog(LetterDialog)
    assert isinstance(letter, LetterDialog)
    assert letter.windowTitle() == "Reminder to Astrid Åsen"
    assert "Astrid Åsen" in letter.text.toPlainText()
    assert "1. januar 2099" in letter.text.toPlainText()

    letter.submit()

    assert letter.problem.text() == "No mail program answered. Copy the text instead."
    letter.reject()


def test_reminders_are_found_by_searching(award: Award) -> None:
    entries = {entry.text: entry for entry in award.page.palette_entries()}
    assert len(entries) == 3

    entries["Reminder to Bjarne Øvrebø"].run()

    letter = award.dialog(LetterDialog)
    assert letter.windowTitle() == "Reminder to Bjarne Øvrebø"
    letter.reject()


def test_a_link_for_the_mail_program_keeps_every_letter() -> None:
    link = mail_link("á@example.org", "Spørsmål & svar", "Hei\nKjære Čáhppe")

    assert link == (
        "mailto:%C3%A1@example.org?subject=Sp%C3%B8rsm%C3%A5l%20%26%20svar"
        "&body=Hei%0D%0AKj%C3%A6re%20%C4%8C%C3%A1hppe"
    )


# --------------------------------------------------------------------- the window


def test_in_a_narrow_window_the_list_of_files_becomes_a_view(award: Award) -> None:
    award.look_at(*award.all())
    award.window.resize(1000, 700)
    award.qtbot.waitUntil(lambda: WAITING in award.page.views)

    award.page.show_view(WAITING)
    assert award.page.waiting.isVisible()
    assert award.page.stack.currentWidget() is award.page.waiting

    award.window.resize(1366, 768)
    award.qtbot.waitUntil(lambda: WAITING not in award.page.views)
    assert award.page.current_view() == PREVIEW
    assert award.page.waiting.isVisible()


def test_every_view_is_reached_by_its_name_and_from_the_palette(award: Award) -> None:
    for action in award.page.page_actions():
        if action.id in {"merge.missing", "merge.conflicts", "merge.taken"}:
            action.handler()
    assert award.page.current_view() == TAKEN

    award.page.shell.go("merge", CONFLICTS)
    assert award.page.current_view() == CONFLICTS
    assert award.page.conflicts.rows.empty.isVisible()


def test_everything_that_takes_the_focus_has_a_name(award: Award) -> None:
    award.read_in(award.whole(BJARNE), award.other(BJARNE))
    award.look_at(award.whole(ASTRID))

    for view in award.page.views:
        award.page.show_view(view)
        assert nameless(award.page) == [], view


def nameless(page: QWidget) -> list[str]:
    """Return what can be seen, takes the focus, and says nothing to a screen reader."""
    return [
        widget.objectName() or type(widget).__name__
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QLabel)
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]


def test_exactly_one_primary_button_is_seen_at_every_step(award: Award) -> None:
    def primaries() -> int:
        buttons = award.page.findChildren(QAbstractButton)
        return sum(b.property("look") == "primary" and b.isVisible() for b in buttons)

    assert primaries() == 1
    award.look_at(*award.all())
    assert primaries() == 1
    award.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    award.wait()
    assert primaries() == 1


def test_the_language_changes_while_a_preview_is_seen(
    award: Award, fake_language: Callable[[dict[str, str]], None]
) -> None:
    award.look_at(award.whole(ASTRID))
    fake_language({"This will be changed": "Dette blir endret", "New": "Ny"})

    use_window_language("nb")
    award.qtbot.waitUntil(lambda: award.page.preview.heading.text() == "Dette blir endret")

    index = award.page.preview.rows.model.index(1, 0)
    assert index.data() == "Ny"
    assert isinstance(award.page.findChild(QLineEdit), QLineEdit)


def test_when_the_edition_is_closed_nothing_of_it_stays(award: Award) -> None:
    award.look_at(award.whole(ASTRID))

    award.workspace.close()

    assert award.page.controller.standing is None
    assert award.page.controller.paths == ()
    assert award.page.title() == "Score files"
