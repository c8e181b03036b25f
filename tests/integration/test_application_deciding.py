"""Decisions, justifications and the protocol: reasons, taking back, versions, and bytes kept for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from juryapp.application.checking.verifying import verify
from juryapp.application.copies.backups import back_up
from juryapp.application.decisions.deciding import (
    basis,
    decide,
    decide_no_award,
    decisions,
    justifications,
    justify,
)
from juryapp.application.edition.nominations import put_nominee
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.edition.setup import put_meeting
from juryapp.application.merge.taking_out import take_out
from juryapp.application.overview import Step, overview
from juryapp.application.protocol.printing import (
    advice_on,
    approved,
    draft_content,
    preview_protocol,
    print_again,
    print_protocol,
)
from juryapp.base.errors import Cancelled, FileFormatError, UnavailableError
from juryapp.domain.award import Status
from juryapp.domain.decisions import Basis, Outcome
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.protocol import Meeting
from prepared_award import Award, award_at, everything_in, refused
from storage_examples import without_trigger
from workplace import table_of

ALL = CategoryId("ALLE")


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with all score files taken in: Elvestad leads, Fjordby and Skogheim share place 2."""
    with award_at("merged") as award:
        yield award


@pytest.fixture
def decided(award: Award) -> Award:
    """The same, with Elvestad as winner."""
    decide(award.session, award.nominee("Elvestad").id, Outcome.WINNER)
    return award


def outcomes(award: Award) -> dict[str, Outcome]:
    names = {n.id: name for name, n in award.nominees().items()}
    return {
        names[d.nominee] if d.nominee else "nobody": d.outcome for d in decisions(award.session)
    }


def pdf_text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


# ---- deciding


@pytest.mark.parametrize(
    ("name", "outcome", "expected"),
    [
        ("Elvestad", Outcome.WINNER, Basis.FOLLOWS),
        ("Elvestad", Outcome.NONE, Basis.DEPARTS),
        ("Fjordby", Outcome.WINNER, Basis.DEPARTS),
        ("Fjordby", Outcome.FINALIST, Basis.FOLLOWS),
        ("Bergset", Outcome.FINALIST, Basis.DEPARTS),
        ("Bergset", Outcome.MENTION, Basis.FOLLOWS),
        ("Bergset", Outcome.NONE, Basis.FOLLOWS),
    ],
)
def test_how_a_decision_would_stand_to_the_points_is_known_before_it_is_made(
    name: str, outcome: Outcome, expected: Basis, award: Award
) -> None:
    nominee = award.nominee(name).id
    assert basis(award.session, nominee, outcome) is expected

    reason = "" if expected is Basis.FOLLOWS else "Because."
    if reason:
        assert refused(lambda: decide(award.session, nominee, outcome)).code == "E-REASON"
    decide(award.session, nominee, outcome, reason)
    assert decisions(award.session)[0].basis is expected


def test_passing_over_the_first_is_a_departure_that_stands_in_the_protocol(award: Award) -> None:
    decide(award.session, award.nominee("Elvestad").id, Outcome.NONE, "Has won three times.")

    (line,) = draft_content(award.session).categories[0].decisions
    assert (line.outcome, line.basis, line.reason) == (
        Outcome.NONE,
        Basis.DEPARTS,
        "Has won three times.",
    )


def test_a_decision_is_taken_back_without_a_reason_and_made_again(decided: Award) -> None:
    elvestad, fjord = decided.nominee("Elvestad").id, decided.nominee("Fjordby").id
    error = refused(lambda: decide(decided.session, fjord, Outcome.WINNER, "Most has happened."))
    assert (error.code, error.params["category"]) == ("E-TAKEN", "Alle")
    assert refused(lambda: decide_no_award(decided.session, ALL, "x")).code == "E-TAKEN"

    decide(decided.session, elvestad, Outcome.NONE)
    decide(decided.session, fjord, Outcome.WINNER, "Most has happened.")
    assert outcomes(decided) == {"Elvestad": Outcome.NONE, "Fjordby": Outcome.WINNER}
    assert [d.n for d in decisions(decided.session)] == [2, 3]

    decide(decided.session, fjord, Outcome.NONE)
    decide_no_award(decided.session, ALL, "Nobody met the aim.")
    assert outcomes(decided)["nobody"] is Outcome.NONE
    assert overview(decided.session).decided == 1

    decide(decided.session, elvestad, Outcome.WINNER)
    assert "nobody" not in outcomes(decided)
    assert decided.check().sound


