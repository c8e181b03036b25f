"""Whatever comes from outside and is not what it should be: a named error, a sentence, and nothing left.

Through the command line, so that exit code and the one object are seen as well. The cases that only one
reader knows (every broken zip, every crooked CSV) are tested beside that reader; here is one of each kind.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from juryapp.application.desk_view import desk_info
from juryapp.application.editions import open_edition
from juryapp.application.merging import preview_merge
from juryapp.application.packages import write_packages
from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.files import sha256
from juryapp.base.i18n import LANGUAGES, use_language
from juryapp.base.logs import stop_logging
from juryapp.cli.main import main
from juryapp.domain.ids import CriterionId, EditionId, JurorId, NomineeId
from juryapp.domain.packages import PackageHead, ScoreContent
from juryapp.domain.statements import MarkKey, Stated, Statement, mark
from juryapp.exchange.container import open_container, write_container
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.jury_package import PACKAGE_TYPE
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey
from prepared_award import Award, award_at, everything_in, new_place
from storage_examples import without_trigger
from workplace import FJORDBY, services_in

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


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with award_at("scored") as award, new_place() as folder:
        award.session.close()
        shutil.rmtree(award.folder / "secretariat" / "logs", ignore_errors=True)
        files, temporary = Path(folder) / "files", Path(folder) / "temporary"
        files.mkdir()
        temporary.mkdir()
        yield Place(award, files, temporary)


@pytest.fixture(autouse=True)
def tidy(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let temporary files be seen, and let go of the diary afterwards."""
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
    ("table.csv", b"a,b\n" + b"x,y\n" * 3_000_000, "E-CSV-ROWS"),
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


# ---- jury packages


def rebuilt(change: Callable[[dict[str, Any], dict[str, Any]], None], key: SigningKey) -> Bad:
    """Return what makes a package that says something else, whole and signed."""

    def make(package: bytes) -> bytes:
        opened = open_container(io.BytesIO(package), PACKAGE_TYPE)
        envelope = open_envelope(opened.read("manifest.json"), "package", expected="")
        manifest, data = json.loads(envelope.unverified), json.loads(opened.read("data.json"))
        change(manifest, data)
        body = canonical_bytes(data)
        manifest["files"][0].update(bytes=len(body), sha256=sha256(body))
        target = io.BytesIO()
        signed = sign("package", canonical_bytes(manifest), key)
        contents: list[tuple[str, bytes | Path]] = [
            ("mimetype", PACKAGE_TYPE),
            ("manifest.json", signed),
            ("data.json", body),
        ]
        write_container(target, contents)
        return target.getvalue()

    return make


def set_in(which: int, value: object, *path: str | int) -> Callable[..., None]:
    def change(*documents: dict[str, Any]) -> None:
        at: Any = documents[which]
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


