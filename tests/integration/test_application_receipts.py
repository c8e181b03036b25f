"""Receipts, the whole way: handed in, taken in, receipt written, opened at the desk that sent the file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.moving import move_out, take_move
from juryapp.application.desk.receipts import (
    Match,
    Reception,
    desk_for,
    known_receipts,
    reception,
    sentence,
    take_receipt,
)
from juryapp.application.merge.receipts import WrittenReceipt, files_without_receipt, write_receipts
from juryapp.application.merge.taking_out import put_back, take_out
from juryapp.application.session import Session
from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import RuleError, UnavailableError
from juryapp.base.files import sha256
from juryapp.domain.ids import JurorId
from juryapp.domain.packages import AnchorKind, HeldFile
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.keys import SigningKey
from prepared_award import Award, award_at, refused
from two_copies import two_copies
from workplace import services_in, table_of


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("merged") as award:
        yield award


@pytest.fixture
def scored() -> Iterator[Award]:
    with award_at("scored") as award:
        yield award


def desk(award: Award, who: int = 1) -> Session:
    return award.desk(award.written[who])


def receipts(award: Award, folder: str = "receipts") -> dict[str, WrittenReceipt]:
    """Write what receipts there are to write; return them by the jurors' first names."""
    written = write_receipts(award.session, award.folder / folder)[0]
    return {receipt.juror.name.split()[0].lower(): receipt for receipt in written}


def received(award: Award, receipt: Path, who: int = 1) -> tuple[Reception, str]:
    """Open a receipt at a juror's desk; return what it comes to, and the sentence."""
    session = desk(award, who)
    try:
        take_receipt(session, receipt)
        view = reception(session)
        return view.reception, view.sentences[0]
    finally:
        session.close()


def test_a_juror_learns_that_the_file_was_taken_in_as_it_was_sent(award: Award) -> None:
    before = award.log()[-1].hash
    made = receipts(award)

    found, told = received(award, made["bjarne"].path)

    assert found is Reception.RECEIVED
    assert "as you sent it" in told
    assert f"Log head {before[:4]} {before[4:8]} {before[8:12]}." in told


def test_each_juror_gets_one_receipt_under_a_name_without_personal_data(award: Award) -> None:
    made = receipts(award)
    assert sorted(made) == ["astrid", "bjarne", "cecilie"]
    for name, receipt in made.items():
        assert name not in receipt.path.name.lower()
        assert receipt.path.suffix == ".juryreceipt"
        assert receipt.sha256[:8] in receipt.path.name
        assert receipt.taken
        assert receipt.complete


def test_receipts_are_written_once_and_again_when_asked_for(award: Award) -> None:
    assert len(files_without_receipt(award.session)) == 3
    first = receipts(award)
    assert files_without_receipt(award.session) == ()
    assert receipts(award) == {}
    [again] = write_receipts(award.session, award.folder / "again", [first["astrid"].sha256])[0]
    assert again.path.name == first["astrid"].path.name
    assert again.digest != first["astrid"].digest  # the log has grown: another head


def test_the_head_on_the_receipts_is_an_anchor_and_in_the_log(award: Award) -> None:
    head = award.log()[-1].hash
    made = receipts(award)
    with award.session.reading() as uow:
        anchors = [a for a in uow.anchors() if a.kind is AnchorKind.RECEIPT]
    assert {(a.named, a.head) for a in anchors} == {(r.digest, head) for r in made.values()}
    assert award.done()[-3:] == ["receipt.made"] * 3
    assert award.check().sound


def test_the_hash_on_the_receipt_is_the_one_in_the_log_entry_of_the_file(award: Award) -> None:
    made = receipts(award)["bjarne"]
    opened = award.session.services.receipts.read(made.path).content.receipt
    [entry] = [e for e in award.log() if e.what == "file.taken" and made.sha256 in e.body]
    assert json.loads(entry.body)["statements"] == opened.statements


def test_a_draft_is_said_to_be_one(scored: Award) -> None:
    marks = table_of("nominee,criterion,mark", "Fjordby,SAM,3")
    draft = scored.scored(scored.written[1], marks, draft=True)
    scored.merged(draft)

    made = receipts(scored)["bjarne"]

    assert not made.complete
    found, told = received(scored, made.path)
    assert found is Reception.DRAFT
    assert "not part of the result" in told


def test_a_file_that_came_after_closing_is_said_to_be_laid_aside(scored: Award) -> None:
    _lay_aside(scored, "bjarne")
    made = receipts(scored)["bjarne"]

    assert not made.taken
    found, told = received(scored, made.path)
    assert found is Reception.LAID_ASIDE
    assert "nothing of it counts" in told


