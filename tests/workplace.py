"""The whole job by use cases, in one process: real SQLite files, real packages, a data folder for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.saying import declare, declare_rest, record_mark
from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import parse_edition
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.edition.rounds import open_round
from juryapp.application.packages.writing import WrittenPackage, write_packages
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.application.tables.mapping import Table, TableRow
from juryapp.base.paths import DataFolder
from juryapp.bootstrap import services_for
from juryapp.domain.ids import PRACTICE, NomineeId
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer, mark

FJORDBY = Path(__file__).parent / "data" / "fjordby"


def services_in(folder: Path) -> Services:
    """Return the services on a data folder of its own."""
    return services_for(DataFolder(folder, chosen=True))


def table_of(columns: str, *rows: str, name: str = "table.csv") -> Table:
    """Return a table from texts with commas: `table_of("nominee,criterion,mark", "A,C,7")`."""
    headings = tuple(columns.split(","))
    cells = [tuple((row + "," * len(headings)).split(",")[: len(headings)]) for row in rows]
    numbered = (TableRow(number=n, cells=c) for n, c in enumerate(cells, start=2))
    return Table(name=name, columns=headings, rows=tuple(numbered))


@dataclass(frozen=True)
class Workplace:
    """A secretariat with an open edition, and the jurors' machines."""

    session: Session
    folder: Path

    def packages(self, kind: PackageKind = PackageKind.SCORE) -> list[WrittenPackage]:
        """Write a package for everybody who scores."""
        return write_packages(self.session, self.folder / "packages", kind)[0]

    def desk(self, package: WrittenPackage, machine: str = "") -> Session:
        """Open a package on the juror's machine (or on another of the juror's, by name)."""
        services = services_in(self.folder / f"juror-{package.juror.number}{machine}")
        return open_package(services, package.path)

    def scored(
        self, package: WrittenPackage, marks: Table, *, machine: str = "", draft: bool = False
    ) -> Path:
        """Let a juror fill a ballot in and hand it in; return the score file."""
        desk = self.desk(package, machine)
        try:
            fill_in(desk, marks)
            folder = self.folder / f"scores{machine}"
            folder.mkdir(exist_ok=True)
            return hand_in(desk, folder, draft=draft).path
        finally:
            desk.close()


def declared(
    place: Workplace, package: WrittenPackage, *recused: NomineeId, practised: bool = True
) -> Path:
    """Let a juror answer a declare package, with the practice ballot or as a draft; return the file."""
    desk = place.desk(package)
    try:
        for nominee in recused:
            declare(desk, nominee, Answer.RECUSED)
        declare_rest(desk)
        if practised:
            practise(desk)
        folder = place.folder / "declarations"
        folder.mkdir(exist_ok=True)
        return hand_in(desk, folder, draft=not practised).path
    finally:
        desk.close()


def practise(desk: Session) -> None:
    """Give every criterion its least mark for the practice nominee."""
    with desk.reading() as uow:
        criteria = uow.criteria.all()
    for criterion in criteria:
        record_mark(desk, PRACTICE, criterion.id, mark(criterion.scale.least))


def changed(marks: Table, nominee: str, criterion: str, mark: str) -> Table:
    """Return a ballot with another mark in one place."""
    where = tuple(marks.columns.index(name) for name in ("nominee", "criterion", "mark"))
    rows = []
    for row in marks.rows:
        cells = list(row.cells)
        if (cells[where[0]], cells[where[1]]) == (nominee, criterion):
            cells[where[2]] = mark
        rows.append(replace(row, cells=tuple(cells)))
    return replace(marks, rows=tuple(rows))


def fjordby(folder: Path) -> Workplace:
    """Set up the small award of tests/data/fjordby and open its round."""
    services = services_in(folder / "secretariat")
    text = (FJORDBY / "edition.toml").read_text(encoding="utf-8")
    session = new_edition(services, parse_edition(text, "edition.toml"))
    import_jurors(session, services.tables.read(FJORDBY / "jurors.csv"))
    import_nominations(session, services.tables.read(FJORDBY / "nominations.csv"))
    open_round(session)
    return Workplace(session, folder)


def ballot(name: str) -> Table:
    """Return the marks of one juror of the small award."""
    from juryapp.intake.reader import SpreadsheetReader

    return SpreadsheetReader().read(FJORDBY / f"{name}.csv")
