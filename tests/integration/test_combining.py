"""Two secretaries, two copies of one edition: united in any order, and refused where that cannot be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juryapp.application.copies.award_files import import_award
from juryapp.application.copies.backups import back_up
from juryapp.application.copies.combining import combine, preview_combine
from juryapp.application.decisions.deciding import justify
from juryapp.application.edition.editions import open_edition
from juryapp.application.edition.jurors import put_juror
from juryapp.application.edition.nominations import put_nominee
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.edition.setup import put_edition, put_meeting
from juryapp.application.impartiality.ruling import rule
from juryapp.application.keys.juror_keys import close_key, confirm_key
from juryapp.application.keys.recovery import make_phrase, restore_keys
from juryapp.application.merge.conflicts import settle, waive
from juryapp.application.merge.taking_out import put_back, take_out
from juryapp.application.packages.writing import write_packages
from juryapp.application.results.scoring import results
from juryapp.base.errors import RuleError
from juryapp.base.files import sha256
from juryapp.domain.award import RoundState
from juryapp.domain.jury import Role
from juryapp.domain.packages import Confirmation
from juryapp.domain.protocol import Meeting
from juryapp.domain.statements import mark
from prepared_award import award_at, everything_in, refused
from two_copies import FILES, ROUND, Copy, Two, two_copies
from workplace import services_in


@pytest.fixture
def two() -> Iterator[Two]:
    with two_copies() as two:
        yield two


def conflict_in(copy: Copy) -> tuple[object, tuple[object, ...]]:
    with copy.session.reading() as uow:
        ((key, rivals),) = uow.marks.current(ROUND).conflicts.items()
    return key, rivals


def names_in(folder: Path) -> list[str]:
    """Return the files below a folder, without SQLite's own, which come and go."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if not name.endswith("-journal"))


# ---- what stands -----------------------------------------------------------------------------------------


def test_two_copies_that_took_in_different_files_hold_all_of_them_once_combined(two: Two) -> None:
    two.ours.merge(two.files["astrid"])
    two.theirs.merge(two.files["bjarne"], two.files["cecilie"])

    report = two.ours.combine(two.theirs)

    assert report.added["files"] == 2
    assert report.added["keys"] == 2
    assert len(report.marks) == report.added["marks"] == 16
    with award_at("merged") as award, award.session.reading() as uow:
        expected = len(uow.marks.current(ROUND).effective)
    contents = two.ours.contents()
    assert len(contents.marks.views[ROUND].effective) == expected
    for file in contents.files:
        with two.ours.session.reading() as uow:
            assert sha256(uow.files.sealed(file.sha256)) == file.sha256
            assert uow.files.opened(file.sha256)
    assert two.ours.is_sound()


def test_a_preview_says_what_combining_does_and_changes_nothing(two: Two) -> None:
    two.ours.merge(two.files["astrid"])
    two.theirs.merge(two.files["bjarne"])
    saved = two.theirs.saved()
    before = two.ours.contents()
    files = names_in(two.ours.folder / "ours")

    preview = preview_combine(two.ours.session, saved)

    assert two.ours.contents() == before
    assert names_in(two.ours.folder / "ours") == files
    assert replace(combine(two.ours.session, saved), joined=()) == replace(preview, joined=())


def test_combining_the_same_copy_again_changes_nothing(two: Two) -> None:
    two.ours.merge(two.files["astrid"])
    two.theirs.merge(two.files["bjarne"])
    saved = two.theirs.saved()
    combine(two.ours.session, saved)
    before = two.ours.contents()
    backups = len(two.ours.session.services.store.backups(before.edition.id))

    again = combine(two.ours.session, saved)

    assert again.is_empty
    assert not again.changes
    assert two.ours.contents() == before
    assert len(two.ours.session.services.store.backups(before.edition.id)) == backups


def test_both_logs_are_there_whole_and_a_row_names_both_heads(two: Two) -> None:
    two.ours.merge(two.files["astrid"])
    two.theirs.merge(two.files["bjarne"])
    mine, theirs = two.ours.contents().log, two.theirs.contents().log

    two.ours.combine(two.theirs)

    contents = two.ours.contents()
    [joined] = [chain for chain in contents.chains if chain.joined]
    assert joined.entries == theirs.entries
    assert contents.log.entries[: len(mine.entries)] == mine.entries
    row = contents.log.entries[len(mine.entries)]
    assert row.what == "copy.combined"
    assert json.loads(row.body) == {
        "ours": {"chain": mine.id, "head": mine.head},
        "theirs": [{"chain": theirs.id, "entries": len(theirs.entries), "head": theirs.head}],
    }


