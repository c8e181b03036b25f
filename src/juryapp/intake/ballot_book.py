"""An Excel ballot: the sheet that a juror fills in, and the pages around it. No cell of it is a formula.

Row 1 of the ballot is hidden and names the columns for the program; column A is hidden and names the
nominees. So rows and columns are known by what they are, wherever they stand when the file comes back.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from juryapp.application.ports import workbooks as keys
from juryapp.base.i18n import Texts, texts_in
from juryapp.base.instants import parse_instant
from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import PackageContent
from juryapp.intake import ballot_words as words
from juryapp.intake.ballot_cells import CODE_HEAD, STAMP
from juryapp.intake.ballot_choices import Choices, rules_for
from juryapp.intake.ballot_looks import (
    head,
    open_cell,
    protect,
    put,
    set_height,
    set_up_print,
    underline,
)
from juryapp.intake.ballot_pages import write_criteria, write_material, write_start

CODE_PIECE: Final = 30_000  # characters in one cell
_FIRST_ROW: Final = 3
_PLACE: Final = 2  # of the sheet with the answers, among the sheets
_ROOM: Final = 3  # lines of a row, so that a comment has room


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One column of the ballot."""

    key: str
    heading: str
    width: int
    criterion: Criterion | None = None
    fill_in: bool = False
    text: bool = True  # what is typed there


def write_ballot(content: PackageContent, code: str, stamp: str) -> bytes:
    """Return an empty ballot for one juror, in the edition's first language."""
    texts = texts_in(content.languages[0])
    book = Workbook()
    start, ballot, material, criteria, choices, hidden = _sheets(book, texts)
    write_start(start, content, texts)
    _Ballot(content, texts, Choices(choices, texts)).write(ballot, stamp)
    write_material(material, content, texts)
    write_criteria(criteria, content, texts)
    _write_code(hidden, code)
    for sheet in book.worksheets:
        protect(sheet)
    choices.sheet_state = hidden.sheet_state = "hidden"
    book.security = WorkbookProtection(lockStructure=True)
    _say_what_it_is(book, content, texts)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _sheets(book: Workbook, texts: Texts) -> list[Worksheet]:
    titles = (words.START, words.BALLOT, words.MATERIAL, words.CRITERIA, words.CHOICES)
    first = book.active
    if isinstance(first, Worksheet):
        book.remove(first)
    sheets = [book.create_sheet(texts(title)[:31]) for title in titles]
    return [*sheets, book.create_sheet(words.CODE)]


def _say_what_it_is(book: Workbook, content: PackageContent, texts: Texts) -> None:
    made = parse_instant(content.made).replace(tzinfo=None)
    title = texts(words.TITLE).format(award=content.title, name=content.juror_name)
    book.properties.title, book.properties.creator = title, content.award_name
    book.properties.language = content.languages[0]
    book.properties.created = book.properties.modified = made


def _write_code(sheet: Worksheet, code: str) -> None:
    sheet.cell(1, 1, CODE_HEAD)
    for row, at in enumerate(range(0, len(code), CODE_PIECE), start=2):
        cell = sheet.cell(row, 1, code[at : at + CODE_PIECE])
        cell.data_type = "s"


def _name_headings(sheet: Worksheet, last: str) -> None:
    """Tell screen readers where the headings of rows and columns are, in the way that they look for it."""
    name = f"TitleRegion1.b2.{last.lower()}.{_PLACE}"
    place = f"{quote_sheetname(sheet.title)}!$C$2"
    sheet.defined_names[name] = DefinedName(name, attr_text=place)