PACKAGES: list[tuple[str, Bad | Callable[..., None], str]] = [
    ("empty", lambda _: b"", "E-EMPTY"),
    ("damaged", lambda data: data[: len(data) // 2], ""),
    ("one bit", flipped, ""),
    ("more at the end", lambda data: data + b"x", ""),
    ("a PDF", lambda _: PDF, "E-KIND"),
    ("a foreign zip", lambda _: ZIP, ""),
    ("a database", lambda _: SQLITE, "E-KIND"),
    ("newer", set_in(0, 2, "v"), "E-VERSION"),
    ("lying about its key", set_in(0, "ab" * 32, "award_key"), "E-SIG"),
    ("lying about the criteria", set_in(1, "Noe annet", "criteria", 0, "name"), "E-BALLOT"),
    ("lying about places", set_in(1, 99, "categories", 0, "winners"), "E-SCHEMA"),
    ("lying about a day", set_in(1, "2026-02-30", "deadline"), "E-SCHEMA"),
    ("lying about a scale", set_in(1, 10**15 - 1, "criteria", 0, "most"), "E-SCHEMA"),
    ("hidden text", set_in(1, "Pris\u202e2026", "title"), "E-STR-CHAR"),
]


@pytest.mark.parametrize(
    ("bad", "code"), [case[1:] for case in PACKAGES], ids=[c[0] for c in PACKAGES]
)
def test_a_package_that_is_none(
    bad: Any, code: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a juror's machine that has seen no package: not even a desk or a key is left."""
    good = place.award.written[1].path.read_bytes()
    if bad.__name__ == "change":
        keys = place.award.session.services.keys
        assert isinstance(keys, FolderKeyStore)
        bad = rebuilt(bad, keys.sign_key(EditionId("FJORD-2026")))
    path = written(place, "package.jurypack", bad(good))
    machine = place.files.parent / "machine"

    error = check_refused(
        capsys, place, machine, "score", path,
        "--marks", FJORDBY / "bjarne.csv", "--out", place.files,
    )  # fmt: skip

    assert error["code"].startswith("E-")
    assert error["code"] != "E-BUG"
    if code:
        assert error["code"] == code
    assert error["file"] == "package.jurypack"
    assert without_diary(machine) == {}


def test_a_package_that_is_too_big(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    path = place.files / "package.jurypack"
    with path.open("wb") as file:
        file.write(place.award.written[1].path.read_bytes()[:100])
        file.truncate(600 << 20)  # takes no room on the disk
    machine = place.files.parent / "machine"
    words = ("score", path, "--marks", FJORDBY / "bjarne.csv", "--out", place.files)

    code, answer = call(capsys, machine, *words)

    assert (code, answer["error"]["code"]) == (2, "E-SIZE")
    assert without_diary(machine) == {}


@pytest.mark.parametrize(
    ("password", "code"), [((), "E-LOCKED"), (("--password", "feil"), "E-PASSWORD")]
)
def test_a_locked_package_without_its_word(
    password: tuple[str, ...], code: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    with award_at("packages") as award:
        juror = award.juror("bjarne").id

        (locked,) = write_packages(
            award.session, award.folder / "locked", jurors=[juror], passwords={juror: "grønn fjord"}
        )[0]
        path = written(place, "package.jurypack", locked.path.read_bytes())
    machine = place.files.parent / "machine"
    words = ("score", path, "--marks", FJORDBY / "bjarne.csv", "--out", place.files, *password)

    answer = call(capsys, machine, *words)

    assert (answer[0], answer[1]["error"]["code"]) == (2, code)
    assert without_diary(machine) == {}


# ---- score files


def in_json(field: str, value: Json) -> Bad:
    return lambda data: canonical_bytes({**json.loads(data), field: value})


SCORES: list[tuple[str, Bad, str]] = [
    ("empty", lambda _: b"", "E-EMPTY"),
    ("only spaces", lambda _: b" " * 500, "E-JSON-SYNTAX"),
    ("lost in a power cut", lambda data: bytes(len(data)), "E-JSON-SYNTAX"),
    ("cut off", lambda data: data[: len(data) // 2], "E-TRUNC"),
    ("more at the end", lambda data: data + b"{}", "E-JSON-SYNTAX"),
    ("a PDF", lambda _: PDF, "E-KIND"),
    ("a workbook", lambda _: ZIP, "E-KIND"),
    ("a database", lambda _: SQLITE, "E-KIND"),
    ("another JSON", lambda _: b'{"marks":[]}', "E-KIND"),
    ("newer", in_json("v", 2), "E-VERSION"),
    ("too big", lambda data: data + b" " * (5 << 20), "E-SIZE"),
    ("another edition", in_json("edition", "FJORD-2025"), "E-EDITION"),
    ("another award", in_json("award", "OTHER"), "E-EDITION"),
    ("to another key", in_json("to", "0" * 32), "E-KEY"),
    ("one letter of the box", in_json("box", "AAAA"), ""),
    ("a field more", in_json("extra", 1), ""),
    ("a duplicate key", lambda d: d.replace(b'{"', b'{"v":1,"', 1), "E-JSON-DUPKEY"),
]


@pytest.mark.parametrize(("bad", "code"), [case[1:] for case in SCORES], ids=[c[0] for c in SCORES])
def test_a_score_file_that_is_none(
    bad: Bad, code: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    good = place.award.scores["bjarne"].read_bytes()

    assert code in {"", merge_refusal(capsys, place, bad(good))}


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


@dataclass(frozen=True)
class Forger:
    """Bjarne with his own key, his own token, and a pen."""

    place: Place
    content: ScoreContent
    head: PackageHead

    def file(self, **changes: Any) -> bytes:
        services = services_in(self.place.award.folder / "juror-2")
        return services.score_files.write(replace(self.content, **changes), self.head)


@pytest.fixture(scope="module")
def forger(place: Place) -> Forger:

    session = open_edition(place.award.session.services)
    (verdict,) = preview_merge(session, [place.award.scores["bjarne"]]).files
    session.close()
    assert verdict.opened is not None
    desk = place.award.desk(place.award.written[1])
    with desk.reading() as uow:
        head = desk_info(uow).package
    desk.close()
    return Forger(place, verdict.opened.content, head)


def other_mark(content: ScoreContent, points: int, **key: str) -> ScoreContent:
    first = content.marks[0]
    changed = first.statement.key._replace(**key)  # type: ignore[arg-type]
    stated = Stated(Statement(MarkKey(*changed), 1, mark(points)), first.provenance)
    return replace(content, marks=(*content.marks[1:], stated))


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (lambda c: other_mark(c, 99), "E-RANGE"),
        (lambda c: other_mark(c, 1, nominee=NomineeId("NOBODY")), "E-NOMINATION"),
        (lambda c: other_mark(c, 1, criterion=CriterionId("NOTHING")), "E-CRITERION"),
        (lambda c: replace(c, marks=(*c.marks, c.marks[0])), "E-DUP-SCORE"),
        (lambda c: replace(c, ballot="d" * 64), "E-PACKAGE-REPLACED"),
        (lambda c: replace(c, package="d" * 64), "E-PACKAGE-REPLACED"),
        (lambda c: replace(c, trial=True), "E-TRIAL"),
        (lambda c: replace(c, made="2026-13-45T25:00:00Z"), "E-SCHEMA"),
    ],
)
def test_a_score_file_that_lies_though_it_is_signed(
    lie: Callable[[ScoreContent], ScoreContent],
    code: str,
    forger: Forger,
    place: Place,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = lie(forger.content)
    services = services_in(place.award.folder / "juror-2")

    assert merge_refusal(capsys, place, services.score_files.write(told, forger.head)) == code


def test_a_juror_cannot_speak_for_another(
    forger: Forger, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    astrid = JurorId(place.award.written[0].juror.id)

    def renamed(stated: Any) -> Any:
        statement = stated.statement
        key = statement.key._replace(juror=astrid)
        return replace(stated, statement=replace(statement, key=key))

    content = forger.content
    told = forger.file(
        juror=astrid,
        marks=tuple(map(renamed, content.marks)),
        declarations=tuple(map(renamed, content.declarations)),
    )

    assert merge_refusal(capsys, place, told) == "E-KEY-UNKNOWN"


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
