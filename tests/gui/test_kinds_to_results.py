"""Every kind of criterion through the window: a ballot by keyboard, handed in, merged, shown as a result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from award_pages import label, opening
from desk_window import DeskWindow, desk_window
from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.gui.models.results import JURORS_COLUMN, POINTS_COLUMN
from juryapp.gui.pages.results_page import ResultsPage
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.desk_answers_order import OrderRow
from kinds_award import TOWNS, VILLAGES, KindsAward, kinds_award
from workplace import table_of

NAMES = (*TOWNS, *VILLAGES)
# What the juror presses for each, and what the two others say in their tables.
PRESSED = {
    "yes_no": dict(zip(NAMES, "10101", strict=True)),
    "recommendation": dict(zip(NAMES, "13212", strict=True)),
}
OTHERS = {
    "order": (("1", "2", "3", "1", "2"), ("1", "3", "2", "1", "2")),
    "yes_no": (("yes", "no", "yes", "yes", "no"), ("yes", "yes", "no", "no", "no")),
    "recommendation": (("1", "3", "2", "1", "2"), ("1", "3", "3", "1", "2")),
    "text": (("Warm.", "Dry.", "Bold.", "Fine.", "Plain."),) * 2,
}
SHOWN = {
    "order": ("Order by mean place", "Mean place", {"Ås": "1.00", "Bø": "2.33", "Vik": "2.67"}),
    "yes_no": ("Order by share of yes", "Yes", {"Ås": "3 of 3", "Vik": "2 of 3", "Bø": "1 of 3"}),
    "recommendation": (
        "Order by recommendation",
        "Recommendations",
        {
            "Ås": "3 Recommended",
            "Vik": "2 With reservations · 1 Not recommended",
            "Bø": "3 Not recommended",
        },
    ),
    "text": ("Comments, by name", "Comments", {"Bø": "3", "Vik": "3", "Ås": "3"}),
}


@pytest.fixture
def results(tmp_path: Path, shell: Shell) -> Iterator[Callable[[Path], ResultsPage]]:
    yield from opening(ResultsPage, tmp_path / "shown", shell)


def _answer(window: DeskWindow, kind: str) -> None:
    """Answer for all by keyboard, as a juror does."""
    marks = window.page.sheet.marks
    for _n in NAMES:
        nominee = window.page.sheet.nominee
        assert nominee is not None
        name = window.controller.name_of(nominee)
        if kind == "order":
            line = marks.rows[0]
            assert isinstance(line, OrderRow)
            if line.scale.rows.rows()[0].number == "–":  # nobody is placed yet: all, by name
                for wanted in reversed(NAMES):
                    if line.scale.choose(window.nominee(wanted)):
                        window.key("1")
        elif kind == "text":
            window.write(f"About {name}")
        else:
            window.key(PRESSED[kind][name])
        window.key("Ctrl+Return")


def _files(award: KindsAward, kind: str, by_window: Path) -> list[Path]:
    files = [by_window]
    for juror, said in enumerate(OTHERS[kind], 2):
        desk = award.desk(juror)
        rows = [f"{n},C,{a}," for n, a in zip(NAMES, said, strict=True)]
        fill_in(desk, table_of("nominee,criterion,mark,note", *rows), finish=True)
        files.append(hand_in(desk, award.folder / f"score{juror}").path)
        desk.close()
    return files


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["order", "yes_no", "recommendation", "text"])
def test_what_is_answered_by_keyboard_stands_in_the_results(
    qtbot: QtBot,
    shell: Shell,
    tmp_path: Path,
    results: Callable[[Path], ResultsPage],
    kind: str,
) -> None:
    award = kinds_award(tmp_path, kind)
    with desk_window(qtbot, shell, tmp_path / "machine1", award.package()) as window:
        window.through_the_door()
        window.page.sheet.marks.enter()
        _answer(window, kind)
        assert window.controller.all_finished
        made = hand_in(window.workspace.session, tmp_path / "score1")
        assert made.complete
        assert made.marks == len(NAMES)
    merge(award.session, preview_merge(award.session, _files(award, kind, made.path)))
    award.session.close()

    page = results(tmp_path / "secretariat")
    page.controller.choose_category("TOWNS")
    QCoreApplication.processEvents()
    heading, title, said = SHOWN[kind]
    rows = page.model.all_rows()
    assert page.heading.text() == heading
    assert page.model.headerData(POINTS_COLUMN, Qt.Orientation.Horizontal) == title
    assert {row.name: row.points for row in rows} == said
    assert [row.name for row in rows] == list(said)
    assert page.table.isColumnHidden(JURORS_COLUMN)
    _check_panel(page, kind)


def _check_panel(page: QWidget, kind: str) -> None:
    """The panel says how it came about, or what was written."""
    told = label(page, "arithmetic")
    expected = {
        "order": "places in all, divided by 3 jurors: mean place 1.00",
        "yes_no": "Yes: 3 of 3, that is 100%",
        "recommendation": "Together: 3 Recommended",
    }
    if kind == "text":
        assert "About Bø" in label(page, "comments")
        assert "Dry." in label(page, "comments")
    else:
        assert expected[kind] in told
