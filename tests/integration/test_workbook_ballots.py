"""Excel ballots come back in every state; each is taken as it was meant, or refused with the cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.log.check import Soundness
from juryapp.application.merge.conflicts import conflict_rows, question_to
from juryapp.application.merge.merging import FileStatus, merge, preview_held
from juryapp.application.merge.planning import preview_merge
from juryapp.application.merge.receipts import files_without_receipt
from juryapp.application.merge.reminders import question
from juryapp.application.packages.writing import write_packages
from juryapp.base.errors import UserError
from juryapp.base.i18n import texts_in, translated
from juryapp.domain.packages import Origin
from juryapp.domain.statements import Answer, MarkState
from merge_case_steps import ROUND
from prepared_award import Award, award_at
from workbook_examples import Change, Filled, empty, fill, returned


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with its round open and nobody asked yet."""
    with award_at("open") as award:
        yield award


def error_of(award: Award, path: Path) -> UserError:
    (verdict,) = preview_merge(award.session, [path]).files
    assert verdict.error is not None, verdict
    assert verdict.status is FileStatus.REFUSED
    return verdict.error


# ---- taken as meant


def test_a_filled_ballot_is_taken_in_whole_unsigned_and_with_its_bytes(award: Award) -> None:
    path = returned(award, note="Strong on schools.")

    (verdict,) = award.merged(path).plan.files

    assert (verdict.status, verdict.complete, verdict.new) == (FileStatus.NEW, True, 8)
    assert "E-UNSIGNED" in [notice.code for notice in verdict.notices]
    with award.session.reading() as uow:
        (file,) = uow.files.all()
        view = uow.marks.current(ROUND).effective
        assert uow.files.sealed(file.sha256) == path.read_bytes()
        assert uow.files.origins()[file.sha256].origin is Origin.WORKBOOK
        assert uow.keys.all() == []
        said = uow.declarations.current(ROUND).effective.values()
        assert {s.content.answer for s in said} == {Answer.NOTHING}
        notes = uow.notes.current(ROUND).effective.values()
        assert {s.content.text for s in notes} == {"Strong on schools."}
    points = {(k.criterion, s.content.points) for k, s in view.items()}
    assert points == {("SAM", 15), ("NY", 16)}
    assert {s.rev for s in view.values()} == {1}
    assert award.check().coverage is Soundness.WHOLE


def test_an_empty_cell_says_nothing_and_leaves_a_draft_that_names_what_is_missing(
    award: Award,
) -> None:
    path = returned(award, lambda f: f.put("Fjordby", "mark:NY", None))

    (verdict,) = preview_merge(award.session, [path]).files

    assert not verdict.complete
    told = {notice.code: notice.params for notice in verdict.notices}
    assert told["E-UNFINISHED"] == {"n": "1", "example": "Fjordby – Nyskaping"}


@pytest.mark.parametrize(
    ("typed", "points"), [("7,5", 15), ("7.5", 15), (" 7,5 ", 15), (7, 14), (7.5, 15), ("0", 0)]
)
def test_a_mark_may_be_a_number_or_a_number_as_text(
    award: Award, typed: object, points: int
) -> None:
    path = returned(award, lambda f: f.put("Fjordby", "mark:SAM", typed))
    award.merged(path)
    with award.session.reading() as uow:
        view = uow.marks.current(ROUND).effective
    fjordby = award.nominee("Fjordby").id
    assert next(s for k, s in view.items() if k[2:] == (fjordby, "SAM")).content.points == points


@pytest.mark.parametrize("typed", ["not assessed", "ikke vurdert", "Ikkje vurdert", "n/a"])
def test_not_assessed_is_an_answer_of_its_own_in_any_language(award: Award, typed: str) -> None:
    path = returned(award, lambda f: f.put("Fjordby", "mark:SAM", typed))
    award.merged(path)
    with award.session.reading() as uow:
        view = uow.marks.current(ROUND).effective
    states = [s.content.state for s in view.values()]
    assert states.count(MarkState.NOT_ASSESSED) == 1


def reverse_rows(filled: Filled) -> None:
    sheet = filled.sheet
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    for n, values in enumerate(reversed(rows), start=3):
        for column, value in enumerate(values, start=1):
            sheet.cell(n, column).value = value


def swap_columns(filled: Filled) -> None:
    sheet = filled.sheet
    one, other = filled.keys["mark:SAM"], filled.keys["mark:NY"]
    for row in range(1, sheet.max_row + 1):
        a, b = sheet.cell(row, one), sheet.cell(row, other)
        a.value, b.value = b.value, a.value


def insert_before(filled: Filled) -> None:
    sheet = filled.sheet
    sheet.insert_rows(1, 2)
    sheet.insert_cols(3)


def add_remarks_below(filled: Filled) -> None:
    filled.sheet.cell(filled.sheet.max_row + 3, 3, "My own thoughts")


