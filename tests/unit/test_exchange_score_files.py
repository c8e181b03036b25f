"""Score files: signed, sealed, opened and checked; each thing that is wrong has its own name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juryapp.application.ports import Expected, KeyStore, ScoreFileCodec, Verifier
from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.characters import fit_to_travel
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.files import sha256
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.criteria import CommentRule, Criterion, ballot_hash
from juryapp.domain.ids import AwardId, CriterionId, EditionId, JurorId, NomineeId, RoundId
from juryapp.domain.jury import Juror
from juryapp.domain.packages import (
    Confirmation,
    JurorKey,
    Origin,
    PackageContent,
    PackageHead,
    PackageIssue,
    PackageKind,
    ScoreContent,
)
from juryapp.domain.scales import Scale
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
    Provenance,
    Stated,
    StatedMark,
    Statement,
    mark,
)
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.jury_package import JuryPackages
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey, enrolment, is_fingerprint, keyid
from juryapp.exchange.score_file import ScoreFiles
from juryapp.exchange.seal import seal, unseal
from juryapp.exchange.verifying import FileVerifier

EDITION = Edition(
    id=EditionId("E26"), award=AwardId("A1"), award_name="Pris", title="Pris 2026", year=2026
)
JUROR, OTHER_JUROR = JurorId("J1"), JurorId("J2")
ROUND = RoundId("R1")
TOKEN, OTHER_TOKEN = "1" * 32, "2" * 32
NOMINEES = (NomineeId("N1"), NomineeId("N2"))
CRITERIA = (
    Criterion(
        id=CriterionId("C1"),
        name="Nyskaping",
        weight=Fraction(1),
        scale=Scale.between(Fraction(0), Fraction(10), Fraction(1, 2)),
    ),
    Criterion(
        id=CriterionId("C2"),
        name="Nytte",
        weight=Fraction(1),
        scale=Scale(1, 6, Fraction(1)),
    ),
)
BALLOT = ballot_hash(CRITERIA, CommentRule.NONE)
AT = Provenance("2026-11-12T14:00:00Z", "DEVICE")


def stated(content: MarkContent, nominee: int, criterion: int, rev: int = 1) -> StatedMark:
    key = MarkKey(ROUND, JUROR, NOMINEES[nominee], CRITERIA[criterion].id)
    return Stated(Statement(key, rev, content), AT)


def about(nominee: int) -> NomineeKey:
    return NomineeKey(ROUND, JUROR, NOMINEES[nominee])


CONTENT = ScoreContent(
    kind=PackageKind.SCORE,
    trial=False,
    award=EDITION.award,
    edition=EDITION.id,
    round=ROUND,
    ballot=BALLOT,
    package="a" * 64,
    juror=JUROR,
    device="DEVICE",
    file="FILE1",
    seq=3,
    previous="f" * 64,
    made="2026-11-12T14:30:00Z",
    app_version="0.1.0",
    complete=True,
    origin=Origin.OWN,
    marks=(
        stated(mark(15, "Sterk søknad.\nčáppa =1+1 <b>"), 0, 0),
        stated(MarkContent(MarkState.NOT_ASSESSED), 0, 1, rev=4),
        stated(MarkContent(MarkState.CLEARED), 1, 0, rev=2),
        stated(mark(0), 1, 0, rev=3),
        stated(MarkContent(MarkState.WITHDRAWN), 1, 1),
    ),
    declarations=(
        Stated(
            Statement(about(0), 1, DeclarationContent(Answer.TELL, "Jeg kjenner dem.")), AT
        ),
        Stated(Statement(about(1), 1, DeclarationContent(Answer.NOTHING)), AT),
    ),
    notes=(Stated(Statement(about(0), 2, NoteContent("Til møtet", usable=True)), AT),),
)  # fmt: skip


def issue_for(juror: JurorId, token: str, digest: str, number: int = 1) -> PackageIssue:
    return PackageIssue(
        juror=juror,
        issue=number,
        kind=PackageKind.SCORE,
        round=ROUND,
        token=token,
        sha256=digest,
        ballot=BALLOT,
        made="2026-10-01T12:00:00Z",
        file_name="x.jurypack",
    )


EXPECTED = Expected(
    edition=EDITION,
    round=Round(
        id=ROUND,
        number=1,
        state=RoundState.OPEN,
        ballot=BALLOT,
        rules="b" * 64,
        order_seed="00",
        opened="2026-10-01T12:00:00Z",
    ),
    jurors=(Juror(id=JUROR, number=1, name="Åse"), Juror(id=OTHER_JUROR, number=2, name="Odd")),
    nominees=NOMINEES,
    criteria=CRITERIA,
    packages=(issue_for(OTHER_JUROR, OTHER_TOKEN, "c" * 64), issue_for(JUROR, TOKEN, "a" * 64, 2)),
    keys=(),
)


@dataclass(frozen=True)
class World:
    """The secretary's and the juror's machines, and a folder between them."""

    office: FolderKeyStore
    desk: FolderKeyStore
    folder: Path

    @property
    def head(self) -> PackageHead:
        keys = self.office.award_keys(EDITION.id)
        assert keys is not None
        return PackageHead(
            sha256="a" * 64,
            kind=PackageKind.SCORE,
            issue=2,
            award_key=keys.sign,
            seal_key=keys.seal,
            token=TOKEN,
            log_head="",
            grounds=(),
        )

    @property
    def juror_key(self) -> SigningKey:
        return self.desk.juror_signing_key(EDITION.id, JUROR)

    def written(self, content: ScoreContent = CONTENT) -> bytes:
        return ScoreFiles(self.desk).write(content, self.head)

    def file(self, data: bytes) -> Path:
        path = self.folder / "x.juryscore"
        path.write_bytes(data)
        return path

    def refusal(self, data: bytes, expected: Expected = EXPECTED) -> FileFormatError:
        with pytest.raises(FileFormatError) as caught:
            ScoreFiles(self.office).read(self.file(data), expected)
        assert caught.value.file == "x.juryscore"
        assert str(caught.value)
        return caught.value

    def inside(self, data: bytes) -> bytes:
        key = self.office.seal_key(EDITION.id)
        return unseal(data, award=EDITION.award, edition=EDITION.id, key=key)

    def body(self) -> dict[str, Any]:
        envelope = open_envelope(self.inside(self.written()), "score", expected="")
        body: dict[str, Any] = json.loads(envelope.unverified)
        return body

    def sealed(self, body: bytes, key: SigningKey | None = None) -> bytes:
        return self.resealed(sign("score", body, key or self.juror_key))

    def resealed(self, envelope: bytes) -> bytes:
        to = bytes.fromhex(self.head.seal_key)
        return seal(envelope, award=EDITION.award, edition=EDITION.id, to=to)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    office = FolderKeyStore(KeyFolder(folder / "office"))
    office.make_award_keys(EDITION.id)
    return World(office, FolderKeyStore(KeyFolder(folder / "desk")), folder)


def pinned(world: World, **facts: Any) -> Expected:
    key = JurorKey(
        juror=JUROR,
        public_key=world.juror_key.public.hex(),
        device="DEVICE",
        issue=2,
        confirmation=Confirmation.WORD,
        pinned="2026-11-01T12:00:00Z",
    )
    return replace(EXPECTED, keys=(replace(key, **facts),))


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

        assert world.refusal(world.sealed(body)).code == "E-EDITION"


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


# ---- any content at all

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(fit_to_travel)
revisions = st.integers(1, 1_000_000)
instants = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0"))
provenances = st.builds(Provenance, at=instants, device=texts)


@st.composite
def marks(draw: st.DrawFn) -> StatedMark:
    criterion = draw(st.sampled_from(CRITERIA))
    state = draw(st.sampled_from(MarkState))
    points = st.integers(criterion.scale.least, criterion.scale.most)
    content = MarkContent(state, draw(points) if state is MarkState.MARK else None, draw(texts))
    key = MarkKey(ROUND, JUROR, draw(st.sampled_from(NOMINEES)), criterion.id)
    return Stated(Statement(key, draw(revisions), content), draw(provenances))


answers = st.builds(DeclarationContent, st.sampled_from(Answer), texts)
declarations = st.builds(
    Stated,
    st.builds(Statement, st.sampled_from([about(0), about(1)]), revisions, answers),
    provenances,
)
notes = st.builds(
    Stated,
    st.builds(
        Statement,
        st.sampled_from([about(0), about(1)]),
        revisions,
        st.builds(NoteContent, texts, st.booleans()),
    ),
    provenances,
)


def rows(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    def place(row: Any) -> tuple[Any, int]:
        return row.statement.key, row.statement.rev

    return st.lists(strategy, max_size=5, unique_by=place).map(tuple)


contents = st.builds(
    replace,
    st.just(CONTENT),
    kind=st.sampled_from(PackageKind),
    device=st.from_regex(r"[A-Z0-9-]{1,40}", fullmatch=True),
    seq=st.integers(1, 10**6),
    previous=st.sampled_from(["", "0" * 64]),
    made=instants,
    app_version=texts,
    complete=st.booleans(),
    origin=st.sampled_from(Origin),
    marks=rows(marks()),
    declarations=rows(declarations),
    notes=rows(notes),
)


@settings(max_examples=80)
@given(content=contents)
def test_any_content_is_read_back_equal(world: World, content: ScoreContent) -> None:
    opened = ScoreFiles(world.office).read(world.file(world.written(content)), EXPECTED)

    assert opened.content == content


@settings(max_examples=300)
@given(data=st.data())
def test_no_flipped_bit_of_a_score_file_goes_unseen(world: World, data: st.DataObject) -> None:
    bad = bytearray(world.written())
    bit = data.draw(st.integers(0, len(bad) * 8 - 1))
    bad[bit // 8] ^= 1 << bit % 8

    assert world.refusal(bytes(bad)).code.startswith("E-")


@settings(max_examples=300)
@given(data=st.data())
def test_no_flipped_bit_inside_the_seal_goes_unseen(world: World, data: st.DataObject) -> None:
    bad = bytearray(world.inside(world.written()))
    bit = data.draw(st.integers(0, len(bad) * 8 - 1))
    bad[bit // 8] ^= 1 << bit % 8

    assert world.refusal(world.resealed(bytes(bad))).code.startswith("E-")


# ---- keys


def test_the_keys_of_an_edition_are_made_once(world: World) -> None:
    first = world.office.make_award_keys(EDITION.id)

    assert world.office.make_award_keys(EDITION.id) == first == world.office.award_keys(EDITION.id)
    assert world.desk.award_keys(EDITION.id) is None


def test_a_juror_has_one_key_per_edition_on_a_machine(world: World) -> None:
    first = world.desk.juror_key(EDITION.id, JUROR)

    assert world.desk.juror_key(EDITION.id, JUROR) == first
    assert world.desk.juror_key(EditionId("E27"), JUROR) != first
    assert is_fingerprint(world.desk.fingerprint(first))


def test_ids_with_hyphens_never_share_a_key(world: World) -> None:
    assert world.desk.juror_key(EditionId("A-B"), JurorId("C")) != world.desk.juror_key(
        EditionId("A"), JurorId("B-C")
    )


# ---- verify


def test_verify_tells_who_signed_a_score_file_and_how_that_is_known(world: World) -> None:
    verifier, path = FileVerifier(world.office), world.file(world.written())

    def verdict(expected: Expected | None) -> tuple[bool, str, str, str]:
        found = verifier.verify(path, expected)
        assert found.kind == "score"
        return found.whole, found.signature, found.signer, found.known

    assert verdict(pinned(world)) == (True, "valid", "Åse", "word")
    assert verdict(EXPECTED) == (True, "valid", "Åse", "package")
    assert verdict(replace(EXPECTED, packages=())) == (True, "valid", "Åse", "")
    assert verdict(pinned(world, closed="2026-11-10T12:00:00Z")) == (
        True,
        "valid",
        "Åse",
        "package",
    )
    assert verdict(None) == (True, "valid", JUROR, "")


def test_verify_says_sealed_where_the_key_is_not(world: World) -> None:
    path = world.file(world.written())
    found = FileVerifier(world.desk).verify(path, None)

    assert (found.whole, found.signature, found.signer) == (True, "sealed", "")
    hostile = world.file(canonical_bytes({**json.loads(world.written()), "edition": "../x"}))
    assert FileVerifier(world.office).verify(hostile, None).signature == "sealed"


def test_verify_reads_the_opened_envelope_that_an_archive_holds(world: World) -> None:
    path = world.file(world.inside(world.written()))
    found = FileVerifier(world.desk).verify(path, None)

    assert (found.kind, found.whole, found.signature) == ("score", True, "valid")


def test_verify_tells_a_wrong_signature_from_damage(world: World) -> None:
    envelope = json.loads(world.inside(world.written()))
    envelope["signatures"][0]["sig"] = "A" * 86 + "=="
    verifier = FileVerifier(world.office)

    forged = verifier.verify(world.file(canonical_bytes(envelope)), None)
    cut_off = verifier.verify(world.file(world.written()[:-9]), None)

    assert (forged.whole, forged.signature) == (False, "invalid")
    assert (cut_off.whole, cut_off.signature) == (False, "none")
    assert forged.detail != cut_off.detail


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"SQLite format 3\0", b"hello"])
def test_verify_says_of_a_foreign_file_that_it_is_none_of_ours(world: World, data: bytes) -> None:
    found = FileVerifier(world.office).verify(world.file(data), None)

    assert (found.kind, found.whole, found.signature) == ("unknown", False, "none")
    assert found.detail


PACKAGE = PackageContent(
    kind=PackageKind.DECLARE,
    issue=2,
    trial=False,
    award=EDITION.award,
    award_name="Pris",
    edition=EDITION.id,
    title="Pris 2026",
    year=2026,
    owner="",
    languages=("nb",),
    deadline="",
    round=ROUND,
    ballot=BALLOT,
    rules="b" * 64,
    log_head="c" * 64,
    made="2026-10-01T12:00:00Z",
    juror=JUROR,
    juror_number=1,
    juror_name="Åse",
    juror_role="member",
    juror_organisation="",
    comment=CommentRule.NONE,
    grounds=(),
    categories=(),
    criteria=CRITERIA,
    nominees=(),
    nominations=(),
)


def test_verify_tells_whose_a_package_is(world: World) -> None:
    data, digest = JuryPackages(world.office).write(PACKAGE, TOKEN)
    issued = replace(EXPECTED, packages=(issue_for(JUROR, TOKEN, digest),))
    path = world.file(data)

    def verdict(keys: FolderKeyStore, expected: Expected | None) -> tuple[bool, str, str, str]:
        found = FileVerifier(keys).verify(path, expected)
        assert found.kind == "package"
        return found.whole, found.signature, found.signer, found.known

    assert verdict(world.office, None) == (True, "valid", "Pris", "award")
    assert verdict(world.desk, issued) == (True, "valid", "Pris", "award")
    assert verdict(world.desk, EXPECTED) == (True, "valid", "Pris", "")


def test_verify_says_of_a_locked_package_that_it_is_locked(world: World) -> None:
    path = world.file(JuryPackages(world.office).write(PACKAGE, TOKEN, password="sommer")[0])

    found = FileVerifier(world.office).verify(path, None)

    assert (found.kind, found.whole, found.signature) == ("package", True, "sealed")


def test_verify_says_of_a_changed_package_that_it_is_not_whole(world: World) -> None:
    data = JuryPackages(world.office).write(PACKAGE, TOKEN)[0]
    found = FileVerifier(world.office).verify(
        world.file(data.replace("Åse".encode(), b"Ose!")), None
    )

    assert (found.kind, found.whole) == ("package", False)


def test_a_juror_answers_the_package_that_the_office_made(world: World) -> None:
    data, digest = JuryPackages(world.office).write(PACKAGE, TOKEN)
    package = JuryPackages(world.desk).read(world.file(data)).head
    content = replace(CONTENT, package=package.sha256, kind=package.kind)
    expected = replace(EXPECTED, packages=(issue_for(JUROR, TOKEN, digest),))

    answer = ScoreFiles(world.desk).write(content, package)

    assert ScoreFiles(world.office).read(world.file(answer), expected).content == content
