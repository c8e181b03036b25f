"""The sample in the user's own window: it stays as long as the window, and leaves nothing behind."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from juryapp.application.decisions.deciding import justify
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.window import _show_sample
from workplace import services_in


@pytest.mark.slow
def test_the_sample_can_be_worked_with_until_its_window_is_closed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    shell = Shell(SettingsStore(None), notifier=Recorder(), choosers=FakeChoosers())
    window = MainWindow(shell)
    own = services_in(tmp_path)
    desktop = Desktop(window, own, sample=partial(_show_sample, window))
    workspace = desktop.workspace

    desktop.start.sample_requested.emit()
    qtbot.waitUntil(lambda: workspace.is_open and not shell.jobs.is_busy(), timeout=60_000)
    gc.collect()

    [edition] = workspace.services.store.editions()
    assert Path(edition.place).exists()
    with workspace.session.reading() as uow:
        nominee = uow.nominees.all()[0].id
    assert workspace.change(lambda: justify(workspace.session, nominee, "nb", "En ny grunn."))

    workspace.close()
    assert workspace.services is own
    window.close()
    assert not Path(edition.place).exists()
    window.deleteLater()
