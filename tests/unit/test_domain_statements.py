"""A statement is what was said, once, for ever; when and where it was said is no part of it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import CLEARED, NOT_ASSESSED, WITHDRAWN, mark_key, nominee_key
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkState,
    MarkStatement,
    NoteContent,
    Provenance,
    Stated,
    StatedMark,
    Statement,
    mark,
    statement_hashes,
)

KEY = mark_key("J1", "N1", "C1")
contents = st.one_of(
    st.builds(mark, st.integers(0, 3), st.sampled_from(["", "fine"])),
    st.builds(
        MarkContent,
        st.sampled_from([s for s in MarkState if s is not MarkState.MARK]),
        st.none(),
        st.sampled_from(["", "fine"]),
    ),
)
statements = st.builds(
    MarkStatement,
    st.builds(mark_key, st.sampled_from("AB"), st.sampled_from("AB"), st.sampled_from("AB")),
    st.integers(1, 3),
    contents,
)


def test_not_assessed_cleared_withdrawn_and_zero_are_four_different_things() -> None:
    said = [mark(0), NOT_ASSESSED, CLEARED, WITHDRAWN]

    for one, other in combinations(said, 2):
        assert one != other
        assert Statement(KEY, 1, one).content_hash != Statement(KEY, 1, other).content_hash


def test_a_mark_without_points_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="points"):
        MarkContent(MarkState.MARK)


@pytest.mark.parametrize("state", [s for s in MarkState if s is not MarkState.MARK])
def test_points_cannot_go_with_any_other_state(state: MarkState) -> None:
    with pytest.raises(ValueError, match="points"):
        MarkContent(state, 0)


@pytest.mark.parametrize("rev", [0, -1])
def test_revisions_count_from_one(rev: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        Statement(KEY, rev, mark(1))


@given(statements, statements)
def test_two_statements_have_one_hash_exactly_if_they_are_equal(
    one: MarkStatement, other: MarkStatement
) -> None:
    assert (one.hash == other.hash) == (one == other)
    assert (one.content_hash == other.content_hash) == (one.content == other.content)


@given(st.lists(statements))
def test_the_hashes_of_many_are_those_of_each(many: list[MarkStatement]) -> None:
    assert statement_hashes(many) == [statement.hash for statement in many]


def test_odd_letters_and_quotation_marks_do_not_change_the_hashes_of_many() -> None:
    key = nominee_key('J"1\\', "Åse\n")
    notes = [
        Statement(key, 1, NoteContent('"\\\n čáppa \u2028')),
        Statement(key, 2, NoteContent("")),
    ]

    assert statement_hashes(notes) == [note.hash for note in notes]


def test_the_comment_that_goes_with_a_mark_is_part_of_what_was_said() -> None:
    assert Statement(KEY, 1, mark(1, "fine")).hash != Statement(KEY, 1, mark(1)).hash


def test_clock_machine_and_file_are_no_part_of_a_statement() -> None:
    statement = Statement(KEY, 1, mark(15))
    at_home = Stated(statement, Provenance("1970-01-01T00:00:00Z", "laptop"))
    at_work = Stated(Statement(KEY, 1, mark(15)), Provenance("2099-01-01T00:00:00Z", "desktop"))

    assert at_home != at_work
    assert at_home.statement.hash == at_work.statement.hash


def test_a_kind_of_statement_can_be_made_by_its_own_name() -> None:
    assert MarkStatement(KEY, 1, mark(15)) == Statement(KEY, 1, mark(15))
    assert StatedMark(MarkStatement(KEY, 1, mark(15)), Provenance("")).statement.rev == 1


def test_declarations_and_notes_on_the_same_nominee_never_have_one_hash() -> None:
    key = nominee_key("J1", "N1")
    hashes = {
        Statement(key, 1, DeclarationContent(Answer.TELL)).hash,
        Statement(key, 1, DeclarationContent(Answer.TELL, "my cousin")).hash,
        Statement(key, 1, DeclarationContent(Answer.DOUBT)).hash,
        Statement(key, 1, NoteContent("tell")).hash,
        Statement(key, 1, NoteContent("tell", usable=True)).hash,
    }

    assert len(hashes) == 5


def test_the_hash_of_a_mark_stays_what_it_is() -> None:
    # Score files and logs of every year refer to it.
    assert Statement(KEY, 1, mark(15)).hash == (
        "1d6c50c4cfb369de56fdf3fe3ccd06ca584026f63417fa1b1f25e1c13ee285e4"
    )


def test_what_was_said_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Statement(KEY, 1, mark(15)).rev = 2  # type: ignore[misc]
