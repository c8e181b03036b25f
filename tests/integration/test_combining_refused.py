"""Copies that cannot be combined: refused by name, and nothing is changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.copies.award_files import export_award
from juryapp.application.copies.backups import back_up
from juryapp.application.copies.combining import combine, preview_combine
from juryapp.application.edition.editions import open_edition
from juryapp.application.merge.conflicts import waive
from juryapp.application.ports.awards import AwardKind
from juryapp.base.errors import Cancelled, FileFormatError
from juryapp.base.files import sha256
from juryapp.domain.statements import MarkKey, Provenance, Stated, Statement, mark
from prepared_award import award_at, refused
from two_copies import ROUND, Copy, Two, two_copies
from workplace import services_in


@pytest.fixture
def two() -> Iterator[Two]:
    with two_copies() as two:
        yield two


def names_in(folder: Path) -> list[str]:
    """Return the files below a folder, without SQLite's own, which come and go."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if not name.endswith("-journal"))


def test_a_copy_of_another_edition_is_refused(two: Two) -> None:
    with award_at("set_up") as other:
        path = export_award(other.session, other.folder / "other", AwardKind.BACKUP).path
        # the same names, but an edition of its own: other ids, other keys
        with other.session.writing() as uow:
            uow.put_edition(replace(uow.edition(), id=type(uow.edition().id)("OTHER")))
        error = refused(lambda: combine(two.ours.session, back_up(other.session, path.parent)))
    assert error.code == "E-COMBINE-EDITION"


Change = Callable[[Copy], object]


def other_weight(copy: Copy) -> None:
    with copy.session.writing() as uow:
        first = uow.criteria.all()[0]
        uow.criteria.put(replace(first, weight=first.weight * 3))
        copy.session.note(uow, "criterion.put", {"criterion": first.id})


def other_text(copy: Copy) -> None:
    with copy.session.writing() as uow:
        first = uow.criteria.all()[0]
        uow.criteria.put(replace(first, name="Something else"))
        copy.session.note(uow, "criterion.put", {"criterion": first.id})


def other_category(copy: Copy) -> None:
    with copy.session.writing() as uow:
        first = uow.categories.all()[0]
        uow.categories.put(replace(first, winners=2))
        copy.session.note(uow, "category.put", {"category": first.id})


def other_round(copy: Copy) -> None:
    with copy.session.writing() as uow:
        uow.rounds.put(replace(uow.rounds.all()[0], order_seed="00"))
        copy.session.note(uow, "round.opened", {"round": ROUND, "ballot": ""})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (other_weight, "E-COMBINE-RULES"),
        (other_text, "E-COMBINE-BALLOT"),
        (other_category, "E-COMBINE-CATEGORIES"),
        (other_round, "E-COMBINE-ROUND"),
    ],
    ids=["weights", "criteria", "categories", "round"],
)
def test_copies_that_were_set_up_differently_are_refused_by_name(
    change: Change, code: str, two: Two
) -> None:
    change(two.theirs)
    saved = two.theirs.saved()
    before = two.ours.contents()

    error = refused(lambda: combine(two.ours.session, saved))

    assert error.code == code
    assert two.ours.contents() == before


def test_a_file_that_was_copied_by_hand_and_gone_on_with_is_refused(two: Two) -> None:
    plain = back_up(two.ours.session, two.ours.folder / "by-hand.jurydb")
    services = services_in(two.ours.folder / "by-hand")
    (two.ours.folder / "by-hand" / "editions").mkdir(parents=True)
    here = two.ours.folder / "by-hand" / "editions" / "FJORD-2026.jurydb"
    here.write_bytes(plain.read_bytes())
    session = open_edition(services)
    waive(session, "Written into the same chain")
    other = back_up(session, two.ours.folder / "on.jurydb")
    session.close()

    assert refused(lambda: combine(two.ours.session, other)).code == "E-COMBINE-CHAIN"


def test_an_archive_is_not_combined_since_it_lacks_what_open_work_needs(two: Two) -> None:
    two.theirs.merge(two.files["bjarne"])
    archive = two.theirs.folder / "archive.juryaward"
    export_award(two.theirs.session, archive, AwardKind.ARCHIVE)

    assert refused(lambda: combine(two.ours.session, archive)).code == "E-COMBINE-ARCHIVE"


