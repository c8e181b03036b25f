"""Ids: made by the program, never names. 128 random bits as 26 letters of Crockford's base 32."""

from __future__ import annotations

import re
from typing import Final, NewType

AwardId = NewType("AwardId", str)
EditionId = NewType("EditionId", str)
CategoryId = NewType("CategoryId", str)
CriterionId = NewType("CriterionId", str)
NomineeId = NewType("NomineeId", str)
NominationId = NewType("NominationId", str)
JurorId = NewType("JurorId", str)
RoundId = NewType("RoundId", str)

ID_FORM: Final = re.compile(r"[A-Z0-9-]{1,40}")
PRACTICE: Final = NomineeId("PRACTICE")  # the invented nominee of every declare package
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def is_id(text: str) -> bool:
    """Return whether `text` may be an id: 1 to 40 of A–Z, 0–9 and the hyphen."""
    return ID_FORM.fullmatch(text) is not None


def is_reserved(text: str) -> bool:
    """Return whether `text` is kept for the practice nominee and what belongs to it."""
    return text == PRACTICE or text.startswith(f"{PRACTICE}-")


def id_from(random_bytes: bytes) -> str:
    """Return 16 random bytes as an id of 26 letters. Randomness comes from the caller.

    Source: Douglas Crockford, "Base 32" (no I, L, O, U, so that it can be read aloud).
    """
    number = int.from_bytes(random_bytes, "big")
    letters = (_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
    return "".join(letters)
