"""Why a document was refused, found out after the fact.

The fast path only knows *that* something is wrong. This looks again, slowly but within bounds (no recursion
deeper than the limit, every step linear), in the order in which a person would want to know.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from juryapp.base.characters import FORBIDDEN
from juryapp.base.errors import FileFormatError
from juryapp.exchange import refusals
from juryapp.exchange.sniffing import looks_like

MAX_BYTES: Final = 8 << 20
MAX_DEPTH: Final = 8
MAX_ITEMS: Final = 150_000
MAX_TOKENS: Final = 8 * MAX_ITEMS  # texts, brackets and commas; so many items have fewer
MAX_TEXT: Final = 20_000
MAX_DIGITS: Final = 15
CURRENT_VERSION: Final = 1

# A string, or its rest if it never ends: matching always succeeds, so that scanning stays linear.
_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_PLACE: Final = re.compile(r"at `(?:key in )?\$\.?(.*)`")
_FIELD: Final = re.compile(r"field `([^`]*)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a document had to be; see `StrictJson`."""

    wrapper: bool
    expected: str
    limit: int  # bytes
    tag: tuple[str, str] | None


class Extent(NamedTuple):
    """How deep and how wide a document is. `depth` stops counting one above the limit."""

    depth: int
    items: int


def extent(data: bytes) -> Extent:
    """Return how deep and wide `data` is, without parsing it."""
    depth = deepest = items = 0
    for number, match in enumerate(_TOKEN.finditer(data)):
        token = match[0]
        if token == b",":
            items += 1
        elif token in {b"[", b"{"}:
            depth += 1
            deepest = max(deepest, depth)
        elif token in {b"]", b"}"}:
            depth -= 1
        if deepest > MAX_DEPTH or items > MAX_ITEMS:
            break
        if number > MAX_TOKENS:
            return Extent(deepest, MAX_ITEMS + 1)
    return Extent(deepest, items)


def diagnose(data: bytes, rules: Rules, complaint: str) -> FileFormatError:
    """Return the refusal of `data`, which did not pass.

    Args:
        data: The bytes of the document.
        rules: What it had to be.
        complaint: What the typed decoder said, or "" if it was content.
    """
    try:
        _check_bytes(data, rules)
        _check_extent(data)
        document = _parsed(data.decode())
        _check_kind(document, rules)
        _check_version(document)
        if not rules.wrapper:
            _check_texts(document)
    except FileFormatError as error:
        return error
    return _misfit(rules, complaint)


def _check_bytes(data: bytes, rules: Rules) -> None:
    if not data:
        raise refusals.EMPTY.error()
    if rules.expected and (found := looks_like(data)):
        raise refusals.KIND.error(expected=rules.expected, found=found)
    if len(data) > rules.limit:
        raise refusals.SIZE.error(limit=rules.limit >> 20)
    if data.startswith(b"\xef\xbb\xbf"):
        raise refusals.BYTE_ORDER_MARK.error()
    encoding, refusal = (
        ("ascii", refusals.NOT_ASCII) if rules.wrapper else ("utf-8", refusals.NOT_UTF8)
    )
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusal.error(byte=error.start + 1) from None


def _check_extent(data: bytes) -> None:
    found = extent(data)
    if found.depth > MAX_DEPTH:
        raise refusals.DEPTH.error()
    if found.items > MAX_ITEMS:
        raise refusals.ITEMS.error(limit=MAX_ITEMS)


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        if _is_cut_off(text, error):
            raise refusals.TRUNCATED.error() from None
        raise refusals.SYNTAX.error(line=error.lineno, place=error.colno) from None


def _is_cut_off(text: str, error: json.JSONDecodeError) -> bool:
    if not text.strip():
        return False
    rest = text[error.pos :].rstrip()
    begun = any(
        word.startswith(rest) for word in ("true", "false", "null")
    )  # also: nothing is left
    return begun or error.msg.startswith("Unterminated string")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise refusals.DUPLICATE_KEY.error(field=key)
        found[key] = value
    return found


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise refusals.NUMBER.error(number=text)
    return int(text)


def _no_number(text: str) -> None:
    raise refusals.NUMBER.error(number=text)


def _check_kind(document: Any, rules: Rules) -> None:
    if rules.tag is None:
        return
    field, value = rules.tag
    if isinstance(document, dict) and document.get(field) == value:
        return
    found = refusals.OTHER_FILE
    if isinstance(document, dict) and "payloadType" in document:
        found = refusals.SIGNED_FILE
    raise refusals.KIND.error(expected=rules.expected, found=found)


def _check_version(document: Any) -> None:
    version = document.get("v") if isinstance(document, dict) else None
    if isinstance(version, int) and version > CURRENT_VERSION:
        raise refusals.VERSION.error(version=version)


def _check_texts(document: Any) -> None:
    for field, text in _texts(document):
        if len(text) > MAX_TEXT:
            raise refusals.TEXT_LENGTH.error(field=field, length=len(text), limit=MAX_TEXT)
        if match := FORBIDDEN.search(text):
            raise refusals.CHARACTER.error(field=field, character=f"U+{ord(match[0][-1]):04X}")
        if not unicodedata.is_normalized("NFC", text):
            raise refusals.NOT_NFC.error(field=field)


def _texts(document: Any) -> Iterator[tuple[str, str]]:
    """Yield every text with the name of its place; the depth was checked before."""
    stack: list[tuple[str, Any]] = [("", document)]
    while stack:
        place, value = stack.pop()
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict):
            dot = "." if place else ""
            for key, inner in reversed(value.items()):
                stack.append((f"{place}{dot}{key[:40]}", inner))
                stack.append((place, key))
        elif isinstance(value, list):
            stack += ((f"{place}[{n}]", inner) for n, inner in reversed([*enumerate(value, 1)]))


def _misfit(rules: Rules, complaint: str) -> FileFormatError:
    """Return the refusal of a document that is sound JSON, but not what it had to be."""
    if rules.wrapper:
        return refusals.ENVELOPE_SHAPE.error() if complaint else refusals.CHANGED.error()
    if not complaint:
        return refusals.FORM.error()
    field = _FIELD.search(complaint)
    place = _counted_from_one(match[1]) if (match := _PLACE.search(complaint)) else ""
    if "unknown field" in complaint and field:
        return refusals.FIELD_UNKNOWN.error(field=field[1])
    named = ".".join(part for part in (place, field[1] if field else "") if part)
    return refusals.SCHEMA.error(field=named or "·")


def _counted_from_one(place: str) -> str:
    count: Callable[[re.Match[str]], str] = lambda match: f"[{int(match[1]) + 1}]"  # noqa: E731
    return re.sub(r"\[(\d+)\]", count, place)
