"""Opening what jurors hand in: a score file of the program, or an Excel ballot."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from juryapp.application.merge.workbooks import read_workbook
from juryapp.application.ports import Expected
from juryapp.application.services import Services
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import read_limited
from juryapp.domain.packages import OpenedScoreFile

SCORE_SUFFIX: Final = ".juryscore"
WORKBOOK_SUFFIX: Final = ".xlsx"
MAX_SCORE: Final = 4 << 20
MAX_WORKBOOK: Final = 24 << 20
_BOOKS: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".ods", ".numbers"})
_ZIP: Final = b"PK\x03\x04"


def is_workbook(name: str) -> bool:
    """Return whether a file is called like a workbook."""
    return Path(name).suffix.lower() in _BOOKS


def is_ballot_at(services: Services, path: Path) -> bool:
    """Return whether a file is an Excel ballot that was made here, whatever it is called."""
    return services.workbooks.is_ballot(_zip_at(path))


def size_limit(path: Path) -> int:
    """Return how many bytes of a file that somebody hands in are read at most."""
    return MAX_WORKBOOK if is_workbook(path.name) else MAX_SCORE


def is_handed_in(services: Services, path: Path) -> bool:
    """Return whether a file in somebody's folder is a score file, or an Excel ballot that was made here."""
    suffix = path.suffix.lower()
    if suffix != WORKBOOK_SUFFIX or path.name.startswith("~$"):
        return suffix == SCORE_SUFFIX
    return is_ballot_at(services, path)


def opened_file(services: Services, path: Path, expected: Expected) -> OpenedScoreFile:
    """Open a score file or an Excel ballot, and check it.

    Raises:
        FileFormatError: With a code and a sentence.
        RuleError: The edition's keys are not on this machine (E-NO-KEYS).
        UnavailableError: The machine does not let us read it.
    """
    if is_workbook(path.name) or is_ballot_at(services, path):
        data = read_limited(path, MAX_WORKBOOK)
        return read_workbook(services, path.name, data, expected)
    return services.score_files.read(path, expected)


def opened_bytes(services: Services, name: str, data: bytes, expected: Expected) -> OpenedScoreFile:
    """Do the same to a file that lies in the database, as it came under `name`."""
    if is_workbook(name) or services.workbooks.is_ballot(data):
        return read_workbook(services, name, data, expected)
    return services.score_files.read_bytes(name, data, expected)


def _zip_at(path: Path) -> bytes:
    """Return a file that begins like a zip, whole, and otherwise nothing: whoever reads it says why."""
    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return b""
        return read_limited(path, MAX_WORKBOOK)
    except (OSError, FileFormatError, UnavailableError):
        return b""
