"""The tables. They mirror what the migrations make; a test compares the two."""

from __future__ import annotations

from typing import Final

from juryapp.storage.tables.base import Base, table_of
from juryapp.storage.tables.desk import CommitCountRow, DeskRow, PrivateNoteRow
from juryapp.storage.tables.records import (
    DecisionRow,
    ExclusionRow,
    FileBytesRow,
    JurorKeyRow,
    JustificationRow,
    LogChainRow,
    LogEntryRow,
    PackageRow,
    ProtocolPdfRow,
    ProtocolRow,
    ReceivedFileRow,
    RulingRow,
    WaiverRow,
)
from juryapp.storage.tables.setup import (
    CategoryRow,
    CriterionRow,
    EditionRow,
    JurorRow,
    MeetingRow,
    NominationRow,
    NomineeRow,
    RoundRow,
    RulesRow,
)
from juryapp.storage.tables.statements import (
    CurrentDeclarationRow,
    CurrentMarkRow,
    CurrentNoteRow,
    DeclarationSettlementRow,
    DeclarationSourceRow,
    DeclarationStatementRow,
    MarkSettlementRow,
    MarkSourceRow,
    MarkStatementRow,
    NoteSettlementRow,
    NoteSourceRow,
    NoteStatementRow,
    SourceRow,
)

APPEND_ONLY: Final = tuple(
    row.__tablename__
    for row in (
        MarkStatementRow,
        MarkSourceRow,
        MarkSettlementRow,
        DeclarationStatementRow,
        DeclarationSourceRow,
        DeclarationSettlementRow,
        NoteStatementRow,
        NoteSourceRow,
        NoteSettlementRow,
        SourceRow,
        ReceivedFileRow,
        FileBytesRow,
        ExclusionRow,
        LogChainRow,
        LogEntryRow,
        RulingRow,
        WaiverRow,
        DecisionRow,
        JustificationRow,
        ProtocolPdfRow,
        ProtocolRow,
    )
)
"""Tables in which no row is ever changed or removed; triggers see to it."""

__all__ = [
    "APPEND_ONLY",
    "Base",
    "CategoryRow",
    "CommitCountRow",
    "CriterionRow",
    "CurrentDeclarationRow",
    "CurrentMarkRow",
    "CurrentNoteRow",
    "DecisionRow",
    "DeclarationSettlementRow",
    "DeclarationSourceRow",
    "DeclarationStatementRow",
    "DeskRow",
    "EditionRow",
    "ExclusionRow",
    "FileBytesRow",
    "JurorKeyRow",
    "JurorRow",
    "JustificationRow",
    "LogChainRow",
    "LogEntryRow",
    "MarkSettlementRow",
    "MarkSourceRow",
    "MarkStatementRow",
    "MeetingRow",
    "NominationRow",
    "NomineeRow",
    "NoteSettlementRow",
    "NoteSourceRow",
    "NoteStatementRow",
    "PackageRow",
    "PrivateNoteRow",
    "ProtocolPdfRow",
    "ProtocolRow",
    "ReceivedFileRow",
    "RoundRow",
    "RulesRow",
    "RulingRow",
    "SourceRow",
    "WaiverRow",
    "table_of",
]
