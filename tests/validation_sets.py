"""Marks with answers that somebody else worked out, as ballots for the methods."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from juryapp.domain.methods import Ballots
from juryapp.domain.methods.method import Ordering

FOLDER: Final = Path(__file__).parent / "data" / "validation"


def validation_set(name: str) -> dict[str, Any]:
    """Return one set: `input`, `expected` and where they come from."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def of_matrix(
    nominees: Sequence[str],
    jurors: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    places: bool = False,
) -> Ballots:
    """Return ballots from a row a nominee and a column a juror; places count downwards."""
    sign = -1 if places else 1
    return Ballots(
        nominees=tuple(nominees),
        values={
            nominee: {
                juror: sign * Fraction(str(value)) for juror, value in zip(jurors, row, strict=True)
            }
            for nominee, row in zip(nominees, rows, strict=True)
        },
    )


def of_rankings(data: Mapping[str, Any]) -> Ballots:
    """Return ballots from counted orders; nominees that an order leaves out share its last place."""
    values: dict[str, dict[str, Fraction]] = {name: {} for name in data["candidates"]}
    counts: dict[str, int] = {}
    for number, ballot in enumerate(data["ballots"]):
        counts[f"ballot {number}"] = ballot["count"]
        for name in data["candidates"]:
            order = ballot["ranking"]
            place = order.index(name) if name in order else len(order)
            values[name][f"ballot {number}"] = Fraction(-place)
    return Ballots(nominees=tuple(data["candidates"]), values=values, counts=counts)


def of_points(data: Mapping[str, Any], *sets: str) -> Ballots:
    """Return ballots from Eurovision points; each set of votes has jurors of its own."""
    given = data["points_given"]
    return Ballots(
        nominees=tuple(data["countries_in_published_order"]),
        values={
            country: {
                f"{voter} {part}": Fraction(points)
                for part in sets
                for voter, points in given[part][country].items()
            }
            for country in data["countries_in_published_order"]
        },
    )


def of_reviews(data: Mapping[str, Any]) -> Ballots:
    """Return ballots from a row a review."""
    values: dict[str, dict[str, Fraction]] = {}
    for review in data["reviews"]:
        values.setdefault(review["nominee"], {})[review["juror"]] = Fraction(str(review["score"]))
    return Ballots(nominees=tuple(values), values=values)


def standard_places(ordering: Ordering) -> dict[str, int]:
    """Return places 1, 2, 2, 4 by name."""
    places: dict[str, int] = {}
    for group in ordering.groups:
        places.update(dict.fromkeys(group, len(places) + 1))
    return places
