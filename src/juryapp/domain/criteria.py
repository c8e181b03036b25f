"""Criteria, the ballot that jurors see, and the rules that turn marks into places.

Two hashes (design decision): `ballot_hash` covers what the juror saw; `rules_hash` covers how marks are
counted. A changed weight alters the rules and leaves every mark standing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from juryapp.base.canonical import Json, canonical_hash
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.base.numbers import fraction_text
from juryapp.domain.ids import CriterionId
from juryapp.domain.scales import MOST_DIGITS, Scale

NO_NAME = N_("Give the criterion a name.")
BAD_RULES = N_("These rules of counting are not known. Choose among those that are offered.")
BAD_WEIGHT = N_("The weight of “{criterion}” must be a number above zero.")
LONG_WEIGHT = N_("The weight of “{criterion}” has too many digits. Choose a simpler number.")
BAD_LEVELS = N_(
    "Give “{criterion}” from {fewest} to {most} levels in words, no two of them alike. The jurors choose"
    " among them."
)
BAD_KIND = N_("The scale of “{criterion}” does not go with what is asked of the jurors there.")

FEWEST_LEVELS: Final = 2
MOST_LEVELS: Final = 9  # of a recommendation: one digit each
MOST_PLACES: Final = 10_000
NO: Final = 0
YES: Final = 1
WRITTEN: Final = 0  # the points of a text: the answer is its words


class CriterionKind(StrEnum):
    """What is asked of the juror. Every answer but a text is a whole number of steps on the scale."""

    POINTS = "points"
    ORDER = "order"  # the nominee's place among those of its category: 1 is best
    YES_NO = "yes_no"  # 1 is yes
    RECOMMENDATION = "recommendation"  # the levels of the scale in words, no numbers shown
    TEXT = "text"  # a comment only; 0 stands for “written”


FIXED_SCALES: Final[Mapping[CriterionKind, Scale]] = {
    CriterionKind.ORDER: Scale(1, MOST_PLACES, Fraction(1)),
    CriterionKind.YES_NO: Scale(NO, YES, Fraction(1)),
    CriterionKind.TEXT: Scale(WRITTEN, 1, Fraction(1)),
}


@dataclass(frozen=True, slots=True)
class Level:
    """What a mark means, in words: 10 – others can learn from it."""

    points: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that every juror marks for every nominee."""

    id: CriterionId
    name: str
    weight: Fraction  # relative, above zero; the weights need not add up to anything
    scale: Scale
    order: int = 0
    group: str = ""
    guidance: str = ""
    levels: tuple[Level, ...] = ()
    kind: CriterionKind = CriterionKind.POINTS
    version: int = 1  # goes up with a changed text; a changed scale is another criterion

    def check(self) -> None:
        """Raise RuleError unless the criterion can be used."""
        if not self.name.strip():
            raise RuleError(NO_NAME)
        if self.weight <= 0:
            raise RuleError(BAD_WEIGHT, criterion=self.name)
        if max(self.weight.as_integer_ratio()) > MOST_DIGITS:
            raise RuleError(LONG_WEIGHT, criterion=self.name)
        for level in self.levels:
            self.scale.check(level.points)
        self._check_kind()

    def _check_kind(self) -> None:
        """Raise RuleError (E-KIND) unless scale and levels go with the kind."""
        if self.kind is CriterionKind.POINTS:
            return
        if self.kind is not CriterionKind.RECOMMENDATION:
            if self.scale != FIXED_SCALES[self.kind] or self.levels:
                raise RuleError(BAD_KIND, code="E-KIND", criterion=self.name)
            return
        words = {level.words.strip().casefold() for level in self.levels} - {""}
        if not FEWEST_LEVELS <= len(words) == len(self.levels) <= MOST_LEVELS:
            limits = {"fewest": FEWEST_LEVELS, "most": MOST_LEVELS}
            raise RuleError(BAD_LEVELS, code="E-KIND", criterion=self.name, **limits)
        points = [level.points for level in self.levels]
        if points != list(range(len(points))) or self.scale != _scale_of_levels(len(points)):
            raise RuleError(BAD_KIND, code="E-KIND", criterion=self.name)

    @property
    def counts(self) -> bool:
        """Whether its answers make places: all kinds do but a text."""
        return self.kind is not CriterionKind.TEXT

    def asking(self, kind: CriterionKind, words: Sequence[str] = ()) -> Criterion:
        """Return the criterion asking for another kind of answer than points.

        Args:
            kind: What it asks for.
            words: The levels of a recommendation, the best first, as the jurors see them.
        """
        if kind is not CriterionKind.RECOMMENDATION:
            return replace(self, kind=kind, scale=FIXED_SCALES[kind], levels=())
        levels = tuple(Level(points, text) for points, text in enumerate(reversed(words)))
        return replace(self, kind=kind, scale=_scale_of_levels(len(levels)), levels=levels)

    def words(self, points: int) -> str:
        """Return the words of the level that `points` has reached, or ""."""
        reached = [level for level in self.levels if level.points <= points]
        return max(reached, key=lambda level: level.points).words if reached else ""


