"""All messages of the window go through here, so that tests can record them.

`error` shows what a `UserError` says, in the language in use; anything that is not a `UserError` is a bug
and is not shown here. `ok` is a short word for what was done ("Table copied"): it fades by itself and is
spoken.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from juryapp.base.errors import UserError
from juryapp.base.i18n import _, translated
from juryapp.gui.widgets.banner import BannerButton, Weight

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a banner says."""

    weight: Weight
    title: str
    text: str = ""
    buttons: tuple[BannerButton, ...] = ()
    code: str = ""


class Notifier(QObject):
    """Tells the user something, on the page that is seen.

    `offers` has, by the code of an error, the buttons that go with it wherever it is told.
    """

    message = Signal(object)  # Message
    done = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.offers: dict[str, Callable[[], Sequence[BannerButton]]] = {}

    def error(
        self, error: UserError | str, *, title: str = "", buttons: Sequence[BannerButton] = ()
    ) -> None:
        """Say what went wrong. Without a title, the error's own sentence is the title."""
        text = translated(error) if isinstance(error, UserError) else error
        code = error.code if isinstance(error, UserError) else ""
        if not buttons and code in self.offers:
            buttons = self.offers[code]()
        log.info("told the user: %s", code or "a message")  # never the text: it may hold names
        self._send("error", title, text, buttons, code)

    def warn(self, title: str, text: str = "", buttons: Sequence[BannerButton] = ()) -> None:
        """Say something to look at."""
        self._send("warn", title, text, buttons)

    def info(self, title: str, text: str = "", buttons: Sequence[BannerButton] = ()) -> None:
        """Say something worth knowing."""
        self._send("info", title, text, buttons)

    def good(self, title: str, text: str = "", buttons: Sequence[BannerButton] = ()) -> None:
        """Say that something that matters was done, in a banner that stays."""
        self._send("ok", title, text, buttons)

    def ok(self, text: str) -> None:
        """Say in a few words that something was done; it goes away by itself."""
        self.done.emit(text)

    def clear(self) -> None:
        """Take all banners away."""
        self.cleared.emit()

    def _send(
        self,
        weight: Weight,
        title: str,
        text: str,
        buttons: Sequence[BannerButton],
        code: str = "",
    ) -> None:
        first, rest = (title, text) if title else (text, "")
        self.message.emit(
            Message(weight=weight, title=first, text=rest, buttons=tuple(buttons), code=code)
        )


class Recorder(Notifier):
    """For tests: keeps what was told."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []
        self.words: list[str] = []
        self.message.connect(self.messages.append)
        self.done.connect(self.words.append)

    def titles(self) -> list[str]:
        """Return the titles of all messages."""
        return [message.title for message in self.messages]


@contextmanager
def telling(notifier: Notifier) -> Iterator[None]:
    """Show a UserError raised in the block; let bugs through to the crash window."""
    try:
        yield
    except UserError as error:
        notifier.error(error)


def saved_words(clock: str) -> str:
    """Return what the window says beside the tick: “Saved 14:02”."""
    return _("Saved {time}").format(time=clock)
