"""Writing the justifications: kept as they are typed, one step of undo, in each written form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from award_pages import JURORS, label, make_award, nominee_called, opening
from juryapp.application.decisions.deciding import decide, justifications
from juryapp.domain.decisions import Outcome
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.decisions import word_count_words
from juryapp.gui.pages.decisions_page import DecisionsPage
from juryapp.gui.shell import Shell

Show = Callable[[QWidget], QWidget]


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_award(tmp_path_factory.mktemp("justify"), *JURORS, closed=True)


@pytest.fixture
def opened(complete: Path, tmp_path: Path, shell: Shell, show: Show) -> Iterator[DecisionsPage]:
    opener = opening(DecisionsPage, tmp_path, shell, show)
    yield next(opener)(complete)
    next(opener, None)


def workspace_of(page: DecisionsPage) -> Workspace:
    return page.controller._workspace


@pytest.fixture
def writing(opened: DecisionsPage) -> DecisionsPage:
    """The page with a winner and a finalist, turned to the winner's text."""
    workspace = workspace_of(opened)
    for name, outcome in (("Elvestad", Outcome.WINNER), ("Fjordby", Outcome.FINALIST)):
        decide(workspace.session, nominee_called(workspace, name), outcome)
    opened.refresh(None)
    opened._show_mode("justify")
    opened.justify.rows.choose(nominee_called(workspace, "Elvestad"))
    opened.justify.editor.setFocus()
    return opened


def texts(page: DecisionsPage) -> dict[str, str]:
    names = {
        n: name
        for name in ("Elvestad", "Fjordby")
        for n in [nominee_called(workspace_of(page), name)]
    }
    kept = justifications(workspace_of(page).session)
    return {f"{names[t.nominee]}/{t.language}": t.text for t in kept}


def test_nobody_is_justified_before_anybody_is_chosen(opened: DecisionsPage) -> None:
    opened._show_mode("justify")

    assert opened.justify.stack.currentIndex() == 0
    assert opened.justify.empty.title.text() == "Nobody is chosen yet"


def test_a_text_is_kept_as_it_is_typed(writing: DecisionsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(writing.justify.editor, "Elvestad grows.")

    qtbot.waitUntil(lambda: texts(writing) == {"Elvestad/nb": "Elvestad grows."})

    assert writing.justify.editor.textCursor().position() == len("Elvestad grows.")
    assert label(writing, "word_count").startswith("2 words.")


def test_leaving_the_page_keeps_what_is_half_written(writing: DecisionsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(writing.justify.editor, "Half")

    writing.leave()

    assert texts(writing) == {"Elvestad/nb": "Half"}


def test_closing_the_edition_keeps_what_is_half_written(
    writing: DecisionsPage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(writing.justify.editor, "Half")
    workspace = workspace_of(writing)
    edition = workspace.session.edition().id

    workspace.close()
    workspace.open_edition(edition)

    assert texts(writing) == {"Elvestad/nb": "Half"}


def test_turning_to_another_nominee_keeps_the_first_text_and_shows_the_second(
    writing: DecisionsPage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(writing.justify.editor, "One")
    writing.justify.rows.choose(nominee_called(workspace_of(writing), "Fjordby"))
    assert writing.justify.editor.toPlainText() == ""
    qtbot.keyClicks(writing.justify.editor, "Two")
    writing.justify.flush()

    assert texts(writing) == {"Elvestad/nb": "One", "Fjordby/nb": "Two"}


def test_writing_on_is_one_step_of_undo(writing: DecisionsPage, qtbot: QtBot) -> None:
    before = workspace_of(writing).undo_stack.count()
    for part in ("One", " two", " three"):
        qtbot.keyClicks(writing.justify.editor, part)
        writing.justify.flush()
    assert workspace_of(writing).undo_stack.count() == before + 1

    workspace_of(writing).undo_stack.undo()

    assert texts(writing) == {}
    assert writing.justify.editor.toPlainText() == ""
    workspace_of(writing).undo_stack.redo()
    assert writing.justify.editor.toPlainText() == "One two three"


def test_another_written_form_is_added_and_has_a_text_of_its_own(
    writing: DecisionsPage, qtbot: QtBot
) -> None:
    view = writing.justify
    assert view.languages.current() == "nb"

    view.more.choose("nn")
    view.more.activated.emit(view.more.currentIndex())
    qtbot.keyClicks(view.editor, "Elvestad veks.")
    view.flush()

    assert view.languages.current() == "nn"
    assert texts(writing) == {"Elvestad/nn": "Elvestad veks."}
    assert [row.badge_icon for row in view.rows.rows.rows()] == ["check", ""]  # one form is enough


def test_nominations_stand_beside_the_text(writing: DecisionsPage) -> None:
    said = writing.justify.sources.said()

    assert "1 nomination" in said
    assert "Næringshagen vokser." in said
    assert "No juror has marked a comment as free to use." in said


@pytest.mark.parametrize(
    ("words", "said", "tone"),
    [
        (0, "No text yet. 80 to 150 words are a good length.", "neutral"),
        (1, "1 word. 80 to 150 are a good length.", "neutral"),
        (79, "79 words. 80 to 150 are a good length.", "neutral"),
        (80, "80 words, a good length", "ok"),
        (150, "150 words, a good length", "ok"),
        (151, "151 words. 80 to 150 are a good length.", "neutral"),
    ],
)
def test_the_length_is_advice_and_never_a_rule(words: int, said: str, tone: str) -> None:
    assert word_count_words("word " * words) == (said, tone)


def test_a_link_leads_straight_to_a_text(writing: DecisionsPage) -> None:
    fjordby = nominee_called(workspace_of(writing), "Fjordby")
    writing._show_mode("decide")

    writing.enter(("justify", fjordby))

    assert writing.justify.name.text() == "Fjordby"
    assert writing.justify.editor.hasFocus()
