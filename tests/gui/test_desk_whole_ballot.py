"""One juror's whole work by keyboard alone: 26 candidates, 7 criteria, the file; merged elsewhere."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_window import DeskWindow, settle
from juryapp.application.session import Session
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.scales import Scale
from juryapp.domain.statements import MarkContent, MarkState, mark
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.pages.desk_page import DeskPage
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import ScoreScale
from many_nominees import award_with
from workplace import services_in

pytestmark = pytest.mark.slow
NOMINEES: Final = 26
CRITERIA: Final = 7
NOT_ASSESSED: Final = MarkContent(MarkState.NOT_ASSESSED)
Marks = dict[tuple[NomineeId, CriterionId], MarkContent]


def keys_of(points: int, scale: Scale) -> list[str]:
    """Return the keys that say a mark: 15 half points are 7 , 5."""
    value = points * scale.step
    whole, rest = divmod(value, 1)
    return [*str(whole), *([",", "5"] if rest == Fraction(1, 2) else [])]


def a_mark(chance: random.Random, scale: Scale) -> MarkContent:
    if chance.random() < 0.06:
        return NOT_ASSESSED
    return mark(chance.randint(scale.least, scale.most))


def test_a_whole_ballot_typed_with_digits_arrives_equal_mark_by_mark(
    qtbot: QtBot, shell: Shell, choosers: FakeChoosers, tmp_path: Path
) -> None:
    award = award_with(tmp_path / "award", nominees=NOMINEES, criteria=CRITERIA)
    package = award.package()
    choosers.target = tmp_path / "out"
    choosers.target.mkdir()
    window = MainWindow(shell)
    window.resize(1366, 768)
    desktop = Desktop(window, services_in(tmp_path / "juror"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    shell.files_given.emit([package])  # as a double click does
    settle()
    page = window.pages.current()
    assert isinstance(page, DeskPage)
    desk = DeskWindow(qtbot, window, page, desktop.workspace)

    desk.key("Return")  # I keep this confidential
    assert desk.place() is Place.IMPARTIALITY
    desk.key("Ctrl+Return")  # I have looked through all 26
    assert desk.place() is Place.SHEET
    typed = type_all(desk)
    assert len(typed) == NOMINEES * CRITERIA
    assert desk.place() is Place.HAND_IN
    desk.key("Space")  # Make the score file
    qtbot.waitUntil(lambda: page.controller.is_locked)
    file = page.controller.last_file
    assert file is not None
    assert (file.complete, file.missing) == (True, 0)
    juror = page.controller.contents.juror.id
    window.close()
    window.deleteLater()
    settle()

    award.take_in(file.path)

    assert marks_of(award.workplace.session, juror) == typed
    award.close()


def type_all(desk: DeskWindow) -> Marks:
    """Type a mark for each criterion of each candidate, wherever the focus goes by itself."""
    chance = random.Random(2026)
    typed: Marks = {}
    while not desk.controller.all_finished:
        nominee = desk.page.sheet.nominee
        assert nominee is not None
        assert nominee not in {known for known, _criterion in typed}
        for criterion in desk.controller.contents.criteria:
            focus = QApplication.focusWidget()
            assert isinstance(focus, ScoreScale)
            assert focus.objectName() == f"scale_{criterion.id}"
            content = a_mark(chance, criterion.scale)
            if content == NOT_ASSESSED:
                desk.key("N")
            else:
                desk.key(*keys_of(content.points or 0, criterion.scale))
            typed[nominee, criterion.id] = content
            if criterion is not desk.controller.contents.criteria[-1]:
                desk.key("Down")
        desk.key("Ctrl+Return")
    return typed


def marks_of(session: Session, juror: JurorId) -> Marks:
    """Return what the secretariat has of a juror."""
    with session.reading() as uow:
        view = uow.marks.current(uow.rounds.all()[-1].id).effective
    return {
        (key.nominee, key.criterion): statement.content
        for key, statement in view.items()
        if key.juror == juror
    }
