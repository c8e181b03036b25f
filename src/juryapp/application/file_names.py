"""Names of files that travel: initials and a short number, so that a name tells an outsider nothing.

Only ASCII, so that every mail program and memory stick can take them.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from juryapp.base.canonical import canonical_hash

_SPELT: Final = str.maketrans({"Æ": "AE", "Ø": "O", "Å": "A", "Đ": "D", "Ŋ": "N", "Ŧ": "T"})


def package_name(year: int, number: int, initials: str, issue: int) -> str:
    """Return the name of a jury package: 2026-03-IS.jurypack, then 2026-03-IS-2.jurypack."""
    again = f"-{issue}" if issue > 1 else ""
    return f"{year}-{number:02d}-{plain(initials)}{again}.jurypack"


def paper_name(year: int, number: int, initials: str, issue: int) -> str:
    """Return the name of a juror's ballot on paper: 2026-03-IS-paper.pdf, then 2026-03-IS-paper-2.pdf."""
    again = f"-{issue}" if issue > 1 else ""
    return f"{year}-{number:02d}-{plain(initials)}-paper{again}.pdf"


def papers_name(year: int) -> str:
    """Return the name of the file with everybody's ballots on paper."""
    return f"{year}-papers.pdf"


def workbook_name(year: int, number: int, initials: str, issue: int) -> str:
    """Return the name of an Excel ballot: as that of a package, with another ending."""
    return package_name(year, number, initials, issue).removesuffix(".jurypack") + ".xlsx"


def score_file_name(edition: str, number: int, initials: str, seq: int) -> str:
    """Return the name of a juror's `seq`-th score file from one machine."""
    return f"{edition[:8]}-{number:02d}-{plain(initials)}-{seq}.juryscore"


def move_file_name(edition: str, number: int, initials: str) -> str:
    """Return the name of the file in which a juror's desk goes to another machine."""
    return f"{edition[:8]}-{number:02d}-{plain(initials)}.jurymove"


def receipt_name(edition: str, number: int, initials: str, sha256: str) -> str:
    """Return the name of the receipt for the score file with that hash; no two files share it."""
    return f"{edition[:8]}-{number:02d}-{plain(initials)}-{sha256[:8]}.juryreceipt"


def deletion_receipt_name(edition: str, number: int, initials: str) -> str:
    """Return the name of the paper that says that a juror's desk was erased."""
    return f"{edition[:8]}-{number:02d}-{plain(initials)}-deletion-receipt.txt"


def plain(initials: str) -> str:
    """Return initials in ASCII; four letters of their hash where nothing would be left."""
    spelt = unicodedata.normalize("NFD", initials.translate(_SPELT))
    return "".join(c for c in spelt if c.isascii() and c.isalnum()) or canonical_hash(initials)[:4]