@pytest.mark.parametrize("change", [reverse_rows, swap_columns, insert_before, add_remarks_below])
def test_rows_and_columns_are_known_wherever_they_stand(award: Award, change: Change) -> None:
    def differently(filled: Filled) -> None:
        filled.put("Fjordby", "mark:SAM", 1)
        change(filled)

    award.merged(returned(award, differently))

    with award.session.reading() as uow:
        view = uow.marks.current(ROUND).effective
    fjordby = award.nominee("Fjordby").id
    assert {k.criterion: s.content.points for k, s in view.items() if k.nominee == fjordby} == {
        "SAM": 2,
        "NY": 16,
    }
    assert len(view) == 8


def test_a_deleted_row_leaves_a_draft(award: Award) -> None:
    path = returned(award, lambda f: f.sheet.delete_rows(f.row_of("Fjordby")))
    (verdict,) = preview_merge(award.session, [path]).files
    assert (verdict.status, verdict.complete, verdict.new) == (FileStatus.NEW, False, 6)


def test_facts_without_an_answer_are_something_the_panel_should_know(award: Award) -> None:
    def told(filled: Filled) -> None:
        filled.put("Fjordby", "answer", None)
        filled.put("Fjordby", "facts", "My sister works there.")

    award.merged(returned(award, told))

    with award.session.reading() as uow:
        said = uow.declarations.current(ROUND).effective.values()
    (tell,) = [s.content for s in said if s.content.answer is not Answer.NOTHING]
    assert (tell.answer, tell.facts) == (Answer.TELL, "My sister works there.")


# ---- refused, with the cell


DAY = dt.date(2026, 5, 7)  # what a Norwegian Excel makes of 7.5


@pytest.mark.parametrize(
    ("value", "form", "code", "part"),
    [
        ("=A1+7", "", "E-CELL-FORMULA", "formula"),
        ("#DIV/0!", "", "E-CELL-ERROR", "#DIV/0!"),
        (DAY, "dd.mm", "E-CELL-DATE", "2026-05-07"),
        (0.75, "0%", "E-CELL-PERCENT", "0.75"),
        ("very good", "", "E-CELL-MARK", "very good"),
        (True, "", "E-CELL-MARK", "TRUE"),
        (11, "", "E-RANGE", "11"),
        (-1, "", "E-RANGE", "1"),
        (7.3, "", "E-RANGE", "7.3"),
        ("7 or 8", "", "E-CELL-MARK", "7 or 8"),
    ],
)
def test_what_is_no_mark_refuses_the_file_and_names_the_cell(
    award: Award, value: object, form: str, code: str, part: str
) -> None:
    places: list[str] = []
    path = returned(award, lambda f: places.append(f.put("Fjordby", "mark:SAM", value, form)))

    error = error_of(award, path)

    assert error.code == code
    said = translated(error)
    assert f"!{places[0]}:" in said
    assert part in said
    with award.session.reading() as uow:
        assert uow.files.all() == []


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("answer", "perhaps", "E-CELL-ANSWER"),
        ("answer", "=A1", "E-CELL-FORMULA"),
        ("facts", "=A1", "E-CELL-FORMULA"),
        ("note", "=HYPERLINK(A1)", "E-CELL-FORMULA"),
    ],
)
def test_a_formula_or_a_strange_answer_elsewhere_is_named_too(
    award: Award, key: str, value: str, code: str
) -> None:
    assert error_of(award, returned(award, lambda f: f.put("Fjordby", key, value))).code == code


def test_all_bad_cells_are_named_at_once_up_to_a_limit(award: Award) -> None:
    error = error_of(award, returned(award, marks={"SAM": "great", "NY": "=1+1"}))
    assert error.code == "E-CELLS"
    assert error.params["n"] == 8
    assert len(error.params["places"]) == 8
    assert translated(error).count("\n") == 8


def rename(filled: Filled) -> None:
    filled.put("Fjordby", "name", "Skogheim")


def unknown(filled: Filled) -> None:
    row = filled.row_of("Fjordby")
    filled.sheet.cell(row, 1, "NOBODY")


def double(filled: Filled) -> None:
    row, last = filled.row_of("Fjordby"), filled.sheet.max_row + 1
    for column in range(1, filled.sheet.max_column + 1):
        filled.sheet.cell(last, column, filled.sheet.cell(row, column).value)


def extra(filled: Filled) -> None:
    filled.sheet.cell(filled.sheet.max_row + 1, filled.keys["mark:SAM"], 7)


def heading(filled: Filled) -> None:
    filled.sheet.cell(2, filled.keys["mark:SAM"], "Nyskaping")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (rename, "E-CELL-MOVED"),
        (unknown, "E-CELL-NOMINEE"),
        (double, "E-CELL-TWICE"),
        (extra, "E-CELL-ROW"),
        (heading, "E-CELL-COLUMN"),
    ],
)
def test_rows_and_headings_that_do_not_fit_are_named(
    award: Award, change: Change, code: str
) -> None:
    assert error_of(award, returned(award, change)).code == code


