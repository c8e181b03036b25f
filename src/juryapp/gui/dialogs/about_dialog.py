"""What the program is, its version and those of its parts, and their licences."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QTabWidget, QWidget

from juryapp.base.i18n import _
from juryapp.base.resources import resource
from juryapp.gui.theme import px
from juryapp.gui.top_bar import Logo
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.fields import TextEdit
from juryapp.gui.widgets.labels import Label
from juryapp.gui.widgets.surfaces import Scrolled, column, row

PARTS: Final[tuple[tuple[str, str], ...]] = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("SQLAlchemy", "MIT"),
    ("alembic", "MIT"),
    ("babel", "BSD-3-Clause"),
    ("cryptography", "Apache-2.0 OR BSD-3-Clause"),
    ("keyring", "MIT"),
    ("mnemonic", "MIT"),
    ("msgspec", "BSD-3-Clause"),
    ("openpyxl", "MIT"),
    ("platformdirs", "MIT"),
    ("pypdfium2", "Apache-2.0 OR BSD-3-Clause"),
    ("reportlab", "BSD-3-Clause"),
    ("segno", "BSD-3-Clause"),
    ("typing_extensions", "PSF-2.0"),
)
_FONTS: Final = (("Inter", "Inter-OFL.txt"), ("Noto Sans", "NotoSans-OFL.txt"))


def version_of(package: str) -> str:
    """Return the version of an installed package, "" in a frozen program that left it out."""
    from importlib import metadata  # noqa: PLC0415 - costs 25 ms, and the first window does without

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def versions(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what runs here, for the dialog and for reports of a crash."""
    return {
        "juryapp": version_of("juryapp"),
        "Python": platform.python_version(),
        "Qt": QtCore.qVersion(),
        **(more or {}),
        "System": platform.platform(terse=True),
    }


class AboutDialog(QDialog):
    """Versions and licences; they can be copied.

    Args:
        more: Versions that only others know, e.g. SQLite's.
        parent: As in Qt.
    """

    def __init__(
        self, more: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About juryapp"))
        self._versions = versions(more)
        tabs = QTabWidget()
        tabs.setAccessibleName(_("About juryapp"))
        tabs.addTab(self._facts(), _("Versions"))
        tabs.addTab(_licences(), _("Licences"))
        copy = Button(_("Copy the versions"), icon_name="copy")
        copy.setObjectName("copy_versions")
        copy.clicked.connect(self.copy_versions)
        close = Button(_("Close"))
        close.setObjectName("close_about")
        close.clicked.connect(self.close)
        heading = row(
            Logo(44),
            column(Label("juryapp", "h1"), Label(_purpose(), "small", "text2", wrap=True), gap=2),
            gap=16,
        )
        self.setLayout(
            column(heading, (tabs, 1), row(copy, None, close), gap=16, margins=(24, 24, 24, 16))
        )
        height = parent.window().height() - 48 if parent is not None else px(560)
        self.resize(px(620), min(px(560), height))

    def copy_versions(self) -> None:
        """Put the versions on the clipboard."""
        text = "\n".join(f"{name} {version}" for name, version in self._versions.items())
        QApplication.clipboard().setText(text)

    def _facts(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 16, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(1, 1)
        for place, (name, version) in enumerate(self._versions.items()):
            grid.addWidget(Label(name, "bodyM"), place, 0)
            grid.addWidget(Label(version, "body", "text2", selectable=True), place, 1)
        grid.setRowStretch(len(self._versions), 1)
        return Scrolled(grid)


def _purpose() -> str:
    return _(
        "Award juries from nominations to a printed protocol: offline, impartial, on your own machines."
    )


def _licences() -> QWidget:
    """Return the licences of the program, its parts and its fonts, as one text."""
    lines = [f"juryapp {version_of('juryapp')}: MIT", ""]
    lines += [f"{name} {version_of(name)}: {licence}" for name, licence in PARTS]
    lines.append(f"Qt {QtCore.qVersion()}: LGPL-3.0")
    for name, file in _FONTS:
        lines += ["", "", name, "", resource("fonts", file).read_text("utf-8")]
    text = TextEdit("\n".join(lines), lines=12)
    text.setReadOnly(True)
    text.setAccessibleName(_("Licences"))
    return text
