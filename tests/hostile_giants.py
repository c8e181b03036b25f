"""Files as large as a limit allows, filled with what costs a reader most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hostile_packages import PackageForge
from hostile_scores import ScoreForge, dumped
from juryapp.exchange.diagnosis import MAX_BYTES

MEGABYTE: Final = 1 << 20


def in_title(literal: bytes) -> Callable[[PackageForge], bytes]:
    """Return what makes a package, rightly signed, in whose data a literal stands as the title."""

    def made(forge: PackageForge) -> bytes:
        data = dumped({**forge.data, "title": "@@@@"})
        return forge.seeing(data.replace(b'"@@@@"', literal))

    return made


def in_version(text: bytes) -> Callable[[ScoreForge], bytes]:
    """Return what makes a score file, rightly signed and sealed, with a text where one stands."""

    def made(forge: ScoreForge) -> bytes:
        return forge.signed(dumped({**forge.body, "app_version": "@@"}).replace(b"@@", text))

    return made


GIANT_PACKAGES: Final[dict[str, tuple[Callable[[PackageForge], bytes], str]]] = {
    "commas": (in_title(b"[" + b"1," * (15 * MEGABYTE) + b"1]"), "E-JSON-ITEMS"),
    "texts": (in_title(b"[" + b'""' * (15 * MEGABYTE) + b"]"), "E-JSON-ITEMS"),
    "objects": (in_title(b"[" + b"{}" * (15 * MEGABYTE) + b"]"), "E-JSON-ITEMS"),
    "one text": (in_title(b'"' + b"a" * (30 * MEGABYTE) + b'"'), "E-STR-LEN"),
    "marks": (in_title(b'"' + b"\xcc\x81" * (15 * MEGABYTE) + b'"'), "E-STR-LEN"),
    "escapes": (in_title(b'"' + rb"\n" * (15 * MEGABYTE) + b'"'), "E-STR-LEN"),
    "one number": (in_title(b"9" * (30 * MEGABYTE)), "E-JSON-NUMBER"),
    "spaces": (in_title(b" " * (30 * MEGABYTE) + b"1"), "E-SCHEMA"),
    "too large": (in_title(b'"' + b"a" * (33 * MEGABYTE) + b'"'), "E-SIZE"),
}
GIANT_SCORES: Final[dict[str, tuple[Callable[[ScoreForge], bytes], str]]] = {
    "commas": (lambda _: b'{"a":[' + b"," * (MAX_BYTES - 20) + b"]}", "E-JSON-ITEMS"),
    "quotation marks": (lambda _: b"{" + b'"' * (MAX_BYTES - 10), "E-JSON-ITEMS"),
    "one number": (lambda _: b'{"a":' + b"9" * (MAX_BYTES - 10) + b"}", "E-JSON-NUMBER"),
    "marks": (in_version("e\u0301".encode() * 400_000), "E-STR-LEN"),
    "backslashes": (in_version(rb"\\" * 1_000_000), "E-STR-LEN"),
    "escapes": (in_version(rb"\u0041" * 300_000), "E-STR-LEN"),
    "fields": (
        lambda forge: forge.signed(
            b"{" + b",".join(b'"k%d":1' % number for number in range(49_000)) + b"}"
        ),
        "E-FIELD-UNKNOWN",
    ),
    "brackets": (
        lambda forge: forge.signed(b"[" * 7 + b"[]," * 500_000 + b"]" * 7),
        "E-JSON-ITEMS",
    ),
    "rows": (lambda forge: forge.saying(marks=forge.body["marks"] * 700), "E-DUP-SCORE"),
    "a character too many": (in_version(b"a" * 20_001), "E-STR-LEN"),
    "too large": (lambda forge: forge.good + b" " * (MAX_BYTES), "E-SIZE"),
}
