"""Marks in a plain table, as any jury keeps them in a spreadsheet.

Two forms are understood. The long one has a row a mark: `nominee, juror, mark`, with `criterion` and
`count` if need be. The wide one has a row a nominee and a column a juror. No row for a pair means
that the juror was not asked; an empty mark means not assessed; “recused” that the juror is absent there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from juryapp.application.tables.cells import folded, name_key
from juryapp.application.tables.mapping import Table, TableRow
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.base.numbers import parse_number

EMPTY: Final = N_(
    "“{file}” has no marks. It needs a row of headings and at least one row with marks."
)
NO_NUMBER: Final = N_(
    "Row {row}, column “{column}”: “{value}” is no mark. Write a number such as 7,5, leave the cell"
    " empty where the juror did not assess, or write “recused”."
)
NO_GRADE: Final = N_(
    "Row {row}, column “{column}”: “{value}” is none of the grades. They are: {grades}."
)
NO_PLACE: Final = N_(
    "Row {row}, column “{column}”: “{value}” is no place. Places are 1, 2, 3 …; shared ones may be 2,5."
)
TWICE: Final = N_(
    "Rows {first} and {row} both have a mark by {juror} for {nominee}. Take one of them out."
)
NAME_TWICE: Final = N_("Rows {first} and {row} are both “{nominee}”. Each nominee has one row.")
COLUMN_TWICE: Final = N_("Two columns are called “{column}”. Each juror has one column.")
UNKNOWN_COLUMN: Final = N_(
    "Column “{column}” is not known. A table with a row a mark has the columns nominee, juror, criterion,"
    " mark and count; a table with a row a nominee has a column for each juror."
)
NO_NAME: Final = N_("Row {row}, column “{column}” is empty. Write a name there.")
NO_COUNT: Final = N_(
    "Row {row}, column “{column}”: “{value}” is no number of ballots. Write 1, 2, 3 …"
)
OTHER_COUNT: Final = N_(
    "Row {row}: {juror} stands for {count} ballots here and for {other} in row {first}."
)
NOTHING_BY: Final = N_("Column “{column}” has no mark at all. Take the column out, or fill it in.")
MOST_COUNT: Final = 10**6
RECUSED: Final = frozenset({"recused", "inhabil", "ugild", "habilitet"})
NOT_ASSESSED: Final = frozenset({"", "not assessed", "ikke vurdert", "ikkje vurdert", "na", "n a"})
_HEADINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("nominee", "kandidat", "nominert", "candidate", "entry"), "nominee"),
    **dict.fromkeys(("juror", "jurymedlem", "dommar", "dommer", "judge", "voter"), "juror"),
    **dict.fromkeys(("criterion", "kriterium", "kriterie", "dance"), "criterion"),
    **dict.fromkeys(("mark", "poeng", "karakter", "score", "points", "place", "grade"), "mark"),
    **dict.fromkeys(("count", "antall", "antal", "tal", "tall"), "count"),
}


class MarkKind(StrEnum):
    """What a mark in the table means."""

    POINTS = "points"  # more is better
    PLACES = "places"  # 1 is best
    GRADES = "grades"  # words, in the order given


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the marks of a table are to be read."""

    kind: MarkKind = MarkKind.POINTS
    grades: tuple[str, ...] = ()  # best first


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainMarks:
    """What a plain table says. Values are such that more is better: a place p is kept as −p."""

    nominees: tuple[str, ...]
    jurors: tuple[str, ...]
    criteria: tuple[str, ...]  # ("",) if the table names none
    marks: Mapping[tuple[str, str, str], Fraction]  # nominee, juror, criterion
    not_assessed: frozenset[tuple[str, str, str]]
    recused: frozenset[tuple[str, str]]
    counts: Mapping[str, int] = field(default_factory=dict)


def plain_marks(table: Table, reading: Reading) -> PlainMarks:
    """Return what a table says.

    Raises:
        FileFormatError: With row and column where something cannot be understood.
    """
    if not table.rows or len(table.columns) < 2:
        raise FileFormatError(EMPTY, code="E-EMPTY", file=table.name)
    known = [_HEADINGS.get(folded(heading), "") for heading in table.columns]
    found = _Long(table, reading, known) if {"nominee", "juror", "mark"} <= set(known) else None
    marks = found.read() if found else _Wide(table, reading).read()
    if not marks.marks:
        raise FileFormatError(EMPTY, code="E-EMPTY", file=table.name)
    return marks


