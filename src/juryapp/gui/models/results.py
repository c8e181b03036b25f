"""The rows of the order by points, and what is said of a nominee's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from typing_extensions import override

from juryapp.application.decisions.board import DecisionBoard
from juryapp.application.results.explaining import exact_words, shown_difference
from juryapp.application.results.holding import one_juror_could_turn
from juryapp.application.results.showing import ResultsBoard
from juryapp.application.results.wording import (
    METHODS_TOLD,
    NO_PLACES,
    VALUE_TITLES,
    value_in_words,
    wording_of,
)
from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.numbers import format_exactly, format_number
from juryapp.domain.answers import counted
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.ranking import Ranked
from juryapp.domain.results import CategoryResult
from juryapp.domain.totals import NomineeTotal
from juryapp.gui.widgets import Column, Dots, RowsTableModel, Tone, paint_dot_strip
from juryapp.gui.widgets.table_model import Index

GREAT_DISAGREEMENT: Final = Fraction(
    3, 10
)  # of the scale, between the lowest and the highest juror

JUST_AHEAD = N_("Just ahead")
CLOSE = N_("Close")
DISAGREEMENT = N_("Great disagreement")
_NO_PLACE: Final = 1_000_000

CLOSE_TURNS = N_(
    "{A} is {d} points ahead of {B}. One juror could have turned it; talk about both before deciding."
)
CLOSE_ONLY = N_("{A} is {d} points ahead of {B}. Talk about both before deciding.")
CLOSE_UNSEEN = N_(
    "{A} and {B} have the same points as shown; {A} is ahead by less than the decimals show."
    " Talk about both before deciding."
)


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where a strip of dots goes, in points."""

    least: Fraction
    most: Fraction

    def words(self) -> str:
        """Return the range as people write it: 3–10."""
        return f"{format_exactly(self.least)}–{format_exactly(self.most)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A nominee in the order by points."""

    nominee: NomineeId
    name: str
    home: str
    number: int
    place: int | None  # None: too few jurors
    shared: bool
    value: Fraction | None
    decimals: int
    jurors: tuple[JurorId, ...]  # who count, best mean first
    means: tuple[Fraction, ...]  # theirs
    recused: int
    axis: Axis
    closeness: str = ""  # JUST_AHEAD, CLOSE or ""
    disagreement: bool = False
    highlighted: JurorId | None = None
    kind: CriterionKind = CriterionKind.POINTS
    said: str = ""  # what the place rests on, where it is no points
    in_words: str = ""  # the same as part of a line

    @property
    def place_words(self) -> str:
        """The place; a shared one says so."""
        if self.kind is CriterionKind.TEXT:
            return "–"
        if self.place is None:
            return _("not ranked")
        return _("{place}, shared").format(place=self.place) if self.shared else str(self.place)

    @property
    def points(self) -> str:
        """The points with the decimals of the rules, or what was counted instead."""
        if self.kind is not CriterionKind.POINTS:
            return self.said
        return "–" if self.value is None else format_number(self.value, self.decimals)

    @property
    def exactly(self) -> str:
        """The points without any rounding, in words."""
        if self.kind is CriterionKind.TEXT:
            return _(NO_PLACES)
        if self.value is None:
            return _("Too few jurors count here for a place.")
        if self.kind is not CriterionKind.POINTS:
            return self.in_words
        return _("Exactly {value}").format(value=exact_words(self.value))

    @property
    def counted_words(self) -> str:
        """How many jurors are in the mean, and how many are recused."""
        counted = ngettext("{n} juror", "{n} jurors", len(self.means)).format(n=len(self.means))
        return ", ".join(part for part in (counted, self.recused_words) if part)

    @property
    def recused_words(self) -> str:
        """How many are recused, "" for nobody."""
        if not self.recused:
            return ""
        return ngettext("{n} recused", "{n} recused", self.recused).format(n=self.recused)

    @property
    def counted_short(self) -> str:
        """The same without the word that stands in the header."""
        return ", ".join(part for part in (str(len(self.means)), self.recused_words) if part)

    @property
    def mark_words(self) -> str:
        """What is to be noticed: just ahead, close, great disagreement; often nothing."""
        said = [self.closeness, DISAGREEMENT if self.disagreement else ""]
        return " · ".join(_(text) for text in said if text)

    def dots(self) -> Dots:
        """Return the jurors' means as dots."""
        marked = {n for n, juror in enumerate(self.jurors) if juror == self.highlighted}
        return Dots(
            label=self.name, values=self.means, mean=self.value, highlighted=frozenset(marked)
        )


def _paint_dots(painter: QPainter, where: QRectF, row: ResultRow) -> None:
    paint_dot_strip(painter, where, row.dots(), row.axis.least, row.axis.most)


def _dots_words(row: ResultRow) -> str:
    return "  ".join(format_number(mean, row.decimals) for mean in row.means)


