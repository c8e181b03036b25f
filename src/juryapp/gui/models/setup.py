"""Rows and columns of the set-up's tables."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from juryapp.application.answers import KIND_NAMES
from juryapp.application.edition.view import SetupView
from juryapp.base.i18n import N_, _
from juryapp.base.numbers import format_exactly, format_number
from juryapp.domain.award import Category
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.jury import ROLE_NAMES, Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.scales import Scale
from juryapp.gui.theme import color, font, px
from juryapp.gui.widgets import Column, Tone


def scale_text(scale: Scale) -> str:
    """Return a scale in words: 0 to 10 in steps of 0,5."""
    return _("{least} to {most} in steps of {step}").format(
        least=format_exactly(scale.value(scale.least)),
        most=format_exactly(scale.value(scale.most)),
        step=format_exactly(scale.step),
    )


def short_scale(scale: Scale) -> str:
    """Return a scale for a narrow column: 0–10 by 0,5."""
    return _("{least}–{most} by {step}").format(
        least=format_exactly(scale.value(scale.least)),
        most=format_exactly(scale.value(scale.most)),
        step=format_exactly(scale.step),
    )


def asked_text(criterion: Criterion) -> str:
    """Return what the jurors answer, for a narrow column: 0–10 by 0,5, or Yes or no."""
    if criterion.kind is CriterionKind.POINTS:
        return short_scale(criterion.scale)
    return _(KIND_NAMES[criterion.kind])


def share_text(share: Fraction) -> str:
    """Return a share as percent, with one decimal where it is needed."""
    percent = share * 100
    places = 0 if percent.denominator == 1 else 1
    return _("{percent}%").format(percent=format_number(percent, places))


# --- categories


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """A category with how many nominees run in it."""

    category: Category
    nominees: int


def category_rows(view: SetupView) -> list[CategoryRow]:
    """Return the rows, in the order of the categories."""
    return [CategoryRow(category=c, nominees=view.nominees_in(c.id)) for c in view.categories]


CATEGORY_COLUMNS: Final = (
    Column[CategoryRow](title=N_("Category"), text=lambda r: r.category.name, kind="bodyM", width=260),
    Column[CategoryRow](title=N_("Who belongs here"), text=lambda r: r.category.rule, stretch=True,
                        role="text2"),
    Column[CategoryRow](title=N_("Finalists"), text=lambda r: str(r.category.finalists),
                        sort=lambda r: r.category.finalists, align="right"),
    Column[CategoryRow](title=N_("Winners"), text=lambda r: str(r.category.winners),
                        sort=lambda r: r.category.winners, align="right"),
    Column[CategoryRow](title=N_("Nominees"), text=lambda r: str(r.nominees),
                        sort=lambda r: r.nominees, align="right"),
)  # fmt: skip


# --- criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """A criterion with its place and its share of the total."""

    criterion: Criterion
    place: int
    share: Fraction
    largest: Fraction  # share of any, for the bar


def criterion_rows(view: SetupView) -> list[CriterionRow]:
    """Return the rows, in the order in which the jurors see them."""
    shares = {c.id: view.share(c) for c in view.criteria}
    largest = max(shares.values(), default=Fraction(0))
    return [
        CriterionRow(criterion=c, place=n, share=shares[c.id], largest=largest)
        for n, c in enumerate(view.criteria, start=1)
    ]


def _share_words(row: CriterionRow) -> str:
    return share_text(row.share) if row.criterion.counts else "–"


def _paint_share(painter: QPainter, where: QRectF, row: CriterionRow) -> None:
    """Draw the share as a bar, longest for the largest, with its number before it."""
    words = px(52)
    painter.setFont(font("bodyM"))
    painter.setPen(color("text"))
    number = QRectF(where.left(), where.top(), words, where.height())
    painter.drawText(
        number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _share_words(row)
    )
    if not row.criterion.counts:
        return
    room = where.width() - words - px(12)
    left, height = where.left() + words + px(12), px(6)
    top = where.center().y() - height / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("track"))
    painter.drawRoundedRect(QRectF(left, top, room, height), 3, 3)
    painter.setBrush(color("accent"))
    part = float(row.share / row.largest) if row.largest else 0.0
    painter.drawRoundedRect(QRectF(left, top, max(height, room * part), height), 3, 3)


CRITERION_COLUMNS: Final = (
    Column[CriterionRow](title="", spoken=N_("Place"), text=lambda r: str(r.place),
                         sort=lambda r: r.place, role="text2", width=44),
    Column[CriterionRow](title=N_("Criterion"), text=lambda r: r.criterion.name, kind="bodyM",
                         stretch=True),
    Column[CriterionRow](title=N_("Group"), text=lambda r: r.criterion.group, role="text2", width=150),
    Column[CriterionRow](title=N_("Share of the total"), text=_share_words,
                         sort=lambda r: r.share, paint=_paint_share, width=180,
                         explained=N_("What the weight makes of the whole; the shares add up to 100%.")),
    Column[CriterionRow](title=N_("Answer"), text=lambda r: asked_text(r.criterion), role="text2",
                         width=140),
)  # fmt: skip


# --- nominees


@dataclass(frozen=True, slots=True, kw_only=True)
class NomineeRow:
    """A nominee with its category's name and how many nominations it has."""

    nominee: Nominee
    category: str
    nominations: int


