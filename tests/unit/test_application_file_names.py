"""Names of files that travel."""

from __future__ import annotations

import pytest

from juryapp.application.file_names import package_name, plain, score_file_name


@pytest.mark.parametrize(
    ("initials", "expected"), [("IS", "IS"), ("MÁ", "MA"), ("ÆØ", "AEO"), ("ČĐ", "CD")]
)
def test_initials_are_spelt_in_ascii(initials: str, expected: str) -> None:
    assert plain(initials) == expected


def test_initials_of_which_nothing_is_left_become_something_else() -> None:
    assert len(plain("李")) == 4
    assert plain("李").isascii()


def test_a_package_says_its_issue_from_the_second_on() -> None:
    assert package_name(2026, 3, "IS", 1) == "2026-03-IS.jurypack"
    assert package_name(2026, 3, "IS", 2) == "2026-03-IS-2.jurypack"


def test_a_score_file_says_which_of_the_machine_it_is() -> None:
    assert score_file_name("FJORD-2026-XYZ", 7, "BØ", 2) == "FJORD-20-07-BO-2.juryscore"
