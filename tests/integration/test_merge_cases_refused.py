"""The table of cases, row by row: nominees, criteria, what is refused, and keys.

Through the real use cases, with real files: packages, desks and score files of the small award.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from juryapp.application.edition.nominations import put_nominee
from juryapp.application.edition.setup import put_criterion, put_rules
from juryapp.application.merge.merging import FileStatus
from juryapp.application.overview import overview
from juryapp.application.packages.writing import write_packages
from juryapp.application.session import LOCKED
from juryapp.base.files import sha256
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.nominees import Nominee
from juryapp.domain.results import Open
from juryapp.domain.sheets import SheetState
from merge_case_steps import (
    BY_HAND,
    COLUMNS,
    ROUND,
    again,
    code,
    notices,
    other_machine,
    preview,
    reached,
    status,
    statuses,
)
from prepared_award import Award, award_at, refused
from workplace import table_of


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with three score files that nobody has taken in."""
    with award_at("scored") as award:
        yield award


@pytest.fixture
def merged() -> Iterator[Award]:
    """The small award with all score files taken in."""
    with award_at("merged") as award:
        yield award


# ---- nominees


def test_the_marks_of_a_withdrawn_nominee_are_kept_and_out_of_the_ranking(merged: Award) -> None:
    put_nominee(merged.session, replace(merged.nominee("Elvestad"), withdrawn=True))

    assert [name for _, name, _ in merged.ranking()] == ["Fjordby", "Skogheim", "Bergset"]
    with merged.session.reading() as uow:
        assert len(uow.marks.current(ROUND).effective) == 22
    assert status(merged, again(merged, "bjarne", "Elvestad,SAM,1")) is FileStatus.NEW


def test_a_nominee_added_after_packages_went_out_leaves_files_incomplete_and_the_rest_counts(
    award: Award,
) -> None:
    with award.session.reading() as uow:
        category = uow.categories.all()[0].id
    put_nominee(award.session, Nominee(id=NomineeId(""), number=0, name="Nydal", category=category))

    plan = award.merged(*award.scores.values()).plan

    assert {verdict.status for verdict in plan.files} == {FileStatus.NEW}
    assert notices(plan) == ["E-ADDED"] * 3
    assert [s.state for s in overview(award.session).sheets] == [SheetState.INCOMPLETE] * 3
    assert award.ranking() == BY_HAND
    assert set(award.open_questions()) == {Open.UNDECLARED}


# ---- weight, text, scale


def test_nothing_of_the_criteria_changes_once_packages_can_have_been_made(award: Award) -> None:
    criterion = award.criterion("SAM")
    with award.session.reading() as uow:
        rules = uow.rules()

    for locked in (
        lambda: put_criterion(award.session, replace(criterion, weight=Fraction(9))),
        lambda: put_criterion(award.session, replace(criterion, name="Et annet navn")),
        lambda: put_criterion(award.session, replace(criterion, guidance="Noe annet")),
        lambda: put_rules(award.session, rules),
    ):
        error = refused(locked)
        assert (error.code, error.template) == ("E-LOCKED-SETUP", LOCKED)


def test_other_weights_leave_marks_as_they_are(merged: Award) -> None:
    """Only the hash of the rules would differ, and no file is asked for that."""
    newer = again(merged, "bjarne", "Fjordby,SAM,7")
    with merged.session.writing() as uow:
        (current,) = uow.rounds.all()
        uow.rounds.put(replace(current, rules="0" * 64))

    assert status(merged, newer) is FileStatus.NOTHING_NEW


def test_a_file_for_other_texts_or_another_scale_answers_a_package_that_was_replaced(
    award: Award,
) -> None:
    with award.session.writing() as uow:
        (current,) = uow.rounds.all()
        uow.rounds.put(replace(current, ballot="0" * 64))

    assert code(award, award.scores["bjarne"]) == "E-PACKAGE-REPLACED"


def test_a_package_made_anew_in_the_middle_of_the_round_keeps_every_mark_and_earlier_files(
    award: Award,
) -> None:
    bjarne = award.juror("bjarne")
    (newer,), _ = write_packages(award.session, award.folder / "packages", jurors=[bjarne.id])
    path = award.scored(newer, table_of(COLUMNS, "Fjordby,SAM,7.5"))

    plan = award.merged(path, award.scores["bjarne"]).plan

    assert newer.issue == 2
    assert statuses(plan)[0] is FileStatus.NEW
    assert statuses(plan)[1] in {FileStatus.OLDER, FileStatus.NOTHING_NEW}
    with award.session.reading() as uow:
        assert len(uow.keys.all()) == 1
        assert len(uow.marks.current(ROUND).effective) == 8


