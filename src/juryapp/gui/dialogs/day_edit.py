"""A field for a day: takes any usual spelling, shows the day in words when it is understood."""

from __future__ import annotations

from typing import Final

from juryapp.application.tables.cells import understood
from juryapp.application.tables.fields import Field, FieldKind
from juryapp.base.i18n import N_
from juryapp.base.instants import format_date
from juryapp.gui.widgets import LineEdit

NO_DAY: Final = N_("This is no day that juryapp understands. Write it as 2026-10-30 or 30.10.2026.")
_DAY: Final = Field(key="day", title="", kind=FieldKind.DATE)


class DayEdit(LineEdit):
    """One line for a day, e.g. "30.10.2026", "2026-10-30" or "30. okt 2026".

    Args:
        day: ISO text, or "".
    """

    def __init__(self, day: str = "") -> None:
        super().__init__(day, "2026-10-30", limit=30)
        self.editingFinished.connect(self._explain)
        self._explain()

    def day(self) -> str | None:
        """Return the day as ISO text, "" if the field is empty, None if it says no day."""
        text = self.text().strip()
        if not text:
            return ""
        return understood(_DAY, text)[0] or None

    def show_day(self, day: str) -> None:
        """Show a day given as ISO text."""
        self.setText(day)
        self._explain()

    def _explain(self) -> None:
        day = self.day()
        self.setToolTip(format_date(day) if day else "")
