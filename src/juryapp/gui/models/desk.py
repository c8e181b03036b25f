"""How the desk's things are said: rows of the list, what is missing, marks in words, the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from juryapp.application.answers import answer_text
from juryapp.application.desk.contents import DeskContents, Papers, Said
from juryapp.application.desk.handing_in import HandedIn
from juryapp.application.packages.letters import Letter
from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.instants import format_date
from juryapp.base.numbers import format_exactly, format_number
from juryapp.domain.answers import counted, counted_kind
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import PRACTICE
from juryapp.domain.impartiality import Standing
from juryapp.domain.nominees import Nomination, Relation
from juryapp.domain.sheets import Cell, CellState
from juryapp.domain.statements import Answer, MarkContent
from juryapp.gui.widgets import ListRow, Tone

PLACES: Final = 1  # decimals of the weighted preview: it is a help for the eye, not a result

QUESTION = N_(
    "Are you connected to a candidate, or unsure? Say so here. It is no blemish; the panel decides."
)
ANSWERS: Final[dict[Answer, str]] = {
    Answer.NOTHING: N_("Nothing to report"),
    Answer.TELL: N_("Something the panel should know"),
    Answer.DOUBT: N_("In doubt"),
}
STANDS_DOWN = N_("I stand down here myself")
TAKES_NO_PART = N_(
    "You take no part in assessing {candidate}. The papers stay closed, and nothing is missing from"
    " you here."
)


def number_text(number: int) -> str:
    """Return a nominee's number with two figures: 07."""
    return f"{number:02d}"


def nominee_row(
    papers: Papers, said: Said, cell: Cell, score: str, *, problem: str, news: str = ""
) -> ListRow:
    """Return a nominee's row in the list: number, name, state in words, and score or icon."""
    nominee = papers.nominee
    practice = nominee.id == PRACTICE
    words = [problem or news, "" if problem else state_words(said, cell)]
    words.append(_("flagged") if said.flagged else "")
    words.append(_("counts nowhere") if practice else nominee.place or papers.category)
    return ListRow(
        key=nominee.id,
        title=nominee.name,
        subtitle=" · ".join(word for word in words if word),
        number="" if practice else number_text(nominee.number),
        icon="play" if practice else "",
        icon_tone="accent",
        badge=score if not problem else "",
        badge_icon="" if score and not problem else "warning" if problem else _icon(cell),
        tone=None if score and not problem else _tone(cell, problem=problem),
    )


def declared_row(papers: Papers, said: Said, *, news: str = "") -> ListRow:
    """Return the row of a nominee of whom only an answer is asked: number, name and the answer."""
    nominee, answer = papers.nominee, said.declaration.answer if said.declaration else None
    words = [news, answer_words(answer), _("flagged") if said.flagged else "", nominee.place]
    icons = {None: "circle", Answer.NOTHING: "check", Answer.RECUSED: "recused"}
    tones: dict[Answer | None, Tone] = {
        None: "neutral",
        Answer.NOTHING: "neutral",
        Answer.RECUSED: "recuse",
    }
    return ListRow(
        key=nominee.id,
        title=nominee.name,
        subtitle=" · ".join(word for word in words if word),
        number=number_text(nominee.number),
        badge_icon=icons.get(answer, "decision"),
        tone=tones.get(answer, "warn"),
    )


def answer_words(answer: Answer | None) -> str:
    """Return what was answered to the question of impartiality, as it stands in the list."""
    if answer is None:
        return _("impartiality not answered")
    if answer is Answer.RECUSED:
        return _("you take no part")
    return _("nothing to report") if answer is Answer.NOTHING else _("reported; the panel decides")


def practised_text(practice: Cell, answered: int, total: int) -> str:
    """Return how far a declare package is: answers, and marks for the practice nominee."""
    given = len(practice.marked) + len(practice.not_assessed)
    said = ngettext("{done} of {n} candidate answered", "{done} of {n} candidates answered", total)
    marks = _("practice: {given} of {asked} marks")
    parts = (
        said.format(done=answered, n=total),
        marks.format(given=given, asked=given + len(practice.missing)),
    )
    return "  ·  ".join(parts)


def state_words(said: Said, cell: Cell) -> str:
    """Return how far the juror has come, in a word or two."""
    if cell.state is CellState.RECUSED:
        return _("you take no part")
    if cell.state is CellState.UNDECLARED:
        return _("impartiality not answered")
    done = len(cell.marked) + len(cell.not_assessed)
    if cell.state is CellState.BEGUN:
        total = done + len(cell.missing)
        words = _("{done} of {total}").format(done=done, total=total)
    elif cell.state is CellState.NOT_BEGUN:
        words = _("not begun")
    else:
        words = _("assessed") if cell.marked else _("not assessed")
    if said.standing is Standing.PENDING:
        return f"{words} · {_('the panel decides')}"
    return words


