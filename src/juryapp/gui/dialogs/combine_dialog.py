"""What combining with another copy will do: what is new, what contradicts; nothing has been changed yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QWidget

from juryapp.application.copies.combining import ADDED_NAMES, CombineReport
from juryapp.application.copies.combining_state import Difference
from juryapp.base.i18n import _, ngettext
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, Card, IconLabel, Label, Scrolled, column, row


def told_difference(found: Difference) -> str:
    """Return the sentence about one difference."""
    return _(found.template).format_map(found.params)


def told_conflicts(n: int) -> str:
    """Return the sentence about marks that contradict each other."""
    return ngettext(
        "{n} mark contradicts another one and counts only once it is settled.",
        "{n} marks contradict each other and count only once they are settled.",
        n,
    ).format(n=n)


class CombineDialog(QDialog):
    """Shows a preview and asks whether to go on."""

    agreed = Signal()

    def __init__(self, file: str, report: CombineReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("combine_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Combine both copies?"))
        intro = _(
            "“{file}” is a copy of this edition. What is only there is added here, nothing is taken away,"
            " and both logs are kept. A backup is made first. Nothing has been changed yet."
        ).format(file=file)
        inside: list[QWidget] = [self._to_look_at(text) for text in _remarks(report)]
        inside.append(self._new(report))
        self.yes = Button(_("Combine"), look="primary", icon_name="merge")
        self.yes.setObjectName("combine_now")
        self.yes.clicked.connect(self._agree)
        self.no = Button(_("Cancel"))
        self.no.setObjectName("combine_not")
        self.no.clicked.connect(self.close)
        self.setLayout(
            column(
                Label(intro, "body", wrap=True),
                (Scrolled(column(*inside, None, gap=10, margins=(0, 0, 10, 0))), 1),
                row(None, self.no, self.yes, gap=8),
                gap=14,
                margins=(24, 20, 24, 16),
            )
        )
        self.setMinimumSize(px(480), px(320))
        room = self.screen().availableGeometry()
        self.resize(min(px(620), room.width()), min(px(560), room.height() - px(80)))
        self.yes.setFocus()

    @staticmethod
    def _new(report: CombineReport) -> QWidget:
        rows = QFormLayout()
        rows.setHorizontalSpacing(px(24))
        for name, n in report.added.items():
            rows.addRow(Label(_(ADDED_NAMES[name])), _number(_(ADDED_NAMES[name]), n))
        entries = _("Entries in the log")
        rows.addRow(Label(entries), _number(entries, report.entries))
        card = Card(column(Label(_("New here"), "h3"), rows, gap=8, margins=(16, 14, 16, 14)))
        card.setObjectName("combine_new")
        return card

    @staticmethod
    def _to_look_at(text: str) -> QWidget:
        holder = QWidget()
        icon = IconLabel("warning", "warn", 18)
        layout = row(icon, (Label(text, wrap=True, selectable=True), 1), gap=8)
        layout.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        holder.setLayout(layout)
        return holder

    def _agree(self) -> None:
        self.close()
        self.agreed.emit()


def _number(name: str, n: int) -> Label:
    label = Label(str(n), "bodyM")
    label.setAccessibleName(f"{name}: {n}")
    return label


def _remarks(report: CombineReport) -> list[str]:
    remarks = [told_conflicts(report.conflicts)] if report.conflicts else []
    return remarks + [told_difference(found) for found in report.differences]
