"""The one spelling of a document that hashes are taken of: RFC 8785 for our whole-number JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

# One for all: `json.dumps` makes a new one at each call, which costs as much as a short document.
_ENCODER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def canonical_bytes(document: Json) -> bytes:
    """Return `document` as JSON with sorted keys, without white space, in UTF-8."""
    return _ENCODER.encode(document).encode()


def canonical_hash(document: Json) -> str:
    """Return the SHA-256 of the canonical form, 64 hex digits."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()
