"""What a place rests on, in the words of its kind: 7,85 · 5 of 7 yes · 3 Recommended · mean place 1,67.

A vote or a level is never shown as if it were measured: yes is counted, levels are counted, and the mean of
an order is called a mean place. Only marks become points with decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from juryapp.application.answers import choices, points_text
from juryapp.base.i18n import N_, Texts, current
from juryapp.base.numbers import format_exactly, format_number
from juryapp.domain.answers import counted
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import JurorId
from juryapp.domain.results import CategoryResult
from juryapp.domain.tallies import comments, tally
from juryapp.domain.totals import JurorScore, NomineeTotal

HEADINGS: Final[Mapping[CriterionKind, str]] = {
    CriterionKind.POINTS: N_("Order by points"),
    CriterionKind.ORDER: N_("Order by mean place"),
    CriterionKind.YES_NO: N_("Order by share of yes"),
    CriterionKind.RECOMMENDATION: N_("Order by recommendation"),
    CriterionKind.TEXT: N_("Comments, by name"),
}
VALUE_TITLES: Final[Mapping[CriterionKind, str]] = {
    CriterionKind.POINTS: N_("Points"),
    CriterionKind.ORDER: N_("Mean place"),
    CriterionKind.YES_NO: N_("Yes"),
    CriterionKind.RECOMMENDATION: N_("Recommendations"),
    CriterionKind.TEXT: N_("Comments"),
}
METHODS_TOLD: Final[Mapping[CriterionKind, str]] = {
    CriterionKind.POINTS: N_("The mean of the jurors who count, weighted by the criteria."),
    CriterionKind.ORDER: N_(
        "Each juror puts the nominees of a category into an order. The nominee’s mean place is the mean of"
        " the places that the jurors gave; the lowest is best. Where a juror could not place everybody, that"
        " juror’s list is stretched to the length of the whole, so that being left out is neither gain nor"
        " loss."
    ),
    CriterionKind.YES_NO: N_(
        "Each juror answers yes or no. The share of yes among the jurors who answered makes the place."
    ),
    CriterionKind.RECOMMENDATION: N_(
        "Each juror chooses a level in words. The levels are counted; the place follows the mean level, which"
        " is no measured number and is not shown as one."
    ),
    CriterionKind.TEXT: N_(
        "The jurors wrote comments and gave no marks. Nothing is counted, and the nominees stand by name."
    ),
}
NO_PLACES: Final = N_("Nothing is counted here: the jurors wrote comments only.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Says totals of one category in words, in the language in use or that of `texts`."""

    kind: CriterionKind
    size: int  # how many nominees there are
    criteria: Sequence[Criterion]
    decimals: int
    texts: Texts | None = None

    @property
    def counting(self) -> list[Criterion]:
        """The criteria that make places."""
        return counted(self.criteria)

    def total(self, total: NomineeTotal) -> str:
        """Return what a nominee's place rests on, – where nothing does."""
        if self.kind is CriterionKind.TEXT:
            return str(sum(len(comments(total, c)) for c in self.criteria))
        if total.value is None:
            return "–"
        match self.kind:
            case CriterionKind.YES_NO:
                return self._yes(total, total.value)
            case CriterionKind.RECOMMENDATION:
                return self._levels(total)
            case _:
                return self.number(total.value)

    def number(self, value: Fraction) -> str:
        """Return a total, or one juror's part in it, as a number: points, mean place or per cent."""
        language = (self.texts or current()).language
        match self.kind:
            case CriterionKind.ORDER:
                return format_number(self.size - value, self.decimals, language)
            case CriterionKind.YES_NO:
                return self.percent(value)
            case _:
                return format_number(value, self.decimals, language)

    def juror(self, score: JurorScore) -> str:
        """Return one juror's part: a number where it is one, else the answer in words."""
        if score.value is None:
            return "–"
        if self.kind is CriterionKind.POINTS:
            return self.number(score.value)
        if self.kind is CriterionKind.ORDER:
            return format_exactly(self.size - score.value, (self.texts or current()).language)
        said = [(c, score.marks[c.id].points) for c in self.counting if c.id in score.marks]
        return ", ".join(points_text(c, p, self.texts) for c, p in said if p is not None)

    def percent(self, value: Fraction) -> str:
        """Return a share of 1 in whole per cent."""
        _ = self.texts or current()
        return _("{percent}%").format(percent=format_number(100 * value, 0, _.language))

    def _yes(self, total: NomineeTotal, value: Fraction) -> str:
        _ = self.texts or current()
        if len(self.counting) > 1:
            return self.percent(value)
        found = tally(total, self.counting[0])
        return _("{yes} of {n}").format(yes=found[1], n=found.total())

    def _levels(self, total: NomineeTotal) -> str:
        several = len(self.counting) > 1
        said = []
        for criterion in self.counting:
            found = tally(total, criterion)
            offered = choices(criterion, self.texts)
            levels = " · ".join(f"{found[p]} {words}" for p, words in offered if found[p])
            said.append(f"{criterion.name}: {levels}" if several else levels)
        return "; ".join(said)


