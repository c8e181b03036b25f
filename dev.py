#!/usr/bin/env python3
"""Set this checkout up on any machine and run it: one file, standard library only.

    python3 dev.py demo [--headless] [--out DIR]    the program on a complete sample edition
    python3 dev.py test [--quick] [pytest's own]    the checks, then every test
    python3 dev.py check                            style, types, import contracts, translations
    python3 dev.py texts                            bring the translations in line with the sources
    python3 dev.py formats                          bring the published JSON Schemas in line with the sources
    python3 dev.py fuzz [SECONDS]                   search for files that a reader fails on (Linux)

On Windows: py dev.py demo. The first run makes the folder .venv and installs the packages of
constraints.txt in it, which takes a minute or two; later runs start at once. Delete .venv to start afresh.
Ends with 0 when all is well, 1 when a check or a test fails, 2 when used wrongly, 3 when the machine
lacks something that this script may not install.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "ready"
I18N = ROOT / "resources" / "i18n"
LANGUAGES = ("nb", "nn")
OLDEST_PYTHON = (3, 11)

# What Qt loads when it is imported, and what it loads besides to open a window: library -> Debian package.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
CHECKS = {
    "style": ("-m", "ruff", "check", "."),
    "layout": ("-m", "ruff", "format", "--check", "."),
    "types": ("-m", "mypy"),
    "import contracts": ("-c", LINT_IMPORTS),
}


def main(argv: list[str]) -> int:
    """Do the job that the first argument names, with the rest as its own arguments."""
    name, *arguments = argv or [""]
    if name in {"-h", "--help"}:
        print(__doc__)
        return 0
    if name not in JOBS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return JOBS[name](arguments)
    except KeyboardInterrupt:
        return 130


def demo(arguments: list[str]) -> int:
    """Open the window on the sample; without a screen, do the whole job without a window."""
    headless = "--headless" in arguments
    if not headless and not has_screen():
        say("There is no screen here, so the demo does the whole job without a window.")
        arguments, headless = ["--headless", *arguments], True
    if not headless:
        need_libraries({**QT_LIBRARIES, **WINDOW_LIBRARIES})
    prepare()
    return python("-m", "juryapp", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """Run the checks and then the tests, also when a check fails: both answers are wanted."""
    need_libraries(QT_LIBRARIES)
    failed = check([])
    quick = ["-m", "not slow and not benchmark"] if "--quick" in arguments else []
    rest = [argument for argument in arguments if argument != "--quick"]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return python("-m", "pytest", "-n", "auto", *quick, *rest, cwd=ROOT) or failed


def check(_: list[str]) -> int:
    """Run every check, each with one line, and its own words only if it fails."""
    prepare()
    say("Checking …")
    results = {name: checked(*command) for name, command in CHECKS.items()}
    results["translations"] = stale_catalogues()
    for name, complaint in results.items():
        say(f"  {'FAILED' if complaint else 'ok    '}  {name}")
    for complaint in filter(None, results.values()):
        say(f"\n{complaint}")
    return 1 if any(results.values()) else 0


def texts(_: list[str]) -> int:
    """Write the catalogues anew: texts of the sources in, texts no longer used out, all compiled."""
    prepare()
    for path, content in fresh_catalogues().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        say(f"  {path.relative_to(ROOT)}")
    return 0


def formats(_: list[str]) -> int:
    """Write the JSON Schemas of the files that travel anew, from the structs that read them."""
    prepare()
    return python("-m", "juryapp.exchange.schemas", str(ROOT / "resources" / "formats"))


def fuzz(arguments: list[str]) -> int:
    """Search with every target for a share of the time; where the tool is not to be had, say so."""
    prepare()
    if not has_atheris():
        quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
        pins = str(ROOT / "constraints.txt")
        python("-m", "pip", "install", *quiet, "-c", pins, "atheris", stdout=sys.stderr)
    if not has_atheris():
        say("atheris is not to be had here; the tests change files at random all the same.")
        return 0
    seconds = arguments or [os.environ.get("JURYAPP_FUZZ_SECONDS", "60")]
    say(f"Looking for files that a reader fails on, {seconds[0]} s in all …")
    return python(str(ROOT / "tests" / "fuzz_running.py"), *seconds, cwd=ROOT)


JOBS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "texts": texts,
    "formats": formats,
    "fuzz": fuzz,
}


def has_atheris() -> bool:
    """Return whether the tool for coverage-guided searches is in the environment."""
    probe = "import importlib.util, sys; sys.exit(importlib.util.find_spec('atheris') is None)"
    return python("-c", probe) == 0


def checked(*command: str) -> str:
    """Return what the check complains of, "" if of nothing."""
    run = subprocess.run(
        [PYTHON, *command],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return (run.stdout + run.stderr).strip() or "failed without a word" if run.returncode else ""


def stale_catalogues() -> str:
    """Return which catalogues differ from what the sources ask for, "" if none does."""
    fresh = fresh_catalogues()
    stale = [p for p, content in fresh.items() if not p.exists() or p.read_bytes() != content]
    names = "\n".join(f"  {path.relative_to(ROOT)}" for path in stale)
    return f"Not up to date (mend with: python3 dev.py texts):\n{names}" if stale else ""


def fresh_catalogues() -> dict[Path, bytes]:
    """Return what each catalogue should hold now; they are made in a folder that goes away.

    Files but no line numbers stand beside the texts, and no date changes: a run without news changes nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        work, template = Path(folder, "i18n"), Path(folder, "juryapp.pot")
        I18N.mkdir(exist_ok=True)
        shutil.copytree(I18N, work, ignore=shutil.ignore_patterns("*.mo"))
        keywords = ["-k", "_", "-k", "N_", "-k", "ngettext:1,2", "-k", "pgettext:1c,2"]
        style = ["--add-location=file", "--sort-by-file", "--width=100"]
        extract = ["extract", "--no-default-keywords", *keywords, *style, "--project=juryapp"]
        babel(*extract, "-o", str(template), "src/juryapp")
        update = ["--init-missing", "--ignore-pot-creation-date", "--no-fuzzy-matching"]
        for language in LANGUAGES:
            place = ["-i", str(template), "-d", str(work), "-D", "juryapp", "-l", language]
            babel("update", *update, "--ignore-obsolete", "--width=100", *place)
        babel("compile", "-d", str(work), "-D", "juryapp")
        return {I18N / p.relative_to(work): p.read_bytes() for p in sorted(work.rglob("*.?o"))}


