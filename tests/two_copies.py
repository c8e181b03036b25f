"""Two secretaries with a copy each of the small award, its round open and every score file at hand.

Made once and copied for each test, keys and all, as if the recovery phrase had carried them over.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from juryapp.application.copies.award_files import export_award, import_award
from juryapp.application.copies.combining import CombineReport, combine
from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.edition.contents import read_contents
from juryapp.application.edition.editions import open_edition
from juryapp.application.log.check import check_log
from juryapp.application.merge.merging import merge
from juryapp.application.merge.planning import preview_merge
from juryapp.application.ports.awards import AwardKind
from juryapp.application.ports.contents import EditionContents
from juryapp.application.session import Session
from juryapp.application.tables.mapping import Table
from juryapp.base.files import sha256
from juryapp.domain.ids import RoundId
from prepared_award import Award, award_at, new_place
from workplace import ballot, services_in

ROUND = RoundId("R1")


@dataclass(frozen=True)
class Copy:
    """One secretary's copy."""

    name: str
    session: Session
    folder: Path

    def merge(self, *files: Path) -> None:
        """Take score files in, also those that need a yes."""
        accepted = [sha256(file.read_bytes()) for file in files]
        merge(self.session, preview_merge(self.session, files, accepted=accepted))

    def saved(self, name: str = "") -> Path:
        """Save the copy as a backup and return the file."""
        target = self.folder / f"{name or self.name}.juryaward"
        return export_award(self.session, target, AwardKind.BACKUP).path

    def combine(self, other: Copy) -> CombineReport:
        """Take everything from the other copy."""
        return combine(self.session, other.saved(f"{other.name}-to-{self.name}"))

    def contents(self) -> EditionContents:
        """Return everything in it."""
        with self.session.reading() as uow:
            return read_contents(uow)

    def stands(self) -> tuple[object, ...]:
        """Return what stands: marks, declarations, comments."""
        with self.session.reading() as uow:
            return (
                uow.marks.current(ROUND),
                uow.declarations.current(ROUND),
                uow.notes.current(ROUND),
            )

    def is_sound(self) -> bool:
        """Return whether its log is."""
        return check_log(self.session).sound


@dataclass(frozen=True)
class Two:
    """Both copies, and the score files by name."""

    ours: Copy
    theirs: Copy
    files: Mapping[str, Path]


FILES = ("astrid", "bjarne", "cecilie", "newer", "other-machine")


@cache
def _made() -> tuple[tempfile.TemporaryDirectory[str], dict[str, str]]:
    home = new_place()
    with award_at("scored") as award:
        files = {**award.scores, **_more(award)}
        backup = export_award(award.session, award.folder / "first", AwardKind.BACKUP).path
        award.session.close()
        import_award(services_in(award.folder / "theirs"), backup)
        (award.folder / "theirs" / "keys").mkdir(exist_ok=True)
        for key in (award.folder / "secretariat" / "keys").iterdir():
            shutil.copy(key, award.folder / "theirs" / "keys")
        names = {}
        for name, path in files.items():
            (Path(home.name) / "scores").mkdir(exist_ok=True)
            names[name] = f"{name}.juryscore"
            shutil.copy(path, Path(home.name) / "scores" / names[name])
        shutil.copytree(award.folder / "secretariat", Path(home.name) / "ours")
        shutil.copytree(award.folder / "theirs", Path(home.name) / "theirs")
    return home, names


def _more(award: Award) -> dict[str, Path]:
    """Let Astrid change her mind, and Bjarne contradict himself on another machine."""
    desk = award.desk(award.written[0])
    reopen_sheet(desk)
    fill_in(desk, with_mark("astrid", "Fjordby", "9"))
    (award.folder / "again").mkdir()
    newer = hand_in(desk, award.folder / "again").path
    desk.close()
    other = award.scored(award.written[1], with_mark("bjarne", "Fjordby", "3"), machine="b")
    return {"newer": newer, "other-machine": other}


def with_mark(juror: str, nominee: str, given: str) -> Table:
    """Return a juror's ballot with another mark for one nominee's SAM."""
    table = ballot(juror)
    rows = [
        replace(row, cells=(*row.cells[:2], given, *row.cells[3:]))
        if row.cells[:2] == (nominee, "SAM")
        else row
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


@contextmanager
def two_copies() -> Iterator[Two]:
    """Give both copies, open, on folders of their own."""
    home, names = _made()
    with new_place() as folder:
        place = Path(folder) / "copies"
        shutil.copytree(home.name, place)
        sessions = [open_edition(services_in(place / name)) for name in ("ours", "theirs")]
        try:
            yield Two(
                Copy("ours", sessions[0], place),
                Copy("theirs", sessions[1], place),
                {name: place / "scores" / file for name, file in names.items()},
            )
        finally:
            for session in sessions:
                session.close()
