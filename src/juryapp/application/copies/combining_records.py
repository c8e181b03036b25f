"""Combining two copies: what was handed in, said, decided and given out. Nothing of it is ever taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from juryapp.application.copies.combining_files import unite_exclusions, unite_files
from juryapp.application.copies.combining_papers import unite_papers
from juryapp.application.copies.combining_state import Combining, beyond
from juryapp.application.log import bodies as log_bodies
from juryapp.application.ports import Sequel, Statements
from juryapp.base.canonical import Json
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.ids import RoundId
from juryapp.domain.merging import Settlement, settled_by
from juryapp.domain.packages import (
    Confirmation,
    JurorKey,
    PackageIssue,
)
from juryapp.domain.statements import C, K, Statement

SETTLED_DIFFERENTLY: Final = N_(
    "The chair settled a conflict in both copies, and not alike: {juror}, {nominee}. Let the chair settle it"
    " in one copy as it was settled in the other, then combine."
)
DECIDED_DIFFERENTLY: Final = N_(
    "Both copies decided on “{name}”, and not alike. The decision of the other copy, which is added last,"
    " will stand; decide anew if it shall be otherwise."
)
RULED_DIFFERENTLY: Final = N_(
    "Both copies ruled on the impartiality of {juror} towards “{name}”, and not alike. The ruling of the"
    " other copy, which is added last, will stand; rule anew if it shall be otherwise."
)
WRITTEN_DIFFERENTLY: Final = N_(
    "Both copies have a justification of “{name}” ({language}), and not the same. The one of the other copy,"
    " which is added last, will stand."
)
WAIVED_DIFFERENTLY: Final = N_(
    "Both copies decided on what was not assessed, and not alike. The decision of the other copy, which is"
    " added last, will stand."
)
LEFT_DIFFERENTLY: Final = N_(
    "Both copies say something about {juror} leaving the panel, and not the same. What the other copy says,"
    " which is added last, will stand."
)
SAME_VERSION: Final = N_(
    "Both copies have an approved protocol with the number {version}. Both are kept; approve a new one that"
    " replaces them."
)


def unite_records(work: Combining) -> None:
    """Unite everything that is only ever added to."""
    _unite_packages(work)
    _unite_keys(work)
    unite_files(work)
    unite_exclusions(work)
    unite_papers(work)
    _unite_settlements(work, "mark")
    _unite_settlements(work, "declaration")
    _unite_settlements(work, "note")
    for part in _SEQUELS:
        _unite_sequel(work, part)
    _unite_protocols(work)
    _unite_anchors(work)


# ---- packages and keys -----------------------------------------------------------------------------------


def _unite_packages(work: Combining) -> None:
    """Add the other copy's packages; where both made one of the same number, theirs gets the next."""
    known = {issue.sha256: issue for issue in work.own.packages}
    taken = {(issue.juror, issue.issue) for issue in work.own.packages}
    for issue in work.other.packages:
        if issue.sha256 in known:
            _void_too(work, known[issue.sha256], issue)
            continue
        n = issue.issue
        while (issue.juror, n) in taken:
            n += 1
        taken.add((issue.juror, n))
        work.ours.put_package(replace(issue, issue=n))
        body: Json = {"juror": issue.juror, "issue": n, "sha256": issue.sha256}
        work.told.append(("package.made", body))
        work.added["packages"] += 1


def _void_too(work: Combining, mine: PackageIssue, theirs: PackageIssue) -> None:
    """Let no key be enrolled any more with a package that the other copy has voided."""
    voided = work.their_news.any_of(("package.voided",), mine.juror)
    if mine.token and not theirs.token and voided:
        work.ours.put_package(replace(mine, token=""))
        body: Json = {"juror": mine.juror, "issues": [mine.issue]}
        work.told.append(("package.voided", body))
        work.added["packages"] += 1


_CONFIRMING: Final = ("key.confirmed", "key.unconfirmed")


