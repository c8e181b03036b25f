"""A juror erases the desk from this machine: nothing of it is left, and a receipt says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.contents import keep_private_note
from juryapp.application.desk.erasing import ErasureReceipt, erase_desk, finish_erasures, what_goes
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.moving import move_out
from juryapp.application.desk.opening import open_desk, open_package
from juryapp.application.desk.receipts import take_receipt
from juryapp.application.desk.saying import write_note
from juryapp.application.desk.view import own_sheet
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.merge.receipts import write_receipts
from juryapp.application.session import Session
from juryapp.base import logs, wiping
from juryapp.base.errors import BusyError, RuleError, UnavailableError, UsageError
from juryapp.base.i18n import use_language
from juryapp.domain.ids import EditionId, JurorId
from juryapp.storage import erasing as storage_erasing
from juryapp.storage.store import SqlStore
from workplace import Workplace, ballot, fjordby, services_in

SECRET = b"Ring the mayor about the harbour"
COMMENT = b"The harbour is a whole"


class MachineStoppedError(Exception):
    """The machine stops here."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    made = fjordby(tmp_path)
    yield made
    made.session.close()


@pytest.fixture
def desk(place: Workplace) -> Iterator[Session]:
    """A desk with marks, a comment and a private note."""
    opened = place.desk(place.packages()[0])
    fill_in(opened, ballot("astrid"))
    with opened.reading() as uow:
        nominee = own_sheet(uow).cells[0].nominee
    keep_private_note(opened, nominee, SECRET.decode(), flagged=True)
    write_note(opened, nominee, COMMENT.decode(), usable=True)
    yield opened
    opened.close()


def received(place: Workplace, desk: Session) -> None:
    """Hand in, be taken in, and open the receipt."""
    file = hand_in(desk, place.folder).path
    merge(place.session, preview_merge(place.session, [file]))
    folder = place.folder / "receipts"
    folder.mkdir(exist_ok=True)
    for written in write_receipts(place.session, folder)[0]:
        take_receipt(desk, written.path)


def data_of(desk: Session) -> Path:
    return desk.services.data.root


