"""Texts made fit to travel: what a reader would refuse is taken out before it is written.

People paste from web pages and PDFs, and invisible characters come along. Nobody shall be unable to hand in
because of one of them. What can be seen never changes.
"""

from __future__ import annotations

import re
import unicodedata

from juryapp.exchange.diagnosis import FORBIDDEN

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def fit_to_travel(text: str) -> str:
    """Return `text` in NFC, with plain line ends and without characters that a reader refuses."""
    if text.isascii() and text.isprintable():
        return text
    plain = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    composed = unicodedata.normalize("NFC", plain)
    while FORBIDDEN.search(composed):  # taking one out can bring the next ones together
        composed = unicodedata.normalize("NFC", FORBIDDEN.sub("", composed))
    return composed
