"""Impartiality in the secretariat: what was reported, what the panel decided, and writing that down.

Undo: the newest decision on a juror and a nominee counts, and none is ever removed. Where there was an
earlier one, Ctrl+Z records that one again, which is exactly the standing before. The first decision cannot
be undone, since nothing brings “not decided yet” back; a later decision replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from juryapp.application.impartiality.ruling import ImpartialityRow, impartiality_rows, rule
from juryapp.application.impartiality.view import (
    ImpartialityMatrix,
    impartiality_matrix,
    rulings_on,
)
from juryapp.base.i18n import _
from juryapp.domain.award import Edition, RoundState
from juryapp.domain.changes import ChangeSet
from juryapp.domain.impartiality import Reach, Ruling, Standing
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.gui.commands.change import Change
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the panel decided."""

    juror: Juror
    nominee: Nominee
    recused: bool
    reach: Reach
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpartialityState:
    """What stands: read anew after every change."""

    edition: Edition
    is_open: bool  # the round is
    rows: tuple[ImpartialityRow, ...]
    matrix: ImpartialityMatrix

    @property
    def pending(self) -> int:
        """How many wait for the panel."""
        return sum(row.standing is Standing.PENDING for row in self.rows)


class ImpartialityController(QObject):
    """Knows the use cases of the page of impartiality."""

    changed = Signal()

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._state: ImpartialityState | None = None
        workspace.closed.connect(self._forget)

    @property
    def state(self) -> ImpartialityState | None:
        """What stands; None when no edition is open."""
        return self._state

    def refresh(self) -> None:
        """Read anew what stands."""
        if self._workspace.kind is not Kind.EDITION:
            return
        session = self._workspace.session
        with telling(self._shell.notifier):
            with session.reading() as uow:
                rounds = uow.rounds.all()
            self._state = ImpartialityState(
                edition=session.edition(),
                is_open=bool(rounds) and rounds[-1].state is RoundState.OPEN,
                rows=tuple(impartiality_rows(session)),
                matrix=impartiality_matrix(session),
            )
        self.changed.emit()

    def _forget(self) -> None:
        self._state = None

    def rulings(self, juror: Juror, nominee: Nominee) -> list[Ruling]:
        """Return what the panel decided on a juror and a nominee, the newest first."""
        return rulings_on(self._workspace.session, juror.id, nominee.id)

    def decide(self, decided: Decided) -> bool:
        """Write down what the panel decided; return whether it worked."""
        earlier = self.rulings(decided.juror, decided.nominee)
        forward = self._recording(decided)
        if not earlier:
            self._workspace.forget_undo()
            return self._workspace.change(forward)
        before = earlier[0]
        again = Decided(
            juror=decided.juror,
            nominee=decided.nominee,
            recused=before.recused,
            reach=before.reach,
            ground=before.ground,
        )
        text = _("the panel’s decision on {name} and {nominee}").format(
            name=decided.juror.name, nominee=decided.nominee.name
        )
        return self._workspace.do(text, forward, self._recording(again))

    def _recording(self, decided: Decided) -> Change:
        def record() -> ChangeSet:
            return rule(
                self._workspace.session,
                decided.juror.id,
                decided.nominee.id,
                recused=decided.recused,
                reach=decided.reach,
                ground=decided.ground,
            )

        return record
