"""What a single juror is like: strict or mild, steady, near the others. It informs and changes no mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from juryapp.domain.agreement.figure import correlation, mean, midranks
from juryapp.domain.methods.adjusted import Fit, fitted
from juryapp.domain.methods.ballots import Ballots


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One juror; None where a number is not defined."""

    juror: str
    severity: float  # points below the others on the same nominees; below zero is mild
    standard_error: float | None
    residual_sd: float | None  # how far single marks lie from nominee and severity
    correlation_with_others: float | None  # Spearman's, with the others' rank sums
    marks: int


def profiles(ballots: Ballots) -> list[Profile]:
    """Return a profile of everybody, by the two-way additive model."""
    fit = fitted(ballots)
    residuals = {juror: _residuals(ballots, fit, juror) for juror in ballots.jurors}
    free = _degrees_of_freedom(ballots)
    error = (
        (sum(r * r for of in residuals.values() for r in of) / free) ** 0.5 if free > 0 else None
    )
    return [_profile(ballots, fit, juror, residuals[juror], error) for juror in ballots.jurors]


def _profile(
    ballots: Ballots, fit: Fit, juror: str, residuals: Sequence[float], error: float | None
) -> Profile:
    marks = len(residuals)
    jurors = len(ballots.jurors)
    share = (1 - 1 / jurors) / marks
    return Profile(
        juror=juror,
        severity=-fit.jurors[juror],
        standard_error=None if error is None else error * share**0.5,
        residual_sd=(sum(r * r for r in residuals) / (marks - 1)) ** 0.5 if marks > 1 else None,
        correlation_with_others=_with_others(ballots, juror),
        marks=marks,
    )


def _residuals(ballots: Ballots, fit: Fit, juror: str) -> list[float]:
    return [
        float(ballots.of(nominee)[juror]) - fit.adjusted[nominee] - fit.jurors[juror]
        for nominee in ballots.marked
        if juror in ballots.of(nominee)
    ]


def _degrees_of_freedom(ballots: Ballots) -> int:
    marks = sum(len(ballots.of(nominee)) for nominee in ballots.marked)
    return marks - len(ballots.marked) - len(ballots.jurors) + 1


def _with_others(ballots: Ballots, juror: str) -> float | None:
    """Return how a juror's order agrees with that of the others' mean ranks."""
    others = ballots.without(juror)
    shared = [n for n in ballots.marked if juror in ballots.of(n) and others.of(n)]
    if len(shared) < 3:
        return None
    own = midranks([float(ballots.of(n)[juror]) for n in shared])
    return correlation(own, midranks(_mean_ranks(others.only(shared), shared)))


def _mean_ranks(others: Ballots, nominees: Sequence[str]) -> list[float]:
    ranks: dict[str, list[float]] = {nominee: [] for nominee in nominees}
    for juror in others.jurors:
        given = [n for n in nominees if juror in others.of(n)]
        own = midranks([float(others.of(n)[juror]) for n in given])
        for nominee, rank in zip(given, own, strict=True):
            ranks[nominee].append((rank - 0.5) / len(given))
    return [round(mean(ranks[nominee]), 12) for nominee in nominees]
