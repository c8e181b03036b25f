from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Role
from juryapp.domain.packages import PackageHead, PackageKind
from juryapp.storage import documents


@dataclass(frozen=True)
class Part:
    share: Fraction
    role: Role


@dataclass(frozen=True)
class Whole:
    name: str
    juror: JurorId
    count: int
    open: bool
    parts: tuple[Part, ...]
    words: tuple[str, ...]


wholes = st.builds(
    Whole,
    st.text(),
    st.builds(JurorId, st.text()),
    st.integers(),
    st.booleans(),
    st.lists(st.builds(Part, st.fractions(), st.sampled_from(Role))).map(tuple),
    st.lists(st.text()).map(tuple),
)


@given(wholes)
def test_what_was_written_is_read_as_it_was(whole: Whole) -> None:
    assert documents.read(Whole, documents.written(whole)) == whole


@given(st.from_type(PackageHead))
def test_the_head_of_a_package_survives(head: PackageHead) -> None:
    assert documents.read(PackageHead, documents.written(head)) == head


def test_what_an_earlier_program_did_not_write_has_its_default() -> None:
    head = PackageHead(
        sha256="a", kind=PackageKind.SCORE, issue=1, award_key="b", seal_key="c", token="d",
        log_head="e", grounds=(), above=0,
    )  # fmt: skip
    before = documents.written(head).replace('"above":0,', "")

    assert "above" not in before
    assert documents.read(PackageHead, before) == head


@given(st.lists(st.text()).map(tuple))
def test_words_survive(words: tuple[str, ...]) -> None:
    assert documents.words(documents.written(words)) == words


@given(st.lists(st.tuples(st.integers(), st.text())).map(tuple))
def test_pairs_survive(pairs: tuple[tuple[int, str], ...]) -> None:
    assert documents.pairs(documents.written(pairs)) == pairs
