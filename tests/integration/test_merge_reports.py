"""What each merge did is kept with it, read later with names, printed, and stands in the protocol."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.edition.jurors import put_juror
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.merge.merging import merge, preview_held, preview_merge
from juryapp.application.merge.reports import earlier_merges, merge_report, save_report
from juryapp.application.protocol.printing import draft_content
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.files import sha256
from workplace import Workplace, ballot, fjordby


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return fjordby(tmp_path)


def scored(workplace: Workplace) -> list[Path]:
    astrid, bjarne, _cecilie = workplace.packages()
    return [
        workplace.scored(astrid, ballot("astrid")),
        workplace.scored(bjarne, ballot("bjarne"), draft=True),
    ]


def take(workplace: Workplace, *paths: Path) -> None:
    merge(workplace.session, preview_merge(workplace.session, paths))


def test_a_merge_leaves_a_record_of_every_file_with_hash_status_and_counts(
    workplace: Workplace, tmp_path: Path
) -> None:
    whole, draft = scored(workplace)
    bad = tmp_path / "poeng.juryscore"
    bad.write_bytes(whole.read_bytes()[:300])

    take(workplace, whole, draft, bad)

    [line] = earlier_merges(workplace.session)
    assert [(f.juror, f.status, f.complete) for f in line.files[:2]] == [
        ("Astrid Åsen", "new", True),
        ("Bjarne Øvrebø", "new", False),
    ]
    assert [f.sha256 for f in line.files] == [sha256(p.read_bytes()) for p in (whole, draft, bad)]
    assert line.files[2].status == "refused"
    assert line.files[2].code.startswith("E-")
    assert line.new == sum(f.new for f in line.files)
    assert line.missing == ("Bjarne Øvrebø", "Cecilie Čáhppe")


def test_the_record_holds_ids_and_no_name_and_no_mark(workplace: Workplace) -> None:
    take(workplace, scored(workplace)[0])

    with workplace.session.reading() as uow:
        [record] = uow.merges.all()
    assert "Astrid" not in record.document.replace(scored_name(record.document), "")
    assert "points" not in record.document


def scored_name(document: str) -> str:
    """Return the name of the file in a record: initials and a short number."""
    start = document.index('"name":"') + len('"name":"')
    return document[start : document.index('"', start)]


def test_a_merge_that_refuses_every_file_leaves_no_record(
    workplace: Workplace, tmp_path: Path
) -> None:
    bad = tmp_path / "poeng.juryscore"
    bad.write_bytes(b"not ours")

    take(workplace, bad)

    assert earlier_merges(workplace.session) == []


def test_the_same_files_again_leave_a_record_that_nothing_was_read_in(workplace: Workplace) -> None:
    files = scored(workplace)
    take(workplace, *files)
    take(workplace, *files)

    newest, first = earlier_merges(workplace.session)
    assert (first.n, newest.n) == (1, 2)
    assert [f.status for f in newest.files] == ["already", "already"]
    assert newest.taken == ()


def test_a_report_shows_the_name_that_a_juror_has_now(workplace: Workplace) -> None:
    take(workplace, scored(workplace)[0])
    with workplace.session.reading() as uow:
        astrid = uow.jurors.all()[0]
    put_juror(workplace.session, replace(astrid, name="Astrid Åsen Lie"))

    assert merge_report(workplace.session).merge.files[0].juror == "Astrid Åsen Lie"


def test_a_report_is_written_as_pdf_in_the_language_asked_for(
    workplace: Workplace, tmp_path: Path
) -> None:
    take(workplace, scored(workplace)[0])

    saved = save_report(workplace.session, tmp_path / "new" / "report.pdf", language="nn")

    assert saved.path.read_bytes().startswith(b"%PDF")
    assert saved.sha256 == sha256(saved.path.read_bytes())


def test_a_report_that_is_not_there_is_not_made_up(workplace: Workplace, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        save_report(workplace.session, tmp_path / "report.pdf", 7)

    assert caught.value.code == "E-UNKNOWN"
    assert not (tmp_path / "report.pdf").exists()


def test_the_protocol_states_what_each_merge_did(workplace: Workplace) -> None:
    take(workplace, *scored(workplace))

    content = draft_content(workplace.session)

    assert [m.n for m in content.merges] == [1]
    assert content.held == ()


def test_a_record_that_was_tampered_with_is_not_shown_as_a_report(workplace: Workplace) -> None:
    take(workplace, scored(workplace)[0])
    with workplace.session.writing() as uow:
        [record] = uow.merges.all()
        uow.merges.add(replace(record, n=2, document="{}"))

    with pytest.raises(RuleError) as caught:
        earlier_merges(workplace.session)
    assert caught.value.code == "E-CHANGED"


def test_a_file_laid_aside_after_closing_stands_in_its_report_and_in_the_protocol(
    workplace: Workplace,
) -> None:
    whole, draft = scored(workplace)
    take(workplace, draft)
    close_round(workplace.session)
    take(workplace, whole)

    newest = earlier_merges(workplace.session)[0]
    assert [(f.juror, f.status, f.code) for f in newest.files] == [
        ("Astrid Åsen", "held", "E-CLOSED")
    ]
    content = draft_content(workplace.session)
    assert [line.juror for line in content.held] == ["Astrid Åsen"]

    open_round(workplace.session, reason="It came a minute late")
    merge(workplace.session, preview_held(workplace.session))

    assert draft_content(workplace.session).held == ()
    assert earlier_merges(workplace.session)[0].files[0].status == "new"
