"""One gettext catalogue for window, paper and command line.

Sources are English. `_()` stands where a text is shown, `N_()` where a constant is made, `ngettext` where
something is counted. Whole sentences with named placeholders: `_("{n} of {total}").format(n=3, total=9)`.
Never `_(f"…")`: the extraction cannot see it, and a test forbids it.

The language is per process (`use_language`); a paper has one of its own (`texts_in`).
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Mapping
from functools import cache
from typing import Final

from juryapp.base.errors import UserError
from juryapp.base.resources import resource

LANGUAGES: Final = ("nb", "nn", "en")
LANGUAGE_NAMES: Final = {"nb": "Norsk bokmål", "nn": "Norsk nynorsk", "en": "English"}
DOMAIN: Final = "juryapp"


def N_(text: str) -> str:  # noqa: N802 - the name that every extraction tool knows
    """Mark a constant for translation; it is translated where it is shown."""
    return text


class Texts:
    """The texts of one language."""

    def __init__(self, language: str, catalogue: _gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, text: str) -> str:
        """Return `text` in this language, or `text` itself where it has no entry."""
        return self._catalogue.gettext(text) if text else ""

    def plural(self, one: str, many: str, n: int) -> str:
        """Return the form for `n` things, with `{n}` still to be filled in."""
        return self._catalogue.ngettext(one, many, n)

    def context(self, context: str, text: str) -> str:
        """Return `text` as meant in `context`, where one English word needs two Norwegian ones."""
        return self._catalogue.pgettext(context, text)

    def find(self, text: str) -> str | None:
        """Return the entry of `text`, or None if there is none (Qt's own dialogs need to know)."""
        found = self._catalogue.gettext(text)
        return None if found == text else found

    def error(self, error: UserError) -> str:
        """Return what to tell the user about `error`."""
        return fill(self, error.template, error.params)


class OurText(str):
    """A parameter that is itself one of our texts, marked by `N_`, and no word of the user's."""

    __slots__ = ()


def fill(texts: Texts, template: str, params: Mapping[str, object]) -> str:
    """Return `template` in the language of `texts` with its parameters filled in.

    Only parameters that say they are ours (`OurText`) are translated: a municipality may be called “Chair”.
    """
    shown = {k: texts(v) if isinstance(v, OurText) else v for k, v in params.items()}
    return texts(template).format_map(shown)


@cache
def texts_in(language: str) -> Texts:
    """Return the texts of `language` ("nb", "nn" or "en"); English where its catalogue is not there."""
    if language == "en":
        return Texts("en", _gettext.NullTranslations())
    path = resource("i18n", language, "LC_MESSAGES", f"{DOMAIN}.mo")
    try:
        with path.open("rb") as file:
            return Texts(language, _gettext.GNUTranslations(file))
    except FileNotFoundError:  # a damaged installation speaks English rather than not at all
        return Texts(language, _gettext.NullTranslations())


class _Current:
    """The language of this process: the one piece of state in this module."""

    texts = Texts("en", _gettext.NullTranslations())


def use_language(language: str) -> None:
    """Speak `language` from now on."""
    _Current.texts = texts_in(language)


def current() -> Texts:
    """Return the texts of the language in use."""
    return _Current.texts


def language() -> str:
    """Return the language in use: "nb", "nn" or "en"."""
    return _Current.texts.language


def _(text: str) -> str:
    """Return `text` in the language in use."""
    return _Current.texts(text)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form for `n` things in the language in use, with `{n}` still to be filled in."""
    return _Current.texts.plural(one, many, n)


def pgettext(context: str, text: str) -> str:
    """Return `text` as meant in `context`, in the language in use."""
    return _Current.texts.context(context, text)


def translated(error: UserError) -> str:
    """Return what to tell the user about `error`, in the language in use."""
    return _Current.texts.error(error)


def known_language(name: str) -> str | None:
    """Return our language for a locale's name ("nb_NO.UTF-8", "no", "en_GB"), or None.

    `no` and `nb*` mean bokmål, `nn*` nynorsk.
    """
    code = name.replace("-", "_").split(".")[0].split("_")[0].lower()
    return {"no": "nb"}.get(code, code) if code in {*LANGUAGES, "no"} else None


def preferred_language(setting: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """Return the language to start in: JURYAPP_LANGUAGE, the setting, the system's, else English.

    Of the system's the first that is set counts, as everywhere: `LC_ALL=C` asks for English.
    """
    system = next((environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(n)), "")
    names = (environ.get("JURYAPP_LANGUAGE", ""), setting, system)
    return next((known for name in names if (known := known_language(name))), "en")
