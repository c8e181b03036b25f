"""The hostile bodies, each refused under its own name, and the one spelling that is accepted."""

from __future__ import annotations

import json
import time
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.canonical import canonical_bytes
from juryapp.base.characters import FORBIDDEN
from juryapp.base.errors import FileFormatError
from juryapp.exchange.diagnosis import MAX_BYTES, MAX_DEPTH
from juryapp.exchange.refusals import SCORE_FILE
from juryapp.exchange.sniffing import looks_like
from juryapp.exchange.strict_json import (
    Points,
    Revision,
    StrictJson,
    Struct,
    Text,
    Whole,
)


class Row(Struct, frozen=True):
    note: Text
    points: Points | None
    rev: Revision


class Body(Struct, frozen=True):
    rows: list[Row]
    title: Text
    total: Whole
    v: Literal[1]


class Wrapped(Struct, frozen=True):
    box: str
    juryapp: Literal["sealed"]


BODIES = StrictJson(Body)
WRAPPERS = StrictJson(Wrapped, wrapper=True, expected=SCORE_FILE, tag=("juryapp", "sealed"))
GOOD = b'{"rows":[{"note":"Sterk.","points":7,"rev":1}],"title":"Pris","total":7,"v":1}'
GOOD_WRAPPER = b'{"box":"AAAA","juryapp":"sealed"}'


def refusal_of(codec: StrictJson[Body] | StrictJson[Wrapped], data: bytes) -> FileFormatError:
    started = time.perf_counter()
    with pytest.raises(FileFormatError) as caught:
        codec.decode(data)
    assert time.perf_counter() - started < 2
    assert str(caught.value)
    return caught.value


def with_points(text: bytes) -> bytes:
    return GOOD.replace(b'"points":7', b'"points":' + text)


