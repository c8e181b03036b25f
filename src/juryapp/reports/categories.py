"""One category of the protocol: the decision first, then why, the public text, and the points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final

from juryapp.base.i18n import LANGUAGE_NAMES, N_
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.decisions import OUTCOME_NAMES, Basis, Outcome
from juryapp.domain.protocol import (
    CategoryPart,
    DecisionLine,
    JustificationText,
    MarginLine,
    ProtocolContent,
    RankingLine,
)
from juryapp.reports import kinds
from juryapp.reports.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Grid,
    Heading,
    Item,
    Items,
    Prose,
    Row,
    Strip,
    Tone,
    Verdict,
    VerdictLine,
)
from juryapp.reports.opening import NOT_DECIDED
from juryapp.reports.words import Words

NO_AWARD = N_("The panel makes no award in {category} in {year}.")
DEPARTS = N_("The panel has chosen another order than the points.")
POINTS_AND_PANEL = N_("By the points: {place}. By the panel: {outcome}.")
PLACE = N_("place {n}")
NOT_RANKED = N_("not ranked")
TIE = N_("The points leave this open: several nominees share the place.")
TIED = N_("{nominees} share place {place}: their totals are exactly equal, {points} points.")
CLOSE = N_(
    "{above} is {difference} points ahead of {below}."
    " The rules call less than {margin} points a close margin."
)
SHARED_PLACE = N_("shared place")
LOOK_EQUAL = N_(
    "Totals that look equal but have different places differ beyond the decimals shown."
)
_ORDER: Final = (Outcome.WINNER, Outcome.FINALIST, Outcome.MENTION, Outcome.NONE)


def category(part: CategoryPart, content: ProtocolContent, words: Words) -> list[Block]:
    """Return everything on one category."""
    return [
        Heading(2, part.name),
        *_who_belongs(part, words),
        *_decision(part, content, words),
        *_reasons(part, words),
        *_ties(part, content, words),
        *_justifications(part, words),
        Heading(3, words(kinds.HEADINGS[part.kind])),
        *_ranking(part, words),
    ]


def _who_belongs(part: CategoryPart, words: Words) -> list[Block]:
    counts = (
        words.ngettext("{n} nominee", "{n} nominees", len(part.ranking)),
        words.ngettext("room for {n} finalist", "room for {n} finalists", part.finalists),
        words.ngettext("{n} winner", "{n} winners", part.winners),
    )
    rule = f"{part.rule.strip().rstrip('.')}. " if part.rule.strip() else ""
    return [Prose(f"{rule}{', '.join(counts)}.", Tone.MUTED)]


def _decision(part: CategoryPart, content: ProtocolContent, words: Words) -> list[Block]:
    ordered = _in_order(part.decisions)
    if not ordered:
        return [Prose(words(NOT_DECIDED) + ".", Tone.STRONG)]
    lines = [
        VerdictLine(
            label=words(OUTCOME_NAMES[line.outcome]),
            name=line.nominee or words(NO_AWARD, category=part.name, year=content.year),
            detail=_home_of(line, part),
            first=line.outcome is Outcome.WINNER or not line.nominee,
        )
        for line in ordered
    ]
    return [Verdict(tuple(lines))]


def _in_order(decisions: Sequence[DecisionLine]) -> list[DecisionLine]:
    """Winners first, then finalists, mentions and no award; within these by place."""
    return sorted(
        decisions,
        key=lambda d: (bool(d.nominee), _ORDER.index(d.outcome), d.place or 1_000_000, d.nominee),
    )


def _home_of(line: DecisionLine, part: CategoryPart) -> str:
    same = [ranked for ranked in part.ranking if ranked.nominee == line.nominee]
    best = sorted(same, key=lambda ranked: ranked.place != line.place)
    return best[0].home if best else ""


# --------------------------------------------------------------------------- why


def _reasons(part: CategoryPart, words: Words) -> list[Block]:
    said = [
        d for d in _in_order(part.decisions) if d.reason.strip() or d.basis is not Basis.FOLLOWS
    ]
    if not said:
        return []
    departing = [d for d in said if d.basis is Basis.DEPARTS and d.nominee]
    others = [d for d in said if d not in departing]
    groups = ((N_("Another order than the points"), departing), (N_("The panel’s reasons"), others))
    blocks: list[Block] = []
    for heading, lines in groups:
        items = tuple(_reason(line, words) for line in lines)
        blocks += [Heading(3, words(heading)), Items(items)] if items else []
    return blocks


def _reason(line: DecisionLine, words: Words) -> Item:
    sentences: list[tuple[str, str]] = []
    if line.nominee and line.basis is Basis.DEPARTS:
        place = words(PLACE, n=line.place) if line.place else words(NOT_RANKED)
        outcome = words(OUTCOME_NAMES[line.outcome])
        against = words(POINTS_AND_PANEL, place=place, outcome=outcome)
        sentences.append(("", f"{words(DEPARTS)} {against}"))
    if line.basis is Basis.TIE:
        sentences.append(("", words(TIE)))
    if line.reason.strip():
        sentences.append((words(N_("Reason")), line.reason))
    lead = line.nominee or words(OUTCOME_NAMES[Outcome.NONE])
    return Item(lead, tuple(sentences), strong=True)


def _ties(part: CategoryPart, content: ProtocolContent, words: Words) -> list[Block]:
    sentences = [
        kinds.tied(part, tied, words) if part.kind != kinds.POINTS else _tied_points(tied, words)
        for tied in _tied(part)
    ]
    sentences += [_close(line, content, words) for line in part.close]
    if not sentences:
        return []
    heading = Heading(3, words(N_("Ties and close margins")))
    return [heading, *(Prose(sentence) for sentence in sentences)]


def _tied_points(tied: Sequence[RankingLine], words: Words) -> str:
    return words(
        TIED,
        nominees=words.listed([line.nominee for line in tied]),
        place=tied[0].place,
        points=words.points(tied[0].value or Fraction(0)),
    )


def _tied(part: CategoryPart) -> list[list[RankingLine]]:
    """Return the groups that share a place among the finalists' places."""
    near = [line for line in part.ranking if line.shared and (line.place or 0) <= part.finalists]
    placed = [line for line in near if line.place]
    return [list(tied) for _, tied in groupby(placed, key=lambda line: line.place)]


