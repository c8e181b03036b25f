"""The search for cycles rests while very many objects are made, and goes on afterwards."""

from __future__ import annotations

import gc

import pytest

from juryapp.base.collecting import no_collecting


def test_the_collector_rests_in_the_block_and_goes_on_after_it() -> None:
    with no_collecting():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_it_rests_until_the_last_of_two_pauses_ends() -> None:
    with no_collecting():
        with no_collecting():
            pass
        assert not gc.isenabled()

    assert gc.isenabled()


def test_an_error_in_the_block_ends_the_pause() -> None:
    with pytest.raises(ValueError, match="no"), no_collecting():
        raise ValueError("no")

    assert gc.isenabled()


def test_who_switched_the_collector_off_finds_it_off() -> None:
    gc.disable()
    try:
        with no_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
