"""The program's own diary for support: ids and what was done, never names, comments or marks."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection
from logging.handlers import RotatingFileHandler
from pathlib import Path

from typing_extensions import override


class _QuietFileHandler(RotatingFileHandler):
    """Drops what cannot be written: a full disk must not print a traceback over the user's work."""

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        pass


def start_logging(folder: Path) -> None:
    """Write the log to `folder`, and no longer to any folder named before.

    A folder that cannot be written is no reason not to start.
    """
    root = logging.getLogger("juryapp")
    root.setLevel(logging.INFO)
    root.propagate = False  # a traceback belongs here, never on the user's screen
    stop_logging()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _QuietFileHandler(
            folder / "juryapp.log", maxBytes=500_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)


def stop_logging() -> None:
    """Close the log's file."""
    root = logging.getLogger("juryapp")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()


def forget_mentions(folder: Path, words: Collection[str]) -> None:
    """Take the lines with one of `words` out of the log's files, in place, and overwrite where they stood.

    A file that cannot be changed stays as it is: only ids stand there.
    """
    sought = [word.encode() for word in words]
    for path in sorted(folder.glob("juryapp.log*")) if folder.is_dir() else []:
        try:
            with path.open("r+b") as file:
                lines = file.readlines()
                kept = b"".join(line for line in lines if not any(word in line for word in sought))
                size = sum(map(len, lines))
                if len(kept) == size:
                    continue
                file.seek(0)
                file.write(kept + bytes(size - len(kept)))
                file.flush()
                os.fsync(file.fileno())
                file.truncate(len(kept))
        except OSError as error:
            logging.getLogger(__name__).warning("a log could not be cleaned: %s", error.errno)
