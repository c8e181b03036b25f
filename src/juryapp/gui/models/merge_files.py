"""The files that wait to be read in: state as icon and word, the whole sentence, what can be said yes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from juryapp.application.merge.merging import FILE_STATUS_NAMES, FileStatus, FileVerdict
from juryapp.application.merge.view import Finished
from juryapp.base.i18n import N_, _, ngettext, translated
from juryapp.base.instants import format_instant
from juryapp.domain.merge_report import TAKEN
from juryapp.domain.packages import PackageKind
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import TONES, Column, ListRow, Tone

TAKE_SECOND: Final = N_("The juror has two machines – take it")
TAKE_UNSIGNED: Final = N_("The juror has sent this workbook – take it")
TAKE_AGAIN: Final = N_("Take it in again")
_BUTTONS: Final = {
    FileStatus.SECOND_MACHINE: TAKE_SECOND,
    FileStatus.UNSIGNED: TAKE_UNSIGNED,
    FileStatus.TAKEN_OUT: TAKE_AGAIN,
}
_UNSIGNED_SHORT: Final = {
    "workbook": N_("Excel, not signed"),
    "paper": N_("paper, not signed"),
}
_WORTH_READING: Final = frozenset({"E-UNSIGNED", "E-UNFINISHED"})
TWICE_HERE: Final = N_("The same file stands in this list already. It is read in once.")
_HELD: Final[dict[str, str]] = {
    FileStatus.ALREADY: N_("This very file has been read in already. Nothing changes."),
    FileStatus.HELD: N_(
        "The round is closed, so this file is laid aside as it came. Nothing of it counts unless the chair"
        " opens the round again."
    ),
    FileStatus.HELD_ALREADY: N_("This very file is laid aside already. Nothing changes."),
    FileStatus.DRAFT: N_(
        "{name} has handed in already. This draft is kept, and changes nothing that counts."
    ),
    FileStatus.TAKEN_OUT: N_(
        "This file was taken out again. It counts only if you take it in again."
    ),
    FileStatus.SECOND_MACHINE: N_(
        "The file belongs to the jury package of {name}, but was signed on another machine than before. Ask"
        " {name} whether there are two machines."
    ),
    FileStatus.UNSIGNED: N_(
        "{name} has handed in signed, from another machine. Nobody signed this workbook, and it would"
        " replace that. Ask {name} whether it is the one that counts."
    ),
}
_LOOKS: Final[dict[str, tuple[str, Tone]]] = {
    FileStatus.NEW: ("check", "ok"),
    FileStatus.NOTHING_NEW: ("dot", "neutral"),
    FileStatus.OLDER: ("history", "neutral"),
    FileStatus.ALREADY: ("check-circle", "neutral"),
    FileStatus.TAKEN_OUT: ("undo", "warn"),
    FileStatus.SECOND_MACHINE: ("machine", "warn"),
    FileStatus.UNSIGNED: ("spreadsheet", "warn"),
    "draft": ("circle-half", "neutral"),
    FileStatus.HELD: ("clock", "warn"),
    FileStatus.HELD_ALREADY: ("clock", "neutral"),
    FileStatus.REFUSED: ("error", "error"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file of the list."""

    verdict: FileVerdict
    finished: Finished | None
    newer: bool  # an earlier file of the juror was taken in
    dated: str  # instant: when it was made; for a refused file when it was last changed
    done: bool = False  # it was read in just now
    late: bool = False  # it comes after the deadline

    @property
    def path(self) -> Path:
        """Which file."""
        return self.verdict.path

    @property
    def title(self) -> str:
        """The juror's name, or the file's if that is not known."""
        return self.verdict.juror.name if self.verdict.juror else self.verdict.path.name

    @property
    def sha256(self) -> str:
        """The file's hash, "" if it was refused."""
        return self.verdict.opened.sha256 if self.verdict.opened else ""

    @property
    def unsigned(self) -> str:
        """How a file came about that nobody signed, "" of a signed one."""
        opened = self.verdict.opened
        return "" if opened is None or opened.is_signed else str(opened.content.origin)

    @property
    def button(self) -> str:
        """What a person may say yes to, marked with `N_`, or ""."""
        return _BUTTONS.get(self.verdict.status, "")

    def look(self) -> tuple[str, Tone]:
        """Return icon and tone."""
        if self.verdict.status is FileStatus.NEW:
            if self.verdict.conflicts:
                return "warning", "warn"
            if not self.verdict.complete:
                return "circle-half", "accent"
            if self.newer and not self.done:
                return "refresh", "accent"
        return _LOOKS[self.verdict.status]

    def state(self) -> str:
        """Return the state in a few words."""
        verdict = self.verdict
        if verdict.status is FileStatus.NEW:
            return self._new_words()
        if verdict.status is FileStatus.ALREADY:
            if not verdict.received:
                return _("Twice in this list")
            return _("Taken in on {when}").format(when=format_instant(verdict.received))
        return _(FILE_STATUS_NAMES[verdict.status])

    def _new_words(self) -> str:
        parts = [self.finished_words()]
        if self.verdict.conflicts:
            n = self.verdict.conflicts
            parts.insert(0, ngettext("{n} conflict", "{n} conflicts", n).format(n=n))
        elif self.newer:
            parts.insert(0, _("Newer"))
        if self.late:
            parts.append(_("late"))
        if self.unsigned:
            parts.append(_(_UNSIGNED_SHORT[self.unsigned]))
        return " · ".join(part for part in parts if part)

    def finished_words(self) -> str:
        """Return “32 of 32, complete”."""
        if self.finished is None or self.verdict.opened is None:
            return ""
        numbers = {"done": self.finished.done, "total": self.finished.total}
        if self.verdict.opened.content.kind is PackageKind.DECLARE:
            if self.verdict.complete:
                return _("{done} of {total} declared, machine works").format(**numbers)
            return _("{done} of {total} declared, draft").format(**numbers)
        if self.verdict.complete:
            return _("{done} of {total}, complete").format(**numbers)
        return _("{done} of {total}, draft").format(**numbers)

    def sentence(self) -> str:
        """Return what there is to say about the file, in whole sentences."""
        verdict = self.verdict
        if verdict.error is not None:
            return translated(verdict.error)
        said = self._held_sentence() or self._new_sentence()
        told = [
            _(notice.template).format_map(notice.params)
            for notice in verdict.notices
            if notice.code in _WORTH_READING
        ]
        return " ".join([said, *told])

    def _held_sentence(self) -> str:
        """Return why the file is not simply read in, "" if it is."""
        status = self.verdict.status
        if status is FileStatus.ALREADY and not self.verdict.received:
            return _(TWICE_HERE)
        return _(_HELD[status]).format(name=self.title) if status in _HELD else ""

    def _new_sentence(self) -> str:
        verdict = self.verdict
        if verdict.status is FileStatus.NOTHING_NEW:
            return _("What this file says stands already. It is kept, and nothing changes.")
        if verdict.status is FileStatus.OLDER:
            return _(
                "{name} has handed in newer marks already. This file adds to the history only."
            ).format(name=self.title)
        said = _("{n} marks are new, {m} replace older ones.").format(
            n=verdict.new, m=verdict.changed
        )
        n = verdict.conflicts
        if n:
            more = ngettext(
                "{n} contradicts what stands.", "{n} contradict what stands.", n
            ).format(n=n)
            said = f"{said} {more}"
        if self.late:
            said = f"{said} {_('It comes after the deadline; that stands with it.')}"
        if verdict.complete:
            return said
        draft = _("This is a draft: it is not in the result until {name} hands in.")
        return f"{said} {draft.format(name=self.title)}"


