from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juryapp.domain.ids import JurorId, NomineeId, RoundId
from juryapp.domain.merging import Settlement, View, view_of
from juryapp.domain.packages import Exclusion
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
    Provenance,
    Stated,
    Statement,
    mark,
)
from juryapp.storage.database import SqlDatabase
from juryapp.storage.unit_of_work import SqlUnitOfWork
from storage_examples import (
    AT,
    ROUND,
    file_hash,
    filled_edition,
    give,
    key,
    receive,
    said,
    store_in,
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlDatabase]:
    """An edition whose transactions the tests do not commit: each starts from the same."""
    opened = filled_edition(store_in(tmp_path_factory.mktemp("statements")))
    yield opened
    opened.close()


@pytest.fixture
def uow(database: SqlDatabase) -> Iterator[SqlUnitOfWork]:
    with database.unit_of_work() as opened:
        yield opened


def exclude(uow: SqlUnitOfWork, file: str, *, excluded: bool = True) -> None:
    n = uow.files.next_exclusion()
    uow.files.exclude(
        Exclusion(n=n, sha256=file, excluded=excluded, reason="", by="secretary", at=AT)
    )
    uow.marks.refresh()


def settle(uow: SqlUnitOfWork, of: MarkKey, rev: int, content: MarkContent) -> None:
    """Let the chair decide between all that stands now."""
    uow.marks.settle(decision(of, rev, content, uow.marks.current(ROUND)))


def decision(
    of: MarkKey, rev: int, content: MarkContent, view: View[MarkKey, MarkContent]
) -> Settlement[MarkKey, MarkContent]:
    rivals = frozenset(said.content_hash for said in view.conflicts.get(of, ()))
    return Settlement(of, rev, content, "The paper says so", "KARI", AT, rivals)


def test_a_statement_is_found_again_as_it_was_said(uow: SqlUnitOfWork) -> None:
    stated = said(key(), 1, MarkContent(MarkState.MARK, 13, "Fine work: æøå, ŋđŧ"))
    uow.marks.add([stated])

    assert uow.marks.find(key()) == stated.statement
    assert uow.marks.history(ROUND) == [stated]
    assert uow.marks.current(ROUND).effective == {key(): stated.statement}


@pytest.mark.parametrize(
    "content",
    [
        mark(0),
        MarkContent(MarkState.NOT_ASSESSED, None, "no time"),
        MarkContent(MarkState.CLEARED),
        MarkContent(MarkState.WITHDRAWN),
    ],
)
def test_zero_not_assessed_cleared_and_withdrawn_stay_apart(
    uow: SqlUnitOfWork, content: MarkContent
) -> None:
    uow.marks.add([said(key(), 1, content)])

    found = uow.marks.find(key())
    assert found is not None
    assert found.content == content


def test_the_same_statement_twice_is_one(uow: SqlUnitOfWork) -> None:
    assert uow.marks.add([said(key(), 1, 7)]) == 1
    assert uow.marks.add([said(key(), 1, 7, at="2026-12-24T00:00:00Z")]) == 0
    assert len(uow.marks.history(ROUND)) == 1


def test_the_same_statement_twice_in_one_go_is_one(uow: SqlUnitOfWork) -> None:
    assert uow.marks.add([said(key(), 1, 7), said(key(), 1, 7)]) == 1


def test_adding_nothing_is_nothing(uow: SqlUnitOfWork) -> None:
    assert uow.marks.add([]) == 0


def test_the_higher_revision_stands_whenever_it_comes(uow: SqlUnitOfWork) -> None:
    uow.marks.add([said(key(), 2, 9)])
    uow.marks.add([said(key(), 1, 7)])

    found = uow.marks.find(key())
    assert found is not None
    assert (found.rev, found.content.points) == (2, 9)
    assert uow.marks.last_revision(key()) == 2


def test_nothing_said_is_revision_zero(uow: SqlUnitOfWork) -> None:
    assert uow.marks.last_revision(key()) == 0
    assert uow.marks.find(key()) is None


def test_two_contents_at_one_revision_are_a_conflict_until_a_higher_one(uow: SqlUnitOfWork) -> None:
    uow.marks.add([said(key(), 1, 7), said(key(), 1, 8)])
    view = uow.marks.current(ROUND)
    assert view.effective == {}
    assert {s.content.points for s in view.conflicts[key()]} == {7, 8}
    assert uow.marks.find(key()) is None

    uow.marks.add([said(key(), 2, 8)])
    assert uow.marks.current(ROUND).conflicts == {}


def test_the_chair_settles_a_conflict_also_with_a_third_content(uow: SqlUnitOfWork) -> None:
    uow.marks.add([said(key(), 1, 7), said(key(), 1, 8)])

    settle(uow, key(), 1, mark(9, "as read aloud"))

    assert uow.marks.find(key()) == Statement(key(), 1, mark(9, "as read aloud"))
    (kept,) = uow.marks.settlements()
    assert (kept.reason, kept.by, kept.at) == ("The paper says so", "KARI", AT)