def _unite_keys(work: Combining) -> None:
    known = {(key.juror, key.public_key): key for key in work.own.keys}
    for theirs in work.other.keys:
        mine = known.get((theirs.juror, theirs.public_key))
        result = theirs if mine is None else _united_key(work, mine, theirs)
        if result == mine:
            continue
        work.ours.keys.put(result)
        work.added["keys"] += 1
        whats = _changes_of_key(mine, result)
        body = {"juror": result.juror, "key": result.public_key}
        work.told += [(what, body) for what in whats]


def _united_key(work: Combining, mine: JurorKey, theirs: JurorKey) -> JurorKey:
    """Return a key as it stands: closed if either copy closed it, and confirmed as the newer word says."""
    closed = sorted(key.closed for key in (mine, theirs) if key.closed)
    confirmation = mine.confirmation
    if mine.confirmation is not theirs.confirmation:
        here = work.our_news.any_of(_CONFIRMING, mine.public_key)
        there = work.their_news.any_of(_CONFIRMING, mine.public_key)
        confirmation = theirs.confirmation if there and not here else confirmation
        if here == there:
            confirmation = Confirmation.PACKAGE  # of two words the careful one
    return replace(mine, confirmation=confirmation, closed=closed[0] if closed else "")


def _changes_of_key(before: JurorKey | None, after: JurorKey) -> Iterator[str]:
    """Yield what the log says happened to a key."""
    if before is None:
        yield "key.pinned"
    was = before.confirmation if before else Confirmation.PACKAGE
    if after.confirmation is not was:
        yield "key.confirmed" if after.confirmation is Confirmation.WORD else "key.unconfirmed"
    if after.closed and not (before and before.closed):
        yield "key.closed"


# ---- what was settled ------------------------------------------------------------------------------------


def _unite_settlements(work: Combining, name: str) -> None:
    kind: Statements[Any, Any] = getattr(work.ours, f"{name}s")
    mine: tuple[Settlement[Any, Any], ...] = getattr(work.own, f"{name}s").settlements
    theirs: tuple[Settlement[Any, Any], ...] = getattr(work.other, f"{name}s").settlements
    lacking = [settlement for settlement in theirs if settlement not in mine]
    ahead = [settlement for settlement in mine if settlement not in theirs]
    for settlement in lacking:
        kind.settle(settlement)
        work.told.append(("conflict.settled", log_bodies.conflict_settled(settlement)))
        work.added["settlements"] += 1
    both = {(s.key, s.rev) for s in lacking} & {(s.key, s.rev) for s in ahead}
    if both:
        _refuse_other_words(work, kind, (*mine, *lacking), (*theirs, *ahead), both)


def _refuse_other_words(
    work: Combining,
    kind: Statements[K, C],
    after: Sequence[Settlement[K, C]],
    the_other_way: Sequence[Settlement[K, C]],
    both: set[tuple[K, int]],
) -> None:
    """Raise RuleError where what stands would depend on which copy is combined into which."""
    for round_id in {RoundId(key[0]) for key, _rev in both}:
        for key, rivals in kind.settled(round_id).items():
            if (key, rivals[0].rev) not in both:
                continue
            one, other = (_decided(way, key, rivals) for way in (after, the_other_way))
            if one != other:
                names = _names(work)
                raise RuleError(
                    SETTLED_DIFFERENTLY,
                    code="E-COMBINE-SETTLED",
                    juror=names.get(key[1], key[1]),
                    nominee=names.get(key[2], key[2]),
                )


def _decided(
    settlements: Iterable[Settlement[K, C]], key: K, rivals: tuple[Statement[K, C], ...]
) -> C | None:
    about = [s for s in settlements if s.key == key and s.rev == rivals[0].rev]
    found = settled_by(about, rivals)
    return found.content if found else None


def _names(work: Combining) -> dict[str, str]:
    names: dict[str, str] = {}
    for copy in (work.other, work.own):
        names |= {nominee.id: nominee.name for nominee in copy.nominees}
        names |= {juror.id: juror.name for juror in copy.jurors}
        names |= {category.id: category.name for category in copy.categories}
    return names


