"""The parts of the page of the log: the three verdicts, and the fields that find entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from juryapp.application.log.check import LogVerdict, Soundness
from juryapp.application.log.reading import LogQuery, day_end, day_start
from juryapp.application.log.sentences import LOG_KIND_NAMES, LogKind
from juryapp.application.log.words import SOUNDNESS_NAMES, verdict_words
from juryapp.base.collation import sort_key
from juryapp.base.i18n import N_, _
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.gui.dialogs.day_edit import DayEdit
from juryapp.gui.models.log import VERDICT_LOOKS
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Card,
    ComboBox,
    FilterEdit,
    IconLabel,
    Label,
    ToolButton,
    column,
    row,
)

TYPING_MS: Final = 150  # so long after the last letter the log is searched
_LEAST_CHOICE: Final = 9  # letters of a choice that are seen where room is short


class VerdictCard(Card):
    """One verdict: icon, question and word, and a sentence."""

    def __init__(self, name: str, question: str, *extra: QWidget) -> None:
        self._question = question
        self.icon = IconLabel("clock", "text2", 20)
        self.title = Label(kind="smallM", role="text2")
        self.word = Label(kind="bodyM")
        self.word.setObjectName(f"{name}_word")
        self.said = Label(kind="small", role="text2", wrap=True)
        self.said.setObjectName(f"{name}_said")
        head = row(self.icon, self.title, self.word, None, gap=8)
        words = column(head, self.said, None, gap=6)
        super().__init__(row((words, 1), *extra, gap=8, margins=(16, 12, 12, 12)))
        self.show_verdict(None, "")

    def show_verdict(self, found: Soundness | None, said: str) -> None:
        """Show a verdict, or that there is none yet."""
        icon, role = VERDICT_LOOKS[found] if found else ("clock", "text2")
        self.icon.set_icon(icon, role)
        self.title.setText(_(self._question))
        word = _(SOUNDNESS_NAMES[found]) if found else _("Being checked …")
        self.word.setText(word)
        self.word.set_role(role)
        self.said.setText(said)
        self.setAccessibleName(f"{_(self._question)}: {word}. {said}")


class Verdicts(QWidget):
    """The three verdicts beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self.integrity = VerdictCard("integrity", N_("Integrity"))
        self.coverage = VerdictCard("coverage", N_("Coverage"))
        self.compare = ToolButton("document")
        self.compare.setObjectName("compare_log")
        self.anchors = VerdictCard("anchors", N_("Anchors"), self.compare)
        cards = (self.integrity, self.coverage, self.anchors)
        self.setLayout(row(*((card, 1) for card in cards), gap=12))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.compare.set_name(_("Compare the log with a file …"))

    def show_verdict(self, verdict: LogVerdict | None) -> None:
        """Show what was found, or that the check is going on."""
        if verdict is None:
            for card in (self.integrity, self.coverage, self.anchors):
                card.show_verdict(None, "")
            return
        words = verdict_words(verdict)
        self.integrity.show_verdict(verdict.integrity, words.integrity)
        self.coverage.show_verdict(verdict.coverage, words.coverage)
        self.anchors.show_verdict(verdict.anchoring, words.anchors)


class LogFilter(QWidget):
    """Words, kind, juror, nominee, and from when to when."""

    asked = Signal(object)  # LogQuery

    def __init__(self) -> None:
        super().__init__()
        self.words = FilterEdit()
        self.kind = _choice("log_kind")
        self.juror = _choice("log_juror")
        self.nominee = _choice("log_nominee")
        self.since, self.until = DayEdit(), DayEdit()
        self.since.setObjectName("log_since")
        self.until.setObjectName("log_until")
        self._people: tuple[Sequence[Juror], Sequence[Nominee]] = ((), ())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self.ask)
        self._connect()
        fields = ((self.words, 3), (self.kind, 2), (self.juror, 2), (self.nominee, 2))
        self.setLayout(row(*fields, self.since, self.until, gap=8))
        follow_theme(self)

    def _connect(self) -> None:
        self.words.textChanged.connect(lambda _text: self._timer.start())
        for choice in (self.kind, self.juror, self.nominee):
            choice.currentIndexChanged.connect(lambda _place: self.ask())
        for day in (self.since, self.until):
            day.textChanged.connect(lambda _text: self._timer.start())

    def apply_theme(self) -> None:
        """Keep the days as narrow as a day is."""
        for day in (self.since, self.until):
            day.setFixedWidth(px(118))

    def ask(self) -> None:
        """Say what is wanted."""
        self._timer.stop()
        self.asked.emit(self.query())

    def query(self) -> LogQuery:
        """Return what is wanted; a day that is not understood yet does not matter."""
        kind = self.kind.current_key()
        return LogQuery(
            words=self.words.text(),
            kind=LogKind(kind) if kind else None,
            juror=self.juror.current_key(),
            nominee=self.nominee.current_key(),
            since=day_start(self.since.day() or ""),
            until=day_end(self.until.day() or ""),
        )

    def clear(self) -> None:
        """Want everything again."""
        for choice in (self.kind, self.juror, self.nominee):
            choice.setCurrentIndex(0)
        for field in (self.words, self.since, self.until):
            field.clear()
        self.ask()

    def show_people(self, jurors: Sequence[Juror], nominees: Sequence[Nominee]) -> None:
        """Offer these to be found."""
        if (jurors, nominees) != self._people:
            self._people = (jurors, nominees)
            self._fill()

    def show_days_wrong(self) -> bool:
        """Return whether a field holds something that is no day."""
        return None in {self.since.day(), self.until.day()}

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.words.set_placeholder(_("Search in the log"))
        for choice, name in (
            (self.kind, _("What it is about")),
            (self.juror, _("Juror")),
            (self.nominee, _("Nominee")),
        ):
            choice.setAccessibleName(name)
        for day, name in ((self.since, _("From")), (self.until, _("To"))):
            day.setPlaceholderText(name)
            day.setAccessibleName(name)
        self._fill()

    def _fill(self) -> None:
        jurors, nominees = self._people
        kinds = [(kind.value, _(name)) for kind, name in LOG_KIND_NAMES.items()]
        self.kind.set_choices([("", _("Everything")), *kinds])
        by_name = sorted(nominees, key=lambda nominee: sort_key(nominee.name))
        self.juror.setVisible(len(jurors) > 1)  # at a desk there is only its owner
        self.juror.set_choices([("", _("All jurors")), *((j.id, j.name) for j in jurors)])
        self.nominee.set_choices([("", _("All nominees")), *((n.id, n.name) for n in by_name)])


def _choice(name: str) -> ComboBox:
    choice = ComboBox()
    choice.setObjectName(name)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(_LEAST_CHOICE)
    return choice
