"""Where banners stand: on top of the page, the newest first, at most three."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from juryapp.gui.notify import Message, Notifier
from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.banner import Banner, BannerButton

_MOST: Final = 3


class MessageArea(QWidget):
    """Shows the notifier's messages as banners; has no height when there are none."""

    def __init__(self, notifier: Notifier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banners: list[Banner] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 12, 24, 10)
        self._layout.setSpacing(8)
        self.hide()
        notifier.message.connect(self.show_message)
        notifier.cleared.connect(self.clear)

    def banners(self) -> list[Banner]:
        """Return the banners that are seen, the newest first."""
        return list(self._banners)

    def show_message(self, message: Message) -> None:
        """Show a message; one with the same title is replaced."""
        for old in [b for b in self._banners if b.title.text() == message.title]:
            self._remove(old)
        banner = Banner(
            message.weight,
            message.title,
            message.text,
            buttons=[self._closing(button) for button in message.buttons],
            closable=True,
            parent=self,
        )
        banner.closed.connect(lambda: self._remove(banner))
        self._banners.insert(0, banner)
        self._layout.insertWidget(0, banner)
        for old in self._banners[_MOST:]:
            self._remove(old)
        self.show()
        urgent = message.weight == "error"
        announce(self, f"{message.title} {message.text}".strip(), urgent=urgent)

    def clear(self) -> None:
        """Take all banners away."""
        for banner in self.banners():
            self._remove(banner)

    def _closing(self, button: BannerButton) -> BannerButton:
        """Return the button so that its message is gone before it acts: the act may bring another."""
        text, handler = button

        def act() -> None:
            self.clear()
            handler()

        return text, act

    def _remove(self, banner: Banner) -> None:
        if banner in self._banners:
            self._banners.remove(banner)
            self._layout.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._banners))
