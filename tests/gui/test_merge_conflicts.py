"""Conflicts on the page of score files: asked, settled by the chair, kept; and who is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from juryapp.gui.choosers import FakeChoosers, mail_link
from juryapp.gui.dialogs.conflict_dialog import ConflictDialog
from juryapp.gui.dialogs.letter_dialog import LetterDialog
from juryapp.gui.pages.merge_tabs import CONFLICTS, JURORS
from merge_award import ASTRID, BJARNE, CECILIE, Award, award, made
from workplace import ballot, changed, table_of

__all__ = ["award", "made"]  # fixtures


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
    two = changed(changed(ballot("bjarne"), "Fjordby", "SAM", "3"), "Bergset", "NY", "9")
    other = award.workplace.scored(award.packages[BJARNE], two, machine="b")
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
