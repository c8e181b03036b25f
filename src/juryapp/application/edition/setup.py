"""Setting up an edition: its facts, categories, criteria and rules. Locked once the round is open."""

from __future__ import annotations

from dataclasses import replace

from juryapp.application.kept_texts import kept_text
from juryapp.application.session import Session, refuse_if_locked
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.award import Category, Edition
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import Criterion, Level, Rules
from juryapp.domain.ids import CategoryId, CriterionId
from juryapp.domain.protocol import Meeting

CATEGORY_IN_USE = N_("“{category}” has nominees. Move them to another category first.")


def put_edition(session: Session, edition: Edition) -> ChangeSet:
    """Change the edition's facts; its ids stay, and a trial stays a trial."""
    edition.check()
    with session.writing() as uow:
        kept = uow.edition()
        fixed = replace(edition, id=kept.id, award=kept.award, made=kept.made, trial=kept.trial)
        uow.put_edition(fixed)
        session.note(uow, "edition.changed", {"edition": kept.id})
    return ChangeSet.of(Topic.EDITION)


def put_category(session: Session, category: Category) -> ChangeSet:
    """Add or change a category; a new one (id "") gets an id and the last place."""
    category.check()
    with session.writing() as uow:
        if not category.id:
            order = max((c.order for c in uow.categories.all()), default=0) + 1
            new_id = CategoryId(session.services.ids.new_id())
            category = replace(category, id=new_id, order=order)
        uow.categories.put(category)
        session.note(uow, "category.put", {"category": category.id})
    return ChangeSet.of(Topic.SETUP)


def remove_category(session: Session, category: CategoryId) -> ChangeSet:
    """Remove a category without nominees. Raises RuleError if it has some."""
    with session.writing() as uow:
        refuse_if_locked(uow)
        found = uow.categories.find(category)
        if found and any(n.category == category for n in uow.nominees.all()):
            raise RuleError(CATEGORY_IN_USE, category=found.name)
        uow.categories.remove(category)
        session.note(uow, "category.removed", {"category": category})
    return ChangeSet.of(Topic.SETUP)


def put_criterion(session: Session, criterion: Criterion) -> ChangeSet:
    """Add or change a criterion; a new one (id "") gets an id and the last place.

    Raises:
        RuleError: It cannot be used so, or the round was opened.
    """
    criterion = kept_criterion(criterion)
    criterion.check()
    with session.writing() as uow:
        refuse_if_locked(uow)
        if not criterion.id:
            order = max((c.order for c in uow.criteria.all()), default=0) + 1
            new_id = CriterionId(session.services.ids.new_id())
            criterion = replace(criterion, id=new_id, order=order)
        uow.criteria.put(criterion)
        session.note(uow, "criterion.put", {"criterion": criterion.id})
    return ChangeSet.of(Topic.SETUP)


def kept_criterion(criterion: Criterion) -> Criterion:
    """Return a criterion with texts that can travel: a hash stands for them, so nothing mends them later.

    Raises:
        RuleError: A text is too long (E-STR-LEN).
    """
    return replace(
        criterion,
        name=kept_text(criterion.name),
        group=kept_text(criterion.group),
        guidance=kept_text(criterion.guidance),
        levels=tuple(Level(level.points, kept_text(level.words)) for level in criterion.levels),
    )


def remove_criterion(session: Session, criterion: CriterionId) -> ChangeSet:
    """Remove a criterion. Raises RuleError once the round was opened."""
    with session.writing() as uow:
        refuse_if_locked(uow)
        uow.criteria.remove(criterion)
        session.note(uow, "criterion.removed", {"criterion": criterion})
    return ChangeSet.of(Topic.SETUP)


def order_criteria(session: Session, order: list[CriterionId]) -> ChangeSet:
    """Put the criteria in this order; those not named keep theirs, after them."""
    with session.writing() as uow:
        refuse_if_locked(uow)
        place = {criterion: n for n, criterion in enumerate(order, start=1)}
        listed = uow.criteria.all()
        last = len(place)
        uow.criteria.put(*(replace(c, order=place.get(c.id, last + c.order)) for c in listed))
        session.note(uow, "criteria.ordered", {"order": list(order)})
    return ChangeSet.of(Topic.SETUP)


def put_rules(session: Session, rules: Rules) -> ChangeSet:
    """Change how marks are counted. Raises RuleError once the round was opened."""
    rules.check()
    with session.writing() as uow:
        refuse_if_locked(uow)
        uow.put_rules(rules)
        session.note(uow, "rules.put", {})
    return ChangeSet.of(Topic.SETUP)


def put_meeting(session: Session, meeting: Meeting) -> ChangeSet:
    """Change what is known of the meeting."""
    with session.writing() as uow:
        uow.put_meeting(meeting)
        session.note(uow, "meeting.put", {"date": meeting.date})
    return ChangeSet.of(Topic.PROTOCOL)
