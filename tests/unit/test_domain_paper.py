"""The code at the foot of a paper, names of people, and what stands on a sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.errors import UsageError
from juryapp.domain.ids import CriterionId, EditionId, NomineeId
from juryapp.domain.paper import PaperCode, PaperLine, PaperSheet, edition_tag, same_person
from juryapp.domain.statements import Answer, MarkContent, MarkState, mark

CODES = st.builds(
    lambda edition, *numbers: PaperCode.of(
        EditionId(edition), round_number=numbers[0], juror=numbers[1], issue=numbers[2]
    ),
    st.text("ABCDEFGHJK0123456789-", min_size=1, max_size=40),
    st.integers(1, 99),
    st.integers(1, 999),
    st.integers(1, 99),
)


@given(CODES)
def test_a_code_is_read_as_it_was_printed_also_in_small_letters_and_with_blanks(
    code: PaperCode,
) -> None:
    assert PaperCode.read(str(code)) == code
    assert PaperCode.read(f"  {str(code).lower().replace('-', ' ')} ") == code
    assert PaperCode.read(str(code).replace("-", "–")) == code


@given(CODES, st.data())
def test_a_single_misread_sign_is_noticed(code: PaperCode, data: st.DataObject) -> None:
    text = str(code)
    at = data.draw(st.sampled_from([n for n, sign in enumerate(text) if sign != "-"]))
    other = data.draw(st.sampled_from("23456789ABCDEFGHJKMNPQRSTVWXYZ01"))
    misread = text[:at] + other + text[at + 1 :]
    if misread != text:
        with pytest.raises(UsageError):
            PaperCode.read(misread)


@pytest.mark.parametrize(
    "typed", ["", "K7Q2", "K7Q2-1-03-1", "K7Q-1-03-1-58", "K7Q2-x-03-1-58", "…"]
)
def test_what_is_no_code_is_refused_kindly(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        PaperCode.read(typed)
    assert refused.value.code == "E-PAPER-CODE"


def test_the_code_tells_nothing_of_the_edition_and_is_the_same_every_time() -> None:
    tag = edition_tag(EditionId("KOMMUNE-2026"))
    assert tag == edition_tag(EditionId("KOMMUNE-2026"))
    assert tag not in "KOMMUNE-2026"
    assert len(tag) == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tone Berg", "tone  berg"),
        ("Åse Nordmann", "A\u030ase Nordmann"),
        ("STRAẞE", "strasse"),
        ("Tone Berg", "ＴＯＮＥ\u00a0ＢＥＲＧ"),
        ("Kari-Anne Moe", "Kari Anne Moe."),
    ],
)
def test_a_name_is_one_however_it_is_spelt(one: str, other: str) -> None:
    assert same_person(one, other)


def test_different_people_are_different() -> None:
    assert not same_person("Tone Berg", "Tone Bergh")
    assert not same_person("Åse", "Ase")


def test_a_juror_who_is_recused_leaves_nothing_blank() -> None:
    criteria = [CriterionId("A"), CriterionId("B")]
    line = PaperLine(nominee=NomineeId("N"), marks={criteria[0]: mark(3)})

    assert line.lacks(criteria) == (criteria[1],)
    assert PaperLine(nominee=NomineeId("N"), answer=Answer.RECUSED).lacks(criteria) == ()
    not_assessed = line.with_mark(criteria[1], MarkContent(MarkState.NOT_ASSESSED))
    assert not_assessed.lacks(criteria) == ()
    assert not_assessed.with_mark(criteria[1], None) == line


def test_a_line_takes_the_place_of_the_one_before() -> None:
    sheet = PaperSheet(lines=(PaperLine(nominee=NomineeId("A")), PaperLine(nominee=NomineeId("B"))))
    changed = sheet.with_line(PaperLine(nominee=NomineeId("A"), comment="Godt"))

    assert [line.nominee for line in changed.lines] == ["A", "B"]
    assert changed.line(NomineeId("A")).comment == "Godt"
    assert changed.line(NomineeId("C")).is_blank
