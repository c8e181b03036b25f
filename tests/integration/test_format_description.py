"""The description of the formats is enough: a reader written from it alone reads what the program writes.

And it is strict enough: whatever of the hostile collection the program refuses for the file's own sake, that
reader refuses as well.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import fuzz_readers
from format_example import BEGIN, END, example, independent_reader
from fuzz_readers import Bench, bench
from hostile_files import Case, cases_of
from juryapp.base.resources import resource
from juryapp.exchange.schemas import FORMATS, SUFFIX, schema_of
from package_examples import locked

GOLDEN: Final = Path(__file__).parents[1] / "data" / "golden" / "v1"
FACTS: Final = json.loads((GOLDEN / "facts.json").read_text(encoding="utf-8"))
TEXT: Final = resource("formats", "FORMATS.md").read_text(encoding="utf-8")
# What only the secretariat's own edition can refuse: who is nominated, what the scale is, which rows exist.
OF_THE_EDITION: Final = frozenset(
    {"E-RANGE", "E-NOMINATION", "E-CRITERION", "E-DUP-SCORE", "E-SCHEMA", "E-FIELD-UNKNOWN"}
)


@pytest.fixture(scope="module")
def reader() -> Any:
    return independent_reader()


@pytest.fixture(scope="module")
def on() -> Iterator[Bench]:
    with bench() as on:
        yield on


def test_a_reader_by_somebody_else_reads_the_golden_files(reader: Any) -> None:
    manifest, data, package_hash = reader.read_package((GOLDEN / "bjarne.jurypack").read_bytes())
    seal = bytes.fromhex(FACTS["seal_key"]["private"])
    sealed = (GOLDEN / "bjarne.juryscore").read_bytes()
    score = reader.read_score(sealed, seal, manifest, package_hash)
    receipt = reader.read_receipt((GOLDEN / "bjarne.juryreceipt").read_bytes(), manifest)

    names = {nominee["id"]: nominee["name"] for nominee in data["nominees"]}
    marks = [[names[m["nominee"]], m["criterion"], m["state"], m["points"]] for m in score["marks"]]
    assert sorted(marks) == FACTS["score"]["marks"]
    assert receipt["sha256"] == reader.sha256(sealed) == FACTS["score"]["sha256"]
    assert receipt["statements"] == reader.root_of(score)
    for name in ("award", "seal", "juror"):
        key = bytes.fromhex(FACTS[f"{name}_key"]["public"])
        assert reader.key_id(key) == FACTS[f"{name}_key"]["keyid"]
        assert reader.fingerprint(key) == FACTS[f"{name}_key"]["fingerprint"]


@pytest.mark.parametrize("kind", ["backup", "archive"])
def test_a_reader_by_somebody_else_reads_the_golden_award_files(kind: str, reader: Any) -> None:
    packed = (GOLDEN / f"{kind}.juryaward.gz").read_bytes()
    manifest, data, found = reader.read_award(gzip.decompress(packed))

    assert manifest["kind"] == kind
    assert len(data["marks"]["statements"]) == len(FACTS["score"]["marks"])
    (received,) = (content for name, content in found.items() if name.startswith("imports/"))
    assert reader.sha256(received) == FACTS["score"]["sha256"]
    if kind == "backup":
        keys = reader.restore_keys(found["keys.json"], FACTS["phrase"])
        assert [key.hex() for key in keys] == [
            FACTS[f"{n}_key"]["private"] for n in ("award", "seal")
        ]
    else:
        (opened,) = (content for name, content in found.items() if name.startswith("opened/"))
        assert reader.open_envelope(opened, "score")
        assert "keys.json" not in found


def test_it_reads_what_the_program_writes_today(reader: Any, on: Bench) -> None:
    manifest, _, package_hash = reader.read_package(on.packages.good)
    seal = on.scores.seal_key.private
    score = reader.read_score(on.scores.good, seal, manifest, package_hash)

    assert len(score["marks"]) == 8
    word = " grønn fjord "
    assert reader.read_package(locked(on.packages.good, word), word.strip())[2] == package_hash
    with pytest.raises(reader.RefusedError):
        reader.read_package(locked(on.packages.good, word), "blå fjord")


@pytest.mark.parametrize("case", cases_of("score", "refuse"), ids=str)
def test_it_refuses_a_hostile_score_file(case: Case, reader: Any, on: Bench) -> None:
    manifest, _, package_hash = reader.read_package(on.packages.good)
    data = case.built(on.scores)

    try:
        reader.read_score(data, on.scores.seal_key.private, manifest, package_hash)
    except (reader.RefusedError, LookupError, TypeError, ValueError):
        return
    assert case.code in OF_THE_EDITION


@pytest.mark.parametrize("case", cases_of("score", "accept", "warn"), ids=str)
def test_it_takes_a_strange_score_file(case: Case, reader: Any, on: Bench) -> None:
    manifest, _, package_hash = reader.read_package(on.packages.good)

    data = case.built(on.scores)

    assert reader.read_score(data, on.scores.seal_key.private, manifest, package_hash)


@pytest.mark.parametrize("case", cases_of("package", "refuse"), ids=str)
def test_it_refuses_a_hostile_package(case: Case, reader: Any, on: Bench) -> None:
    data = case.built(on.packages)

    with pytest.raises((reader.RefusedError, LookupError)):
        reader.read_package(data)


def test_it_refuses_a_changed_receipt(reader: Any, on: Bench) -> None:
    manifest, _, _ = reader.read_package(on.packages.good)
    data = fuzz_readers.receipt(on)

    for place in range(0, len(data), 3):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises((reader.RefusedError, LookupError, TypeError, ValueError)):
            reader.read_receipt(changed, manifest)


def test_the_worked_example_is_that_of_the_golden_files() -> None:
    """If this fails: `python tests/make_golden.py`."""
    assert TEXT.partition(BEGIN)[2].partition(END)[0] == example(GOLDEN)


def test_the_description_speaks_of_every_field_of_what_travels() -> None:
    for name in ("package-manifest", "score-sealed", "score", "receipt", "envelope"):
        schema = schema_of(name)
        top = schema["$defs"][schema["$ref"].rpartition("/")[2]]
        lacking = {field for field in top["properties"] if not re.search(rf'[`"]{field}[`"]', TEXT)}
        assert lacking == set(), name


def test_the_description_names_every_schema_that_is_of_use_to_others() -> None:
    own = {"key", "wrapped-key", "envelope"}  # never leave the machine; or described to the letter

    assert {name for name in FORMATS.keys() - own if name + SUFFIX not in TEXT} == set()
