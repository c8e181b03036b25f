"""Texts as they are kept: fit to travel in a package or a score file, and no longer than those may be."""

from __future__ import annotations

from typing import Final

from juryapp.base.characters import fit_to_travel
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_

MAX_TEXT: Final = 20_000
TOO_LONG = N_("The text is longer than {limit} characters. Shorten it.")


def kept_text(text: str) -> str:
    """Return a text as it is kept and travels: what is hashed here is what is hashed elsewhere.

    Raises:
        RuleError: It is too long (E-STR-LEN).
    """
    kept = fit_to_travel(text)
    if len(kept) > MAX_TEXT:
        raise RuleError(TOO_LONG, code="E-STR-LEN", limit=MAX_TEXT)
    return kept
