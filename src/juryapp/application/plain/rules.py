"""The rules for a plain table, from a TOML file and from what was said beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from juryapp.application.plain.marks import MarkKind, Reading
from juryapp.application.plain.ranking import PlainRules
from juryapp.base.errors import FileFormatError, UsageError
from juryapp.base.files import read_limited
from juryapp.base.i18n import N_
from juryapp.base.numbers import parse_number
from juryapp.domain.criteria import Missing
from juryapp.domain.methods import method_named
from juryapp.domain.methods.ranking import PlaceStyle

MAX_BYTES: Final = 1 << 20
NOT_TOML: Final = N_("“{file}” cannot be read as rules: {why}.")
UNKNOWN_KEY: Final = N_("“{file}”: “{key}” is not known. Known are: {known}.")
BAD_VALUE: Final = N_("“{key}” cannot be “{value}”.")
BAD_WEIGHTS: Final = N_("“{text}” are no weights. Write them like this: a=0.3,b=0.7.")
NO_GRADES: Final = N_("Say which grades there are, best first, with --grades: excellent>good>fair.")
KEYS: Final = (
    "method", "weights", "juror_weights", "missing", "ties", "places", "advance", "marks", "grades",
)  # fmt: skip

Said = Mapping[str, str | None]
"""What was said on the command line, by the names in `KEYS`; None where nothing was."""


def plain_rules(said: Said, file: Path | None = None) -> PlainRules:
    """Return the rules: those of a file, if there is one, and over them what was said.

    Raises:
        FileFormatError: The file is no TOML, or has a key that is not known.
        UsageError: A value is none.
        RuleError: There is no such method.
    """
    written = _written(file) if file else {}
    spoken = {key: text for key, text in said.items() if text is not None}
    return _rules({**written, **spoken})


def weights_in(text: str) -> dict[str, Fraction]:
    """Return "a=0.3,b=0.7" as weights by name. A decimal comma is understood where a ";" separates them."""
    weights: dict[str, Fraction] = {}
    for part in text.split(";" if ";" in text else ","):
        name, sign, number = part.rpartition("=")
        weight = parse_number(number)
        if not sign or not name.strip() or weight is None or name.strip() in weights:
            raise UsageError(BAD_WEIGHTS, code="E-WEIGHTS", text=text)
        weights[name.strip()] = weight
    return weights


def _written(file: Path) -> dict[str, Any]:
    try:
        written = tomllib.loads(read_limited(file, MAX_BYTES).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileFormatError(NOT_TOML, code="E-TOML", file=file.name, why=str(error)) from None
    for key in written:
        if key not in KEYS:
            raise FileFormatError(
                UNKNOWN_KEY, code="E-TOML", file=file.name, key=key, known=", ".join(KEYS)
            )
    return written


def _rules(values: Mapping[str, Any]) -> PlainRules:
    advance = values.get("advance")
    kind = _one_of(MarkKind, "marks", values.get("marks", "points"))
    grades = _listed(values.get("grades", ()), ">")
    if kind is MarkKind.GRADES and not grades:
        raise UsageError(NO_GRADES, code="E-GRADES")
    method = str(values.get("method", "mean"))
    method_named(method)
    return PlainRules(
        method=method,
        weights=_weights("weights", values.get("weights", {})),
        juror_weights=_weights("juror_weights", values.get("juror_weights", {})),
        missing=_one_of(Missing, "missing", values.get("missing", "renormalise")),
        ties=_listed(values.get("ties", ()), ","),
        places=_one_of(PlaceStyle, "places", values.get("places", "1224")),
        advance=None if advance is None else _whole("advance", advance),
        reading=Reading(kind=kind, grades=grades),
    )


def _listed(value: Any, separator: str) -> tuple[str, ...]:
    words = value.split(separator) if isinstance(value, str) else list(value)
    return tuple(str(word).strip() for word in words if str(word).strip())


def _weights(key: str, value: Any) -> dict[str, Fraction]:
    if isinstance(value, str):
        return weights_in(value)
    if not isinstance(value, dict):
        raise _bad(key, value)
    weights: dict[str, Fraction] = {}
    for name, said in value.items():
        weight = parse_number(str(said)) if isinstance(said, str | int | float) else None
        if weight is None:
            raise _bad(name, said)
        weights[name] = weight
    return weights


def _one_of(kind: Any, key: str, value: Any) -> Any:
    try:
        return kind(str(value))
    except ValueError:
        raise _bad(key, value) from None


def _whole(key: str, value: Any) -> int:
    number = parse_number(str(value))
    if number is None or number % 1 or not 1 <= number <= 10**6:
        raise _bad(key, value)
    return int(number)


def _bad(key: str, value: Any) -> UsageError:
    return UsageError(BAD_VALUE, code="E-VALUE", key=key, value=str(value)[:60])
