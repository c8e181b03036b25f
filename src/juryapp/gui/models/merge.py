"""The preview of a merge as rows, and the words for marks that all tables of that page share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from juryapp.application.answers import answer_text
from juryapp.application.merge.conflicts import ConflictRow
from juryapp.application.merge.merging import MergePlan
from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.instants import format_instant
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.merge_report import UNSIGNED_WORDS
from juryapp.domain.merging import Change, ChangeKind
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import FileOrigin, Origin
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkKey,
    MarkState,
    MarkStatement,
    NomineeKey,
    NoteContent,
)
from juryapp.gui.widgets import TONES, Column, Tone

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids are called."""

    jurors: Mapping[JurorId, Juror]
    nominees: Mapping[NomineeId, Nominee]
    criteria: Mapping[CriterionId, Criterion]

    def juror(self, juror: JurorId) -> str:
        """Return a juror's name."""
        return self.jurors[juror].name if juror in self.jurors else juror

    def nominee(self, nominee: NomineeId) -> str:
        """Return a nominee's number and name."""
        found = self.nominees.get(nominee)
        return numbered(found) if found else nominee

    def criterion(self, criterion: CriterionId) -> str:
        """Return a criterion's name."""
        return self.criteria[criterion].name if criterion in self.criteria else criterion


def numbered(nominee: Nominee) -> str:
    """Return a nominee as lists show it: “07 Fjordby”."""
    return f"{nominee.number:02}  {nominee.name}"


def mark_words(content: MarkContent | None, criterion: Criterion | None) -> str:
    """Return a mark as people read it."""
    if content is None:
        return NOTHING
    if content.state is MarkState.MARK and content.points is not None and criterion is not None:
        return answer_text(criterion, content)
    return {
        MarkState.NOT_ASSESSED: _("not assessed"),
        MarkState.CLEARED: _("taken back"),
        MarkState.WITHDRAWN: _("withdrawn"),
    }.get(content.state, NOTHING)


def rival_words(contents: Sequence[MarkContent], criterion: Criterion | None) -> list[str]:
    """Return marks that contradict each other; where only the comments differ, these too."""
    words = [mark_words(content, criterion) for content in contents]
    in_words = criterion is not None and criterion.kind is CriterionKind.TEXT
    if len(set(words)) == len(words) or in_words:
        return words
    return [
        _("{mark}, “{comment}”").format(mark=word, comment=content.note)
        if content.note
        else _("{mark}, without a comment").format(mark=word)
        for word, content in zip(words, contents, strict=True)
    ]


def origin_words(row: ConflictRow, rival: MarkStatement) -> str:
    """Return when and on which machine a mark was given, by that machine's clock; "" if not known."""
    told = next((s.provenance for s in row.stated if s.statement == rival), None)
    if told is None:
        return ""
    machine = _("machine {id}").format(id=told.device[:5]) if told.device else ""
    unsigned = UNSIGNED_WORDS.get(told.device.partition("-")[0].lower())
    machine = _(unsigned) if unsigned else machine
    when = format_instant(told.at) if told.at else ""
    return ", ".join(part for part in (when, machine) if part)


def vouched_words(origin: FileOrigin) -> str:
    """Return what vouches for a ballot that nobody signed: of a paper two people, by name."""
    if origin.origin is Origin.PAPER:
        told = _("from paper, by {by}, confirmed by {confirmed_by}")
        return told.format(by=origin.by, confirmed_by=origin.confirmed_by)
    return _(UNSIGNED_WORDS[origin.origin])


# ------------------------------------------------------------------ the preview


@dataclass(frozen=True, slots=True)
class KindLook:
    """How a kind of change looks: word, icon, tone."""

    word: str  # marked with N_
    icon: str
    tone: Tone


