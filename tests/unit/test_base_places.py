"""Where things lie: the data folder, the resources, the log."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.base.logs import start_logging, stop_logging
from juryapp.base.paths import data_folder
from juryapp.base.resources import resource, resources


def test_the_option_wins_over_the_environment_and_that_over_the_platform(tmp_path: Path) -> None:
    environ = {"JURYAPP_DATA": str(tmp_path / "environment")}

    assert data_folder(str(tmp_path / "option"), environ).root == tmp_path / "option"
    assert data_folder(None, environ).root == tmp_path / "environment"
    assert data_folder(None, {}).root.name == "juryapp"


def test_only_a_chosen_folder_keeps_away_from_all_else(tmp_path: Path) -> None:
    assert data_folder(str(tmp_path), {}).chosen
    assert not data_folder(None, {}).chosen
    assert not data_folder("", {"JURYAPP_DATA": ""}).chosen


def test_everything_lies_in_the_one_folder_and_nothing_is_made(tmp_path: Path) -> None:
    data = data_folder(str(tmp_path / "data"), {})
    places = [data.editions, data.desks, data.keys, data.backups, data.logs, data.settings]

    assert len(set(places)) == len(places)
    assert {place.parent for place in places} == {data.root}
    assert not data.root.exists()


def test_a_relative_folder_is_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert data_folder("data", {}).root == tmp_path / "data"


def test_a_tilde_stands_for_the_home_folder_if_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    assert data_folder("~/jury", {}).root == tmp_path / "jury"
    assert data_folder("~nobody-of-this-name/jury", {}).root.name == "jury"


def test_the_resources_are_found_in_a_checkout() -> None:
    assert resource("fonts").is_dir()


def test_a_frozen_program_finds_its_resources_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    resources.cache_clear()
    try:
        assert resources() == tmp_path / "resources"
    finally:
        resources.cache_clear()


@pytest.fixture
def quiet_log() -> Iterator[logging.Logger]:
    """The program's log, closed again afterwards."""
    log = logging.getLogger("juryapp")
    level, propagate = log.level, log.propagate
    yield log
    stop_logging()
    log.setLevel(level)
    log.propagate = propagate


def test_the_log_is_written_and_may_move(tmp_path: Path, quiet_log: logging.Logger) -> None:
    start_logging(tmp_path / "first")
    start_logging(tmp_path / "second")
    logging.getLogger("juryapp.test").info("merged %s", "F1")

    assert "INFO juryapp.test: merged F1" in (tmp_path / "second" / "juryapp.log").read_text(
        encoding="utf-8"
    )
    assert not (tmp_path / "first" / "juryapp.log").exists()
    assert len(quiet_log.handlers) == 1


def test_a_log_that_cannot_be_made_is_no_reason_not_to_start(
    tmp_path: Path, quiet_log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    start_logging(tmp_path / "file" / "logs")
    quiet_log.info("nobody hears this")

    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_keeps_quiet(
    tmp_path: Path, quiet_log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "juryapp.log").mkdir()  # a folder in the way of the file

    start_logging(tmp_path)
    quiet_log.info("nobody hears this")

    assert capsys.readouterr().err == ""
