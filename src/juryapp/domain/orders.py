"""One juror's order of the nominees of a category: who is placed, best first, and who is not yet.

Pure, like a hand of cards: every move gives a new order, and nobody ever gets lost or stands twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from juryapp.domain.ids import NomineeId


@dataclass(frozen=True, slots=True)
class Order:
    """Who is placed, best first, and who is left."""

    placed: tuple[NomineeId, ...] = ()
    unplaced: tuple[NomineeId, ...] = ()

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.placed) + len(self.unplaced)

    def place_of(self, nominee: NomineeId) -> int | None:
        """Return the place from 1, or None for one that has none."""
        return self.placed.index(nominee) + 1 if nominee in self.placed else None

    def moved(self, nominee: NomineeId, place: int) -> Order:
        """Return the order with `nominee` on `place` (from 1); the others close up, then make room.

        A place beyond the last is the last one. Whoever is not in the order at all changes nothing.
        """
        if nominee not in self.placed and nominee not in self.unplaced:
            return self
        others = [other for other in self.placed if other != nominee]
        at = max(0, min(place - 1, len(others)))
        return Order(
            (*others[:at], nominee, *others[at:]),
            tuple(other for other in self.unplaced if other != nominee),
        )

    def taken_out(self, nominee: NomineeId) -> Order:
        """Return the order without `nominee`, who is then the first of those not placed."""
        if nominee not in self.placed:
            return self
        placed = tuple(other for other in self.placed if other != nominee)
        return Order(placed, (nominee, *self.unplaced))


def order_of(members: Sequence[NomineeId], places: Mapping[NomineeId, int]) -> Order:
    """Return the order that `places` give to `members`; gaps close, and of two alike the first comes first.

    Two alike can only come of two machines that each knew an order of their own.
    """
    placed = [nominee for nominee in members if nominee in places]
    placed.sort(key=lambda nominee: places[nominee])
    return Order(tuple(placed), tuple(n for n in members if n not in places))


def place_changes(order: Order, places: Mapping[NomineeId, int]) -> dict[NomineeId, int | None]:
    """Return what has to be said so that `places` become those of `order`; None takes a place back."""
    wanted = {nominee: place for place, nominee in enumerate(order.placed, start=1)}
    changes: dict[NomineeId, int | None] = {
        nominee: place for nominee, place in wanted.items() if places.get(nominee) != place
    }
    changes.update({n: None for n in order.unplaced if n in places})
    return changes
