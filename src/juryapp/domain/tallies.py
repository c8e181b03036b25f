"""How often each answer was given, by the jurors who count."""

from __future__ import annotations

from collections import Counter

from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import JurorId
from juryapp.domain.impartiality import Standing
from juryapp.domain.totals import NomineeTotal


def tally(total: NomineeTotal, criterion: Criterion) -> Counter[int]:
    """Return how many jurors gave each answer to `criterion`, by its points."""
    said = (score.marks.get(criterion.id) for score in total.scores if score.counts)
    return Counter(content.points for content in said if content and content.points is not None)


def comments(total: NomineeTotal, criterion: Criterion) -> list[tuple[JurorId, str]]:
    """Return who wrote what on a criterion that asks for words: juror ids and texts, as the jurors come.

    Who is not impartial has no part in it, nor has anybody who wrote nothing.
    """
    found = []
    for score in total.scores:
        said = score.marks.get(criterion.id)
        if said is not None and said.points is not None and score.standing is Standing.IMPARTIAL:
            found.append((score.juror, said.note))
    return found
