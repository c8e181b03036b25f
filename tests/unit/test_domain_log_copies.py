"""The logs of several copies: which entries a copy lived through itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.canonical import canonical_bytes
from juryapp.domain.log import LogEntry, next_entry
from juryapp.domain.log_copies import RESTORED, named_in, own_past, restored_body

ROOT = "0" * 64


def chain_of(name: str, *whats: str, after: LogEntry | None = None) -> list[LogEntry]:
    """Return a chain that tells these things; with `after`, it goes on from another one."""
    entries: list[LogEntry] = []
    bodies = [(what, "{}") for what in whats]
    if after is not None:
        body = canonical_bytes(restored_body(after.chain, after.hash)).decode()
        bodies.insert(0, (RESTORED, body))
    for what, body in bodies:
        last = entries[-1] if entries else None
        at, actor = "2026-11-12T13:02:07Z", "secretary"
        entry = next_entry(last, chain=name, root=ROOT, at=at, actor=actor, what=what, body=body)
        entries.append(entry)
    return entries


def told(entries: list[LogEntry]) -> list[str]:
    return [entry.what for entry in entries if entry.what != RESTORED]


def test_the_past_of_the_first_copy_is_its_chain() -> None:
    first = chain_of("A", "made", "opened")

    assert own_past({"A": first}, "A") == first


def test_a_copy_goes_on_from_where_it_was_copied_and_knows_nothing_of_what_came_later() -> None:
    first = chain_of("A", "made", "opened", "closed")
    second = chain_of("B", "taken", after=first[1])
    third = chain_of("C", "decided", after=second[-1])
    chains = {"A": first, "B": second, "C": third}

    assert told(own_past(chains, "B")) == ["made", "opened", "taken"]
    assert told(own_past(chains, "C")) == ["made", "opened", "taken", "decided"]
    assert told(own_past(chains, "A")) == ["made", "opened", "closed"]


def test_another_copys_chain_is_none_of_the_past() -> None:
    first = chain_of("A", "made")
    other = chain_of("X", "said elsewhere", after=first[0])

    assert told(own_past({"A": first, "X": other}, "A")) == ["made"]


def test_where_the_head_is_nowhere_in_the_chain_nothing_older_counts() -> None:
    first = chain_of("A", "made", "opened")
    second = chain_of("B", "taken", after=chain_of("A", "forged")[0])

    assert told(own_past({"A": first, "B": second}, "B")) == ["taken"]


def test_chains_that_name_each_other_come_to_an_end() -> None:
    first = chain_of("A", "made")
    second = chain_of("B", "taken", after=first[0])
    circle = chain_of("A", "made", after=second[-1])

    assert own_past({"A": circle, "B": second}, "B")


@given(st.text(max_size=40))
def test_a_first_entry_with_any_body_names_something_or_nothing(body: str) -> None:
    last = chain_of("A", "made")[0]
    entry = next_entry(None, chain="B", root=ROOT, at=last.at, actor="x", what=RESTORED, body=body)

    chain, head = named_in(entry)

    assert isinstance(chain, str)
    assert isinstance(head, str)
