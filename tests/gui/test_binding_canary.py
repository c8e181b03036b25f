"""PySide6 6.12.0 on Python before 3.12 drops a reference to None for nearly every call that returns None.

The program then aborts after some thousands of calls, although a small test suite passes. Fail early instead.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_calls_that_return_none_do_not_steal_references(qtbot: QtBot) -> None:
    label, thing, stack = QLabel(), QObject(), QUndoStack()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setText("x")
        label.setEnabled(True)
        thing.parent()
        thing.property("none")
        stack.clear()
    assert abs(sys.getrefcount(None) - before) < 200
