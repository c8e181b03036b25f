"""What a use case touched, so that only the pages that care refresh."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juryapp.domain.changes import ChangeSet, Topic

change_sets = st.frozensets(st.sampled_from(Topic)).map(ChangeSet)


def test_a_use_case_that_changed_nothing_is_false() -> None:
    assert not ChangeSet()
    assert ChangeSet.of(Topic.MARKS)


def test_a_change_touches_its_own_topics_only() -> None:
    change = ChangeSet.of(Topic.MARKS, Topic.NOTES)

    assert change.touches(Topic.NOTES, Topic.SETUP)
    assert not change.touches(Topic.SETUP, Topic.ROUND)
    assert not change.touches()


@given(change_sets, change_sets, st.sampled_from(Topic))
def test_two_changes_together_touch_what_either_touches(
    one: ChangeSet, other: ChangeSet, topic: Topic
) -> None:
    assert (one | other).touches(topic) == (one.touches(topic) or other.touches(topic))
    assert (one | other) == (other | one)
    assert (one | ChangeSet()) == one
