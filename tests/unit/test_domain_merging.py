"""Merging is a union: no order, repetition or grouping of files can change what stands.

Three tempting wrong merges stand beside the right one as controls: the properties must catch each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from itertools import chain

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain_examples import CLEARED, NOT_ASSESSED, WITHDRAWN, mark_key
from juryapp.domain.merging import (
    Change,
    ChangeKind,
    Settlement,
    View,
    changes_between,
    view_of,
)
from juryapp.domain.statements import (
    MarkContent,
    MarkKey,
    MarkStatement,
    Provenance,
    Stated,
    Statement,
    mark,
)

MarkView = View[MarkKey, MarkContent]
File = tuple[MarkStatement, ...]
Kept = tuple[MarkStatement, ...]  # what the secretariat's database holds
Merge = Callable[[Kept, File], Kept]

KEY = mark_key("J1", "N1", "C1")
ANY_MARK = frozenset(Statement(KEY, 1, mark(points)).content_hash for points in range(21))
OTHER = mark_key("J1", "N2", "C1")

contents = st.one_of(
    st.integers(0, 3).map(mark), st.sampled_from([NOT_ASSESSED, CLEARED, WITHDRAWN])
)
keys = st.builds(mark_key, st.sampled_from("AB"), st.sampled_from("12"), st.sampled_from("xy"))
statements = st.builds(MarkStatement, keys, st.integers(1, 3), contents)
files = st.lists(st.lists(statements, max_size=5).map(tuple), max_size=4)


def said(points: int, rev: int = 1, key: MarkKey = KEY) -> MarkStatement:
    return Statement(key, rev, mark(points))


def settlement(points: int, rev: int = 1, key: MarkKey = KEY) -> Settlement[MarkKey, MarkContent]:
    """A decision between any of the marks that stand in these tests."""
    return Settlement(
        key, rev, mark(points), "heard the juror", "J9", "2026-11-12T13:02:07Z", ANY_MARK
    )


def hash_of(content: MarkContent) -> str:
    return Statement(KEY, 1, content).content_hash


def content_at(view: MarkView, key: MarkKey = KEY) -> MarkContent:
    return view.effective[key].content


# -------------------------------------------------- the algebra, and what it catches


def union(kept: Kept, file: File) -> Kept:
    return tuple({*kept, *file})


def last_file_wins(kept: Kept, file: File) -> Kept:
    for new in file:
        kept = (*(old for old in kept if old.key != new.key), new)
    return kept


def higher_or_equal_revision_replaces(kept: Kept, file: File) -> Kept:
    for new in file:
        if all(old.rev <= new.rev for old in kept if old.key == new.key):
            kept = (*(old for old in kept if old.key != new.key), new)
    return kept


def first_of_a_revision_wins(kept: Kept, file: File) -> Kept:
    for new in file:
        if not any((old.key, old.rev) == (new.key, new.rev) for old in kept):
            kept = (*kept, new)
    return kept


WRONG = [last_file_wins, higher_or_equal_revision_replaces, first_of_a_revision_wins]


def all_of(merge: Merge, taken: Iterable[File]) -> Kept:
    """Return what is kept after taking in one file after the other."""
    nothing: Kept = ()
    return reduce(merge, taken, nothing)


def merged(merge: Merge, taken: Iterable[File]) -> MarkView:
    return view_of(all_of(merge, taken))


def idempotent(merge: Merge, taken: list[File], data: st.DataObject) -> None:
    again = [*taken, *data.draw(st.lists(st.sampled_from(taken)) if taken else st.just([]))]
    assert merged(merge, again) == merged(merge, taken)


def commutative(merge: Merge, taken: list[File], data: st.DataObject) -> None:
    assert merged(merge, data.draw(st.permutations(taken))) == merged(merge, taken)


def associative(merge: Merge, taken: list[File], data: st.DataObject) -> None:
    """Two secretaries merge different files, then combine what they have."""
    cut = data.draw(st.integers(0, len(taken)))
    mine, yours = all_of(merge, taken[:cut]), all_of(merge, taken[cut:])
    assert view_of(merge(mine, yours)) == merged(merge, taken)
    assert view_of(merge(yours, mine)) == merged(merge, taken)


def free_of_grouping(merge: Merge, taken: list[File], _data: st.DataObject) -> None:
    one_file = tuple(chain.from_iterable(taken))
    one_by_one = [(statement,) for statement in one_file]
    assert merged(merge, [one_file]) == merged(merge, taken) == merged(merge, one_by_one)


def nothing_invented_or_lost(merge: Merge, taken: list[File], _data: st.DataObject) -> None:
    view = merged(merge, taken)
    handed_in = set(chain.from_iterable(taken))
    standing = {s for key in view.conflicts for s in view.conflicts[key]}
    standing |= set(view.effective.values())
    tops = {
        key: max(s.rev for s in handed_in if s.key == key) for key in {s.key for s in handed_in}
    }
    assert standing == {s for s in handed_in if s.rev == tops[s.key]}
    assert not view.effective.keys() & view.conflicts.keys()
    assert all(len(rivals) > 1 for rivals in view.conflicts.values())


Property = Callable[[Merge, list[File], st.DataObject], None]
PROPERTIES: list[Property] = [
    idempotent,
    commutative,
    associative,
    free_of_grouping,
    nothing_invented_or_lost,
]


def holds(law: Property, merge: Merge, examples: int) -> None:
    """Look for a counter-example to `law`."""

    @settings(max_examples=examples, database=None, phases=[Phase.generate], derandomize=True)
    @given(files, st.data())
    def look(taken: list[File], data: st.DataObject) -> None:
        law(merge, taken, data)

    look()


@given(taken=files, data=st.data())
@pytest.mark.parametrize("law", PROPERTIES)
def test_the_union_keeps_every_law(law: Property, taken: list[File], data: st.DataObject) -> None:
    law(union, taken, data)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("law", [commutative, associative, nothing_invented_or_lost])
def test_a_tempting_wrong_merge_is_caught(law: Property, wrong: Merge) -> None:
    with pytest.raises(AssertionError):
        holds(law, wrong, examples=1000)


@given(st.lists(statements))
def test_what_stands_comes_out_in_one_order_only(listed: list[MarkStatement]) -> None:
    one = view_of(listed)
    other = view_of(reversed(listed * 2))

    assert [*one.effective] == [*other.effective] == sorted(one.effective)
    assert [*one.conflicts.items()] == [*other.conflicts.items()]
    assert [*one.conflicts] == sorted(one.conflicts)
    for rivals in one.conflicts.values():
        assert [*rivals] == sorted(rivals, key=lambda s: s.content_hash)


# ----------------------------------------------------- the cases of the merge table


def test_the_same_file_twice_changes_nothing() -> None:
    file = [said(15), said(12, key=OTHER)]

    assert view_of([*file, *file]) == view_of(file)
    assert changes_between(view_of(file), view_of([*file, *file])) == []


def test_newer_then_older_and_older_then_newer_end_the_same() -> None:
    older, newer = said(12), said(15, rev=2)

    assert view_of([older, newer]) == view_of([newer, older])
    assert content_at(view_of([newer, older])) == mark(15)
    assert changes_between(view_of([newer]), view_of([newer, older])) == []


def test_a_file_that_never_came_is_not_needed_once_a_later_one_did() -> None:
    assert view_of([said(10, rev=1), said(14, rev=3)]) == view_of([said(14, rev=3)])


def test_same_revision_and_content_from_two_laptops_is_one_statement() -> None:
    view = view_of([said(15), said(15)])

    assert content_at(view) == mark(15)
    assert not view.conflicts


def test_same_revision_and_other_content_from_two_laptops_counts_for_neither() -> None:
    view = view_of([said(15), said(12), said(9, key=OTHER)])

    assert KEY not in view.effective
    assert {s.content for s in view.conflicts[KEY]} == {mark(15), mark(12)}
    assert content_at(view, OTHER) == mark(9), "other marks are not held up by it"


def test_two_comments_on_equal_points_are_two_contents() -> None:
    view = view_of([said(15), Statement(KEY, 1, mark(15, "on second thoughts"))])

    assert KEY in view.conflicts


def test_a_conflict_ends_with_the_jurors_higher_revision() -> None:
    view = view_of([said(15), said(12), said(13, rev=2)])

    assert content_at(view) == mark(13)
    assert not view.conflicts


def test_a_conflict_below_the_newest_revision_disturbs_nobody() -> None:
    assert view_of([said(13, rev=2), said(15), said(12)]).conflicts == {}


def test_the_chair_settles_a_conflict() -> None:
    view = view_of([said(15), said(12)], [settlement(12)])

    assert content_at(view) == mark(12)
    assert not view.conflicts


def test_the_revision_decides_and_no_clock_does() -> None:
    late_clock = Stated(said(12), Provenance("2099-01-01T00:00:00Z"))
    early_clock = Stated(said(15, rev=2), Provenance("1970-01-01T00:00:00Z"))

    assert content_at(view_of([late_clock.statement, early_clock.statement])) == mark(15)


def test_a_laptop_that_continues_from_a_backup_at_equal_content_is_ignored() -> None:
    sent = [said(10), said(11, rev=2), said(12, rev=3)]

    assert view_of([*sent, said(10), said(11, rev=2)]) == view_of(sent)


def test_a_laptop_that_continues_from_a_backup_with_other_content_is_a_conflict() -> None:
    sent = [said(10), said(11, rev=2)]

    assert KEY in view_of([*sent, said(14, rev=2)]).conflicts
    assert content_at(view_of([*sent, said(14, rev=1)])) == mark(11)


@pytest.mark.parametrize("taken_back", [NOT_ASSESSED, CLEARED, WITHDRAWN])
def test_a_mark_that_is_taken_back_stays_in_history_and_stands_no_more(
    taken_back: MarkContent,
) -> None:
    view = view_of([said(15), Statement(KEY, 2, taken_back)])

    assert content_at(view) == taken_back


def test_cleared_against_marked_at_one_revision_is_a_conflict_too() -> None:
    assert KEY in view_of([said(15), Statement(KEY, 1, CLEARED)]).conflicts


def test_another_jurors_marks_on_the_same_nominee_are_no_rivals() -> None:
    view = view_of([said(15), said(3, key=mark_key("J2", "N1", "C1"))])

    assert len(view.effective) == 2


def test_nothing_merged_is_nothing() -> None:
    assert view_of([]) == View({}, {})


# ------------------------------------------------------------------- settlements


@given(
    st.lists(statements),
    st.lists(
        st.builds(
            Settlement,
            keys,
            st.integers(1, 3),
            contents,
            st.just("reason"),
            st.just("J9"),
            st.just(""),
            st.frozensets(contents.map(hash_of)),
        )
    ),
)
def test_a_settlement_decides_its_own_conflict_at_its_own_revision_and_nothing_else(
    listed: list[MarkStatement], settlements: list[Settlement[MarkKey, MarkContent]]
) -> None:
    plain, settled = view_of(listed), view_of(listed, settlements)
    for key, rivals in plain.conflicts.items():
        known = {rival.content_hash for rival in rivals}
        answers = [s for s in settlements if (s.key, s.rev) == (key, rivals[0].rev)]
        decided = None
        for answer in answers:
            if known <= answer.rivals:
                decided = answer.content
        if decided is None:
            assert settled.conflicts[key] == rivals
        else:
            assert settled.effective[key] == Statement(key, rivals[0].rev, decided)
    for key, statement in plain.effective.items():
        assert settled.effective[key] == statement
    assert settled.effective.keys() | settled.conflicts.keys() == {s.key for s in listed}


def test_of_two_settlements_the_later_one_counts() -> None:
    rivals = [said(15), said(12)]

    assert content_at(view_of(rivals, [settlement(15), settlement(12)])) == mark(12)
    assert content_at(view_of(rivals, [settlement(12), settlement(15)])) == mark(15)


def test_a_settlement_does_not_bind_a_juror_who_sends_a_higher_revision() -> None:
    view = view_of([said(15), said(12), said(13, rev=2)], [settlement(12)])

    assert content_at(view) == mark(13)


def test_a_settlement_of_an_older_conflict_does_not_settle_a_newer_one() -> None:
    view = view_of([said(15), said(12), said(8, rev=2), said(9, rev=2)], [settlement(12)])

    assert KEY in view.conflicts


def test_a_settlement_falls_away_with_the_conflict_when_a_file_is_taken_out() -> None:
    assert content_at(view_of([said(15)], [settlement(12)])) == mark(15)


def test_a_third_content_that_comes_later_is_a_conflict_anew() -> None:
    known = frozenset({hash_of(mark(15)), hash_of(mark(12))})
    decided = replace(settlement(12), rivals=known)

    assert content_at(view_of([said(15), said(12)], [decided])) == mark(12)
    view = view_of([said(15), said(12), said(9)], [decided])
    assert len(view.conflicts[KEY]) == 3
    again = replace(settlement(9), rivals=known | {hash_of(mark(9))})
    assert content_at(view_of([said(15), said(12), said(9)], [decided, again])) == mark(9)
    assert content_at(view_of([said(15), said(12)], [again, decided])) == mark(12)


def test_the_chair_may_settle_that_a_mark_does_not_count() -> None:
    cleared = Settlement(KEY, 1, CLEARED, "asked the juror", "J9", "", ANY_MARK)

    assert content_at(view_of([said(15), said(12)], [cleared])) == CLEARED


# ----------------------------------------------------------------------- preview


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ([], [said(15)], ChangeKind.NEW),
        ([said(15)], [said(12, rev=2)], ChangeKind.CHANGED),
        ([], [said(15), said(12)], ChangeKind.CONFLICT),
        ([said(15)], [said(12)], ChangeKind.CONFLICT),
        ([said(15), said(12)], [said(13)], ChangeKind.CONFLICT),
        ([said(15), said(12)], [said(12, rev=2)], ChangeKind.SETTLED),
    ],
)
def test_the_preview_names_what_a_merge_does(
    before: list[MarkStatement], after: list[MarkStatement], kind: ChangeKind
) -> None:
    (change,) = changes_between(view_of(before), view_of([*before, *after]))

    assert change.key == KEY
    assert change.kind is kind


def test_the_preview_shows_what_stood_and_what_will_stand() -> None:
    changes = changes_between(view_of([said(15)]), view_of([said(15), said(12, rev=2)]))

    assert changes == [Change(KEY, ChangeKind.CHANGED, (mark(15),), (mark(12),))]


def test_the_same_mark_said_again_at_a_higher_revision_is_no_change() -> None:
    assert changes_between(view_of([said(15)]), view_of([said(15), said(15, rev=2)])) == []


@given(st.lists(statements), st.lists(statements))
def test_the_preview_is_exactly_the_difference(
    kept: list[MarkStatement], coming: list[MarkStatement]
) -> None:
    before, after = view_of(kept), view_of([*kept, *coming])
    changes = changes_between(before, after)

    def contents_of(view: MarkView, key: MarkKey) -> set[MarkContent]:
        rivals = view.conflicts.get(key, ())
        standing = [view.effective[key]] if key in view.effective else []
        return {s.content for s in (*rivals, *standing)}

    every = {*after.effective, *after.conflicts}
    differing = {k for k in every if contents_of(before, k) != contents_of(after, k)}
    assert [change.key for change in changes] == sorted(differing)
    for change in changes:
        assert set(change.before) == contents_of(before, change.key)
        assert set(change.after) == contents_of(after, change.key)
        assert change.after, "a union takes nothing away"
        assert (change.kind is ChangeKind.NEW) == (not change.before and len(change.after) == 1)
