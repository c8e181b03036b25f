"""Every hostile spreadsheet of the collection gets the answer that its manifest expects, fast and small."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from juryapp.application.tables.mapping import (
    NOMINATION_FIELDS,
    TableWarning,
    mapped_rows,
    mapping_warnings,
    proposed_mapping,
)
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import translated
from juryapp.intake.reader import SpreadsheetReader

FOLDER: Final = Path(__file__).parents[1] / "data" / "intake" / "hostile"
CASES: Final = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
SECONDS: Final = 2.0
MEGABYTES: Final = 200


def take_in(path: Path) -> tuple[TableWarning, ...]:
    """Take a file in as a list of nominations, as far as the preview; return the remarks."""
    table = SpreadsheetReader().read(path)
    mapping = proposed_mapping(table, NOMINATION_FIELDS)
    assert mapped_rows(table, mapping)
    return table.warnings + mapping_warnings(table, mapping)


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_hostile_file_gets_the_expected_answer(case: dict[str, str]) -> None:
    path = FOLDER / case["file"]
    stops = case["outcome"] == "refuse" or case["code"] == "A-XLSX-SHEET"
    begun = time.perf_counter()

    if stops:
        with pytest.raises(FileFormatError) as caught:
            take_in(path)
        answers = {caught.value.code: translated(caught.value)}
        assert path.name in {caught.value.file, caught.value.named(path.name).file}
    else:
        answers = {remark.code: remark.sentence() for remark in take_in(path)} or {"OK": "Read."}

    assert case["code"] in answers
    assert all(sentence.endswith((".", "”")) for sentence in answers.values())
    assert time.perf_counter() - begun < SECONDS


def test_the_files_are_those_of_the_collection() -> None:
    for case in CASES:
        data = (FOLDER / case["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == case["sha256"], case["file"]


MEASURED = """
import resource, sys
from pathlib import Path
from juryapp.base.errors import FileFormatError
from juryapp.intake.reader import read_table
for name in sys.argv[1:]:
    try:
        read_table(Path(name))
    except FileFormatError:
        pass
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak so")
def test_no_hostile_file_needs_much_memory() -> None:
    files = [str(FOLDER / case["file"]) for case in CASES]

    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *files], capture_output=True, check=True, text=True
    )

    assert max(map(int, done.stdout.split())) / 1024 < MEGABYTES
