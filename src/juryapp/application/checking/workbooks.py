"""The verdict on an Excel ballot: whose it is, by the award’s key; nobody signed the marks in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from juryapp.application.merge.opening import MAX_WORKBOOK
from juryapp.application.merge.workbooks import read_workbook
from juryapp.application.ports import Expected, Verification
from juryapp.application.services import Services
from juryapp.base.errors import FileFormatError
from juryapp.base.files import read_limited, sha256
from juryapp.base.i18n import N_, _, translated

NOT_SIGNED: Final = N_(
    "Whose ballot it is was signed by the secretariat when it was made. The marks in it are signed by nobody:"
    " ask the juror to confirm them."
)
FOREIGN: Final = N_("This is an Excel workbook, but none of the ballots that juryapp makes.")


def verify_workbook(services: Services, path: Path, expected: Expected | None) -> Verification:
    """Return the verdict on a workbook; a foreign or damaged one is a verdict, not an error.

    With an edition open, every answer in it is read as when it is taken in.
    """
    try:
        data = read_limited(path, MAX_WORKBOOK)
        filled = services.workbooks.read(path.name, data)
        if not filled.code:
            return _verdict("unknown", "E-KIND", _(FOREIGN))
        written = services.workbook_codes.read(filled.code)
    except FileFormatError as error:
        named = error.named(path.name)
        signature = "invalid" if error.code == "E-SIG" else "none"
        kind = "workbook" if error.code in {"E-SIG", "E-VERSION"} else "unknown"
        return _verdict(kind, error.code, translated(named), signature=signature)
    said, code, detail = written.identity, "", _(NOT_SIGNED)
    if expected is not None and expected.edition.id == said.edition:
        try:
            read_workbook(services, path.name, data, expected)
        except FileFormatError as error:
            code, detail = error.code, translated(error)
    return Verification(
        kind="workbook",
        whole=not code,
        signature="valid",
        signer=said.award,
        known="",
        code=code,
        detail=detail,
        whose=said.juror,
        edition=said.edition,
        key=written.award_key,
        facts=(
            ("issue", str(said.issue)),
            ("made", said.made),
            ("sha256", sha256(data)),
        ),
    )


def _verdict(kind: str, code: str, detail: str, *, signature: str = "none") -> Verification:
    return Verification(
        kind=kind,
        whole=False,
        signature=signature,
        signer="",
        known="",
        code=code,
        detail=detail,
    )
