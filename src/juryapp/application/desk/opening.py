"""Opening a jury package: the desk is made, or kept with everything that was given there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from juryapp.application.desk.updates import note_reopened, remember_update
from juryapp.application.ports import Database, DeskInfo, DeskMachine, UnitOfWork
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.domain.attachments import Attachment
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.criteria import Rules
from juryapp.domain.ids import EditionId, NomineeId
from juryapp.domain.jury import Juror, Role
from juryapp.domain.log import chain_root
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.packages import OpenedPackage, PackageContent

OTHER_AWARD_KEY = N_(
    "This package is signed with another key than the earlier one of the same edition. Ask the secretariat"
    " by telephone whether it is theirs."
)
OLDER_PACKAGE = N_("A newer package of this edition is open here already. Use the newest one.")


def open_package(services: Services, path: Path, *, password: str = "") -> Session:
    """Open a jury package and return the juror's desk, with all that was given there before.

    The juror's key is made at the first opening, and anew where the package says that earlier ones were
    closed. A newer package keeps every mark.

    Raises:
        FileFormatError: The package is refused; nothing was stored (E-LOCKED asks for a password).
        BusyError: The desk is open in another window.
    """
    opened = services.packages.read(path, password=password)
    content = opened.content
    database = services.store.desk(content.edition, content.juror)
    session = Session(services, database, f"juror:{content.juror}", password)
    try:
        _take_in(session, opened, path.name)
        _remember_place(session, path)
    except BaseException:
        _let_go_of(services, database, content.edition)
        raise
    return session


def _let_go_of(services: Services, database: Database, edition: EditionId) -> None:
    """Close a desk that the package could not be put into; one that was made for it goes again."""
    with database.unit_of_work() as uow:
        made_for_it = uow.desk() is None
    if made_for_it:
        services.store.discard(database, edition)
    else:
        database.close()


def open_desk(services: Services, database: Database) -> Session:
    """Return the session of a desk that is on this machine already."""
    with database.unit_of_work() as uow:
        juror = uow.jurors.all()[0]
    return Session(services, database, f"juror:{juror.id}")


def _take_in(session: Session, opened: OpenedPackage, name: str) -> None:
    content, keys = opened.content, session.services.keys
    with session.reading() as uow:
        known = uow.desk()
    if known is not None and known.package.sha256 == opened.head.sha256:
        keys.juror_key(content.edition, content.juror)
        return
    with session.writing() as uow:
        info = uow.desk()
        if info is not None and info.package.award_key != opened.head.award_key:
            raise FileFormatError(OTHER_AWARD_KEY, code="E-KEY", file=name)
        if info is not None and opened.head.issue < info.package.issue:
            raise FileFormatError(OLDER_PACKAGE, code="E-OLD", file=name)
        asked = info is not None and _compared(session, uow, opened, info)
        _put_content(session, uow, opened, first=info is None)
        order = tuple(nominee.id for nominee in opened.content.nominees)
        if content.new_key:  # earlier keys are closed for good
            keys.renew_juror_key(content.edition, content.juror)
            uow.put_machine(DeskMachine())
        else:
            keys.juror_key(content.edition, content.juror)
        device = info.device if info else session.services.ids.new_id()
        kept = info or DeskInfo(package=opened.head, order=order, device=device)
        handed_in = "" if asked else kept.handed_in
        uow.put_desk(replace(kept, package=opened.head, order=order, handed_in=handed_in))
        session.note(uow, "package.opened", {"sha256": opened.head.sha256})


def _remember_place(session: Session, path: Path) -> None:
    """Remember where the package lies: attachments are copied from there, and read until they are."""
    with session.database.unit_of_work() as uow:
        if uow.desk_memory().package != str(path.absolute()) and uow.attachments.all():
            uow.put_desk_memory(replace(uow.desk_memory(), package=str(path.absolute())))
            uow.commit()


def _compared(session: Session, uow: UnitOfWork, opened: OpenedPackage, info: DeskInfo) -> bool:
    """Remember what a newer package changes; return whether it asks for what was not handed in.

    That is: marks after declarations, new nominees, marks on words that are other ones now.
    """
    news = remember_update(uow, opened, info, session.services.now())
    new = {nominee.id for nominee in opened.content.nominees} - set(info.order)
    asked = bool(new or news.unconfirmed) or opened.head.kind is not info.package.kind
    if asked and info.handed_in:
        note_reopened(uow)
    return asked


def _put_content(session: Session, uow: UnitOfWork, opened: OpenedPackage, *, first: bool) -> None:
    content = opened.content
    edition = _edition_of(content)
    uow.put_edition(edition)
    if first:
        root = chain_root(edition, opened.head.award_key)
        uow.journal.begin(session.services.ids.new_id(), root)
    uow.put_rules(Rules(comment=content.comment))
    uow.categories.put(*content.categories)
    _take_away(uow, content)
    uow.criteria.put(*content.criteria)
    nominees, nominations = _listed(content)
    _let_go(uow, {nominee.id for nominee in nominees})
    uow.nominees.put(*nominees)
    uow.nominations.put(*nominations)
    _put_attachments(uow, content.attachments)
    uow.jurors.put(_juror_of(content))
    uow.rounds.put(_round_of(content))


def _put_attachments(uow: UnitOfWork, attachments: Sequence[Attachment]) -> None:
    """List what came, and let go of what did not come again; bytes that are here stay as they are."""
    kept = {(a.nominee, a.sha256) for a in attachments}
    for old in uow.attachments.all():
        if (old.nominee, old.sha256) not in kept:
            uow.attachments.remove(old.nominee, old.sha256)
    uow.attachments.put(*attachments)
    uow.attachments.drop_unused()


def _take_away(uow: UnitOfWork, content: PackageContent) -> None:
    """Criteria and nominations that were taken out since are seen no more; marks stay in the history."""
    asked = {criterion.id for criterion in content.criteria}
    for criterion in uow.criteria.all():
        if criterion.id not in asked:
            uow.criteria.remove(criterion.id)
    sent = {nomination.id for nomination in content.nominations}
    for nomination in uow.nominations.all():
        if nomination.id not in sent:
            uow.nominations.remove(nomination.id)


def _listed(content: PackageContent) -> tuple[list[Nominee], list[Nomination]]:
    """Return all that can be looked at, with the practice nominee of a declare package."""
    nominees, nominations = [*content.nominees], [*content.nominations]
    if content.practice is not None:
        invented = content.practice.nominee
        home = invented.category or content.categories[0].id
        last = 1 + max((nominee.number for nominee in nominees), default=0)
        nominees.append(replace(invented, category=home, number=last))
        nominations += content.practice.nominations
    return nominees, nominations


def _let_go(uow: UnitOfWork, kept: set[NomineeId]) -> None:
    """Nominees that are no longer in the package, withdrawn or recused since: their papers go.

    So does the practice nominee when the score package comes; what was said stays in the history.
    """
    gone = [nominee for nominee in uow.nominees.all() if nominee.id not in kept]
    names = {nominee.id for nominee in gone}
    for nomination in uow.nominations.all():
        if nomination.nominee in names:
            uow.nominations.remove(nomination.id)
    uow.nominees.put(*(replace(nominee, withdrawn=True) for nominee in gone))


def _edition_of(content: PackageContent) -> Edition:
    return Edition(
        id=content.edition,
        award=content.award,
        award_name=content.award_name,
        title=content.title,
        year=content.year,
        owner=content.owner,
        languages=content.languages,
        deadline=content.deadline,
        made=content.made,
        trial=content.trial,
    )


def _juror_of(content: PackageContent) -> Juror:
    return Juror(
        id=content.juror,
        number=content.juror_number,
        name=content.juror_name,
        role=Role(content.juror_role),
        organisation=content.juror_organisation,
    )


def _round_of(content: PackageContent) -> Round:
    return Round(
        id=content.round,
        number=1,
        state=RoundState.OPEN,
        ballot=content.ballot,
        rules=content.rules,
        order_seed="",  # the juror's own order came with the package
        opened=content.made,
    )
