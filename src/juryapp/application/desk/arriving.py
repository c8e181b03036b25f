"""A package arrives while somebody may be at work: it is looked at before anything that is open is closed."""

from __future__ import annotations

from pathlib import Path

from juryapp.application.services import Services
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.packages import PackageContent

OTHER_JUROR = N_(
    "This package is for {juror}, and on this computer {here} is on the same jury. A colleague’s package must"
    " not be used: ask the secretariat for yours. If both of you work at this computer, open it as {juror}."
)


def check_package(
    services: Services, path: Path, *, password: str = "", another: bool = False
) -> None:
    """Look at a package without opening it.

    Args:
        services: The program.
        path: The package.
        password: Its password, if one is set.
        another: It is known that more than one juror of the edition works on this machine.

    Raises:
        FileFormatError: The package is refused; nothing was touched (E-LOCKED asks for a password).
        RuleError: It is for another juror than the one who is here already (E-OTHER-JUROR).
    """
    content = services.packages.read(path, password=password).content
    if not another:
        _refuse_colleague(services, content)


def _refuse_colleague(services: Services, content: PackageContent) -> None:
    here = [desk for desk in services.store.desks() if desk.edition == content.edition]
    known = {desk.juror for desk in here}
    if here and content.juror not in known:
        names = ", ".join(dict.fromkeys(desk.juror_name for desk in here))
        raise RuleError(OTHER_JUROR, code="E-OTHER-JUROR", juror=content.juror_name, here=names)
