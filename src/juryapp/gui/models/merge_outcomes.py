"""Every file of the list, every file laid aside and everybody who is missing, as rows of one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from juryapp.application.merge.merging import FileStatus
from juryapp.application.packages.overview import PackageLine
from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.instants import format_instant
from juryapp.domain.ids import JurorId
from juryapp.domain.packages import HeldFile
from juryapp.gui.models.merge import NOTHING
from juryapp.gui.models.merge_files import FileRow
from juryapp.gui.widgets import TONES, Column, Tone


class Fate(StrEnum):
    """What becomes of a file, or of a juror from whom none has come."""

    CONFLICT = "conflict"
    REFUSED = "refused"
    WAITS = "waits"  # for a person's yes
    HELD = "held"
    CHANGED = "changed"  # an earlier file of the juror was taken in
    NEW = "new"
    SAME = "same"
    OLDER = "older"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FateLook:
    """How a fate is called and looks."""

    word: str  # marked with N_
    icon: str
    tone: Tone


FATES: Final = {
    Fate.CONFLICT: FateLook(N_("In conflict"), "warning", "warn"),
    Fate.REFUSED: FateLook(N_("Refused"), "error", "error"),
    Fate.WAITS: FateLook(N_("Waits for a yes"), "machine", "warn"),
    Fate.HELD: FateLook(N_("Laid aside"), "clock", "warn"),
    Fate.CHANGED: FateLook(N_("Changed"), "refresh", "accent"),
    Fate.NEW: FateLook(N_("New"), "plus", "ok"),
    Fate.SAME: FateLook(N_("Nothing new"), "dot", "neutral"),
    Fate.OLDER: FateLook(N_("Older"), "history", "neutral"),
    Fate.MISSING: FateLook(N_("Missing"), "person", "neutral"),
}
_BY_STATUS: Final[dict[str, Fate]] = {
    "draft": Fate.SAME,
    FileStatus.NOTHING_NEW: Fate.SAME,
    FileStatus.ALREADY: Fate.SAME,
    FileStatus.OLDER: Fate.OLDER,
    FileStatus.TAKEN_OUT: Fate.WAITS,
    FileStatus.SECOND_MACHINE: Fate.WAITS,
    FileStatus.UNSIGNED: Fate.WAITS,
    FileStatus.HELD: Fate.HELD,
    FileStatus.HELD_ALREADY: Fate.HELD,
    FileStatus.REFUSED: Fate.REFUSED,
}
_ORDER: Final = tuple(Fate)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One row: a file, or a juror who is missing."""

    key: Hashable
    fate: Fate
    juror: str
    finished: str = ""
    new: int = 0
    changed: int = 0
    conflicts: int = 0
    file: str = ""
    dated: str = ""  # instant
    sentence: str = ""

    @property
    def look(self) -> FateLook:
        """How its fate looks."""
        return FATES[self.fate]


def outcome_rows(
    files: Iterable[FileRow],
    held: Sequence[HeldFile],
    missing: Sequence[PackageLine],
    names: Mapping[JurorId, str],
) -> list[OutcomeRow]:
    """Return the rows, what needs somebody first; who is missing and has a complete file here is not.

    Args:
        files: The files of the list.
        held: Files that were laid aside; those that stand in the list are not said twice.
        missing: Of whom something has yet to come.
        names: The jurors'.
    """
    listed = list(files)
    here = {row.sha256 for row in listed if row.sha256}
    coming = {row.verdict.juror.id for row in listed if row.verdict.juror and _hands_in(row)}
    rows = [_file_row(row) for row in listed]
    rows += [_held_row(file, names) for file in held if file.sha256 not in here]
    rows += [_missing_row(line) for line in missing if line.juror.id not in coming]
    return sorted(rows, key=lambda r: _ORDER.index(r.fate))


def _hands_in(row: FileRow) -> bool:
    return row.verdict.complete and _fate(row) in {Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.OLDER}


