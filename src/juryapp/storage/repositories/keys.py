"""Public keys of the jurors, as pinned."""

from __future__ import annotations

import sqlalchemy as sa

from juryapp.domain.ids import JurorId
from juryapp.domain.packages import Confirmation, JurorKey
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.tables.base import table_of

_key = table_of(t.JurorKeyRow)


class SqlKeys:
    """Public keys of the jurors."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], JurorKey] | None = None  # in the order pinned

    def all(self) -> list[JurorKey]:
        """Return all, in the order pinned; read once per transaction, for every file asks."""
        if self._known is None:
            self._known = {(key.juror, key.public_key): key for key in self._read()}
        return list(self._known.values())

    def _read(self) -> list[JurorKey]:
        rows = self._connection.execute(sa.select(_key).order_by(_key.c.n)).mappings()
        return [
            JurorKey(
                juror=JurorId(row["juror"]),
                public_key=row["public_key"],
                device=row["device"],
                issue=row["issue"],
                confirmation=Confirmation(row["confirmation"]),
                pinned=row["pinned"],
                closed=row["closed"],
            )
            for row in rows
        ]

    def put(self, key: JurorKey) -> None:
        """Pin a key, or change its confirmation or closing."""
        upsert = dialects.upsert(self._connection.dialect.name, _key, "juror", "public_key")
        self._connection.execute(
            upsert,
            {
                "juror": key.juror,
                "public_key": key.public_key,
                "device": key.device,
                "issue": key.issue,
                "confirmation": str(key.confirmation),
                "pinned": key.pinned,
                "closed": key.closed,
            },
        )
        if self._known is not None:
            self._known[key.juror, key.public_key] = key
