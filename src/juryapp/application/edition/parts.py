"""Taking several things of the set-up out and putting others in, in one transaction: how edits are undone."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.edition.jurors import refuse_if_named
from juryapp.application.edition.nominations import refuse_if_used
from juryapp.application.edition.setup import CATEGORY_IN_USE
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.errors import RuleError
from juryapp.domain.attachments import Attachment
from juryapp.domain.award import Category
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nomination, Nominee


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupParts:
    """Things that were entered together, with their ids and places."""

    categories: tuple[Category, ...] = ()
    nominees: tuple[Nominee, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    jurors: tuple[Juror, ...] = ()

    def topics(self) -> ChangeSet:
        """Return what pages show of them."""
        changes = ChangeSet()
        if self.categories:
            changes |= ChangeSet.of(Topic.SETUP)
        if self.nominees or self.nominations or self.attachments:
            changes |= ChangeSet.of(Topic.NOMINEES)
        return changes | ChangeSet.of(Topic.JURORS) if self.jurors else changes


NOTHING = SetupParts()


def swap_parts(
    session: Session, *, out: SetupParts = NOTHING, into: SetupParts = NOTHING
) -> ChangeSet:
    """Remove the things in `out`, then put back those in `into` just as they were; all or nothing.

    Raises:
        RuleError: Something may not be removed any more: it has a package, or nominees.
    """
    with session.writing() as uow:
        _remove(uow, out)
        _put(uow, into)
        body = {"out": _counts(out), "into": _counts(into)}
        session.note(uow, "setup.swapped", body)
    return out.topics() | into.topics()


def nominee_parts(uow: UnitOfWork, nominee: NomineeId) -> SetupParts:
    """Return a nominee with its nominations, to be put back later."""
    found = uow.nominees.find(nominee)
    return SetupParts(
        nominees=(found,) if found else (),
        nominations=tuple(n for n in uow.nominations.all() if n.nominee == nominee),
        attachments=tuple(a for a in uow.attachments.all() if a.nominee == nominee),
    )


def _counts(parts: SetupParts) -> list[int]:
    return [len(parts.categories), len(parts.nominees), len(parts.nominations), len(parts.jurors)]


def _put(uow: UnitOfWork, parts: SetupParts) -> None:
    uow.categories.put(*parts.categories)
    uow.nominees.put(*parts.nominees)
    uow.nominations.put(*parts.nominations)
    uow.attachments.put(*parts.attachments)
    uow.jurors.put(*parts.jurors)


def _remove(uow: UnitOfWork, parts: SetupParts) -> None:
    for nomination in parts.nominations:
        uow.nominations.remove(nomination.id)
    for attachment in parts.attachments:
        uow.attachments.remove(attachment.nominee, attachment.sha256)
    for nominee in parts.nominees:
        refuse_if_used(uow, nominee)
        uow.nominees.remove(nominee.id)
    for juror in parts.jurors:
        refuse_if_named(uow, juror)
        uow.jurors.remove(juror.id)
    homes = {nominee.category for nominee in uow.nominees.all()} if parts.categories else set()
    for category in parts.categories:
        if category.id in homes:
            raise RuleError(CATEGORY_IN_USE, category=category.name)
        uow.categories.remove(category.id)