def wording_of(
    result: CategoryResult,
    criteria: Sequence[Criterion],
    decimals: int,
    texts: Texts | None = None,
) -> Wording:
    """Return how to say the totals of a category."""
    return Wording(
        kind=result.kind, size=result.size, criteria=criteria, decimals=decimals, texts=texts
    )


def value_in_words(wording: Wording, total: NomineeTotal) -> str:
    """Return a total as part of a line: 7,85 points · mean place 1,67 · 5 of 7 yes · 3 Recommended."""
    _ = wording.texts or current()
    said = wording.total(total)
    if total.value is None:
        return said
    match wording.kind:
        case CriterionKind.POINTS:
            return _("{points} points").format(points=said)
        case CriterionKind.ORDER:
            return _("mean place {place}").format(place=said)
        case CriterionKind.YES_NO:
            return _("{share} yes").format(share=said)
        case _:
            return said


def told_lines(wording: Wording, total: NomineeTotal, name: Callable[[JurorId], str]) -> list[str]:
    """Return how a place came about where no points were given, a sentence a line."""
    _ = wording.texts or current()
    counting = [score for score in total.scores if score.counts]
    told = _("{juror}: {answer}.")
    if wording.kind is CriterionKind.ORDER:
        told = _("{juror}: place {answer}.")
    lines = [told.format(juror=name(s.juror), answer=wording.juror(s)) for s in counting]
    if total.value is not None:
        lines.append(_summed(wording, total, total.value, len(counting)))
    return lines


def _summed(wording: Wording, total: NomineeTotal, value: Fraction, jurors: int) -> str:
    _ = wording.texts or current()
    match wording.kind:
        case CriterionKind.ORDER:
            together = format_exactly((wording.size - value) * jurors, _.language)
            line = _("{sum} places in all, divided by {n} jurors: mean place {place}.")
            return line.format(sum=together, n=jurors, place=wording.number(value))
        case CriterionKind.YES_NO:
            line = _("Yes: {share}, that is {percent}.")
            return line.format(share=wording.total(total), percent=wording.percent(value))
        case _:
            return _("Together: {levels}.").format(levels=wording.total(total))


def comment_lines(
    criteria: Sequence[Criterion], total: NomineeTotal, name: Callable[[JurorId], str]
) -> list[str]:
    """Return the comments on a nominee, with who wrote them and on what."""
    asked = [criterion for criterion in criteria if not criterion.counts]
    several = len(asked) > 1
    lines = []
    for criterion in asked:
        for juror, text in comments(total, criterion):
            who = f"{name(juror)} ({criterion.name})" if several else name(juror)
            lines.append(f"{who}: {text}")
    return lines
