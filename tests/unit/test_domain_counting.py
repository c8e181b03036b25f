"""Which files count: a draft never changes what was handed in, whatever the order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juryapp.domain.counting import beside, hands_in
from juryapp.domain.ids import JurorId
from juryapp.domain.packages import PackageKind, ReceivedFile

NOTHING: frozenset[str] = frozenset()


def file(
    name: str, juror: str = "A", *, complete: bool = True, kind: PackageKind = PackageKind.SCORE
) -> ReceivedFile:
    return ReceivedFile(
        sha256=name,
        name=name,
        juror=JurorId(juror),
        file=name,
        device="D",
        seq=1,
        made="2026-11-12T14:00:00Z",
        received="2026-11-12T14:00:00Z",
        complete=complete,
        late=False,
        kind=kind,
        marks=0,
        declarations=0,
    )


WHOLE, DRAFT = file("w"), file("d", complete=False)
names = st.sampled_from("abcdef")
files = st.lists(
    st.builds(
        file,
        names,
        st.sampled_from("AB"),
        complete=st.booleans(),
        kind=st.sampled_from(PackageKind),
    ),
    unique_by=lambda found: found.sha256,
    max_size=6,
)


def test_a_draft_counts_until_its_juror_hands_in() -> None:
    assert beside([DRAFT], excluded=NOTHING, let_count=NOTHING) == set()
    assert beside([DRAFT, WHOLE], excluded=NOTHING, let_count=NOTHING) == {"d"}
    assert beside([WHOLE, DRAFT], excluded=NOTHING, let_count=NOTHING) == {"d"}
    assert beside([DRAFT, file("w", "B")], excluded=NOTHING, let_count=NOTHING) == set()


def test_a_whole_file_that_was_taken_out_hands_in_nothing() -> None:
    assert hands_in([WHOLE], excluded={"w"}, let_count=NOTHING) == set()
    assert beside([WHOLE, DRAFT], excluded={"w"}, let_count=NOTHING) == set()


def test_a_draft_that_the_chair_lets_count_hands_in_and_puts_other_drafts_aside() -> None:
    other = file("e", complete=False)

    assert hands_in([DRAFT], excluded=NOTHING, let_count={"d"}) == {"A"}
    assert beside([DRAFT, other], excluded=NOTHING, let_count={"d"}) == {"e"}


def test_only_a_score_file_hands_marks_in() -> None:
    declared = file("w", kind=PackageKind.DECLARE)

    assert hands_in([declared], excluded=NOTHING, let_count=NOTHING) == set()
    assert hands_in([declared], excluded=NOTHING, let_count=NOTHING, kind=PackageKind.DECLARE)
    assert beside([declared, DRAFT], excluded=NOTHING, let_count=NOTHING) == set()


@given(files, st.frozensets(names), st.frozensets(names), st.randoms(use_true_random=False))
def test_which_files_count_depends_on_the_set_and_not_on_the_order(
    listed: list[ReceivedFile], excluded: frozenset[str], let: frozenset[str], order: object
) -> None:
    shuffled = sorted(listed, key=lambda found: hash((found.sha256, order)))

    found = beside(listed, excluded=excluded, let_count=let)

    assert beside(shuffled, excluded=excluded, let_count=let) == found
    drafts = {f.sha256 for f in listed if not f.complete and f.kind is PackageKind.SCORE}
    assert found <= drafts - let
