"""The digest covers everything that the protocol states, and nothing of how it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest

from juryapp.base.canonical import canonical_bytes
from juryapp.domain.award import Reopening
from juryapp.domain.decisions import Basis, Outcome
from juryapp.domain.ids import RoundId
from juryapp.domain.impartiality import Reach, Standing
from juryapp.domain.jury import Role
from juryapp.domain.merge_report import HeldLine, MergeFileLine, MergeLine
from juryapp.domain.protocol import (
    CategoryPart,
    CriterionLine,
    DecisionLine,
    DepartureLine,
    FileLine,
    ImpartialityLine,
    JurorLine,
    JurorPart,
    JustificationText,
    MarginLine,
    Meeting,
    ProtocolContent,
    ProtocolRecord,
    RankingLine,
    ReopeningLine,
    SettlementLine,
    as_document,
    standing_approvals,
)

RANKING = RankingLine(
    place=1,
    shared=True,
    number=7,
    nominee="Fjordvik",
    home="Vestland",
    value=Fraction(59, 7),
    counted=6,
    recused=("Kari Nordmann",),
    nominations=2,
    outcome=Outcome.WINNER,
    parts=(
        JurorPart(juror="Ola", standing=Standing.IMPARTIAL, value=Fraction(17, 2), answer="yes"),
    ),
    answers=(("Recommended", 4),),
    comments=(("Ola", "Warm"),),
)
PART = CategoryPart(
    name="Small municipalities",
    rule="under 15 000 inhabitants",
    finalists=3,
    winners=1,
    ranking=(RANKING,),
    decisions=(
        DecisionLine(
            nominee="Fjordvik",
            outcome=Outcome.WINNER,
            basis=Basis.TIE,
            place=1,
            reason="The better story",
        ),
    ),
    close=(MarginLine(above="Fjordvik", below="Elvdal", difference=Fraction(1, 5)),),
    justifications=(
        JustificationText(nominee="Fjordvik", outcome=Outcome.WINNER, language="nb", text="Modig"),
    ),
)
CONTENT = ProtocolContent(
    award="The Prize",
    title="The Prize 2026",
    owner="The Association",
    year=2026,
    purpose="To honour",
    version=1,
    draft=False,
    trial=False,
    meeting=Meeting(
        number="3/2026",
        date="2026-11-12",
        place="Oslo",
        chair="Anne",
        keeper="Per",
        present=("Anne", "Ola"),
        absent=("Kari Nordmann",),
        remarks="None",
    ),
    jury=(
        JurorLine(
            name="Anne",
            role=Role.CHAIR,
            organisation="The Association",
            scores=True,
            key="word",
            fingerprint="12345 67890 12345 67890",
        ),
    ),
    criteria=(
        CriterionLine(
            name="Courage",
            group="Effect",
            share=Fraction(3, 10),
            least=Fraction(0),
            most=Fraction(10),
            step=Fraction(1, 2),
            levels=("Recommended",),
        ),
    ),
    missing="renormalise",
    minimum_marks=3,
    decimals=2,
    close_margin=Fraction(1, 4),
    rules="aa",
    ballot="bb",
    order_seed="cc",
    opened="2026-10-01T08:00:00Z",
    closed="2026-11-01T08:00:00Z",
    impartiality=(
        ImpartialityLine(
            juror="Kari Nordmann",
            nominee="Fjordvik",
            facts="Grew up there",
            standing=Standing.RECUSED,
            reach=Reach.CATEGORY,
            ground="Close ties",
            ruled=True,
        ),
    ),
    categories=(PART,),
    open_questions=(("{juror} has only sent a draft.", {"juror": "Ola"}),),
    waiver="Seen by the others",
    settlements=(
        SettlementLine(
            juror="Ola",
            nominee="Fjordvik",
            criterion="Courage",
            value=Fraction(15, 2),
            reason="Heard the juror",
            by="Anne",
        ),
    ),
    files=(
        FileLine(
            juror="Ola",
            sha256="dd",
            received="2026-10-20T08:00:00Z",
            complete=True,
            excluded="Sent by mistake",
        ),
    ),
    log_entries=214,
    log_head="ee",
    early=("Per",),
    unguarded=("Siv",),
    declared_first=("Kari",),
    merges=(
        MergeLine(
            n=1,
            at="2026-10-20T08:00:00Z",
            by="secretary",
            files=(
                MergeFileLine(
                    file="ola.juryscore",
                    sha256="dd",
                    juror="Ola",
                    status="new",
                    code="E-NONE",
                    complete=True,
                    new=4,
                    changed=2,
                    conflicts=1,
                ),
            ),
            new=4,
            changed=2,
            conflicts=1,
            missing=("Per",),
        ),
    ),
    held=(HeldLine(juror="Per", sha256="ff", received="2026-11-02T08:00:00Z"),),
    reopenings=(ReopeningLine(at="2026-11-03T08:00:00Z", reason="A file was late"),),
    departures=(
        DepartureLine(
            juror="Ola",
            at="2026-11-04T08:00:00Z",
            left=True,
            marks_count=False,
            deputy="Per",
            reason="Moved",
        ),
    ),
)


def other(value: object) -> object:
    """Return a value of the same kind that is not equal to `value`."""
    if isinstance(value, Enum):
        return next(member for member in type(value) if member is not value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, Fraction)):
        return value + 1
    assert isinstance(value, str)
    return f"{value}."


def variations(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield `value` with one thing in it changed, dropped or doubled, for every thing in it."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for where, changed in variations(getattr(value, field.name)):
                yield f"{field.name}{where}", replace(value, **{field.name: changed})
    elif isinstance(value, tuple):
        yield from variations_of_tuple(value)
    elif isinstance(value, dict):
        yield from ((f"[{key}]", {**value, key: other(item)}) for key, item in value.items())
        yield " emptied", {}
    else:
        yield "", other(value)


def variations_of_tuple(value: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for n, item in enumerate(value):
        for where, changed in variations(item):
            yield f"[{n}]{where}", (*value[:n], changed, *value[n + 1 :])
    yield " emptied", ()
    yield " doubled", (*value, *value)


VARIATIONS = list(variations(CONTENT))


def test_every_single_thing_that_the_protocol_states_is_in_the_digest() -> None:
    digests = {where: changed.digest for where, changed in VARIATIONS}

    assert len(VARIATIONS) > 90
    assert len(digests) == len(VARIATIONS)
    assert CONTENT.digest not in digests.values()
    assert len(set(digests.values())) == len(digests), "no two changes hide each other"


def test_the_same_protocol_has_the_same_digest_for_ever() -> None:
    assert replace(CONTENT).digest == CONTENT.digest
    assert CONTENT.digest == ("e9d0dda744deaa3e931d0435ed8e3d5730acfdf74a5c61949ace35484b6dbd34")


def test_no_total_no_place_and_no_outcome_are_other_statements_than_any_value() -> None:
    without = [
        replace(RANKING, value=None),
        replace(RANKING, value=Fraction(0)),
        replace(RANKING, place=None),
        replace(RANKING, place=0),
        replace(RANKING, outcome=None),
        replace(RANKING, outcome=Outcome.NONE),
        RANKING,
    ]

    assert len({canonical_bytes(as_document(line)) for line in without}) == len(without)


def test_exact_numbers_stand_in_the_digest_unrounded() -> None:
    close = replace(RANKING, value=Fraction(59, 7) + Fraction(1, 10**12))

    assert as_document(close) != as_document(RANKING)


def test_a_protocol_becomes_plain_canonical_data() -> None:
    document = as_document(PART)

    assert canonical_bytes(document).startswith(b'{"close":[{"above":"Fjordvik",')
    assert b'"difference":"1/5"' in canonical_bytes(document)
    assert b'"outcome":"winner"' in canonical_bytes(document)


@pytest.mark.parametrize("value", [8.43, b"bytes", {1, 2}, object()])
def test_a_float_or_anything_else_without_one_spelling_has_no_place_in_a_protocol(
    value: object,
) -> None:
    with pytest.raises(TypeError, match="no place in a protocol"):
        as_document([value])


def test_a_protocol_holds_until_the_round_is_opened_again() -> None:
    def record(version: int, day: int, *, draft: bool = False) -> ProtocolRecord:
        at = f"2026-11-{day:02}T08:00:00Z"
        return ProtocolRecord(
            version=version, draft=draft, language="nb", digest="", log_head="", pdf_sha256="",
            at=at, by="chair",
        )  # fmt: skip

    again = Reopening(
        n=1, round=RoundId("R1"), reason="Late", by="chair", at="2026-11-05T08:00:00Z"
    )
    first, draft, second = record(1, 4), record(2, 6, draft=True), record(2, 7)

    assert standing_approvals([first, draft], []) == [first]
    assert standing_approvals([first, draft], [again]) == []
    assert standing_approvals([first, draft, second], [again]) == [second]
