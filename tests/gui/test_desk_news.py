"""An updated package in the window: what changed is seen first, and each candidate says it once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk_examples import JUROR, SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.application.edition.nominations import put_nomination, put_nominee
from juryapp.domain.criteria import ballot_hash
from juryapp.domain.ids import NominationId, NomineeId
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.statements import mark
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.shell import Shell
from screen_audit import cut, listed, nameless, overlapping

NYBY = NomineeId("NYBY")


@pytest.fixture
def award(tmp_path: Path) -> Iterator[SmallAward]:
    made = small_award(tmp_path / "award")
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    """A desk with marks for all but one; it is at the first of its candidates."""
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        for nominee in made.controller.order[:3]:
            for criterion in (SAM, NY):
                made.controller.give(nominee, criterion, 14, not_assessed=False)
        yield made


def nominees(award: SmallAward) -> dict[str, Nominee]:
    with award.workplace.session.reading() as uow:
        return {nominee.name: nominee for nominee in uow.nominees.all()}


def add_nyby(award: SmallAward) -> None:
    session = award.workplace.session
    put_nominee(session, replace(nominees(award)["Fjordby"], id=NYBY, number=9, name="Nyby"))
    put_nomination(session, Nomination(id=NominationId("N9"), nominee=NYBY, text="Fordi."))


def change_facts(award: SmallAward, name: str) -> NomineeId:
    nominee = nominees(award)[name]
    put_nominee(award.workplace.session, replace(nominee, facts="13 000 (2026)"))
    return nominee.id


def reword(award: SmallAward) -> None:
    """Give a criterion other words, as a secretariat with another program could."""
    with award.workplace.session.writing() as uow:
        criteria = [
            replace(c, guidance="Les begge sider.", version=2) if c.id == SAM else c
            for c in uow.criteria.all()
        ]
        uow.criteria.put(*criteria)
        (round_,) = uow.rounds.all()
        uow.rounds.put(replace(round_, ballot=ballot_hash(criteria, uow.rules().comment)))


def update(desk: DeskWindow, award: SmallAward) -> None:
    """Open the next package, as by a double click."""
    assert desk.workspace.open_package(award.package(juror=JUROR))
    desk.window.show_page("desk")
    settle()


def lines(desk: DeskWindow) -> list[tuple[str, str]]:
    return [(row.title, row.subtitle) for row in desk.page.news.lines.rows.rows()]


def row_of(desk: DeskWindow, nominee: NomineeId) -> str:
    rows = {row.key: row for row in desk.page.sheet.side.list.rows.rows()}
    return rows[nominee].subtitle


def test_what_changed_is_seen_first_then_the_question_then_the_sheet(
    desk: DeskWindow, award: SmallAward
) -> None:
    before = desk.stored()
    add_nyby(award)
    fjordby = change_facts(award, "Fjordby")
    update(desk, award)

    assert desk.place() is Place.NEWS
    assert desk.page.news.kept.text().startswith("Everything you have said is kept")
    assert sorted(lines(desk)) == [
        ("Fjordby", "Changed: the facts"),
        ("Nyby", "Is new among your candidates."),
    ]
    assert {n: s for n, s in desk.stored().items() if n != NYBY} == before
    desk.key("Return")
    assert desk.place() is Place.IMPARTIALITY
    desk.key("1", "Ctrl+Return")
    assert desk.place() is Place.SHEET
    assert row_of(desk, NYBY).startswith("new · ")
    if desk.page.sheet.nominee != fjordby:
        assert row_of(desk, fjordby).startswith("changed · ")


def test_a_line_leads_to_its_candidate_which_says_once_what_changed(
    desk: DeskWindow, award: SmallAward
) -> None:
    other = next(n for n in desk.controller.order if n != desk.page.sheet.nominee)
    change_facts(award, desk.controller.name_of(other))
    update(desk, award)
    desk.page.news.lines.setFocus()
    desk.key("Return")

    assert (desk.place(), desk.page.sheet.nominee) == (Place.SHEET, other)
    notice = desk.page.sheet.notice
    assert notice.changed.title.text() == "Changed: the facts"
    assert notice.changed.isVisible()
    assert "changed" not in row_of(desk, other)
    desk.page.sheet.step(1)
    desk.page.sheet.show_nominee(other)
    assert not notice.isVisible()


def test_a_package_in_which_nothing_changed_says_so_and_goes_on(
    desk: DeskWindow, award: SmallAward
) -> None:
    update(desk, award)

    assert desk.place() is Place.NEWS
    assert lines(desk) == []
    assert desk.page.news.kept.text().startswith("Nothing that you see here has changed.")
    desk.key("Return")
    assert desk.place() is Place.SHEET
    update(desk, award)
    desk.key("Return")
    desk.window.show_page("desk")
    assert desk.place() is Place.SHEET  # it is told once


def test_marks_on_other_words_are_confirmed_one_by_one_or_all_at_once(
    desk: DeskWindow, award: SmallAward
) -> None:
    reword(award)
    update(desk, award)
    first, second, third, _fourth = desk.controller.order
    assert desk.page.news.unconfirmed.text() == "3 marks are to be confirmed"
    desk.page.news.go_on.click()
    assert desk.controller.left() == list(desk.controller.order)
    desk.page.sheet.show_nominee(second)
    notice = desk.page.sheet.notice
    assert notice.confirm.isVisible()
    assert row_of(desk, second).startswith("to be confirmed")

    notice.confirm.buttons[0].click()
    assert not notice.confirm.isVisible()
    assert desk.controller.is_finished(second)
    desk.controller.put_mark(first, SAM, mark(12))  # another mark needs no confirming
    assert desk.controller.is_finished(first)

    desk.page.show_place(Place.NEWS)
    assert desk.page.news.unconfirmed.text() == "1 mark is to be confirmed"
    desk.page.news.confirm.click()
    assert desk.controller.is_finished(third)
    assert desk.mark(third, SAM) == mark(14)


def test_the_news_are_shown_whole(desk: DeskWindow, award: SmallAward) -> None:
    add_nyby(award)
    reword(award)
    update(desk, award)
    faults = [fault for look in (cut, overlapping, nameless) for fault in look(desk.page.news)]
    assert not faults, listed(faults)
    names = {button.objectName() for button in desk.page.news.findChildren(QPushButton)}
    assert {"news_seen", "confirm_all"} <= names