def _icon(cell: Cell) -> str:
    match cell.state:
        case CellState.RECUSED:
            return "recused"
        case CellState.DONE:
            return "check"
        case CellState.BEGUN:
            return _share_icon(cell)
        case _:
            return "circle"


def _share_icon(cell: Cell) -> str:
    done = len(cell.marked) + len(cell.not_assessed)
    quarters = 4 * done // (done + len(cell.missing))
    return {2: "circle-half", 3: "circle-three-quarters"}.get(quarters, "circle-quarter")


def _tone(cell: Cell, *, problem: str) -> Tone:
    if problem:
        return "error"
    tones: dict[CellState, Tone] = {CellState.RECUSED: "recuse", CellState.BEGUN: "accent"}
    return tones.get(cell.state, "neutral")


# --- marks


def weight_text(criterion: Criterion, criteria: Sequence[Criterion]) -> str:
    """Return a criterion's share of all weights: 30 %."""
    alone = criterion.kind is not CriterionKind.POINTS and len(counted(criteria)) == 1
    if alone or not criterion.counts:
        return ""
    share = 100 * criterion.weight / sum((c.weight for c in counted(criteria)), Fraction(0))
    return _("{percent}%").format(percent=format_number(share, 0))


def mark_words(criterion: Criterion, points: int | None, *, not_assessed: bool) -> str:
    """Return what a mark means in words: 8 – others can learn from it; without one, the levels."""
    if criterion.kind is not CriterionKind.POINTS:
        return ""  # the answer is in words itself
    if points is not None:
        value, words = format_exactly(criterion.scale.value(points)), criterion.words(points)
        return f"{value} – {words}" if words else value
    if not_assessed:
        return _("Not assessed")
    levels = sorted(criterion.levels, key=lambda level: level.points)
    said = [f"{format_exactly(criterion.scale.value(lv.points))} {lv.words}" for lv in levels]
    return "  ·  ".join(said)


