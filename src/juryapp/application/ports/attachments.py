"""Files for nominees that come from outside: looked at before anything of the program shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from juryapp.base.i18n import Texts, current, fill
from juryapp.domain.attachments import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentWarning:
    """Something that a person should know of a file; it is taken in all the same. `code` is stable: `W-…`."""

    code: str
    template: str  # an N_ text
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, texts: Texts | None = None) -> str:
        """Return what to tell the user, in the language of `texts` or the one in use."""
        return fill(texts or current(), self.template, self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """A file that is what it claims to be."""

    name: str
    media: Media
    data: bytes = field(repr=False)
    sha256: str
    warnings: tuple[AttachmentWarning, ...] = ()


class AttachmentGuard(Protocol):
    """Finds out what a file is by its bytes; its name and what others say of it mean nothing."""

    def read(self, path: Path) -> LookedAt:
        """Return a file that a person has chosen.

        Raises:
            FileFormatError: It is none of the kinds that are shown, or not safe to show (E-MEDIA), empty
                (E-EMPTY), larger than 50 MiB (E-SIZE) or not there (E-NOT-FOUND); it says what to do.
            UnavailableError: The machine does not let us read it.
        """
        ...

    def check(self, name: str, data: bytes, media: Media) -> None:
        """Raise FileFormatError (E-MEDIA) unless bytes that came in a package are of that kind and safe."""
        ...
