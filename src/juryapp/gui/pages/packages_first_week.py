"""What the packages of the first week have brought: whose machine works, what was declared, who waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from juryapp.application.packages.overview import Gathered, PackageLine, PackageOverview
from juryapp.base.i18n import _, ngettext
from juryapp.domain.packages import PackageKind
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import Button, Card, Chip, IconLabel, Label, StatTile, Tone, column, row

_NAMES_SHOWN = 4
_TILE_WIDTH = 190


class Note(QWidget):
    """A line with an icon: what is worth knowing before the next packages are made."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.icon = IconLabel("info", "text2", 16)
        self.text = Label(kind="small", role="text2", wrap=True)
        self.text.setObjectName(name)
        self.setLayout(row(self.icon, (self.text, 1), gap=8))

    def say(self, text: str, icon_name: str = "info", role: Role = "text2") -> None:
        """Show the text; "" hides the line."""
        self.icon.set_icon(icon_name, role)
        self.text.setText(text)
        self.setVisible(bool(text))


class FirstWeekCard(Card):
    """Machines that work, declarations gathered, and who is left out."""

    impartiality_requested = Signal()

    def __init__(self) -> None:
        self.works = StatTile("machine", "ok")
        self.works.setObjectName("machines_work")
        self.waits = StatTile("machine", "accent")
        self.waits.setObjectName("machines_wait")
        self.heading = Label(kind="bodyM", wrap=True)
        self.heading.setObjectName("declarations_gathered")
        self.nothing = Chip("", "neutral", "check")
        self.tell = Chip("", "warn", "comment")
        self.doubt = Chip("", "warn", "help")
        self.recused = Chip("", "recuse", "recused")
        self.go = Button(look="link", icon_name="scale")
        self.go.setObjectName("to_impartiality")
        self.go.clicked.connect(lambda _checked=False: self.impartiality_requested.emit())
        self.left_out, self.pending = Note("left_out"), Note("pending")
        self.missing, self.waiting = Note("machines_missing"), Note("waiting")
        chips = row(self.nothing, self.tell, self.doubt, self.recused, None, gap=8)
        self.told = QWidget()
        self.told.setLayout(
            column(row((self.heading, 1), self.go), chips, gap=6, margins=(0, 0, 0, 4))
        )
        notes = column(
            self.told, self.missing, self.left_out, self.pending, self.waiting, None, gap=4
        )
        tiles = column(self.works, self.waits, None, gap=0)
        super().__init__(row(tiles, (notes, 1), gap=16, margins=(12, 10, 16, 10)))
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the width of the tile from the theme."""
        for tile in (self.works, self.waits):
            tile.setFixedWidth(px(_TILE_WIDTH))

    def show_overview(self, overview: PackageOverview, kind: PackageKind) -> None:
        """Show what has come back, and what it means for the packages of `kind`."""
        first = any(line.declare for line in overview.lines)
        self._show_machines(overview, shown=first)
        self.told.setVisible(first)
        self._show_gathered(overview.gathered)
        scores = kind is PackageKind.SCORE
        self.left_out.say(_left_out(overview.lines) if first else "", "recused", "recuse")
        pending = overview.gathered.pending if first else 0
        self.pending.say(_pending(pending) if pending else "", "decision", "warn")
        text = _waiting(overview) if first else _one_for_both()
        self.waiting.say(text if scores else "", "clock" if first else "info")
        self.setVisible(first or scores)

    def _show_machines(self, overview: PackageOverview, *, shown: bool) -> None:
        total, working = len(overview.lines), overview.working
        number = _("{n} of {total}").format(n=working, total=total)
        word = ngettext("machine works", "machines work", total)
        missing = [line.juror.name for line in overview.not_working]
        self.missing.say(_not_yet(missing) if missing and shown else "", "machine")
        for tile, stands in ((self.works, not missing), (self.waits, bool(missing))):
            tile.show_number(number, word)
            tile.setVisible(shown and stands)
            tile.setToolTip(
                _(
                    "So many jurors have sent back a whole practice ballot, or a score file, that opened"
                    " here."
                )
            )

    def _show_gathered(self, gathered: Gathered) -> None:
        heading = _("Declarations gathered: {n} of {total}")
        self.heading.setText(heading.format(n=gathered.answered, total=gathered.asked))
        shown: tuple[tuple[Chip, int, str, Tone, str], ...] = (
            (self.nothing, gathered.nothing, _("nothing to report"), "neutral", "check"),
            (self.tell, gathered.tell, _("something the panel should know"), "warn", "comment"),
            (self.doubt, gathered.doubt, _("in doubt"), "warn", "help"),
            (self.recused, gathered.recused, _("recused"), "recuse", "recused"),
        )
        for chip, count, words, tone, icon_name in shown:
            chip.set_state(f"{count} {words}", tone, icon_name)
            chip.setVisible(bool(count))

    def retranslate(self) -> None:
        """Set the fixed texts."""
        self.go.setText(_("To impartiality"))


def _not_yet(names: Sequence[str]) -> str:
    return _("No whole practice ballot yet: {names}.").format(names=listed_names(names))


def listed_names(names: Sequence[str]) -> str:
    """Return a few names, and how many more there are."""
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    if more <= 0:
        return shown
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
        names=shown, n=more
    )


def _left_out(lines: Sequence[PackageLine]) -> str:
    left = [f"{line.juror.name} {line.left_out}" for line in lines if line.left_out]
    if not left:
        return ""
    text = _("Left out of the score packages, because the juror takes no part there: {who}.")
    return text.format(who=listed_names(left))


def _pending(count: int) -> str:
    text = ngettext(
        "{n} report waits for the panel. Until it has decided, the nominee is in the juror’s package.",
        "{n} reports wait for the panel. Until it has decided, the nominees are in the jurors’ packages.",
        count,
    )
    return text.format(n=count)


def _waiting(overview: PackageOverview) -> str:
    ready = {line.juror.id for line in overview.to_make(PackageKind.SCORE)}
    names = [
        line.juror.name
        for line in overview.lacking(PackageKind.SCORE)
        if line.juror.id not in ready
    ]
    if not names:
        return ""
    return _("Not declared yet, so the score package waits: {who}.").format(who=listed_names(names))


def _one_for_both() -> str:
    return _(
        "One package for both: the material is in the jurors’ hands before they declare. The program keeps it"
        " closed until then, and the protocol says so. “To declare” goes out first if you want it otherwise."
    )
