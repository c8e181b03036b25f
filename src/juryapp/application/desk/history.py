"""Everything that was said at a desk, with its time: each revision, what stood before, and what was sent.

It is read from the statements, none of which is ever changed, and from the log. Private notes have none:
they are the juror's own, and what is taken out of them is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from juryapp.application.answers import answer_text
from juryapp.application.desk.view import desk_info, desk_juror
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.i18n import N_, _
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.log import LogEntry
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkState,
    NoteContent,
    Stated,
)

NO_CRITERION = N_("a criterion that is not asked for any more")
ANSWER_WORDS: Final[dict[Answer, str]] = {
    Answer.NOTHING: N_("nothing to report"),
    Answer.TELL: N_("something the panel should know"),
    Answer.DOUBT: N_("in doubt"),
    Answer.RECUSED: N_("you take no part"),
}
_TOLD: Final[dict[str, str]] = {
    "package.opened": N_("Jury package opened"),
    "confidentiality.accepted": N_("Confidentiality accepted"),
    "scorefile.written": N_("Score file made"),
    "sheet.reopened": N_("Sheet opened again"),
    "receipt.taken": N_("Receipt opened"),
    "marks.confirmed": N_("Marks confirmed after a criterion was worded anew"),
    "desk.moved": N_("Went on on another machine"),
    "desk.used_again": N_("Went on on this machine again"),
}


class About(StrEnum):
    """What an entry is about."""

    MARK = "mark"
    ANSWER = "answer"
    COMMENT = "comment"
    DESK = "desk"  # a file, a receipt, a package: no single candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One thing that was said or done, in words."""

    at: str  # instant by this machine's clock, which may have been set back
    place: tuple[int, int]  # in the log: the true order
    about: About
    what: str  # the criterion's name, or what it is
    now: str
    before: str = ""
    note: str = ""  # the comment with the mark, the facts with the answer
    nominee: NomineeId | None = None
    name: str = ""  # the candidate's
    criterion: CriterionId | None = None
    rev: int = 0
    stands: bool = False  # nothing newer was said
    elsewhere: bool = False  # on another of the juror's machines


def desk_history(session: Session, nominee: NomineeId | None = None) -> list[HistoryEntry]:
    """Return what was said and done, newest first; of one candidate, or all with files and receipts."""
    with session.reading() as uow:
        teller = _Teller(uow)
        entries = [*teller.marks(), *teller.answers(), *teller.comments()]
        if nominee is None:
            entries += teller.steps()
    found = [entry for entry in entries if nominee in {None, entry.nominee}]
    return sorted(found, key=lambda entry: (entry.place, entry.at, entry.rev), reverse=True)


class _Teller:
    """Puts statements into words, each beside the one before it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._juror, self._device = desk_juror(uow).id, desk_info(uow).device
        self._names = {nominee.id: nominee.name for nominee in uow.nominees.all()}
        self._criteria: Mapping[CriterionId, Criterion] = {c.id: c for c in uow.criteria.all()}
        self._rounds = [round_.id for round_ in uow.rounds.all()]
        self._steps, self._places = _read_log(uow)

    def marks(self) -> Iterator[HistoryEntry]:
        said = [s for round_ in self._rounds for s in self._uow.marks.history(round_)]
        for stated, before, stands in _in_a_row(said):
            key, content = stated.statement.key, stated.statement.content
            criterion = self._criteria.get(key.criterion)
            words = _words_of_marks(criterion)
            yield self._entry(
                stated,
                About.MARK,
                criterion.name if criterion else _(NO_CRITERION),
                words(content),
                words(before) if before else "",
                stands=stands,
                note="" if _is_text(criterion) else content.note,  # the words are the answer
                criterion=key.criterion,
            )

    def answers(self) -> Iterator[HistoryEntry]:
        said = [s for round_ in self._rounds for s in self._uow.declarations.history(round_)]
        for stated, before, stands in _in_a_row(said):
            content = stated.statement.content
            yield self._entry(
                stated,
                About.ANSWER,
                _("Impartiality"),
                _answer_words(content),
                _answer_words(before) if before else "",
                stands=stands,
                note=content.facts,
            )

    def comments(self) -> Iterator[HistoryEntry]:
        said = [s for round_ in self._rounds for s in self._uow.notes.history(round_)]
        for stated, before, stands in _in_a_row(said):
            yield self._entry(
                stated,
                About.COMMENT,
                _("Comment to the jury"),
                _comment_words(stated.statement.content),
                _comment_words(before) if before else "",
                stands=stands,
            )

    def steps(self) -> Iterator[HistoryEntry]:
        """Yield files, receipts and packages, from the log."""
        for place, entry in self._steps:
            draft = entry.what == "scorefile.written" and _body(entry).get("complete") is False
            what = _("Draft made") if draft else _(_TOLD[entry.what])
            yield HistoryEntry(at=entry.at, place=place, about=About.DESK, what=what, now="")

    def _entry(
        self,
        stated: Stated[Any, Any],
        about: About,
        what: str,
        now: str,
        before: str,
        *,
        stands: bool,
        note: str = "",
        criterion: CriterionId | None = None,
    ) -> HistoryEntry:
        nominee = stated.statement.key.nominee
        return HistoryEntry(
            at=stated.provenance.at,
            place=self._places.get(stated.statement.hash, (0, 0)),
            about=about,
            what=what,
            now=now,
            before=before,
            note=note,
            nominee=nominee,
            name=self._names.get(nominee, nominee),
            criterion=criterion,
            rev=stated.statement.rev,
            stands=stands,
            elsewhere=stated.provenance.device not in {"", self._device},
        )


def _in_a_row(said: Iterable[Stated[Any, Any]]) -> Iterator[tuple[Stated[Any, Any], Any, bool]]:
    """Yield each statement with the content before it, and whether it stands. They come by key and rev."""
    listed = list(said)
    before: Stated[Any, Any] | None = None
    for place, stated in enumerate(listed):
        key = stated.statement.key
        earlier = before.statement.content if before and before.statement.key == key else None
        last = place + 1 == len(listed) or listed[place + 1].statement.key != key
        yield stated, earlier, last
        before = stated


def _is_text(criterion: Criterion | None) -> bool:
    return criterion is not None and criterion.kind is CriterionKind.TEXT


def _words_of_marks(criterion: Criterion | None) -> Callable[[MarkContent], str]:
    def words(content: MarkContent) -> str:
        if content.state is MarkState.NOT_ASSESSED:
            return _("not assessed")
        if content.points is None:
            return _("taken back")
        if criterion is None:
            return _("{n} steps").format(n=content.points)
        return answer_text(criterion, content)

    return words


def _answer_words(content: DeclarationContent) -> str:
    return _(ANSWER_WORDS[content.answer])


def _comment_words(content: NoteContent) -> str:
    if not content.text:
        return _("taken back")
    usable = _("may be used in the justification")
    return f"{content.text} ({usable})" if content.usable else content.text


def _read_log(
    uow: UnitOfWork,
) -> tuple[list[tuple[tuple[int, int], LogEntry]], dict[str, tuple[int, int]]]:
    """Return the steps that are told, and where each statement (by its hash) stands in the log."""
    steps, places = [], {}
    for chain, (name, _root) in enumerate(uow.journal.chains()):
        for entry in uow.journal.entries(name):
            place = (chain, entry.seq)
            if entry.what in _TOLD:
                steps.append((place, entry))
            elif entry.what.endswith(".said"):
                places[str(_body(entry).get("statement"))] = place
    return steps, places


def _body(entry: LogEntry) -> dict[str, Any]:
    try:
        body = json.loads(entry.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