COLUMNS: Final[tuple[Column[ResultRow], ...]] = (
    Column(
        title=N_("Place"),
        text=lambda r: r.place_words,
        sort=lambda r: _NO_PLACE if r.place is None else r.place,
        kind="bodyM",
        role=lambda r: "text2" if r.place is None else "text",
        explained=N_("By the exact points, before any rounding; equal points share a place."),
    ),
    Column(title=N_("Nominee"), text=lambda r: r.name, stretch=True),
    Column(
        title=N_("Points"),
        text=lambda r: r.points,
        sort=lambda r: r.value,
        align="right",
        kind="bodyM",
        explained=N_("The mean of the jurors who count, weighted by the criteria."),
    ),
    Column(
        title=N_("Jurors"),
        text=_dots_words,
        sort=lambda r: max(r.means) - min(r.means) if r.means else None,
        paint=_paint_dots,
        stretch=True,
        explained=N_(
            "A dot is a juror’s mean, the line is the mean of all. Sorts by how far apart they are."
        ),
    ),
    Column(
        title=N_("Counted"),
        spoken=N_("Jurors counted"),
        text=lambda r: r.counted_short,
        sort=lambda r: len(r.means),
        icon=lambda r: ("recused", "recuse") if r.recused else None,
        role=lambda r: "recuse" if r.recused else "text2",
        kind="small",
        explained=N_(
            "How many jurors are in the mean. Who is recused is in neither sum nor number."
        ),
    ),
    Column(
        title=N_("To notice"),
        text=lambda r: r.mark_words,
        tone=lambda r: mark_tone(r) if r.mark_words else None,
    ),
)
POINTS_COLUMN: Final = 2
JURORS_COLUMN: Final = 3
COUNTED_COLUMN: Final = 4
NOTICE_COLUMN: Final = 5


def mark_tone(row: ResultRow) -> Tone:
    """Return the tone of what is to be noticed."""
    return "warn" if row.closeness == JUST_AHEAD or row.disagreement else "accent"