def test_nobody_is_decided_on_who_is_not_there_or_withdrawn(award: Award) -> None:
    nobody = NomineeId("NOBODY")
    withdrawn = award.nominee("Elvestad")
    put_nominee(award.session, replace(withdrawn, withdrawn=True))

    for use_case in (
        lambda: decide(award.session, nobody, Outcome.WINNER),
        lambda: basis(award.session, nobody, Outcome.WINNER),
        lambda: justify(award.session, nobody, "nb", "x"),
        lambda: decide_no_award(award.session, CategoryId("NONE"), "x"),
    ):
        assert refused(use_case).code == "E-UNKNOWN"
    error = refused(lambda: decide(award.session, withdrawn.id, Outcome.WINNER, "x"))
    assert error.params["nominee"] == "Elvestad"
    decide(award.session, withdrawn.id, Outcome.NONE)
    assert outcomes(award) == {"Elvestad": Outcome.NONE}


def test_nothing_is_decided_before_the_round_was_opened() -> None:
    with award_at("set_up") as early:
        fjord = early.nominee("Fjordby").id
        assert refused(lambda: decide(early.session, fjord, Outcome.WINNER)).code == "E-NOT-OPENED"
        assert refused(lambda: decide_no_award(early.session, ALL, "x")).code == "E-NOT-OPENED"
        assert refused(lambda: draft_content(early.session)).code == "E-NOT-OPENED"


def test_justifications_are_kept_per_language_and_taken_back_by_an_empty_text(
    award: Award,
) -> None:
    fjord = award.nominee("Fjordby").id
    justify(award.session, fjord, "nb", " Fordi. ")
    justify(award.session, fjord, "nn", "Av di.")
    justify(award.session, fjord, "nb", "Fordi de får det til.")

    texts = {t.language: t.text for t in justifications(award.session)}
    assert texts == {"nb": "Fordi de får det til.", "nn": "Av di."}
    justify(award.session, fjord, "nn", "")
    assert [t.language for t in justifications(award.session)] == ["nb"]
    assert refused(lambda: justify(award.session, fjord, "de", "Weil.")).params["language"] == "de"
    assert award.check().sound


# ---- the protocol


def test_a_draft_can_be_printed_at_any_time_and_leaves_no_trace(
    award: Award, tmp_path: Path
) -> None:
    before = award.log()

    printed = print_protocol(award.session, tmp_path / "papers")

    assert printed.path.name == "protocol-FJORD-20-draft-nb.pdf"
    assert (printed.record.draft, printed.record.digest) == (True, "")
    assert not printed.changes
    assert award.log() == before
    assert approved(award.session) == []
    assert preview_protocol(award.session, "nb") == printed.pdf


def test_a_protocol_is_approved_when_nothing_is_open_and_all_is_decided(
    award: Award, tmp_path: Path
) -> None:
    target = tmp_path / "protocol.pdf"
    error = refused(lambda: print_protocol(award.session, target, final=True))
    assert (error.code, error.params["category"]) == ("E-NO-DECISION", "Alle")

    award.conflict()
    error = refused(lambda: print_protocol(award.session, target, final=True))
    assert (error.code, error.params["n"]) == ("E-NOT-OFFICIAL", 1)
    assert everything_in(tmp_path) == {}
    assert approved(award.session) == []


