"""Where the files that come with the program lie: in the wheel, in a checkout, or beside a frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Return the folder `resources`."""
    package = Path(__file__).resolve().parents[1]
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [package / "resources", package.parents[1] / "resources"]
    return next(place for place in places if place.is_dir())


def resource(*parts: str) -> Path:
    """Return the path of one file among the resources, e.g. `resource("fonts", "Inter.otf")`."""
    return resources().joinpath(*parts)
