"""What has come into the inbox: a folder, often a synced one, into which jurors put their score files.

Looking says what lies there and nothing more: nothing is merged, moved or deleted. A file that is still being
written, or that the sync program has only announced, is named as “not here yet”; so is everything that a
program leaves half-way. Two names for the same bytes are one file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from juryapp.application.merge.opening import (
    SCORE_SUFFIX,
    WORKBOOK_SUFFIX,
    is_handed_in,
    size_limit,
)
from juryapp.application.merge.plan import FileStatus, FileVerdict
from juryapp.application.merge.planning import preview_merge
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, UnavailableError, UserError
from juryapp.base.files import read_limited, sha256
from juryapp.base.i18n import N_
from juryapp.domain.jury import Juror

NO_FOLDER = N_(
    "The inbox folder “{folder}” is not there now. Start the program that syncs it, or choose another folder."
)
NOT_READABLE = N_(
    "The inbox folder “{folder}” cannot be read. Check that you may open it, or choose another folder."
)
QUIET: Final = 2.0  # seconds without a change after which a file counts as whole
SUFFIXES: Final = frozenset({SCORE_SUFFIX, WORKBOOK_SUFFIX})
_NONE_OF_OURS: Final = frozenset({"E-WORKBOOK-FOREIGN", "E-XLSX-NOT"})  # a workbook of somebody's
_UNFINISHED = re.compile(  # how browsers, mail and sync programs call what they have not finished
    r"\.(?:juryscore|xlsx)(\.(part|partial|tmp|temp|crdownload|download|filepart|icloud|nextcloud|owncloud|cloud)"
    r"|[.~][0-9a-z~]+)$",
    re.IGNORECASE,
)
_ELSEWHERE: Final = 0x1000 | 0x40000 | 0x400000  # Windows: offline, recall on open, on data access
_DATALESS: Final = 0x40000000  # macOS: the bytes lie with the cloud


class Arrival(StrEnum):
    """What lies in the inbox."""

    NEW = "new"
    KNOWN = "known"  # taken in, taken out or laid aside already
    NOT_YET = "not_yet"  # still being written, or only announced
    REFUSED = "refused"


ARRIVAL_NAMES: Final = {
    Arrival.NEW: N_("New"),
    Arrival.KNOWN: N_("Known already"),
    Arrival.NOT_YET: N_("Not here yet"),
    Arrival.REFUSED: N_("Refused"),
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a change of a file is noticed without reading it."""

    size: int
    changed: int  # nanoseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFile:
    """One file of the inbox."""

    path: Path
    arrival: Arrival
    stamp: Stamp
    sha256: str = ""  # "" while it is not here
    juror: Juror | None = None
    error: UserError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What lay in the inbox at one look."""

    folder: Path
    files: tuple[InboxFile, ...]
    others: int = 0  # files that are not ours

    def having(self, arrival: Arrival) -> tuple[InboxFile, ...]:
        """Return the files in one state."""
        return tuple(file for file in self.files if file.arrival is arrival)


def score_files_in(services: Services, folder: Path) -> list[Path]:
    """Return the score files and Excel ballots in a folder and in the folders directly in it.

    Hidden ones are left out, and so are workbooks that were not made here.
    """
    return [path for path in _walk(folder) if is_handed_in(services, path)]


def other_files_in(services: Services, folder: Path) -> int:
    """Return how many files there are not ours; hidden ones, which programs leave, do not count."""
    return sum(
        not (is_handed_in(services, path) or path.name.startswith((".", "~$")))
        and not _UNFINISHED.search(path.name)
        for path in _walk(folder)
    )


def look_into_inbox(
    session: Session,
    folder: Path,
    *,
    before: Inbox | None = None,
    progress: Progress = UNWATCHED,
) -> Inbox:
    """Say what has come into a folder; nothing is taken in, and nothing in it is changed.

    Args:
        session: The secretariat's edition.
        folder: The inbox; folders directly in it are looked into as well.
        before: The look before this one: a file that has not changed since is whole.
        progress: Told per file.

    Raises:
        UnavailableError: The folder is gone or cannot be read (E-INBOX).
        RuleError: No round was opened.
    """
    found = list(_walk(folder))
    ours = [path for path in found if _is_ours(path)]
    now = session.services.clock.now()
    same = before is not None and before.folder == folder
    earlier = {file.path: file for file in before.files} if before is not None and same else {}
    known = _known(session)
    files: list[InboxFile] = []
    seen: set[str] = set()
    for done, path in enumerate(ours):
        progress.step(done, len(ours))
        file = _looked_at(path, earlier.get(path), now, known)
        if file is not None and not (file.sha256 and file.sha256 in seen):
            seen.add(file.sha256)
            files.append(file)
    progress.step(len(ours), len(ours))
    judged = tuple(_judged(session, files))
    listed = tuple(file for file in judged if not _is_a_strangers(file))
    others = len(found) - len(ours) + len(judged) - len(listed)
    return Inbox(folder=folder, files=listed, others=others)


def _is_a_strangers(file: InboxFile) -> bool:
    """Return whether it is a workbook that has nothing to do with the award: other people's lie here too."""
    told = file.error is not None and file.error.code in _NONE_OF_OURS
    return told and file.path.suffix.lower() == WORKBOOK_SUFFIX


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those directly in it."""
    try:
        listed = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnavailableError(NO_FOLDER, code="E-INBOX", folder=folder.name) from error
    except OSError as error:
        raise UnavailableError(NOT_READABLE, code="E-INBOX", folder=folder.name) from error
    for path in listed:
        if not path.is_dir():
            yield path
        elif not path.name.startswith("."):
            yield from _files_of(path)


def _files_of(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.is_dir())
    except OSError:  # a folder in the inbox that is not for us
        return []


def _is_ours(path: Path) -> bool:
    is_book = path.suffix.lower() == WORKBOOK_SUFFIX
    if is_book and path.name.startswith("~$"):  # Excel's mark that somebody has the workbook open
        return False
    return path.suffix.lower() in SUFFIXES or bool(_UNFINISHED.search(path.name))


def is_announced(path: Path, facts: os.stat_result) -> bool:
    """Return whether the name or the system says that the bytes are not here yet."""
    if path.name.startswith((".", "~")) or path.suffix.lower() not in SUFFIXES:
        return True
    elsewhere = getattr(facts, "st_file_attributes", 0) & _ELSEWHERE
    return bool(elsewhere or getattr(facts, "st_flags", 0) & _DATALESS or not facts.st_size)


def _looked_at(
    path: Path, before: InboxFile | None, now: datetime, known: frozenset[str]
) -> InboxFile | None:
    """Return a file with its hash; one that is not whole without; None if it is gone by now.

    One that has not changed since it was hashed is not read again: the folder may lie far away.
    """
    facts = _facts(path)
    if facts is None:
        return None
    stamp = Stamp(facts.st_size, facts.st_mtime_ns)
    unchanged = before is not None and before.stamp == stamp
    if is_announced(path, facts) or not (unchanged or _is_quiet(stamp, now)):
        return InboxFile(path=path, arrival=Arrival.NOT_YET, stamp=stamp)
    digest = before.sha256 if before is not None and unchanged else ""
    if not digest:
        try:
            digest = sha256(read_limited(path, size_limit(path)))
        except (FileFormatError, UnavailableError) as error:
            return InboxFile(path=path, arrival=Arrival.REFUSED, stamp=stamp, error=error)
        after = _facts(path)
        if after is None or Stamp(after.st_size, after.st_mtime_ns) != stamp:
            return InboxFile(path=path, arrival=Arrival.NOT_YET, stamp=stamp)
    arrival = Arrival.KNOWN if digest in known else Arrival.NEW
    return InboxFile(path=path, arrival=arrival, stamp=stamp, sha256=digest)


def _facts(path: Path) -> os.stat_result | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts if stat.S_ISREG(facts.st_mode) else None


def _is_quiet(stamp: Stamp, now: datetime) -> bool:
    """Return whether a file has stopped growing: it has not changed for a while."""
    try:
        changed = datetime.fromtimestamp(stamp.changed / 1e9, UTC)
    except (OverflowError, OSError, ValueError):  # a time that no calendar knows
        return True
    age = (now - changed).total_seconds()
    return age >= QUIET or age < -QUIET  # a time to come tells nothing


def _known(session: Session) -> frozenset[str]:
    with session.reading() as uow:
        taken = {file.sha256 for file in uow.files.all()}
        return frozenset(taken | {file.sha256 for file in uow.files.held()})


def _judged(session: Session, files: Iterable[InboxFile]) -> Iterator[InboxFile]:
    """Yield the files, the new ones with the juror's name or the reason why they are refused."""
    found = list(files)
    new = [file.path for file in found if file.arrival is Arrival.NEW]
    verdicts = {v.path: v for v in preview_merge(session, new).files} if new else {}
    for file in found:
        verdict = verdicts.get(file.path)
        yield _with_verdict(file, verdict) if verdict is not None else file


def _with_verdict(file: InboxFile, verdict: FileVerdict) -> InboxFile:
    refused = verdict.status is FileStatus.REFUSED
    return InboxFile(
        path=file.path,
        arrival=Arrival.REFUSED if refused else Arrival.NEW,
        stamp=file.stamp,
        sha256=file.sha256,
        juror=verdict.juror,
        error=verdict.error,
    )
