"""The juror's own order as rows, and the words above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from juryapp.application.desk.contents import DeskContents, Said
from juryapp.application.desk.own_order import OwnOrder, is_given
from juryapp.application.desk.own_order_words import decimals_for, in_marks, place_text, value_text
from juryapp.base.i18n import _, ngettext
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.desk_state import CLEARED, DeskState
from juryapp.gui.models.desk import missing_text, number_text
from juryapp.gui.widgets import ListRow, Tone


def said_as_shown(
    state: DeskState, nominees: Sequence[NomineeId] | None = None
) -> dict[NomineeId, Said]:
    """Return what the juror said about all or some, with the marks that could not be saved yet."""
    said = {n: state.said(n) for n in (state.order if nominees is None else nominees)}
    for (nominee, criterion), content in state.unsaved.items():
        if nominee not in said:
            continue
        marks = dict(said[nominee].marks)
        marks.pop(criterion, None)
        if content != CLEARED:
            marks[criterion] = content
        said[nominee] = replace(said[nominee], marks=marks)
    return said


def order_rows(
    contents: DeskContents, order: OwnOrder, tried: Sequence[NomineeId]
) -> list[ListRow]:
    """Return the rows in the order that is looked at; each says where its marks put it."""
    decimals = decimals_for(found.value for found in order.placed)
    by_marks = {found.nominee: found for found in order.placed}
    given = {nominee: place for place, nominee in enumerate(order.nominees)}
    looking, given_by_juror = tuple(tried) != order.nominees, is_given(contents)
    rows = []
    for place, nominee in enumerate(tried):
        found, paper = by_marks[nominee], contents.papers[nominee].nominee
        rise = given[nominee] - place if looking else 0
        words = [
            _by_marks(contents, place_text(found), rise) if looking else "",
            _("shared place") if found.shared and not looking else "",
            paper.place or _("Candidate {number}").format(number=number_text(paper.number)),
        ]
        tone: Tone = "accent" if rise else "neutral"
        rows.append(
            ListRow(
                key=nominee,
                title=paper.name,
                subtitle="  ·  ".join(word for word in words if word),
                number=str(place + 1 if looking else found.place),
                badge="" if given_by_juror else value_text(contents, found.value, decimals),
                tone=tone if rise else None,
                badge_icon="arrow-up" if rise > 0 else "arrow-down" if rise < 0 else "",
            )
        )
    return rows


def _by_marks(contents: DeskContents, place: str, rise: int) -> str:
    """Return where the marks put somebody, and how far the order that is looked at differs."""
    told = _("by your marks {place}") if in_marks(contents) else _("by your answers {place}")
    told = told.format(place=place)
    if rise > 0:
        words = ngettext("{n} place up", "{n} places up", rise).format(n=rise)
    elif rise < 0:
        words = ngettext("{n} place down", "{n} places down", -rise).format(n=-rise)
    else:
        return told
    return f"{words}, {told}"


def apart_rows(
    contents: DeskContents, order: OwnOrder, said: Mapping[NomineeId, Said]
) -> list[ListRow]:
    """Return those who have no place: something is missing, or nothing was assessed."""
    rows = []
    for nominee in (*order.incomplete, *order.not_assessed):
        paper, cell = contents.papers[nominee].nominee, contents.cell(nominee, said[nominee])
        nothing = nominee in order.not_assessed
        rows.append(
            ListRow(
                key=nominee,
                title=paper.name,
                subtitle=_("not assessed") if nothing else missing_text(contents, cell, 0),
                number=number_text(paper.number),
                badge_icon="chevron-right",
            )
        )
    return rows
