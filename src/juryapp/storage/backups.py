"""The program's own backups: 24 rolling, then one a day for 30 days, in a folder per edition."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from juryapp.base.instants import instant_text
from juryapp.storage.refusals import SUFFIX

ROLLING: Final = 24
DAYS: Final = 30
_NAME: Final = re.compile(r"(\d{8})T\d{6}Z-[a-z]+(-\d+)?\.jurydb")


def listed(folder: Path) -> list[Path]:
    """Return the backups in a folder, newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    return sorted(found, key=_age, reverse=True)


def _age(path: Path) -> tuple[str, int]:
    """Sort by time, then by the number that tells backups of one second apart."""
    parts = path.stem.split("-")
    return parts[0], int(parts[2]) if len(parts) > 2 else 1


def next_place(folder: Path, moment: datetime, why: str) -> Path:
    """Return where a backup made now belongs; it tells when and why."""
    compact = instant_text(moment).replace("-", "").replace(":", "")
    reason = re.sub("[^a-z]", "", why.lower()) or "backup"
    place, n = folder / f"{compact}-{reason}{SUFFIX}", 1
    while place.exists() or any(folder.glob(f"{compact}-*-{n}{SUFFIX}")):
        n += 1
        place = folder / f"{compact}-{reason}-{n}{SUFFIX}"
    return place


def oldest(folder: Path) -> datetime:
    """Return when the oldest backup in a folder was made, or long ago."""
    present = listed(folder)
    if not present:
        return datetime.min.replace(tzinfo=UTC)
    stamp = present[-1].name.partition("-")[0]
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def prune(folder: Path, now: datetime) -> None:
    """Remove what is neither among the newest 24 nor a day's last of the past 30 days."""
    present = listed(folder)
    for path in present:
        if path not in kept(present, now):
            with contextlib.suppress(OSError):  # a backup too many harms nobody
                path.unlink()


def kept(newest_first: Iterable[Path], now: datetime) -> set[Path]:
    """Return the backups to keep."""
    present = list(newest_first)
    keep = set(present[:ROLLING])
    first_day = (now - timedelta(days=DAYS)).strftime("%Y%m%d")
    days: set[str] = set()
    for path in present:
        day = path.name[:8]
        if day not in days and day >= first_day:
            days.add(day)
            keep.add(path)
    return keep
