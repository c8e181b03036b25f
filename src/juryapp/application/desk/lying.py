"""The jury package where it lies: attachments are read from it until they are copied to the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from juryapp.application.desk.view import desk_info
from juryapp.application.ports.exchange import PackageAttachments
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.i18n import N_

AWAY = N_(
    "The jury package is not where it was, so files of the candidates are missing here. Open the package"
    " again; your marks stay."
)
LOCKED = N_(
    "The jury package has a password, so files of the candidates are missing here. Open it again with the"
    " password; your marks stay."
)


@contextmanager
def lying_package(session: Session) -> Iterator[PackageAttachments]:
    """Give the attachments of the newest package that was opened at this desk.

    Raises:
        UnavailableError: It is not there any more, or another one is (E-AWAY), or it is locked (E-LOCKED).
    """
    with session.reading() as uow:
        place, identity = uow.desk_memory().package, desk_info(uow).package.sha256
    if not place:
        raise UnavailableError(AWAY, code="E-AWAY")
    entered = False
    try:
        packages = session.services.packages
        with packages.attachments(Path(place), password=session.package_word) as lying:
            if lying.identity != identity:
                raise UnavailableError(AWAY, code="E-AWAY")
            entered = True
            yield lying
    except FileFormatError as error:
        if entered:  # what was read there, not the place
            raise
        locked = error.code in {"E-LOCKED", "E-PASSWORD"}
        raise UnavailableError(
            LOCKED if locked else AWAY, code="E-LOCKED" if locked else "E-AWAY"
        ) from error
