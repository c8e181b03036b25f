"""Score files: any content at all travels unchanged, and no flipped bit goes unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juryapp.base.characters import fit_to_travel
from juryapp.domain.packages import (
    Origin,
    PackageKind,
    ScoreContent,
)
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkKey,
    MarkState,
    NoteContent,
    Provenance,
    Stated,
    StatedMark,
    Statement,
)
from juryapp.exchange.score_file import ScoreFiles
from score_file_examples import (
    CONTENT,
    CRITERIA,
    EXPECTED,
    JUROR,
    NOMINEES,
    ROUND,
    World,
    about,
    new_world,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(fit_to_travel)
revisions = st.integers(1, 1_000_000)
instants = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0"))
provenances = st.builds(Provenance, at=instants, device=texts)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(tmp_path_factory.mktemp("world"))


@st.composite
def marks(draw: st.DrawFn) -> StatedMark:
    criterion = draw(st.sampled_from(CRITERIA))
    state = draw(st.sampled_from(MarkState))
    points = st.integers(criterion.scale.least, criterion.scale.most)
    content = MarkContent(state, draw(points) if state is MarkState.MARK else None, draw(texts))
    key = MarkKey(ROUND, JUROR, draw(st.sampled_from(NOMINEES)), criterion.id)
    return Stated(Statement(key, draw(revisions), content), draw(provenances))


answers = st.builds(DeclarationContent, st.sampled_from(Answer), texts)
declarations = st.builds(
    Stated,
    st.builds(Statement, st.sampled_from([about(0), about(1)]), revisions, answers),
    provenances,
)
notes = st.builds(
    Stated,
    st.builds(
        Statement,
        st.sampled_from([about(0), about(1)]),
        revisions,
        st.builds(NoteContent, texts, st.booleans()),
    ),
    provenances,
)


def rows(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    def place(row: Any) -> tuple[Any, int]:
        return row.statement.key, row.statement.rev

    return st.lists(strategy, max_size=5, unique_by=place).map(tuple)


contents = st.builds(
    replace,
    st.just(CONTENT),
    kind=st.sampled_from(PackageKind),
    device=st.from_regex(r"[A-Z0-9-]{1,40}", fullmatch=True),
    seq=st.integers(1, 10**6),
    previous=st.sampled_from(["", "0" * 64]),
    made=instants,
    app_version=texts,
    complete=st.booleans(),
    origin=st.sampled_from(Origin),
    marks=rows(marks()),
    declarations=rows(declarations),
    notes=rows(notes),
)


@settings(max_examples=80)
@given(content=contents)
def test_any_content_is_read_back_equal(world: World, content: ScoreContent) -> None:
    opened = ScoreFiles(world.office).read(world.file(world.written(content)), EXPECTED)

    assert opened.content == content


@settings(max_examples=300)
@given(data=st.data())
def test_no_flipped_bit_of_a_score_file_goes_unseen(world: World, data: st.DataObject) -> None:
    bad = bytearray(world.written())
    bit = data.draw(st.integers(0, len(bad) * 8 - 1))
    bad[bit // 8] ^= 1 << bit % 8

    assert world.refusal(bytes(bad)).code.startswith("E-")


@settings(max_examples=300)
@given(data=st.data())
def test_no_flipped_bit_inside_the_seal_goes_unseen(world: World, data: st.DataObject) -> None:
    bad = bytearray(world.inside(world.written()))
    bit = data.draw(st.integers(0, len(bad) * 8 - 1))
    bad[bit // 8] ^= 1 << bit % 8

    assert world.refusal(world.resealed(bytes(bad))).code.startswith("E-")
