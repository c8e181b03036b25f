"""`juryapp`: the window without a command or with one of our files, else the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from juryapp.base.screen import has_screen

SUFFIXES: Final = (".jurypack", ".juryscore", ".juryreceipt", ".juryaward", ".jurymove", ".jurydb")
WITH_VALUE: Final = ("--data", "--language", "--database")
INTAKE_WORKER: Final = "--intake-worker"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [INTAKE_WORKER]:  # a packed program reads workbooks in a process of its own
        from juryapp.intake.xlsx_worker import main as worker  # noqa: PLC0415 - nobody else needs it

        worker()
        return 0
    if wants_window(words):
        from juryapp.window import main as window  # noqa: PLC0415 - only the window needs Qt

        return window(words)
    from juryapp.cli.main import main as command_line  # noqa: PLC0415 - the window never needs it

    return command_line(words)


def wants_window(words: Sequence[str]) -> bool:
    """Whether the window is meant: no command, one of our files, `--selftest`, the demo with a screen."""
    if "--selftest" in words:
        return True
    if {"--help", "-h", "--version", "--json"} & set(words):
        return False
    rest = without_options(words)
    if rest[:1] == ["demo"]:
        asked = {"--headless", "--out"} & {word.split("=")[0] for word in words}
        return not asked and has_screen()
    return not rest or (len(rest) == 1 and rest[0].lower().endswith(SUFFIXES))


def without_options(words: Sequence[str]) -> list[str]:
    """Return the words that are neither common options nor their values."""
    rest: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in WITH_VALUE:
            skip = True
        elif not word.startswith(tuple(f"{option}=" for option in WITH_VALUE)):
            rest.append(word)
    return rest


if __name__ == "__main__":
    sys.exit(main())