def test_a_settlement_comes_to_life_again_when_its_conflict_does(uow: SqlUnitOfWork) -> None:
    file = file_hash("a")
    receive(uow, file)
    uow.marks.add([said(key(), 1, 7)])
    uow.marks.add([said(key(), 1, 8)], file=file)
    settle(uow, key(), 1, mark(9))
    exclude(uow, file)
    assert uow.marks.find(key()) == Statement(key(), 1, mark(7))

    exclude(uow, file, excluded=False)

    assert uow.marks.find(key()) == Statement(key(), 1, mark(9))
    assert {s.content for s in uow.marks.settled(ROUND)[key()]} == {mark(7), mark(8)}


def test_a_third_content_that_comes_after_a_settlement_is_a_conflict_anew(
    uow: SqlUnitOfWork,
) -> None:
    uow.marks.add([said(key(), 1, 7), said(key(), 1, 8)])
    settle(uow, key(), 1, mark(8))
    uow.marks.add([said(key(), 1, 5)])

    assert uow.marks.find(key()) is None
    assert len(uow.marks.current(ROUND).conflicts[key()]) == 3
    assert uow.marks.current(ROUND) == uow.marks.derived(ROUND)
    assert uow.marks.settled(ROUND) == {}
    settle(uow, key(), 1, mark(5))
    assert uow.marks.find(key()) == Statement(key(), 1, mark(5))


def test_what_only_an_excluded_file_says_does_not_stand(uow: SqlUnitOfWork) -> None:
    first, second = file_hash("a"), file_hash("b")
    for file in (first, second):
        receive(uow, file)
    uow.marks.add([said(key(), 1, 7)], file=first)
    uow.marks.add([said(key(), 1, 7), said(key(), 2, 9)], file=second)

    exclude(uow, second)
    found = uow.marks.find(key())
    assert found is not None
    assert found.content.points == 7  # still in the first file

    exclude(uow, first)
    assert uow.marks.find(key()) is None
    assert uow.marks.last_revision(key()) == 2  # a new revision goes above all that was ever said

    exclude(uow, second, excluded=False)
    found = uow.marks.find(key())
    assert found is not None
    assert found.content.points == 9


def test_what_was_also_said_on_this_machine_stands_without_the_file(uow: SqlUnitOfWork) -> None:
    receive(uow, file_hash("a"))
    uow.marks.add([said(key(), 1, 7)], file=file_hash("a"))
    uow.marks.add([said(key(), 1, 7)])

    exclude(uow, file_hash("a"))

    assert uow.marks.find(key()) is not None


def test_a_file_that_repeats_what_an_excluded_one_said_lets_it_stand_again(
    uow: SqlUnitOfWork,
) -> None:
    for file in (file_hash("a"), file_hash("b")):
        receive(uow, file)
    uow.marks.add([said(key(), 1, 7)], file=file_hash("a"))
    exclude(uow, file_hash("a"))

    assert uow.marks.add([said(key(), 1, 7)], file=file_hash("b")) == 0

    assert uow.marks.find(key()) is not None


def test_rounds_do_not_mix(uow: SqlUnitOfWork) -> None:
    other = key()._replace(round=RoundId("R-2"))
    uow.marks.add([said(key(), 1, 7), said(other, 1, 8)])

    assert set(uow.marks.current(ROUND).effective) == {key()}
    assert set(uow.marks.derived(RoundId("R-2")).effective) == {other}
    assert len(uow.marks.history(ROUND)) == 1


def test_a_single_mark_leaves_the_rows_of_other_keys_alone(uow: SqlUnitOfWork) -> None:
    uow.marks.add([said(key(who=f"N{n}"), 1, 7) for n in range(30)])
    seen = "UPDATE current_mark SET note = 'seen' WHERE nominee <> 'N3'"
    uow.connection.exec_driver_sql(seen)

    uow.marks.add([said(key(who="N3"), 2, 9)])

    rows = uow.connection.exec_driver_sql("SELECT nominee, note FROM current_mark")
    assert {nominee for nominee, note in rows if note == ""} == {"N3"}


def test_declarations_and_notes_are_statements_too(uow: SqlUnitOfWork) -> None:
    about = NomineeKey(ROUND, JurorId("KARI"), NomineeId("ASH"))
    at = Provenance(AT, "DEVICE")
    answer = Statement(about, 1, DeclarationContent(Answer.TELL, "We went to school together"))
    note = Statement(about, 1, NoteContent("The bridge is what I remember", usable=True))

    assert uow.declarations.add([Stated(answer, at)]) == 1
    assert uow.notes.add([Stated(note, at)]) == 1

    assert uow.declarations.find(about) == answer
    assert uow.notes.find(about) == note
    assert uow.declarations.derived(ROUND) == uow.declarations.current(ROUND)
    assert uow.notes.derived(ROUND) == uow.notes.current(ROUND)
    uow.notes.settle(Settlement(about, 1, NoteContent("other"), "r", "KARI", AT, frozenset()))
    uow.declarations.settle(Settlement(about, 1, answer.content, "r", "KARI", AT, frozenset()))
    assert len(uow.notes.settlements()) == len(uow.declarations.settlements()) == 1


