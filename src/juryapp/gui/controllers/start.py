"""The start: what can be gone on with, opening files, new editions, backups.

Where the services are not there yet, files wait; `services_ready()` goes on with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from juryapp.application.copies.award_files import ImportedAward, import_award
from juryapp.application.copies.backups import missing_after, restore
from juryapp.application.edition.again import draft_of
from juryapp.application.edition.editions import open_edition
from juryapp.application.edition.files import (
    EditionDraft,
    read_edition,
    read_template,
    templates,
)
from juryapp.application.merge.opening import WORKBOOK_SUFFIX, is_handed_in
from juryapp.application.overview import Step, overview
from juryapp.application.ports import StoredDesk, StoredEdition
from juryapp.application.progress import Progress
from juryapp.base.errors import BusyError, UserError
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.ids import EditionId
from juryapp.gui.controllers.receipts import RECEIPT, ReceiptController
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.notify import telling
from juryapp.gui.settings import Recent
from juryapp.gui.shell import Shell

PACKAGE: Final = ".jurypack"
SCORE_FILE: Final = ".juryscore"
MOVE: Final = ".jurymove"
BACKUP: Final = ".jurydb"
AWARD: Final = ".juryaward"
EDITION_FILE: Final = ".toml"

JUROR: Final = "juror"
SECRETARIAT: Final = "secretariat"
CHAIR: Final = "chair"
_ASKS_PASSWORD: Final = frozenset({"E-LOCKED", "E-PASSWORD"})

FOREIGN = N_(
    "“{file}” cannot be opened here. juryapp opens jury packages (.jurypack), score files (.juryscore)"
    " and backups (.juryaward, .jurydb)."
)
FOREIGN_TO_JUROR = N_(
    "“{file}” cannot be opened here. Open the jury package or the receipt that you were sent."
)
SCORE_FILE_OF_JUROR = N_(
    "“{file}” is a score file. It is ready to be sent to the secretariat; it cannot be opened here."
)


class PlaceKind(StrEnum):
    """What a line of the list is."""

    EDITION = "edition"
    DESK = "desk"
    ELSEWHERE = "elsewhere"  # a database outside the data folder
    MISSING = "missing"  # it was open lately and is not where it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something to go on with."""

    kind: PlaceKind
    title: str
    id: str = ""
    juror: str = ""
    detail: str = ""  # the award's name, or whose desk it is
    path: str = ""
    status: str = ""  # of domain.award.Status; for editions
    changed: str = ""  # instant
    handed_in: bool = False
    received: bool = False
    finished: int = 0  # of a desk: candidates that need nothing more
    total: int = 0
    problem: str = ""  # an N_ text

    @property
    def key(self) -> str:
        """What the list knows it by."""
        return f"{self.kind}:{self.id}:{self.juror}:{self.path}"


