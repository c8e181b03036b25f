"""Papers wherever copies go: backups, archives, combined copies, the log, the protocol; marked as such."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest

from juryapp.application.copies.award_files import export_award
from juryapp.application.edition.contents import read_contents
from juryapp.application.log.check import check_log
from juryapp.application.log.coverage import Coverage
from juryapp.application.paper.confirming import confirm_ballot, send_back
from juryapp.application.paper.kept import says_the_same
from juryapp.application.paper.table import type_table
from juryapp.application.ports.awards import AwardKind
from juryapp.application.protocol.printing import preview_protocol
from juryapp.application.results.showing import results_board
from juryapp.base.canonical import canonical_bytes
from prepared_award import Award, award_at
from two_copies import Copy, Two, two_copies
from workplace import ballot


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("packages") as place:
        yield place


@pytest.fixture
def two() -> Iterator[Two]:
    with two_copies() as copies:
        yield copies


def typed(copy: Award | Copy, name: str) -> int:
    with copy.session.reading() as uow:
        juror = next(j for j in uow.jurors.all() if j.name.lower().startswith(name))
    return type_table(copy.session, juror.id, ballot(name), by="Tone Berg")[0].n


def test_a_combined_copy_knows_who_typed_and_who_confirmed(two: Two) -> None:
    typed(two.theirs, "bjarne")
    confirm_ballot(two.theirs.session, typed(two.theirs, "astrid"), by="Sigrid Second")
    n = typed(two.ours, "cecilie")
    send_back(two.ours.session, n, by="Sigrid Second", reason="Side 2")

    report = two.ours.combine(two.theirs)

    contents = two.ours.contents()
    assert [(o.by, o.confirmed_by) for o in contents.origins] == [("Tone Berg", "Sigrid Second")]
    assert len(contents.paper_ballots) == 3
    assert [v.reason for v in contents.paper_verdicts] == ["Side 2", ""]
    assert report.added["paper_ballots"] == 2
    assert two.ours.is_sound()
    assert not two.ours.combine(two.theirs).added.get("paper_ballots")


def test_a_copy_that_says_something_else_than_the_kept_paper_is_not_combined(two: Two) -> None:
    confirmed = confirm_ballot(two.theirs.session, typed(two.theirs, "astrid"), by="Sigrid Second")
    content = confirmed.file.content
    with two.theirs.session.reading() as uow:
        origin = uow.files.origins()[confirmed.file.sha256]
        kept = uow.files.sealed(confirmed.file.sha256)

    assert says_the_same(kept, content, origin)
    assert not says_the_same(kept, replace(content, marks=content.marks[1:]), origin)
    assert not says_the_same(kept, content, replace(origin, confirmed_by="Noen andre"))
    assert not says_the_same(b"{}", content, origin)
    assert not says_the_same(b"\xff", content, origin)
    document = json.loads(kept)
    document["lines"][0]["answer"] = "maybe"
    assert not says_the_same(canonical_bytes(document), content, origin)


def test_an_archive_holds_what_was_typed_and_opens_without_the_program(award: Award) -> None:
    confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")
    path = export_award(award.session, award.folder / "a.juryaward", AwardKind.ARCHIVE).path

    with zipfile.ZipFile(path) as archive:
        data = json.loads(archive.read("data.json"))
        (name,) = [n for n in archive.namelist() if n.startswith("imports/")]
        document = json.loads(archive.read(name))
    assert document["typed"]["by"] == "Tone Berg"
    assert document["confirmed"]["by"] == "Sigrid Second"
    assert [ballot["by"] for ballot in data["paper_ballots"]] == ["Tone Berg"]
    assert [verdict["confirmed"] for verdict in data["paper_verdicts"]] == [True]
    assert data["origins"][0]["origin"] == "paper"


def test_a_name_that_was_changed_behind_the_logs_back_is_found(award: Award) -> None:
    n = typed(award, "astrid")
    confirm_ballot(award.session, n, by="Sigrid Second")
    assert not check_log(award.session).uncovered

    with award.session.reading() as uow:
        past = uow.journal.all()
        told = [e for e in past if e.what != "paper.confirmed"]
        assert "papers" in Coverage(uow, told).uncovered()
        assert "papers" in Coverage(uow, [e for e in past if e.what != "paper.typed"]).uncovered()


def test_the_protocol_says_of_a_paper_who_typed_and_who_confirmed(award: Award) -> None:
    confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")

    pages = pypdfium2.PdfDocument(preview_protocol(award.session, "en"))
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()

    told = " ".join(text.split())
    assert "From paper, not signed; typed by Tone Berg, confirmed by Sigrid Second" in told


def test_the_results_say_whose_marks_are_from_paper(award: Award) -> None:
    confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")

    vouched = results_board(award.session).vouched

    assert {award.juror("astrid").id} == set(vouched)
    assert vouched[award.juror("astrid").id].confirmed_by == "Sigrid Second"


def test_what_was_typed_is_in_the_contents_of_an_edition(award: Award) -> None:
    typed(award, "astrid")

    with award.session.reading() as uow:
        contents = read_contents(uow)

    assert [b.by for b in contents.paper_ballots] == ["Tone Berg"]
    assert contents.paper_verdicts == ()
    assert contents.marks.statements == ()
