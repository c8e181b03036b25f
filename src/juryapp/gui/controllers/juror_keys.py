"""The keys of one juror: how each is known, confirming by word, closing. Knows use cases, and no widgets."""

from __future__ import annotations

from juryapp.application.keys.juror_keys import (
    KeyLine,
    close_key,
    confirm_by_digits,
    confirm_key,
    juror_keys,
)
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import JurorId
from juryapp.gui.controllers.workspace import Kind, Workspace


class JurorKeysController:
    """Reads and changes the keys that are pinned in the open edition."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def lines(self, juror: JurorId) -> list[KeyLine]:
        """Return a juror's keys, those that are open first, the newest of them first of all."""
        if not self._workspace.is_open or self._workspace.kind is not Kind.EDITION:
            return []
        mine = [line for line in juror_keys(self._workspace.session) if line.juror.id == juror]
        mine.reverse()
        return sorted(mine, key=lambda line: bool(line.key.closed))

    def confirm_by_digits(self, juror: JurorId, typed: str) -> ChangeSet:
        """Confirm the key whose digits were typed. Raises UserError; `finished` tells the pages."""
        return confirm_by_digits(self._workspace.session, juror, typed)

    def confirm(self, line: KeyLine) -> ChangeSet:
        """Confirm a key whose digits somebody has compared. Raises UserError."""
        return confirm_key(self._workspace.session, line.juror.id, line.key.public_key)

    def take_back(self, line: KeyLine) -> bool:
        """Take the confirmation by word back."""
        session, key = self._workspace.session, line.key
        return self._workspace.change(
            lambda: confirm_key(session, key.juror, key.public_key, by_word=False)
        )

    def close(self, line: KeyLine) -> bool:
        """Close a key for good."""
        session, key = self._workspace.session, line.key
        return self._workspace.change(lambda: close_key(session, key.juror, key.public_key))

    def finished(self, changes: ChangeSet) -> None:
        """Tell the pages what was changed."""
        self._workspace.finished(changes)
