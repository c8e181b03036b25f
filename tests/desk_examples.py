"""Jury packages of the small award of tests/data/fjordby, and machines on which they are opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from juryapp.application.merging import MergeReport, merge, preview_merge
from juryapp.application.packages import write_packages
from juryapp.domain.packages import PackageKind
from workplace import Workplace, fjordby

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


def small_award(folder: Path) -> SmallAward:
    """Set the award up in `folder` and open its round."""
    return SmallAward(fjordby(folder))
