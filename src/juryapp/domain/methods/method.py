"""What a method is, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from juryapp.domain.methods.ballots import Ballots, groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something that whoever reads the ranking should know."""

    text: str  # an N_ sentence
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """What a method says: the nominees in groups, best first, those in a group tied."""

    groups: tuple[tuple[str, ...], ...]
    values: Mapping[
        str, Fraction | None
    ]  # what is printed beside the place; None: nothing exact to print
    decided_by: Mapping[str, str] = field(
        default_factory=dict
    )  # a rule inside the method, where one did
    warnings: tuple[Warned, ...] = ()
    not_ranked: tuple[str, ...] = ()


class Method(Protocol):
    """A way from ballots to an order."""

    @property
    def name(self) -> str:
        """What rules, files and the command line call it."""
        ...

    @property
    def title(self) -> str:
        """What people call it, an N_ text."""
        ...

    @property
    def higher_is_better(self) -> bool:
        """Whether the printed value grows with the place; False for sums of places."""
        ...

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order. It never depends on the order in which nominees or jurors came.

        Raises:
            RuleError: The method is not defined for such ballots.
        """
        ...


def ordered_by(
    values: Mapping[str, Fraction],
    ballots: Ballots,
    *,
    lowest_first: bool = False,
    warnings: Sequence[Warned] = (),
) -> Ordering:
    """Return the order by one number per nominee; who has no number is not ranked."""
    keys = {n: -values[n] if lowest_first else values[n] for n in ballots.nominees if n in values}
    return Ordering(
        groups=tuple(tuple(group) for group in groups(keys)),
        values=dict(values),
        warnings=tuple(warnings),
        not_ranked=tuple(n for n in ballots.nominees if n not in values),
    )
