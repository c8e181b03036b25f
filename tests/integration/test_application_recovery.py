"""An edition is carried on elsewhere: backup here, restore there, phrase, and the work goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.application.copies.award_files import export_award, import_award
from juryapp.application.copies.backups import back_up, restore
from juryapp.application.edition.editions import new_edition, open_edition
from juryapp.application.edition.files import EditionDraft
from juryapp.application.keys.recovery import keep_phrase, make_phrase, recovery_state, restore_keys
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.packages.writing import write_packages
from juryapp.application.ports.awards import AwardKind
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, RuleError, UsageError
from workplace import Workplace, ballot, fjordby, services_in


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    made = fjordby(tmp_path)
    yield made
    made.session.close()


def elsewhere(place: Workplace) -> Session:
    """Restore a backup of the edition in another data folder and open it there."""
    backup = back_up(place.session, place.folder / "carried")
    services = services_in(place.folder / "other-computer")
    return open_edition(services, restore(services, backup))


def test_a_backup_and_the_phrase_carry_the_whole_work_to_another_computer(place: Workplace) -> None:
    packages = place.packages()
    score_file = place.scored(packages[0], ballot("astrid"))
    phrase = make_phrase(place.session)
    there = elsewhere(place)
    try:
        with pytest.raises(RuleError) as caught:
            preview_merge(there, [score_file])
        assert caught.value.code == "E-NO-KEYS"

        restore_keys(there, phrase.upper())

        report = merge(there, preview_merge(there, [score_file]))
        assert report.plan.files[0].new > 0
        written, _ = write_packages(there, place.folder / "packages-there")
        again = place.desk(written[0], "-again")
        again.close()
    finally:
        there.close()


def test_the_restored_keys_are_the_same_and_lie_in_the_new_folder_only(place: Workplace) -> None:
    keys, edition = place.session.services.keys, place.session.edition().id
    phrase = make_phrase(place.session)
    there = elsewhere(place)
    try:
        assert recovery_state(there).has_keys is False
        restore_keys(there, phrase)
        assert there.services.keys.award_keys(edition) == keys.award_keys(edition)
        assert recovery_state(there).has_keys is True
        assert there.services.data.keys != place.session.services.data.keys
    finally:
        there.close()


def test_neither_database_nor_log_ever_holds_the_phrase(place: Workplace) -> None:
    phrase = make_phrase(place.session)
    there = elsewhere(place)
    restore_keys(there, phrase)
    for session in (place.session, there):
        with session.reading() as uow:
            chains = [chain for chain, _root in uow.journal.chains()]
            entries = [entry for chain in chains for entry in uow.journal.entries(chain)]
            said = " ".join(entry.what + entry.body for entry in entries)
        assert "phrase.made" in said
        session.close()
    pairs = {
        " ".join(pair).encode() for pair in zip(phrase.split(), phrase.split()[1:], strict=False)
    }
    for file in place.folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert not any(pair in data for pair in pairs), file.name


def test_a_wrong_word_is_named_and_nothing_is_put_in(place: Workplace) -> None:
    make_phrase(place.session)
    there = elsewhere(place)
    try:
        with pytest.raises(UsageError) as caught:
            restore_keys(there, "kommune " * 12)
        assert caught.value.code == "E-PHRASE-WORD"
        assert caught.value.params["word"] == "kommune"
        with pytest.raises(UsageError) as caught:
            restore_keys(there, there.services.keys.new_phrase())
        assert caught.value.code == "E-PHRASE"
        assert recovery_state(there).has_keys is False
    finally:
        there.close()


def test_a_new_phrase_opens_new_backups_and_the_old_one_opens_old_ones(place: Workplace) -> None:
    first = make_phrase(place.session)
    old = back_up(place.session, place.folder / "old")
    second = make_phrase(place.session)
    there = elsewhere(place)
    with pytest.raises(UsageError) as caught:
        restore_keys(there, first)
    assert caught.value.code == "E-PHRASE"
    restore_keys(there, second)
    there.close()

    services = services_in(place.folder / "third-computer")
    third = open_edition(services, restore(services, old))
    restore_keys(third, first)
    third.close()


def test_a_phrase_needs_the_keys(place: Workplace) -> None:
    there = elsewhere(place)
    try:
        with pytest.raises(RuleError) as caught:
            make_phrase(there)
        assert caught.value.code == "E-NO-KEYS"
    finally:
        there.close()


def test_a_backup_from_before_the_phrase_says_so(place: Workplace) -> None:
    there = elsewhere(place)
    try:
        assert recovery_state(there).has_phrase is False
        with pytest.raises(RuleError) as caught:
            restore_keys(there, there.services.keys.new_phrase())
        assert caught.value.code == "E-NO-PHRASE"
    finally:
        there.close()


def test_keys_of_a_look_alike_edition_are_not_put_in(place: Workplace, tmp_path: Path) -> None:
    edition = place.session.edition()
    phrase = make_phrase(place.session)
    draft = EditionDraft(award_name="Another", title="Another", year=2026, id=edition.id)
    other = new_edition(services_in(tmp_path / "attacker"), draft)
    forged = other.services.keys.wrap_award_keys(edition, phrase)  # other keys, this edition's name
    other.close()
    there = elsewhere(place)
    try:
        with there.writing() as uow:
            uow.put_wrapped_keys(forged, there.services.now())
        with pytest.raises(FileFormatError) as caught:
            restore_keys(there, phrase)
        assert caught.value.code == "E-KEYS-FOREIGN"
        assert recovery_state(there).has_keys is False
    finally:
        there.close()


def test_a_phrase_that_people_have_seen_may_be_kept_later(place: Workplace) -> None:
    phrase = place.session.services.keys.new_phrase()
    assert recovery_state(place.session).has_phrase is False
    keep_phrase(place.session, phrase)
    there = elsewhere(place)
    restore_keys(there, phrase)
    there.close()


def test_a_signed_backup_carries_the_locked_keys_and_an_archive_does_not(place: Workplace) -> None:
    score_file = place.scored(place.packages()[0], ballot("astrid"))
    phrase = make_phrase(place.session)
    for kind in AwardKind:
        saved = export_award(place.session, place.folder / "saved", kind)
        services = services_in(place.folder / f"computer-{kind}")
        put_in = import_award(services, saved.path)
        assert put_in.has_keys is False
        assert put_in.has_phrase is (kind is AwardKind.BACKUP)
        there = open_edition(services, put_in.edition)
        if kind is AwardKind.BACKUP:
            restore_keys(there, phrase)
            assert preview_merge(there, [score_file]).files[0].new > 0
        there.close()