def test_a_mark_of_a_file_that_was_never_kept_cannot_be_committed(database: SqlDatabase) -> None:
    from sqlalchemy.exc import IntegrityError

    with database.unit_of_work() as uow:
        uow.marks.add([said(key(), 1, 7)], file=file_hash("unknown"))
        with pytest.raises(IntegrityError):
            uow.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mark_statement SET points = 20",
        "DELETE FROM mark_statement",
        "DELETE FROM mark_source",
        "UPDATE log_entry SET body = '{}'",
        "DELETE FROM received_file",
        "UPDATE file_bytes SET sealed = x''",
        "DELETE FROM exclusion",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_said(
    uow: SqlUnitOfWork, statement: str
) -> None:
    from sqlalchemy.exc import IntegrityError

    receive(uow, file_hash("a"))
    uow.marks.add([said(key(), 1, 7)], file=file_hash("a"))
    exclude(uow, file_hash("a"))

    with pytest.raises(IntegrityError, match="only ever added"):
        uow.connection.exec_driver_sql(statement)


# ------------------------------------------------------- any sequence of steps

FILES = [file_hash(name) for name in "abc"]
keys = st.builds(key, st.sampled_from(["KARI", "OLA"]), st.sampled_from(["ASH", "BIRCH"]))
contents = st.sampled_from([mark(1), mark(2), MarkContent(MarkState.CLEARED)])
marks = st.builds(said, keys, st.integers(1, 3), contents)


@dataclass(frozen=True)
class Add:
    marks: list[Stated[MarkKey, MarkContent]]
    file: str


@dataclass(frozen=True)
class Settle:
    key: MarkKey
    rev: int
    content: MarkContent


@dataclass(frozen=True)
class Exclude:
    file: str
    excluded: bool


steps = st.lists(
    st.builds(Add, st.lists(marks, max_size=20), st.sampled_from(["", *FILES]))
    | st.builds(Settle, keys, st.integers(1, 3), contents)
    | st.builds(Exclude, st.sampled_from(FILES), st.booleans()),
    max_size=12,
)


class Model:
    """The same in a few lines of Python: what was said, by which sources, and what is taken out."""

    def __init__(self) -> None:
        self.said: dict[Statement[MarkKey, MarkContent], set[str]] = {}
        self.out: set[str] = set()
        self.settlements: list[Settlement[MarkKey, MarkContent]] = []

    def take(self, step: Add | Settle | Exclude) -> None:
        if isinstance(step, Add):
            for stated in step.marks:
                self.said.setdefault(stated.statement, set()).add(step.file)
        elif isinstance(step, Settle):
            view = view_of(self.counting(), self.settlements)
            self.settlements.append(decision(step.key, step.rev, step.content, view))
        elif step.excluded:
            self.out.add(step.file)
        else:
            self.out.discard(step.file)

    def counting(self) -> list[Statement[MarkKey, MarkContent]]:
        return [statement for statement, sources in self.said.items() if sources - self.out]


def take(uow: SqlUnitOfWork, step: Add | Settle | Exclude) -> int | None:
    if isinstance(step, Add):
        return uow.marks.add(step.marks, file=step.file)
    if isinstance(step, Settle):
        settle(uow, step.key, step.rev, step.content)
    else:
        exclude(uow, step.file, excluded=step.excluded)
    return None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(steps)
def test_what_stands_is_what_the_statements_say_after_any_steps(
    database: SqlDatabase, taken: list[Add | Settle | Exclude]
) -> None:
    model = Model()
    with database.unit_of_work() as uow:
        for file in FILES:
            receive(uow, file)
        for step in taken:
            before = len(model.said)
            model.take(step)
            new = take(uow, step)
            assert new in {None, len(model.said) - before}
            expected = view_of(model.counting(), model.settlements)
            assert uow.marks.derived(ROUND) == expected
            assert uow.marks.current(ROUND) == expected


@given(st.lists(marks, max_size=30))
def test_many_at_once_stand_as_if_they_had_come_one_by_one(
    database: SqlDatabase, stated: list[Stated[MarkKey, MarkContent]]
) -> None:
    with database.unit_of_work() as uow:
        uow.marks.add(stated)
        at_once = uow.marks.current(ROUND)
    with database.unit_of_work() as uow:
        for one in stated:
            uow.marks.add([one])
        assert uow.marks.current(ROUND) == at_once


def test_what_was_committed_is_there_after_closing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = store_in(tmp_path_factory.mktemp("again"))
    opened = filled_edition(store)
    give(opened, said(key(), 1, 7), file=file_hash("a"))
    opened.close()

    opened = store.open_place(opened.place)
    with opened.unit_of_work() as uow:
        assert uow.marks.find(key()) is not None
        assert uow.files.sealed(file_hash("a")).startswith(b"sealed")
    opened.close()
