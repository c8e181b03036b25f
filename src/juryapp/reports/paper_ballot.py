"""The ballot on paper: a page that says how, then a section for each nominee in the juror's own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from juryapp.base.canonical import canonical_hash
from juryapp.base.i18n import N_
from juryapp.base.instants import is_instant, parse_instant
from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind
from juryapp.domain.paper_print import PaperContent, PrintedNominee
from juryapp.domain.protocol import as_document
from juryapp.domain.scales import Scale
from juryapp.reports import styles
from juryapp.reports.blocks import Block, Facts, Heading, Item, Items, Prose, Title, Tone
from juryapp.reports.flowables import GridTable, HeadingText, ListTable, Text
from juryapp.reports.fonts import BOLD, REGULAR
from juryapp.reports.grids import Commands
from juryapp.reports.layout import story
from juryapp.reports.markup import escaped, one_line, small_line
from juryapp.reports.opening import TRIAL_NOTICE
from juryapp.reports.pages import Imprint, NextPart
from juryapp.reports.paper_boxes import DigitBoxes, Lines, Ticks, boxes_width, digits_of
from juryapp.reports.words import Words

PAPER: Final = N_("Ballot on paper")
TITLE: Final = N_("{title}: ballot on paper")
CODE: Final = N_("Code {code}")
JUROR: Final = N_("No. {n}  ·  {name}")
QUESTION: Final = N_(
    "The question of impartiality comes first: is there anything that could make others doubt your judgement"
    " of this candidate? Tick one box, and write what it is; the panel decides. If you have answered before,"
    " tick only what has changed. If you stand down yourself, write so and leave the marks blank."
)
HOW: Final = (
    N_("Write with a pen: one digit in each box, as in 0 7, with the decimal behind the sign."),
    N_(
        "Tick “not assessed” where you cannot assess. That is not the lowest mark; a box that is left blank"
        " is missing."
    ),
    N_("Made a mistake? Strike the boxes out, write the mark beside them, and add your initials."),
    N_("Tick under a comment if it may be used in the justification of the award."),
)
AFTERWARDS: Final = N_(
    "One person types this paper in, and another one compares it with what you wrote. Only then does it"
    " count, and the protocol says so."
)
BY: Final = N_("Hand it in, signed, by {day}.")
NO_DAY: Final = N_("Hand it in, signed, to the secretariat.")
COMMENT_ASKED: Final = N_("The award asks for a comment with the marks of every candidate.")
SCALE: Final = N_("{least} to {most}")
STEPS: Final = N_("in steps of {step}")
PLACE: Final = N_("place, 1 is best")
IMPARTIALITY: Final = N_("Impartiality")
NOTHING: Final = N_("nothing to report")
TELL: Final = N_("something the panel should know")
DOUBT: Final = N_("in doubt")
WHAT: Final = N_("What it is")
NOT_ASSESSED: Final = N_("not assessed")
YES: Final = N_("Yes")
NO: Final = N_("No")
COMMENT: Final = N_("Comment to the jury")
USABLE: Final = N_("may be used in the justification")
SIGNATURE: Final = N_("Signature")
DATE: Final = N_("Date")

TICK_WIDTH: Final = 31 * mm
PAD: Final = 5.0
KEPT: Final = 205 * mm  # of a nominee's section, on one page
LEAST_BOXES: Final = 33 * mm


def paper_parts(content: PaperContent, words: Words) -> list[Flowable]:
    """Return the flowables of one juror's ballot, with pages of its own."""
    parts: list[Flowable] = [NextPart(paper_imprint(content, words))]
    parts += story(_front(content, words))
    for nominee in content.nominees:
        parts += _section(nominee, content, words)
    return [*parts, CondPageBreak(30 * mm), Spacer(0, 26), _signature(words)]


