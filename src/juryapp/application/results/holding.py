"""“Does it hold?”: named questions, each answered exactly by counting again, in yes or no.

There are no probabilities here. The same function that makes the result is asked again with some jurors
left out, and the places are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from juryapp.application.progress import UNWATCHED, Progress
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.domain.ranking import Ranked
from juryapp.domain.results import CategoryResult, Scoring, result_of
from juryapp.domain.totals import JurorScore


class Question(StrEnum):
    """What can be asked."""

    WITHOUT_ONE = "without_one"  # is it the same, whoever of us is left out?
    ASSESSED_ALL = "assessed_all"  # is it the same with only those who assessed everything?


class Verdict(StrEnum):
    """The answer."""

    YES = "yes"
    NO = "no"
    CANNOT = "cannot"  # it cannot be asked: too few jurors


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A nominee that would have another place; None is no place: too few jurors are left."""

    nominee: NomineeId
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The places with some jurors left out."""

    left_out: tuple[JurorId, ...]
    first: tuple[NomineeId, ...]  # on the winners' places
    changes: tuple[PlaceChange, ...]  # among the finalists' places, before or after
    holds: bool  # the same nominees are on the winners' places, and no others


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether the first place holds."""

    question: Question
    verdict: Verdict
    jurors: int  # whose marks count in the category
    variants: tuple[Variant, ...] = ()

    @property
    def turning(self) -> tuple[Variant, ...]:
        """The variants in which the first place would be another's."""
        return tuple(variant for variant in self.variants if not variant.holds)


def without_one(scoring: Scoring, category: CategoryId, progress: Progress = UNWATCHED) -> Answer:
    """Answer whether the first place is the same, whichever juror is left out."""
    narrowed = _narrowed(scoring, category)
    before = _counted_again(narrowed)
    jurors = _counting(before)
    if len(jurors) < 2 or not before.ranked:
        return Answer(question=Question.WITHOUT_ONE, verdict=Verdict.CANNOT, jurors=len(jurors))
    variants = []
    for done, juror in enumerate(jurors):
        progress.step(done, len(jurors))
        variants.append(_variant(narrowed, before, [juror]))
    return _answer(Question.WITHOUT_ONE, variants, jurors)


def assessed_all(scoring: Scoring, category: CategoryId) -> Answer:
    """Answer whether the first place is the same with only those who marked everything in the category.

    Who is recused for somebody, or has not assessed something, is left out: then all nominees are compared
    by the very same people.
    """
    narrowed = _narrowed(scoring, category)
    before = _counted_again(narrowed)
    jurors = _counting(before)
    able = _who_marked_everything(before, scoring.criteria)
    left_out = [juror for juror in jurors if juror not in able]
    if not before.ranked or len(left_out) == len(jurors):
        return Answer(question=Question.ASSESSED_ALL, verdict=Verdict.CANNOT, jurors=len(jurors))
    variants = [_variant(narrowed, before, left_out)] if left_out else []
    return _answer(Question.ASSESSED_ALL, variants, jurors)


def _answer(question: Question, variants: Sequence[Variant], jurors: Sequence[JurorId]) -> Answer:
    holds = all(variant.holds for variant in variants)
    return Answer(
        question=question,
        verdict=Verdict.YES if holds else Verdict.NO,
        jurors=len(jurors),
        variants=tuple(variants),
    )


def _narrowed(scoring: Scoring, category: CategoryId) -> Scoring:
    """Return only what this category's places are made of."""
    nominees = [n for n in scoring.nominees if n.category == category]
    here = {n.id for n in nominees}
    return replace(
        scoring,
        categories=[c for c in scoring.categories if c.id == category],
        nominees=nominees,
        sheets=[
            replace(sheet, cells=()) for sheet in scoring.sheets
        ],  # no questions are asked here
        marks={key: said for key, said in scoring.marks.items() if key.nominee in here},
        conflicts=(),
    )


def _counted_again(scoring: Scoring, left_out: Collection[JurorId] = ()) -> CategoryResult:
    kept = [sheet for sheet in scoring.sheets if sheet.juror not in left_out]
    return result_of(replace(scoring, sheets=kept)).categories[0]


def _scores(result: CategoryResult) -> Iterable[JurorScore]:
    totals = [*(ranked.total for ranked in result.ranked), *result.unranked]
    return (score for total in totals for score in total.scores)


def _counting(result: CategoryResult) -> list[JurorId]:
    """Return whose marks count for anybody, in the order of the sheets."""
    found = dict.fromkeys(score.juror for score in _scores(result))
    counting = {score.juror for score in _scores(result) if score.counts}
    return [juror for juror in found if juror in counting]


def _who_marked_everything(result: CategoryResult, criteria: Sequence[Criterion]) -> set[JurorId]:
    everybody = {score.juror for score in _scores(result)}
    lacking = {score.juror for score in _scores(result) if not _is_full(score, criteria)}
    return everybody - lacking


def _is_full(score: JurorScore, criteria: Sequence[Criterion]) -> bool:
    given = {c for c, said in score.marks.items() if said.points is not None}
    return score.counts and all(criterion.id in given for criterion in criteria)


def _variant(scoring: Scoring, before: CategoryResult, left_out: Sequence[JurorId]) -> Variant:
    after = _counted_again(scoring, frozenset(left_out))
    return Variant(
        left_out=tuple(left_out),
        first=_first(after),
        changes=tuple(_changes(before, after)),
        holds=set(_first(before)) == set(_first(after)),
    )


def _first(result: CategoryResult) -> tuple[NomineeId, ...]:
    return tuple(r.nominee for r in result.ranked if r.place <= result.category.winners)


def _changes(before: CategoryResult, after: CategoryResult) -> list[PlaceChange]:
    cut = before.category.finalists
    found = []
    for ranked in before.ranked:
        place = after.place_of(ranked.nominee)
        among = ranked.place <= cut or (place is not None and place <= cut)
        if place != ranked.place and among:
            found.append(PlaceChange(ranked.nominee, ranked.place, place))
    return sorted(found, key=lambda change: (change.after is None, change.after or 0))


def one_juror_could_turn(above: Ranked, below: Ranked, criteria: Sequence[Criterion]) -> bool:
    """Return whether other marks by one juror alone, on the scales there are, could turn these two round.

    The juror's marks for the first are taken as low, those for the second as high as the scales go.
    """
    gap = above.value - below.value
    lowered = {s.juror: _reach(s, criteria, up=False) / above.total.counted for s in _in(above)}
    raised = {s.juror: _reach(s, criteria, up=True) / below.total.counted for s in _in(below)}
    return any(
        lowered.get(juror, Fraction(0)) + raised.get(juror, Fraction(0)) > gap
        for juror in {*lowered, *raised}
    )


def _in(ranked: Ranked) -> list[JurorScore]:
    return [score for score in ranked.total.scores if score.counts]


def _reach(score: JurorScore, criteria: Sequence[Criterion], *, up: bool) -> Fraction:
    """Return how far this juror's mean could go up or down, on the criteria that were marked."""
    moved, weights = Fraction(0), Fraction(0)
    for criterion in criteria:
        said = score.marks.get(criterion.id)
        if said is None or said.points is None:
            continue
        steps = criterion.scale.most - said.points if up else said.points - criterion.scale.least
        moved += criterion.weight * criterion.scale.value(steps)
        weights += criterion.weight
    return moved / weights if weights else Fraction(0)
