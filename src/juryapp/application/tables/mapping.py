"""Tables from outside, once read: which column means what, and what each row says. No files here.

A reader (`intake`) makes a `Table`; `proposed_mapping` guesses its columns from the headings; a person may
correct the guess; `mapped_rows` gives the rows by our own names, and `mapping_warnings` what to look at in
the preview.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field, replace
from typing import Final

from juryapp.application.tables.cells import Finding, folded, name_key, understood
from juryapp.application.tables.fields import (
    JUROR_FIELDS,
    MARK_FIELDS,
    NOMINATION_FIELDS,
    Field,
    FieldKind,
)
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_, OurText, Texts, current, fill

__all__ = [
    "JUROR_FIELDS", "MARK_FIELDS", "NOMINATION_FIELDS", "Field", "FieldKind", "MappedRow", "Mapping",
    "Table", "TableRow", "TableWarning", "mapped_rows", "mapping_warnings", "name_key",
    "proposed_mapping",
]  # fmt: skip

NO_COLUMN = N_(
    "There is no column for “{wanted}”. The columns are: {columns}."
    " Give the column a heading, or choose which one is meant."
)
EMPTY = N_("Row {row}: “{wanted}” is empty. Fill it in, or delete the row.")
SAME_NAME = N_(
    "Rows {first} and {row} name the same in two spellings: “{value}” and “{other}”."
    " Write the name alike in both, or change one of them."
)
TWICE = N_(
    "Rows {first} and {row} both say “{value}” under “{wanted}”. It may stand there only once."
)
UNKNOWN_WORD = N_("Row {row}, column “{column}”: “{value}” is not known. Known words are: {known}.")

SHORTEST_LOOSE: Final = 4  # letters: "by" and "no" are found in too many headings


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWarning:
    """Something to look at before a table is taken in; it does not stop anything.

    `row` and `column` say where, as far as that is known. `code` is stable: `W-…`, or `A-…` for a guess
    that a person should confirm (character set, separator).
    """

    code: str
    template: str  # an `N_` text
    params: abc.Mapping[str, object] = field(default_factory=dict)
    row: int | None = None
    column: str = ""

    def sentence(self, texts: Texts | None = None) -> str:
        """Return what to tell the user, in the language of `texts` or the one in use."""
        return fill(texts or current(), self.template, self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row as text. `number` is the row's number as a spreadsheet program shows it."""

    number: int
    cells: tuple[str, ...]  # as many as the table has columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet as text: the headings, and the rows that are not empty."""

    name: str  # of the file
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    warnings: tuple[TableWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which column holds which field: the key of a field → the place of the column, from 0."""

    fields: tuple[Field, ...]
    columns: abc.Mapping[str, int]

    @property
    def missing(self) -> tuple[Field, ...]:
        """The fields that need a column and have none yet."""
        needed = (each for each in self.fields if each.required or each.expected)
        return tuple(each for each in needed if each.key not in self.columns)

    def heading(self, key: str, table: Table) -> str:
        """Return what `table` calls the column of `key`; the key itself where there is none."""
        return table.columns[self.columns[key]] if key in self.columns else key

    def with_column(self, key: str, column: int | None) -> Mapping:
        """Return the mapping with another column, or none, for `key`; a column serves one field."""
        kept = {k: c for k, c in self.columns.items() if k != key and c != column}
        return replace(self, columns=kept if column is None else {**kept, key: column})


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedRow:
    """One row by the keys of our fields; a key without a column or a value gives ""."""

    number: int
    values: abc.Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


def proposed_mapping(table: Table, fields: abc.Sequence[Field]) -> Mapping:
    """Guess the columns of `fields` from the headings of `table`.

    A heading that says exactly a field's key, title or synonym wins; then headings that contain one
    ("Hvem vil du nominere? (kommune)"), the longest synonym first. A column serves one field.
    """
    headings = [folded(column) for column in table.columns]
    found: dict[str, int] = {}
    for quality, key, column in sorted(_matches(headings, fields), key=lambda match: -match[0]):
        if quality and key not in found and column not in found.values():
            found[key] = column
    for each in fields:
        if each.key not in found and each.instead in found:
            found[each.key] = found.pop(each.instead)
    return Mapping(fields=tuple(fields), columns=found)


def mapped_rows(table: Table, mapping: Mapping) -> tuple[MappedRow, ...]:
    """Return the rows by our own names, stripped and understood.

    Raises:
        FileFormatError: A needed column is missing (E-CSV-HEADER); a needed cell is empty
            (E-NAME-EMPTY); a word is not known (E-VALUE); two rows say the same where they must not, or
            spell one name in two ways (E-NAME-DUP, E-ID-DUP). Row and column are named.
    """
    for wanted in mapping.missing:
        columns = ", ".join(table.columns)
        raise _error(table, mapping, NO_COLUMN, "E-CSV-HEADER", wanted, None, columns=columns)
    rows = tuple(_mapped(table, mapping, row) for row in table.rows)
    for each in mapping.fields:
        _check_spellings(table, mapping, rows, each)
    return rows


def mapping_warnings(table: Table, mapping: Mapping) -> tuple[TableWarning, ...]:
    """Return what should be looked at in the preview: names put right, dates that may mean two days."""
    return tuple(
        TableWarning(
            code="W-VALUE" if finding.code == "E-VALUE" else finding.code,
            template=finding.template,
            params=dict(finding.params),
            row=row.number,
            column=table.columns[column],
        )
        for row in table.rows
        for each, column in _placed(mapping)
        if (finding := understood(each, row.cells[column])[1]) is not None
    )


def _matches(
    headings: abc.Sequence[str], fields: abc.Sequence[Field]
) -> abc.Iterator[tuple[int, str, int]]:
    for each in fields:
        words = {folded(text) for text in (each.key, each.title, *each.synonyms)}
        for column, heading in enumerate(headings):
            yield _quality(heading, words), each.key, column


def _quality(heading: str, words: abc.Set[str]) -> int:
    """Return how well a heading names a field: 1000 exactly, else the letters in common, else 0."""
    if heading in words:
        return 1000
    inside = (word for word in words if f" {word} " in f" {heading} ")
    return max((len(word) for word in inside if len(word) >= SHORTEST_LOOSE), default=0)


def _placed(mapping: Mapping) -> tuple[tuple[Field, int], ...]:
    return tuple((f, mapping.columns[f.key]) for f in mapping.fields if f.key in mapping.columns)


def _mapped(table: Table, mapping: Mapping, row: TableRow) -> MappedRow:
    values: dict[str, str] = {}
    for each, column in _placed(mapping):
        value, finding = understood(each, row.cells[column])
        if finding is not None and finding.code == "E-VALUE" and each.strict:
            raise _unknown_word(table, mapping, row, each, finding)
        if each.required and not value:
            raise _error(table, mapping, EMPTY, "E-NAME-EMPTY", each, row.number)
        values[each.key] = value
    return MappedRow(number=row.number, values=values)


def _check_spellings(
    table: Table, mapping: Mapping, rows: abc.Sequence[MappedRow], each: Field
) -> None:
    """Refuse two rows that say the same where one may, and one name in two spellings where several may."""
    if not (each.unique or (each.required and each.kind is FieldKind.NAME)):
        return
    seen: dict[str, MappedRow] = {}
    for row in rows:
        value = row[each.key]
        first = seen.setdefault(name_key(value), row) if value else row
        if first is row or not (each.unique or first[each.key] != value):
            continue
        code = "E-ID-DUP" if each.kind is FieldKind.ID else "E-NAME-DUP"
        template = TWICE if first[each.key] == value else SAME_NAME
        params = {"first": first.number, "value": first[each.key], "other": value}
        raise _error(table, mapping, template, code, each, row.number, **params)


def _unknown_word(
    table: Table, mapping: Mapping, row: TableRow, each: Field, finding: Finding
) -> FileFormatError:
    params = dict(finding.params)
    return _error(table, mapping, UNKNOWN_WORD, finding.code, each, row.number, **params)


def _error(
    table: Table,
    mapping: Mapping,
    template: str,
    code: str,
    each: Field,
    row: int | None,
    **params: object,
) -> FileFormatError:
    """Return an error that names the file, the row, and the column as the table itself calls it."""
    return FileFormatError(
        template,
        code=code,
        file=table.name,
        row=row,
        column=mapping.heading(each.key, table),
        wanted=OurText(each.title),
        **params,
    )