# ---- refused, each with its own name


def test_a_file_of_another_edition_is_refused_by_that_name(award: Award, tmp_path: Path) -> None:
    with_ids(award, edition="FJORD-2025", award_id=None)
    assert code(award, award.scores["bjarne"]) == "E-EDITION"


def test_a_file_of_another_award_is_refused_by_that_name(award: Award) -> None:
    with_ids(award, edition=None, award_id="ANOTHER")
    assert code(award, award.scores["bjarne"]) == "E-EDITION"


def with_ids(award: Award, *, edition: str | None, award_id: str | None) -> None:
    """Put other ids on the outside of Bjarne's file."""
    path = award.scores["bjarne"]
    outside = json.loads(path.read_bytes())
    if edition:
        outside["edition"] = edition
    if award_id:
        outside["award"] = award_id
    text = json.dumps(outside, sort_keys=True, separators=(",", ":"))
    path.write_text(text, encoding="ascii")


def test_another_jurors_id_under_a_right_key_is_refused_and_a_security_entry_in_the_log(
    merged: Award,
) -> None:
    astrid, bjarne = merged.juror("astrid"), merged.juror("bjarne")
    (verdict,) = preview(merged, merged.scores["bjarne"]).files
    assert verdict.opened is not None
    forged = merged.folder / "forged.juryscore"
    forged.write_bytes(in_anothers_name(merged, astrid.id))
    before = reached(merged)

    report = merged.merged(forged)

    (file,) = report.plan.refused
    assert file.error is not None
    assert file.error.code == "E-JUROR-KEY"
    assert "Astrid Åsen" in str(file.error)  # people are told names, the log ids
    assert reached(merged) == before
    entry = merged.log()[-1]
    told = json.loads(entry.body)
    assert entry.what == "file.refused"
    assert (told["code"], told["juror"], told["signer"]) == ("E-JUROR-KEY", astrid.id, bjarne.id)
    assert told["sha256"] == sha256(forged.read_bytes())
    assert len(told["key"]) == 32


def in_anothers_name(award: Award, juror: JurorId) -> bytes:
    """Return what Bjarne's machine writes when it is made to say that it speaks for another."""
    from juryapp.application.desk.view import desk_info
    from juryapp.exchange.keys import SigningKey
    from juryapp.exchange.score_file import ScoreFiles

    (verdict,) = preview(award, award.scores["bjarne"]).files
    assert verdict.opened is not None
    desk = award.desk(award.written[1])
    with desk.reading() as uow:
        head = desk_info(uow).package
    codec = desk.services.score_files
    assert isinstance(codec, ScoreFiles)
    own: SigningKey = codec.keys.juror_signing_key(
        verdict.opened.content.edition, award.juror("bjarne").id
    )
    content = replace(verdict.opened.content, juror=juror, marks=(), declarations=(), notes=())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(codec.keys), "juror_signing_key", lambda *_: own)
        data = codec.write(content, head)
    desk.close()
    return data


def test_a_file_with_one_byte_changed_is_refused_and_leaves_nothing(award: Award) -> None:
    path = award.scores["bjarne"]
    data = bytearray(path.read_bytes())
    place = data.index(b'"box":"') + 400
    data[place] = ord("A") if data[place] != ord("A") else ord("B")
    path.write_bytes(bytes(data))
    before = award.log()

    assert code(award, path) == "E-SEAL"
    award.merged(path)
    assert award.log() == before


# ---- keys


def test_an_unknown_key_with_the_right_proof_is_pinned_when_the_juror_has_none(
    award: Award,
) -> None:
    award.merged(award.scores["bjarne"])

    with award.session.reading() as uow:
        (key,) = uow.keys.all()
    assert (key.juror, str(key.confirmation)) == (award.juror("bjarne").id, "package")


def test_an_unknown_key_with_the_right_proof_waits_for_a_yes_when_the_juror_has_one(
    merged: Award,
) -> None:
    """One click for a second machine, as decided later than the table."""
    other = other_machine(merged, "bjarne", "3")
    before = reached(merged)

    assert statuses(merged.merged(other).plan) == [FileStatus.SECOND_MACHINE]
    assert reached(merged) == before


def test_an_unknown_key_without_the_right_proof_is_refused(award: Award, tmp_path: Path) -> None:
    bjarne = award.juror("bjarne").id
    with award.session.writing() as uow:
        (issue,) = [p for p in uow.packages() if p.juror == bjarne]
        uow.put_package(replace(issue, token="0" * 32))

    assert code(award, award.scores["bjarne"]) == "E-KEY-UNKNOWN"