def test_an_approved_protocol_is_a_version_with_the_head_of_the_log(
    decided: Award, tmp_path: Path
) -> None:
    head = decided.check().head

    first = print_protocol(decided.session, tmp_path / "protocol.pdf", final=True)

    assert first.record.version == 1
    assert first.record.log_head == head
    assert len(first.record.digest) == 64
    assert first.record.digest[:8] in pdf_text(first.pdf).replace(" ", "").lower()
    assert approved(decided.session) == [first.record]
    assert overview(decided.session).status is Status.DECIDED
    assert decided.done()[-1] == "protocol.approved"
    assert decided.check().sound


def test_a_later_decision_gives_a_new_version_and_the_old_one_keeps_its_bytes(
    decided: Award, tmp_path: Path
) -> None:
    first = print_protocol(decided.session, tmp_path / "one.pdf", final=True)
    justify(decided.session, decided.nominee("Elvestad").id, "nb", "Næringshagen vokser.")
    second = print_protocol(decided.session, tmp_path / "two", final=True, language="nn")

    assert (first.record.version, second.record.version) == (1, 2)
    assert second.path.name == "protocol-FJORD-20-v2-nn.pdf"
    assert first.record.digest != second.record.digest
    again = print_again(decided.session, 1, tmp_path / "again" / "one.pdf")
    assert again.read_bytes() == first.pdf != second.pdf
    assert print_again(decided.session, 2, tmp_path / "b.pdf").read_bytes() == second.pdf

    error = refused(lambda: print_again(decided.session, 3, tmp_path / "c.pdf"))
    assert (error.code, error.params["version"]) == ("E-UNKNOWN", 3)
    assert not (tmp_path / "c.pdf").exists()


def test_marks_that_come_after_a_decision_do_not_leave_it_following_from_the_points(
    decided: Award, tmp_path: Path
) -> None:
    """The panel chose the first; a late file makes it second. The paper must not say that it follows."""
    close_round(decided.session)
    open_round(decided.session, reason="En fil kom for sent.")
    late = decided.scored(
        decided.written[2], table_of("nominee,criterion,mark", "Fjordby,SAM,10", "Fjordby,NY,10")
    )
    decided.merged(late)
    assert decided.ranking()[0][1] == "Fjordby"

    line = draft_content(decided.session).categories[0].decisions[0]
    assert (line.nominee, line.basis, line.place) == ("Elvestad", Basis.DEPARTS, 2)
    error = refused(lambda: print_protocol(decided.session, tmp_path / "x.pdf", final=True))
    assert (error.code, error.params["nominee"]) == ("E-REASON", "Elvestad")

    decide(
        decided.session, decided.nominee("Elvestad").id, Outcome.WINNER, "The panel stands by it."
    )
    assert print_protocol(decided.session, tmp_path / "x.pdf", final=True).record.version == 1


def test_the_language_is_chosen_per_print_and_must_be_one_of_ours(
    award: Award, tmp_path: Path
) -> None:
    assert print_protocol(award.session, tmp_path, language="en").path.name.endswith("-en.pdf")
    for use_case in (
        lambda: print_protocol(award.session, tmp_path / "x", language="de"),
        lambda: preview_protocol(award.session, "de"),
    ):
        assert refused(use_case).code == "E-LANGUAGE"
    assert not (tmp_path / "x").exists()


