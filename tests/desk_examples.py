"""Jury packages of the small award of tests/data/fjordby, and machines on which they are opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import parse_edition
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.edition.rounds import open_round
from juryapp.application.merge.merging import MergeReport, merge, preview_merge
from juryapp.application.packages.writing import write_packages
from juryapp.domain.packages import PackageKind
from workplace import FJORDBY, Workplace, services_in

JUROR = "Bjarne Øvrebø"


@dataclass(frozen=True)
class SmallAward:
    """The secretariat's side: four nominees, two criteria (0 to 10 in half points), three jurors."""

    workplace: Workplace

    def package(self, kind: PackageKind = PackageKind.SCORE, juror: str = JUROR) -> Path:
        """Make a juror's package and return where it lies."""
        session = self.workplace.session
        with session.reading() as uow:
            chosen = next(j.id for j in uow.jurors.all() if j.name == juror)
        folder = self.workplace.folder / "packages"
        written, _changes = write_packages(session, folder, kind, jurors=[chosen])
        return written[0].path

    def take_in(self, *files: Path) -> MergeReport:
        """Read score files in."""
        session = self.workplace.session
        return merge(session, preview_merge(session, list(files)))

    def close(self) -> None:
        """Close the edition."""
        self.workplace.session.close()


def small_award(folder: Path, *, comment: str = "none") -> SmallAward:
    """Set the award up in `folder` and open its round; `comment` "all" asks for one with each mark."""
    services = services_in(folder / "secretariat")
    text = (FJORDBY / "edition.toml").read_text(encoding="utf-8")
    draft = parse_edition(
        text.replace("[rules]", f'[rules]\ncomment = "{comment}"'), "edition.toml"
    )
    session = new_edition(services, draft)
    import_jurors(session, services.tables.read(FJORDBY / "jurors.csv"))
    import_nominations(session, services.tables.read(FJORDBY / "nominations.csv"))
    open_round(session)
    return SmallAward(Workplace(session, folder))