def paper_imprint(content: PaperContent, words: Words) -> Imprint:
    """Return what stands on every page of a juror's ballot: the code, and no name."""
    made = content.opened
    return Imprint(
        title=words(TITLE, title=content.title),
        author=content.owner or content.award,
        line=words(CODE, code=content.code),
        watermark=words(N_("Trial")).upper() if content.trial else "",
        made=parse_instant(made) if is_instant(made) else datetime(2000, 1, 1, tzinfo=UTC),
        identity=f"{canonical_hash(as_document(content))}{words.language}",
    )


# ---- the first page --------------------------------------------------------------------------------------


def _front(content: PaperContent, words: Words) -> list[Block]:
    kicker = (content.owner, "" if content.award in content.title else content.award)
    head = Title(
        kicker="  ·  ".join(part for part in kicker if part),
        text=content.title,
        kind=words(PAPER),
        facts=(_count(content, words), words(CODE, code=content.code)),
        draft=False,
    )
    trial = [Prose(words(TRIAL_NOTICE), Tone.NOTICE)] if content.trial else []
    how = [*HOW, COMMENT_ASKED] if content.comment is CommentRule.ALL else HOW
    by = words(BY, day=words.day(content.deadline)) if content.deadline else words(NO_DAY)
    return [
        head,
        *trial,
        Facts(_facts(content, words)),
        Heading(2, words(N_("How to fill it in"))),
        Prose(words(QUESTION)),
        Items(tuple(Item(words(text)) for text in how)),
        Prose(f"{by} {words(AFTERWARDS)}", Tone.STRONG),
    ]


def _count(content: PaperContent, words: Words) -> str:
    return words.ngettext("{n} candidate", "{n} candidates", len(content.nominees))


def _facts(content: PaperContent, words: Words) -> tuple[tuple[str, str], ...]:
    left_out = words.ngettext(
        "{n} candidate is left out, for whom you are recused.",
        "{n} candidates are left out, for whom you are recused.",
        content.left_out,
    )
    rows = (
        (N_("Juror"), words(JUROR, n=content.juror_number, name=content.juror)),
        (N_("Round"), str(content.round)),
        (N_("Hand in by"), words.day(content.deadline) if content.deadline else ""),
        (N_("Recused"), left_out if content.left_out else ""),
    )
    return tuple((words(label), value) for label, value in rows if value)


# ---- one nominee -----------------------------------------------------------------------------------------


def _section(nominee: PrintedNominee, content: PaperContent, words: Words) -> list[Flowable]:
    """Return what is filled in for one nominee; it keeps together as long as a page can hold it."""
    parts: list[Flowable] = [
        *_head(nominee),
        Ticks((words(NOTHING), words(TELL), words(DOUBT)), lead=words(IMPARTIALITY)),
        Lines(words(WHAT), 1),
        Spacer(0, 8),
        _marks(content, words),
        Lines(words(COMMENT), 2, tick=words(USABLE)),
    ]
    height = sum(part.wrap(styles.WIDTH, 10_000)[1] for part in parts) + 12
    return [CondPageBreak(min(height, KEPT)), *parts, Spacer(0, 6)]


def _head(nominee: PrintedNominee) -> Iterator[Flowable]:
    number = f"{nominee.number:02d}"
    markup = f'<font color="{styles.ACCENT.hexval()}">{number}</font>&nbsp;&nbsp; '
    plain = f"{number} {one_line(nominee.name)}"
    style = styles.styles()["section"]
    yield HeadingText.of(markup + escaped(nominee.name), style, level=2, plain=plain)
    where = "  ·  ".join(part for part in (nominee.category, nominee.place) if part)
    if where:
        yield Text(escaped(where), styles.styles()["where"])


