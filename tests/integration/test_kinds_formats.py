"""The files of every kind of criterion: read by a reader that was written from the description alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from format_example import independent_reader
from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.ordering import reorder
from juryapp.application.desk.saying import declare_rest
from juryapp.application.merge.merging import preview_merge
from juryapp.application.session import Session
from juryapp.base.errors import RuleError
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.statements import MarkKey, Provenance, Stated, Statement, mark
from juryapp.exchange.key_folder import KeyFolder
from kinds_award import KindsAward, kinds_award
from workplace import table_of

ANSWERS = {
    "points": ("7", "8", "9", "7", "8"),
    "order": ("1", "2", "3", "1", "2"),
    "yes_no": ("yes", "no", "yes", "not assessed", "no"),
    "recommendation": ("1", "2", "3", "Recommended", "2"),
    "text": ("Warm.", "Dry.", "Brave.", "Bold.", "not assessed"),
}
NAMES = ("Ås", "Bø", "Vik", "Lund", "Nes")


@pytest.fixture(scope="module")
def reader() -> Any:
    return independent_reader()


def _seal_key(award: KindsAward) -> bytes:
    with award.session.reading() as uow:
        edition = uow.edition().id
    found = KeyFolder(award.folder / "secretariat" / "keys").find_seal_key(f"SEAL.{edition}")
    assert found is not None
    return found.private


@pytest.mark.parametrize("kind", [kind.value for kind in CriterionKind])
def test_a_reader_by_somebody_else_reads_package_and_answers(
    tmp_path: Path, reader: Any, kind: str
) -> None:
    award = kinds_award(tmp_path, kind, why=True)
    package = award.package()
    desk = award.desk(package=package)
    rows = [f"{n},C,{a}," for n, a in zip(NAMES, ANSWERS[kind], strict=True)]
    rows += [f"{n},WHY,,Because of {n}" for n in NAMES]
    fill_in(desk, table_of("nominee,criterion,mark,note", *rows), finish=True)
    made = hand_in(desk, tmp_path / "score")

    manifest, content, digest = reader.read_package(package.read_bytes())
    score = reader.read_score(made.path.read_bytes(), _seal_key(award), manifest, digest)
    reader.check_answers(score, content)

    assert [c["kind"] for c in content["criteria"]] == [kind, "text"]
    assert len(score["marks"]) == 10
    assert not preview_merge(award.session, [made.path]).refused


def _say_wrongly(desk: Session, points: int) -> None:
    """Put a place into the database behind the desk's back, as a broken program could."""
    declare_rest(desk)
    reorder(desk, CriterionId("C"), (NomineeId("N1"), NomineeId("N2"), NomineeId("N3")))
    with desk.writing() as uow:
        key = MarkKey(
            uow.rounds.all()[0].id, uow.jurors.all()[0].id, NomineeId("N2"), CriterionId("C")
        )
        said = Statement(key, 99, mark(points))
        uow.marks.add([Stated(said, Provenance("2026-11-01T12:00:00Z"))])


@pytest.mark.parametrize(("points", "code"), [(1, "E-PLACE-TWICE"), (9, "E-RANGE")])
def test_places_that_make_no_order_are_written_by_no_desk_and_read_by_no_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: int, code: str
) -> None:
    award = kinds_award(tmp_path, "order")
    desk = award.desk()
    _say_wrongly(desk, points)
    with pytest.raises(RuleError) as caught:
        hand_in(desk, tmp_path / "score", draft=True)
    assert caught.value.code == code

    monkeypatch.setattr("juryapp.application.desk.handing_in.check_orders", lambda _uow: None)
    made = hand_in(desk, tmp_path / "score", draft=True)
    (refused,) = preview_merge(award.session, [made.path]).refused
    assert refused.error is not None
    assert refused.error.code == code
    assert refused.error.params["row"] >= 1


def test_a_comment_without_words_is_refused_by_row(tmp_path: Path) -> None:
    award = kinds_award(tmp_path, "text")
    desk = award.desk()
    declare_rest(desk)
    with desk.writing() as uow:
        round_id, juror = uow.rounds.all()[0].id, uow.jurors.all()[0].id
        key = MarkKey(round_id, juror, NomineeId("N2"), CriterionId("C"))
        uow.marks.add([Stated(Statement(key, 1, mark(0)), Provenance("2026-11-01T12:00:00Z"))])
    made = hand_in(desk, tmp_path / "score", draft=True)
    (refused,) = preview_merge(award.session, [made.path]).refused
    assert refused.error is not None
    assert (refused.error.code, refused.error.params["row"]) == ("E-TEXT", 1)
