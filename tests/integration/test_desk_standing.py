"""The line of a desk at the start: how many are finished, whether a file was made and received."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.receipts import take_receipt
from juryapp.application.desk.saying import declare
from juryapp.application.merge.receipts import write_receipts
from juryapp.application.ports import StoredDesk
from juryapp.application.session import Session
from juryapp.base.i18n import use_language
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer
from juryapp.gui.controllers.start import Place, PlaceKind
from juryapp.gui.models.start import place_row
from prepared_award import Award, award_at
from workplace import ballot


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("desks") as award:
        yield award


def line(desk: Session) -> StoredDesk:
    (found,) = desk.services.store.desks()
    return found


def test_the_line_follows_the_desk_to_the_receipt_and_back(award: Award) -> None:
    desk = award.desk(award.written[1])
    assert (line(desk).finished, line(desk).total, line(desk).handed_in) == (0, 4, False)
    fill_in(desk, ballot("bjarne"))
    assert (line(desk).finished, line(desk).received) == (4, False)
    path = hand_in(desk, award.folder).path
    assert (line(desk).handed_in, line(desk).received) == (True, False)

    award.merged(path)
    ((receipt,), _changes) = write_receipts(award.session, award.folder / "receipts")
    take_receipt(desk, receipt.path)
    assert line(desk).received

    reopen_sheet(desk)
    assert not line(desk).handed_in
    desk.close()


def test_in_the_first_week_answers_are_counted() -> None:
    with award_at("open") as award:
        desk = award.desk(award.packages(PackageKind.DECLARE)[1])
        declare(desk, award.nominee("Fjordby").id, Answer.DOUBT)
        assert (line(desk).finished, line(desk).total) == (1, 4)
        desk.close()


@pytest.mark.parametrize(
    ("finished", "handed_in", "received", "badge"),
    [
        (20, False, False, "20 of 26"),
        (26, False, False, "Ready to hand in"),
        (26, False, True, "Ready to hand in"),
        (26, True, False, "Score file made"),
        (26, True, True, "Received"),
    ],
)
def test_each_state_has_its_words(
    finished: int, handed_in: bool, received: bool, badge: str
) -> None:
    use_language("en")
    place = Place(
        kind=PlaceKind.DESK,
        title="Fjordprisen",
        finished=finished,
        total=26,
        handed_in=handed_in,
        received=received,
    )
    assert place_row(place).badge == badge
