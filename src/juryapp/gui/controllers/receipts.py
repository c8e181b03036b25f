"""Receipts in the window: opened at the desk that they are for, and saved for the jurors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from juryapp.application.desk.receipts import Match, TakenReceipt, desk_for, sentence, take_receipt
from juryapp.application.desk.view import desk_juror
from juryapp.application.merge.receipts import WrittenReceipt, write_receipts
from juryapp.application.progress import Progress
from juryapp.base.errors import UserError
from juryapp.base.i18n import _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.packages import ReceiptContent
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.shell import Shell

RECEIPT: Final = ".juryreceipt"


class ReceiptController:
    """Knows the use cases of receipts, on both sides."""

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        self._shell, self._workspace = shell, workspace

    # --- the juror's side

    def open(self, path: Path) -> bool:
        """Open a receipt at the desk that it is for; return whether it was kept (now or before)."""
        try:
            content = self._workspace.services.receipts.read(path).content
            if not self._is_at_desk(content):
                desk_for(self._workspace.services, content, path.name).close()
                if not self._workspace.open_desk(content.edition, content.juror):
                    return False
        except UserError as error:
            self._shell.notifier.error(error)
            return False
        return self._take(path)

    def _is_at_desk(self, content: ReceiptContent) -> bool:
        """Return whether the desk that is open is the one that a receipt is for."""
        if self._workspace.kind is not Kind.DESK:
            return False
        with self._workspace.session.reading() as uow:
            open_here = (uow.edition().id, desk_juror(uow).id)
        return open_here == (content.edition, content.juror)

    def _take(self, path: Path) -> bool:
        taken: list[TakenReceipt] = []

        def taking() -> ChangeSet:
            taken.append(take_receipt(self._workspace.session, path))
            return taken[-1].changes

        if not self._workspace.change(taking):
            return False
        self._shell.go("desk", Place.HAND_IN)
        self._tell(taken[-1])
        return True

    def _tell(self, taken: TakenReceipt) -> None:
        title = {
            Match.SAME: _("The receipt is kept here."),
            Match.DIFFERENT: _("The receipt does not fit what you sent."),
            Match.NOT_FROM_HERE: _("The receipt is for a file that was not made here."),
        }[taken.known.match]
        if taken.known.match is not Match.SAME:
            self._shell.notifier.warn(title, sentence(taken.known))
        elif taken.again:
            self._shell.notifier.info(_("This receipt was opened before."), sentence(taken.known))
        else:
            self._shell.notifier.good(title, sentence(taken.known))

    # --- the secretariat's side

    def save(self, folder: Path, done: Callable[[int], object] = lambda _n: None) -> None:
        """Write the receipts that are not written yet into `folder`, in the worker."""
        session = self._workspace.session

        def work(progress: Progress) -> tuple[list[WrittenReceipt], ChangeSet]:
            return write_receipts(session, folder, progress=progress)

        def written(made: tuple[list[WrittenReceipt], ChangeSet]) -> None:
            receipts, changes = made
            self._workspace.finished(changes)
            self._tell_saved(receipts, folder)
            done(len(receipts))

        self._shell.jobs.start(work, title=_("Saving receipts for the jurors"), done=written)

    def _tell_saved(self, receipts: list[WrittenReceipt], folder: Path) -> None:
        if not receipts:
            self._shell.notifier.info(_("Every juror has a receipt already."))
            return
        n = len(receipts)
        title = ngettext("{n} receipt is saved.", "{n} receipts are saved.", n).format(n=n)
        text = _("Send each juror the one with that juror’s initials; they lie in {folder}.")
        self._shell.notifier.good(
            title,
            text.format(folder=folder),
            [(_("Open folder"), lambda: self._shell.choosers.open_folder(folder))],
        )
