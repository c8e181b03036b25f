"""The rows of the page of impartiality: what was reported, and everybody's standing towards everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from juryapp.application.impartiality.ruling import ImpartialityRow
from juryapp.application.impartiality.view import MatrixRow
from juryapp.base.i18n import N_, _
from juryapp.domain.impartiality import REACH_NAMES, STANDING_NAMES, Reach, Ruling, Standing
from juryapp.domain.jury import Juror
from juryapp.gui.models.merge import ANSWER_WORDS, NOTHING, numbered
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import Column

STANDING_LOOKS: Final[dict[Standing, tuple[str, Role]]] = {
    Standing.UNDECLARED: ("circle", "text2"),
    Standing.IMPARTIAL: ("check", "ok"),
    Standing.PENDING: ("flag", "warn"),
    Standing.RECUSED: ("recused", "recuse"),
}
PANEL: Final = N_(
    "The panel decided that {name} is recused for {candidate}; {name} took no part in that decision."
)
PANEL_CATEGORY: Final = N_(
    "The panel decided that {name} is recused for all nominees in the category of {candidate}; {name} took no"
    " part in that decision."
)
PANEL_ALL: Final = N_(
    "The panel decided that {name} is recused for the whole decision, because of {candidate}; {name} took no"
    " part in that decision."
)
PANEL_NOT: Final = N_(
    "The panel decided that {name} is not recused for {candidate}; {name} took no part in that decision."
)
_RECUSED: Final = {
    Reach.NOMINEE: PANEL,
    Reach.CATEGORY: PANEL_CATEGORY,
    Reach.DECISION: PANEL_ALL,
}


def panel_sentence(name: str, candidate: str, *, recused: bool, reach: Reach) -> str:
    """Return what the panel decided, in a sentence."""
    return _(_RECUSED[reach] if recused else PANEL_NOT).format(name=name, candidate=candidate)


def answer_words(row: ImpartialityRow) -> str:
    """Return what the juror answered."""
    if row.answer is None:
        return NOTHING if row.ruling else _("two different answers")
    return _(ANSWER_WORDS[row.answer])


def ruling_words(ruling: Ruling | None) -> str:
    """Return the panel's decision in a few words."""
    if ruling is None:
        return NOTHING
    if not ruling.recused:
        return _("Not recused")
    if ruling.reach is Reach.NOMINEE:
        return _("Recused")
    reach = _(REACH_NAMES[ruling.reach])
    return _("Recused: {reach}").format(reach=reach[:1].lower() + reach[1:])


REPORTED_COLUMNS: Final = (
    Column[ImpartialityRow](
        title=N_("Standing"),
        text=lambda r: _(STANDING_NAMES[r.standing]),
        icon=lambda r: STANDING_LOOKS[r.standing],
        role=lambda r: STANDING_LOOKS[r.standing][1],
        kind="bodyM",
        sort=lambda r: list(STANDING_LOOKS).index(r.standing),
    ),
    Column[ImpartialityRow](title=N_("Juror"), text=lambda r: r.juror.name),
    Column[ImpartialityRow](title=N_("Nominee"), text=lambda r: numbered(r.nominee)),
    Column[ImpartialityRow](title=N_("Answer"), text=answer_words, role="text2"),
    Column[ImpartialityRow](title=N_("What was reported"), text=lambda r: r.facts, stretch=True),
    Column[ImpartialityRow](title=N_("The panel"), text=lambda r: ruling_words(r.ruling)),
)


def matrix_columns(jurors: Sequence[Juror], needed: int) -> tuple[Column[MatrixRow], ...]:
    """Return the columns of the matrix: the nominee, how many are left, each juror by initials."""
    return (
        Column[MatrixRow](
            title=N_("Nominee"),
            text=lambda r: numbered(r.nominee),
            sort=lambda r: r.nominee.number,
            stretch=True,
        ),
        Column[MatrixRow](
            title=N_("Impartial"),
            text=lambda r: left_words(r, needed),
            sort=lambda r: r.count(Standing.IMPARTIAL),
            icon=lambda r: ("warning", "warn") if r.left < needed else None,
            role=lambda r: "warn" if r.left < needed else "text",
            kind="bodyM",
            explained=N_("How many jurors stand as impartial, of all who score."),
        ),
        *(_juror_column(juror, place) for place, juror in enumerate(jurors)),
    )


def left_words(row: MatrixRow, needed: int) -> str:
    """Return how many impartial jurors a nominee has, and whether that can be enough."""
    n = row.count(Standing.IMPARTIAL)
    numbers = _("{n} of {total}").format(n=n, total=len(row.standings))
    return _("{numbers}, too few").format(numbers=numbers) if row.left < needed else numbers


def _juror_column(juror: Juror, place: int) -> Column[MatrixRow]:
    def standing(row: MatrixRow) -> Standing:
        return row.standings[place]

    role: Callable[[MatrixRow], Role] = lambda r: (  # noqa: E731 - typed, and used once
        "text2" if standing(r) is Standing.IMPARTIAL else STANDING_LOOKS[standing(r)][1]
    )
    return Column[MatrixRow](
        title=juror.initials,
        spoken=juror.name,
        explained=juror.name,
        text=lambda r: _(STANDING_NAMES[standing(r)]),
        icon=lambda r: STANDING_LOOKS[standing(r)],
        role=role,
        kind="small",
        sort=lambda r: list(STANDING_LOOKS).index(standing(r)),
    )
