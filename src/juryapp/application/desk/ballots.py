"""A juror's marks from a table: `nominee, criterion, mark, note`. Whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from juryapp.application.answers import WHAT_IS_TAKEN, said_points
from juryapp.application.desk.handing_in import check_finished, open_again, practised
from juryapp.application.desk.places import check_orders
from juryapp.application.desk.saying import say_declaration, say_mark
from juryapp.application.desk.view import desk_info, own_sheet, practice_here
from juryapp.application.kept_texts import kept_text
from juryapp.application.naming import find_criterion, find_nominee
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.application.tables.mapping import (
    MARK_FIELDS,
    MappedRow,
    Table,
    mapped_rows,
    name_key,
    proposed_mapping,
)
from juryapp.base.errors import FileFormatError, RuleError, UsageError, UserError
from juryapp.base.i18n import N_, OurText
from juryapp.domain.answers import BEYOND
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import WRITTEN, Criterion, CriterionKind
from juryapp.domain.ids import PRACTICE, CriterionId, NomineeId
from juryapp.domain.nominees import Nominee
from juryapp.domain.statements import Answer, DeclarationContent, MarkContent, MarkState, mark

NOT_A_MARK = N_(
    "Row {row}: “{value}” is no mark. Write a number such as 7,5, “not assessed” or “recused”."
)
NO_CRITERION = N_("Row {row}: the criterion is empty. Only “recused” goes without one.")
RECUSED_FOR_ONE = N_(
    "Row {row}: a juror is recused for the nominee as a whole. Leave the criterion empty here."
)
NO_ANSWER = N_("Row {row}: “{value}” is no answer to “{criterion}”. {taken}")
PLACE_TAKEN = N_(
    "Row {row}: place {place} was given to “{nominee}” in an earlier row. In an order each place is given"
    " once."
)
TWICE = N_("Row {row}: there is a mark for “{nominee}”, “{criterion}” in an earlier row already.")
MARKED_TOO_EARLY = N_(
    "Row {row}: the package asks for no mark for “{nominee}” yet. It takes “recused”, and marks for the"
    " practice nominee."
)
RECUSED_FROM_PRACTICE = N_(
    "Row {row}: “{nominee}” is invented for practice; nobody is recused there."
)
RECUSED_AND_MARKED = N_("Row {row}: “{nominee}” is both recused and marked. Take one of them out.")

_NOT_ASSESSED = frozenset({
    "not assessed", "not_assessed", "na", "n/a", "ikke vurdert", "ikkje vurdert",
})  # fmt: skip
_RECUSED = frozenset({"recused", "inhabil", "ugild", "r"})


def said_not_assessed(text: str) -> bool:
    """Return whether what stands for a mark says that nothing was assessed."""
    return name_key(text) in _NOT_ASSESSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What a table of marks says, checked against the package."""

    recused: Mapping[NomineeId, str]  # with the ground, if one was given
    marks: tuple[tuple[NomineeId, CriterionId, MarkContent], ...]


def fill_in(session: Session, table: Table, *, finish: bool = False) -> ChangeSet:
    """Take a juror's marks from a table: in one transaction, or nothing.

    Nominees without “recused” count as declared impartial. A sheet that was handed in is opened again.
    A declare package takes marks for the practice nominee only; without any, it may stay unfinished.

    Args:
        session: The juror's desk.
        table: The marks.
        finish: Refuse the table unless the sheet is finished with it.

    Raises:
        FileFormatError: A row is wrong; its number and column are named, nothing is taken.
        RuleError: The sheet is not finished with it, though it shall be; nothing is taken.
    """
    with session.writing() as uow:
        ballot = _own_reader(uow, table).ballot()
        answers = {n: DeclarationContent(Answer.RECUSED, why) for n, why in ballot.recused.items()}
        _say_declarations(session, uow, answers)
        for nominee, criterion, content in ballot.marks:
            say_mark(session, uow, nominee, criterion, content)
        check_orders(uow)
        if finish and (ballot.marks or not has_practice_left(uow)):
            check_finished(uow)
    return ChangeSet.of(Topic.MARKS, Topic.DECLARATIONS)