def with_note(text: bytes) -> bytes:
    return GOOD.replace(b"Sterk.", text)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        pytest.param("E-EMPTY", b"", id="nothing at all"),
        pytest.param("E-JSON-SYNTAX", b" " * 4096, id="only spaces"),
        pytest.param("E-JSON-SYNTAX", b"\0" * 4096, id="the NULs that a power loss leaves"),
        pytest.param("E-TRUNC", GOOD[: len(GOOD) // 2], id="cut in the middle"),
        pytest.param("E-TRUNC", GOOD[:-1], id="the last brace missing"),
        pytest.param("E-TRUNC", GOOD[:20], id="cut in a text"),
        pytest.param("E-JSON-SYNTAX", GOOD + b"hei", id="text after the document"),
        pytest.param("E-JSON-SYNTAX", GOOD + GOOD, id="two documents glued together"),
        pytest.param("E-ENC-BOM", b"\xef\xbb\xbf" + GOOD, id="saved again by an editor"),
        pytest.param("E-ENC-UTF8", with_note("sø".encode("latin-1")), id="a body in Latin-1"),
        pytest.param("E-ENC-UTF8", with_note(b"\xed\xa0\x80"), id="half a pair in raw bytes"),
        pytest.param("E-JSON-DEPTH", b"[" * 100_000 + b"]" * 100_000, id="a nesting bomb"),
        pytest.param("E-JSON-DEPTH", b'{"rows":' * 9, id="a nesting bomb without an end"),
        pytest.param("E-JSON-DEPTH", b'{"x":' + b"[" * 2_000_000, id="two million brackets"),
        pytest.param("E-JSON-ITEMS", b"[" + b"0," * 200_000 + b"0]", id="200 000 items"),
        pytest.param("E-JSON-DUPKEY", with_points(b'7,"points":9'), id="two values for points"),
        pytest.param("E-JSON-NUMBER", with_points(b"NaN"), id="not a number"),
        pytest.param("E-JSON-NUMBER", with_points(b"Infinity"), id="infinity"),
        pytest.param("E-JSON-NUMBER", with_points(b"-Infinity"), id="minus infinity"),
        pytest.param("E-JSON-NUMBER", with_points(b"7.5000000000000001"), id="a float"),
        pytest.param("E-JSON-NUMBER", with_points(b"7.0"), id="a float that looks whole"),
        pytest.param("E-JSON-NUMBER", with_points(b"1e1"), id="an exponent"),
        pytest.param("E-JSON-NUMBER", with_points(b"1E400"), id="a huge exponent"),
        pytest.param("E-JSON-NUMBER", with_points(b"9" * 5000), id="5 000 digits"),
        pytest.param("E-JSON-NUMBER", with_points(b"9" * 20), id="20 digits"),
        pytest.param("E-JSON-NUMBER", with_points(b"9007199254740993"), id="above 2^53"),
        pytest.param("E-SCHEMA", with_points(b"true"), id="points are true"),
        pytest.param("E-SCHEMA", with_points(b'"7"'), id="points are a text"),
        pytest.param("E-SCHEMA", with_points(b"[7]"), id="points are a list"),
        pytest.param("E-SCHEMA", with_points(b"{}"), id="points are an object"),
        pytest.param("E-SCHEMA", GOOD.replace(b'"total":7,', b""), id="a field is missing"),
        pytest.param("E-SCHEMA", GOOD.replace(b'"rev":1', b'"rev":0'), id="revision 0"),
        pytest.param("E-SCHEMA", GOOD.replace(b'"rev":1', b'"rev":999999999999'), id="revision for ever"),
        pytest.param("E-SCHEMA", b"[]", id="a list instead of an object"),
        pytest.param("E-FIELD-UNKNOWN", GOOD[:-1] + b',"x":1}', id="an extra field"),
        pytest.param("E-FIELD-UNKNOWN", GOOD[:-1] + b',"__proto__":{"a":1}}', id="a special name"),
        pytest.param("E-VERSION", GOOD.replace(b'"v":1', b'"v":99'), id="a newer version"),
        pytest.param(
            "E-VERSION", GOOD.replace(b'"v":1', b'"v":2,"x":1'), id="a newer version with new fields"
        ),
        pytest.param("E-SCHEMA", GOOD.replace(b'"v":1', b'"v":0'), id="version 0"),
        pytest.param("E-STR-CHAR", with_note("a\u202eb".encode()), id="right-to-left override"),
        pytest.param("E-STR-CHAR", with_note(rb"a\u0000b"), id="NUL in a text"),
        pytest.param("E-STR-CHAR", with_note(rb"\ud800 x"), id="half of a surrogate pair"),
        pytest.param("E-STR-CHAR", with_note(rb"\u001b[2J"), id="terminal codes"),
        pytest.param("E-STR-CHAR", with_note(rb"a\tb"), id="a tabulator"),
        pytest.param("E-STR-CHAR", with_note("a\u200bb".encode()), id="a space of no width"),
        pytest.param("E-STR-CHAR", with_note(("Z" + "\u0321\u0339" * 9).encode()), id="many marks"),
        pytest.param("E-STR-NFC", with_note("a\u030a".encode()), id="decomposed letters"),
        pytest.param("E-STR-LEN", with_note(b"x" * 20_001), id="20 001 characters"),
        pytest.param("E-STR-LEN", with_note(b"x" * 100_000), id="100 000 characters"),
        pytest.param("E-JSON-FORM", GOOD.replace(b",", b", "), id="spaces between the fields"),
        pytest.param("E-JSON-FORM", GOOD + b"\n", id="a line end after the document"),
        pytest.param("E-JSON-FORM", with_note(rb"\u0053terk."), id="a letter spelt as an escape"),
        pytest.param("E-JSON-FORM", with_points(b"-0"), id="minus nought"),
        pytest.param(
            "E-JSON-FORM",
            b'{"title":"Pris","rows":[],"total":7,"v":1}',
            id="fields in another order",
        ),
        pytest.param("E-SIZE", GOOD + b" " * MAX_BYTES, id="more than the limit"),
    ],
)  # fmt: skip
def test_a_hostile_body_is_refused_under_its_own_name(code: str, data: bytes) -> None:
    assert refusal_of(BODIES, data).code == code