def test_a_backup_is_made_before_copies_are_combined(two: Two) -> None:
    two.theirs.merge(two.files["bjarne"])

    two.ours.combine(two.theirs)

    backups = two.ours.session.services.store.backups(two.ours.contents().edition.id)
    assert "combine" in backups[0].name


def test_a_plain_backup_can_be_combined_too(two: Two) -> None:
    two.theirs.merge(two.files["bjarne"])
    plain = back_up(two.theirs.session, two.theirs.folder / "plain.jurydb")

    assert combine(two.ours.session, plain).added["files"] == 1
    assert two.ours.is_sound()


def test_private_keys_do_not_travel_with_a_copy(two: Two) -> None:
    with two.theirs.session.writing() as uow:
        uow.put_wrapped_keys(b"locked", "2026-11-12T13:02:07Z")
    two.theirs.merge(two.files["bjarne"])
    before = everything_in(two.ours.folder / "ours" / "keys")

    two.ours.combine(two.theirs)

    with two.ours.session.reading() as uow:
        assert uow.wrapped_keys() == b""
    assert everything_in(two.ours.folder / "ours" / "keys") == before


Step = tuple[str, str]
STEPS = st.one_of(
    st.tuples(st.just("merge"), st.sampled_from(FILES)),
    st.tuples(st.just("take_out"), st.sampled_from(FILES)),
    st.tuples(st.just("put_back"), st.sampled_from(FILES)),
    st.tuples(st.just("settle"), st.just("")),
)


def do(copy: Copy, two: Two, step: Step) -> None:
    """Do one step of a secretary's work, if it can be done."""
    what, name = step
    try:
        if what == "merge":
            copy.merge(two.files[name])
        elif what == "settle":
            for key, rivals in copy.contents().marks.views[ROUND].conflicts.items():
                settle(copy.session, key, rivals[0].content, "The chair has asked")
        else:
            digest = sha256(two.files[name].read_bytes())
            if what == "take_out":
                take_out(copy.session, digest, "Sent by mistake")
            else:
                put_back(copy.session, digest)
    except (RuleError, KeyError):
        pass  # not taken in yet, or nothing to settle


@pytest.mark.slow
@settings(max_examples=12)
@given(
    common=st.lists(STEPS, max_size=2),
    ours=st.lists(STEPS, max_size=5),
    theirs=st.lists(STEPS, max_size=5),
)
def test_what_stands_is_the_same_whichever_copy_is_combined_into_which(
    common: list[Step], ours: list[Step], theirs: list[Step]
) -> None:
    with two_copies() as two:
        for step in common:
            do(two.ours, two, step)
        two.theirs.combine(two.ours)
        for step in ours:
            do(two.ours, two, step)
        for step in theirs:
            do(two.theirs, two, step)
        mine, other = two.ours.saved(), two.theirs.saved()

        combine(two.ours.session, other)
        combine(two.theirs.session, mine)

        assert two.ours.stands() == two.theirs.stands()
        for copy, file in ((two.ours, other), (two.theirs, mine)):
            assert copy.is_sound()
            before = copy.contents()
            assert combine(copy.session, file).is_empty
            assert copy.contents() == before
        two.ours.combine(two.theirs)  # and once more round
        two.theirs.combine(two.ours)
        assert two.ours.stands() == two.theirs.stands()
        assert two.ours.is_sound()
        assert two.theirs.is_sound()
        statements = [{s.stated.statement for s in c.contents().marks.statements}
                      for c in (two.ours, two.theirs)]  # fmt: skip
        assert statements[0] == statements[1]


def test_a_third_copy_brings_both_logs_along(two: Two) -> None:
    two.ours.merge(two.files["astrid"])
    two.theirs.merge(two.files["bjarne"])
    two.theirs.combine(two.ours)
    services = services_in(two.ours.folder / "third")
    import_award(services, two.theirs.saved())
    session = open_edition(services)
    third = Copy("third", session, two.ours.folder)
    try:
        assert third.is_sound()
        plain = back_up(session, two.ours.folder / "third.jurydb")
        report = combine(two.ours.session, plain)
        assert report.added["files"] == 1
        assert two.ours.is_sound()
        two.ours.merge(two.files["cecilie"])
        assert combine(session, two.ours.saved()).added["files"] == 1
        assert third.is_sound()
        assert third.stands() == two.ours.stands()
    finally:
        session.close()


# ---- where the copies say different things ---------------------------------------------------------------


