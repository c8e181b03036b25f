"""The recovery phrase on paper: one sheet, large letters, what it is for and where to keep it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFont, QTextDocument

from juryapp.base.i18n import _

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def sheet_html(phrase: str, edition: str, award: str) -> str:
    """Return the sheet."""
    words = phrase.split()
    lines = len(words) // 2
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td width="40" align="right">{n + 1}.</td><td width="220"><b>{escape(words[n])}</b></td>'
            for n in (at, at + lines)
        )
        + "</tr>"
        for at in range(lines)
    )
    told = (
        _("With these words and a backup, the work goes on on another computer."),
        _(
            "Keep the sheet where only those who may read the marks can get at it, apart from the computer."
        ),
        _("On the other computer: restore the backup, then choose “Type the recovery phrase”."),
    )
    about = "".join(f"<p>{escape(text)}</p>" for text in told)
    return (
        f"<h2>{escape(_('Recovery phrase'))}</h2><p>{escape(award)}<br/>{escape(edition)}</p>"
        f'<table cellpadding="8">{rows}</table><br/>{about}'
    )


def print_sheet(printer: QPrinter, html: str) -> None:
    """Print the sheet: black on white, whatever the theme."""
    document = QTextDocument()
    document.setDefaultFont(QFont("Inter", 13))
    document.setDefaultStyleSheet("* { color: black; }")
    document.setHtml(html)
    document.setPageSize(QSizeF(printer.pageRect(printer.Unit.Point).size()))
    document.print_(printer)
