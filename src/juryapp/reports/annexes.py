"""The annexes: marks per juror, the method in plain words, score files, settled marks, the log."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.criteria import CriterionKind, Missing
from juryapp.domain.impartiality import Standing
from juryapp.domain.merge_report import UNSIGNED_SENTENCES
from juryapp.domain.protocol import (
    CategoryPart,
    FileLine,
    JurorPart,
    ProtocolContent,
    RankingLine,
    SettlementLine,
)
from juryapp.reports import kinds
from juryapp.reports.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Digits,
    Facts,
    Grid,
    Heading,
    Item,
    Items,
    NewPage,
    Prose,
    Row,
    Tone,
)
from juryapp.reports.merge_report import merges_told
from juryapp.reports.words import Words, shortened

UPRIGHT_JURORS: Final = 7  # more jurors than this lie on their side
PAGE_JURORS: Final = 12  # more than this are parted into several tables
RECUSED = N_("recused")
MATRIX_EXPLAINED = N_(
    "Each number is a juror’s weighted mean for a nominee. “Recused”: the juror took no part."
    " A dash: the juror’s marks are not in the total. The numbers above are those of the jury’s list."
)
ANSWERS_EXPLAINED = N_(
    "What each juror answered for each nominee. “Recused”: the juror took no part."
    " A dash: the juror’s answer does not count."
)
WEIGHTED_MEAN = {
    Missing.RENORMALISE: N_(
        "Each juror gives a mark for each criterion. The juror’s mean for a nominee is the mean of these"
        " marks, weighted by the shares of the criteria. A criterion that was not assessed is left out,"
        " and the other shares count in proportion."
    ),
    Missing.VOID: N_(
        "Each juror gives a mark for each criterion. The juror’s mean for a nominee is the mean of these"
        " marks, weighted by the shares of the criteria. A juror who has not assessed every criterion of"
        " a nominee does not count for that nominee."
    ),
}
TOTAL = N_(
    "The nominee’s total is the mean of the jurors’ means. A juror who is recused for a nominee is left"
    " out there: that is not a zero."
)
PLACES = N_(
    "Places follow the totals, best first. Equal totals share a place, and the places after it are left"
    " out: 1, 2, 2, 4."
)
OWN_ORDER = N_(
    "Each juror saw the nominees in an order of their own. It comes from the order seed below, so that"
    " anyone can repeat it."
)
POINTS_ADVISE = N_("The points advise; the panel decides.")
KEY_WORDS = {
    "package": N_("known from the jury package"),
    "word": N_("confirmed by word of mouth"),
    "": N_("not confirmed"),
}

JurorKey = tuple[str, int]  # a name, and which of the jurors with that name


# --------------------------------------------------------------- marks per juror


def marks_per_juror(content: ProtocolContent, words: Words) -> list[Block]:
    """Return each juror's mean for each nominee, category by category, on pages that are wide enough."""
    jurors = juror_keys(content)
    if not jurors or all(part.kind == kinds.TEXT for part in content.categories):
        return []
    blocks: list[Block] = [
        NewPage(landscape=len(jurors) > UPRIGHT_JURORS),
        Heading(2, words(_per_juror(content))),
        Prose(words(_explained(content)), Tone.MUTED),
    ]
    for part in content.categories:
        if part.ranking and part.kind != kinds.TEXT:
            blocks.append(Heading(3, part.name))
            if (
                part.kind == kinds.RECOMMENDATION
            ):  # words need more room than a column of a matrix has
                blocks.append(kinds.answers_listed(part, words))
                continue
            blocks += [_matrix(part, some, words) for some in evenly(jurors, PAGE_JURORS)]
    return blocks


def _is_by_points(content: ProtocolContent) -> bool:
    return all(part.kind == kinds.POINTS for part in content.categories)


def _per_juror(content: ProtocolContent) -> str:
    return N_("Marks per juror") if _is_by_points(content) else N_("Answers per juror")


def _explained(content: ProtocolContent) -> str:
    return MATRIX_EXPLAINED if _is_by_points(content) else ANSWERS_EXPLAINED


def juror_keys(content: ProtocolContent) -> list[tuple[int, JurorKey]]:
    """Return the jurors with a part in any total, in the jury's order, with their numbers in the jury."""
    seen = {
        key for part in content.categories for line in part.ranking for key in _keyed(line.parts)
    }
    count: Counter[str] = Counter()
    listed: dict[JurorKey, int] = {}
    for number, juror in enumerate(content.jury, start=1):
        listed[juror.name, count[juror.name]] = number
        count[juror.name] += 1
    known = [(number, key) for key, number in listed.items() if key in seen]
    return known + [(0, key) for key in sorted(seen - listed.keys())]


