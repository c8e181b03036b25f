"""Where the user's data lies. One folder holds everything, so that `--data` moves everything."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The data folder and what lies in it. Nothing is made before it is needed."""

    root: Path
    chosen: bool = False  # by --data or JURYAPP_DATA: then nothing outside it is touched (keyring)

    @property
    def editions(self) -> Path:
        """One database per edition: `<EDITION>.jurydb`."""
        return self.root / "editions"

    @property
    def desks(self) -> Path:
        """A juror's databases: `<EDITION>-<JUROR>.jurydb`."""
        return self.root / "desks"

    @property
    def keys(self) -> Path:
        """Private keys, readable by the owner only."""
        return self.root / "keys"

    @property
    def backups(self) -> Path:
        """Verified copies: one folder per edition."""
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        """What the program did, with ids, never names, comments or marks."""
        return self.root / "logs"

    @property
    def settings(self) -> Path:
        """Language, theme, text size, recent editions."""
        return self.root / "settings.json"


def data_folder(option: str | None = None, environ: Mapping[str, str] = os.environ) -> DataFolder:
    """Return the folder named by `--data`, else by JURYAPP_DATA, else the platform's own."""
    chosen = option or environ.get("JURYAPP_DATA")
    if chosen:
        return DataFolder(_expanded(Path(chosen)).absolute(), chosen=True)
    return DataFolder(platformdirs.user_data_path("juryapp", appauthor=False))


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # "~somebody" whom this machine does not know: then it is a folder's name
        return path
