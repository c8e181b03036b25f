"""The first part of the protocol: title, decisions in brief, meeting, jury, impartiality, criteria."""

from __future__ import annotations

from juryapp.base.i18n import N_
from juryapp.domain.decisions import OUTCOME_NAMES, Outcome
from juryapp.domain.impartiality import Reach, Standing
from juryapp.domain.jury import ROLE_NAMES
from juryapp.domain.protocol import (
    CategoryPart,
    CriterionLine,
    ImpartialityLine,
    JurorLine,
    Meeting,
    ProtocolContent,
)
from juryapp.reports import kinds
from juryapp.reports.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Facts,
    Grid,
    Heading,
    Item,
    Items,
    Prose,
    Row,
    Title,
    Tone,
    Verdict,
    VerdictLine,
)
from juryapp.reports.words import Words

PAPER = N_("Protocol of the jury")
DRAFT = N_("Draft")
FINAL = N_("Final")
DRAFT_NOTICE = N_("Draft: may change until the panel has approved it.")
FINAL_NOTICE = N_("Final: not changed; a correction becomes a new version, and this one is kept.")
TRIAL_NOTICE = N_("Trial: made for practice with invented marks. It decides nothing.")
NOT_DECIDED = N_("Not decided yet")
NOT_FILLED_IN = N_("not filled in yet")
ALL_DECLARED_FIRST = N_(
    "Every juror answered the question of impartiality before being given the nominations."
)
ALL_EARLY = N_(
    "Each juror had one package for both: the nominations were in hand before the question of impartiality"
    " was answered, and the program kept them closed until then."
)
SOME_EARLY = N_(
    "These jurors had the nominations in hand before they answered the question of impartiality; the program"
    " kept them closed until then: {jurors}. The others answered first."
)
EARLY = N_(
    "These jurors had the nominations in hand before they answered the question of impartiality; the program"
    " kept them closed until then: {jurors}."
)
UNGUARDED = N_(
    "These jurors had the nominations and the question of impartiality in one Excel workbook, which keeps"
    " nothing closed: {jurors}."
)
OTHERS_FIRST = N_("The others answered before being given the nominations.")
REMOTE = N_("Remote meeting")
LABEL_ABSENT = N_("Absent")

RULED_RECUSED = N_(
    "The panel decided that {juror} is recused for {nominee}; {juror} took no part in that decision."
)
RULED_IMPARTIAL = N_(
    "The panel decided that {juror} is impartial for {nominee}; {juror} took no part in that decision."
)
IMPARTIALITY_SENTENCES = {
    (Standing.RECUSED, True): RULED_RECUSED,
    (Standing.IMPARTIAL, True): RULED_IMPARTIAL,
    (Standing.RECUSED, False): N_("{juror} stood down for {nominee} without being asked."),
    (Standing.IMPARTIAL, False): N_("{juror} is impartial for {nominee}."),
    (Standing.PENDING, False): N_(
        "The panel has yet to decide whether {juror} is recused for {nominee}."
    ),
    (Standing.UNDECLARED, False): N_(
        "{juror} has not answered the question of impartiality for {nominee}."
    ),
}
REACHES = {
    Reach.NOMINEE: N_("this nominee"),
    Reach.CATEGORY: N_("the whole category"),
    Reach.DECISION: N_("the whole decision"),
}


def title(content: ProtocolContent, words: Words) -> list[Block]:
    """Return the head: whose award, which edition, what paper, its version, and what to know first."""
    award = () if content.award in content.title else (content.award,)
    status = words(DRAFT if content.draft else FINAL)
    head = Title(
        kicker="  ·  ".join(part for part in (content.owner, *award) if part),
        text=content.title,
        kind=words(PAPER),
        facts=(words(N_("Version {n}"), n=content.version), status),
        draft=content.draft,
    )
    notices = [Prose(text, Tone.NOTICE) for text in _notices(content, words)]
    notices += [] if content.draft else [Prose(words(FINAL_NOTICE), Tone.MUTED)]
    purpose = [Prose(content.purpose, Tone.LEAD)] if content.purpose.strip() else []
    return [head, *purpose, *notices]


def _notices(content: ProtocolContent, words: Words) -> list[str]:
    notices = [words(TRIAL_NOTICE)] if content.trial else []
    if not content.draft:
        return notices
    still_open = words.ngettext(
        "One question is still open; it stands at the end of the main part.",
        "{n} questions are still open; they stand at the end of the main part.",
        len(content.open_questions),
    )
    return [
        *notices,
        f"{words(DRAFT_NOTICE)} {still_open if content.open_questions else ''}".strip(),
    ]


def brief(content: ProtocolContent, words: Words) -> list[Block]:
    """Return who won, category by category; nothing while nothing is decided."""
    if not any(part.decisions for part in content.categories):
        return []
    lines = (
        VerdictLine(label=part.name, name=_in_brief(part, words), first=True)
        for part in content.categories
    )
    return [Heading(2, words(N_("The decisions in brief"))), Verdict(tuple(lines))]


def _in_brief(part: CategoryPart, words: Words) -> str:
    winners = [line.nominee for line in part.decisions if line.outcome is Outcome.WINNER]
    if winners:
        return words.listed(winners)
    none = any(not line.nominee for line in part.decisions)
    return words(OUTCOME_NAMES[Outcome.NONE] if none else NOT_DECIDED)


