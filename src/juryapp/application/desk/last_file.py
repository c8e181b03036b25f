"""The score file that was made last: where it lies, and whether it says what stands now.

The place is remembered for convenience; what the file is, the desk's log knows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from juryapp.application.desk.handing_in import HandedIn, as_it_stands
from juryapp.application.desk.view import desk_info
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.errors import UserError
from juryapp.base.files import read_limited, sha256
from juryapp.domain.log import LogEntry

_LIMIT: Final = 64 << 20  # no score file is as large
_WRITTEN: Final = "scorefile.written"
_SINCE: Final = frozenset({
    "mark.said", "declaration.said", "note.said", "marks.confirmed", "sheet.reopened",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LastFile:
    """The newest score file of this machine."""

    path: Path
    sha256: str
    made: HandedIn | None  # as it was told when it was made; None if something was said since

    @property
    def is_there(self) -> bool:
        """Whether it lies where it was written, and is the same file still."""
        try:
            return sha256(read_limited(self.path, _LIMIT)) == self.sha256
        except UserError:
            return False


def last_file(session: Session) -> LastFile | None:
    """Return the score file that was made last on this machine; None if its place is not known."""
    with session.reading() as uow:
        place, info = uow.desk_memory().saved_to, desk_info(uow)
        if not place or not info.previous:
            return None
        written, since = _newest(uow)
        stands = not since and written is not None and bool(info.handed_in) == written[1]
        if written is None or written[0] != info.previous:
            return None
        made = as_it_stands(uow, Path(place), info.previous, complete=written[1])
        return LastFile(path=Path(place), sha256=info.previous, made=made if stands else None)


def _newest(uow: UnitOfWork) -> tuple[tuple[str, bool] | None, bool]:
    """Return hash and completeness of the newest file in the log, and whether more was said after it."""
    since = False
    for entry in reversed(uow.journal.all()):
        if entry.what == _WRITTEN:
            return _read(entry), since
        since = since or entry.what in _SINCE
    return None, since


def _read(entry: LogEntry) -> tuple[str, bool]:
    body = json.loads(entry.body)
    return str(body["sha256"]), bool(body["complete"])
