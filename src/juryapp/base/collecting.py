"""Python's search for cycles of objects, paused while very many are made at once.

Whoever makes some hundred thousand objects that live on has the collector look at all of them again and
again, and find nothing: that costs more than the work. Memory is given back as always; only cycles wait.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses = 0


@contextmanager
def no_collecting() -> Iterator[None]:
    """Pause the collector of cycles; pauses may lie within each other and in several threads."""
    global _pauses  # noqa: PLW0603 - the collector is one for the whole program
    with _lock:
        if not _pauses and not gc.isenabled():
            was_on = False  # somebody else's choice
        else:
            was_on = True
            _pauses += 1
            gc.disable()
    try:
        yield
    finally:
        if was_on:
            _resume()


def _resume() -> None:
    global _pauses  # noqa: PLW0603 - as above
    with _lock:
        _pauses -= 1
        if not _pauses:
            # What was made counts as old at once; else all of it would be looked at when it goes on.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
