"""CSV as people send it: the character set and the separator are found out, the rest is strict.

Python's own csv module forgives quotation marks that do not match and cannot say in which cell; here each
fault names its row and column.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from juryapp.application.tables.fields import JUROR_FIELDS, NOMINATION_FIELDS
from juryapp.application.tables.mapping import Table, TableWarning
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.intake.guards import CSV_FILE, NOT_THAT_KIND, check_text_file
from juryapp.intake.sheets import MAX_COLUMNS, TOO_MANY_COLUMNS, Record, letter, table_from

QUOTE = N_(
    "Row {row}, column “{column}”: a quotation mark has no partner. Put one at the end of the text,"
    " or take it out."
)
NO_CHARACTER_SET = N_(
    "The character set of “{file}” cannot be told (byte {position})."
    " Save the table as “CSV UTF-8” or as an Excel workbook, and try again."
)
CHARACTER_SET = N_(
    "The file does not say its character set; it was read as {encoding}."
    " Check that this looks right: “{sample}”"
)
MIXED = N_(
    "The file mixes two character sets; both were read, line by line."
    " Check that this looks right: “{sample}”"
)
DAMAGED = N_(
    "Some letters seem to have been damaged before the file was saved: “{sample}”"
    " Check them, or ask for the original."
)
SEPARATOR = N_("The columns were split at “{separator}”. Check in the preview that they are right.")

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS: Final = ";\t,|"  # the first of two that fit equally well is taken
_USUAL: Final = frozenset(";\t,")
_NO_SEPARATOR: Final = "\0"  # not to be found in a text
_HEADINGS: Final = frozenset(
    word.casefold()
    for field in (*NOMINATION_FIELDS, *JUROR_FIELDS)
    for word in (field.key, field.title, *field.synonyms)
)
_SAMPLE_ROWS: Final = 50
_SEP_LINE: Final = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)')
# UTF-8 read as Windows-1252 once: Ã, Â, Ä or Å before what a second byte looks like then.
# A dash, a quotation mark or a hard space after the Norwegian word "Å" is left in peace.
_MOJIBAKE: Final = re.compile(
    "[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[ÄÅ][\u0080-\u009f\u00a1-\u00bfƒ†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]|\ufffd"
)


def read_csv(data: bytes, name: str) -> Table:
    """Return the table that the bytes of a CSV or text file hold.

    Raises:
        FileFormatError: It is another kind of file, or one of its rows cannot be right.
    """
    check_text_file(data)
    text, warnings = _decoded(data)
    separator, text = _announced(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not separator and _has_one_column(text):
        separator = _NO_SEPARATOR
    elif not separator:
        separator = _likely_separator(text)
        if separator not in _USUAL:
            warnings.append(_warning("A-CSV-DELIM", SEPARATOR, separator=separator))
    return table_from(name, _records(text, separator), warnings)


def _warning(code: str, template: str, **params: object) -> TableWarning:
    return TableWarning(code=code, template=template, params=params)


def _decoded(data: bytes) -> tuple[str, list[TableWarning]]:
    """Return the text, without its byte order mark, and what to ask the user about it."""
    bom, encoding = next((pair for pair in _BOMS if data.startswith(pair[0])), (b"", ""))
    encoding = encoding or _utf16_without_mark(data) or "utf-8"
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        if bom or encoding != "utf-8":
            raise _no_character_set(error.start) from error
        return _line_by_line(data)
    if damaged := _MOJIBAKE.search(text):
        return text, [_warning("A-CSV-ENCODING", DAMAGED, sample=_sample(text, damaged.start()))]
    return text, []


def _utf16_without_mark(data: bytes) -> str:
    """Return the name of UTF-16 if the zero bytes say so; a file with other zero bytes is no text."""
    head = data[:4000]
    if 0 not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > len(head) // 5 and min(even, odd) == 0:
        return "utf-16-be" if even else "utf-16-le"
    found = N_("a file that is not text")
    raise FileFormatError(NOT_THAT_KIND, code="E-KIND", wanted=CSV_FILE, found=found)


def _line_by_line(data: bytes) -> tuple[str, list[TableWarning]]:
    """Decode what is not UTF-8: Windows-1252, or lines of both, as when two exports were pasted together."""
    lines: list[str] = []
    position, sample, utf8 = 0, "", False
    for line in data.splitlines(keepends=True):
        try:
            lines.append(line.decode("utf-8"))
            utf8 = utf8 or not line.isascii()
        except UnicodeDecodeError:
            try:
                lines.append(line.decode("cp1252"))
            except UnicodeDecodeError as error:
                raise _no_character_set(position + error.start) from error
            sample = sample or _sample(lines[-1], 0)
        position += len(line)
    template = MIXED if utf8 else CHARACTER_SET
    question = _warning("A-CSV-ENCODING", template, encoding="Windows-1252", sample=sample)
    return "".join(lines), [question]


def _no_character_set(position: int) -> FileFormatError:
    return FileFormatError(NO_CHARACTER_SET, code="E-CSV-ENCODING", position=position + 1)


def _sample(text: str, near: int) -> str:
    """Return up to 60 characters of the line around place `near`, for a person to judge."""
    start = text.rfind("\n", 0, near) + 1
    line = text[max(start, near - 20) : near + 60].lstrip()
    return (line.splitlines() or [""])[0].strip()[:60]


def _announced(text: str) -> tuple[str, str]:
    """Return the separator that a first line `sep=;` names, or "", and the text after that line."""
    if found := _SEP_LINE.match(text):
        return found[1], text[found.end() :]
    return "", text


def _has_one_column(text: str) -> bool:
    """Return whether the first full line is one heading that we know: then the rest is not split either.

    A title above the headings stands alone too, but it is none of these words.
    """
    if _NO_SEPARATOR in text:
        return False  # it will be refused, cell by cell
    first = next((line for line in text.split("\n") if line.strip()), "")
    return " ".join(first.replace('"', "").split()).casefold() in _HEADINGS


def _likely_separator(text: str) -> str:
    """Return the separator that splits most rows into equally many cells; ";" if none splits any."""
    return max(_SEPARATORS, key=lambda separator: _rows_alike(text, separator))


def _rows_alike(text: str, separator: str) -> int:
    counts: Counter[int] = Counter()
    try:
        for record in _records(text, separator):
            if any(record.cells):
                counts[len(record.cells)] += 1
            if counts.total() >= _SAMPLE_ROWS:
                break
    except FileFormatError:  # it is raised again, with its row, when this separator is chosen
        pass
    usual, rows = counts.most_common(1)[0] if counts else (1, 0)
    return rows if usual > 1 else 0


def _records(text: str, separator: str) -> Iterator[Record]:
    place, number = 0, 0
    while place < len(text):
        number += 1
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        line = text[place:end]
        if '"' in line:
            cells, place = _quoted_record(text, place, separator, number)
        else:
            cells, place = line.split(separator, MAX_COLUMNS * 2), end + 1
        yield Record(number, cells)


def _quoted_record(text: str, place: int, separator: str, row: int) -> tuple[list[str], int]:
    """Return the cells of a row with quotation marks, and where the next row begins."""
    cells: list[str] = []
    while len(cells) <= MAX_COLUMNS:
        found = _cell_form(separator).match(text, place)
        if found is None:
            raise FileFormatError(QUOTE, code="E-CSV-QUOTE", row=row, column=letter(len(cells)))
        quoted, plain = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        place = found.end() + 1
        if found.end() >= len(text) or text[found.end()] == "\n":
            return cells, place
    raise FileFormatError(TOO_MANY_COLUMNS, code="E-CSV-COLUMNS", row=row, limit=MAX_COLUMNS)


@cache
def _cell_form(separator: str) -> re.Pattern[str]:
    """Return the form of a cell: in quotation marks, or without one at its start."""
    end = re.escape(separator)
    return re.compile(rf' *"((?:[^"]++|"")*+)" *(?=[{end}\n]|\Z)|(?! *")([^{end}\n]*+)')
