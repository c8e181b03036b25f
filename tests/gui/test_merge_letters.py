"""What goes out from the page of score files: questions without marks, reminders, reports on paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from juryapp.application.edition.jurors import put_juror
from juryapp.gui.choosers import FakeChoosers, mail_link
from juryapp.gui.dialogs.letter_dialog import LetterDialog
from juryapp.gui.dialogs.merge_report_dialog import MergeReportDialog
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.merge_tabs import EARLIER, JURORS
from merge_award import ASTRID, BJARNE, Award, award, made

__all__ = ["award", "made"]  # fixtures


def letter_of(award: Award) -> LetterDialog:
    dialog = award.dialog(LetterDialog)
    assert isinstance(dialog, LetterDialog)
    return dialog


def report_of(award: Award) -> MergeReportDialog:
    award.wait()
    dialog = award.dialog(MergeReportDialog)
    assert isinstance(dialog, MergeReportDialog)
    return dialog


# ------------------------------------------------------------------- questions


def test_the_question_to_a_juror_holds_no_marks_unless_somebody_wants_them_there(
    award: Award,
) -> None:
    award.read_in(award.whole(BJARNE), award.other(BJARNE))
    award.press(Qt.Key.Key_F8)
    award.button("conflict_ask").click()
    letter = letter_of(award)
    letter.language.choose("en")
    letter.language.chosen.emit("en")
    assert "Fjordby, Samarbeid" in letter.text.toPlainText()
    assert not any(digit.isdigit() for digit in letter.text.toPlainText())

    letter.marks.click()

    assert "7" in letter.text.toPlainText()
    assert "3" in letter.text.toPlainText()
    letter.reject()


# ------------------------------------------------------------------- reminders


def test_a_letter_is_offered_in_all_three_languages_that_of_the_edition_first(
    award: Award,
) -> None:
    award.button("remind").click()
    letter = letter_of(award)

    assert letter.language.current() == "nb"
    norwegian = letter.text.toPlainText()
    for code in ("nn", "en"):
        letter.language.choose(code)
        letter.language.chosen.emit(code)
        assert letter.text.toPlainText() != norwegian
    assert letter.text.toPlainText().startswith("Dear Astrid Åsen,")
    letter.reject()


def test_one_reminder_goes_to_all_who_are_missing_and_they_do_not_see_each_other(
    award: Award, choosers: FakeChoosers
) -> None:
    session = award.workspace.session
    with session.reading() as uow:
        jurors = uow.jurors.all()

    for juror in jurors[1:]:
        put_juror(session, replace(juror, email=f"juror{juror.number}@example.org"))
    award.read_in(award.whole(ASTRID))
    award.page.show_view(JURORS)

    award.button("remind_all").click()
    letter = letter_of(award)
    assert "Bjarne" not in letter.text.toPlainText()
    letter.submit()

    assert choosers.letters[0][0] == "juror2@example.org, juror3@example.org"


def test_a_link_with_blind_copies_names_nobody_else() -> None:
    link = mail_link("", "S", "T", ["a@example.org", "b@example.org"])

    assert link == "mailto:?bcc=a@example.org,b@example.org&subject=S&body=T"


# --------------------------------------------------------------------- reports


def test_the_report_on_a_merge_is_looked_at_saved_and_closed_by_keyboard(
    award: Award, choosers: FakeChoosers, notifier: Recorder, tmp_path: Path
) -> None:
    award.read_in(award.whole(ASTRID))
    award.button("report_paper").click()
    dialog = report_of(award)
    assert dialog.preview.view.pages() >= 1
    assert "Astrid Åsen" in dialog.preview.text.toPlainText()

    choosers.target = tmp_path / "report.pdf"
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert choosers.target.read_bytes().startswith(b"%PDF")
    assert choosers.suggested == ["merge-1-nb.pdf"]
    assert "Report saved" in notifier.words
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_report_that_cannot_be_saved_or_printed_says_so_in_its_dialog(
    award: Award, choosers: FakeChoosers, tmp_path: Path
) -> None:
    award.read_in(award.whole(ASTRID))
    award.page.show_view(EARLIER)
    award.button("show_report").click()
    dialog = report_of(award)

    choosers.target = tmp_path / "no such folder" / "report.pdf"
    dialog.save()
    assert "cannot be written" in dialog.told.text()

    dialog.print_it()
    assert dialog.told.text().startswith("This computer cannot print from here.")
    dialog.reject()


def test_the_report_is_made_anew_in_another_language(award: Award) -> None:
    award.read_in(award.whole(ASTRID))
    award.page.dialogs.show_newest_report()
    dialog = report_of(award)
    paper = dialog.preview.paper
    assert paper is not None

    dialog.language.choose("en")
    dialog.language.chosen.emit("en")
    award.wait()

    assert dialog.preview.paper is not None
    assert dialog.preview.paper.pdf != paper.pdf
    dialog.reject()


def test_before_the_first_merge_there_is_no_report_and_no_view_of_earlier_ones(
    award: Award,
) -> None:
    assert award.page.controller.standing is not None
    assert not award.page.controller.has_merges()
    award.page.dialogs.show_newest_report()
    assert not [d for d in award.page.findChildren(MergeReportDialog) if d.isVisible()]


def test_a_report_that_was_tampered_with_is_named_and_keeps_no_file_out(
    award: Award, notifier: Recorder
) -> None:
    award.read_in(award.whole(ASTRID))
    with award.workspace.session.writing() as uow:
        [record] = uow.merges.all()
        uow.merges.add(replace(record, n=2, document="{}"))

    award.page.controller.refresh()
    award.page.controller.refresh()
    award.look_at(award.whole(BJARNE))

    assert [message.code for message in notifier.messages] == ["E-CHANGED"]
    assert award.page.footer.primary.text() == "Read in 1 file"