def has_practice_left(uow: UnitOfWork) -> bool:
    """Return whether the package has a practice nominee that lacks marks."""
    done = practised(uow)
    return done is not None and done.given < done.asked


def declare_all(session: Session, answers: Mapping[NomineeId, DeclarationContent]) -> ChangeSet:
    """Answer for every nominee at once: what `answers` says, and nothing to report for all others.

    A sheet that was handed in is opened again.
    """
    with session.writing() as uow:
        _say_declarations(session, uow, answers)
    return ChangeSet.of(Topic.DECLARATIONS)


def _say_declarations(
    session: Session, uow: UnitOfWork, answers: Mapping[NomineeId, DeclarationContent]
) -> None:
    if desk_info(uow).handed_in:
        open_again(session, uow)
    nothing = DeclarationContent(Answer.NOTHING)
    for cell in own_sheet(uow).cells:
        say_declaration(session, uow, cell.nominee, answers.get(cell.nominee, nothing))


def ballot_in(
    table: Table,
    nominees: Sequence[Nominee],
    gone: Sequence[Nominee],
    criteria: Sequence[Criterion],
) -> Ballot:
    """Return what a table of marks says.

    Args:
        table: The marks.
        nominees: Those who may be marked.
        gone: Those for whom the juror is recused already; saying so again is no error.
        criteria: What is asked.

    Raises:
        FileFormatError: A row is wrong; its number and column are named.
    """
    return _Reader(table, nominees, gone, criteria, declares=False).ballot()


def _own_reader(uow: UnitOfWork, table: Table) -> _Reader:
    """Return the reader for the package on this desk."""
    order = set(desk_info(uow).order)
    declares = practice_here(uow) is not None
    if declares:
        order.add(PRACTICE)
    everybody = uow.nominees.all()
    nominees = [n for n in everybody if n.id in order]
    gone = [n for n in everybody if n.id not in order]  # in an earlier package only
    return _Reader(table, nominees, gone, uow.criteria.all(), declares=declares)


