"""Editions written down as TOML: read whole or refused by name, whatever stands in the file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.application.edition.files import (
    EditionDraft,
    parse_edition,
    read_edition,
    read_template,
    templates,
)
from juryapp.base.errors import FileFormatError, UsageError
from juryapp.domain.criteria import CommentRule, Level, Missing
from juryapp.domain.jury import Role

HEAD = """
[award]
name = "Prisen"

[edition]
title = "Prisen 2026"
year = 2026
"""
CRITERION = '\n[[criterion]]\nname = "Nytte"\n'


def read(more: str = "", head: str = HEAD) -> EditionDraft:
    """Return the edition that a text describes."""
    return parse_edition(head + more, "edition.toml")


def refusal(text: str) -> FileFormatError:
    """Return the error with which a text is refused; it must name the file and be a sentence."""
    with pytest.raises(FileFormatError) as refused:
        parse_edition(text, "edition.toml")
    assert refused.value.file == "edition.toml"
    assert str(refused.value).endswith((".", ".”", "]."))
    return refused.value


def test_the_least_that_a_file_must_say_is_the_award_and_the_year() -> None:
    draft = read(head='[award]\nname = "Prisen"\n[edition]\nyear = 2026\n')

    assert (draft.award_name, draft.title, draft.year) == ("Prisen", "Prisen", 2026)
    assert (draft.languages, draft.deadline, draft.id) == (("nb",), "", "")
    assert (draft.categories, draft.criteria, draft.jurors) == ((), (), ())


def test_everything_that_a_file_can_say_is_read() -> None:
    draft = read(
        """languages = ["nn", "nb", "nn"]
        id = "P-2026"
        deadline = 2026-11-01

        [rules]
        missing = "void"
        minimum_marks = 3
        close_margin = "0,5"
        decimals = 3
        comment = "all"

        [[category]]
        name = "Store"
        rule = "over 15 000"
        finalists = 2
        winners = 2

        [[criterion]]
        id = "NY"
        name = "Nyskaping"
        weight = "2.5"
        least = 1
        most = 6
        step = "0,5"
        [criterion.levels]
        "6" = "Andre kan lære av det"
        "1" = "Ikke"

        [[juror]]
        name = "Kari Prøve"
        role = "chair"
        email = "kari@example.org"

        [meeting]
        date = 2026-11-12
        present = ["Kari Prøve", " Ola Prøve "]
        """
    )

    assert (draft.id, draft.languages, draft.deadline) == ("P-2026", ("nn", "nb"), "2026-11-01")
    assert (draft.rules.missing, draft.rules.comment) == (Missing.VOID, CommentRule.ALL)
    assert (draft.rules.minimum_marks, draft.rules.close_margin) == (3, Fraction(1, 2))
    assert (draft.categories[0].rule, draft.categories[0].winners) == ("over 15 000", 2)
    criterion = draft.criteria[0]
    assert (criterion.weight, criterion.scale.least, criterion.scale.most) == (
        Fraction(5, 2),
        2,
        12,
    )
    assert criterion.levels == (Level(2, "Ikke"), Level(12, "Andre kan lære av det"))
    assert (draft.jurors[0].role, draft.jurors[0].number) == (Role.CHAIR, 1)
    assert (draft.meeting.date, draft.meeting.present) == (
        "2026-11-12",
        ("Kari Prøve", "Ola Prøve"),
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nonsense = 1", "nonsense"),
        ("award = 3", "award"),
        ('[award]\nname = "P"\nnmae = "x"', "nmae"),
        ('[award]\n[edition]\ntitle = "P"\nyear = 2026', "name"),
        ('[award]\nname = "P"\n[edition]\ntitle = "P"', "year"),
        ("[award]\nname = 3\n[edition]\nyear = 2026", "name"),
        (HEAD.replace("2026\n", "1800\n"), "year"),
        (HEAD.replace("2026\n", "true\n"), "year"),
        (HEAD.replace("2026\n", "0x" + "f" * 5000 + "\n"), "year"),
        (HEAD + 'languages = ["de"]', "languages"),
        (HEAD + 'languages = "nb"', "languages"),
        (HEAD + "languages = [1]", "languages"),
        (HEAD + 'deadline = "2026-13-01"', "deadline"),
        (HEAD + 'deadline = "20261101"', "deadline"),
        (HEAD + 'deadline = "٢٠٢٦-١١-٠١"', "deadline"),
        (HEAD + "deadline = 2026-11-01T12:00:00", "deadline"),
        (HEAD + 'id = "no spaces"', "id"),
        (HEAD + "category = 3", "category"),
        (HEAD + "[category]", "category"),
        (HEAD + '[[category]]\nrule = "x"', "name"),
        (HEAD + '[[category]]\nid="A"\nname="x"\n[[category]]\nid="A"\nname="y"', "A"),
        (HEAD + "[rules]\nclose_margin = 0.25", "close_margin"),
        (HEAD + "[rules]\nclose_margin = true", "close_margin"),
        (HEAD + "[rules]\ndecimals = 7", "decimals"),
        (HEAD + '[rules]\nmissing = "ignore"', "missing"),
        (HEAD + CRITERION + "levels = 3", "levels"),
        (HEAD + CRITERION + "[criterion.levels]\nx = 'y'", "levels"),
        (HEAD + CRITERION + "[criterion.levels]\n1 = 2", "levels"),
        (HEAD + CRITERION + f"[criterion.levels]\n1 = '{'x' * 20_001}'", "levels"),
        (HEAD + CRITERION + f"guidance = '{'x' * 20_001}'", "guidance"),
        (HEAD + CRITERION + "weight = '1/3'", "weight"),
        (HEAD + "[[juror]]\nname = 'K'\nrole = 'king'", "role"),
    ],
)
def test_a_wrong_value_or_key_is_named(text: str, key: str) -> None:
    error = refusal(text)

    assert error.code == "E-TOML"
    assert error.params["key"] == key


@pytest.mark.parametrize(
    "text", ["[", "a = ", "a = " + "[" * 5000, "year = " + "9" * 5000, "\x00", "a = 1\na = 2"]
)
def test_what_is_no_toml_is_refused(text: str) -> None:
    assert refusal(text).code == "E-TOML"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("[rules]\nclose_margin = '-1'", "E-RULE"),
        ("[[juror]]\nname = ' '", "E-RULE"),
        ("[[category]]\nname = 'x'\nwinners = 3\nfinalists = 2", "E-RULE"),
        (CRITERION + "weight = 0", "E-RULE"),
        (CRITERION + "weight = '999999999999.999999999'", "E-RULE"),
        (CRITERION + "step = 0", "E-SCALE"),
        (CRITERION + "least = 10\nmost = 1", "E-SCALE"),
        (CRITERION + "step = 3", "E-SCALE"),
        (CRITERION + "most = 999999999999\nstep = '0.000000001'", "E-SCALE"),
        (CRITERION + "[criterion.levels]\n11 = 'x'", "E-RANGE"),
    ],
)
def test_a_rule_that_the_file_breaks_is_an_error_of_the_file(more: str, code: str) -> None:
    assert refusal(HEAD + more).code == code


def test_hidden_characters_are_taken_out_where_a_text_is_first_kept() -> None:
    draft = read('[[criterion]]\nname = "Ny\\u200bskaping\\u0000"\nguidance = "a\\u030a\\tb"\n')

    assert (draft.criteria[0].name, draft.criteria[0].guidance) == ("Nyskaping", "å b")


def test_a_file_in_another_encoding_is_told_from_damage(tmp_path: Path) -> None:
    path = tmp_path / "edition.toml"
    path.write_bytes(HEAD.replace("Prisen", "Bærum").encode("cp1252"))

    with pytest.raises(FileFormatError) as refused:
        read_edition(path)
    assert (refused.value.code, refused.value.file) == ("E-ENC-UTF8", "edition.toml")

    path.write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert read_edition(path).title == "Prisen 2026"


def test_every_template_of_the_program_can_be_used() -> None:
    assert "host-municipality" in templates()
    for name in templates():
        draft = read_template(name)
        assert draft.criteria
        assert draft.categories


def test_an_unknown_template_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        read_template("../edition")
    assert refused.value.code == "E-UNKNOWN"
    assert "host-municipality" in str(refused.value)


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    ["1", "-1", "2.5", "true", '""', '"x"', "[]", "[1]", '["nb"]', "{}", "{a=1}", "2026-01-01",
     "12:00:00", "inf", "nan", "0x" + "f" * 40, '"0,5"', '"\\u0000"', "[[[]]]"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["name", "id", "title", "year", "languages", "deadline", "missing", "close_margin", "decimals",
     "comment", "finalists", "winners", "weight", "least", "most", "step", "levels", "role", "email",
     "number", "date", "present", "minimum_marks", "owner"]
)  # fmt: skip
HEADS = st.sampled_from(
    ["[award]", "[edition]", "[rules]", "[meeting]", "[[category]]", "[[criterion]]", "[[juror]]",
     "[category]", "[[award]]", "[criterion.levels]"]
)  # fmt: skip
LINES = st.one_of(HEADS, st.builds("{} = {}".format, KEYS, VALUES))


@given(st.lists(LINES, max_size=12))
def test_any_file_at_all_is_read_or_refused_by_name(lines: list[str]) -> None:
    said = ""
    try:
        said = parse_edition("\n".join(lines), "edition.toml").title
    except FileFormatError as error:
        said = f"{error.code}: {error}"

    assert said
