"""Runs one fuzz target under atheris, or all of them one after another for a share of the time each.

    python tests/fuzz_running.py [SECONDS [TARGET …]]     needs the extra `fuzz` of this project

A finding is a file in the folder `fuzz-findings`; put its bytes to the reader again with
`python tests/fuzz/fuzz_score.py fuzz-findings/score-…`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
FINDINGS: Final = HERE.parent / "fuzz-findings"
SECONDS: Final = 60  # for all targets together
LIMITS: Final = ("-timeout=30", "-rss_limit_mb=1500", "-max_len=65536", "-verbosity=0")


def run(name: str) -> None:
    """Search with the arguments of this process, which are libFuzzer's: files are tried, folders are corpora.

    A folder that is empty gets the seeds first.

    libFuzzer ends its process at once, so it gets one of its own and this one tidies up.
    """
    import atheris

    with atheris.instrument_imports(include=["juryapp"]):
        from fuzz_readers import bench, targets, write_seeds

    with bench() as on:
        target = targets(on)[name]
        for folder in map(Path, sys.argv[1:]):
            if folder.is_dir() and not any(folder.iterdir()):
                write_seeds(target, folder)
        child = os.fork()
        if not child:
            atheris.Setup(sys.argv, target.once)
            atheris.Fuzz()
        _, status = os.waitpid(child, 0)
    raise SystemExit(os.waitstatus_to_exitcode(status))


def main(seconds: int, names: Sequence[str]) -> int:
    """Run the targets, if none is named all, each for its share of `seconds`; 1: something was found.

    As many run at once as there are processors.
    """
    scripts = sorted((HERE / "fuzz").glob("fuzz_*.py"))
    scripts = [s for s in scripts if not names or s.stem.removeprefix("fuzz_") in names]
    FINDINGS.mkdir(exist_ok=True)
    at_once = os.cpu_count() or 1
    share = max(1, seconds * min(at_once, len(scripts)) // len(scripts))
    with ThreadPoolExecutor(at_once) as pool:
        quiet = list(pool.map(lambda script: _is_quiet(script, share), scripts))
    failed = [
        script.stem for script, was_quiet in zip(scripts, quiet, strict=True) if not was_quiet
    ]
    for name in failed:
        say(f"{name} found something: look in {FINDINGS}")
    if not any(FINDINGS.iterdir()):
        FINDINGS.rmdir()
    return 1 if failed else 0


def say(text: str) -> None:
    """Tell how it goes."""
    sys.stderr.write(f"{text}\n")


def _is_quiet(script: Path, seconds: int) -> bool:
    """Run one target; return whether nothing was found."""
    name = script.stem.removeprefix("fuzz_")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="juryapp-fuzz-") as corpus:
        command = [sys.executable, str(script), corpus, *LIMITS]
        command += [f"-max_total_time={seconds}", f"-artifact_prefix={FINDINGS / name}-"]
        done = subprocess.run(
            command, capture_output=True, check=False, cwd=HERE.parent, env=_path()
        )
        inputs = len(list(Path(corpus).iterdir()))
    if done.returncode:
        say((done.stdout + done.stderr).decode(errors="replace")[-4000:])
    spent = time.monotonic() - begun
    say(f"  {name:10} {inputs:5} inputs of interest, {spent:4.0f} s, exit {done.returncode}")
    return done.returncode == 0


def _path() -> dict[str, str]:
    """Return an environment in which targets find the readers and the program of this very checkout."""
    folders = os.pathsep.join(map(str, (HERE, HERE.parent / "src")))
    return {**os.environ, "PYTHONPATH": folders}


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS, sys.argv[2:]))