def test_a_file_laid_aside_and_taken_in_later_gets_a_second_receipt(scored: Award) -> None:
    _lay_aside(scored, "bjarne")
    first = receipts(scored)["bjarne"]
    scored.merged(scored.scores["bjarne"])
    second = receipts(scored, "later")["bjarne"]

    assert received(scored, second.path)[0] is Reception.RECEIVED
    assert received(scored, first.path)[0] is Reception.RECEIVED  # the old one comes late
    session = desk(scored)
    assert len(known_receipts(session)) == 2
    session.close()


def _lay_aside(award: Award, name: str) -> None:
    data = award.scores[name].read_bytes()
    file = HeldFile(
        sha256=sha256(data),
        name=award.scores[name].name,
        juror=award.juror(name).id,
        made="2026-11-12T14:30:00Z",
        received="2026-11-13T08:00:00Z",
        code="E-CLOSED",
    )
    with award.session.writing() as uow:
        uow.files.hold(file, data)


def test_a_file_that_was_taken_out_gets_no_receipt_until_it_is_put_back(award: Award) -> None:
    file = sha256(award.scores["bjarne"].read_bytes())
    take_out(award.session, file, "He asked for it")
    assert sorted(receipts(award)) == ["astrid", "cecilie"]
    assert refused(lambda: write_receipts(award.session, award.folder, [file])).code == "E-UNKNOWN"
    put_back(award.session, file)
    assert sorted(receipts(award)) == ["bjarne"]


def test_after_a_newer_file_an_earlier_receipt_says_so(award: Award) -> None:
    made = receipts(award)["bjarne"]
    session = desk(award)
    hand_in(session, award.folder / "scores")
    session.close()

    found, told = received(award, made.path)

    assert found is Reception.EARLIER
    assert "no receipt for the newest one" in told


def test_a_receipt_for_a_file_of_another_machine_is_kept_and_asked_about(scored: Award) -> None:
    elsewhere = scored.desk(scored.written[1], "b")
    elsewhere.close()
    scored.merged(scored.scores["bjarne"])
    made = receipts(scored)["bjarne"]
    other = scored.desk(scored.written[1], "b")

    taken = take_receipt(other, made.path)

    assert taken.known.match is Match.NOT_FROM_HERE
    assert "not made on this machine" in sentence(taken.known)
    view = reception(other)
    assert view.is_warning
    assert view.reception is Reception.NONE
    other.close()


def test_a_desk_that_went_to_another_machine_still_knows_what_it_sent(award: Award) -> None:
    made = receipts(award)["bjarne"]
    before = desk(award)
    moved = move_out(before, award.folder)
    before.close()
    after = take_move(services_in(award.folder / "new machine"), moved.path, word=moved.word)

    assert take_receipt(after, made.path).known.match is Match.SAME
    assert reception(after).reception is Reception.RECEIVED
    after.close()


def test_a_receipt_that_names_other_statements_is_a_clear_warning(award: Award) -> None:
    made = receipts(award)["bjarne"]
    changed = _signed_anew(award, made.path, statements="0" * 64)

    found, told = received(award, changed)

    assert found is Reception.DIFFERENT
    assert "not what you sent" in told
    assert received(award, made.path)[0] is Reception.DIFFERENT  # a true one does not hide it


def test_a_receipt_that_calls_a_complete_file_a_draft_is_a_warning(award: Award) -> None:
    made = receipts(award)["bjarne"]
    changed = _signed_anew(award, made.path, complete=False)
    assert received(award, changed)[0] is Reception.DIFFERENT


def _signed_anew(place: Award, receipt: Path, **fields: object) -> Path:
    """Return a receipt whose body was changed and signed with the award's own key."""
    services = place.session.services
    edition = place.session.edition().id
    key = services.receipts.keys.sign_key(edition)  # type: ignore[attr-defined]
    return _signed(receipt, key, **fields)


def _signed(receipt: Path, key: SigningKey, **fields: object) -> Path:
    envelope = open_envelope(receipt.read_bytes(), "receipt", expected="")
    body = {**json.loads(envelope.unverified), **fields}
    path = receipt.with_name("changed.juryreceipt")
    path.write_bytes(sign("receipt", canonical_bytes(body), key))
    return path


def test_the_same_receipt_twice_is_kept_once_and_leaves_one_line_in_the_log(award: Award) -> None:
    made = receipts(award)["bjarne"]
    session = desk(award)
    assert not take_receipt(session, made.path).again
    again = take_receipt(session, made.path)
    assert again.again
    assert not again.changes
    with session.reading() as uow:
        told = [entry.what for entry in uow.journal.all()]
    assert told.count("receipt.taken") == 1
    assert len(known_receipts(session)) == 1
    session.close()


