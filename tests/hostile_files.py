"""The collection of hostile files as a table: what is expected, and how each file is made anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

from hostile_databases import DATABASES
from hostile_packages import PACKAGES
from hostile_scores import SCORES

FOLDER: Final = Path(__file__).parent / "data" / "hostile"
TABLES: Final[dict[str, Mapping[str, Mapping[str, Callable[[Any], Any]]]]] = {
    "score": SCORES,
    "package": PACKAGES,
    "backup": DATABASES,
}
# The code of a variant that is not the collection's: the same attack on another layer has another name.
OTHERWISE: Final[dict[str, str]] = {}
# Entries without a counterpart in today's formats, and why.
UNLIKE: Final[dict[str, str]] = {}


@dataclass(frozen=True)
class Entry:
    """What the collection says of one file."""

    name: str  # "score/empty"
    aim: str
    outcome: str
    code: str


@dataclass(frozen=True)
class Case:
    """One way of making one file."""

    name: str
    variant: str
    aim: str
    outcome: str
    code: str

    def built(self, forge: Any) -> Any:
        """Return the file, made with `forge`."""
        return TABLES[self.aim][self.name.partition("/")[2]][self.variant](forge)

    @override
    def __str__(self) -> str:
        return f"{self.name}: {self.variant}"


def _expected() -> list[Entry]:
    listed = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return [Entry(e["file"].rpartition(".")[0], e["aim"], e["outcome"], e["code"]) for e in listed]


EXPECTED: Final = _expected()


def variants_of() -> dict[str, Mapping[str, Callable[[Any], Any]]]:
    """Return every entry that is made anew, with the ways of making it."""
    return {
        f"{aim}/{name}": variants
        for aim, table in TABLES.items()
        for name, variants in table.items()
    }


def explained() -> dict[str, str]:
    """Return the entries that are not made anew, each with the reason."""
    return UNLIKE


def cases_of(aim: str, *outcomes: str) -> list[Case]:
    """Return the cases of one aim with one of these outcomes."""
    return [
        Case(
            name=entry.name,
            variant=variant,
            aim=aim,
            outcome=entry.outcome,
            code=OTHERWISE.get(f"{entry.name}: {variant}", entry.code),
        )
        for entry in EXPECTED
        if entry.aim == aim and entry.outcome in outcomes
        for variant in variants_of().get(entry.name, ())
    ]
