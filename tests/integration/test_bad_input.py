"""Whatever comes from outside and is not what it should be: a named error, a sentence, and nothing left.

Through the command line, so that exit code and the one object are seen as well. The cases that only one
reader knows (every broken zip, every crooked CSV) are tested beside that reader; here is one of each kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bad_inputs import (
    PDF,
    PNG,
    ZIP,
    Bad,
    Place,
    a_place,
    call,
    check_refused,
    tidied,
    without_diary,
    written,
)
from juryapp.base.logs import stop_logging
from prepared_award import award_at
from storage_examples import without_trigger
from workplace import FJORDBY


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with a_place() as place:
        yield place


@pytest.fixture(autouse=True)
def tidy(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with tidied(place, monkeypatch):
        yield


# ---- editions


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E-TOML"),
        (b"[award\nname", "E-TOML"),
        ("[award]\nname = 'Bærumsprisen'".encode("cp1252"), "E-ENC-UTF8"),
        (PDF, "E-ENC-UTF8"),
        (b"[award]\nname = 'P'\n[edition]\nyear = 2026\nnew_in_version_9 = 1", "E-TOML"),
        (b"#" * (1 << 20) + b"#", "E-SIZE"),
        (b"[award]\nname = 'P'\n[edition]\nyear = 2026\n[rules]\nclose_margin = '-1'", "E-RULE"),
        (b"[award]\nname = 'P'\n[edition]\nyear = 2026\nid = '../../etc/passwd'", "E-TOML"),
    ],
    ids=["empty", "damaged", "encoding", "foreign", "newer", "too big", "lying", "hostile id"],
)
def test_an_edition_file_that_is_none(
    data: bytes, code: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(place, "edition.toml", data)

    error = check_refused(capsys, place, place.data, "edition", "new", "--from", path)

    assert error["code"] == code
    assert error["file"] in {"edition.toml", None} or code == "E-RULE"


# ---- tables


def damaged_workbook() -> bytes:
    return (Path(__file__).parents[1] / "data" / "intake" / "nominations.xlsx").read_bytes()[:3000]


TABLES = [
    ("table.csv", b"", "E-EMPTY"),
    ("table.csv", PNG, "E-KIND"),
    ("table.xlsx", damaged_workbook(), ""),
    ("table.xlsx", PDF, "E-XLSX-NOT"),
    ("table.xlsx", ZIP, ""),
    ("table.csv", b"a,b\n" + b"x,y\n" * 300_000, "E-CSV-ROWS"),
    ("table.txt", b"one column only\n", ""),
]
READERS: list[tuple[str, ...]] = [("jurors", "import"), ("nominations", "import")]


@pytest.mark.parametrize("command", READERS, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "data", "code"),
    TABLES,
    ids=["empty", "foreign", "damaged", "a PDF", "a foreign zip", "too big", "no headings"],
)
def test_a_table_that_is_none(
    name: str,
    data: bytes,
    code: str,
    command: tuple[str, ...],
    place: Place,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = written(place, name, data)

    error = check_refused(capsys, place, place.data, *command, path)

    assert error["code"].startswith("E-")
    assert error["code"] not in {"E-BUG", "E-USAGE"}
    if code:
        assert error["code"] == code
    assert error["file"] == name


@pytest.mark.parametrize(
    ("command", "text", "row", "column"),
    [
        (("jurors", "import"), "Navn;Rolle\nKari;leder\nOla;konge\n", 3, "Rolle"),
        (("jurors", "import"), "Navn;Rolle\nKari;leder\nKari;medlem\n", 3, "Navn"),
        (("nominations", "import"), "Kandidat;Kategori\nDalen;Finnes ikke\n", 2, None),
        (("nominations", "import"), "Kandidat;Tekst\n;Bra\n", 2, "Kandidat"),
    ],
)
def test_one_bad_row_keeps_the_whole_table_out_and_is_named(
    command: tuple[str, ...],
    text: str,
    row: int,
    column: str | None,
    place: Place,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = written(place, "table.csv", text.encode())

    error = check_refused(capsys, place, place.data, *command, path)

    assert (error["file"], error["row"], error["column"]) == ("table.csv", row, column)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("Fjordby;SAM;elleve", "E-MARK", "mark"),
        ("Fjordby;SAM;10,5", "E-RANGE", "mark"),
        ("Fjordby;SAM;7,25", "E-RANGE", "mark"),
        ("Ukjent;SAM;7", "E-UNKNOWN", "nominee"),
        ("Fjordby;Ukjent;7", "E-UNKNOWN", "criterion"),
    ],
)
def test_a_bad_mark_writes_no_score_file_and_is_named_with_its_row(
    row: str, code: str, column: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = written(place, "marks.csv", f"nominee;criterion;mark\nFjordby;NY;5\n{row}\n".encode())
    machine = place.award.folder / "juror-2"

    error = check_refused(
        capsys, place, machine, "score", place.award.written[1].path,
        "--marks", marks, "--out", place.files / "out.juryscore",
    )  # fmt: skip

    assert (error["code"], error["row"], error["column"]) == (code, 3, column)


# ---- editions' own files and backups


DATABASES: list[tuple[str, Bad | str, str]] = [
    ("empty", lambda _: b"", "E-DB-HEADER"),
    ("cut off", lambda data: data[: len(data) // 2], "E-DB-CORRUPT"),
    ("a PDF", lambda _: PDF, "E-DB-HEADER"),
    ("another program's", "PRAGMA application_id = 7", "E-DB-APPID"),
    ("newer", "PRAGMA user_version = 99", "E-VERSION"),
    ("a foreign part", "CREATE VIEW v AS SELECT * FROM mark_statement", "E-DB-SCHEMA"),
    ("a changed log", "UPDATE log_entry SET actor = 'chair' WHERE seq = 2", "E-CHAIN"),
]


@pytest.mark.parametrize(("bad", "code"), [c[1:] for c in DATABASES], ids=[c[0] for c in DATABASES])
@pytest.mark.parametrize("way", ["restore", "in place"])
def test_an_editions_file_that_is_none(
    way: str, bad: Any, code: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(place, "edition.jurydb", place.award.database.read_bytes())
    if isinstance(bad, str):
        without_trigger(path, "log_entry_no_update", bad)
    else:
        path.write_bytes(bad(path.read_bytes()))
    elsewhere = place.files.parent / "elsewhere"
    words = ("restore", path) if way == "restore" else ("results", "--database", path)

    error = check_refused(capsys, place, elsewhere, *words)

    assert (error["code"], error["file"]) == (code, "edition.jurydb")
    assert without_diary(elsewhere) == {}


def test_a_backup_is_never_put_in_over_an_edition(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(place, "edition.jurydb", place.award.database.read_bytes())

    assert check_refused(capsys, place, place.data, "restore", path)["code"] == "E-EXISTS"


@pytest.mark.parametrize(
    "words",
    [
        ("edition", "new", "--from"),
        ("jurors", "import"),
        ("nominations", "import"),
        ("restore",),
        ("results", "--database"),
        ("score", "--marks", str(FJORDBY / "bjarne.csv"), "--out", "."),
    ],
    ids=lambda words: words[0],
)
def test_a_file_that_is_not_there_is_named(
    words: tuple[str, ...], place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    error = check_refused(capsys, place, place.data, *words, place.files / "missing.xyz")

    assert (error["code"], error["file"]) == ("E-NOT-FOUND", "missing.xyz")


def test_a_folder_is_no_file(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("edition", "new", "--from"), ("jurors", "import"), ("restore",)):
        error = check_refused(capsys, place, place.data, *words, place.files)
        assert error["code"].startswith("E-")
        assert error["code"] != "E-BUG"


def test_good_files_are_taken_by_the_same_commands(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else every test above could be green for another reason."""
    with award_at("scored") as award:
        award.session.close()
        data = award.folder / "secretariat"
        assert call(capsys, data, "merge", award.scores["bjarne"])[0] == 0
        other = award.folder / "other"
        assert call(capsys, other, "restore", award.database)[0] == 0
        assert call(capsys, other, "jurors", "import", FJORDBY / "jurors.csv")[0] == 0
        machine = award.folder / "new-machine"
        words = ("--marks", FJORDBY / "bjarne.csv", "--out", award.folder / "x.juryscore")
        assert call(capsys, machine, "score", award.written[1].path, *words)[0] == 0
        stop_logging()
