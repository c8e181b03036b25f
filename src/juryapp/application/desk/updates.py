"""What an updated package changes: found when it is opened, and told until the juror has seen it.

Nothing that was said is lost by an update. Where the words of a criterion were changed after a mark was
given, the mark is *to be confirmed*: it stands, and the sheet is finished when the juror has looked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from juryapp.application.desk.news import (
    Change,
    CriterionNews,
    News,
    NomineeNews,
    Part,
    Unconfirmed,
    read_news,
    written_news,
)
from juryapp.application.desk.view import desk_juror
from juryapp.application.ports import DeskInfo, UnitOfWork
from juryapp.application.session import Session, the_round
from juryapp.domain.attachments import Attachment
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import PRACTICE, CriterionId, NomineeId
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.packages import OpenedPackage, PackageContent, PackageKind
from juryapp.domain.statements import MarkKey, MarkState

# ---- looking at it ---------------------------------------------------------------------------------------


def desk_news(session: Session) -> News:
    """Return what the newest package changed; `seen` if the juror knows it."""
    with session.reading() as uow:
        return standing_news(uow)


def standing_news(uow: UnitOfWork) -> News:
    """Return the news within a transaction; marks that were said anew since need no confirming."""
    news = read_news(uow.desk_memory().news)
    if not news.unconfirmed:
        return news
    standing = uow.marks.current(the_round(uow).id).effective
    revs = {(key.nominee, key.criterion): said.rev for key, said in standing.items()}
    left = tuple(u for u in news.unconfirmed if revs.get((u.nominee, u.criterion)) == u.rev)
    return replace(news, unconfirmed=left)


def news_after(session: Session, news: News, nominee: NomineeId) -> News:
    """Return the news after something was said of one candidate; only that one is looked at again."""
    waiting = [u for u in news.unconfirmed if u.nominee == nominee]
    if not waiting:
        return news
    with session.reading() as uow:
        pair = (the_round(uow).id, desk_juror(uow).id)
        found = {u: uow.marks.find(MarkKey(*pair, nominee, u.criterion)) for u in waiting}
    said_anew = {u for u, stands in found.items() if stands is None or stands.rev != u.rev}
    left = tuple(u for u in news.unconfirmed if u not in said_anew)
    return replace(news, unconfirmed=left) if said_anew else news


def news_seen(session: Session) -> ChangeSet:
    """Record that the juror has seen what changed; the candidates stay marked until they are looked at."""
    with session.writing() as uow:
        _put(uow, replace(standing_news(uow), seen=True))
    return ChangeSet()


def visited(session: Session, nominee: NomineeId) -> ChangeSet:
    """Record that the juror has looked at a candidate that is new or changed."""
    with session.writing() as uow:
        news = read_news(uow.desk_memory().news)
        _put(uow, replace(news, unvisited=news.unvisited - {nominee}))
    return ChangeSet()


def confirm_marks(
    session: Session, nominee: NomineeId | None = None, criterion: CriterionId | None = None
) -> ChangeSet:
    """Let marks stand although the words of their criterion were changed since: of one candidate, or all."""
    with session.writing() as uow:
        news = standing_news(uow)
        left = tuple(
            u
            for u in news.unconfirmed
            if nominee not in {None, u.nominee} or criterion not in {None, u.criterion}
        )
        confirmed = len(news.unconfirmed) - len(left)
        if not confirmed:
            return ChangeSet()
        _put(uow, replace(news, unconfirmed=left))
        session.note(uow, "marks.confirmed", {"marks": confirmed})
    return ChangeSet.of(Topic.MARKS)


def _put(uow: UnitOfWork, news: News) -> None:
    uow.put_desk_memory(replace(uow.desk_memory(), news=written_news(news)))


# ---- finding it ------------------------------------------------------------------------------------------


def remember_update(uow: UnitOfWork, opened: OpenedPackage, info: DeskInfo, now: str) -> News:
    """Compare a newer package with what is at the desk, and keep what changed. Call it before the change.

    What the juror has not seen yet of an earlier update is told with it.
    """
    earlier = standing_news(uow)
    found = _Comparison(uow, opened.content, info).news(now)
    if earlier.seen:
        found = replace(found, unconfirmed=_all_unconfirmed(earlier, found))
    else:
        found = _together(earlier, found)
    _put(uow, found)
    return found


def note_reopened(uow: UnitOfWork) -> None:
    """Add that the sheet, which was handed in, is open again: there is something new to answer."""
    _put(uow, replace(read_news(uow.desk_memory().news), reopened=True))


class _Comparison:
    """The desk as it is, beside a newer package."""

    def __init__(self, uow: UnitOfWork, content: PackageContent, info: DeskInfo) -> None:
        self._uow, self._content, self._info = uow, content, info
        self._edition = uow.edition()
        self._comment = uow.rules().comment
        self._here: dict[NomineeId, Nominee] = {n.id: n for n in uow.nominees.all()}
        self._criteria: dict[CriterionId, Criterion] = {c.id: c for c in uow.criteria.all()}
        self._home = {c.id: c.name for c in uow.categories.all()}
        self._new_home = {c.id: c.name for c in content.categories}
        declared = info.package.kind is PackageKind.DECLARE
        self._with_texts = not declared and content.kind is PackageKind.SCORE
        self._voices = _voices(uow.nominations.all(), texts=self._with_texts)
        self._new_voices = _voices(content.nominations, texts=self._with_texts)
        self._files = _files(uow.attachments.all())
        self._new_files = _files(content.attachments)

    def news(self, now: str) -> News:
        content, edition = self._content, self._edition
        nominees, criteria = tuple(self._nominees()), tuple(self._criteria_news())
        changed = {c.criterion for c in criteria if c.change is Change.CHANGED and not c.reweighted}
        moved = content.deadline != edition.deadline
        return News(
            at=now,
            seen=False,
            material=content.kind is not self._info.package.kind,
            new_key=content.new_key,
            title=content.title if content.title != edition.title else "",
            deadline=(edition.deadline, content.deadline) if moved else None,
            comment=content.comment if content.comment is not self._comment else None,
            nominees=nominees,
            criteria=criteria,
            unvisited=frozenset(n.nominee for n in nominees if n.change is not Change.GONE),
            unconfirmed=tuple(self._given_on(changed)),
        )

    def _nominees(self) -> Iterable[NomineeNews]:
        known = set(self._info.order)
        for nominee in self._content.nominees:
            if nominee.id not in known:
                yield NomineeNews(nominee=nominee.id, name=nominee.name, change=Change.NEW)
            elif parts := tuple(self._parts(self._here[nominee.id], nominee)):
                was = self._here[nominee.id].name
                yield NomineeNews(
                    nominee=nominee.id,
                    name=nominee.name,
                    change=Change.CHANGED,
                    was=was if was != nominee.name else "",
                    parts=parts,
                )
        sent = {nominee.id for nominee in self._content.nominees}
        for id_ in self._info.order:
            if id_ not in sent and id_ != PRACTICE:
                name = self._here[id_].name
                yield NomineeNews(nominee=id_, name=name, change=Change.GONE)

    def _parts(self, old: Nominee, new: Nominee) -> Iterable[Part]:
        before = self._home.get(old.category, "")
        differs = {
            Part.NAME: old.name != new.name,
            Part.PLACE: old.place != new.place,
            Part.CATEGORY: before != self._new_home.get(new.category, ""),
            Part.FACTS: self._with_texts and old.facts != new.facts,
            Part.NOMINATIONS: self._voices.get(old.id) != self._new_voices.get(new.id),
            Part.ATTACHMENTS: self._with_texts
            and self._files.get(old.id) != self._new_files.get(new.id),
        }
        return (part for part, other in differs.items() if other)

    def _criteria_news(self) -> Iterable[CriterionNews]:
        for new in self._content.criteria:
            old = self._criteria.get(new.id)
            if old is None:
                yield CriterionNews(criterion=new.id, name=new.name, change=Change.NEW)
            elif _words(old) != _words(new):
                was = old.name if old.name != new.name else ""
                yield CriterionNews(criterion=new.id, name=new.name, change=Change.CHANGED, was=was)
            elif old.weight != new.weight:
                yield CriterionNews(
                    criterion=new.id, name=new.name, change=Change.CHANGED, reweighted=True
                )
        sent = {criterion.id for criterion in self._content.criteria}
        for id_, old in self._criteria.items():
            if id_ not in sent:
                yield CriterionNews(criterion=id_, name=old.name, change=Change.GONE)

    def _given_on(self, criteria: Collection[CriterionId]) -> Iterable[Unconfirmed]:
        """Yield the marks that were given on criteria whose words are other ones now."""
        if not criteria:
            return
        sent = {nominee.id for nominee in self._content.nominees}
        said = self._uow.marks.current(the_round(self._uow).id).effective
        for key, statement in said.items():
            given = statement.content.state in {MarkState.MARK, MarkState.NOT_ASSESSED}
            if given and key.criterion in criteria and key.nominee in sent:
                yield Unconfirmed(key.nominee, key.criterion, statement.rev)


def _words(criterion: Criterion) -> object:
    """Return what a juror reads before giving a mark."""
    levels = sorted(criterion.levels, key=lambda level: level.points)
    return (criterion.name, criterion.group, criterion.guidance, levels, criterion.version)


def _voices(
    nominations: Iterable[Nomination], *, texts: bool
) -> Mapping[NomineeId, set[tuple[str, ...]]]:
    found: dict[NomineeId, set[tuple[str, ...]]] = {}
    for voice in nominations:
        said = voice.text if texts else ""
        what = (voice.nominator, voice.organisation, str(voice.relation), said, voice.received)
        found.setdefault(voice.nominee, set()).add(what)
    return found


def _files(attachments: Iterable[Attachment]) -> Mapping[NomineeId, set[tuple[str, str]]]:
    found: dict[NomineeId, set[tuple[str, str]]] = {}
    for attachment in attachments:
        found.setdefault(attachment.nominee, set()).add((attachment.name, attachment.sha256))
    return found


def _all_unconfirmed(earlier: News, later: News) -> tuple[Unconfirmed, ...]:
    gone = {n.nominee for n in later.nominees if n.change is Change.GONE}
    kept = [u for u in earlier.unconfirmed if u.nominee not in gone]
    return tuple(dict.fromkeys((*kept, *later.unconfirmed)))


def _together(earlier: News, later: News) -> News:
    """Return both as one: what came, and what went again before anybody saw it, is none."""
    gone = {n.nominee for n in later.nominees if n.change is Change.GONE}
    before = earlier.deadline or later.deadline
    return replace(
        later,
        material=earlier.material or later.material,
        reopened=earlier.reopened or later.reopened,
        new_key=earlier.new_key or later.new_key,
        title=later.title or earlier.title,
        deadline=(before[0], (later.deadline or before)[1]) if before else None,
        comment=later.comment or earlier.comment,
        nominees=_nominees_together(earlier.nominees, later.nominees),
        criteria=_criteria_together(earlier.criteria, later.criteria),
        unvisited=(earlier.unvisited - gone) | later.unvisited,
        unconfirmed=_all_unconfirmed(earlier, later),
    )


def _nominees_together(
    earlier: Sequence[NomineeNews], later: Sequence[NomineeNews]
) -> tuple[NomineeNews, ...]:
    found = {news.nominee: news for news in earlier}
    for news in later:
        known = found.pop(news.nominee, None)
        if known is None or known.change is Change.GONE:
            found[news.nominee] = news  # one that went and came back is told as new
        elif known.change is Change.NEW:
            if news.change is not Change.GONE:
                found[news.nominee] = replace(known, name=news.name)
        elif news.change is Change.GONE:
            found[news.nominee] = news
        else:
            parts = tuple(dict.fromkeys((*known.parts, *news.parts)))
            found[news.nominee] = replace(news, parts=parts, was=known.was or news.was)
    return tuple(found.values())


def _criteria_together(
    earlier: Sequence[CriterionNews], later: Sequence[CriterionNews]
) -> tuple[CriterionNews, ...]:
    found = {news.criterion: news for news in earlier}
    for news in later:
        known = found.pop(news.criterion, None)
        if known is None or news.change is Change.GONE:
            if known is None or known.change is not Change.NEW:
                found[news.criterion] = news
        elif known.change is Change.NEW:
            found[news.criterion] = replace(known, name=news.name)
        else:
            both = known.reweighted and news.reweighted
            found[news.criterion] = replace(news, was=known.was or news.was, reweighted=both)
    return tuple(found.values())
