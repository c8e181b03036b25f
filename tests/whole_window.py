"""The whole program on the complete sample: a window, and the way to every screen of it.

`whole()` makes the sample once per process, in every state that has a screen of its own; a `Tour` opens those
states in one window as a user would. Tests of all screens and the pictures of the README use both.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.opening import open_desk, open_package
from juryapp.application.desk.saying import accept_confidentiality
from juryapp.application.edition.editions import new_edition, open_edition
from juryapp.application.edition.files import read_edition
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.resources import resource
from juryapp.domain.ids import EditionId, JurorId
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.workspace import Kind
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.merge_page import MergePage
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.window import make_sample_data
from workplace import changed, services_in

FIRST, TWICE, DAMAGED = "-01-", "-02-", "-07-"  # whose score files come first, twice and damaged


@dataclass(frozen=True)
class Whole:
    """The sample, as it stands at each step: data folders, and the files that travel."""

    folder: Path
    edition: str

    def score_file(self, juror: str) -> Path:
        """Return a juror's score file; `juror` is a part of its name."""
        return next(p for p in (self.folder / "sample" / "scores").iterdir() if juror in p.name)

    def package(self, juror: str) -> Path:
        """Return a juror's package."""
        return next(p for p in (self.folder / "sample" / "packages").iterdir() if juror in p.name)

    def data(self, state: str) -> Path:
        """Return the data folder of a state."""
        known = {"done": "sample/secretariat", "handed_in": "sample/jurors/6"}
        return self.folder / known.get(state, state)


@cache
def whole() -> Whole:
    """Make the sample in all its states; it goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="juryapp-whole-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Whole(folder, make_sample_data(folder / "sample").edition)
    _make_draft(made)
    _make_reading(made)
    _make_conflict(made)
    _make_desks(made)
    return made


def _make_draft(made: Whole) -> None:
    services = services_in(made.data("draft"))
    session = new_edition(services, read_edition(resource("sample", "edition.toml")))
    read = services.tables.read
    import_jurors(session, read(resource("sample", "jurors.csv")))
    import_nominations(session, read(resource("sample", "nominations.xlsx")))
    session.close()


def _make_reading(made: Whole) -> None:
    """Go back to the backup from before the merge, and read two files in."""
    target = made.data("reading")
    shutil.copytree(made.data("done"), target)
    shutil.rmtree(target / "desks")
    [backup] = target.glob("backups/*/*-import.jurydb")
    [edition] = target.glob("editions/*.jurydb")
    for old in edition.parent.iterdir():
        old.unlink()
    shutil.copyfile(backup, edition)
    session = open_edition(services_in(target), made.edition)
    files = [made.score_file(FIRST), made.score_file(TWICE)]
    merge(session, preview_merge(session, files))
    session.close()
    whole_file = made.score_file(DAMAGED).read_bytes()
    damaged = made.folder / "damaged"
    damaged.mkdir()
    (damaged / made.score_file(DAMAGED).name).write_bytes(whole_file[: len(whole_file) * 2 // 3])
    _hand_in_twice(made)


def _hand_in_twice(made: Whole) -> None:
    """Let the second juror hand in from another machine, with other marks for one nominee."""
    services = services_in(made.folder / "other machine")
    desk = open_package(services, made.package(TWICE))
    marks = services.tables.read(resource("sample", "marks", "2.csv"))
    for criterion, mark in (("SAMARBEID", "5"), ("PARTNERE", "7.5")):
        marks = changed(marks, "Solstadby", criterion, mark)
    fill_in(desk, marks)
    made.data("twice").mkdir()
    hand_in(desk, made.data("twice"))
    desk.close()


def _make_conflict(made: Whole) -> None:
    shutil.copytree(made.data("reading"), made.data("conflict"))
    session = open_edition(services_in(made.data("conflict")), made.edition)
    files = [made.score_file("-03-"), *made.data("twice").iterdir()]
    opened = [verdict.opened for verdict in preview_merge(session, files).files]
    accepted = [found.sha256 for found in opened if found is not None]
    merge(session, preview_merge(session, files, accepted=accepted))
    session.close()


def _make_desks(made: Whole) -> None:
    def opened(state: str) -> Session:
        return open_package(services_in(made.data(state)), made.package("-03-"))

    opened("desk_new").close()
    begun = [opened("desk_asked")]
    for state in ("done", "handed_in"):
        services = services_in(made.data(state))
        begun.append(open_desk(services, services.store.desk(*_only_desk(services))))
    for desk in begun:
        accept_confidentiality(desk)
        desk.close()


def _only_desk(services: Services) -> tuple[EditionId, JurorId]:
    [found] = services.store.desks()
    return EditionId(found.edition), JurorId(found.juror)


def settle() -> None:
    """Let what was posted arrive, and delete what waits for it."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


