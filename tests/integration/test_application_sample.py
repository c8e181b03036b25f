"""The sample award: the whole job done by the use cases on invented data, and a desk left half filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from juryapp.application.desk.copying import is_all_here
from juryapp.application.desk.opening import open_desk
from juryapp.application.desk.view import own_sheet
from juryapp.application.edition.attachments import attachments_of
from juryapp.application.edition.sample import STEPS, SampleFolders, leave_a_desk, make_sample
from juryapp.application.log.check import check_log
from juryapp.application.overview import Step, overview
from juryapp.application.results.scoring import results
from juryapp.bootstrap import services_for
from juryapp.domain.sheets import CellState
from prepared_award import new_place
from workplace import services_in

pytestmark = pytest.mark.slow


def test_the_sample_is_complete_but_for_the_last_step_and_its_desk_is_half_full() -> None:
    told: list[tuple[int, int]] = []

    class Watching:
        def step(self, done: int, total: int) -> None:
            told.append((done, total))

    with new_place() as place:
        folder = Path(place)
        services = services_in(folder / "data")
        folders = SampleFolders(
            packages=folder / "packages", scores=folder / "scores", desks=folder / "desks"
        )
        sample = make_sample(services, services_for, folders, progress=Watching())
        leave_a_desk(services, sample)

        facts = overview(sample.session)
        assert (facts.jurors, facts.complete, facts.conflicts) == (7, 7, 0)
        assert (facts.nominations, facts.categories) == (26, 2)
        assert facts.step is Step.PROTOCOL
        assert results(sample.session).official
        assert sample.protocol is None
        files = attachments_of(sample.session)
        assert sorted(a.name for found in files.values() for a in found) == [
            "Brev om ferjesamarbeidet.txt",
            "Havneplan 2026-2030.pdf",
            "Kveldsferja.jpg",
            "Nye bedrifter.png",
        ]
        assert len(sample.winners) == 2
        assert check_log(sample.session).sound
        (line,) = services.store.desks()
        desk = open_desk(services, services.store.open_place(line.place))
        with desk.reading() as uow:
            states = [cell.state for cell in own_sheet(uow).cells]
        assert is_all_here(desk)
        desk.close()
        sample.session.close()

    assert told == sorted(told)
    assert told[-1] == (STEPS, STEPS)
    assert 0 < states.count(CellState.DONE) < len(states)
    assert not line.handed_in
