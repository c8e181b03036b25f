"""The set-up page: sections, edits that can be undone, the check, opening the round, the lock."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.packages.writing import write_packages
from juryapp.domain.criteria import CommentRule, Missing
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.dialogs.category_dialog import CategoryDialog
from juryapp.gui.dialogs.criterion_dialog import CriterionDialog
from juryapp.gui.dialogs.round_reason_dialog import RoundReasonDialog
from juryapp.gui.dialogs.rules_dialog import RulesDialog
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.setup_categories import CategoriesSection
from juryapp.gui.pages.setup_criteria import CriteriaSection
from juryapp.gui.pages.setup_jurors import JurorsSection
from juryapp.gui.pages.setup_page import SetupPage
from juryapp.gui.shell import Shell
from window_setup import Bench, bench, draft, fill


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as made:
        yield made


def setup(
    on: Bench, section: str = "award", *, filled: bool = True, **changes: object
) -> SetupPage:
    on.workspace.new_edition(draft(**changes))
    if filled:
        fill(on.workspace)
    page = SetupPage(on.shell, on.workspace)
    on.add(page, "packages")
    page.show_section(section)
    return page


def criteria(page: SetupPage) -> CriteriaSection:
    section = page.section
    assert isinstance(section, CriteriaSection)
    return section


def jurors(page: SetupPage) -> JurorsSection:
    section = page.section
    assert isinstance(section, JurorsSection)
    return section


def undo(on: Bench) -> None:
    on.workspace.undo_stack.undo()


def redo(on: Bench) -> None:
    on.workspace.undo_stack.redo()


# --- the page


def test_the_sections_say_how_much_is_in_them(on: Bench) -> None:
    page = setup(on)

    labels = [section.label() for section in page.sections]
    assert labels == ["Award", "Categories 1", "Criteria 2", "Nominees 4", "Jurors 3", "Check 1"]


def test_ctrl_page_down_goes_through_all_sections(on: Bench) -> None:
    page = setup(on)

    seen = [page.section.key]
    for _step in range(5):
        on.press("Ctrl+PageDown")
        seen.append(page.section.key)

    assert seen == ["award", "categories", "criteria", "nominees", "jurors", "check"]


def test_the_primary_button_leads_from_section_to_section(on: Bench) -> None:
    page = setup(on)

    for _step in range(5):
        page.next_button.click()

    assert page.section.key == "check"
    assert page.next_button.text() == "Open the round …"


def test_it_can_be_entered_at_a_section(on: Bench) -> None:
    page = setup(on)

    on.window.show_page("setup", "jurors")

    assert page.section.key == "jurors"
    assert jurors(page).table.hasFocus()


def test_the_search_field_finds_a_nominee(on: Bench) -> None:
    page = setup(on)
    entry = next(e for e in page.palette_entries() if e.text == "Skogheim")

    entry.run()

    assert page.section is page.nominees
    assert page.nominees.detail.name.text() == "Skogheim"


# --- award


def test_what_is_written_is_kept_when_the_field_is_left_and_can_be_undone(on: Bench) -> None:
    page = setup(on)
    field = page.award.owner
    field.setFocus()
    field.clear()
    on.qtbot.keyClicks(field, "Fjordlaget")

    on.press("Tab", field)

    assert on.workspace.session.edition().owner == "Fjordlaget"
    undo(on)
    assert on.workspace.session.edition().owner == "Prøvelaget"
    assert field.text() == "Prøvelaget"
    redo(on)
    assert field.text() == "Fjordlaget"


def test_what_is_half_written_is_kept_when_the_page_is_left(on: Bench) -> None:
    page = setup(on)
    page.award.purpose.setPlainText("For gode verter.")

    on.window.show_page("packages")

    assert on.workspace.session.edition().purpose == "For gode verter."


def test_an_empty_name_is_shown_at_its_field_and_not_kept(on: Bench) -> None:
    page = setup(on)
    page.award.award_name.setText(" ")

    page.award.award_name.editingFinished.emit()

    assert page.award.names.row("setup_award_name").error.text()
    assert on.workspace.session.edition().award_name == "Fjordprisen"


def test_a_day_is_understood_in_the_usual_spellings(on: Bench) -> None:
    page = setup(on)
    page.award.deadline.setText("1.2.2027")

    page.award.deadline.editingFinished.emit()

    assert on.workspace.session.edition().deadline == "2027-02-01"


def test_languages_can_be_added(on: Bench) -> None:
    page = setup(on)

    page.award.more["nn"].click()

    assert on.workspace.session.edition().languages == ("en", "nn")
    undo(on)
    assert not page.award.more["nn"].isChecked()


def test_the_rules_of_counting_are_changed_and_put_back(on: Bench) -> None:
    page = setup(on)
    on.find(QPushButton, "change_rules").click()
    dialog = on.dialog(RulesDialog)
    dialog.missing[Missing.VOID].setChecked(True)
    dialog.margin.setText("0,5")
    dialog.comment.setChecked(True)

    dialog.submit()

    rules = page.controller.view.rules
    assert (rules.missing, rules.close_margin) == (Missing.VOID, Fraction(1, 2))
    assert rules.comment is CommentRule.ALL
    undo(on)
    assert page.controller.view.rules.missing is Missing.RENORMALISE


# --- categories


def test_a_category_is_added_by_keyboard_and_taken_away_again(on: Bench) -> None:
    page = setup(on, "categories")

    on.press("Ctrl+N")
    dialog = on.dialog(CategoryDialog)
    on.qtbot.keyClicks(dialog.name, "Store kommuner")
    on.press("Return", dialog.name)
    on.no_dialog()

    assert [c.name for c in page.controller.view.categories] == ["Alle", "Store kommuner"]
    made = page.controller.view.categories[1]
    undo(on)
    assert made not in page.controller.view.categories
    redo(on)
    assert made in page.controller.view.categories


def test_a_category_with_nominees_is_not_removed(on: Bench, notifier: Recorder) -> None:
    page = setup(on, "categories")
    assert isinstance(page.section, CategoriesSection)

    on.press("Delete", page.section.table)

    assert "has nominees" in notifier.titles()[0]
    assert len(page.controller.view.categories) == 1
    assert not on.workspace.undo_stack.canUndo()


def test_more_winners_than_finalists_is_refused_in_the_dialog(on: Bench) -> None:
    setup(on, "categories")
    on.press("Ctrl+N")
    dialog = on.dialog(CategoryDialog)
    dialog.name.setText("X")
    dialog.winners.setValue(9)

    dialog.submit()

    assert "finalists" in dialog.problem.text()
    dialog.reject()


# --- criteria


def test_the_weight_is_shown_as_a_share_of_the_total(on: Bench) -> None:
    page = setup(on, "criteria")

    shares = [criteria(page).model.columns[3].text(r) for r in criteria(page).model.rows()]

    assert shares == ["75%", "25%"]


def test_a_criterion_is_changed_with_its_share_shown_while_typing(on: Bench) -> None:
    page = setup(on, "criteria")
    on.press("Return", criteria(page).table)
    dialog = on.dialog(CriterionDialog)
    dialog.weight.clear()

    on.qtbot.keyClicks(dialog.weight, "1")
    assert "50%" in dialog.share.text()
    dialog.submit()

    assert page.controller.view.criteria[0].weight == 1
    undo(on)
    assert page.controller.view.criteria[0].weight == 3


def test_levels_in_words_are_kept_from_the_lowest_up(on: Bench) -> None:
    page = setup(on, "criteria")
    on.press("Ctrl+N")
    dialog = on.dialog(CriterionDialog)
    dialog.name.setText("Mot")
    for mark, words in [("10", "Tør mest"), ("0", "Tør lite"), ("", "")]:
        dialog.levels.add.click()
        line = dialog.levels._lines[-1]
        line[0].setText(mark)
        line[1].setText(words)

    dialog.submit()

    levels = page.controller.view.criteria[-1].levels
    assert [(level.points, level.words) for level in levels] == [(0, "Tør lite"), (20, "Tør mest")]


@pytest.mark.parametrize(
    ("field", "text"), [("weight", "mye"), ("step", "3"), ("most", "0"), ("weight", "0")]
)
def test_a_criterion_that_cannot_be_is_refused_in_the_dialog(
    on: Bench, field: str, text: str
) -> None:
    setup(on, "criteria")
    on.press("Ctrl+N")
    dialog = on.dialog(CriterionDialog)
    dialog.name.setText("Mot")
    getattr(dialog, field).setText(text)

    dialog.submit()

    assert dialog.form.has_errors() or dialog.problem.text()
    dialog.reject()


def test_a_level_off_the_scale_is_refused(on: Bench) -> None:
    setup(on, "criteria")
    on.press("Ctrl+N")
    dialog = on.dialog(CriterionDialog)
    dialog.name.setText("Mot")
    dialog.levels.add.click()
    dialog.levels._lines[-1][0].setText("11")

    dialog.submit()

    assert "not on the scale" in dialog.problem.text()
    dialog.reject()


def test_alt_and_arrows_move_a_criterion_and_undo_puts_it_back(on: Bench) -> None:
    page = setup(on, "criteria")
    table = criteria(page).table
    on.press("Alt+Down", table)

    assert [c.name for c in page.controller.view.criteria] == ["Nyskaping", "Samarbeid"]
    assert table.current_row().criterion.name == "Samarbeid"
    on.press("Alt+Down", table)  # it is last already
    undo(on)
    assert [c.name for c in page.controller.view.criteria] == ["Samarbeid", "Nyskaping"]


def test_a_criterion_is_removed_by_delete_and_comes_back_by_undo(on: Bench) -> None:
    page = setup(on, "criteria")
    before = page.controller.view.criteria

    on.press("Delete", criteria(page).table)
    assert len(page.controller.view.criteria) == 1
    undo(on)

    assert page.controller.view.criteria == before


# --- check, opening, lock


def test_what_must_be_mended_is_listed_with_a_way_there(on: Bench) -> None:
    page = setup(on, "check", filled=False)

    assert not page.next_button.isEnabled()
    assert page.next_button.toolTip() == "Mend first what must be mended."
    assert "2 things must be mended" in page.state_text.text()
    on.find(QPushButton, "mend_1").click()

    assert page.section.key == "nominees"


def test_opening_the_round_says_what_it_locks_then_does_it(
    on: Bench, choosers: FakeChoosers, notifier: Recorder
) -> None:
    page = setup(on, "check")

    page.next_button.click()

    assert choosers.asked == ["Open the round?"]
    assert page.controller.view.is_open
    assert notifier.titles() == ["The round is open."]
    assert not on.workspace.undo_stack.canUndo()
    assert page.next_button.text() == "To the jury packages"
    page.next_button.click()
    assert on.shown() == "packages"


def test_the_check_says_that_one_package_for_both_puts_the_material_in_hand_early(
    on: Bench,
) -> None:
    page = setup(on, "check")
    assert "One package for both is possible too" in page.check.packages.text()
    on.workspace.change(lambda: open_round(on.workspace.session))
    assert not page.check.packages.isVisible()

    write_packages(on.workspace.session, on.folder / "packages")
    on.window.show_page("setup", "check")

    assert page.check.packages.text().startswith("3 jurors had the nominations in hand")


def test_the_round_stays_closed_when_the_answer_is_no(on: Bench, choosers: FakeChoosers) -> None:
    page = setup(on, "check")
    choosers.agrees = False

    page.next_button.click()

    assert page.controller.view.round is None


def test_an_open_round_locks_criteria_and_says_why(on: Bench) -> None:
    page = setup(on, "check")
    page.next_button.click()

    page.show_section("criteria")

    section = criteria(page)
    assert section.lock.isVisible()
    assert not section.add.isEnabled()
    assert section.edit.toolTip() == "Locked since the round was opened."
    on.press("Delete", section.table)
    on.press("Alt+Down", section.table)
    assert [c.name for c in page.controller.view.criteria] == ["Samarbeid", "Nyskaping"]
    page.show_section("award")
    assert not on.find(QPushButton, "change_rules").isEnabled()


def test_a_closed_round_is_opened_again_with_a_reason(on: Bench) -> None:
    page = setup(on, "check")
    on.workspace.change(lambda: open_round(on.workspace.session))
    on.workspace.change(lambda: close_round(on.workspace.session))
    assert page.check.round_heading.text().startswith("The round was closed on")

    on.find(QPushButton, "reopen_round").click()
    dialog = on.dialog(RoundReasonDialog)
    dialog.submit()
    assert dialog.form.has_errors()
    dialog.reason.setPlainText("En fil kom for sent.")
    dialog.submit()

    assert page.controller.view.is_open


def test_the_page_is_empty_and_silent_when_nothing_is_open(on: Bench) -> None:
    page = SetupPage(on.shell, on.workspace)
    on.add(page)

    assert not page.controller.has_view
    assert page.title() == "Set-up"


def test_the_texts_follow_the_language(
    on: Bench, fake_language: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = setup(on, "criteria")
    assert callable(fake_language)
    fake_language({"Add criterion …": "Legg til kriterium …", "Criteria {n}": "Kriterier {n}"})

    on.window.use_language("nb")
    on.until(lambda: criteria(page).add.text() == "Legg til kriterium …")

    assert page.sections[2].label() == "Kriterier 2"
