"""What a use case may ask of the world: built once by `bootstrap`, shared by window and command line."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.ports import (
    AwardFileCodec,
    Clock,
    Ids,
    KeyStore,
    MoveFileCodec,
    PackageCodec,
    ProtocolPrinter,
    ReceiptCodec,
    ScoreFileCodec,
    Store,
    TableReader,
    Verifier,
)
from juryapp.application.ports.attachments import AttachmentGuard
from juryapp.application.ports.sheets import TableWriter
from juryapp.application.ports.workbooks import WorkbookIdentities, Workbooks
from juryapp.base.instants import instant_text
from juryapp.base.paths import DataFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The adapters behind the ports."""

    data: DataFolder
    store: Store
    keys: KeyStore
    packages: PackageCodec
    score_files: ScoreFileCodec
    moves: MoveFileCodec
    awards: AwardFileCodec
    receipts: ReceiptCodec
    verifier: Verifier
    tables: TableReader
    table_writer: TableWriter
    workbooks: Workbooks
    workbook_codes: WorkbookIdentities
    attachments: AttachmentGuard
    printer: ProtocolPrinter
    clock: Clock
    ids: Ids
    version: str

    def now(self) -> str:
        """Return the time as UTC text."""
        return instant_text(self.clock.now())
