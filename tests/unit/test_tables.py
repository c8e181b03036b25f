"""What the columns and cells of a table from outside mean."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.application.tables.cells import folded
from juryapp.application.tables.mapping import (
    JUROR_FIELDS,
    MARK_FIELDS,
    NOMINATION_FIELDS,
    Field,
    FieldKind,
    Mapping,
    Table,
    TableRow,
    TableWarning,
    mapped_rows,
    mapping_warnings,
    name_key,
    proposed_mapping,
)
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import translated
from juryapp.domain.jury import Role


def table(*lines: str, name: str = "list.csv") -> Table:
    """Return a table of lines with semicolons, the first of them the headings."""
    cells = [tuple(line.split(";")) for line in lines]
    rows = tuple(TableRow(number=n, cells=row) for n, row in enumerate(cells[1:], 2))
    return Table(name=name, columns=cells[0], rows=rows)


def refused(*lines: str, fields: tuple[Field, ...] = NOMINATION_FIELDS) -> FileFormatError:
    """Return the error that taking these lines in ends with."""
    given_table = table(*lines)
    with pytest.raises(FileFormatError) as caught:
        mapped_rows(given_table, proposed_mapping(given_table, fields))
    return caught.value


def values(key: str, *lines: str, fields: tuple[Field, ...] = NOMINATION_FIELDS) -> tuple[str, ...]:
    """Return what the rows say under `key`."""
    given_table = table(*lines)
    return tuple(
        row[key] for row in mapped_rows(given_table, proposed_mapping(given_table, fields))
    )


def codes(*lines: str, fields: tuple[Field, ...] = NOMINATION_FIELDS) -> list[str]:
    """Return the codes of what should be looked at."""
    given_table = table(*lines)
    found = mapping_warnings(given_table, proposed_mapping(given_table, fields))
    assert all(warning.sentence() for warning in found)
    return [warning.code for warning in found]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Nominert kommune", "nominee"),
        ("NAVN", "nominee"),
        ("Kandidat:", "nominee"),
        ("Hvem vil du nominere? (kommune)", "nominee"),
        ("Kven vil du nominere?", "nominee"),
        ("Who do you nominate?", "nominee"),
        ("Kategori", "category"),
        ("Klasse", "category"),
        ("Begrunnelse for nominasjonen", "text"),
        ("Grunngjeving", "text"),
        ("Nomination text", "text"),
        ("Nominert av", "nominator"),
        ("Navn på den som nominerer", "nominator"),
        ("Forslagsstillar", "nominator"),
        ("Foreslatt av", "nominator"),  # without the ring: some programs drop it
        ("Organisasjon", "organisation"),
        ("Verksemd", "organisation"),
        ("Egen eller andre", "relation"),
        ("Mottatt", "received"),
        ("Motteke", "received"),
        ("Fullføringstidspunkt", "received"),
        ("ID", "id"),
    ],
)
def test_a_heading_in_any_of_three_languages_finds_its_field(heading: str, key: str) -> None:
    mapping = proposed_mapping(table(f"Annet;{heading}", "x;y"), NOMINATION_FIELDS)

    assert mapping.columns == {key: 1}


def test_all_titles_and_keys_find_their_own_field() -> None:
    for fields in (NOMINATION_FIELDS, JUROR_FIELDS, MARK_FIELDS):
        for names in ([f.key for f in fields], [f.title for f in fields]):
            mapping = proposed_mapping(table(";".join(names), ";" * (len(names) - 1)), fields)
            assert mapping.columns == {f.key: place for place, f in enumerate(fields)}


def test_no_synonym_stands_for_two_fields_of_a_set() -> None:
    for fields in (NOMINATION_FIELDS, JUROR_FIELDS, MARK_FIELDS):
        of_field = [{folded(w) for w in (f.key, f.title, *f.synonyms)} for f in fields]
        words = [word for words in of_field for word in words]
        assert len(words) == len(set(words))


def test_an_exact_heading_wins_over_one_that_contains_the_word() -> None:
    mapping = proposed_mapping(table("Navn på innsender;Navn", "x;y"), NOMINATION_FIELDS)

    assert mapping.columns == {"nominator": 0, "nominee": 1}


def test_a_column_serves_one_field_only() -> None:
    mapping = proposed_mapping(table("Navn", "x"), NOMINATION_FIELDS)

    assert mapping.columns == {"nominee": 0}


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_no_headings_at_all_confuse_the_guess(headings: list[str]) -> None:
    given_table = Table(name="x", columns=tuple(headings), rows=())
    columns = proposed_mapping(given_table, NOMINATION_FIELDS).columns

    assert len(set(columns.values())) == len(columns)
    assert all(0 <= column < len(headings) for column in columns.values())


def test_a_municipality_is_the_nominee_where_nothing_else_names_one() -> None:
    assert values("nominee", "Kommune;Begrunnelse", "Ærdal;god") == ("Ærdal",)
    assert values("place", "Navn;Municipality", "Kari;Ærdal") == ("Ærdal",)


def test_a_person_may_choose_another_column_or_none() -> None:
    mapping = proposed_mapping(table("Navn;By", "x;y"), NOMINATION_FIELDS)

    other = mapping.with_column("nominee", 1)
    none = other.with_column("nominee", None)

    assert other.columns == {"nominee": 1}  # the column was taken from “place”
    assert none.columns == {}
    assert [f.key for f in none.missing] == ["nominee"]


def test_a_missing_column_is_named_together_with_those_that_are_there() -> None:
    error = refused("Østlandets Kulturhus;Scene", "Áilu;Musikk")

    assert (error.code, error.file, error.column) == ("E-CSV-HEADER", "list.csv", "nominee")
    assert "Østlandets Kulturhus, Scene" in translated(error)


def test_an_empty_name_is_refused_by_row() -> None:
    error = refused("Navn;By", "Ærdal;x", " ;y")

    assert (error.code, error.row, error.column) == ("E-NAME-EMPTY", 3, "Navn")


def test_several_nominations_of_one_nominee_are_taken() -> None:
    assert values("nominee", "Navn", "Ærdal", "Ærdal ", "Øyrevik") == ("Ærdal", "Ærdal", "Øyrevik")


def test_the_same_letters_composed_and_decomposed_are_one_spelling() -> None:
    assert values("nominee", "Navn", "\u00c1ilu", "A\u0301ilu") == ("\u00c1ilu", "\u00c1ilu")


def test_two_spellings_of_one_nominee_are_refused_with_both_rows() -> None:
    error = refused("Navn", "Ærdal", "Øyrevik", "ÆRDAL")

    assert (error.code, error.row) == ("E-NAME-DUP", 4)
    assert "Rows 2 and 4" in translated(error)
    assert "“ÆRDAL”" in translated(error)


def test_a_juror_may_stand_there_only_once() -> None:
    error = refused("Navn;E-post", "Kari;k@example.org", "Kari;l@example.org", fields=JUROR_FIELDS)

    assert (error.code, error.row, error.column) == ("E-NAME-DUP", 3, "Navn")


def test_an_id_may_stand_there_only_once() -> None:
    assert refused("Navn;ID", "A;N-1", "B;N-1").code == "E-ID-DUP"


def test_rows_without_an_id_do_not_count_as_equal() -> None:
    assert values("id", "Navn;ID", "A;", "B;", "C;N-1") == ("", "", "N-1")


def test_what_cannot_be_an_id_is_left_out_with_a_remark() -> None:
    lines = ("Navn;ID", "A;sak 2026/14")

    assert values("id", *lines) == ("",)
    assert codes(*lines) == ["W-ID"]


def test_no_table_brings_an_id_that_is_kept_for_the_practice_nominee() -> None:
    lines = ("Navn;ID", "A;PRACTICE", "B;PRACTICE-1", "C;PRACTICES")

    assert values("id", *lines) == ("", "", "PRACTICES")
    assert codes(*lines) == ["W-ID", "W-ID"]


def test_invisible_characters_in_a_name_are_taken_out_with_a_remark() -> None:
    lines = ("Navn", "\ufeffBjørn", "Á\u200bilu", "Kari  Nes")

    assert values("nominee", *lines) == ("Bjørn", "Áilu", "Kari Nes")
    assert codes(*lines) == ["W-NAME-NORMALISED", "W-NAME-NORMALISED"]


def test_a_text_keeps_its_lines() -> None:
    assert values("text", "Navn;Begrunnelse", "A; Fin.\nSå fin. ") == ("Fin.\nSå fin.",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-01", "2026-02-01"),
        ("2026-02-01 13:45", "2026-02-01"),
        ("01.02.2026", "2026-02-01"),
        ("1.2.2026", "2026-02-01"),
        ("1. 2. 2026", "2026-02-01"),
        ("1.2.26 kl. 9", "2026-02-01"),
        ("1. februar 2026", "2026-02-01"),
        ("12 Oct 2026", "2026-10-12"),
        ("12. okt. 2026", "2026-10-12"),
        ("14/02/2026", "2026-02-14"),
        ("2/14/26 13:02:22", "2026-02-14"),
        ("02/02/2026", "2026-02-02"),
    ],
)
def test_a_day_is_understood_in_its_usual_spellings(text: str, day: str) -> None:
    lines = ("Navn;Mottatt", f"A;{text}")

    assert values("received", *lines) == (day,)
    assert codes(*lines) == []


@pytest.mark.parametrize(("text", "day"), [("2/1/26", "2026-01-02"), ("46054", "2026-02-01")])
def test_a_day_that_may_be_two_is_read_the_norwegian_way_with_a_remark(text: str, day: str) -> None:
    lines = ("Navn;Dato", f"A;{text}")

    assert values("received", *lines) == (day,)
    assert codes(*lines) == ["W-DATE-AMBIG"]


@pytest.mark.parametrize(
    "text", ["i går", "31.02.2026", "13/13/2026", "12. foo 2026", "2026-13-01", "7"]
)
def test_what_is_no_day_is_left_out_with_a_remark(text: str) -> None:
    lines = ("Navn;Dato", f"A;{text}")

    assert values("received", *lines) == ("",)
    assert codes(*lines) == ["W-DATE"]


@pytest.mark.parametrize(
    ("text", "relation"),
    [("Selv", "self"), ("seg sjølv", "self"), ("Andre", "other"), ("OTHER", "other"), ("", "")],
)
def test_whether_somebody_nominates_themselves_is_understood(text: str, relation: str) -> None:
    assert values("relation", "Navn;Relasjon", f"A;{text}") == (relation,)


def test_a_relation_in_other_words_is_left_out_with_a_remark() -> None:
    lines = ("Navn;Relasjon", "A;svoger")

    assert values("relation", *lines) == ("",)
    assert codes(*lines) == ["W-VALUE"]


def test_every_role_is_understood_in_three_languages() -> None:
    words = ["leder", "nestleiar", "Jurymedlem", "Varamedlem", "jurysekretær", "observer"]
    lines = ["Navn;Rolle", *(f"{n};{word}" for n, word in enumerate(words))]

    assert values("role", *lines, fields=JUROR_FIELDS) == tuple(Role)


def test_an_unknown_role_is_refused_with_the_known_ones() -> None:
    error = refused("Navn;Rolle", "Kari;konge", fields=JUROR_FIELDS)

    assert (error.code, error.row, error.column) == ("E-VALUE", 2, "Rolle")
    assert "deputy_chair" in translated(error)


def test_a_cell_for_a_mark_may_be_empty_but_its_column_must_be_there() -> None:
    lines = ("nominee;criterion;mark;note", "A;Form;;")

    assert values("mark", *lines, fields=MARK_FIELDS) == ("",)
    assert refused("nominee;criterion", "A;Form", fields=MARK_FIELDS).column == "mark"


def test_a_key_without_a_column_says_nothing() -> None:
    assert values("place", "Navn", "Ærdal") == ("",)


def test_a_remark_names_its_row_and_column() -> None:
    given_table = table("Navn;Dato", "A;x")
    (found,) = mapping_warnings(given_table, proposed_mapping(given_table, NOMINATION_FIELDS))

    assert (found.row, found.column) == (2, "Dato")


def test_a_remark_is_a_sentence_with_its_parameters() -> None:
    remark = TableWarning(code="W-X", template="Cell {cell} is odd.", params={"cell": "A1"})

    assert remark.sentence() == "Cell A1 is odd."


@given(st.text(max_size=30))
def test_a_name_and_its_key_never_change_again(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert folded(folded(name)) == folded(name)


@given(st.sampled_from([*NOMINATION_FIELDS, *JUROR_FIELDS]), st.text(max_size=25))
def test_no_text_in_a_cell_is_a_bug(each: Field, text: str) -> None:
    lenient = dataclasses.replace(each, required=False, strict=False)
    one = Table(name="x", columns=("c",), rows=(TableRow(number=2, cells=(text,)),))
    mapping = Mapping(fields=(lenient,), columns={each.key: 0})

    (row,) = mapped_rows(one, mapping)

    assert row[each.key] == row[each.key].strip()
    assert all(warning.sentence() for warning in mapping_warnings(one, mapping))


def test_every_kind_of_field_is_used() -> None:
    kinds = {f.kind for fields in (NOMINATION_FIELDS, JUROR_FIELDS, MARK_FIELDS) for f in fields}

    assert kinds == set(FieldKind)
