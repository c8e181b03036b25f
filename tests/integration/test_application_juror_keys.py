"""Jurors' keys at the secretariat: confirmed by word, closed, and packages issued anew."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.opening import open_package
from juryapp.application.keys.juror_keys import (
    KeyLine,
    close_key,
    confirm_by_digits,
    confirm_key,
    juror_keys,
)
from juryapp.application.merge.merging import FileStatus, merge, preview_merge
from juryapp.application.packages.writing import WrittenPackage, write_packages
from juryapp.application.protocol.content import protocol_content
from juryapp.base.errors import RuleError, UsageError
from juryapp.domain.packages import Confirmation
from workplace import Workplace, ballot, fjordby, services_in


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    made = fjordby(tmp_path)
    yield made
    made.session.close()


@pytest.fixture
def packages(place: Workplace) -> list[WrittenPackage]:
    return place.packages()


def taken(place: Workplace, *paths: Path) -> list[str]:
    """Read files in; return what became of each: its status, or the code of the error."""
    plan = preview_merge(place.session, paths)
    merge(place.session, plan)
    return [file.error.code if file.error else str(file.status) for file in plan.files]


def the_line(place: Workplace) -> KeyLine:
    [line] = juror_keys(place.session)
    return line


def logged(place: Workplace) -> list[str]:
    with place.session.reading() as uow:
        return [entry.what for entry in uow.journal.all()]


def test_digits_read_aloud_confirm_the_key_by_word(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    taken(place, place.scored(packages[0], ballot("astrid")))
    line = the_line(place)
    assert line.key.confirmation is Confirmation.PACKAGE

    assert confirm_by_digits(place.session, line.juror.id, line.fingerprint.replace(" ", "-"))

    assert the_line(place).key.confirmation is Confirmation.WORD
    assert the_line(place).state == "confirmed by word"
    assert "key.confirmed" in logged(place)
    assert not confirm_by_digits(place.session, line.juror.id, line.fingerprint)  # once is enough


def test_a_confirmation_can_be_taken_back(place: Workplace, packages: list[WrittenPackage]) -> None:
    taken(place, place.scored(packages[0], ballot("astrid")))
    line = the_line(place)
    confirm_key(place.session, line.juror.id, line.key.public_key)

    confirm_key(place.session, line.juror.id, line.key.public_key, by_word=False)

    assert the_line(place).key.confirmation is Confirmation.PACKAGE
    assert "key.unconfirmed" in logged(place)


def test_one_digit_that_was_misheard_is_found_by_the_check_digits(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    taken(place, place.scored(packages[0], ballot("astrid")))
    line = the_line(place)
    digits = line.fingerprint.replace(" ", "")
    at = random.Random(7).randrange(20)
    wrong = digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :]

    with pytest.raises(UsageError, match="misheard") as caught:
        confirm_by_digits(place.session, line.juror.id, wrong)
    assert caught.value.code == "E-FINGERPRINT"
    assert the_line(place).key.confirmation is Confirmation.PACKAGE


@pytest.mark.parametrize("typed", ["", "12345", "12345 12345 12345 1234", "fem sju åtte"])
def test_too_few_digits_or_words_are_told(
    place: Workplace, packages: list[WrittenPackage], typed: str
) -> None:
    taken(place, place.scored(packages[0], ballot("astrid")))
    with pytest.raises(UsageError, match="20") as caught:
        confirm_by_digits(place.session, the_line(place).juror.id, typed)
    assert caught.value.code == "E-FINGERPRINT"


def test_digits_of_another_jurors_machine_confirm_nothing(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    files = [
        place.scored(p, ballot(n)) for p, n in zip(packages, ("astrid", "bjarne"), strict=False)
    ]
    taken(place, *files)
    one, other = juror_keys(place.session)

    with pytest.raises(RuleError, match=one.juror.name) as caught:
        confirm_by_digits(place.session, one.juror.id, other.fingerprint)
    assert caught.value.code == "E-FINGERPRINT-OTHER"


def test_a_juror_of_whom_nothing_has_come_has_no_key_to_confirm(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    with pytest.raises(RuleError) as caught:
        confirm_key(place.session, packages[0].juror.id, "00" * 32)
    assert caught.value.code == "E-NO-KEY"


def test_nothing_more_is_taken_from_a_closed_key_and_what_was_taken_stays(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    first = place.scored(packages[0], ballot("astrid"))
    taken(place, first)
    line = the_line(place)
    close_key(place.session, line.juror.id, line.key.public_key)
    later = place.scored(packages[0], ballot("astrid"))

    assert taken(place, later, first) == ["E-KEY-CLOSED", "already"]
    with place.session.reading() as uow:
        assert [file.sha256 for file in uow.files.all()]
        assert uow.marks.current(uow.rounds.all()[-1].id).effective
    with pytest.raises(RuleError) as caught:
        confirm_key(place.session, line.juror.id, line.key.public_key)
    assert caught.value.code == "E-KEY-CLOSED"
    assert not close_key(place.session, line.juror.id, line.key.public_key)
    assert logged(place).count("key.closed") == 1


def test_the_protocol_says_how_each_key_is_known(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    files = [
        place.scored(p, ballot(n)) for p, n in zip(packages, ("astrid", "bjarne"), strict=False)
    ]
    taken(place, *files)
    one, other = juror_keys(place.session)
    confirm_key(place.session, one.juror.id, one.key.public_key)

    with place.session.reading() as uow:
        content = protocol_content(place.session, uow, version=1, draft=True)

    told = {member.name: (member.key, member.fingerprint) for member in content.jury}
    assert told[one.juror.name] == ("word", one.fingerprint)
    assert told[other.juror.name] == ("package", other.fingerprint)


# ---- issued anew -------------------------------------------------------------------------------------------


def reissued(place: Workplace, package: WrittenPackage) -> WrittenPackage:
    [made], _ = write_packages(
        place.session, place.folder / "packages", jurors=[package.juror.id], reissue=True
    )
    return made


def test_a_package_issued_anew_closes_the_keys_before_it(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    taken(place, place.scored(packages[1], ballot("bjarne")))

    new = reissued(place, packages[1])

    assert new.issue == 2
    assert the_line(place).key.closed
    later = place.scored(packages[1], ballot("bjarne"))
    assert taken(place, later) == ["E-KEY-CLOSED"]
    assert taken(place, place.scored(new, ballot("bjarne"), machine="-new")) == ["nothing_new"]


def test_a_new_key_with_the_old_package_waits_for_a_click_after_one_was_closed(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    taken(place, place.scored(packages[0], ballot("astrid")))
    line = the_line(place)
    close_key(place.session, line.juror.id, line.key.public_key)

    other = place.scored(packages[0], ballot("astrid"), machine="-other")

    assert taken(place, other) == [str(FileStatus.SECOND_MACHINE)]


def test_whoever_has_the_lost_package_enrols_no_key_with_it(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    reissued(place, packages[0])

    thief = place.scored(packages[0], ballot("astrid"), machine="-thief")

    assert taken(place, thief) == ["E-KEY-CLOSED"]
    assert juror_keys(place.session) == []


def test_the_same_machine_may_go_on_with_the_new_package_and_a_new_key(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    desk = place.desk(packages[0])
    fill_in(desk, ballot("astrid"))
    folder = place.folder / "files"
    folder.mkdir()
    taken(place, hand_in(desk, folder).path)
    services = desk.services
    desk.close()
    new = reissued(place, packages[0])

    again = open_package(services, new.path)
    reopen_sheet(again)
    file = hand_in(again, folder).path
    again.close()

    assert taken(place, file) == ["nothing_new"]
    assert [bool(line.key.closed) for line in juror_keys(place.session)] == [True, False]
    open_package(services, new.path).close()  # once more: the key stays
    assert len(list(services.data.keys.glob("*.key"))) == 1


def test_an_ordinary_newer_package_closes_nothing_and_keeps_the_key(
    place: Workplace, packages: list[WrittenPackage]
) -> None:
    taken(place, place.scored(packages[0], ballot("astrid")))
    newer = place.packages()[0]
    services = services_in(place.folder / f"juror-{newer.juror.number}")
    before = [path.read_bytes() for path in services.data.keys.glob("*.key")]

    open_package(services, newer.path).close()

    assert [path.read_bytes() for path in services.data.keys.glob("*.key")] == before
    assert not the_line(place).key.closed


def test_only_a_juror_who_was_named_gets_a_package_anew(place: Workplace) -> None:
    with pytest.raises(ValueError, match="named"):
        write_packages(place.session, place.folder / "packages", reissue=True)


def test_the_log_names_what_was_closed(place: Workplace, packages: list[WrittenPackage]) -> None:
    taken(place, place.scored(packages[0], ballot("astrid")))
    reissued(place, packages[0])

    assert logged(place)[-3:] == ["key.closed", "package.voided", "package.made"]
