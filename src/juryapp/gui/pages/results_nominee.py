"""The panel beside the order by points: one nominee, what the points are made of, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.results.explaining import (
    Arithmetic,
    JurorMean,
    arithmetic,
    arithmetic_lines,
)
from juryapp.application.results.showing import ResultsBoard
from juryapp.application.results.wording import comment_lines, told_lines, wording_of
from juryapp.base.i18n import _, pgettext
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.totals import NomineeTotal
from juryapp.gui.models.merge import vouched_words
from juryapp.gui.models.results import (
    ResultRow,
    ahead_words,
    close_sentence,
    criterion_lines,
    juror_names,
    mark_tone,
)
from juryapp.gui.widgets import (
    Banner,
    CheckBox,
    Chip,
    ComboBox,
    DotStrip,
    Label,
    Scrolled,
    ToolButton,
    column,
    row,
)


class NomineePanel(QWidget):
    """Everything about one nominee's points. Jurors have no names here until they are asked for."""

    step_requested = Signal(int)  # -1: the nominee before, 1: the next
    highlight_changed = Signal(object)  # JurorId, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nominee_panel")
        self._board: ResultsBoard | None = None
        self._row: ResultRow | None = None
        self._total: NomineeTotal | None = None
        self._banner: Banner | None = None
        self._strips: list[DotStrip] = []
        self._build()
        self._lay_out()
        self.retranslate()

    def _build(self) -> None:
        self.place = Chip()
        self.notice = Chip()
        self.name = Label(kind="h2", wrap=True, selectable=True)
        self.line = Label(kind="small", role="text2", wrap=True)
        self.line.setObjectName("points_line")
        self.before, self.after = ToolButton("arrow-up"), ToolButton("arrow-down")
        self.before.clicked.connect(lambda: self.step_requested.emit(-1))
        self.after.clicked.connect(lambda: self.step_requested.emit(1))
        self.criteria_heading = Label(kind="h3")
        self.names = CheckBox()
        self.names.setObjectName("show_names")
        self.names.toggled.connect(self._names_toggled)
        self.juror = ComboBox()
        self.juror.setObjectName("highlighted_juror")
        self.juror.setSizeAdjustPolicy(
            ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.juror.setMinimumContentsLength(12)
        self.juror.currentIndexChanged.connect(lambda _place: self._highlight_chosen())
        self.as_text = Label(kind="small", wrap=True, selectable=True)
        self.as_text.setObjectName("marks_as_text")
        self.as_text.hide()
        self.comments_heading = Label(kind="h3")
        self.comments = Label(kind="small", wrap=True, selectable=True)
        self.comments.setObjectName("comments")
        self.recused_heading = Label(kind="h3")
        self.recused = Label(kind="small", wrap=True, selectable=True)
        self.recused.setObjectName("recused")
        self.vouched_heading = Label(kind="h3")
        self.vouched = Label(kind="small", wrap=True, selectable=True)
        self.vouched.setObjectName("vouched")
        self.made_heading = Label(kind="h3")
        self.made = Label(kind="small", wrap=True, selectable=True)
        self.made.setObjectName("arithmetic")

    def _lay_out(self) -> None:
        self._banner_place = QVBoxLayout()
        self._strip_place = QVBoxLayout()
        self._strip_place.setSpacing(8)
        top = row(self.place, self.notice, None, self.before, self.after, gap=6)
        heading = column(top, self.name, self.line, gap=4)
        marks = column(
            self.criteria_heading,
            row(self.names, None),
            self.juror,
            self._strip_place,
            self.as_text,
            gap=6,
        )
        inside = column(
            heading,
            self._banner_place,
            marks,
            column(self.comments_heading, self.comments, gap=4),
            column(self.recused_heading, self.recused, gap=4),
            column(self.vouched_heading, self.vouched, gap=4),
            column(self.made_heading, self.made, gap=4),
            None,
            gap=16,
            margins=(16, 8, 12, 16),
        )
        self._area = Scrolled(inside)
        self.setLayout(column((self._area, 1)))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Lay out anew: what changed its height while nobody saw it did not tell."""
        super().showEvent(event)
        inside = self._area.widget()
        layout = inside.layout() if inside is not None else None
        if layout is not None:
            layout.invalidate()
            layout.activate()

    # --- what is shown

    @property
    def highlighted(self) -> JurorId | None:
        """The juror who is picked out; None for nobody, and always while the names are hidden."""
        key = self.juror.current_key() if self.names.isChecked() else ""
        return JurorId(key) if key else None

    def show_nominee(
        self, board: ResultsBoard, category: CategoryId, row_: ResultRow, total: NomineeTotal
    ) -> None:
        """Show a nominee of the order."""
        self._board, self._row, self._total = board, row_, total
        self.retranslate()
        self._show_heading(board, category, row_)
        self._fill_jurors(juror_names(board))
        self._show_marks()
        self._show_recused(board, total)
        self._show_vouched(board)
        self._show_arithmetic()

    def _show_heading(self, board: ResultsBoard, category: CategoryId, row_: ResultRow) -> None:
        strong = row_.place is not None
        if row_.place is None:
            words = row_.place_words
        elif row_.shared:
            words = _("Place {place}, shared").format(place=row_.place)
        else:
            words = _("Place {place}").format(place=row_.place)
        self.place.set_state(words, "accent" if strong else "neutral")
        self.place.setVisible(row_.kind is not CriterionKind.TEXT)
        self.notice.set_state(row_.mark_words, mark_tone(row_))
        self.notice.setVisible(bool(row_.mark_words))
        self.name.setText(row_.name)
        ahead = ahead_words(board.result.category(category), row_.nominee, row_.decimals)
        value = row_.in_words if row_.value is not None else row_.exactly
        parts = (value, ahead, "" if row_.kind is CriterionKind.TEXT else row_.counted_words)
        self.line.setText("  ·  ".join(part for part in parts if part))
        self.line.setToolTip(row_.exactly)
        self._show_banner(close_sentence(board, category, row_.nominee))

    def _show_banner(self, sentence: str) -> None:
        if self._banner is not None:
            self._banner_place.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if sentence:
            self._banner = Banner("warn", sentence)
            self._banner.setObjectName("close_margin")
            self._banner_place.addWidget(self._banner)

    def _fill_jurors(self, names: Mapping[JurorId, str]) -> None:
        nobody = pgettext("highlight", "nobody picked out")
        self.juror.set_choices([("", nobody), *((str(k), name) for k, name in names.items())])
        self.juror.setVisible(self.names.isChecked())

    def _show_marks(self) -> None:
        if self._board is None or self._total is None:
            return
        groups = criterion_lines(self._total, self._board.scoring.criteria, self.highlighted)
        while len(self._strips) < len(groups):
            strip = DotStrip()
            self._strips.append(strip)
            self._strip_place.addWidget(strip)
        for place, strip in enumerate(self._strips):
            strip.setVisible(place < len(groups) and not self.as_text.isVisibleTo(self))
        for strip, (axis, lines) in zip(self._strips, groups, strict=False):
            strip.setAccessibleName(
                _("Marks per criterion, from {range}").format(range=axis.words())
            )
            strip.show_lines(lines, axis.least, axis.most)
        self.criteria_heading.setVisible(bool(groups))
        said = [line.spoken() for _axis, lines in groups for line in lines]
        self.as_text.setText("\n".join(said))

    def _show_recused(self, board: ResultsBoard, total: NomineeTotal) -> None:
        lines = []
        for score in total.scores:
            if score.standing is not Standing.RECUSED:
                continue
            ground = board.grounds.get((score.juror, total.nominee), "")
            name = board.jurors[score.juror].name
            lines.append(
                _("{juror}: {ground}").format(juror=name, ground=ground)
                if ground
                else _("{juror} (no reason is written down)").format(juror=name)
            )
        self.recused.setText("\n".join(lines))
        self.recused.setVisible(bool(lines))
        self.recused_heading.setVisible(bool(lines))

    def _show_vouched(self, board: ResultsBoard) -> None:
        """Say whose marks came in a ballot that nobody signed, and who vouches for it."""
        lines = [
            f"{board.jurors[juror].name}: {vouched_words(origin)}"
            for juror, origin in board.vouched.items()
            if juror in board.jurors
        ]
        self.vouched.setText("\n".join(lines))
        self.vouched.setVisible(bool(lines))
        self.vouched_heading.setVisible(bool(lines))

    def _show_arithmetic(self) -> None:
        if self._board is None or self._total is None or self._row is None:
            return
        board = self._board
        self._show_comments(board, self._total)
        if self._row.kind is not CriterionKind.POINTS:
            self.made.setText("\n\n".join(self._told(board, self._total, self._row)))
            self.made_heading.setVisible(bool(self.made.text()))
            return
        made = arithmetic(self._total, board.scoring.criteria)
        made, names = self._with_names(board, made)
        lines = arithmetic_lines(
            made,
            name=lambda juror: names[juror],
            criteria=board.criteria,
            decimals=board.scoring.rules.decimals,
        )
        self.made.setText("\n\n".join(lines))

    def _told(self, board: ResultsBoard, total: NomineeTotal, row_: ResultRow) -> list[str]:
        """Return how a place came about without points; jurors by number unless their names are shown."""
        category = board.nominees[row_.nominee].category
        wording = wording_of(board.result.category(category), board.scoring.criteria, row_.decimals)
        return told_lines(wording, total, self._namer(board, total))

    def _namer(self, board: ResultsBoard, total: NomineeTotal) -> Callable[[JurorId], str]:
        """Return the jurors' names, or numbers by what they answered, so that nobody is known by place."""
        if self.names.isChecked():
            return lambda juror: board.jurors[juror].name
        ordered = sorted(total.scores, key=lambda s: (s.value is None, -(s.value or 0), s.juror))
        numbers = {score.juror: n for n, score in enumerate(ordered, start=1)}
        return lambda juror: _("Juror {n}").format(n=numbers[juror])

    def _show_comments(self, board: ResultsBoard, total: NomineeTotal) -> None:
        lines = comment_lines(board.scoring.criteria, total, self._namer(board, total))
        self.comments.setText("\n\n".join(lines))
        self.comments.setVisible(bool(lines))
        self.comments_heading.setVisible(bool(lines))

    def _with_names(
        self, board: ResultsBoard, made: Arithmetic
    ) -> tuple[Arithmetic, dict[JurorId, str]]:
        """Return the jurors' names, or numbers by the size of the mean, so that nobody is known by place.

        Who is left out is always named: that is no mark.
        """
        names = {juror.id: juror.name for juror in board.jurors.values()}
        if self.names.isChecked():
            by_number = sorted(made.counted, key=lambda part: board.jurors[part.juror].number)
            return replace(made, counted=tuple(by_number)), names
        by_mean = sorted(made.counted, key=_by_mean)
        numbered = {
            part.juror: _("Juror {n}").format(n=n) for n, part in enumerate(by_mean, start=1)
        }
        return replace(made, counted=tuple(by_mean)), {**names, **numbered}

    # --- what the user does

    def toggle_text(self) -> None:
        """Show the charts as text, or as charts again."""
        self.as_text.setVisible(not self.as_text.isVisibleTo(self))
        self._show_marks()

    def highlight(self, place: int) -> bool:
        """Pick out the juror at `place` (from 1) of the list; False while names are hidden."""
        if not self.names.isChecked() or place >= self.juror.count():
            return False
        self.juror.setCurrentIndex(0 if self.juror.currentIndex() == place else place)
        return True

    def _names_toggled(self, shown: bool) -> None:
        self.juror.setVisible(shown)
        self._highlight_chosen()
        self._show_arithmetic()

    def _highlight_chosen(self) -> None:
        self._show_marks()
        self.highlight_changed.emit(self.highlighted)

    def nominee(self) -> NomineeId | None:
        """Return who is shown."""
        return self._row.nominee if self._row else None

    def retranslate(self) -> None:
        """Set every text that does not come with the nominee."""
        self.before.set_name(_("Previous nominee"))
        self.after.set_name(_("Next nominee"))
        self.criteria_heading.setText(_("Marks per criterion"))
        self.names.setText(_("Show the jurors’ names"))
        self.juror.setAccessibleName(_("Pick out a juror"))
        self.comments_heading.setText(_("Comments"))
        self.recused_heading.setText(_("Recused"))
        self.vouched_heading.setText(_("Not signed by the juror"))
        is_points = self._row is None or self._row.kind is CriterionKind.POINTS
        self.made_heading.setText(
            _("How the points came about") if is_points else _("How the place came about")
        )


def _by_mean(part: JurorMean) -> tuple[Fraction, tuple[Fraction, ...]]:
    """Return what numbers are given by: the mean, then the marks; whose they are plays no part."""
    return (-part.mean, tuple(term.mark for term in part.terms))
