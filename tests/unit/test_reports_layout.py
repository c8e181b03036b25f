"""The parts of the layout that can go wrong by a millimetre or a million letters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.units import mm

from juryapp.reports.blocks import Align, Cell, Column, Digits, Grid, Heading, Prose, Row
from juryapp.reports.flowables import HeadingText, Text, UprightHead, halved, stacked
from juryapp.reports.fonts import BOLD, REGULAR, fitted, printable, width
from juryapp.reports.grids import column_widths, grid_flowables, in_parts, rows_of
from juryapp.reports.layout import story
from juryapp.reports.markup import MOST_LINES, escaped, paragraphs
from juryapp.reports.styles import styles


@pytest.fixture(autouse=True)
def fonts() -> None:
    printable()


def test_columns_without_a_width_share_what_the_others_leave() -> None:
    columns = [Column(title="a", width=20), Column(title="b"), Column(title="c")]
    assert column_widths(columns, 200 * mm) == pytest.approx([20 * mm, 90 * mm, 90 * mm])


def test_fixed_columns_give_way_before_a_name_has_no_room() -> None:
    columns = [Column(title="a"), *(Column(title="b", width=30) for _ in range(6))]
    widths = column_widths(columns, 160 * mm)
    assert sum(widths) == pytest.approx(160 * mm)
    assert widths[0] >= 34 * mm - 0.001


def test_user_text_is_never_markup() -> None:
    assert escaped("<img src='x'/> & <b>") == "&lt;img src='x'/&gt; &amp; &lt;b&gt;"
    assert escaped(Digits("<b>"))[:5] == "&lt;b"
    assert paragraphs("<para>\n\n</para>") == ["&lt;para&gt;", "&lt;/para&gt;"]


def test_a_name_stands_on_one_line_and_prose_keeps_its_lines() -> None:
    assert escaped("Åse\r\n  Berg") == "Åse Berg"
    assert paragraphs("one\ntwo\n \n\n three") == ["one<br/>two", "three"]


def test_thousands_of_lines_are_parted_so_that_they_can_be_set() -> None:
    parts = paragraphs("a\n" * 1000)
    assert max(part.count("<br/>") for part in parts) < MOST_LINES
    assert "".join(parts).count("a") == 1000


@given(st.text(alphabet="a bWæ 🦌<", max_size=4000), st.floats(40, 400))
@settings(max_examples=40, deadline=None)
def test_long_texts_are_parted_without_losing_a_letter(text: str, across: float) -> None:
    parts = in_parts(text, 9, across)
    kept = "".join("".join(part.split()) for part in parts)
    assert printable()(kept) == "".join(printable()(text).split())


def test_no_part_of_a_long_text_is_higher_than_a_page() -> None:
    for text in ("W" * 5000, "ord " * 2000, "<b>&" * 1500):
        for part in in_parts(text, 9, 100):
            paragraph = Text(escaped(part), styles()["cell LEFT"])
            assert paragraph.wrap(100, 10_000)[1] < 400


def test_a_row_goes_on_as_long_as_its_longest_cell() -> None:
    assert rows_of([["a", "b", "c"], ["d"]]) == [["a", "d"], ["b", ""], ["c", ""]]


def test_a_text_too_wide_ends_in_an_ellipsis_that_fits() -> None:
    assert fitted("kort", REGULAR, 9, 100) == "kort"
    cut = fitted("ei svært lang overskrift " * 50, REGULAR, 9, 100)
    assert cut.endswith("…")
    assert 80 < width(cut, REGULAR, 9) <= 100


def test_a_narrow_head_is_set_on_two_even_lines() -> None:
    assert halved("1 Ingeborg Aasland Tveiten", len) == ["1 Ingeborg", "Aasland Tveiten"]
    assert halved("Kari", len) == ["Kari"]
    tall = UprightHead("x" * 500)
    assert tall.wrap(40, 1000)[1] <= UprightHead.LONGEST + 2


@given(st.lists(st.floats(0, 100), max_size=12).map(sorted))
def test_dots_on_one_level_do_not_cover_each_other_while_there_is_room(
    places: list[float],
) -> None:
    stacks = stacked(places, 4)
    assert [place for place, _ in stacks] == places
    crowded = any(c - a < 3.2 for a, _, c in zip(places, places[1:], places[2:], strict=False))
    if not crowded:
        for level in (0, 1, -1):
            same = [place for place, at in stacks if at == level]
            assert all(b - a >= 3.2 for a, b in pairwise(same))


def test_only_the_first_part_of_a_split_heading_stands_in_the_outline() -> None:
    heading = HeadingText.of("ord " * 300, styles()["h1"], level=1, plain="ord")
    heading.wrap(300, 100)
    first, rest = heading.split(300, 100)
    assert (first.level, rest.level) == (1, 0)


def test_a_split_text_keeps_its_language() -> None:
    text = Text("ord " * 300, styles()["body"], language="nn")
    text.wrap(300, 60)
    assert [part.language for part in text.split(300, 60)] == ["nn", "nn"]


def test_a_table_without_rows_is_only_its_head() -> None:
    table, *notes = grid_flowables(Grid(columns=(Column(title="Place"),), rows=()), 300)
    assert table.wrap(300, 1000)[1] < 30
    assert notes == []


def test_a_number_is_a_plain_string_and_a_name_is_set() -> None:
    columns = (Column(title="n", width=20, align=Align.RIGHT), Column(title="name"))
    row = Row(cells=(Cell(text="8,39"), Cell(text="Elva", note="a")))
    table = grid_flowables(Grid(columns=columns, rows=(row,)), 400)[0]
    cells = getattr(table, "_cellvalues")[1]  # noqa: B009 - reportlab's own place for them
    assert cells[0] == "8,39"
    assert isinstance(cells[1], Text)


def test_a_heading_without_anything_below_is_still_set() -> None:
    flowables = story([Prose("a"), Heading(2, "Last")])
    assert isinstance(flowables[-1], HeadingText)
    assert width("Last", BOLD, 10) > 0