def holding(folder: Path, *sought: bytes) -> list[str]:
    """Return the files in which one of the texts stands, byte by byte."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(text in path.read_bytes() for text in sought)]


def again(desk: Session) -> Session:
    """Open the same desk on the same machine after a restart."""
    services = services_in(data_of(desk))
    stored = services.store.desks()[0]
    database = services.store.desk(EditionId(stored.edition), JurorId(stored.juror))
    return open_desk(services, database)


def test_no_byte_of_marks_notes_or_key_is_left_in_the_data_folder(
    place: Workplace, desk: Session
) -> None:
    received(place, desk)
    services, data = desk.services, data_of(desk)
    key = next((data / "keys").glob("JUROR.*.key"))
    private = json.loads(key.read_bytes())["private"].encode()
    services.store.back_up(desk.database, desk.edition().id, "closing")
    assert len(holding(data, SECRET)) == 2
    assert holding(data, COMMENT)
    assert holding(data, private)
    goes = what_goes(desk)

    done = erase_desk(desk, place.folder / "deletion.txt")

    assert holding(data, SECRET, COMMENT, private, goes.device.encode(), goes.chain.encode()) == []
    assert [path for path in data.rglob("*") if path.is_file()] == []
    assert services.store.desks() == []
    assert done.is_saved
    assert goes.marks > 0
    assert (goes.private_notes, goes.comments, goes.receipts, goes.backups) == (1, 1, 1, 1)


def test_what_is_removed_was_overwritten_before(
    place: Workplace, desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: dict[str, bytes] = {}
    removing = Path.unlink

    def keep(path: Path, missing_ok: bool = False) -> None:
        if path.exists() and path.is_relative_to(data_of(desk)):
            left[path.name] = path.read_bytes()
        removing(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", keep)
    erase_desk(desk, place.folder / "r.txt", although_not_received=True)

    gone = {name: data for name, data in left.items() if not name.startswith(".juryapp-")}
    assert any(name.endswith(".jurydb") for name in gone)
    assert any(name.endswith(".key") for name in gone)
    assert all(data and not any(data) for data in gone.values())


def test_the_receipt_says_what_went_and_what_did_not(place: Workplace, desk: Session) -> None:
    received(place, desk)
    goes = what_goes(desk)
    erase_desk(desk, place.folder)

    text = next(place.folder.glob("*-deletion-receipt.txt")).read_text(encoding="utf-8")
    assert (
        f"Juryapp has deleted {goes.title} from this computer. Copies in e-mail, on memory sticks, in"
        " backups and with others must be deleted separately."
    ) in text
    assert f"- {goes.marks} marks" in text
    assert goes.head in text
    assert "Solid-state disks" in text
    assert "Astrid" not in text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_receipt_is_written_in_each_language(
    place: Workplace, desk: Session, language: str
) -> None:
    use_language(language)
    try:
        done = erase_desk(desk, place.folder / "r.txt", although_not_received=True)
    finally:
        use_language("en")
    assert done.title in (place.folder / "r.txt").read_text(encoding="utf-8")
    assert done.language == language


def test_marks_that_were_never_handed_in_stay_unless_the_juror_says_so(
    place: Workplace, desk: Session
) -> None:
    target = place.folder / "r.txt"
    with pytest.raises(RuleError) as refused:
        erase_desk(desk, target)
    assert refused.value.code == "E-NOT-RECEIVED"
    assert not target.exists()
    assert what_goes(desk).unreceived == "never_sent"

    assert erase_desk(desk, target, although_not_received=True).is_saved


def test_marks_that_nobody_received_stay(place: Workplace, desk: Session) -> None:
    hand_in(desk, place.folder)
    with pytest.raises(RuleError):
        erase_desk(desk)
    assert what_goes(desk).unreceived == "not_received"


def test_what_was_changed_after_the_receipt_stays(
    place: Workplace, desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    received(place, desk)
    assert what_goes(desk).unreceived == ""
    reopen_sheet(desk)
    monkeypatch.setattr(type(desk.services), "now", lambda _self: "2199-01-01T00:00:00Z")
    with desk.reading() as uow:
        nominee = own_sheet(uow).cells[0].nominee
    write_note(desk, nominee, "Something else", usable=False)

    assert what_goes(desk).unreceived == "changed_since"
    with pytest.raises(RuleError):
        erase_desk(desk)


def test_a_desk_that_moved_away_asks_whether_it_arrived(place: Workplace, desk: Session) -> None:
    move_out(desk, place.folder / "stick")
    assert what_goes(desk).unreceived == "moved_away"
    assert what_goes(desk).move_files == 1


def test_a_desk_without_any_answer_goes_without_a_question(place: Workplace) -> None:
    empty = place.desk(place.packages()[1])
    erase_desk(empty)
    assert [path for path in data_of(empty).rglob("*") if path.is_file()] == []


def test_what_the_journal_held_is_overwritten_before_it_goes(
    place: Workplace, desk: Session
) -> None:
    journal = Path(f"{desk.database.place}-journal")
    assert journal.stat().st_size > 0
    elsewhere = place.folder / "same-file"
    elsewhere.hardlink_to(journal)
    erase_desk(desk, although_not_received=True)
    assert not any(elsewhere.read_bytes())


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {}


def stops(target: object, name: str, *, after: bool = False, at: int = 1) -> None:
    """Name a step: the machine stops before (or after) the `at`-th call of it."""

    def arrange(patch: pytest.MonkeyPatch) -> None:
        calls: list[int] = []
        real = getattr(target, name)

        def stop(*args: object, **named: object) -> object:
            calls.append(1)
            if len(calls) < at:
                return real(*args, **named)
            if after:
                real(*args, **named)
            raise MachineStoppedError

        patch.setattr(target, name, stop)

    STEPS[f"{'after' if after else 'before'} {name} {at}"] = arrange


stops(storage_erasing, "mark")
stops(storage_erasing, "mark", after=True)
stops(SqlStore, "erase")
for number in (1, 2):
    stops(storage_erasing, "erase_file", at=number)
stops(storage_erasing, "erase_file", after=True)
stops(wiping, "overwrite", after=True)
stops(SqlStore, "erase", after=True)
stops(SqlStore, "end_erasing")


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_in_the_middle_leaves_a_desk_in_use_or_is_finished_at_the_next_start(
    place: Workplace, desk: Session, step: str
) -> None:
    data, target = data_of(desk), place.folder / "r.txt"
    with pytest.MonkeyPatch.context() as patch:
        desk.services.store.back_up(desk.database, desk.edition().id, "closing")
        (data / "desks" / f"{Path(desk.database.place).name}-journal").write_bytes(SECRET)
        STEPS[step](patch)
        with pytest.raises(MachineStoppedError):
            erase_desk(desk, target, although_not_received=True)
    desk.close()

    services = services_in(data)
    if not services.store.being_erased():
        usable = again(desk)
        with usable.reading() as uow:
            assert any(SECRET.decode() in uow.private_note(n.id) for n in uow.nominees.all())
        usable.close()
        assert not target.exists()
        return
    stored = services.store.desks()
    assert all(line.problem for line in stored)
    finished = finish_erasures(services)

    assert [receipt.is_saved for receipt in finished] == [True]
    assert "has deleted" in target.read_text(encoding="utf-8")
    assert [path for path in data.rglob("*") if path.is_file()] == []
    assert finish_erasures(services) == []


def test_a_desk_that_is_being_erased_is_not_opened(place: Workplace, desk: Session) -> None:
    package = place.packages()[0].path
    with pytest.MonkeyPatch.context() as patch:
        STEPS["before erase 1"](patch)
        with pytest.raises(MachineStoppedError):
            erase_desk(desk, although_not_received=True)
    services = services_in(data_of(desk))
    with pytest.raises(UnavailableError) as refused:
        open_package(services, package)
    assert refused.value.code == "E-ERASING"

    finish_erasures(services)
    open_package(services, package).close()


def test_the_receipt_is_not_true_before_the_desk_is_gone(place: Workplace, desk: Session) -> None:
    target = place.folder / "r.txt"
    with pytest.MonkeyPatch.context() as patch:
        STEPS["before erase 1"](patch)
        with pytest.raises(MachineStoppedError):
            erase_desk(desk, target, although_not_received=True)
    assert "has deleted" not in target.read_text(encoding="utf-8")
    assert "began to delete" in target.read_text(encoding="utf-8")


def refuse_rights(patch: pytest.MonkeyPatch, folder: str) -> None:
    """Let nothing in a folder be writable (root may write everywhere, so the question is answered)."""
    patch.setattr("os.access", lambda path, _mode: folder not in Path(path).parts)


@pytest.mark.parametrize("folder", ["desks", "keys", "backups"])
def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_half_done(
    place: Workplace, desk: Session, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.services.store.back_up(desk.database, desk.edition().id, "closing")
    before = {path: path.read_bytes() for path in data_of(desk).rglob("*.key")}
    target = place.folder / "r.txt"
    target.write_text("older", encoding="utf-8")
    refuse_rights(monkeypatch, folder)

    with pytest.raises(UnavailableError) as refused:
        erase_desk(desk, target, although_not_received=True)

    assert refused.value.code == "E-ERASE"
    assert target.read_text(encoding="utf-8") == "older"
    assert what_goes(desk).marks > 0
    assert all(path.read_bytes() == data for path, data in before.items())
    assert desk.services.store.being_erased() == []


def test_a_desk_that_is_open_elsewhere_is_named(desk: Session) -> None:
    services = services_in(data_of(desk))
    stored = services.store.desks()[0]
    with pytest.raises(BusyError):
        services.store.desk(EditionId(stored.edition), JurorId(stored.juror))


def test_a_receipt_that_cannot_be_written_stops_everything(place: Workplace, desk: Session) -> None:
    blocked = place.folder / "file.txt"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(UnavailableError):
        erase_desk(desk, blocked / "r.txt", although_not_received=True)
    with pytest.raises(UsageError) as inside:
        erase_desk(desk, data_of(desk) / "desks" / "r.txt", although_not_received=True)
    assert inside.value.code == "E-RECEIPT-PLACE"
    assert what_goes(desk).marks > 0


def test_a_link_is_not_followed(place: Workplace, desk: Session) -> None:
    precious = place.folder / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    folder = data_of(desk) / "backups" / Path(desk.database.place).stem
    folder.mkdir(parents=True)
    (folder / "link.jurydb").symlink_to(precious)
    with pytest.raises(UnavailableError) as refused:
        erase_desk(desk, although_not_received=True)
    assert refused.value.code == "E-ERASE-LINK"
    assert precious.read_text(encoding="utf-8") == "mine"


def test_other_desks_editions_keys_and_settings_stay(place: Workplace, desk: Session) -> None:
    services = desk.services
    other = open_package(services, place.packages()[1].path)
    other.close()
    settings = services.data.settings
    entries = [{"path": desk.database.place, "title": "A"}, {"path": "/other", "title": "B"}]
    settings.write_text(json.dumps({"language": "nb", "recent": entries}), encoding="utf-8")

    erase_desk(desk, although_not_received=True)

    assert [line.problem for line in services.store.desks()] == [""]
    assert len(list(services.data.keys.glob("JUROR.*"))) == 1
    assert json.loads(settings.read_text(encoding="utf-8")) == {
        "language": "nb",
        "recent": [{"path": "/other", "title": "B"}],
    }


def test_an_edition_of_the_same_name_keeps_its_backups(place: Workplace, desk: Session) -> None:
    services, stem = desk.services, Path(desk.database.place).stem
    made = place.session.services.store.back_up(place.session.database, EditionId("X"), "closing")
    services.store.back_up(desk.database, desk.edition().id, "closing")
    theirs = services.data.backups / stem / "20200101T000000Z-closing.jurydb"
    theirs.write_bytes(made.read_bytes())
    services.data.editions.mkdir(exist_ok=True)
    (services.data.editions / f"{stem}.jurydb").write_bytes(made.read_bytes())

    erase_desk(desk, although_not_received=True)

    assert theirs.read_bytes() == made.read_bytes()
    assert holding(services.data.root, SECRET) == []


def test_lines_of_the_log_that_name_the_desk_go(place: Workplace, desk: Session) -> None:
    stem, folder = Path(desk.database.place).stem, desk.services.data.logs
    folder.mkdir(exist_ok=True)
    lines = f"first\ntold of {stem}.jurydb\nlast\n"
    for name in ("juryapp.log", "juryapp.log.1"):
        (folder / name).write_text(lines, encoding="utf-8")
    erase_desk(desk, although_not_received=True)
    for name in ("juryapp.log", "juryapp.log.1"):
        assert (folder / name).read_text(encoding="utf-8") == "first\nlast\n"


def test_a_copy_that_a_crash_left_goes_too(place: Workplace, desk: Session) -> None:
    left = desk.services.data.editions / ".juryapp-abc.tmp"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(Path(place.folder / "x").name.encode())  # another program's: it stays
    mine = desk.services.data.editions / ".juryapp-def.tmp"
    mine.write_bytes(b"half " + what_goes(desk).device.encode() + SECRET)
    erase_desk(desk, although_not_received=True)
    assert left.exists()
    assert not mine.exists()


def test_a_file_that_stays_open_is_named_and_tried_again_at_the_next_start(
    place: Workplace, desk: Session
) -> None:
    data = data_of(desk)

    def busy(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiping, "overwrite", busy)
        with pytest.raises(UnavailableError) as refused:
            erase_desk(desk, although_not_received=True)
        assert refused.value.code == "E-NOT-ALL-ERASED"
        assert finish_erasures(services_in(data)) == []
    assert len(finish_erasures(services_in(data))) == 1


def test_a_receipt_whose_place_went_away_is_given_back_to_be_saved_elsewhere(
    place: Workplace, desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = place.folder / "stick"
    stick.mkdir()
    real = SqlStore.erase

    def pulled_out(store: SqlStore, which: object) -> None:
        real(store, which)  # type: ignore[arg-type]
        (stick / "r.txt").unlink()
        stick.rmdir()
        stick.write_bytes(b"")

    monkeypatch.setattr(SqlStore, "erase", pulled_out)
    done = erase_desk(desk, stick / "r.txt", although_not_received=True)
    assert isinstance(done, ErasureReceipt)
    assert not done.is_saved
    assert "has deleted" in done.text


def test_a_damaged_note_does_not_keep_the_program_from_starting(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    services.data.desks.mkdir(parents=True)
    note = services.data.desks / "E-J.erasing"
    note.write_bytes(b'{"edition": "../..", "juror": "x"}')
    assert finish_erasures(services) == []
    assert note.exists()
    logs.stop_logging()
