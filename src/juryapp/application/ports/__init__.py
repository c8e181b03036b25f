"""What the application needs of the world, as protocols; `bootstrap` supplies the adapters."""

from juryapp.application.ports.awards import AwardFileCodec
from juryapp.application.ports.exchange import (
    AwardKeys,
    Expected,
    KeyStore,
    PackageCodec,
    ReceiptCodec,
    ScoreFileCodec,
    Verification,
    Verifier,
)
from juryapp.application.ports.moves import Move, MoveFacts, MoveFileCodec, OpenedMove
from juryapp.application.ports.repositories import (
    Collection,
    Files,
    Journal,
    Keys,
    Sequel,
    Statements,
)
from juryapp.application.ports.stores import (
    Database,
    ErasedDesk,
    Store,
    StoredDesk,
    StoredEdition,
    Unpack,
)
from juryapp.application.ports.units import (
    DeskInfo,
    DeskMachine,
    DeskMemory,
    MergeRecord,
    UnitOfWork,
    Waiver,
)
from juryapp.application.ports.world import Clock, Ids, ProtocolPrinter, TableReader

__all__ = [
    "AwardFileCodec",
    "AwardKeys",
    "Clock",
    "Collection",
    "Database",
    "DeskInfo",
    "DeskMachine",
    "DeskMemory",
    "ErasedDesk",
    "Expected",
    "Files",
    "Ids",
    "Journal",
    "KeyStore",
    "Keys",
    "MergeRecord",
    "Move",
    "MoveFacts",
    "MoveFileCodec",
    "OpenedMove",
    "PackageCodec",
    "ProtocolPrinter",
    "ReceiptCodec",
    "ScoreFileCodec",
    "Sequel",
    "Statements",
    "Store",
    "StoredDesk",
    "StoredEdition",
    "TableReader",
    "UnitOfWork",
    "Unpack",
    "Verification",
    "Verifier",
    "Waiver",
]
