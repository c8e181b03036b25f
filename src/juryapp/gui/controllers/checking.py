"""Checking a file in the worker, whatever it is; nothing is taken in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from juryapp.application.checking.verifying import verify
from juryapp.application.ports import Verification
from juryapp.application.progress import Progress
from juryapp.base.errors import UserError
from juryapp.base.i18n import _
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.shell import Shell


class CheckController:
    """Knows the use case behind “Check a file”."""

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        self._shell, self._workspace = shell, workspace

    def verify(
        self,
        path: Path,
        done: Callable[[Verification], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Look at a file in the worker; what is open here tells whether its signer is known."""
        services = self._workspace.services
        session = self._workspace.session if self._workspace.is_open else None

        def work(_progress: Progress) -> Verification:
            return verify(services, path, session)

        self._shell.jobs.start(work, title=_("Checking a file"), done=done, failed=failed)
