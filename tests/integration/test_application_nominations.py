"""Nominees, nominations and jurors: entered one by one, taken in from tables, removed and put back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import EditionDraft
from juryapp.application.edition.jurors import import_jurors, put_juror, remove_juror
from juryapp.application.edition.nominations import (
    import_nominations,
    nominations_of,
    preview_nominations,
    put_nomination,
    put_nominee,
    remove_nomination,
    remove_nominee,
)
from juryapp.application.edition.parts import NOTHING, SetupParts, nominee_parts, swap_parts
from juryapp.application.tables.mapping import JUROR_FIELDS, NOMINATION_FIELDS, proposed_mapping
from juryapp.domain.award import Category
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import CategoryId, JurorId, NominationId, NomineeId
from juryapp.domain.jury import Role
from juryapp.domain.nominees import Nomination, Nominee, Relation
from prepared_award import Award, award_at, refused
from workplace import services_in, table_of

ALL = CategoryId("ALLE")


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award before its round is opened."""
    with award_at("set_up") as award:
        yield award


def nominations(award: Award) -> list[Nomination]:
    with award.session.reading() as uow:
        return uow.nominations.all()


def state(award: Award) -> object:
    """Return everything that an import may change."""
    with award.session.reading() as uow:
        return (
            uow.categories.all(),
            uow.nominees.all(),
            uow.nominations.all(),
            uow.jurors.all(),
            uow.journal.all(),
        )


# ---- nominees and nominations, one by one


def test_a_new_nominee_gets_an_id_and_the_next_number(award: Award) -> None:
    put_nominee(award.session, Nominee(id=NomineeId(""), number=0, name="Dalen", category=ALL))

    new = award.nominee("Dalen")
    assert (len(new.id), new.number) == (26, 5)
    put_nominee(award.session, replace(new, name="Nydalen"))
    assert award.nominee("Nydalen").id == new.id


def test_a_nominee_needs_a_name_and_a_category_that_is_there(award: Award) -> None:
    nameless = Nominee(id=NomineeId(""), number=0, name=" ", category=ALL)
    assert refused(lambda: put_nominee(award.session, nameless)).code == "E-RULE"
    homeless = replace(nameless, name="X", category=CategoryId("NONE"))
    assert refused(lambda: put_nominee(award.session, homeless)).code == "E-UNKNOWN"
    assert len(award.nominees()) == 4


def test_removing_a_nominee_takes_its_nominations_and_nobody_elses(award: Award) -> None:
    fjord = award.nominee("Fjordby")
    assert len(nominations_of(nominations(award), fjord.id)) == 2

    remove_nominee(award.session, fjord.id)
    remove_nominee(award.session, NomineeId("NOTHING"))

    assert set(award.nominees()) == {"Skogheim", "Elvestad", "Bergset"}
    assert len(nominations(award)) == 3


def test_a_nomination_can_be_added_moved_to_another_nominee_and_removed(award: Award) -> None:
    fjord, berg = award.nominee("Fjordby"), award.nominee("Bergset")
    new = Nomination(id=NominationId(""), nominee=fjord.id, text="Godt\u200b grep")
    put_nomination(award.session, new)
    kept = nominations(award)[-1]
    assert (kept.text, kept.order, len(kept.id)) == ("Godt grep", 6, 26)

    put_nomination(award.session, replace(kept, nominee=berg.id))
    assert [n.text for n in nominations_of(nominations(award), berg.id)][-1] == "Godt grep"

    remove_nomination(award.session, kept.id)
    assert len(nominations(award)) == 5


def test_a_nomination_that_could_not_travel_is_refused_where_it_is_entered(award: Award) -> None:
    fjord = award.nominee("Fjordby")
    long = Nomination(id=NominationId(""), nominee=fjord.id, text="x" * 20_001)
    lost = Nomination(id=NominationId(""), nominee=NomineeId("NOBODY"), text="x")

    assert refused(lambda: put_nomination(award.session, long)).code == "E-STR-LEN"
    assert refused(lambda: put_nomination(award.session, lost)).code == "E-UNKNOWN"
    assert len(nominations(award)) == 5


# ---- nominations from a table


def test_a_preview_says_what_the_import_then_does_and_changes_nothing(award: Award) -> None:
    table = table_of("nominee,text,nominator", "Dalen,Bra,Kari", "Fjordby,Enda en grunn,Kari")
    before = state(award)

    plan = preview_nominations(award.session, table)
    assert state(award) == before

    done = import_nominations(award.session, table)
    assert [n.name for n in plan.nominees] == [n.name for n in done.nominees] == ["Dalen"]
    assert len(plan.nominations) == len(done.nominations) == 2
    assert award.done()[-1] == "nominations.imported"


