"""How attachments are said: kinds, icons, sizes."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from juryapp.base.i18n import N_, _
from juryapp.base.numbers import format_number
from juryapp.domain.attachments import Attachment, Media

KIND_NAMES: Final = {
    Media.PDF: N_("PDF"),
    Media.PNG: N_("picture"),
    Media.JPEG: N_("picture"),
    Media.TEXT: N_("text"),
}
KIND_ICONS: Final = {
    Media.PDF: "pdf", Media.PNG: "image", Media.JPEG: "image", Media.TEXT: "document",
}  # fmt: skip


def size_text(size: int) -> str:
    """Return a size as people say it: 2.1 MB, 40 kB."""
    if size >= 1_000_000:
        return _("{n} MB").format(n=format_number(Fraction(size, 1_000_000), 1))
    return _("{n} kB").format(n=format_number(max(1, round(size / 1_000)), 0))


def attachment_text(attachment: Attachment) -> str:
    """Return name, kind and size in a line."""
    kind = _(KIND_NAMES[attachment.media])
    return f"{attachment.name}  ·  {kind}  ·  {size_text(attachment.size)}"


def large_text(size: int) -> str:
    """Return what to say of packages that hold files of this size together."""
    return _(
        "With its files a package has up to {size}: too large for most e-mail. Use a shared folder or"
        " a memory stick."
    ).format(size=size_text(size))
