"""Score files: signed, sealed, opened and checked; each thing that is wrong has its own name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from juryapp.application.ports import KeyStore, ScoreFileCodec, Verifier
from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.errors import RuleError
from juryapp.base.files import sha256
from juryapp.domain.ids import AwardId, CriterionId, EditionId, NomineeId, RoundId
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkKey,
    NomineeKey,
    Stated,
    Statement,
    mark,
)
from juryapp.exchange.diagnosis import MAX_BYTES
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey, enrolment, keyid
from juryapp.exchange.score_file import ScoreFiles
from juryapp.exchange.verifying import FileVerifier
from score_file_examples import (
    AT,
    CONTENT,
    CRITERIA,
    EDITION,
    EXPECTED,
    JUROR,
    OTHER_JUROR,
    OTHER_TOKEN,
    TOKEN,
    World,
    issue_for,
    new_world,
    pinned,
    stated,
)

NOTHING_TO_REPORT = DeclarationContent(Answer.NOTHING)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(tmp_path_factory.mktemp("world"))


def test_the_adapters_have_the_shape_of_the_ports(world: World) -> None:
    keys: KeyStore = world.office
    codec: ScoreFileCodec = ScoreFiles(world.office)
    verifier: Verifier = FileVerifier(world.office)

    data = codec.write(CONTENT, replace(world.head, token=TOKEN))
    assert keys.fingerprint(world.head.award_key)
    assert verifier.verify(world.file(data), None).kind == "score"


def test_a_score_file_is_read_back_as_it_was_written(world: World) -> None:
    data = world.written()

    opened = ScoreFiles(world.office).read(world.file(data), EXPECTED)

    assert opened.content == CONTENT
    assert opened.sha256 == sha256(data)
    assert opened.sealed == data
    assert opened.name == "x.juryscore"
    assert opened.public_key == world.juror_key.public.hex()
    assert (opened.enrolled, opened.issue) == (True, 2)
    assert opened.opened == world.inside(data)


def test_a_sheet_of_two_thousand_nominees_and_seven_criteria_can_be_handed_in(world: World) -> None:
    nominees = tuple(NomineeId(f"NOMINEE-{n:018}") for n in range(2000))
    criteria = tuple(replace(CRITERIA[0], id=CriterionId(f"CRITERION-{n:016}")) for n in range(7))
    content = replace(
        CONTENT,
        marks=tuple(
            Stated(Statement(MarkKey(CONTENT.round, JUROR, nominee, c.id), 1, mark(15)), AT)
            for nominee in nominees
            for c in criteria
        ),
        declarations=tuple(
            Stated(Statement(NomineeKey(CONTENT.round, JUROR, n), 1, NOTHING_TO_REPORT), AT)
            for n in nominees
        ),
        notes=(),
    )
    expected = replace(EXPECTED, nominees=nominees, criteria=criteria)

    data = ScoreFiles(world.desk).write(content, replace(world.head, token=TOKEN))

    assert len(data) < MAX_BYTES
    assert ScoreFiles(world.office).read(world.file(data), expected).content == content


def test_a_score_file_shows_nothing_to_whoever_carries_it(world: World) -> None:
    data = world.written()

    assert data.isascii()
    assert set(json.loads(data)) == {"juryapp", "v", "award", "edition", "to", "box"}
    assert world.juror_key.public.hex().encode() not in data


def test_a_pinned_key_needs_no_token_any_more(world: World) -> None:
    expected = replace(pinned(world), packages=(issue_for(JUROR, OTHER_TOKEN, "a" * 64),))

    opened = ScoreFiles(world.office).read(world.file(world.written()), expected)

    assert (opened.enrolled, opened.issue) == (False, 0)


def test_the_office_needs_the_editions_key_to_open_anything(world: World) -> None:
    with pytest.raises(RuleError) as caught:
        ScoreFiles(world.desk).read(world.file(world.written()), EXPECTED)
    assert caught.value.code == "E-NO-KEYS"


def test_the_statements_of_another_juror_never_go_into_a_file(world: World) -> None:
    for change in ({"juror": OTHER_JUROR}, {"round": RoundId("R2")}):
        with pytest.raises(ValueError, match="one juror in one round"):
            world.written(replace(CONTENT, **change))


def test_a_hidden_character_does_not_keep_a_juror_from_handing_in(world: World) -> None:
    content = replace(CONTENT, marks=(stated(mark(3, "lim\u200bt\tinn"), 0, 0),))

    opened = ScoreFiles(world.office).read(world.file(world.written(content)), EXPECTED)

    assert opened.content.marks[0].statement.content.note == "limt inn"


# ---- who it is from, and where it belongs


@pytest.mark.parametrize(
    ("code", "change"),
    [
        pytest.param("E-EDITION", {"award": AwardId("A2")}, id="another award"),
        pytest.param("E-EDITION", {"edition": EditionId("E25")}, id="another edition"),
        pytest.param("E-TRIAL", {"trial": True}, id="a trial file in a real edition"),
        pytest.param("E-PACKAGE-REPLACED", {"ballot": "9" * 64}, id="other criteria"),
        pytest.param("E-PACKAGE-REPLACED", {"package": "9" * 64}, id="a package nobody made"),
        pytest.param("E-PACKAGE-REPLACED", {"package": "c" * 64}, id="another juror's package"),
    ],
)
def test_a_file_that_belongs_elsewhere_is_refused(
    world: World, code: str, change: dict[str, Any]
) -> None:
    assert world.refusal(world.written(replace(CONTENT, **change))).code == code


def test_what_the_outside_says_must_stand_inside_as_well(world: World) -> None:
    for field, value in (("award", "A2"), ("edition", "E25")):
        body = canonical_bytes({**world.body(), field: value})

        refusal = world.refusal(world.sealed(body))
        assert refusal.code == "E-EDITION"
        assert f"belongs to {'another' if field == 'award' else 'the'} {field}" in str(refusal)


def test_a_real_file_is_refused_in_a_trial(world: World) -> None:
    trial = replace(EXPECTED, edition=replace(EDITION, trial=True))

    assert world.refusal(world.written(), trial).code == "E-TRIAL"


def test_a_file_from_a_trial_on_this_machine_is_named_as_such(world: World) -> None:
    trial = EditionId("TRIAL")
    keys = world.office.make_award_keys(trial)
    head = replace(world.head, seal_key=keys.seal)
    content = replace(CONTENT, edition=trial, trial=True)
    data = ScoreFiles(world.desk).write(content, head)

    assert world.refusal(data).code == "E-TRIAL"
    broken = json.loads(data) | {"box": "AAAA"}
    assert world.refusal(canonical_bytes(broken)).code == "E-EDITION"


def test_another_round_is_named(world: World) -> None:
    body = canonical_bytes({**world.body(), "round": "R2"})

    assert world.refusal(world.sealed(body)).code == "E-ROUND"


@pytest.mark.parametrize("juror", ["J9", "J01'; DROP TABLE score;--", "../../etc"])
def test_somebody_who_is_not_on_the_jury_is_refused(world: World, juror: str) -> None:
    body = canonical_bytes({**world.body(), "juror": juror})

    assert world.refusal(world.sealed(body)).code == "E-JUROR"


def test_a_key_that_nobody_vouches_for_is_refused(world: World) -> None:
    stranger = SigningKey.make()
    body = {**world.body(), "public_key": stranger.public.hex()}

    assert world.refusal(world.sealed(canonical_bytes(body), stranger)).code == "E-KEY-UNKNOWN"


def test_a_token_is_worth_nothing_for_another_juror(world: World) -> None:
    key = world.juror_key
    proof = enrolment(bytes.fromhex(TOKEN), key.public, edition="E26", juror=OTHER_JUROR)
    body = {**world.body(), "juror": OTHER_JUROR, "enrol": proof}

    assert world.refusal(world.sealed(canonical_bytes(body))).code == "E-KEY-UNKNOWN"


def test_a_second_machine_with_the_right_token_is_let_through_to_be_confirmed(
    world: World, tmp_path: Path
) -> None:
    second = FolderKeyStore(KeyFolder(tmp_path))
    data = ScoreFiles(second).write(CONTENT, world.head)

    opened = ScoreFiles(world.office).read(world.file(data), pinned(world))

    assert opened.enrolled
    assert opened.public_key != world.juror_key.public.hex()


def test_another_jurors_name_under_a_right_key_is_refused(world: World) -> None:
    assert world.refusal(world.written(), pinned(world, juror=OTHER_JUROR)).code == "E-JUROR-KEY"


def test_a_pinned_key_must_be_the_one_that_the_body_names(world: World) -> None:
    body = {**world.body(), "public_key": SigningKey.make().public.hex()}
    data = world.sealed(canonical_bytes(body))

    assert world.refusal(data, pinned(world)).code == "E-JUROR-KEY"
    assert world.refusal(data).code == "E-KEY-UNKNOWN"


def test_a_closed_key_is_refused(world: World) -> None:
    expected = pinned(world, closed="2026-11-10T12:00:00Z")

    assert world.refusal(world.written(), expected).code == "E-KEY-CLOSED"


def test_a_signature_of_zeros_is_refused(world: World) -> None:
    envelope = json.loads(world.inside(world.written()))
    zeros = "A" * 86 + "=="

    def refusal(key: str) -> str:
        signatures = [{"keyid": key, "sig": zeros}]
        return world.refusal(
            world.resealed(canonical_bytes({**envelope, "signatures": signatures}))
        ).code

    assert refusal("0" * 32) == "E-KEY-UNKNOWN"
    assert refusal(keyid(world.juror_key.public)) == "E-SIG"


def test_a_changed_body_under_a_pinned_key_is_refused_before_it_is_read(world: World) -> None:
    envelope = json.loads(world.inside(world.written()))
    envelope["payload"] = "AAAA"
    data = world.resealed(canonical_bytes(envelope))

    assert world.refusal(data, pinned(world)).code == "E-SIG"


# ---- rows


Row = dict[str, Any]


def row_change(**fields: Any) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        row.update(fields)

    return change


@pytest.mark.parametrize(
    ("code", "change"),
    [
        pytest.param("E-NOMINATION", row_change(nominee="N9"), id="an unknown nominee"),
        pytest.param("E-CRITERION", row_change(criterion="C9"), id="an unknown criterion"),
        pytest.param("E-RANGE", row_change(state="mark", points=-1), id="below the scale"),
        pytest.param("E-RANGE", row_change(state="mark", points=0), id="below its least mark"),
        pytest.param("E-RANGE", row_change(state="mark", points=7), id="above the scale"),
        pytest.param("E-RANGE", row_change(state="mark", points=999_999_999), id="far above"),
        pytest.param("E-SCHEMA", row_change(state="mark", points=None), id="a mark without points"),
        pytest.param("E-SCHEMA", row_change(state="cleared", points=3), id="points without a mark"),
        pytest.param("E-SCHEMA", row_change(at="2026-02-30T12:00:00Z"), id="a day that is none"),
        pytest.param("E-DUP-SCORE", row_change(criterion="C1", rev=1), id="the same said twice"),
    ],
)
def test_one_bad_row_refuses_the_whole_file_and_is_named(
    world: World, code: str, change: Callable[[Row], None]
) -> None:
    body = world.body()
    change(body["marks"][1])

    error = world.refusal(world.sealed(canonical_bytes(body)))

    assert (error.code, error.row) == (code, 2)
    assert "Row 2" in str(error)


@pytest.mark.parametrize("which", ["declarations", "notes"])
def test_a_bad_declaration_or_note_is_named_too(world: World, which: str) -> None:
    def refusal(change: Callable[[list[Row]], None]) -> tuple[str, int | None]:
        body = world.body()
        change(body[which])
        error = world.refusal(world.sealed(canonical_bytes(body)))
        return error.code, error.row

    count = len(world.body()[which])
    assert refusal(lambda rows: rows[0].update(nominee="N9")) == ("E-NOMINATION", 1)
    assert refusal(lambda rows: rows.append(rows[0])) == ("E-DUP-SCORE", count + 1)
    assert refusal(lambda rows: rows[0].update(at="never")) == ("E-SCHEMA", 1)


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("E-SCHEMA", "made", "2026-02-30T12:00:00Z"),
        ("E-SCHEMA", "made", "12.11.2026"),
        ("E-SCHEMA", "previous", "x"),
        ("E-SCHEMA", "file", "../../x"),
        ("E-SCHEMA", "marks", None),
        ("E-SCHEMA", "public_key", "00"),
        ("E-VERSION", "v", 2),
        ("E-FIELD-UNKNOWN", "extra", 1),
        ("E-STR-CHAR", "app_version", "a\x1b[2J"),
    ],
)
def test_a_wrong_field_of_the_body_is_refused(
    world: World, code: str, field: str, value: Json
) -> None:
    body = canonical_bytes({**world.body(), field: value})

    assert world.refusal(world.sealed(body)).code == code


def test_clocks_that_are_wrong_are_no_reason_to_lose_marks(world: World) -> None:
    for made in ("2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z"):
        data = world.written(replace(CONTENT, made=made))
        assert ScoreFiles(world.office).read(world.file(data), EXPECTED).content.made == made
