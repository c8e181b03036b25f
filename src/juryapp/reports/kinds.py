"""What the protocol says where no points were given: orders, votes, recommendations and comments.

Votes and levels are counted and printed as counts; the mean of an order is called a mean place. Nothing is
printed with decimals that nobody measured.
"""

from __future__ import annotations

from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.impartiality import Standing
from juryapp.domain.protocol import CategoryPart, CriterionLine, JurorPart, RankingLine
from juryapp.reports.blocks import Block, Heading, Item, Items
from juryapp.reports.words import Words

POINTS: Final = CriterionKind.POINTS
ORDER: Final = CriterionKind.ORDER
YES_NO: Final = CriterionKind.YES_NO
RECOMMENDATION: Final = CriterionKind.RECOMMENDATION
TEXT: Final = CriterionKind.TEXT

HEADINGS: Final = {
    POINTS: N_("Ranking by points"),
    ORDER: N_("Ranking by mean place"),
    YES_NO: N_("Ranking by share of yes"),
    RECOMMENDATION: N_("Ranking by recommendation"),
    TEXT: N_("Nominees, by name"),
}
TOTALS: Final = {
    POINTS: N_("Total"),
    ORDER: N_("Mean place"),
    YES_NO: N_("Yes"),
    RECOMMENDATION: N_("Recommendations"),
    TEXT: N_("Comments"),
}
COUNTED: Final = {
    ORDER: N_(
        "Each juror put the nominees of a category into an order. The nominee’s mean place is the mean of"
        " the places that the jurors gave; the lowest is best. Where a juror could not place everybody, that"
        " juror’s list is stretched to the length of the whole, so that being left out is neither gain nor"
        " loss."
    ),
    YES_NO: N_(
        "Each juror answered yes or no. The share of yes among the jurors who answered makes the place."
    ),
    RECOMMENDATION: N_(
        "Each juror chose a level in words. The levels are counted. The place follows the mean level, which"
        " is no measured number and is not printed as one."
    ),
    TEXT: N_(
        "The jurors wrote comments and gave no marks. Nothing was counted, and there is no ranking; the"
        " nominees stand by name."
    ),
}
SCALES: Final = {
    ORDER: N_("An order of the nominees of each category, the best first"),
    YES_NO: N_("Yes or no"),
    TEXT: N_("A comment in words; it makes no place"),
}
METHOD: Final = N_("How the answers were counted")
ANSWERS_ADVISE: Final = N_("The jurors’ answers advise; the panel decides.")
_RECUSED: Final = N_("recused")
_LEVELS: Final = N_("In words: {levels}")
_ANSWERS: Final = {"yes": N_("yes"), "no": N_("no")}
_TIED: Final = {
    ORDER: N_("{nominees} share place {place}: their mean places are exactly equal, {total}."),
    YES_NO: N_("{nominees} share place {place}: as many jurors answered yes, {total}."),
    RECOMMENDATION: N_("{nominees} share place {place}: their recommendations weigh the same."),
}


def scale(line: CriterionLine, words: Words) -> str:
    """Return what a criterion asked for."""
    if line.kind == RECOMMENDATION:
        return words(_LEVELS, levels=" · ".join(line.levels))
    return words(SCALES[line.kind])


def total(line: RankingLine, kind: CriterionKind, words: Words) -> str:
    """Return what a place rests on."""
    if kind == TEXT:
        return str(len(line.comments))
    if line.value is None:
        return "–"
    if kind == RECOMMENDATION:
        return " · ".join(f"{n} {answer}" for answer, n in line.answers)
    if kind == YES_NO and line.answers:
        counts = dict(line.answers)
        return words(N_("{yes} of {n}"), yes=counts.get("yes", 0), n=sum(counts.values()))
    return words.share(line.value) if kind == YES_NO else words.points(line.value)


def settled(answer: str, words: Words) -> str:
    """Return an answer in words that the chair settled on."""
    return words(_ANSWERS[answer]) if answer in _ANSWERS else answer


def answer(part: JurorPart, kind: CriterionKind, words: Words) -> str:
    """Return one juror's part in words, or as a place."""
    if part.answer:
        return settled(part.answer, words)
    if part.value is None:
        return "–"
    return words.share(part.value) if kind == YES_NO else words.exactly(part.value)


def answers_listed(part: CategoryPart, words: Words) -> Block:
    """Return what each juror answered, nominee by nominee, where the answers are whole words."""
    return Items(
        tuple(
            Item(
                line.nominee,
                tuple((one.juror, _listed(one, part.kind, words)) for one in line.parts),
                strong=True,
            )
            for line in part.ranking
        )
    )


def _listed(part: JurorPart, kind: CriterionKind, words: Words) -> str:
    recused = part.standing is Standing.RECUSED
    return words(_RECUSED) if recused else answer(part, kind, words)


def tied(part: CategoryPart, lines: list[RankingLine], words: Words) -> str:
    """Return that nominees share a place, and what is equal."""
    names = words.listed([line.nominee for line in lines])
    first = lines[0]
    equal = total(first, part.kind, words)
    return words(_TIED[part.kind], nominees=names, place=first.place, total=equal)


def comments(part: CategoryPart, words: Words) -> list[Block]:
    """Return the comments that the ballot asked for, nominee by nominee."""
    items = [
        Item(line.nominee, tuple((who, text) for who, text in line.comments), strong=True)
        for line in part.ranking
        if line.comments
    ]
    return [Heading(3, words(N_("The jurors’ comments"))), Items(tuple(items))] if items else []
