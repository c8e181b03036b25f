"""Set-up: criteria with weights, scales and levels in words, in the order in which the jurors see them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.answers import KIND_SENTENCES
from juryapp.base.i18n import N_, _
from juryapp.base.numbers import format_exactly
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.gui.actions import Action
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.dialogs.criterion_dialog import CriterionDialog
from juryapp.gui.models.setup import (
    CRITERION_COLUMNS,
    CriterionRow,
    criterion_rows,
    scale_text,
    share_text,
)
from juryapp.gui.pages.setup_section import (
    LockNote,
    SetupSection,
    TableOrEmpty,
    TableWithDetail,
    locked_words,
    on_key,
)
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Button,
    Card,
    Chip,
    EmptyState,
    KeyHint,
    Label,
    RowsTableModel,
    Scrolled,
    Table,
    ToolButton,
    column,
    row,
)
from juryapp.gui.widgets.desk_mark_editor import is_on_a_scale, mark_editor


class CriterionDetail(QWidget):
    """Guidance and levels of the criterion under the cursor, as the jurors see them."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Label(kind="h2", wrap=True)
        self.share = Chip("", "accent", "")
        self.scale = Label(kind="small", role="text2", wrap=True)
        self.guidance = Label(kind="body", wrap=True, selectable=True)
        self.levels_heading = Label(kind="smallM")
        self.levels = QGridLayout()
        self.levels.setHorizontalSpacing(12)
        self.levels.setVerticalSpacing(6)
        self.levels.setColumnStretch(1, 1)
        self.preview_heading = Label(kind="smallM")
        self._preview = QVBoxLayout()
        self._preview.setContentsMargins(0, 0, 0, 0)
        self.setLayout(
            column(self.name, row(self.share, (self.scale, 1)), self.guidance, 4, self.preview_heading,
                   self._preview, 4, self.levels_heading, self.levels, None, gap=10, margins=(4, 4, 8, 4))
        )  # fmt: skip

    def show_criterion(self, found: CriterionRow) -> None:
        """Show one."""
        criterion = found.criterion
        self.name.setText(criterion.name)
        self.share.set_state(share_text(found.share), "accent", "")
        self.share.setVisible(criterion.counts)
        is_points = criterion.kind is CriterionKind.POINTS
        told = scale_text(criterion.scale) if is_points else _(KIND_SENTENCES[criterion.kind])
        self.scale.setText(told)
        self.guidance.setText(criterion.guidance)
        self.guidance.setVisible(bool(criterion.guidance))
        said = is_points and criterion.levels  # other levels are the choices themselves
        self.levels_heading.setText(_("What the marks mean, in words") if said else "")
        self._show_levels(criterion)
        self._show_preview(criterion)

    def _show_preview(self, criterion: Criterion) -> None:
        """Show the very widget that the jurors will answer with; here it takes no answer."""
        while (item := self._preview.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        shown = is_on_a_scale(criterion)
        self.preview_heading.setText(_("As the jurors see it") if shown else "")
        self.preview_heading.setVisible(shown)
        if shown:
            widget = mark_editor(criterion, flat=False)
            widget.setObjectName("criterion_preview")
            widget.setEnabled(False)
            self._preview.addWidget(widget)

    def _show_levels(self, criterion: Criterion) -> None:
        while (item := self.levels.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        is_points = criterion.kind is CriterionKind.POINTS
        for n, level in enumerate(reversed(criterion.levels if is_points else ())):
            mark = Label(format_exactly(criterion.scale.value(level.points)), "h3", "accent")
            mark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            mark.setMinimumWidth(px(30))
            self.levels.addWidget(mark, n, 0)
            self.levels.addWidget(Label(level.words, "small", wrap=True), n, 1)


class CriteriaSection(SetupSection):
    """What the jurors mark, and how much each counts."""

    key = "criteria"

    def __init__(self, shell: Shell, controller: SetupController) -> None:
        super().__init__(shell, controller)
        self.lock = LockNote()
        self.about = Label(kind="small", role="text2", wrap=True)
        self._build_buttons()
        self.model = RowsTableModel(CRITERION_COLUMNS, key=lambda r: r.criterion.id)
        self.table = Table(self.model)
        self.table.setObjectName("criteria")
        self.empty = EmptyState("scale", buttons=[("", self._add)], primary=False)
        self.stack = TableOrEmpty(self.table, self.empty)
        self.detail = CriterionDetail()
        self.detail_card = Card(column(Scrolled(column(self.detail)), margins=(16, 14, 8, 14)))
        top = row((self.about, 1), self.up, self.down, 8, self.remove, self.edit, self.add)
        self.middle = TableWithDetail(self.stack, self.detail_card, width=330, shell=shell)
        self.setLayout(column(self.lock, top, (self.middle, 1), gap=12))
        self.table.row_activated.connect(lambda _row: self._edit())
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        on_key(self.table, "Alt+Up", lambda: self._move(-1))
        on_key(self.table, "Alt+Down", lambda: self._move(1))
        on_key(self.table, "Delete", self._remove)

    def _build_buttons(self) -> None:
        self.up = ToolButton("arrow-up")
        self.up.setObjectName("criterion_up")
        self.down = ToolButton("arrow-down")
        self.down.setObjectName("criterion_down")
        self.add = Button(icon_name="plus")
        self.add.setObjectName("add_criterion")
        self.edit = Button(icon_name="edit")
        self.edit.setObjectName("edit_criterion")
        self.remove = Button(icon_name="trash")
        self.remove.setObjectName("remove_criterion")
        self.up.clicked.connect(lambda _checked=False: self._move(-1))
        self.down.clicked.connect(lambda _checked=False: self._move(1))
        self.add.clicked.connect(lambda _checked=False: self._add())
        self.edit.clicked.connect(lambda _checked=False: self._edit())
        self.remove.clicked.connect(lambda _checked=False: self._remove())

    def _chosen(self) -> CriterionRow | None:
        found = self.table.current_row()
        return found if isinstance(found, CriterionRow) else None

    # --- what the user does

    def _add(self) -> None:
        if not self.view.is_locked:
            dialog = CriterionDialog(None, self.view.criteria, self)
            self.ask(dialog, self.controller.save_criterion)

    def _edit(self) -> None:
        found = self._chosen()
        if found is not None and not self.view.is_locked:
            others = self.controller.other_weights(found.criterion.id)
            self.ask(CriterionDialog(found.criterion, others, self), self.controller.save_criterion)

    def _remove(self) -> None:
        found = self._chosen()
        if found is not None and not self.view.is_locked:
            self.controller.remove_criterion(found.criterion.id)

    def _move(self, steps: int) -> None:
        found = self._chosen()
        if found is not None and not self.view.is_locked:
            self.table.sort_as_given()
            self.controller.move_criterion(found.criterion.id, steps)

    # --- showing

    @override
    def show_view(self) -> None:
        rows = criterion_rows(self.view)
        self.model.show_rows(rows)
        self.stack.show_table(filled=bool(rows))
        if rows and self._chosen() is None:
            self.table.choose(rows[0].criterion.id)
        self.lock.say(*(locked_words() if self.view.is_locked else ("", "")))
        self._show_chosen()

    def _show_chosen(self) -> None:
        if not self.controller.has_view:
            return
        found, locked = self._chosen(), self.view.is_locked
        self.middle.show_detail(shown=found is not None)
        if found is not None:
            self.detail.show_criterion(found)
        why = _("Locked since the round was opened.") if locked else ""
        nothing = why or ("" if found else _("Choose a criterion in the table first."))
        self.add.set_reason(why)
        self.edit.set_reason(nothing)
        self.remove.set_reason(nothing)
        last = len(self.view.criteria)
        self.up.setVisible(not locked)
        self.down.setVisible(not locked)
        self.up.setEnabled(not locked and found is not None and found.place > 1)
        self.down.setEnabled(not locked and found is not None and found.place < last)

    @override
    def label(self) -> str:
        return _("Criteria {n}").format(n=len(self.view.criteria))

    @override
    def focus_first(self) -> None:
        if self.model.all_rows():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def section_actions(self) -> Sequence[Action]:
        def is_unlocked() -> bool:
            return self.controller.has_view and not self.view.is_locked

        return [
            Action(
                "setup.add_criterion",
                N_("Add criterion …"),
                self._add,
                "Ctrl+N",
                "plus",
                is_unlocked,
            )
        ]

    @override
    def section_hints(self) -> Sequence[KeyHint]:
        if self.controller.has_view and self.view.is_locked:
            return []
        return [
            KeyHint(("Ctrl", "N"), _("add")),
            KeyHint(("↵",), _("change")),
            KeyHint(("Alt", "↑", "↓"), _("move")),
            KeyHint(("Delete",), _("remove")),
        ]

    @override
    def retranslate(self) -> None:
        self.about.setText(
            _("The jurors see the criteria in this order. Their shares add up to 100%.")
        )
        self.up.set_name(_("Move up"), "Alt+Up")
        self.down.set_name(_("Move down"), "Alt+Down")
        self.add.setText(_("Add criterion …"))
        self.edit.setText(_("Change …"))
        self.remove.setText(_("Remove"))
        self.table.setAccessibleName(_("Criteria"))
        self.empty.say(
            _("No criterion yet"),
            _(
                "A criterion is one thing that every juror marks for every nominee. Add at least one."
            ),
        )
        self.empty.buttons[0].setText(_("Add criterion …"))
        if self.controller.has_view:
            self.lock.say(*(locked_words() if self.view.is_locked else ("", "")))
            self._show_chosen()
