"""A desk whose file was deleted or moved while it was open is written again, with all that was in it."""

from __future__ import annotations

from juryapp.application.session import Session


def put_back(session: Session) -> None:
    """Write the file of what is open again where it was; nothing happens if it is there.

    Raises:
        UnavailableError: Another file is in its place (E-REPLACED), or it could not be written.
    """
    session.database.put_back()
