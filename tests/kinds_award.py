"""A small award of any kind of criterion: five nominees in two categories, three jurors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from juryapp.application.desk.opening import open_package
from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import parse_edition
from juryapp.application.edition.nominations import put_nominee
from juryapp.application.edition.rounds import open_round
from juryapp.application.packages.writing import write_packages
from juryapp.application.session import Session
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import PackageKind
from workplace import services_in

JURORS = ("Ada Aas", "Bo Berg", "Cato Dal")
TOWNS, VILLAGES = ("Ås", "Bø", "Vik"), ("Lund", "Nes")

CRITERIA = {
    "points": """
[[criterion]]
id = "C"
name = "Idea"
most = "10"
""",
    "order": """
[[criterion]]
id = "C"
name = "Your order"
kind = "order"
""",
    "yes_no": """
[[criterion]]
id = "C"
name = "Worthy"
kind = "yes_no"
""",
    "recommendation": """
[[criterion]]
id = "C"
name = "Your advice"
kind = "recommendation"
levels = ["Recommended", "With reservations", "Not recommended"]
""",
    "text": """
[[criterion]]
id = "C"
name = "What you think"
kind = "text"
""",
}
WHY = """
[[criterion]]
id = "WHY"
name = "Why"
kind = "text"
"""


def edition_text(kind: str, *, why: bool = False) -> str:
    """Return an edition file whose criterion is of `kind`, with a comment beside it if `why`."""
    jurors = "".join(
        f'[[juror]]\nid = "J{n}"\nname = "{name}"\nrole = "{"chair" if n == 1 else "member"}"\n'
        for n, name in enumerate(JURORS, 1)
    )
    return f"""
[award]
name = "The Place"
[edition]
id = "PLACE-2026"
title = "The Place 2026"
year = 2026
languages = ["en"]
[[category]]
id = "TOWNS"
name = "Towns"
finalists = 2
[[category]]
id = "VILLAGES"
name = "Villages"
finalists = 1
{jurors}
{CRITERIA[kind]}
{WHY if why else ""}
"""


@dataclass(frozen=True)
class KindsAward:
    """The secretariat's side, with the round open, and the jurors' machines."""

    session: Session
    folder: Path

    def package(self, juror: int = 1, kind: PackageKind = PackageKind.SCORE) -> Path:
        """Make a juror's package."""
        with self.session.reading() as uow:
            chosen = next(j.id for j in uow.jurors.all() if j.number == juror)
        written, _changes = write_packages(
            self.session, self.folder / "packages", kind, jurors=[chosen]
        )
        return written[0].path

    def desk(self, juror: int = 1, package: Path | None = None) -> Session:
        """Open a juror's package on the juror's machine."""
        services = services_in(self.folder / f"machine{juror}")
        return open_package(services, package or self.package(juror))


def kinds_award(folder: Path, kind: str, *, why: bool = False, opened: bool = True) -> KindsAward:
    """Set the award up in `folder`."""
    services = services_in(folder / "secretariat")
    session = new_edition(services, parse_edition(edition_text(kind, why=why), "edition.toml"))
    listed = [(name, "TOWNS") for name in TOWNS] + [(name, "VILLAGES") for name in VILLAGES]
    for number, (name, category) in enumerate(listed, 1):
        nominee = Nominee(
            id=NomineeId(f"N{number}"), number=number, name=name, category=CategoryId(category)
        )
        put_nominee(session, nominee)
    if opened:
        open_round(session)
    return KindsAward(session, folder)
