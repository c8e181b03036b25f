"""Making, opening and listing editions."""

from __future__ import annotations

from dataclasses import replace

from juryapp.application.edition.attachments import without_unused
from juryapp.application.edition.files import EditionDraft
from juryapp.application.edition.setup import kept_criterion
from juryapp.application.ports import StoredEdition, UnitOfWork
from juryapp.application.services import Services
from juryapp.application.session import SECRETARY, Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition
from juryapp.domain.ids import AwardId, CategoryId, CriterionId, EditionId, JurorId, is_id
from juryapp.domain.log import chain_root

NO_EDITION = N_("There is no edition yet. Make one with “juryapp edition new”.")
WHICH_EDITION = N_("There are several editions. Name one of these: {known}.")
BAD_ID = N_("“{id}” cannot be an id: use A–Z, 0–9 and hyphens, at most 40.")


def new_edition(services: Services, draft: EditionDraft) -> Session:
    """Make an edition with its keys and its log, and return it open.

    Raises:
        RuleError: Something in the draft breaks a rule, or the edition exists already.
        UnavailableError: The machine does not let us; no edition is left behind.
    """
    if draft.id and not is_id(draft.id):
        raise UsageError(BAD_ID, id=draft.id)
    edition = _edition(services, draft)
    edition.check()
    draft = _checked(draft)
    session = Session(services, services.store.create_edition(edition.id), SECRETARY)
    try:
        _fill(session, edition, draft)
    except BaseException:
        services.store.discard(session.database, edition.id)
        raise
    return session


def _checked(draft: EditionDraft) -> EditionDraft:
    """Return a draft that can be used. Raises RuleError."""
    draft = replace(draft, criteria=tuple(map(kept_criterion, draft.criteria)))
    draft.rules.check()
    for category in draft.categories:
        category.check()
    for criterion in draft.criteria:
        criterion.check()
    for juror in draft.jurors:
        juror.check()
    return draft


def _fill(session: Session, edition: Edition, draft: EditionDraft) -> None:
    services = session.services
    keys = services.keys.make_award_keys(edition.id)
    with session.writing() as uow:
        uow.put_edition(edition)
        uow.journal.begin(services.ids.new_id(), chain_root(edition, keys.sign))
        _put_draft(services, uow, draft)
        session.note(uow, "edition.made", {"edition": edition.id})


def _edition(services: Services, draft: EditionDraft) -> Edition:
    return Edition(
        id=EditionId(draft.id or services.ids.new_id()),
        award=AwardId(services.ids.new_id()),
        award_name=draft.award_name,
        title=draft.title,
        year=draft.year,
        owner=draft.owner,
        purpose=draft.purpose,
        statutes=draft.statutes,
        languages=draft.languages,
        deadline=draft.deadline,
        made=services.now(),
    )


def _put_draft(services: Services, uow: UnitOfWork, draft: EditionDraft) -> None:
    new_id = services.ids.new_id
    uow.put_rules(draft.rules)
    uow.put_meeting(draft.meeting)
    uow.categories.put(*(replace(c, id=c.id or CategoryId(new_id())) for c in draft.categories))
    uow.criteria.put(*(replace(c, id=c.id or CriterionId(new_id())) for c in draft.criteria))
    uow.jurors.put(*(replace(j, id=j.id or JurorId(new_id())) for j in draft.jurors))


def open_edition(services: Services, edition: str = "", *, read_only: bool = False) -> Session:
    """Open an edition by id; the only one there is, if `edition` is "".

    Raises:
        UsageError: There is none, or several and none was named.
        BusyError: It is open in another window.
    """
    name = edition or the_only_edition(services).id
    database = services.store.open_edition(name, read_only=read_only)
    return without_unused(Session(services, database, SECRETARY))


def open_place(services: Services, place: str, *, read_only: bool = False) -> Session:
    """Open the database at a path or URL, in place."""
    database = services.store.open_place(place, read_only=read_only)
    return without_unused(Session(services, database, SECRETARY))


def the_only_edition(services: Services) -> StoredEdition:
    """Return the edition if there is exactly one. Raises UsageError."""
    editions = services.store.editions()
    if not editions:
        raise UsageError(NO_EDITION, code="E-NO-EDITION")
    if len(editions) > 1:
        known = ", ".join(e.id for e in editions)
        raise UsageError(WHICH_EDITION, code="E-WHICH-EDITION", known=known)
    return editions[0]
