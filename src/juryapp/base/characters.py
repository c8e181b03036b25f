"""Characters in free text: which ones no file of ours carries, and texts made fit to travel.

People paste from web pages and PDFs, and invisible characters come along. Nobody shall be unable to hand in
because of one of them, so they are taken out where a text is first kept. What can be seen never changes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Control characters except the line feed, direction overrides and other invisible marks, halves of surrogate
# pairs, private and unassigned-for-ever characters; and letters buried under more than four marks.
FORBIDDEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\uf8ff\U000e0000-\U000e00ff\U000f0000-\U0010ffff]"
    "|[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5}"
)
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def fit_to_travel(text: str) -> str:
    """Return `text` in NFC, with plain line ends and without characters that a reader refuses."""
    if text.isascii() and text.isprintable():
        return text
    plain = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    composed = unicodedata.normalize("NFC", plain)
    while FORBIDDEN.search(composed):  # taking one out can bring the next ones together
        composed = unicodedata.normalize("NFC", FORBIDDEN.sub("", composed))
    return composed
