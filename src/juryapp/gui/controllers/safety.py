"""Where the data lies, copies of it, and the check of the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from juryapp.application.copies.backups import back_up
from juryapp.application.keys.recovery import recovery_state
from juryapp.application.log.check import LogVerdict, check_log
from juryapp.application.log.words import verdict_words
from juryapp.application.progress import Progress
from juryapp.base.i18n import _
from juryapp.base.instants import format_instant, instant_text
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.shell import Shell


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the open database lies, and its newest backup."""

    place: str
    last_backup: str  # in words, "" if there is none
    backups: int
    has_keys: bool = False  # of the edition
    has_phrase: bool = False
    keys_locked_by: str = ""  # an N_ text; "" if the files alone keep them
    key_folder: str = ""


class SafetyController:
    """Knows the use cases behind "Saved 14:02"."""

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        self._shell, self._workspace = shell, workspace

    def whereabouts(self) -> Whereabouts:
        """Return where everything lies."""
        session = self._workspace.session
        place = session.database.place
        if self._workspace.kind is not Kind.EDITION:
            return Whereabouts(place, "", 0)
        services, edition = session.services, session.edition().id
        kept = services.store.backups(edition)
        state = recovery_state(session)
        return Whereabouts(
            place,
            _when(kept[0]) if kept else "",
            len(kept),
            has_keys=state.has_keys,
            has_phrase=state.has_phrase,
            keys_locked_by=services.keys.locked_by(edition),
            key_folder=str(services.data.keys),
        )

    def save_copy(self, target: Path) -> None:
        """Write a verified copy to `target`."""
        session = self._workspace.session

        def work(progress: Progress) -> Path:
            progress.step(0, 1)
            return back_up(session, target)

        def done(path: Path) -> None:
            self._shell.notifier.good(_("The copy is checked and lies here:"), str(path))

        self._shell.jobs.start(work, title=_("Saving a copy"), done=done)

    def check_log(self) -> None:
        """Check the log and say what was found."""
        session = self._workspace.session

        def work(_progress: Progress) -> LogVerdict:
            return check_log(session)

        self._shell.jobs.start(work, title=_("Checking the log"), done=self._say_log)

    def _say_log(self, verdict: LogVerdict) -> None:
        words = verdict_words(verdict)
        said = f"{words.integrity} {words.coverage} {words.anchors}"
        if verdict.sound:
            self._shell.notifier.good(_("The log is whole."), said)
            return
        advice = _("Keep this computer as it is and look at the newest backup.")
        self._shell.notifier.warn(_("The log differs from what it should be."), f"{said} {advice}")


def _when(path: Path) -> str:
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return format_instant(instant_text(moment))
