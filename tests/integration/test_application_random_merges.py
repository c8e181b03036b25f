"""Any sequence of taking in, taking out and putting back gives what a simple model says, in any order.

The model knows nothing of revisions that stand, of views or of SQL: it keeps the files that count and asks,
for each mark, for the highest revision in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from juryapp.application.edition.editions import open_place
from juryapp.application.log.check import check_log
from juryapp.application.merge.merging import FileStatus, merge, preview_merge
from juryapp.application.merge.taking_out import put_back, take_out
from juryapp.application.results.scoring import results
from juryapp.application.session import Session
from juryapp.base.files import sha256
from juryapp.domain.ids import NomineeId, RoundId
from juryapp.domain.packages import ScoreContent
from juryapp.domain.results import OpenQuestion
from juryapp.domain.statements import MarkContent, MarkKey
from prepared_award import Award, award_at, new_place
from workplace import ballot, table_of

COLUMNS = "nominee,criterion,mark"
Totals = Mapping[NomineeId, tuple[int, Fraction]]
Reached = tuple[dict[MarkKey, MarkContent], set[MarkKey], Totals, tuple[OpenQuestion, ...]]


@dataclass(frozen=True)
class Pool:
    """Files of two jurors, one of whom has two machines, and an edition that has seen none of them."""

    award: Award
    paths: tuple[Path, ...]
    contents: tuple[ScoreContent, ...]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with award_at("scored") as award:
        astrid, bjarne, _ = award.written
        paths = [
            award.scores["astrid"],
            award.scored(astrid, table_of(COLUMNS, "Elvestad,SAM,9", "Elvestad,NY,4")),
            award.scored(astrid, table_of(COLUMNS, "Fjordby,SAM,8", "Elvestad,,recused"),
                         draft=True),
            award.scores["bjarne"],
            award.scored(bjarne, table_of(COLUMNS, "Fjordby,SAM,1", "Skogheim,SAM,2")),
            award.scored(bjarne, table_of(COLUMNS, "Fjordby,SAM,7")),
            award.scored(bjarne, table_of(COLUMNS, "Fjordby,SAM,3", "Skogheim,SAM,7"), machine="b",
                         draft=True),
            award.scored(bjarne, ballot("bjarne"), machine="b"),
            award.scored(bjarne, table_of(COLUMNS, "Bergset,SAM,not assessed"), machine="b"),
        ]  # fmt: skip
        accepted = [sha256(path.read_bytes()) for path in paths]
        plan = preview_merge(award.session, paths, accepted=accepted)
        contents = tuple(v.opened.content for v in plan.files if v.opened is not None)
        assert len(contents) == len(paths)
        yield Pool(award, tuple(paths), contents)


@dataclass
class Model:
    """What should be so: the files taken in, and those of them that are out."""

    pool: Pool
    taken: set[int] = field(default_factory=set)
    out: set[int] = field(default_factory=set)

    def standing(self) -> tuple[dict[MarkKey, MarkContent], set[MarkKey]]:
        """Return what stands, and what is in conflict."""
        said: dict[MarkKey, set[tuple[int, MarkContent]]] = defaultdict(set)
        counting = [self.pool.contents[n] for n in self.taken - self.out]
        handed_in = {content.juror for content in counting if content.complete}
        for content in counting:
            beside = content.juror in handed_in and not content.complete
            for stated in () if beside else content.marks:
                statement = stated.statement
                said[statement.key].add((statement.rev, statement.content))
        stands, conflicts = {}, set()
        for key, pairs in said.items():
            last = max(rev for rev, _ in pairs)
            contents = {content for rev, content in pairs if rev == last}
            if len(contents) == 1:
                stands[key] = contents.pop()
            else:
                conflicts.add(key)
        return stands, conflicts


Step = tuple[str, tuple[int, ...]]
NUMBERS = st.integers(0, 8)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.lists(NUMBERS, min_size=1, max_size=4).map(tuple)),
        st.tuples(st.just("out"), st.tuples(NUMBERS)),
        st.tuples(st.just("back"), st.tuples(NUMBERS)),
    ),
    min_size=1,
    max_size=7,
)


def carry_out(session: Session, pool: Pool, steps: Sequence[Step]) -> Model:
    """Do the steps to the edition and to the model."""
    model = Model(pool)
    for what, numbers in steps:
        if what == "merge":
            take_in(session, model, numbers)
        elif what == "out" and set(numbers) <= model.taken:
            take_out(session, digest(pool, numbers[0]), "A reason")
            model.out |= set(numbers)
        elif what == "back" and set(numbers) <= model.out:
            put_back(session, digest(pool, numbers[0]))
            model.out -= set(numbers)
    return model


def take_in(session: Session, model: Model, numbers: Sequence[int]) -> None:
    paths = [model.pool.paths[n] for n in numbers]
    accepted = [digest(model.pool, n) for n in numbers]
    plan = preview_merge(session, paths, accepted=accepted)
    for verdict in plan.files:
        n = model.pool.paths.index(verdict.path)
        known = n in model.taken - model.out
        assert (verdict.status is FileStatus.ALREADY) == known
    merge(session, plan)
    model.taken |= set(numbers)
    model.out -= set(numbers)


def digest(pool: Pool, number: int) -> str:
    return sha256(pool.paths[number].read_bytes())


def on_a_copy(pool: Pool, steps: Sequence[Step]) -> tuple[Model, Reached]:
    """Do the steps on a copy of the edition; check it against the model and return what can be compared."""
    with new_place() as folder:
        copy = Path(folder) / "edition.jurydb"
        copy.write_bytes(pool.award.database.read_bytes())
        services = replace(pool.award.session.services, store=_WithoutBackups(pool.award))  # type: ignore[arg-type]
        session = replace(open_place(pool.award.session.services, str(copy)), services=services)
        try:
            model = carry_out(session, pool, steps)
            stands, conflicts = model.standing()
            with session.reading() as uow:
                view = uow.marks.current(RoundId("R1"))
                assert uow.marks.derived(RoundId("R1")) == view
            assert {key: s.content for key, s in view.effective.items()} == stands
            assert set(view.conflicts) == conflicts
            assert check_log(session).sound
            result = results(session)
            totals = {r.nominee: (r.place, r.value) for r in result.categories[0].ranked}
            return model, (stands, conflicts, totals, result.open_questions)
        finally:
            session.close()


class _WithoutBackups:
    """A store that makes no backups, to be quick: there would be hundreds."""

    def __init__(self, award: Award) -> None:
        self._store = award.session.services.store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def back_up(self, *_args: object) -> Path:
        return Path()


@settings(max_examples=40)
@given(steps=STEPS)
def test_what_stands_is_what_the_files_that_count_say(pool: Pool, steps: list[Step]) -> None:
    on_a_copy(pool, steps)


@settings(max_examples=12)
@given(steps=STEPS, order=st.randoms(use_true_random=False))
@example(steps=[("merge", (0, 1)), ("out", (0,))], order=Random(0))  # a recusal that is taken out
def test_how_one_got_there_makes_no_difference(
    pool: Pool, steps: list[Step], order: Random
) -> None:
    """The same files, one by one in any order and without what was taken out, give the same."""
    model, reached = on_a_copy(pool, steps)
    counting = sorted(model.taken - model.out)
    shuffled = order.sample(counting, len(counting))

    _, directly = on_a_copy(pool, [("merge", (n,)) for n in shuffled])

    assert directly == reached


def test_the_model_is_no_copy_of_the_program(pool: Pool) -> None:
    """By hand: Bjarne's two machines disagree on Fjordby at their second revisions, and nothing else."""
    model, (stands, conflicts, _, _) = on_a_copy(pool, [("merge", (4, 7, 0))])

    fjord, skog = pool.award.nominee("Fjordby").id, pool.award.nominee("Skogheim").id
    assert {(key.nominee, key.criterion) for key in conflicts} == {(fjord, "SAM")}
    assert len(stands) == 6 + 7
    assert model.taken == {0, 4, 7}

    _, (_, conflicts, totals, _) = on_a_copy(pool, [("merge", (3, 6, 0))])
    assert conflicts == set()  # the draft of the second machine lies beside what was handed in
    assert totals[skog][1] == Fraction(7)