def _close(line: MarginLine, content: ProtocolContent, words: Words) -> str:
    return words(
        CLOSE,
        above=line.above,
        below=line.below,
        difference=words.difference(line.difference),
        margin=words.exactly(content.close_margin),
    )


def _justifications(part: CategoryPart, words: Words) -> list[Block]:
    if not part.justifications:
        return []
    blocks: list[Block] = [Heading(3, words(N_("Justification")))]
    for text in part.justifications:
        blocks += [Heading(4, _of_whom(text, words))]
        blocks += [Prose(text.text, Tone.QUOTE, text.language)]
    return blocks


def _of_whom(text: JustificationText, words: Words) -> str:
    outcome = words(OUTCOME_NAMES[text.outcome]) if text.outcome else ""
    other = text.language != words.language
    language = LANGUAGE_NAMES.get(text.language, text.language) if other else ""
    return "  ·  ".join(part for part in (text.nominee, outcome, language) if part)


# ----------------------------------------------------------------------- ranking


def _ranking(part: CategoryPart, words: Words) -> list[Block]:
    if not part.ranking:
        return [Prose(words(N_("There is no nominee in this category.")))]
    if part.kind != kinds.POINTS:
        return [_counted(part, words), *kinds.comments(part, words)]
    least, most = axis(part.ranking)
    letters = note_letters(part.ranking)
    means = words(N_("Jurors’ means, {least} to {most}"), least=least, most=most)
    columns = (
        Column(title=words(N_("Place")), width=19),
        Column(title=words(N_("Nominee"))),
        Column(title=words(N_("Nominations")), width=24, align=Align.RIGHT),
        Column(title=words(N_("Jurors counted")), width=17, align=Align.RIGHT),
        Column(title=means, width=35),
        Column(title=words(N_("Total")), width=14, align=Align.RIGHT),
    )
    rows = tuple(_ranked_row(line, letters, (least, most), words) for line in part.ranking)
    grid = Grid(columns=columns, rows=rows, notes=_notes(letters, words))
    return [grid, *_look_equal(part.ranking, words), *kinds.comments(part, words)]


