"""Undo and redo of everything that can be said at the desk, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.domain.statements import Answer, DeclarationContent, NoteContent, Stated
from juryapp.gui.notify import Recorder
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell

Revisions = dict[tuple[object, ...], list[int]]


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def ready(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        yield made


WHOM = st.integers(0, 3)
WHAT = st.sampled_from((SAM, NY))
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("mark"), WHOM, WHAT, st.integers(0, 20)),
        st.tuples(st.just("not assessed"), WHOM, WHAT),
        st.tuples(st.just("clear"), WHOM, WHAT),
        st.tuples(st.just("why"), WHOM, WHAT, st.text("abc", max_size=3)),
        st.tuples(st.just("comment"), WHOM, st.text("abc", max_size=3), st.booleans()),
        st.tuples(st.just("private"), WHOM, st.text("xyz", max_size=3)),
        st.tuples(st.just("flag"), WHOM),
        st.tuples(st.just("answer"), WHOM, st.sampled_from(list(Answer)), st.text("f", max_size=2)),
        st.tuples(st.just("undo"), WHOM),
        st.tuples(st.just("redo"), WHOM),
    ),
    max_size=14,
)


def act(desk: DeskWindow, visit: int, action: tuple[Any, ...]) -> None:
    """Do one of `ACTIONS`, by what the window's fields and buttons call."""
    controller, stack = desk.controller, desk.workspace.undo_stack
    kind, whom, *rest = action
    nominee = controller.order[whom]
    doing: dict[str, Callable[..., object]] = {
        "mark": lambda c, points: controller.give(nominee, c, points, not_assessed=False),
        "not assessed": lambda c: controller.give(nominee, c, None, not_assessed=True),
        "clear": lambda c: controller.give(nominee, c, None, not_assessed=False),
        "why": lambda c, text: controller.comment_mark(nominee, c, text),
        "comment": lambda text, use: controller.write_comment(
            nominee, NoteContent(text, use), visit
        ),
        "private": lambda text: controller.write_private(nominee, text, visit),
        "flag": lambda: controller.flag(nominee),
        "answer": lambda answer, facts: controller.answer(
            nominee, DeclarationContent(answer, facts)
        ),
        "undo": stack.undo,
        "redo": stack.redo,
    }
    doing[kind](*rest)


def undo_all(desk: DeskWindow) -> None:
    while desk.workspace.undo_stack.canUndo():
        desk.workspace.undo_stack.undo()
    settle()


def redo_all(desk: DeskWindow) -> None:
    while desk.workspace.undo_stack.canRedo():
        desk.workspace.undo_stack.redo()
    settle()


def revisions(desk: DeskWindow) -> Revisions:
    """Return the revisions of everything that was said, in the order in which it was said."""
    round_ = desk.controller.contents.round.id
    found: Revisions = {}
    with desk.workspace.session.reading() as uow:
        said: list[Stated[Any, Any]] = [*uow.marks.history(round_), *uow.notes.history(round_)]
        said += uow.declarations.history(round_)
    for stated in said:
        kind = type(stated.statement.content).__name__
        found.setdefault((kind, *stated.statement.key), []).append(stated.statement.rev)
    return found


def shown(desk: DeskWindow) -> dict[str, tuple[object, ...]]:
    """Return what the window believes."""
    return {
        nominee: (dict(said.marks), said.declaration, said.comment, said.note, said.flagged)
        for nominee in desk.controller.order
        for said in [desk.controller.said(nominee)]
    }


@contextmanager
def only_rising(desk: DeskWindow) -> Iterator[None]:
    """Whatever the block does: what was said before stays, and each revision is one higher than the last."""
    before = revisions(desk)
    yield
    after = revisions(desk)
    for key, found in after.items():
        assert sorted(found) == list(range(min(found), min(found) + len(found))), key
        assert set(before.get(key, [])) <= set(found), key


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=ACTIONS)
def test_undo_all_is_the_start_and_redo_all_the_end(
    ready: DeskWindow, actions: list[tuple[Any, ...]]
) -> None:
    ready.workspace.undo_stack.clear()
    start = ready.stored()
    with only_rising(ready):
        for visit, action in enumerate(actions):
            act(ready, visit // 2, action)
        redo_all(ready)
        end = ready.stored()
        assert shown(ready) == end

        undo_all(ready)
        assert ready.stored() == shown(ready) == start
        redo_all(ready)
        assert ready.stored() == shown(ready) == end
        undo_all(ready)
    assert not ready.controller.has_unsaved()


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        (("8", "Tab"), "Mark for"),
        (("N",), "Mark for"),
        (("Ctrl+M",), "Flag for"),
    ],
)
def test_the_button_says_what_would_be_undone(
    ready: DeskWindow, keys: tuple[str, ...], what: str
) -> None:
    before = ready.stored()
    ready.key(*keys)
    assert ready.stored() != before
    assert what in ready.window.top_bar.undo.accessibleName()
    ready.key("Ctrl+Z")
    assert ready.stored() == before
    assert what in ready.window.top_bar.redo.accessibleName()


def test_a_first_answer_is_changed_and_never_unsaid(
    qtbot: QtBot, award: SmallAward, tmp_path: Path
) -> None:
    told = Recorder()
    shell = Shell(SettingsStore(None), notifier=told)
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as desk:
        desk.key("Return")
        first, second, *_rest = desk.controller.order
        desk.key("3", "Tab")
        desk.page.impartiality.rows[first].enter()
        desk.key("1", "Down", "2")  # another answer, then a first one
        desk.page.impartiality.rows[second].enter()

        desk.key("Ctrl+Z")
        assert told.messages[-1].code == "E-SAID"
        assert "stays until you give another" in told.messages[-1].title
        assert desk.answer(second) == DeclarationContent(Answer.TELL)

        desk.key("Ctrl+Z")  # the one before it
        assert desk.answer(first) == DeclarationContent(Answer.DOUBT)
        assert desk.page.impartiality.rows[first].answers.answer() is Answer.DOUBT
