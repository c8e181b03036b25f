"""What the juror's desk shows, and the flags that are kept with the private notes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from desk_examples import SmallAward, small_award
from juryapp.application.desk.contents import (
    FLAG,
    desk_contents,
    desk_info_of,
    keep_private_note,
    said_about,
)
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.saying import declare, record_mark, write_note, write_private_note
from juryapp.application.session import Session
from juryapp.domain.criteria import CommentRule
from juryapp.domain.impartiality import Standing
from juryapp.domain.packages import PackageKind
from juryapp.domain.sheets import CellState
from juryapp.domain.statements import Answer, MarkContent, MarkState, NoteContent, mark
from workplace import services_in


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(award: SmallAward, tmp_path: Path) -> Iterator[Session]:
    session = open_package(services_in(tmp_path / "juror"), award.package())
    yield session
    session.close()


def test_the_contents_hold_papers_in_the_jurors_own_order_with_every_nomination(
    desk: Session,
) -> None:
    contents = desk_contents(desk)
    names = [papers.nominee.name for papers in contents.papers.values()]

    assert tuple(contents.papers) == contents.info.order
    assert sorted(names) == ["Bergset", "Elvestad", "Fjordby", "Skogheim"]
    fjordby = next(p for p in contents.papers.values() if p.nominee.name == "Fjordby")
    assert fjordby.category == "Alle"
    assert [nomination.nominator for nomination in fjordby.nominations] == [
        "Kari Prøve",
        "Ola Prøve",
    ]
    assert contents.comment is CommentRule.NONE
    assert [criterion.id for criterion in contents.criteria] == ["SAM", "NY"]


def test_a_new_desk_has_said_nothing(desk: Session) -> None:
    contents = desk_contents(desk)
    for nominee, said in contents.said.items():
        assert said.standing is Standing.UNDECLARED
        assert (said.declaration, dict(said.marks), said.comment) == (None, {}, NoteContent(""))
        assert (said.note, said.flagged) == ("", False)
        assert contents.cell(nominee, said).state is CellState.UNDECLARED


def test_one_nominee_read_again_is_what_reading_everything_gives(desk: Session) -> None:
    contents = desk_contents(desk)
    first, second, *_rest = contents.papers
    declare(desk, first, Answer.TELL, "A cousin")
    sam, ny = (criterion.id for criterion in contents.criteria)
    record_mark(desk, first, sam, mark(15))
    record_mark(desk, first, ny, MarkContent(MarkState.NOT_ASSESSED))
    declare(desk, second, Answer.NOTHING)
    record_mark(desk, second, sam, mark(3))
    record_mark(desk, second, sam, MarkContent(MarkState.CLEARED))
    write_note(desk, first, "Warm", usable=True)
    keep_private_note(desk, first, "Ask them", flagged=True)

    everything = desk_contents(desk)
    for nominee in contents.papers:
        assert said_about(desk, contents, nominee) == everything.said[nominee]
    said = everything.said[first]
    assert (said.standing, said.comment) == (Standing.PENDING, NoteContent("Warm", usable=True))
    assert (said.note, said.flagged) == ("Ask them", True)
    assert set(said.marks) == {sam, ny}
    assert dict(everything.said[second].marks) == {}


def test_the_preview_weighs_what_was_assessed(desk: Session) -> None:
    contents = desk_contents(desk)
    nominee = next(iter(contents.papers))
    sam, ny = (criterion.id for criterion in contents.criteria)
    declare(desk, nominee, Answer.NOTHING)
    assert contents.preview(said_about(desk, contents, nominee)) is None

    record_mark(desk, nominee, sam, mark(16))
    record_mark(desk, nominee, ny, mark(8))
    assert contents.preview(said_about(desk, contents, nominee)) == Fraction(7)
    record_mark(desk, nominee, ny, MarkContent(MarkState.NOT_ASSESSED))
    assert contents.preview(said_about(desk, contents, nominee)) == Fraction(8)


def test_a_flag_and_a_private_note_do_not_disturb_each_other(desk: Session) -> None:
    contents = desk_contents(desk)
    nominee = next(iter(contents.papers))

    def kept() -> tuple[str, bool]:
        said = said_about(desk, contents, nominee)
        return said.note, said.flagged

    keep_private_note(desk, nominee, "", flagged=True)
    assert kept() == ("", True)
    keep_private_note(desk, nominee, "Two lines\nof text", flagged=True)
    assert kept() == ("Two lines\nof text", True)
    keep_private_note(desk, nominee, "Two lines\nof text", flagged=False)
    assert kept() == ("Two lines\nof text", False)
    keep_private_note(desk, nominee, FLAG + FLAG + "pasted", flagged=False)
    assert kept() == ("pasted", False)
    keep_private_note(desk, nominee, "", flagged=False)
    assert kept() == ("", False)


def test_a_private_note_written_without_a_flag_is_read_as_it_is(desk: Session) -> None:
    contents = desk_contents(desk)
    nominee = next(iter(contents.papers))
    write_private_note(desk, nominee, "plain")
    assert said_about(desk, contents, nominee).note == "plain"


def test_the_desk_tells_which_kind_of_package_it_has(award: SmallAward, tmp_path: Path) -> None:
    session = open_package(services_in(tmp_path / "other"), award.package(PackageKind.DECLARE))
    try:
        assert desk_info_of(session).package.kind is PackageKind.DECLARE
        contents = desk_contents(session)
        papers = [contents.papers[nominee] for nominee in contents.real]
        assert {nomination.text for p in papers for nomination in p.nominations} == {""}
    finally:
        session.close()
