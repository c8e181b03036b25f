"""What goes between machines: heads of the log given out, wrapped keys, receipts, a desk that moves."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from juryapp.application.ports import DeskMachine, DeskMemory
from juryapp.base.files import sha256
from juryapp.domain.packages import Anchor, Receipt
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.repositories.mapping import Mapping, put_only_row
from juryapp.storage.tables.base import table_of

ANCHORS: Final = Mapping(Anchor, t.AnchorRow)
RECEIPTS: Final = Mapping(Receipt, t.ReceiptRow)
MACHINE: Final = Mapping(DeskMachine, t.MachineRow)
MEMORY: Final = Mapping(DeskMemory, t.DeskMemoryRow)
_anchor, _receipt = ANCHORS.table, RECEIPTS.table
_machine, _memory = MACHINE.table, MEMORY.table
_wrapped = table_of(t.WrappedKeysRow)


class SqlTravels:
    """The part of a unit of work that concerns other machines; `SqlUnitOfWork` inherits it."""

    _connection: sa.Connection

    def anchors(self) -> list[Anchor]:
        """Return the heads of the log that were given out, in that order."""
        rows = self._connection.execute(sa.select(_anchor).order_by(_anchor.c.n)).mappings()
        return [ANCHORS.read(row) for row in rows]

    def put_anchor(self, anchor: Anchor) -> None:
        """Record that a head of the log was given out."""
        self._connection.execute(_anchor.insert(), ANCHORS.written(anchor))

    def wrapped_keys(self) -> bytes:
        """Return the edition's keys, wrapped by the recovery phrase; none before there is one."""
        return bytes(self._connection.execute(sa.select(_wrapped.c.wrapped)).scalar() or b"")

    def put_wrapped_keys(self, wrapped: bytes, made: str) -> None:
        """Set the edition's wrapped keys."""
        put_only_row(self._connection, _wrapped, {"wrapped": wrapped, "made": made})

    def receipts(self) -> list[Receipt]:
        """Return the receipts that came to this desk, by the time of reception."""
        query = sa.select(*(c for c in _receipt.c if c is not _receipt.c.document))
        found = [RECEIPTS.read(row) for row in self._connection.execute(query).mappings()]
        return sorted(found, key=lambda r: (r.received, r.sha256, r.head))

    def put_receipt(self, receipt: Receipt, document: bytes) -> None:
        """Keep a receipt with its bytes; one that is there already stays as it was."""
        keep = dialects.insert_or_ignore(self._connection.dialect.name, _receipt)
        columns = {**RECEIPTS.written(receipt), "digest": sha256(document), "document": document}
        self._connection.execute(keep, columns)

    def machine(self) -> DeskMachine:
        """Return what the desk knows of moving between machines."""
        query = sa.select(_machine.c.handover, _machine.c.moved)
        row = self._connection.execute(query).mappings().first()
        return DeskMachine() if row is None else MACHINE.read(row)

    def put_machine(self, machine: DeskMachine) -> None:
        """Set what the desk knows of moving between machines."""
        put_only_row(self._connection, _machine, MACHINE.written(machine))

    def desk_memory(self) -> DeskMemory:
        """Return what makes the desk convenient."""
        query = sa.select(_memory.c.saved_to, _memory.c.news, _memory.c.package)
        row = self._connection.execute(query).mappings().first()
        return DeskMemory() if row is None else MEMORY.read(row)

    def put_desk_memory(self, memory: DeskMemory) -> None:
        """Set what makes the desk convenient."""
        put_only_row(self._connection, _memory, MEMORY.written(memory))
