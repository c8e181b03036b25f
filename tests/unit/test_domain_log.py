"""Every entry of the log is chained to the one before; whatever is altered shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.domain.award import Edition
from juryapp.domain.ids import AwardId, EditionId
from juryapp.domain.log import (
    ChainVerdict,
    LogEntry,
    chain_root,
    check_chain,
    entry_hash,
    next_entry,
)

EDITION = Edition(
    id=EditionId("E-1"),
    award=AwardId("A-1"),
    award_name="The Prize",
    title="Prize 2026",
    year=2026,
    made="2026-01-05T09:00:00Z",
)
ROOT = chain_root(EDITION, "ab" * 32)


def chain(*whats: str, root: str = ROOT, name: str = "K1") -> list[LogEntry]:
    entries: list[LogEntry] = []
    for what in whats:
        entries.append(
            next_entry(
                entries[-1] if entries else None,
                chain=name,
                root=root,
                at="2026-11-12T13:02:07Z",
                actor="secretary",
                what=what,
                body="{}",
            )
        )
    return entries


FIVE = chain("edition.made", "round.opened", "files.merged", "round.closed", "protocol.approved")


@given(st.lists(st.text("abc.", max_size=4), max_size=6))
def test_a_chain_as_written_is_whole(whats: list[str]) -> None:
    entries = chain(*whats)

    assert check_chain(entries, ROOT) == ChainVerdict(
        len(entries), entries[-1].hash if entries else ROOT
    )
    assert check_chain(entries, ROOT).whole
    assert [entry.seq for entry in entries] == [*range(1, len(entries) + 1)]


@pytest.mark.parametrize(
    "altered",
    [
        {"chain": "K2"},
        {"seq": 4},
        {"at": "2026-11-12T13:02:08Z"},
        {"actor": "chair"},
        {"what": "files.refused"},
        {"body": '{"file":"00"}'},
        {"prev": "00" * 32},
        {"hash": "00" * 32},
    ],
    ids=lambda altered: next(iter(altered)),
)
@pytest.mark.parametrize("index", [0, 2, 4])
def test_an_altered_entry_breaks_the_chain_where_it_stands(
    altered: dict[str, Any], index: int
) -> None:
    entries = [*FIVE]
    entries[index] = replace(entries[index], **altered)
    verdict = check_chain(entries, ROOT)

    assert not verdict.whole
    assert verdict.broken_at == index + 1
    assert verdict.entries == index
    assert verdict.head == (FIVE[index - 1].hash if index else ROOT)


def test_an_entry_altered_and_hashed_anew_breaks_the_chain_after_it() -> None:
    entries = [*FIVE]
    forged = replace(entries[2], body='{"file":"00"}')
    entries[2] = replace(forged, hash=entry_hash(forged))

    assert check_chain(entries, ROOT).broken_at == 4


@given(st.permutations(FIVE))
def test_entries_in_any_other_order_are_no_chain(shuffled: list[LogEntry]) -> None:
    assert check_chain(shuffled, ROOT).whole == (shuffled == FIVE)


@pytest.mark.parametrize("missing", range(4))
def test_an_entry_that_is_gone_from_the_middle_is_missed(missing: int) -> None:
    entries = [entry for n, entry in enumerate(FIVE) if n != missing]

    assert check_chain(entries, ROOT).broken_at == missing + 1


def test_a_number_that_is_skipped_is_noticed_even_if_every_hash_fits() -> None:
    jumped = next_entry(
        replace(FIVE[1], seq=7), chain="K1", root=ROOT, at="", actor="chair", what="a", body="{}"
    )

    assert jumped.prev == FIVE[1].hash
    assert check_chain([*FIVE[:2], jumped], ROOT).broken_at == 3


def test_an_entry_written_twice_is_noticed() -> None:
    assert check_chain([*FIVE[:2], *FIVE[1:]], ROOT).broken_at == 3


def test_a_chain_alone_does_not_know_that_its_newest_entries_are_gone() -> None:
    verdict = check_chain(FIVE[:3], ROOT)

    assert verdict.whole
    assert verdict.entries == 3
    assert verdict.head == FIVE[2].hash, "which the printed protocol can be compared with"


def test_a_chain_of_another_edition_is_no_chain_of_this_one() -> None:
    other = chain_root(replace(EDITION, id=EditionId("E-2")), "ab" * 32)

    assert check_chain(FIVE, other) == ChainVerdict(0, other, broken_at=1)


@pytest.mark.parametrize(
    "changed",
    [{"id": EditionId("E-2")}, {"award": AwardId("A-2")}, {"made": "2026-01-05T09:00:01Z"}],
    ids=lambda changed: next(iter(changed)),
)
def test_the_root_belongs_to_one_edition_made_at_one_time(changed: dict[str, Any]) -> None:
    assert chain_root(replace(EDITION, **changed), "ab" * 32) != ROOT


def test_the_root_belongs_to_the_awards_key_and_not_to_its_title() -> None:
    assert chain_root(EDITION, "cd" * 32) != ROOT
    assert chain_root(replace(EDITION, title="The Prize of 2026"), "ab" * 32) == ROOT


def test_two_copies_that_go_on_separately_have_different_heads() -> None:
    mine = next_entry(
        FIVE[-1], chain="K1", root=ROOT, at="", actor="secretary", what="a", body="{}"
    )
    yours = next_entry(
        FIVE[-1], chain="K2", root=ROOT, at="", actor="secretary", what="a", body="{}"
    )

    assert mine.hash != yours.hash
    assert mine.prev == yours.prev == FIVE[-1].hash


def test_fields_cannot_be_shifted_into_each_other() -> None:
    one = replace(FIVE[0], actor="a", what="bc")
    other = replace(FIVE[0], actor="ab", what="c")

    assert entry_hash(one) != entry_hash(other)
