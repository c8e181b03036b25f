"""Light, dark or as the system says; text size; colours by role, fonts by kind, icons by name.

Everything here speaks of the one theme of the program. Use, in any widget:

* `color("accent")`, `color("text2", alpha=0.5)`: ask anew at each paint, never keep one;
* `font("h2")`: keep none; set it in `apply_theme()` and call `follow_theme(self)` once in `__init__`;
* `px(36)`: pixels that grow with the text size; the same rule as for fonts; `hit(36)` for the height of
  what is pressed: no less than a finger needs, where the setting asks for it;
* `icon("check", "ok")`: keeps itself in the colours of the theme, may be kept and given to Qt.

`Theme.use()` switches scheme and text size while the program runs: palette, style sheet and fonts are
set, all widgets are told by `changed`, and painted ones repaint because the palette changed.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import Final, Literal, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from juryapp.base.resources import resource
from juryapp.gui.motion import NO_MOTION, hold_still, is_still
from juryapp.gui.tokens import FINGER, SCHEMES, TEXT_SCALES, TYPE, Kind, Role, Scheme, Tokens

ThemeSetting = Literal["system", "light", "dark"]
FAMILY: Final = "Inter"
_BASE_DPI: Final = 72.0 if sys.platform == "darwin" else 96.0


class Themed(Protocol):
    """A widget whose fonts or sizes follow the theme."""

    def apply_theme(self) -> None:
        """Set fonts and sizes anew; called at once and at every change."""


class Theme(QObject):
    """The theme in use; there is one, `theme()`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setting: ThemeSetting = "system"
        self.text_scale = 1.0
        self.touch = False  # controls as high as a finger needs
        self.still = False  # nothing moves by itself
        self._scheme: Scheme = "light"
        self._started = False

    @property
    def scheme(self) -> Scheme:
        """The scheme in use: what the setting says, or the system."""
        return self._scheme

    @property
    def tokens(self) -> Tokens:
        """The colours in use, by role."""
        return SCHEMES[self._scheme]

    def use(
        self,
        setting: ThemeSetting | None = None,
        text_scale: float | None = None,
        *,
        touch: bool | None = None,
        still: bool | None = None,
    ) -> None:
        """Switch what is given, keep the rest, and dress everything that is on the screen anew."""
        self.setting = setting or self.setting
        self.text_scale = _clamped(text_scale or self.text_scale)
        self.touch = self.touch if touch is None else touch
        self._start()
        self.still = self.still if still is None else still
        hold_still(still=self.still)
        _ask_platform_for(self.setting)
        self._scheme = _resolved(self.setting)
        _dress(self.tokens)
        for widget in QApplication.allWidgets():
            widget.ensurePolished()  # else Qt brings the old font and colour back at the first showing
        self.changed.emit()

    def step_text_scale(self, steps: int) -> float:
        """Make the text larger (1) or smaller (-1) by a step; return the new scale."""
        nearest = min(range(len(TEXT_SCALES)), key=lambda i: abs(TEXT_SCALES[i] - self.text_scale))
        place = max(0, min(len(TEXT_SCALES) - 1, nearest + steps))
        self.use(text_scale=TEXT_SCALES[place])
        return self.text_scale

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        load_fonts()
        QApplication.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        if self.setting == "system" and _resolved("system") != self._scheme:
            self.use()


@cache
def theme() -> Theme:
    """Return the theme of the program."""
    return Theme()


def color(role: Role, alpha: float = 1.0) -> QColor:
    """Return the colour of `role` in the theme in use."""
    colour = QColor(theme().tokens[role])
    colour.setAlphaF(alpha)
    return colour


def mixed(one: Role, other: Role, share: float) -> QColor:
    """Return a colour between two roles; `share` 0 is `one`, 1 is `other`."""
    a, b = color(one), color(other)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def font(kind: Kind = "body") -> QFont:
    """Return the font for a kind of text, in points, with tabular figures and without hinting."""
    size, weight = TYPE[kind]
    result = QFont(FAMILY)
    result.setPointSizeF(size * 72.0 / _BASE_DPI * theme().text_scale)
    result.setWeight(QFont.Weight(weight))
    result.setFeature(QFont.Tag("tnum"), 1)
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


def px(size: float) -> int:
    """Return `size` (at 96 dpi, text size 100 %) in pixels of this screen at this text size."""
    screen = QGuiApplication.primaryScreen()
    dots = screen.logicalDotsPerInch() / _BASE_DPI
    return round(size * dots * theme().text_scale)


def hit(size: float) -> int:
    """Return the height of something that is pressed: `px(size)`, or what a finger needs."""
    return max(px(size), px(FINGER), FINGER) if theme().touch else px(size)


def follow_theme(widget: Themed) -> None:
    """Dress `widget` now and whenever the theme changes; it is forgotten when it dies."""
    theme().changed.connect(widget.apply_theme)
    widget.apply_theme()


@cache
def load_fonts() -> tuple[int, ...]:
    """Load Inter, which comes with the program; once is enough."""
    files = sorted(resource("fonts").glob("Inter-*.otf"))
    return tuple(QFontDatabase.addApplicationFont(str(file)) for file in files)


def style_sheet(tokens: Tokens) -> str:
    """Return the style sheet: `@role` stands for a colour, `34sp` for scaled pixels."""
    template = resource("styles", "window.qss").read_text("utf-8")
    coloured = re.sub(r"@(\w+)", lambda found: tokens[found[1]], template)  # type: ignore[index]
    fitted = re.sub(r"(\d+)hp\b", lambda found: f"{_inside(int(found[1]))}px", coloured)
    return re.sub(r"(\d+)sp\b", lambda found: f"{px(int(found[1]))}px", fitted)


_FRAMES: Final = {34: 2, 32: 4, 26: 2, 24: 4}  # of a control whose inside is so high: its two edges


def _inside(size: int) -> int:
    """Return the height of a control's inside, so that with its edges it is as high as `hit` says."""
    return hit(0) - _FRAMES.get(size, 0) if theme().touch else px(size)


def _clamped(scale: float) -> float:
    return max(TEXT_SCALES[0], min(TEXT_SCALES[-1], scale))


def _ask_platform_for(setting: ThemeSetting) -> None:
    """Tell the platform, for title bars and native dialogs; our own colours do not depend on it."""
    wanted = {
        "light": Qt.ColorScheme.Light,
        "dark": Qt.ColorScheme.Dark,
        "system": Qt.ColorScheme.Unknown,
    }
    QGuiApplication.styleHints().setColorScheme(wanted[setting])


def _resolved(setting: ThemeSetting) -> Scheme:
    if setting != "system":
        return setting
    system = QGuiApplication.styleHints().colorScheme()
    return "dark" if system == Qt.ColorScheme.Dark else "light"


def _dress(tokens: Tokens) -> None:
    QApplication.setPalette(palette(tokens))
    QApplication.setFont(font("body"))
    app = QApplication.instance()
    if isinstance(app, QApplication):
        still = NO_MOTION if is_still(asked=theme().still) else ""
        app.setStyleSheet(style_sheet(tokens) + still)


_PALETTE: Final[dict[QPalette.ColorRole, Role]] = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "inset",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "onAccent",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "inset",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "control",
}
_DISABLED: Final = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def palette(tokens: Tokens) -> QPalette:
    """Return Qt's palette for these tokens; everything that no style sheet rule touches uses it."""
    result = QPalette()
    for place, role in _PALETTE.items():
        result.setColor(place, QColor(tokens[role]))
    for place in _DISABLED:
        result.setColor(QPalette.ColorGroup.Disabled, place, QColor(tokens["text3"]))
    return result
