"""The merge in a real database: idempotent, commutative, associative; it loses nothing and invents nothing.

Files are whole or drafts; one of them may be taken out, or a draft let count. What stands is what the union
of those that count says, whatever the order, the repetitions and the grouping.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juryapp.domain.counting import beside
from juryapp.domain.merging import View, view_of
from juryapp.domain.packages import Exclusion
from juryapp.domain.statements import MarkContent, MarkKey, MarkState, StatedMark, mark
from juryapp.storage.database import SqlDatabase
from juryapp.storage.unit_of_work import SqlUnitOfWork
from storage_examples import AT, ROUND, file_hash, filled_edition, key, received, said, store_in

JURORS = ("KARI", "OLA")


@dataclass(frozen=True)
class File:
    """A score file of one juror."""

    n: int
    juror: str
    complete: bool
    marks: tuple[StatedMark, ...]

    @property
    def sha256(self) -> str:
        return file_hash(str(self.n))


Reached = tuple[View[MarkKey, MarkContent], frozenset[object], frozenset[str]]
contents = st.sampled_from([mark(2), mark(14), MarkContent(MarkState.CLEARED)])


@st.composite
def files(draw: st.DrawFn) -> list[File]:
    """Draw up to five files of two jurors."""
    found = []
    for n in range(draw(st.integers(1, 5))):
        juror = draw(st.sampled_from(JURORS))
        keys = st.builds(key, st.just(juror), st.sampled_from(["ASH", "BIRCH"]))
        marks = st.builds(said, keys, st.integers(1, 3), contents)
        found.append(File(n, juror, draw(st.booleans()), tuple(draw(st.lists(marks, max_size=4)))))
    return found


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlDatabase]:
    """An edition whose transactions the tests do not commit: each starts from the same."""
    opened = filled_edition(store_in(tmp_path_factory.mktemp("algebra")))
    yield opened
    opened.close()


def merge(uow: SqlUnitOfWork, group: list[File]) -> None:
    """Take files in, as the use case does."""
    for file in group:
        uow.files.put(
            replace(received(file.sha256, file.juror), complete=file.complete), b"x", b"x"
        )
        uow.marks.add(file.marks, file=file.sha256)
    uow.marks.refresh()


def decide(uow: SqlUnitOfWork, file: File, *, excluded: bool) -> None:
    uow.files.exclude(
        Exclusion(
            n=uow.files.next_exclusion(),
            sha256=file.sha256,
            excluded=excluded,
            reason="A reason",
            by="chair",
            at=AT,
        )
    )
    uow.marks.refresh()


def reached(
    database: SqlDatabase,
    groups: list[list[File]],
    out: File | None = None,
    let_count: File | None = None,
) -> Reached:
    """Merge groups of files in their order, decide on two, and return what can be compared."""
    with database.unit_of_work() as uow:
        for group in groups:
            merge(uow, group)
        if let_count is not None:
            decide(uow, let_count, excluded=False)
        if out is not None:
            decide(uow, out, excluded=True)
        view = uow.marks.current(ROUND)
        assert view == uow.marks.derived(ROUND)
        told = frozenset(stated.statement for stated in uow.marks.history(ROUND))
        return view, told, frozenset(file.sha256 for file in uow.files.all())


@settings(max_examples=40)
@given(files(), st.randoms(use_true_random=False))
def test_order_repetition_and_grouping_change_nothing(
    database: SqlDatabase, listed: list[File], order: Random
) -> None:
    one_by_one = reached(database, [[file] for file in listed])

    shuffled = [*listed, order.choice(listed)]
    order.shuffle(shuffled)
    assert reached(database, [[file] for file in shuffled]) == one_by_one
    cut = order.randint(0, len(listed))
    assert reached(database, [listed[:cut], listed[cut:]]) == one_by_one
    assert reached(database, [listed]) == one_by_one
    assert reached(database, [listed, listed]) == one_by_one


@settings(max_examples=60)
@given(files(), st.integers(-1, 4), st.integers(-1, 4))
def test_what_stands_is_the_union_of_the_files_that_count_and_nothing_is_lost(
    database: SqlDatabase, listed: list[File], out: int, let: int
) -> None:
    taken_out = next((file for file in listed if file.n == out), None)
    counted = next((f for f in listed if f.n == let and not f.complete and f.n != out), None)

    view, told, taken = reached(database, [listed], taken_out, counted)

    assert told == {stated.statement for file in listed for stated in file.marks}
    assert taken == {file.sha256 for file in listed}
    excluded = {taken_out.sha256} if taken_out else set()
    aside = beside(
        [replace(received(f.sha256, f.juror), complete=f.complete) for f in listed],
        excluded=excluded,
        let_count={counted.sha256} if counted else set(),
    )
    counting = [file for file in listed if file.sha256 not in excluded | aside]
    assert view == view_of(stated.statement for file in counting for stated in file.marks)
