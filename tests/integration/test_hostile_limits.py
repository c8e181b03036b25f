"""No hostile file needs much memory, and every refusal says in every language what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hostile_files import cases_of
from hostile_packages import package_forge
from hostile_scores import score_forge
from juryapp.exchange import refusals
from prepared_award import award_at
from workplace import FJORDBY

MEGABYTES = 200
CALLS = """
import contextlib, io, json, sys
from juryapp.cli.main import main
for words in json.loads(sys.stdin.read()):
    with contextlib.redirect_stdout(io.StringIO()):
        code = main(words)
    assert code in {0, 1, 2}, words
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1])
"""
TELLS_WHAT_TO_DO = re.compile(
    r"(?:^|[.;:,] |”[.] )(?:so |else )?"
    r"(?:ask|check|choose|make|open|put|restore|speak|take|tell|type|update|use) ",
    re.IGNORECASE,
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak so")
@pytest.mark.parametrize("aim", ["score", "package", "backup"])
def test_no_hostile_file_needs_much_memory(aim: str, tmp_path: Path) -> None:
    import json

    with award_at("scored") as award:
        award.session.close()
        data = str(award.folder / "secretariat")
        forge = {"score": score_forge, "package": package_forge}.get(aim, lambda _award: None)(
            award
        )
        calls: list[list[str]] = []
        for number, case in enumerate(cases_of(aim, "refuse")):
            path = tmp_path / f"{number}.jury{aim}"
            if aim == "backup":
                shutil.copyfile(award.database, path)
                case.built(path)
            else:
                path.write_bytes(case.built(forge))
            calls.append(_words(aim, path, data, tmp_path))

        done = subprocess.run(
            [sys.executable, "-c", CALLS],
            input=json.dumps(calls),
            capture_output=True,
            check=True,
            text=True,
        )

    assert int(done.stdout) / 1024 < MEGABYTES


def _words(aim: str, path: Path, data: str, folder: Path) -> list[str]:
    if aim == "score":
        return ["merge", str(path), "--data", data, "--json"]
    machine = ["--data", str(folder / "machine"), "--json"]
    if aim == "backup":
        return ["restore", str(path), *machine]
    marks = str(FJORDBY / "bjarne.csv")
    return ["score", str(path), "--marks", marks, "--out", str(folder), *machine]


REASONS = {
    f"{name}": reason
    for name, reason in vars(refusals).items()
    if isinstance(reason, refusals.Refusal)
}


@pytest.mark.parametrize("name", sorted(REASONS))
def test_every_reason_to_refuse_a_file_says_what_to_do(name: str) -> None:
    assert TELLS_WHAT_TO_DO.search(REASONS[name].template), REASONS[name].template
