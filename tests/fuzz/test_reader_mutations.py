"""Files that were changed at random or by system: every reader refuses by name or takes, and never fails.

What a coverage-guided search does for minutes by hand (`dev.py fuzz`), Hypothesis does here for seconds, from
the same seeds and with the same readers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz_readers import Bench, Target, bench, targets

NAMES = (
    *("score", "package", "envelope", "container", "receipt", "award", "lock", "move", "keys"),
    *("verify", "csv", "xlsx", "workbook", "attachment"),
)
WHOLE = ("score", "package", "receipt", "award", "lock", "move", "keys")
SECONDS = 2.0
TOKENS = (
    b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"null", b"true", b"1e9", b"-0", b"0.5", b'"v":1,',
    b'"__proto__":1,', b"\\u0000", b"\\ud800", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b"\xff\xfe",
    b"\x00", b"\r\n", b"PK\3\4", b"PK\5\6", b"=", b"9" * 20, b"a" * 20_001, b"[" * 50, b"/../",
)  # fmt: skip


@pytest.fixture(scope="module")
def readers() -> Iterator[Mapping[str, Target]]:
    with bench() as on:
        yield targets(on)


@pytest.fixture(scope="module")
def on() -> Iterator[Bench]:
    with bench() as on:
        yield on


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, float, float, bytes]]:
    """Give a few changes: what is done, where, how far, and with which bytes."""
    kinds = st.sampled_from(("flip", "cut", "drop", "insert", "repeat", "swap", "overwrite"))
    places = st.floats(0, 1, exclude_max=True)
    pieces = st.sampled_from(TOKENS) | st.binary(max_size=8)
    made: list[tuple[str, float, float, bytes]] = draw(
        st.lists(st.tuples(kinds, places, places, pieces), min_size=1, max_size=4)
    )
    return made


def changed(data: bytes, what: tuple[str, float, float, bytes]) -> bytes:
    """Return `data` with one change."""
    kind, start, far, piece = what
    at = int(start * len(data))
    end = min(len(data), at + 1 + int(far * 64))
    if kind == "flip" and data:
        return data[:at] + bytes([data[at] ^ (1 << int(far * 8))]) + data[at + 1 :]
    return {
        "cut": data[:at],
        "drop": data[:at] + data[end:],
        "insert": data[:at] + piece + data[at:],
        "repeat": data[:end] + data[at:],
        "swap": data[end:] + data[:end],
        "overwrite": data[:at] + piece + data[at + len(piece) :],
    }.get(kind, data)


def time_of(target: Target, data: bytes) -> float:
    """Return the processor time that the reader takes for `data`."""
    begun = time.process_time()
    target.once(data)
    return time.process_time() - begun


@pytest.mark.parametrize("name", NAMES)
def test_no_change_makes_a_reader_fail(name: str, readers: Mapping[str, Target]) -> None:
    target = readers[name]
    seeds = target.seeds()

    @settings(max_examples=60 if name in {"xlsx", "workbook"} else 150)
    @given(st.sampled_from(range(len(seeds))), changes())
    def search(number: int, made: list[tuple[str, float, float, bytes]]) -> None:
        data = seeds[number]
        for what in made:
            data = changed(data, what)
        seconds = [time_of(target, data)]
        while min(seconds) >= SECONDS and len(seconds) < 3:  # the machine may do much else
            seconds.append(time_of(target, data))
        assert min(seconds) < SECONDS

    search()


def sound_file(name: str, on: Bench) -> bytes:
    """Return a sound file of a kind, as it lies on the disk: the first of the target's seeds."""
    first = targets(on)[name].seeds()[0]
    assert first[:1] == b"\0"
    return first[1:]


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_cut_off_anywhere_is_refused(name: str, on: Bench) -> None:
    target, good = targets(on)[name], sound_file(name, on)
    assert target.once(b"\0" + good)

    for percent in range(100):
        assert not target.once(b"\0" + good[: len(good) * percent // 100]), percent
    assert not target.once(b"\0" + good[:-1])


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_with_one_bit_changed_anywhere_is_refused(name: str, on: Bench) -> None:
    """Every byte of the first and last kilobyte, and every 7th between them, each with another bit."""
    target, good = targets(on)[name], sound_file(name, on)
    edge = 1024
    places = [*range(min(edge, len(good))), *range(edge, len(good) - edge, 7)]
    places += range(max(edge, len(good) - edge), len(good))

    for place in places:
        bit = 1 << place % 8
        data = good[:place] + bytes([good[place] ^ bit]) + good[place + 1 :]
        assert not target.once(b"\0" + data), (place, bit)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_with_anything_after_its_end_is_refused(name: str, on: Bench) -> None:
    target, good = targets(on)[name], sound_file(name, on)

    for more in (b" ", b"\n", b"\0", b"{}", good, b"PK\5\6" + bytes(18)):
        assert not target.once(b"\0" + good + more)
        assert not target.once(b"\0" + more + good)
