"""The parts of the desk by themselves: answers, a criterion, texts that save themselves, the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk_examples import small_award
from desk_window import NY, SAM, desk_window
from juryapp.application.desk.contents import DeskContents
from juryapp.domain.criteria import Criterion, Level
from juryapp.domain.ids import CriterionId
from juryapp.domain.scales import Scale
from juryapp.domain.statements import Answer, DeclarationContent, MarkContent, MarkState, mark
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.models.desk import content_text, mark_words, size_text, until_text, weight_text
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.widgets.desk_answers import Answers, DeclareRow
from juryapp.gui.widgets.desk_criterion import CriterionRow
from juryapp.gui.widgets.desk_file import FileTile
from juryapp.gui.widgets.desk_texts import ReadingText, SavingText
from juryapp.gui.widgets.surfaces import column

CRAFT = Criterion(
    id=CriterionId("CRAFT"),
    name="Craft",
    weight=Fraction(3),
    scale=Scale(0, 20, Fraction(1, 2)),
    guidance="Look at the joints.",
    levels=(Level(0, "None"), Level(10, "Middling"), Level(20, "Others can learn from it")),
)
USE = Criterion(
    id=CriterionId("USE"), name="Use", weight=Fraction(1), scale=Scale(1, 5, Fraction(1))
)
Show = Callable[[QWidget], QWidget]


@pytest.fixture
def line(show: Show) -> CriterionRow:
    made = CriterionRow(CRAFT, (CRAFT, USE), commented=False)
    show(made)
    return made


# ------------------------------------------------------------------------------- criterion


def test_a_criterion_shows_its_share_of_the_weight_and_the_words_of_the_mark(
    line: CriterionRow,
) -> None:
    assert line.weight.text() == "75%"
    assert line.words.whole_text() == "0 None  ·  5 Middling  ·  10 Others can learn from it"
    line.show_mark(mark(15), unsaved=False, locked=False)
    assert line.words.whole_text() == "7.5 – Middling"
    line.show_mark(MarkContent(MarkState.NOT_ASSESSED), unsaved=False, locked=False)
    assert line.words.whole_text() == "Not assessed"
    assert line.scale.not_assessed()


def test_the_words_follow_a_digit_before_it_is_saved(line: CriterionRow) -> None:
    line.scale.setFocus()
    QTest.keyClicks(line.scale, "1")  # "0" could follow
    assert line.words.whole_text() == "1 – None"
    line.finish()


def test_a_scale_tells_a_screen_reader_weight_words_and_place(line: CriterionRow) -> None:
    line.show_mark(mark(20), unsaved=False, locked=False)
    assert line.scale.accessibleName() == "Craft"
    assert line.scale.accessibleDescription() == (
        "10 of 10. Weight 75%. 10 – Others can learn from it. Criterion 1 of 2"
    )


def test_the_same_mark_shown_again_does_not_disturb_what_is_being_typed(
    line: CriterionRow, qtbot: QtBot
) -> None:
    line.show_mark(None, unsaved=False, locked=False)
    QTest.keyClicks(line.scale, "1")
    line.show_mark(None, unsaved=False, locked=False)
    with qtbot.waitSignal(line.changed) as changed:
        QTest.keyClicks(line.scale, "0")
    assert changed.args == [20, False]


def test_a_locked_criterion_takes_no_mark(line: CriterionRow) -> None:
    line.show_mark(mark(4), unsaved=False, locked=True)
    assert not line.scale.isEnabled()


def test_a_comment_is_asked_for_with_each_mark_where_the_award_wants_one(show: Show) -> None:
    line = CriterionRow(CRAFT, (CRAFT, USE), commented=True)
    show(line)
    line.show_mark(None, unsaved=False, locked=False)
    assert line.comment.isVisible()
    assert not line.comment.isEnabled()  # there is no mark yet that it could go with
    line.show_mark(mark(4, "Well made"), unsaved=False, locked=False)
    assert line.comment.isEnabled()
    assert line.comment.text() == "Well made"
    said: list[str] = []
    line.commented.connect(said.append)
    line.comment.setFocus()
    QTest.keyClicks(line.comment, "!")
    line.finish()
    assert said == ["Well made!"]


def test_words_about_marks_and_weights() -> None:
    assert weight_text(USE, (CRAFT, USE)) == "25%"
    assert mark_words(USE, 3, not_assessed=False) == "3"
    assert mark_words(USE, None, not_assessed=False) == ""
    assert content_text(CRAFT, None) == "no mark"
    assert content_text(CRAFT, MarkContent(MarkState.NOT_ASSESSED)) == "not assessed"
    assert content_text(CRAFT, mark(15)) == "7.5"
    assert size_text(300) == "1 kB"
    assert size_text(48_400) == "48 kB"
    assert size_text(1_250_000) == "1.3 MB"


# --------------------------------------------------------------------------------- answers


def test_arrows_move_between_the_answers_without_choosing(show: Show, qtbot: QtBot) -> None:
    line = DeclareRow("07", "Fjordby", "Nominated by Kari")
    show(line)
    line.enter()
    first, second, third = line.answers.buttons
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Right)
    QTest.keyClick(third, Qt.Key.Key_Right)
    assert third.hasFocus()
    assert line.answers.answer() is None
    with qtbot.waitSignal(line.answered) as answered:
        QTest.keyClick(third, Qt.Key.Key_Space)
    assert answered.args == [DeclarationContent(Answer.DOUBT)]


def test_the_facts_are_shown_again_and_what_is_being_written_is_left_alone(show: Show) -> None:
    line = DeclareRow("07", "Fjordby", "")
    show(line)
    assert not line.about.isVisible()
    line.show_content(DeclarationContent(Answer.TELL, "A cousin"))
    assert line.facts.text.toPlainText() == "A cousin"
    line.facts.text.setFocus()
    QTest.keyClicks(line.facts.text, "s")
    line.show_content(DeclarationContent(Answer.TELL, "A cousin"))
    assert line.facts.text.toPlainText() == "sA cousin"
    line.flush()


def test_answers_are_spoken_with_the_name_they_are_about(show: Show) -> None:
    answers = Answers("Fjordby")
    show(answers)
    spoken = [button.accessibleName() for button in answers.buttons]
    assert spoken == [
        "Nothing to report, for Fjordby",
        "Something the panel should know, for Fjordby",
        "In doubt, for Fjordby",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answers_are_told_apart_by_more_than_colour(show: Show, scheme: str) -> None:
    """Chosen and not chosen differ also when every colour is grey: by their icon."""
    theme().use(scheme)  # type: ignore[arg-type]
    answers = Answers("Fjordby")
    show(answers)
    button = answers.buttons[0]
    before = (
        button.grab().toImage().convertToFormat(button.grab().toImage().Format.Format_Grayscale8)
    )
    answers.show_answer(Answer.NOTHING)
    after = button.grab().toImage().convertToFormat(before.format())
    icon = [(x, y) for x in range(12, 28) for y in range(9, 25)]
    changed = sum(before.pixel(x, y) != after.pixel(x, y) for x, y in icon)
    assert changed > len(icon) / 4


# ----------------------------------------------------------------------------------- texts


@pytest.fixture
def saving(show: Show) -> Iterator[SavingText]:
    made = SavingText()
    show(made)
    yield made
    made.saved()


def test_a_text_that_is_shown_does_not_ask_to_be_saved(saving: SavingText) -> None:
    saving.show_text("stored")
    assert not saving.is_waiting
    saving.flush()


def test_a_text_asks_until_it_hears_that_it_is_saved(saving: SavingText, qtbot: QtBot) -> None:
    asked: list[str] = []
    saving.save_requested.connect(asked.append)
    saving.setFocus()
    QTest.keyClicks(saving, "ab")
    saving.flush()
    saving.flush()
    assert asked == ["ab", "ab"]
    saving.saved()
    saving.flush()
    assert asked == ["ab", "ab"]


def test_a_text_that_is_hidden_is_saved_first(saving: SavingText) -> None:
    asked: list[str] = []
    saving.save_requested.connect(asked.append)
    saving.setFocus()
    QTest.keyClicks(saving, "x")
    saving.hide()
    assert "x" in asked


def test_a_reading_text_is_as_high_as_its_lines_and_takes_no_markup(
    show: Show, qtbot: QtBot
) -> None:
    text = ReadingText("<b>Not bold</b> & <img src='x'>\nsecond line")
    papers = QWidget()
    papers.setLayout(column(text, None))
    papers.resize(400, 300)
    show(papers)
    assert "<b>Not bold</b>" in text.toPlainText()
    low = text.height()
    papers.resize(100, 300)
    qtbot.waitUntil(lambda: text.height() > low)
    qtbot.waitUntil(lambda: text.verticalScrollBar().maximum() == 0)


# ------------------------------------------------------------------------------------ file


@pytest.fixture
def tile(show: Show, tmp_path: Path) -> FileTile:
    path = tmp_path / "7KWG9HCJ-06-HF-1.juryscore"
    path.write_bytes(b"sealed")
    made = FileTile()
    made.show_file(path, "folder  ·  1 kB", "Drag it")
    show(made)
    return made


def test_the_file_can_be_dragged_out_of_the_window(
    tile: FileTile, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[str] = []
    monkeypatch.setattr(
        QDrag, "exec", lambda drag, _action: dragged.append(drag.mimeData().urls()[0].toLocalFile())
    )

    def mouse(kind: QEvent.Type, at: int, buttons: Qt.MouseButton) -> None:
        place = QPointF(at, 20)
        event = QMouseEvent(
            kind,
            place,
            tile.mapToGlobal(place),
            Qt.MouseButton.LeftButton,
            buttons,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(tile, event)

    mouse(QEvent.Type.MouseButtonPress, 20, Qt.MouseButton.LeftButton)
    mouse(QEvent.Type.MouseMove, 22, Qt.MouseButton.LeftButton)
    assert not dragged  # a hand that trembles drags nothing
    mouse(QEvent.Type.MouseMove, 90, Qt.MouseButton.LeftButton)
    assert dragged == [str(tile.path)]
    mouse(QEvent.Type.MouseButtonRelease, 90, Qt.MouseButton.NoButton)


def test_the_file_is_copied_by_a_key(tile: FileTile) -> None:
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    urls = QApplication.clipboard().mimeData().urls()
    assert [url.toLocalFile() for url in urls] == [str(tile.path)]
    data = QApplication.clipboard().mimeData()
    assert "text/uri-list" in data.formats()  # what mail programs and file managers take
    assert str(tile.path) in data.text()
    assert tile.accessibleName() == "7KWG9HCJ-06-HF-1.juryscore"


def test_a_file_that_is_gone_is_not_dragged(tile: FileTile) -> None:
    assert tile.path is not None
    tile.path.unlink()
    assert tile.dragged() is None
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))


# -------------------------------------------------------------- an award that wants comments


def test_where_comments_are_asked_for_a_mark_without_one_is_not_finished(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    award = small_award(tmp_path, comment="all")
    try:
        with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as desk:
            desk.through_the_door()
            nominee = desk.page.sheet.nominee
            assert nominee is not None
            desk.key("8", "Down")
            first, second = desk.page.sheet.marks.rows
            first.comment.setFocus()
            desk.write("Meets every month")
            second.scale.setFocus()
            desk.key("4", "Up")
            assert desk.mark(nominee, SAM) == mark(16, "Meets every month")
            assert desk.mark(nominee, NY) == mark(8)
            assert desk.controller.uncommented(nominee) == (NY,)
            assert not desk.controller.is_finished(nominee)
            desk.page.show_place(Place.HAND_IN)
            missing = desk.page.hand_in.missing.list
            rows = {line.key: line for line in missing.rows.rows()}
            assert rows[f"{nominee}/NY"].subtitle == "without its comment: Nyskaping"
            missing.choose(f"{nominee}/NY")
            missing.setFocus()
            desk.key("Return")
            second.comment.setFocus()
            desk.write("Nothing new")
            desk.key("Ctrl+Return")
            assert desk.mark(nominee, NY) == mark(8, "Nothing new")
            assert desk.controller.is_finished(nominee)
            desk.key("Ctrl+Left")
            desk.page.sheet.go_to(nominee, NY)
            desk.key("6", "Up")
            assert desk.mark(nominee, NY) == mark(12, "Nothing new")  # the comment stays
    finally:
        award.close()


def test_until_when_one_may_hand_in_again_is_said_only_while_it_is_true(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    award = small_award(tmp_path)
    try:
        with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as desk:
            contents: DeskContents = desk.controller.contents
            assert until_text(contents, date(2098, 12, 31)) == (
                "You can hand in again until 1 January 2099."
            )
            assert until_text(contents, date(2099, 1, 1)).startswith("You can hand in again")
            assert until_text(contents, date(2099, 1, 2)).startswith("The deadline was")
    finally:
        award.close()
