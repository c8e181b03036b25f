"""Excel ballots travel with the edition, and are marked everywhere as signed by nobody."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.application.checking.verifying import verify
from juryapp.application.copies.award_files import export_award
from juryapp.application.merge.confirmation import confirmation_letter, to_confirm
from juryapp.application.merge.receipts import files_without_receipt
from juryapp.application.packages.overview import package_overview
from juryapp.application.packages.writing import write_packages
from juryapp.application.ports.awards import AwardKind
from juryapp.application.protocol.printing import draft_content
from juryapp.domain.packages import Origin, PackageKind
from prepared_award import Award, award_at, refused
from two_copies import two_copies
from workbook_examples import empty, fill, returned


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with its round open and nobody asked yet."""
    with award_at("open") as award:
        yield award


# ---- copies of the edition


def test_a_copy_combined_with_another_reads_the_workbook_once_more() -> None:
    with two_copies() as two:
        juror = next(j for j in package_overview(two.theirs.session).lines if j.juror.number == 2)
        folder = two.theirs.folder / "workbooks"
        written, _ = write_packages(
            two.theirs.session, folder, jurors=[juror.juror.id], workbook=True
        )
        path = folder / "back.xlsx"
        path.write_bytes(fill(written[0].path).bytes())
        two.theirs.merge(path)

        two.ours.combine(two.theirs)

        with two.ours.session.reading() as uow:
            (origin,) = uow.files.origins().values()
            (file,) = uow.files.all()
            assert uow.files.sealed(file.sha256) == path.read_bytes()
        assert origin.origin is Origin.WORKBOOK
        assert two.ours.is_sound()


def test_an_archive_holds_the_workbook_and_what_was_read_from_it(award: Award) -> None:
    path = returned(award)
    award.merged(path)
    target = award.folder / "whole.juryaward"
    export_award(award.session, target, AwardKind.ARCHIVE)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        (book,) = [name for name in names if name.startswith("imports/")]
        assert book.endswith(".xlsx")
        assert archive.read(book) == path.read_bytes()
        (read,) = [name for name in names if name.startswith("opened/")]
        assert json.loads(archive.read(read))["origin"] == "workbook"
        assert json.loads(archive.read("data.json"))["origins"][0]["origin"] == "workbook"


# ---- marked as such


def test_the_overview_says_who_got_a_workbook(award: Award) -> None:
    empty(award)
    lines = {line.juror.number: line for line in package_overview(award.session).lines}
    issue = lines[2].score
    assert issue is not None
    assert issue.is_workbook
    assert lines[1].score is None


def test_who_has_handed_in_without_a_signature_is_told_apart(award: Award) -> None:
    award.merged(returned(award))
    lines = {line.juror.number: line for line in package_overview(award.session).lines}
    assert (lines[2].unsigned, lines[1].unsigned) == ("workbook", "")


def test_a_workbook_gets_no_receipt_but_an_e_mail_that_lists_the_marks(award: Award) -> None:
    award.merged(returned(award, note="Good."))
    assert files_without_receipt(award.session) == ()
    ((file, juror),) = to_confirm(award.session)
    assert juror == award.juror("bjarne")

    letter = confirmation_letter(award.session, file.sha256, "en")

    assert "Samarbeid: 7.5" in letter.body
    assert "Fjordby" in letter.body
    assert "not signed" in letter.body


def test_the_protocol_says_that_nobody_signed_it(award: Award) -> None:
    award.merged(returned(award))
    (line,) = draft_content(award.session).files
    assert (line.origin, bool(line.by)) == ("workbook", True)


def test_verify_says_whose_it_is_and_that_the_marks_are_not_signed(award: Award) -> None:
    found = verify(award.session.services, returned(award), award.session)
    assert (found.kind, found.whole, found.signature, found.known) == (
        "workbook",
        True,
        "valid",
        "award",
    )
    assert found.whose == "Bjarne Øvrebø"
    assert "signed by nobody" in found.detail


def test_a_workbook_is_only_for_giving_marks(award: Award) -> None:
    error = refused(
        lambda: write_packages(
            award.session, award.folder / "x", PackageKind.DECLARE, workbook=True
        )
    )
    assert error.code == "E-USAGE"


def test_a_large_file_of_any_kind_is_still_a_verdict_and_no_error(
    award: Award, tmp_path: Path
) -> None:
    for name in ("large.bin", "large.xlsx"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(b"PK\x03\x04 none of ours")
            file.truncate(30 << 20)
        found = verify(award.session.services, path, award.session)
        assert not found.whole
        assert found.detail


def test_the_protocol_tells_a_workbook_apart_from_a_package_that_was_kept_closed(
    award: Award,
) -> None:
    award.packages(PackageKind.SCORE)
    award.merged(returned(award))

    content = draft_content(award.session)

    assert content.unguarded == ("Bjarne Øvrebø",)
    assert len(content.early) == 2
    assert "Bjarne Øvrebø" not in content.early
