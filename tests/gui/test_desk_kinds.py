"""Orders, votes, recommendations and comments at the desk, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk_window import DeskWindow, desk_window, settle
from juryapp.application.edition.rounds import open_round
from juryapp.application.edition.setup import put_rules
from juryapp.base.errors import UnavailableError
from juryapp.base.i18n import N_
from juryapp.domain.criteria import CommentRule
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.statements import Answer, DeclarationContent, MarkContent, MarkState, mark
from juryapp.gui.controllers import desk_kinds as kinds_controller
from juryapp.gui.pages.desk_answer_rows import AnswerRow
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.desk_answers_order import OrderLine, OrderRow
from juryapp.gui.widgets.desk_answers_text import TextRow
from juryapp.gui.widgets.desk_answers_words import WordScale
from kinds_award import TOWNS, kinds_award

C, WHY = CriterionId("C"), CriterionId("WHY")
Desk = Callable[..., AbstractContextManager[DeskWindow]]


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Desk:
    """Return what opens a desk of one kind at the first of the towns."""

    def opened(kind: str, *, why: bool = False) -> AbstractContextManager[DeskWindow]:
        award = kinds_award(tmp_path, kind, why=why)
        return desk_window(qtbot, shell, tmp_path / "machine1", award.package())

    return opened


def _at(window: DeskWindow, name: str) -> NomineeId:
    window.through_the_door()
    nominee = window.nominee(name)
    window.page.sheet.go_to(nominee)
    settle()
    return nominee


def _row(window: DeskWindow, place: int = 0) -> AnswerRow:
    return window.page.sheet.marks.rows[place]


def _order(window: DeskWindow) -> OrderRow:
    found = _row(window)
    assert isinstance(found, OrderRow)
    return found


def _titles(window: DeskWindow) -> list[str]:
    return [f"{line.number} {line.title}" for line in _order(window).scale.rows.rows()]


def _places(window: DeskWindow) -> dict[str, int]:
    said = {name: window.mark(window.nominee(name), C) for name in TOWNS}
    return {n: c.points for n, c in said.items() if c is not None and c.points is not None}


def test_a_vote_is_given_by_one_key(desk: Desk) -> None:
    with desk("yes_no") as window:
        nominee = _at(window, "Ås")
        scale = _row(window).scale
        assert isinstance(scale, WordScale)
        assert QApplication.focusWidget() is scale
        for key, content, spoken in (
            ("1", mark(1), "yes"),
            ("0", mark(0), "no"),
            ("N", MarkContent(MarkState.NOT_ASSESSED), "not assessed"),
            ("Left", mark(1), "yes"),
            ("Right", mark(0), "no"),
        ):
            window.key("Delete", "Right") if key == "Left" else None
            window.key(key)
            assert window.mark(nominee, C) == content
            assert spoken in scale.accessibleDescription()
        window.key("Delete")
        assert window.mark(nominee, C) is None


def test_a_recommendation_is_chosen_by_its_number_from_the_top(desk: Desk) -> None:
    with desk("recommendation") as window:
        nominee = _at(window, "Ås")
        scale = _row(window).scale
        assert isinstance(scale, WordScale)
        window.key("1")
        assert window.mark(nominee, C) == mark(2)
        assert scale.value_text() == "Recommended"
        window.key("Right", "Right", "Right")
        assert window.mark(nominee, C) == mark(0)
        assert scale.value_text() == "Not recommended"
        window.key("4")
        assert window.mark(nominee, C) == mark(0)


def test_an_order_is_made_by_numbers_and_by_moving(desk: Desk) -> None:
    with desk("order") as window:
        _at(window, "Bø")
        assert QApplication.focusWidget() is _order(window).scale
        assert _order(window).scale.current_key() == window.nominee("Bø")
        window.key("1")
        assert _titles(window)[0] == "1 Bø"
        window.key("Down", "Alt+Home")
        moved = _titles(window)[0]
        assert moved.startswith("1 ")
        assert moved != "1 Bø"
        window.key("Alt+Down")
        assert _places(window)["Bø"] == 1
        window.key("Delete")
        assert _titles(window) == ["1 Bø", *(f"– {t[2:]}" for t in _titles(window)[1:])]


def test_every_move_is_saved_at_once_and_undone_in_one_step(desk: Desk) -> None:
    with desk("order") as window:
        _at(window, "Ås")
        start = window.stored()
        steps = 0
        for name in ("Ås", "Bø", "Vik"):
            _order(window).scale.choose(window.nominee(name))
            window.key("1")
            steps += 1
        assert _places(window) == {"Vik": 1, "Bø": 2, "Ås": 3}
        for _step in range(steps):
            window.key("Ctrl+Z")
        assert window.stored() == start
        assert _titles(window) == [f"– {t[2:]}" for t in _titles(window)]
        for _step in range(steps):
            window.key("Ctrl+Shift+Z")
        assert _places(window) == {"Vik": 1, "Bø": 2, "Ås": 3}


def test_a_row_is_spoken_with_its_place(desk: Desk) -> None:
    with desk("order") as window:
        _at(window, "Bø")
        window.key("1")
        line = _order(window).scale.rows.rows()[0]
        assert isinstance(line, OrderLine)
        assert line.spoken() == "Bø, place 1 of 3"
        assert "no place yet" in _order(window).scale.rows.rows()[1].spoken()


def test_who_cannot_be_placed_is_not_assessed_and_can_come_back(desk: Desk) -> None:
    with desk("order") as window:
        nominee = _at(window, "Bø")
        window.key("1", "N")
        assert window.mark(nominee, C) == MarkContent(MarkState.NOT_ASSESSED)
        spoken = {line.key: line.spoken() for line in _order(window).scale.rows.rows()}
        assert "not assessed" in spoken[nominee]
        window.key("1")
        assert window.mark(nominee, C) == mark(1)


def test_who_is_recused_is_in_no_order(desk: Desk) -> None:
    with desk("order") as window:
        _at(window, "Ås")
        window.controller.answer(window.nominee("Bø"), DeclarationContent(Answer.RECUSED, "kin"))
        settle()
        assert sorted(t[2:] for t in _titles(window)) == ["Vik", "Ås"]


def test_a_comment_is_saved_as_it_is_written_and_counted_in_words(desk: Desk) -> None:
    with desk("text") as window:
        nominee = _at(window, "Ås")
        found = _row(window)
        assert isinstance(found, TextRow)
        window.write("Warm and brave")
        found.finish()
        assert window.mark(nominee, C) == mark(0, "Warm and brave")
        assert found.count.text() == "3 words"
        assert window.controller.is_finished(nominee)
        found.scale.clear()
        found.finish()
        assert window.mark(nominee, C) is None


def test_nothing_to_say_is_an_answer(desk: Desk) -> None:
    with desk("yes_no", why=True) as window:
        nominee = _at(window, "Ås")
        window.key("1", "Down")
        found = _row(window, 1)
        assert isinstance(found, TextRow)
        assert QApplication.focusWidget() is found.scale
        found.comment.setFocus()
        window.key("Space")
        assert window.mark(nominee, WHY) == MarkContent(MarkState.NOT_ASSESSED)
        assert window.controller.is_finished(nominee)


@pytest.mark.parametrize("kind", ["order", "yes_no", "recommendation", "text"])
def test_a_sheet_that_was_handed_in_takes_nothing(desk: Desk, kind: str) -> None:
    with desk(kind) as window:
        nominee = _at(window, "Ås")
        with window.workspace.session.writing() as uow:
            info = uow.desk()
            assert info is not None
            uow.put_desk(replace(info, handed_in="2026-11-01T12:00:00Z"))
        window.controller.load()
        before = window.stored()
        target: QWidget = _row(window).scale
        target.setFocus()
        window.key("1", "N", "Delete", "Alt+Up")
        assert window.stored() == before
        assert window.mark(nominee, C) is None


def test_places_that_cannot_be_saved_wait_together_and_are_saved_together(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk("order") as window:
        _at(window, "Ås")
        window.key("1")
        start = window.stored()
        with monkeypatch.context() as full:
            full.setattr(kinds_controller, "say_answers", _disk_is_full)
            for name in ("Bø", "Vik"):
                _order(window).scale.choose(window.nominee(name))
                window.key("1")
            assert window.stored() == start
            assert _titles(window) == ["1 Vik", "2 Bø", "3 Ås"]
            assert not _order(window).retry.isHidden()
            assert _order(window).retry.isVisible()
        _order(window).retry.click()
        settle()
        assert _places(window) == {"Vik": 1, "Bø": 2, "Ås": 3}
        assert not window.controller.has_unsaved()
        window.key("Ctrl+Z", "Ctrl+Z")
        assert window.stored() == start


def _disk_is_full(*_given: object) -> None:
    raise UnavailableError(N_("There is no room left on the disk."), code="E-DISK-FULL")


def test_an_order_needs_no_comment_where_each_mark_does(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    award = kinds_award(tmp_path, "order", opened=False)
    with award.session.reading() as uow:
        rules = uow.rules()
    put_rules(award.session, replace(rules, comment=CommentRule.ALL))
    open_round(award.session)
    with desk_window(qtbot, shell, tmp_path / "machine1", award.package()) as window:
        nominee = _at(window, "Ås")
        window.key("1")
        assert window.controller.is_finished(nominee)


def test_a_row_is_dragged_to_a_place_and_far_down_out_of_the_order(desk: Desk) -> None:
    with desk("order") as window:
        _at(window, "Ås")
        for name in ("Ås", "Bø"):
            _order(window).scale.choose(window.nominee(name))
            window.key("1")
        vik = window.nominee("Vik")
        _order(window).scale.moved.emit(vik, 1)  # dropped before the second row
        assert _places(window) == {"Bø": 1, "Vik": 2, "Ås": 3}
        _order(window).scale.moved.emit(window.nominee("Bø"), 2)
        assert _places(window) == {"Vik": 1, "Ås": 2, "Bø": 3}
        window.key("Ctrl+Z", "Ctrl+Z")
        assert _places(window) == {"Bø": 1, "Ås": 2}
        _order(window).scale.moved.emit(window.nominee("Ås"), 2)  # below who has no place
        assert _places(window) == {"Bø": 1}


def test_the_order_is_that_of_the_category_of_who_is_shown(desk: Desk) -> None:
    with desk("order") as window:
        _at(window, "Ås")
        window.key("1")
        window.page.sheet.go_to(window.nominee("Nes"))
        settle()
        assert sorted(title[2:] for title in _titles(window)) == ["Lund", "Nes"]
        assert _order(window).count.text() == "0 of 2 placed"
