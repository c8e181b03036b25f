"""What a jury package says of the files that belong to nominees; their bytes lie beside it by their hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta

from juryapp.base.characters import fit_to_travel
from juryapp.domain.attachments import MOST_BYTES, Attachment, Media, begins_like
from juryapp.domain.ids import NomineeId
from juryapp.exchange import refusals
from juryapp.exchange.strict_json import Hash, IdText, Struct, Whole

FOLDER: Final = "att/"
MediaText = Literal["application/pdf", "image/jpeg", "image/png", "text/plain"]
FileName = Annotated[str, Meta(min_length=1, max_length=200)]
Size = Annotated[int, Meta(ge=1, le=MOST_BYTES)]


class AttachmentDocument(Struct, frozen=True):
    """A file of a nominee; the same file may belong to several, each with its own name for it."""

    media: MediaText
    name: FileName
    nominee: IdText
    order: Whole
    sha256: Hash
    size: Size


def attachment_documents(attachments: Iterable[Attachment]) -> list[AttachmentDocument]:
    """Return what is said of attachments."""
    return [
        AttachmentDocument(
            media=attachment.media.value,
            name=fit_to_travel(attachment.name),
            nominee=attachment.nominee,
            order=attachment.order,
            sha256=attachment.sha256,
            size=attachment.size,
        )
        for attachment in attachments
    ]


def attachments_in(
    documents: Iterable[AttachmentDocument], nominees: Iterable[str], *, allowed: bool
) -> tuple[Attachment, ...]:
    """Return the attachments that a package tells of.

    Raises:
        FileFormatError: They belong to nobody in the package, stand there twice, contradict each other, or
            stand in a package that may have none (E-SCHEMA).
    """
    found = tuple(map(_attachment, documents))
    known = set(nominees)
    if (found and not allowed) or any(a.nominee not in known for a in found):
        raise refusals.SCHEMA.error(field="attachments.nominee")
    if len({(a.nominee, a.sha256) for a in found}) < len(found):
        raise refusals.SCHEMA.error(field="attachments.sha256")
    facts = {a.sha256: (a.media, a.size) for a in found}
    if any(facts[a.sha256] != (a.media, a.size) for a in found):
        raise refusals.SCHEMA.error(field="attachments.media")
    return found


def check_listed(attachments: Iterable[Attachment], sizes: Mapping[str, int]) -> None:
    """Raise FileFormatError unless the list and what lies in the package are the same, both ways round."""
    listed = {f"{FOLDER}{attachment.sha256}": attachment.size for attachment in attachments}
    present = {name: size for name, size in sizes.items() if name.startswith(FOLDER)}
    for name, size in listed.items():
        if name not in present:
            raise refusals.ZIP_MISSING.error(name=name)
        if present[name] != size:
            raise refusals.ZIP_HASH.error(name=name)
    for name in present:
        if name not in listed:
            raise refusals.ZIP_EXTRA.error(name=name)


def check_beginning(attachment: Attachment, beginning: bytes) -> None:
    """Raise FileFormatError (E-MEDIA) if a file that begins so cannot be what it is said to be."""
    if not begins_like(attachment.media, beginning):
        raise refusals.MEDIA.error(name=attachment.name)


def _attachment(document: AttachmentDocument) -> Attachment:
    return Attachment(
        nominee=NomineeId(document.nominee),
        sha256=document.sha256,
        name=document.name,
        media=Media(document.media),
        size=document.size,
        order=document.order,
    )
