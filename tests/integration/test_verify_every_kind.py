"""`verify` over every kind of our files: whole, one byte changed, foreign, newer, and seen from elsewhere."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hostile_databases import newer as newer_database
from juryapp.application.checking.verifying import Outcome, outcome, verify
from juryapp.application.checking.words import (
    FACT_NAMES,
    FACT_VALUES,
    KIND_NAMES,
    KNOWN_NAMES,
    SIGNATURE_NAMES,
    told_facts,
    told_signer,
    told_whole,
)
from juryapp.application.copies.award_files import export_award
from juryapp.application.copies.backups import back_up
from juryapp.application.desk.moving import move_out
from juryapp.application.log.bodies import protocol_approved
from juryapp.application.merge.receipts import write_receipts
from juryapp.application.packages.writing import write_packages
from juryapp.application.ports import Verification
from juryapp.application.ports.awards import AwardKind
from juryapp.application.protocol.printing import print_protocol
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import BusyError, FileFormatError
from juryapp.base.files import sha256
from juryapp.domain.protocol import ProtocolRecord
from juryapp.exchange.award_file import AWARD, AWARD_TYPE
from juryapp.exchange.container import (
    MANIFEST,
    PACKAGE,
    Layout,
    open_container,
    write_container,
)
from juryapp.exchange.jury_package import PACKAGE_TYPE
from prepared_award import Award, award_at
from workplace import services_in

PASSWORD = "sol over fjell"
SOUND, UNSURE, REFUSED = Outcome.SOUND, Outcome.UNSURE, Outcome.REFUSED


@dataclass(frozen=True)
class Files:
    """One file of each kind, the secretariat that made them, and a folder for changed ones."""

    award: Award
    paths: dict[str, Path]
    folder: Path
    word: str  # of the move file

    @property
    def services(self) -> Services:
        return self.award.session.services

    def verdict(self, path: Path, session: Session | None = None) -> Verification:
        word = self.word if path.suffix == ".jurymove" else PASSWORD
        found = verify(self.services, path, session or self.award.session, password=word)
        _can_be_told(found)
        return found

    def changed(self, name: str, change: Callable[[bytes], bytes]) -> Path:
        """Return a copy of a file with other bytes, under the same name in another folder."""
        path = self.folder / self.paths[name].name
        path.write_bytes(change(self.paths[name].read_bytes()))
        return path


def _can_be_told(found: Verification) -> None:
    """Everything a verdict says must have words."""
    assert found.kind in KIND_NAMES
    assert found.signature in SIGNATURE_NAMES
    assert found.known in KNOWN_NAMES
    assert all(key in FACT_NAMES for key, _value in found.facts)
    assert told_whole(found)
    assert told_facts(found) is not None
    assert found.detail.endswith((".", "”")) or not found.detail
    assert bool(told_signer(found)) == (found.signature != "none" or bool(found.known))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    with award_at("merged") as award:
        yield _files(award, tmp_path_factory.mktemp("changed"))


def _files(award: Award, folder: Path) -> Files:
    session, out = award.session, award.folder / "files"
    out.mkdir()
    [bjarne] = [p for p in award.written if p.juror.name.startswith("Bjarne")]
    [locked] = write_packages(
        session, out, jurors=[bjarne.juror.id], passwords={bjarne.juror.id: PASSWORD}
    )[0]
    receipts = {r.juror.id: r.path for r in write_receipts(session, out)[0]}
    desk = award.desk(bjarne)
    desk_place = Path(desk.database.place)
    shutil.copy(desk_place, out / "desk.jurydb")
    moved = move_out(desk, out)
    desk.close()
    paths = {
        "package": bjarne.path,
        "locked": locked.path,
        "score": award.scores["bjarne"],
        "receipt": receipts[bjarne.juror.id],
        "award": export_award(session, out, AwardKind.BACKUP).path,
        "backup": back_up(session, out / "backup.jurydb"),
        "desk": out / "desk.jurydb",
        "protocol": _approved(session, out / "protocol.pdf"),
        "move": moved.path,
        "key": _key_file(award),
    }
    return Files(award, paths, folder, moved.word)


def _approved(session: Session, path: Path) -> Path:
    """Print a protocol and keep it as an approved one."""
    pdf = print_protocol(session, path).pdf
    with session.reading() as uow:
        last = uow.journal.last()
        assert last is not None
    record = ProtocolRecord(
        version=1,
        draft=False,
        language="nb",
        digest="d" * 64,
        log_head=last.hash,
        pdf_sha256=sha256(pdf),
        at=session.services.now(),
        by="chair",
    )
    with session.writing() as uow:
        uow.put_protocol(record, pdf)
        session.note(uow, "protocol.approved", protocol_approved(record))
    return path


def _key_file(award: Award) -> Path:
    [path] = award.session.services.data.keys.glob("SIGN.*.key")
    return path


SIGNED = ("package", "locked", "score", "receipt", "award")


@pytest.mark.parametrize(
    ("name", "kind", "signature", "known", "comes_to"),
    [
        ("package", "package", "valid", "award", SOUND),
        ("locked", "package", "valid", "award", SOUND),
        ("score", "score", "valid", "package", SOUND),
        ("receipt", "receipt", "valid", "award", SOUND),
        ("award", "award", "valid", "award", SOUND),
        ("backup", "backup", "none", "award", SOUND),
        ("desk", "desk", "none", "award", SOUND),
        ("protocol", "protocol", "none", "award", SOUND),
        ("move", "move", "valid", "package", SOUND),
        ("key", "key", "none", "award", SOUND),
    ],
)
def test_a_whole_file_is_known_where_it_was_made(
    files: Files, name: str, kind: str, signature: str, known: str, comes_to: Outcome
) -> None:
    found = files.verdict(files.paths[name])

    assert (found.kind, found.whole) == (kind, True)
    assert (found.signature, found.known) == (signature, known)
    assert outcome(found) is comes_to


def test_a_verdict_says_whose_a_file_is(files: Files) -> None:
    whose = {name: files.verdict(path).whose for name, path in files.paths.items()}
    title = files.award.session.edition().title
    bjarne = "Bjarne Øvrebø"
    assert whose == {
        "package": bjarne, "locked": bjarne, "score": bjarne, "receipt": bjarne, "desk": bjarne,
        "award": title, "backup": title, "protocol": title,
        "key": "SIGN.FJORD-2026", "move": bjarne,
    }  # fmt: skip


@pytest.mark.parametrize("name", [*SIGNED, "key"])
def test_a_file_seen_from_another_computer_has_an_unknown_signer(
    files: Files, name: str, tmp_path: Path
) -> None:
    found = verify(services_in(tmp_path / "nobody"), files.paths[name], password=PASSWORD)
    assert (found.whole, found.known) == (True, "")
    assert outcome(found) is UNSURE
    assert found.signature == (
        "sealed" if name == "score" else "none" if name == "key" else "valid"
    )


@pytest.mark.parametrize("name", ["package", "receipt"])
def test_at_the_juror_the_awards_key_is_known_from_the_package(files: Files, name: str) -> None:
    services = services_in(files.award.folder / "juror-2")
    found = verify(services, files.paths[name])
    assert (found.known, outcome(found)) == ("package", SOUND)


def test_at_the_juror_the_own_score_file_is_known_although_it_is_sealed(files: Files) -> None:
    services = services_in(files.award.folder / "juror-2")
    own, other = files.paths["score"], files.award.scores["astrid"]
    assert (verify(services, own).known, outcome(verify(services, own))) == ("here", SOUND)
    assert (verify(services, other).known, outcome(verify(services, other))) == ("", UNSURE)


@pytest.mark.parametrize(
    "name", ["package", "locked", "score", "receipt", "award", "protocol", "move", "key"]
)
def test_one_byte_changed_anywhere_is_never_in_order(files: Files, name: str) -> None:
    size = files.paths[name].stat().st_size
    for place in {0, 1, size // 3, size // 2, 2 * size // 3, size - 2, size - 1}:
        path = files.changed(name, lambda data, at=place: _flipped(data, at))  # type: ignore[misc]
        assert outcome(files.verdict(path)) is not SOUND, place
        if name != "key":
            assert outcome(files.verdict(path)) is REFUSED, place


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("name", ["backup", "desk"])
def test_one_byte_changed_in_what_a_database_holds_is_seen(files: Files, name: str) -> None:
    def change(data: bytes) -> bytes:
        at = data.index(b"edition.made" if name == "backup" else b"package.opened")
        return _flipped(data, at)

    found = files.verdict(files.changed(name, change))
    assert (found.whole, outcome(found)) == (False, REFUSED)


@pytest.mark.parametrize("name", ["package", "score", "receipt", "award", "backup", "key", "move"])
@pytest.mark.parametrize(
    ("foreign", "called"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (b"PK\3\4" + bytes(26) + b"xl/workbook.xml", "an Excel workbook"),
        (b"<!doctype html><html>", "a web page"),
        (b"Hello, here are my marks.", "a plain text"),
        (b"", "empty"),
    ],
)
def test_a_foreign_file_under_our_name_is_named(
    files: Files, name: str, foreign: bytes, called: str
) -> None:
    found = files.verdict(files.changed(name, lambda _data: foreign))
    assert outcome(found) is REFUSED
    assert not found.whole
    assert found.signature in {"none", "invalid"}
    if name in {"score", "receipt", "key"} or foreign == b"":
        assert called in found.detail


@pytest.mark.parametrize("name", ["holiday.png", "marks.xlsx", "page.html", "note.txt", "x.zip"])
def test_a_foreign_file_under_its_own_name_is_none_of_ours(
    files: Files, name: str, tmp_path: Path
) -> None:
    contents = {
        "holiday.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "marks.xlsx": b"PK\3\4" + bytes(26) + b"xl/workbook.xml",
        "page.html": b"<html>",
        "note.txt": "Blåbærsyltetøy".encode(),
        "x.zip": b"PK\3\4" + bytes(40),
    }
    words = {
        "holiday.png": "a picture",
        "marks.xlsx": "an Excel workbook",
        "page.html": "a web page",
        "note.txt": "a plain text",
        "x.zip": "a zip archive",
    }
    path = tmp_path / name
    path.write_bytes(contents[name])

    found = files.verdict(path)

    assert (found.kind, found.code, found.signature) == ("unknown", "E-KIND", "none")
    assert words[name] in found.detail


def test_a_pdf_of_somebody_else_is_foreign_and_not_a_changed_protocol(
    files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "invoice.pdf"
    path.write_bytes(b"%PDF-1.7\n%%EOF")
    assert (files.verdict(path).kind, files.verdict(path).code) == ("unknown", "E-KIND")
    changed = files.changed("protocol", lambda data: data + b"\n")
    assert (files.verdict(changed).kind, files.verdict(changed).code) == ("protocol", "E-PROTOCOL")


def _newer_envelope(data: bytes) -> bytes:
    return data.replace(b"+json; v=1", b"+json; v=2")


def _newer_container(type_: bytes, layout: Layout) -> Callable[[bytes], bytes]:
    def newer(data: bytes) -> bytes:
        container = open_container(io.BytesIO(data), type_, layout=layout)
        contents = {name: container.read(name) for name in container.sizes}
        contents[MANIFEST] = _newer_envelope(contents[MANIFEST])
        target = io.BytesIO()
        write_container(target, list(contents.items()), layout)
        return target.getvalue()

    return newer


def _newer_field(data: bytes) -> bytes:
    return canonical_bytes({**json.loads(data), "v": 2})


@pytest.mark.parametrize(
    ("name", "newer"),
    [
        ("package", _newer_container(PACKAGE_TYPE, PACKAGE)),
        ("award", _newer_container(AWARD_TYPE, AWARD)),
        ("locked", lambda data: data[:8] + b"\2" + data[9:]),
        ("move", lambda data: data[:8] + b"\2" + data[9:]),
        ("score", _newer_field),
        ("key", _newer_field),
        ("receipt", _newer_envelope),
    ],
)
def test_a_newer_file_asks_for_a_newer_program(
    files: Files, name: str, newer: Callable[[bytes], bytes]
) -> None:
    found = files.verdict(files.changed(name, newer))
    assert (found.code, found.signature, outcome(found)) == ("E-VERSION", "none", REFUSED)
    assert found.kind == ("package" if name == "locked" else name)
    assert "newer version" in found.detail


@pytest.mark.parametrize("name", ["backup", "desk"])
def test_a_newer_database_asks_for_a_newer_program(files: Files, name: str) -> None:
    path = files.changed(name, bytes)
    newer_database(path)
    found = files.verdict(path)
    assert (found.code, outcome(found)) == ("E-VERSION", REFUSED)


def test_a_locked_package_needs_its_password_to_be_looked_into(files: Files) -> None:
    path = files.paths["locked"]
    shut = verify(files.services, path, files.award.session)
    assert (shut.whole, shut.signature, outcome(shut)) == (True, "sealed", UNSURE)
    assert "outside" in told_whole(shut)
    moved = verify(files.services, files.paths["move"], files.award.session)
    assert (moved.whole, moved.signature, outcome(moved)) == (True, "sealed", UNSURE)
    wrong = verify(files.services, path, files.award.session, password="wrong")
    assert (wrong.code, wrong.signature, outcome(wrong)) == ("E-PASSWORD", "none", REFUSED)


def test_the_database_at_work_is_no_backup(files: Files) -> None:
    found = files.verdict(files.award.database)
    assert (found.kind, found.whole, found.known) == ("edition", True, "award")
    with pytest.raises(BusyError):
        verify(files.services, files.award.database)


def test_a_protocol_can_be_told_only_where_its_edition_is(files: Files, tmp_path: Path) -> None:
    elsewhere = verify(services_in(tmp_path / "nobody"), files.paths["protocol"])
    assert (elsewhere.kind, elsewhere.code, outcome(elsewhere)) == (
        "protocol", "E-NO-EDITION", UNSURE,
    )  # fmt: skip
    draft = print_protocol(files.award.session, tmp_path / "draft.pdf", language="nn").path
    assert files.verdict(draft).code == "E-PROTOCOL"


def test_an_opened_score_file_of_an_archive_is_one(files: Files, tmp_path: Path) -> None:
    session = files.award.session
    with session.reading() as uow:
        opened = uow.files.opened(uow.files.all()[0].sha256)
    path = tmp_path / "opened.json"
    path.write_bytes(opened)
    found = files.verdict(path)
    assert (found.kind, found.signature, found.known) == ("score", "valid", "package")


def test_a_file_that_is_not_there_is_an_error(files: Files, tmp_path: Path) -> None:
    with pytest.raises(FileFormatError) as caught:
        verify(files.services, tmp_path / "none.jurypack")
    assert caught.value.code == "E-NOT-FOUND"


def test_every_value_that_has_words_has_a_name() -> None:
    assert {key for key, _value in FACT_VALUES} <= set(FACT_NAMES)
