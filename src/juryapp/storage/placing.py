"""Temporary files, and their coming to the place where they are looked for."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from juryapp.base.errors import UnavailableError
from juryapp.base.files import writing_atomically
from juryapp.storage import refusals

TEMPORARY: Final = ".juryapp-"


@contextlib.contextmanager
def temporary_file(folder: Path) -> Iterator[Path]:
    """Give an empty file in `folder` that is gone at the end, with its journal."""
    try:
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".tmp", dir=folder)
    except OSError as error:
        raise UnavailableError(refusals.NO_RIGHTS, code="E-RIGHTS") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(f"{temporary.name}-journal").unlink(missing_ok=True)


def sweep(folder: Path, *, before: float) -> None:
    """Remove temporary files that a crash left in `folder` and nobody touched since `before` (epoch)."""
    for left in folder.glob(f"{TEMPORARY}*.tmp*"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < before:
                left.unlink()


def put(temporary: Path, target: Path) -> None:
    """Let a finished file take its place: written, synced and renamed in one step.

    Raises:
        UnavailableError: Disk full, no rights; `target` is as it was.
    """
    with temporary.open("rb") as finished, writing_atomically(target) as file:
        shutil.copyfileobj(finished, file)
