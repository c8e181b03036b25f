"""A whole edition as one signed file: saved, put in elsewhere, refused where a byte of it is not right."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award_file_examples import exported, key_of, parts_of, signed_again
from first_version import take_back
from juryapp.application.award_files import export_award, import_award
from juryapp.application.backups import back_up, restore
from juryapp.application.conflicts import settle, waive
from juryapp.application.desk import write_private_note
from juryapp.application.edition_contents import read_contents
from juryapp.application.editions import open_edition
from juryapp.application.log_check import check_log
from juryapp.application.packages import write_packages
from juryapp.application.ports.awards import AwardContent, AwardKind
from juryapp.application.ports.contents import EditionContents
from juryapp.application.progress import NoProgress
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.application.taking_out import take_out
from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import Cancelled, FileFormatError, RuleError, UnavailableError
from juryapp.base.files import sha256
from juryapp.domain.packages import AnchorKind
from juryapp.exchange.award_data import data_schema, read_data
from juryapp.exchange.keys import SigningKey
from prepared_award import Award, award_at, everything_in, refused
from workplace import services_in

LOCKED_KEYS = b'{"locked":"with twelve words"}'


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("merged") as award:
        yield award


@pytest.fixture(scope="module")
def saved() -> Iterator[tuple[bytes, SigningKey]]:
    """A backup, and the key that signed it; made once."""
    with award_at("merged") as award:
        with award.session.writing() as uow:
            uow.put_wrapped_keys(LOCKED_KEYS, "2026-11-12T13:02:07Z")
        yield exported(award).read_bytes(), key_of(award.session.services)


def contents_of(session: Session) -> EditionContents:
    with session.reading() as uow:
        return read_contents(uow)


def without_log(contents: EditionContents) -> EditionContents:
    return replace(contents, chains=(), own_chain="", anchors=())


def put_in(award: Award, path: Path, name: str = "elsewhere") -> Session:
    services = services_in(award.folder / name)
    import_award(services, path)
    return open_edition(services)


def refusal_of(data: bytes, folder: Path) -> FileFormatError:
    """Return why a file is refused; nothing may be left of it."""
    path = folder / "copy.juryaward"
    path.write_bytes(data)
    services = services_in(folder / "elsewhere")
    with pytest.raises(FileFormatError) as caught:
        import_award(services, path)
    assert caught.value.file == "copy.juryaward"
    assert not everything_in(folder / "elsewhere")
    return caught.value


# ---- what goes in comes out ------------------------------------------------------------------------------


def test_an_edition_that_is_put_in_elsewhere_holds_all_that_it_held(award: Award) -> None:
    key, rivals = award.conflict()
    settle(award.session, key, rivals[0].content, "The second sheet was a slip")
    waive(award.session, "Nobody could visit Havnes")
    take_out(award.session, sha256(award.scores["cecilie"].read_bytes()), "Sent by mistake")
    before = contents_of(award.session)

    copy = put_in(award, exported(award))
    try:
        assert without_log(contents_of(copy)) == without_log(before)
        assert contents_of(copy).chains[0].entries == before.log.entries
        assert check_log(copy).sound
    finally:
        copy.close()


def test_the_open_data_of_a_copy_equals_that_of_the_original_but_for_the_log(award: Award) -> None:
    with award.session.writing() as uow:
        uow.put_wrapped_keys(LOCKED_KEYS, "2026-11-12T13:02:07Z")
    first = exported(award)
    keys = award.folder / "secretariat" / "keys"
    copy = put_in(award, first)
    for file in keys.iterdir():  # as the recovery phrase brings them
        (award.folder / "elsewhere" / "keys").mkdir(exist_ok=True)
        (award.folder / "elsewhere" / "keys" / file.name).write_bytes(file.read_bytes())
    second = export_award(copy, award.folder / "again", AwardKind.BACKUP).path
    copy.close()

    one, other = (json.loads(parts_of(path)["data.json"]) for path in (first, second))
    for data in (one, other):
        for name in ("chain", "chains", "anchors", "made"):
            data.pop(name)
    assert one == other
    same = ("keys.json", *(name for name in parts_of(first) if name.startswith("imports/")))
    assert [parts_of(first)[name] for name in same] == [parts_of(second)[name] for name in same]


def test_a_copy_goes_on_with_a_chain_of_its_own_that_names_where_it_comes_from(
    award: Award,
) -> None:
    head = award.log()[-1]

    copy = put_in(award, exported(award))
    with copy.reading() as uow:
        [first] = uow.journal.all()
        chains = [chain for chain, _root in uow.journal.chains()]
    copy.close()

    assert first.what == "copy.restored"
    assert json.loads(first.body) == {"chain": head.chain, "head": head.hash}
    assert chains == [head.chain, first.chain]


def test_the_log_of_a_copy_that_was_put_in_twice_over_is_sound_still(award: Award) -> None:
    first = put_in(award, exported(award), "second")
    backup = back_up(first, award.folder / "copies")
    first.close()
    services = services_in(award.folder / "third")
    restore(services, backup)

    session = open_edition(services)
    verdict = check_log(session)
    session.close()
    assert verdict.sound
    assert verdict.entries == 1


def test_a_backup_holds_the_locked_keys_and_every_file_as_it_came(award: Award) -> None:
    with award.session.writing() as uow:
        uow.put_wrapped_keys(LOCKED_KEYS, "2026-11-12T13:02:07Z")
    parts = parts_of(exported(award))

    assert parts["keys.json"] == LOCKED_KEYS
    for path in award.scores.values():
        data = path.read_bytes()
        assert parts[f"imports/{sha256(data)}.juryscore"] == data
    assert not [name for name in parts if name.startswith("opened/")]


def test_an_archive_holds_the_opened_files_and_no_keys(award: Award) -> None:
    with award.session.writing() as uow:
        uow.put_wrapped_keys(LOCKED_KEYS, "2026-11-12T13:02:07Z")
        tokens = [issue.token.encode() for issue in uow.packages()]
    path = exported(award, AwardKind.ARCHIVE)
    parts = parts_of(path)

    assert tokens
    assert "keys.json" not in parts
    opened = [name for name in parts if name.startswith("opened/")]
    assert len(opened) == len(award.scores)
    for name in opened:
        assert json.loads(parts[name]).keys() == {"payload", "payloadType", "signatures"}
    whole = path.read_bytes()
    assert LOCKED_KEYS not in whole
    assert not [token for token in tokens if token in whole]
    assert {p["token"] for p in json.loads(parts["data.json"])["packages"]} == {""}


def test_an_archive_can_be_looked_at_elsewhere(award: Award) -> None:
    services = services_in(award.folder / "elsewhere")

    put = import_award(services, exported(award, AwardKind.ARCHIVE))

    assert (put.head.kind, put.has_keys, put.has_phrase) == (AwardKind.ARCHIVE, False, False)
    session = open_edition(services)
    assert check_log(session).sound
    session.close()


def test_no_file_holds_a_private_note_or_a_private_key(award: Award) -> None:
    desk = award.desk(award.written[0])
    write_private_note(desk, award.nominee("Fjordby").id, "SECRET-THOUGHT-OF-ASTRID")
    desk.close()
    fjordby = award.nominee("Fjordby").id
    with award.session.writing() as uow:  # no use case does this; a copy drops it all the same
        uow.put_private_note(fjordby, "SECRET-THOUGHT-OF-ASTRID")
    private = [key_of(award.session.services).private]

    for kind in AwardKind:
        data = exported(award, kind).read_bytes()
        assert b"SECRET-THOUGHT" not in data
        for key in private:
            assert key not in data
            assert key.hex().encode() not in data


def test_the_keys_stay_on_the_machine_and_what_needs_them_says_so(award: Award) -> None:
    services = services_in(award.folder / "elsewhere")

    put = import_award(services, exported(award))

    assert not put.has_keys
    copy = open_edition(services)
    try:
        for use_case in (
            lambda: export_award(copy, award.folder / "x", AwardKind.BACKUP),
            lambda: write_packages(copy, award.folder / "packages-again"),
        ):
            assert refused(use_case).code == "E-NO-KEYS"
        assert not (award.folder / "x").exists()
    finally:
        copy.close()


def test_saving_a_file_keeps_where_the_log_stood(award: Award) -> None:
    head = award.log()[-1].hash
    saved = export_award(award.session, award.folder / "b.juryaward", AwardKind.ARCHIVE)

    assert saved.sha256 == sha256(saved.path.read_bytes())
    with award.session.reading() as uow:
        anchor = uow.anchors()[-1]
    assert (anchor.kind, anchor.named, anchor.head) == (AnchorKind.ARCHIVE, saved.sha256, head)
    assert saved.head.log_head.head == head


def test_an_edition_that_is_open_for_reading_only_is_not_saved_since_nothing_could_be_noted(
    award: Award,
) -> None:
    award.session.close()
    session = open_edition(award.session.services, read_only=True)

    error = refused(lambda: export_award(session, award.folder / "x", AwardKind.BACKUP))

    session.close()
    assert error.code == "E-READ-ONLY"
    assert not (award.folder / "x").exists()


def test_the_open_data_is_canonical_and_has_whole_numbers_only(award: Award) -> None:
    award.conflict()
    data = parts_of(exported(award))["data.json"]

    def no_float(text: str) -> Any:
        raise AssertionError(text)

    document = json.loads(data, parse_float=no_float, parse_constant=no_float)
    assert canonical_bytes(document) == data
    typed = read_data(data)
    assert len(typed.marks.statements) == len(contents_of(award.session).marks.statements)
    assert [len(line.hashes) for line in typed.marks.standing].count(2) == 1
    assert data_schema()["$defs"]["AwardData"]["required"] == sorted(document)


def test_a_database_of_the_first_version_in_a_backup_is_brought_up_to_date(
    award: Award, saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    first = tmp_path / "first.jurydb"
    path = tmp_path / "copy.juryaward"
    path.write_bytes(saved[0])
    parts = parts_of(path)
    first.write_bytes(parts["edition.jurydb"])
    take_back(first)
    parts["edition.jurydb"] = first.read_bytes()
    parts.pop("keys.json")
    path.write_bytes(signed_again(parts, saved[1]))

    session = put_in(award, path, "new")
    assert check_log(session).sound
    assert without_log(contents_of(session)).marks == contents_of(award.session).marks
    assert not contents_of(session).merges
    session.close()


# ---- what is not right is refused ------------------------------------------------------------------------


@settings(max_examples=150)
@given(data=st.data())
def test_a_file_with_one_byte_changed_anywhere_is_refused(
    data: st.DataObject, saved: tuple[bytes, SigningKey], tmp_path_factory: pytest.TempPathFactory
) -> None:
    good, _key = saved
    place = data.draw(st.integers(0, len(good) - 1) | st.integers(0, 9000))
    other = data.draw(st.integers(1, 255))
    changed = good[:place] + bytes([good[place] ^ other]) + good[place + 1 :]

    refusal_of(changed, tmp_path_factory.mktemp("byte"))


@pytest.mark.parametrize("size", [0, 1, 3, 30, 100, 5000, 60_000, -200_000, -300, -22, -1])
def test_a_file_that_was_cut_off_is_refused(
    size: int, saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    code = refusal_of(saved[0][:size], tmp_path).code

    assert code in {"E-EMPTY", "E-TRUNC", "E-KIND"}


def foreign_zip(*entries: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"%PDF-1.7 and so on", "E-KIND", id="a PDF"),
        pytest.param(foreign_zip(("[Content_Types].xml", b"<x/>")), "E-KIND", id="a Word document"),
        pytest.param(foreign_zip(("photo.jpg", b"\xff\xd8")), "E-KIND", id="a zip archive"),
        pytest.param(
            foreign_zip(("mimetype", b"application/vnd.juryapp.package+zip")),
            "E-KIND",
            id="a jury package",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(data: bytes, code: str, tmp_path: Path) -> None:
    assert refusal_of(data, tmp_path).code == code


def packed_anew(parts: dict[str, bytes]) -> bytes:
    return foreign_zip(*parts.items())


def with_part(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = content

    return change


def without_part(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(without_part("data.json"), "E-ZIP-MISSING", id="no data"),
        pytest.param(without_part("edition.jurydb"), "E-ZIP-MISSING", id="no database"),
        pytest.param(without_part("keys.json"), "E-AWARD-DIFFERS", id="no keys"),
        pytest.param(with_part("keys.json", b"{}"), "E-AWARD-DIFFERS", id="other keys"),
        pytest.param(with_part(f"opened/{'0' * 64}.json", b"{}"), "E-ZIP-EXTRA", id="opened"),
        pytest.param(
            with_part(f"protocols/{'0' * 64}.pdf", b"%PDF"), "E-ZIP-HASH", id="misnamed part"
        ),
        pytest.param(with_part("edition.jurydb", b"SQLite"), "E-DB-HEADER", id="no SQLite file"),
    ],
)
def test_a_file_whose_parts_do_not_belong_together_is_refused_although_the_signature_is_right(
    change: Callable[[dict[str, bytes]], None],
    code: str,
    saved: tuple[bytes, SigningKey],
    tmp_path: Path,
) -> None:
    (tmp_path / "good").write_bytes(saved[0])
    parts = parts_of(tmp_path / "good")
    change(parts)
    ordered = {name: parts[name] for name in sorted(parts, key=_place)}

    assert refusal_of(signed_again(ordered, saved[1]), tmp_path).code == code


FIXED = ("mimetype", "manifest.json", "data.json", "edition.jurydb", "keys.json")


def _place(name: str) -> tuple[int, str]:
    return (FIXED.index(name) if name in FIXED else len(FIXED), name)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        pytest.param("edition", "FJORD-2027", "E-AWARD-DIFFERS", id="another edition"),
        pytest.param("trial", True, "E-AWARD-DIFFERS", id="a trial"),
        pytest.param("heads", [], "E-AWARD-DIFFERS", id="no head of the log"),
        pytest.param("kind", "archive", "E-ZIP-EXTRA", id="an archive with keys"),
        pytest.param("v", 2, "E-VERSION", id="a newer version"),
        pytest.param("extra", 1, "E-FIELD-UNKNOWN", id="a field of one's own"),
    ],
)
def test_a_manifest_that_says_something_else_is_refused_although_the_signature_is_right(
    field: str, value: Any, code: str, saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    (tmp_path / "good").write_bytes(saved[0])
    parts = parts_of(tmp_path / "good")
    data = signed_again(parts, saved[1], lambda manifest: manifest.update({field: value}))

    assert refusal_of(data, tmp_path).code == code


def test_a_file_signed_with_another_key_than_the_editions_is_refused(
    saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    (tmp_path / "good").write_bytes(saved[0])

    data = signed_again(parts_of(tmp_path / "good"), SigningKey.make())

    assert refusal_of(data, tmp_path).code == "E-SIG"


def test_a_file_that_another_program_packed_anew_is_refused(
    saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    (tmp_path / "good").write_bytes(saved[0])

    assert refusal_of(packed_anew(parts_of(tmp_path / "good")), tmp_path).code == "E-ZIP-MISMATCH"


def test_an_edition_that_is_there_is_not_put_in_again(award: Award) -> None:
    path = exported(award)
    award.session.close()
    before = everything_in(award.folder / "secretariat" / "editions")

    error = refused(lambda: import_award(award.session.services, path))

    assert isinstance(error, RuleError)
    assert error.code == "E-EXISTS"
    assert everything_in(award.folder / "secretariat" / "editions") == before


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    services: Services = services_in(tmp_path / "elsewhere")

    assert refused(lambda: import_award(services, tmp_path / "x.juryaward")).code == "E-NOT-FOUND"


# ---- cancelled, disk full --------------------------------------------------------------------------------


class StopsAt:
    """Cancels the work at one of its steps."""

    def __init__(self, step: int) -> None:
        self.left = step

    def step(self, done: int, total: int) -> None:
        assert 0 <= done <= total
        self.left -= 1
        if not self.left:
            raise Cancelled


@pytest.mark.parametrize("step", [1, 4, 8, 12, 15])
def test_saving_that_is_cancelled_leaves_nothing(step: int, award: Award) -> None:
    out = award.folder / "copies"
    out.mkdir()
    before = everything_in(award.folder / "secretariat")

    with pytest.raises(Cancelled):
        export_award(award.session, out, AwardKind.BACKUP, StopsAt(step))

    assert not everything_in(out)
    assert everything_in(award.folder / "secretariat") == before


@pytest.mark.parametrize("step", [1, 3, 5])
def test_putting_in_that_is_cancelled_leaves_nothing(step: int, award: Award) -> None:
    path = exported(award)
    services = services_in(award.folder / "elsewhere")

    with pytest.raises(Cancelled):
        import_award(services, path, StopsAt(step))

    assert not everything_in(award.folder / "elsewhere")


def test_a_disk_that_is_full_leaves_nothing_and_the_older_file_as_it_was(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = award.folder / "copies" / "b.juryaward"
    out.parent.mkdir()
    out.write_bytes(b"older")
    anchors = contents_of(award.session).anchors

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("juryapp.exchange.award_file.write_container", full)
    with pytest.raises(UnavailableError):
        export_award(award.session, out, AwardKind.BACKUP)

    assert everything_in(out.parent) == {"b.juryaward": b"older"}
    assert contents_of(award.session).anchors == anchors


def test_a_large_edition_needs_little_memory(award: Award, tmp_path: Path) -> None:
    services = award.session.services
    path = exported(award)
    with services.awards.read(path, NoProgress()) as opened:
        head = opened.head
    large = tmp_path / "large.jurydb"
    with large.open("wb") as file:
        file.truncate(60 << 20)
    content = AwardContent(
        head=head,
        contents=contents_of(award.session),
        database=large,
        wrapped_keys=b"",
        received={},
        opened={},
        protocols={},
    )
    target = tmp_path / "large.juryaward"
    tracemalloc.start()
    try:
        services.awards.write(target, content, NoProgress())
        with services.awards.read(target, NoProgress()) as opened:
            opened.unpack(tmp_path / "unpacked")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (tmp_path / "unpacked").stat().st_size == 60 << 20
    assert peak < 12 << 20
