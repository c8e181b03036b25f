"""`juryapp`: the window without a command or with one of our files, else the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

SUFFIXES: Final = (".jurypack", ".juryscore", ".juryaward", ".jurydb")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [
        "--intake-worker"
    ]:  # a packed program starts itself once more to read a workbook
        from juryapp.intake.xlsx_worker import main as answer  # noqa: PLC0415 - only there

        answer()
        return 0
    if _wants_window(words):
        return _open_window(words)
    from juryapp.cli.main import main as command_line  # noqa: PLC0415 - the window never needs it

    return command_line(words)


def _wants_window(words: Sequence[str]) -> bool:
    """Whether the window is meant: no command, one of our files, `--selftest`, or the demo with a screen."""
    if "--selftest" in words:
        return True
    if "--help" in words or "-h" in words or "--version" in words:
        return False
    if words[:1] == ["demo"]:
        from juryapp.cli.demo import is_headless  # noqa: PLC0415

        asked = {"--headless", "--json", "--out"} & {word.split("=")[0] for word in words}
        return not asked and not is_headless()
    rest = _without_options(words)
    return not rest or (len(rest) == 1 and rest[0].lower().endswith(SUFFIXES))


def _without_options(words: Sequence[str]) -> list[str]:
    """Return the words that are neither `--data DIR`, `--language LANG` nor `--database PLACE`."""
    rest, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in {"--data", "--language", "--database"}:
            skip = True
        elif not word.startswith(("--data=", "--language=", "--database=")):
            rest.append(word)
    return rest


def _open_window(words: Sequence[str]) -> int:
    if "--selftest" in words:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from juryapp.gui.app import main as window  # noqa: PLC0415 - only the window needs Qt

    return window(words)


if __name__ == "__main__":
    sys.exit(main())
