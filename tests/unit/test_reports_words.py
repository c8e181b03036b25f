"""The language of a paper: numbers, dates, lists, and what can be printed of a text."""

from __future__ import annotations

import gettext
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.i18n import Texts
from juryapp.reports.blocks import Digits
from juryapp.reports.characters import IN_ANY_FONT, Printable
from juryapp.reports.words import Words, shortened


def words(language: str = "en", decimals: int = 2) -> Words:
    return Words(Texts(language, gettext.NullTranslations()), decimals)


def test_norwegian_totals_have_a_decimal_comma_and_english_ones_a_point() -> None:
    assert words("nb").points(Fraction(839, 100)) == "8,39"
    assert words("nn", 1).points(Fraction(839, 100)) == "8,4"
    assert words("en").points(Fraction(839, 100)) == "8.39"


def test_a_difference_never_looks_like_none() -> None:
    assert words().difference(Fraction(1, 17)) == "0.06"
    assert words().difference(Fraction(1, 1000)) == "0.001"
    assert words("nb").difference(Fraction(1, 3_000_000)) == "0,000000"


def test_shares_are_whole_where_they_can_be() -> None:
    assert [words().share(Fraction(n, 6)) for n in (1, 2, 3)] == ["16.7%", "33.3%", "50%"]


def test_dates_and_moments_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = set()
    for zone in ("UTC", "Pacific/Kiritimati", "America/Adak"):
        monkeypatch.setenv("TZ", zone)
        shown.add(words("nn").moment("2026-11-12T23:07:00Z"))
    assert shown == {"12. november 2026 kl. 23.07 UTC"}
    assert words("en").moment("2026-11-12T23:07:00Z") == "12 November 2026 23:07 UTC"
    assert words("nb").day("2026-11-12") == "12. november 2026"


@pytest.mark.parametrize("text", ["", "i morgen", "2026-13-40"])
def test_what_is_no_date_is_shown_as_it_was_written(text: str) -> None:
    assert words().day(text) == text
    assert words().moment(text) == text


def test_names_are_listed_as_people_list_them() -> None:
    listed = [words().listed(["A", "B", "C"][:n]) for n in range(4)]
    assert listed == ["", "A", "A and B", "A, B and C"]


def test_braces_in_a_name_are_not_placeholders() -> None:
    assert words()("{juror} stood down.", juror="{0} {juror}") == "{0} {juror} stood down."


def test_long_texts_end_in_an_ellipsis() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abc  def", 5) == "abc…"


def test_a_hash_is_set_in_groups_of_eight() -> None:
    assert Digits("0123456789abcdef0").groups == ["01234567", "89abcdef", "0"]
    assert Digits("").groups == []


def test_characters_without_a_glyph_are_shown_by_their_code() -> None:
    printable = Printable(lambda code: code < 0x2000)
    assert printable("Rein 🦌 og elv") == "Rein [U+1F98C] og elv"
    assert printable.missing("🦌 a 🦌 ☃") == ["🦌", "☃"]


def test_marks_that_turn_the_reading_direction_are_shown_and_not_obeyed() -> None:
    assert IN_ANY_FONT("\u202egnilla") == "[U+202E]gnilla"
    assert IN_ANY_FONT("bell\a") == "bell[U+0007]"


def test_marks_that_nobody_sees_are_left_out() -> None:
    assert IN_ANY_FONT("sam\u00adar\u200bbeid\ufeff") == "samarbeid"


def test_letters_written_in_two_characters_become_one() -> None:
    assert IN_ANY_FONT("A\u030angstro\u0308m") == "Ångström"


def test_all_line_breaks_become_one_kind() -> None:
    assert IN_ANY_FONT("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd e"


@given(st.text())
def test_printable_text_has_no_control_characters_and_stays_as_it_is(text: str) -> None:
    shown = IN_ANY_FONT(text)
    assert all(c == "\n" or c.isprintable() or c.isspace() for c in shown)
    assert IN_ANY_FONT(shown) == shown


def test_importing_the_package_loads_no_reportlab() -> None:
    script = (
        "import sys, juryapp.reports, juryapp.reports.plain_text; print('reportlab' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