def babel(*arguments: str) -> None:
    """Run one command of pybabel, which speaks only when it fails."""
    complaint = checked("-m", "babel.messages.frontend", "--quiet", *arguments)
    if complaint:
        stop(complaint)


def prepare() -> None:
    """Make the environment and install the pinned packages, unless just that is done already."""
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    started = time.monotonic()
    if not is_usable():
        make_environment()
    say("Installing the packages; the first time this takes a minute or two …")
    install_packages()
    STAMP.write_text(wanted, encoding="utf-8")
    say(f"Ready after {time.monotonic() - started:.0f} s.")


def fingerprint() -> str:
    """Return a hash of all that the environment rests on: pins, this Python, this place."""
    pins = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return hashlib.sha256(pins + f"{sys.version}{ROOT}".encode()).hexdigest()


def is_usable() -> bool:
    """Return whether there is a whole environment of the Python that runs this script."""
    if not PYTHON.exists():
        return False
    probe = f"import pip, sys; sys.exit(sys.version != {sys.version!r})"
    return subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False).returncode == 0


def make_environment() -> None:
    """Make .venv anew; Debian keeps what that needs in a package of its own."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if importlib.util.find_spec("ensurepip") is None:
        install_system_packages([f"python3.{sys.version_info.minor}-venv"])
    say(f"Making {VENV} …")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        stop("The environment could not be made; the lines above say why.")


def install_packages() -> None:
    """Install this project, editable, with every package at its pin, also those that build it."""
    pins = str(ROOT / "constraints.txt")
    # Older versions of pip build by the first, newer ones by the second.
    os.environ.update(PIP_CONSTRAINT=pins, PIP_BUILD_CONSTRAINT=pins)
    quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
    if python("-m", "pip", "install", *quiet, "-e", f"{ROOT}[dev,postgresql]", stdout=sys.stderr):
        stop("The packages could not be installed; the lines above say why.")


def need_libraries(wanted: dict[str, str]) -> None:
    """See to it that Qt finds the libraries of the system that it needs (Linux only)."""
    if sys.platform.startswith("linux"):
        missing = [package for library, package in wanted.items() if not is_there(library)]
        if missing:
            install_system_packages(missing)


def is_there(library: str) -> bool:
    """Return whether the system can load `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """Install packages of Debian if this user may, else say which line does it."""
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        stop(f"Some system packages are missing. Debian calls them: {names}")
    if sys.platform != "win32" and os.geteuid() != 0:
        line = f"sudo apt-get install --yes --no-install-recommends {names}"
        stop(f"Some system packages are missing. Run this line, then try again:\n\n    {line}\n")
    say(f"Installing system packages: {names} …")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    subprocess.run(["apt-get", "update", "-qq"], stdout=sys.stderr, check=False)
    install = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *packages]
    if subprocess.run(install, stdout=sys.stderr, check=False).returncode:
        stop(f"These system packages could not be installed: {names}")


def has_screen() -> bool:
    """Return whether a window can be opened: always outside Linux."""
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def python(*arguments: str, cwd: Path | None = None, stdout: TextIO | None = None) -> int:
    """Run the environment's Python and return its exit code."""
    return subprocess.run([PYTHON, *arguments], cwd=cwd, stdout=stdout, check=False).returncode


def say(text: str) -> None:
    """Tell how it goes: to stderr, since stdout belongs to the program that is run."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """End because the machine lacks something; `text` says what to do about it."""
    say(text)
    raise SystemExit(3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