def test_a_column_that_is_gone_is_named(award: Award) -> None:
    error = error_of(award, returned(award, lambda f: f.sheet.delete_cols(f.keys["mark:SAM"])))
    assert error.code == "E-WORKBOOK-COLUMN"
    assert "Samarbeid" in translated(error)


# ---- whose it is


def code_sheet(filled: Filled) -> str:
    return next(s.title for s in filled.book.worksheets if s["A1"].value == "juryapp-ballot")


def test_a_changed_code_is_seen(award: Award) -> None:
    def change(filled: Filled) -> None:
        cell = filled.book[code_sheet(filled)]["A2"]
        text = str(cell.value)
        cell.value = text[:300] + ("A" if text[300] != "A" else "B") + text[301:]

    assert error_of(award, returned(award, change)).code == "E-SIG"


def test_the_sheet_of_another_juror_is_seen(award: Award) -> None:
    other = fill(empty(award, "astrid", "others"))
    stamp = other.sheet["A1"].value

    def change(filled: Filled) -> None:
        filled.sheet["A1"].value = stamp

    assert error_of(award, returned(award, change)).code == "E-WORKBOOK-SHEET"


def test_a_workbook_that_was_not_made_here_is_named(award: Award) -> None:
    path = returned(award, lambda f: f.book.remove(f.book[code_sheet(f)]))
    assert error_of(award, path).code == "E-WORKBOOK-FOREIGN"


def test_a_ballot_under_the_name_of_a_score_file_is_still_read(award: Award) -> None:
    path = returned(award, name="bjarne.juryscore")
    assert preview_merge(award.session, [path]).files[0].status is FileStatus.NEW


def test_a_ballot_that_was_made_before_something_was_lost_is_refused(award: Award) -> None:
    path = returned(award)
    write_packages(
        award.session, award.folder / "new", jurors=[award.juror("bjarne").id], reissue=True
    )
    assert error_of(award, path).code == "E-KEY-CLOSED"


def test_a_ballot_of_another_edition_is_refused(award: Award) -> None:
    with award_at("open") as other:
        path = returned(other)
        assert error_of(award, path).code in {"E-PACKAGE-REPLACED", "E-EDITION"}


# ---- two of them, and the juror's own machine


def test_the_same_ballot_twice_is_taken_once(award: Award) -> None:
    path = returned(award)
    award.merged(path)
    assert award.merged(path).plan.files[0].status is FileStatus.ALREADY


def test_two_different_ballots_of_one_issue_conflict_and_a_new_one_settles_it(
    award: Award,
) -> None:
    path = empty(award)
    first, second = award.folder / "one.xlsx", award.folder / "two.xlsx"
    first.write_bytes(fill(path).bytes())
    changed = fill(path)
    changed.put("Fjordby", "mark:SAM", 3)
    second.write_bytes(changed.bytes())
    award.merged(first)
    award.merged(second)
    (row,) = conflict_rows(award.session)
    assert "Excel ballot or a paper" in question_to(row, texts_in("en"))
    asked = question(award.session.edition(), row, language="en")
    assert "taken out, or you get a new one" in asked.body

    third = award.folder / "three.xlsx"
    third.write_bytes(fill(empty(award, folder="again")).bytes())
    award.merged(third)

    assert conflict_rows(award.session) == []
    with award.session.reading() as uow:
        assert {s.rev for s in uow.marks.current(ROUND).effective.values()} == {2}


def test_the_order_of_files_does_not_matter(award: Award) -> None:
    path = empty(award)
    one, other = award.folder / "one.xlsx", award.folder / "two.xlsx"
    one.write_bytes(fill(path).bytes())
    other.write_bytes(fill(path, {"SAM": 3, "NY": 8}).bytes())
    plans = [preview_merge(award.session, files) for files in ([one, other], [other, one])]
    after = [{change.key: set(change.after) for change in plan.marks} for plan in plans]
    assert after[0] == after[1]


def test_a_ballot_that_comes_after_closing_is_laid_aside_and_taken_in_once_open_again(
    award: Award,
) -> None:
    path = returned(award)
    close_round(award.session)

    held = award.merged(path).plan.files[0]
    assert held.status is FileStatus.HELD
    assert files_without_receipt(award.session) == ()

    open_round(award.session, reason="One ballot came late.")
    merge(award.session, preview_held(award.session))

    with award.session.reading() as uow:
        assert uow.files.held() == []
        assert [o.origin for o in uow.files.origins().values()] == [Origin.WORKBOOK]
    assert award.check().coverage is Soundness.WHOLE