def test_the_same_table_twice_changes_nothing(award: Award) -> None:
    table = award.session.services.tables.read(
        Path(__file__).parents[1] / "data" / "fjordby" / "nominations.csv"
    )
    before = state(award)

    again = import_nominations(award.session, table)

    assert (again.already, again.nominees, again.nominations) == (5, (), ())
    assert not again.changes
    assert state(award) == before


def test_rows_with_an_id_that_is_known_are_known_whatever_else_they_say(award: Award) -> None:
    import_nominations(award.session, table_of("nominee,id,text", "Dalen,N-1,Bra"))

    again = import_nominations(award.session, table_of("nominee,id,text", "Dalen,N-1,Bedre"))

    assert (again.already, again.nominations) == (1, ())


def test_a_row_that_only_names_a_nominee_makes_the_nominee_and_no_nomination(award: Award) -> None:
    done = import_nominations(award.session, table_of("nominee,text,nominator", "Dalen,,"))

    assert (len(done.nominees), len(done.nominations), done.already) == (1, 0, 0)
    assert "Dalen" in award.nominees()


def test_facts_keep_the_heading_of_their_column_and_relation_its_meaning(award: Award) -> None:
    table = table_of("nominee,Innbyggertall,relation,text", "Dalen,14800,self,Bra")
    mapping = proposed_mapping(table, NOMINATION_FIELDS).with_column("facts", 1)

    import_nominations(award.session, table, mapping)

    assert award.nominee("Dalen").facts == "Innbyggertall: 14800"
    assert nominations(award)[-1].relation is Relation.SELF


def test_a_category_is_found_by_id_or_name_and_left_out_where_there_is_one(award: Award) -> None:
    table = table_of("nominee,category,text", "A-by,ALLE,x", "B-by,alle,x", "C-by,,x")

    done = import_nominations(award.session, table)

    assert {n.category for n in done.nominees} == {"ALLE"}
    assert done.categories == ()


def test_the_categories_of_a_table_take_the_place_of_a_templates_empty_one(award: Award) -> None:
    with award.session.writing() as uow:
        for nomination in uow.nominations.all():
            uow.nominations.remove(nomination.id)
        for nominee in uow.nominees.all():
            uow.nominees.remove(nominee.id)

    done = import_nominations(
        award.session, table_of("nominee,category,text", "A-by,Scene,x", "B-by,Musikk,x")
    )

    with award.session.reading() as uow:
        assert [c.name for c in uow.categories.all()] == ["Scene", "Musikk"]
    assert [c.id for c in done.replaced] == [ALL]


def test_a_templates_empty_category_stays_where_the_table_has_somebody_in_it(award: Award) -> None:
    with award.session.writing() as uow:
        for nomination in uow.nominations.all():
            uow.nominations.remove(nomination.id)
        for nominee in uow.nominees.all():
            uow.nominees.remove(nominee.id)

    done = import_nominations(
        award.session, table_of("nominee,category,text", "A-by,ALLE,x", "B-by,Musikk,x")
    )

    assert done.replaced == ()
    assert [c.name for c in done.categories] == ["Musikk"]


@pytest.mark.parametrize(
    ("rows", "code", "row"),
    [
        (("Dalen,Mellomstore,x",), "E-CATEGORY", 2),
        (("Fjordby,ALLE,x", "Dalen,,x"), "E-CATEGORY", 3),
        (("Dalen,ALLE,x", "Dalen,SMALL,y"), "E-CATEGORY", 3),
    ],
)
def test_a_row_with_a_wrong_category_refuses_the_whole_table(
    rows: tuple[str, ...], code: str, row: int, award: Award
) -> None:
    with award.session.writing() as uow:
        uow.categories.put(Category(id=CategoryId("SMALL"), name="Små", order=2))
    before = state(award)

    error = refused(
        lambda: import_nominations(award.session, table_of("nominee,category,text", *rows))
    )

    assert (error.code, error.params["row"]) == (code, row)
    assert state(award) == before


def test_an_edition_without_categories_gets_those_of_the_table(tmp_path: Path) -> None:
    draft = EditionDraft(award_name="Prisen", title="Prisen 2026", year=2026)
    session = new_edition(services_in(tmp_path), draft)

    done = import_nominations(
        session,
        table_of("nominee,category,text", "A-by,Store,x", "B-by,Små,x", "C-by,store,x", "D-by,,x"),
    )

    assert [(c.name, c.order) for c in done.categories] == [
        ("Store", 1),
        ("Små", 2),
        ("Prisen 2026", 3),
    ]
    assert done.nominees[2].category == done.nominees[0].category
    session.close()


# ---- jurors


