"""Setting up an edition: making it, its parts, the check, and what is locked once the round is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from juryapp.application.decisions.deciding import decide_no_award, justify
from juryapp.application.edition.editions import (
    new_edition,
    open_edition,
    open_place,
    the_only_edition,
)
from juryapp.application.edition.files import EditionDraft
from juryapp.application.edition.jurors import put_juror, remove_juror
from juryapp.application.edition.nominations import put_nominee, remove_nominee
from juryapp.application.edition.rounds import check_setup, close_round, open_round
from juryapp.application.edition.setup import (
    order_criteria,
    put_category,
    put_criterion,
    put_edition,
    put_meeting,
    put_rules,
    remove_category,
    remove_criterion,
)
from juryapp.application.impartiality.ruling import rule
from juryapp.application.keys.recovery import make_phrase
from juryapp.application.merge.conflicts import settle
from juryapp.application.overview import Step, overview
from juryapp.application.packages.writing import write_packages
from juryapp.application.protocol.printing import draft_content
from juryapp.application.session import Session
from juryapp.base.errors import BusyError, UnavailableError, UsageError
from juryapp.domain.award import Category, RoundState, Status
from juryapp.domain.criteria import Criterion, Level, Rules
from juryapp.domain.ids import CategoryId, CriterionId, JurorId
from juryapp.domain.jury import Juror, Role
from juryapp.domain.protocol import Meeting
from juryapp.domain.scales import Scale
from prepared_award import Award, award_at, everything_in, refused
from workplace import services_in

TEN = Scale(0, 10, Fraction(1))
DRAFT = EditionDraft(award_name="Prisen", title="Prisen 2026", year=2026, id="P-2026")


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award before its round is opened."""
    with award_at("set_up") as award:
        yield award


@pytest.fixture
def opened() -> Iterator[Award]:
    """The small award with an open round."""
    with award_at("open") as award:
        yield award


def criteria(session: Session) -> list[Criterion]:
    with session.reading() as uow:
        return uow.criteria.all()


def categories(session: Session) -> list[Category]:
    with session.reading() as uow:
        return uow.categories.all()


# ---- making and opening


def test_a_new_edition_has_ids_keys_and_the_first_entry_of_its_log(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    draft = replace(
        DRAFT,
        categories=(Category(id=CategoryId(""), name="Alle"),),
        criteria=(Criterion(id=CriterionId(""), name="Nytte", weight=Fraction(1), scale=TEN),),
        jurors=(Juror(id=JurorId(""), number=1, name="Kari Prøve"),),
    )

    session = new_edition(services, draft)

    with session.reading() as uow:
        ids = [uow.categories.all()[0].id, uow.criteria.all()[0].id, uow.jurors.all()[0].id]
        assert uow.journal.all()[0].what == "edition.made"
    assert all(len(id_) == 26 for id_ in ids)
    assert services.keys.award_keys(session.edition().id) is not None
    assert overview(session).step is Step.SETUP
    assert overview(session).status is Status.SETUP
    session.close()


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (replace(DRAFT, id="../P"), "E-USAGE"),
        (replace(DRAFT, title=" "), "E-RULE"),
        (replace(DRAFT, languages=()), "E-RULE"),
        (replace(DRAFT, rules=Rules(minimum_marks=0)), "E-RULE"),
        (replace(DRAFT, categories=(Category(id=CategoryId("A"), name=""),)), "E-RULE"),
        (replace(DRAFT, jurors=(Juror(id=JurorId("A"), number=1, name=""),)), "E-RULE"),
        (
            replace(
                DRAFT,
                criteria=(
                    Criterion(id=CriterionId("A"), name="x" * 20_001, weight=Fraction(1), scale=TEN),
                ),
            ),
            "E-STR-LEN",
        ),
        (
            replace(
                DRAFT,
                criteria=(Criterion(id=CriterionId("A"), name="", weight=Fraction(1), scale=TEN),),
            ),
            "E-RULE",
        ),
    ],
)  # fmt: skip
def test_an_edition_that_breaks_a_rule_is_not_made_and_leaves_nothing(
    draft: EditionDraft, code: str, tmp_path: Path
) -> None:
    services = services_in(tmp_path)

    assert refused(lambda: new_edition(services, draft)).code == code
    assert everything_in(tmp_path) == {}


