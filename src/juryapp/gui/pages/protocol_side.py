"""What to look at before approving, and the versions that are approved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from juryapp.base.i18n import _
from juryapp.domain.protocol import ProtocolRecord
from juryapp.gui.models.protocol import AdviceRow, hex_groups, short_digest, version_words
from juryapp.gui.pages import protocol_texts as texts
from juryapp.gui.widgets import (
    TONES,
    Button,
    IconLabel,
    Label,
    Rule,
    Scrolled,
    column,
    row,
)


class _Stack(QWidget):
    """Things below each other that are made anew each time."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[QWidget] = []
        self._place = QVBoxLayout()
        self._place.setSpacing(12)
        inside = column(self._place, None, margins=(16, 12, 12, 16))
        self.setLayout(column((Scrolled(inside), 1)))

    def _clear(self) -> None:
        for part in self._parts:
            self._place.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._place.addWidget(part)


class _AdviceView(QWidget):
    """A sentence and the way to mend it."""

    def __init__(self, found: AdviceRow) -> None:
        super().__init__()
        text = Label(found.text, "body", wrap=True, selectable=True)
        self.link = Button(found.link, "link", "arrow-right")
        self.link.setAccessibleDescription(found.text)
        icon_label = IconLabel(found.icon, TONES[found.tone].role)
        words = column(text, row(self.link, None), gap=2)
        layout = row(icon_label, (words, 1), gap=8)
        layout.setAlignment(icon_label, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.link.setVisible(bool(found.link))  # with a parent: alone it would be a window


class AdvicePanel(_Stack):
    """What a careful chair would look at."""

    mend_requested = Signal(object)  # AdviceRow

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("advice_panel")
        self.rows: tuple[AdviceRow, ...] = ()
        self.links: list[Button] = []

    def show_rows(self, rows: Sequence[AdviceRow]) -> None:
        """Show what there is to look at."""
        if tuple(rows) == self.rows and self._parts:
            return
        self.rows, self.links = tuple(rows), []
        self._clear()
        for found in rows:
            view = _AdviceView(found)
            view.link.clicked.connect(
                lambda _checked=False, found=found: self.mend_requested.emit(found)
            )
            self.links.append(view.link)
            self._add(view)
        if not rows:
            self._add(self._nothing())

    def retranslate(self) -> None:
        """Say anew what does not come with the rows."""
        rows = self.rows
        self._clear()
        self.show_rows(rows)

    @staticmethod
    def _nothing() -> QWidget:
        view = QWidget()
        words = Label(_(texts.NOTHING_TO_NOTE), "body", wrap=True)
        view.setLayout(row(IconLabel("check-circle", "ok"), (words, 1), gap=8))
        return view


class _VersionView(QWidget):
    """One approved version with its digest."""

    def __init__(self, record: ProtocolRecord) -> None:
        super().__init__()
        self.setObjectName(f"version_{record.version}")
        title, when = version_words(record)
        self.digest = Label(hex_groups(record.digest), "small", wrap=True, selectable=True)
        self.digest.setObjectName(f"digest_{record.version}")
        self.digest.setAccessibleName(_(texts.DIGEST))
        short = Label(short_digest(record.digest), "smallM", selectable=True)
        self.look = Button(_("Look at it"), "small", "eye")
        self.look.setObjectName(f"look_{record.version}")
        self.again = Button(_("Save again …"), "small", "save")
        self.again.setObjectName(f"save_again_{record.version}")
        self.copy = Button(_("Copy the digest"), "small", "copy")
        self.copy.clicked.connect(
            lambda _checked=False: QGuiApplication.clipboard().setText(record.digest)
        )
        self.setLayout(
            column(
                Label(title, "h3"),
                Label(when, "small", "text2", wrap=True),
                4,
                Label(_(texts.DIGEST), "caption", "text2", wrap=True),
                self.digest,
                Label(_(texts.SHORT), "caption", "text2", wrap=True),
                short,
                4,
                row(self.look, self.again, None, gap=8),
                row(self.copy, None),
                gap=4,
            )
        )


class VersionsPanel(_Stack):
    """The approved versions, the newest first."""

    look_requested = Signal(int)
    again_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("versions_panel")
        self.views: dict[int, _VersionView] = {}

    def show_records(self, records: Sequence[ProtocolRecord]) -> None:
        """Show these versions."""
        self._clear()
        self.views = {}
        for record in reversed(records):
            if self.views:
                self._add(Rule())
            view = _VersionView(record)
            n = record.version
            view.look.clicked.connect(lambda _checked=False, n=n: self.look_requested.emit(n))
            view.again.clicked.connect(lambda _checked=False, n=n: self.again_requested.emit(n))
            self.views[n] = view
            self._add(view)
        if not records:
            self._add(Label(_(texts.NONE_APPROVED), "body", "text2", wrap=True))
        self._add(Rule())
        self._add(Label(_(texts.STAYS_DRAFT), "small", "text2", wrap=True))
