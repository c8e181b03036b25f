"""Every dialog of the program by its object name: the screen it opens over, and how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QDialog

from juryapp.application.copies.combining import ADDED_NAMES, CombineReport
from juryapp.application.copies.combining_records import DECIDED_DIFFERENTLY
from juryapp.application.copies.combining_state import Difference
from juryapp.base.i18n import _
from juryapp.base.resources import resource
from juryapp.domain.attachments import Attachment
from juryapp.gui.choosers import Choosers
from juryapp.gui.dialogs.combine_dialog import CombineDialog
from juryapp.gui.dialogs.import_table_dialog import SheetDialog
from juryapp.gui.dialogs.move_dialog import MovedDialog
from juryapp.gui.pages import results_texts
from whole_window import Tour

Opener = tuple[str, Callable[[Tour, Any], object]]


def open_dialog(tour: Tour, name: str) -> QDialog:
    """Show the screen that a dialog belongs to, open it, and return it."""
    screen, opener = DIALOGS[name]
    tour.show(screen)
    opener(tour, tour.page())
    tour.idle()
    [found] = tour.dialogs()
    return found


def _section(screen: str, method: str, *arguments: str) -> Opener:
    def opener(_tour: Tour, page: Any) -> None:
        section = page.section
        extra = [getattr(section, name)() for name in arguments]
        getattr(section, method)(*extra)

    return f"setup_{screen}", opener


def _nomination(method: str) -> Opener:
    def opener(_tour: Tour, page: Any) -> None:
        section = page.section
        found = section._chosen().nominee
        getattr(section, method)(section.view.nominations_of(found.id)[0])

    return "setup_nominees", opener


def _import(_tour: Tour, page: Any) -> None:
    page.section.intake.read(resource("sample", "nominations.xlsx"))


def _sheet(_tour: Tour, page: Any) -> None:
    SheetDialog("nominations.xlsx", ["Nominations", "Contacts"], page).show_fitting()


def _conflict(_tour: Tour, page: Any) -> None:
    page.dialogs.ask_chair(page.controller.standing.conflicts[0])


def _question(_tour: Tour, page: Any) -> None:
    page.dialogs.write_question(page.controller.standing.conflicts[0])


def _round_reason(_tour: Tour, page: Any) -> None:
    page.show_section("check")
    page.section._reopen()


def _combine(tour: Tour, _page: Any) -> None:
    differ = Difference(
        code="E-COMBINE-DECISION", template=DECIDED_DIFFERENTLY, params={"name": "Fjordby"}
    )
    added = dict.fromkeys(ADDED_NAMES, 7)
    report = CombineReport(title="", added=added, entries=120, conflicts=2, differences=(differ,))
    CombineDialog("FJORD-2026-backup.juryaward", report, tour.window).open()


def _phrase(tour: Tour, _page: Any) -> None:
    """Show a phrase: always the same one, of words that no other text has."""
    guide = tour.desktop._recovery
    guide.controller.new_phrase = lambda: (  # type: ignore[method-assign] # instead of a random one
        "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic"
    )
    guide.make()


def _juror_key(_tour: Tour, page: Any) -> None:
    panel = page.detail.keys
    jurors = [found.line.juror.id for found in page.model.rows()]
    panel.open_key(next(line for juror in jurors for line in panel._controller.lines(juror)))


def _attachment(page: Any) -> Attachment:
    """Return the first attachment of the nominee under the cursor."""
    found: Attachment = page.files.of(page.section._chosen().nominee.id)[0]
    return found


def _ask(tour: Tour, page: Any) -> None:
    title, text = _(results_texts.CLOSE_TITLE), _(results_texts.CLOSE_TEXT)
    Choosers().ask(page, title=title, text=text, yes=_("Close the round"), then=tour.idle)


def _reopen(_tour: Tour, page: Any) -> None:
    page._ask_open_again()


DIALOGS: Final[dict[str, Opener]] = {
    "about": ("start", lambda tour, _page: tour.window.open_about()),
    "help": ("results", lambda tour, _page: tour.window.open_help()),
    "safety": ("results", lambda tour, _page: tour.desktop.show_safety()),
    "copies": ("results", lambda tour, _page: tour.desktop._copies.show()),
    "combine": ("results", _combine),
    "check": ("results", lambda tour, _page: tour.desktop._check_file()),
    "password": ("start", lambda tour, page: page._ask_password(tour.made.package("-01-"), wrong=True)),
    "edition": ("start", lambda _tour, page: page.start_award()),
    "rules": _section("award", "_ask_rules"),
    "category": _section("categories", "_add"),
    "category_change": _section("categories", "_edit"),
    "criterion": _section("criteria", "_add"),
    "criterion_change": _section("criteria", "_edit"),
    "nominee": _section("nominees", "_add"),
    "nominee_change": _section("nominees", "_edit"),
    "nomination": _section("nominees", "_add_nomination"),
    "nomination_change": _nomination("_change_nomination"),
    "nomination_move": _nomination("_move_nomination"),
    "import": ("setup_nominees", _import),
    "sheet": ("setup_nominees", _sheet),
    "document": ("setup_files", lambda _tour, page: page.section._look_at(_attachment(page))),
    "rename_file": ("setup_files", lambda _tour, page: page.section._rename(_attachment(page))),
    "folder_plan": ("setup_files", lambda _tour, page: page.section.look_into(
        resource("sample", "attachments"))),
    "juror": _section("jurors", "_add"),
    "juror_change": _section("jurors", "_edit"),
    "round_reason": ("setup_locked", _round_reason),
    "take_out": ("merge_taken", lambda _tour, page: page.taken._ask()),
    "conflict": ("merge_conflicts", _conflict),
    "question": ("merge_conflicts", _question),
    "remind_all": ("merge_jurors", lambda _tour, page: page.dialogs.write_reminder_to_all()),
    "merge_report": ("merge_earlier", lambda _tour, page: page.dialogs.show_newest_report()),
    "reminder": ("merge_jurors", lambda _tour, page: page.dialogs.write_reminder(
        page.controller.standing.missing[0])),
    "ruling": ("impartiality_all", lambda _tour, page: page.decide_other()),
    "ask": ("results", _ask),
    "waive": ("results", lambda _tour, page: page._ask_waive()),
    "reopen": ("results", _reopen),
    "no_award": ("decisions", lambda _tour, page: page._ask_no_award()),
    "erase": ("desk", lambda tour, _page: tour.desktop._erasing.ask_open()),
    "machine": ("desk", lambda _tour, page: page.open_machine()),
    "history": ("desk", lambda _tour, page: page.open_history()),
    "moved": ("desk", lambda _tour, page: MovedDialog(
        Path("FJORD-2026-01-AA.jurymove"), "bato-kimu-losa-neri-vudo", page).open()),
    "move_word": ("start", lambda _tour, page: page._ask_move_word(Path("FJORD.jurymove"), wrong=True)),
    "phrase": ("results", _phrase),
    "type_phrase": ("results", lambda tour, _page: tour.desktop._recovery.ask()),
    "juror_key": ("packages", _juror_key),
    "report": ("desk", lambda _tour, page: page.report()),
}  # fmt: skip