def test_an_edition_is_never_made_over_another(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    new_edition(services, DRAFT).close()
    before = everything_in(tmp_path)

    assert refused(lambda: new_edition(services, DRAFT)).code == "E-EXISTS"
    assert everything_in(tmp_path) == before


def test_an_edition_whose_keys_cannot_be_kept_is_not_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = services_in(tmp_path)

    def full(_self: object, _edition: str) -> None:
        raise UnavailableError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(services.keys), "make_award_keys", full)
        assert refused(lambda: new_edition(services, DRAFT)).code == "E-UNAVAILABLE"

    assert services.store.editions() == []
    new_edition(services, DRAFT).close()  # the name is free


def test_a_database_that_holds_an_edition_is_never_discarded(award: Award) -> None:
    session = award.session
    with pytest.raises(ValueError, match="stays"):
        session.services.store.discard(session.database, session.edition().id)

    assert award.database.exists()
    assert len(award.jurors()) == 3


def test_the_only_edition_need_not_be_named_but_one_of_several_must_be(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    assert refused(lambda: the_only_edition(services)).code == "E-NO-EDITION"

    new_edition(services, DRAFT).close()
    session = open_edition(services)
    assert session.edition().title == "Prisen 2026"
    with pytest.raises(BusyError):
        open_place(services_in(tmp_path / "other"), session.database.place)
    session.close()

    new_edition(services, replace(DRAFT, id="Q-2026")).close()
    error = refused(lambda: open_edition(services))
    assert error.code == "E-WHICH-EDITION"
    assert {"P-2026", "Q-2026"} <= set(error.params["known"].split(", "))

    place = open_edition(services, "Q-2026")
    path = place.database.place
    place.close()
    again = open_place(services, path, read_only=True)
    assert again.edition().id == "Q-2026"
    again.close()


def test_nobody_is_found_who_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        open_edition(services_in(tmp_path), "NOBODY")


# ---- facts, categories, criteria, rules


def test_the_facts_of_an_edition_change_but_not_what_it_is(award: Award) -> None:
    before = award.session.edition()

    put_edition(
        award.session,
        replace(before, id="X", award="Y", made="Z", trial=True, title="Fjordprisen i år"),  # type: ignore[arg-type]
    )

    assert award.session.edition() == replace(before, title="Fjordprisen i år")
    assert (
        refused(lambda: put_edition(award.session, replace(before, languages=("de",)))).code
        == "E-RULE"
    )


def test_categories_are_added_last_changed_in_place_and_removed_when_empty(award: Award) -> None:
    put_category(award.session, Category(id=CategoryId(""), name="Små"))
    new = categories(award.session)[-1]
    assert (new.name, new.order) == ("Små", 2)

    put_category(award.session, replace(new, name="Mindre"))
    assert [c.name for c in categories(award.session)] == ["Alle", "Mindre"]

    remove_category(award.session, new.id)
    assert [c.name for c in categories(award.session)] == ["Alle"]
    error = refused(lambda: remove_category(award.session, CategoryId("ALLE")))
    assert error.params["category"] == "Alle"
    assert refused(lambda: put_category(award.session, replace(new, name=""))).code == "E-RULE"


def test_removing_what_is_not_there_changes_nothing(award: Award) -> None:
    remove_category(award.session, CategoryId("NOTHING"))
    remove_criterion(award.session, CriterionId("NOTHING"))

    assert [c.id for c in categories(award.session)] == ["ALLE"]
    assert [c.id for c in criteria(award.session)] == ["SAM", "NY"]


def test_criteria_are_added_last_ordered_and_removed(award: Award) -> None:
    put_criterion(
        award.session, Criterion(id=CriterionId(""), name="Miljø", weight=Fraction(1), scale=TEN)
    )
    third = criteria(award.session)[-1]
    assert (third.name, third.order) == ("Miljø", 3)

    order_criteria(award.session, [third.id, CriterionId("NY")])
    assert [c.name for c in criteria(award.session)] == ["Miljø", "Nyskaping", "Samarbeid"]

    remove_criterion(award.session, third.id)
    put_criterion(award.session, replace(criteria(award.session)[0], weight=Fraction(2)))
    assert [(c.name, c.weight) for c in criteria(award.session)] == [
        ("Nyskaping", Fraction(2)),
        ("Samarbeid", Fraction(3)),
    ]


def test_a_criterion_is_kept_so_that_it_can_travel_in_a_package(award: Award) -> None:
    """A hash stands for its texts, so nothing could mend them once the round is open."""
    pasted = Criterion(
        id=CriterionId("NY"),
        name="Ny\u200bskaping",
        group="a\u030apent",
        guidance="en\tto\r\ntre",
        weight=Fraction(1),
        scale=TEN,
        levels=(Level(10, "best\u202e"),),
        order=2,
    )

    put_criterion(award.session, pasted)

    kept = award.criterion("NY")
    assert (kept.name, kept.group, kept.guidance) == ("Nyskaping", "åpent", "en to\ntre")
    assert kept.levels[0].words == "best"
    open_round(award.session)
    package = award.packages()[0]
    desk = award.desk(package)
    with desk.reading() as uow:
        assert uow.criteria.find(CriterionId("NY")) == kept
    desk.close()
    long = replace(pasted, guidance="x" * 20_001)
    assert refused(lambda: put_criterion(award.session, long)).code == "E-STR-LEN"


@pytest.mark.parametrize(
    "change",
    [
        lambda s: put_criterion(s, criteria(s)[0]),
        lambda s: remove_criterion(s, CriterionId("NY")),
        lambda s: order_criteria(s, [CriterionId("NY")]),
        lambda s: put_rules(s, Rules()),
        lambda s: remove_category(s, CategoryId("ALLE")),
    ],
)
def test_what_the_marks_are_asked_by_is_locked_once_the_round_is_open(
    change: Callable[[Session], object], opened: Award
) -> None:
    before = (criteria(opened.session), opened.log())

    assert refused(lambda: change(opened.session)).code == "E-LOCKED-SETUP"
    assert (criteria(opened.session), opened.log()) == before


def test_rules_and_meeting_are_kept(award: Award) -> None:
    rules = Rules(minimum_marks=2, decimals=3, close_margin=Fraction(1, 3))
    put_rules(award.session, rules)
    put_meeting(award.session, Meeting(date="2026-11-12", present=("Kari",)))

    with award.session.reading() as uow:
        assert uow.rules() == rules
        assert uow.meeting().present == ("Kari",)
    assert refused(lambda: put_rules(award.session, replace(rules, places="1223"))).code == "E-RULE"
    huge = replace(rules, close_margin=Fraction(10**13))
    assert refused(lambda: put_rules(award.session, huge)).code == "E-RULE"
    assert award.done()[-2:] == ["rules.put", "meeting.put"]


# ---- the check, and the round


def findings(session: Session) -> list[tuple[str, bool]]:
    return [(finding.page, finding.blocks) for finding in check_setup(session)]


def test_an_empty_edition_may_not_be_opened_and_everything_to_mend_is_said_at_once(
    tmp_path: Path,
) -> None:
    session = new_edition(services_in(tmp_path), DRAFT)

    assert findings(session) == [
        ("categories", True),
        ("criteria", True),
        ("nominees", True),
        ("jurors", True),
        ("jurors", False),
        ("jurors", False),
        ("award", False),
        ("phrase", False),
    ]
    error = refused(lambda: open_round(session))
    assert error.code == "E-NOT-READY"
    with session.reading() as uow:
        assert uow.rounds.all() == []
    for use_case in (close_round, lambda s: write_packages(s, tmp_path / "packages")):
        assert refused(lambda use_case=use_case: use_case(session)).code == "E-NOT-OPENED"  # type: ignore[misc]
    assert not (tmp_path / "packages").exists()
    session.close()


def test_an_award_that_is_ready_has_nothing_to_mend(award: Award) -> None:
    assert findings(award.session) == [("phrase", False)]
    make_phrase(award.session)
    assert check_setup(award.session) == []


def test_empty_categories_and_equal_names_are_pointed_out_and_do_not_block(award: Award) -> None:
    put_category(award.session, Category(id=CategoryId("SMALL"), name="Små"))
    twin = replace(award.nominee("Bergset"), id="", name="Fjordby")  # type: ignore[arg-type]
    put_nominee(award.session, twin)
    make_phrase(award.session)

    found = check_setup(award.session)

    assert [(f.page, f.blocks) for f in found] == [("nominees", False)] * 2
    assert [dict(f.params) for f in found] == [{"category": "Små"}, {"nominee": "Fjordby"}]
    open_round(award.session)
    assert award.done()[-1] == "round.opened"


def test_opening_freezes_what_the_jurors_see_and_how_it_is_counted(award: Award) -> None:
    open_round(award.session)
    with award.session.reading() as uow:
        opened = uow.rounds.all()[0]

    assert (opened.id, opened.number, opened.state) == ("R1", 1, RoundState.OPEN)
    assert len({opened.ballot, opened.rules, opened.order_seed}) == 3
    assert refused(lambda: open_round(award.session)).code == "E-OPEN"
    assert award.done()[-1] == "round.opened"


def test_a_closed_round_opens_again_with_a_reason_and_as_it_was(opened: Award) -> None:
    with opened.session.reading() as uow:
        before = uow.rounds.all()[0]
    close_round(opened.session)
    assert overview(opened.session).status is Status.CLOSED
    assert refused(lambda: close_round(opened.session)).code == "E-CLOSED"
    assert refused(lambda: open_round(opened.session, reason="  ")).code == "E-REASON"
    assert overview(opened.session).status is Status.CLOSED

    open_round(opened.session, reason="One file came late.")

    with opened.session.reading() as uow:
        assert uow.rounds.all() == [before]
    assert opened.done()[-2:] == ["round.closed", "round.reopened"]


def test_a_backup_is_made_before_the_round_is_closed(opened: Award) -> None:
    store, edition = opened.session.services.store, opened.session.edition().id
    assert store.backups(edition) == []

    close_round(opened.session)

    (backup,) = store.backups(edition)
    assert "closing" in backup.name


def test_a_changed_weight_alters_the_rules_and_not_what_the_jurors_see() -> None:
    hashes = []
    for weight in (3, 4):
        with award_at("set_up") as award:
            put_criterion(award.session, replace(award.criterion("SAM"), weight=Fraction(weight)))
            open_round(award.session)
            with award.session.reading() as uow:
                hashes.append((uow.rounds.all()[0].ballot, uow.rounds.all()[0].rules))

    assert hashes[0][0] == hashes[1][0]
    assert hashes[0][1] != hashes[1][1]


# ---- what a removed thing leaves behind


def test_a_nominee_that_is_decided_on_or_in_a_package_is_not_removed(opened: Award) -> None:
    bergset = opened.nominee("Bergset")
    justify(opened.session, bergset.id, "nb", "Skrevet for tidlig.")
    remove_nominee(opened.session, bergset.id)  # no package has named it
    assert draft_content(opened.session).categories[0].justifications == ()

    write_packages(opened.session, opened.folder / "packages")
    fjord = opened.nominee("Fjordby")
    error = refused(lambda: remove_nominee(opened.session, fjord.id))
    assert error.params["nominee"] == "Fjordby"
    assert "Fjordby" in opened.nominees()


def test_who_settled_a_conflict_stays_on_record() -> None:
    """Without a package the chair could be removed, and the protocol would miss the name."""
    with award_at("merged") as award:
        key, rivals = award.conflict()
        put_juror(
            award.session,
            Juror(id=JurorId(""), number=0, name="Dag Deltaker", role=Role.DEPUTY_CHAIR),
        )
        deputy = award.juror("dag")
        rule(award.session, award.juror("astrid").id, key.nominee, recused=True)
        settle(award.session, key, rivals[0].content, "As in the minutes.", by=deputy)

        assert (
            refused(lambda: remove_juror(award.session, deputy.id)).params["juror"] == deputy.name
        )
        assert draft_content(award.session).settlements[0].by == "Dag Deltaker"


def test_no_award_before_anything_came_needs_no_points(opened: Award) -> None:
    decide_no_award(opened.session, CategoryId("ALLE"), "Nobody applied.")

    assert overview(opened.session).decided == 1
