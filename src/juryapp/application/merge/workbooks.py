"""An Excel ballot that came back: whose it is, what it says, and every cell that cannot be taken.

Rows are known by the nominee, columns by what they ask, wherever they stand. One bad cell refuses the whole
file, and all bad cells are named: the juror puts them right in one go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from juryapp.application.merge.unsigned import UnsignedBallot, unsigned_file
from juryapp.application.merge.workbook_answers import answer_in, mark_in, text_in, yes_in
from juryapp.application.ports import Expected
from juryapp.application.ports.workbooks import (
    ANSWER,
    FACTS,
    MARK,
    NAME,
    NOMINEE,
    NOTE,
    NUMBER,
    USABLE,
    WHY,
    BallotCell,
    BallotRow,
    BallotSheet,
    CellKind,
    FilledWorkbook,
    WorkbookIdentity,
    WrittenIdentity,
    stamp_of,
)
from juryapp.application.services import Services
from juryapp.base.errors import FileFormatError, RuleError, UserError
from juryapp.base.files import sha256
from juryapp.base.i18n import N_, _, translated
from juryapp.domain.answers import BEYOND, PLACE_TWICE, takes_comment
from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import OpenedScoreFile, Origin, PackageIssue
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkState,
    NoteContent,
)

FOREIGN: Final = N_(
    "“{file}” is an Excel workbook, but none of the ballots that were made here: the hidden page that says"
    " whose it is is not there. Ask the juror to fill in the ballot that you sent, and to save it as .xlsx."
)
OTHER_AWARD: Final = N_(
    "The ballot “{file}” belongs to another award ({found}). Open that award first, or ask for the ballot of"
    " this one."
)
OTHER_EDITION: Final = N_(
    "The ballot “{file}” belongs to the edition {found}, not to {expected}. Open that edition first, or ask"
    " for the ballot of this one."
)
TRIAL: Final = N_(
    "The ballot “{file}” was made for trying out, or this edition is; trial files and real ones never mix."
)
OTHER_ROUND: Final = N_(
    "The ballot “{file}” belongs to another round. Make a new Excel ballot for the juror."
)
REPLACED: Final = N_(
    "The ballot “{file}” asks for something else than this round does, or nobody here has made it. Make a new"
    " Excel ballot for the juror."
)
VOIDED: Final = N_(
    "The ballot “{file}” was made before {juror} got a new package because something was lost, so it is taken"
    " in no more. Ask {juror} to fill in the newest one."
)
NO_SHEET: Final = N_(
    "The sheet with the answers is gone from the ballot “{file}”, or comes from another workbook. Ask the"
    " juror to fill in the ballot that you sent."
)
COLUMN_GONE: Final = N_(
    "The column for “{column}” is gone from the sheet “{sheet}” of “{file}”, or stands there twice"
    " ({places}). Ask the juror to fill in the ballot that you sent."
)
BAD_CELLS: Final = N_(
    "Nothing of “{file}” is taken in: what stands in {n} places cannot be read.\n{cells}"
)
ONE_BAD_CELL: Final = N_("Nothing of “{file}” is taken in. {cells}")
AND_MORE: Final = N_("And {n} more.")
NO_NOMINEE: Final = N_(
    "{cell}: there are answers, but the row says of no candidate which one they are for. Empty the row, or"
    " write them in the candidate’s own row."
)
UNKNOWN: Final = N_("{cell}: there is no candidate “{name}” in this ballot.")
TWICE: Final = N_(
    "{cell}: “{name}” stands in row {row} of “{sheet}” already. Delete one of the rows."
)
MOVED: Final = N_(
    "{cell}: the row is the one of “{name}”, but names “{found}”. Rows were sorted in part; fill in the"
    " ballot anew."
)
RENAMED: Final = N_(
    "{cell}: the column is the one of “{column}”, but its heading says “{found}”. Columns were moved in part;"
    " fill in the ballot anew."
)
PLACED: Final = N_("{cell}: {why}")
NOT_A_WORKBOOK: Final = N_(
    "“{file}” is not an Excel workbook. Ask the juror to open the ballot once more and to save it as an Excel"
    " workbook (.xlsx)."
)
TOO_MUCH: Final = N_(
    "The workbook “{file}” unpacks to far more than a ballot needs. It is not opened. Ask the juror to fill"
    " in the ballot that you sent."
)
_OF_BALLOTS: Final = {
    "E-XLSX-NOT": NOT_A_WORKBOOK,
    "E-ZIP-BOMB": TOO_MUCH,
    "E-ZIP-MANY": TOO_MUCH,
}
NAMED: Final = 12  # bad cells that are told of one by one

T = TypeVar("T")


def read_workbook(
    services: Services, name: str, data: bytes, expected: Expected
) -> OpenedScoreFile:
    """Open an Excel ballot, and check whose it is and every answer in it.

    Raises:
        FileFormatError: With a code and a sentence; E-CELLS names the cells. Then nothing of it is taken.
        UnavailableError: The machine does not let us start a process.
    """
    filled = _found(services, name, data)
    try:
        written = _identified(services, filled)
        issue = _checked(written, expected, taken=sha256(data) in expected.taken)
        said = answers_in(filled, written, expected)
    except FileFormatError as error:
        raise error.named(name) from None
    identity = written.identity
    ballot = UnsignedBallot(
        origin=Origin.WORKBOOK,
        name=name,
        received=data,
        round=identity.round,
        ballot=identity.ballot,
        juror=identity.juror,
        package=issue.sha256,
        issue=identity.issue,
        rev=identity.above + 1,
        made=max(filled.saved, identity.made),
        complete=said.is_whole(identity, expected),
        marks=said.marks,
        declarations=said.declarations,
        notes=said.notes,
    )
    return unsigned_file(services.score_files, expected.edition, ballot)


def answers_in(filled: FilledWorkbook, written: WrittenIdentity, expected: Expected) -> Said:
    """Return what a workbook says, every cell of it checked. Raises FileFormatError as `read_workbook`."""
    return _Answers(filled, written, expected).read()


def _found(services: Services, name: str, data: bytes) -> FilledWorkbook:
    """Return what is in a workbook; what is said of tables of nominations is said of ballots here."""
    try:
        return services.workbooks.read(name, data)
    except FileFormatError as error:
        if error.code in _OF_BALLOTS:
            raise FileFormatError(_OF_BALLOTS[error.code], code=error.code, file=name) from error
        raise


def _identified(services: Services, filled: FilledWorkbook) -> WrittenIdentity:
    if not filled.code:
        raise FileFormatError(FOREIGN, code="E-WORKBOOK-FOREIGN")
    return services.workbook_codes.read(filled.code)


def _checked(written: WrittenIdentity, expected: Expected, *, taken: bool) -> PackageIssue:
    """Return the record of the empty ballot that this was. It vouches for the key that signed the code.

    One that is `taken` in already stays, whatever was lost since.
    """
    said, edition = written.identity, expected.edition
    if said.award != edition.award:
        raise FileFormatError(OTHER_AWARD, code="E-EDITION", found=said.award)
    if said.edition != edition.id:
        raise FileFormatError(
            OTHER_EDITION, code="E-EDITION", found=said.edition, expected=edition.id
        )
    if said.trial != edition.trial:
        raise FileFormatError(TRIAL, code="E-TRIAL")
    if said.round != expected.round.id:
        raise FileFormatError(OTHER_ROUND, code="E-ROUND")
    issue = next(
        (i for i in expected.packages if (i.sha256, i.juror) == (written.sha256, said.juror)), None
    )
    if issue is None or said.ballot != expected.round.ballot:
        raise FileFormatError(REPLACED, code="E-PACKAGE-REPLACED")
    if not issue.token and not taken:
        names = {juror.id: juror.name for juror in expected.jurors}
        raise FileFormatError(VOIDED, code="E-KEY-CLOSED", juror=names.get(said.juror, said.juror))
    return issue


@dataclass(slots=True)
class Said:
    """What a workbook says."""

    marks: dict[tuple[NomineeId, CriterionId], MarkContent] = field(default_factory=dict)
    declarations: dict[NomineeId, DeclarationContent] = field(default_factory=dict)
    notes: dict[NomineeId, NoteContent] = field(default_factory=dict)

    def is_whole(self, identity: WorkbookIdentity, expected: Expected) -> bool:
        """Return whether nothing is left to say: every question is answered, for every nominee of it."""
        return all(
            nominee in self.declarations
            and all(self._is_answered(nominee, c, expected.comment) for c in expected.criteria)
            for nominee in identity.nominees
        )

    def _is_answered(self, nominee: NomineeId, criterion: Criterion, rule: CommentRule) -> bool:
        said = self.marks.get((nominee, criterion.id))
        if said is None:
            return False
        asked = rule is CommentRule.ALL and takes_comment(criterion)
        return not asked or said.state is not MarkState.MARK or bool(said.note.strip())


class _Answers:
    """Reads the answers of one workbook; what cannot be taken is collected, cell by cell."""

    def __init__(
        self, filled: FilledWorkbook, written: WrittenIdentity, expected: Expected
    ) -> None:
        stamp = stamp_of(written.sha256)
        self._sheets = [sheet for sheet in filled.sheets if sheet.stamp == stamp]
        self._expected = expected
        self._criteria = {criterion.id: criterion for criterion in expected.criteria}
        asked = set(written.identity.nominees)
        self._asked = asked
        self._nominees: Mapping[str, Nominee] = {n.id: n for n in expected.listed if n.id in asked}
        self._said = Said()
        self._rows: dict[NomineeId, BallotRow] = {}
        self._bad: list[UserError] = []

    def read(self) -> Said:
        if not self._sheets:
            raise FileFormatError(NO_SHEET, code="E-WORKBOOK-SHEET")
        for sheet in self._sheets:
            self._check_columns(sheet)
            for row in sheet.rows:
                self._take(row)
        self._check_places()
        if self._bad:
            raise _refusal(self._bad)
        return self._said

    def _check_columns(self, sheet: BallotSheet) -> None:
        for key, column in self._wanted():
            places = sheet.columns.get(key, ())
            if len(places) != 1:
                raise FileFormatError(
                    COLUMN_GONE, code="E-WORKBOOK-COLUMN", sheet=sheet.name, column=column,
                    places=", ".join(places) or "–",
                )  # fmt: skip
            heading = sheet.headings.get(key, "")
            if key.startswith((MARK, WHY)) and _folded(column) not in _folded(heading):
                place = f"{sheet.name}!{places[0]}"
                self._bad.append(
                    RuleError(
                        RENAMED, code="E-CELL-COLUMN", cell=place, column=column, found=heading
                    )
                )

    def _wanted(self) -> Iterator[tuple[str, str]]:
        """Yield what must be there: the name of the column for the program, and for people."""
        yield from ((key, _(text)) for key, text in _ALWAYS.items())
        for criterion in self._expected.criteria:
            yield MARK + criterion.id, criterion.name
            if self._has_why(criterion):
                yield WHY + criterion.id, criterion.name

    def _has_why(self, criterion: Criterion) -> bool:
        is_text = criterion.kind is CriterionKind.TEXT
        return self._expected.comment is CommentRule.ALL and not is_text

    def _take(self, row: BallotRow) -> None:
        nominee = self._nominee(row)
        if nominee is None:
            return
        self._rows[nominee.id] = row
        self._try(lambda: self._take_declaration(row, nominee.id))
        for criterion in self._expected.criteria:
            self._try(lambda criterion=criterion: self._take_mark(row, nominee.id, criterion))  # type: ignore[misc]
        self._try(lambda: self._take_note(row, nominee.id))

    def _nominee(self, row: BallotRow) -> Nominee | None:
        """Return whose row it is; None, told of among what is bad, if that is not clear."""
        cell = row.cells[NOMINEE]
        if cell.kind is CellKind.EMPTY:
            if _is_filled_in(row):
                self._bad.append(_at(row, NO_NOMINEE, "E-CELL-ROW", NUMBER))
            return None
        found = self._nominees.get(cell.value.strip()) if cell.kind is CellKind.TEXT else None
        named = row.cells[NAME].value.strip()
        if found is None:
            self._bad.append(
                _at(row, UNKNOWN, "E-CELL-NOMINEE", NAME, name=named[:60] or cell.value[:60])
            )
            return None
        if _folded(named) != _folded(found.name):
            names = {"name": found.name, "found": named[:60]}
            self._bad.append(_at(row, MOVED, "E-CELL-MOVED", NAME, **names))
            return None
        if found.id in self._rows:
            first = self._rows[found.id]
            where = {"name": found.name, "row": str(first.number), "sheet": first.sheet}
            self._bad.append(_at(row, TWICE, "E-CELL-TWICE", NAME, **where))
            return None
        return found

    def _take_declaration(self, row: BallotRow, nominee: NomineeId) -> None:
        answer = answer_in(row.cells[ANSWER])
        facts = text_in(row.cells[FACTS])
        if answer is None and facts:
            answer = Answer.TELL  # who writes facts has something that the panel should know
        if answer is not None:
            self._said.declarations[nominee] = DeclarationContent(answer, facts)

    def _take_mark(self, row: BallotRow, nominee: NomineeId, criterion: Criterion) -> None:
        note = text_in(row.cells[WHY + criterion.id]) if self._has_why(criterion) else ""
        said = mark_in(row.cells[MARK + criterion.id], criterion, note)
        if said is not None:
            self._said.marks[nominee, criterion.id] = said

    def _take_note(self, row: BallotRow, nominee: NomineeId) -> None:
        text = text_in(row.cells[NOTE])
        if text:
            self._said.notes[nominee] = NoteContent(text, usable=yes_in(row.cells.get(USABLE)))

    def _try(self, take: Callable[[], None]) -> None:
        try:
            take()
        except RuleError as error:
            self._bad.append(error)

    def _check_places(self) -> None:
        """In an order, each place of a category is given once, and none is beyond its last."""
        for criterion in self._expected.criteria:
            if criterion.kind is CriterionKind.ORDER:
                self._check_order(criterion)

    def _check_order(self, criterion: Criterion) -> None:
        size = Counter(nominee.category for nominee in self._nominees.values())
        holders: dict[tuple[str, int], Nominee] = {}
        for (id_, asked), said in self._said.marks.items():
            if asked != criterion.id or said.points is None:
                continue
            nominee = self._nominees[id_]
            cell = self._rows[id_].cells[MARK + criterion.id]
            if said.points > size[nominee.category]:
                beyond = {"place": said.points, "most": size[nominee.category]}
                self._bad.append(_of_rule(cell, RuleError(BEYOND, code="E-RANGE", **beyond)))
            other = holders.setdefault((nominee.category, said.points), nominee)
            if other.id != id_:
                names = {"one": other.name, "other": nominee.name, "place": said.points}
                self._bad.append(
                    _of_rule(cell, RuleError(PLACE_TWICE, code="E-PLACE-TWICE", **names))
                )


_ALWAYS: Final = {
    NOMINEE: N_("Candidate"),
    NAME: N_("Candidate"),
    ANSWER: N_("Impartiality"),
    FACTS: N_("What the panel should know"),
    NOTE: N_("Comment to the jury"),
}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_filled_in(row: BallotRow) -> bool:
    """Return whether a juror has answered anything in a row."""
    return any(
        cell.kind is not CellKind.EMPTY
        for key, cell in row.cells.items()
        if key.startswith((MARK, WHY)) or key in {ANSWER, FACTS, NOTE, USABLE}
    )


def _at(place: BallotRow, template: str, code: str, column: str, **params: str) -> RuleError:
    cell = place.cells.get(column, place.cells[NOMINEE])
    return RuleError(template, code=code, cell=f"{cell.sheet}!{cell.name}", **params)


def _of_rule(cell: BallotCell, error: RuleError) -> RuleError:
    place = f"{cell.sheet}!{cell.name}"
    return RuleError(PLACED, code=error.code, cell=place, why=translated(error))


def _refusal(bad: list[UserError]) -> FileFormatError:
    """Return the refusal of the whole file, which names the bad cells, up to a limit."""
    told = [translated(error) for error in bad[:NAMED]]
    if len(bad) > NAMED:
        told.append(_(AND_MORE).format(n=len(bad) - NAMED))
    return FileFormatError(
        BAD_CELLS if len(bad) > 1 else ONE_BAD_CELL,
        code="E-CELLS" if len({error.code for error in bad}) > 1 else bad[0].code,
        n=len(bad),
        cells="\n".join(told),
        places=[str(error.params.get("cell", "")) for error in bad],
    )
