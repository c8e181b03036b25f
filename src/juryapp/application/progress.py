"""Progress of long work, and the way to cancel it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told by the work how far it is; raises Cancelled when the user wants it to stop."""

    def step(self, done: int, total: int) -> None:
        """Say that `done` of `total` steps are done."""
        ...


class NoProgress:
    """For work that nobody watches."""

    def step(self, done: int, total: int) -> None:
        """Say nothing."""


UNWATCHED = NoProgress()
