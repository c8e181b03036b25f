"""The order by points beside what the panel decided."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from juryapp.application.decisions.board import DecisionBoard
from juryapp.application.results.wording import value_in_words, wording_of
from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.numbers import format_number
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.decisions import OUTCOME_NAMES, Basis, Decision, Outcome
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.ranking import Ranked
from juryapp.domain.totals import NomineeTotal
from juryapp.gui.widgets import Column, ListRow, Tone

NO_PLACE: Final = 1_000_000
BASIS_COLUMN, TEXTS_COLUMN = 4, 5
LEAST_WORDS, MOST_WORDS = 80, 150

BASIS_WORDS: Final = {
    Basis.FOLLOWS: N_("follows the points"),
    Basis.TIE: N_("the points leave it open"),
    Basis.DEPARTS: N_("another order than the points"),
}
OUTCOME_TONES: Final[dict[Outcome, Tone]] = {
    Outcome.WINNER: "strong",
    Outcome.FINALIST: "accent",
    Outcome.MENTION: "accent",
    Outcome.NONE: "neutral",
}
OUTCOME_ICONS: Final = {
    Outcome.WINNER: "star",
    Outcome.FINALIST: "ranking",
    Outcome.MENTION: "quote",
    Outcome.NONE: "minus",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A nominee with its place by points and the panel's decision."""

    nominee: NomineeId
    name: str
    place: int | None
    shared: bool
    value: Fraction | None
    decimals: int
    outcome: Outcome | None
    basis: Basis | None
    reason: str
    languages: tuple[str, ...]  # in which a text is written
    said: str = ""  # what the place rests on, where it is no points
    in_words: str = ""  # the same as part of a line

    @property
    def place_words(self) -> str:
        """The place by points; a shared one says so."""
        if self.place is None:
            return _("not ranked")
        return _("{place}, shared").format(place=self.place) if self.shared else str(self.place)

    @property
    def points(self) -> str:
        """The points with the decimals of the rules, or what was counted instead."""
        if self.said:
            return self.said
        return "–" if self.value is None else format_number(self.value, self.decimals)

    @property
    def outcome_words(self) -> str:
        """What the panel decided, "" for nothing."""
        return _(OUTCOME_NAMES[self.outcome]) if self.outcome is not None else ""

    @property
    def basis_words(self) -> str:
        """How the decision stands to the points."""
        if self.basis is None or self.outcome in {None, Outcome.MENTION}:
            return ""
        return _(BASIS_WORDS[self.basis])

    @property
    def texts_words(self) -> str:
        """In which written forms there is a text."""
        if self.languages:
            return " ".join(self.languages)
        return _("none yet") if self.outcome not in {None, Outcome.NONE} else ""


COLUMNS: Final[tuple[Column[DecisionRow], ...]] = (
    Column(
        title=N_("Place"),
        text=lambda r: r.place_words,
        sort=lambda r: NO_PLACE if r.place is None else r.place,
        kind="bodyM",
        explained=N_("By the points"),
    ),
    Column(title=N_("Nominee"), text=lambda r: r.name, stretch=True),
    Column(
        title=N_("Result"),
        text=lambda r: r.points,
        sort=lambda r: r.value,
        align="right",
        kind="bodyM",
    ),
    Column(
        title=N_("The panel’s choice"),
        text=lambda r: r.outcome_words,
        tone=lambda r: OUTCOME_TONES[r.outcome] if r.outcome is not None else None,
        icon=lambda r: (OUTCOME_ICONS[r.outcome], "text2") if r.outcome is not None else None,
    ),
    Column(title=N_("To the points"), text=lambda r: r.basis_words, kind="small", role="text2"),
    Column(title=N_("Texts"), text=lambda r: r.texts_words, kind="small", role="text2"),
)


def decision_rows(board: DecisionBoard, category: CategoryId) -> list[DecisionRow]:
    """Return the order by points of a category with what is decided."""
    result = board.result.category(category)
    rows = [_row(board, ranked.total, ranked) for ranked in result.ranked]
    return rows + [_row(board, total, None) for total in result.unranked]


def _row(board: DecisionBoard, total: NomineeTotal, ranked: Ranked | None) -> DecisionRow:
    made = _made(board, total.nominee)
    category = board.nominees[total.nominee].category
    wording = wording_of(
        board.result.category(category), board.scoring.criteria, board.scoring.rules.decimals
    )
    is_points = wording.kind is CriterionKind.POINTS
    return DecisionRow(
        nominee=total.nominee,
        name=board.nominees[total.nominee].name,
        place=ranked.place if ranked else None,
        shared=ranked.shared if ranked else False,
        value=total.value,
        decimals=board.scoring.rules.decimals,
        outcome=made.outcome if made else None,
        basis=made.basis if made else None,
        reason=made.reason if made else "",
        languages=tuple(t.language for t in board.justifications if t.nominee == total.nominee),
        said="" if is_points else wording.total(total),
        in_words=value_in_words(wording, total),
    )


def _made(board: DecisionBoard, nominee: NomineeId) -> Decision | None:
    found = board.decision_on(nominee)
    if found is None or (found.outcome is Outcome.NONE and not found.reason):
        return None
    return found


def chosen_rows(rows: list[DecisionRow], languages: list[str]) -> list[ListRow]:
    """Return who needs a text, winners first, and in which written forms it is missing."""
    order = (Outcome.WINNER, Outcome.FINALIST, Outcome.MENTION)
    chosen = [row for row in rows if row.outcome in order]
    chosen.sort(key=lambda row: order.index(row.outcome or Outcome.NONE))
    return [_chosen_row(row, languages) for row in chosen]


def _chosen_row(row: DecisionRow, languages: list[str]) -> ListRow:
    written = [code for code in languages if code in row.languages]
    complete = bool(written)  # one written form is enough; a second is a courtesy
    state = " ".join(written) or _("no text yet")
    return ListRow(
        key=row.nominee,
        title=row.name,
        subtitle=f"{row.outcome_words} · {state}",
        icon=OUTCOME_ICONS[row.outcome or Outcome.NONE],
        icon_tone="accent",
        badge_icon="check" if complete else "",
        tone="ok" if complete else None,
    )


def word_count_words(text: str) -> tuple[str, Tone]:
    """Return how long a text is, beside what is a good length; a guideline, never a rule."""
    n = len(text.split())
    counted = ngettext("{n} word", "{n} words", n).format(n=n)
    if not n:
        return _("No text yet. {least} to {most} words are a good length.").format(
            least=LEAST_WORDS, most=MOST_WORDS
        ), "neutral"
    if LEAST_WORDS <= n <= MOST_WORDS:
        return _("{words}, a good length").format(words=counted), "ok"
    return _("{words}. {least} to {most} are a good length.").format(
        words=counted, least=LEAST_WORDS, most=MOST_WORDS
    ), "neutral"
