"""Copies of attachments for another program: private, not to be written, and gone when they are not needed.

They lie in a folder of their own that only this person can read, and are overwritten and removed when the
program ends, when it starts the next time, and when a desk is erased.
"""

from __future__ import annotations

import logging
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from juryapp.base.errors import UnavailableError
from juryapp.base.files import make_folder, write_atomically
from juryapp.base.paths import DataFolder
from juryapp.base.wiping import erase_file
from juryapp.domain.attachments import Attachment, Media

log = logging.getLogger(__name__)
SUFFIXES: Final = {
    Media.PDF: ".pdf", Media.PNG: ".png", Media.JPEG: ".jpg", Media.TEXT: ".txt",
}  # fmt: skip
_LONGEST: Final = 60
_PLAIN: Final = frozenset(" -_()+&")


def copy_for_another_program(data: DataFolder, attachment: Attachment, content: bytes) -> Path:
    """Write a copy that can only be read, and return where it lies. Raises UnavailableError."""
    folder = _folder(data) / secrets.token_hex(4)
    make_folder(folder)
    _only_for_me(_folder(data))
    _only_for_me(folder)
    path = folder / plain_name(attachment.name, attachment.media)
    write_atomically(path, content, private=True)
    path.chmod(stat.S_IRUSR)
    return path


def remove_copies(data: DataFolder) -> None:
    """Remove every copy; what another program still holds is removed the next time."""
    folder = _folder(data)
    if not folder.is_dir():
        return
    for place in sorted(folder.iterdir()):
        for path in sorted(place.iterdir()) if place.is_dir() else [place]:
            _remove(path)
        _remove_folder(place)
    _remove_folder(folder)


def plain_name(name: str, media: Media) -> str:
    """Return a name that every system takes, and whose end says what the bytes are."""
    stem = Path(name.replace("\\", "/")).name
    stem = stem.rsplit(".", 1)[0] if "." in stem[1:] else stem
    shown = "".join(c if c.isalnum() or c in _PLAIN else "_" for c in stem).strip(" _")
    return f"{shown[:_LONGEST] or 'attachment'}{SUFFIXES[media]}"


def _folder(data: DataFolder) -> Path:
    return data.root / "opened"


def _only_for_me(folder: Path) -> None:
    if os.name == "posix":
        folder.chmod(stat.S_IRWXU)


def _remove(path: Path) -> None:
    try:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        erase_file(path)
    except (OSError, UnavailableError):
        log.warning("a copy for another program could not be removed yet")


def _remove_folder(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        log.warning("the folder of a copy for another program could not be removed yet")
