"""The whole job by use cases: what goes between the people are real files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from juryapp.application.decisions.deciding import decide, decide_no_award, justify
from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import EditionDraft
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.impartiality.ruling import impartiality_rows, rule
from juryapp.application.log.check import check_log
from juryapp.application.merge.merging import FileStatus, merge, preview_merge
from juryapp.application.merge.taking_out import put_back, take_out
from juryapp.application.protocol.printing import (
    approved,
    draft_content,
    print_again,
    print_protocol,
)
from juryapp.application.results.scoring import results
from juryapp.base.errors import RuleError
from juryapp.domain.award import Category
from juryapp.domain.criteria import Criterion
from juryapp.domain.decisions import Basis, Outcome
from juryapp.domain.ids import CategoryId, CriterionId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.results import Open
from juryapp.domain.scales import Scale
from workplace import Workplace, ballot, changed, fjordby, services_in, table_of

JURORS = ("astrid", "bjarne", "cecilie")
WINE = Path(__file__).parents[1] / "data" / "validation" / "wine_paris_1976_white.json"


@pytest.fixture
def award(tmp_path: Path) -> Iterator[Workplace]:
    """The small award with an open round."""
    workplace = fjordby(tmp_path)
    yield workplace
    workplace.session.close()


@pytest.fixture
def scores(award: Workplace) -> dict[str, Path]:
    """The three jurors' score files."""
    packages = award.packages()
    return {
        name: award.scored(package, ballot(name))
        for name, package in zip(JURORS, packages, strict=True)
    }


def ranking(award: Workplace) -> list[tuple[int, str, Fraction]]:
    """Return place, name and exact total."""
    with award.session.reading() as uow:
        names = {n.id: n.name for n in uow.nominees.all()}
    category = results(award.session).categories[0]
    return [(r.place, names[r.nominee], r.value) for r in category.ranked]


BY_HAND = [
    (1, "Elvestad", Fraction(123, 16)),
    (2, "Fjordby", Fraction(7)),
    (2, "Skogheim", Fraction(7)),
    (4, "Bergset", Fraction(11, 6)),
]


def nominee(award: Workplace, name: str) -> NomineeId:
    with award.session.reading() as uow:
        return next(n.id for n in uow.nominees.all() if n.name == name)


def merged(award: Workplace, *paths: Path) -> None:
    merge(award.session, preview_merge(award.session, paths))


def test_marks_that_went_through_packages_and_files_give_the_places_worked_out_by_hand(
    award: Workplace, scores: dict[str, Path]
) -> None:
    merged(award, *scores.values())

    assert ranking(award) == BY_HAND
    assert results(award.session).official


def test_any_order_any_grouping_and_repetition_of_the_files_give_the_same(
    award: Workplace, scores: dict[str, Path]
) -> None:
    merged(award, scores["cecilie"])
    merged(award, scores["astrid"], scores["cecilie"])
    merged(award, scores["bjarne"], scores["astrid"], scores["bjarne"])

    assert ranking(award) == BY_HAND


def test_a_preview_changes_nothing(award: Workplace, scores: dict[str, Path]) -> None:
    before = check_log(award.session).head

    plan = preview_merge(award.session, list(scores.values()))

    assert len(plan.taken) == 3
    assert check_log(award.session).head == before
    assert results(award.session).categories[0].ranked == ()


def test_a_newer_file_replaces_marks_and_an_older_one_after_it_changes_nothing(
    award: Workplace, tmp_path: Path
) -> None:
    package = award.packages()[0]
    old = award.scored(package, ballot("astrid"))
    changed = table_of("nominee,criterion,mark", "Fjordby,SAM,9", "Elvestad,,recused")
    new = award.scored(package, changed)

    merged(award, new)
    plan = preview_merge(award.session, [old])

    assert plan.files[0].status is FileStatus.OLDER
    assert not plan.marks


def test_two_machines_with_different_marks_are_a_conflict_that_counts_for_neither(
    award: Workplace, scores: dict[str, Path]
) -> None:
    package = award.packages()[1]
    merged(award, *scores.values())
    other = award.scored(package, changed(ballot("bjarne"), "Fjordby", "SAM", "3"), machine="b")

    plan = preview_merge(award.session, [other])
    assert plan.files[0].status is FileStatus.SECOND_MACHINE
    assert plan.files[0].opened is not None

    yes = preview_merge(award.session, [other], accepted=[plan.files[0].opened.sha256])
    merge(award.session, yes)

    kinds = [question.kind for question in results(award.session).open_questions]
    assert kinds == [Open.CONFLICT]


