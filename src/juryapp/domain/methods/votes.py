"""Votes rather than marks: approval (yes or no) and the single transferable vote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.methods.ballots import Ballots
from juryapp.domain.methods.means import mean
from juryapp.domain.methods.method import Ordering, ordered_by

NOT_YES_OR_NO: Final = N_(
    "“{juror}” has given {nominee} something other than yes (1) or no (0). Approval takes these two alone."
)


@dataclass(frozen=True, slots=True)
class Approval:
    """The share of yes among yes and no; a vote that was not given is neither.

    Source: S. J. Brams and P. C. Fishburn, Approval Voting, 1983.
    """

    name: str = "approval"
    title: str = N_("Approval: yes or no")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order by the share of yes. Raises RuleError for a value that is neither 0 nor 1."""
        for nominee in ballots.marked:
            for juror, value in sorted(ballots.of(nominee).items()):
                if value not in {0, 1}:
                    raise RuleError(NOT_YES_OR_NO, code="E-RANGE", juror=juror, nominee=nominee)
        return ordered_by({n: mean(ballots, n) for n in ballots.marked}, ballots)


@dataclass(frozen=True, slots=True)
class TransferableVote:
    """The single transferable vote, with exact fractions (weighted inclusive Gregory).

    Each ballot counts for its highest nominee who is still in. Whoever reaches the Droop quota
    (a whole number: ⌊votes / (seats + 1)⌋ + 1) is elected, and the surplus goes on in equal parts of
    every ballot that stood there. When nobody reaches it, who has least goes out; of several with least
    the one who had least in the newest count before in which they differed, and if they never did all of
    them go out together. Equal values in a ballot share it. Listed are the elected in their order, then the
    others, last out first.

    Source: B. A. Wichmann and others, Voting Matters; the quota is H. R. Droop's, 1868.
    """

    seats: int = 1
    name: str = "stv"
    title: str = N_("Single transferable vote")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order. A nominee whom nobody has ranked is not ranked."""
        count = _Count(ballots, self.seats)
        count.run()
        order = [*count.elected, *reversed(count.out)]
        return Ordering(
            groups=tuple(tuple(n for n in ballots.nominees if n in group) for group in order),
            values=count.best,
            decided_by=count.decided_by,
            not_ranked=tuple(n for n in ballots.nominees if n not in ballots.marked),
        )


class _Count:
    """One count, stage by stage."""

    def __init__(self, ballots: Ballots, seats: int) -> None:
        self._papers = [(juror, ballots.ranking(juror)) for juror in ballots.jurors]
        self._weights = {juror: ballots.weight(juror) for juror in ballots.jurors}
        self._in = set(ballots.marked)
        self._seats = seats
        self._kept: dict[str, Fraction] = {}  # share of each vote that an elected nominee keeps
        self._stages: list[Mapping[str, Fraction]] = []
        self.elected: list[set[str]] = []
        self.out: list[set[str]] = []
        self.best: dict[str, Fraction | None] = {}
        self.decided_by: dict[str, str] = {}

    def run(self) -> None:
        """Count until everybody is elected or out."""
        quota = sum(self._weights.values(), Fraction(0)) // (self._seats + 1) + 1
        while self._in:
            votes = self._votes()
            self._stages.append(votes)
            self.best.update({name: votes[name] for name in self._in})
            room = self._seats - sum(len(group) for group in self.elected)
            reached = {name for name in self._in if votes[name] >= quota}
            if room > 0 and (reached or len(self._in) <= room):
                self._elect(_highest(reached or self._in, votes), votes, quota)
            else:
                self._put_out(votes)

    def _votes(self) -> dict[str, Fraction]:
        votes = dict.fromkeys([*self._in, *self._kept], Fraction(0))
        for juror, ranking in self._papers:
            left = self._weights[juror]
            for group in ranking:
                left = self._hand_out(left, group, votes)
                if not left:
                    break
        return votes

    def _hand_out(
        self, value: Fraction, group: Iterable[str], votes: dict[str, Fraction]
    ) -> Fraction:
        """Give a ballot's value to a group of equals and return what goes on to the next."""
        here = [name for name in group if name in votes]
        if not here:
            return value
        share, left = value / len(here), Fraction(0)
        for name in here:
            stays = share * self._kept.get(name, Fraction(1))
            votes[name] += stays
            left += share - stays
        return left

    def _elect(self, group: set[str], votes: Mapping[str, Fraction], quota: Fraction | int) -> None:
        self.elected.append(group)
        self._in -= group
        for name in group:
            self._kept[name] = (
                min(Fraction(1), Fraction(quota) / votes[name]) if votes[name] else Fraction(1)
            )

    def _put_out(self, votes: Mapping[str, Fraction]) -> None:
        least = min(votes[name] for name in self._in)
        group = {name for name in self._in if votes[name] == least}
        for stage in reversed(self._stages[:-1]):
            if len(group) == 1:
                break
            lowest = min(stage[name] for name in group)
            told_apart = {name for name in group if stage[name] == lowest}
            if told_apart != group:
                self.decided_by.update(dict.fromkeys(group, "earlier-count"))
            group = told_apart
        self.out.append(group)
        self._in -= group


def _highest(names: Iterable[str], votes: Mapping[str, Fraction]) -> set[str]:
    listed = set(names)
    most = max(votes[name] for name in listed)
    return {name for name in listed if votes[name] == most}
