"""Excel ballots for jurors who will not install anything: said what they are, asked, then made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from juryapp.base.i18n import _, ngettext
from juryapp.domain.ids import JurorId
from juryapp.gui.controllers.packages import PackagesController
from juryapp.gui.page import Page


def ask_for_workbooks(
    page: Page, controller: PackagesController, jurors: Sequence[JurorId]
) -> None:
    """Say what an Excel ballot is and is not, and make one for each of these jurors."""
    reason = controller.reason_against()
    if reason or not jurors:
        if reason:
            page.shell.notifier.warn(reason)
        return
    n = len(jurors)
    page.shell.choosers.ask(
        page,
        title=ngettext(
            "Make an Excel ballot for {n} juror?", "Make Excel ballots for {n} jurors?", n
        ).format(n=n),
        text=_(
            "For jurors who will not install anything: they fill in a workbook and send it back, and you read"
            " it in like a score file. It has no password, so everyone who gets it can read the nominations."
            " Nobody signs the marks in it; when they are read in, an e-mail is ready in which the juror"
            " confirms them."
        ),
        yes=ngettext("Make {n} Excel ballot", "Make {n} Excel ballots", n).format(n=n),
        then=lambda: _make(page, controller, jurors),
    )


def _make(page: Page, controller: PackagesController, jurors: Sequence[JurorId]) -> None:
    if controller.folder is not None:
        controller.make(jurors, workbook=True)
        return

    def chosen(folder: Path) -> None:
        controller.choose_folder(folder)
        controller.make(jurors, workbook=True)

    page.shell.choosers.choose_folder(
        page, title=_("Where should the Excel ballots lie?"), then=chosen
    )
