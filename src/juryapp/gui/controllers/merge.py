"""Taking score files in: previews and merges as jobs, and what is settled or taken out on the page.

`changed` says that something to be shown is different. A preview that was overtaken by another choice of
files is dropped when it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from juryapp.application.merge.confirmation import confirmation_letter
from juryapp.application.merge.conflicts import ConflictRow, settle
from juryapp.application.merge.inbox import other_files_in, score_files_in
from juryapp.application.merge.merging import (
    FileStatus,
    FileVerdict,
    MergePlan,
    MergeReport,
    merge,
    preview_held,
    preview_merge,
)
from juryapp.application.merge.opening import SCORE_SUFFIX, WORKBOOK_SUFFIX
from juryapp.application.merge.plan import WAITING
from juryapp.application.merge.reminders import question, reminder, reminder_to_all, unfinished
from juryapp.application.merge.reports import render_report
from juryapp.application.merge.showing_marks import note_marks_shown
from juryapp.application.merge.taking_out import put_back, take_out
from juryapp.application.merge.view import (
    Decider,
    Finished,
    coming_conflicts,
    finished_in,
    who_settles,
)
from juryapp.application.packages.letters import Letter
from juryapp.application.packages.overview import PackageLine
from juryapp.application.progress import Progress
from juryapp.application.session import Session
from juryapp.base.errors import UserError
from juryapp.base.i18n import LANGUAGES, _, ngettext
from juryapp.base.instants import instant_text
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.jury import Juror
from juryapp.domain.statements import MarkContent
from juryapp.gui.commands.change import Change as UseCase
from juryapp.gui.controllers.merge_standing import Standing, standing_of
from juryapp.gui.controllers.receipts import ReceiptController
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.models.merge_files import FileRow, file_rows
from juryapp.gui.models.merge_outcomes import OutcomeRow, outcome_rows
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell

_WATCHED: Final = (Topic.MARKS, Topic.DECLARATIONS, Topic.FILES, Topic.ROUND, Topic.PACKAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a preview found."""

    plan: MergePlan
    finished: dict[str, Finished]
    conflicts: tuple[ConflictRow, ...]  # that come with the files


@dataclass(slots=True)
class _Chosen:
    """The files that wait, and what was found about them."""

    paths: tuple[Path, ...] = ()
    accepted: frozenset[str] = frozenset()
    reading: Reading | None = None
    marks_shown: bool = False
    held: bool = False  # the files are those that were laid aside
    generation: int = field(default=0)


