"""A view that grows file by file says at every step what the union of all statements says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain_examples import CLEARED, NOT_ASSESSED, mark_key
from juryapp.domain.merging import ChangeKind, Settlement, changes_between, view_of
from juryapp.domain.statements import MarkContent, MarkKey, MarkStatement, Statement, mark
from juryapp.domain.union import GrowingView

KEY = mark_key("J1", "N1", "C1")

contents = st.one_of(st.integers(0, 2).map(mark), st.sampled_from([NOT_ASSESSED, CLEARED]))
keys = st.builds(mark_key, st.sampled_from("A"), st.sampled_from("12"), st.sampled_from("xy"))
statements = st.builds(MarkStatement, keys, st.integers(1, 3), contents)
files = st.lists(st.lists(statements, max_size=5).map(tuple), max_size=4)
settlements = st.lists(
    st.builds(
        Settlement[MarkKey, MarkContent],
        keys,
        st.integers(1, 3),
        contents,
        st.just("heard the juror"),
        st.just("J9"),
        st.just("2026-11-12T13:02:07Z"),
        st.frozensets(contents.map(lambda said: Statement(KEY, 1, said).content_hash)),
    ),
    max_size=3,
)


def said(points: int, rev: int = 1) -> MarkStatement:
    return Statement(KEY, rev, mark(points))


@given(before=files, added=files, decided=settlements)
def test_adding_files_one_by_one_gives_what_the_union_gives(
    before: list[tuple[MarkStatement, ...]],
    added: list[tuple[MarkStatement, ...]],
    decided: list[Settlement[MarkKey, MarkContent]],
) -> None:
    kept = {s for file in before for s in file}
    stood = view_of(kept, decided)
    plain = view_of(kept)
    beneath = {key: s for key, s in plain.conflicts.items() if key in stood.effective}
    growing = GrowingView(stood, decided, beneath)
    view = stood
    for file in added:
        kept |= set(file)
        after = view_of(kept, decided)
        assert growing.add(file) == changes_between(view, after)
        view = after

    assert growing.changes() == changes_between(stood, view)


def test_a_file_that_is_older_than_what_stands_is_behind() -> None:
    growing = GrowingView(view_of([said(1, rev=3)]))

    assert growing.behind([said(2, rev=2)])
    assert not growing.behind([said(2, rev=3), said(2, rev=4)])


def test_the_second_of_two_machines_makes_a_conflict_and_a_third_word_ends_it() -> None:
    growing = GrowingView[MarkKey, MarkContent](view_of([]))

    [new] = growing.add([said(1)])
    [rival] = growing.add([said(2)])
    [last] = growing.add([said(3, rev=2)])

    kinds = [new.kind, rival.kind, last.kind]
    assert kinds == [ChangeKind.NEW, ChangeKind.CONFLICT, ChangeKind.SETTLED]
    assert len(growing.changes()) == 1


def test_a_file_in_place_of_drafts_says_what_changes_against_them_and_drops_the_rest() -> None:
    other = mark_key("J1", "N2", "C1")
    drafted = view_of([said(1, rev=3), Statement(other, 1, mark(4))])
    growing = GrowingView(drafted)

    changes = growing.add_instead([said(2)], growing.keys_of("J1"))

    [change] = changes
    assert (change.key, change.before, change.after) == (KEY, (mark(1),), (mark(2),))
    assert growing.changes() == changes
    assert growing.standing(other) == ()
    assert growing.keys_of("J1") == [KEY]
    assert growing.keys_of("J2") == []
