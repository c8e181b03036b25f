"""Numbers of things that are only ever added."""

from __future__ import annotations

import sqlalchemy as sa

from juryapp.storage import dialects


def next_number(connection: sa.Connection, table: sa.Table) -> int:
    """Return the next free `n` of a table; other writers wait until this transaction ends."""
    dialects.lock_chain(connection)
    return (connection.execute(sa.select(sa.func.max(table.c.n))).scalar() or 0) + 1