class MergeController(QObject):
    """Knows the use cases of the page of score files."""

    changed = Signal()
    previewed = Signal()  # a preview of files that were just chosen is there
    merged = Signal()

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._chosen = _Chosen()
        self._running = 0
        self._told_tampering = False
        self._standing: Standing | None = None
        self.report: MergeReport | None = None
        self._report_rows: tuple[FileRow, ...] = ()
        self.receipts = ReceiptController(shell, workspace)
        workspace.closed.connect(self._forget)

    # --- what stands

    @property
    def _session(self) -> Session:
        return self._workspace.session

    @property
    def standing(self) -> Standing | None:
        """What stands in the edition; None when none is open."""
        return self._standing

    def has_taken(self) -> bool:
        """Return whether any file was taken in or laid aside, so that there are receipts to write."""
        return self._standing is not None and bool(self._standing.taken or self._standing.held)

    @property
    def is_reading(self) -> bool:
        """Whether a preview or a merge is running."""
        return bool(self._running)

    @property
    def is_open(self) -> bool:
        """Whether files can be read in: the round is open."""
        return self._standing is not None and self._standing.overview.is_open

    def refresh(self, changes: ChangeSet | None = None) -> None:
        """Read anew what stands; a preview that it may have made old is made again."""
        if self._workspace.kind is not Kind.EDITION:
            return
        with telling(self._shell.notifier):
            self._standing = standing_of(self._session)
            self._tell_tampering(self._standing)
        stale = changes is None or changes.touches(*_WATCHED)
        if stale and self._chosen.reading is not None and not self._running:
            self._preview(again=True)
        self.changed.emit()

    def _tell_tampering(self, standing: Standing) -> None:
        """Say once that a report on a merge was changed."""
        if standing.tampered is not None and not self._told_tampering:
            self._told_tampering = True
            self._shell.notifier.error(standing.tampered)

    def _forget(self) -> None:
        self._told_tampering = False
        generation = self._chosen.generation + 1
        self._chosen = _Chosen(generation=generation)
        self._standing, self.report, self._report_rows = None, None, ()
        self.changed.emit()

    # --- the files that wait

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that wait."""
        return self._chosen.paths

    @property
    def plan(self) -> MergePlan | None:
        """What reading them in would do; None before that is known."""
        return self._chosen.reading.plan if self._chosen.reading else None

    @property
    def marks_shown(self) -> bool:
        """Whether somebody asked for the marks in the preview."""
        return self._chosen.marks_shown

    def rows(self) -> list[FileRow]:
        """Return the files that wait, with what was found about them."""
        reading = self._chosen.reading
        return self._rows(reading.plan.files, reading.finished) if reading else []

    def report_rows(self) -> tuple[FileRow, ...]:
        """Return the files of the merge that was just made."""
        return self._report_rows

    def _rows(
        self, files: Sequence[FileVerdict], finished: dict[str, Finished], *, done: bool = False
    ) -> list[FileRow]:
        taken = self._standing.taken if self._standing else ()
        earlier = {t.file.juror for t in taken if t.counts}
        return file_rows(
            files,
            finished,
            has_earlier=lambda v: v.juror is not None and v.juror.id in earlier,
            dated=_dated,
            late=self._is_late(),
            done=done,
        )

    def _is_late(self) -> bool:
        """Return whether what comes now comes after the deadline."""
        standing = self._standing
        deadline = standing.overview.edition.deadline if standing else ""
        return bool(deadline) and self._session.services.now()[:10] > deadline

    def outcome_rows(self) -> list[OutcomeRow]:
        """Return what becomes of each file, with those laid aside and everybody who is missing."""
        standing = self._standing
        if standing is None:
            return []
        names = {juror: found.name for juror, found in standing.names.jurors.items()}
        return outcome_rows(self.rows(), standing.held, standing.missing, names)

    def add(self, paths: Sequence[Path]) -> None:
        """Look at more files; folders stand for the score files in them."""
        found = [file for path in paths for file in self._files_in(path)]
        if not found:
            return
        self.report, self._report_rows = None, ()
        earlier = () if self._chosen.held else self._chosen.paths
        self._chosen.held = False
        self._chosen.paths = tuple(dict.fromkeys([*earlier, *found]))
        self._preview()

    def may_look_at_held(self) -> bool:
        """Return whether there are files laid aside that may be taken in now."""
        return self.is_open and self._standing is not None and bool(self._standing.held)

    def somebody_is_missing(self) -> bool:
        """Return whether somebody has yet to hand in."""
        return self._standing is not None and bool(self._standing.missing)

    def has_merges(self) -> bool:
        """Return whether files have ever been read in."""
        return self._standing is not None and bool(self._standing.merges)

    def look_at_held(self) -> None:
        """Look at the files that were laid aside, once the round is open again."""
        held = self._standing.held if self._standing else ()
        if not held or not self.is_open:
            return
        self.report, self._report_rows = None, ()
        self._chosen = _Chosen(
            paths=tuple(Path(file.name) for file in held),
            held=True,
            generation=self._chosen.generation + 1,
        )
        self._preview()

    def _files_in(self, path: Path) -> list[Path]:
        if not path.is_dir():
            return [path]
        try:
            services = self._workspace.services
            files, others = score_files_in(services, path), other_files_in(services, path)
        except UserError as error:
            self._shell.notifier.error(error)
            return []
        if files and others:
            left = ngettext(
                "{n} other file is left alone", "{n} other files are left alone", others
            )
            self._shell.notifier.ok(left.format(n=others))
        if not files:
            self._shell.notifier.warn(
                _("There is no score file in the folder “{folder}”.").format(folder=path.name),
                _(
                    "Score files end in .juryscore, Excel ballots in .xlsx. Choose the folder in which they"
                    " lie."
                ),
            )
        return files

    def remove(self, path: Path) -> None:
        """Take a file off the list; those that were laid aside go together."""
        if self._chosen.held:
            self.clear()
            return
        self._chosen.paths = tuple(other for other in self._chosen.paths if other != path)
        self._preview()

    def clear(self) -> None:
        """Take all files off the list."""
        self._chosen = _Chosen(generation=self._chosen.generation + 1)
        self.changed.emit()

    def accept(self, sha256: str) -> None:
        """Say yes to a file of a second machine, or to one that was taken out."""
        self._chosen.accepted |= {sha256}
        self._preview()

    def show_marks(self, shown: bool) -> None:
        """Show the marks of the preview, after writing that to the log, or hide them."""
        if shown and self.plan is not None:
            files = [row.sha256 for row in self.rows() if row.sha256]
            if not self._workspace.change(lambda: note_marks_shown(self._session, files)):
                return
        self._chosen.marks_shown = shown
        self.changed.emit()

    def _preview(self, *, again: bool = False) -> None:
        """Read the files in the worker; what they say is shown when it is there."""
        chosen = self._chosen
        chosen.generation += 1
        generation, paths, accepted = chosen.generation, chosen.paths, chosen.accepted
        if not paths:
            self.clear()
            return
        if not again:
            chosen.marks_shown = False  # looking was noted for those files only
        session, held = self._session, chosen.held

        def work(progress: Progress) -> Reading:
            if held:
                plan = preview_held(session, accepted=accepted, progress=progress)
            else:
                plan = preview_merge(session, paths, accepted=accepted, progress=progress)
            opened = [verdict.opened for verdict in plan.files if verdict.opened]
            return Reading(
                plan=plan,
                finished=finished_in(session, opened),
                conflicts=tuple(coming_conflicts(session, plan)),
            )

        def done(reading: Reading) -> None:
            self._running -= 1
            if generation == self._chosen.generation:
                self._chosen.reading = reading
                self.changed.emit()
                if not again:
                    self.previewed.emit()

        title = ngettext("Looking through {n} file", "Looking through {n} files", len(paths))
        self._running += 1
        self._shell.jobs.start(
            work,
            title=title.format(n=len(paths)),
            done=done,
            failed=lambda error: self._not_previewed(error, generation),
            cancelled=lambda: self._not_previewed(None, generation),
        )
        self.changed.emit()

    def _not_previewed(self, error: UserError | None, generation: int) -> None:
        self._running -= 1
        if error is not None:
            self._shell.notifier.error(error)
        if generation == self._chosen.generation and self._workspace.is_open:
            self.clear()

    # --- reading them in

    def read_in(self) -> None:
        """Take in the files of the preview; a backup is made first."""
        reading = self._chosen.reading
        if reading is None or self._running or not (reading.plan.taken or reading.plan.held):
            return
        session, plan = self._session, reading.plan
        before = self._rows(plan.files, reading.finished, done=True)
        n = len(plan.taken)
        self._running += 1
        self._shell.jobs.start(
            lambda progress: merge(session, plan, progress=progress),
            title=ngettext("Reading in {n} file", "Reading in {n} files", n).format(n=n),
            done=lambda report: self._merged(report, before),
            failed=self._not_merged,
            cancelled=lambda: self._not_merged(None),
        )
        self.changed.emit()

    def _merged(self, report: MergeReport, rows: list[FileRow]) -> None:
        self._running -= 1
        self.report, self._report_rows = report, tuple(rows)
        waiting = {*WAITING, FileStatus.REFUSED}
        held = self._chosen.held  # what was laid aside stays so, on the list or not
        left = () if held else tuple(v.path for v in report.plan.files if v.status in waiting)
        self._chosen = _Chosen(paths=left, generation=self._chosen.generation + 1)
        self._workspace.forget_undo()
        self._workspace.finished(report.changes)
        if left:
            self._preview(again=True)
        self.merged.emit()

    def _not_merged(self, error: UserError | None) -> None:
        self._running -= 1
        if error is not None:
            self._shell.notifier.error(error)
        else:
            self._shell.notifier.info(_("Nothing was read in. Everything is as before."))
        self.changed.emit()

    # --- taking out again

    def take_out(self, sha256: str, reason: str) -> bool:
        """Take a file out again."""
        return self._for_good(lambda: take_out(self._session, sha256, reason))

    def put_back(self, sha256: str) -> bool:
        """Let a file that was taken out count again."""
        return self._for_good(lambda: put_back(self._session, sha256))

    def _for_good(self, change: UseCase) -> bool:
        """Carry out what Ctrl+Z does not undo."""
        self._workspace.forget_undo()
        return self._workspace.change(change)

    # --- conflicts

    def coming_conflicts(self) -> tuple[ConflictRow, ...]:
        """Return the conflicts that come with the files, as if they were read in."""
        return self._chosen.reading.conflicts if self._chosen.reading else ()

    def deciders(self, row: ConflictRow) -> list[Decider]:
        """Return the chair and the deputy chair."""
        return who_settles(self._session, row.nominee.id, row.juror.id)

    def settle(self, row: ConflictRow, content: MarkContent, reason: str, by: Juror) -> bool:
        """Record what the chair or the deputy chair decided."""
        return self._for_good(lambda: settle(self._session, row.key, content, reason, by=by))

    def kinds(self) -> list[tuple[str, str]]:
        """Return what may be handed in: name and ending."""
        known = [(_("Score file"), SCORE_SUFFIX), (_("Excel ballot"), WORKBOOK_SUFFIX)]
        return [*known, (_("All files"), "")]

    # --- letters

    def languages(self) -> tuple[str, ...]:
        """Return the languages of letters: those of the edition first, then the others."""
        spoken = self._standing.overview.edition.languages if self._standing else ()
        return tuple(dict.fromkeys([*spoken, *LANGUAGES]))

    def reminder(self, line: PackageLine, language: str) -> Letter:
        """Return the reminder to a juror."""
        left = unfinished(self._session, line.juror.id)
        edition = self._session.edition()
        return reminder(edition, line, today=self._today(), language=language, left=left)

    def confirmation(self, sha256: str, language: str) -> Letter:
        """Return the letter that lists what was read from a ballot that nobody signed."""
        return confirmation_letter(self._session, sha256, language)

    def reminder_to_all(self, language: str) -> Letter:
        """Return one reminder to everybody who is missing."""
        return reminder_to_all(self._session.edition(), today=self._today(), language=language)

    def _today(self) -> str:
        return self._session.services.now()[:10]

    def question(self, row: ConflictRow, language: str, *, with_marks: bool = False) -> Letter:
        """Return the question to a juror."""
        edition = self._session.edition()
        return question(edition, row, language=language, with_marks=with_marks)

    # --- reports

    def render_report(self, n: int) -> Callable[[str], bytes]:
        """Return what gives the report on a merge as PDF in a language; for the worker."""
        session = self._session
        return lambda language: render_report(session, n, language=language)


def _dated(verdict: FileVerdict) -> str:
    """Return when a file was made; for one that cannot be read, when it was last changed."""
    if verdict.opened is not None:
        return verdict.opened.content.made
    try:
        changed = verdict.path.stat().st_mtime
    except OSError:
        return ""
    return instant_text(datetime.fromtimestamp(changed, UTC))
