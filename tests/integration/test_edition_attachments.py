"""The secretariat's files for nominees: entered, named, kept through backups, archives, copies and trials."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from attachment_examples import SMALL, attach_all, files_in, png
from award_file_examples import exported, key_of, parts_of, signed_again
from juryapp.application.copies.award_files import import_award
from juryapp.application.copies.backups import back_up, restore
from juryapp.application.copies.combining import combine, preview_combine
from juryapp.application.edition.again import draft_of
from juryapp.application.edition.attachments import (
    attach,
    attach_many,
    attachment_bytes,
    attachments_of,
    missing_attachments,
    order_attachments,
    put_back,
    remove_attachment,
    rename_attachment,
)
from juryapp.application.edition.editions import open_edition
from juryapp.application.edition.nominations import remove_nominee
from juryapp.application.edition.parts import nominee_parts, swap_parts
from juryapp.application.edition.trials import make_trial
from juryapp.application.ports.awards import AwardKind
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.files import sha256
from juryapp.domain import attachments as limits
from juryapp.domain.attachments import Attachment
from juryapp.domain.ids import EditionId, NomineeId
from juryapp.exchange.award_data import read_data
from juryapp.storage import attachment_files
from prepared_award import Award, award_at
from workplace import services_in

EDITION = EditionId("FJORD-2026")


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("set_up") as made:
        yield made


@pytest.fixture
def opened_award() -> Iterator[Award]:
    with award_at("open") as made:
        yield made


def equipped(award: Award) -> list[Attachment]:
    return attach_all(award.session, award.nominee("Fjordby").id, award.folder / "in")


def contents_of(session: Session) -> dict[str, bytes]:
    """Return the name and the bytes of every file."""
    found = [a for listed in attachments_of(session).values() for a in listed]
    return {a.name: attachment_bytes(session, a.sha256) for a in found}


# ---- entering


def test_files_are_kept_in_the_order_in_which_they_came(award: Award) -> None:
    made = equipped(award)

    assert attachments_of(award.session) == {award.nominee("Fjordby").id: tuple(made)}
    assert [a.name for a in made] == list(SMALL)
    assert contents_of(award.session) == SMALL


def test_a_file_that_the_nominee_has_already_changes_nothing(award: Award) -> None:
    equipped(award)
    before = award.log()

    again = attach_many(award.session, award.nominee("Fjordby").id, files_in(award.folder / "in"))

    assert [a.name for a in again.already] == list(SMALL)
    assert (again.attachments, bool(again.changes)) == ((), False)
    assert award.log() == before


def test_of_several_files_the_good_ones_are_taken_and_the_others_named(award: Award) -> None:
    files = {"Plan.docx": b"PK\3\4[Content_Types].xml", **SMALL, "Tom.pdf": b""}
    paths = files_in(award.folder / "in", files)

    done = attach_many(award.session, award.nominee("Fjordby").id, paths)

    assert [a.name for a in done.attachments] == list(SMALL)
    assert [e.code for e in done.refused] == ["E-MEDIA", "E-EMPTY"]


def test_the_log_tells_what_was_done_and_names_no_file(award: Award) -> None:
    first, second, *_ = equipped(award)
    rename_attachment(award.session, first.nominee, first.sha256, "Planen.pdf")
    order_attachments(award.session, first.nominee, [second.sha256])
    remove_attachment(award.session, first.nominee, first.sha256)

    told = [e.what for e in award.log() if e.what.startswith("attachment")]
    assert told == [
        *["attachment.put"] * 5,
        "attachments.ordered",
        "attachment.removed",
    ]
    assert not any("plan" in entry.body.lower() for entry in award.log())


def test_files_get_names_and_places(award: Award) -> None:
    made = equipped(award)
    nominee, last = made[0].nominee, made[-1]

    rename_attachment(award.session, nominee, last.sha256, "  Notat\u202e 2026\n ")
    order_attachments(award.session, nominee, [last.sha256])

    listed = attachments_of(award.session)[nominee]
    assert [a.name for a in listed] == ["Notat 2026", *list(SMALL)[:-1]]
    assert not order_attachments(award.session, nominee, [last.sha256])
    for name in ("", " \u200b", "x" * 121):
        with pytest.raises(RuleError) as caught:
            rename_attachment(award.session, nominee, last.sha256, name)
        assert caught.value.code == "E-NAME"


def test_a_file_that_was_taken_away_can_come_back_until_the_edition_is_opened_again(
    award: Award,
) -> None:
    made = equipped(award)[0]
    remove_attachment(award.session, made.nominee, made.sha256)
    assert "Næringsplan 2026.pdf" not in contents_of(award.session)

    put_back(award.session, made)
    assert contents_of(award.session) == SMALL

    remove_attachment(award.session, made.nominee, made.sha256)
    award.session.close()
    with closing(open_edition(award.session.services)) as again, pytest.raises(RuleError) as caught:
        put_back(again, made)
    assert caught.value.code == "E-GONE"


def test_a_nominee_goes_with_its_files_and_comes_back_with_them(award: Award) -> None:
    made = equipped(award)
    with award.session.reading() as uow:
        parts = nominee_parts(uow, made[0].nominee)

    remove_nominee(award.session, made[0].nominee)
    assert attachments_of(award.session) == {}

    swap_parts(award.session, into=parts)
    assert contents_of(award.session) == SMALL
    swap_parts(award.session, out=parts)
    assert attachments_of(award.session) == {}


def test_nobody_gets_a_file_who_is_not_there(award: Award) -> None:
    path = files_in(award.folder / "in")[0]
    with pytest.raises(RuleError) as caught:
        attach(award.session, NomineeId("NOBODY"), path)
    assert caught.value.code == "E-UNKNOWN"
    with pytest.raises(RuleError):
        remove_attachment(award.session, award.nominee("Fjordby").id, "a" * 64)


@pytest.mark.parametrize(("limit", "value"), [("MOST_FILES", 4), ("MOST_IN_ALL", 1500)])
def test_no_more_is_taken_in_than_a_package_can_hold(
    award: Award, limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = equipped(award)
    assert sum(a.size for a in made) < 1500 < sum(a.size for a in made) + len(BIG)
    monkeypatch.setattr(f"juryapp.application.edition.attachments.{limit}", value)
    (path,) = files_in(award.folder / "in", {"Stort.txt": BIG})

    with pytest.raises(RuleError) as caught:
        attach(award.session, made[0].nominee, path)
    assert caught.value.code == "E-ATTACHMENTS"
    again = attach(award.session, award.nominee("Elvestad").id, award.folder / "in" / made[0].name)
    assert len(again.attachments) == 1  # the same file of another nominee takes no room


BIG = b"en lang tekst " * 100


def test_what_an_edition_can_hold_fits_into_a_package() -> None:
    from juryapp.exchange.container import MAX_DATA, MAX_ENTRIES, MAX_MANIFEST, MAX_TOTAL

    overhead = limits.MOST_FILES * 400
    assert limits.MOST_FILES + 3 <= MAX_ENTRIES
    assert limits.MOST_IN_ALL + MAX_DATA + MAX_MANIFEST + overhead <= MAX_TOTAL


# ---- backups


def test_the_programs_own_backups_hold_the_bytes_once(award: Award) -> None:
    made = equipped(award)
    store = award.session.services.store

    backups = [store.back_up(award.session.database, EDITION, "import") for _ in range(3)]

    for backup in backups:
        assert not any(data in backup.read_bytes() for data in SMALL.values())
    folder = backups[0].parent / attachment_files.FOLDER
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        a.sha256: SMALL[a.name] for a in made
    }


def test_putting_such_a_backup_back_brings_the_bytes(award: Award) -> None:
    equipped(award)
    services = award.session.services
    backup = services.store.back_up(award.session.database, EDITION, "import")
    award.session.close()
    award.database.write_bytes(b"damaged")

    restore(services, backup)

    with closing(open_edition(services)) as session:
        assert contents_of(session) == SMALL
        assert missing_attachments(session) == ()


def test_a_backup_that_was_carried_away_from_the_bytes_names_what_lacks(
    award: Award, tmp_path: Path
) -> None:
    made = equipped(award)
    backup = award.session.services.store.back_up(award.session.database, EDITION, "import")
    (tmp_path / "a.jurydb").write_bytes(backup.read_bytes())
    elsewhere = services_in(tmp_path / "elsewhere")

    restore(elsewhere, tmp_path / "a.jurydb")

    with closing(open_edition(elsewhere)) as session:
        assert {a.sha256 for a in missing_attachments(session)} == {a.sha256 for a in made}
        with pytest.raises(RuleError) as caught:
            attachment_bytes(session, made[0].sha256)
        assert (caught.value.code, caught.value.params["file"]) == ("E-GONE", made[0].name)
        attach_many(session, made[0].nominee, files_in(tmp_path / "in"))  # again
        assert contents_of(session) == SMALL


def test_bytes_that_were_damaged_beside_a_backup_are_not_taken(award: Award) -> None:
    made = equipped(award)
    services = award.session.services
    backup = services.store.back_up(award.session.database, EDITION, "import")
    (backup.parent / attachment_files.FOLDER / made[0].sha256).write_bytes(b"something else")
    award.session.close()
    award.database.write_bytes(b"damaged")

    restore(services, backup)

    with closing(open_edition(services)) as session:
        assert [a.name for a in missing_attachments(session)] == [made[0].name]


def test_bytes_that_no_backup_lists_any_more_go(award: Award) -> None:
    made = equipped(award)
    store = award.session.services.store
    backup = store.back_up(award.session.database, EDITION, "import")
    folder = backup.parent / attachment_files.FOLDER
    long_ago = (datetime.now(UTC) - timedelta(days=400)).timestamp()
    os.utime(folder / made[0].sha256, (long_ago, long_ago))
    remove_attachment(award.session, made[0].nominee, made[0].sha256)
    award.session.close()
    with closing(open_edition(award.session.services)) as session:
        store.back_up(session.database, EDITION, "import")

    assert {p.name for p in folder.iterdir()} == {a.sha256 for a in made[1:]}


def test_the_backup_that_a_person_asks_for_holds_everything(award: Award, tmp_path: Path) -> None:
    equipped(award)

    path = back_up(award.session, tmp_path)

    restore(services_in(tmp_path / "elsewhere"), path)
    with closing(open_edition(services_in(tmp_path / "elsewhere"))) as session:
        assert contents_of(session) == SMALL


# ---- files of a whole edition


@pytest.mark.parametrize("kind", AwardKind)
def test_a_file_of_a_whole_edition_holds_the_files_in_the_open(
    opened_award: Award, kind: AwardKind, tmp_path: Path
) -> None:
    made = equipped(opened_award)

    path = exported(opened_award, kind)

    parts = parts_of(path)
    assert {n: d for n, d in parts.items() if n.startswith("att/")} == {
        f"att/{a.sha256}": SMALL[a.name] for a in made
    }
    assert read_data(parts["data.json"]).attachments == made
    assert not any(data in parts["edition.jurydb"] for data in SMALL.values())
    elsewhere = services_in(tmp_path / "elsewhere")
    import_award(elsewhere, path)
    with closing(open_edition(elsewhere)) as session:
        assert contents_of(session) == SMALL


def test_a_file_with_another_file_in_it_than_it_lists_is_refused(
    opened_award: Award, tmp_path: Path
) -> None:
    equipped(opened_award)
    parts = parts_of(exported(opened_award))
    parts[f"att/{sha256(b'hei')}"] = b"hei"
    ordered = dict(sorted(parts.items(), key=lambda part: (part[0].startswith("att/"), 0)))
    names = ["mimetype", "manifest.json", "data.json", "edition.jurydb", "keys.json"]
    rest = sorted(set(ordered) - set(names))
    whole = {name: parts[name] for name in [*names, *rest] if name in parts}
    path = tmp_path / "x.juryaward"
    path.write_bytes(signed_again(whole, key_of(opened_award.session.services)))

    with pytest.raises(FileFormatError) as caught:
        import_award(services_in(tmp_path / "elsewhere"), path)
    assert caught.value.code == "E-AWARD-DIFFERS"


# ---- two copies


def other_copy(award: Award, folder: Path) -> Session:
    """Return a copy of the edition on another machine, with its keys."""
    services = services_in(folder)
    import_award(services, exported(award))
    for key in (award.folder / "secretariat" / "keys").iterdir():
        (folder / "keys").mkdir(exist_ok=True)
        (folder / "keys" / key.name).write_bytes(key.read_bytes())
    return open_edition(services)


@pytest.mark.parametrize("suffix", [".juryaward", ".jurydb"])
def test_two_copies_are_united_with_their_files(
    opened_award: Award, tmp_path: Path, suffix: str
) -> None:
    (mine, *_) = equipped(opened_award)
    with closing(other_copy(opened_award, tmp_path / "other")) as other:
        attach_all(other, mine.nominee, tmp_path / "in", {"Ny.png": png(9)})
        rename_attachment(other, mine.nominee, mine.sha256, "Planen.pdf")
        copy = back_up(other, tmp_path / "copy.jurydb")
        if suffix == ".juryaward":
            there = replace(opened_award, session=other, folder=tmp_path / "there")
            copy = exported(there)

    assert preview_combine(opened_award.session, copy).added["attachments"] == 2
    assert combine(opened_award.session, copy).added["attachments"] == 2

    expected = {**SMALL, "Ny.png": png(9)}
    expected["Planen.pdf"] = expected.pop(mine.name)
    assert contents_of(opened_award.session) == expected
    assert combine(opened_award.session, copy).is_empty


def test_what_was_taken_away_here_stays_away_and_two_names_are_told_of(
    opened_award: Award, tmp_path: Path
) -> None:
    first, second, *_ = equipped(opened_award)
    with closing(other_copy(opened_award, tmp_path / "other")) as other:
        rename_attachment(other, second.nominee, second.sha256, "Deres.png")
        copy = back_up(other, tmp_path / "copy.jurydb")
    remove_attachment(opened_award.session, first.nominee, first.sha256)
    rename_attachment(opened_award.session, second.nominee, second.sha256, "Vårt.png")

    report = combine(opened_award.session, copy)

    assert [d.code for d in report.differences] == ["E-COMBINE-ATTACHMENT"]
    names = [a.name for a in attachments_of(opened_award.session)[first.nominee]]
    assert names == ["Vårt.png", *list(SMALL)[2:]]


# ---- other editions


def test_a_trial_has_the_files_and_next_years_edition_has_not(award: Award) -> None:
    equipped(award)

    with closing(make_trial(award.session)) as trial:
        assert contents_of(trial) == SMALL
    assert not hasattr(draft_of(award.session), "nominees")