def _keyed(parts: Sequence[JurorPart]) -> dict[JurorKey, JurorPart]:
    """Two jurors may have the same name; they stand in the same order everywhere."""
    count: Counter[str] = Counter()
    keyed: dict[JurorKey, JurorPart] = {}
    for part in parts:
        keyed[part.juror, count[part.juror]] = part
        count[part.juror] += 1
    return keyed


def evenly(things: Sequence[tuple[int, JurorKey]], most: int) -> list[list[tuple[int, JurorKey]]]:
    """Return `things` in groups of at most `most`, none much smaller than another."""
    groups = math.ceil(len(things) / most)
    size = math.ceil(len(things) / groups) if groups else 1
    return [list(things[i : i + size]) for i in range(0, len(things), size)]


def _matrix(part: CategoryPart, jurors: Sequence[tuple[int, JurorKey]], words: Words) -> Grid:
    wide = 13.5 if len(jurors) <= UPRIGHT_JURORS else 15
    heads = [
        f"{number}\u00a0{shortened(key[0], 60)}".removeprefix("0\u00a0") for number, key in jurors
    ]
    columns = (
        Column(title=words(N_("Place")), width=12),
        Column(title=words(N_("Nominee"))),
        *(Column(title=head, width=wide, align=Align.RIGHT, upright=True) for head in heads),
        Column(title=words(kinds.TOTALS[part.kind]), width=15, align=Align.RIGHT),
    )
    rows = tuple(_matrix_row(line, part.kind, jurors, words) for line in part.ranking)
    return Grid(columns=columns, rows=rows)


def _matrix_row(
    line: RankingLine, kind: CriterionKind, jurors: Sequence[tuple[int, JurorKey]], words: Words
) -> Row:
    parts = _keyed(line.parts)
    return Row(
        cells=(
            Cell(text=str(line.place or "–")),
            Cell(text=line.nominee),
            *(_part(parts.get(key), kind, words) for _, key in jurors),
            Cell(text=_total(line, kind, words), strong=True),
        )
    )


def _total(line: RankingLine, kind: CriterionKind, words: Words) -> str:
    if kind != kinds.POINTS:
        return kinds.total(line, kind, words)
    return words.points(line.value) if line.value is not None else "–"


def _part(part: JurorPart | None, kind: CriterionKind, words: Words) -> Cell:
    if part is not None and part.value is not None and kind != kinds.POINTS:
        return Cell(text=kinds.answer(part, kind, words))
    if part is not None and part.value is not None:
        return Cell(text=words.points(part.value))
    if part is not None and part.standing is Standing.RECUSED:
        return Cell(text=words(RECUSED), muted=True)
    return Cell(text="–")


# ------------------------------------------------------------------------ method


def method(content: ProtocolContent, words: Words) -> list[Block]:
    """Return how marks became places, in plain words, and the hashes that fix it."""
    least = words.ngettext(
        "A nominee needs marks from at least {n} juror to get a place.",
        "A nominee needs marks from at least {n} jurors to get a place.",
        content.minimum_marks,
    )
    rounding = words.ngettext(
        "Places are found on exact totals. Only what is printed is rounded, half up, to {n} decimal.",
        "Places are found on exact totals. Only what is printed is rounded, half up, to {n} decimals.",
        content.decimals,
    )
    kind = next((part.kind for part in content.categories), kinds.POINTS)
    told: tuple[str, ...]
    if kind == kinds.POINTS:
        mean = words(WEIGHTED_MEAN[Missing(content.missing)])
        told = (mean, words(TOTAL), least, words(PLACES), rounding)
    elif kind == kinds.TEXT:
        told = (words(kinds.COUNTED[kind]),)
    else:
        told = (words(kinds.COUNTED[kind]), least, words(PLACES))
    advise = POINTS_ADVISE if kind == kinds.POINTS else kinds.ANSWERS_ADVISE
    sentences = (*told, words(OWN_ORDER), words(advise))
    return [
        Heading(
            2, words(kinds.METHOD if kind != kinds.POINTS else N_("How the points were counted"))
        ),
        Items(tuple(Item(sentence) for sentence in sentences)),
        Facts(_fixed(content, words)),
    ]


def _fixed(content: ProtocolContent, words: Words) -> tuple[tuple[str, str], ...]:
    rows = (
        (N_("Scoring opened"), words.moment(content.opened)),
        (N_("Scoring closed"), words.moment(content.closed)),
        (N_("Rules (SHA-256)"), Digits(content.rules)),
        (N_("What the jurors saw (SHA-256)"), Digits(content.ballot)),
        (N_("Order seed"), Digits(content.order_seed)),
    )
    return tuple((words(label), value) for label, value in rows if value)


