"""Starts the window: reads its few options, and gives it what only `bootstrap` has.

What is heavy is imported in a thread behind the painted window; see `gui.app`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from juryapp.application.edition.sample import Sample, SampleFolders, leave_a_desk, make_sample
from juryapp.application.services import Services
from juryapp.base.i18n import LANGUAGES, N_, _, preferred_language, use_language
from juryapp.base.logs import start_logging
from juryapp.base.paths import DataFolder, data_folder
from juryapp.base.screen import can_open_window
from juryapp.bootstrap import Place, services_for
from juryapp.gui.app import run_window
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.desktop import Desktop
from juryapp.gui.file_types import is_packed_for_windows, register_file_types
from juryapp.gui.main_window import MainWindow

NO_SCREEN = N_(
    "There is no screen to open a window on. The command line does all of it: juryapp --help"
)
NOT_ALL_WORKS = N_("Not all of the program works here. Install it again, or ask for help.")
VERSIONS = {"SQLite": sqlite3.sqlite_version}  # the window may not know who speaks to it


def main(words: Sequence[str]) -> int:
    """Open the window and return the exit code once it is closed."""
    options = _options(words)
    if options.selftest:
        if not can_open_window():
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return _selftest(as_json=options.json)
    if not can_open_window():
        use_language(options.language or preferred_language())
        print(f"juryapp: {_(NO_SCREEN)}", file=sys.stderr)
        return 3
    if options.words[:1] == ["demo"]:
        return _demo(options.language)
    return _window(options)


def _selftest(*, as_json: bool) -> int:
    from juryapp.gui.selftest import selftest  # noqa: PLC0415 - seldom needed

    if not as_json:
        return selftest(services_for)
    told = io.StringIO()
    with redirect_stdout(told):
        code = selftest(services_for)
    document: dict[str, object] = {"ok": code == 0, "command": "selftest"}
    document["lines"] = told.getvalue().splitlines()
    if code:
        where = {"file": None, "row": None, "column": None}
        document["error"] = {"code": "E-SELFTEST", "message": _(NOT_ALL_WORKS), **where}
    print(json.dumps(document, ensure_ascii=True))
    return code


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="juryapp", add_help=False)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--selftest", action="store_true")
    parser.add_argument(
        "--json", action="store_true"
    )  # of the self-test; no window answers with it
    parser.add_argument("--data")
    parser.add_argument("--database", default="")
    parser.add_argument("--language", choices=LANGUAGES, default="")
    return parser.parse_args(words)


def _window(options: argparse.Namespace) -> int:
    data = data_folder(options.data)
    start_logging(data.logs)
    place = Place(options.database) if options.database else None

    def fill(window: MainWindow, services: Services) -> None:
        if is_packed_for_windows():
            register_file_types(Path(sys.executable))
        desktop = Desktop(window, services, sample=partial(_show_sample, window))
        if place is not None and desktop.workspace.open_place(place.name):
            window.shell.go("setup")

    return run_window(
        lambda: services_for(data, place),
        fill,
        settings_file=data.settings,
        argv=sys.argv[:1],
        files=[Path(word) for word in options.words],
        language=options.language,
        more_versions=VERSIONS,
        one_per=data.root,
    )


# ----------------------------------------------------------------------------- the sample


@dataclass(frozen=True, slots=True)
class SampleData:
    """The sample's services, with the edition closed, and its id."""

    services: Services
    edition: str


def make_sample_data(folder: Path) -> SampleData:
    """Make the sample award in `folder`: the edition up to the decisions, and one half-filled desk."""
    services = services_for(DataFolder(folder / "secretariat", chosen=True))
    folders = SampleFolders(
        packages=folder / "packages", scores=folder / "scores", desks=folder / "jurors"
    )
    sample: Sample = make_sample(services, services_for, folders)
    edition = sample.session.edition().id
    leave_a_desk(services, sample)
    sample.session.close()
    return SampleData(services, edition)


def _demo(language: str) -> int:
    """Open the window on the sample; it lies in a temporary folder that goes when the window closes."""
    with tempfile.TemporaryDirectory(prefix="juryapp-demo-", ignore_cleanup_errors=True) as folder:

        def fill(window: MainWindow, sample: SampleData) -> None:
            desktop = Desktop(window, sample.services)
            desktop.start.controller.choose_role("secretariat")
            if desktop.workspace.open_edition(sample.edition):
                window.shell.go("results")

        return run_window(
            lambda: make_sample_data(Path(folder)),
            fill,
            argv=sys.argv[:1],
            language=language,
            more_versions=VERSIONS,
        )


def _show_sample(window: MainWindow, workspace: Workspace) -> None:
    """Make the sample and show it in this window; the user's own editions stay as they are."""
    shell, own = window.shell, workspace.services
    folder = tempfile.TemporaryDirectory(prefix="juryapp-sample-", ignore_cleanup_errors=True)

    def leave() -> None:  # a function: Qt would not hold the folder by its method alone
        folder.cleanup()

    window.closed.connect(leave)

    def shown(sample: SampleData) -> None:
        workspace.provide(sample.services)
        if workspace.open_edition(sample.edition):
            shell.go("results")

            def back() -> None:
                workspace.closed.disconnect(back)
                workspace.provide(own)

            workspace.closed.connect(back)

    shell.jobs.start(lambda _progress: make_sample_data(Path(folder.name)), done=shown)
