"""Analysing a plain table: how far jurors agree, what each is like, and whether the order holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from juryapp.application.plain.marks import PlainMarks
from juryapp.application.plain.ranking import PlainRules, ballots_of
from juryapp.domain.agreement.concordance import fleiss_kappa, kendall_w
from juryapp.domain.agreement.figure import Figure, Marks
from juryapp.domain.agreement.intraclass import intraclass
from juryapp.domain.agreement.krippendorff import LEVELS, krippendorff
from juryapp.domain.agreement.profiles import Profile, profiles
from juryapp.domain.agreement.steadiness import (
    Chances,
    Level,
    Without,
    leave_one_out,
    places_under,
    redrawn,
    weight_levels,
)
from juryapp.domain.methods import METHODS, Ballots, method_named
from juryapp.domain.methods.means import weighted

PROPORTIONS = frozenset({"approval"})  # takes nothing but yes and no: no comparison for marks


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainAnalysis:
    """What a plain table says beside its places."""

    statistics: Mapping[str, Figure]
    jurors: Sequence[Profile]
    without: Sequence[Without]
    chances: Sequence[Chances]
    weights: Sequence[Level]
    methods: Mapping[str, Mapping[str, int]]


def analyse_plain(marks: PlainMarks, rules: PlainRules, *, seed: int = 0) -> PlainAnalysis:
    """Return the analysis of a plain table.

    Raises:
        UsageError: The rules name what the table does not have.
        RuleError: The method is not defined for such marks.
    """
    ballots = ballots_of(marks, rules)
    method = method_named(rules.method, seats=rules.advance or 1)
    others = {name: other for name, other in METHODS.items() if name not in PROPORTIONS}
    return PlainAnalysis(
        statistics=statistics(_table(ballots), seed),
        jurors=profiles(ballots),
        without=leave_one_out(ballots, method),
        chances=redrawn(ballots, method, rules.advance or 3, seed),
        weights=_weights(marks, rules),
        methods=places_under(ballots, others),
    )


def statistics(marks: Marks, seed: int = 0) -> dict[str, Figure]:
    """Return every number on agreement, by name."""
    return {
        **intraclass(marks),
        **{f"krippendorff_alpha_{level}": krippendorff(marks, level, seed) for level in LEVELS},
        "kendall_w": kendall_w(marks),
        "fleiss_kappa": fleiss_kappa(marks),
    }


def _table(ballots: Ballots) -> list[list[float | None]]:
    return [
        [
            None if value is None else float(value)
            for juror in ballots.jurors
            for value in [ballots.of(nominee).get(juror)]
            for _ in range(ballots.count(juror))
        ]
        for nominee in ballots.nominees
    ]


def _weights(marks: PlainMarks, rules: PlainRules) -> list[Level]:
    """Return where weights would turn the order; nothing where there is one criterion, or a mark lacks."""
    given = rules.weights or dict.fromkeys(marks.criteria, Fraction(1))
    criteria = [criterion for criterion in marks.criteria if criterion in given]
    means: dict[str, dict[str, Fraction]] = {}
    for nominee in marks.nominees:
        of: dict[str, Fraction] = {}
        for criterion in criteria:
            pairs = [
                (rules.juror_weights.get(juror, Fraction(1)) * marks.counts.get(juror, 1), value)
                for juror in marks.jurors
                for value in [marks.marks.get((nominee, juror, criterion))]
                if value is not None
            ]
            if pairs:
                of[criterion] = weighted(pairs)
        if len(of) == len(criteria):
            means[nominee] = of
    if len(criteria) < 2 or len(means) < 2:
        return []
    return weight_levels({criterion: given[criterion] for criterion in criteria}, means)
