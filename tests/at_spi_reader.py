"""What a screen reader finds in the window, asked by AT-SPI; for the system's Python, which has pyatspi.

    python3 at_spi_reader.py

It looks at the program that is on the accessibility bus, sets a mark as assistive technology does, and prints
what it found as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]

PATIENCE = 20.0


def found() -> Any:
    """Return the program, once it is on the bus."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for program in pyatspi.Registry.getDesktop(0):
            if program is not None and program.childCount and "juryapp" in program.name.lower():
                return program
        time.sleep(0.2)
    sys.exit("the program is not on the accessibility bus")


def every(widget: Any, depth: int = 0) -> Iterator[Any]:
    """Return a widget and everything in it that is seen."""
    yield widget
    if depth < 40:
        for place in range(widget.childCount):
            child = widget.getChildAtIndex(place)
            if child is not None:
                yield from every(child, depth + 1)


def facts(widget: Any) -> dict[str, Any]:
    """Return what is spoken of a widget."""
    states = widget.getState()
    told = {
        "role": widget.getRoleName(),
        "name": widget.name,
        "description": widget.description,
        "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
        "focused": states.contains(pyatspi.STATE_FOCUSED),
        "showing": states.contains(pyatspi.STATE_SHOWING),
        "enabled": states.contains(pyatspi.STATE_ENABLED),
        "attributes": dict(a.split(":", 1) for a in widget.getAttributes()),
    }
    try:
        value = widget.queryValue()
        told["value"] = [str(value.currentValue), str(value.minimumValue), str(value.maximumValue)]
    except NotImplementedError:
        pass
    return told


def sliders(program: Any) -> list[Any]:
    """Return the scales, in their order."""
    return [w for w in every(program) if w.getRoleName() == "slider"]


def main() -> None:
    """Look, set a mark, look again."""
    program = found()
    before = [facts(widget) for widget in every(program)]
    first = sliders(program)[0]
    first.queryValue().currentValue = 7.5
    time.sleep(0.5)
    json.dump({"before": before, "after": [facts(w) for w in sliders(program)]}, sys.stdout)


main()
