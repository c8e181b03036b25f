"""JSON that can be read in one way only.

A document is decoded into typed structs that know all their fields; then its bytes must equal the canonical
spelling of what was decoded (keys sorted, no white space). Duplicate keys, floats, other spellings and
smuggled content all fail in that one comparison. What is wrong is found out only afterwards (`diagnosis`).

Structs for this module: frozen, `forbid_unknown_fields`, no defaults (`msgspec` would not insist on the
field), text fields as `Text`, numbers as `Whole`, never a map with keys that come from people.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Final, Generic, TypeVar

import msgspec
from msgspec import Meta

from juryapp.base.characters import FORBIDDEN
from juryapp.exchange import diagnosis
from juryapp.exchange.diagnosis import MAX_BYTES, MAX_ITEMS, MAX_TEXT

LARGEST: Final = (
    10**15 - 1
)  # 15 digits: every reader of JSON in the world holds such a number exactly

Text = Annotated[str, Meta(max_length=MAX_TEXT)]
Whole = Annotated[int, Meta(ge=0, le=LARGEST)]
Points = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]  # the scale decides what is allowed
Revision = Annotated[int, Meta(ge=1, le=1_000_000)]  # more could only be meant to win for ever
IdText = Annotated[str, Meta(pattern=r"^[A-Z0-9-]{1,40}\Z")]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
KeyId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]

_PLAIN: Final = bytes(range(0x20, 0x7F))

StructT = TypeVar("StructT", bound="Struct")


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every document and part of a document inherits from."""


class StrictJson(Generic[StructT]):
    """Reads and writes documents of one kind.

    Args:
        kind: The struct of the whole document. A field `v: Literal[1]` fixes the version.
        wrapper: The document only wraps others: ASCII, no texts for people; a misfit is E-ENV-SHAPE, and
            another spelling means that it was changed on its way (E-SIG).
        expected: What the file should be, if it comes from outside: foreign files are then named (E-KIND).
        limit: The largest number of bytes.
        tag: A field and the value by which a file of this kind is known; others are E-KIND.
    """

    def __init__(
        self,
        kind: type[StructT],
        *,
        wrapper: bool = False,
        expected: str = "",
        limit: int = MAX_BYTES,
        tag: tuple[str, str] | None = None,
    ) -> None:
        self._decoder = msgspec.json.Decoder(kind)
        self._encoder = msgspec.json.Encoder(order="sorted")
        self._rules = diagnosis.Rules(wrapper=wrapper, expected=expected, limit=limit, tag=tag)

    def encode(self, document: StructT) -> bytes:
        """Return the canonical bytes.

        Raises:
            FileFormatError: `decode` would refuse them; nobody shall get a file that nobody can read.
        """
        data = self._encoder.encode(document)
        self.decode(data)
        return data

    def decode(self, data: bytes) -> StructT:
        """Return the document.

        Raises:
            FileFormatError: It is refused, with the code of the first thing that is wrong.
        """
        try:
            document = self._decoder.decode(data)
        except (ValueError, RecursionError) as error:
            raise diagnosis.diagnose(data, self._rules, str(error)) from None
        if self._encoder.encode(document) != data or not self._is_harmless(data):
            raise diagnosis.diagnose(data, self._rules, "")
        return document

    def _is_harmless(self, data: bytes) -> bool:
        if len(data) > self._rules.limit:
            return False
        if data.count(b",") > MAX_ITEMS and diagnosis.extent(data).items > MAX_ITEMS:
            return False
        if self._rules.wrapper:
            return data.isascii()
        return not _has_forbidden(data) and not _has_other_escape(data)


def _has_forbidden(data: bytes) -> bool:
    """Return whether a text holds a character that none may, or is not in NFC.

    Nearly all of a file is plain ASCII, so what is not is drawn together and looked at first. Marks that
    follow each other still do so there, only more may seem to: then the whole is searched.
    """
    rare = data.translate(None, _PLAIN)
    if not rare:
        return False
    text = data.decode()
    if FORBIDDEN.search(rare.decode()) and FORBIDDEN.search(text):
        return True
    return not unicodedata.is_normalized("NFC", text)


def _has_other_escape(data: bytes) -> bool:
    """Return whether there is an escape besides those for the quotation mark, itself and the line feed."""
    if b"\\" not in data:
        return False
    rest = data.replace(rb"\\", b"")  # pairs first, from the left: what is left begins an escape
    return b"\\" in rest.replace(rb"\"", b"").replace(rb"\n", b"")
