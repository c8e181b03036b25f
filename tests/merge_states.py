"""Twelve score files, one of each state that a secretariat meets, on the complete sample award.

`twelve(made)` makes a data folder “states” beside the others of the sample, and the files to be looked at.
One file is laid aside already, one was taken out, one comes from another award; the deadline has passed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.opening import open_package
from juryapp.application.edition.editions import open_edition
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.merge.taking_out import take_out
from juryapp.application.session import Session
from juryapp.base.files import sha256
from whole_window import DAMAGED, TWICE, Whole
from workplace import ballot, fjordby, services_in, table_of

STATES = "states"


@dataclass(frozen=True)
class Twelve:
    """The files by what becomes of them."""

    already: Path
    older: Path
    newer: Path
    same: Path
    new: Path
    draft: Path
    second_machine: Path
    conflict: Path
    taken_out: Path
    damaged: Path
    foreign: Path
    held: Path  # laid aside after closing; not among the files to be looked at

    def listed(self) -> list[Path]:
        """Return the files to be looked at; the one that was laid aside is not among them."""
        return [
            self.newer, self.already, self.conflict, self.new, self.same, self.older, self.draft,
            self.second_machine, self.taken_out, self.damaged, self.foreign,
        ]  # fmt: skip


def twelve(made: Whole) -> Twelve:
    """Make the data folder and the files."""
    shutil.copytree(made.data("reading"), made.data(STATES))
    again = made.folder / "handed in again"
    [conflict] = made.data("twice").iterdir()
    [damaged] = made.data("damaged").iterdir()
    newer_of_four = handed_in_again(made, 4, again, "Solstadby,SAMARBEID,6")
    draft = _draft(made, again)
    files = Twelve(
        already=made.score_file(TWICE),
        older=made.score_file("-04-"),
        newer=handed_in_again(made, 1, again, "Solstadby,PARTNERE,6"),
        same=handed_in_again(made, 2, again),
        new=made.score_file("-03-"),
        draft=draft,
        second_machine=made.score_file("-05-"),
        conflict=conflict,
        taken_out=made.score_file("-06-"),
        damaged=damaged,
        foreign=_foreign(made),
        held=made.score_file(DAMAGED),
    )
    with _edition(made) as session:
        _take(session, newer_of_four, files.taken_out)
        take_out(session, sha256(files.taken_out.read_bytes()), "The juror sent it by mistake")
        close_round(session)
        _take(session, files.held)
        open_round(session, reason="One file came a minute late")
        with session.writing() as uow:
            uow.put_edition(replace(uow.edition(), deadline="2026-01-31"))
    return files


@contextmanager
def _edition(made: Whole) -> Iterator[Session]:
    session = open_edition(services_in(made.data(STATES)), made.edition)
    try:
        yield session
    finally:
        session.close()


def _take(session: Session, *files: Path) -> None:
    merge(session, preview_merge(session, files))


def handed_in_again(made: Whole, juror: int, folder: Path, *marks: str) -> Path:
    """Let a juror change some marks and hand in again; return the file."""
    desk_folder = made.folder / f"again {juror}"
    shutil.copytree(made.folder / "sample" / "jurors" / str(juror), desk_folder)
    desk = open_package(services_in(desk_folder), made.package(f"-0{juror}-"))
    try:
        reopen_sheet(desk)
        if marks:
            fill_in(desk, table_of("nominee,criterion,mark", *marks))
        target = folder / str(juror)
        target.mkdir(parents=True)
        return hand_in(desk, target).path
    finally:
        desk.close()


def _draft(made: Whole, folder: Path) -> Path:
    desk = open_package(services_in(made.folder / "tablet"), made.package("-05-"))
    try:
        fill_in(desk, table_of("nominee,criterion,mark", "Solstadby,SAMARBEID,5"))
        target = folder / "draft"
        target.mkdir(parents=True)
        return hand_in(desk, target, draft=True).path
    finally:
        desk.close()


def _foreign(made: Whole) -> Path:
    workplace = fjordby(made.folder / "another award")
    try:
        return workplace.scored(workplace.packages()[0], ballot("astrid"))
    finally:
        workplace.session.close()