def dated_words(row: FileRow) -> str:
    """Return which file it is and when it was made."""
    if not row.dated:
        return row.path.name
    return _("{file}, from {when}").format(file=row.path.name, when=format_instant(row.dated))


def file_rows(
    files: Sequence[FileVerdict],
    finished: Mapping[str, Finished],
    *,
    has_earlier: Callable[[FileVerdict], bool],
    dated: Callable[[FileVerdict], str],
    late: bool = False,
    done: bool = False,
) -> list[FileRow]:
    """Return a row for each file."""
    return [
        FileRow(
            verdict=verdict,
            finished=finished.get(verdict.opened.sha256) if verdict.opened else None,
            newer=has_earlier(verdict),
            dated=dated(verdict),
            done=done,
            late=late,
        )
        for verdict in files
    ]


_ROLES: Final[dict[Tone, Role]] = {"warn": "warn", "error": "error"}


def list_row(row: FileRow) -> ListRow:
    """Return how a file looks in the list at the left."""
    icon, tone = row.look()
    return ListRow(
        key=row.path,
        title=row.title,
        subtitle=row.state(),
        subtitle_role=_ROLES.get(tone, "text2"),
        icon=icon,
        icon_tone=tone,
        tile=True,
    )


# -------------------------------------------------------------------- the report


def _report_role(row: FileRow) -> Role:
    return TONES[row.look()[1]].role


def _dated_words(row: FileRow) -> str:
    return format_instant(row.dated) if row.dated else ""


def _report_word(row: FileRow) -> str:
    if row.done and row.verdict.status in TAKEN:
        n = row.verdict.conflicts
        if n:
            return ngettext("Read in, {n} conflict", "Read in, {n} conflicts", n).format(n=n)
        return _("Read in")
    if row.verdict.status is FileStatus.ALREADY and row.verdict.received:
        return _("Read in before")
    return _(FILE_STATUS_NAMES[row.verdict.status])


COPIED_ONLY: Final = (
    2  # so many of the last columns are for the copy; the page shows them elsewhere
)
REPORT_COLUMNS: Final = (
    Column[FileRow](
        title=N_("State"),
        text=_report_word,
        icon=lambda r: (r.look()[0], _report_role(r)),
        role=_report_role,
        kind="bodyM",
    ),
    Column[FileRow](
        title=N_("Juror"), text=lambda r: r.verdict.juror.name if r.verdict.juror else "–"
    ),
    Column[FileRow](title=N_("Finished"), text=FileRow.finished_words, role="text2"),
    Column[FileRow](
        title=N_("New"),
        text=lambda r: str(r.verdict.new),
        sort=lambda r: r.verdict.new,
        align="right",
    ),
    Column[FileRow](
        title=N_("Replaced"),
        text=lambda r: str(r.verdict.changed),
        sort=lambda r: r.verdict.changed,
        align="right",
    ),
    Column[FileRow](title=N_("File"), text=lambda r: r.path.name, role="text2", stretch=True),
    Column[FileRow](title=N_("Dated"), text=_dated_words),
    Column[FileRow](title=N_("What it means"), text=FileRow.sentence),
)
