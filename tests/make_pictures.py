"""Make the pictures of the README from the program itself: `python tests/make_pictures.py [FOLDER]`.

The window is shown on the screen that there is, in bokmål, light, 1366 × 768, on the invented sample award;
without a screen it is drawn all the same. The files go to resources/pictures unless another folder is named.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt  # noqa: E402 - the platform is chosen first
from PySide6.QtGui import QImage  # noqa: E402

from juryapp.gui.app import make_application  # noqa: E402
from juryapp.gui.theme import theme  # noqa: E402
from juryapp.gui.translation import use_window_language  # noqa: E402
from whole_window import DAMAGED, Tour, settle, touring  # noqa: E402

SIZE: Final = (1366, 768)
MOST_BYTES: Final = 200_000
NEAR: Final = 40  # squared distance of two colours that look the same


def main(arguments: list[str]) -> int:
    """Make every picture and say how large it is; end with 1 if one is too large."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    make_application()
    theme().use("light", 1.0)
    use_window_language("nb")
    sizes = {}
    with touring() as tour:
        tour.window.setFixedSize(*SIZE)
        settle()
        for name, show in PICTURES.items():
            show(tour)
            tour.idle()
            data = png(tour.window.grab().toImage())
            (folder / f"{name}.png").write_bytes(data)
            sizes[name] = len(data)
            sys.stdout.write(f"{name}.png  {len(data) // 1000} kB\n")
    return 1 if max(sizes.values()) > MOST_BYTES else 0


def png(picture: QImage) -> bytes:
    """Return a picture as PNG, in 256 colours where that makes it small enough and not before."""
    whole = _written(picture.convertToFormat(QImage.Format.Format_RGB32))
    if len(whole) <= MOST_BYTES:
        return whole
    return _written(picture.convertToFormat(QImage.Format.Format_Indexed8, _colours(picture)))


def _colours(picture: QImage) -> list[int]:
    """Return the 256 colours that matter most: often used, and unlike those that are used more often."""
    pixels = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(pixels.constBits()).cast("I"))
    chosen: list[int] = []
    for colour, _n in counted.most_common():
        if all(_far(colour, other) for other in chosen):
            chosen.append(colour)
        if len(chosen) == 256:
            break
    return chosen


def _far(one: int, other: int) -> bool:
    parts = (((one >> shift) & 255) - ((other >> shift) & 255) for shift in (0, 8, 16))
    return sum(part * part for part in parts) > NEAR


def _written(picture: QImage) -> bytes:
    picture.setDotsPerMeterX(2835)
    picture.setDotsPerMeterY(2835)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG", 0)  # type: ignore[call-overload]  # smallest; the stub wants bytes, Qt a str
    return bytes(buffer.data().data())


def _results(tour: Tour) -> None:
    tour.show("results")
    page = tour.page()
    page.table.choose(page.model.key_at(0))


def _desk(tour: Tour) -> None:
    """Show a candidate that is being marked, with the cursor on the next criterion."""
    tour.show("desk")
    page = tour.page()
    controller = page.controller
    nominee = controller.left()[1]
    page._go_to(nominee)
    tour.idle()
    rows = page.sheet.marks.rows
    for row, points in zip(rows, (16, 14, 8, 15), strict=False):  # in steps of the scale
        controller.give(nominee, row.criterion.id, points, not_assessed=False)
    tour.idle()
    rows[4].scale.setFocus(Qt.FocusReason.OtherFocusReason)


def _merge(tour: Tour) -> None:
    """Show files that are new, and a damaged one among them."""
    tour.open("reading", "merge")
    page = tour.page()
    new = [tour.made.score_file(juror) for juror in ("-03-", "-04-", "-05-")]
    [damaged] = tour.made.data("damaged").iterdir()
    assert DAMAGED in damaged.name
    page.take([*new, damaged])
    tour.idle()
    page.waiting.files.choose(damaged)


def _screen(name: str) -> Callable[[Tour], None]:
    return lambda tour: tour.show(name)


PICTURES: Final[dict[str, Callable[[Tour], None]]] = {
    "start": _screen("start"),
    "results": _results,
    "desk": _desk,
    "merge": _merge,
    "protocol": _screen("protocol"),
}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