def test_a_file_that_one_took_out_is_out(two: Two) -> None:
    for copy in (two.ours, two.theirs):
        copy.merge(two.files["astrid"])
    digest = sha256(two.files["astrid"].read_bytes())
    take_out(two.theirs.session, digest, "Sent by mistake")

    report = two.ours.combine(two.theirs)

    assert report.added["exclusions"] == 1
    assert [e.sha256 for e in two.ours.contents().exclusions] == [digest]
    assert not two.ours.contents().marks.views[ROUND].effective
    assert two.ours.is_sound()


def test_a_file_that_one_took_out_and_the_other_put_back_stays_out_until_somebody_says_more(
    two: Two,
) -> None:
    digest = sha256(two.files["astrid"].read_bytes())
    two.ours.merge(two.files["astrid"])
    two.theirs.combine(two.ours)
    take_out(two.ours.session, digest, "Not the right one")
    take_out(two.theirs.session, digest, "Sent by mistake")
    put_back(two.theirs.session, digest)
    mine, other = two.ours.saved(), two.theirs.saved()

    first, second = combine(two.ours.session, other), combine(two.theirs.session, mine)

    assert [d.code for d in first.differences] == ["E-COMBINE-EXCLUSION"]
    assert first.to_decide
    assert second.to_decide
    assert two.ours.stands() == two.theirs.stands()
    assert not two.ours.contents().marks.views[ROUND].effective
    assert two.ours.is_sound()
    assert two.theirs.is_sound()


def test_a_conflict_that_comes_of_combining_is_told(two: Two) -> None:
    two.ours.merge(two.files["bjarne"])
    two.theirs.merge(two.files["other-machine"])

    report = two.ours.combine(two.theirs)

    assert report.conflicts == 1
    assert report.to_decide


def test_a_conflict_settled_in_one_copy_is_settled(two: Two) -> None:
    two.ours.merge(two.files["bjarne"], two.files["other-machine"])
    two.theirs.combine(two.ours)
    key, rivals = conflict_in(two.theirs)
    settle(two.theirs.session, key, rivals[0].content, "The second sheet was a slip")  # type: ignore[arg-type,attr-defined]

    report = two.ours.combine(two.theirs)

    assert report.added["settlements"] == 1
    assert report.conflicts == 0
    assert two.ours.is_sound()


def test_a_conflict_settled_differently_in_both_is_refused_until_the_chair_agrees_with_itself(
    two: Two,
) -> None:
    two.ours.merge(two.files["bjarne"], two.files["other-machine"])
    two.theirs.combine(two.ours)
    key, _rivals = conflict_in(two.ours)
    settle(two.ours.session, key, mark(4), "As the chair remembers")  # type: ignore[arg-type]
    settle(two.theirs.session, key, mark(6), "As the deputy remembers")  # type: ignore[arg-type]
    before = two.ours.contents()

    error = refused(lambda: two.ours.combine(two.theirs))

    assert error.code == "E-COMBINE-SETTLED"
    assert error.params["nominee"] == "Fjordby"
    assert two.ours.contents() == replace(before, anchors=two.ours.contents().anchors)


def test_decisions_are_added_after_ours_and_a_contradiction_is_named(two: Two) -> None:
    for copy, reason in ((two.ours, "Havnes could not be visited"), (two.theirs, "It was late")):
        waive(copy.session, reason)
    waive(two.theirs.session, "", waived=False)

    report = two.ours.combine(two.theirs)

    assert report.added["waivers"] == 2
    assert [d.code for d in report.differences] == ["E-COMBINE-WAIVER"]
    assert [(w.n, w.reason) for w in two.ours.contents().waivers] == [
        (1, "Havnes could not be visited"),
        (2, "It was late"),
        (3, ""),
    ]
    assert two.ours.is_sound()


def test_texts_and_rulings_of_both_are_kept(two: Two) -> None:
    contents = two.ours.contents()
    nominee, juror = contents.nominees[0], contents.jurors[0]
    justify(two.ours.session, nominee.id, "nb", "Fordi det virker.")
    justify(two.theirs.session, nominee.id, "nb", "Fordi alle er med.")
    rule(two.theirs.session, juror.id, nominee.id, recused=True, ground="A cousin works there")

    report = two.ours.combine(two.theirs)

    assert {d.code for d in report.differences} == {"E-COMBINE-JUSTIFICATION"}
    combined = two.ours.contents()
    assert [j.text for j in combined.justifications] == ["Fordi det virker.", "Fordi alle er med."]
    assert [r.ground for r in combined.rulings] == ["A cousin works there"]
    assert two.ours.is_sound()


