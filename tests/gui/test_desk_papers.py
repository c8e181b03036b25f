"""The papers of a candidate: voices, brief, attachments in place, words found in all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import DeskWindow, desk_window
from document_examples import pdf_pages, picture, written
from juryapp.application.edition.attachments import attach
from juryapp.application.edition.nominations import put_nominee
from juryapp.domain.ids import NomineeId
from juryapp.domain.statements import Answer, DeclarationContent
from juryapp.gui.pages.desk_papers import FACTS, VOICES, PapersView
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme

FACTS_TEXT = "Inhabitants: 4 321\nStarted: 2019\n\nThe yard lies by the fjord."
NAMES = ["Plan.pdf", "Square.png", "Notes.txt"]


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    folder = tmp_path_factory.mktemp("award")
    made = small_award(folder)
    session = made.workplace.session
    files = [
        written(folder, "Plan.pdf", pdf_pages("Fjord one", "Nothing", "Fjord two, fjord three")),
        written(folder, "Square.png", picture()),
        written(folder, "Notes.txt", "Blåbær ved fjorden\n".encode()),
    ]
    with session.reading() as uow:
        nominees = uow.nominees.all()
    for nominee in nominees:
        if nominee.name == "Elvestad":
            continue
        put_nominee(session, replace(nominee, facts=FACTS_TEXT))
        for file in files:
            attach(session, nominee.id, file)
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        yield made


@pytest.fixture
def ready(desk: DeskWindow) -> DeskWindow:
    """At a candidate with files, with nothing to report anywhere."""
    desk.through_the_door()
    desk.page.sheet.show_nominee(desk.nominee("Fjordby"))
    return desk


def papers_of(desk: DeskWindow) -> PapersView:
    return desk.page.sheet.papers


def tab_texts(papers: PapersView) -> list[str]:
    return [tab.text for tab in papers.tabs.tabs()]


def open_file(desk: DeskWindow, name: str) -> PapersView:
    """Show a file and wait until it is open."""
    papers = papers_of(desk)
    papers.show_paper(next(tab.key for tab in papers.tabs.tabs() if tab.text == name))
    desk.qtbot.waitUntil(lambda: papers.document.is_ready, timeout=20_000)
    return papers


def find(desk: DeskWindow, words: str, count: str) -> PapersView:
    """Look for words by keyboard and wait until all places are known."""
    desk.key("Ctrl+Shift+F")
    desk.write(words)
    papers = papers_of(desk)
    desk.qtbot.waitUntil(lambda: papers.bar.count.text() == count, timeout=20_000)
    return papers


# ------------------------------------------------------------------------------------------------ tabs


def test_everything_about_a_candidate_stands_on_tabs(ready: DeskWindow) -> None:
    papers = papers_of(ready)

    assert tab_texts(papers) == ["Nominations", "Brief and facts", *NAMES]
    assert papers.tabs.tabs()[2].hint.startswith("Plan.pdf  ·  PDF  ·  ")
    assert papers.tabs.current_key() == VOICES
    spoken = QAccessible.queryAccessibleInterface(papers.tabs)
    assert spoken.role() == QAccessible.Role.PageTabList


def test_a_candidate_without_more_than_nominations_has_no_tabs(ready: DeskWindow) -> None:
    ready.page.sheet.show_nominee(ready.nominee("Elvestad"))

    assert not papers_of(ready).tabs.isVisible()
    assert papers_of(ready).voices.isVisible()


def test_keys_go_from_paper_to_paper_and_space_reads_on(ready: DeskWindow) -> None:
    papers = papers_of(ready)

    ready.key("Ctrl+PgDown")
    assert papers.tabs.current_key() == FACTS
    assert papers.brief.isVisible()
    assert papers.brief.parts[0].text == FACTS_TEXT
    ready.key("Ctrl+PgDown")
    ready.qtbot.waitUntil(lambda: papers.document.is_ready, timeout=20_000)
    assert papers.document.page_count() == 3

    before = papers.document.pages.verticalScrollBar().value()
    assert ready.page.sheet.marks.rows[0].scale.hasFocus()  # the marks kept the focus all the time
    ready.key("Space")
    assert papers.document.pages.verticalScrollBar().value() > before
    ready.key("F2")
    assert papers.document.pages.hasFocus()
    ready.key("Space")
    ready.key("Ctrl+PgUp")
    assert papers.tabs.current_key() == FACTS


def test_every_voice_stands_with_its_name(ready: DeskWindow) -> None:
    ready.page.sheet.show_nominee(ready.nominee("Fjordby"))
    voices = papers_of(ready).voices

    assert len(voices.parts) == 2
    names = [part.view.accessibleName() for part in voices.parts]
    assert all(name.startswith("Nominated by ") for name in names)
    assert len(set(names)) == 2


def test_another_candidate_begins_with_its_nominations(ready: DeskWindow) -> None:
    papers = open_file(ready, "Plan.pdf")

    ready.page.sheet.show_nominee(ready.nominee("Skogheim"))

    assert papers.tabs.current_key() == VOICES
    assert papers.document.document is None


def test_the_list_names_all_papers_with_kind_and_size(ready: DeskWindow) -> None:
    papers = papers_of(ready)
    assert papers.all_papers.isVisible()

    papers.all_papers._fill()
    actions = papers.all_papers.menu().actions()

    assert [a.text().split("  ")[0] for a in actions[2:]] == NAMES
    actions[4].trigger()
    ready.qtbot.waitUntil(lambda: papers.document.is_text, timeout=20_000)
    assert papers.document.text.toPlainText() == "Blåbær ved fjorden\n"


# ------------------------------------------------------------------------------------------------ recusal


def test_papers_of_a_candidate_one_takes_no_part_in_stay_closed(ready: DeskWindow) -> None:
    papers = open_file(ready, "Plan.pdf")
    nominee = ready.nominee("Fjordby")
    report = DeclarationContent(Answer.RECUSED, "My brother")

    ready.controller.answer(nominee, report)

    assert papers.recused.isVisible()
    assert not papers.tabs.isVisible()
    assert papers.document.document is None
    assert not any(part.view.isVisible() for part in papers.voices.parts)
    ready.key("Ctrl+Shift+F")
    assert not papers.bar.isVisible()
    assert ready.page.documents.of(nominee) == ()

    ready.controller.answer(nominee, DeclarationContent(Answer.NOTHING))
    assert tab_texts(papers)[2:] == NAMES
    assert papers.tabs.isVisible()


# ------------------------------------------------------------------------------------------------ finding


def test_words_are_found_in_all_papers_and_gone_through_by_keys(ready: DeskWindow) -> None:
    papers = find(ready, "FJORD", "1 of 5")
    visited = [(papers.tabs.current_key() == FACTS, papers.bar.count.text())]

    for _press in range(4):
        ready.key("F3")
        visited.append((papers.tabs.current_key() == FACTS, papers.bar.count.text()))

    assert visited == [(True, "1 of 5"), *((False, f"{n} of 5") for n in range(2, 6))]
    assert tab_texts(papers)[papers.tabs.currentIndex()] == "Notes.txt"
    ready.key("Shift+F3")
    assert papers.finder.current is not None
    assert (papers.finder.current.part, papers.finder.current.place) == (2, 1)
    ready.qtbot.waitUntil(
        lambda: any(chosen for _box, chosen in papers.document.pages._marks.get(2, ())),
        timeout=20_000,
    )
    assert papers.document.page() == 3


def test_letters_beyond_a_to_z_are_found(ready: DeskWindow) -> None:
    papers = find(ready, "blåBÆR", "1 of 1")

    ready.qtbot.waitUntil(lambda: papers.document.is_text, timeout=20_000)
    assert len(papers.document.text.extraSelections()) == 1


def test_what_is_not_there_is_said_and_escape_ends_the_search(ready: DeskWindow) -> None:
    papers = find(ready, "nowhere", "not found")

    ready.key("Escape")

    assert not papers.bar.isVisible()
    assert papers.finder.hits == []
    assert papers.voices.hasFocus()


def test_a_search_begins_anew_with_the_next_candidate(ready: DeskWindow) -> None:
    papers = find(ready, "fjord", "1 of 5")

    ready.page.sheet.show_nominee(ready.nominee("Elvestad"))

    assert papers.bar.count.text() in {"not found", "1 of 1"}
    assert {hit.key for hit in papers.finder.hits} <= {VOICES}


def test_a_blank_belongs_to_the_words_and_does_not_read_on(ready: DeskWindow) -> None:
    papers = find(ready, "ved fjorden", "1 of 1")

    assert papers.bar.field.text() == "ved fjorden"


# ------------------------------------------------------------------------------------------------ more room


def test_a_document_is_given_more_room_and_the_marks_stay(ready: DeskWindow) -> None:
    papers = open_file(ready, "Plan.pdf")
    before = papers.document.pages.viewport().size()
    ready.key("F2", "F11")

    after = papers.document.pages.viewport().size()
    assert after.width() > before.width() + 200
    assert after.height() > before.height() + 60
    assert ready.page.sheet.marks.isVisible()
    ready.key("F11")
    assert papers.name.isVisible()
    assert ready.page.sheet.side.isVisible()


def test_the_notes_are_low_beside_a_document_until_one_writes(ready: DeskWindow) -> None:
    papers = open_file(ready, "Plan.pdf")
    low = papers.notes.height()

    papers.notes.setFocus()
    ready.qtbot.waitUntil(lambda: papers.notes.height() > low + 10)
    ready.write("Ask about the quay")
    ready.page.sheet.marks.enter()

    ready.qtbot.waitUntil(lambda: papers.notes.height() == low)
    assert ready.stored()[ready.nominee("Fjordby")][3] == "Ask about the quay"


# -------------------------------------------------------------------------------- another program


def test_another_program_gets_a_copy_that_is_gone_when_the_desk_is_closed(
    ready: DeskWindow,
) -> None:
    opened: list[QUrl] = []

    def opener(url: QUrl) -> bool:
        opened.append(url)
        return True

    ready.page.documents.opener = opener
    papers = open_file(ready, "Plan.pdf")

    papers.document.tools.outside.click()

    ready.qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    path = Path(opened[0].toLocalFile())
    assert path.name == "Plan.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    ready.workspace.close()
    assert not path.exists()


def test_where_no_program_opens_it_that_is_said(ready: DeskWindow) -> None:
    ready.page.documents.opener = lambda _url: False
    papers = open_file(ready, "Notes.txt")

    papers.document.tools.outside.click()

    notifier = ready.page.shell.notifier
    ready.qtbot.waitUntil(lambda: bool(notifier.titles()), timeout=20_000)  # type: ignore[attr-defined]
    assert notifier.titles() == ["No program opened “Notes.txt”."]  # type: ignore[attr-defined]


# -------------------------------------------------------------------------------- order of Tab


def test_tab_goes_from_the_list_over_the_papers_to_the_marks(ready: DeskWindow) -> None:
    open_file(ready, "Plan.pdf")
    ready.page.sheet.side.list.setFocus()
    visited: list[NomineeId | str] = []
    for _press in range(40):
        ready.key("Tab")
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(focus.objectName() or type(focus).__name__)
        if type(focus).__name__ == "ScoreScale":
            break

    order = [visited.index(name) for name in ("paper_tabs", "document_pages", "private_note")]
    assert order == sorted(order)
    assert visited[-1] == "ScoreScale" or "scale" in str(visited[-1]).casefold()


def test_where_only_one_half_has_room_the_papers_come_when_they_are_asked_for(
    ready: DeskWindow,
) -> None:
    papers, halves = papers_of(ready), ready.page.sheet.halves
    theme().use(text_scale=1.6)
    ready.qtbot.waitUntil(lambda: halves.is_single)
    assert not papers.isVisible()

    find(ready, "fjord", "1 of 5")

    assert papers.isVisible()
    assert papers.bar.field.hasFocus()
    halves.enter()
    ready.key("Ctrl+PgDown")
    assert papers.isVisible()


def test_a_desk_that_is_closed_while_a_file_is_opened_leaves_nobody_reading(
    ready: DeskWindow,
) -> None:
    papers = papers_of(ready)
    papers.show_paper(next(tab.key for tab in papers.tabs.tabs() if tab.text == "Plan.pdf"))
    ready.key("Ctrl+Shift+F")
    ready.write("fjord")
    database = Path(ready.workspace.session.database.place)

    ready.workspace.close()

    database.rename(database.with_suffix(".moved"))  # nothing opens it again
    drawing = ready.page.shell.drawing
    ready.qtbot.waitUntil(lambda: not drawing.is_busy(), timeout=20_000)
    assert not database.exists()
    assert ready.page.shell.notifier.titles() == []  # type: ignore[attr-defined]
    assert papers.bar.field.text() == ""
