"""How a file for a nominee is refused: always by one code, with a sentence that says what to do."""

from __future__ import annotations

from typing import Any

from juryapp.base.errors import FileFormatError


def refused(template: str, **params: Any) -> FileFormatError:
    """Return the error to raise; whoever knows the file's name adds it."""
    return FileFormatError(template, code="E-MEDIA", **params)