def test_a_closed_round_is_closed_in_both(two: Two) -> None:
    close_round(two.theirs.session)
    mine, other = two.ours.saved(), two.theirs.saved()

    combine(two.ours.session, other)

    assert two.ours.contents().rounds[0].state is RoundState.CLOSED
    assert combine(two.theirs.session, mine).is_empty
    assert two.theirs.contents().rounds[0].state is RoundState.CLOSED


def test_a_round_that_was_opened_again_is_open(two: Two) -> None:
    for copy in (two.ours, two.theirs):
        close_round(copy.session)
    open_round(two.theirs.session, reason="A file came late")

    two.ours.combine(two.theirs)

    assert two.ours.contents().rounds[0].state is RoundState.OPEN
    assert [r.reason for r in two.ours.contents().reopenings] == ["A file came late"]
    assert two.ours.is_sound()


def test_packages_of_the_same_number_are_both_kept(two: Two) -> None:
    juror = two.ours.contents().jurors[0].id
    for copy in (two.ours, two.theirs):
        write_packages(copy.session, copy.folder / f"packages-{copy.name}", jurors=[juror])

    two.ours.combine(two.theirs)

    issues = [p.issue for p in two.ours.contents().packages if p.juror == juror]
    assert issues == [1, 2, 3]


def test_a_key_that_one_closed_is_closed_and_one_that_was_read_aloud_is_known(two: Two) -> None:
    two.ours.merge(two.files["astrid"], two.files["bjarne"])
    two.theirs.combine(two.ours)
    one, other = two.theirs.contents().keys
    close_key(two.theirs.session, one.juror, one.public_key)
    confirm_key(two.theirs.session, other.juror, other.public_key)

    two.ours.combine(two.theirs)

    first, second = two.ours.contents().keys
    assert first.closed
    assert second.confirmation is Confirmation.WORD
    assert two.ours.is_sound()


def test_people_are_united_and_the_side_that_changed_a_text_wins(two: Two) -> None:
    contents = two.ours.contents()
    [astrid, *_others] = contents.jurors
    put_juror(two.theirs.session, replace(astrid, organisation="Fjordby kommune"))
    for copy, name in ((two.ours, "Dag Dahl"), (two.theirs, "Eli Eng")):
        made = replace(astrid, id=type(astrid.id)(name[:3].upper()), name=name, number=9)
        put_juror(copy.session, replace(made, role=Role.OBSERVER))
    put_meeting(two.theirs.session, Meeting(number="3/2026"))
    put_edition(two.ours.session, replace(contents.edition, purpose="Our purpose"))
    put_edition(two.theirs.session, replace(contents.edition, purpose="Their purpose"))

    report = two.ours.combine(two.theirs)

    combined = two.ours.contents()
    assert combined.jurors[0].organisation == "Fjordby kommune"
    assert [(j.name, j.number) for j in combined.jurors[3:]] == [("Dag Dahl", 9), ("Eli Eng", 10)]
    assert combined.meeting.number == "3/2026"
    assert combined.edition.purpose == "Our purpose"
    assert [d.code for d in report.differences] == ["E-COMBINE-FACTS"]


def test_a_nominee_that_one_withdrew_is_withdrawn(two: Two) -> None:
    nominee = two.ours.contents().nominees[0]
    put_nominee(two.theirs.session, replace(nominee, withdrawn=True))

    two.ours.combine(two.theirs)

    assert two.ours.contents().nominees[0].withdrawn


def test_two_secretaries_work_apart_and_come_together_by_the_recovery_phrase(two: Two) -> None:
    phrase = make_phrase(two.ours.session)
    two.ours.merge(two.files["astrid"])
    services = services_in(two.ours.folder / "fourth")
    put = import_award(services, two.ours.saved())
    assert (put.has_keys, put.has_phrase) == (False, True)
    session = open_edition(services)
    other = Copy("fourth", session, two.ours.folder)
    try:
        assert refused(lambda: other.merge(two.files["bjarne"])).code == "E-NO-KEYS"
        restore_keys(session, phrase)
        other.merge(two.files["bjarne"], two.files["cecilie"])
        two.ours.merge(two.files["newer"])

        assert two.ours.combine(other).added["files"] == 2
        assert other.combine(two.ours).added["files"] == 1

        assert two.ours.stands() == other.stands()
        assert two.ours.is_sound()
        assert other.is_sound()
        assert results(two.ours.session) == results(session)
    finally:
        session.close()