class Tour:
    """One window in which every screen can be shown."""

    def __init__(self, made: Whole) -> None:
        self.made = made
        self.told, self.choosers = Recorder(), FakeChoosers()
        shell = Shell(SettingsStore(None), notifier=self.told, choosers=self.choosers)
        self.window = MainWindow(shell)
        self.desktop = Desktop(self.window, services_in(made.folder / "nothing"))
        self._state = ""

    def show(self, screen: str) -> None:
        """Show a screen, as it looks when all work behind it is done."""
        SCREENS[screen](self)
        self.idle()

    def idle(self) -> None:
        """Wait until the worker has nothing to do, and what it made is painted."""
        ends, quiet = time.monotonic() + 60, 0
        while quiet < 4:  # a page that is painted may ask for a picture, and then be painted again
            settle()
            shell = self.window.shell
            quiet = 0 if shell.jobs.is_busy() or shell.drawing.is_busy() else quiet + 1
            time.sleep(0.005)
            assert time.monotonic() < ends, "the worker does not come to an end"

    def open(self, state: str, page: str, argument: object = None) -> None:
        """Open the sample as it stands in `state`, and show a page of it."""
        workspace = self.desktop.workspace
        wanted = Kind.DESK if page == "desk" else Kind.EDITION
        if workspace.kind is not wanted or self._state != state:
            self.home(state)
            store = workspace.services.store
            if wanted is Kind.DESK:
                desk = store.desks()[0]
                assert workspace.open_desk(desk.edition, desk.juror), self.told.titles()
            else:
                assert workspace.open_edition(store.editions()[0].id), self.told.titles()
        self.window.shell.go(page, argument)

    def home(self, state: str, role: str = "secretariat") -> None:
        """Show the start page of somebody whose data folder is that of `state`."""
        self.desktop.go_home()
        self._state = state
        self.desktop.workspace.provide(services_in(self.made.data(state)))
        self.desktop.start.controller.choose_role(role)
        self.desktop.start.services_ready()
        self.window.shell.go("start")

    def dialogs(self) -> list[QDialog]:
        """Return the dialogs that are open."""
        return [
            w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()
        ]

    def page(self) -> Any:
        """Return the page that is seen; of any kind, so that a tour can reach into it."""
        return self.window.pages.current()

    def close(self) -> None:
        """Close what is open, and the window."""
        for dialog in self.dialogs():
            dialog.close()
        self.desktop.go_home()
        self.window.close()
        self.window.deleteLater()
        settle()


@contextmanager
def touring() -> Iterator[Tour]:
    """Show a window on the sample, as large as a small laptop's screen."""
    tour = Tour(whole())
    tour.window.resize(1366, 768)
    tour.window.show()
    tour.window.activateWindow()
    try:
        yield tour
    finally:
        tour.close()


# ----------------------------------------------------------------------------- screens


def _desk_log(tour: Tour) -> None:
    tour.open("done", "desk")
    tour.window.shell.go("log")


def _paper_typing(tour: Tour) -> None:
    tour.open("reading", "paper")
    juror = tour.page().controller.overview.states[0].juror.id
    tour.window.shell.go("paper_type", juror)
    tour.page().by.setText("Tone Berg")


def _section(key: str) -> Callable[[Tour], None]:
    return lambda tour: tour.open("draft", "setup", key)


def _look_at_files(tour: Tour) -> None:
    tour.open("reading", "merge")
    page: MergePage = tour.page()
    page.controller.clear()
    tour.idle()
    made = tour.made
    files = [made.score_file(juror) for juror in (FIRST, "-03-", "-04-", "-05-", "-06-")]
    twice, damaged = made.data("twice").iterdir(), made.data("damaged").iterdir()
    page.take([*files, *twice, *damaged])
    tour.idle()
    for found in page.controller.rows():
        if found.button:
            page.controller.accept(found.sha256)
            tour.idle()


def _by_file(tour: Tour) -> None:
    _look_at_files(tour)
    tour.page().show_view("files")


def _desk(state: str) -> Callable[[Tour], None]:
    return lambda tour: tour.open(state, "desk")


def _hand_in(tour: Tour) -> None:
    tour.open("done", "desk")
    page = tour.page()
    page.show_place(type(page.place)("hand_in"))


