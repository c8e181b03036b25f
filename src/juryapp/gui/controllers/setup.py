"""The set-up: every edit as a use case with its opposite, imports as jobs, opening the round.

`view` is what stands; `changed` says that it was read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from juryapp.application.edition.juror_preview import JurorPreview, preview_jurors
from juryapp.application.edition.jurors import import_jurors, put_juror, remove_juror
from juryapp.application.edition.nominations import (
    NominationImport,
    import_nominations,
    preview_nominations,
    put_nomination,
    put_nominee,
    remove_nomination,
    remove_nominee,
)
from juryapp.application.edition.parts import SetupParts, nominee_parts, swap_parts
from juryapp.application.edition.rounds import open_round
from juryapp.application.edition.setup import (
    order_criteria,
    put_category,
    put_criterion,
    put_edition,
    put_rules,
    remove_category,
    remove_criterion,
)
from juryapp.application.edition.view import SetupView, setup_view
from juryapp.application.progress import Progress
from juryapp.application.session import Session
from juryapp.application.tables.mapping import Mapping, Table
from juryapp.base.errors import UserError
from juryapp.base.i18n import _
from juryapp.domain.award import Category, Edition
from juryapp.domain.changes import ChangeSet
from juryapp.domain.criteria import Criterion, Rules
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.gui.controllers.setup_changes import Adding, TakingIn
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell


class SetupController(QObject):
    """Knows the use cases of the set-up."""

    changed = Signal()

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._view: SetupView | None = None

    @property
    def has_view(self) -> bool:
        """Whether an edition is open and was read."""
        return self._view is not None

    @property
    def view(self) -> SetupView:
        """The set-up as it stood when it was last read."""
        if self._view is None:
            raise RuntimeError("no edition is open")
        return self._view

    @property
    def _session(self) -> Session:
        return self._workspace.session

    def refresh(self) -> None:
        """Read the set-up anew."""
        if self._workspace.kind is not Kind.EDITION:
            self._view = None
            return
        with telling(self._shell.notifier):
            self._view = setup_view(self._session)
            self.changed.emit()

    # --- award, categories, criteria, rules

    def change_edition(self, edition: Edition, field: str = "") -> bool:
        """Change the edition's facts; changes of one field that follow each other are one step."""
        session, old = self._session, self.view.edition
        if edition == old:
            return True
        return self._workspace.do(
            _("Change the award"),
            partial(put_edition, session, edition),
            partial(put_edition, session, old),
            merge_key=f"edition.{field}" if field else "",
        )

    def save_category(self, category: Category) -> bool:
        """Add a category (id "") or change one."""
        session = self._session
        old = next((c for c in self.view.categories if c.id == category.id), None)
        if old is None:
            adding: Adding[Category] = Adding(
                session,
                category,
                put_category,
                lambda made: remove_category(session, made.id),
                lambda uow: uow.categories.all(),
            )
            return self._workspace.do(_("Add category"), adding.forward, adding.back)
        return self._workspace.do(
            _("Change category"),
            partial(put_category, session, category),
            partial(put_category, session, old),
        )

    def remove_category(self, category: CategoryId) -> bool:
        """Remove a category."""
        session = self._session
        old = next(c for c in self.view.categories if c.id == category)
        return self._workspace.do(
            _("Remove category"),
            partial(remove_category, session, category),
            partial(put_category, session, old),
        )

    def save_criterion(self, criterion: Criterion) -> bool:
        """Add a criterion (id "") or change one."""
        session = self._session
        old = self.view.criterion(criterion.id)
        if old is None:
            adding: Adding[Criterion] = Adding(
                session,
                criterion,
                put_criterion,
                lambda made: remove_criterion(session, made.id),
                lambda uow: uow.criteria.all(),
            )
            return self._workspace.do(_("Add criterion"), adding.forward, adding.back)
        return self._workspace.do(
            _("Change criterion"),
            partial(put_criterion, session, criterion),
            partial(put_criterion, session, old),
        )

    def remove_criterion(self, criterion: CriterionId) -> bool:
        """Remove a criterion."""
        session = self._session
        old = next(c for c in self.view.criteria if c.id == criterion)
        return self._workspace.do(
            _("Remove criterion"),
            partial(remove_criterion, session, criterion),
            partial(put_criterion, session, old),
        )

    def move_criterion(self, criterion: CriterionId, steps: int) -> bool:
        """Move a criterion up (-1) or down (1)."""
        session, before = self._session, [c.id for c in self.view.criteria]
        place = before.index(criterion)
        target = place + steps
        if not 0 <= target < len(before):
            return False
        after = [c for c in before if c != criterion]
        after.insert(target, criterion)
        return self._workspace.do(
            _("Move criterion"),
            partial(order_criteria, session, after),
            partial(order_criteria, session, before),
        )

    def save_rules(self, rules: Rules) -> bool:
        """Change how marks are counted."""
        session, old = self._session, self.view.rules
        if rules == old:
            return True
        return self._workspace.do(
            _("Change the rules of counting"),
            partial(put_rules, session, rules),
            partial(put_rules, session, old),
        )

    # --- nominees and nominations

    def save_nominee(self, nominee: Nominee) -> bool:
        """Add a nominee (id "") or change one."""
        session = self._session
        old = self._nominee(nominee.id)
        if old is None:
            adding: Adding[Nominee] = Adding(
                session,
                nominee,
                put_nominee,
                lambda made: remove_nominee(session, made.id),
                lambda uow: uow.nominees.all(),
            )
            return self._workspace.do(_("Add nominee"), adding.forward, adding.back)
        words = _("Change nominee")
        if nominee.withdrawn != old.withdrawn:
            words = _("Withdraw nominee") if nominee.withdrawn else _("Take nominee back in")
        return self._workspace.do(
            words, partial(put_nominee, session, nominee), partial(put_nominee, session, old)
        )

    def withdraw(self, nominee: NomineeId, *, withdrawn: bool) -> bool:
        """Take a nominee out of the ranking, or back in; nothing is deleted."""
        old = self._nominee(nominee)
        return old is not None and self.save_nominee(replace(old, withdrawn=withdrawn))

    def remove_nominee(self, nominee: NomineeId) -> bool:
        """Remove a nominee with its nominations."""
        session = self._session
        with session.reading() as uow:
            parts = nominee_parts(uow, nominee)
        return self._workspace.do(
            _("Remove nominee"),
            partial(remove_nominee, session, nominee),
            partial(swap_parts, session, into=parts),
        )

    def save_nomination(self, nomination: Nomination) -> bool:
        """Add a nomination (id "") or change one; another nominee in it gathers it there."""
        session = self._session
        old = next((n for n in self.view.nominations if n.id == nomination.id), None)
        if old is None:
            adding: Adding[Nomination] = Adding(
                session,
                nomination,
                put_nomination,
                lambda made: remove_nomination(session, made.id),
                lambda uow: uow.nominations.all(),
            )
            return self._workspace.do(_("Add nomination"), adding.forward, adding.back)
        moved = nomination.nominee != old.nominee
        return self._workspace.do(
            _("Move nomination") if moved else _("Change nomination"),
            partial(put_nomination, session, nomination),
            partial(put_nomination, session, old),
        )

    def gather(self, nomination: Nomination, nominee: NomineeId) -> bool:
        """Let a nomination speak for another nominee."""
        return self.save_nomination(replace(nomination, nominee=nominee))

    def remove_nomination(self, nomination: Nomination) -> bool:
        """Remove a nomination; its nominee stays."""
        session = self._session
        return self._workspace.do(
            _("Remove nomination"),
            partial(remove_nomination, session, nomination.id),
            partial(put_nomination, session, nomination),
        )

    def _nominee(self, nominee: NomineeId) -> Nominee | None:
        return next((n for n in self.view.nominees if n.id == nominee), None)

    # --- jurors

    def save_juror(self, juror: Juror) -> bool:
        """Add a juror (id "") or change one."""
        session = self._session
        old = next((j for j in self.view.jurors if j.id == juror.id), None)
        if old is None:
            adding: Adding[Juror] = Adding(
                session,
                juror,
                put_juror,
                lambda made: remove_juror(session, made.id),
                lambda uow: uow.jurors.all(),
            )
            return self._workspace.do(_("Add juror"), adding.forward, adding.back)
        return self._workspace.do(
            _("Change juror"), partial(put_juror, session, juror), partial(put_juror, session, old)
        )

    def remove_juror(self, juror: JurorId) -> bool:
        """Remove a juror who has no package."""
        session = self._session
        old = next(j for j in self.view.jurors if j.id == juror)
        return self._workspace.do(
            _("Remove juror"),
            partial(remove_juror, session, juror),
            partial(put_juror, session, old),
        )

    # --- tables from outside

    def read_table(
        self,
        path: Path,
        sheet: str | None,
        done: Callable[[Table], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Read a spreadsheet in the worker."""
        tables = self._workspace.services.tables
        self._shell.jobs.start(
            lambda _progress: tables.read(path, sheet),
            title=_("Reading {file}").format(file=path.name),
            done=done,
            failed=failed,
        )

    def preview_nominations(self, table: Table, mapping: Mapping) -> NominationImport:
        """Return what an import would do. Raises FileFormatError."""
        return preview_nominations(self._session, table, mapping)

    def preview_jurors(self, table: Table, mapping: Mapping) -> JurorPreview:
        """Return what an import would do. Raises FileFormatError."""
        return preview_jurors(self._session, table, mapping)

    def import_nominations(self, table: Table, mapping: Mapping) -> None:
        """Take nominations in, in the worker; whole or not at all."""
        session = self._session

        def work(progress: Progress) -> NominationImport:
            progress.step(0, 1)
            return import_nominations(session, table, mapping)

        def done(made: NominationImport) -> None:
            new = SetupParts(
                categories=made.categories, nominees=made.nominees, nominations=made.nominations
            )
            old = SetupParts(categories=made.replaced)
            self._taken_in(TakingIn(session, old=old, new=new, changes=made.changes))

        self._shell.jobs.start(work, title=_("Taking nominations in"), done=done)

    def import_jurors(self, table: Table, mapping: Mapping) -> None:
        """Take jurors in, in the worker; whole or not at all."""
        session, before = self._session, self.view.jurors

        def work(progress: Progress) -> tuple[tuple[Juror, ...], ChangeSet]:
            progress.step(0, 1)
            changes = import_jurors(session, table, mapping).changes
            with session.reading() as uow:
                return tuple(uow.jurors.all()), changes

        def done(result: tuple[tuple[Juror, ...], ChangeSet]) -> None:
            after, changes = result
            old = SetupParts(jurors=tuple(j for j in before if j not in after))
            new = SetupParts(jurors=tuple(j for j in after if j not in before))
            self._taken_in(TakingIn(session, old=old, new=new, changes=changes))

        self._shell.jobs.start(work, title=_("Taking jurors in"), done=done)

    def _taken_in(self, step: TakingIn) -> None:
        self._workspace.do(_("Import"), step.forward, step.back)
        self._shell.notifier.ok(_("The table has been taken in"))

    # --- the round

    def open_round(self, reason: str = "") -> bool:
        """Open the round, or open a closed one again; the edits before it cannot be undone any more."""
        worked = self._workspace.change(lambda: open_round(self._session, reason=reason))
        if worked:
            self._workspace.forget_undo()
        return worked

    def go(self, page: str, argument: object = None) -> None:
        """Show another page."""
        self._shell.go(page, argument)

    def other_weights(self, criterion: CriterionId) -> Sequence[Criterion]:
        """Return the other criteria, for the share of one that is being edited."""
        return [c for c in self.view.criteria if c.id != criterion]
