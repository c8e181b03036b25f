"""Texts: one catalogue, English where it says nothing, plurals, and errors in the reader's language."""

from __future__ import annotations

import io
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from juryapp.base import i18n
from juryapp.base.errors import FileFormatError, UserError
from juryapp.base.i18n import (
    LANGUAGE_NAMES,
    LANGUAGES,
    OurText,
    Texts,
    _,
    current,
    fill,
    known_language,
    language,
    ngettext,
    pgettext,
    preferred_language,
    texts_in,
    translated,
    use_language,
)


def catalogue() -> bytes:
    """Return a small compiled catalogue of bokmål."""
    made = Catalog(locale="nb", domain="juryapp")
    made.add("Open", "Åpne")
    made.add("Same", "Same")
    made.add("open", "åpen", context="a round")
    made.add(("{n} mark", "{n} marks"), ("{n} karakter", "{n} karakterer"))
    made.add("Row {row}: “{wanted}” is empty.", "Rad {row}: «{wanted}» er tom.")
    made.add("Nominee", "Kandidat")
    file = io.BytesIO()
    write_mo(file, made)
    return file.getvalue()


@pytest.fixture
def bokmal() -> Texts:
    """Texts of a small catalogue."""
    return Texts("nb", GNUTranslations(io.BytesIO(catalogue())))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Resources of which only the catalogue of bokmål is there."""
    place = tmp_path / "i18n" / "nb" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "juryapp.mo").write_bytes(catalogue())
    monkeypatch.setattr(i18n, "resource", tmp_path.joinpath)
    texts_in.cache_clear()
    yield tmp_path
    use_language("en")
    texts_in.cache_clear()


def test_a_text_is_translated_and_one_without_an_entry_stays_english(bokmal: Texts) -> None:
    assert bokmal("Open") == "Åpne"
    assert bokmal("Never seen") == "Never seen"


def test_the_empty_text_is_empty_and_never_the_head_of_the_catalogue(bokmal: Texts) -> None:
    assert bokmal("") == ""


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0 karakterer"), (1, "1 karakter"), (2, "2 karakterer")]
)
def test_counted_things_take_the_right_form(bokmal: Texts, n: int, text: str) -> None:
    assert bokmal.plural("{n} mark", "{n} marks", n).format(n=n) == text


@pytest.mark.parametrize(("n", "text"), [(1, "one"), (2, "many")])
def test_counted_things_without_an_entry_take_the_english_form(
    bokmal: Texts, n: int, text: str
) -> None:
    assert bokmal.plural("one", "many", n) == text


def test_a_context_tells_two_meanings_of_one_word_apart(bokmal: Texts) -> None:
    assert bokmal.context("a round", "open") == "åpen"
    assert bokmal.context("a door", "open") == "open"


def test_qt_learns_which_texts_have_no_entry(bokmal: Texts) -> None:
    assert bokmal.find("Open") == "Åpne"
    assert bokmal.find("Never seen") is None


def test_an_error_is_told_with_its_parameters_translated_too(bokmal: Texts) -> None:
    error = FileFormatError("Row {row}: “{wanted}” is empty.", row=7, wanted=OurText("Nominee"))

    assert bokmal.error(error) == "Rad 7: «Kandidat» er tom."
    assert str(error) == "Row 7: “Nominee” is empty."


def test_parameters_that_are_no_texts_are_left_alone(bokmal: Texts) -> None:
    assert fill(bokmal, "{n} of {name}", {"n": 3, "name": "Ærdal"}) == "3 of Ærdal"


@pytest.mark.parametrize("braces", ["{0}", "{x}", "{", "%s", "{name!r}"])
def test_braces_in_what_a_user_wrote_do_no_harm(bokmal: Texts, braces: str) -> None:
    assert fill(bokmal, "It is {name}.", {"name": braces}) == f"It is {braces}."


def test_the_language_is_switched_for_all_at_once(folder: Path) -> None:
    use_language("nb")

    assert (language(), _("Open")) == ("nb", "Åpne")
    assert pgettext("a round", "open") == "åpen"
    assert ngettext("{n} mark", "{n} marks", 2) == "{n} karakterer"
    assert translated(UserError("Open")) == "Åpne"

    use_language("en")

    assert (language(), _("Open")) == ("en", "Open")
    assert current() is texts_in("en")


def test_a_catalogue_that_is_not_there_speaks_english(folder: Path) -> None:
    use_language("nn")

    assert (language(), _("Open")) == ("nn", "Open")


def test_a_paper_has_a_language_of_its_own(folder: Path) -> None:
    assert texts_in("nb")("Open") == "Åpne"
    assert _("Open") == "Open"
    assert texts_in("nb") is texts_in("nb")


def test_every_language_has_a_name() -> None:
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("nb_NO.UTF-8", "nb"),
        ("no", "nb"),
        ("no_NO", "nb"),
        ("NB-no", "nb"),
        ("nn_NO@euro", "nn"),
        ("nn", "nn"),
        ("en_GB", "en"),
        ("C", None),
        ("C.UTF-8", None),
        ("POSIX", None),
        ("se_NO", None),
        ("de_DE", None),
        ("", None),
        ("norwegian", None),
    ],
)
def test_a_locale_is_known_by_its_first_letters(name: str, known: str | None) -> None:
    assert known_language(name) == known


def test_the_first_known_language_counts() -> None:
    everything = {
        "JURYAPP_LANGUAGE": "nn",
        "LC_ALL": "en_GB.UTF-8",
        "LC_MESSAGES": "nb_NO",
        "LANG": "nn_NO",
    }

    assert preferred_language("nb", everything) == "nn"
    del everything["JURYAPP_LANGUAGE"]
    assert preferred_language("nb", everything) == "nb"
    assert preferred_language("", everything) == "en"
    everything["LC_ALL"] = ""
    assert preferred_language("", everything) == "nb"
    del everything["LC_MESSAGES"]
    assert preferred_language("", everything) == "nn"
    assert preferred_language("xx", {"LANG": "fr_FR"}) == "en"


@pytest.mark.parametrize("first", ["C", "C.UTF-8", "POSIX", "de_DE.UTF-8"])
def test_what_is_said_for_the_whole_system_wins_although_we_do_not_speak_it(first: str) -> None:
    assert preferred_language("", {"LC_ALL": first, "LANG": "nb_NO.UTF-8"}) == "en"
    assert preferred_language("", {"LC_MESSAGES": first, "LANG": "nb_NO.UTF-8"}) == "en"
    assert preferred_language("nn", {"LC_ALL": first, "LANG": "nb_NO.UTF-8"}) == "nn"


def test_an_error_that_learns_its_file_keeps_all_else() -> None:
    error = FileFormatError("{file}: {x}", code="E-X", row=3, column="B", x=1)

    named = error.named("list.csv")

    assert (named.code, named.file, named.row, named.column) == ("E-X", "list.csv", 3, "B")
    assert str(named) == "list.csv: 1"


def test_an_error_without_a_code_has_that_of_its_kind() -> None:
    assert FileFormatError("x").code == "E-FILE"
    assert UserError("x", code="E-Y").code == "E-Y"


def test_a_name_of_the_users_that_equals_a_text_of_ours_stays_as_it_is(bokmal: Texts) -> None:
    error = FileFormatError("Row {row}: “{wanted}” is empty.", row=7, wanted="Nominee")

    assert bokmal.error(error) == "Rad 7: «Nominee» er tom."
