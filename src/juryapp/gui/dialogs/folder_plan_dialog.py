"""Shows which files of a folder would go to whom, before anything is attached."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLayout, QWidget
from typing_extensions import override

from juryapp.application.edition.attaching_folders import FolderPlan
from juryapp.base.i18n import _, ngettext
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import Card, IconLabel, Label, column, row

_MOST_NAMES = 8  # of one nominee, or of nobody


class FolderPlanDialog(EntryDialog):
    """Gives the plan, if it is to be carried out.

    Args:
        folder: The folder that was looked into.
        plan: What was found.
        parent: As in Qt.
    """

    def __init__(self, folder: Path, plan: FolderPlan, parent: QWidget | None = None) -> None:
        self._plan = plan
        count = plan.files
        submit = ngettext("Attach {n} file", "Attach {n} files", count).format(n=count)
        super().__init__(
            _("Attach the files in “{folder}”").format(folder=folder.name),
            submit,
            parent,
            intro=_(
                "A file goes to the nominee whose number or name it begins with, or in whose folder it lies."
            ),
            width=640,
        )
        self.setObjectName("folder_plan_dialog")
        if not count:
            self.submit_button.set_reason(_("No file fits a nominee."))

    @override
    def body(self) -> QLayout:
        cards = [
            _card(f"{nominee.number:02d}  {nominee.name}", paths, "check", "ok")
            for nominee, paths in self._plan.found
        ]
        count = len(self._plan.unknown)
        if count:
            words = ngettext("{n} file fits no nominee", "{n} files fit no nominee", count)
            cards.append(_card(words.format(n=count), self._plan.unknown, "warning", "warn"))
        for place, card in enumerate(cards):
            self._inside.insertWidget(place, card)
        if not cards:
            nothing = Label(_("There is no file in this folder."), "body", "text2", wrap=True)
            self._inside.insertWidget(0, nothing)
        return super().body()

    @override
    def value(self) -> FolderPlan:
        return self._plan


def _card(title: str, paths: tuple[Path, ...], icon_name: str, role: Role) -> Card:
    names = [path.name for path in paths[:_MOST_NAMES]]
    more = len(paths) - len(names)
    if more:
        names.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    head = row(IconLabel(icon_name, role), (Label(title, "bodyM", wrap=True), 1))
    layout = column(head, gap=4, margins=(14, 10, 14, 12))
    for name in names:
        layout.addWidget(Label(_breakable(name), "small", "text2", wrap=True))
    return Card(layout, tone="inset")


def _breakable(name: str) -> str:
    """Return a name that can be broken where it would be too long for a line."""
    return name.replace("_", "_\u200b").replace("-", "-\u200b").replace(".", ".\u200b")
