"""The set-up script: what it installs, when it does not, and what it says to people."""

from __future__ import annotations

import configparser
import importlib.util
import os
import re
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from juryapp.base.resources import resource

ROOT = Path(__file__).resolve().parents[2]
MEDIA_TYPES = {
    "application/vnd.juryapp.package+zip": "*.jurypack",
    "application/vnd.juryapp.score+json": "*.juryscore",
    "application/vnd.juryapp.receipt+json": "*.juryreceipt",
    "application/vnd.juryapp.award+zip": "*.juryaward",
    "application/vnd.juryapp.move": "*.jurymove",
    "application/vnd.juryapp.edition+sqlite3": "*.jurydb",
}


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the script as a module of its own, with an environment that may be changed."""
    spec = importlib.util.spec_from_file_location("dev_script", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT", "QT_QPA_PLATFORM"):
        monkeypatch.setenv(name, "")  # so that it is put back afterwards
        monkeypatch.delenv(name)
    return module


@pytest.fixture
def run(dev: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return what the script would have run; nothing is run or installed."""
    calls: list[tuple[str, ...]] = []

    def record(*arguments: str, **_options: object) -> int:
        calls.append(arguments)
        return 0

    monkeypatch.setattr(dev, "python", record)
    monkeypatch.setattr(dev, "prepare", lambda: None)
    monkeypatch.setattr(dev, "need_libraries", lambda _wanted: None)
    return calls


# -------------------- commands


