"""Everybody's standing towards everything, and how many are left to assess each nominee."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.results.scoring import NO_ROUND, load_standings
from juryapp.application.session import Session, current_round
from juryapp.domain.award import Category
from juryapp.domain.impartiality import Ruling, Standing
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One nominee: how each juror stands, in the order of the jurors."""

    nominee: Nominee
    category: Category | None
    standings: tuple[Standing, ...]

    def count(self, standing: Standing) -> int:
        """Return how many jurors stand like this."""
        return self.standings.count(standing)

    @property
    def left(self) -> int:
        """How many are impartial, or may still turn out to be: not declared, or not decided."""
        return len(self.standings) - self.count(Standing.RECUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpartialityMatrix:
    """The jurors who score, and a row for each nominee that is not withdrawn."""

    jurors: tuple[Juror, ...]
    rows: tuple[MatrixRow, ...]
    needed: int  # jurors a nominee must have to be ranked

    @property
    def undeclared(self) -> tuple[tuple[Juror, int], ...]:
        """The jurors with nominees they have not answered for, and how many."""
        found = [
            (juror, sum(row.standings[place] is Standing.UNDECLARED for row in self.rows))
            for place, juror in enumerate(self.jurors)
        ]
        return tuple((juror, n) for juror, n in found if n)


def impartiality_matrix(session: Session) -> ImpartialityMatrix:
    """Return the matrix of the newest round; before there is one, nobody has declared."""
    with session.reading() as uow:
        current = current_round(uow)
        jurors = [juror for juror in uow.jurors.all() if juror.scores]
        nominees = uow.nominees.all()
        categories = {category.id: category for category in uow.categories.all()}
        stands = load_standings(uow, current.id if current else NO_ROUND, jurors, nominees)
        needed = uow.rules().minimum_marks
    rows = [
        MatrixRow(
            nominee=nominee,
            category=categories.get(nominee.category),
            standings=tuple(stands[juror.id, nominee.id] for juror in jurors),
        )
        for nominee in nominees
        if not nominee.withdrawn
    ]
    return ImpartialityMatrix(jurors=tuple(jurors), rows=tuple(rows), needed=needed)


def rulings_on(session: Session, juror: str, nominee: str) -> list[Ruling]:
    """Return what the panel has decided on one juror and nominee, the newest first."""
    with session.reading() as uow:
        found = [r for r in uow.rulings.all() if (r.juror, r.nominee) == (juror, nominee)]
    return found[::-1]
