"""What the protocol says, read in its plain text: the sections are the same on paper."""

from __future__ import annotations

import gettext
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from juryapp.base.i18n import Texts
from juryapp.domain.criteria import Missing
from juryapp.domain.impartiality import Reach, Standing
from juryapp.domain.jury import Role
from juryapp.domain.protocol import (
    CategoryPart,
    ImpartialityLine,
    JurorLine,
    JurorPart,
    Meeting,
    ProtocolContent,
    RankingLine,
)
from juryapp.reports.annexes import evenly, juror_keys
from juryapp.reports.categories import axis, letter, note_letters
from juryapp.reports.plain_text import protocol_text
from protocol_contents import JURORS, full_content, jurors


def untranslated(language: str) -> Texts:
    return Texts(language, gettext.NullTranslations())


def text_of(content: ProtocolContent, language: str = "en") -> str:
    return protocol_text(content, language, untranslated)


def section(text: str, title: str) -> str:
    """Return the part of a text from a heading to the next numbered one."""
    start = text.index(title)
    rest = text[start + len(title) :]
    return re.split(r"\n\n(?:\d+  |Annex )", rest, maxsplit=1)[0]


def line_of(name: str, text: str) -> str:
    return next(line for line in text.splitlines() if name in line)


def with_category(content: ProtocolContent, **changes: object) -> ProtocolContent:
    first: CategoryPart = replace(content.categories[0], **changes)  # type: ignore[arg-type]
    return replace(content, categories=(first, *content.categories[1:]))


def test_the_sections_come_in_the_order_of_the_minutes() -> None:
    text = text_of(full_content(open_ones=1, draft=True))
    titles = (
        "1  The decisions in brief",
        "2  The meeting",
        "3  The jury",
        "4  Impartiality",
        "5  Criteria",
        "6  Kommunar under",
        "7  Kommunar over",
        "8  Open questions",
        "9  Approval",
        "Annex A  Marks per juror",
        "Annex B  How the points were counted",
        "Annex C  Score files",
        "Annex D  Marks settled by the chair",
        "Annex E  Log",
    )
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_a_section_that_has_nothing_to_say_leaves_no_gap_in_the_numbers() -> None:
    content = replace(full_content(rows=0), settlements=())
    text = text_of(content)
    assert "1  The meeting" in text
    assert "Annex A  How the points were counted" in text
    assert "Annex C  Log" in text


def test_the_decision_stands_before_the_points() -> None:
    part = section(text_of(full_content()), "6  Kommunar under 15 000 innbyggjarar")
    assert part.index("Winner: Straum frå sjøen, Øyrane") < part.index("Ranking by points")


def test_another_order_than_the_points_is_told_with_its_reason() -> None:
    part = section(text_of(full_content()), "Another order than the points")
    assert "By the points: place 2. By the panel: Winner." in part
    assert "Reason: Tiltaket har vart lengst" in part


def test_a_departure_by_one_without_a_place_says_not_ranked() -> None:
    content = full_content()
    departing = replace(content.categories[0].decisions[1], place=None)
    text = text_of(with_category(content, decisions=(departing,)))
    assert "By the points: not ranked. By the panel: Winner." in text


def test_no_award_is_a_decision_with_a_reason() -> None:
    part = section(text_of(full_content()), "7  Kommunar over 15 000 innbyggjarar")
    assert (
        "No award: The panel makes no award in Kommunar over 15 000 innbyggjarar in 2026." in part
    )
    assert "Reason: Ingen av tiltaka" in part


def test_ties_and_close_margins_are_put_into_words() -> None:
    part = section(text_of(full_content(), "nb"), "Ties and close margins")
    assert "Lærlingordninga på Holmen and Giellagáddi share place 3" in part
    assert "0,42 points ahead of Straum frå sjøen. The rules call less than 0,5 points" in part


def test_a_category_without_a_decision_says_so() -> None:
    content = with_category(full_content(), decisions=(), justifications=())
    assert "Not decided yet." in section(text_of(content), "6  Kommunar")
    assert "Kommunar under 15 000 innbyggjarar: Not decided yet" in text_of(content)


def test_nothing_in_brief_while_nothing_is_decided() -> None:
    assert "in brief" not in text_of(full_content(rows=0))


def test_the_ranking_marks_shared_places_recusals_and_those_not_ranked() -> None:
    ranked = section(text_of(full_content()), "Ranking by points")
    assert line_of("Giellagáddi", ranked).startswith("3 (shared place)")
    assert "Giellagáddi b)" in ranked
    assert "b  Recused here, and not in the total: Ragna-Elise Sørensen-Hatløy." in ranked
    assert line_of("Straum frå sjøen 2", ranked).startswith("not ranked")
    assert line_of("Straum frå sjøen 2", ranked).endswith("–")


