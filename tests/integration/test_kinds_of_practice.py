"""The practice candidate of week one answers to every kind of criterion."""

from __future__ import annotations

from pathlib import Path

import pytest

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.ordering import orders, reorder
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import PRACTICE, CriterionId
from juryapp.domain.packages import PackageKind
from kinds_award import kinds_award
from workplace import table_of

SAID = {"points": "7", "order": "1", "yes_no": "ja", "recommendation": "2", "text": "Well told"}


@pytest.mark.parametrize("kind", [kind.value for kind in CriterionKind])
def test_the_practice_candidate_is_answered_and_counts_nowhere(tmp_path: Path, kind: str) -> None:
    award = kinds_award(tmp_path, kind, why=True)
    desk = award.desk(package=award.package(kind=PackageKind.DECLARE))
    rows = (f"PRACTICE,C,{SAID[kind]},", "PRACTICE,WHY,,Because")
    fill_in(desk, table_of("nominee,criterion,mark,note", *rows), finish=True)
    made = hand_in(desk, tmp_path / "score")

    plan = preview_merge(award.session, [made.path])
    assert made.complete
    assert not plan.refused
    merge(award.session, plan)
    with award.session.reading() as uow:
        assert not uow.marks.current(uow.rounds.all()[0].id).effective


def test_the_practice_candidate_is_an_order_of_its_own(tmp_path: Path) -> None:
    award = kinds_award(tmp_path, "order")
    desk = award.desk(package=award.package(kind=PackageKind.DECLARE))
    reorder(desk, CriterionId("C"), (PRACTICE,))
    own = next(here for here in orders(desk) if PRACTICE in here.order.placed)
    assert own.order.size == 1
    assert own.most == 1