class _Reader:
    """Reads a table row by row; every error names the row."""

    def __init__(
        self,
        table: Table,
        nominees: Sequence[Nominee],
        gone: Sequence[Nominee],
        criteria: Sequence[Criterion],
        *,
        declares: bool,
    ) -> None:
        self._table = table
        self._mapping = proposed_mapping(table, MARK_FIELDS)
        self._declares = declares
        self._nominees = nominees
        self._gone = {name for n in gone for name in (n.id, name_key(n.name))}
        self._criteria = criteria
        self._recused: dict[NomineeId, str] = {}
        self._marks: dict[tuple[NomineeId, CriterionId], MarkContent] = {}
        self._places: dict[tuple[str, int], Nominee] = {}

    def ballot(self) -> Ballot:
        for row in mapped_rows(self._table, self._mapping):
            self._take(row)
        return Ballot(
            recused=self._recused,
            marks=tuple((n, c, content) for (n, c), content in self._marks.items()),
        )

    def _take(self, row: MappedRow) -> None:
        recused = name_key(row["mark"]) in _RECUSED and not row["criterion"]
        if recused and {row["nominee"], name_key(row["nominee"])} & self._gone:
            return  # declared earlier, and left out of this package for that
        nominee = self._nominee(row)
        if recused:
            self._take_recusal(row, nominee)
        elif not self._declares or nominee.id == PRACTICE:
            self._take_mark(row, nominee)
        elif row["mark"]:
            raise self._error(MARKED_TOO_EARLY, row, "nominee", nominee=nominee.name)

    def _take_recusal(self, row: MappedRow, nominee: Nominee) -> None:
        if nominee.id == PRACTICE:
            raise self._error(RECUSED_FROM_PRACTICE, row, "mark", nominee=nominee.name)
        if any(n == nominee.id for n, _ in self._marks):
            raise self._error(RECUSED_AND_MARKED, row, "nominee", nominee=nominee.name)
        self._recused[nominee.id] = self._note(row)

    def _take_mark(self, row: MappedRow, nominee: Nominee) -> None:
        criterion = self._criterion(row)
        if nominee.id in self._recused:
            raise self._error(RECUSED_AND_MARKED, row, "nominee", nominee=nominee.name)
        if (nominee.id, criterion.id) in self._marks:
            raise self._error(
                TWICE, row, "criterion", nominee=nominee.name, criterion=criterion.name
            )
        content = self._content(row, criterion)
        if criterion.kind is CriterionKind.ORDER and content.points is not None:
            self._check_place(row, nominee, content.points)
        self._marks[nominee.id, criterion.id] = content

    def _check_place(self, row: MappedRow, nominee: Nominee, place: int) -> None:
        """Refuse a place that an earlier row gave to another nominee of the category, or that is none."""
        alike = [n for n in self._nominees if n.category == nominee.category and n.id != PRACTICE]
        most = 1 if nominee.id == PRACTICE else len(alike)
        if place > most:
            raise self._error(BEYOND, row, "mark", place=str(place), most=str(most))
        home = PRACTICE if nominee.id == PRACTICE else nominee.category
        earlier = self._places.setdefault((home, place), nominee)
        if earlier.id != nominee.id:
            raise self._error(PLACE_TAKEN, row, "mark", place=str(place), nominee=earlier.name)

    def _nominee(self, row: MappedRow) -> Nominee:
        try:
            return find_nominee(self._nominees, row["nominee"])
        except UsageError as error:
            raise self._placed(error, row, "nominee") from error

    def _criterion(self, row: MappedRow) -> Criterion:
        if not row["criterion"]:
            raise self._error(NO_CRITERION, row, "criterion")
        try:
            return find_criterion(self._criteria, row["criterion"])
        except UsageError as error:
            raise self._placed(error, row, "criterion") from error

    def _content(self, row: MappedRow, criterion: Criterion) -> MarkContent:
        said = row["mark"]
        if criterion.kind is CriterionKind.TEXT and not said_not_assessed(said):
            return self._text(row)
        if not said:
            return MarkContent(MarkState.CLEARED)
        if said_not_assessed(said):
            return MarkContent(MarkState.NOT_ASSESSED, None, self._note(row))
        try:
            points = said_points(criterion, said)
        except RuleError as error:
            raise self._placed(error, row, "mark") from error
        if points is None:
            raise self._no_answer(row, criterion)
        return mark(points, self._note(row))

    def _text(self, row: MappedRow) -> MarkContent:
        """Return what is written as the note, or where the mark stands."""
        if name_key(row["mark"]) in _RECUSED:
            raise self._error(RECUSED_FOR_ONE, row, "criterion")
        words = self._note(row) or kept_text(row["mark"])
        return mark(WRITTEN, words) if words.strip() else MarkContent(MarkState.CLEARED)

    def _no_answer(self, row: MappedRow, criterion: Criterion) -> FileFormatError:
        said = row["mark"]
        if name_key(said) in _RECUSED:
            return self._error(RECUSED_FOR_ONE, row, "criterion")
        if criterion.kind is CriterionKind.POINTS:
            return self._error(NOT_A_MARK, row, "mark", value=said)
        taken = OurText(WHAT_IS_TAKEN[criterion.kind])
        return self._error(
            NO_ANSWER, row, "mark", value=said, criterion=criterion.name, taken=taken
        )

    def _note(self, row: MappedRow) -> str:
        try:
            return kept_text(row["note"])
        except RuleError as error:
            raise self._placed(error, row, "note") from error

    def _error(self, template: str, row: MappedRow, column: str, **params: str) -> FileFormatError:
        return FileFormatError(
            template,
            code="E-MARK",
            file=self._table.name,
            row=row.number,
            column=self._mapping.heading(column, self._table),
            **params,
        )

    def _placed(self, error: UserError, row: MappedRow, column: str) -> FileFormatError:
        """Return an error of a rule as one of the file, with its place."""
        params = {k: v for k, v in error.params.items() if k not in {"file", "row", "column"}}
        return FileFormatError(
            error.template,
            code=error.code,
            file=self._table.name,
            row=row.number,
            column=self._mapping.heading(column, self._table),
            **params,
        )