CONFLICT: Final = KindLook(N_("Conflict"), "warning", "warn")
CHANGED: Final = KindLook(N_("Changed"), "refresh", "accent")
NEW: Final = KindLook(N_("New"), "plus", "ok")
SETTLED: Final = KindLook(N_("Settled"), "check", "ok")
RECUSED: Final = KindLook(N_("Recused"), "recused", "recuse")
TO_DECIDE: Final = KindLook(N_("To be decided"), "flag", "warn")
IMPARTIAL: Final = KindLook(N_("Impartial"), "check", "neutral")
COMMENTS: Final = KindLook(N_("Comments"), "comment", "neutral")

_MARK_LOOKS: Final = {
    ChangeKind.CONFLICT: CONFLICT,
    ChangeKind.CHANGED: CHANGED,
    ChangeKind.NEW: NEW,
    ChangeKind.SETTLED: SETTLED,
}
_ORDER: Final = (CONFLICT, SETTLED, RECUSED, TO_DECIDE, CHANGED, NEW, IMPARTIAL, COMMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One line of the preview: one change, or a juror's changes of one kind counted."""

    key: tuple[str, ...]
    look: KindLook
    kind: ChangeKind  # what the filter asks for
    juror: str
    nominee: str
    what: str
    before: str = NOTHING
    after: str = ""
    hidden: bool = False  # marks that nobody has asked for
    conflict: MarkKey | None = None


PREVIEW_COLUMNS: Final = (
    Column[PreviewRow](
        title="",
        spoken=N_("Kind of change"),
        text=lambda r: _(r.look.word),
        icon=lambda r: (r.look.icon, TONES[r.look.tone].role),
        role=lambda r: TONES[r.look.tone].role,
        kind="bodyM",
        sort=lambda r: _ORDER.index(r.look),
    ),
    Column[PreviewRow](title=N_("Juror"), text=lambda r: r.juror),
    Column[PreviewRow](title=N_("Nominee"), text=lambda r: r.nominee, stretch=True),
    Column[PreviewRow](title=N_("What"), text=lambda r: r.what, role="text2", stretch=True),
    Column[PreviewRow](title=N_("Stands now"), text=lambda r: r.before, role="text2"),
    Column[PreviewRow](
        title=N_("Afterwards"),
        text=lambda r: r.after,
        kind="bodyM",
        role=lambda r: "text2" if r.hidden else "text",
    ),
)


def preview_rows(plan: MergePlan, names: Names, *, marks_shown: bool) -> list[PreviewRow]:
    """Return the lines of the preview.

    Marks stand in it only where two of them contradict each other; everything else is counted per juror
    until somebody asks for the marks.
    """
    singly = [_mark_row(c, names, shown=marks_shown) for c in plan.marks if _is_single(c)]
    others = [change for change in plan.marks if not _is_single(change)]
    if marks_shown:
        counted = [_mark_row(change, names, shown=True) for change in others]
    else:
        counted = _counted(others, names)
    rows = [
        *singly,
        *counted,
        *_declaration_rows(plan.declarations, names),
        *_note_rows(plan.notes, names),
    ]
    return sorted(rows, key=lambda r: _ORDER.index(r.look))


def _is_single(change: Change[MarkKey, MarkContent]) -> bool:
    return change.kind in {ChangeKind.CONFLICT, ChangeKind.SETTLED}


def _mark_row(
    change: Change[MarkKey, MarkContent], names: Names, *, shown: bool = False
) -> PreviewRow:
    criterion = names.criteria.get(change.key.criterion)
    in_conflict = change.kind is ChangeKind.CONFLICT
    after = " / ".join(rival_words(change.after, criterion))
    before = " / ".join(rival_words(change.before, criterion)) or NOTHING
    visible = shown or in_conflict
    return PreviewRow(
        key=("mark", *change.key),
        look=_MARK_LOOKS[change.kind],
        kind=change.kind,
        juror=names.juror(change.key.juror),
        nominee=names.nominee(change.key.nominee),
        what=names.criterion(change.key.criterion),
        before=before if visible or len(change.before) > 1 else _("hidden"),
        after=after if visible else _("hidden"),
        hidden=not visible,
        conflict=change.key if in_conflict else None,
    )


def _counted(changes: Iterable[Change[MarkKey, MarkContent]], names: Names) -> list[PreviewRow]:
    """Return a line per juror and kind: how many marks, on how many nominees."""
    marks: Counter[tuple[JurorId, ChangeKind]] = Counter()
    nominees: dict[tuple[JurorId, ChangeKind], set[NomineeId]] = {}
    for change in changes:
        place = (change.key.juror, change.kind)
        marks[place] += 1
        nominees.setdefault(place, set()).add(change.key.nominee)
    return [
        PreviewRow(
            key=("marks", juror, kind),
            look=_MARK_LOOKS[kind],
            kind=kind,
            juror=names.juror(juror),
            nominee=_nominees(len(nominees[juror, kind])),
            what=ngettext("{n} mark", "{n} marks", n).format(n=n),
            before=NOTHING if kind is ChangeKind.NEW else _("hidden"),
            after=_("hidden"),
            hidden=True,
        )
        for (juror, kind), n in marks.items()
    ]


def _nominees(n: int) -> str:
    return ngettext("{n} nominee", "{n} nominees", n).format(n=n)


_ANSWER_LOOKS: Final = {
    Answer.NOTHING: IMPARTIAL,
    Answer.TELL: TO_DECIDE,
    Answer.DOUBT: TO_DECIDE,
    Answer.RECUSED: RECUSED,
}
ANSWER_WORDS: Final = {
    Answer.NOTHING: N_("nothing to report"),
    Answer.TELL: N_("something the panel should know"),
    Answer.DOUBT: N_("in doubt"),
    Answer.RECUSED: N_("takes no part"),
}


def _declaration_rows(
    changes: Sequence[Change[NomineeKey, DeclarationContent]], names: Names
) -> list[PreviewRow]:
    """Return a line for each answer that says something, and one per juror for those that say nothing."""
    quiet: Counter[tuple[JurorId, ChangeKind]] = Counter()
    rows = []
    for change in changes:
        if len(change.after) == 1 and change.after[0].answer is Answer.NOTHING:
            quiet[change.key.juror, change.kind] += 1
        else:
            rows.append(_answer_row(change, names))
    rows += [
        PreviewRow(
            key=("declared", juror, kind),
            look=IMPARTIAL,
            kind=kind,
            juror=names.juror(juror),
            nominee=_nominees(n),
            what=_("Impartiality"),
            after=_(ANSWER_WORDS[Answer.NOTHING]),
        )
        for (juror, kind), n in quiet.items()
    ]
    return rows


def _answer_row(change: Change[NomineeKey, DeclarationContent], names: Names) -> PreviewRow:
    two = len(change.after) > 1
    after = _("two different answers") if two else _(ANSWER_WORDS[change.after[0].answer])
    return PreviewRow(
        key=("declaration", *change.key),
        look=TO_DECIDE if two else _ANSWER_LOOKS[change.after[0].answer],
        kind=ChangeKind.CHANGED if two else change.kind,
        juror=names.juror(change.key.juror),
        nominee=names.nominee(change.key.nominee),
        what=_("Impartiality"),
        before=" / ".join(_(ANSWER_WORDS[c.answer]) for c in change.before) or NOTHING,
        after=after,
    )


def _note_rows(
    changes: Sequence[Change[NomineeKey, NoteContent]], names: Names
) -> list[PreviewRow]:
    counts = Counter((change.key.juror, change.kind) for change in changes)
    return [
        PreviewRow(
            key=("notes", juror, kind),
            look=COMMENTS,
            kind=ChangeKind.CHANGED if kind is ChangeKind.CONFLICT else kind,
            juror=names.juror(juror),
            nominee=_nominees(n),
            what=ngettext("{n} comment to the jury", "{n} comments to the jury", n).format(n=n),
            after=_("two different comments") if kind is ChangeKind.CONFLICT else "",
        )
        for (juror, kind), n in counts.items()
    ]


def newly_recused(plan: MergePlan) -> int:
    """Return how many jurors newly stand down, counted per nominee."""
    return sum(
        any(c.answer is Answer.RECUSED for c in change.after)
        and not any(c.answer is Answer.RECUSED for c in change.before)
        for change in plan.declarations
    )