# ---- what was decided ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _SequelPart:
    """How one kind of thing that is only ever added is united."""

    name: str  # in EditionContents and in the unit of work
    what: str  # in the log; "" if the log does not speak of it
    body: Callable[[Any], Json] = lambda _thing: {}
    about: Callable[[Any], tuple[Any, ...]] = lambda thing: (
        thing,
    )  # of those, the last one stands
    says: Callable[[Any], tuple[Any, ...]] = lambda thing: (thing,)
    differs: str = ""  # N_ sentence where the copies say different things about the same
    params: Callable[[Any, dict[str, str]], dict[str, str]] = lambda _thing, _names: {}


_SEQUELS: Final = (
    _SequelPart(
        name="rulings",
        what="impartiality.ruled",
        body=log_bodies.impartiality_ruled,
        about=lambda r: (r.juror, r.nominee),
        says=lambda r: (r.recused, r.reach, r.ground),
        differs=RULED_DIFFERENTLY,
        params=lambda r, n: {"juror": n.get(r.juror, r.juror), "name": n.get(r.nominee, "")},
    ),
    _SequelPart(
        name="waivers",
        what="missing.waived",
        body=log_bodies.missing_waived,
        about=lambda _waiver: (),
        says=lambda w: (w.waived, w.reason),
        differs=WAIVED_DIFFERENTLY,
    ),
    _SequelPart(
        name="decisions",
        what="decision.made",
        body=log_bodies.decision_made,
        about=lambda d: (d.category, d.nominee),
        says=lambda d: (d.outcome, d.reason),
        differs=DECIDED_DIFFERENTLY,
        params=lambda d, n: {"name": n.get(d.nominee or d.category, "")},
    ),
    _SequelPart(
        name="justifications",
        what="justification.written",
        body=log_bodies.justification_written,
        about=lambda j: (j.nominee, j.language),
        says=lambda j: (j.text,),
        differs=WRITTEN_DIFFERENTLY,
        params=lambda j, n: {"name": n.get(j.nominee, ""), "language": j.language},
    ),
    _SequelPart(
        name="departures",
        what="juror.departed",
        body=log_bodies.juror_departed,
        about=lambda d: (d.juror,),
        says=lambda d: (d.left, d.marks_count, d.deputy),
        differs=LEFT_DIFFERENTLY,
        params=lambda d, n: {"juror": n.get(d.juror, "")},
    ),
    _SequelPart(name="reopenings", what="round.reopened", body=log_bodies.round_reopened),
    _SequelPart(name="merges", what=""),
)


def _unite_sequel(work: Combining, part: _SequelPart) -> None:
    """Add what the other copy has beyond ours, after ours, with numbers that follow."""
    mine, theirs = getattr(work.own, part.name), getattr(work.other, part.name)
    sequel: Sequel[Any] = getattr(work.ours, part.name)
    lacking, ahead = beyond(theirs, mine), beyond(mine, theirs)
    for thing in lacking:
        added = replace(thing, n=sequel.next_number())
        sequel.add(added)
        if part.what:
            work.told.append((part.what, part.body(added)))
        work.added[part.name] += 1
    if part.differs:
        _name_differences(work, part, lacking, ahead)


def _name_differences(
    work: Combining, part: _SequelPart, lacking: Iterable[Any], ahead: Iterable[Any]
) -> None:
    ours = {part.about(thing): thing for thing in ahead}
    for about, thing in {part.about(thing): thing for thing in lacking}.items():
        if about in ours and part.says(ours[about]) != part.says(thing):
            code = f"E-COMBINE-{part.name[:-1].upper()}"
            work.differ(code, part.differs, **part.params(thing, _names(work)))


# ---- what was given out ----------------------------------------------------------------------------------


def _unite_protocols(work: Combining) -> None:
    approved = {record.version for record in work.own.protocols if not record.draft}
    for record in work.other.protocols:
        if record in work.own.protocols:
            continue
        work.ours.put_protocol(record, work.theirs.protocol_pdf(record.pdf_sha256))
        work.added["protocols"] += 1
        if record.draft:
            continue
        work.told.append(("protocol.approved", log_bodies.protocol_approved(record)))
        if record.version in approved:
            work.differ("E-COMBINE-PROTOCOL", SAME_VERSION, version=str(record.version))


def _unite_anchors(work: Combining) -> None:
    for anchor in work.other.anchors:
        if anchor not in work.own.anchors:
            work.ours.put_anchor(anchor)
            work.added["anchors"] += 1