class StartController(QObject):
    """Knows the use cases of the start page."""

    places_changed = Signal()
    password_wanted = Signal(object, bool)  # Path, whether one was tried and was wrong
    restore_requested = Signal(object)  # Path of a backup; the page asks first
    combine_wanted = Signal(object)  # Path of another copy of the edition that is open
    move_word_wanted = Signal(object, bool)  # Path of a move file, whether a word was tried
    edition_made = Signal()
    edition_file_given = Signal(object)  # Path of a TOML file; the page shows what it would make

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._receipts = ReceiptController(shell, workspace)
        self._places: tuple[Place, ...] = ()
        self._early: list[Path] = []  # given before the services were there
        self.waiting: tuple[Path, ...] = ()  # score files whose edition is not open yet
        workspace.opened.connect(self._remember)

    # --- what there is

    @property
    def is_ready(self) -> bool:
        """Whether the services are there."""
        return self._workspace.is_ready

    @property
    def role(self) -> str:
        """Who sits here: juror, secretariat, chair, or "" before it was asked."""
        return self._shell.settings.values.role

    def choose_role(self, role: str) -> None:
        """Keep who sits here ("" asks again)."""
        self._shell.settings.change(role=role)
        self.places_changed.emit()

    def services_ready(self) -> None:
        """The services are there: list what there is, and open what was given meanwhile."""
        self.refresh()
        early, self._early = self._early, []
        if early:
            self.take_files(early)

    def refresh(self) -> None:
        """Look anew at what there is."""
        if not self.is_ready:
            return
        store = self._workspace.services.store
        with telling(self._shell.notifier):
            known = [_of_edition(e) for e in store.editions()] + [
                _of_desk(d) for d in store.desks()
            ]
            newest = sorted(known, key=lambda place: place.changed, reverse=True)
            self._places = (*newest, *self._elsewhere({place.path for place in known}))
        self.places_changed.emit()

    def places(self) -> tuple[Place, ...]:
        """Return what this person can go on with, newest first; a juror sees desks only."""
        if self.role != JUROR:
            return self._places
        return tuple(place for place in self._places if place.kind is PlaceKind.DESK)

    def editions(self) -> tuple[Place, ...]:
        """Return the editions that can be opened."""
        return tuple(p for p in self._places if p.kind is PlaceKind.EDITION and not p.problem)

    def last_saved(self) -> str:
        """Return when anything was last saved, "" if there is nothing."""
        return max((place.changed for place in self._places), default="")

    def _elsewhere(self, known: set[str]) -> list[Place]:
        """Return what was open lately and lies outside the data folder, or is gone."""
        data = self._workspace.services.data.root
        return [
            Place(
                kind=PlaceKind.ELSEWHERE if recent.is_there() else PlaceKind.MISSING,
                title=recent.title,
                path=recent.path,
                changed=recent.opened,
            )
            for recent in self._shell.settings.values.recent
            if recent.path not in known
            and not (recent.is_there() and Path(recent.path).is_relative_to(data))
        ]

    def _remember(self) -> None:
        session = self._workspace.session
        edition = session.edition()
        recent = Recent(
            path=session.database.place,
            title=edition.title,
            kind="desk" if self._workspace.kind is Kind.DESK else "edition",
            opened=session.services.now(),
        )
        self._shell.settings.remember(recent)

    # --- going on

    def open(self, place: Place) -> None:
        """Open a line of the list and go where the work is."""
        if place.problem:
            self._shell.notifier.error(_(place.problem))
        elif place.kind is PlaceKind.MISSING:
            self._say_missing(place)
        elif place.kind is PlaceKind.DESK:
            if self._workspace.open_desk(place.id, place.juror):
                self._shell.go("desk")
        elif place.kind is PlaceKind.ELSEWHERE:
            if self._workspace.open_place(place.path):
                self._go_on()
        elif self._workspace.open_edition(place.id):
            self._go_on()

    def open_edition(self, edition: str) -> None:
        """Open an edition by id and go where the work is."""
        if self._workspace.open_edition(edition):
            self._go_on()

    def forget(self, place: Place) -> None:
        """Take a missing one off the list."""
        self._shell.settings.forget(place.path)
        self.refresh()

    def _say_missing(self, place: Place) -> None:
        self._shell.notifier.warn(
            _("“{title}” is not where it was.").format(title=place.title),
            _("It was at {path}. Put it back there, or restore a backup.").format(path=place.path),
            [(_("Take it off the list"), lambda: self.forget(place))],
        )

    def _go_on(self) -> None:
        """Show the page of the next needed step, or what waits to be read in."""
        waiting, self.waiting = self.waiting, ()
        if waiting:
            self._shell.go("merge", list(waiting))
            return
        with telling(self._shell.notifier):
            step = overview(self._workspace.session).step
            self._shell.go("protocol" if step is Step.DONE else str(step))

    # --- files

    def suffixes(self) -> tuple[str, ...]:
        """Return which files this person opens here."""
        if self.role == JUROR:
            return (PACKAGE, RECEIPT, MOVE)
        return (PACKAGE, RECEIPT, SCORE_FILE, WORKBOOK_SUFFIX, AWARD, BACKUP)

    def take_files(self, files: Sequence[Path]) -> None:
        """Open files, whatever they are: a package, score files, a backup, an edition as TOML."""
        if not self.is_ready:
            self._early += files
            return
        services = self._workspace.services
        scores = [file for file in files if is_handed_in(services, file)]
        others = [file for file in files if file not in scores]
        if scores:
            self._take_scores(scores)
        for file in others[:1]:
            self._take(file)

    def _take(self, file: Path) -> None:
        suffix = file.suffix.lower()
        if suffix == PACKAGE:
            self.open_package(file)
        elif suffix == MOVE:
            self.open_move(file)
        elif suffix == RECEIPT:
            self._receipts.open(file)
        elif suffix == AWARD and self._workspace.kind is Kind.EDITION:
            self.combine_wanted.emit(file)
        elif suffix in {BACKUP, AWARD} and self.role != JUROR:
            self.restore_requested.emit(file)
        elif suffix == EDITION_FILE and self.role != JUROR:
            self.edition_file_given.emit(file)
        else:
            template = FOREIGN_TO_JUROR if self.role == JUROR else FOREIGN
            self._shell.notifier.error(_(template).format(file=file.name))

    def open_package(self, path: Path, password: str = "", *, another: bool = False) -> None:
        """Open a jury package; who opens one first is a juror."""

        def failed(error: UserError) -> None:
            if error.code in _ASKS_PASSWORD:
                self.password_wanted.emit(path, bool(password))
            elif error.code == "E-OTHER-JUROR":
                name = error.params["juror"]
                words = _("Open it as {juror}").format(juror=name)
                anyway = (words, lambda: self.open_package(path, password, another=True))
                self._shell.notifier.error(error, buttons=[anyway])
            elif isinstance(error, BusyError):
                again = (_("Try again"), lambda: self.open_package(path, password, another=another))
                self._shell.notifier.error(error, buttons=[again])
            else:
                self._shell.notifier.error(error)

        opening = self._workspace.open_package
        if opening(path, password=password, another=another, failed=failed):
            if not self.role:
                self.choose_role(JUROR)
            self._shell.go("desk")

    def open_move(self, path: Path, word: str = "") -> None:
        """Open a desk that comes from another machine of the same juror."""

        def failed(error: UserError) -> None:
            if error.code in _ASKS_PASSWORD:
                self.move_word_wanted.emit(path, bool(word))
            else:
                self._shell.notifier.error(error)

        if self._workspace.open_move(path, word=word, failed=failed):
            if not self.role:
                self.choose_role(JUROR)
            self._shell.go("desk")
            self._shell.notifier.good(
                _("Everything is here: your marks, notes and your own order."),
                _("Go on where you were. Score files from here are taken in without any question."),
            )

    def _take_scores(self, files: list[Path]) -> None:
        """Read score files into the edition that they belong to, as far as that can be told."""
        if self.role == JUROR:
            self._shell.notifier.error(_(SCORE_FILE_OF_JUROR).format(file=files[0].name))
            return
        if self._workspace.kind is Kind.EDITION:
            self._shell.go("merge", files)
            return
        self.waiting = tuple(files)
        edition = self._edition_of(files[0])
        if edition:
            self.open_edition(edition)
            return
        text = ngettext("{n} score file waits.", "{n} score files wait.", len(files))
        self._shell.notifier.info(
            text.format(n=len(files)),
            _("Open the edition that the marks belong to; then they are looked through."),
        )

    def _edition_of(self, file: Path) -> str:
        """Return the edition that a score file names, or the only one; "" if that is not clear."""
        known = [place.id for place in self.editions()]
        try:
            facts = self._workspace.services.verifier.verify(file, None).facts
        except UserError:
            facts = ()  # what is wrong with it is said on the page where it is read in
        named = [value for _label, value in facts if value in known]
        if named:
            return named[0]
        return known[0] if len(known) == 1 else ""

    # --- something new

    def template_names(self) -> list[str]:
        """Return the program's own templates."""
        return list(templates())

    def draft(self, source: str) -> EditionDraft | None:
        """Return a draft to begin with: "template:NAME", "edition:ID" or "file:PATH"; None if refused."""
        kind, _sep, name = source.partition(":")
        try:
            if kind == "template":
                return read_template(name)
            return read_edition(Path(name)) if kind == "file" else self._draft_again(name)
        except UserError as error:
            self._shell.notifier.error(error)
            return None

    def _draft_again(self, edition: str) -> EditionDraft:
        session = open_edition(self._workspace.services, edition, read_only=True)
        try:
            return draft_of(session)
        finally:
            session.close()

    def make(self, draft: EditionDraft) -> bool:
        """Make an edition, open it, and go to its set-up."""
        if not self._workspace.new_edition(draft):
            return False
        if not self.role:
            self.choose_role(SECRETARIAT)
        self._shell.go("setup")
        self.edition_made.emit()
        return True

    def restore(self, backup: Path) -> None:
        """Check a backup and put it in as an edition, in the worker."""
        if backup.suffix.lower() == AWARD:
            self._import_award(backup)
            return
        services = self._workspace.services

        def work(_progress: Progress) -> tuple[EditionId, str]:
            edition = restore(services, backup)
            return edition, missing_after(services, edition)

        self._shell.jobs.start(
            work,
            title=_("Checking the backup"),
            done=self._restored,
            can_cancel=False,
        )

    def _import_award(self, file: Path) -> None:
        services = self._workspace.services

        def failed(error: UserError) -> None:
            edition = error.params.get("edition")
            if error.code != "E-EXISTS" or not edition:
                self._shell.notifier.error(error)
            else:
                self._shell.notifier.info(
                    _("The edition is here already. The file may be another copy of it."),
                    _(
                        "Both copies can be made one: nothing is taken away, and you see first what is new."
                    ),
                    [(_("Combine both copies"), lambda: self._combine(str(edition), file))],
                )

        self._shell.jobs.start(
            lambda progress: import_award(services, file, progress),
            title=_("Checking the file"),
            done=self._imported,
            failed=failed,
        )

    def _combine(self, edition: str, file: Path) -> None:
        if self._workspace.open_edition(edition):
            self._go_on()
            self.combine_wanted.emit(file)

    def _imported(self, put: ImportedAward) -> None:
        self.refresh()
        text = _("Its log goes on in a chain of its own.")
        if not put.has_keys:
            text = _("Its keys are not on this computer: score files cannot be read in here yet.")
        self._shell.notifier.good(
            _("The file is sound and has been put in: {title}").format(title=put.head.title),
            text,
            [(_("Open it"), lambda: self.open_edition(put.edition))],
        )

    def _restored(self, done: tuple[EditionId, str]) -> None:
        edition, missing = done
        self.refresh()
        title = next((p.title for p in self.editions() if p.id == edition), "")
        tell = self._shell.notifier.warn if missing else self._shell.notifier.good
        tell(
            _("The backup is sound and has been put in: {title}").format(title=title),
            missing or _("Nothing else was changed."),
            [(_("Open it"), lambda: self.open_edition(edition))],
        )


def _of_edition(stored: StoredEdition) -> Place:
    return Place(
        kind=PlaceKind.EDITION,
        id=stored.id,
        title=stored.title or stored.id,
        detail=stored.award_name,
        path=stored.place,
        status=stored.status,
        changed=stored.changed,
        problem=stored.problem,
    )


def _of_desk(stored: StoredDesk) -> Place:
    return Place(
        kind=PlaceKind.DESK,
        id=stored.edition,
        juror=stored.juror,
        title=stored.title or stored.edition,
        detail=stored.juror_name,
        path=stored.place,
        changed=stored.changed,
        handed_in=stored.handed_in,
        received=stored.received,
        finished=stored.finished,
        total=stored.total,
        problem=stored.problem,
    )
