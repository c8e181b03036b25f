"""The table of the log. Its rows are places in a `LogBook`: a line is told when it is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from juryapp.application.log.check import Soundness
from juryapp.application.log.reading import LogLine
from juryapp.application.log.sentences import LOG_KIND_NAMES, LogKind
from juryapp.base.collation import sort_key
from juryapp.base.i18n import N_, _
from juryapp.base.instants import parse_instant
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import Column

LineOf = Callable[[int], LogLine]
VERDICT_LOOKS: Final[Mapping[Soundness, tuple[str, Role]]] = {
    Soundness.WHOLE: ("check-circle", "ok"),
    Soundness.PARTIAL: ("warning", "warn"),
    Soundness.DIFFERS: ("error", "error"),
}
KIND_ICONS: Final[Mapping[LogKind, str]] = {
    LogKind.SETUP: "settings",
    LogKind.PACKAGES: "package",
    LogKind.FILES: "inbox",
    LogKind.MARKS: "scale",
    LogKind.IMPARTIALITY: "recused",
    LogKind.DECISIONS: "decision",
    LogKind.KEYS: "key",
    LogKind.COPIES: "backup",
}


def log_columns(line: LineOf) -> tuple[Column[int], ...]:
    """Return the columns; `line` tells the entry at a place."""
    return (*_columns_of_time(line), *_columns_of_deed(line))


def _columns_of_time(line: LineOf) -> tuple[Column[int], ...]:
    return (
        Column[int](
            title=N_("No."),
            text=lambda place: str(line(place).seq),
            sort=lambda place: line(place).seq,
            align="right",
            role="text2",
            width=64,
        ),
        Column[int](
            title=N_("When"),
            text=lambda place: when(line(place).at),
            sort=lambda place: line(place).at,
            width=164,
        ),
    )


def _columns_of_deed(line: LineOf) -> tuple[Column[int], ...]:
    return (
        Column[int](
            title=N_("Who"),
            text=lambda place: line(place).who,
            sort=lambda place: sort_key(line(place).who),
            width=150,
        ),
        Column[int](
            title=N_("What was done"),
            text=lambda place: line(place).what,
            icon=lambda place: (KIND_ICONS[line(place).kind], "text2"),
            stretch=True,
        ),
        Column[int](
            title=N_("About"),
            text=lambda place: _(LOG_KIND_NAMES[line(place).kind]),
            role="text2",
            width=204,
        ),
        Column[int](
            title=N_("Hash"),
            text=lambda place: line(place).hash[:12],
            role="text2",
            width=140,
            explained=N_("The first twelve characters of the entry’s hash, as on papers."),
        ),
    )


def when(at: str) -> str:
    """Return a point in time in local time, short: 2026-11-12 14:02; as it stands if it is none."""
    try:
        return f"{parse_instant(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:  # somebody has made the entry into something else
        return at
