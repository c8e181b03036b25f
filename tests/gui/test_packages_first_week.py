"""The packages page in the first week: machines that work, declarations gathered, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_window import settle
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.saying import declare, declare_rest
from juryapp.application.edition.rounds import open_round
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.merge.view import finished_in
from juryapp.application.packages.writing import WrittenPackage
from juryapp.domain.ids import NomineeId
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.models.merge_files import FileRow
from juryapp.gui.pages.packages_page import PackagesPage
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from screen_audit import cut, listed, nameless, overlapping, primaries, wordless
from window_setup import Bench, bench, draft, fill
from workplace import Workplace, declared, practise

ASTRID, BJARNE, CECILIE = 0, 1, 2


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as made:
        yield made


@pytest.fixture
def page(on: Bench) -> PackagesPage:
    """The page of an edition whose round was just opened."""
    on.workspace.new_edition(draft())
    fill(on.workspace)
    open_round(on.workspace.session)
    page = PackagesPage(on.shell, on.workspace)
    page.controller.by_mail = False
    on.add(page, "setup", "merge", "impartiality")
    return page


def place(on: Bench) -> Workplace:
    return Workplace(on.workspace.session, on.folder)


def sent_out(on: Bench) -> list[WrittenPackage]:
    written = place(on).packages(PackageKind.DECLARE)
    on.window.show_page("packages")
    return written


def taken_in(on: Bench, *files: Path) -> None:
    session = on.workspace.session
    merge(session, preview_merge(session, files))
    on.window.show_page("packages")


def nominee(on: Bench, name: str) -> NomineeId:
    with on.workspace.session.reading() as uow:
        return next(n.id for n in uow.nominees.all() if n.name == name)


def cells(page: PackagesPage, row: int) -> list[str]:
    found = page.model.rows()[row]
    return [column.text(found) for column in page.model.columns]


def test_declarations_are_asked_for_first(on: Bench, page: PackagesPage) -> None:
    assert page.controller.kind is PackageKind.DECLARE
    assert page.kind.current() == "declare"
    assert page.make.text() == "Make 3 packages …"
    assert page.first_week.isHidden()
    assert cells(page, ASTRID)[2:] == ["Not made", "No", "0 of 4", "No answer yet"]


def test_one_package_for_both_is_said_to_bring_the_material_early(
    on: Bench, page: PackagesPage
) -> None:
    page.controller.choose_kind(PackageKind.SCORE)

    assert "in the jurors’ hands before they declare" in page.first_week.waiting.text.text()
    assert page.first_week.works.isHidden()
    assert page.make.text() == "Make 3 packages …"


def test_while_answers_are_awaited_it_says_whose_machine_works(
    on: Bench, page: PackagesPage
) -> None:
    written = sent_out(on)
    week = page.first_week
    assert not week.waits.isHidden()
    assert week.waits.number.text() == "0 of 3"
    assert page.make.text() == "To the score files"

    taken_in(
        on,
        declared(place(on), written[ASTRID], nominee(on, "Elvestad")),
        declared(place(on), written[BJARNE], practised=False),
    )

    assert week.waits.number.text() == "1 of 3"
    assert week.missing.text.text() == (
        "No whole practice ballot yet: Bjarne Øvrebø, Cecilie Čáhppe."
    )
    assert week.heading.text() == "Declarations gathered: 8 of 12"
    assert week.nothing.text() == "7 nothing to report"
    assert week.recused.text() == "1 recused"
    assert week.tell.isHidden()
    assert [cells(page, row)[4:] for row in (ASTRID, BJARNE, CECILIE)] == [
        ["4 of 4", "Machine works"],
        ["4 of 4", "Practice missing"],
        ["0 of 4", "No answer yet"],
    ]


def test_when_all_machines_work_the_score_packages_are_next(
    on: Bench, page: PackagesPage, choosers: FakeChoosers
) -> None:
    elve = nominee(on, "Elvestad")
    written = sent_out(on)
    taken_in(
        on, *(declared(place(on), p, *([elve] if not n else [])) for n, p in enumerate(written))
    )
    week = page.first_week

    assert not week.works.isHidden()
    assert (week.works.number.text(), week.works.label.text()) == ("3 of 3", "machines work")
    assert "takes no part there: Astrid Åsen 1." in week.left_out.text.text()
    assert page.kind.current() == "score"
    assert page.make.text() == "Make 3 score packages …"
    choosers.target = on.folder / "out"
    with on.qtbot.waitSignal(page.controller.made, timeout=20_000) as made:
        on.press("Ctrl+M", page.table)
    assert made.args is not None
    assert [package.nominees for package in made.args[0]] == [3, 4, 4]
    assert page.make.text() == "To the score files"


def test_from_the_declare_packages_it_leads_to_the_score_packages_too(
    on: Bench, page: PackagesPage, choosers: FakeChoosers
) -> None:
    written = sent_out(on)
    page.controller.choose_kind(PackageKind.DECLARE)
    taken_in(on, *(declared(place(on), package) for package in written))

    assert page.kind.current() == "declare"
    assert page.make.text() == "Make 3 score packages …"
    choosers.target = on.folder / "out"
    with on.qtbot.waitSignal(page.controller.made, timeout=20_000):
        page.make.click()
    assert page.kind.current() == "score"
    assert page.controller.lacking() == ()


def test_a_score_package_waits_for_the_declarations_of_its_juror(
    on: Bench, page: PackagesPage
) -> None:
    written = sent_out(on)
    taken_in(on, declared(place(on), written[BJARNE]))

    page.controller.choose_kind(PackageKind.SCORE)

    assert page.make.text() == "Make 1 score package …"
    assert page.first_week.waiting.text.text() == (
        "Not declared yet, so the score package waits: Astrid Åsen, Cecilie Čáhppe."
    )


def test_reports_lead_to_impartiality(on: Bench, page: PackagesPage) -> None:
    written = sent_out(on)
    desk = place(on).desk(written[ASTRID])
    declare(desk, nominee(on, "Fjordby"), Answer.DOUBT, "Svoger")
    declare(desk, nominee(on, "Elvestad"), Answer.TELL, "Nabo")
    declare_rest(desk)
    practise(desk)
    file = hand_in(desk, on.folder / "a.juryscore").path
    desk.close()
    taken_in(on, file)
    week = page.first_week

    assert (week.tell.text(), week.doubt.text()) == (
        "1 something the panel should know", "1 in doubt",
    )  # fmt: skip
    assert week.pending.text.text().startswith("2 reports wait for the panel.")
    week.go.setFocus()
    on.press("Space", week.go)
    assert on.shown() == "impartiality"


def test_the_letter_of_the_first_week_says_what_to_do_in_three_steps(
    on: Bench, page: PackagesPage
) -> None:
    sent_out(on)

    body = page.detail.body.toPlainText()

    assert [f"\n{n}. " in body for n in (1, 2, 3)] == [True, True, True]
    assert "2026-01-AA" in body


@pytest.mark.parametrize("scale", [1.0, 1.4])
@pytest.mark.parametrize("kind", PackageKind)
def test_the_first_week_is_shown_whole_on_a_small_screen_and_in_large_text(
    on: Bench, page: PackagesPage, kind: PackageKind, scale: float
) -> None:
    written = sent_out(on)
    taken_in(
        on,
        declared(place(on), written[ASTRID], nominee(on, "Elvestad")),
        declared(place(on), written[BJARNE], practised=False),
    )
    on.window.resize(1366, 768)
    theme().use(text_scale=scale)

    page.controller.choose_kind(kind)
    settle()

    faults = [fault for look in (cut, overlapping, nameless, wordless) for fault in look(page)]
    assert not faults, listed(faults)
    assert len(primaries(page)) == 1


@pytest.mark.parametrize("practised", [True, False])
def test_before_it_is_read_in_an_answer_says_whether_the_machine_works(
    on: Bench, page: PackagesPage, practised: bool
) -> None:
    file = declared(place(on), sent_out(on)[ASTRID], practised=practised)
    plan = preview_merge(on.workspace.session, [file])
    (opened,) = [v.opened for v in plan.files if v.opened is not None]
    finished = finished_in(on.workspace.session, [opened])[opened.sha256]

    row = FileRow(verdict=plan.files[0], finished=finished, newer=False, dated="")

    words = {True: "4 of 4 declared, machine works", False: "4 of 4 declared, draft"}
    assert row.finished_words() == words[practised]
