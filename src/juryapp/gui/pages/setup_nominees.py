"""Set-up: nominees, and the nominations gathered on them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.application.edition.attaching_folders import FolderPlan
from juryapp.application.tables.mapping import NOMINATION_FIELDS, Mapping, Table
from juryapp.base.i18n import N_, _
from juryapp.domain.attachments import Attachment
from juryapp.domain.ids import NominationId
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.gui.actions import Action
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.controllers.setup_attachments import SetupAttachments
from juryapp.gui.dialogs.document_dialog import DocumentDialog
from juryapp.gui.dialogs.folder_plan_dialog import FolderPlanDialog
from juryapp.gui.dialogs.nomination_dialog import NominationDialog, NominationMoveDialog
from juryapp.gui.dialogs.nominee_dialog import NomineeDialog
from juryapp.gui.dialogs.rename_file_dialog import RenameFileDialog
from juryapp.gui.models.setup import (
    NOMINEE_COLUMNS,
    STATE_COLUMN,
    NomineeRow,
    nominee_rows,
    nominee_state,
)
from juryapp.gui.models.setup_import import ImportPreview, nominations_preview
from juryapp.gui.pages.setup_attachments import folders_in
from juryapp.gui.pages.setup_import import TABLE_SUFFIXES, TableImport
from juryapp.gui.pages.setup_nominee_detail import NomineeDetail
from juryapp.gui.pages.setup_section import (
    SetupSection,
    TableOrEmpty,
    TableWithDetail,
    on_key,
)
from juryapp.gui.shell import Shell
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    Card,
    ComboBox,
    DropZone,
    EmptyState,
    FilterEdit,
    KeyHint,
    RowsTableModel,
    Scrolled,
    column,
    row,
)
from juryapp.gui.widgets import Table as TableView

_ALL = "*"


class NomineesSection(SetupSection):
    """Who or what can win, and what was said for it."""

    key = "nominees"

    def __init__(self, shell: Shell, controller: SetupController, files: SetupAttachments) -> None:
        super().__init__(shell, controller)
        self.files = files
        self.intake = TableImport(
            self,
            shell,
            controller,
            fields=NOMINATION_FIELDS,
            preview=self._preview,
            take_in=controller.import_nominations,
        )
        self._build_tools()
        self._build_table()
        self._build_detail()
        self.drop = DropZone(suffixes=TABLE_SUFFIXES, icon_name="spreadsheet")
        self.drop.setObjectName("drop_nominations")
        self.drop.hide()
        top = row((self.filter, 2), (self.category, 1), None, self.take_in, self.add)
        left = column((self.stack, 1), self.drop, gap=12)
        lists = QWidget()
        lists.setLayout(left)
        self.middle = TableWithDetail(lists, self.detail_card, width=400, shell=shell)
        self.setLayout(column(top, (self.middle, 1), gap=12))
        self._connect()
        self._connect_files()
        follow_theme(self)

    def apply_theme(self) -> None:
        """Keep the fields above the table short."""
        self.filter.setMaximumWidth(px(320))
        self.category.setMinimumWidth(px(165))
        self.category.setMaximumWidth(px(240))

    def _build_tools(self) -> None:
        self.filter = FilterEdit()
        self.category = ComboBox()
        self.category.setObjectName("nominee_category_filter")
        self.take_in = Button(icon_name="spreadsheet")
        self.take_in.setObjectName("import_nominations")
        self.add = Button(icon_name="plus")
        self.add.setObjectName("add_nominee")

    def _build_table(self) -> None:
        self.model = RowsTableModel(NOMINEE_COLUMNS, key=lambda r: r.nominee.id)
        self.table = TableView(self.model)
        self.table.setObjectName("nominees")
        self.empty = EmptyState("star", buttons=[("", self.intake.choose), ("", self._add)],
                                primary=False)  # fmt: skip
        self.stack = TableOrEmpty(self.table, self.empty)

    def _build_detail(self) -> None:
        self.detail = NomineeDetail()
        inside = Scrolled(column(self.detail))
        self.detail_card = Card(column(inside, margins=(16, 14, 8, 14)))

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._filter())
        self.category.currentIndexChanged.connect(lambda _place: self._filter())
        self.take_in.clicked.connect(lambda _checked=False: self.intake.choose())
        self.add.clicked.connect(lambda _checked=False: self._add())
        self.drop.clicked.connect(self.intake.choose)
        self.drop.dropped.connect(self.take_files)
        self.table.row_activated.connect(lambda _row: self._edit())
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        on_key(self.table, "Delete", self._remove)
        detail = self.detail
        detail.change.connect(self._edit)
        detail.withdraw.connect(self._withdraw)
        detail.remove.connect(self._remove)
        detail.add_nomination.connect(self._add_nomination)
        detail.change_nomination.connect(self._change_nomination)
        detail.move_nomination.connect(self._move_nomination)
        detail.remove_nomination.connect(self.controller.remove_nomination)

    def _connect_files(self) -> None:
        files = self.detail.files
        files.add.connect(self._choose_files)
        files.add_folder.connect(self.choose_folder)
        files.dropped.connect(self.attach)
        files.look.connect(self._look_at)
        files.rename.connect(self._rename)
        files.moved.connect(self.files.move)
        files.remove.connect(self.files.remove)
        self.files.changed.connect(self._show_files)
        self.files.counted.connect(self._show_pages)

    # --- what the user does

    def _chosen(self) -> NomineeRow | None:
        found = self.table.current_row()
        return found if isinstance(found, NomineeRow) else None

    def _preview(self, table: Table, mapping: Mapping) -> ImportPreview:
        return nominations_preview(self.controller.preview_nominations(table, mapping))

    @override
    def take_files(self, files: Sequence[Path]) -> bool:
        return self.intake.accepts(files)

    def _add(self) -> None:
        if not self.view.categories:
            self.shell.notifier.info(
                _("Add a category first."),
                _("Every nominee belongs to one; “all nominees” is enough."),
            )
            return
        dialog = NomineeDialog(None, self.view.categories, self)
        self.ask(dialog, self.controller.save_nominee)

    def _edit(self) -> None:
        found = self._chosen()
        if found is not None:
            dialog = NomineeDialog(found.nominee, self.view.categories, self)
            self.ask(dialog, self.controller.save_nominee)

    def _withdraw(self, withdrawn: bool) -> None:
        found = self._chosen()
        if found is not None:
            self.controller.withdraw(found.nominee.id, withdrawn=withdrawn)

    def _remove(self) -> None:
        found = self._chosen()
        if found is not None and not self.view.packaged:
            self.controller.remove_nominee(found.nominee.id)

    def _add_nomination(self) -> None:
        found = self._chosen()
        if found is not None:
            new = Nomination(id=NominationId(""), nominee=found.nominee.id)
            self.ask(NominationDialog(new, found.nominee, self), self.controller.save_nomination)

    def _change_nomination(self, nomination: Nomination) -> None:
        found = self._chosen()
        if found is not None:
            dialog = NominationDialog(nomination, found.nominee, self)
            self.ask(dialog, self.controller.save_nomination)

    def _move_nomination(self, nomination: Nomination) -> None:
        others = [n for n in self.view.nominees if n.id != nomination.nominee]

        def move(target: Nominee) -> None:
            self.controller.gather(nomination, target.id)

        self.ask(NominationMoveDialog(others, self), move)

    # --- its files

    def _choose_files(self) -> None:
        self.shell.choosers.open_files(
            self,
            title=_("Which files belong to this nominee?"),
            kinds=[(_("PDF, pictures and texts"), ".pdf *.png *.jpg *.jpeg *.txt")],
            then=self.attach,
        )

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach files to the nominee under the cursor; of a folder, first show what goes where."""
        found, folders = self._chosen(), folders_in(paths)
        files = [path for path in paths if path not in folders]
        if found is not None and files:
            self.files.attach(found.nominee.id, files)
        for folder in folders:
            self.look_into(folder)

    def choose_folder(self) -> None:
        """Ask for a folder whose files belong to several nominees."""
        title = _("In which folder do the files lie?")
        self.shell.choosers.choose_folder(self, title=title, then=self.look_into)

    def look_into(self, folder: Path) -> None:
        """Show what the files of a folder would be attached to."""

        def show(plan: FolderPlan) -> None:
            self.ask(FolderPlanDialog(folder, plan, self), self.files.carry_out)

        self.files.plan(folder, show)

    def _look_at(self, attachment: Attachment) -> None:
        document = self.files.document(attachment)
        DocumentDialog(self.shell.drawing, self.files.texts, document, self).open()

    def _rename(self, attachment: Attachment) -> None:
        def rename(name: str) -> bool:
            return self.files.rename(attachment, name)

        self.ask(RenameFileDialog(attachment.name, self), rename)

    def _show_files(self) -> None:
        found = self._chosen()
        if found is not None:
            self.detail.files.show_files(self.files.of(found.nominee.id))
            self._show_pages()

    def _show_pages(self) -> None:
        for card in self.detail.files.file_cards():
            card.show_pages(self.files.pages(card.attachment))

    # --- showing

    def _filter(self) -> None:
        wanted = self.category.current_key()

        def accepts(found: NomineeRow) -> bool:
            return wanted in {"", _ALL} or found.nominee.category == wanted

        self.model.set_filter(self.filter.text(), accepts)

    @override
    def show_view(self) -> None:
        rows = nominee_rows(self.view)
        choices = [(_ALL, _("All categories"))]
        choices += [(str(c.id), c.name) for c in self.view.categories]
        self.category.set_choices(choices)
        self.category.setVisible(bool(rows) and len(self.view.categories) > 1)
        self.table.setColumnHidden(STATE_COLUMN, not any(nominee_state(found) for found in rows))
        self.model.show_rows(rows)
        self.stack.show_table(filled=bool(rows))
        self.filter.setVisible(bool(rows))
        self.drop.setVisible(not rows)
        if rows and self._chosen() is None and self.model.rows():
            self.table.choose(self.model.key_at(0))
        self._show_chosen()

    def _show_chosen(self) -> None:
        if not self.controller.has_view:
            return
        found = self._chosen()
        self.middle.show_detail(shown=found is not None)
        if found is not None:
            nominations = self.view.nominations_of(found.nominee.id)
            self.detail.show_nominee(found, nominations, may_remove=not self.view.packaged)
            self._show_files()

    def show_nominee(self, nominee: str) -> None:
        """Put the cursor on a nominee."""
        self.filter.clear()
        self.category.choose(_ALL)
        self.table.choose(nominee)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def label(self) -> str:
        return _("Nominees {n}").format(n=len(self.view.nominees))

    @override
    def focus_first(self) -> None:
        target = self.table if self.model.all_rows() else self.empty.buttons[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def section_actions(self) -> Sequence[Action]:
        return [
            Action("setup.add_nominee", N_("Add nominee …"), self._add, "Ctrl+N", "plus"),
            Action(
                "setup.import_nominations",
                N_("Take nominations in from a table …"),
                self.intake.choose,
                "Ctrl+O",
                "spreadsheet",
            ),
            Action(
                "setup.add_files", N_("Add files to the nominee …"), self._choose_files, icon="clip"
            ),
            Action(
                "setup.add_folder",
                N_("Attach a whole folder of files …"),
                self.choose_folder,
                icon="folder",
            ),
            Action(
                "setup.filter_nominees",
                N_("Filter nominees"),
                self.filter.setFocus,
                "Ctrl+F",
                "filter",
            ),
        ]

    @override
    def section_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint(("Ctrl", "O"), _("take in a table")),
            KeyHint(("Ctrl", "N"), _("add")),
            KeyHint(("↵",), _("change")),
            KeyHint(("Ctrl", "F"), _("filter")),
        ]

    @override
    def retranslate(self) -> None:
        self.intake.title = _("Take nominations in")
        self.filter.set_placeholder(_("Filter nominees"))
        self.category.setAccessibleName(_("Category"))
        self.take_in.setText(_("Take in a table …"))
        self.add.setText(_("Add nominee …"))
        self.table.setAccessibleName(_("Nominees"))
        self.drop.say(
            _("Drop a spreadsheet or CSV file here"),
            _("You see what it brings before anything is taken in.  Ctrl+O"),
        )
        self.empty.say(
            _("No nominee yet"),
            _(
                "Take in the table that your form or spreadsheet gives you; nominations for the same name"
                " gather on one nominee. Or add nominees one by one."
            ),
        )
        for button, text in zip(
            self.empty.buttons, (_("Take in a table …"), _("Add nominee …")), strict=True
        ):
            button.setText(text)
        if self.controller.has_view:
            self.show_view()