def test_a_recused_juror_is_named_in_the_matrix_and_has_no_number() -> None:
    matrix = section(text_of(full_content()), "Annex A  Marks per juror")
    first = line_of("Ferjekaia som samlingsstad", matrix)
    assert first.split().count("recused") == 1
    assert "–" in line_of("Nattopen brygge", matrix)


def test_totals_that_look_equal_are_explained() -> None:
    content = full_content()
    line = content.categories[0].ranking[0]
    near = replace(line, place=2, value=(line.value or Fraction(0)) - Fraction(1, 10**6))
    explained = "Totals that look equal but have different places"
    assert explained in text_of(with_category(content, ranking=(line, near)))
    assert explained not in text_of(content)


IMPARTIALITY = {
    (Standing.RECUSED, True): "The panel decided that Kari Å is recused for Elva",
    (Standing.RECUSED, False): "Kari Å stood down for Elva without being asked.",
    (Standing.IMPARTIAL, True): "The panel decided that Kari Å is impartial for Elva",
    (Standing.IMPARTIAL, False): "Kari Å is impartial for Elva.",
    (Standing.PENDING, False): "The panel has yet to decide whether Kari Å is recused for Elva.",
    (Standing.PENDING, True): "The panel has yet to decide whether Kari Å is recused for Elva.",
    (Standing.UNDECLARED, False): "Kari Å has not answered the question of impartiality for Elva.",
}


@pytest.mark.parametrize(("standing", "ruled"), IMPARTIALITY)
def test_every_outcome_of_a_question_of_impartiality_has_its_sentence(
    standing: Standing, ruled: bool
) -> None:
    line = ImpartialityLine(
        juror="Kari Å",
        nominee="Elva",
        facts="",
        standing=standing,
        reach=Reach.NOMINEE,
        ground="",
        ruled=ruled,
    )
    text = section(text_of(replace(full_content(), impartiality=(line,))), "4  Impartiality")
    assert IMPARTIALITY[standing, ruled] in text
    assert "Applies to" not in text


def test_the_reach_of_a_wide_recusal_is_told() -> None:
    assert "Applies to: the whole category" in text_of(full_content())


def test_a_jury_without_questions_of_impartiality_says_so() -> None:
    assert "No question of impartiality was raised." in text_of(
        replace(full_content(), impartiality=())
    )


def test_what_is_open_stands_in_the_draft_and_its_notice() -> None:
    text = text_of(full_content(open_ones=2, draft=True))
    assert "2 questions are still open" in text
    assert "Torbjørn Myklebust has no mark for Straum frå sjøen, Nyskaping." in text
    one = text_of(full_content(open_ones=1, draft=True))
    assert "One question is still open" in one


def test_only_a_final_protocol_shows_its_digest() -> None:
    final, draft = full_content(), full_content(draft=True)
    assert " ".join(final.digest[i : i + 8] for i in range(0, 64, 8)) in text_of(final)
    assert draft.digest[:8] not in text_of(draft)
    assert "This is a draft: sign the final version." in text_of(draft)


def test_a_trial_says_that_it_decides_nothing() -> None:
    assert "It decides nothing." in text_of(replace(full_content(), trial=True))


def test_facts_that_are_missing_are_named_in_a_draft_only() -> None:
    empty = Meeting()
    assert "not filled in yet" in text_of(replace(full_content(draft=True), meeting=empty))
    final = text_of(replace(full_content(), meeting=empty))
    assert "not filled in yet" not in final
    assert "Nothing is recorded about the meeting." in final


def test_a_remote_meeting_has_a_place_in_words() -> None:
    content = full_content()
    remote = replace(content, meeting=replace(content.meeting, place="remote"))
    assert "Remote meeting" in text_of(remote)


def test_each_person_signs_once_and_observers_do_not() -> None:
    content = full_content()
    watching = JurorLine(name="Per Vik", role=Role.OBSERVER, organisation="", scores=False)
    held = replace(content.meeting, present=(*content.meeting.present, "Per Vik", JURORS[0][0]))
    text = text_of(replace(content, meeting=held, jury=(*content.jury, watching)))
    signed = [line for line in text.splitlines() if line.startswith("____")]
    assert [line.split("  ")[1] for line in signed] == [
        "Ingeborg Aasland Tveiten, Chair of the meeting",
        "Live Brekke, Keeper of the minutes",
        "Torbjørn Myklebust, Deputy chair",
        "Máret Áŋot Bieski, Member",
        "Solveig Ødegård, Member",
        "Åsmund Fjellheim, Member",
        "Ragna-Elise Sørensen-Hatløy, Member",
    ]


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (Missing.RENORMALISE, "the other shares count in proportion"),
        (Missing.VOID, "does not count for that nominee"),
    ],
)
def test_the_method_says_what_a_missing_mark_does(missing: Missing, sentence: str) -> None:
    assert sentence in text_of(replace(full_content(), missing=str(missing)))


