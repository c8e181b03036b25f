"""The five column types that both databases hold exactly; a test allows no other.

Everything else (VARCHAR, BOOLEAN, DATETIME, NUMERIC, JSON …) either fails in SQLite's STRICT tables or is
rounded, padded or converted on the way.
"""

from __future__ import annotations

from typing import Annotated, Final

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlalchemy.types import TypeEngine

IdText = Annotated[str, "id"]
Instant = Annotated[str, "instant"]  # UTC text that sorts, or "" where something has not happened
Flag = Annotated[int, "flag"]  # 0 or 1, with a CHECK

WHOLE: Final[TypeEngine[int]] = BigInteger().with_variant(Integer(), "sqlite")
TEXT: Final = Text()
BLOB: Final = LargeBinary()

ANNOTATIONS: Final = {
    str: TEXT,
    IdText: TEXT,
    Instant: TEXT,
    int: WHOLE,
    Flag: WHOLE,
    bytes: BLOB,
}
