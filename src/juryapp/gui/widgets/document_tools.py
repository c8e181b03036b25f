"""The tools above a document: page, zoom, text view, larger, another program. Icons with names and keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets.buttons import Button, ToolButton
from juryapp.gui.widgets.fields import LineEdit
from juryapp.gui.widgets.labels import Label
from juryapp.gui.widgets.surfaces import row


class PageField(LineEdit):
    """The page that is seen; another number and Enter goes there, Escape does not."""

    wanted = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(limit=5)
        self.setObjectName("page_number")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setValidator(QIntValidator(1, 99_999, self))
        self._page = 0
        self.editingFinished.connect(self._show_page)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Have room for four figures."""
        self.setFixedWidth(px(50))

    def show_page(self, page: int) -> None:
        """Show where the reader is, unless a number is being typed."""
        self._page = page
        if not self.isModified():
            self._show_page()

    def _show_page(self) -> None:
        self.setText(str(self._page) if self._page else "")
        self.setModified(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.text():
            page = int(self.text())
            self.setModified(False)
            self.wanted.emit(page)
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._show_page()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Space:
            event.ignore()  # reads on
        else:
            super().keyPressEvent(event)


class DocumentTools(QWidget):
    """One row of tools; `DocumentView` connects them."""

    def __init__(self, *, outside: bool, large: bool) -> None:
        super().__init__()
        self.before, self.after = ToolButton("chevron-up"), ToolButton("chevron-down")
        self.page = PageField()
        self.of = Label(kind="small", role="text2")
        self.smaller, self.larger = ToolButton("minus"), ToolButton("plus")
        self.zoom = Button(look="flat")
        self.zoom.setObjectName("zoom")
        self.width_fits = ToolButton("fit-width")
        self.as_text = ToolButton("text-size")
        self.outside = ToolButton("external")
        self.large = ToolButton("expand")
        for name in (
            "before",
            "after",
            "smaller",
            "larger",
            "width_fits",
            "as_text",
            "outside",
            "large",
        ):
            getattr(self, name).setObjectName(f"document_{name}")
        self.width_fits.setCheckable(True)
        self.as_text.setCheckable(True)
        self.large.setCheckable(True)
        self._paging = [self.before, self.after, self.page, self.of]
        self.setLayout(
            row(
                self.before, self.after, self.page, 4, self.of, None, self.smaller, self.zoom, self.larger,
                self.width_fits, 6, self.as_text, self.outside, self.large, gap=1, margins=(6, 4, 6, 4),
            )
        )  # fmt: skip
        self.has_outside, self.has_large = outside, large
        self.outside.setVisible(outside)
        self.large.setVisible(large)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Keep the zoom from making the others jump as its figures change."""
        self.zoom.setFixedWidth(px(64))

    def show_kind(self, *, pages: bool, fits: bool, text: bool, zoom: bool) -> None:
        """Show the tools that a document needs."""
        for tool in self._paging:
            tool.setVisible(pages)
        for tool in (self.smaller, self.zoom, self.larger):
            tool.setVisible(zoom)
        self.width_fits.setVisible(fits)
        self.as_text.setVisible(text)

    def show_page(self, page: int, pages: int) -> None:
        """Show which page is seen."""
        self.page.show_page(page)
        self.of.setText(_("of {total}").format(total=pages) if pages else "")
        self.page.setAccessibleName(
            _("Page, of {total}; type another and press Enter").format(total=pages)
        )
        self.before.setEnabled(page > 1)
        self.after.setEnabled(page < pages)

    def show_zoom(self, zoom: float, *, fits: bool) -> None:
        """Show how large it is."""
        percent = round(zoom * 100) or 1
        self.zoom.setText(_("{percent}%").format(percent=percent))
        self.zoom.setAccessibleDescription(_("Show the actual size"))
        self.zoom.setToolTip(f"{_('Show the actual size')}  (A)")
        self.width_fits.setChecked(fits)

    def retranslate(self) -> None:
        """Set every text."""
        self.before.set_name(_("Previous page"), "PgUp")
        self.after.set_name(_("Next page"), "PgDown")
        self.smaller.set_name(_("Smaller"), "-")
        self.larger.set_name(_("Larger"), "+")
        self.width_fits.set_name(_("Fit the width"), "W")
        self.as_text.set_name(_("Show as text"), "T")
        self.large.set_name(_("Give the document more room"), "F11")
