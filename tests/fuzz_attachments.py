"""The guard of files for nominees, as a function of bytes: it refuses by name, or says what a file is."""

from __future__ import annotations

from attachment_examples import SMALL, jpeg, pdf, png
from fuzz_readers import Target, small
from juryapp.domain.attachments import Media
from juryapp.intake.attachments import SafeAttachments, media_of

JAVASCRIPT = "50 0 obj\n<< /S /JavaScript /JS (1) >>\nendobj"


def attachment_targets() -> tuple[Target, ...]:
    """Return the target."""
    return (Target("attachment", look_at, seeds),)


def look_at(data: bytes) -> None:
    """Look at bytes as at a file that came in a package."""
    media = media_of(data)
    assert isinstance(media, Media)
    SafeAttachments().check("x", data, media)


def seeds() -> list[bytes]:
    """Return files of every kind, and some that are refused."""
    crooked = (
        png(claimed=(60_000, 60_000)),
        pdf(""),
        pdf(objects=JAVASCRIPT),
        jpeg(20_000, 20_000),
    )
    return small(iter([*SMALL.values(), *crooked]))
