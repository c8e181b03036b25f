"""The small award of tests/data/fjordby at several stages, made once and copied for each test.

To make it anew for every test would take seconds each; a copy of the folder takes milliseconds. The copies
lie in memory where the system has such a place: every step of the program waits for the disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from juryapp.application.edition.editions import new_edition, open_edition
from juryapp.application.edition.files import parse_edition
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.edition.rounds import open_round
from juryapp.application.log.check import LogVerdict, check_log
from juryapp.application.merge.merging import MergeReport, merge, preview_merge
from juryapp.application.packages.writing import WrittenPackage, write_packages
from juryapp.application.results.scoring import results
from juryapp.base.errors import UserError
from juryapp.base.files import sha256
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import RoundId
from juryapp.domain.jury import Juror
from juryapp.domain.log import LogEntry
from juryapp.domain.nominees import Nominee
from juryapp.domain.results import Open
from juryapp.domain.statements import MarkKey, MarkStatement
from workplace import FJORDBY, Workplace, ballot, changed, services_in

JURORS = ("astrid", "bjarne", "cecilie")
STAGES = ("set_up", "open", "packages", "desks", "scored", "merged")

_SHM = Path("/dev/shm")
IN_MEMORY = _SHM if _SHM.is_dir() and os.access(_SHM, os.W_OK) else None


@dataclass(frozen=True)
class Award(Workplace):
    """The award on a folder of its own: the secretariat's session, and the files that went round."""

    written: tuple[WrittenPackage, ...] = ()
    scores: Mapping[str, Path] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The edition's file."""
        return Path(self.session.database.place)

    def nominees(self) -> dict[str, Nominee]:
        """Return the nominees by name."""
        with self.session.reading() as uow:
            return {nominee.name: nominee for nominee in uow.nominees.all()}

    def nominee(self, name: str) -> Nominee:
        """Return a nominee by name."""
        return self.nominees()[name]

    def jurors(self) -> list[Juror]:
        """Return the jurors, by number."""
        with self.session.reading() as uow:
            return uow.jurors.all()

    def juror(self, name: str) -> Juror:
        """Return a juror by the first name, in small letters."""
        return next(j for j in self.jurors() if j.name.lower().startswith(name))

    def criterion(self, id_: str) -> Criterion:
        """Return a criterion by id."""
        with self.session.reading() as uow:
            return next(c for c in uow.criteria.all() if c.id == id_)

    def log(self) -> list[LogEntry]:
        """Return the entries of the log."""
        with self.session.reading() as uow:
            return uow.journal.all()

    def done(self) -> list[str]:
        """Return what was done, by the log."""
        return [entry.what for entry in self.log()]

    def check(self) -> LogVerdict:
        """Check the log."""
        return check_log(self.session)

    def merged(self, *paths: Path, accept: bool = False) -> MergeReport:
        """Take score files in, also those that need a yes if `accept`."""
        accepted = [sha256(path.read_bytes()) for path in paths] if accept else []
        return merge(self.session, preview_merge(self.session, paths, accepted=accepted))

    def conflict(
        self, who: str = "bjarne", mark: str = "3"
    ) -> tuple[MarkKey, tuple[MarkStatement, ...]]:
        """Let a juror's second machine contradict the first about Fjordby; return what is in conflict."""
        marks = changed(ballot(who), "Fjordby", "SAM", mark)
        other = self.scored(self.written[JURORS.index(who)], marks, machine=f"b{mark}")
        self.merged(other, accept=True)
        with self.session.reading() as uow:
            ((key, rivals),) = uow.marks.current(RoundId("R1")).conflicts.items()
        return key, rivals

    def ranking(self) -> list[tuple[int, str, Fraction]]:
        """Return place, name and exact total of the one category."""
        names = {nominee.id: name for name, nominee in self.nominees().items()}
        ranked = results(self.session).categories[0].ranked
        return [(r.place, names[r.nominee], r.value) for r in ranked]

    def open_questions(self) -> list[Open]:
        """Return what is open, in the order of the result."""
        return [question.kind for question in results(self.session).open_questions]


@cache
def _made() -> tuple[tempfile.TemporaryDirectory[str], tuple[WrittenPackage, ...], dict[str, str]]:
    """Make all stages, each a folder; the folder goes when the tests end."""
    home = new_place()
    work = Path(home.name) / "work"
    services = services_in(work / "secretariat")
    text = (FJORDBY / "edition.toml").read_text(encoding="utf-8")
    session = new_edition(services, parse_edition(text, "edition.toml"))

    def keep(stage: str) -> None:
        shutil.copytree(work, Path(home.name) / stage)

    import_jurors(session, services.tables.read(FJORDBY / "jurors.csv"))
    import_nominations(session, services.tables.read(FJORDBY / "nominations.csv"))
    keep("set_up")
    open_round(session)
    keep("open")
    packages = write_packages(session, work / "packages")[0]
    keep("packages")
    award = Workplace(session, work)
    for package in packages:
        award.desk(package).close()
    keep("desks")
    scores = {
        name: award.scored(package, ballot(name))
        for name, package in zip(JURORS, packages, strict=True)
    }
    keep("scored")
    merge(session, preview_merge(session, list(scores.values())))
    session.close()
    keep("merged")
    return home, tuple(packages), {name: path.name for name, path in scores.items()}


def new_place() -> tempfile.TemporaryDirectory[str]:
    """Return a new temporary folder, in memory if there is such a place."""
    return tempfile.TemporaryDirectory(prefix="juryapp-tests-", dir=IN_MEMORY)


@contextmanager
def award_at(stage: str) -> Iterator[Award]:
    """Give the award as it stands at a stage, on a copy of its own, open."""
    with new_place() as folder:
        place = Path(folder) / "award"
        shutil.copytree(Path(_made()[0].name) / stage, place)
        yield from _opened(stage, place)


def _opened(stage: str, place: Path) -> Iterator[Award]:
    _, packages, scores = _made()
    reached = STAGES.index(stage)
    session = open_edition(services_in(place / "secretariat"))
    try:
        yield Award(
            session,
            place,
            tuple(replace(p, path=place / "packages" / p.path.name) for p in packages)
            if reached >= STAGES.index("packages")
            else (),
            {name: place / "scores" / file for name, file in scores.items()}
            if reached >= STAGES.index("scored")
            else {},
        )
    finally:
        session.close()


def refused(use_case: Callable[[], object]) -> UserError:
    """Return the error with which a use case refuses; it must be a sentence with a code."""
    with pytest.raises(UserError) as caught:
        use_case()
    assert caught.value.code.startswith("E-")
    assert str(caught.value).endswith((".", "”"))
    return caught.value


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, to see that nothing changed and nothing was left."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
