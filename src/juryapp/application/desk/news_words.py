"""What an updated package changed, in sentences: the same in the window and on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from juryapp.application.desk.news import Change, CriterionNews, News, NomineeNews, Part
from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.instants import format_date
from juryapp.domain.criteria import CommentRule
from juryapp.domain.ids import CriterionId, NomineeId

PART_NAMES: Final[dict[Part, str]] = {
    Part.NAME: N_("another name"),
    Part.PLACE: N_("another place"),
    Part.CATEGORY: N_("another category"),
    Part.FACTS: N_("the facts"),
    Part.NOMINATIONS: N_("the nominations"),
    Part.ATTACHMENTS: N_("the attachments"),
}
KEPT = N_("Everything you have said is kept, and your own order is the same.")
NOTHING_SEEN = N_("Nothing that you see here has changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """One thing that changed, and where to look at it."""

    title: str
    text: str
    change: Change
    nominee: NomineeId | None = None  # whom to go to
    criterion: CriterionId | None = None

    @property
    def said(self) -> str:
        """Both in one line."""
        return f"{self.title}: {self.text}" if self.text else self.title


def news_lines(news: News) -> list[NewsLine]:
    """Return what changed, the most important first."""
    return [
        *_of_the_whole(news),
        *map(nominee_line, news.nominees),
        *map(_of_criterion, news.criteria),
    ]


def _of_the_whole(news: News) -> Iterator[NewsLine]:
    if news.material:
        yield _line(_("The material is here"), _("Read it, and give your marks."))
    if news.reopened:
        text = _("There is something new to answer. Hand in again afterwards.")
        yield _line(_("Your sheet is open again"), text)
    if news.deadline is not None:
        yield _line(_("The deadline is another one"), _deadline_text(*news.deadline))
    if news.title:
        yield _line(_("The award has another title"), news.title)
    if news.comment is CommentRule.ALL:
        yield _line(_("Each mark needs a comment now"), "")
    elif news.comment is CommentRule.NONE:
        yield _line(_("Marks need no comment any more"), "")
    if news.new_key:
        text = _(
            "The secretariat closed the one before. The digits of this machine are others now."
        )
        yield _line(_("This machine has a new key"), text)


def _line(title: str, text: str) -> NewsLine:
    return NewsLine(title=title, text=text, change=Change.CHANGED)


def _deadline_text(before: str, now: str) -> str:
    if not now:
        return _("There is none any more.")
    if not before:
        return format_date(now)
    return _("{now}; it was {before}").format(now=format_date(now), before=format_date(before))


def nominee_line(news: NomineeNews) -> NewsLine:
    """Return what happened to one candidate."""
    if news.change is Change.GONE:
        text = _("Is not among your candidates any more. What you said is kept in the history.")
    elif news.change is Change.NEW:
        text = _("Is new among your candidates.")
    else:
        text = _("Changed: {parts}").format(parts=_parts_text(news))
    where = None if news.change is Change.GONE else news.nominee
    return NewsLine(title=news.name, text=text, change=news.change, nominee=where)


def _parts_text(news: NomineeNews) -> str:
    words = []
    for part in news.parts:
        if part is Part.NAME and news.was:
            words.append(_("the name (it was “{name}”)").format(name=news.was))
        else:
            words.append(_(PART_NAMES[part]))
    return ", ".join(words)


def _of_criterion(news: CriterionNews) -> NewsLine:
    if news.change is Change.GONE:
        text = _("This criterion is not asked for any more.")
    elif news.change is Change.NEW:
        text = _("This criterion is new: give your marks for it.")
    elif news.reweighted:
        text = _("This criterion has another weight. Your marks stand.")
    else:
        text = _("This criterion is worded anew. Look at your marks for it again.")
        if news.was:
            text = _("It was called “{name}”.").format(name=news.was) + " " + text
    return NewsLine(title=news.name, text=text, change=news.change, criterion=news.criterion)


def kept_text(news: News) -> str:
    """Return the sentence that nothing is lost, and that nothing changed where that is so."""
    return f"{_(NOTHING_SEEN)} {_(KEPT)}" if news.says_nothing else _(KEPT)


def unconfirmed_text(count: int) -> str:
    """Return how many marks are to be confirmed."""
    words = ngettext("{n} mark is to be confirmed", "{n} marks are to be confirmed", count)
    return words.format(n=count)
