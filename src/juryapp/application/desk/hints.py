"""Hints for the question of impartiality: what the package itself shows of a connection, in neutral words.

A hint answers nothing and asks for nothing; it stands beside a name so that nobody overlooks what is plain.
It is made on this machine from what came with the package, and goes nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from juryapp.application.desk.contents import DeskContents, Papers
from juryapp.application.desk.history import ANSWER_WORDS
from juryapp.application.session import Session
from juryapp.base.i18n import _
from juryapp.base.instants import format_date
from juryapp.domain.ids import PRACTICE, NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nomination
from juryapp.domain.statements import Answer, StatedDeclaration

_LEAST_LETTERS = 3  # shorter names are found in too many others
Earlier = Mapping[NomineeId, StatedDeclaration]


def hints(contents: DeskContents, earlier: Earlier) -> dict[NomineeId, tuple[str, ...]]:
    """Return the hints by nominee, in the language in use; most nominees have none."""
    found = {}
    for nominee, papers in contents.papers.items():
        told = tuple(_told(contents.juror, papers, earlier.get(nominee)))
        if told and nominee != PRACTICE:
            found[nominee] = told
    return found


def earlier_answers(session: Session) -> Earlier:
    """Return, by nominee, the newest report that no longer stands: another answer was given since."""
    found: dict[NomineeId, StatedDeclaration] = {}
    with session.reading() as uow:
        for round_ in uow.rounds.all():
            standing = uow.declarations.current(round_.id).effective
            for stated in uow.declarations.history(round_.id):
                statement = stated.statement
                reported = statement.content.answer is not Answer.NOTHING
                if reported and standing.get(statement.key) != statement:
                    found[statement.key.nominee] = stated
    return found


def _told(juror: Juror, papers: Papers, earlier: StatedDeclaration | None) -> Iterable[str]:
    nominee, own = papers.nominee, juror.organisation.strip()
    if own and (_holds(own, nominee.name) or _holds(nominee.name, own)):
        yield _("You are from {organisation}.").format(organisation=own)
    elif own and _holds(own, nominee.place):
        told = _("You are from {organisation}, and the candidate is in {place}.")
        yield told.format(organisation=own, place=nominee.place)
    if own and any(_same(own, voice.organisation) for voice in papers.nominations):
        yield _("{organisation} has nominated here.").format(organisation=own)
    if _in_the_name_of(juror.name, papers.nominations):
        yield _("A nomination here is in your name.")
    if earlier is not None:
        answer = _(ANSWER_WORDS[earlier.statement.content.answer])
        day = format_date(earlier.provenance.at[:10])
        yield _("Your answer was “{answer}” on {day}.").format(answer=answer, day=day)


def _in_the_name_of(name: str, nominations: Sequence[Nomination]) -> bool:
    return any(_same(name, voice.nominator) for voice in nominations)


def _same(one: str, other: str) -> bool:
    words = _words(one)
    return bool(words) and words == _words(other)


def _holds(whole: str, part: str) -> bool:
    """Return whether all words of `part` stand in `whole`, one after another."""
    wanted, there = _words(part), _words(whole)
    if sum(map(len, wanted)) < _LEAST_LETTERS:
        return False
    length = len(wanted)
    return any(there[at : at + length] == wanted for at in range(len(there) - length + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
