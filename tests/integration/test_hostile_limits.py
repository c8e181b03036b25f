"""No hostile file needs much memory, and every refusal says in every language what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile_files import cases_of
from hostile_giants import GIANT_PACKAGES, GIANT_SCORES
from hostile_packages import package_forge
from hostile_scores import score_forge
from juryapp.exchange import award_refusals, refusals
from prepared_award import Award, award_at
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
GIANT = """
import contextlib, io, sys, time
import juryapp.bootstrap
from juryapp.cli.main import main
said = io.StringIO()
begun = time.process_time()
with contextlib.redirect_stdout(said):
    main(sys.argv[1:])
seconds = time.process_time() - begun
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, peak.split()[1], said.getvalue())
"""
SECONDS = 2.0
TELLS_WHAT_TO_DO = re.compile(
    r"(?:^|[.;:,] |”[.] )(?:so |else )?"
    r"(?:ask|check|choose|copy|look|make|open|put|restore|speak|take|tell|type|update|use|work) ",
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


GIANTS = [
    *(("package", name, make, code) for name, (make, code) in GIANT_PACKAGES.items()),
    *(("score", name, make, code) for name, (make, code) in GIANT_SCORES.items()),
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak so")
@pytest.mark.parametrize(
    ("aim", "make", "code"),
    [(aim, make, code) for aim, _, make, code in GIANTS],
    ids=[f"{aim}: {name}" for aim, name, _, _ in GIANTS],
)
def test_a_file_as_large_as_one_may_be_is_refused_in_no_time_and_little_memory(
    aim: str, make: Any, code: str, giant_place: Award, tmp_path: Path
) -> None:
    forge = (package_forge if aim == "package" else score_forge)(giant_place)
    path = tmp_path / f"giant.jury{aim}"
    path.write_bytes(make(forge))
    words = _words(aim, path, str(giant_place.folder / "secretariat"), tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", GIANT, *words], capture_output=True, check=True, text=True
    )

    seconds, peak, answer = done.stdout.split(maxsplit=2)
    assert f'"{code}"' in answer
    assert float(seconds) < SECONDS, answer
    assert int(peak) / 1024 < MEGABYTES


@pytest.fixture(scope="module")
def giant_place() -> Iterator[Award]:
    with award_at("scored") as award:
        award.session.close()
        yield award


REASONS = {
    **{
        name: reason.template
        for name, reason in vars(refusals).items()
        if isinstance(reason, refusals.Refusal)
    },
    **{f"award: {code}": words for code, words in award_refusals._WORDS.items()},
}


@pytest.mark.parametrize("name", sorted(REASONS))
def test_every_reason_to_refuse_a_file_says_what_to_do(name: str) -> None:
    assert TELLS_WHAT_TO_DO.search(REASONS[name]), REASONS[name]
