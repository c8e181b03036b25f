"""F1: what this page is for, and all keys that work here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from juryapp.base.i18n import _
from juryapp.gui.theme import px
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.chips import KeyCap
from juryapp.gui.widgets.labels import Label
from juryapp.gui.widgets.surfaces import Card, Scrolled, column, row


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTopic:
    """What the help says: the page, a few sentences, and keys in groups."""

    title: str
    text: str
    keys: Sequence[tuple[str, Sequence[tuple[tuple[str, ...], str]]]]


class HelpDialog(QDialog):
    """Shows a topic; Esc closes it."""

    def __init__(self, topic: HelpTopic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Help"))
        inside = column(Label(topic.title, "h1", wrap=True), gap=12, margins=(0, 0, 12, 0))
        if topic.text:
            inside.addWidget(Label(topic.text, "read", wrap=True, selectable=True))
        for heading, keys in topic.keys:
            if keys:
                inside.addWidget(Label(heading, "h3"))
                inside.addWidget(Card(_key_table(keys)))
        inside.addStretch(1)
        close = Button(_("Close"))
        close.setObjectName("close_help")
        close.clicked.connect(self.close)
        area = Scrolled(inside)
        area.setObjectName("help_text")
        area.setAccessibleName(topic.title)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and PageDown scroll it
        self.setLayout(column((area, 1), row(None, close), gap=12, margins=(24, 24, 24, 16)))
        height = parent.window().height() - 48 if parent is not None else px(600)
        self.resize(px(560), min(px(600), height))
        area.setFocus(Qt.FocusReason.OtherFocusReason)


def _key_table(keys: Sequence[tuple[tuple[str, ...], str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(16, 12, 16, 12)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for place, (caps, text) in enumerate(keys):
        grid.addLayout(row(*(KeyCap(cap) for cap in caps), None, gap=4), place, 0)
        grid.addWidget(Label(text, "small", wrap=True), place, 1)
    return grid
