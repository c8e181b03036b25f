"""The sample award, made by doing the whole job with the program's own use cases on invented data.

The secretariat and every juror have a data folder of their own, as in real life: what goes between them are
files. Nothing of the user's is touched.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from juryapp.application.decisions.deciding import decide, justify
from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.copying import copy_attachments
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.saying import accept_confidentiality, declare_rest
from juryapp.application.edition.attaching_folders import attach_folder, plan_folder
from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import read_edition
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.edition.setup import put_meeting
from juryapp.application.impartiality.ruling import rule
from juryapp.application.merge.merging import MergeReport, merge, preview_merge
from juryapp.application.naming import find_juror, find_nominee
from juryapp.application.packages.writing import WrittenPackage, write_packages
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.protocol.printing import print_protocol
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.application.tables.mapping import Table
from juryapp.base.files import make_folder
from juryapp.base.paths import DataFolder
from juryapp.base.resources import resource
from juryapp.domain.decisions import Outcome
from juryapp.domain.ids import NomineeId
from juryapp.domain.protocol import Meeting

STEPS: Final = 12
JUROR_OF_THE_DESK: Final = 6  # number of the juror whose half-filled desk stands beside the edition

MakeServices = Callable[[DataFolder], Services]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFolders:
    """Where the sample puts its files."""

    packages: Path
    scores: Path
    desks: Path  # the jurors' own data folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was made."""

    session: Session  # the edition, open
    packages: tuple[WrittenPackage, ...]
    scores: tuple[Path, ...]
    report: MergeReport
    winners: tuple[NomineeId, ...]
    protocol: Path | None = field(default=None)


def make_sample(
    services: Services,
    services_in: MakeServices,
    folders: SampleFolders,
    *,
    protocol: Path | None = None,
    progress: Progress = UNWATCHED,
) -> Sample:
    """Make the sample edition in `services`; with `protocol`, approve and print it there too.

    Args:
        services: The secretariat's, on an empty data folder.
        services_in: Makes the services of a juror's machine.
        folders: Where the files that travel go.
        protocol: The PDF to write, or None to leave the last step to the user.
        progress: Told 12 steps.
    """
    session = _set_up(services)
    progress.step(1, STEPS)
    make_folder(folders.packages)
    packages, _ = write_packages(session, folders.packages)
    scores = []
    for done, package in enumerate(packages, start=2):
        scores.append(_score(services_in, package, folders))
        progress.step(done, STEPS)
    report = merge(session, preview_merge(session, scores))
    progress.step(10, STEPS)
    winners = _meet(session)
    progress.step(11, STEPS)
    printed = print_protocol(session, protocol, final=True).path if protocol else None
    progress.step(STEPS, STEPS)
    return Sample(
        session=session,
        packages=tuple(packages),
        scores=tuple(scores),
        report=report,
        winners=winners,
        protocol=printed,
    )


def leave_a_desk(services: Services, sample: Sample) -> None:
    """Open one juror's package beside the edition and fill in the first half, to try the desk with."""
    package = next(p for p in sample.packages if p.juror.number == JUROR_OF_THE_DESK)
    session = open_package(services, package.path)
    try:
        table = _table(session, resource("sample", "marks", f"{package.juror.number}.csv"))
        half = table.rows[: len(table.rows) // 2]
        accept_confidentiality(session)
        fill_in(session, Table(name=table.name, columns=table.columns, rows=half))
        declare_rest(session)
        copy_attachments(session)  # the sample's packages may be gone tomorrow
    finally:
        session.close()


def _set_up(services: Services) -> Session:
    session = new_edition(services, read_edition(resource("sample", "edition.toml")))
    import_jurors(session, _table(session, resource("sample", "jurors.csv")))
    import_nominations(session, _table(session, resource("sample", "nominations.xlsx")))
    attach_folder(session, plan_folder(session, resource("sample", "attachments")))
    open_round(session)
    return session


def _score(services_in: MakeServices, package: WrittenPackage, folders: SampleFolders) -> Path:
    number = package.juror.number
    machine = services_in(DataFolder(folders.desks / str(number), chosen=True))
    desk = open_package(machine, package.path)
    try:
        fill_in(desk, _table(desk, resource("sample", "marks", f"{number}.csv")))
        make_folder(folders.scores)
        return hand_in(desk, folders.scores).path
    finally:
        desk.close()


def _meet(session: Session) -> tuple[NomineeId, ...]:
    """The meeting: what was reported is decided, the round is closed, decisions and texts are recorded."""
    told = tomllib.loads(resource("sample", "decisions.toml").read_text(encoding="utf-8"))
    with session.reading() as uow:
        jurors, nominees = uow.jurors.all(), uow.nominees.all()
    for said in told["impartiality"]:
        rule(
            session,
            find_juror(jurors, said["juror"]).id,
            find_nominee(nominees, said["nominee"]).id,
            recused=said["recused"],
            ground=said["ground"],
        )
    put_meeting(session, _meeting(told["meeting"]))
    close_round(session)
    winners = []
    for made in told["decision"]:
        nominee = find_nominee(nominees, made["nominee"]).id
        decide(session, nominee, Outcome(made["outcome"]), made.get("reason", ""))
        if made["outcome"] == Outcome.WINNER:
            winners.append(nominee)
    for text in told["justification"]:
        nominee = find_nominee(nominees, text["nominee"]).id
        justify(session, nominee, text["language"], text["text"])
    return tuple(winners)


def _meeting(told: dict[str, Any]) -> Meeting:
    return Meeting(
        number=told["number"],
        date=told["date"],
        place=told["place"],
        chair=told["chair"],
        keeper=told["keeper"],
        present=tuple(told["present"]),
    )


def _table(session: Session, path: Path) -> Table:
    return session.services.tables.read(path)