def test_without_a_command_it_says_which_there_are(
    dev: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert all(f"dev.py {name}" in shown.err for name in dev.JOBS)


def test_asked_for_help_it_helps(dev: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    assert "python3 dev.py demo" in capsys.readouterr().out


def test_the_demo_opens_the_window_where_there_is_a_screen(
    dev: Any, run: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "has_screen", lambda: True)
    assert dev.main(["demo", "--out", "x"]) == 0
    assert run == [("-m", "juryapp", "demo", "--out", "x")]


def test_the_demo_runs_headless_where_there_is_no_screen_and_says_so(
    dev: Any,
    run: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "has_screen", lambda: False)
    dev.main(["demo"])
    shown = capsys.readouterr()
    assert run == [("-m", "juryapp", "demo", "--headless")]
    assert "no screen" in shown.err
    assert shown.out == ""  # stdout is the program's


def test_a_linux_without_display_has_no_screen(dev: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not dev.has_screen()
    monkeypatch.setattr(sys, "platform", "win32")
    assert dev.has_screen()


def test_quick_leaves_out_the_slow_tests_and_passes_the_rest_on(
    dev: Any, run: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "check", lambda _arguments: 0)
    assert dev.main(["test", "--quick", "-k", "merge"]) == 0
    assert run[0][:4] == ("-m", "pytest", "-n", "auto")
    assert run[0][4:] == ("-m", "not slow and not benchmark", "-k", "merge")
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_a_failed_check_fails_the_whole_although_every_test_passes(
    dev: Any, run: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "check", lambda _arguments: 1)
    assert dev.main(["test"]) == 1
    assert len(run) == 1


def test_every_check_runs_and_only_the_failing_one_speaks(
    dev: Any,
    run: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "checked", lambda *command: "x.py:1: bad" if "mypy" in command else "")
    monkeypatch.setattr(dev, "stale_catalogues", lambda: "")
    assert dev.main(["check"]) == 1
    shown = capsys.readouterr().err
    assert re.findall(r"FAILED +(.+)", shown) == ["types"]
    assert shown.count("ok ") == 4
    assert "x.py:1: bad" in shown


def test_a_search_for_bad_files_takes_as_long_as_it_is_told(
    dev: Any, run: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JURYAPP_FUZZ_SECONDS", "7")
    monkeypatch.setattr(dev, "has_atheris", lambda: True)
    target = str(ROOT / "tests" / "fuzz_running.py")

    assert (dev.main(["fuzz"]), dev.main(["fuzz", "90"])) == (0, 0)

    assert run == [(target, "7"), (target, "90")]


def test_where_the_tool_is_not_to_be_had_the_search_is_left_out_aloud(
    dev: Any,
    run: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "has_atheris", lambda: False)
    assert dev.main(["fuzz"]) == 0
    assert [call[-1] for call in run] == ["atheris"]  # only the attempt to install it
    assert "not to be had" in capsys.readouterr().err


# -------------------- environment


@pytest.fixture
def elsewhere(dev: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the script as if it lay in an empty folder with pins of its own."""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "ready")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "python")
    return dev


def test_the_second_run_installs_nothing_and_new_pins_install_again(
    elsewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(elsewhere, "make_environment", lambda: done.append("environment"))
    monkeypatch.setattr(elsewhere, "install_packages", lambda: done.append("packages"))

    elsewhere.prepare()
    elsewhere.prepare()
    assert done == ["environment", "packages"]

    (elsewhere.ROOT / "constraints.txt").write_text("babel==9\n", encoding="utf-8")
    monkeypatch.setattr(elsewhere, "is_usable", lambda: True)
    elsewhere.prepare()
    assert done == ["environment", "packages", "packages"]


def test_an_interrupted_installation_is_taken_up_again(
    elsewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "is_usable", lambda: True)
    monkeypatch.setattr(elsewhere, "python", lambda *_arguments, **_options: 1)
    with pytest.raises(SystemExit) as stopped:
        elsewhere.prepare()
    assert stopped.value.code == 3
    assert not elsewhere.STAMP.exists()


def test_packages_are_installed_at_their_pins_also_those_that_build(
    dev: Any, run: list[tuple[str, ...]]
) -> None:
    dev.install_packages()
    pins = str(ROOT / "constraints.txt")
    assert (os.environ["PIP_CONSTRAINT"], os.environ["PIP_BUILD_CONSTRAINT"]) == (pins, pins)
    assert run[0][-2:] == ("-e", f"{ROOT}[dev,postgresql]")
    assert not any("index" in argument for argument in run[0])


def test_an_environment_that_is_missing_or_of_another_python_is_not_usable(elsewhere: Any) -> None:
    assert not elsewhere.is_usable()
    if os.name != "nt":
        elsewhere.PYTHON.symlink_to("/bin/false")
        assert not elsewhere.is_usable()


def test_who_may_not_install_is_told_the_one_line_that_does(
    dev: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev, "is_there", lambda library: library != "libEGL.so.1")

    with pytest.raises(SystemExit) as stopped:
        dev.need_libraries(dev.QT_LIBRARIES)

    assert stopped.value.code == 3
    line = "sudo apt-get install --yes --no-install-recommends libegl1\n"
    assert line in capsys.readouterr().err


def test_root_gets_them_installed_without_a_question(
    dev: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def record(command: list[str], **_options: object) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setenv("DEBIAN_FRONTEND", "")
    monkeypatch.setattr(dev.shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(dev.subprocess, "run", record)
    dev.install_system_packages(["libegl1", "libgl1"])

    assert [command[1] for command in commands] == ["update", "install"]
    assert "--yes" in commands[1]
    assert commands[1][-2:] == ["libegl1", "libgl1"]


def test_a_debian_python_without_venv_gets_the_package_that_brings_it(
    elsewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    made = SimpleNamespace(returncode=0)
    monkeypatch.setattr(elsewhere.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(elsewhere, "install_system_packages", asked.extend)
    monkeypatch.setattr(elsewhere.subprocess, "run", lambda *_arguments, **_options: made)
    elsewhere.make_environment()
    assert asked == [f"python3.{sys.version_info.minor}-venv"]


def test_a_python_that_is_too_old_is_named(
    dev: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(SystemExit):
        dev.make_environment()
    assert sys.version.split()[0] in capsys.readouterr().err


# -------------------- catalogues


@pytest.fixture
def sources(elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a module with texts, in a project whose catalogues are still to be made."""
    module: Path = elsewhere.ROOT / "src" / "juryapp" / "hall.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        '_("Open the hall"); N_("A constant"); ngettext("{n} chair", "{n} chairs", 2)\n'
        'pgettext("verb", "Lock"); texts("No text of ours")\n',
        encoding="utf-8",
    )
    (elsewhere.ROOT / "resources").mkdir()
    monkeypatch.setattr(elsewhere, "I18N", elsewhere.ROOT / "resources" / "i18n")
    monkeypatch.setattr(elsewhere, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(elsewhere, "prepare", lambda: None)
    return module


def test_texts_are_collected_once_and_a_second_time_changes_nothing(
    elsewhere: Any, sources: Path
) -> None:
    assert "nb/LC_MESSAGES/juryapp.po" in elsewhere.stale_catalogues().replace("\\", "/")
    assert elsewhere.main(["texts"]) == 0
    assert elsewhere.stale_catalogues() == ""

    catalogue = (elsewhere.I18N / "nn" / "LC_MESSAGES" / "juryapp.po").read_text(encoding="utf-8")
    assert all(text in catalogue for text in ("Open the hall", "A constant", "{n} chairs"))
    assert 'msgctxt "verb"' in catalogue
    assert "No text of ours" not in catalogue
    assert "#: src/juryapp/hall.py\n" in catalogue  # no line number


def test_a_translation_stays_and_a_new_text_makes_the_catalogues_stale(
    elsewhere: Any, sources: Path
) -> None:
    elsewhere.main(["texts"])
    path: Path = elsewhere.I18N / "nb" / "LC_MESSAGES" / "juryapp.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgid "A constant"\nmsgstr ""', 'msgid "A constant"\nmsgstr "En konstant"'),
        encoding="utf-8",
    )
    sources.write_text(sources.read_text(encoding="utf-8") + '_("New")\n', encoding="utf-8")

    assert elsewhere.stale_catalogues() != ""
    elsewhere.main(["texts"])
    assert 'msgstr "En konstant"' in path.read_text(encoding="utf-8")
    assert 'msgid "New"' in path.read_text(encoding="utf-8")


# -------------------- the files around the code


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([a-z0-9.-]+)==([^ ;]+)", line) for line in lines]
    assert all(found), "every line is a pin"
    return {match[1]: match[2] for match in found if match}


def _plain(name: str) -> str:
    return re.split(r"[\[<>=!~ ;]", name, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def test_every_requirement_is_pinned_and_no_registry_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    assert {_plain(name) for name in wanted} <= _pins().keys()
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_qt_stays_below_the_version_that_breaks_this_python() -> None:
    major, minor = _pins()["pyside6-essentials"].split(".")[:2]
    assert (int(major), int(minor)) < (6, 12)


def test_the_build_server_installs_what_the_script_asks_for(dev: Any) -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(package in script.split() for package in dev.QT_LIBRARIES.values())
    assert "python3-venv" in script.split()
    assert "python3 dev.py test" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_licence_names_what_is_bundled() -> None:
    licence = (ROOT / "LICENCE").read_text(encoding="utf-8")
    fonts = sorted(resource("fonts").glob("*-OFL.txt"))
    assert "The juryapp authors" in licence
    assert len(fonts) == 2
    assert all(f"resources/fonts/{path.name}" in licence for path in fonts)


def test_desktop_entry_types_and_metainfo_speak_of_the_same_files() -> None:
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.read(resource("linux", "no.juryapp.juryapp.desktop"), encoding="utf-8")
    types = ET.parse(resource("linux", "no.juryapp.juryapp.xml")).getroot()
    about = ET.parse(resource("linux", "no.juryapp.juryapp.metainfo.xml")).getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"

    globs = {
        str(kind.get("type")): str(glob.get("pattern"))
        for kind in types
        if (glob := kind.find(f"{space}glob")) is not None
    }
    opened = entry["Desktop Entry"]["MimeType"].strip(";").split(";")
    assert globs == MEDIA_TYPES
    assert set(opened) == {kind.text for kind in about.iter("mediatype")} == set(MEDIA_TYPES)
    assert about.findtext("id") == entry["Desktop Entry"]["Icon"] == "no.juryapp.juryapp"
