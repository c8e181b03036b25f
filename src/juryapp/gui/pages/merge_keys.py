"""What the page of the score files can do by keyboard and by searching."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from juryapp.base.i18n import N_, _
from juryapp.gui.actions import Action
from juryapp.gui.palette import Entry
from juryapp.gui.widgets import KeyHint

if TYPE_CHECKING:  # the page asks here
    from juryapp.gui.pages.merge_page import MergePage


HELP: Final = N_(
    "Here the jurors’ score files come together. Drop them, or a whole folder: in any order, twice, an old"
    " one among them. You see what they change before anything is read in. A file that cannot be used is"
    " refused by itself; the others are read in. A backup is made first, and files can be taken out again."
    " Marks stay hidden until the round is closed, unless you ask for them. A folder can be watched: what"
    " comes into it is named here, and nothing is read in by itself."
)


def merge_actions(page: MergePage) -> Sequence[Action]:
    """Return the actions of the page."""

    def show(view: str) -> partial[None]:
        return partial(page.show_view, view)

    return [
        Action("merge.open", N_("Choose score files …"), page.choose_files, "Ctrl+O", "inbox"),
        Action("merge.folder", N_("Choose a whole folder …"), page.choose_folder, "Ctrl+Shift+O",
               "folder"),
        Action("merge.inbox", N_("Look into the inbox"), page.look_into_inbox, "Ctrl+Shift+I", "inbox"),
        Action("merge.watch", N_("Watch an inbox folder …"), page.choose_inbox, icon="folder"),
        Action("merge.held", N_("Look at the files laid aside"), page.controller.look_at_held,
               icon="clock", enabled=page.controller.may_look_at_held),
        Action("merge.read", N_("Read in the files"), page.controller.read_in, "Ctrl+Return", "merge",
               page.may_read),
        Action("merge.conflict", N_("Next conflict"), page.next_conflict, "F8", "warning",
               page.has_conflicts),
        Action("merge.copy", N_("Copy the table"), page.copy_table, "Ctrl+Shift+C", "copy"),
        Action("merge.filter", N_("Filter the table"), page.go_to_filter, "Ctrl+F", "filter",
               lambda: bool(page.controller.paths)),
        Action("merge.by_file", N_("What becomes of each file"), show("files"), icon="list",
               enabled=lambda: bool(page.controller.paths)),
        Action("merge.missing", N_("Who is missing"), show("jurors"), icon="people"),
        Action("merge.remind", N_("Remind all who are missing …"), page.dialogs.write_reminder_to_all,
               icon="mail", enabled=page.controller.somebody_is_missing),
        Action("merge.conflicts", N_("Conflicts"), show("conflicts"), icon="scale"),
        Action("merge.taken", N_("Files taken in"), show("taken"), icon="history"),
        Action("merge.earlier", N_("Earlier merges"), show("earlier"), icon="history",
               enabled=page.controller.has_merges),
        Action("merge.report", N_("Report on the newest merge …"), page.dialogs.show_newest_report,
               icon="pdf", enabled=page.controller.has_merges),
        Action("merge.receipts", N_("Save receipts for the jurors …"), page.dialogs.save_receipts,
               icon="signature", enabled=page.controller.has_taken),
        Action("merge.impartiality", N_("Impartiality"), lambda: page.shell.go("impartiality"),
               icon="recused"),
    ]  # fmt: skip


def merge_entries(page: MergePage) -> Sequence[Entry]:
    """Return what is found by searching: a reminder to each who is missing."""
    standing = page.controller.standing
    return [
        Entry(
            _("Reminder to {name}").format(name=line.juror.name),
            partial(page.dialogs.write_reminder, line),
            icon="mail",
        )
        for line in (standing.missing if standing else ())
    ]


def merge_hints(page: MergePage) -> Sequence[KeyHint]:
    """Return the keys for the strip at the bottom."""
    hints = [KeyHint(("Ctrl", "O"), _("choose files"))]
    if page.may_read():
        hints.append(KeyHint(("Ctrl", "↵"), _("read in")))
    if page.has_conflicts():
        hints.append(KeyHint(("F8",), _("next conflict")))
    hints += [
        KeyHint(("Ctrl", "F"), _("filter")),
        KeyHint(("Ctrl", "Shift", "C"), _("copy the table")),
    ]
    return hints
