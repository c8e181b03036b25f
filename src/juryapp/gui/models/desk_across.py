"""All nominees on one criterion: rows, their order, and how far the juror is with each criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from juryapp.application.desk.contents import Papers, Said
from juryapp.base.collation import sort_key
from juryapp.base.i18n import N_, _
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.statements import MarkContent, MarkState
from juryapp.gui.models.desk import content_text, mark_words, nominators_text, number_text


class Sort(StrEnum):
    """In which order the nominees stand."""

    OWN = "own"  # the juror's own order, from the package
    HIGHEST = "highest"
    LOWEST = "lowest"
    NUMBER = "number"
    NAME = "name"


class Show(StrEnum):
    """Which nominees are listed."""

    ALL = "all"
    LEFT = "left"  # without an answer on this criterion
    FLAGGED = "flagged"


SORT_NAMES: Final = {
    Sort.OWN: N_("In your own order"),
    Sort.HIGHEST: N_("Highest mark first"),
    Sort.LOWEST: N_("Lowest mark first"),
    Sort.NUMBER: N_("By number"),
    Sort.NAME: N_("By name"),
}
_SORTED_IN_WORDS: Final = {
    CriterionKind.YES_NO: {Sort.HIGHEST: N_("Yes first"), Sort.LOWEST: N_("No first")},
    CriterionKind.RECOMMENDATION: {
        Sort.HIGHEST: N_("Highest level first"),
        Sort.LOWEST: N_("Lowest level first"),
    },
}


def sort_choices(kind: CriterionKind) -> list[tuple[str, str]]:
    """Return the orders of the rows with their names, for answers of a kind."""
    names = {**SORT_NAMES, **_SORTED_IN_WORDS.get(kind, {})}
    return [(sort, _(text)) for sort, text in names.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossRow:
    """One nominee, and the juror's mark for it on the criterion that is shown."""

    key: NomineeId
    number: int
    name: str
    below: str  # place or category
    points: int | None
    not_assessed: bool
    value: str  # the mark as it is read
    words: str  # of the level that the mark has reached
    closed: str  # why no mark is taken here, "" where one is
    unsaved: bool
    flagged: bool

    @property
    def answered(self) -> bool:
        """Whether there is a mark, or the juror chose not to assess."""
        return self.points is not None or self.not_assessed

    @property
    def second_line(self) -> str:
        """What stands below the name: that it is not saved, the words of the mark, or the place."""
        return _("Not saved") if self.unsaved else self.words or self.below

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        parts = (
            number_text(self.number),
            self.name,
            self.closed or self.value,
            self.words,
            _("flagged") if self.flagged else "",
            _("Not saved") if self.unsaved else "",
        )
        return ", ".join(part for part in parts if part)


def across_row(
    papers: Papers,
    said: Said,
    criterion: Criterion,
    content: MarkContent | None,
    *,
    unsaved: bool = False,
) -> AcrossRow:
    """Return the row of one nominee; `content` is the mark as the juror sees it."""
    nominee = papers.nominee
    skipped = content is not None and content.state is MarkState.NOT_ASSESSED
    points = content.points if content is not None else None
    given = points is not None or skipped
    return AcrossRow(
        key=nominee.id,
        number=nominee.number,
        name=nominee.name,
        below=nominee.place or papers.category,
        points=points,
        not_assessed=skipped,
        value=content_text(criterion, content),
        words=mark_words(criterion, points, not_assessed=skipped) if given else "",
        closed=_closed(said),
        unsaved=unsaved,
        flagged=said.flagged,
    )


def _closed(said: Said) -> str:
    if said.standing is Standing.RECUSED:
        return _("You take no part here")
    if said.standing is Standing.UNDECLARED:
        return _("Impartiality not answered")
    return ""


def listed(rows: Sequence[AcrossRow], show: Show, search: str) -> list[AcrossRow]:
    """Return the rows that filter and search let through."""
    words = search.casefold().strip()
    return [row for row in rows if _is_shown(row, show) and _is_found(row, words)]


def _is_shown(row: AcrossRow, show: Show) -> bool:
    if show is Show.LEFT:
        return not row.closed and not row.answered
    return row.flagged if show is Show.FLAGGED else True


def _is_found(row: AcrossRow, words: str) -> bool:
    return not words or words in f"{number_text(row.number)} {row.name} {row.below}".casefold()


def arranged(rows: Sequence[AcrossRow], sort: Sort) -> list[AcrossRow]:
    """Return the rows, given in the juror's own order, in another; those without a mark come last."""
    match sort:
        case Sort.NUMBER:
            return sorted(rows, key=lambda row: row.number)
        case Sort.NAME:
            return sorted(rows, key=lambda row: sort_key(row.name))
        case Sort.HIGHEST | Sort.LOWEST:
            sign = -1 if sort is Sort.HIGHEST else 1
            return sorted(rows, key=lambda row: (row.points is None, sign * (row.points or 0)))
        case _:
            return list(rows)


class Answered:
    """How many nominees are answered on each criterion; one nominee's change costs one nominee."""

    def __init__(self, criteria: Sequence[Criterion], said: Mapping[NomineeId, Said]) -> None:
        self._seen = dict(said)
        self._counts = {c.id: 0 for c in criteria}
        for found in said.values():
            self._add(found, 1)
        self.total = sum(not _closed(found) for found in said.values())

    def __contains__(self, nominee: NomineeId) -> bool:
        """Return whether it counts this nominee."""
        return nominee in self._seen

    def count(self, criterion: CriterionId) -> int:
        """Return how many nominees have an answer on this criterion."""
        return self._counts[criterion]

    def is_done(self, criterion: CriterionId) -> bool:
        """Return whether every nominee has an answer on this criterion."""
        return self._counts[criterion] == self.total

    def replace(self, nominee: NomineeId, said: Said) -> tuple[CriterionId, ...]:
        """Take what is said now about one nominee; return the criteria where it differs."""
        before = self._seen[nominee]
        self._seen[nominee] = said
        self._add(before, -1)
        self._add(said, 1)
        self.total += (not _closed(said)) - (not _closed(before))
        return tuple(c for c in self._counts if said.marks.get(c) != before.marks.get(c))

    def _add(self, said: Said, by: int) -> None:
        if _closed(said):
            return
        for criterion in said.marks:
            if criterion in self._counts:
                self._counts[criterion] += by


def short_look(papers: Papers) -> str:
    """Return in one line who a nominee is: place, category and who nominated."""
    parts = (papers.nominee.place, papers.category, nominators_text(papers.nominations))
    return "  ·  ".join(part for part in parts if part)
