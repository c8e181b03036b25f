"""The worked example in the description of the formats: what it quotes from the golden files."""

from __future__ import annotations

import base64
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from juryapp.base.resources import resource

BEGIN: Final = "<!-- example: written by tests/make_golden.py -->\n"
END: Final = "<!-- end of example -->\n"
READER: Final = Path(__file__).parent / "data" / "formats" / "independent_reader.py"


def independent_reader() -> ModuleType:
    """Return the reader that somebody else could have written from the description."""
    reader = _loaded(READER)
    awards = _loaded(READER.with_name("independent_awards.py"))
    for name in ("read_receipt", "read_award", "restore_keys"):
        setattr(reader, name, getattr(awards, name))
    return reader


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # the second half leans on the first
    spec.loader.exec_module(module)
    return module


def put_example(golden: Path) -> None:
    """Write the example into the description."""
    path = resource("formats", "FORMATS.md")
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(before + BEGIN + example(golden) + END + after, encoding="utf-8")


def example(golden: Path) -> str:
    """Return the example for the golden files in that folder."""
    return "\n".join(_blocks(independent_reader(), golden))


def _blocks(reader: Any, golden: Path) -> Iterator[str]:
    facts = json.loads((golden / "facts.json").read_text(encoding="utf-8"))
    package, score, receipt = (
        (golden / f"bjarne.jury{kind}").read_bytes() for kind in ("pack", "score", "receipt")
    )
    manifest, _, package_hash = reader.read_package(package)
    said = reader.read_score(
        score, bytes.fromhex(facts["seal_key"]["private"]), manifest, package_hash
    )
    outside = json.loads(score)
    yield "**Keys** (public halves in hex, with key id and fingerprint):\n"
    yield _code(
        f"{name:9} {key['public']}\n          {key['keyid']}  {key['fingerprint']}"
        for name, key in ((n, facts[f"{n}_key"]) for n in ("award", "seal", "juror"))
    )
    yield f"**The package** `bjarne.jurypack` has {len(package)} bytes. It begins\n"
    yield _code(_dump(package[:80]))
    yield "and ends (the end record)\n"
    yield _code(_dump(package[-22:]))
    yield "The verified body of its manifest:\n"
    yield _code(_wrapped(reader.canonical(manifest).decode()))
    yield f"The package hash is `{package_hash}`.\n"
    yield f"**The score file** `bjarne.juryscore` has {len(score)} bytes; outside:\n"
    yield _code(_wrapped(score[:60].decode() + " … " + score[-90:].decode()))
    box = base64.b64decode(outside["box"])
    yield _code(
        (
            f"info              juryapp-score-v1|{outside['award']}|{outside['edition']}",
            f"encapsulated key  {box[:32].hex()}",
            f"ciphertext        {len(box) - 32} bytes, the last 16: {box[-16:].hex()}",
        )
    )
    yield "The first mark in it, the hash of that statement, and the root of the file:\n"
    first = said["marks"][0]
    yield _code(
        (
            *_wrapped(reader.canonical(first).decode()),
            reader.statements(said)[0],
            reader.root_of(said),
        )
    )
    yield "Its `enrol`, from the token in the manifest:\n"
    yield _code((said["enrol"],))
    yield "**The receipt** `bjarne.juryreceipt`, whole:\n"
    yield _code(_wrapped(receipt.decode()))


def _code(lines: Any) -> str:
    return "".join(f"    {line}\n" for text in lines for line in text.split("\n"))


def _wrapped(text: str) -> list[str]:
    return [text[start : start + 100] for start in range(0, len(text), 100)]


def _dump(data: bytes) -> list[str]:
    lines = []
    for start in range(0, len(data), 16):
        piece = data[start : start + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in piece)
        lines.append(f"{start:04x}  {piece.hex(' '):47}  {shown}")
    return lines