def _document(words: str) -> Callable[[Tour], None]:
    """Return the way to the first attachment at the desk, with words to find in it."""

    def show(tour: Tour) -> None:
        tour.open("done", "desk")
        page = tour.page()
        nominee = next(n for n in page.controller.real if page.documents.of(n))
        page.sheet.go_to(nominee)
        page.sheet.papers.show_paper(page.documents.of(nominee)[0].attachment.sha256)
        tour.idle()
        if words:
            page.sheet.papers.start_find()
            page.sheet.papers.bar.field.setText(words)
            page.sheet.papers.bar.step(1)
            tour.idle()

    return show


def _look(place: str) -> Callable[[Tour], None]:
    """Return the way to one of the other views of the desk."""

    def show(tour: Tour) -> None:
        tour.open("done", "desk")
        tour.page().show_place(type(tour.page().place)(place))

    return show


def _compare(tour: Tour) -> None:
    tour.open("done", "desk")
    looks = tour.page().looks
    looks.compare.compare(*tour.page().controller.real[:2])
    tour.page().sheet.go_to(tour.page().controller.real[0])
    _look("compare")(tour)


def _other_order(tour: Tour) -> None:
    """Look at an order in which the last comes first."""
    _look("order")(tour)
    order = tour.page().looks.order
    order.list.choose(order.tried()[-1])
    order.list.move_current(-len(order.tried()))


def _no_files(tour: Tour) -> None:
    tour.open("reading", "merge")
    tour.page().controller.clear()


def _protocol(tab: str) -> Callable[[Tour], None]:
    return lambda tour: tour.open("done", "protocol", tab)


def _justify(tour: Tour) -> None:
    tour.open("done", "decisions")
    tour.page()._show_mode("justify")


def _results_tab(tab: str) -> Callable[[Tour], None]:
    def show(tour: Tour) -> None:
        tour.open("done", "results")
        tour.page()._open_panel(tab)

    return show


SCREENS: Final[dict[str, Callable[[Tour], None]]] = {
    "start_question": lambda tour: tour.home("nothing", ""),
    "start_first": lambda tour: tour.home("nothing"),
    "start": lambda tour: tour.home("done"),
    "start_juror": lambda tour: tour.home("handed_in", "juror"),
    "setup_award": _section("award"),
    "setup_categories": _section("categories"),
    "setup_criteria": _section("criteria"),
    "setup_nominees": _section("nominees"),
    "setup_jurors": _section("jurors"),
    "setup_check": _section("check"),
    "setup_locked": lambda tour: tour.open("done", "setup", "criteria"),
    "setup_files": lambda tour: tour.open("done", "setup", "nominees"),
    "packages": lambda tour: tour.open("reading", "packages"),
    "merge_empty": _no_files,
    "merge": _look_at_files,
    "merge_jurors": lambda tour: tour.open("conflict", "merge", "jurors"),
    "merge_conflicts": lambda tour: tour.open("conflict", "merge", "conflicts"),
    "merge_files": _by_file,
    "merge_earlier": lambda tour: tour.open("conflict", "merge", "earlier"),
    "merge_taken": lambda tour: tour.open("conflict", "merge", "taken"),
    "papers": lambda tour: tour.open("reading", "paper"),
    "paper_typing": _paper_typing,
    "impartiality": lambda tour: tour.open("reading", "impartiality", "reported"),
    "impartiality_all": lambda tour: tour.open("done", "impartiality", "matrix"),
    "results_hidden": lambda tour: tour.open("reading", "results"),
    "results": lambda tour: tour.open("done", "results"),
    "results_holding": _results_tab("holding"),
    "decisions": lambda tour: tour.open("done", "decisions"),
    "justify": _justify,
    "protocol": _protocol("meeting"),
    "protocol_advice": _protocol("advice"),
    "protocol_versions": _protocol("versions"),
    "protocol_hidden": lambda tour: tour.open("reading", "protocol"),
    "log": lambda tour: tour.open("done", "log"),
    "desk_door": _desk("desk_new"),
    "desk_impartiality": _desk("desk_asked"),
    "desk": _desk("done"),
    "desk_document": _document(words=""),
    "desk_found": _document(words="kommune"),
    "desk_across": _look("across"),
    "desk_order": _look("order"),
    "desk_other_order": _other_order,
    "desk_compare": _compare,
    "desk_hand_in": _hand_in,
    "desk_handed_in": _desk("handed_in"),
    "desk_log": _desk_log,
}
