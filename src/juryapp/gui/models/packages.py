"""Rows and columns of the table of jury packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from juryapp.application.packages.overview import PackageLine
from juryapp.base.i18n import N_, _
from juryapp.base.instants import format_date, parse_instant
from juryapp.domain.packages import PackageIssue, PackageKind
from juryapp.domain.sheets import SHEET_STATE_NAMES, SheetState
from juryapp.gui.controllers.packages import PackagesController
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import Column, Tone

UNSIGNED: Final = {"workbook": N_("not signed"), "paper": N_("on paper")}
_TONES: Final[dict[SheetState, Tone]] = {
    SheetState.NOT_RECEIVED: "neutral",
    SheetState.DRAFT: "warn",
    SheetState.INCOMPLETE: "warn",
    SheetState.COMPLETE: "ok",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRow:
    """A juror, the newest package of the chosen kind, and what has come back."""

    line: PackageLine
    kind: PackageKind
    locked: bool  # the next one

    @property
    def issue(self) -> PackageIssue | None:
        """The newest package of the chosen kind."""
        return self.line.newest(self.kind)


def package_rows(controller: PackagesController) -> list[PackageRow]:
    """Return the rows, by the jurors' numbers."""
    return [
        PackageRow(line=line, kind=controller.kind, locked=controller.is_locked(line.juror.id))
        for line in controller.overview.lines
    ]


def package_state(row: PackageRow) -> str:
    """Return whether there is a package, and which issue if it is not the first."""
    issue = row.issue
    if issue is None:
        return _("Not made")
    if issue.is_workbook:
        return _("Excel ballot")
    return _("Made") if issue.issue == 1 else _("Made, issue {n}").format(n=issue.issue)


def made_on(row: PackageRow) -> str:
    """Return the day on which the package was made, in local time."""
    if row.issue is None:
        return ""
    return format_date(parse_instant(row.issue.made).astimezone().date())


def came_back(row: PackageRow) -> str:
    """Return what has come back, in words."""
    line = row.line
    if row.kind is PackageKind.DECLARE:
        if line.works:
            return _("Machine works")
        return _("Practice missing") if line.sent_back else _("No answer yet")
    if line.paper_waits:
        return _("Paper to compare")
    word = _(SHEET_STATE_NAMES[line.state])
    if line.state is SheetState.INCOMPLETE:
        word = _("{done} of {total}").format(done=line.finished, total=line.nominees)
    return f"{word}, {_(UNSIGNED[line.unsigned])}" if line.unsigned else word


def _back_tone(row: PackageRow) -> Tone:
    if row.kind is PackageKind.DECLARE:
        return "ok" if row.line.works else "warn" if row.line.sent_back else "neutral"
    return "warn" if row.line.paper_waits else _TONES[row.line.state]


def declared(row: PackageRow) -> str:
    """Return for how many nominees the juror has declared."""
    return _("{n} of {total}").format(n=row.line.declared, total=row.line.nominees)


def _declared_icon(row: PackageRow) -> tuple[str, Role]:
    if row.line.has_declared:
        return ("check", "ok")
    return ("circle-half", "warn") if row.line.declared else ("circle", "text3")


def _lock_icon(row: PackageRow) -> tuple[str, Role]:
    return ("lock", "text2") if row.locked else ("unlock", "warn")


PACKAGE_COLUMNS: Final = (
    Column[PackageRow](title=N_("No."), text=lambda r: f"{r.line.juror.number:02d}",
                       sort=lambda r: r.line.juror.number, role="text2", width=52),
    Column[PackageRow](title=N_("Juror"), text=lambda r: r.line.juror.name, kind="bodyM", stretch=True),
    Column[PackageRow](title=N_("Package"), text=package_state,
                       tone=lambda r: "ok" if r.issue else "neutral",
                       sort=lambda r: r.issue.made if r.issue else None, width=126),
    Column[PackageRow](title=N_("Password"), text=lambda r: _("Yes") if r.locked else _("No"),
                       icon=_lock_icon, width=92,
                       explained=N_("Whether the next package is locked. Space changes it.")),
    Column[PackageRow](title=N_("Declared"), text=declared, icon=_declared_icon, width=118,
                       sort=lambda r: r.line.declared,
                       explained=N_("For how many nominees the question of impartiality is answered.")),
    Column[PackageRow](title=N_("Has come back"), text=came_back, tone=_back_tone, width=170),
)  # fmt: skip
