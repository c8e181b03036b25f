"""Set-up: choosing what the jurors answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from juryapp.gui.dialogs.criterion_dialog import CriterionDialog
from juryapp.gui.pages.setup_criteria import CriteriaSection
from juryapp.gui.pages.setup_page import SetupPage
from juryapp.gui.shell import Shell
from window_setup import Bench, bench, draft, fill


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as made:
        yield made


def setup(on: Bench, section: str) -> SetupPage:
    on.workspace.new_edition(draft())
    fill(on.workspace)
    page = SetupPage(on.shell, on.workspace)
    on.add(page, "packages")
    page.show_section(section)
    return page


def criteria(page: SetupPage) -> CriteriaSection:
    section = page.section
    assert isinstance(section, CriteriaSection)
    return section


def undo(on: Bench) -> None:
    on.workspace.undo_stack.undo()


def test_the_fields_are_those_that_make_sense_for_what_is_asked(on: Bench) -> None:
    setup(on, "criteria")
    on.press("Ctrl+N")
    dialog = on.dialog(CriterionDialog)
    shown = {
        "points": {"criterion_weight", "criterion_least"},
        "order": set[str](),
        "yes_no": {"criterion_weight"},
        "recommendation": {"criterion_weight", "criterion_words"},
        "text": set[str](),
    }
    for kind, names in shown.items():
        dialog.kind.choose(kind)
        fields = ("criterion_weight", "criterion_least", "criterion_words")
        assert {n for n in fields if not dialog.form.row(n).isHidden()} == names
        assert dialog.what.text() in dialog.kind.accessibleDescription()
    dialog.reject()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("order", "Order"),
        ("yes_no", "Yes or no"),
        ("recommendation", "Recommendation"),
        ("text", "Comment only"),
    ],
)
def test_another_kind_of_answer_is_chosen_and_undone(on: Bench, kind: str, words: str) -> None:
    page = setup(on, "criteria")
    on.press("Return", criteria(page).table)
    dialog = on.dialog(CriterionDialog)
    dialog.kind.choose(kind)
    dialog.words.setPlainText("Yes, gladly\n\nRather not\n")
    dialog.submit()

    changed = page.controller.view.criteria[0]
    assert changed.kind.value == kind
    assert [level.words for level in changed.levels] == (
        ["Rather not", "Yes, gladly"] if kind == "recommendation" else []
    )
    answers = [criteria(page).model.columns[4].text(r) for r in criteria(page).model.rows()]
    assert answers[0] == words
    undo(on)
    assert page.controller.view.criteria[0].kind.value == "points"


def test_levels_that_are_alike_are_shown_at_their_field(on: Bench) -> None:
    setup(on, "criteria")
    on.press("Ctrl+N")
    dialog = on.dialog(CriterionDialog)
    dialog.name.setText("Råd")
    dialog.kind.choose("recommendation")
    dialog.words.setPlainText("Ja\nja")
    dialog.submit()

    assert "no two of them alike" in dialog.form.row("criterion_words").error.text()
    dialog.reject()


def test_kinds_that_cannot_stand_together_must_be_mended_before_the_round_opens(on: Bench) -> None:
    page = setup(on, "criteria")
    on.press("Return", criteria(page).table)
    dialog = on.dialog(CriterionDialog)
    dialog.kind.choose("yes_no")
    dialog.submit()

    blocking = [f for f in page.controller.view.findings if f.blocks]
    assert [f.page for f in blocking if "counted together" in f.template] == ["criteria"]
