"""What an updated package changed, as the desk remembers it until the juror has seen it.

It lies in the desk's memory (`DeskMemory.news`), in no file that leaves the machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from juryapp.domain.criteria import CommentRule
from juryapp.domain.ids import CriterionId, NomineeId


class Change(StrEnum):
    """What happened to a candidate or a criterion."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


class Part(StrEnum):
    """What of a candidate is another than before."""

    NAME = "name"
    PLACE = "place"
    CATEGORY = "category"
    FACTS = "facts"
    NOMINATIONS = "nominations"
    ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True, kw_only=True)
class NomineeNews:
    """What happened to one candidate."""

    nominee: NomineeId
    name: str  # the newest one known
    change: Change
    was: str = ""  # the earlier name, where it is another
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionNews:
    """What happened to one criterion. Changed words make its marks *to be confirmed*."""

    criterion: CriterionId
    name: str
    change: Change
    was: str = ""
    reweighted: bool = False  # only its weight is another: marks stand


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A mark that was given before the words of its criterion were changed."""

    nominee: NomineeId
    criterion: CriterionId
    rev: int  # a newer one is looked at already


@dataclass(frozen=True, kw_only=True)  # without slots: what is worked out from it is kept beside it
class News:
    """What changed since the juror last looked."""

    at: str = ""  # instant at which the package was opened; "" while there was no update
    seen: bool = True
    material: bool = False  # the package asks for marks now, and the one before asked for answers
    reopened: bool = False  # the sheet was handed in, and there is something new to answer
    new_key: bool = False
    title: str = ""  # the new one, where it is another
    deadline: tuple[str, str] | None = None  # before, now
    comment: CommentRule | None = None  # the new rule, where it is another
    nominees: tuple[NomineeNews, ...] = ()
    criteria: tuple[CriterionNews, ...] = ()
    unvisited: frozenset[NomineeId] = frozenset()  # new or changed, and not looked at since
    unconfirmed: tuple[Unconfirmed, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether nothing changed that a juror sees."""
        told = (self.material, self.reopened, self.new_key, self.title, self.deadline, self.comment)
        return not (any(told) or self.nominees or self.criteria)

    def change_of(self, nominee: NomineeId) -> Change | None:
        """Return what is to be marked in the list of candidates, None if it was looked at since."""
        news = self._by_nominee.get(nominee) if nominee in self.unvisited else None
        return news.change if news is not None else None

    def about(self, nominee: NomineeId) -> NomineeNews | None:
        """Return what happened to a candidate, None if nothing did."""
        return self._by_nominee.get(nominee)

    def to_confirm(self, nominee: NomineeId) -> tuple[CriterionId, ...]:
        """Return the criteria whose mark for `nominee` is to be confirmed."""
        return self._to_confirm.get(nominee, ())

    @cached_property
    def _by_nominee(self) -> Mapping[NomineeId, NomineeNews]:
        return {news.nominee: news for news in self.nominees}

    @cached_property
    def _to_confirm(self) -> Mapping[NomineeId, tuple[CriterionId, ...]]:
        found: dict[NomineeId, tuple[CriterionId, ...]] = {}
        for mark in self.unconfirmed:
            found[mark.nominee] = (*found.get(mark.nominee, ()), mark.criterion)
        return found


NOTHING_NEW = News()


def written_news(news: News) -> str:
    """Return news as they lie in the desk's memory."""
    document = {**asdict(news), "unvisited": sorted(news.unvisited)}
    return json.dumps(document, ensure_ascii=False)


def read_news(text: str) -> News:
    """Return news from the desk's memory; what cannot be understood is none."""
    try:
        document = json.loads(text) if text else None
        return NOTHING_NEW if document is None else _read(document)
    except (ValueError, TypeError, KeyError, IndexError):
        return NOTHING_NEW


def _read(document: dict[str, Any]) -> News:
    deadline, comment = document["deadline"], document["comment"]
    values = {
        **document,
        "deadline": (str(deadline[0]), str(deadline[1])) if deadline else None,
        "comment": CommentRule(comment) if comment else None,
        "nominees": tuple(_read_nominee(**entry) for entry in document["nominees"]),
        "criteria": tuple(_read_criterion(**entry) for entry in document["criteria"]),
        "unvisited": frozenset(document["unvisited"]),
        "unconfirmed": tuple(Unconfirmed(**entry) for entry in document["unconfirmed"]),
    }
    return News(**values)


def _read_nominee(*, change: str, parts: list[str], **rest: Any) -> NomineeNews:
    return NomineeNews(change=Change(change), parts=tuple(map(Part, parts)), **rest)


def _read_criterion(*, change: str, **rest: Any) -> CriterionNews:
    return CriterionNews(change=Change(change), **rest)
