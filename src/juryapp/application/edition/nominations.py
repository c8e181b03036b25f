"""Nominees and nominations: entered one by one, or taken in from a spreadsheet and gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from juryapp.application.kept_texts import kept_text
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.application.tables.mapping import (
    NOMINATION_FIELDS,
    MappedRow,
    Mapping,
    Table,
    TableWarning,
    mapped_rows,
    mapping_warnings,
    name_key,
    proposed_mapping,
)
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.i18n import N_
from juryapp.domain.award import Category
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import CategoryId, NominationId, NomineeId
from juryapp.domain.nominees import Nomination, Nominee, Relation

UNKNOWN_CATEGORY = N_(
    "Row {row}: there is no category “{value}”. The categories are: {known}."
    " Correct the row, or add the category."
)
NO_CATEGORY = N_("Row {row}: the category is empty. The categories are: {known}.")
TWO_CATEGORIES = N_(
    "Row {row}: “{value}” stands in two categories. Correct one row, or give the nominees different names."
)
NO_SUCH_CATEGORY = N_("There is no such category in this edition.")
NO_SUCH_NOMINEE = N_("There is no such nominee in this edition.")
HAS_MARKS = N_("Marks have been given to “{nominee}”. Mark the nominee as withdrawn instead.")


def put_nominee(session: Session, nominee: Nominee) -> ChangeSet:
    """Add or change a nominee; a new one (id "") gets an id and a number."""
    nominee.check()
    with session.writing() as uow:
        if uow.categories.find(nominee.category) is None:
            raise RuleError(NO_SUCH_CATEGORY, code="E-UNKNOWN")
        if not nominee.id:
            number = max((n.number for n in uow.nominees.all()), default=0) + 1
            nominee = replace(nominee, id=NomineeId(session.services.ids.new_id()), number=number)
        uow.nominees.put(nominee)
        session.note(uow, "nominee.put", {"nominee": nominee.id})
    return ChangeSet.of(Topic.NOMINEES)


def remove_nominee(session: Session, nominee: NomineeId) -> ChangeSet:
    """Remove a nominee and all that is its. Raises RuleError once a package or decision may name it."""
    with session.writing() as uow:
        found = uow.nominees.find(nominee)
        if found:
            refuse_if_used(uow, found)
        for nomination in uow.nominations.all():
            if nomination.nominee == nominee:
                uow.nominations.remove(nomination.id)
        for attachment in uow.attachments.all():
            if attachment.nominee == nominee:
                uow.attachments.remove(nominee, attachment.sha256)
        uow.nominees.remove(nominee)
        session.note(uow, "nominee.removed", {"nominee": nominee})
    return ChangeSet.of(Topic.NOMINEES)


def refuse_if_used(uow: UnitOfWork, nominee: Nominee) -> None:
    """Raise RuleError if a package or a decision may name the nominee."""
    decided = any(decision.nominee == nominee.id for decision in uow.decisions.all())
    if decided or uow.packages():
        raise RuleError(HAS_MARKS, nominee=nominee.name)


def put_nomination(session: Session, nomination: Nomination) -> ChangeSet:
    """Add or change a nomination; a new one (id "") gets an id. Moving it gathers it on another nominee.

    Raises:
        RuleError: Its text is too long (E-STR-LEN), or there is no such nominee (E-UNKNOWN).
    """
    nomination = replace(nomination, text=kept_text(nomination.text))
    with session.writing() as uow:
        if uow.nominees.find(nomination.nominee) is None:
            raise RuleError(NO_SUCH_NOMINEE, code="E-UNKNOWN")
        if not nomination.id:
            order = max((n.order for n in uow.nominations.all()), default=0) + 1
            new_id = NominationId(session.services.ids.new_id())
            nomination = replace(nomination, id=new_id, order=order)
        uow.nominations.put(nomination)
        session.note(uow, "nomination.put", {"nomination": nomination.id})
    return ChangeSet.of(Topic.NOMINEES)


def remove_nomination(session: Session, nomination: NominationId) -> ChangeSet:
    """Remove a nomination; its nominee stays."""
    with session.writing() as uow:
        uow.nominations.remove(nomination)
        session.note(uow, "nomination.removed", {"nomination": nomination})
    return ChangeSet.of(Topic.NOMINEES)


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationImport:
    """What an import does, or would do."""

    categories: tuple[Category, ...]  # made for it
    replaced: tuple[Category, ...]  # that go, since those take their place
    nominees: tuple[Nominee, ...]  # new ones
    nominations: tuple[Nomination, ...]  # new ones
    already: int  # rows that stand there already
    warnings: tuple[TableWarning, ...]
    changes: ChangeSet


def preview_nominations(
    session: Session, table: Table, mapping: Mapping | None = None
) -> NominationImport:
    """Return what an import would do. Raises FileFormatError as the import would."""
    with session.reading() as uow:
        return _planned(session, uow, table, mapping)


def import_nominations(
    session: Session, table: Table, mapping: Mapping | None = None
) -> NominationImport:
    """Take nominations in: whole or not at all, gathered on nominees; rows known already change nothing.

    Raises:
        FileFormatError: A row is wrong; it is named, and nothing is taken in.
    """
    with session.writing() as uow:
        plan = _planned(session, uow, table, mapping)
        for category in plan.replaced:
            uow.categories.remove(category.id)
        uow.categories.put(*plan.categories)
        uow.nominees.put(*plan.nominees)
        uow.nominations.put(*plan.nominations)
        if plan.changes:
            body = {"nominees": len(plan.nominees), "nominations": len(plan.nominations)}
            session.note(uow, "nominations.imported", body)
    return plan


def _planned(
    session: Session, uow: UnitOfWork, table: Table, mapping: Mapping | None
) -> NominationImport:
    used = mapping or proposed_mapping(table, NOMINATION_FIELDS)
    rows = mapped_rows(table, used)
    heading = table.columns[used.columns["facts"]] if "facts" in used.columns else ""
    gathering = _Gathering(session, uow, table.name, heading)
    for row in rows:
        gathering.take(row)
    changed = gathering.new_nominees or gathering.new_nominations
    return NominationImport(
        categories=tuple(gathering.new_categories),
        replaced=gathering.replaced(),
        nominees=tuple(gathering.new_nominees),
        nominations=tuple(gathering.new_nominations),
        already=gathering.already,
        warnings=table.warnings + mapping_warnings(table, used),
        changes=ChangeSet.of(Topic.NOMINEES, Topic.SETUP) if changed else ChangeSet(),
    )


class _Gathering:
    """Gathers the rows of one table on nominees, old and new."""

    def __init__(self, session: Session, uow: UnitOfWork, file: str, facts: str) -> None:
        self._ids, self._file, self._facts = session.services.ids, file, facts
        self._title = uow.edition().title
        self._categories = uow.categories.all()
        nominees = uow.nominees.all()
        # A template's only category, that nobody is in yet, gives way to those that the table names.
        self._placeholder = [] if nominees or len(self._categories) > 1 else list(self._categories)
        self._may_make_categories = not self._categories or bool(self._placeholder)
        nominations = uow.nominations.all()
        self._nominees = {name_key(n.name): n for n in nominees}
        self._number = max((n.number for n in nominees), default=0)
        self._order = max((n.order for n in nominations), default=0)
        self._seen = {_voice(n) for n in nominations}
        self._seen_ids = {n.id for n in nominations}
        self.new_categories: list[Category] = []
        self.new_nominees: list[Nominee] = []
        self.new_nominations: list[Nomination] = []
        self.already = 0

    def replaced(self) -> tuple[Category, ...]:
        """Return the category that goes: nobody is in it after all, and others were made."""
        if not self.new_categories or any(
            nominee.category == category.id
            for nominee in self.new_nominees
            for category in self._placeholder
        ):
            return ()
        return tuple(self._placeholder)

    def take(self, row: MappedRow) -> None:
        nominee, is_new = self._nominee(row)
        nomination = self._nomination(row, nominee)
        says_nothing = not (nomination.text or nomination.nominator or nomination.organisation)
        known = _voice(nomination) in self._seen or nomination.id in self._seen_ids
        if says_nothing or known:
            self.already += not is_new
            return
        self._order += 1
        self._seen.add(_voice(nomination))
        self._seen_ids.add(nomination.id)
        self.new_nominations.append(replace(nomination, order=self._order))

    def _nomination(self, row: MappedRow, nominee: Nominee) -> Nomination:
        return Nomination(
            id=NominationId(row["id"] or self._ids.new_id()),
            nominee=nominee.id,
            nominator=row["nominator"],
            organisation=row["organisation"],
            relation=Relation(row["relation"] or Relation.OTHER),
            text=row["text"],
            received=row["received"],
        )

    def _nominee(self, row: MappedRow) -> tuple[Nominee, bool]:
        key = name_key(row["nominee"])
        known = self._nominees.get(key)
        if known is not None:
            if row["category"] and self._category(row).id != known.category:
                raise self._error(TWO_CATEGORIES, "E-CATEGORY", row, value=known.name)
            return known, False
        self._number += 1
        nominee = Nominee(
            id=NomineeId(self._ids.new_id()),
            number=self._number,
            name=row["nominee"],
            category=self._category(row).id,
            place=row["place"],
            facts=f"{self._facts}: {row['facts']}" if row["facts"] else "",
        )
        self._nominees[key] = nominee
        self.new_nominees.append(nominee)
        return nominee, True

    def _category(self, row: MappedRow) -> Category:
        name = row["category"]
        key = name_key(name)
        for category in self._categories:
            if category.id == name or name_key(category.name) == key:
                return category
        if not name and len(self._categories) == 1:
            return self._categories[0]
        if not self._may_make_categories:
            known = ", ".join(c.name for c in self._categories)
            template = UNKNOWN_CATEGORY if name else NO_CATEGORY
            raise self._error(template, "E-CATEGORY", row, value=name, known=known)
        return self._made_category(name or self._title)

    def _made_category(self, name: str) -> Category:
        order = len(self._categories) + 1
        made = Category(id=CategoryId(self._ids.new_id()), name=name, order=order)
        self._categories.append(made)
        self.new_categories.append(made)
        return made

    def _error(
        self, template: str, code: str, row: MappedRow, *, value: str, known: str = ""
    ) -> FileFormatError:
        return FileFormatError(
            template, code=code, file=self._file, row=row.number, value=value, known=known
        )


def _voice(nomination: Nomination) -> tuple[str, ...]:
    """Return what makes two nominations the same voice."""
    said = (nomination.nominator, nomination.organisation, nomination.text)
    return (nomination.nominee, *said)


def nominations_of(nominations: Sequence[Nomination], nominee: NomineeId) -> list[Nomination]:
    """Return a nominee's nominations, in the order received."""
    return [n for n in nominations if n.nominee == nominee]
