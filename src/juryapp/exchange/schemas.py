"""The JSON Schemas that are published for every format, made from the structs that read the files.

`dev.py formats` writes them to `resources/formats`; a test fails when they are stale. A schema cannot say all
that a reader demands (one spelling, no hidden characters, a right signature): `FORMATS.md` says the rest.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import msgspec

from juryapp.exchange.award_data import AwardData
from juryapp.exchange.award_documents import AwardManifest
from juryapp.exchange.diagnosis import CURRENT_VERSION
from juryapp.exchange.envelope import EnvelopeDocument
from juryapp.exchange.key_folder import KeyDocument, WrappedKeyDocument
from juryapp.exchange.key_recovery import WrappedKeysDocument
from juryapp.exchange.move_file import MoveManifest
from juryapp.exchange.package_documents import Data, Manifest
from juryapp.exchange.receipt import ReceiptDocument
from juryapp.exchange.score_documents import Score
from juryapp.exchange.seal import Sealed
from juryapp.exchange.workbook_identity import WorkbookDocument

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SUFFIX: Final = ".schema.json"
_BASE64: Final = {
    "pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    "contentEncoding": "base64",
}
_ID: Final = {"pattern": "^[A-Z0-9-]{1,40}$"}
_KEY_ID: Final = {"pattern": "^[0-9a-f]{32}$"}
_RATIO: Final = {
    "type": "object",
    "properties": {"den": {"type": "integer", "minimum": 1}, "num": {"type": "integer"}},
    "required": ["den", "num"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of document.

    Attributes:
        kind: The struct that reads it.
        title: What it is.
        found: Where it stands.
        more: What the reader checks of single fields beyond their types, by "Struct.field".
    """

    kind: Any
    title: str
    found: str
    more: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


FORMATS: Final[Mapping[str, Format]] = {
    "envelope": Format(
        kind=EnvelopeDocument,
        title="Signed envelope (DSSE version 1)",
        found="manifest.json of packages and awards; a receipt; sealed in a score file; in an Excel ballot",
        more={
            "EnvelopeDocument.payload": _BASE64,
            "EnvelopeDocument.payloadType": {
                "pattern": "^application/vnd\\.juryapp\\."
                "(?:package|score|receipt|award|workbook)\\+json; v=1$"
            },
            "EnvelopeDocument.signatures": {"minItems": 1, "maxItems": 1},
            "SignatureDocument.keyid": _KEY_ID,
            "SignatureDocument.sig": {**_BASE64, "minLength": 88, "maxLength": 88},
        },
    ),
    "package-manifest": Format(
        kind=Manifest,
        title="Manifest of a jury package",
        found="payload of manifest.json in a .jurypack file",
    ),
    "package-data": Format(
        kind=Data, title="What a juror sees", found="data.json in a .jurypack file"
    ),
    "score-sealed": Format(
        kind=Sealed,
        title="Sealed outside of a score file",
        found="a .juryscore file",
        more={
            "Sealed.award": _ID,
            "Sealed.edition": _ID,
            "Sealed.box": _BASE64,
            "Sealed.to": _KEY_ID,
        },
    ),
    "score": Format(
        kind=Score,
        title="What a juror says",
        found="payload of the envelope that is sealed in a .juryscore file",
        more=dict.fromkeys(("Score.award", "Score.edition", "Score.juror", "Score.round"), _ID),
    ),
    "receipt": Format(
        kind=ReceiptDocument, title="Receipt for a score file", found="payload of a receipt"
    ),
    "award-manifest": Format(
        kind=AwardManifest,
        title="Manifest of a backup or archive of an edition",
        found="payload of manifest.json in a .juryaward file",
    ),
    "award-data": Format(
        kind=AwardData,
        title="Everything of an edition, in the open",
        found="data.json in a .juryaward file",
    ),
    "workbook": Format(
        kind=WorkbookDocument,
        title="Whose Excel ballot it is",
        found="payload of the envelope on the hidden sheet of an Excel ballot, in base64",
    ),
    "move-manifest": Format(
        kind=MoveManifest,
        title="A juror's desk on its way to another machine",
        found="manifest.json in a .jurymove file, which is locked",
        more={"MoveManifest.baton": _BASE64},
    ),
    "key": Format(
        kind=KeyDocument,
        title="A private key on its owner's machine",
        found="a .key file in the data folder; it never travels",
        more={"KeyDocument.private": _BASE64},
    ),
    "wrapped-key": Format(
        kind=WrappedKeyDocument,
        title="A private key, locked by the platform's protected place",
        found="a .key file in the data folder; it never travels",
        more={"WrappedKeyDocument.box": _BASE64, "WrappedKeyDocument.nonce": _BASE64},
    ),
    "wrapped-keys": Format(
        kind=WrappedKeysDocument,
        title="An edition's private keys under the recovery phrase",
        found="the database; keys.json in a backup",
        more={"WrappedKeysDocument.award": _ID, "WrappedKeysDocument.box": _BASE64},
    ),
}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a format."""
    format_ = FORMATS[name]
    (top,), parts = msgspec.json.schema_components(
        (format_.kind,), schema_hook=_hook, ref_template="#/$defs/{name}"
    )
    for part_name, part in parts.items():
        _make_strict(part)
        for place, rules in format_.more.items():
            struct, _, property_ = place.partition(".")
            if struct == part_name:
                part["properties"][property_].update(rules)
    return {
        "$schema": DIALECT,
        "$id": f"urn:juryapp:format:{name}:{CURRENT_VERSION}",
        "title": format_.title,
        "description": f"Found: {format_.found}. A file must also be canonical; see FORMATS.md.",
        **top,
        "$defs": dict(sorted(parts.items())),
    }


def _hook(kind: type) -> dict[str, Any]:
    if kind is Fraction:
        return dict(_RATIO)
    raise NotImplementedError(kind)


def _make_strict(part: dict[str, Any]) -> None:
    """Let an object have all its fields and no other, and write patterns as every dialect reads them."""
    if part.get("type") == "object" and "properties" in part:
        part["additionalProperties"] = False
        part["required"] = sorted(part["properties"])
        for property_ in part["properties"].values():
            property_.pop("default", None)
    _write_plain_patterns(part)


def _write_plain_patterns(part: Any) -> None:
    if isinstance(part, dict):
        if isinstance(pattern := part.get("pattern"), str):
            part["pattern"] = pattern.replace("\\Z", "$")
        for inner in part.values():
            _write_plain_patterns(inner)
    elif isinstance(part, list):
        for inner in part:
            _write_plain_patterns(inner)


def schema_text(name: str) -> str:
    """Return the file that is published for a format."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas to a folder; those of formats that are no more go."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob(f"*{SUFFIX}"):
        if path.name.removesuffix(SUFFIX) not in FORMATS:
            path.unlink()
    for name in FORMATS:
        (folder / f"{name}{SUFFIX}").write_text(schema_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
