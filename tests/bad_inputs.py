"""Bad input through the command line: a place that it may not change, and what every refusal has."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from juryapp.base.i18n import LANGUAGES, use_language
from juryapp.base.logs import stop_logging
from juryapp.cli.main import main
from prepared_award import Award, award_at, everything_in, new_place

Bad = Callable[[bytes], bytes]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
ZIP = b"PK\x03\x04\x14\x00\x00\x00\x00\x00" + bytes(60)
SQLITE = b"SQLite format 3\x00" + bytes(200)


@dataclass(frozen=True)
class Place:
    """A secretariat whose data folder no bad file may change, and somewhere to put the files."""

    award: Award
    files: Path
    temporary: Path

    @property
    def data(self) -> Path:
        """The secretariat's data folder."""
        return self.award.folder / "secretariat"


@contextmanager
def a_place() -> Iterator[Place]:
    """Give a secretariat with score files that nobody has taken in, closed."""
    with award_at("scored") as award, new_place() as folder:
        award.session.close()
        shutil.rmtree(award.folder / "secretariat" / "logs", ignore_errors=True)
        files, temporary = Path(folder) / "files", Path(folder) / "temporary"
        files.mkdir()
        temporary.mkdir()
        yield Place(award, files, temporary)


@contextmanager
def tidied(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let temporary files be seen, and afterwards let go of the diary and of the files."""
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    monkeypatch.setattr(tempfile, "tempdir", str(place.temporary))
    yield
    stop_logging()
    use_language("en")
    for file in place.files.iterdir():
        file.unlink()


def call(
    capsys: pytest.CaptureFixture[str], data: Path, *words: object, language: str = "en"
) -> tuple[int, Any]:
    """Run a command in this process; stdout must be one object, and nothing may be a traceback."""
    code = main([*(str(w) for w in words), "--data", str(data), "--language", language, "--json"])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, json.loads(captured.out)


def without_diary(folder: Path) -> dict[str, bytes]:
    """Return what lies in a data folder beside the program's diary."""
    return {k: v for k, v in everything_in(folder).items() if not k.startswith("logs/")}


def check_refused(
    capsys: pytest.CaptureFixture[str], place: Place, data: Path, *words: object
) -> dict[str, Any]:
    """Run a command that must refuse, in every language; return the error in English.

    Nothing changes in the data folder, among the files or among the temporary ones.
    """
    before = (without_diary(data), everything_in(place.files))
    errors = []
    for language in LANGUAGES:
        code, answer = call(capsys, data, *words, language=language)
        assert code == 2
        assert set(answer) == {"ok", "error"} | ({"command"} & set(answer))
        assert answer["ok"] is False
        errors.append(answer["error"])
    assert len({error["code"] for error in errors}) == 1
    for error in errors:
        assert error["message"].rstrip("»”").endswith((".", "!", "?")), error["message"]
        assert "{" not in error["message"]
    assert (without_diary(data), everything_in(place.files)) == before
    assert everything_in(place.temporary) == {}
    english: dict[str, Any] = errors[LANGUAGES.index("en")]
    return english


def written(place: Place, name: str, data: bytes) -> Path:
    path = place.files / name
    path.write_bytes(data)
    return path


def merge_refusal(capsys: pytest.CaptureFixture[str], place: Place, data: bytes) -> str:
    """Try to take a file in; return the code with which it is refused. Nothing changes."""
    path = written(place, "bad.juryscore", data)
    before = without_diary(place.data)
    messages = []
    for language in LANGUAGES:
        code, answer = call(capsys, place.data, "merge", path, language=language)
        assert code == 2
        assert (answer["taken"], answer["refused"]) == (0, 1)
        (file,) = answer["files"]
        assert file["error"]["file"] == "bad.juryscore"
        assert "{" not in file["error"]["message"]
        messages.append(file["error"])
    assert without_diary(place.data) == before
    assert everything_in(place.temporary) == {}
    assert messages[0]["code"].startswith("E-")
    assert messages[0]["code"] != "E-BUG"
    return str(messages[0]["code"])