def test_foreign_forged_damaged_and_newer_receipts_leave_nothing(award: Award) -> None:
    made = receipts(award)["bjarne"]
    session = desk(award)
    with session.reading() as uow:
        before = uow.journal.all()

    def code(path: Path) -> str:
        return refused(lambda: take_receipt(session, path)).code

    damaged = made.path.with_name("damaged.juryreceipt")
    damaged.write_bytes(made.path.read_bytes()[:-7])
    stranger = SigningKey.make()
    forged = _signed(made.path, stranger, award_key=stranger.public.hex())

    assert code(forged) == "E-KEY"
    assert code(_signed(made.path, stranger)) == "E-SIG"
    assert code(damaged) == "E-TRUNC"
    assert code(award.scores["bjarne"]) == "E-KIND"
    assert code(award.written[1].path) == "E-KIND"
    assert code(award.folder / "nowhere") == "E-NOT-FOUND"
    assert code(_signed_anew(award, made.path, v=2)) == "E-VERSION"
    assert code(_signed_anew(award, made.path, edition="OTHER")) == "E-EDITION"
    assert code(_signed_anew(award, made.path, award="OTHER")) == "E-EDITION"
    assert code(receipts_of_another(award)) == "E-JUROR"
    with session.reading() as uow:
        assert uow.journal.all() == before
        assert uow.receipts() == []
    session.close()


def receipts_of_another(award: Award) -> Path:
    """Return Astrid's receipt."""
    file = sha256(award.scores["astrid"].read_bytes())
    return write_receipts(award.session, award.folder / "more", [file])[0][0].path


def test_a_receipt_finds_the_desk_that_it_is_for(award: Award) -> None:
    made = receipts(award)
    desk(award).close()
    services = services_in(award.folder / "juror-2")
    content = services.receipts.read(made["bjarne"].path).content

    found = desk_for(services, content, "x")
    assert take_receipt(found, made["bjarne"].path).known.match is Match.SAME
    found.close()

    other = replace(content, juror=JurorId("NOBODY"))
    assert refused(lambda: desk_for(services, other, "x")).code == "E-JUROR"
    nowhere = services_in(award.folder / "nobody")
    assert refused(lambda: desk_for(nowhere, content, "x")).code == "E-EDITION"
    assert nowhere.store.desks() == []


def test_receipts_are_made_where_the_keys_are(award: Award) -> None:
    shutil.rmtree(award.session.services.data.keys)
    error = refused(lambda: receipts(award))
    assert isinstance(error, RuleError)
    assert error.code == "E-NO-KEYS"


def test_a_file_of_which_the_log_knows_nothing_gets_no_receipt(award: Award) -> None:
    with award.session.reading() as uow:
        file = uow.files.all()[0]
        sealed, opened = uow.files.sealed(file.sha256), uow.files.opened(file.sha256)
    with award.session.writing() as uow:
        uow.files.put(replace(file, sha256="0" * 64, file="SMUGGLED"), sealed, opened)
    assert refused(lambda: receipts(award)).code == "E-CHAIN"


def test_a_folder_that_cannot_be_written_leaves_no_receipt_and_no_line(award: Award) -> None:
    (award.folder / "receipts").write_text("in the way")
    before = award.log()
    assert isinstance(refused(lambda: receipts(award)), UnavailableError)
    assert award.log() == before
    with award.session.reading() as uow:
        assert [a for a in uow.anchors() if a.kind is AnchorKind.RECEIPT] == []


def test_after_two_copies_are_combined_every_file_gets_its_receipt_once(tmp_path: Path) -> None:
    with two_copies() as two:
        two.ours.merge(two.files["astrid"])
        two.theirs.merge(two.files["bjarne"])
        [first] = write_receipts(two.ours.session, tmp_path / "ours")[0]
        [theirs] = write_receipts(two.theirs.session, tmp_path / "theirs")[0]

        two.ours.combine(two.theirs)

        assert files_without_receipt(two.ours.session) == ()
        everything = [first.sha256, theirs.sha256]
        again = write_receipts(two.ours.session, tmp_path / "all", everything)[0]
        codec = two.ours.session.services.receipts
        roots = {r.sha256: codec.read(r.path).content.receipt.statements for r in again}
        assert roots == {
            r.sha256: codec.read(r.path).content.receipt.statements for r in (first, theirs)
        }
        assert two.ours.is_sound()
