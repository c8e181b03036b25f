"""What goes between machines: heads of the log given out, wrapped keys, receipts, a desk that moves."""

from __future__ import annotations

from dataclasses import asdict, fields

import sqlalchemy as sa

from juryapp.application.ports import DeskMachine, DeskMemory
from juryapp.base.files import sha256
from juryapp.domain.packages import Anchor, AnchorKind, Receipt
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.tables.base import table_of

_anchor = table_of(t.AnchorRow)
_wrapped = table_of(t.WrappedKeysRow)
_receipt = table_of(t.ReceiptRow)
_machine = table_of(t.MachineRow)
_memory = table_of(t.DeskMemoryRow)


class SqlTravels:
    """The part of a unit of work that concerns other machines; `SqlUnitOfWork` inherits it."""

    _connection: sa.Connection

    def anchors(self) -> list[Anchor]:
        """Return the heads of the log that were given out, in that order."""
        rows = self._connection.execute(sa.select(_anchor).order_by(_anchor.c.n)).mappings()
        return [
            Anchor(
                kind=AnchorKind(row["kind"]),
                named=row["named"],
                head=row["head"],
                at=row["made_at"],
            )
            for row in rows
        ]

    def put_anchor(self, anchor: Anchor) -> None:
        """Record that a head of the log was given out."""
        self._connection.execute(
            _anchor.insert().values(
                kind=str(anchor.kind), named=anchor.named, head=anchor.head, made_at=anchor.at
            )
        )

    def wrapped_keys(self) -> bytes:
        """Return the edition's keys, wrapped by the recovery phrase; none before there is one."""
        return bytes(self._connection.execute(sa.select(_wrapped.c.wrapped)).scalar() or b"")

    def put_wrapped_keys(self, wrapped: bytes, made: str) -> None:
        """Set the edition's wrapped keys."""
        self._put_only(_wrapped, {"wrapped": wrapped, "made": made})

    def receipts(self) -> list[Receipt]:
        """Return the receipts that came to this desk, by the time of reception."""
        query = sa.select(*(_receipt.c[field.name] for field in fields(Receipt)))
        rows = self._connection.execute(query).mappings()
        found = [
            Receipt(**{**row, "taken": bool(row["taken"]), "complete": bool(row["complete"])})
            for row in rows
        ]
        return sorted(found, key=lambda r: (r.received, r.sha256, r.head))

    def put_receipt(self, receipt: Receipt, document: bytes) -> None:
        """Keep a receipt with its bytes; one that is there already stays as it was."""
        keep = dialects.insert_or_ignore(self._connection.dialect.name, _receipt)
        self._connection.execute(keep, self._receipt_row(receipt, document))

    @staticmethod
    def _receipt_row(receipt: Receipt, document: bytes) -> dict[str, object]:
        flags = {"taken": int(receipt.taken), "complete": int(receipt.complete)}
        return {**asdict(receipt), **flags, "digest": sha256(document), "document": document}

    def machine(self) -> DeskMachine:
        """Return what the desk knows of moving between machines."""
        query = sa.select(_machine.c.handover, _machine.c.moved)
        row = self._connection.execute(query).mappings().first()
        return DeskMachine() if row is None else DeskMachine(**row)

    def put_machine(self, machine: DeskMachine) -> None:
        """Set what the desk knows of moving between machines."""
        self._put_only(_machine, asdict(machine))

    def desk_memory(self) -> DeskMemory:
        """Return what makes the desk convenient."""
        query = sa.select(_memory.c.saved_to, _memory.c.news, _memory.c.package)
        row = self._connection.execute(query).mappings().first()
        return DeskMemory() if row is None else DeskMemory(**row)

    def put_desk_memory(self, memory: DeskMemory) -> None:
        """Set what makes the desk convenient."""
        self._put_only(_memory, asdict(memory))

    def _put_only(self, table: sa.Table, columns: dict[str, object]) -> None:
        upsert = dialects.upsert(self._connection.dialect.name, table, "only_row")
        self._connection.execute(upsert, {"only_row": 1, **columns})
