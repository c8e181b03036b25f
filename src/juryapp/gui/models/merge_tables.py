"""The other tables of the page of score files: files taken in, jurors and what they lack, conflicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from juryapp.application.merge.conflicts import ConflictRow
from juryapp.application.merge.view import SettledBy, SettledConflict, TakenFile
from juryapp.application.packages.overview import PackageLine
from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.instants import format_date, format_instant, parse_instant
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import ROLE_NAMES, Juror
from juryapp.domain.merge_report import UNSIGNED_WORDS
from juryapp.domain.nominees import Nominee
from juryapp.domain.sheets import SheetState
from juryapp.domain.statements import MarkContent
from juryapp.gui.models.merge import NOTHING, mark_words, numbered, rival_words
from juryapp.gui.models.packages import UNSIGNED
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import TONES, Column, Tone

# ------------------------------------------------------------- files taken in


def _taken_state(row: TakenFile) -> tuple[str, str, Role]:
    if not row.counts:
        return _("Taken out"), "undo", "warn"
    if not row.file.complete:
        return _("Draft"), "circle-half", "accent"
    return _("Complete"), "check", "ok"


TAKEN_COLUMNS: Final = (
    Column[TakenFile](
        title=N_("State"),
        text=lambda r: _taken_state(r)[0],
        icon=lambda r: _taken_state(r)[1:],
        role=lambda r: _taken_state(r)[2],
        kind="bodyM",
    ),
    Column[TakenFile](title=N_("Juror"), text=lambda r: r.juror.name if r.juror else r.file.juror),
    Column[TakenFile](
        title=N_("Signed"),
        text=lambda r: _(UNSIGNED_WORDS[r.origin.origin]) if r.origin else _("own machine"),
        icon=lambda r: ("warning", "warn") if r.origin else ("signature", "text3"),
    ),
    Column[TakenFile](
        title=N_("Read in"),
        text=lambda r: format_instant(r.file.received),
        sort=lambda r: r.file.received,
    ),
    Column[TakenFile](
        title=N_("Marks"),
        text=lambda r: str(r.file.marks),
        sort=lambda r: r.file.marks,
        align="right",
    ),
    Column[TakenFile](title=N_("File"), text=lambda r: r.file.name, role="text2", stretch=True),
    Column[TakenFile](
        title=N_("SHA-256"),
        text=lambda r: r.file.sha256[:12],
        role="text2",
        explained=N_(
            "The first twelve characters of the file’s hash, as in the log and the protocol."
        ),
    ),
)


# --------------------------------------------------------------------- jurors

SHEET_LOOKS: Final[dict[SheetState, tuple[str, Tone]]] = {
    SheetState.NOT_RECEIVED: ("circle", "neutral"),
    SheetState.DRAFT: ("circle-half", "accent"),
    SheetState.INCOMPLETE: ("circle-three-quarters", "warn"),
    SheetState.COMPLETE: ("check", "ok"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorRow:
    """A juror who scores, and what has come."""

    line: PackageLine
    received: str  # instant of the newest file that counts, or ""
    missing: bool  # something has yet to come
    conflicts: int  # open ones


def _juror_look(row: JurorRow) -> tuple[str, Role]:
    if row.conflicts:
        return "warning", "warn"
    icon, tone = SHEET_LOOKS[row.line.state]
    return icon, TONES[tone].role


def _juror_state(row: JurorRow) -> str:
    n = row.conflicts
    if n:
        return ngettext("{n} conflict", "{n} conflicts", n).format(n=n)
    told = _(row.line.state_name)
    if row.line.unsigned:
        return f"{told}, {_(UNSIGNED[row.line.unsigned])}"
    return told


JUROR_COLUMNS: Final = (
    Column[JurorRow](
        title=N_("State"),
        text=_juror_state,
        icon=_juror_look,
        role=lambda r: _juror_look(r)[1],
        kind="bodyM",
    ),
    Column[JurorRow](title=N_("Juror"), text=lambda r: r.line.juror.name),
    Column[JurorRow](
        title=N_("Role"), text=lambda r: _(ROLE_NAMES[r.line.juror.role]), role="text2"
    ),
    Column[JurorRow](
        title=N_("Finished"),
        text=lambda r: _("{done} of {total}").format(done=r.line.finished, total=r.line.nominees),
        sort=lambda r: r.line.finished,
        align="right",
    ),
    Column[JurorRow](
        title=N_("Last file"),
        text=lambda r: (
            format_date(parse_instant(r.received).astimezone().date()) if r.received else NOTHING
        ),
        sort=lambda r: r.received or None,
        role="text2",
    ),
    Column[JurorRow](
        title=N_("E-mail"),
        text=lambda r: r.line.juror.email or NOTHING,
        role="text2",
        stretch=True,
    ),
)


def juror_rows(
    lines: Sequence[PackageLine],
    taken: Sequence[TakenFile],
    *,
    missing: Collection[JurorId],
    conflicts: Mapping[JurorId, int],
) -> list[JurorRow]:
    """Return the jurors, those who are missing first."""
    last = {t.file.juror: t.file.received for t in reversed(taken) if t.counts}
    rows = [
        JurorRow(
            line=line,
            received=last.get(line.juror.id, ""),
            missing=line.juror.id in missing,
            conflicts=conflicts.get(line.juror.id, 0),
        )
        for line in lines
    ]
    states = list(SHEET_LOOKS)
    return sorted(
        rows, key=lambda r: (not r.missing, states.index(r.line.state), r.line.juror.number)
    )


# ------------------------------------------------------------------ conflicts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """A conflict: open, or settled and how."""

    juror: Juror
    nominee: Nominee
    criterion: Criterion
    rivals: tuple[MarkContent, ...]
    open: ConflictRow | None = None
    settled: SettledConflict | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What the table knows it by."""
        rev = str(self.settled.rev) if self.settled else "open"
        key = self.open.key if self.open else self.settled.key if self.settled else ()
        return (*key, rev)