def test_an_older_backup_of_the_same_copy_brings_nothing(two: Two) -> None:
    older = two.ours.saved()
    two.ours.merge(two.files["astrid"])

    assert combine(two.ours.session, older).is_empty


def forge(copy: Copy, file: Path) -> None:
    """Let a copy say that a score file holds one more mark."""
    contents = copy.contents()
    juror = next(f.juror for f in contents.files if f.sha256 == sha256(file.read_bytes()))
    criterion = contents.criteria[0]
    key = MarkKey(ROUND, juror, contents.nominees[0].id, criterion.id)
    forged = Stated(
        Statement(key, 9, mark(criterion.scale.most)), Provenance("2026-11-12T13:02:07Z")
    )
    with copy.session.writing() as uow:
        uow.marks.add([forged], file=sha256(file.read_bytes()))
        copy.session.note(uow, "edition.changed", {})


@pytest.mark.parametrize("known", [False, True], ids=["a file new here", "a file known here"])
def test_a_mark_that_no_juror_signed_is_never_taken_over(known: bool, two: Two) -> None:
    file = two.files["bjarne"]
    two.theirs.merge(file)
    if known:
        two.ours.merge(file)
    forge(two.theirs, file)
    plain = back_up(two.theirs.session, two.theirs.folder / "forged.jurydb")
    before = two.ours.contents()

    error = refused(lambda: combine(two.ours.session, plain))

    assert (error.code, error.params["file"]) == ("E-COMBINE-FILE", "bjarne.juryscore")
    assert two.ours.contents() == before


def test_a_file_with_another_envelope_inside_is_refused(two: Two) -> None:
    two.theirs.merge(two.files["bjarne"], two.files["cecilie"])
    plain = back_up(two.theirs.session, two.theirs.folder / "swapped.jurydb")
    with closing(sqlite3.connect(plain)) as connection:
        connection.execute("DROP TRIGGER file_bytes_no_update")
        one, other = connection.execute("SELECT sha256, opened FROM file_bytes").fetchall()
        connection.execute("UPDATE file_bytes SET opened = ? WHERE sha256 = ?", (other[1], one[0]))
        connection.execute(
            "CREATE TRIGGER file_bytes_no_update BEFORE UPDATE ON file_bytes"
            " BEGIN SELECT RAISE(ABORT, 'rows of file_bytes are only ever added'); END"
        )
        connection.commit()

    error = refused(lambda: combine(two.ours.session, plain))

    assert error.code in {"E-SIG", "E-COMBINE-FILE"}


def test_a_damaged_copy_is_refused_and_leaves_nothing(two: Two) -> None:
    two.theirs.merge(two.files["bjarne"])
    saved = two.theirs.saved()
    data = bytearray(saved.read_bytes())
    data[len(data) // 2] ^= 1
    saved.write_bytes(bytes(data))
    before = two.ours.contents()
    files = names_in(two.ours.folder / "ours")

    with pytest.raises(FileFormatError):
        combine(two.ours.session, saved)

    assert names_in(two.ours.folder / "ours") == files
    assert two.ours.contents() == before


class Stops:
    """Cancels at the first step at which all was checked."""

    def step(self, done: int, total: int) -> None:
        if total == 4 and done == 3:
            raise Cancelled


def test_combining_that_is_cancelled_changes_nothing(two: Two) -> None:
    two.theirs.merge(two.files["bjarne"])
    saved = two.theirs.saved()
    before = two.ours.contents()

    with pytest.raises(Cancelled):
        combine(two.ours.session, saved, Stops())

    assert two.ours.contents() == before
    assert not list((two.ours.folder / "ours" / "editions").glob(".juryapp-*"))


def test_an_edition_that_is_open_for_reading_only_is_not_combined(two: Two) -> None:
    saved: Path = two.theirs.saved()
    two.ours.session.close()
    session = open_edition(two.ours.session.services, read_only=True)

    assert refused(lambda: preview_combine(session, saved)).code == "E-READ-ONLY"
    session.close()