def test_a_protocol_that_cannot_be_written_is_not_approved(decided: Award, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")

    with pytest.raises(UnavailableError):
        print_protocol(decided.session, blocked / "x.pdf", final=True)
    assert approved(decided.session) == []


def test_an_approval_that_cannot_be_recorded_leaves_the_old_file_as_it_was(
    decided: Award, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "protocol.pdf"
    paper.write_bytes(b"the old one")

    def full(*_args: object) -> None:
        raise UnavailableError("The disk is full.", code="E-DISK-FULL")

    monkeypatch.setattr("juryapp.application.protocol.printing._keep", full)
    with pytest.raises(UnavailableError):
        print_protocol(decided.session, paper, final=True)

    assert paper.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["protocol.pdf"]
    assert approved(decided.session) == []


def test_printing_can_be_cancelled_until_it_is_approved(decided: Award, tmp_path: Path) -> None:
    class Stopping:
        def step(self, done: int, total: int) -> None:
            if done == total:
                raise Cancelled

    with pytest.raises(Cancelled):
        print_protocol(decided.session, tmp_path / "x.pdf", final=True, progress=Stopping())
    assert everything_in(tmp_path) == {}
    assert approved(decided.session) == []


def test_a_careful_chair_is_told_what_is_not_written_yet(award: Award) -> None:
    told = [advice.params for advice in advice_on(draft_content(award.session))]
    assert told == [{"category": "Alle"}, {}, {}]

    elvestad = award.nominee("Elvestad").id
    decide(award.session, elvestad, Outcome.WINNER)
    put_meeting(award.session, Meeting(date="2026-11-12", present=("Astrid Åsen",)))
    (only,) = advice_on(draft_content(award.session))
    assert only.params == {"nominee": "Elvestad"}

    justify(award.session, elvestad, "nb", "Næringshagen vokser.")
    assert advice_on(draft_content(award.session)) == []


def test_the_protocol_says_which_files_it_rests_on_and_which_not(award: Award) -> None:
    with award.session.reading() as uow:
        first = uow.files.all()[0]
    take_out(award.session, first.sha256, "Sent by mistake")

    lines = draft_content(award.session).files

    assert [line.excluded for line in lines] == ["Sent by mistake", "", ""]
    assert lines[0].sha256 == first.sha256


def test_the_steps_of_an_award_follow_one_another() -> None:
    steps = {}
    for stage in ("set_up", "open", "packages", "merged"):
        with award_at(stage) as award:
            steps[stage] = overview(award.session).step
    assert steps == {
        "set_up": Step.SETUP,
        "open": Step.PACKAGES,
        "packages": Step.MERGE,
        "merged": Step.DECISIONS,
    }


# ---- verifying


def test_an_approved_pdf_is_known_byte_for_byte_and_any_other_is_not(
    decided: Award, tmp_path: Path
) -> None:
    printed = print_protocol(decided.session, tmp_path / "protocol.pdf", final=True)
    services = decided.session.services

    known = verify(services, printed.path, decided.session)
    assert (known.kind, known.whole) == ("protocol", True)
    assert dict(known.facts)["version"] == "1"

    changed = tmp_path / "Changed.PDF"
    changed.write_bytes(printed.pdf + b"\n")
    assert not verify(services, changed, decided.session).whole
    with pytest.raises(FileFormatError) as missing:
        verify(services, tmp_path / "none.pdf", decided.session)
    assert missing.value.code == "E-NOT-FOUND"
    elsewhere = verify(services, printed.path)
    assert (elsewhere.kind, elsewhere.whole, elsewhere.code) == ("protocol", False, "E-NO-EDITION")


def test_a_backup_is_verified_by_opening_it_and_following_its_log(
    decided: Award, tmp_path: Path
) -> None:
    backup = back_up(decided.session, tmp_path / "backup.jurydb")
    services = decided.session.services

    sound = verify(services, backup)
    assert (sound.kind, sound.whole, sound.code) == ("backup", True, "")
    assert dict(sound.facts)["id"] == "FJORD-2026"

    without_trigger(backup, "decision_no_update", "UPDATE decision SET reason = 'Another'")
    changed = verify(services, backup)
    assert (changed.whole, changed.code) == (False, "E-CHAIN")

    backup.write_bytes(b"SQLite format 3")
    damaged = verify(services, backup)
    assert (damaged.kind, damaged.whole, damaged.code) == ("backup", False, "E-DB-HEADER")
    assert damaged.detail


def test_a_score_file_is_verified_with_and_without_an_edition(award: Award) -> None:
    path, services = award.scores["bjarne"], award.session.services

    known = verify(services, path, award.session)
    assert (known.kind, known.signature, known.signer) == ("score", "valid", "Bjarne Øvrebø")
    assert verify(services, path).signature == "valid"
    with award_at("set_up") as early:
        alone = verify(early.session.services, path, early.session)
    assert (alone.kind, alone.known) == ("score", "")
