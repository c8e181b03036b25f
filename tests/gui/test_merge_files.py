"""The states of files in the list of score files, taking one out again, and the page as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from juryapp.gui.dialogs.take_out_dialog import TakeOutDialog
from juryapp.gui.pages.merge_footer import NextStep
from juryapp.gui.pages.merge_tabs import CONFLICTS, JURORS, PREVIEW, TAKEN, WAITING
from juryapp.gui.translation import use_window_language
from merge_award import ASTRID, BJARNE, Award, award, made
from workplace import table_of

__all__ = ["award", "made"]  # fixtures


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
    assert award.label("file_missing") == "Still missing: Bjarne Øvrebø, Cecilie Čáhppe"
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

    assert award.words() == [("Bjarne Øvrebø", "1 conflict · 4 of 4, complete")]
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


def test_tab_goes_from_the_files_over_the_views_and_the_table_to_the_next_step(
    award: Award,
) -> None:
    award.look_at(*award.all())
    start: QWidget = award.page.waiting.drop
    order: list[QWidget] = [start]
    widget: QWidget | None = start.nextInFocusChain()
    while widget is not None and widget is not start:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()

    names = [
        widget.objectName() or getattr(widget, "text", str)()
        for widget in order
        if award.page.isAncestorOf(widget)
    ]
    assert names == [
        "drop_scores", "choose_folder", "clear_files", "choose_inbox",
        "look_at_papers", "waiting_files", "remove_file",
        "Preview", "to_impartiality", "copy_table",  # arrows lead from one view to the next
        "All 7", "show_marks", "tableFilter", "preview_table",
        "next_step",
    ]  # fmt: skip