def _marks(content: PaperContent, words: Words) -> Flowable:
    """Return the table with a row for each criterion."""
    criteria = content.criteria
    scales = {criterion.id: _written_scale(criterion, content) for criterion in criteria}
    boxes = max((boxes_width(*digits_of(scale)) for scale in scales.values()), default=0.0)
    boxes = max(boxes + 2 * PAD, LEAST_BOXES)
    names = styles.WIDTH - boxes - TICK_WIDTH
    data: list[list[Any]] = [_row(c, scales[c.id], words) for c in criteria]
    look: Commands = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9, 12),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2.8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.4),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, styles.STRONG_RULE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, styles.RULE),
        *_spans(criteria),
    ]
    return GridTable(
        data,
        colWidths=[names, boxes, TICK_WIDTH],
        style=look,
        hAlign="LEFT",
        spaceAfter=6,
    )


def _spans(criteria: Sequence[Criterion]) -> Commands:
    """Let lines to write on have all the room there is."""
    wide = (CriterionKind.TEXT, CriterionKind.RECOMMENDATION)
    return [("SPAN", (0, n), (1, n)) for n, c in enumerate(criteria) if c.kind in wide]


def _written_scale(criterion: Criterion, content: PaperContent) -> Scale:
    """Return the scale that the boxes are made for: of an order only so many places as there are names."""
    if criterion.kind is not CriterionKind.ORDER:
        return criterion.scale
    return Scale(1, max(2, len(content.nominees) + content.left_out), criterion.scale.step)


def _row(criterion: Criterion, scale: Scale, words: Words) -> list[Any]:
    label = _label(criterion, words)
    not_assessed = Ticks((words(NOT_ASSESSED),))
    match criterion.kind:
        case CriterionKind.TEXT:
            return [[*label, Lines("", 2)], "", not_assessed]
        case CriterionKind.RECOMMENDATION:
            levels = sorted(criterion.levels, key=lambda level: -level.points)
            listed = (f"{n}  {level.words}" for n, level in enumerate(levels, start=1))
            return [[*label, Spacer(0, 3), Ticks(tuple(listed))], "", not_assessed]
        case CriterionKind.YES_NO:
            return [label, Ticks((words(YES), words(NO))), not_assessed]
        case _:
            before, behind = digits_of(scale)
            comma = "." if words.language == "en" else ","
            return [label, DigitBoxes(before, behind, comma), not_assessed]


def _label(criterion: Criterion, words: Words) -> list[Flowable]:
    """Return the name with the scale beside it, and below it what the marks mean."""
    name = f'<font name="{BOLD}">{escaped(criterion.name)}</font>'
    scale = _scale_words(criterion, words)
    markup = f"{name} &nbsp; {small_line(scale)}" if scale else name
    parts: list[Flowable] = [Text(markup, styles.styles()["asked"], tag="TH")]
    if criterion.kind is CriterionKind.POINTS and criterion.levels:
        levels = sorted(criterion.levels, key=lambda level: level.points)
        listed = [
            f"{words.exactly(criterion.scale.value(lv.points))} = {lv.words}" for lv in levels
        ]
        parts.append(Text(escaped("  ·  ".join(listed)), styles.styles()["levels"]))
    return parts


def _scale_words(criterion: Criterion, words: Words) -> str:
    """Return which marks there are."""
    if criterion.kind is CriterionKind.ORDER:
        return words(PLACE)
    if criterion.kind is not CriterionKind.POINTS:
        return ""
    scale = criterion.scale
    least, most = (words.exactly(scale.value(end)) for end in (scale.least, scale.most))
    parts = [words(SCALE, least=least, most=most)]
    parts += [] if scale.step == 1 else [words(STEPS, step=words.exactly(scale.step))]
    return ", ".join(parts)


def _signature(words: Words) -> Flowable:
    """Return the lines for date and signature."""
    date, name = Lines(words(DATE), 1), Lines(words(SIGNATURE), 1)
    look: Commands = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9, 12),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    widths = [50 * mm, 10 * mm, styles.WIDTH - 60 * mm]
    return ListTable([[date, "", name]], colWidths=widths, style=look, hAlign="LEFT")