def nominee_rows(view: SetupView) -> list[NomineeRow]:
    """Return the rows, by number."""
    counts: dict[str, int] = {}
    for nomination in view.nominations:
        counts[nomination.nominee] = counts.get(nomination.nominee, 0) + 1
    return [
        NomineeRow(
            nominee=n, category=view.category_name(n.category), nominations=counts.get(n.id, 0)
        )
        for n in view.nominees
    ]


def nominee_state(row: NomineeRow) -> str:
    """Return the word for a nominee's state; most have none."""
    if row.nominee.withdrawn:
        return _("Withdrawn")
    return "" if row.nominations else _("No nomination")


NOMINEE_COLUMNS: Final = (
    Column[NomineeRow](title=N_("No."), text=lambda r: f"{r.nominee.number:02d}",
                       sort=lambda r: r.nominee.number, role="text2", width=56),
    Column[NomineeRow](title=N_("Nominee"), text=lambda r: r.nominee.name, kind="bodyM", stretch=True),
    Column[NomineeRow](title=N_("Category"), text=lambda r: r.category, role="text2", width=200),
    Column[NomineeRow](title=N_("Nominations"), text=lambda r: str(r.nominations),
                       sort=lambda r: r.nominations, align="right"),
    Column[NomineeRow](title="", spoken=N_("State"), text=nominee_state,
                       tone=lambda r: "warn" if r.nominee.withdrawn else "neutral", width=125),
)  # fmt: skip
STATE_COLUMN: Final = len(NOMINEE_COLUMNS) - 1  # hidden while no nominee has a state to speak of


# --- jurors


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorRow:
    """A juror, and whether a package was made."""

    juror: Juror
    packaged: bool


def juror_rows(view: SetupView) -> list[JurorRow]:
    """Return the rows, by number."""
    return [JurorRow(juror=j, packaged=j.id in view.packaged) for j in view.jurors]


def juror_state(row: JurorRow) -> str:
    """Return the word for what somebody does in this round."""
    if row.juror.left:
        return _("Has left")
    return _("Gives marks") if row.juror.scores else _("Gives no marks")


def _juror_tone(row: JurorRow) -> Tone:
    if row.juror.left:
        return "warn"
    return "ok" if row.juror.scores else "neutral"


JUROR_COLUMNS: Final = (
    Column[JurorRow](title=N_("No."), text=lambda r: f"{r.juror.number:02d}",
                     sort=lambda r: r.juror.number, role="text2", width=56),
    Column[JurorRow](title=N_("Name"), text=lambda r: r.juror.name, kind="bodyM", stretch=True),
    Column[JurorRow](title=N_("Role"), text=lambda r: _(ROLE_NAMES[r.juror.role]), width=150),
    Column[JurorRow](title=N_("Organisation"), text=lambda r: r.juror.organisation, role="text2",
                     width=220),
    Column[JurorRow](title=N_("E-mail"), text=lambda r: r.juror.email, role="text2", width=260),
    Column[JurorRow](title="", spoken=N_("State"), text=juror_state, tone=_juror_tone, width=150),
)  # fmt: skip
