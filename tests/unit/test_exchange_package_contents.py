"""Jury packages: any content at all travels unchanged, and texts are made fit to travel."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juryapp.application.ports import PackageCodec
from juryapp.base.characters import FORBIDDEN, fit_to_travel
from juryapp.base.errors import FileFormatError
from juryapp.domain.award import Category
from juryapp.domain.criteria import CommentRule, Criterion, Level, ballot_hash
from juryapp.domain.ids import (
    PRACTICE,
    AwardId,
    CategoryId,
    CriterionId,
    JurorId,
    NominationId,
    is_reserved,
)
from juryapp.domain.nominees import Nomination, Nominee, PracticeNominee, Relation
from juryapp.domain.packages import PackageContent, PackageKind
from juryapp.domain.scales import Scale
from juryapp.exchange.jury_package import JuryPackages
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from package_examples import CONTENT, CRITERIA, EDITION, made

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(fit_to_travel)
ids = st.from_regex(r"[A-Z0-9-]{1,40}", fullmatch=True).filter(lambda id_: not is_reserved(id_))
ratios = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderKeyStore:
    store = FolderKeyStore(KeyFolder(tmp_path_factory.mktemp("keys")))
    store.make_award_keys(EDITION)
    return store


@pytest.fixture(scope="module")
def codec(store: FolderKeyStore) -> JuryPackages:
    port: PackageCodec = JuryPackages(store)
    assert isinstance(port, JuryPackages)
    return port


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    least = draw(st.integers(0, 5))
    scale = Scale(least, draw(st.integers(least + 1, 100)), draw(ratios))
    points = st.integers(scale.least, scale.most)
    return Criterion(
        id=CriterionId(draw(ids)),
        name=draw(texts.filter(str.strip)),
        weight=draw(ratios),
        scale=scale,
        order=draw(st.integers(0, 99)),
        group=draw(texts),
        guidance=draw(texts),
        levels=tuple(draw(st.lists(st.builds(Level, points, texts), max_size=3))),
        version=draw(st.integers(1, 9)),
    )


@st.composite
def practices(draw: st.DrawFn, homes: st.SearchStrategy[str]) -> PracticeNominee:
    voices = draw(st.integers(0, 3))
    return PracticeNominee(
        nominee=Nominee(
            id=PRACTICE, number=0, name=draw(texts.filter(str.strip)), place=draw(texts), facts=draw(texts),
            category=CategoryId(draw(homes | st.just(""))),
        ),
        nominations=tuple(
            Nomination(
                id=NominationId(f"PRACTICE-{n}"), nominee=PRACTICE, nominator=draw(texts), text=draw(texts)
            )
            for n in range(voices)
        ),
    )  # fmt: skip


@st.composite
def contents(draw: st.DrawFn) -> PackageContent:
    def listed(strategy: st.SearchStrategy[Any], least: int = 0) -> tuple[Any, ...]:
        unique = st.lists(strategy, min_size=least, max_size=3, unique_by=lambda t: t.id)
        return tuple(draw(unique))

    chosen = listed(criteria())
    comment = draw(st.sampled_from(CommentRule))
    numbers = st.integers(0, 999)
    winners = st.integers(1, 9)
    categories = listed(
        st.builds(
            Category, id=ids, name=texts.filter(str.strip), order=numbers, rule=texts,
            finalists=st.integers(9, 999), winners=winners,
        ),
        1,
    )  # fmt: skip
    homes = st.sampled_from([category.id for category in categories])
    nominees = listed(
        st.builds(
            Nominee, id=ids, number=numbers, name=texts, category=homes, place=texts, facts=texts,
            withdrawn=st.booleans(),
        )
    )  # fmt: skip
    nominations: tuple[Any, ...] = ()
    if nominees:
        nominated = st.sampled_from([nominee.id for nominee in nominees])
        nominations = listed(
            st.builds(
                Nomination, id=ids, nominee=nominated, order=numbers, nominator=texts, organisation=texts,
                relation=st.sampled_from(Relation), text=texts, received=texts,
            )
        )  # fmt: skip
    kind = draw(st.sampled_from(PackageKind))
    return replace(
        CONTENT,
        kind=kind,
        issue=draw(st.integers(1, 99)),
        trial=draw(st.booleans()),
        award=AwardId(draw(ids)),
        title=draw(texts),
        year=draw(st.integers(1900, 2200)),
        owner=draw(texts),
        ballot=ballot_hash(chosen, comment),
        juror=JurorId(draw(ids)),
        juror_name=draw(texts),
        comment=comment,
        grounds=tuple(draw(st.lists(texts, max_size=3))),
        categories=categories,
        criteria=chosen,
        nominees=nominees,
        nominations=nominations,
        practice=draw(practices(homes)) if kind is PackageKind.DECLARE else None,
    )


@settings(max_examples=60)
@given(content=contents())
def test_any_content_is_read_back_equal(
    codec: JuryPackages, tmp_path_factory: pytest.TempPathFactory, content: PackageContent
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jurypack"
    path.write_bytes(made(codec, content)[0])

    assert codec.read(path).content == content


@given(st.text())
def test_a_text_fit_to_travel_is_never_refused_and_fitting_it_again_changes_nothing(
    text: str,
) -> None:
    fit = fit_to_travel(text)

    assert not FORBIDDEN.search(fit)
    assert fit_to_travel(fit) == fit


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("Vanlig tekst.", "Vanlig tekst."),
        ("en\ttabulator", "en tabulator"),
        ("to\r\nlinjer\rtil", "to\nlinjer\ntil"),
        ("fra en PDF\u2028ny linje", "fra en PDF\nny linje"),
        ("myk\u00adbindestrek", "myk\u00adbindestrek"),
        ("usyn\u200blig \ufeffmerke", "usynlig merke"),
        ("a\u030a", "å"),
        ("Z" + "\u0321" * 5 + "\u0339" * 5 + "!", "Z!"),
        ("half \ud800", "half "),
    ],
)
def test_what_a_person_pasted_is_made_fit_to_travel(text: str, fit: str) -> None:
    assert fit_to_travel(text) == fit


def test_a_criterion_with_hidden_characters_is_refused_before_it_is_sent(
    codec: JuryPackages,
) -> None:
    crooked = replace(CRITERIA[0], name="Ny\u200bskaping")

    with pytest.raises(FileFormatError) as caught:
        made(codec, replace(CONTENT, criteria=(crooked,)))
    assert (caught.value.code, caught.value.params["field"]) == ("E-STR-CHAR", "criteria[1].name")
