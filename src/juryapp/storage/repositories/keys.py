"""Public keys of the jurors, as pinned."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from juryapp.domain.packages import JurorKey
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.repositories.mapping import Mapping

KEYS: Final = Mapping(JurorKey, t.JurorKeyRow)
_key = KEYS.table


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
        return [KEYS.read(row) for row in rows]

    def put(self, key: JurorKey) -> None:
        """Pin a key, or change its confirmation or closing."""
        upsert = dialects.upsert(self._connection.dialect.name, _key, "juror", "public_key")
        self._connection.execute(upsert, KEYS.written(key))
        if self._known is not None:
            self._known[key.juror, key.public_key] = key