# ------------------------------------------------------------------- score files


def score_files(content: ProtocolContent, words: Words) -> list[Block]:
    """Return the files that the result rests on, those taken out again, and how each key is known."""
    heading = Heading(2, words(N_("Score files")))
    if not content.files:
        return [
            heading,
            Prose(words(N_("No score file has been read in."))),
            *_merges(content, words),
            *_keys(content, words),
        ]
    columns = (
        Column(title=words(N_("Juror"))),
        Column(title=words(N_("Received")), width=56),
        Column(title=words(N_("Hash of the file (SHA-256)")), width=64),
    )
    rows = tuple(_file_row(file, words) for file in content.files)
    explained = N_(
        "The result rests on these files; one that was taken out again does not count."
        " The hash of a file changes if a single letter in it does."
    )
    grid = Grid(columns=columns, rows=rows)
    return [
        heading,
        Prose(words(explained), Tone.MUTED),
        grid,
        *_merges(content, words),
        *_keys(content, words),
    ]


def _merges(content: ProtocolContent, words: Words) -> list[Block]:
    taken = {file.sha256 for file in content.files}
    return merges_told(content.merges, content.held, words, taken=taken)


def _file_row(file: FileLine, words: Words) -> Row:
    state = words(N_("complete") if file.complete else N_("incomplete"))
    if file.let_count:
        state = words(N_("a draft that counts: {reason}"), reason=file.let_count)
    if file.excluded:
        state = words(N_("taken out again: {reason}"), reason=file.excluded)
    if file.origin in UNSIGNED_SENTENCES:
        people = {"by": file.by, "confirmed_by": file.confirmed_by}
        state = f"{state}. {words(UNSIGNED_SENTENCES[file.origin], **people)}"
    return Row(
        cells=(
            Cell(text=file.juror, small=state),
            Cell(text=words.moment(file.received)),
            Cell(text=Digits(file.sha256), muted=bool(file.excluded)),
        )
    )


def _keys(content: ProtocolContent, words: Words) -> list[Block]:
    known = [juror for juror in content.jury if juror.fingerprint]
    if not known:
        return []
    columns = (
        Column(title=words(N_("Juror"))),
        Column(title=words(N_("Fingerprint of the juror’s key")), width=52),
        Column(title=words(N_("How it is known")), width=52),
    )
    rows = tuple(
        Row(
            cells=(
                Cell(text=juror.name),
                Cell(text=juror.fingerprint),
                Cell(text=words(KEY_WORDS.get(juror.key, KEY_WORDS[""]))),
            )
        )
        for juror in known
    )
    return [Heading(3, words(N_("The jurors’ keys"))), Grid(columns=columns, rows=rows)]


# ----------------------------------------------------------- settled marks, log


def settlements(content: ProtocolContent, words: Words) -> list[Block]:
    """Return the marks that the chair settled; nothing if there was no conflict."""
    if not content.settlements:
        return []
    explained = N_(
        "Two different marks had come from the same juror. What counts was decided as follows:"
    )
    items = tuple(_settled(line, words) for line in content.settlements)
    heading = Heading(2, words(N_("Marks settled by the chair")))
    return [heading, Prose(words(explained), Tone.MUTED), Items(items)]


def _settled(line: SettlementLine, words: Words) -> Item:
    counts = words(N_("not assessed")) if line.value is None else words.exactly(line.value)
    counts = kinds.settled(line.answer, words) if line.answer else counts
    lead = words(
        N_("{juror} on {nominee}, {criterion}: {value} counts."),
        juror=line.juror,
        nominee=line.nominee,
        criterion=line.criterion,
        value=counts,
    )
    details = ((words(N_("Reason")), line.reason), (words(N_("Decided by")), line.by))
    return Item(lead, tuple((label, text) for label, text in details if text.strip()))


def log(content: ProtocolContent, words: Words) -> list[Block]:
    """Return where the log stood."""
    explained = N_(
        "Everything that was done with the edition stands in a log whose entries are chained by their hashes."
        " This protocol is made at the following entry."
    )
    facts = (
        (words(N_("Entries")), words.exactly(content.log_entries)),
        (words(N_("Hash of the last entry (SHA-256)")), Digits(content.log_head or "–")),
    )
    return [Heading(2, words(N_("Log"))), Prose(words(explained), Tone.MUTED), Facts(facts)]
