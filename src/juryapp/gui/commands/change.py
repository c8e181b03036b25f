"""An undoable change: two use cases that are each other's opposite.

The commands hold immutable values and never let an exception out, since `QUndoStack` calls them from C++.
A change that cannot be made makes its command obsolete, and the stack drops it. Undoing is an ordinary
change with a revision of its own: history is never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from juryapp.domain.changes import ChangeSet

Change = Callable[[], ChangeSet]


class ChangeCommand(QUndoCommand):
    """Do something, and undo it, by use cases.

    Args:
        text: What the menu says after "Undo", in the language in use.
        carry_out: Runs a change, tells the pages, and returns whether it worked.
        forward: The change.
        back: Its opposite.
        merge_key: Commands with the same key that follow each other become one step ("" never).
    """

    def __init__(
        self,
        text: str,
        carry_out: Callable[[Change], bool],
        forward: Change,
        back: Change,
        merge_key: str = "",
    ) -> None:
        super().__init__(text)
        self._carry_out = carry_out
        self._forward, self._back = forward, back
        self._merge_key = merge_key

    @override
    def redo(self) -> None:
        self._run(self._forward)

    @override
    def undo(self) -> None:
        self._run(self._back)

    @override
    def id(self) -> int:
        return hash(self._merge_key) & 0x7FFFFFF if self._merge_key else -1

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ChangeCommand) or other._merge_key != self._merge_key:  # noqa: SLF001
            return False
        self._forward = other._forward  # noqa: SLF001 - one of us
        return True

    def _run(self, change: Change) -> None:
        if not self._carry_out(change):
            self.setObsolete(True)
