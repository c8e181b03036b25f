"""A plain text in parts that a text field can hold: whatever lines it has, and however long it is."""

from __future__ import annotations

import re
from typing import Final

LONGEST_LINE: Final = 2_000  # a longer one is broken, for one line of 50 MB would stop the window
MOST_SHOWN: Final = 4_000_000  # characters; what comes after is not shown in place
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def text_of(data: bytes) -> str:
    """Return what a text file says, as far as it is shown: without what could turn lines round."""
    text = data[: 4 * MOST_SHOWN].decode("utf-8", "replace").removeprefix("\ufeff")
    return shown_text(text[:MOST_SHOWN])


def is_whole(data: bytes) -> bool:
    """Return whether all of a text file is shown."""
    return len(data) <= MOST_SHOWN or len(data.decode("utf-8", "replace")) <= MOST_SHOWN


def shown_text(text: str) -> str:
    """Return a text with plain ends of lines, no controls, and no endless line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    return "\n".join(_broken(_CONTROLS.sub("", line)) for line in lines)


def _broken(line: str) -> str:
    if len(line) <= LONGEST_LINE:
        return line
    return "\n".join(line[at : at + LONGEST_LINE] for at in range(0, len(line), LONGEST_LINE))