class _Gathering:
    """What has been read so far."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self._table, self._reading = table, reading
        self._grades = {name_key(g): Fraction(at) for at, g in enumerate(reversed(reading.grades))}
        self._names: dict[str, dict[str, str]] = {"nominee": {}, "juror": {}, "criterion": {}}
        self._marks: dict[tuple[str, str, str], Fraction] = {}
        self._not_assessed: set[tuple[str, str, str]] = set()
        self._recused: set[tuple[str, str]] = set()
        self._seen: dict[tuple[str, str, str], int] = {}

    def _named(self, what: str, text: str) -> str:
        """Return a name as it was first spelt."""
        return self._names[what].setdefault(name_key(text), " ".join(text.split()))

    def _take(self, key: tuple[str, str, str], text: str, row: int, column: str) -> None:
        nominee, juror, _ = key
        if key in self._seen:
            params = {"first": self._seen[key], "juror": juror, "nominee": nominee}
            raise self._refusal(TWICE, "E-DUPLICATE", row, column, **params)
        self._seen[key] = row
        said = folded(text)
        if said in RECUSED:
            self._recused.add((nominee, juror))
        elif said in NOT_ASSESSED:
            self._not_assessed.add(key)
        else:
            self._marks[key] = self._value(text, row, column)

    def _value(self, text: str, row: int, column: str) -> Fraction:
        if self._reading.kind is MarkKind.GRADES:
            if name_key(text) not in self._grades:
                grades = ", ".join(self._reading.grades)
                raise self._refusal(
                    NO_GRADE, "E-VALUE", row, column, value=text[:60], grades=grades
                )
            return self._grades[name_key(text)]
        number = parse_number(text)
        if number is None:
            raise self._refusal(NO_NUMBER, "E-NUMBER", row, column, value=text[:60])
        if self._reading.kind is MarkKind.POINTS:
            return number
        if number < 1 or number * 2 % 1:
            raise self._refusal(NO_PLACE, "E-RANGE", row, column, value=text[:60])
        return -number

    def _refusal(
        self, template: str, code: str, row: int, column: str, **params: object
    ) -> FileFormatError:
        return FileFormatError(
            template, code=code, file=self._table.name, row=row, column=column, **params
        )

    def _result(self, counts: Mapping[str, int]) -> PlainMarks:
        recused = frozenset(self._recused)
        return PlainMarks(
            nominees=tuple(self._names["nominee"].values()),
            jurors=tuple(self._names["juror"].values()),
            criteria=tuple(self._names["criterion"].values()) or ("",),
            marks={key: value for key, value in self._marks.items() if key[:2] not in recused},
            not_assessed=frozenset(key for key in self._not_assessed if key[:2] not in recused),
            recused=recused,
            counts=counts,
        )


class _Long(_Gathering):
    """A row a mark."""

    def __init__(self, table: Table, reading: Reading, known: Sequence[str]) -> None:
        super().__init__(table, reading)
        for heading, meaning in zip(table.columns, known, strict=True):
            if not meaning:
                raise FileFormatError(
                    UNKNOWN_COLUMN, code="E-COLUMN", file=table.name, row=1, column=heading
                )
            if list(known).count(meaning) > 1:
                raise FileFormatError(
                    COLUMN_TWICE, code="E-COLUMN", file=table.name, row=1, column=heading
                )
        self._at = {meaning: at for at, meaning in enumerate(known)}
        self._counts: dict[str, tuple[int, int]] = {}  # juror → ballots, and the row that said so

    def read(self) -> PlainMarks:
        for row in self._table.rows:
            nominee, juror = self._name("nominee", row), self._name("juror", row)
            criterion = self._name("criterion", row) if "criterion" in self._at else ""
            self._take((nominee, juror, criterion), self._cell("mark", row), row.number, "mark")
            if "count" in self._at:
                self._count(juror, row)
        return self._result({juror: count for juror, (count, _) in self._counts.items()})

    def _cell(self, what: str, row: TableRow) -> str:
        return row.cells[self._at[what]].strip()

    def _name(self, what: str, row: TableRow) -> str:
        text = self._cell(what, row)
        if not text and what == "criterion" and folded(self._cell("mark", row)) in RECUSED:
            return ""
        if not text:
            heading = self._table.columns[self._at[what]]
            raise self._refusal(NO_NAME, "E-EMPTY-CELL", row.number, heading)
        return self._named(what, text)

    def _count(self, juror: str, row: TableRow) -> None:
        text = self._cell("count", row)
        number = parse_number(text)
        if number is None or number % 1 or not 1 <= number <= MOST_COUNT:
            heading = self._table.columns[self._at["count"]]
            raise self._refusal(NO_COUNT, "E-NUMBER", row.number, heading, value=text[:60])
        count, first = self._counts.setdefault(juror, (int(number), row.number))
        if count != number:
            params = {"juror": juror, "count": int(number), "other": count, "first": first}
            raise self._refusal(OTHER_COUNT, "E-COUNT", row.number, "count", **params)


class _Wide(_Gathering):
    """A row a nominee, a column a juror."""

    def read(self) -> PlainMarks:
        headings = self._table.columns[1:]
        jurors = [self._named("juror", heading) for heading in headings]
        for at, heading in enumerate(headings):
            if not heading.strip():
                raise self._refusal(NO_NAME, "E-EMPTY-CELL", 1, f"{at + 2}")
            if jurors.index(jurors[at]) < at:
                raise self._refusal(COLUMN_TWICE, "E-COLUMN", 1, heading)
        rows: dict[str, int] = {}
        for row in self._table.rows:
            nominee = self._nominee(row, rows)
            for juror, text, heading in zip(jurors, row.cells[1:], headings, strict=True):
                self._take((nominee, juror, ""), text.strip(), row.number, heading)
        self._refuse_silent(jurors)
        return self._result({})

    def _nominee(self, row: TableRow, rows: dict[str, int]) -> str:
        if not row.cells[0].strip():
            raise self._refusal(NO_NAME, "E-EMPTY-CELL", row.number, self._table.columns[0])
        nominee = self._named("nominee", row.cells[0])
        if nominee in rows:
            params = {"first": rows[nominee], "nominee": nominee}
            raise self._refusal(
                NAME_TWICE, "E-DUPLICATE", row.number, self._table.columns[0], **params
            )
        rows[nominee] = row.number
        return nominee

    def _refuse_silent(self, jurors: Sequence[str]) -> None:
        speaking = {juror for _, juror, _ in self._marks} | {juror for _, juror in self._recused}
        for juror in jurors:
            if juror not in speaking:
                raise self._refusal(NOTHING_BY, "E-NO-MARKS", 1, juror)
