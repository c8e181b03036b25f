"""Long work: one at a time, with progress, cancel, and errors where they belong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from juryapp.application.progress import Progress
from juryapp.base.errors import RuleError, UserError
from juryapp.gui.notify import Recorder
from juryapp.gui.progress_strip import ProgressStrip
from juryapp.gui.shell import Shell


def test_the_result_arrives_in_the_windows_thread(qtbot: QtBot, shell: Shell) -> None:
    seen: list[Any] = []

    def work(_progress: Progress) -> threading.Thread:
        return threading.current_thread()

    job = shell.jobs.start(work, done=lambda t: seen.extend([t, threading.current_thread()]))
    qtbot.waitUntil(lambda: not job.is_running)
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def _named(work: Callable[[str], None], name: str, _progress: Progress) -> None:
    work(name)


def test_jobs_run_one_after_the_other(qtbot: QtBot, shell: Shell) -> None:
    running: list[str] = []
    overlaps: list[str] = []

    def work(name: str) -> None:
        overlaps.extend(running)
        running.append(name)
        running.remove(name)

    for name in "abc":
        shell.jobs.start(partial(_named, work, name))
    assert shell.jobs.is_busy()
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert overlaps == []


def test_progress_is_told(qtbot: QtBot, shell: Shell) -> None:
    steps: list[tuple[int, int]] = []

    watched = threading.Event()

    def work(progress: Progress) -> None:
        watched.wait(5)
        for done in range(3):
            progress.step(done + 1, 3)

    job = shell.jobs.start(work)
    job.progressed.connect(lambda done, total: steps.append((done, total)))
    watched.set()
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_a_cancelled_job_stops_at_its_next_step(qtbot: QtBot, shell: Shell) -> None:
    ready, go_on = threading.Event(), threading.Event()
    reached: list[str] = []

    def work(progress: Progress) -> None:
        ready.set()
        go_on.wait(5)
        progress.step(1, 2)
        reached.append("after the step")

    told: list[str] = []
    job = shell.jobs.start(work, cancelled=lambda: told.append("cancelled"))
    assert ready.wait(5)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert told == ["cancelled"]
    assert reached == []


def test_a_user_error_becomes_a_banner(qtbot: QtBot, shell: Shell, notifier: Recorder) -> None:
    def work(_progress: Progress) -> None:
        raise RuleError("The round is closed.", code="E-CLOSED")

    shell.jobs.start(work)
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert notifier.titles() == ["The round is closed."]
    assert notifier.messages[0].code == "E-CLOSED"


def test_an_error_can_be_taken_by_the_one_who_asked(
    qtbot: QtBot, shell: Shell, notifier: Recorder
) -> None:
    taken: list[UserError] = []

    def work(_progress: Progress) -> None:
        raise RuleError("No.")

    shell.jobs.start(work, failed=taken.append)
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert [str(error) for error in taken] == ["No."]
    assert notifier.messages == []


def test_a_bug_in_a_job_goes_to_the_crash_window(qtbot: QtBot, shell: Shell) -> None:
    def work(_progress: Progress) -> None:
        raise KeyError("bug")

    with qtbot.captureExceptions() as caught:
        shell.jobs.start(work)
        qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert [kind for kind, *_rest in caught] == [KeyError]


def test_the_strip_shows_long_work_and_its_cancel(qtbot: QtBot, shell: Shell, show: Any) -> None:
    strip = ProgressStrip(shell.jobs)
    qtbot.addWidget(strip)
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        progress.step(2, 9)
        go_on.wait(5)
        progress.step(3, 9)

    job = shell.jobs.start(work, title="Reading 9 files")
    qtbot.waitUntil(lambda: not job.is_running or strip.isVisible(), timeout=3000)
    assert strip.isVisible()
    assert strip.title.whole_text() == "Reading 9 files"
    strip.cancel.click()
    go_on.set()
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert not strip.isVisible()


def test_short_work_shows_no_strip(qtbot: QtBot, shell: Shell) -> None:
    strip = ProgressStrip(shell.jobs)
    qtbot.addWidget(strip)
    shell.jobs.start(lambda _progress: None, title="Quick")
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert not strip.isVisible()


def test_busy_is_told_once_at_either_end(qtbot: QtBot, shell: Shell) -> None:
    told: list[bool] = []
    shell.jobs.busy_changed.connect(told.append)
    shell.jobs.start(lambda _progress: None)
    shell.jobs.start(lambda _progress: None)
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert told == [True, False]


def test_closing_waits_for_the_worker(shell: Shell) -> None:
    finished = threading.Event()
    shell.jobs.start(lambda _progress: finished.set(), can_cancel=False)
    shell.close()
    assert finished.is_set() or shell.jobs.running()


@pytest.mark.parametrize("can_cancel", [True, False])
def test_only_work_that_may_be_cancelled_is(qtbot: QtBot, shell: Shell, can_cancel: bool) -> None:
    ready, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def work(progress: Progress) -> str:
        ready.set()
        go_on.wait(5)
        progress.step(1, 1)
        return "whole"

    job = shell.jobs.start(work, done=done.append, can_cancel=can_cancel)
    assert ready.wait(5)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not shell.jobs.is_busy())
    assert done == ([] if can_cancel else ["whole"])