class ResultsTableModel(RowsTableModel[ResultRow]):
    """The order by points: the header says how far the axis goes, the tool tip the exact number."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, key=lambda row: row.nominee)
        self._axis_alone = False

    def axis_title(self) -> str:
        """Return the header of the dots: whose they are, and how far the axis goes."""
        rows = self.all_rows()
        return _("Jurors ({range})").format(range=rows[0].axis.words()) if rows else _("Jurors")

    def show_axis_alone(self, alone: bool) -> None:
        """Show the range without a word, where there is no room for both; the range is never cut."""
        if alone != self._axis_alone:
            self._axis_alone = alone
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, JURORS_COLUMN, JURORS_COLUMN)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        rows = self.all_rows()
        titles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if section == POINTS_COLUMN and rows and role in titles:
            return _(VALUE_TITLES[rows[0].kind])
        if section == POINTS_COLUMN and rows and role == Qt.ItemDataRole.ToolTipRole:
            return _(METHODS_TOLD[rows[0].kind])
        if section == JURORS_COLUMN and rows and orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole and self._axis_alone:
                return rows[0].axis.words()
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return self.axis_title()
        return super().headerData(section, orientation, role)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        exact = role == Qt.ItemDataRole.ToolTipRole and index.column() == POINTS_COLUMN
        if index.isValid() and exact:
            return self.row_at(index.row()).exactly
        return super().data(index, role)


# --------------------------------------------------------------------- making the rows


def result_rows(
    board: ResultsBoard, category: CategoryId, highlighted: JurorId | None = None
) -> list[ResultRow]:
    """Return the order by points of a category; who is not ranked comes last."""
    result = board.result.category(category)
    totals = [*(ranked.total for ranked in result.ranked), *result.unranked]
    axis = axis_of(totals, board.scoring.criteria)
    words = closeness(result)
    ranked = {found.nominee: found for found in result.ranked}
    return [
        _row(
            board,
            total,
            axis,
            ranked.get(total.nominee),
            words.get(total.nominee, ""),
            highlighted,
        )
        for total in totals
    ]


def _row(
    board: ResultsBoard,
    total: NomineeTotal,
    axis: Axis,
    ranked: Ranked | None,
    closeness_word: str,
    highlighted: JurorId | None,
) -> ResultRow:
    nominee = board.nominees[total.nominee]
    counted = [(score.value, score.juror) for score in total.scores if score.value is not None]
    counted.sort(key=lambda pair: pair[0], reverse=True)
    means = tuple(value for value, _juror in counted)
    wording = wording_of(
        board.result.category(nominee.category),
        board.scoring.criteria,
        board.scoring.rules.decimals,
    )
    is_points = wording.kind is CriterionKind.POINTS
    return ResultRow(
        nominee=nominee.id,
        name=nominee.name,
        home=nominee.place,
        number=nominee.number,
        place=ranked.place if ranked else None,
        shared=ranked.shared if ranked else False,
        value=total.value,
        decimals=board.scoring.rules.decimals,
        jurors=tuple(juror for _value, juror in counted),
        means=means,
        recused=sum(score.standing is Standing.RECUSED for score in total.scores),
        axis=axis,
        closeness=closeness_word,
        disagreement=is_points and is_great_disagreement(means, board.scoring.criteria),
        highlighted=highlighted,
        kind=wording.kind,
        said="" if is_points else wording.total(total),
        in_words=value_in_words(wording, total),
    )


def scale_range(criteria: Sequence[Criterion]) -> Axis:
    """Return from where to where a weighted mean can go."""
    criteria = counted(criteria)
    weights = sum((c.weight for c in criteria), Fraction(0)) or Fraction(1)
    least = sum((c.weight * c.scale.value(c.scale.least) for c in criteria), Fraction(0))
    most = sum((c.weight * c.scale.value(c.scale.most) for c in criteria), Fraction(0))
    return Axis(least / weights, most / weights)


def axis_of(totals: Sequence[NomineeTotal], criteria: Sequence[Criterion]) -> Axis:
    """Return an axis of whole points that holds every juror's mean in the category."""
    means = [score.value for total in totals for score in total.scores if score.value is not None]
    if not means:
        return scale_range(criteria)
    least, most = Fraction(min(means) // 1), Fraction(-(-max(means) // 1))
    return Axis(least, most if most > least else least + 1)


def is_great_disagreement(means: Sequence[Fraction], criteria: Sequence[Criterion]) -> bool:
    """Return whether the lowest and the highest juror are three tenths of the scale apart, or more."""
    reach = scale_range(criteria)
    if len(means) < 2 or reach.most <= reach.least:
        return False
    return max(means) - min(means) >= GREAT_DISAGREEMENT * (reach.most - reach.least)


def closeness(result: CategoryResult) -> dict[NomineeId, str]:
    """Return a word for each nominee that is closely followed, as the rules understand close."""
    last = result.category.winners
    return {
        margin.above: JUST_AHEAD if (result.place_of(margin.above) or 0) <= last else CLOSE
        for margin in result.close
    }


def close_sentence(
    board: ResultsBoard | DecisionBoard, category: CategoryId, nominee: NomineeId
) -> str:
    """Return what to say of a nominee that is closely followed, "" if it is not."""
    result = board.result.category(category)
    margin = next((m for m in result.close if m.above == nominee), None)
    if margin is None:
        return ""
    by_id = {ranked.nominee: ranked for ranked in result.ranked}
    above, below = by_id[margin.above], by_id[margin.below]
    decimals = board.scoring.rules.decimals
    gap = shown_difference(above.value, below.value, decimals)
    turns = one_juror_could_turn(above, below, board.scoring.criteria)
    template = CLOSE_UNSEEN if not gap else CLOSE_TURNS if turns else CLOSE_ONLY
    return _(template).format(
        A=board.nominees[above.nominee].name,
        B=board.nominees[below.nominee].name,
        d=format_number(gap, decimals),
    )


def ahead_words(result: CategoryResult, nominee: NomineeId, decimals: int) -> str:
    """Return how far a nominee is ahead of the next, as it can be read off the shown points."""
    if result.kind is not CriterionKind.POINTS:
        return ""
    ranked = list(result.ranked)
    place = next((i for i, r in enumerate(ranked) if r.nominee == nominee), None)
    if place is None or place + 1 >= len(ranked):
        return ""
    mine, following = ranked[place], ranked[place + 1]
    if following.place == mine.place:
        return _("the same points as others on this place")
    return _gap_words(mine, following, decimals)


def _gap_words(mine: Ranked, following: Ranked, decimals: int) -> str:
    gap = shown_difference(mine.value, following.value, decimals)
    if not gap:
        least = format_number(Fraction(1, 10**decimals), decimals)
        return _("less than {least} ahead of place {place}").format(
            least=least, place=following.place
        )
    return _("{difference} ahead of place {place}").format(
        difference=format_number(gap, decimals), place=following.place
    )


def criterion_lines(
    total: NomineeTotal,
    criteria: Sequence[Criterion],
    highlighted: JurorId | None = None,
) -> list[tuple[Axis, list[Dots]]]:
    """Return the marks per criterion as dots, grouped by scale, since one axis can show only one."""
    grouped: dict[Axis, list[Dots]] = {}
    for criterion in criteria:
        if criterion.kind is not CriterionKind.POINTS:
            continue
        scale = criterion.scale
        axis = Axis(scale.value(scale.least), scale.value(scale.most))
        grouped.setdefault(axis, []).append(_criterion_dots(total, criterion, highlighted))
    return list(grouped.items())


def _criterion_dots(total: NomineeTotal, criterion: Criterion, highlighted: JurorId | None) -> Dots:
    values: list[Fraction] = []
    marked: set[int] = set()
    for score in total.scores:
        said = score.marks.get(criterion.id) if score.counts else None
        if said is None or said.points is None:
            continue
        if score.juror == highlighted:
            marked.add(len(values))
        values.append(criterion.scale.value(said.points))
    return Dots(
        label=criterion.name,
        values=tuple(values),
        mean=total.criterion_means.get(criterion.id),
        highlighted=frozenset(marked),
    )


def juror_names(board: ResultsBoard) -> Mapping[JurorId, str]:
    """Return the names of those who score, by number."""
    scoring = {sheet.juror for sheet in board.scoring.sheets}
    jurors = sorted(board.jurors.values(), key=lambda juror: juror.number)
    return {juror.id: juror.name for juror in jurors if juror.id in scoring}
