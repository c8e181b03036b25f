"""The language of the window: our catalogue for our texts and for Qt's own dialogs, switched at run time.

Every widget that holds texts has `retranslate()` and calls it when a `LanguageChange` event comes; pages
get it from `Page`. Qt posts the event, it does not send it: it arrives when the event loop turns next.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator
from typing_extensions import override

from juryapp.base import i18n

_LOCALES: Final = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


class CatalogueTranslator(QTranslator):
    """Lets Qt look its own texts up in our catalogue; None, never "", where there is no entry."""

    @override
    def isEmpty(self) -> bool:
        return False

    @override
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return i18n.current().find(sourceText) if sourceText else None


class Language(QObject):
    """Holds the translator that is installed; one per program."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.setObjectName("language")
        self._app = app
        self._translator: CatalogueTranslator | None = None

    def use(self, language: str) -> None:
        """Speak `language` from now on; every widget is told by a LanguageChange event."""
        i18n.use_language(language)
        QLocale.setDefault(QLocale(_LOCALES[language]))
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        self._translator = CatalogueTranslator(self)
        self._app.installTranslator(self._translator)


def use_window_language(language: str) -> None:
    """Switch the language of the running program."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("there is no application yet")
    found = app.findChild(Language, "language")
    (found or Language(app)).use(language)
