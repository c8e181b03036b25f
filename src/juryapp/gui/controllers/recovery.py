"""The recovery phrase and the keys of the open edition. Knows use cases, and no widgets."""

from __future__ import annotations

from collections.abc import Callable

from juryapp.application.keys.recovery import (
    RecoveryState,
    keep_phrase,
    recovery_state,
    restore_keys,
)
from juryapp.base.errors import UserError
from juryapp.base.i18n import _
from juryapp.domain.award import Edition
from juryapp.domain.changes import ChangeSet
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.shell import Shell


class RecoveryController:
    """What the window may ask about the edition's keys."""

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        self._shell, self._workspace = shell, workspace

    @property
    def is_edition(self) -> bool:
        """Whether an edition is open."""
        return self._workspace.is_open and self._workspace.kind is Kind.EDITION

    def state(self) -> RecoveryState:
        """Return whether the keys are here, and whether there is a phrase. Raises UserError."""
        return recovery_state(self._workspace.session)

    def edition(self) -> Edition:
        """Return the open edition."""
        return self._workspace.session.edition()

    def kept_by(self) -> str:
        """Return what locks the keys beside the file (N_ text), "" if nothing does."""
        services = self._workspace.services
        return services.keys.locked_by(self.edition().id)

    def new_phrase(self) -> str:
        """Return a phrase to be shown; nothing is locked with it before `keep`."""
        return self._workspace.services.keys.new_phrase()

    def keep(self, phrase: str, done: Callable[[], object]) -> None:
        """Lock the keys with a phrase that somebody has written down, in the worker."""
        session = self._workspace.session

        def kept(changes: ChangeSet) -> None:
            self._workspace.finished(changes)
            done()

        self._shell.jobs.start(
            lambda _progress: keep_phrase(session, phrase),
            title=_("Locking the keys"),
            done=kept,
            can_cancel=False,
        )

    def restore(
        self, typed: str, done: Callable[[], object], failed: Callable[[UserError], object]
    ) -> None:
        """Bring the keys here by the phrase, in the worker."""
        session = self._workspace.session

        def restored(changes: ChangeSet) -> None:
            self._workspace.finished(changes)
            done()

        self._shell.jobs.start(
            lambda _progress: restore_keys(session, typed),
            title=_("Opening the keys"),
            done=restored,
            failed=failed,
            can_cancel=False,
        )