def content_text(criterion: Criterion, content: MarkContent | None) -> str:
    """Return a mark as it is read."""
    if content is None:
        return _("no mark")
    if content.points is None:
        return _("not assessed")
    return answer_text(criterion, content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The weighted mean: a number only when every criterion is answered."""

    number: str
    of: str
    words: str


def preview(contents: DeskContents, said: Said, cell: Cell) -> Preview:
    """Return what is said of the weighted mean."""
    left = len(cell.missing)
    if left:
        missing = ngettext("{n} criterion is left", "{n} criteria are left", left).format(n=left)
        return Preview(number="", of="", words=missing)
    if counted_kind(contents.criteria) is not CriterionKind.POINTS:
        return Preview(number="", of="", words=_("all answered"))
    value = contents.preview(said)
    if value is None:
        return Preview(number="", of="", words=_("none assessed"))
    some = _("weighted, of those assessed") if cell.not_assessed else _("weighted, for now")
    return Preview(number=format_number(value, PLACES), of=_of(contents), words=some)


def score_text(contents: DeskContents, said: Said, cell: Cell) -> str:
    """Return the weighted mean for the list, "" while anything is missing."""
    if cell.state is not CellState.DONE:
        return ""
    asked = counted(contents.criteria)
    if asked and asked[0].kind is not CriterionKind.POINTS:
        return _short_answer(asked, said)
    value = contents.preview(said)
    return "" if value is None else format_number(value, PLACES)


def _short_answer(asked: Sequence[Criterion], said: Said) -> str:
    """Return the one answer that makes the place, if it is short enough for a list."""
    content = said.marks.get(asked[0].id)
    if len(asked) > 1 or content is None or content.points is None:
        return ""
    if asked[0].kind is CriterionKind.ORDER:
        return str(content.points)
    return answer_text(asked[0], content) if asked[0].kind is CriterionKind.YES_NO else ""


def _of(contents: DeskContents) -> str:
    """Return “of 10” if that is true of every criterion."""
    asked = counted(contents.criteria)
    most = {criterion.scale.value(criterion.scale.most) for criterion in asked}
    return _("of {most}").format(most=format_exactly(most.pop())) if len(most) == 1 else ""


# --- papers


def nominator_text(nomination: Nomination) -> str:
    """Return who nominated: name and organisation, or that it was the nominee."""
    who = _who(nomination)
    if nomination.relation is Relation.SELF:
        return _("Nominated itself: {who}").format(who=who) if who else _("Nominated itself")
    return _("Nominated by {who}").format(who=who) if who else _("The nominator is not named")


def nominators_text(nominations: Sequence[Nomination]) -> str:
    """Return who nominated, all in one line: enough to know whether there is a connection."""
    own = [n for n in nominations if n.relation is Relation.SELF]
    others = dict.fromkeys(_who(n) for n in nominations if n.relation is not Relation.SELF)
    who = "  ·  ".join(name for name in others if name)
    parts = [nominator_text(n) for n in own[:1]]
    if who:
        parts.insert(0, _("Nominated by {who}").format(who=who))
    return "  ·  ".join(parts)


def _who(nomination: Nomination) -> str:
    parts = (nomination.nominator, nomination.organisation)
    return ", ".join(part for part in parts if part)


def received_text(nomination: Nomination) -> str:
    """Return when it was received, "" if that is not known."""
    if not nomination.received:
        return ""
    return _("received {day}").format(day=format_date(nomination.received))


# --- handing in


def missing_text(contents: DeskContents, cell: Cell, uncommented: int) -> str:
    """Return what one nominee lacks."""
    if cell.state is CellState.UNDECLARED:
        return _("impartiality not answered")
    if not cell.missing:
        words = ngettext("{n} mark lacks its comment", "{n} marks lack their comment", uncommented)
        return words.format(n=uncommented)
    names = {criterion.id: criterion.name for criterion in contents.criteria}
    if len(cell.missing) == len(names):
        return _("not begun")
    return _("missing: {what}").format(what=", ".join(names[c] for c in cell.missing))


def ready_text(contents: DeskContents, assessed: int, today: date) -> str:
    """Return the sentence for a sheet on which nothing is missing; each part of it is true."""
    said = ngettext("{n} is assessed.", "All {n} are assessed.", assessed).format(n=assessed)
    send = _("Send the file to the secretariat; it is handed in when you get a receipt.")
    return " ".join(part for part in (said, send, until_text(contents, today)) if part)


def declared_text(contents: DeskContents, today: date) -> str:
    """Return the sentence for a declare package on which nothing is missing."""
    count = len(contents.real)
    said = ngettext(
        "You have answered for {n} candidate.", "You have answered for all {n} candidates.", count
    )
    send = _("Send the file to the secretariat; it is handed in when you get a receipt.")
    next_one = _("The material comes with the next package.")
    parts = (said.format(n=count), send, next_one, until_text(contents, today))
    return " ".join(part for part in parts if part)


def until_text(contents: DeskContents, today: date) -> str:
    """Return until when one may hand in again, or that the day has passed; "" without a deadline."""
    deadline = contents.edition.deadline
    if not deadline:
        return ""
    day = format_date(deadline)
    if today.isoformat() <= deadline[:10]:
        return _("You can hand in again until {deadline}.").format(deadline=day)
    return _("The deadline was {deadline}; ask the secretariat whether they still take it.").format(
        deadline=day
    )


def letter(contents: DeskContents, made: HandedIn) -> Letter:
    """Return the e-mail that goes with a score file, in the language in use."""
    title = contents.edition.title
    lines = [
        _("Attached: {file}").format(file=made.path.name),
        "",
        _what_is_sent(title, made),
        _("Please tell me when you have received it."),
        "",
        _("So that you can see that it came whole, its SHA-256 is {digest}.").format(
            digest=made.sha256
        ),
        "",
        contents.juror.name,
    ]
    return Letter(_subject(title, made), "\n".join(lines))


def letter_text(ready: Letter) -> str:
    """Return a letter to be pasted: the subject stands before it."""
    return _("Subject: {subject}").format(subject=ready.subject) + "\n" + ready.body


def _subject(title: str, made: HandedIn) -> str:
    if made.practice is not None:
        return _("Declarations for {title}").format(title=title)
    if made.complete:
        return _("Score file for {title}").format(title=title)
    return _("Draft of my score file for {title}").format(title=title)


def _what_is_sent(title: str, made: HandedIn) -> str:
    if made.practice is not None and not made.complete:
        return _("Here is a draft. More will follow.")
    if made.practice is not None:
        what = _("Here are my declarations for {title}, with the practice candidate.")
    elif made.complete:
        what = _("Here is my score file for {title}. It is complete.")
    else:
        what = _("Here is a draft of my score file for {title}. More will follow.")
    return what.format(title=title)


def size_text(size: int) -> str:
    """Return the size of a file: 4 kB, 1.2 MB."""
    if size < 1_000_000:
        return _("{n} kB").format(n=max(1, round(size / 1000)))
    return _("{n} MB").format(n=format_number(Fraction(size, 1_000_000), 1))
