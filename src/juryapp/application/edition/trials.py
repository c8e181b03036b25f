"""Trials: a copy of an edition to try everything out on. Nothing of it ever counts, and the two never mix.

A trial has an id, keys, a log and a database of its own; its packages, score files and protocols say that
they are a trial's. A real edition answers a trial's files E-TRIAL, and a trial answers real ones the same.
"""

from __future__ import annotations

from dataclasses import replace

from juryapp.application.edition.attachments import keep_bytes, stored_pieces
from juryapp.application.edition.editions import BAD_ID
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import SECRETARY, Session
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.i18n import N_, texts_in
from juryapp.domain.award import Edition
from juryapp.domain.ids import EditionId, is_id
from juryapp.domain.log import chain_root

IS_A_TRIAL = N_("This edition is a trial already. Make the trial from the real one.")
TRIAL_TITLE = N_("{title} (trial)")


def make_trial(session: Session, *, id_: str = "") -> Session:
    """Copy an edition's set-up as a trial and return it open: what was received or decided is not copied.

    Args:
        session: The real edition, at any stage.
        id_: The trial's id; one is made if it is "".

    Raises:
        RuleError: It is a trial already (E-TRIAL), or there is an edition of that id.
        UsageError: The id cannot be one.
    """
    services = session.services
    if id_ and not is_id(id_):
        raise UsageError(BAD_ID, id=id_)
    with session.reading() as uow:
        if uow.edition().trial:
            raise RuleError(IS_A_TRIAL, code="E-TRIAL")
        copied = _Copied(uow)
    edition = _trial_of(session, copied.edition, id_)
    trial = Session(services, services.store.create_edition(edition.id), SECRETARY)
    try:
        keys = services.keys.make_award_keys(edition.id)
        with trial.writing() as uow:
            uow.put_edition(edition)
            uow.journal.begin(services.ids.new_id(), chain_root(edition, keys.sign))
            copied.put(uow)
            made = {"edition": edition.id, "trial_of": copied.edition.id}
            trial.note(uow, "edition.made", made)
        for sha256 in copied.files:
            with trial.writing() as uow:
                keep_bytes(uow, sha256, stored_pieces(session, sha256))
    except BaseException:
        services.store.discard(trial.database, edition.id)
        raise
    return trial


def _trial_of(session: Session, edition: Edition, id_: str) -> Edition:
    template = texts_in(edition.languages[0])(TRIAL_TITLE)
    return replace(
        edition,
        id=EditionId(id_ or session.services.ids.new_id()),
        title=template.format(title=edition.title),
        made=session.services.now(),
        trial=True,
    )


class _Copied:
    """The set-up of an edition: everything that was entered, nothing that was handed in."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.edition = uow.edition()
        self._rules = uow.rules()
        self._categories = uow.categories.all()
        self._criteria = uow.criteria.all()
        self._jurors = [juror for juror in uow.jurors.all() if not juror.left]
        self._nominees = uow.nominees.all()
        self._nominations = uow.nominations.all()
        self._attachments = uow.attachments.all()
        self.files = sorted({a.sha256 for a in self._attachments} & uow.attachments.stored())

    def put(self, uow: UnitOfWork) -> None:
        """Put it into the trial."""
        uow.put_rules(self._rules)
        uow.categories.put(*self._categories)
        uow.criteria.put(*self._criteria)
        uow.jurors.put(*self._jurors)
        uow.nominees.put(*self._nominees)
        uow.nominations.put(*self._nominations)
        uow.attachments.put(*self._attachments)