def test_files_taken_out_again_are_listed_with_the_reason() -> None:
    files = section(text_of(full_content()), "Annex C  Score files")
    assert "Jon Kvam (taken out again: sendt ved ein feil)" in files
    assert "Åsmund Fjellheim (incomplete)" in files
    assert "No score file has been read in." in text_of(replace(full_content(), files=()))


def test_keys_are_told_with_how_they_are_known() -> None:
    keys = section(text_of(full_content()), "The jurors’ keys")
    assert line_of("Torbjørn", keys).endswith("known from the jury package")
    assert line_of("Ingeborg", keys).endswith("confirmed by word of mouth")


def test_a_settled_mark_that_is_not_assessed_says_so() -> None:
    content = full_content()
    settled = replace(content.settlements[0], value=None)
    text = text_of(replace(content, settlements=(settled,)))
    assert "Jon Kvam on Straum frå sjøen, Nyskaping: not assessed counts." in text


def test_a_justification_in_another_language_names_it() -> None:
    text = text_of(full_content(), "en")
    assert "Straum frå sjøen · Winner · Norsk nynorsk" in text
    assert "Norsk nynorsk" not in text_of(full_content(), "nn")


# ------------------------------------------------------------------ small parts


def test_notes_have_letters_that_never_run_out() -> None:
    assert [letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "a",
        "z",
        "aa",
        "az",
        "ba",
        "zz",
        "aaa",
    ]


def line_with(*values: Fraction | None, recused: tuple[str, ...] = ()) -> RankingLine:
    parts = tuple(
        JurorPart(juror="Ola", standing=Standing.IMPARTIAL, value=value) for value in values
    )
    return RankingLine(
        place=1,
        shared=False,
        number=1,
        nominee="Elva",
        home="",
        value=values[0] if values else None,
        counted=len(values),
        recused=recused,
        nominations=1,
        outcome=None,
        parts=parts,
    )


def test_the_axis_of_the_strips_ends_at_whole_numbers() -> None:
    assert axis([line_with(Fraction(33, 10), Fraction(91, 10))]) == (3, 10)
    assert axis([line_with(Fraction(7))]) == (6, 8)
    assert axis([line_with(Fraction(0))]) == (0, 1)
    assert axis([line_with(None)]) == (0, 10)
    assert axis([]) == (0, 10)


def test_the_same_recusals_share_a_note() -> None:
    lines = [line_with(recused=r) for r in (("A",), (), ("B", "A"), ("A",))]
    assert note_letters(lines) == {("A",): "a", ("B", "A"): "b"}


def test_two_jurors_of_one_name_keep_their_own_columns() -> None:
    content = full_content(rows=1)
    line = line_with(Fraction(4), Fraction(9))
    twins = tuple(replace(jurors(1)[0], name="Ola") for _ in range(2))
    part = replace(content.categories[0], ranking=(line,))
    double = replace(content, jury=twins, categories=(part,))
    assert juror_keys(double) == [(1, ("Ola", 0)), (2, ("Ola", 1))]
    row = line_of("Elva", section(text_of(double), "Annex A  Marks per juror"))
    assert row.split() == ["1", "Elva", "4.00", "9.00", "4.00"]


def test_a_juror_who_is_no_longer_in_the_jury_still_has_a_column() -> None:
    content = replace(full_content(rows=1), jury=())
    assert [key for _, key in juror_keys(content)] == sorted((name, 0) for name, *_ in JURORS)


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (12, [12]), (13, [7, 6]), (30, [10, 10, 10])]
)
def test_many_jurors_are_parted_evenly(count: int, sizes: list[int]) -> None:
    things = [(n, ("Ola", n)) for n in range(count)]
    assert [len(group) for group in evenly(things, 12)] == sizes


@pytest.mark.parametrize(
    ("early", "first", "words"),
    [
        ((), ("Kari",), "Every juror answered the question of impartiality before being given"),
        (("Ola", "Siv"), (), "Each juror had one package for both"),
        (("Ola",), ("Kari",), "until then: Ola. The others answered first."),
    ],
)
def test_the_protocol_says_whether_jurors_declared_before_they_had_the_material(
    early: tuple[str, ...], first: tuple[str, ...], words: str
) -> None:
    told = text_of(replace(full_content(), early=early, declared_first=first))

    assert words in section(told, "4  Impartiality")
    assert words not in text_of(full_content())


def test_the_protocol_does_not_say_of_a_workbook_that_the_program_kept_it_closed() -> None:
    content = replace(full_content(), early=(), unguarded=("Ola",), declared_first=("Kari",))

    told = " ".join(section(text_of(content), "4  Impartiality").split())

    assert "in one Excel workbook, which keeps nothing closed: Ola." in told
    assert "The others answered before being given the nominations." in told
    assert "kept them closed until then" not in told