def _counted(part: CategoryPart, words: Words) -> Grid:
    """Return the nominees with what was counted; dots would show votes as if they were measured."""
    letters = note_letters(part.ranking)
    in_words = part.kind == kinds.RECOMMENDATION
    columns: tuple[Column, ...] = (
        Column(title=words(N_("Place")), width=19),
        Column(title=words(N_("Nominee"))),
        Column(title=words(N_("Nominations")), width=24, align=Align.RIGHT),
        Column(title=words(N_("Jurors counted")), width=17, align=Align.RIGHT),
        Column(
            title=words(kinds.TOTALS[part.kind]),
            width=58 if in_words else 24,
            align=Align.LEFT if in_words else Align.RIGHT,
        ),
    )
    rows = tuple(_counted_row(line, letters, part.kind, words) for line in part.ranking)
    if part.kind == kinds.TEXT:  # no places, and nobody who counts
        columns = (columns[1], columns[2], columns[4])
    return Grid(columns=columns, rows=rows, notes=_notes(letters, words))


def _counted_row(
    line: RankingLine, letters: dict[tuple[str, ...], str], kind: CriterionKind, words: Words
) -> Row:
    whole = _ranked_row(line, letters, (0, 1), words)
    place, nominee, nominations, jurors, *_strip = whole.cells
    counted = Cell(text=kinds.total(line, kind, words), strong=True)
    if kind == kinds.TEXT:
        return Row(cells=(nominee, nominations, counted), lit=whole.lit)
    return Row(cells=(place, nominee, nominations, jurors, counted), lit=whole.lit)


def _ranked_row(
    line: RankingLine,
    letters: dict[tuple[str, ...], str],
    ends: tuple[int, int],
    words: Words,
) -> Row:
    outcome = words(OUTCOME_NAMES[line.outcome]) if line.outcome else ""
    number = words(N_("No. {n}"), n=line.number)
    values = tuple(part.value for part in line.parts if part.value is not None)
    won = line.outcome is Outcome.WINNER
    place = str(line.place) if line.place else words(NOT_RANKED)
    return Row(
        cells=(
            Cell(
                text=place,
                small=words(SHARED_PLACE) if line.shared else "",
                strong=won,
                muted=not line.place,
            ),
            Cell(
                text=line.nominee,
                small="  ·  ".join(part for part in (outcome, number, line.home) if part),
                note=letters.get(line.recused, ""),
                strong=won,
            ),
            Cell(text=str(line.nominations)),
            Cell(text=str(line.counted)),
            Strip(values=values, total=line.value, least=ends[0], most=ends[1]),
            Cell(text=words.points(line.value) if line.value is not None else "–", strong=True),
        ),
        lit=won,
    )


def axis(ranking: Sequence[RankingLine]) -> tuple[int, int]:
    """Return the whole numbers between which all means of a category lie."""
    values = [part.value for line in ranking for part in line.parts if part.value is not None]
    values += [line.value for line in ranking if line.value is not None]
    if not values:
        return 0, 10
    least, most = math.floor(min(values)), math.ceil(max(values))
    return (least, most) if least < most else (max(least - 1, 0), most + 1)


def note_letters(ranking: Sequence[RankingLine]) -> dict[tuple[str, ...], str]:
    """Return a letter for each set of recused jurors, in the order of the table."""
    sets = dict.fromkeys(line.recused for line in ranking if line.recused)
    return {recused: letter(n) for n, recused in enumerate(sets)}


def letter(n: int) -> str:
    """Return the n-th letter of a list, from 0: a, b, then aa, ab after z."""
    before = letter(n // 26 - 1) if n >= 26 else ""
    return before + chr(ord("a") + n % 26)


def _notes(letters: dict[tuple[str, ...], str], words: Words) -> tuple[tuple[str, str], ...]:
    recused = N_("Recused here, and not in the total: {jurors}")
    return tuple(
        (sign, words(recused, jurors=words.listed(names)) + ".") for names, sign in letters.items()
    )


def _look_equal(ranking: Sequence[RankingLine], words: Words) -> list[Block]:
    shown: dict[str, set[int]] = {}
    for line in ranking:
        if line.place and line.value is not None:
            shown.setdefault(words.points(line.value), set()).add(line.place)
    misleading = any(len(places) > 1 for places in shown.values())
    return [Prose(words(LOOK_EQUAL), Tone.MUTED)] if misleading else []