@pytest.mark.parametrize(
    ("code", "data"),
    [
        pytest.param("E-ENC-ASCII", GOOD_WRAPPER.decode().encode("utf-16"), id="UTF-16"),
        pytest.param("E-ENC-BOM", b"\xef\xbb\xbf" + GOOD_WRAPPER, id="a mark before it"),
        pytest.param("E-KIND", b"%PDF-1.7\n", id="a PDF renamed"),
        pytest.param("E-KIND", b"\x89PNG\r\n\x1a\n", id="a picture renamed"),
        pytest.param("E-KIND", b"<!doctype html><html>Logg inn</html>", id="a login page"),
        pytest.param("E-KIND", b"PK\3\4rest", id="zipped by the mail program"),
        pytest.param("E-KIND", b"From: x\r\nSubject: poeng\r\n\r\nhei", id="the whole mail"),
        pytest.param("E-KIND", b"SQLite format 3\0", id="the program's own database"),
        pytest.param("E-KIND", b'<?xml version="1.0"?><a/>', id="XML"),
        pytest.param("E-KIND", b'{"hello":1}', id="JSON of another program"),
        pytest.param("E-KIND", b'{"payload":"","payloadType":"x"}', id="a signed file"),
        pytest.param("E-KIND", b"[1,2]", id="a list"),
        pytest.param("E-SIG", GOOD_WRAPPER.replace(b",", b",\r\n"), id="line ends changed"),
        pytest.param("E-SIG", GOOD_WRAPPER + b"\r\n", id="a line end added"),
        pytest.param("E-SIG", GOOD_WRAPPER.replace(b"A", rb"\u0041"), id="an escape"),
        pytest.param("E-ENV-SHAPE", GOOD_WRAPPER[:-1] + b',"alg":"none"}', id="a choice of algorithm"),
        pytest.param("E-ENV-SHAPE", b'{"juryapp":"sealed"}', id="no box"),
        pytest.param("E-JSON-DUPKEY", GOOD_WRAPPER[:-1] + b',"box":"BBBB"}', id="two boxes"),
        pytest.param("E-TRUNC", GOOD_WRAPPER[:-1], id="cut off"),
    ],
)  # fmt: skip
def test_a_hostile_wrapper_is_refused_under_its_own_name(code: str, data: bytes) -> None:
    assert refusal_of(WRAPPERS, data).code == code


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<b>fet</b> & <script>", id="markup"),
        pytest.param('=HYPERLINK("http://x")', id="a formula"),
        pytest.param("Fantastisk 🦌🎉 漢 👩‍🚀", id="emoji, also joined"),
        pytest.param("čáppa, ŧ ŋ đ, tjïelte, ǩiõll", id="four Sámi languages"),
        pytest.param("En linje\nog en til", id="a line end"),
        pytest.param('C:\\ny\\tekst "sitat" \\u0000', id="backslashes that are no escapes"),
        pytest.param("x" * 20_000, id="20 000 characters"),
        pytest.param("å, " * 6000 + "æ" * 2000, id="many commas"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_plain_text_comes_through_as_it_was(text: str) -> None:
    body = Body(rows=[Row(note=text, points=None, rev=1)], title=text, total=0, v=1)

    assert BODIES.decode(BODIES.encode(body)) == body


def test_commas_in_texts_are_no_items() -> None:
    rows = [Row(note="," * 20_000, points=n, rev=1) for n in range(4)]
    body = Body(rows=rows, title="", total=0, v=1)

    assert BODIES.decode(BODIES.encode(body)) == body


def test_a_sound_body_that_is_too_big_or_too_wide_is_refused() -> None:
    row = b'{"note":"","points":7,"rev":1},'
    wide = GOOD.replace(b'"rows":[', b'"rows":[' + row * 60_000)
    note = b'{"note":"' + b"x" * 20_000 + b'","points":7,"rev":1},'
    big = GOOD.replace(b'"rows":[', b'"rows":[' + note * 450)

    assert refusal_of(BODIES, wide).code == "E-JSON-ITEMS"
    assert refusal_of(BODIES, big).code == "E-SIZE"


def test_a_syntax_error_tells_line_and_column() -> None:
    error = refusal_of(BODIES, b'{\n"rows" 1}')

    assert error.code == "E-JSON-SYNTAX"
    assert (error.params["line"], error.params["place"]) == (2, 8)


def test_a_wrong_field_is_named_with_its_row_counted_from_one() -> None:
    assert refusal_of(BODIES, with_points(b'"7"')).params["field"] == "rows[1].points"
    assert refusal_of(BODIES, GOOD.replace(b'"total":7,', b"")).params["field"] == "total"
    assert refusal_of(BODIES, with_note(b"\x7f")).params["field"] == "rows[1].note"


def test_a_hostile_name_is_shortened_and_made_harmless_before_it_is_shown() -> None:
    error = refusal_of(BODIES, GOOD[:-1] + b',"\\u001b[31m' + b"y" * 500 + b'":1}')

    assert len(error.params["field"]) <= 60
    assert error.params["field"].isprintable()


def test_a_string_of_escaped_quotes_is_scanned_in_linear_time() -> None:
    assert refusal_of(BODIES, b'"' + b'\\"' * 2_000_000).code == "E-TRUNC"


def test_a_file_that_could_not_be_read_back_is_never_written() -> None:
    with pytest.raises(FileFormatError) as caught:
        BODIES.encode(Body(rows=[], title="a\u202eb", total=0, v=1))

    assert caught.value.code == "E-STR-CHAR"


def test_names_of_foreign_files_fit_into_a_sentence() -> None:
    beginnings = (b"%PDF", b"<html>", b"Subject: x", b"<?xml ?>", b"MZ", b"JURYLOCK", b"\x7fELF")
    for beginning in beginnings:
        found = looks_like(beginning)
        assert found is not None
        assert len(found) < 60
    assert looks_like(b"hello") is None


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text)
)
harmless = texts.filter(lambda text: not FORBIDDEN.search(text))
rows = st.builds(
    Row,
    note=harmless,
    points=st.none() | st.integers(-(10**15) + 1, 10**15 - 1),
    rev=st.integers(1, 1_000_000),
)
bodies = st.builds(
    Body,
    rows=st.lists(rows, max_size=4),
    title=harmless,
    total=st.integers(0, 10**15 - 1),
    v=st.just(1),
)