def test_a_juror_is_entered_changed_and_removed(award: Award) -> None:
    new = replace(award.juror("astrid"), id=JurorId(""), name="Dag Deltaker", role=Role.MEMBER)
    put_juror(award.session, new)
    dag = award.juror("dag")
    assert (len(dag.id), dag.number) == (26, 4)

    put_juror(award.session, replace(dag, left=True))
    assert award.juror("dag").left
    remove_juror(award.session, dag.id)
    remove_juror(award.session, JurorId("NOBODY"))
    assert [j.number for j in award.jurors()] == [1, 2, 3]
    assert refused(lambda: put_juror(award.session, replace(dag, name=""))).code == "E-RULE"


def test_a_juror_with_a_package_is_marked_as_having_left_instead() -> None:
    with award_at("packages") as award:
        error = refused(lambda: remove_juror(award.session, award.juror("cecilie").id))

        assert error.params["juror"] == "Cecilie Čáhppe"
        assert len(award.jurors()) == 3


def test_jurors_in_a_table_are_added_or_changed_by_name_or_id_and_never_doubled(
    award: Award,
) -> None:
    astrid = award.juror("astrid")
    table = table_of(
        "name,id,role,email,organisation",
        f"Astrid Ås,{astrid.id},,astrid@example.org,",
        "bjarne øvrebø,,member,,",
        "Dag Deltaker,J-9,observer,,Laget",
    )

    done = import_jurors(award.session, table, proposed_mapping(table, JUROR_FIELDS))

    assert (done.added, done.changed) == (1, 2)
    changed = award.juror("astrid")
    assert (changed.name, changed.role, changed.email) == (
        "Astrid Ås",
        Role.CHAIR,
        "astrid@example.org",
    )
    assert changed.organisation == "Prøvelaget"
    assert award.juror("bjarne").role is Role.MEMBER
    dag = award.juror("dag")
    assert (dag.id, dag.number, dag.role, dag.scores) == ("J-9", 4, Role.OBSERVER, False)


@pytest.mark.parametrize(
    "rows", [("Dag,king",), ("Dag,member", ",member"), ("Dag,member", "Dag,chair")]
)
def test_one_wrong_row_keeps_all_jurors_out(rows: tuple[str, ...], award: Award) -> None:
    before = state(award)

    error = refused(lambda: import_jurors(award.session, table_of("name,role", *rows)))

    assert error.params["row"] == len(rows) + 1
    assert state(award) == before


# ---- several things at once: how an import is undone


def test_an_import_is_undone_and_done_again_in_one_step_each(award: Award) -> None:
    done = import_nominations(award.session, table_of("nominee,text", "Dalen,Bra", "Fjordby,Ny"))
    parts = SetupParts(nominees=done.nominees, nominations=done.nominations)
    after = (award.nominees(), nominations(award))

    changes = swap_parts(award.session, out=parts)
    assert "Dalen" not in award.nominees()
    assert len(nominations(award)) == 5
    assert changes == ChangeSet.of(Topic.NOMINEES)

    swap_parts(award.session, into=parts)
    assert (award.nominees(), nominations(award)) == after


def test_a_nominee_comes_back_just_as_it_was(award: Award) -> None:
    fjord = award.nominee("Fjordby")
    with award.session.reading() as uow:
        parts = nominee_parts(uow, fjord.id)
        assert nominee_parts(uow, NomineeId("NOBODY")) == NOTHING
    before = (award.nominees(), nominations(award))

    remove_nominee(award.session, fjord.id)
    swap_parts(award.session, into=parts)

    assert (award.nominees(), nominations(award)) == before


def test_jurors_and_categories_can_be_swapped_too(award: Award) -> None:
    category = Category(id=CategoryId("SMALL"), name="Små", order=2)
    juror = replace(award.juror("astrid"), id=JurorId("J-9"), number=9)
    parts = SetupParts(categories=(category,), jurors=(juror,))

    assert swap_parts(award.session, into=parts) == ChangeSet.of(Topic.SETUP, Topic.JURORS)
    assert award.jurors()[-1] == juror
    swap_parts(award.session, out=parts)

    assert len(award.jurors()) == 3
    with award.session.reading() as uow:
        assert [c.id for c in uow.categories.all()] == ["ALLE"]
    assert swap_parts(award.session) == ChangeSet()


def test_what_may_not_be_removed_stays_and_so_does_all_else() -> None:
    with award_at("packages") as award:
        with award.session.reading() as uow:
            category = uow.categories.all()[0]
        outs = [
            SetupParts(nominees=(award.nominee("Fjordby"),), jurors=(award.juror("astrid"),)),
            SetupParts(nominations=tuple(nominations(award)), jurors=(award.juror("astrid"),)),
            SetupParts(nominations=tuple(nominations(award)), categories=(category,)),
        ]
        before = state(award)
        for out in outs:
            assert refused(lambda out=out: swap_parts(award.session, out=out)).code == "E-RULE"  # type: ignore[misc]
            assert state(award) == before