class _Ballot:
    """The sheet to fill in: a row for each nominee, a column for each thing that is asked."""

    def __init__(self, content: PackageContent, texts: Texts, choices: Choices) -> None:
        self._content, self._texts, self._choices = content, texts, choices
        self._columns = self._all_columns()
        self._categories = {category.id: category.name for category in content.categories}

    def write(self, sheet: Worksheet, stamp: str) -> None:
        """Write it all."""
        self._write_headings(sheet, stamp)
        for row, nominee in enumerate(self._content.nominees, start=_FIRST_ROW):
            self._write_row(sheet, row, nominee)
        for rule in self._rules():
            sheet.add_data_validation(rule)
        sheet.row_dimensions[1].hidden = True
        sheet.column_dimensions["A"].hidden = True
        sheet.freeze_panes = f"D{_FIRST_ROW}"  # right of number and name
        footer = f"{self._content.title} · {self._content.juror_name}"
        set_up_print(sheet, footer, titles="2:2")
        last = get_column_letter(len(self._columns))
        _name_headings(sheet, f"{last}{max(self._last_row, _FIRST_ROW)}")
        sheet.print_area = f"B2:{last}{max(self._last_row, _FIRST_ROW)}"

    @property
    def _last_row(self) -> int:
        return _FIRST_ROW + len(self._content.nominees) - 1

    def _all_columns(self) -> list[_Column]:
        _ = self._texts
        columns = [
            _Column(key=keys.NOMINEE, heading="", width=4),
            _Column(key=keys.NUMBER, heading=_(words.NUMBER_HEADING), width=6),
            _Column(key=keys.NAME, heading=_(words.NAME_HEADING), width=28),
            _Column(key=keys.PLACE, heading=_(words.PLACE_HEADING), width=18),
            _Column(key=keys.CATEGORY, heading=_(words.CATEGORY_HEADING), width=18),
            _Column(key=keys.ANSWER, heading=_(words.ANSWER_HEADING), width=24, fill_in=True),
            _Column(key=keys.FACTS, heading=_(words.FACTS_HEADING), width=30, fill_in=True),
        ]
        for criterion in self._content.criteria:
            columns += self._of_criterion(criterion)
        note, usable = _(words.NOTE_HEADING), _(words.USABLE_HEADING)
        columns.append(_Column(key=keys.NOTE, heading=note, width=44, fill_in=True))
        columns.append(_Column(key=keys.USABLE, heading=usable, width=18, fill_in=True))
        return columns

    def _of_criterion(self, criterion: Criterion) -> list[_Column]:
        is_text = criterion.kind is CriterionKind.TEXT
        in_numbers = criterion.kind in {CriterionKind.POINTS, CriterionKind.ORDER}
        made = _Column(
            key=keys.MARK + criterion.id,
            heading=criterion.name,
            width=44 if is_text else 14 if in_numbers else 22,
            criterion=criterion,
            fill_in=True,
            text=is_text,
        )
        if self._content.comment is not CommentRule.ALL or is_text:
            return [made]
        heading = self._texts(words.WHY_HEADING).format(criterion=criterion.name)
        return [made, _Column(key=keys.WHY + criterion.id, heading=heading, width=32, fill_in=True)]

    def _write_headings(self, sheet: Worksheet, stamp: str) -> None:
        for at, column in enumerate(self._columns, start=1):
            key = STAMP + stamp if column.key == keys.NOMINEE else column.key
            sheet.cell(1, at, key)
            head(put(sheet, 2, at, column.heading))
            sheet.column_dimensions[get_column_letter(at)].width = column.width
        widths = ((column.heading, column.width) for column in self._columns[1:])
        set_height(sheet, 2, *widths, least=2)

    def _write_row(self, sheet: Worksheet, row: int, nominee: Nominee) -> None:
        known: dict[str, Any] = {
            keys.NOMINEE: str(nominee.id),
            keys.NUMBER: nominee.number,
            keys.NAME: nominee.name,
            keys.PLACE: nominee.place,
            keys.CATEGORY: self._categories.get(nominee.category, ""),
        }
        for at, column in enumerate(self._columns, start=1):
            if column.fill_in:
                centred = column.criterion is not None and not column.text
                open_cell(sheet.cell(row, at), text=column.text, centred=centred)
            else:
                underline(put(sheet, row, at, known[column.key]))
        set_height(sheet, row, (nominee.name, 28), (nominee.place, 18), least=_ROOM)

    def _rules(self) -> list[DataValidation]:
        rules: list[DataValidation] = []
        for at, column in enumerate(self._columns, start=1):
            cells = self._cells(at)
            if column.criterion is not None:
                rules += rules_for(column.criterion, self._choices, cells)
            elif column.fill_in:
                rule = self._rule(column)
                for name, _category in cells:
                    rule.add(name)
                rules.append(rule)
        return [rule for rule in rules if rule.sqref]

    def _cells(self, at: int) -> Sequence[tuple[str, str]]:
        letter = get_column_letter(at)
        return [
            (f"{letter}{row}", nominee.category)
            for row, nominee in enumerate(self._content.nominees, start=_FIRST_ROW)
        ]

    def _rule(self, column: _Column) -> DataValidation:
        _ = self._texts
        if column.key == keys.ANSWER:
            answers = [_(answer) for answer in words.ANSWERS.values()]
            return self._choices.listed(answers, column.heading, _(words.PROMPT_ANSWER))
        if column.key == keys.USABLE:
            prompt = _(words.PROMPT_USABLE).format(yes=_(words.YES))
            return self._choices.listed([_(words.YES)], column.heading, prompt)
        return self._choices.free(column.heading, "")