def conflict_lines(
    open_now: Sequence[ConflictRow], settled: Sequence[SettledConflict]
) -> list[ConflictLine]:
    """Return the open conflicts, then the settled ones."""
    return [
        *(
            ConflictLine(
                juror=row.juror,
                nominee=row.nominee,
                criterion=row.criterion,
                rivals=tuple(rival.content for rival in row.rivals),
                open=row,
            )
            for row in open_now
        ),
        *(
            ConflictLine(
                juror=row.juror,
                nominee=row.nominee,
                criterion=row.criterion,
                rivals=row.rivals,
                settled=row,
            )
            for row in settled
        ),
    ]


_SETTLED_WORDS: Final = {
    SettledBy.CHAIR: N_("Settled by the chair"),
    SettledBy.JUROR: N_("Settled by a newer file"),
    SettledBy.TAKEN_OUT: N_("A file was taken out"),
}


def _conflict_state(line: ConflictLine) -> tuple[str, str, Role]:
    if line.settled is not None:
        return _(_SETTLED_WORDS[line.settled.how]), "check", "ok"
    return _("Not settled"), "warning", "warn"


CONFLICT_COLUMNS: Final = (
    Column[ConflictLine](
        title=N_("State"),
        text=lambda r: _conflict_state(r)[0],
        icon=lambda r: _conflict_state(r)[1:],
        role=lambda r: _conflict_state(r)[2],
        kind="bodyM",
    ),
    Column[ConflictLine](title=N_("Juror"), text=lambda r: r.juror.name),
    Column[ConflictLine](title=N_("Nominee"), text=lambda r: numbered(r.nominee), stretch=True),
    Column[ConflictLine](title=N_("Criterion"), text=lambda r: r.criterion.name, role="text2"),
    Column[ConflictLine](
        title=N_("Marks"), text=lambda r: " / ".join(rival_words(r.rivals, r.criterion))
    ),
    Column[ConflictLine](
        title=N_("Counts"),
        text=lambda r: mark_words(r.settled.counts, r.criterion) if r.settled else _("neither yet"),
        kind="bodyM",
    ),
)