def test_a_file_that_is_taken_out_no_longer_counts_until_it_is_put_back(
    award: Workplace, scores: dict[str, Path]
) -> None:
    merged(award, *scores.values())
    with award.session.reading() as uow:
        first = uow.files.all()[0]

    take_out(award.session, first.sha256, "Sent by mistake")
    assert Open.NOT_RECEIVED in [q.kind for q in results(award.session).open_questions]

    put_back(award.session, first.sha256)
    assert ranking(award) == BY_HAND
    assert check_log(award.session).sound


def test_a_ruling_of_the_panel_takes_a_juror_out_of_the_mean_and_back(
    award: Workplace, scores: dict[str, Path]
) -> None:
    merged(award, *scores.values())
    bergset = nominee(award, "Bergset")
    with award.session.reading() as uow:
        bjarne = uow.jurors.all()[1].id

    rule(award.session, bjarne, bergset, recused=True, ground="His brother works there.")
    assert ranking(award)[-1] == (4, "Bergset", Fraction(1, 2))
    assert impartiality_rows(award.session)[1].standing is Standing.RECUSED

    rule(award.session, bjarne, bergset, recused=False)
    assert ranking(award) == BY_HAND


def test_a_departure_from_the_points_needs_a_reason_and_is_named_in_the_protocol(
    award: Workplace, scores: dict[str, Path], tmp_path: Path
) -> None:
    merged(award, *scores.values())
    close_round(award.session)
    fjord = nominee(award, "Fjordby")

    with pytest.raises(RuleError) as refused:
        decide(award.session, fjord, Outcome.WINNER)
    assert refused.value.code == "E-REASON"

    decide(award.session, fjord, Outcome.WINNER, "Most has happened here.")
    justify(award.session, fjord, "nb", "Fjordby får prisen.")
    part = draft_content(award.session).categories[0]
    assert (part.decisions[0].basis, part.decisions[0].place) == (Basis.DEPARTS, 2)

    printed = print_protocol(award.session, tmp_path / "protocol.pdf", final=True)
    again = print_again(award.session, 1, tmp_path / "again.pdf")
    assert again.read_bytes() == printed.pdf
    assert approved(award.session)[0].digest == printed.record.digest
    assert check_log(award.session).sound


def test_no_award_can_be_made_and_needs_a_reason(award: Workplace, scores: dict[str, Path]) -> None:
    merged(award, *scores.values())
    with pytest.raises(RuleError):
        decide_no_award(award.session, CategoryId("ALLE"), " ")

    decide_no_award(award.session, CategoryId("ALLE"), "Nobody met the aim of the award.")

    assert draft_content(award.session).categories[0].decisions[0].nominee == ""


def test_the_judgment_of_paris_keeps_its_published_order_through_packages_files_and_merge(
    tmp_path: Path,
) -> None:
    """Eleven judges, ten wines, 0–20 points with halves; the source lists the wines by their means."""
    wine = json.loads(WINE.read_text(encoding="utf-8"))
    wines, judges = wine["input"]["wines"], wine["input"]["judges"]
    services = services_in(tmp_path / "secretariat")
    draft = EditionDraft(
        award_name="Judgment of Paris",
        title="Judgment of Paris 1976",
        year=1976,
        languages=("en",),
        categories=(Category(id=CategoryId("WHITE"), name="Chardonnay"),),
        criteria=(
            Criterion(
                id=CriterionId("POINTS"),
                name="Points",
                weight=Fraction(1),
                scale=Scale(0, 40, Fraction(1, 2)),
            ),
        ),
    )
    session = new_edition(services, draft)
    import_jurors(session, table_of("name", *judges))
    import_nominations(session, table_of("nominee", *wines))
    open_round(session)
    award = Workplace(session, tmp_path)
    files = []
    for judge, package in enumerate(award.packages()):
        points = [row[judge] for row in wine["input"]["matrix"]]
        lines = [f"{name},POINTS,{mark}" for name, mark in zip(wines, points, strict=True)]
        files.append(award.scored(package, table_of("nominee,criterion,mark", *lines)))

    merged(award, *reversed(files))

    order = ranking(award)
    assert [name for _, name, _ in order] == wines
    assert [place for place, _, _ in order] == wine["expected"]["computed"]["rank_by_mean"]
    sums = [Fraction(str(total)) for total in wine["expected"]["computed"]["sum"]]
    assert [value for _, _, value in order] == [total / 11 for total in sums]
    session.close()