@given(bodies)
def test_what_is_written_is_the_canonical_form_and_is_read_back_equal(body: Body) -> None:
    data = BODIES.encode(body)

    assert data == canonical_bytes(json.loads(data))
    assert BODIES.decode(data) == body


@given(bodies, st.data())
def test_any_other_bytes_are_refused_or_say_something_else(body: Body, data: st.DataObject) -> None:
    good = BODIES.encode(body)
    place = data.draw(st.integers(0, len(good) - 1))
    bad = good[:place] + bytes([data.draw(st.integers(0, 255))]) + good[place + 1 :]
    try:
        read = BODIES.decode(bad)
    except FileFormatError:
        return
    assert BODIES.encode(read) == bad


@given(st.binary(max_size=200))
def test_no_bytes_at_all_cause_anything_but_a_refusal(data: bytes) -> None:
    for codec in (BODIES, WRAPPERS):
        with pytest.raises(FileFormatError):
            codec.decode(data)


@given(
    st.recursive(
        st.none() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    )
)
def test_no_json_at_all_causes_anything_but_a_refusal(value: object) -> None:
    with pytest.raises(FileFormatError):
        BODIES.decode(json.dumps(value).encode())


def test_depth_is_counted_up_to_the_limit() -> None:
    deep = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH

    assert refusal_of(BODIES, deep).code == "E-SCHEMA"
    assert refusal_of(BODIES, b"[" + deep + b"]").code == "E-JSON-DEPTH"
