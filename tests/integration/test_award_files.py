"""A whole edition as one signed file: saved, put in elsewhere, refused where a byte of it is not right."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from award_file_examples import exported, key_of, parts_of, signed_again
from first_version import take_back
from juryapp.application.copies.award_files import export_award, import_award
from juryapp.application.copies.backups import back_up, restore
from juryapp.application.desk.saying import write_private_note
from juryapp.application.edition.contents import read_contents
from juryapp.application.edition.editions import open_edition
from juryapp.application.log.check import check_log
from juryapp.application.merge.conflicts import settle, waive
from juryapp.application.merge.taking_out import take_out
from juryapp.application.packages.writing import write_packages
from juryapp.application.ports.awards import AwardContent, AwardKind
from juryapp.application.ports.contents import EditionContents
from juryapp.application.progress import NoProgress
from juryapp.application.session import Session
from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import Cancelled, UnavailableError
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
        attachments={},
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
