"""Buttons by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from juryapp.gui.widgets import Button, ToolButton


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("kind", [Button, ToolButton])
def test_a_button_that_has_the_focus_is_pressed_by_enter_and_by_space(
    qtbot: QtBot, kind: type[Button | ToolButton], key: Qt.Key
) -> None:
    button = Button("Go on") if kind is Button else ToolButton("help", "Help")
    qtbot.addWidget(button)

    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)