def _fate(row: FileRow) -> Fate:
    if row.verdict.status is not FileStatus.NEW:
        return _BY_STATUS[row.verdict.status]
    if row.verdict.conflicts:
        return Fate.CONFLICT
    return Fate.CHANGED if row.newer else Fate.NEW


def _file_row(row: FileRow) -> OutcomeRow:
    verdict = row.verdict
    return OutcomeRow(
        key=row.path,
        fate=_fate(row),
        juror=verdict.juror.name if verdict.juror else NOTHING,
        finished=row.finished_words(),
        new=verdict.new,
        changed=verdict.changed,
        conflicts=verdict.conflicts,
        file=row.path.name,
        dated=row.dated,
        sentence=row.sentence(),
    )


def _held_row(file: HeldFile, names: Mapping[JurorId, str]) -> OutcomeRow:
    came = format_instant(file.received)
    return OutcomeRow(
        key=("held", file.sha256),
        fate=Fate.HELD,
        juror=names.get(file.juror, file.juror),
        file=file.name,
        dated=file.made,
        sentence=_(
            "This file came on {when}, after the round was closed. It is kept as it came, and nothing of it"
            " counts."
        ).format(when=came),
    )


def _missing_row(line: PackageLine) -> OutcomeRow:
    done = _("{done} of {total}").format(done=line.finished, total=line.nominees)
    state = _(line.state_name)
    return OutcomeRow(
        key=("missing", line.juror.id),
        fate=Fate.MISSING,
        juror=line.juror.name,
        finished=done if line.finished else "",
        sentence=_("{name} has yet to hand in: {state}.").format(
            name=line.juror.name, state=state.lower()
        ),
    )


def fate_counts(rows: Iterable[OutcomeRow]) -> Counter[Fate]:
    """Return how many rows there are of each fate."""
    return Counter(row.fate for row in rows)


def fate_choices(rows: Collection[OutcomeRow]) -> list[tuple[str, str]]:
    """Return what the table can be narrowed down to, with numbers; `""` is everything."""
    counts = fate_counts(rows)
    everything = _("All {n}").format(n=len(rows))
    words = [(str(fate), f"{_(FATES[fate].word)} {counts[fate]}") for fate in Fate if counts[fate]]
    return [("", everything), *words]


def _number(n: int) -> str:
    return str(n) if n else NOTHING


OUTCOME_COLUMNS: Final = (
    Column[OutcomeRow](
        title=N_("State"),
        text=lambda r: _(r.look.word),
        icon=lambda r: (r.look.icon, TONES[r.look.tone].role),
        role=lambda r: TONES[r.look.tone].role,
        kind="bodyM",
        sort=lambda r: _ORDER.index(r.fate),
    ),
    Column[OutcomeRow](title=N_("Juror"), text=lambda r: r.juror, stretch=True),
    Column[OutcomeRow](title=N_("Finished"), text=lambda r: r.finished or NOTHING, role="text2"),
    Column[OutcomeRow](
        title=N_("New"), text=lambda r: _number(r.new), sort=lambda r: r.new, align="right"
    ),
    Column[OutcomeRow](
        title=N_("Replaced"),
        text=lambda r: _number(r.changed),
        sort=lambda r: r.changed,
        align="right",
    ),
    Column[OutcomeRow](title=N_("File"), text=lambda r: r.file or NOTHING, role="text2"),
    Column[OutcomeRow](
        title=N_("Dated"), text=lambda r: format_instant(r.dated) if r.dated else NOTHING
    ),
    Column[OutcomeRow](
        title=N_("Conflicts"), text=lambda r: _number(r.conflicts), sort=lambda r: r.conflicts
    ),
    Column[OutcomeRow](title=N_("What it means"), text=lambda r: r.sentence),
)
COPIED_ONLY: Final = 3  # so many of the last columns are for the copy; words below say the same


def outcome_heading(rows: Collection[OutcomeRow]) -> str:
    """Return how many files there are."""
    n = sum(row.fate is not Fate.MISSING for row in rows)
    return ngettext("{n} file", "{n} files", n).format(n=n)
