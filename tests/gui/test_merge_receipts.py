"""After a merge the secretariat saves the receipts for the jurors, by keys alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.notify import Recorder
from merge_award import ASTRID, BJARNE, Award, award, made

__all__ = ["award", "made"]


def test_after_a_merge_the_receipts_are_saved_by_keys_alone(
    award: Award, choosers: FakeChoosers, notifier: Recorder, tmp_path: Path
) -> None:
    award.read_in(award.whole(ASTRID), award.whole(BJARNE))
    choosers.target = tmp_path / "receipts"
    button = award.button("save_receipts")
    for _step in range(40):
        if button.hasFocus():
            break
        QTest.keyClick(QApplication.focusWidget() or award.window, Qt.Key.Key_Tab)
    assert button.hasFocus()

    QTest.keyClick(button, Qt.Key.Key_Space)
    award.wait()

    assert choosers.asked[-1] == "Where shall the receipts for the jurors lie?"
    assert len(list((tmp_path / "receipts").glob("*.juryreceipt"))) == 2
    assert notifier.titles()[-1] == "2 receipts are saved."
    assert award.log()[-1].what == "receipt.made"


def test_a_second_time_there_is_nothing_to_save(
    award: Award, choosers: FakeChoosers, notifier: Recorder, tmp_path: Path
) -> None:
    choosers.target = tmp_path / "receipts"
    assert not award.page.controller.has_taken()
    award.read_in(award.whole(ASTRID))
    assert award.page.controller.has_taken()
    for _time in range(2):
        award.page.dialogs.save_receipts()
        award.wait()
    assert notifier.titles()[-1] == "Every juror has a receipt already."


def test_no_folder_chosen_writes_nothing(award: Award, choosers: FakeChoosers) -> None:
    award.read_in(award.whole(ASTRID))
    before = award.log()
    award.page.dialogs.save_receipts()
    award.wait()
    assert award.log() == before
    assert choosers.asked
