"""What a command answers: lines for people, one object for scripts, and an exit code."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from juryapp.base.errors import FileFormatError, UnavailableError, UserError
from juryapp.base.i18n import _, translated


class Exit(IntEnum):
    """Exit codes; of several, the highest wins."""

    DONE = 0
    TO_DECIDE = 1  # done, and something is to be decided, or differs
    REFUSED = 2  # refused, or used wrongly; this input left nothing
    UNAVAILABLE = 3  # the machine says no
    BUG = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """A command's answer."""

    lines: Sequence[str] = ()
    document: Mapping[str, Any] = field(default_factory=dict)
    code: Exit = Exit.DONE


def exit_code(error: UserError) -> Exit:
    """Return the exit code of an error."""
    return Exit.UNAVAILABLE if isinstance(error, UnavailableError) else Exit.REFUSED


def error_document(error: UserError) -> dict[str, Any]:
    """Return an error for scripts: code and keys are the same in every language."""
    placed = error if isinstance(error, FileFormatError) else None
    return {
        "code": error.code,
        "message": translated(error),
        "file": (placed.file or None) if placed else None,
        "row": placed.row if placed else None,
        "column": placed.column if placed else None,
    }


def prepare_streams(*, as_json: bool) -> None:
    """Let stdout and stderr take every letter; an object for scripts is UTF-8 on every machine."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if as_json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def told(answer: Answer, command: str, *, as_json: bool) -> Exit:
    """Print an answer and return its exit code; 3 if the answer cannot be written.

    Whoever reads only the first lines (`juryapp results | head -1`) has what was wanted: no error.
    """
    try:
        _print(answer, command, as_json=as_json)
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would be tried again, and reported, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print(f"juryapp: {error.strerror}", file=sys.stderr)
            return Exit.UNAVAILABLE
    return answer.code


def _print(answer: Answer, command: str, *, as_json: bool) -> None:
    if as_json:
        document = {"ok": answer.code < Exit.REFUSED, "command": command, **answer.document}
        print(json.dumps(document, ensure_ascii=False))
        return
    for line in answer.lines:
        print(line)


def tell_error(error: UserError, command: str, *, as_json: bool) -> Exit:
    """Print an error (to stdout as one object for scripts, else to stderr) and return its exit code."""
    if as_json:
        answer = Answer(document={"error": error_document(error)}, code=exit_code(error))
        return told(answer, command, as_json=True)
    print(f"juryapp: {_place(error)}{translated(error)}", file=sys.stderr)
    return exit_code(error)


def _place(error: UserError) -> str:
    """Return where in a table something is wrong, if the sentence does not say: "m.csv, row 3, mark: "."""
    said = "{row}" in error.template
    if said or not isinstance(error, FileFormatError) or error.row is None:
        return ""
    parts = [error.file, _("row {n}").format(n=error.row), error.column]
    return ", ".join(part for part in parts if part) + ": "


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines with aligned columns, the last one ragged."""
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
