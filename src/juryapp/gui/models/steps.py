"""How far the steps of an edition are: what the list at the left shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from juryapp.application.overview import Overview
from juryapp.base.i18n import N_, _
from juryapp.domain.award import Status
from juryapp.domain.impartiality import Standing
from juryapp.gui.navigation import Step, StepState

STEPS: Final = (
    Step("setup", N_("Set-up"), "settings"),
    Step("packages", N_("Jury packages"), "package"),
    Step("merge", N_("Score files"), "inbox"),
    Step("impartiality", N_("Impartiality"), "scale"),
    Step("results", N_("Results"), "ranking"),
    Step("decisions", N_("Decisions"), "decision"),
    Step("protocol", N_("Protocol"), "document"),
)


@dataclass(frozen=True, slots=True)
class StepLook:
    """A step's state, and a note that replaces the state's own word."""

    name: str
    state: StepState
    note: str = ""


def step_looks(facts: Overview) -> list[StepLook]:
    """Return how each step looks for an edition that stands as `facts` say."""
    if facts.status is Status.SETUP:
        locked = [StepLook(step.name, "locked") for step in STEPS[1:]]
        return [StepLook("setup", "now"), *locked]
    return [
        StepLook("setup", "done"),
        _packages(facts),
        _files(facts),
        _impartiality(facts),
        _results(facts),
        _counted("decisions", facts.decided, facts.categories, ready=bool(facts.handed_in)),
        _protocol(facts),
    ]


def _counted(name: str, done: int, total: int, *, ready: bool = True) -> StepLook:
    if not ready:
        return StepLook(name, "locked")
    if done >= total > 0:
        return StepLook(name, "done")
    return StepLook(
        name, "now" if done else "todo", _("{n} of {total}").format(n=done, total=total)
    )


def _packages(facts: Overview) -> StepLook:
    """Two packages per juror where declarations are asked for first; else one."""
    if not facts.declare_packages or facts.score_packages >= facts.jurors:
        return _counted("packages", facts.packages, facts.jurors)
    if facts.packages < facts.jurors:
        return _counted("packages", facts.packages, facts.jurors)
    return StepLook(
        "packages", "now", _("{n} of {total} work").format(n=facts.machines, total=facts.jurors)
    )


def _files(facts: Overview) -> StepLook:
    note = _("{n} of {total}").format(n=facts.handed_in, total=facts.jurors)
    if facts.conflicts:
        return StepLook("merge", "attention")
    if facts.handed_in >= facts.jurors > 0:
        return StepLook("merge", "done")
    return StepLook("merge", "now" if facts.handed_in else "todo", note)


def _impartiality(facts: Overview) -> StepLook:
    cells = [cell for sheet in facts.sheets for cell in sheet.cells]
    pending = sum(cell.standing is Standing.PENDING for cell in cells)
    if pending:
        note = _("{n} to decide").format(n=pending)
        return StepLook("impartiality", "attention", note)
    answered = sum(
        all(cell.standing is not Standing.UNDECLARED for cell in sheet.cells)
        for sheet in facts.sheets
    )
    return _counted("impartiality", answered, len(facts.sheets))


def _results(facts: Overview) -> StepLook:
    if not facts.handed_in:
        return StepLook("results", "locked")
    if facts.open_questions:
        waiting = facts.handed_in < facts.jurors
        return StepLook("results", "todo" if waiting else "attention")
    return StepLook("results", "done")


def _protocol(facts: Overview) -> StepLook:
    if facts.approved:
        return StepLook("protocol", "done")
    return StepLook("protocol", "todo" if facts.handed_in else "locked")
