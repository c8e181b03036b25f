"""What the window remembers: one small JSON file in the data folder, written whole or not at all.

A damaged file is no reason not to start: what cannot be understood is as if it had never been set.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, cast

from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import make_folder, read_limited, write_atomically
from juryapp.base.i18n import LANGUAGES
from juryapp.gui.theme import ThemeSetting
from juryapp.gui.tokens import TEXT_SCALES

log = logging.getLogger(__name__)
_LIMIT: Final = 1 << 20
_MOST_RECENT: Final = 12
_FRAME: Final = (8, 40)  # what title bar and borders may take
_DESKTOP_WIDTH: Final = 1024
_ROLES: Final = ("", "juror", "secretariat", "chair")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """An edition or desk that was open lately. `path` is a file, or the address of a database."""

    path: str
    title: str
    kind: str = ""  # "edition" or "desk"
    opened: str = ""  # UTC text
    note: str = ""

    def is_there(self) -> bool:
        """Return whether it can still be found; an address always may be."""
        return "://" in self.path or Path(self.path).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, with what holds before anything is set."""

    language: str = ""  # "" as the system says
    theme: ThemeSetting = "system"
    text_scale: float = 1.0
    role: str = ""  # asked once: juror, secretariat, chair
    recent: tuple[Recent, ...] = ()
    window: tuple[int, int] = (1366, 768)
    maximized: bool = False
    last_page: str = ""
    navigation_folded: bool = False
    touch: bool = False  # larger controls
    still: bool = False  # less motion
    clean_exit: bool = True
    inboxes: tuple[tuple[str, str], ...] = ()  # the inbox folder of an edition, by its id
    desk_views: tuple[tuple[str, str], ...] = ()  # how a juror looked at a desk, by the desk


class SettingsStore:
    """Reads once, writes at every change.

    Args:
        path: The file (`DataFolder.settings`), or None to remember nothing (demo, tests).
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.values = _read(path) if path is not None else Settings()

    def change(self, **values: Any) -> Settings:
        """Set some settings by name, keep them, and return all."""
        self.values = replace(self.values, **values)
        self._write()
        return self.values

    def remember(self, recent: Recent) -> None:
        """Put an edition or desk first among the recent ones."""
        others = [old for old in self.values.recent if old.path != recent.path]
        self.change(recent=tuple([recent, *others][:_MOST_RECENT]))

    def forget(self, path: str) -> None:
        """Take one out of the recent ones; the file itself is not touched."""
        self.change(recent=tuple(old for old in self.values.recent if old.path != path))

    def _write(self) -> None:
        if self._path is None:
            return
        data = json.dumps(asdict(self.values), ensure_ascii=False, indent=1).encode()
        try:
            make_folder(self._path.parent)
            write_atomically(self._path, data)
        except UnavailableError:
            log.warning("the settings could not be written")


def _read(path: Path) -> Settings:
    try:
        found = json.loads(read_limited(path, _LIMIT))
    except (FileFormatError, UnavailableError, ValueError, RecursionError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    known = {field.name for field in fields(Settings)}
    understood = {name: _understood(name, found[name]) for name in known & found.keys()}
    return replace(Settings(), **{k: v for k, v in understood.items() if v is not None})


def _understood(name: str, value: Any) -> Any:
    """Return the value of a setting if it makes sense, else None."""
    if name == "recent":
        return _recent(value)
    if name == "window":
        return _size(value)
    if name in {"inboxes", "desk_views"}:
        return _pairs(value)
    checks: dict[str, bool] = {
        "language": value in ("", *LANGUAGES),
        "theme": value in ("system", "light", "dark"),
        "text_scale": _is_number(value) and TEXT_SCALES[0] <= value <= TEXT_SCALES[-1],
        "role": value in _ROLES,
        "last_page": isinstance(value, str) and len(value) < 100,
    }
    return value if checks.get(name, isinstance(value, bool)) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _size(value: Any) -> tuple[int, int] | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(n, int) and 200 <= n <= 20_000 for n in value):
        return None
    return cast("tuple[int, int]", tuple(value))


def _pairs(value: Any) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, list):
        return None
    pairs = [pair for pair in value if isinstance(pair, list) and len(pair) == 2]
    return tuple((a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str))


def _recent(value: Any) -> tuple[Recent, ...] | None:
    if not isinstance(value, list):
        return None
    names = {field.name for field in fields(Recent)}
    found = []
    for entry in value[:_MOST_RECENT]:
        named = isinstance(entry, dict) and {"path", "title"} <= entry.keys() <= names
        if named and all(isinstance(text, str) for text in entry.values()):
            found.append(Recent(**entry))
    return tuple(found)


def size_on_screen(wanted: tuple[int, int], screen: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the window: as wanted, but with its frame within the free part of the screen."""
    width, height = screen[0] - _FRAME[0], screen[1] - _FRAME[1]
    return min(wanted[0], width), min(wanted[1], height)


def fills_screen(wanted: tuple[int, int], screen: tuple[int, int]) -> bool:
    """Return whether the window would be as large as the screen: then it is better maximized."""
    whole = (screen[0] - _FRAME[0], screen[1] - _FRAME[1])
    return screen[0] >= _DESKTOP_WIDTH and size_on_screen(wanted, screen) == whole
