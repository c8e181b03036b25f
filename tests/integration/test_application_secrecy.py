"""What must not leave its place: private notes, names in the diary; and nobody writes who only reads."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from juryapp.application.copies.backups import back_up, restore
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.saying import write_note, write_private_note
from juryapp.application.edition.editions import open_edition
from juryapp.application.edition.rounds import close_round
from juryapp.application.edition.setup import put_meeting
from juryapp.application.log.check import check_log
from juryapp.application.merge.merging import preview_merge
from juryapp.application.protocol.printing import draft_content, print_protocol
from juryapp.application.results.scoring import results
from juryapp.application.session import Session
from juryapp.base.i18n import use_language
from juryapp.base.logs import stop_logging
from juryapp.cli.main import main
from juryapp.domain.log import LogEntry
from juryapp.domain.log_copies import named_in
from juryapp.domain.packages import ReceivedFile
from juryapp.domain.protocol import Meeting, ProtocolContent
from juryapp.domain.statements import StatedMark
from prepared_award import Award, award_at, everything_in, new_place, refused
from workplace import FJORDBY, services_in

PRIVATE = "Jeg tror ordføreren er svoger til naboen min"
SHARED = "Sterk søknad som gjerne kan brukes"


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with all score files taken in."""
    with award_at("merged") as award:
        yield award


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Speak English, and let go of the log file afterwards."""
    yield
    stop_logging()
    use_language("en")


# ---- private notes


def spellings(text: str) -> list[bytes]:
    """Return the bytes in which a text can stand in a file."""
    escaped = json.dumps(text).strip('"')
    return [
        text.encode(),
        text.encode("utf-16-le"),
        escaped.encode(),
        text.encode("cp1252", "replace"),
    ]


def holds(data: bytes, text: str) -> bool:
    return any(spelling in data for spelling in spellings(text))


def opened(award: Award, path: Path) -> bytes:
    """Return everything in a score file: as sealed, as signed, and what was signed."""
    (verdict,) = preview_merge(award.session, [path], accepted=[]).files
    assert verdict.opened is not None
    envelope = json.loads(verdict.opened.opened)
    return path.read_bytes() + verdict.opened.opened + base64.b64decode(envelope["payload"])


def test_a_private_note_never_leaves_the_jurors_machine(award: Award, tmp_path: Path) -> None:
    desk = award.desk(award.written[1])
    reopen_sheet(desk)
    fjord = award.nominee("Fjordby").id
    write_private_note(desk, fjord, PRIVATE)
    write_note(desk, fjord, SHARED, usable=True)
    path = hand_in(desk, tmp_path).path
    draft = hand_in(desk, tmp_path, draft=True).path
    with desk.reading() as uow:
        assert uow.private_note(fjord) == PRIVATE
        assert not any(holds(entry.body.encode(), PRIVATE) for entry in uow.journal.all())
    place = Path(desk.database.place)
    desk.close()
    assert holds(place.read_bytes(), PRIVATE)  # this is how it would be found

    for file in (path, draft):
        assert holds(opened(award, file), SHARED)
        assert not holds(opened(award, file), PRIVATE)
    award.merged(path)
    backup = back_up(award.session, tmp_path / "edition.jurydb")
    printed = print_protocol(award.session, tmp_path / "protocol.pdf")
    award.session.close()
    assert holds(backup.read_bytes(), SHARED)
    for name, data in everything_in(award.folder / "secretariat").items():
        assert not holds(data, PRIVATE), name
    assert not holds(backup.read_bytes(), PRIVATE)
    with pypdfium2.PdfDocument(printed.pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert PRIVATE.split()[-2] not in text


def test_a_desk_cannot_be_put_in_as_an_edition_with_its_private_notes(
    award: Award, tmp_path: Path
) -> None:
    desk = award.desk(award.written[1])
    copy = tmp_path / "desk.jurydb"
    desk.database.backup(copy)
    desk.close()
    services = services_in(tmp_path / "other")

    assert refused(lambda: restore(services, copy)).code == "E-DESK"
    assert everything_in(tmp_path / "other") == {}


# ---- the program's diary


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """Run a command in this process; return its exit code and its one object."""
    code = main([*(str(word) for word in words), "--json"])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, json.loads(captured.out)


def test_the_programs_diary_holds_no_name_no_mark_and_no_comment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with new_place() as place:
        folder = Path(place)
        marks = folder / "marks.csv"
        marks.write_text(
            (FJORDBY / "astrid.csv").read_text(encoding="utf-8").replace("Svarer raskt", SHARED),
            encoding="utf-8",
        )
        data = ("--data", folder / "data")
        for words, code in (
            (("edition", "new", "--from", FJORDBY / "edition.toml"), 0),
            (("jurors", "import", FJORDBY / "jurors.csv"), 0),
            (("nominations", "import", FJORDBY / "nominations.csv"), 0),
            (("round", "open"), 0),
            (("package", "--out", folder / "packages"), 0),
            (("decide", "Nobody Here", "--as", "winner"), 2),
            (("decide", "Fjordby", "--as", "winner"), 2),
        ):
            assert call(capsys, *words, *data)[0] == code
        package = min((folder / "packages").iterdir())
        score = ("score", package, "--marks")
        assert call(capsys, *score, marks, "--out", folder / "x.juryscore", *data)[0] == 0
        assert call(capsys, *score, FJORDBY / "jurors.csv", *data)[0] == 2
        assert call(capsys, "merge", folder / "x.juryscore", *data)[0] == 0
        stop_logging()
        diary = b"".join(path.read_bytes() for path in (folder / "data" / "logs").iterdir())

    for word in (
        SHARED, "Fjordby", "Skogheim", "Astrid", "Bjarne", "Čáhppe", "Prøvelaget", "Nobody Here", "Kari",
    ):  # fmt: skip
        assert not holds(diary, word), word


# ---- reading only

READING = [
    ("results",), ("edition", "show"), ("edition", "list"), ("log", "check"),
]  # fmt: skip
WRITING = [
    ("round", "close"), ("decide", "Elvestad", "--as", "winner"), ("merge", "SCORES"),
    ("jurors", "import", "JURORS"),
    ("nominations", "import", "NOMINATIONS"), ("package", "--out", "PACKAGES"),
    ("declare", "--juror", "Astrid Åsen", "--nominee", "Fjordby", "--recused"),
]  # fmt: skip


def read_only(
    award: Award, folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> int:
    """Run a command on a copy of the edition, for reading only; nothing may change beside the diary."""
    kept = folder / "kept"
    kept.mkdir()
    file = kept / "edition.jurydb"
    file.write_bytes(award.database.read_bytes())
    places = {
        "SCORES": award.folder / "scores",
        "JURORS": FJORDBY / "jurors.csv",
        "NOMINATIONS": FJORDBY / "nominations.csv",
        "PACKAGES": folder / "packages",
    }
    data = folder / "data"
    shutil.copytree(award.session.services.data.keys, data / "keys")
    before = everything_in(folder)
    code, _ = call(
        capsys,
        *(places.get(word, word) for word in words),
        *("--data", data, "--database", file, "--read-only"),
    )
    stop_logging()
    shutil.rmtree(data / "logs")
    assert everything_in(folder) == before
    return code


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_backup_can_be_looked_at_without_a_byte_being_written(
    words: tuple[str, ...], award: Award, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    award.session.close()

    assert read_only(award, tmp_path, capsys, words) == 0


@pytest.mark.parametrize("words", WRITING, ids=lambda words: " ".join(words[:2]))
def test_what_would_write_is_refused_and_has_not_begun(
    words: tuple[str, ...], award: Award, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    award.session.close()

    assert read_only(award, tmp_path, capsys, words) == 3


def test_an_edition_that_is_open_for_reading_only_takes_nothing_in(award: Award) -> None:
    edition = award.session.edition().id
    award.session.close()
    before = everything_in(award.folder)
    session = open_edition(award.session.services, edition, read_only=True)

    assert results(session).official
    assert draft_content(session).title == "Fjordprisen 2026"
    for use_case in (lambda: close_round(session), lambda: put_meeting(session, Meeting())):
        assert refused(use_case).code == "E-READ-ONLY"
    session.close()
    assert everything_in(award.folder) == before


# ---- backups


def marks_files_and_log(
    session: Session,
) -> tuple[list[StatedMark], list[ReceivedFile], list[LogEntry]]:
    with session.reading() as uow:
        first_chain = uow.journal.chains()[0][0]
        marks = uow.marks.history(uow.rounds.all()[0].id)
        return marks, uow.files.all(), uow.journal.entries(first_chain)


def without_log(content: ProtocolContent) -> ProtocolContent:
    return replace(content, log_head="", log_entries=0)


def test_a_backup_that_is_put_back_equals_the_edition(award: Award, tmp_path: Path) -> None:
    before = marks_files_and_log(award.session)
    told = (without_log(draft_content(award.session)), results(award.session))
    backup = back_up(award.session, tmp_path / "backups")
    assert backup.name == "FJORD-2026.jurydb"
    award.session.close()

    services = services_in(tmp_path / "other")
    assert restore(services, backup) == "FJORD-2026"

    session = open_edition(services)
    assert marks_files_and_log(session) == before
    assert (without_log(draft_content(session)), results(session)) == told
    assert check_log(session).sound
    with session.reading() as uow:
        [first] = uow.journal.all()  # the copy goes on with a chain of its own
        head = before[2][-1].hash
    assert (first.what, named_in(first)) == ("copy.restored", (before[2][0].chain, head))
    session.close()
    assert refused(lambda: restore(services, backup)).code == "E-EXISTS"


def test_a_backup_takes_the_name_it_is_given(award: Award, tmp_path: Path) -> None:
    assert back_up(award.session, tmp_path / "deep" / "copy.jurydb").read_bytes()[:6] == b"SQLite"
    blocked = tmp_path / "blocked"
    blocked.write_text("x", encoding="utf-8")
    assert refused(lambda: back_up(award.session, blocked / "copy.jurydb")).code == "E-UNAVAILABLE"
