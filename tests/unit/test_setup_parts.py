"""Set-up by use cases on real SQLite: what it shows, how edits are undone, an edition made again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from juryapp.application.edition.again import draft_of
from juryapp.application.edition.juror_preview import preview_jurors
from juryapp.application.edition.jurors import import_jurors, put_juror
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.edition.parts import NOTHING, SetupParts, nominee_parts, swap_parts
from juryapp.application.edition.view import SetupView, setup_view
from juryapp.application.packages.writing import write_packages
from juryapp.base.errors import RuleError
from juryapp.domain.changes import Topic
from juryapp.domain.ids import CategoryId, CriterionId, NomineeId
from juryapp.domain.jury import Juror
from workplace import Workplace, fjordby, table_of


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    made = fjordby(tmp_path)
    yield made
    made.session.close()


def view(place: Workplace) -> SetupView:
    return setup_view(place.session)


def test_the_view_shows_what_was_entered_and_that_it_is_locked(place: Workplace) -> None:
    seen = view(place)

    assert (len(seen.categories), len(seen.criteria)) == (1, 2)
    assert (len(seen.nominees), len(seen.nominations), len(seen.jurors)) == (4, 5, 3)
    assert seen.is_locked
    assert seen.is_open
    assert seen.can_open
    assert seen.packaged == frozenset()
    assert seen.nominees_in(seen.categories[0].id) == 4
    assert seen.category_name(CategoryId("ALLE")) == "Alle"
    assert seen.category_name(CategoryId("GONE")) == ""
    assert seen.criterion(CriterionId("NY")) == seen.criteria[1]
    assert seen.criterion(CriterionId("GONE")) is None


def test_the_shares_of_the_criteria_add_up_to_the_whole(place: Workplace) -> None:
    seen = view(place)

    assert [seen.share(c) for c in seen.criteria] == [Fraction(3, 4), Fraction(1, 4)]


def test_a_nominee_taken_out_with_its_nominations_comes_back_just_as_it_was(
    place: Workplace,
) -> None:
    before = view(place)
    with place.session.reading() as uow:
        parts = nominee_parts(uow, before.nominees[0].id)
    assert len(parts.nominations) == 2

    changes = swap_parts(place.session, out=parts)
    assert len(view(place).nominees) == 3
    assert changes.touches(Topic.NOMINEES)
    swap_parts(place.session, into=parts)

    after = view(place)
    assert (after.nominees, after.nominations) == (before.nominees, before.nominations)


def test_a_nominee_that_is_gone_gives_no_parts(place: Workplace) -> None:
    with place.session.reading() as uow:
        assert nominee_parts(uow, NomineeId("GONE")) == NOTHING


def test_swapping_is_all_or_nothing(place: Workplace) -> None:
    before = view(place)
    category = SetupParts(categories=before.categories, jurors=before.jurors)

    with pytest.raises(RuleError, match="has nominees"):
        swap_parts(place.session, out=category)

    assert view(place) == before


def test_what_has_a_package_is_not_taken_out(place: Workplace) -> None:
    seen = view(place)
    write_packages(place.session, place.folder / "packages")

    with pytest.raises(RuleError):
        swap_parts(place.session, out=SetupParts(nominees=seen.nominees[:1]))
    with pytest.raises(RuleError):
        swap_parts(place.session, out=SetupParts(jurors=seen.jurors[:1]))

    assert view(place).packaged == frozenset(j.id for j in seen.jurors)


def test_a_category_without_nominees_is_swapped(place: Workplace) -> None:
    seen = view(place)
    everything = SetupParts(
        categories=seen.categories,
        nominees=seen.nominees,
        nominations=seen.nominations,
        jurors=seen.jurors,
    )

    changes = swap_parts(place.session, out=everything)

    assert view(place).categories == ()
    assert changes.touches(Topic.SETUP)
    assert changes.touches(Topic.JURORS)
    swap_parts(place.session, into=everything)
    assert view(place).nominees == seen.nominees


def test_an_edition_made_again_has_new_ids_the_next_year_and_nobody_who_left(
    place: Workplace,
) -> None:
    first: Juror = view(place).jurors[0]
    put_juror(place.session, Juror(id=first.id, number=first.number, name=first.name, left=True))

    draft = draft_of(place.session)

    assert (draft.title, draft.year, draft.deadline) == ("Fjordprisen 2027", 2027, "")
    assert {c.id for c in draft.categories} | {c.id for c in draft.criteria} == {""}
    assert [(j.number, j.name) for j in draft.jurors] == [
        (1, "Bjarne Øvrebø"),
        (2, "Cecilie Čáhppe"),
    ]
    assert draft.rules == view(place).rules


def test_a_preview_of_jurors_counts_the_known_ones_by_name_and_does_nothing(
    place: Workplace,
) -> None:
    table = table_of("Navn,Rolle", "astrid  åsen,medlem", "Ny Person,medlem")
    before = view(place)

    seen = preview_jurors(place.session, table)

    assert (seen.added, seen.changed, len(seen.rows)) == (1, 1, 2)
    assert view(place) == before
    done = import_jurors(place.session, table)
    assert (done.added, done.changed) == (seen.added, seen.changed)


def test_an_import_that_is_taken_back_leaves_what_stood_before(place: Workplace) -> None:
    before = view(place)
    table = table_of("Kandidat,Begrunnelse", "Nysund,Fordi", "Fjordby,Ny grunn")

    made = import_nominations(place.session, table)
    parts = SetupParts(nominees=made.nominees, nominations=made.nominations)
    swap_parts(place.session, out=parts)

    after = view(place)
    assert (after.nominees, after.nominations) == (before.nominees, before.nominations)
