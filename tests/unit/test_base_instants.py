"""Points in time: text that sorts inside, words outside."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.instants import (
    format_date,
    format_instant,
    instant_text,
    is_instant,
    parse_instant,
)

MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(MOMENTS)
def test_a_moment_comes_back_to_the_second(moment: datetime) -> None:
    text = instant_text(moment)

    assert is_instant(text)
    assert parse_instant(text) == moment.replace(microsecond=0)


@given(MOMENTS, MOMENTS)
def test_texts_sort_as_moments_do(one: datetime, two: datetime) -> None:
    early, late = sorted((one, two))

    assert instant_text(early) <= instant_text(late)


def test_another_time_zone_is_turned_into_utc() -> None:
    oslo = timezone(timedelta(hours=1))

    assert instant_text(datetime(2026, 1, 1, 0, 30, tzinfo=oslo)) == "2025-12-31T23:30:00Z"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-11-12", "2026-11-12T13:02:07", "2026-11-12 13:02:07Z", "2026-11-12T13:02:07.5Z",
        "2026-11-12T13:02:07+01:00", "2026-02-30T00:00:00Z", "2026-11-12T24:00:00Z",
        "2026-1-2T3:4:5Z", "2026-11-12T13:02:07Z\n", "２０２６-11-12T13:02:07Z", "0000-01-01T00:00:00Z",
        "2026-11-12T13:02:60Z",
    ],
)  # fmt: skip
def test_any_other_text_is_no_point_in_time(text: str) -> None:
    assert not is_instant(text)
    with pytest.raises(ValueError):  # noqa: PT011 - the text says nothing that could be matched
        parse_instant(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [("nb", "1. mai 2026"), ("nn", "1. mai 2026"), ("en", "1 May 2026")],
)
def test_a_day_is_written_in_words(language: str, text: str) -> None:
    assert format_date(date(2026, 5, 1), language) == text
    assert format_date("2026-05-01", language) == text
    assert format_date("2026-05-01T12:00:00Z", language) == text


@pytest.fixture
def oslo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that stands in Norway."""
    monkeypatch.setenv("TZ", "Europe/Oslo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(os.name != "posix", reason="the zone of a process can be set on POSIX only")
@pytest.mark.parametrize(
    ("language", "text"),
    [("nb", "12. november 2026 kl. 14.02"), ("en", "12 November 2026 14:02")],
)
def test_a_moment_is_shown_in_local_time(oslo: None, language: str, text: str) -> None:
    assert format_instant("2026-11-12T13:02:07Z", language) == text


@pytest.mark.skipif(os.name != "posix", reason="as above")
def test_the_day_shown_is_the_local_one(oslo: None) -> None:
    assert format_instant("2026-12-31T23:30:00Z", "nn") == "1. januar 2027 kl. 00.30"
