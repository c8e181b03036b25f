"""One transaction on one database: everything in the block is saved together, or nothing of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Final, NoReturn, Self

import sqlalchemy as sa

from juryapp.application.ports import MergeRecord, Waiver
from juryapp.base.errors import UnavailableError
from juryapp.domain.award import Category, Reopening, Round
from juryapp.domain.criteria import Criterion
from juryapp.domain.decisions import Decision, Justification
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NominationId, NomineeId, RoundId
from juryapp.domain.jury import Departure, Juror
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.paper import PaperBallot, PaperDraft, PaperVerdict
from juryapp.domain.statements import (
    DeclarationContent,
    MarkContent,
    MarkKey,
    NomineeKey,
    NoteContent,
)
from juryapp.storage import dialects, refusals
from juryapp.storage import tables as t
from juryapp.storage.repositories import collections, sequels
from juryapp.storage.repositories import statement_kinds as kinds
from juryapp.storage.repositories import statement_queries as queries
from juryapp.storage.repositories.attachments import SqlAttachments
from juryapp.storage.repositories.collections import SqlCollection
from juryapp.storage.repositories.files import SqlFiles
from juryapp.storage.repositories.journal import SqlJournal
from juryapp.storage.repositories.keys import SqlKeys
from juryapp.storage.repositories.sequels import SqlRulings, SqlSequel
from juryapp.storage.repositories.singles import SqlSingles
from juryapp.storage.repositories.statements import SqlStatements
from juryapp.storage.repositories.travels import SqlTravels
from juryapp.storage.tables.base import table_of
from juryapp.storage.whereabouts import Whereabouts

_count = table_of(t.CommitCountRow)
_COUNT_ONE_MORE: Final = _count.update().values(n=_count.c.n + 1)
_COUNTED: Final = sa.select(_count.c.n)


class Turnstile:
    """Lets one thread at a time to a database, and one unit of work at a time within it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._inside = False

    def enter(self) -> None:
        """Wait for other threads; a second unit of work inside the first is a bug and says so."""
        self._lock.acquire()
        if self._inside:
            self._lock.release()
            raise RuntimeError("there is no unit of work inside another")
        self._inside = True

    def leave(self) -> None:
        """Let the next one in."""
        self._inside = False
        self._lock.release()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the database for what is no unit of work: a backup, closing."""
        self.enter()
        try:
            yield
        finally:
            self.leave()


class SqlUnitOfWork(SqlSingles, SqlTravels):
    """A transaction; leaving the block without `commit()` undoes everything in it."""

    categories: SqlCollection[Category, CategoryId]
    criteria: SqlCollection[Criterion, CriterionId]
    nominees: SqlCollection[Nominee, NomineeId]
    nominations: SqlCollection[Nomination, NominationId]
    jurors: SqlCollection[Juror, JurorId]
    rounds: SqlCollection[Round, RoundId]
    marks: SqlStatements[MarkKey, MarkContent]
    declarations: SqlStatements[NomineeKey, DeclarationContent]
    notes: SqlStatements[NomineeKey, NoteContent]
    rulings: SqlRulings
    waivers: SqlSequel[Waiver]
    decisions: SqlSequel[Decision]
    justifications: SqlSequel[Justification]
    departures: SqlSequel[Departure]
    reopenings: SqlSequel[Reopening]
    merges: SqlSequel[MergeRecord]
    paper_drafts: SqlCollection[PaperDraft, JurorId]
    paper_ballots: SqlSequel[PaperBallot]
    paper_verdicts: SqlSequel[PaperVerdict]
    attachments: SqlAttachments
    files: SqlFiles
    keys: SqlKeys
    journal: SqlJournal

    def __init__(
        self,
        engine: sa.Engine,
        turnstile: Turnstile,
        *,
        read_only: bool,
        whereabouts: Whereabouts | None = None,
    ) -> None:
        self._engine = engine
        self._turnstile = turnstile
        self._read_only = read_only
        self._whereabouts = whereabouts

    def __enter__(self) -> Self:
        """Begin: wait for other threads, then start the transaction."""
        self._turnstile.enter()
        try:
            self._connection = self._engine.connect()
            self._connection.begin()
        except sa.exc.DBAPIError as error:
            self._turnstile.leave()
            _tell(error)
        except BaseException:
            self._turnstile.leave()
            raise
        self._open_repositories(self._connection)
        return self

    def _open_repositories(self, connection: sa.Connection) -> None:
        self.categories = SqlCollection(connection, collections.CATEGORIES)
        self.criteria = SqlCollection(connection, collections.CRITERIA)
        self.nominees = SqlCollection(connection, collections.NOMINEES)
        self.nominations = SqlCollection(connection, collections.NOMINATIONS)
        self.jurors = SqlCollection(connection, collections.JURORS)
        self.rounds = SqlCollection(connection, collections.ROUNDS)
        self.marks = SqlStatements(connection, kinds.MARKS, queries.MARK_QUERIES)
        self.declarations = SqlStatements(
            connection, kinds.DECLARATIONS, queries.DECLARATION_QUERIES
        )
        self.notes = SqlStatements(connection, kinds.NOTES, queries.NOTE_QUERIES)
        self.rulings = SqlRulings(connection, sequels.RULINGS)
        self.waivers = SqlSequel(connection, sequels.WAIVERS)
        self.decisions = SqlSequel(connection, sequels.DECISIONS)
        self.justifications = SqlSequel(connection, sequels.JUSTIFICATIONS)
        self.departures = SqlSequel(connection, sequels.DEPARTURES)
        self.reopenings = SqlSequel(connection, sequels.REOPENINGS)
        self.merges = SqlSequel(connection, sequels.MERGES)
        self.paper_drafts = SqlCollection(connection, collections.PAPER_DRAFTS)
        self.paper_ballots = SqlSequel(connection, sequels.PAPER_BALLOTS)
        self.paper_verdicts = SqlSequel(connection, sequels.PAPER_VERDICTS)
        self.attachments = SqlAttachments(connection)
        self.files = SqlFiles(connection)
        self.keys = SqlKeys(connection)
        self.journal = SqlJournal(connection)

    @property
    def connection(self) -> sa.Connection:
        """The transaction's connection, for storage/ alone."""
        return self._connection

    def commit(self) -> None:
        """Make everything so far durable; what follows in the block is a new transaction.

        Raises:
            UnavailableError: Nothing was saved (disk full, no rights, server gone), as it was read back.
        """
        if self._read_only:
            raise UnavailableError(refusals.READ_ONLY, code="E-READ-ONLY")
        if self._whereabouts is not None:
            self._whereabouts.check()
        try:
            counted = self._count_commit()
            self._save(counted)
        except sa.exc.DBAPIError as error:
            _tell(error)
        self._connection.begin()

    def _count_commit(self) -> int:
        self._connection.execute(_COUNT_ONE_MORE)
        return self._committed()

    def _committed(self) -> int:
        return int(self._connection.execute(_COUNTED).scalar_one())

    def _save(self, counted: int) -> None:
        """Commit. One that reports an error may be on the disk all the same: look before telling."""
        try:
            self._connection.commit()
        except sa.exc.DBAPIError as error:
            if not self._was_saved(counted, error):
                raise

    def _was_saved(self, counted: int, error: sa.exc.DBAPIError) -> bool:
        driver_error = self._engine.dialect.loaded_dbapi.Error
        try:
            self._connection.connection.rollback()  # SQLite leaves open what it could not commit
            self._connection.rollback()
            saved = self._committed() >= counted
            self._connection.rollback()
        except (sa.exc.DBAPIError, driver_error):
            raise UnavailableError(refusals.UNSURE, code="E-UNSURE") from error
        return saved

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undo what was not committed; what the machine is to blame for is told as such."""
        try:
            self._connection.close()  # rolls back
        except sa.exc.DBAPIError as late:
            if error is None:
                _tell(late)
        finally:
            self._turnstile.leave()
        if isinstance(error, sa.exc.DBAPIError):
            _tell(error)


def _tell(error: BaseException) -> NoReturn:
    """Raise what the user can mend as such, and anything else as it is: a bug."""
    told = dialects.told(error)
    if told is None:
        raise error
    raise told from error
