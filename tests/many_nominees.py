"""An award of any size for a juror's desk: nominees with papers, criteria on four kinds of scales."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Final

from desk_examples import JUROR, SmallAward
from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import EditionDraft
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.edition.rounds import open_round
from juryapp.domain.award import Category
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CategoryId, CriterionId, EditionId
from juryapp.domain.scales import Scale
from workplace import FJORDBY, Workplace, services_in, table_of

SCALES: Final = (  # least and most in points, and what a point is worth
    Scale(0, 20, Fraction(1, 2)),
    Scale(1, 6, Fraction(1)),
    Scale(0, 10, Fraction(1)),
    Scale(0, 100, Fraction(1)),
)


def award_with(folder: Path, *, nominees: int, criteria: int) -> SmallAward:
    """Set an award up in `folder`, and open its round."""
    services = services_in(folder / "secretariat")
    draft = EditionDraft(
        award_name="Fjordprisen",
        title="Fjordprisen 2026",
        year=2026,
        id=EditionId("FJORD-2026"),
        categories=(Category(id=CategoryId("ALLE"), name="Alle"),),
        criteria=tuple(_criterion(n) for n in range(1, criteria + 1)),
    )
    session = new_edition(services, draft)
    import_jurors(session, services.tables.read(FJORDBY / "jurors.csv"))
    rows = [f"Kommune {n:04},Derfor er kommune {n} god.,Kari Prøve" for n in range(1, nominees + 1)]
    import_nominations(session, table_of("Kandidat,Begrunnelse,Nominert av", *rows))
    open_round(session)
    return SmallAward(Workplace(session, folder))


def _criterion(n: int) -> Criterion:
    return Criterion(
        id=CriterionId(f"K{n}"),
        name=f"Kriterium {n}",
        weight=Fraction(n),
        scale=SCALES[(n - 1) % len(SCALES)],
        order=n,
    )


__all__ = ["JUROR", "SCALES", "award_with"]
