"""Finding a thing by what a person typed: its id, its short number, or its exact name if that is unique."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_
from juryapp.domain.award import Category
from juryapp.domain.criteria import Criterion
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee

UNKNOWN_NOMINEE = N_("There is no nominee “{name}”. Write the id or the exact name.")
UNKNOWN_CRITERION = N_("There is no criterion “{name}”. Write the id or the exact name.")
UNKNOWN_JUROR = N_("There is no juror “{name}”. Write the id or the exact name.")
UNKNOWN_CATEGORY = N_("There is no category “{name}”. Write the id or the exact name.")
AMBIGUOUS = N_("More than one is called “{name}”. Write the id instead.")

T = TypeVar("T")


def find_nominee(nominees: Sequence[Nominee], name: str) -> Nominee:
    """Return the nominee with this id or unique name. Raises UsageError (E-UNKNOWN)."""
    return _find(nominees, name, lambda n: n.id, lambda n: n.name, UNKNOWN_NOMINEE)


def find_criterion(criteria: Sequence[Criterion], name: str) -> Criterion:
    """Return the criterion with this id or unique name. Raises UsageError (E-UNKNOWN)."""
    return _find(criteria, name, lambda c: c.id, lambda c: c.name, UNKNOWN_CRITERION)


def find_juror(jurors: Sequence[Juror], name: str) -> Juror:
    """Return the juror with this id or unique name. Raises UsageError (E-UNKNOWN)."""
    return _find(jurors, name, lambda j: j.id, lambda j: j.name, UNKNOWN_JUROR)


def find_category(categories: Sequence[Category], name: str) -> Category:
    """Return the category with this id or unique name. Raises UsageError (E-UNKNOWN)."""
    return _find(categories, name, lambda c: c.id, lambda c: c.name, UNKNOWN_CATEGORY)


def _find(
    things: Sequence[T],
    name: str,
    id_of: Callable[[T], str],
    name_of: Callable[[T], str],
    unknown: str,
) -> T:
    wanted = name.strip()
    for thing in things:
        if id_of(thing) == wanted:
            return thing
    called = [thing for thing in things if name_of(thing).casefold() == wanted.casefold()]
    if len(called) > 1:
        raise UsageError(AMBIGUOUS, code="E-AMBIGUOUS", name=wanted)
    if not called:
        raise UsageError(unknown, code="E-UNKNOWN", name=wanted)
    return called[0]
