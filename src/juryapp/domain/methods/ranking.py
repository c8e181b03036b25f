"""From an order to places: the style of the numbers, who is tied, who advances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from juryapp.domain.methods.ballots import Ballots
from juryapp.domain.methods.method import Ordering, Warned


class PlaceStyle(StrEnum):
    """How tied nominees are numbered."""

    STANDARD = "1224"
    DENSE = "1223"
    MIDDLE = "mid"  # 1, 2.5, 2.5, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A nominee's place and why."""

    nominee: str
    place: Fraction
    tied: bool
    value: Fraction | None
    marks: int  # how many ballots there are on the nominee
    decided_by: str  # a step of the chain or a rule of the method, "" if the value did
    advances: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The places, best first, and who has none."""

    placed: tuple[Placed, ...]
    not_ranked: tuple[str, ...]
    warnings: tuple[Warned, ...]


def ranking_of(
    ordering: Ordering,
    ballots: Ballots,
    *,
    style: PlaceStyle = PlaceStyle.STANDARD,
    advance: int | None = None,
) -> Ranking:
    """Return the places; a cut after `advance` nominees takes in all who are tied there."""
    placed: list[Placed] = []
    for number, group in enumerate(ordering.groups, 1):
        place = _place(style, number, len(placed), len(group))
        through = advance is not None and len(placed) < advance
        placed += [
            _placed(name, ordering, ballots, place, len(group) > 1, through) for name in group
        ]
    return Ranking(placed=tuple(placed), not_ranked=ordering.not_ranked, warnings=ordering.warnings)


def _place(style: PlaceStyle, number: int, before: int, size: int) -> Fraction:
    if style is PlaceStyle.DENSE:
        return Fraction(number)
    if style is PlaceStyle.MIDDLE:
        return Fraction(2 * before + size + 1, 2)
    return Fraction(before + 1)


def _placed(
    name: str, ordering: Ordering, ballots: Ballots, place: Fraction, tied: bool, through: bool
) -> Placed:
    return Placed(
        nominee=name,
        place=place,
        tied=tied,
        value=ordering.values.get(name),
        marks=ballots.ballots_on(name),
        decided_by=ordering.decided_by.get(name, ""),
        advances=through,
    )


def places_of(values: Sequence[Fraction], style: PlaceStyle) -> list[Fraction]:
    """Return the place of each value, the highest first, in the order given."""
    best_first = sorted(set(values), reverse=True)
    before = {v: sum(value > v for value in values) for v in best_first}
    return [
        _place(style, best_first.index(v) + 1, before[v], list(values).count(v)) for v in values
    ]
