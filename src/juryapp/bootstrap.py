"""Puts the program together: the only module that knows every adapter.

Nothing heavy is imported with it. SQLAlchemy and cryptography come when `services_for` is called (the
window calls it in a thread, after it has been painted), reportlab and openpyxl when a paper is made or a
spreadsheet is read.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from juryapp import __version__
from juryapp.application.ports import ProtocolPrinter, TableReader
from juryapp.application.ports.attachments import AttachmentGuard, LookedAt
from juryapp.application.ports.sheets import OutTable, TableWriter
from juryapp.application.ports.workbooks import FilledWorkbook, Workbooks
from juryapp.application.services import Services
from juryapp.application.tables.mapping import Table
from juryapp.base.paths import DataFolder
from juryapp.domain.attachments import Media
from juryapp.domain.ids import id_from
from juryapp.domain.merge_report import MergeReportContent
from juryapp.domain.packages import PackageContent
from juryapp.domain.paper_print import PaperContent
from juryapp.domain.protocol import ProtocolContent


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the time, aware."""
        return datetime.now(UTC)


class RandomIds:
    """Ids and secrets from the operating system's randomness."""

    def new_id(self) -> str:
        """Return a new id of 26 letters."""
        return id_from(secrets.token_bytes(16))

    def secret(self) -> str:
        """Return 16 random bytes as hex."""
        return secrets.token_hex(16)


class LazyReader:
    """Reads spreadsheets; openpyxl comes with the first workbook."""

    def read(self, path: Path, sheet: str | None = None) -> Table:
        """Return the table in a CSV or XLSX file."""
        from juryapp.intake.reader import SpreadsheetReader  # noqa: PLC0415 - heavy, seldom needed

        reader: TableReader = SpreadsheetReader()
        return reader.read(path, sheet)


class LazyWriter:
    """Writes spreadsheets; openpyxl comes with the first workbook."""

    def csv(self, table: OutTable) -> bytes:
        """Return a CSV file."""
        return self._writer().csv(table)

    def xlsx(self, table: OutTable) -> bytes:
        """Return an Excel workbook."""
        return self._writer().xlsx(table)

    @staticmethod
    def _writer() -> TableWriter:
        from juryapp.intake.writer import SpreadsheetWriter  # noqa: PLC0415 - seldom needed

        return SpreadsheetWriter()


class LazyGuard:
    """Looks at files for nominees; the PDF library comes with the first PDF."""

    def read(self, path: Path) -> LookedAt:
        """Return a file that a person has chosen."""
        return self._guard().read(path)

    def check(self, name: str, data: bytes, media: Media) -> None:
        """Refuse bytes that came in a package and are not of that kind, or not safe."""
        self._guard().check(name, data, media)

    @staticmethod
    def _guard() -> AttachmentGuard:
        from juryapp.intake.attachments import SafeAttachments  # noqa: PLC0415 - seldom needed

        return SafeAttachments()


class LazyWorkbooks:
    """Writes and reads Excel ballots; openpyxl comes with the first."""

    def write(self, content: PackageContent, code: str, stamp: str) -> bytes:
        """Return an empty ballot."""
        return self._ballots.write(content, code, stamp)

    def read(self, name: str, data: bytes) -> FilledWorkbook:
        """Return what is in a workbook that came from outside."""
        return self._ballots.read(name, data)

    def is_ballot(self, data: bytes) -> bool:
        """Return whether bytes look like a ballot of ours."""
        return self._ballots.is_ballot(data)

    @cached_property
    def _ballots(self) -> Workbooks:
        from juryapp.intake.ballot_reader import ExcelBallots  # noqa: PLC0415 - seldom needed

        return ExcelBallots()


class LazyPrinter:
    """Makes the PDF; reportlab comes with the first paper."""

    def render(self, content: ProtocolContent, language: str) -> bytes:
        """Return the protocol as PDF."""
        return self._printer().render(content, language)

    def render_merge(self, content: MergeReportContent, language: str) -> bytes:
        """Return the report on a merge as PDF."""
        return self._printer().render_merge(content, language)

    def render_papers(self, contents: Sequence[PaperContent], language: str) -> bytes:
        """Return ballots on paper as one PDF."""
        return self._printer().render_papers(contents, language)

    def warnings(self, content: ProtocolContent) -> list[str]:
        """Return characters that the fonts lack."""
        return self._printer().warnings(content)

    @staticmethod
    def _printer() -> ProtocolPrinter:
        from juryapp.reports.protocol_pdf import PdfPrinter  # noqa: PLC0415 - heavy, seldom needed

        return PdfPrinter()


@dataclass(frozen=True, slots=True)
class Place:
    """A database named by --database: used in place, instead of the data folder's."""

    name: str  # path or URL
    read_only: bool = False


def services_for(data: DataFolder, place: Place | None = None) -> Services:
    """Return the services on a data folder, shared by window and command line."""
    # Heavy: the window is on the screen before these are imported.
    from juryapp.exchange.award_file import AwardFiles  # noqa: PLC0415
    from juryapp.exchange.jury_package import JuryPackages  # noqa: PLC0415
    from juryapp.exchange.key_folder import KeyFolder  # noqa: PLC0415
    from juryapp.exchange.key_guard import guard_of  # noqa: PLC0415
    from juryapp.exchange.key_store import FolderKeyStore  # noqa: PLC0415
    from juryapp.exchange.move_file import MoveFiles  # noqa: PLC0415
    from juryapp.exchange.receipt import Receipts  # noqa: PLC0415
    from juryapp.exchange.score_file import ScoreFiles  # noqa: PLC0415
    from juryapp.exchange.verifying import FileVerifier  # noqa: PLC0415
    from juryapp.exchange.workbook_identity import WorkbookCodes  # noqa: PLC0415
    from juryapp.storage.store import SqlStore  # noqa: PLC0415

    clock = SystemClock()
    keys = FolderKeyStore(KeyFolder(data.keys, None if data.chosen else guard_of(data.keys)))
    chosen = place or Place("")
    return Services(
        data=data,
        store=SqlStore(data, clock, place=chosen.name or None, read_only=chosen.read_only),
        keys=keys,
        packages=JuryPackages(keys),
        score_files=ScoreFiles(keys),
        moves=MoveFiles(keys),
        awards=AwardFiles(keys),
        receipts=Receipts(keys),
        verifier=FileVerifier(keys),
        tables=LazyReader(),
        table_writer=LazyWriter(),
        workbooks=LazyWorkbooks(),
        workbook_codes=WorkbookCodes(keys),
        attachments=LazyGuard(),
        printer=LazyPrinter(),
        clock=clock,
        ids=RandomIds(),
        version=__version__,
    )
