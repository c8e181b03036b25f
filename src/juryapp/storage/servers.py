"""Editions on a PostgreSQL server: a schema per edition, named by its id."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from juryapp.base.errors import FileFormatError, UsageError
from juryapp.domain.ids import is_id
from juryapp.storage import dialects, refusals, schema
from juryapp.storage.engine import postgresql_engine

_PREFIXES: Final = ("postgresql://", "postgresql+psycopg://", "postgres://")
_EDITION: Final = (
    "edition"  # names one edition in an address: postgresql://server/juries?edition=ID
)


def is_address(place: str) -> bool:
    """Return whether a place is an address on a server, not a path."""
    return "://" in place


class Server:
    """A database on a server, and the editions in it."""

    def __init__(self, place: str) -> None:
        if not place.startswith(_PREFIXES):
            raise UsageError(refusals.BAD_PLACE, place=place.rsplit("@", maxsplit=1)[-1])
        try:
            url = make_url(place)
        except (sa.exc.ArgumentError, ValueError) as error:
            raise UsageError(refusals.BAD_PLACE, place="postgresql://…") from error
        named = url.query.get(_EDITION, "")
        self.edition = named if isinstance(named, str) else named[0]
        self._url = url.set(drivername="postgresql+psycopg").difference_update_query([_EDITION])

    def place(self, edition: str = "") -> str:
        """Return the address of the server or of one edition, without the password."""
        url = self._url.set(drivername="postgresql")
        if edition:
            url = url.update_query_dict({_EDITION: edition})
        return _without_password(url)

    def editions(self) -> list[str]:
        """Return the ids of the editions: the schemas that our migrations filled."""
        query = sa.text(
            "SELECT table_schema FROM information_schema.tables WHERE table_name = 'commit_count'"
        )
        engine = self._public()
        try:
            with engine.connect() as connection:
                names = [str(name) for name in connection.execute(query).scalars()]
        except sa.exc.OperationalError as error:
            raise dialects.told(error) or error from error
        finally:
            engine.dispose()
        return sorted(name for name in names if is_id(name))

    def create(self, edition: str) -> None:
        """Make the schema of a new edition by running all migrations."""
        engine = self._engine(edition)
        try:
            with engine.begin() as connection:
                connection.execute(sa.schema.CreateSchema(edition))
                schema.migrate_on(connection)
        except sa.exc.OperationalError as error:
            raise dialects.told(error) or error from error
        finally:
            engine.dispose()

    def drop(self, edition: str) -> None:
        """Remove the schema of an edition, with everything in it."""
        engine = self._engine(edition)
        try:
            with engine.begin() as connection:
                connection.execute(sa.schema.DropSchema(edition, cascade=True))
        except sa.exc.OperationalError as error:
            raise dialects.told(error) or error from error
        finally:
            engine.dispose()

    def open(self, edition: str) -> sa.Engine:
        """Return an engine for an edition. Raises FileFormatError if it is newer than the program."""
        engine = self._engine(edition)
        try:
            _bring_up_to_date(engine, edition)
        except sa.exc.OperationalError as error:
            engine.dispose()
            raise dialects.told(error) or error from error
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _engine(self, edition: str) -> sa.Engine:
        return postgresql_engine(self._url, edition)

    def _public(self) -> sa.Engine:
        return postgresql_engine(self._url, "public")


def _bring_up_to_date(engine: sa.Engine, edition: str) -> None:
    with engine.connect() as connection:
        version = dialects.schema_version(connection)
    if version > schema.LATEST:
        raise FileFormatError(
            refusals.NEWER, code="E-VERSION", file=edition, found=version, known=schema.LATEST
        )
    if version < schema.LATEST:
        schema.migrate(engine)


def _without_password(url: URL) -> str:
    return url._replace(password=None).render_as_string(hide_password=False)