def _scale_of_levels(count: int) -> Scale:
    """Return the scale of a recommendation; too few levels are told of by `Criterion.check`."""
    return Scale(0, max(count, FEWEST_LEVELS) - 1, Fraction(1))


class Missing(StrEnum):
    """What a juror's missing criterion does to that juror's mean for the nominee."""

    RENORMALISE = "renormalise"  # the mean of the criteria that were assessed
    VOID = "void"  # the juror does not count for this nominee


class CommentRule(StrEnum):
    """Whether a mark needs a comment."""

    NONE = "none"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How marks become places; frozen with a hash when the round opens."""

    method: str = "mean"
    missing: Missing = Missing.RENORMALISE
    minimum_marks: int = 1  # jurors; a nominee with fewer is listed as not ranked
    ties: tuple[str, ...] = ("shared",)
    places: str = "1224"
    decimals: int = 2  # for the eye only: places are found on unrounded values
    close_margin: Fraction = field(default=Fraction(1, 4))  # in points of the scale
    comment: CommentRule = CommentRule.NONE

    def check(self) -> None:
        """Raise RuleError unless the program counts by these rules."""
        counted = (self.method, self.ties, self.places) == ("mean", ("shared",), "1224")
        if not counted or self.minimum_marks < 1 or not 0 <= self.decimals <= 6:
            raise RuleError(BAD_RULES)
        if self.close_margin < 0 or max(self.close_margin.as_integer_ratio()) > MOST_DIGITS:
            raise RuleError(BAD_RULES)


def ballot_hash(criteria: Sequence[Criterion], comment: CommentRule) -> str:
    """Return the hash of what a juror sees: texts, scales, kinds, comment rule; no weight in it."""
    return canonical_hash(
        {
            "comment": str(comment),
            "criteria": [_seen(c) for c in sorted(criteria, key=lambda c: (c.order, c.id))],
        }
    )


def rules_hash(criteria: Sequence[Criterion], rules: Rules) -> str:
    """Return the hash of how marks are counted: method, weights, ties, gates, rounding."""
    return canonical_hash(
        {
            "method": rules.method,
            "weights": {c.id: fraction_text(c.weight) for c in criteria},
            "missing": str(rules.missing),
            "minimum_marks": rules.minimum_marks,
            "ties": list(rules.ties),
            "places": rules.places,
            "decimals": rules.decimals,
            "close_margin": fraction_text(rules.close_margin),
        }
    )


def _seen(criterion: Criterion) -> Json:
    scale = criterion.scale
    return {
        "id": criterion.id,
        "version": criterion.version,
        "kind": str(criterion.kind),
        "name": criterion.name,
        "group": criterion.group,
        "guidance": criterion.guidance,
        "least": scale.least,
        "most": scale.most,
        "step": {"num": scale.step.numerator, "den": scale.step.denominator},
        "levels": [[level.points, level.words] for level in criterion.levels],
    }