def meeting(content: ProtocolContent, words: Words) -> list[Block]:
    """Return when and where the panel met, and who was there."""
    held = content.meeting
    rows = [(words(label), value) for label, value in _meeting_facts(held, words) if value]
    if content.draft:
        rows = [
            (words(label), value or words(NOT_FILLED_IN))
            for label, value in _meeting_facts(held, words)
            if value or label != LABEL_ABSENT
        ]
    remarks = [Prose(held.remarks)] if held.remarks.strip() else []
    nothing = [Prose(words(N_("Nothing is recorded about the meeting.")))]
    facts: list[Block] = [Facts(tuple(rows))] if rows else []
    return [Heading(2, words(N_("The meeting"))), *((facts + remarks) or nothing)]


def _meeting_facts(held: Meeting, words: Words) -> list[tuple[str, str]]:
    place = words(REMOTE) if held.place == "remote" else held.place
    return [
        (N_("Case number"), held.number),
        (N_("Date"), words.day(held.date) if held.date else ""),
        (N_("Meeting place"), place),
        (N_("Chair of the meeting"), held.chair),
        (N_("Keeper of the minutes"), held.keeper),
        (N_("Present"), ", ".join(held.present)),
        (LABEL_ABSENT, ", ".join(held.absent)),
    ]


def jury(content: ProtocolContent, words: Words) -> list[Block]:
    """Return the members of the jury; their numbers are those in the annexes."""
    columns = (
        Column(title=words(N_("No.")), width=10),
        Column(title=words(N_("Name"))),
        Column(title=words(N_("Organisation"))),
        Column(title=words(N_("Part in the jury")), width=44),
    )
    rows = tuple(_juror_row(n, juror, words) for n, juror in enumerate(content.jury, start=1))
    return [Heading(2, words(N_("The jury"))), Grid(columns=columns, rows=rows)]


def _juror_row(n: int, juror: JurorLine, words: Words) -> Row:
    role = words(ROLE_NAMES[juror.role])
    silent = words(N_("gives no marks"))
    return Row(
        cells=(
            Cell(text=str(n), muted=True),
            Cell(text=juror.name),
            Cell(text=juror.organisation),
            Cell(text=role if juror.scores else f"{role}, {silent}"),
        )
    )


def impartiality(content: ProtocolContent, words: Words) -> list[Block]:
    """Return the questions of impartiality and what came of them, in words that blame nobody."""
    heading = [Heading(2, words(N_("Impartiality"))), *_when_declared(content, words)]
    if not content.impartiality:
        return [*heading, Prose(words(N_("No question of impartiality was raised.")))]
    explained = N_(
        "A juror who is recused takes no part in assessing the nominee and is left out of the mean there."
        " Being recused is no blemish."
    )
    items = tuple(_question(line, words) for line in content.impartiality)
    return [*heading, Prose(words(explained)), Items(items)]


def _when_declared(content: ProtocolContent, words: Words) -> list[Block]:
    """Return whether the jurors declared before the material was in their hands."""
    early = ", ".join(content.early)
    if content.unguarded:
        return [Prose(said) for said in _with_workbooks(content, words)]
    if not content.early and not content.declared_first:
        return []
    if not content.early:
        return [Prose(words(ALL_DECLARED_FIRST))]
    if not content.declared_first:
        return [Prose(words(ALL_EARLY))]
    return [Prose(words(SOME_EARLY, jurors=early))]


def _with_workbooks(content: ProtocolContent, words: Words) -> list[str]:
    """Return the same where some had the material in a workbook: the program kept nothing closed there."""
    said = [words(EARLY, jurors=", ".join(content.early))] if content.early else []
    said.append(words(UNGUARDED, jurors=", ".join(content.unguarded)))
    return [*said, words(OTHERS_FIRST)] if content.declared_first else said


def _question(line: ImpartialityLine, words: Words) -> Item:
    settled = line.standing in {Standing.RECUSED, Standing.IMPARTIAL}
    sentence = IMPARTIALITY_SENTENCES[line.standing, line.ruled and settled]
    wide = line.standing is Standing.RECUSED and line.reach is not Reach.NOMINEE
    details = (
        (words(N_("What was told")), line.facts),
        (words(N_("Ground")), line.ground),
        (words(N_("Applies to")), words(REACHES[line.reach]) if wide else ""),
    )
    return Item(
        words(sentence, juror=line.juror, nominee=line.nominee),
        tuple((label, text) for label, text in details if text.strip()),
    )


def criteria(content: ProtocolContent, words: Words) -> list[Block]:
    """Return what was scored, with shares and scales, and what the chair accepted."""
    grouped = any(line.group.strip() for line in content.criteria)
    columns = (
        *((Column(title=words(N_("Group"))),) if grouped else ()),
        Column(title=words(N_("Criterion"))),
        Column(title=words(N_("Share of the total")), width=30, align=Align.RIGHT),
        Column(title=words(N_("Scale")), width=42),
    )
    rows = tuple(_criterion_row(line, words, grouped=grouped) for line in content.criteria)
    blocks: list[Block] = [
        Heading(2, words(N_("Criteria"))),
        Grid(columns=columns, rows=rows),
    ]
    if content.waiver.strip():
        accepted = N_("The chair accepted that some marks are “not assessed”. The reason: {reason}")
        blocks.append(Prose(words(accepted, reason=content.waiver)))
    return blocks


def _criterion_row(line: CriterionLine, words: Words, *, grouped: bool) -> Row:
    return Row(
        cells=(
            *((Cell(text=line.group),) if grouped else ()),
            Cell(text=line.name),
            Cell(text=words.share(line.share) if line.share else "–"),
            Cell(text=_asked(line, words)),
        )
    )


def _asked(line: CriterionLine, words: Words) -> str:
    """Return what the jurors could answer."""
    if line.kind != kinds.POINTS:
        return kinds.scale(line, words)
    return words(
        N_("{least} to {most}, in steps of {step}"),
        least=words.exactly(line.least),
        most=words.exactly(line.most),
        step=words.exactly(line.step),
    )
