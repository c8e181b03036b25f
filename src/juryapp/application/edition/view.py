"""What the set-up shows: everything that was entered, how far it is locked, and what is still to mend."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from juryapp.application.edition.rounds import Finding, check_setup
from juryapp.application.packages.overview import early_jurors
from juryapp.application.session import Session, current_round
from juryapp.domain.answers import counted
from juryapp.domain.award import Category, Edition, Round, RoundState
from juryapp.domain.criteria import Criterion, Rules
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nomination, Nominee


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupView:
    """The set-up of an edition as it stands."""

    edition: Edition
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]
    rules: Rules
    nominees: tuple[Nominee, ...]
    nominations: tuple[Nomination, ...]
    jurors: tuple[Juror, ...]
    round: Round | None
    findings: tuple[Finding, ...]  # blocking ones first
    packaged: frozenset[JurorId]  # who has been given a package
    early: tuple[str, ...] = ()  # jurors who had the material in hand before they declared

    @property
    def is_locked(self) -> bool:
        """Whether criteria, weights and rules are locked: the round was opened."""
        return self.round is not None

    @property
    def is_open(self) -> bool:
        """Whether the round is open now."""
        return self.round is not None and self.round.state is RoundState.OPEN

    @property
    def can_open(self) -> bool:
        """Whether nothing keeps the round from being opened."""
        return not any(finding.blocks for finding in self.findings)

    def share(self, criterion: Criterion) -> Fraction:
        """Return how much of the total a criterion counts; the shares add up to 1, a comment has none."""
        if not criterion.counts:
            return Fraction(0)
        total = sum((c.weight for c in counted(self.criteria)), Fraction(0))
        return criterion.weight / total if total else Fraction(0)

    def category_name(self, category: CategoryId) -> str:
        """Return the name of a category, "" if it is gone."""
        return next((c.name for c in self.categories if c.id == category), "")

    def nominees_in(self, category: CategoryId) -> int:
        """Return how many nominees run in a category."""
        return sum(n.category == category and not n.withdrawn for n in self.nominees)

    def nominations_of(self, nominee: NomineeId) -> tuple[Nomination, ...]:
        """Return a nominee's nominations, in the order received."""
        return tuple(n for n in self.nominations if n.nominee == nominee)

    def criterion(self, criterion: CriterionId) -> Criterion | None:
        """Return one criterion, or None."""
        return next((c for c in self.criteria if c.id == criterion), None)


def setup_view(session: Session) -> SetupView:
    """Return the set-up as it stands."""
    findings = tuple(check_setup(session))
    with session.reading() as uow:
        return SetupView(
            edition=uow.edition(),
            categories=tuple(uow.categories.all()),
            criteria=tuple(uow.criteria.all()),
            rules=uow.rules(),
            nominees=tuple(uow.nominees.all()),
            nominations=tuple(uow.nominations.all()),
            jurors=tuple(uow.jurors.all()),
            round=current_round(uow),
            findings=findings,
            packaged=frozenset(issue.juror for issue in uow.packages()),
            early=early_jurors(uow),
        )
